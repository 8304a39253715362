//! Most lines are sentences, and most sentences are told from page furniture by few of their bytes.

use memchr::memrchr;

use super::lines::is_title_case;
use crate::lexicon::{FURNITURE, Place, phrase_words, word_hash};

/// Whether nothing in a line of prose needs a closer look: no phrase may start it, and no credit may end it.
pub(super) fn is_plain(line: &str, closed: Option<char>) -> bool {
    let bytes = line.as_bytes();
    match closed {
        Some('.') => {}
        // A question with capitals may be a title, one with digits a date.
        Some('?') if bytes[0].is_ascii_alphabetic() || matches!(bytes[0], b'(' | b'"' | 0xe2) => {
            let by = matches!(bytes, [b'B' | b'b', b'Y' | b'y', ..]);
            if by || line.len() <= 120 && bytes.iter().any(u8::is_ascii_digit) || is_title_case(line) {
                return false;
            }
        }
        _ => return false,
    }
    match *bytes {
        [0xc2, 0xa9 | 0xae, ..] => return false,
        [b'(' | b'[', .., b')' | b']'] => return false,
        _ => {}
    }
    let tail = &bytes[bytes.len().saturating_sub(112)..];
    // The last sentence may be a date when only names stand in it.
    let last = line.ends_with("m.")
        && memrchr(b'.', &tail[..tail.len() - 4]).is_some_and(|stop| {
            tail.len() - stop < 60
                && tail[stop..].windows(2).all(|pair| pair[0] != b' ' || !pair[1].is_ascii_lowercase())
        });
    if last || (may_hold_credit(tail) && ends_like_credit(line)) {
        return false;
    }
    let helped = tail.ends_with(b"report.")
        || tail.ends_with(b"story.")
        || tail.ends_with(b"article.")
        || tail.ends_with(b"reporting.");
    if helped && line.contains("contributed") {
        return false;
    }
    if !FURNITURE.may_open(line) {
        return true;
    }
    let mut words = phrase_words(line);
    let Some(first) = words.next().filter(|first| FURNITURE.may_start(first)).map(word_hash) else { return true };
    let second = words.next().map_or(0, word_hash);
    !FURNITURE.starting(first).iter().any(|phrase| {
        let fits = match phrase.place {
            Place::Opening | Place::Label => true,
            Place::Start => phrase.rest.len() >= 2,
            Place::Whole | Place::Tail => false,
        };
        fits && phrase.rest.first().is_none_or(|&word| word == second)
    })
}

/// Whether the last bytes of a line have a mark that sets off a credit.
fn may_hold_credit(tail: &[u8]) -> bool {
    // Without a way out before the end many bytes are compared at once.
    tail.iter().fold(false, |found, b| found | matches!(b, b':' | b'/' | b'(' | b'[' | b'|' | 0xa9))
}

/// Whether one of the last seven words of a line may start a credit: with a capital, behind a mark that sets it off.
fn ends_like_credit(line: &str) -> bool {
    let from = line.len().saturating_sub(100);
    let tail = &line.as_bytes()[from..];
    let mut count = 0;
    for at in (1..tail.len()).rev() {
        let byte = tail[at];
        // The first bytes of quotation marks and dashes start no word.
        let other = byte >= 0xc0 && !tail[at..].starts_with(b"\xe2\x80");
        if byte.is_ascii_uppercase() || other {
            let before = tail[..at].trim_ascii_end().last();
            if before.is_none_or(|&mark| SETS_OFF[mark as usize])
                && (other || phrase_words(&line[from + at..]).next().is_some_and(|word| FURNITURE.may_start_tail(word)))
            {
                return true;
            }
        }
        count += usize::from(tail[at - 1] == b' ' && byte.is_ascii_alphanumeric());
        if count == 7 {
            return false;
        }
    }
    // There may be words that no blank tells from others.
    true
}

/// The last bytes of the marks before a credit: `.([|/-"` newline `:!©”—–`, and of white space outside ASCII.
static SETS_OFF: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b".([|/-\"\n:!\xa9\x9d\x93\x94\xa0\x80\xaf\x85";
    let mut index = 0;
    while index < marks.len() {
        table[marks[index] as usize] = true;
        index += 1;
    }
    table
};
