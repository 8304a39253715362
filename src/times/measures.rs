//! Currencies and units of measurement: `lexicon/times/currencies.tsv` and `units.tsv`.

use rustc_hash::FxHashMap;

use crate::Error;
use crate::lexicon::Table;

const CURRENCIES: &str = include_str!("../../lexicon/times/currencies.tsv");
const UNITS: &str = include_str!("../../lexicon/times/units.tsv");

/// A currency: ISO 4217 code and factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Currency {
    pub code: &'static str,
    pub factor: f64,
}

/// All currencies and units by their written forms.
#[derive(Debug, Default)]
pub(super) struct Measures {
    /// Symbols and codes, as written.
    pub symbols: FxHashMap<&'static str, Currency>,
    /// Words, in lower case; more than one joined by a blank.
    pub words: FxHashMap<&'static str, Currency>,
    /// Codes, which stand before or after the number.
    pub codes: FxHashMap<&'static str, Currency>,
    units: FxHashMap<&'static str, (&'static str, bool)>,
}

impl Measures {
    pub(super) fn built_in() -> Result<Self, Error> {
        let mut measures = Self::default();
        for row in Table::parse("times/currencies", CURRENCIES, &["form", "kind", "code", "factor"])?.rows() {
            let wrong = |column| Error::table("times/currencies", row.number, column, "unknown value");
            let factor = row.cells[3].parse().map_err(|_| wrong("factor"))?;
            let currency = Currency { code: row.cells[2], factor };
            let map = match row.cells[1] {
                "symbol" => &mut measures.symbols,
                "code" => &mut measures.codes,
                "word" => &mut measures.words,
                _ => return Err(wrong("kind")),
            };
            map.insert(row.cells[0], currency);
        }
        for row in Table::parse("times/units", UNITS, &["form", "unit", "case"])?.rows() {
            measures.units.insert(row.cells[0], (row.cells[1], row.cells[2] == "exact"));
        }
        Ok(measures)
    }

    /// The unit that a form stands for.
    pub(super) fn unit(&self, form: &str) -> Option<&'static str> {
        if let Some((unit, _)) = self.units.get(form) {
            return Some(unit);
        }
        let lower = form.to_ascii_lowercase();
        self.units.get(lower.as_str()).filter(|(_, exact)| !exact).map(|(unit, _)| *unit)
    }
}
