//! `boilerplate.tsv`: page furniture of news sites.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::Table;
use crate::article::BlockKind;
use crate::tokens::{is_alphanumeric, letters};

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

/// A set of words that says of most others at once, without a hash of all their letters, that they are not in it.
#[derive(Debug)]
struct Sieve([u64; Sieve::BITS / 64]);

impl Default for Sieve {
    fn default() -> Self {
        Self([0; Self::BITS / 64])
    }
}

impl Sieve {
    const BITS: usize = 1 << 14;

    /// A number made of a word's length, first two letters and last letter, without case.
    fn key(bytes: &[u8]) -> usize {
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return 0 };
        let second = bytes.get(1).unwrap_or(&0);
        let letters = u32::from_le_bytes([first | 0x20, second | 0x20, last | 0x20, 0]);
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        ((letters ^ length << 24).wrapping_mul(0x9e37_79b1) >> 18) as usize
    }

    /// A number made of two words as [`simple_words`] gives them.
    fn key_of_two([first, second]: [u64; 2]) -> usize {
        let mixed = (first.rotate_left(29) ^ second).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> (64 - Self::BITS.ilog2())) as usize
    }

    fn insert(&mut self, key: usize) {
        self.0[key / 64] |= 1 << (key % 64);
    }

    fn holds(&self, key: usize) -> bool {
        self.0[key / 64] >> (key % 64) & 1 == 1
    }

    fn may_hold(&self, bytes: &[u8]) -> bool {
        self.holds(Self::key(bytes))
    }

    /// The same for words as [`word_hash`] compares them: numbers and letters outside ASCII have other forms.
    fn may_hold_word(&self, word: &str) -> bool {
        self.may_hold(word.as_bytes()) || !word.is_ascii() || is_number(word)
    }
}

/// All rows, by the hash of their first word.
#[derive(Debug, Default)]
pub(crate) struct Furniture {
    phrases: FxHashMap<u64, Vec<Phrase>>,
    /// The first two letters of phrases that may open a long block, which most do not.
    openings: Sieve,
    /// Their first two words.
    opening_words: Sieve,
    /// The first words of all phrases but tails.
    first_words: Sieve,
    /// The first words of tails.
    tail_words: Sieve,
    /// All words of share bars, which stand in any order.
    share_words: FxHashSet<u64>,
    share_sieve: Sieve,
}

/// Whether a word is a number, or the sign for one.
pub(crate) fn is_number(word: &str) -> bool {
    word == "#" || word.bytes().all(|b| b.is_ascii_digit())
}

/// The hash of all numbers.
const NUMBER: u64 = 1;

/// The hash of a word: without case, and the same for all numbers.
pub(crate) fn word_hash(word: &str) -> u64 {
    if is_number(word) {
        return NUMBER;
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

/// What a byte is to [`phrase_words`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A letter, a digit, an apostrophe or `#`.
    Inside,
    Outside,
    /// The character must be looked at.
    High,
}

static PARTS: [Part; 256] = {
    let mut table = [Part::Outside; 256];
    let mut byte = 0;
    while byte < 256 {
        match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'\'' | b'#' => table[byte] = Part::Inside,
            0x80.. => table[byte] = Part::High,
            _ => {}
        }
        byte += 1;
    }
    table
};

/// The length of the character outside ASCII at `at`, and whether it is part of a word.
fn high_part(line: &str, at: usize) -> (usize, bool) {
    let c = line[at..].chars().next().unwrap_or(' ');
    (c.len_utf8(), c == '’' || is_alphanumeric(c))
}

/// The words of a line as phrases are compared: letters and digits with apostrophes between them; `#` alone is a word.
pub(crate) fn phrase_words(line: &str) -> impl Iterator<Item = &str> {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            while at < bytes.len() {
                match PARTS[bytes[at] as usize] {
                    Part::Inside => break,
                    Part::Outside => at += 1,
                    Part::High => match high_part(line, at) {
                        (_, true) => break,
                        (width, false) => at += width,
                    },
                }
            }
            let start = at;
            while at < bytes.len() {
                match PARTS[bytes[at] as usize] {
                    Part::Inside => at += 1,
                    Part::Outside => break,
                    Part::High => match high_part(line, at) {
                        (width, true) => at += width,
                        (_, false) => break,
                    },
                }
            }
            let (first, last) = (*bytes.get(start)?, bytes[at - 1]);
            let word = &line[start..at];
            if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() || word == "#" {
                return Some(word);
            }
            let word = word.trim_matches(['#', '\'', '’']);
            if !word.is_empty() {
                return Some(word);
            }
        }
    })
}

/// The first two bytes of a line behind what is no letter, without case.
fn first_letters(line: &str) -> [u8; 2] {
    let bytes = line.as_bytes();
    let start = bytes.iter().position(u8::is_ascii_alphanumeric).unwrap_or(bytes.len());
    let at = |index: usize| bytes.get(start + index).map_or(0, |b| b | 0x20);
    [at(0), at(1)]
}

/// The first letters of a line's first two words, without case, if each is of ASCII letters and a blank is between them. A
/// line of one word has 0 as its second.
fn simple_words(line: &str) -> Option<[u64; 2]> {
    let bytes = line.as_bytes();
    let first = letters(bytes, 0, bytes.len());
    let Some(&next) = bytes.get(first.end) else { return (first.end > 0).then_some([first.key, 0]) };
    let second = letters(bytes, first.end + 1, bytes.len());
    let ends = bytes.get(second.end).is_none_or(|&byte| PARTS[byte as usize] == Part::Outside);
    (first.end > 0 && next == b' ' && second.end > first.end + 1 && ends).then_some([first.key, second.key])
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
                phrase_words(row.cells[0]).for_each(|word| furniture.share_sieve.insert(Sieve::key(word.as_bytes())));
            }
            if matches!(place, Place::Opening | Place::Label) || (place == Place::Start && rest.len() >= 2) {
                furniture.openings.insert(Sieve::key(&first_letters(row.cells[0])));
                let mut words = phrase_words(row.cells[0]);
                let mut key = || words.next().map_or(0, |word| letters(word.as_bytes(), 0, word.len()).key);
                furniture.opening_words.insert(Sieve::key_of_two([key(), key()]));
            }
            let sieve = if place == Place::Tail { &mut furniture.tail_words } else { &mut furniture.first_words };
            phrase_words(row.cells[0]).take(1).for_each(|word| sieve.insert(Sieve::key(word.as_bytes())));
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

    /// Whether a long block may open with a phrase, by the letters of its first words alone.
    pub(crate) fn may_open(&self, line: &str) -> bool {
        self.openings.may_hold(&first_letters(line))
            && simple_words(line).is_none_or(|[first, second]| {
                let holds = |words| self.opening_words.holds(Sieve::key_of_two(words));
                holds([first, second]) || holds([first, 0])
            })
    }

    /// Whether a phrase that stands at the beginning of a block may start with a word.
    pub(crate) fn may_start(&self, word: &str) -> bool {
        self.first_words.may_hold_word(word)
    }

    /// Whether a phrase that stands at the end of a block may start with a word.
    pub(crate) fn may_start_tail(&self, word: &str) -> bool {
        self.tail_words.may_hold_word(word)
    }

    /// Whether a word is one of share bars.
    pub(crate) fn is_share_word(&self, word: &str) -> bool {
        self.share_sieve.may_hold_word(word) && self.share_words.contains(&word_hash(word))
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

    #[test]
    fn the_sieves_let_all_phrases_through_and_stop_most_words() {
        let furniture = Furniture::parse(TEXT).expect("parses");
        let rows = Table::parse("boilerplate", TEXT, &["phrase", "match", "kind"]).expect("parses");
        for row in rows.rows() {
            let first = phrase_words(row.cells[0]).next().expect("a word");
            for form in [first.to_owned(), first.to_uppercase()] {
                let seen =
                    if row.cells[1] == "tail" { furniture.may_start_tail(&form) } else { furniture.may_start(&form) };
                assert!(seen, "{form}");
            }
        }
        assert!(furniture.is_share_word("TWEET") && furniture.may_start("12") && furniture.may_start("Éa"));
        let words =
            ["envoys", "harvest", "Geneva", "quickly", "rivers", "walked", "treaty", "bridge", "seven", "lower"];
        let stopped = words.iter().filter(|word| !furniture.may_start(word) && !furniture.may_start_tail(word)).count();
        assert!(stopped >= 7, "{stopped}");
    }

    #[test]
    fn words_of_phrases_are_letters_with_apostrophes() {
        let words = |line| phrase_words(line).collect::<Vec<_>>();
        assert_eq!(words("Don’t miss: 'News' #1 # — café, 東京"), ["Don’t", "miss", "News", "1", "#", "café", "東京"]);
        assert_eq!(words("– '' ’ …"), [""; 0]);
    }
}
