//! The tables that say who actors are: countries, regions, organisations, office holders, roles, nouns, given names.

mod hints;
mod names;
mod people;
mod phrases;

use std::str::FromStr;

use rustc_hash::FxHashMap;

pub(crate) use hints::{Hint, Hints};
pub(crate) use names::{Class, NameEntry, Names};
pub(crate) use people::{Gender, Leader, People};
pub(crate) use phrases::{Noun, Number, Phrases};

use super::table::Row;
use super::{Error, Table};
use crate::entities::{Country, Sector};

/// All tables about actors.
#[derive(Debug, Default)]
pub(crate) struct Actors {
    /// Countries, regions, organisations by name.
    pub names: Names,
    /// Roles and nouns of unnamed actors by phrase.
    pub phrases: Phrases,
    /// Office holders and given names.
    pub people: People,
    /// What words say of the name beside them.
    pub hints: Hints,
}

/// The tables that users may add rows to, with their columns. A row overrides shipped rows of the same name or phrase.
pub(crate) const TABLES: [(&str, &[&str]); 5] = [
    ("actors", &names::ORGANISATION_COLUMNS),
    ("roles", &phrases::ROLE_COLUMNS),
    ("groups", &phrases::GROUP_COLUMNS),
    ("leaders", &people::LEADER_COLUMNS),
    ("given_names", &people::GIVEN_COLUMNS),
];

impl Actors {
    pub(crate) fn built_in() -> Result<Self, Error> {
        let mut actors = Self::default();
        macro_rules! load {
            ($name:literal, $columns:expr, $add:expr) => {{
                let text = include_str!(concat!("../../../lexicon/", $name, ".tsv"));
                for row in Table::parse($name, text, &$columns)?.rows() {
                    $add(&mut actors, row)?;
                }
            }};
        }
        load!("countries", names::COUNTRY_COLUMNS, |all: &mut Self, row| all.names.add_country(row));
        load!("regions", names::REGION_COLUMNS, |all: &mut Self, row| all.names.add_region(row));
        load!("organisations", names::ORGANISATION_COLUMNS, |all: &mut Self, row| {
            all.names.add_organisation("organisations", row, false)
        });
        load!("roles", phrases::ROLE_COLUMNS, |all: &mut Self, row| all.phrases.add_role("roles", row));
        load!("groups", phrases::GROUP_COLUMNS, |all: &mut Self, row| all.phrases.add_group("groups", row));
        load!("leaders", people::LEADER_COLUMNS, |all: &mut Self, row| {
            all.people.add_leader("leaders", row, &all.phrases)
        });
        load!("given_names", people::GIVEN_COLUMNS, |all: &mut Self, row| all.people.add_given("given_names", row));
        load!("nicknames", people::NICKNAME_COLUMNS, |all: &mut Self, row| all.people.add_nickname(row));
        load!("hints", hints::HINT_COLUMNS, |all: &mut Self, row| all.hints.add(row));
        Ok(actors)
    }

    /// Adds a user's row over the shipped ones.
    pub(crate) fn add(&mut self, kind: &str, row: &Row<'_>) -> Result<(), Error> {
        match kind {
            "actors" => self.names.add_organisation(kind, row, true),
            "roles" => self.phrases.add_role(kind, row),
            "groups" => self.phrases.add_group(kind, row),
            "leaders" => self.people.add_leader(kind, row, &self.phrases),
            _ => self.people.add_given(kind, row),
        }
    }
}

/// Several values in one cell.
pub(super) fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|item| !item.is_empty())
}

fn country(table: &str, row: &Row<'_>, column: &str, cell: &str) -> Result<Option<Country>, Error> {
    if cell.is_empty() {
        return Ok(None);
    }
    let reason = || format!("expected three capital letters (ISO 3166-1 alpha-3 or a PLOVER code), got {cell:?}");
    Country::new(cell).map(Some).ok_or_else(|| Error::table(table, row.number, column, reason()))
}

fn sectors(table: &str, row: &Row<'_>, column: &str, cell: &str) -> Result<Vec<Sector>, Error> {
    let one = |code: &str| {
        let reason = || format!("expected PLOVER sectors such as GOV or MIL, separated by \"|\", got {code:?}");
        Sector::from_code(code).ok_or_else(|| Error::table(table, row.number, column, reason()))
    };
    list(cell).map(one).collect()
}

fn year(table: &str, row: &Row<'_>, column: &str, cell: &str) -> Result<Option<i16>, Error> {
    if cell.is_empty() {
        return Ok(None);
    }
    let reason = || format!("expected a year, got {cell:?}");
    i16::from_str(cell).map(Some).map_err(|_| Error::table(table, row.number, column, reason()))
}

/// A required cell.
fn required<'t>(table: &str, row: &Row<'t>, column: &str, cell: &'t str) -> Result<&'t str, Error> {
    if cell.is_empty() { Err(Error::table(table, row.number, column, "the cell is empty")) } else { Ok(cell) }
}

/// Indices by a hash, several to one.
type Index = FxHashMap<u64, Vec<u32>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::fold::{fold, fold_hash};

    fn actors() -> Actors {
        Actors::built_in().expect("the shipped tables parse")
    }

    #[test]
    fn shipped_tables_are_as_large_as_promised() {
        let actors = actors();
        assert!(actors.names.organisations >= 600);
        assert!(actors.names.countries >= 250);
        assert!(actors.phrases.roles.len() >= 400);
        assert!(actors.people.leaders.len() >= 1500);
    }

    #[test]
    fn words_give_hints() {
        let hints = actors().hints;
        assert!(hints.has("Mayor", Hint::OfPlace) && hints.has("mayor", Hint::Inhabitant));
        assert!(!hints.has("mayor", Hint::OfPerson) && !hints.has("mayors", Hint::OfPlace));
        let row = Row { number: 3, cells: vec!["mayor", "of plaice"] };
        assert!(Hints::default().add(&row).expect_err("no hint").to_string().contains("row 3, column hint"));
    }

    #[test]
    fn names_lead_to_codes() {
        let actors = actors();
        let code = |name: &str| {
            let hash = fold_hash(&fold(name));
            actors.names.find(hash).map(|entry| (entry.class, entry.country.map(|code| code.to_string()))).next()
        };
        let some = |class, code: &str| Some((class, Some(code.to_owned())));
        assert_eq!(code("U.S."), some(Class::Country, "USA"));
        assert_eq!(code("Filipinos"), some(Class::People, "PHL"));
        assert_eq!(code("the Kremlin"), some(Class::Seat, "RUS"));
        assert_eq!(code("Kyiv"), some(Class::Capital, "UKR"));
        assert_eq!(code("Kosovo"), some(Class::Country, "KOS"));
        assert_eq!(code("Aruba"), some(Class::Country, "NLD"));
        assert_eq!(code("NATO"), some(Class::Organisation, "IGO"));
        assert_eq!(code("Nowhereland"), None);
    }

    #[test]
    fn bad_rows_say_which_cell_is_wrong() {
        let mut actors = Actors::default();
        let row = Row { number: 7, cells: vec!["Home Guard", "", "ORG", "Narnia", "MIL", ""] };
        let message = actors.add("actors", &row).expect_err("no code").to_string();
        assert!(message.starts_with("actors, row 7, column country:"), "{message}");
        let row = Row { number: 8, cells: vec!["Home Guard", "", "ORG", "NOR", "ARMY", ""] };
        assert!(actors.add("actors", &row).expect_err("no sector").to_string().contains("column sectors"));
        let row = Row { number: 9, cells: vec!["sherpa", "SOC", "many"] };
        assert!(actors.add("groups", &row).expect_err("no number").to_string().contains("column number"));
    }
}
