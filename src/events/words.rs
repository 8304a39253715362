//! Small sets of words that rules ask for, from `lexicon/events/words.tsv`.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::Error;
use crate::lexicon::Table;

const WORDS: &str = include_str!("../../lexicon/events/words.tsv");

/// What a word is listed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    /// Verbs that are passive in the past where they have no object.
    NeedsObject,
    /// Verbs whose object is the subject of the infinitive after them.
    ObjectControl,
    /// Verbs whose object is the subject of the clause with "of", "for" or "from".
    ObjectDeed,
    /// Verbs of planning.
    Plans,
    /// Verbs whose subject vouches for, or denies, an act.
    Vouches,
    /// Verbs whose subject is the one to whom a request or a charge goes.
    MeetsWords,
    /// Verbs of killing and wounding.
    Harms,
    /// Words of quantity: "a group of children".
    Part,
    /// Nouns that name a person.
    Person,
    /// Nouns for a part of a place.
    PlacePart,
    /// Nouns for a kind of place.
    PlaceKind,
    /// Nouns for courts and who sits there.
    Court,
    /// Nouns for what stands where it is hit.
    Immovable,
}

const SETS: [(&str, Set); 13] = [
    ("needs_object", Set::NeedsObject),
    ("object_control", Set::ObjectControl),
    ("object_deed", Set::ObjectDeed),
    ("plans", Set::Plans),
    ("vouches", Set::Vouches),
    ("meets_words", Set::MeetsWords),
    ("harms", Set::Harms),
    ("part", Set::Part),
    ("person", Set::Person),
    ("place_part", Set::PlacePart),
    ("place_kind", Set::PlaceKind),
    ("court", Set::Court),
    ("immovable", Set::Immovable),
];

/// All sets: by word, one bit for each.
#[derive(Debug, Default)]
pub(crate) struct Words(FxHashMap<CompactString, u16>);

impl Words {
    /// The shipped table.
    ///
    /// # Errors
    /// A row that does not parse.
    pub(crate) fn built_in() -> Result<Self, Error> {
        Self::parse("events/words", WORDS)
    }

    fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let mut out = Self::default();
        for row in Table::parse(name, text, &["set", "words"])?.rows() {
            let set = SETS.iter().find(|(name, _)| *name == row.cells[0]);
            let Some((_, set)) = set else {
                return Err(Error::table(name, row.number, "set", format!("no set {:?}", row.cells[0])));
            };
            for word in row.cells[1].split('|') {
                *out.0.entry(word.into()).or_default() |= 1 << *set as u16;
            }
        }
        Ok(out)
    }

    /// Whether a word is listed for something.
    pub(crate) fn has(&self, set: Set, word: &str) -> bool {
        self.0.get(word).is_some_and(|sets| sets & 1 << set as u16 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_filled_and_apart() {
        let words = Words::built_in().expect("the table parses");
        for (index, (name, set)) in SETS.iter().enumerate() {
            assert_eq!(*set as usize, index, "{name}");
            assert!(words.0.values().any(|sets| sets & 1 << *set as u16 != 0), "{name} is empty");
        }
        assert!(words.has(Set::NeedsObject, "stab") && !words.has(Set::Person, "stab"));
    }

    #[test]
    fn unknown_sets_are_named() {
        let error = Words::parse("mine", "set\twords\nharms\tkill\nharm\tmaim\n").expect_err("no such set").to_string();
        assert!(error.contains("row 3") || error.contains("line 3"), "{error}");
        assert!(error.contains("\"harm\""), "{error}");
    }
}
