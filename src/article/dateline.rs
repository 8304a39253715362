//! "MOSCOW (Sputnik) -": the place, agency and date that open a report.

use super::{Dateline, dates};
use crate::Span;
use crate::tokens::{is_alphanumeric, letters};

/// Datelines are looked for in the first bytes of a paragraph only.
const REACH: usize = 120;

/// The dateline at the start of `block`.
pub(super) fn find(text: &str, block: Span) -> Option<Dateline> {
    let start = block.start as usize;
    let all = block.text(text);
    let head = &all[..all.floor_char_boundary(REACH)];
    // Most paragraphs are told by their first bytes.
    let first = head.chars().next()?;
    if !first.is_uppercase() && first != '(' && first != '[' && first != '/' {
        return None;
    }
    if is_sentence(head.as_bytes()) {
        return None;
    }
    let mut reader = Reader { text: head, at: 0, base: start };
    let place = reader.place();
    if reader.runs_on() {
        return None;
    }
    let mut date = reader.date();
    let mut agency = reader.agency();
    if date.is_none() && agency.is_some() {
        date = reader.date();
    }
    if agency.is_none() && date.is_some() {
        agency = reader.agency();
    }
    let mark = reader.closing()?;
    let upper = place.is_some_and(|place| is_upper(place.text(text)));
    let rest = &all[reader.at..];
    let next = rest.trim_start().chars().next()?;
    let begins = next.is_uppercase() || next.is_numeric() || matches!(next, '"' | '“' | '‘' | '\'' | '$');
    let sure = match (place.is_some(), agency.is_some(), date.is_some()) {
        (_, true, _) => true,
        (true, false, true) => true,
        (true, false, false) => upper || (mark == Mark::Dash && begins && is_plain_place(place?.text(text))),
        _ => false,
    };
    let fits = mark == Mark::Dash || upper || agency.is_some();
    if !sure || !fits || !(begins || upper || agency.is_some()) {
        return None;
    }
    // A name that speaks is no place: "JOHN: ..." in an interview.
    if mark == Mark::Colon && agency.is_none() && date.is_none() && (place?.len() < 5 || rest.len() < 60) {
        return None;
    }
    let (date, day) = date.map_or((None, None), |found| (Some(found.span), found.day));
    Some(Dateline { span: Span::of(start, start + reader.at), place, agency, date, day })
}

/// Words in small letters that places have.
const PARTICLES: [&str; 12] = ["de", "of", "al", "el", "la", "the", "and", "en", "del", "da", "do", "sur"];

/// Whether a first word with a capital is followed by one in small letters that no dateline has: most paragraphs are so.
fn is_sentence(head: &[u8]) -> bool {
    let first = letters(head, 0, head.len()).end;
    if first == 0 || head.get(first) != Some(&b' ') {
        return false;
    }
    let length = head[first + 1..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    let word = std::str::from_utf8(&head[first + 1..][..length]).unwrap_or_default();
    length > 0
        && head.get(first + 1 + length) == Some(&b' ')
        && !PARTICLES.contains(&word)
        && dates::month(word).is_none()
        && !dates::is_weekday(word)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Dash,
    Colon,
    /// The agency's own bracket or slash.
    Agency,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    base: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip(&mut self, marks: &[char]) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || marks.contains(&c)).len();
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::of(self.base + start, self.base + end)
    }

    /// Capitalised words, with "/" and "," between: "LONDON/PARIS", "Kabul, Afghanistan".
    fn place(&mut self) -> Option<Span> {
        let (mut at, mut end, mut words) = (0, 0, 0);
        loop {
            let rest = &self.text[at..];
            let length = word_length(rest);
            // A hyphen before a blank closes the dateline.
            let word = rest[..length].trim_end_matches('-');
            if word.is_empty() || words == 7 {
                break;
            }
            let capital = word.starts_with(char::is_uppercase);
            let particle = PARTICLES.contains(&word);
            if !(capital || (words > 0 && particle)) || dates::month(word).is_some() && words > 0 {
                break;
            }
            words += 1;
            at += word.len();
            // The comma before a month belongs to the date.
            if capital {
                end = at;
            }
            let rest = &self.text[at..];
            let gap = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '/')).len();
            if gap == 0 || gap > 4 {
                break;
            }
            at += gap;
        }
        let bare = self.text[..end].trim_end_matches('.');
        let end = if is_abbreviated(&self.text[..end]) { end } else { bare.len() };
        self.at = end;
        (end > 1).then(|| self.span(0, end))
    }

    /// Whether a word in small letters follows that starts no date, as it does in most sentences.
    fn runs_on(&self) -> bool {
        let rest = self.rest().as_bytes();
        let next = rest.iter().position(|b| !matches!(b, b' ' | b',' | b'.')).map_or(&[][..], |at| &rest[at..]);
        let small = next.first().is_some_and(u8::is_ascii_lowercase);
        let length = next.iter().take_while(|b| b.is_ascii_lowercase()).count();
        // Only a letter of ASCII or a blank behind it leaves the word as it is.
        let word = std::str::from_utf8(&next[..length]).unwrap_or_default();
        small && next.get(length) == Some(&b' ') && dates::month(word).is_none() && !dates::is_weekday(word)
    }

    /// ", Sept. 3, 2016".
    fn date(&mut self) -> Option<dates::Found> {
        let from = self.at;
        let rest = self.rest();
        let skipped =
            rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '|')).len();
        let start = from + skipped;
        let window = &self.text[start..];
        let window = &window[..window.find(['(', '[', '–', '—', ':', '-', '_']).unwrap_or(window.len())];
        let first = dates::words(window, Span::of(0, window.len())).next()?.text(window);
        if !first.starts_with(|c: char| c.is_ascii_digit())
            && dates::month(first).is_none()
            && !dates::is_weekday(first)
        {
            return None;
        }
        let found = dates::find(window, Span::of(0, window.len()))?;
        // Only a day of the week may stand before it.
        let before = window[..found.span.start as usize].trim_matches([',', ' ', '.']);
        if !before.is_empty() && !dates::is_weekday(before) {
            return None;
        }
        self.at = start + found.span.end as usize;
        let base = self.base + start;
        Some(dates::Found {
            span: Span::of(base + found.span.start as usize, base + found.span.end as usize),
            day: found.day,
        })
    }

    /// "(Reuters)", "[AFP]", "/TASS/", "| Reuters".
    fn agency(&mut self) -> Option<Span> {
        let from = self.at;
        self.skip(&[',', '.']);
        let rest = self.rest();
        let (open, close) = match rest.chars().next()? {
            '(' => ('(', ')'),
            '[' => ('[', ']'),
            '/' => ('/', '/'),
            _ => {
                self.at = from;
                return None;
            }
        };
        let inner = &rest[open.len_utf8()..];
        let length = inner.find(close).filter(|&length| (2..=40).contains(&length));
        let name = length.map(|length| inner[..length].trim());
        let fits = |name: &str| {
            name.starts_with(|c: char| c.is_alphabetic())
                && name.chars().any(char::is_uppercase)
                && name.split_whitespace().count() <= 5
        };
        match (length, name) {
            (Some(length), Some(name)) if fits(name) => {
                let start = self.at + 1 + (inner[..length].len() - inner[..length].trim_start().len());
                // "(Reuters, Dec 9)"
                let name = name.split(',').next().unwrap_or(name).trim_end();
                self.at += length + 2;
                Some(self.span(start, start + name.len()))
            }
            _ => {
                self.at = from;
                None
            }
        }
    }

    /// The dash or colon behind it all.
    fn closing(&mut self) -> Option<Mark> {
        let from = self.at;
        let agency = self.text[..from].ends_with([')', ']', '/']);
        self.skip(&['.']);
        let rest = self.rest();
        let spaced = self.at > from;
        let after = |length: usize| rest[length..].starts_with(char::is_whitespace) || rest.len() == length;
        let (mark, length) = match rest.chars().next()? {
            '—' | '–' | '―' => (Mark::Dash, 3),
            '-' if rest.starts_with("--") => (Mark::Dash, 2),
            '-' | '_' if after(1) || spaced => (Mark::Dash, 1),
            ':' if after(1) => (Mark::Colon, 1),
            _ if agency && self.text[..from].ends_with('/') => (Mark::Agency, 0),
            _ => {
                self.at = from;
                return None;
            }
        };
        self.at += length;
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(['-', '–', '—']).len();
        if mark == Mark::Agency {
            self.at = from + usize::from(self.text[from..].starts_with('.'));
        }
        Some(mark)
    }
}

/// The length of the letters, digits, full stops, apostrophes and hyphens that `text` starts with.
fn word_length(text: &str) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        at += match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'\'' | b'-' => 1,
            0x80.. => match text[at..].chars().next() {
                Some(c) if c == '’' || is_alphanumeric(c) => c.len_utf8(),
                _ => break,
            },
            _ => break,
        };
    }
    at
}

fn is_abbreviated(place: &str) -> bool {
    let last = place.rsplit([' ', ',']).next().unwrap_or("").trim_end_matches('.');
    place.ends_with('.') && (last.len() <= 5 || last.contains('.'))
}

fn is_upper(place: &str) -> bool {
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let upper = place.chars().filter(|c| c.is_uppercase()).count();
    let first = place.split([' ', ',', '/']).next().unwrap_or("");
    letters >= 3 && (upper * 10 >= letters * 7 || (first.len() >= 4 && first.chars().all(|c| !c.is_lowercase())))
}

/// Words that stand before a dash at the start of a report and are no place.
const NO_PLACES: [&str; 56] = [
    "The",
    "This",
    "That",
    "These",
    "Those",
    "Yes",
    "But",
    "And",
    "Then",
    "However",
    "Still",
    "Today",
    "What",
    "When",
    "Where",
    "Why",
    "How",
    "Who",
    "Now",
    "Here",
    "There",
    "Some",
    "All",
    "Both",
    "Mr",
    "Mrs",
    "President",
    "Prime",
    "Minister",
    "Secretary",
    "General",
    "Question",
    "Answer",
    "Update",
    "Breaking",
    "Exclusive",
    "Analysis",
    "Opinion",
    "Editor",
    "Note",
    "Video",
    "Photo",
    "Watch",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "It",
    "He",
    "She",
    "They",
    "We",
    "You",
];

/// Whether a place in mixed case can be one: "Paris", "Kabul, Afghanistan"; not "Yes" or "The truth".
fn is_plain_place(place: &str) -> bool {
    let mut words = place.split([' ', ',', '/']).filter(|word| !word.is_empty());
    let count = words.clone().count();
    count <= 4
        && place.len() >= 4
        && words.all(|word| word.starts_with(char::is_uppercase) && !NO_PLACES.contains(&word))
}
