//! Classes of bytes and characters: what the scanner branches on.

/// a-z
pub(super) const LOWER: u8 = 1;
/// A-Z
pub(super) const UPPER: u8 = 2;
/// 0-9
pub(super) const DIGIT: u8 = 4;
/// ASCII white space and other control characters, which print nothing.
pub(super) const SPACE: u8 = 8;
/// First byte of a character outside ASCII, or one inside.
pub(super) const HIGH: u8 = 16;
/// Everything else in ASCII.
pub(super) const MARK: u8 = 32;

pub(super) const LETTER: u8 = LOWER | UPPER;
pub(super) const ALNUM: u8 = LETTER | DIGIT;

/// The class of each byte.
pub(super) static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [MARK; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            0..=b' ' | 0x7f => SPACE,
            0x80.. => HIGH,
            _ => MARK,
        };
        byte += 1;
    }
    table
}

/// A run of ASCII letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letters {
    /// One past the last.
    pub end: usize,
    /// Whether both cases occur behind the first letter.
    pub mixed: bool,
    /// The first eight letters without case, the first in the lowest byte; fewer are filled up with zeros.
    pub key: u64,
}

/// The high bit of each byte.
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The same byte eight times.
pub(super) const fn eight(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// The run of ASCII letters from `at`, `end` at most: eight bytes a step, without a branch for each.
#[inline(always)] // by far the most frequent step
pub(crate) fn letters(bytes: &[u8], at: usize, end: usize) -> Letters {
    let (mut stop, mut lower, mut upper) = (at, 0, 0);
    // The first letter does not count for the case.
    let mut counted = HIGHS & !0x80;
    let mut key = 0;
    while let Some(chunk) = bytes.get(stop..stop + 8).and_then(|chunk| chunk.first_chunk::<8>()) {
        let chunk = u64::from_le_bytes(*chunk);
        let folded = (chunk | eight(0x20)) & !HIGHS;
        // The high bit says of each byte whether it is at least `a`, and whether it is more than `z`.
        let letter = (folded + eight(0x80 - b'a')) & !(folded + eight(0x7f - b'z')) & !chunk & HIGHS;
        let others = letter ^ HIGHS;
        let run = others.wrapping_sub(1) & letter;
        let low = chunk << 2;
        lower |= run & low & counted;
        upper |= run & !low & counted;
        let length = others.trailing_zeros() / 8;
        if stop == at {
            key = if length < 8 { folded & ((1 << (8 * length)) - 1) } else { folded };
        }
        stop += length as usize;
        if stop > end {
            return last_letters(bytes, at, at, end, false, false);
        }
        if others != 0 {
            return Letters { end: stop, mixed: lower != 0 && upper != 0, key };
        }
        counted = HIGHS;
    }
    last_letters(bytes, at, stop, end, lower != 0, upper != 0)
}

/// The same byte by byte, in the last bytes of the text and where `end` cuts a run.
#[inline(never)]
fn last_letters(bytes: &[u8], at: usize, mut stop: usize, end: usize, mut lower: bool, mut upper: bool) -> Letters {
    while stop < end && CLASS[bytes[stop] as usize] & LETTER != 0 {
        lower |= stop > at && bytes[stop].is_ascii_lowercase();
        upper |= stop > at && bytes[stop].is_ascii_uppercase();
        stop += 1;
    }
    Letters { end: stop, mixed: lower && upper, key: key(&bytes[at..stop]) }
}

/// The first eight bytes of a word of ASCII letters without case, as in [`Letters`].
pub(super) const fn key(word: &[u8]) -> u64 {
    let (mut key, mut index) = (0, 0);
    while index < word.len() && index < 8 {
        key |= ((word[index] | 0x20) as u64) << (8 * index);
        index += 1;
    }
    key
}

/// White space and characters that print nothing and separate words: byte order marks, zero-width spaces, bidi marks.
/// No token holds one at its ends and no block does.
#[must_use]
pub(crate) const fn is_blank(c: char) -> bool {
    matches!(c,
        '\0'..=' ' | '\x7f'..='\u{a0}' | '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{3000}' | '\u{feff}')
}

/// The length in bytes of the blank character that starts at `at`, or 0. Only for bytes of class `HIGH`.
pub(super) fn high_blank(bytes: &[u8], at: usize) -> usize {
    // The lead bytes of all blanks outside ASCII.
    match bytes[at] {
        0xc2 => usize::from(bytes.get(at + 1).is_some_and(|&b| b <= 0xa0)) * 2,
        0xe1 | 0xe2 | 0xe3 | 0xef => {
            let Some(&[a, b, c]) = bytes.get(at..at + 3) else { return 0 };
            let code = (u32::from(a & 0xf) << 12) | (u32::from(b & 0x3f) << 6) | u32::from(c & 0x3f);
            usize::from(char::from_u32(code).is_some_and(is_blank)) * 3
        }
        _ => 0,
    }
}

/// Marks that join what stands before them: combining accents, variation selectors, skin tones, joiners.
pub(super) const fn is_joining(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{711}'
        | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}' | '\u{b4d}'
        | '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{dca}' | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{f84}' | '\u{1037}'..='\u{103a}' | '\u{17d2}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Scripts written without blanks in which each character is a token of its own, as in Unicode's word boundaries.
pub(super) const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a character outside ASCII is part of a word.
pub(super) fn is_word(c: char) -> bool {
    // Quotation marks, dashes and the ellipsis: the common characters outside ASCII that are in no word.
    if matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{a1}'..='\u{a9}') {
        return false;
    }
    // Whole ranges of letters and joining marks in the scripts that are met most; a test compares them with what follows.
    if matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2c1}' | '\u{300}'..='\u{374}'
        | '\u{3a3}'..='\u{3f5}' | '\u{3f7}'..='\u{481}' | '\u{483}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{669}' | '\u{66e}'..='\u{6d3}' | '\u{8f0}'..='\u{950}' | '\u{e01}'..='\u{e3a}'
        | '\u{1d00}'..='\u{1f15}' | '\u{ac00}'..='\u{d7a3}')
    {
        return true;
    }
    is_listed_word(c)
}

/// The same by the tables of Unicode.
fn is_listed_word(c: char) -> bool {
    is_joining(c) || (c.is_alphanumeric() && !is_ideograph(c) && !matches!(c, '²' | '³' | '¹' | 'ª' | 'º'))
}

/// Whether a character outside ASCII that news has often is a letter, without the tables of Unicode; none is a number.
const fn is_known_letter(c: char) -> Option<bool> {
    match c {
        '\0'..='\u{7f}' => None,
        '\u{2000}'..='\u{206f}' | '\u{80}'..='\u{a9}' => Some(false),
        '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{2c1}'
        | '\u{3a3}'..='\u{3f5}'
        | '\u{3f7}'..='\u{481}'
        | '\u{48a}'..='\u{52f}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{657}'
        | '\u{900}'..='\u{93b}'
        | '\u{93d}'..='\u{94c}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => Some(true),
        _ => None,
    }
}

/// The same as [`char::is_alphanumeric`], faster.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    is_known_letter(c).unwrap_or_else(|| c.is_alphanumeric())
}

/// The same as [`char::is_alphabetic`], faster.
pub(crate) fn is_alphabetic(c: char) -> bool {
    is_known_letter(c).unwrap_or_else(|| c.is_alphabetic())
}

/// Dashes that stand for a pause, a range or a quotation mark.
pub(super) const fn is_dash(c: char) -> bool {
    matches!(c, '\u{2012}'..='\u{2015}' | '\u{2e3a}' | '\u{2e3b}' | '\u{2212}')
}

/// Hyphens that bind like the one of ASCII.
pub(super) const fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}' | '\u{2011}')
}

/// The character at a byte offset that is on a boundary.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character before a byte offset.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_of_letters_agree_with_unicode() {
        for c in ('\u{80}'..='\u{1ffff}').filter(|&c| is_word(c) != is_listed_word(c)) {
            assert!(!is_word(c), "{c:?}");
            assert!(matches!(c, '\u{a1}'..='\u{a9}' | '\u{2010}'..='\u{205e}'), "{c:?}");
        }
    }

    #[test]
    fn letters_and_digits_agree_with_unicode() {
        let wrong = ('\0'..=char::MAX)
            .find(|&c| is_alphanumeric(c) != c.is_alphanumeric() || is_alphabetic(c) != c.is_alphabetic());
        assert_eq!(wrong, None);
    }

    #[test]
    fn runs_of_letters_end_where_they_should() {
        let text = b"abcdefghABCDEFGHxyz{ Ab aB a@b A[B \xc3\xa9 zz";
        for start in 0..text.len() {
            for end in start..=text.len() {
                let slow = text[start..end].iter().take_while(|b| b.is_ascii_alphabetic()).count();
                let inner = &text[start..start + slow][slow.min(1)..];
                let mixed = inner.iter().any(u8::is_ascii_lowercase) && inner.iter().any(u8::is_ascii_uppercase);
                let key = key(&text[start..start + slow]);
                assert_eq!(letters(text, start, end), Letters { end: start + slow, mixed, key }, "{start}..{end}");
            }
        }
    }
}
