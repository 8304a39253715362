//! `roles.tsv`, `groups.tsv`: phrases for people by their role and for actors without a name.

use rustc_hash::FxHashMap;

use super::{Row, required};
use crate::Error;
use crate::entities::Sector;
use crate::lexicon::fold::word_key;

pub(super) const ROLE_COLUMNS: [&str; 3] = ["phrase", "role", "sector"];
pub(super) const GROUP_COLUMNS: [&str; 3] = ["phrase", "sector", "number"];

/// Singular or plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Singular,
    Plural,
}

/// A title or role.
#[derive(Debug)]
pub(crate) struct Role {
    /// Its normal form.
    pub role: String,
    pub sector: Option<Sector>,
}

/// What a phrase may be: a role, a noun for an unnamed actor, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noun {
    /// Index into [`Phrases::roles`].
    pub role: Option<u32>,
    /// Sector and number of the unnamed actor.
    pub group: Option<(Sector, Number)>,
}

#[derive(Debug)]
struct Phrase {
    rest: Box<[u64]>,
    noun: Noun,
}

/// All phrases, by the key of their first word, longest first.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    by_first: FxHashMap<u64, Vec<Phrase>>,
    pub roles: Vec<Role>,
}

/// The words of a phrase as tokens: hyphens apart.
fn keys(phrase: &str) -> Vec<u64> {
    phrase.split([' ', '-']).filter(|word| !word.is_empty()).map(word_key).collect()
}

/// "foreign ministers": several holders of a role are an actor too.
fn plural(phrase: &str) -> Option<String> {
    if phrase.split(' ').any(|word| matches!(word, "of" | "for" | "to" | "in" | "and")) || phrase.ends_with('.') {
        return None;
    }
    Some(match phrase.strip_suffix("man") {
        Some(stem) => format!("{stem}men"),
        None => match phrase.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
            _ if phrase.ends_with('s') => return None,
            _ => format!("{phrase}s"),
        },
    })
}

impl Phrases {
    /// The longest phrase that starts with `keys`, whose words are the keys of the tokens (hyphens left out): the number of
    /// its words and what it is.
    pub(crate) fn longest(&self, keys: impl Iterator<Item = u64> + Clone) -> Option<(usize, Noun)> {
        let mut keys = keys;
        let first = keys.next()?;
        let fits = |phrase: &&Phrase| {
            let mut rest = keys.clone();
            phrase.rest.iter().all(|&key| rest.next() == Some(key))
        };
        self.by_first.get(&first)?.iter().find(fits).map(|phrase| (phrase.rest.len() + 1, phrase.noun))
    }

    /// The normal form of a role as a table writes it; itself in lower case when no phrase of it is known.
    pub(super) fn normal_role(&self, role: &str) -> String {
        let keys = keys(role);
        let known = self.longest(keys.iter().copied()).and_then(|(_, noun)| noun.role);
        known.map_or_else(|| role.to_lowercase(), |role| self.roles[role as usize].role.clone())
    }

    fn slot(&mut self, phrase: &str) -> &mut Noun {
        let keys = keys(phrase);
        let phrases = self.by_first.entry(keys[0]).or_default();
        let index = phrases.iter().position(|phrase| *phrase.rest == keys[1..]).unwrap_or_else(|| {
            let at = phrases.partition_point(|phrase| phrase.rest.len() >= keys.len() - 1);
            phrases.insert(at, Phrase { rest: keys[1..].into(), noun: Noun::default() });
            at
        });
        &mut phrases[index].noun
    }

    fn sector(table: &str, row: &Row<'_>, cell: &str) -> Result<Sector, Error> {
        let reason = || format!("expected a PLOVER sector such as GOV or MIL, got {cell:?}");
        Sector::from_code(cell).ok_or_else(|| Error::table(table, row.number, "sector", reason()))
    }

    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn add_role(&mut self, table: &str, row: &Row<'_>) -> Result<(), Error> {
        let cell = &row.cells;
        let phrase = required(table, row, "phrase", cell[0])?;
        let sector = if cell[2].is_empty() { None } else { Some(Self::sector(table, row, cell[2])?) };
        let role = required(table, row, "role", cell[1])?.to_owned();
        let index = self.roles.len() as u32;
        self.roles.push(Role { role, sector });
        if keys(phrase).is_empty() {
            return Err(Error::table(table, row.number, "phrase", "no word in it"));
        }
        self.slot(phrase).role = Some(index);
        if let (Some(sector), Some(plural)) = (self.roles[index as usize].sector, plural(phrase)) {
            self.slot(&plural).group.get_or_insert((sector, Number::Plural));
        }
        Ok(())
    }

    pub(super) fn add_group(&mut self, table: &str, row: &Row<'_>) -> Result<(), Error> {
        let cell = &row.cells;
        let phrase = required(table, row, "phrase", cell[0])?;
        let sector = Self::sector(table, row, cell[1])?;
        let number = match cell[2] {
            "singular" => Number::Singular,
            "plural" => Number::Plural,
            other => {
                let reason = format!("expected singular or plural, got {other:?}");
                return Err(Error::table(table, row.number, "number", reason));
            }
        };
        if keys(phrase).is_empty() {
            return Err(Error::table(table, row.number, "phrase", "no word in it"));
        }
        self.slot(phrase).group = Some((sector, number));
        Ok(())
    }
}
