//! What the recognizer knows about each word by itself: hashes of its forms, its shape, its lists and its cluster.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::phrases::{Phrases, Wordlists};
use crate::tokens::Tokens;

/// How a sentence uses capitals. Where they say nothing about names, the features leave them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// As usual.
    Mixed,
    /// No capitals at all.
    Lower,
    /// Nothing but capitals.
    Upper,
    /// Capitals on nearly every word, as in headlines.
    Title,
}

/// The shape of one word, digits and marks aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shape {
    /// No letter and no digit.
    #[default]
    Mark,
    /// "peace".
    Lower,
    /// "Peace".
    Capital,
    /// "UN", "U.S.".
    Capitals,
    /// "McCain", "iPhone".
    Camel,
    /// "1990s", "G8": with a digit.
    Digit,
}

impl Shape {
    /// Whether it begins with a capital or holds one.
    #[must_use]
    pub const fn is_capital(self) -> bool {
        matches!(self, Self::Capital | Self::Capitals | Self::Camel)
    }
}

/// Facts about one word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// Hash of the lower-cased form with every digit as "0".
    pub lower: u64,
    /// Hashes of the first 2, 3 and 4 characters of the lower-cased form.
    pub prefixes: [u32; 3],
    /// Hashes of the last 1, 2, 3 and 4 characters.
    pub suffixes: [u32; 4],
    /// Hash of the sequence of character classes, repeats dropped.
    pub pattern: u32,
    /// The shape.
    pub shape: Shape,
    /// The shape as the features see it: a constant where capitals say nothing.
    pub seen: u8,
    /// Clusters, coarse to fine; 0 is unknown.
    pub clusters: [u16; 3],
    /// The word lists that hold the word.
    pub lists: Wordlists,
    /// The kinds of the listed phrase that covers the word and its part of it (first, inner, last, only), or 0.
    pub phrase: u32,
    /// Whether it may not be part of any name: the sequence model skips it.
    pub never: bool,
    /// Whether it may only continue a name, after a capital: "of", "and", most common words.
    pub link: bool,
}

/// The one form of quotation marks and dashes, for hashes.
const fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '`' | '\u{b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c => c,
    }
}

/// Writes the lower-cased plain form of a word, every digit as "0".
pub fn normalize(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars().map(plain) {
        if c.is_ascii() {
            out.push(if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() });
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

/// The hash of a normalized word, the key of lists and clusters.
#[must_use]
pub fn hash(normal: &str) -> u64 {
    xxh3_64(normal.as_bytes())
}

fn shape(word: &str) -> Shape {
    let (mut upper, mut lower, mut digit, mut first_upper) = (0, 0, false, false);
    for c in word.chars() {
        if c.is_uppercase() {
            first_upper |= upper + lower == 0;
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        } else if c.is_ascii_digit() {
            digit = true;
        } else if c.is_alphabetic() {
            lower += 1;
        }
    }
    match (upper, lower) {
        _ if digit => Shape::Digit,
        (0, 0) => Shape::Mark,
        (0, _) => Shape::Lower,
        (_, 0) if upper > 1 || word.len() == 1 => Shape::Capitals,
        (1, _) if first_upper => Shape::Capital,
        (_, 0) => Shape::Capital,
        _ => Shape::Camel,
    }
}

fn pattern(word: &str) -> u32 {
    let mut hash = 0_u32;
    let mut before = 0;
    for c in word.chars() {
        let class = match c {
            c if c.is_uppercase() => 1,
            c if c.is_alphabetic() => 2,
            c if c.is_ascii_digit() => 3,
            _ => 4 + (plain(c) as u32 & 0xff),
        };
        if class != before {
            hash = (hash.rotate_left(5) ^ class).wrapping_mul(0x9e37_79b1);
        }
        before = class;
    }
    hash
}

/// Hashes of the first and last characters, in one walk from each end.
fn affixes(normal: &str) -> ([u32; 3], [u32; 4]) {
    let step = |hash: u32, c: char| (hash.rotate_left(5) ^ c as u32).wrapping_mul(0x9e37_79b1);
    let mut prefixes = [0; 3];
    let mut hash = 1;
    for (at, c) in normal.chars().take(4).enumerate() {
        hash = step(hash, c);
        if at > 0 {
            prefixes[at - 1] = hash;
        }
    }
    let mut suffixes = [0; 4];
    hash = 2;
    for (at, c) in normal.chars().rev().take(4).enumerate() {
        hash = step(hash, c);
        suffixes[at] = hash;
    }
    (prefixes, suffixes)
}

/// How the words of a sentence use capitals.
#[must_use]
pub fn casing(shapes: impl Iterator<Item = (Shape, usize)>) -> Casing {
    let (mut words, mut upper, mut capital, mut long, mut long_capital) = (0, 0, 0, 0, 0);
    for (shape, length) in shapes {
        let letters = matches!(shape, Shape::Lower | Shape::Capital | Shape::Capitals | Shape::Camel);
        words += usize::from(letters);
        upper += usize::from(shape == Shape::Capitals);
        capital += usize::from(shape.is_capital());
        if letters && length > 3 {
            long += 1;
            long_capital += usize::from(shape.is_capital());
        }
    }
    match () {
        () if words >= 3 && upper * 10 >= words * 9 => Casing::Upper,
        () if words >= 4 && capital == 0 => Casing::Lower,
        () if long >= 3 && long_capital * 10 >= long * 8 => Casing::Title,
        () => Casing::Mixed,
    }
}

/// Appends the facts of the words of one sentence and returns its casing.
pub fn facts(
    text: &str,
    tokens: &Tokens,
    range: Range<usize>,
    phrases: &Phrases,
    buffer: &mut String,
    out: &mut Vec<Facts>,
) -> Casing {
    let base = out.len();
    for token in &tokens.tokens[range.clone()] {
        let word = token.span.text(text);
        normalize(word, buffer);
        let lower = hash(buffer);
        let (prefixes, suffixes) = affixes(buffer);
        let entry = phrases.word(lower);
        out.push(Facts {
            lower,
            prefixes,
            suffixes,
            pattern: pattern(word),
            shape: shape(word),
            clusters: entry.clusters,
            lists: entry.lists,
            never: entry.never,
            link: entry.link,
            ..Facts::default()
        });
    }
    let words = &mut out[base..];
    let lengths = tokens.tokens[range].iter().map(|token| token.span.len());
    let casing = casing(words.iter().map(|word| word.shape).zip(lengths));
    for word in words.iter_mut() {
        word.seen = match casing {
            Casing::Mixed => word.shape as u8,
            Casing::Lower => 10 + u8::from(word.shape == Shape::Mark),
            Casing::Upper => 12 + u8::from(word.shape == Shape::Mark),
            Casing::Title => match word.shape {
                Shape::Capital => 14,
                shape => 15 + shape as u8,
            },
        };
        if casing != Casing::Mixed {
            word.pattern = 0;
        }
        word.never &= casing == Casing::Lower || !word.shape.is_capital();
    }
    phrases.mark(words);
    if casing == Casing::Mixed {
        skip_links(words);
    }
    casing
}

/// Takes linking words that follow no capital, directly or after another linking word, for no part of a name.
fn skip_links(words: &mut [Facts]) {
    let mut open = 0;
    for word in words {
        if word.shape.is_capital() || word.shape == Shape::Digit {
            open = 2;
        } else if word.link && word.phrase == 0 {
            word.never |= open == 0;
            open -= i32::from(open > 0);
        } else {
            open = if word.never { 0 } else { 2 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let table = [
            ("peace", Shape::Lower),
            ("Peace", Shape::Capital),
            ("UN", Shape::Capitals),
            ("U.S.", Shape::Capitals),
            ("A", Shape::Capitals),
            ("McCain", Shape::Camel),
            ("iPhone", Shape::Camel),
            ("G8", Shape::Digit),
            ("--", Shape::Mark),
            ("المدينة", Shape::Lower),
        ];
        for (word, expected) in table {
            assert_eq!(shape(word), expected, "{word}");
        }
    }

    #[test]
    fn normal_forms() {
        let mut out = String::new();
        for (word, expected) in [("U.S.", "u.s."), ("\u{201c}", "\""), ("G20", "g00"), ("Ångström", "ångström")] {
            normalize(word, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn casing_of_sentences() {
        let table = [
            ("Talks on the truce failed in Aden", Casing::Mixed),
            ("talks on the truce failed in aden", Casing::Lower),
            ("TALKS ON THE TRUCE FAILED IN ADEN", Casing::Upper),
            ("Talks on the Truce Failed Again in Aden", Casing::Title),
            ("He met Kofi Annan", Casing::Mixed),
        ];
        for (sentence, expected) in table {
            let words = sentence.split(' ').map(|word| (shape(word), word.len()));
            assert_eq!(casing(words), expected, "{sentence}");
        }
    }
}
