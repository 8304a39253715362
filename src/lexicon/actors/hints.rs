//! What words say of the name beside them: the table `hints`.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::super::table::Row;
use crate::Error;
use crate::quotes::lower;

pub(super) const HINT_COLUMNS: [&str; 2] = ["word", "hint"];

/// What a word says; the table explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    OfPlace,
    OfPerson,
    ToPerson,
    Settlement,
    Inhabitant,
    ToSettlement,
    Member,
    Female,
    Male,
}

const NAMES: [(&str, Hint); 9] = [
    ("of place", Hint::OfPlace),
    ("of person", Hint::OfPerson),
    ("to person", Hint::ToPerson),
    ("settlement", Hint::Settlement),
    ("inhabitant", Hint::Inhabitant),
    ("to settlement", Hint::ToSettlement),
    ("member", Hint::Member),
    ("female", Hint::Female),
    ("male", Hint::Male),
];

/// The hints of words, as bits.
#[derive(Debug, Default)]
pub(crate) struct Hints(FxHashMap<CompactString, u16>);

impl Hints {
    pub(super) fn add(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let hint = NAMES.iter().find(|(name, _)| *name == row.cells[1]);
        let (_, hint) =
            hint.ok_or_else(|| Error::table("hints", row.number, "hint", format!("no hint {:?}", row.cells[1])))?;
        *self.0.entry(row.cells[0].into()).or_default() |= hint.bit();
        Ok(())
    }

    /// Whether a word, in any capitals, gives a hint.
    pub(crate) fn has(&self, word: &str, hint: Hint) -> bool {
        self.0.get(lower(word).as_str()).is_some_and(|bits| bits & hint.bit() != 0)
    }
}

impl Hint {
    const fn bit(self) -> u16 {
        1 << self as u16
    }
}
