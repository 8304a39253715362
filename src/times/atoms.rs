//! Sentences cut into atoms: runs of letters, runs of digits, single marks. The grammar reads atoms and not tokens, so
//! that "mid-March", "1939–45" and "5pm" need no agreement about token boundaries.

use super::words::{Key, Word, Words};

/// The smallest piece that the grammar sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub start: u32,
    pub end: u32,
    /// Whether white space stands before it.
    pub space: bool,
    /// Whether the name of a holiday may begin here.
    pub holiday: bool,
    /// Whether it begins with a capital.
    pub capital: bool,
    pub kind: Kind,
}

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word(Word),
    /// Value and how many digits; values beyond ten digits are cut.
    Number(u64, u8),
    Mark(char),
}

/// What of a sentence is worth a closer look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Holds {
    /// A word of the tables or a number.
    pub time: bool,
    /// A number, in digits or letters, or a sign of a currency.
    pub number: bool,
}

/// Cuts `text[start..end]` and appends its atoms to `atoms`.
pub(super) fn cut(text: &str, start: u32, end: u32, words: &Words, atoms: &mut Vec<Atom>) -> Holds {
    let bytes = text.as_bytes();
    let (mut at, end) = (start as usize, end as usize);
    let mut holds = Holds::default();
    let mut space = true;
    while at < end {
        let byte = bytes[at];
        let begin = at;
        let mut holiday = false;
        let kind = if byte.is_ascii_alphabetic() {
            at += 1;
            let mut ascii = true;
            while at < end && (bytes[at].is_ascii_alphabetic() || (bytes[at] >= 0x80 && is_letter(text, at))) {
                ascii &= bytes[at] < 0x80;
                at += 1;
                while at < end && !text.is_char_boundary(at) {
                    at += 1;
                }
            }
            let word;
            (word, holiday) = if ascii { words.find(&bytes[begin..at]) } else { (Word::Other, false) };
            match word {
                Word::Key(
                    Key::Time
                    | Key::Period
                    | Key::Date
                    | Key::Future
                    | Key::Present
                    | Key::Past
                    | Key::Modern
                    | Key::Era
                    | Key::Eve
                    | Key::Then,
                ) => holds.time = true,
                Word::Many(_) | Word::Key(Key::Half) => holds.number = true,
                Word::Other | Word::Key(_) => {}
                Word::Cardinal(_) | Word::Scale(_) | Word::Ordinal(_) => holds = Holds { time: true, number: true },
                Word::Fraction(_) => {}
                _ => holds.time = true,
            }
            holds.time |= holiday;
            Kind::Word(word)
        } else if byte.is_ascii_digit() {
            let mut value = 0u64;
            while at < end && bytes[at].is_ascii_digit() {
                if at - begin < 15 {
                    value = value * 10 + u64::from(bytes[at] - b'0');
                }
                at += 1;
            }
            holds = Holds { time: true, number: true };
            Kind::Number(value, u8::try_from(at - begin).unwrap_or(u8::MAX))
        } else if byte < 0x80 {
            at += 1;
            if byte.is_ascii_whitespace() || byte < 0x20 {
                space = true;
                continue;
            }
            Kind::Mark(byte as char)
        } else {
            let c = text[at..].chars().next().unwrap_or(' ');
            at += c.len_utf8();
            if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}') {
                space = true;
                continue;
            }
            if c.is_alphabetic() {
                while at < end {
                    let Some(next) = text[at..].chars().next().filter(|next| next.is_alphabetic()) else { break };
                    at += next.len_utf8();
                }
                Kind::Word(Word::Other)
            } else {
                Kind::Mark(c)
            }
        };
        #[allow(clippy::cast_possible_truncation)]
        atoms.push(Atom {
            start: begin as u32,
            end: at as u32,
            space,
            holiday,
            capital: byte.is_ascii_uppercase(),
            kind,
        });
        space = false;
    }
    holds
}

fn is_letter(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(char::is_alphabetic)
}
