//! The inside of a written word: where it ends, and where it is cut.

use super::class::{
    ALNUM, CLASS, DIGIT, HIGH, LETTER, LOWER, UPPER, char_at, char_before, is_hyphen, is_word, letters,
};
use crate::lexicon::{Follow, abbreviation};

/// Written together with what follows, after the practice of the English Web Treebank: "non-violent", "e-mail".
pub(super) const PREFIXES: [u64; 61] = pack_all([
    b"ante", b"anti", b"arch", b"bi", b"bio", b"co", b"contra", b"counter", b"cross", b"cyber", b"de", b"di", b"e",
    b"eco", b"electro", b"eu", b"ex", b"extra", b"fore", b"geo", b"hetero", b"homo", b"hydro", b"hyper", b"infra",
    b"inter", b"intra", b"macro", b"mal", b"mega", b"meta", b"micro", b"mid", b"mini", b"mis", b"mono", b"multi",
    b"nano", b"neo", b"neuro", b"non", b"over", b"para", b"poly", b"post", b"pre", b"pro", b"proto", b"pseudo",
    b"psycho", b"quasi", b"re", b"semi", b"socio", b"sub", b"super", b"supra", b"trans", b"ultra", b"un", b"under",
]);

/// Written after a number without a blank but a word of its own: "10km", "5pm".
const UNITS: [u64; 59] = pack_all([
    b"a.m", b"am", b"b", b"bhp", b"bn", b"bps", b"c", b"cc", b"cl", b"cm", b"f", b"ft", b"g", b"gb", b"ghz", b"ha",
    b"hh", b"hp", b"hr", b"hrs", b"hz", b"in", b"k", b"kb", b"kbps", b"kg", b"khz", b"km", b"kmh", b"kph", b"kw",
    b"kwh", b"lb", b"lbs", b"m", b"mb", b"mbps", b"mg", b"mhz", b"mi", b"min", b"mins", b"ml", b"mm", b"mn", b"mp",
    b"mph", b"mw", b"nm", b"oz", b"p", b"p.m", b"pm", b"pp", b"sq", b"t", b"tb", b"tn", b"x",
]);

/// Last labels of internet and file names that are not English words.
pub(super) const NAME_ENDINGS: [u64; 70] = pack_all([
    b"ai", b"asp", b"aspx", b"au", b"biz", b"br", b"ca", b"ch", b"cn", b"co", b"com", b"cz", b"de", b"dk", b"doc",
    b"docx", b"edu", b"es", b"eu", b"exe", b"fi", b"fm", b"fr", b"gif", b"gov", b"gr", b"htm", b"html", b"hu", b"ie",
    b"il", b"int", b"io", b"ir", b"it", b"jp", b"jpeg", b"jpg", b"js", b"kr", b"ly", b"mil", b"mobi", b"mov", b"mp3",
    b"mp4", b"mx", b"net", b"nl", b"nz", b"org", b"pdf", b"php", b"pl", b"png", b"ppt", b"pt", b"ru", b"se", b"sy",
    b"tr", b"tv", b"txt", b"ua", b"uk", b"wav", b"xls", b"xlsx", b"xml", b"zip",
]);

/// A word of at most eight bytes as a number, without case, in alphabetical order.
const fn pack(word: &[u8]) -> u64 {
    let (mut packed, mut index) = (0, 0);
    while index < word.len() {
        packed = (packed << 8) | word[index].to_ascii_lowercase() as u64;
        index += 1;
    }
    packed << (8 * (8 - word.len()) as u32 % 64)
}

const fn pack_all<const N: usize>(words: [&[u8]; N]) -> [u64; N] {
    let mut packed = [0; N];
    let mut index = 0;
    while index < N {
        packed[index] = pack(words[index]);
        index += 1;
    }
    packed
}

/// Whether a word is in a packed list.
pub(super) fn listed(list: &[u64], word: &[u8]) -> bool {
    (1..=8).contains(&word.len()) && list.binary_search(&pack(word)).is_ok()
}

/// One past the run of ASCII letters and digits from `at`.
fn alnum_end(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end && CLASS[bytes[at] as usize] & ALNUM != 0 {
        at += 1;
    }
    at
}

/// Looks at most this far ahead inside a word, which keeps the scanner linear.
const LOOK: usize = 64;

/// A word of `text` without its last full stop, and its parts.
pub(super) struct Word {
    /// One past its last byte.
    pub end: usize,
    /// Where a unit starts that is glued to a number.
    pub unit: Option<usize>,
    /// Every label between full stops is one letter: "U.S", "a.m".
    pub dotted: bool,
    /// An apostrophe stands in it.
    pub apostrophe: bool,
}

/// Finds the word that starts at `start` and ends at `end` at the latest.
pub(super) fn word(text: &str, start: usize, end: usize) -> Word {
    let bytes = text.as_bytes();
    let mut at = start;
    // Start of the label since the last inner full stop, of the part since the last hyphen, and what was seen.
    let (mut label, mut part) = (start, start);
    let (mut dots, mut short_labels, mut hyphens) = (0, true, 0);
    let mut unit = None;
    let mut apostrophe = false;
    while at < end {
        let byte = bytes[at];
        let class = CLASS[byte as usize];
        if class & ALNUM != 0 {
            if class & LETTER != 0
                && at > part
                && CLASS[bytes[at - 1] as usize] & DIGIT != 0
                && unit.is_none()
                && part == start
            {
                let mut stop = at;
                while stop < end && CLASS[bytes[stop] as usize] & LETTER != 0 && stop - at < 8 {
                    stop += 1;
                }
                if bytes.get(stop) == Some(&b'.') && bytes.get(stop + 1).is_some_and(|b| b | 0x20 == b'm') {
                    stop += 2;
                }
                let follows_word = stop < end && (CLASS[bytes[stop] as usize] & ALNUM != 0 || bytes[stop] == b'_');
                if !follows_word && is_number(&bytes[start..at]) && listed(&UNITS, &bytes[at..stop]) {
                    unit = Some(at);
                    at = stop;
                    break;
                }
            }
            at = if class & LETTER != 0 { letters(bytes, at, end).end } else { at + 1 };
            continue;
        }
        let before = if at > start { CLASS[bytes[at - 1] as usize] } else { 0 };
        let after = if at + 1 < end { CLASS[bytes[at + 1] as usize] } else { 0 };
        let joins = match byte {
            0x80.. => {
                let Some(c) = char_at(text, at) else { break };
                let next = at + c.len_utf8();
                if is_word(c) {
                    at = next;
                    continue;
                }
                if c != '’' && !is_hyphen(c) {
                    break;
                }
                let alphabetic = char_before(text, at).is_some_and(char::is_alphabetic)
                    && next < end
                    && char_at(text, next).is_some_and(char::is_alphabetic);
                if c == '’' && alphabetic {
                    apostrophe = true;
                    at = next;
                    continue;
                }
                if is_hyphen(c) && alphabetic && at > part && listed(&PREFIXES, &bytes[part..at]) {
                    part = next;
                    at = next;
                    continue;
                }
                break;
            }
            b'\'' | b'`' => {
                let joins = before & (LETTER | HIGH) != 0 && after & (LETTER | HIGH) != 0 && at > start;
                apostrophe |= joins;
                joins
            }
            b'_' => before & ALNUM != 0 && after & ALNUM != 0,
            b'.' => {
                let one = at == label + 1;
                let joins =
                    after & (ALNUM | HIGH) != 0 && stop_joins(bytes, start, label, at, end, short_labels && one);
                if joins {
                    short_labels &= one;
                    dots += 1;
                    label = at + 1;
                }
                joins
            }
            b',' => {
                before & DIGIT != 0
                    && alnum_end(bytes, at + 1, end.min(at + 5)) == at + 4
                    && bytes[at + 1..at + 4].iter().all(u8::is_ascii_digit)
            }
            b':' => before & DIGIT != 0 && after & DIGIT != 0,
            b'/' => before & after & DIGIT != 0 || short_slash(&bytes[start..at], bytes.get(at + 1..end)),
            b'&' => before & after & UPPER != 0,
            // "US$", "A$".
            b'$' if after & DIGIT != 0 && at - start <= 3 && bytes[start..at].iter().all(u8::is_ascii_uppercase) => {
                at += 1;
                break;
            }
            b'-' if after & (ALNUM | HIGH) != 0 => {
                let joins = if before & after & DIGIT != 0 {
                    hyphens += 1;
                    hyphens > 1 || digit_hyphen(bytes, part, at, end)
                } else {
                    at > part
                        && CLASS[bytes[at - 1] as usize] & LETTER != 0
                        && hyphens == 0
                        && listed(&PREFIXES, &bytes[part..at])
                };
                if joins {
                    part = at + 1;
                }
                joins
            }
            _ => false,
        };
        if !joins {
            break;
        }
        at += 1;
    }
    // A name must not end in a mark that only joins.
    let dotted = dots > 0 && short_labels && at == label + 1 && CLASS[bytes[label] as usize] & LETTER != 0;
    Word { end: at, unit, dotted, apostrophe }
}

fn is_number(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':'))
}

/// Whether a full stop between two characters of words belongs to one word.
fn stop_joins(bytes: &[u8], start: usize, label: usize, at: usize, end: usize, short: bool) -> bool {
    let end = end.min(at + LOOK);
    let (before, after) = (CLASS[bytes[at - 1] as usize], CLASS[bytes[at + 1] as usize]);
    if before & after & DIGIT != 0 {
        return true;
    }
    let stop = alnum_end(bytes, at + 1, end);
    let right = &bytes[at + 1..stop];
    if right.is_empty() {
        return false;
    }
    if short && before & LETTER != 0 && after & LETTER != 0 {
        // "U.S", "D.C", "e.g"; but "S.Korea", "J.Smith" are two words.
        return right.len() == 1 || (right.len() <= 3 && bytes.get(stop) == Some(&b'.'));
    }
    if (&bytes[label..at], right) == (b"Ph", b"D") {
        return true;
    }
    // "example.com", "report.doc", "news.bbc.co.uk". A capital after lower case starts a sentence: "it.It".
    let capital_starts = after & UPPER != 0 && before & LOWER != 0;
    if !capital_starts && bytes.get(stop) != Some(&b'\'') && listed(&NAME_ENDINGS, right) {
        return at - start > 1 || before & DIGIT != 0;
    }
    // "alt.news.local": three labels or more in lower case.
    let lower = |part: &[u8]| part.len() > 1 && part.iter().all(u8::is_ascii_lowercase);
    if lower(&bytes[label..at]) && lower(right) {
        let further = bytes.get(stop) == Some(&b'.') && stop + 1 < end && bytes[stop + 1].is_ascii_lowercase();
        if further && stop + 2 < end && bytes[stop + 2].is_ascii_lowercase() || label > start {
            return true;
        }
    }
    // Inner labels of such names.
    if !capital_starts
        && bytes.get(stop) == Some(&b'.')
        && stop + 1 < end
        && CLASS[bytes[stop + 1] as usize] & ALNUM != 0
    {
        let last = alnum_end(bytes, stop + 1, end);
        return listed(&NAME_ENDINGS, &bytes[stop + 1..last]) && right.len() > 1;
    }
    false
}

/// "w/o", "n/a", "c/o".
fn short_slash(left: &[u8], right: Option<&[u8]>) -> bool {
    let Some(&[last, ref rest @ ..]) = right else { return false };
    let ends = rest.first().is_none_or(|&b| CLASS[b as usize] & (ALNUM | HIGH) == 0);
    ends && matches!((left, last | 0x20), (b"w" | b"W" | b"c", b'o') | (b"n" | b"N", b'a') | (b"b" | b"B", b'c'))
}

/// Whether a hyphen between digits binds them: telephone numbers and dates do, ranges do not.
fn digit_hyphen(bytes: &[u8], part: usize, at: usize, end: usize) -> bool {
    let end = end.min(at + LOOK);
    let mut stop = at + 1;
    while stop < end && bytes[stop].is_ascii_digit() {
        stop += 1;
    }
    let more = bytes.get(stop) == Some(&b'-') && stop + 1 < end && bytes[stop + 1].is_ascii_digit();
    let (left, right) = (&bytes[part..at], stop - at - 1);
    more || (matches!(left.len(), 1 | 3) && right == 4 && left.iter().all(u8::is_ascii_digit))
}

/// What the full stop behind a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A token of its own.
    Own,
    /// Part of an abbreviation.
    Part(Follow),
}

/// Whether the full stop at `stop` belongs to the word `start..stop` before it.
pub(super) fn stop_of(bytes: &[u8], start: usize, stop: usize, dotted: bool) -> Stop {
    let word = &bytes[start..stop];
    if dotted {
        return Stop::Part(Follow::Open);
    }
    if let [letter] = word {
        return if letter.is_ascii_uppercase() && *letter != b'I' { Stop::Part(Follow::Open) } else { Stop::Own };
    }
    match abbreviation(word) {
        None => Stop::Own,
        Some(Follow::Number) => {
            let after = bytes[stop + 1..].iter().take(2).find(|b| !b.is_ascii_whitespace());
            if after.is_some_and(u8::is_ascii_digit) { Stop::Part(Follow::Number) } else { Stop::Own }
        }
        Some(follow) => Stop::Part(follow),
    }
}

/// The clitics that are words of their own after an apostrophe.
fn clitic(rest: &[u8]) -> bool {
    matches!(rest, [b's' | b'S' | b'm' | b'M' | b'd' | b'D'])
        || matches!(rest, [a, b] if matches!([a | 0x20, b | 0x20], [b'l', b'l'] | [b'v', b'e'] | [b'r', b'e']))
}

/// The length of the apostrophe that starts at `at`, or 0.
pub(super) fn apostrophe(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'\'' | b'`') => 1,
        Some(0xe2) if bytes.get(at..at + 3) == Some("’".as_bytes()) => 3,
        _ => 0,
    }
}

/// The length of a clitic with its apostrophe that starts at `at` and ends a word there, or 0.
pub(super) fn clitic_at(bytes: &[u8], at: usize, end: usize) -> usize {
    let mark = apostrophe(bytes, at);
    if mark == 0 {
        return 0;
    }
    let stop = alnum_end(bytes, at + mark, end.min(at + mark + 3));
    let closed = stop >= end || CLASS[bytes[stop] as usize] & (ALNUM | HIGH) == 0;
    if closed && clitic(&bytes[at + mark..stop]) { stop - at } else { 0 }
}

/// Cuts of a word with an apostrophe: "do|n't", "John|'s", "would|n't|'ve". At most two, in order; 0 means none.
pub(super) fn contraction(bytes: &[u8], start: usize, mut end: usize) -> [usize; 2] {
    let mut cuts = [0; 2];
    for slot in (0..2).rev() {
        let word = &bytes[start..end];
        // The last apostrophe is within the last few bytes of a contraction.
        let Some(mark) = (word.len().saturating_sub(6)..word.len()).rev().find(|&i| apostrophe(word, i) > 0) else {
            break;
        };
        let width = apostrophe(word, mark);
        let (rest, left) = (&word[mark + width..], &word[..mark]);
        let cut = match (left, rest) {
            ([_, .., b'n' | b'N'], [b't' | b'T']) => mark - 1,
            ([_, ..], rest) if clitic(rest) => mark,
            ([b'y' | b'Y'], [b'a', b'l', b'l']) => mark + width,
            _ => break,
        };
        cuts[slot] = start + cut;
        end = start + cut;
    }
    if cuts[0] == 0 { [cuts[1], 0] } else { cuts }
}

/// Words that are two without an apostrophe: "can|not", "gon|na".
const FUSED: [u64; 26] = pack_all([
    b"arent",
    b"cannot",
    b"couldnt",
    b"didnt",
    b"doesnt",
    b"dont",
    b"gimme",
    b"gonna",
    b"gotta",
    b"hadnt",
    b"hasnt",
    b"havent",
    b"isnt",
    b"kinda",
    b"lemme",
    b"mustnt",
    b"outta",
    b"shouldnt",
    b"sorta",
    b"theyre",
    b"theyve",
    b"wanna",
    b"wasnt",
    b"werent",
    b"wouldnt",
    b"youve",
]);

/// The length of the first of the two.
const FUSED_CUTS: [usize; FUSED.len()] = [3, 3, 5, 3, 4, 2, 3, 3, 3, 3, 3, 4, 2, 4, 3, 4, 3, 6, 4, 4, 4, 3, 3, 4, 5, 3];

/// A bit for each of 4,096 groups of words that holds a fused one, which few do.
static FUSED_GROUPS: [u64; 64] = {
    let mut groups = [0; 64];
    let mut row = 0;
    while row < FUSED.len() {
        let group = group((FUSED[row] >> (FUSED[row].trailing_zeros() / 8 * 8)) as u32);
        groups[group / 64] |= 1 << (group % 64);
        row += 1;
    }
    groups
};

/// The group of a word by its last four letters.
const fn group(last: u32) -> usize {
    ((last | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> 20) as usize
}

/// Whether the word that ends before `end` may be fused, by its last letters: hardly any other word may.
#[inline]
pub(super) fn may_be_fused(bytes: &[u8], end: usize) -> bool {
    let Some(&last) = bytes.get(..end).and_then(<[u8]>::last_chunk) else { return false };
    let group = group(u32::from_be_bytes(last));
    FUSED_GROUPS[group / 64] >> (group % 64) & 1 == 1
}

/// Where a fused word is cut.
pub(super) fn fused(word: &[u8]) -> Option<usize> {
    if !(4..=8).contains(&word.len()) {
        return None;
    }
    FUSED.binary_search(&pack(word)).ok().map(|row| FUSED_CUTS[row])
}

/// Where two capitalised words were glued ("FrenchForeign"), or `None` for names written so ("McDonald", "YouTube").
pub(super) fn glue(word: &[u8]) -> Option<usize> {
    let inner = (1..word.len()).find(|&i| word[i].is_ascii_uppercase())?;
    let (left, right) = word.split_at(inner);
    let ordinary = |part: &[u8]| part.len() >= 4 && part[1..].iter().all(u8::is_ascii_lowercase);
    let glued =
        left[0].is_ascii_uppercase() && ordinary(left) && ordinary(right) && crate::lexicon::is_glued(left, right);
    glued.then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_lists_are_sorted_and_tell_words_without_case() {
        for list in [&PREFIXES[..], &UNITS, &NAME_ENDINGS, &FUSED] {
            assert!(list.is_sorted());
        }
        assert!(listed(&PREFIXES, b"Non") && listed(&UNITS, b"p.m") && listed(&NAME_ENDINGS, b"MP3"));
        assert!(!listed(&PREFIXES, b"no") && !listed(&PREFIXES, b"nonn") && !listed(&PREFIXES, b""));
        assert!(!listed(&NAME_ENDINGS, b"organization"));
        assert_eq!(fused(b"Cannot"), Some(3));
        assert_eq!(fused(b"shouldnt"), Some(6));
        assert_eq!(fused(b"cannon"), None);
        let may = |word: &[u8]| may_be_fused(word, word.len());
        assert!(
            FUSED.iter().all(|word| may(&word.to_be_bytes()[..8 - word.trailing_zeros() as usize / 8]))
                && may(b"Cannot")
        );
        let words: [&[u8]; 12] = [
            b"the",
            b"have",
            b"are",
            b"not",
            b"government",
            b"more",
            b"went",
            b"time",
            b"want",
            b"were",
            b"data",
            b"a",
        ];
        assert!(words.iter().filter(|word| may(word)).count() <= 1);
    }
}
