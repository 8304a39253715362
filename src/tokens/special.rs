//! Addresses, handles, faces, pictures and clipped words.

use super::class::{ALNUM, CLASS, HIGH, char_at, is_joining};

/// Longest part of an e-mail address that is looked for; keeps the scanner linear.
const LONGEST_PART: usize = 64;

/// The end of a web address, e-mail address or handle that starts at `at`.
pub(super) fn address(text: &str, at: usize, end: usize, glued: bool, at_sign: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let first = bytes[at];
    if !glued
        && matches!(first | 0x20, b'h' | b'w' | b'f' | b'm')
        && bytes.get(at + 3..at + 7).is_some_and(|ahead| ahead[0] == b'.' || ahead.contains(&b':'))
    {
        let rest = &bytes[at..end];
        let starts = |prefix: &[u8]| rest.len() > prefix.len() + 1 && rest[..prefix.len()].eq_ignore_ascii_case(prefix);
        if starts(b"http://") || starts(b"https://") || starts(b"www.") || starts(b"ftp://") || starts(b"mailto:") {
            return Some(trim_address(text, at, end));
        }
    }
    if !at_sign || glued {
        return None;
    }
    let part = |from: usize| {
        let limit = end.min(from + LONGEST_PART);
        let inside = |b: &u8| CLASS[*b as usize] & ALNUM != 0 || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%');
        from + bytes[from..limit].iter().position(|b| !inside(b)).unwrap_or(limit - from)
    };
    if first == b'@' {
        let stop = at
            + 1
            + bytes[at + 1..end]
                .iter()
                .take(LONGEST_PART)
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
                .count();
        // "@example.com" is a part of an address.
        let domain = part(at + 1);
        let domain = bytes[at + 1..domain].iter().rposition(|b| b.is_ascii_alphanumeric()).map_or(at, |n| at + n + 2);
        return (stop > at + 1).then_some(stop.max(domain));
    }
    if CLASS[first as usize] & ALNUM == 0 {
        return None;
    }
    let local = part(at);
    if bytes.get(local) != Some(&b'@') || local >= end {
        return None;
    }
    let mut stop = part(local + 1);
    while stop > local + 1 && CLASS[bytes[stop - 1] as usize] & ALNUM == 0 {
        stop -= 1;
    }
    (stop > local + 1).then_some(stop)
}

/// A web address up to `end` without the punctuation of the sentence around it.
fn trim_address(text: &str, at: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut stop = at;
    while stop < end && !matches!(bytes[stop], b'<' | b'>' | b'"' | b'|' | b'`' | b'{' | b'}') {
        if bytes[stop] >= 0x80
            && char_at(text, stop).is_some_and(|c| matches!(c, '“' | '”' | '’' | '‘' | '«' | '»' | '…' | '—' | '–'))
        {
            break;
        }
        stop += 1;
    }
    let open = bytes[at..stop].contains(&b'(');
    while stop > at + 1 {
        match bytes[stop - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b']' | b'*' => stop -= 1,
            b')' if !open => stop -= 1,
            _ => break,
        }
    }
    stop
}

/// The end of a face such as ":-)" that starts at `at` and ends the chunk or stands before its last punctuation.
pub(super) fn emoticon(bytes: &[u8], start: usize, at: usize, end: usize) -> Option<usize> {
    let rest = &bytes[at..end];
    let closes = |length: usize| rest.len() == length || CLASS[rest[length] as usize] & (ALNUM | HIGH) == 0;
    let length = match rest {
        [b':' | b';' | b'=', b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'|' | b'O' | b'o', ..] => 2,
        [b':' | b';' | b'=', b'-' | b'\'', b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'|', ..] => 3,
        [b'(', b':' | b';' | b'=', ..] if rest.len() == 2 && at == start => 2,
        _ => return None,
    };
    // "a):" and "http:/" are no faces.
    let fits = closes(length) && (at == start || rest.len() == length) && !(rest[1] == b'/' && rest.len() > 2);
    fits.then(|| at + length)
}

/// The length of a word that lost its beginning, behind an apostrophe: "'em", "'til", "'90s".
pub(super) fn elision(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let rest = &bytes[at..end.min(at + 8)];
    let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    if let [tens, ones, b's' | b'S', ..] = rest
        && tens.is_ascii_digit()
        && ones.is_ascii_digit()
        && length == 3
    {
        return Some(3);
    }
    if length == 2 && rest[..2].iter().all(u8::is_ascii_digit) && rest.get(2) != Some(&b'\'') {
        return Some(2);
    }
    let mut lower = [0; 8];
    lower[..length].copy_from_slice(&rest[..length]);
    lower.make_ascii_lowercase();
    let listed = matches!(
        &lower[..length],
        b"em"
            | b"til"
            | b"till"
            | b"cause"
            | b"bout"
            | b"n"
            | b"tis"
            | b"twas"
            | b"cuz"
            | b"round"
            | b"nuff"
            | b"neath"
    );
    listed.then_some(length)
}

/// The end of a picture made of several characters: flags, skin tones, families.
pub(super) fn cluster(text: &str, at: usize, end: usize) -> usize {
    let mut chars = text[at..end].chars();
    let Some(first) = chars.next() else { return end };
    let mut stop = at + first.len_utf8();
    let flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    let mut pair = flag(first);
    let mut joiner = false;
    for c in chars {
        if is_joining(c) {
            joiner = c == '\u{200d}';
        } else if joiner && !c.is_alphanumeric() && !c.is_ascii() {
            joiner = false;
        } else if pair && flag(c) {
            pair = false;
        } else {
            break;
        }
        stop += c.len_utf8();
    }
    stop
}
