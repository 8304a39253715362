//! Places of a user's own rows: a name that one of them bears means one of them, whatever the gazetteer has under it.

use rustc_hash::FxHashMap;

use super::gazetteer::Entry;
use super::{PlaceKind, Record, normalize};
use crate::Error;
use crate::entities::Country;
use crate::lexicon::Row;
use crate::names::Label;

/// The columns of a user's table.
pub(crate) const COLUMNS: [&str; 7] = ["name", "latitude", "longitude", "aliases", "country", "region", "kind"];

/// A user's places by name.
#[derive(Debug, Default)]
pub struct OwnPlaces {
    records: Vec<Record>,
    by_name: FxHashMap<String, Vec<u32>>,
}

impl OwnPlaces {
    /// Adds a row, its cells in the order of [`COLUMNS`]; gives its names and what the recognizer calls it.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn add<'r>(&mut self, row: &Row<'r>) -> Result<(Vec<&'r str>, Label), Error> {
        let wrong = |column: &str, reason: String| Error::table("places", row.number, column, reason);
        let cells = &row.cells;
        if cells[0].is_empty() {
            return Err(wrong("name", "the cell is empty".to_owned()));
        }
        let degrees = |column: &str, cell: &str, most: f64| {
            let number = cell.parse::<f64>().ok().filter(|number| number.abs() <= most);
            number.ok_or_else(|| wrong(column, format!("expected degrees from -{most} to {most}, got {cell:?}")))
        };
        let country = match cells[4] {
            "" => None,
            code => Some(Country::new(code).ok_or_else(|| {
                wrong("country", format!("expected three capital letters (ISO 3166-1 alpha-3), got {code:?}"))
            })?),
        };
        let kind = match cells[6] {
            "" => PlaceKind::PopulatedPlace,
            name => PlaceKind::from_name(name).ok_or_else(|| {
                let kinds = PlaceKind::ALL.map(PlaceKind::name).join(", ");
                wrong("kind", format!("expected one of {kinds}, got {name:?}"))
            })?,
        };
        let aliases: Vec<&str> = cells[3].split('|').map(str::trim).filter(|alias| !alias.is_empty()).collect();
        let number = self.records.len() as u32;
        self.records.push(Record {
            name: cells[0].to_owned(),
            aliases: Vec::new(),
            bare: Vec::new(),
            kind,
            country,
            region: (!cells[5].is_empty()).then(|| cells[5].to_owned()),
            latitude: degrees("latitude", cells[1], 90.0)?,
            longitude: degrees("longitude", cells[2], 180.0)?,
            population: 0,
            geonames_id: 0,
        });
        let names: Vec<&str> = std::iter::once(cells[0]).chain(aliases).collect();
        for name in &names {
            self.by_name.entry(key(name)).or_default().push(number);
        }
        let settled = matches!(kind, PlaceKind::Country | PlaceKind::Region | PlaceKind::PopulatedPlace);
        Ok((names, if settled { Label::Gpe } else { Label::Loc }))
    }

    /// The places of a folded name, in the order of the rows.
    pub(super) fn find(&self, normal: &str) -> impl Iterator<Item = Entry<'_>> {
        self.by_name.get(normal).into_iter().flatten().map(|&number| {
            let record = &self.records[number as usize];
            Entry {
                // Those of the gazetteer are numbered from the other end.
                index: u32::MAX - number,
                name: &record.name,
                kind: record.kind,
                country: record.country,
                region: record.region.as_deref().unwrap_or(""),
                latitude: record.latitude,
                longitude: record.longitude,
                population: 0,
                geonames_id: 0,
            }
        })
    }

    /// The country of the only place of a name.
    pub(crate) fn country(&self, name: &str) -> Option<Country> {
        let [number] = self.by_name.get(&key(name))?[..] else { return None };
        self.records[number as usize].country
    }
}

/// A name as it is looked up.
fn key(name: &str) -> String {
    let normal = normalize(name);
    normal.strip_prefix("the ").unwrap_or(&normal).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(cells: [&str; 7]) -> Result<(OwnPlaces, Label), String> {
        let mut places = OwnPlaces::default();
        let row = Row { number: 3, cells: cells.to_vec() };
        let (_, label) = places.add(&row).map_err(|error| error.to_string())?;
        Ok((places, label))
    }

    #[test]
    fn rows_are_found_by_all_their_names() {
        let (places, label) =
            add(["The Old Mill", "60.5", "-7.25", "Mølla|Mill", "NOR", "", "area"]).expect("a good row");
        assert_eq!(label, Label::Loc);
        for name in ["old mill", "molla", "mill"] {
            let entry = places.find(name).next().unwrap_or_else(|| panic!("{name}"));
            assert_eq!((entry.latitude, entry.longitude, entry.kind), (60.5, -7.25, PlaceKind::Area));
        }
        assert_eq!(places.country("the Old Mill"), Country::new("NOR"));
        assert!(places.find("new mill").next().is_none());
    }

    #[test]
    fn bad_cells_are_named() {
        for (cells, message) in [
            (["", "1", "2", "", "", "", ""], "places, row 3, column name: the cell is empty"),
            (
                ["A", "", "2", "", "", "", ""],
                "places, row 3, column latitude: expected degrees from -90 to 90, got \"\"",
            ),
            (["A", "90.5", "2", "", "", "", ""], "places, row 3, column latitude: expected degrees"),
            (["A", "1", "NaN", "", "", "", ""], "places, row 3, column longitude: expected degrees from -180 to 180"),
            (["A", "1", "2", "", "Norway", "", ""], "places, row 3, column country: expected three capital letters"),
            (["A", "1", "2", "", "", "", "hamlet"], "places, row 3, column kind: expected one of country, region"),
        ] {
            let error = add(cells).expect_err(message);
            assert!(error.starts_with(message), "{error}");
        }
    }
}
