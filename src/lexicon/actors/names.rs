//! `countries.tsv`, `regions.tsv`, `organisations.tsv`: who or what a name stands for.

use super::{Index, Row, country, list, required, sectors};
use rustc_hash::FxHashMap;

use crate::Error;
use crate::entities::{Country, Sector};
use crate::lexicon::fold::{fold, fold_hash};
use crate::names::Label;

pub(super) const COUNTRY_COLUMNS: [&str; 11] =
    ["iso3", "iso2", "actor", "sectors", "name", "official", "aliases", "adjectives", "people", "capitals", "seats"];
pub(super) const REGION_COLUMNS: [&str; 4] = ["country", "name", "aliases", "people"];
pub(super) const ORGANISATION_COLUMNS: [&str; 6] = ["name", "aliases", "label", "country", "sectors", "home"];

/// What sort of name an entry is reached by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// The country itself.
    Country,
    /// A part of a country.
    Region,
    /// An adjective or noun for its people.
    People,
    /// A city that stands for the government.
    Capital,
    /// A building that does.
    Seat,
    /// A body.
    Organisation,
}

/// What a name stands for.
#[derive(Debug)]
pub(crate) struct NameEntry {
    pub class: Class,
    pub label: Option<Label>,
    pub country: Option<Country>,
    pub sectors: Vec<Sector>,
    /// A user's row: it wins over all others and over the type that was recognized.
    pub user: bool,
}

/// All names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    entries: Vec<NameEntry>,
    by_form: Index,
    /// From ISO code to the PLOVER code of the state that acts.
    states: FxHashMap<Country, Country>,
    pub countries: usize,
    pub organisations: usize,
}

impl Names {
    /// What a folded form may stand for, the likeliest first.
    pub(crate) fn find(&self, form: u64) -> impl Iterator<Item = &NameEntry> {
        self.by_form.get(&form).into_iter().flatten().map(|&index| &self.entries[index as usize])
    }

    /// The same with the number of the entry: names of one number are names of one entity.
    pub(crate) fn numbered(&self, form: u64) -> impl Iterator<Item = (u32, &NameEntry)> {
        self.by_form.get(&form).into_iter().flatten().map(|&index| (index, &self.entries[index as usize]))
    }

    /// An entry by its number.
    pub(crate) fn entry(&self, number: u32) -> &NameEntry {
        &self.entries[number as usize]
    }

    /// The PLOVER code of an ISO code: dependencies fold into the controlling state.
    pub(crate) fn state(&self, country: Country) -> Country {
        self.states.get(&country).copied().unwrap_or(country)
    }

    #[allow(clippy::cast_possible_truncation)]
    fn add<'n>(&mut self, entry: NameEntry, names: impl Iterator<Item = &'n str>) {
        let index = self.entries.len() as u32;
        for name in names {
            let slot = self.by_form.entry(fold_hash(&fold(name))).or_default();
            if entry.user {
                slot.insert(0, index);
            } else if !slot.contains(&index) {
                slot.push(index);
            }
        }
        self.entries.push(entry);
    }

    pub(super) fn add_country(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let cell = &row.cells;
        let code = country("countries", row, "actor", required("countries", row, "actor", cell[2])?)?;
        let sectors = sectors("countries", row, "sectors", cell[3])?;
        let label = Some(Label::Gpe);
        let entry = |class, label, sectors| NameEntry { class, label, country: code, sectors, user: false };
        let names = [cell[4], cell[5]].into_iter().filter(|name| !name.is_empty()).chain(list(cell[6]));
        self.add(entry(Class::Country, label, sectors.clone()), names);
        let people = list(cell[7]).chain(list(cell[8]));
        self.add(entry(Class::People, Some(Label::Norp), sectors.clone()), people);
        // Each capital is an entity of its own.
        for capital in list(cell[9]) {
            self.add(entry(Class::Capital, label, sectors.clone()), [capital].into_iter());
        }
        for seat in list(cell[10]) {
            self.add(entry(Class::Seat, None, vec![Sector::Government]), [seat].into_iter());
        }
        if let (Some(iso), Some(state)) = (country("countries", row, "iso3", cell[0])?, code) {
            self.states.insert(iso, state);
        }
        self.countries += 1;
        Ok(())
    }

    pub(super) fn add_region(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let cell = &row.cells;
        let code = country("regions", row, "country", required("regions", row, "country", cell[0])?)?;
        let entry = |class, label| NameEntry { class, label, country: code, sectors: Vec::new(), user: false };
        self.add(entry(Class::Region, Some(Label::Gpe)), [cell[1]].into_iter().chain(list(cell[2])));
        self.add(entry(Class::People, Some(Label::Norp)), list(cell[3]));
        Ok(())
    }

    pub(super) fn add_organisation(&mut self, table: &str, row: &Row<'_>, user: bool) -> Result<(), Error> {
        let cell = &row.cells;
        let name = required(table, row, "name", cell[0])?;
        let label = if cell[2].is_empty() {
            None
        } else {
            let reason = || format!("expected an OntoNotes label such as ORG or PERSON, got {:?}", cell[2]);
            let label = Label::from_name(cell[2]);
            Some(label.ok_or_else(|| Error::table(table, row.number, "label", reason()))?)
        };
        let class = match label {
            Some(Label::Norp) => Class::People,
            Some(Label::Gpe | Label::Loc) => Class::Region,
            _ => Class::Organisation,
        };
        let code = country(table, row, "country", cell[3])?;
        let sectors = sectors(table, row, "sectors", cell[4])?;
        country(table, row, "home", cell[5])?;
        let entry = NameEntry { class, label, country: code, sectors, user };
        self.add(entry, [name].into_iter().chain(list(cell[1])));
        self.organisations += 1;
        Ok(())
    }
}
