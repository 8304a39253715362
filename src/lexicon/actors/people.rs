//! `leaders.tsv`, `given_names.tsv`, `nicknames.tsv`: people.

use rustc_hash::FxHashMap;

use super::{Index, Phrases, Row, country, list, required, sectors, year};
use crate::Error;
use crate::entities::{Country, Sector};
use crate::lexicon::fold::{fold, fold_hash};

pub(super) const LEADER_COLUMNS: [&str; 7] = ["name", "aliases", "country", "role", "sector", "from", "to"];
pub(super) const GIVEN_COLUMNS: [&str; 2] = ["name", "gender"];
pub(super) const NICKNAME_COLUMNS: [&str; 2] = ["nickname", "names"];

/// What pronouns agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Female,
    Male,
    /// Given to both.
    Both,
}

/// One term of office.
#[derive(Debug)]
pub(crate) struct Leader {
    /// Folded full name.
    pub name: String,
    pub country: Option<Country>,
    pub role: String,
    pub sectors: Vec<Sector>,
    pub from: Option<i16>,
    pub to: Option<i16>,
}

/// Office holders and given names.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub leaders: Vec<Leader>,
    by_name: Index,
    by_surname: Index,
    given: FxHashMap<u64, Gender>,
    /// From a short form to the names it stands for.
    nicknames: FxHashMap<u64, Vec<u64>>,
}

impl People {
    /// The terms of a person of this folded full name.
    pub(crate) fn by_name(&self, name: u64) -> impl Iterator<Item = &Leader> {
        self.by_name.get(&name).into_iter().flatten().map(|&index| &self.leaders[index as usize])
    }

    /// The terms of everybody of this folded surname.
    pub(crate) fn by_surname(&self, surname: u64) -> impl Iterator<Item = &Leader> {
        self.by_surname.get(&surname).into_iter().flatten().map(|&index| &self.leaders[index as usize])
    }

    /// The gender of a folded given name.
    pub(crate) fn gender(&self, given: u64) -> Option<Gender> {
        self.given.get(&given).copied()
    }

    /// Whether one folded given name is a short form of the other, or both are of a third.
    pub(crate) fn same_given(&self, one: u64, other: u64) -> bool {
        let of = |name: u64| self.nicknames.get(&name).map_or(&[][..], Vec::as_slice);
        of(one).contains(&other) || of(other).contains(&one) || of(one).iter().any(|name| of(other).contains(name))
    }

    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn add_leader(&mut self, table: &str, row: &Row<'_>, phrases: &Phrases) -> Result<(), Error> {
        let cell = &row.cells;
        let name = fold(required(table, row, "name", cell[0])?);
        let index = self.leaders.len() as u32;
        for form in std::iter::once(name.clone()).chain(list(cell[1]).map(fold)) {
            let slot = self.by_name.entry(fold_hash(&form)).or_default();
            slot.insert(0, index);
            // The last word, and all words after the first: "de Mistura".
            let mut tails = vec![form.rsplit(' ').next().unwrap_or(&form)];
            if let Some((_, rest)) = form.split_once(' ')
                && rest.contains(' ')
            {
                tails.push(rest);
            }
            for tail in tails {
                let slot = self.by_surname.entry(fold_hash(tail)).or_default();
                if !slot.contains(&index) {
                    slot.push(index);
                }
            }
        }
        let leader = Leader {
            name,
            country: country(table, row, "country", cell[2])?,
            role: phrases.normal_role(cell[3]),
            sectors: sectors(table, row, "sector", cell[4])?,
            from: year(table, row, "from", cell[5])?,
            to: year(table, row, "to", cell[6])?,
        };
        self.leaders.push(leader);
        Ok(())
    }

    pub(super) fn add_given(&mut self, table: &str, row: &Row<'_>) -> Result<(), Error> {
        let gender = match row.cells[1] {
            "f" => Gender::Female,
            "m" => Gender::Male,
            "b" => Gender::Both,
            other => {
                let reason = format!("expected f, m or b (both), got {other:?}");
                return Err(Error::table(table, row.number, "gender", reason));
            }
        };
        let name = required(table, row, "name", row.cells[0])?;
        self.given.insert(fold_hash(&fold(name)), gender);
        Ok(())
    }

    pub(super) fn add_nickname(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let nickname = required("nicknames", row, "nickname", row.cells[0])?;
        let names = list(row.cells[1]).map(|name| fold_hash(&fold(name)));
        self.nicknames.entry(fold_hash(&fold(nickname))).or_default().extend(names);
        Ok(())
    }
}
