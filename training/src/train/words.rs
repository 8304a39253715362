//! What a table of words tells of them, whether training shows them or not: clusters and capitals in web text.

use std::collections::hash_map::Entry as MapEntry;

use dateline::syntax::forms::Forms;
use dateline::syntax::vocabulary::{Entry, Vocabulary};
use rustc_hash::FxHashMap;

use crate::Settings;

/// The table of words.
pub(crate) struct KnownWords {
    /// By the hash of the normal form: clusters and capitals.
    words: FxHashMap<u64, Entry>,
    /// Most frequent first.
    order: Vec<u64>,
}

impl KnownWords {
    /// Reads the table that `scripts/word_table.py` writes.
    pub(crate) fn load(settings: &Settings) -> Result<Self, String> {
        let path =
            settings.table.as_ref().ok_or("tagger and parser learn with `--table FILE` (scripts/word_table.py)")?;
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|row| format!("{}: a damaged row: {row}", path.display()))
    }

    /// Reads a table; a damaged row is an error.
    fn parse(text: &str) -> Result<Self, String> {
        let mut known = Self { words: FxHashMap::default(), order: Vec::new() };
        let mut forms = Forms::default();
        for line in text.lines() {
            let mut cells = line.split('\t');
            let form = cells.next().unwrap_or_default();
            let numbers: Vec<u32> = cells.filter_map(|cell| cell.parse().ok()).collect();
            let entry = match numbers[..] {
                [cluster @ ..1024, capital @ 1..8] => Entry { cluster, capital, ..Entry::default() },
                _ => return Err(line.to_owned()),
            };
            forms.read(std::iter::once((form, false)), &Vocabulary::default());
            let hash = forms.words()[0].lower;
            // Of two spellings with one normal form the more frequent stays.
            if let MapEntry::Vacant(place) = known.words.entry(hash) {
                place.insert(entry);
                known.order.push(hash);
            }
        }
        Ok(known)
    }

    /// What is known of a word, by the hash of its normal form.
    pub(crate) fn get(&self, hash: u64) -> Entry {
        self.words.get(&hash).copied().unwrap_or_default()
    }

    /// All words, most frequent first.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u64, Entry)> {
        self.order.iter().map(|hash| (*hash, self.words[hash]))
    }

    /// The vocabulary of the parser in training.
    pub(crate) fn vocabulary(&self) -> Vocabulary {
        Vocabulary::build(&self.entries().collect::<Vec<_>>(), vec![0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_spellings_stays_and_damaged_rows_are_errors() {
        let known = KnownWords::parse("tea\t12\t1\n\u{2018}tis\t3\t2\n'tis\t4\t5\n").unwrap();
        let entries: Vec<_> = known.entries().map(|(hash, entry)| (known.get(hash), entry.cluster)).collect();
        assert_eq!(entries.len(), 2);
        assert_eq!((entries[1].0.capital, entries[1].1), (2, 3));
        assert_eq!(known.get(1).capital, 0);
        for row in ["tea", "tea\t12", "tea\t1024\t1", "tea\t12\t8", "tea\t12\t0", "tea\t1\t1\t1"] {
            assert_eq!(KnownWords::parse(row).err().as_deref(), Some(row));
        }
    }
}
