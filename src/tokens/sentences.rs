//! Which marks end a sentence: rules where nothing else can be meant, a small logistic model for the rest.

use super::Token;
use super::class::{char_at, is_alphabetic};
use super::scan::{Mark, MarkKind};
use crate::lexicon::Follow;

/// Buckets of the model's weights.
pub const BUCKETS: usize = 1 << 13;

/// Features of a mark.
pub const FEATURES: usize = 20;

/// One weight a bucket, in steps of 1/16; made by `dateline-training train-sentences`.
static WEIGHTS: &[u8; BUCKETS] = include_bytes!("../../python/dateline/data/sentences.bin");

/// Puts into `ends` one past the last token of all sentences of a block that end before its end. `first` is the block's
/// first token.
pub(super) fn ends(text: &str, tokens: &[Token], marks: &[Mark], first: usize, ends: &mut Vec<u32>) {
    ends.clear();
    each_end(
        text,
        tokens,
        marks,
        first,
        |_, features| score(&features) > 0,
        |end| {
            ends.push(u32::try_from(end).expect("as many tokens as bytes at most"));
        },
    );
}

/// What training sees of a block: each unclear mark's last byte and features. Ends that rules decide are none.
pub(super) fn unclear(
    text: &str,
    tokens: &[Token],
    marks: &[Mark],
    first: usize,
    mut see: impl FnMut(u32, [u16; FEATURES]) -> bool,
) {
    each_end(text, tokens, marks, first, |end, features| see(tokens[end - 1].span.end, features), |_| {});
}

/// Calls `found` with one past the last token of each sentence that ends before the block's end. Where the rules leave it
/// open, `decide` says whether a sentence ends before a token, by the features of the mark.
#[inline(always)]
fn each_end(
    text: &str,
    tokens: &[Token],
    marks: &[Mark],
    first: usize,
    mut decide: impl FnMut(usize, [u16; FEATURES]) -> bool,
    mut found: impl FnMut(usize),
) {
    let mut done = first;
    for mark in marks {
        let end = close(text, tokens, mark.token as usize + 1);
        if end >= tokens.len() || end <= done {
            continue;
        }
        let is_end = match judge(text, tokens, mark, end) {
            Verdict::End => true,
            Verdict::Inside => false,
            Verdict::Unclear => decide(end, features(text, tokens, mark, end, done)),
        };
        if is_end {
            found(end);
            done = end;
        }
    }
}

fn score(features: &[u16; FEATURES]) -> i32 {
    features.iter().map(|&feature| i32::from(WEIGHTS[feature as usize].cast_signed())).sum()
}

/// One past the closing quotation marks and brackets that are glued to the token before `at`.
fn close(text: &str, tokens: &[Token], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        let glued = tokens[at - 1].span.end == token.span.start;
        if !glued || !is_closer(form(text, *token)) {
            break;
        }
        // A quotation mark before a glued word opens: `said."We`.
        let next = tokens.get(at + 1);
        if token.span.len() == 1
            && matches!(form(text, *token), [b'"' | b'\'' | b'*'])
            && next.is_some_and(|next| next.span.start == token.span.end && Shape::of(text, *next).is_word())
        {
            break;
        }
        at += 1;
    }
    at
}

/// The bytes of a token.
fn form(text: &str, token: Token) -> &[u8] {
    &text.as_bytes()[token.span.start as usize..token.span.end as usize]
}

fn is_closer(form: &[u8]) -> bool {
    match form {
        [b')' | b']' | b'}' | b'"' | b'\'' | b'*'] | b"\'\'" => true,
        [0xe2 | 0xc2, ..] => ["”".as_bytes(), "’".as_bytes(), "’’".as_bytes(), "»".as_bytes()].contains(&form),
        _ => false,
    }
}

fn is_opening(form: &[u8]) -> bool {
    match form {
        [b'"' | b'\'' | b'(' | b'[' | b'*'] | b"``" => true,
        [0xe2 | 0xc2, ..] => ["“".as_bytes(), "‘".as_bytes(), "«".as_bytes()].contains(&form),
        _ => false,
    }
}

enum Verdict {
    End,
    Inside,
    Unclear,
}

/// What a rule says of a mark that is followed by more tokens.
fn judge(text: &str, tokens: &[Token], mark: &Mark, end: usize) -> Verdict {
    match mark.kind {
        MarkKind::Abbreviation(Follow::Title | Follow::Inner) => return Verdict::Inside,
        MarkKind::Stop | MarkKind::Strong | MarkKind::Ellipsis => {}
        _ => return Verdict::Unclear,
    }
    // “Is it over?” he asked.
    let last = form(text, tokens[end - 1]);
    if end > mark.token as usize + 1 && is_closer(last) && !matches!(last, [b')' | b']' | b'}' | b'*']) {
        let first = char_at(text, tokens[end].span.start as usize);
        if first.is_some_and(|c| c.is_lowercase() || c == ',') {
            return Verdict::Inside;
        }
    }
    if mark.kind != MarkKind::Stop {
        return Verdict::Unclear;
    }
    // "... was signed. The ..." is by far the most frequent case.
    let (before, after) = (tokens[end - 1].span, tokens[end].span);
    let word = mark.token.checked_sub(1).map_or(&[][..], |index| form(text, tokens[index as usize]));
    let plain = word.len() >= 3 && word.iter().all(u8::is_ascii_lowercase);
    let next = text.as_bytes()[after.start as usize];
    if plain && before.end < after.start && next.is_ascii_uppercase() { Verdict::End } else { Verdict::Unclear }
}

/// The outer form of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    None,
    Lower,
    Capital,
    Capitals,
    Letter,
    Digit,
    Opening,
    Dash,
    Dots,
    Closing,
    Comma,
    Other,
}

impl Shape {
    /// The outer form of what starts with a character of ASCII; of words with a capital more must be known.
    const ASCII: [Self; 128] = {
        let mut table = [Self::Other; 128];
        let mut byte = 0;
        while byte < 128 {
            table[byte] = match byte as u8 {
                b'a'..=b'z' => Self::Lower,
                b'A'..=b'Z' => Self::Capital,
                b'0'..=b'9' => Self::Digit,
                b'"' | b'\'' | b'`' | b'(' | b'[' => Self::Opening,
                b'-' | b'*' | b'_' | b'=' => Self::Dash,
                b'.' | b'!' | b'?' => Self::Dots,
                b')' | b']' => Self::Closing,
                b',' | b';' | b':' => Self::Comma,
                _ => Self::Other,
            };
            byte += 1;
        }
        table
    };

    fn of(text: &str, token: Token) -> Self {
        let form = form(text, token);
        let Some(&first) = form.first() else { return Self::None };
        match Self::ASCII.get(first as usize) {
            None => Self::of_high(token.span.text(text)),
            Some(Self::Capital) => match form.get(1) {
                None | Some(b'.') => Self::Letter,
                Some(b'A'..=b'Z') => Self::Capitals,
                Some(0x80..) => Self::of_capital(&token.span.text(text)[1..]),
                Some(_) => Self::Capital,
            },
            Some(shape) => *shape,
        }
    }

    /// The form of what starts with a character outside ASCII.
    fn of_high(form: &str) -> Self {
        let Some(first) = form.chars().next() else { return Self::None };
        // Marks of general punctuation are no letters: the tables of Unicode need not be asked.
        if !matches!(first, '\u{2000}'..='\u{206f}') {
            if first.is_lowercase() {
                return Self::Lower;
            }
            if is_alphabetic(first) {
                return Self::of_capital(&form[first.len_utf8()..]);
            }
        }
        match first {
            '“' | '‘' | '«' => Self::Opening,
            '–' | '—' | '•' => Self::Dash,
            '…' => Self::Dots,
            '”' | '’' | '»' => Self::Closing,
            _ => Self::Other,
        }
    }

    /// The form of a word with a capital before `rest`.
    fn of_capital(rest: &str) -> Self {
        match rest.chars().next() {
            None | Some('.') => Self::Letter,
            Some(second) if second.is_uppercase() => Self::Capitals,
            Some(_) => Self::Capital,
        }
    }

    const fn is_word(self) -> bool {
        matches!(self, Self::Lower | Self::Capital | Self::Capitals | Self::Letter | Self::Digit)
    }
}

/// The model's features of a mark: bucket numbers. `done` is the first token of the sentence that may end.
fn features(text: &str, tokens: &[Token], mark: &Mark, end: usize, done: usize) -> [u16; FEATURES] {
    let at = mark.token as usize;
    let token = |index: usize| tokens.get(index).copied();
    let shape = |token: Option<Token>| token.map_or(Shape::None, |token| Shape::of(text, token)) as u32;
    let word = |token: Option<Token>| token.map_or(0, |token| key(form(text, token)));
    let mut next = end;
    while next + 1 < tokens.len() && next < end + 3 && is_opening(form(text, tokens[next])) {
        next += 1;
    }
    let previous = if at > done { token(at - 1) } else { None };
    let before = if at > done + 1 { token(at - 2) } else { None };
    let (follower, further) = (token(next), token(next + 1));
    let spaced = u32::from(tokens[end - 1].span.end < tokens[end].span.start);
    let opened = (next - end) as u32;
    let closed = (end - at - 1) as u32;
    let (before_key, next_key) = (word(previous), word(follower));
    let closer = if closed > 0 { word(token(end - 1)) } else { 0 };
    let kind = match mark.kind {
        MarkKind::Stop => 1,
        MarkKind::Strong => 2,
        MarkKind::Ellipsis => 3,
        MarkKind::Weak => 4,
        MarkKind::Abbreviation(Follow::Number) => 5,
        MarkKind::Abbreviation(_) => 6,
    } * 2
        + spaced;
    let length = match end - done {
        0..=1 => 0,
        2 => 1,
        3..=4 => 2,
        5..=8 => 3,
        9..=20 => 4,
        _ => 5,
    };
    let mark_key = word(token(at));
    let (a, b, c, d) = (shape(before), shape(previous), shape(follower), shape(further));
    let size = previous.map_or(0, |token| token.span.len().min(6)) as u32;
    let case =
        follower.map_or(0, |token| u32::from(char_at(text, token.span.start as usize).is_some_and(char::is_uppercase)));
    let all = [
        kind,
        kind << 8 | c,
        kind << 8 | b << 4 | c,
        mark_key,
        mix(mark_key, c),
        mix(mark_key, next_key),
        mix(before_key, kind),
        mix(next_key, kind),
        mix(before_key, mix(next_key, 1)),
        kind << 12 | c << 8 | d << 4 | b,
        kind << 8 | closed << 4 | c,
        mix(closer, kind << 4 | c),
        kind << 8 | opened << 4 | c,
        kind << 8 | length << 4 | c,
        kind << 12 | a << 8 | b << 4 | c,
        mix(word(further), kind),
        kind << 8 | size << 4 | c,
        mix(if next == end { next_key } else { word(token(end)) }, kind),
        kind << 8 | length << 4 | case,
        mix(mark_key, length << 4 | c),
    ];
    let mut buckets = [0; FEATURES];
    for (slot, (bucket, value)) in buckets.iter_mut().zip(all).enumerate() {
        #[allow(clippy::cast_possible_truncation)] // a bucket number is below 2^13
        let number = (mix(value, slot as u32 + 1) >> 19) as u16;
        *bucket = number;
    }
    buckets
}

const fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(7) ^ b).wrapping_mul(0x9e37_79b1)
}

/// The first letters of a word, without case.
fn key(form: &[u8]) -> u32 {
    form.iter()
        .take(12)
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

/// Words that often start a sentence and are no names.
const OPENERS: [&str; 46] = [
    "A", "After", "All", "Also", "Although", "An", "And", "As", "At", "Because", "Before", "But", "By", "During",
    "For", "From", "He", "Her", "His", "How", "However", "I", "If", "In", "It", "Its", "Mr.", "No", "On", "Our", "She",
    "So", "That", "The", "Their", "Then", "There", "These", "They", "This", "Those", "To", "We", "What", "When",
    "While",
];

pub(super) fn is_opener(word: &str) -> bool {
    OPENERS.contains(&word)
}
