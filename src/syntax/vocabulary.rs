//! What is known of single words: parts of speech seen in training and distributional clusters.

use crate::Error;
use crate::model::{Dictionary, Reader, Writer, hash};

/// The word list of the tagger's weight file.
#[derive(Debug)]
pub struct Vocabulary {
    words: Dictionary,
    /// Atoms of the classes, by number; 0 for the class of unknown words.
    classes: Vec<u64>,
}

/// What is known of a word; all 0 for unknown words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Atom of the class: which tags the word had, in order of frequency, and how often it was seen.
    pub class: u64,
    /// Atom of the distributional cluster.
    pub cluster: u64,
    /// Atom of how often the word has a capital in web text.
    pub capital: u64,
    /// The tag plus one of a frequent word that never has another.
    pub sure: u8,
}

/// An entry before packing: number of the class, cluster plus one, tag plus one, each 0 for none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// Number of the class, below 4096.
    pub class: u32,
    /// Number of the cluster plus one, below 1024.
    pub cluster: u32,
    /// How often the word has a capital in web text: 1 (hardly ever) to 7 (nearly always), 0 for unknown.
    pub capital: u32,
    /// See [`Known::sure`], below 128.
    pub sure: u32,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { words: Dictionary::build(&[]), classes: vec![0] }
    }
}

impl Vocabulary {
    /// A vocabulary of words (by the hash of their normal form), the most frequent first, and the atoms of its classes.
    #[must_use]
    pub fn build(words: &[(u64, Entry)], classes: Vec<u64>) -> Self {
        let pack = |entry: &Entry| entry.class | entry.cluster << 12 | entry.sure << 22 | entry.capital << 29;
        let words: Vec<_> = words.iter().map(|(hash, entry)| (*hash, pack(entry))).collect();
        Self { words: Dictionary::build(&words), classes }
    }

    /// What is known of a word, by the hash of its normal form.
    #[must_use]
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    pub fn get(&self, word: u64) -> Known {
        let packed = self.words.get(word);
        let class = self.classes.get((packed & 0xfff) as usize).copied().unwrap_or(0);
        let cluster = (packed >> 12) & 0x3ff;
        let capital = packed >> 29;
        let capital = if capital == 0 { 0 } else { capital_atom(capital) };
        Known { class, cluster: cluster_atom(cluster), capital, sure: (packed >> 22) as u8 & 0x7f }
    }

    /// Appends the vocabulary to a weight file.
    pub fn write(&self, file: &mut Writer) {
        self.words.write(file);
        file.bytes(&self.classes.iter().flat_map(|atom| atom.to_le_bytes()).collect::<Vec<_>>());
    }

    /// Reads what [`Vocabulary::write`] wrote.
    ///
    /// # Errors
    /// A damaged file.
    ///
    /// # Panics
    /// Never: chunks of eight bytes have eight bytes.
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        let words = Dictionary::read(file)?;
        let classes = file.bytes()?.chunks_exact(8).map(|atom| u64::from_le_bytes(atom.try_into().unwrap())).collect();
        Ok(Self { words, classes })
    }
}

/// The atom of a word's share of capitals as in [`Entry`].
const fn capital_atom(capital: u32) -> u64 {
    hash::number(capital as u64 | 1 << 39)
}

/// The atoms of words that mostly have a capital.
pub const MOSTLY_CAPITAL: [u64; 3] = [capital_atom(5), capital_atom(6), capital_atom(7)];

/// The atom of a cluster number as in [`Entry`].
#[must_use]
pub const fn cluster_atom(cluster: u32) -> u64 {
    if cluster == 0 { 0 } else { hash::number(cluster as u64 | 1 << 40) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back() {
        let entry = Entry { class: 1, cluster: 1023, capital: 5, sure: 64 };
        let vocabulary = Vocabulary::build(&[(hash::text("of"), entry)], vec![0, 77]);
        let known = Known { class: 77, cluster: cluster_atom(1023), capital: hash::number(5 | 1 << 39), sure: 64 };
        assert_eq!(vocabulary.get(hash::text("of")), known);
        assert_eq!(vocabulary.get(hash::text("off")), Known::default());
    }
}
