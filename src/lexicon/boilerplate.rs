//! `boilerplate.tsv`: page furniture of news sites.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::Table;
use crate::article::BlockKind;

const TEXT: &str = include_str!("../../lexicon/boilerplate.tsv");

/// What a phrase must be of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// All of it.
    Whole,
    /// Its beginning, when the block is short.
    Start,
    /// Its beginning, before a colon or bar.
    Label,
    /// Close to its end, before a name.
    Tail,
    /// Its beginning, however long.
    Opening,
}

/// One row: the hashes of the words after the first.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub rest: Box<[u64]>,
    pub place: Place,
    pub kind: BlockKind,
}

/// All rows, by the hash of their first word.
#[derive(Debug, Default)]
pub(crate) struct Furniture {
    phrases: FxHashMap<u64, Vec<Phrase>>,
    /// The first two letters of phrases that may open a long block, which most do not.
    openings: FxHashSet<[u8; 2]>,
    /// All words of share bars, which stand in any order.
    share_words: FxHashSet<u64>,
}

/// The hash of a word: without case, and the same for all numbers.
pub(crate) fn word_hash(word: &str) -> u64 {
    if word.bytes().all(|b| b.is_ascii_digit()) || word == "#" {
        return 1;
    }
    let mut lower = [0; 32];
    match lower.get_mut(..word.len()) {
        Some(lower) if word.is_ascii() => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            xxh3_64(lower)
        }
        _ => xxh3_64(word.to_lowercase().as_bytes()),
    }
}

/// The words of a line as phrases are compared: letters and digits with apostrophes between them; `#` alone is a word.
pub(crate) fn phrase_words(line: &str) -> impl Iterator<Item = &str> {
    let bytes = line.as_bytes();
    let inside = |at: usize| -> usize {
        match bytes[at] {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'\'' | b'#' => 1,
            0x80.. => {
                let c = line[at..].chars().next().unwrap_or(' ');
                // General punctuation is the only common block outside ASCII that holds no letters.
                let word =
                    c == '’' || !matches!(c, '\u{2000}'..='\u{206f}' | '\u{a0}'..='\u{a9}') && c.is_alphanumeric();
                if word { c.len_utf8() } else { 0 }
            }
            _ => 0,
        }
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            while at < bytes.len() && (!line.is_char_boundary(at) || inside(at) == 0) {
                at += 1;
            }
            let start = at;
            while at < bytes.len() {
                let width = inside(at);
                if width == 0 {
                    break;
                }
                at += width;
            }
            if start == at {
                return None;
            }
            let word = &line[start..at];
            let word = if word == "#" { word } else { word.trim_matches(['#', '\'', '’']) };
            if !word.is_empty() {
                return Some(word);
            }
        }
    })
}

/// The first two bytes of a line behind what is no letter, without case.
fn letters(line: &str) -> [u8; 2] {
    let bytes = line.as_bytes();
    let start = bytes.iter().position(u8::is_ascii_alphanumeric).unwrap_or(bytes.len());
    let at = |index: usize| bytes.get(start + index).map_or(0, |b| b | 0x20);
    [at(0), at(1)]
}

impl Furniture {
    /// Parses a table.
    pub(crate) fn parse(text: &str) -> Result<Self, crate::Error> {
        let mut furniture = Self::default();
        for row in Table::parse("boilerplate", text, &["phrase", "match", "kind"])?.rows() {
            let wrong = |column: &str| crate::Error::table("boilerplate", row.number, column, "unknown value");
            let place = match row.cells[1] {
                "whole" => Place::Whole,
                "start" => Place::Start,
                "label" => Place::Label,
                "tail" => Place::Tail,
                "opening" => Place::Opening,
                _ => return Err(wrong("match")),
            };
            let kind =
                BlockKind::ALL.into_iter().find(|kind| kind.name() == row.cells[2]).ok_or_else(|| wrong("kind"))?;
            let hashes: Vec<u64> = phrase_words(row.cells[0]).map(word_hash).collect();
            let Some((&first, rest)) = hashes.split_first() else { return Err(wrong("phrase")) };
            if kind == BlockKind::ShareBar && place == Place::Whole {
                furniture.share_words.extend(&hashes);
            }
            if matches!(place, Place::Opening | Place::Label) || (place == Place::Start && rest.len() >= 2) {
                furniture.openings.insert(letters(row.cells[0]));
            }
            furniture.phrases.entry(first).or_default().push(Phrase { rest: rest.into(), place, kind });
        }
        // The longest phrase is the one that is meant.
        #[allow(clippy::iter_over_hash_type)] // each entry by itself
        for phrases in furniture.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        Ok(furniture)
    }

    /// The phrases that start with a word, longest first.
    pub(crate) fn starting(&self, word: u64) -> &[Phrase] {
        self.phrases.get(&word).map_or(&[], Vec::as_slice)
    }

    /// Whether a long block may open with a phrase, by its first letters alone.
    pub(crate) fn may_open(&self, line: &str) -> bool {
        self.openings.contains(&letters(line))
    }

    /// Whether a word is one of share bars.
    pub(crate) fn is_share_word(&self, word: u64) -> bool {
        self.share_words.contains(&word)
    }
}

/// The table that is compiled in.
pub(crate) static FURNITURE: LazyLock<Furniture> =
    LazyLock::new(|| Furniture::parse(TEXT).expect("the shipped table parses; a test says so"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_is_found_by_first_word() {
        let furniture = Furniture::parse(TEXT).expect("parses");
        let share = furniture.starting(word_hash("Share"));
        assert!(share.iter().any(|phrase| phrase.kind == BlockKind::ShareBar && phrase.rest.is_empty()));
        assert!(Furniture::parse("phrase\tmatch\tkind\nx\tsomewhere\tbyline\n").is_err());
        assert!(Furniture::parse("phrase\tmatch\tkind\nx\twhole\tnothing\n").is_err());
    }
}
