//! What a block looks like by itself, before its place on the page is known.

use memchr::memchr_iter;

use super::lines::{Run, is_tag_list, is_title_case};
use super::prose::is_plain;
use super::writers::{is_byline, is_name_list, is_name_word};
use super::{BlockKind, dates};
use crate::Span;
use crate::lexicon::{FURNITURE, Place, is_number, phrase_words, word_hash};

/// Blocks longer than this are prose unless they open with a phrase of furniture.
const SHORT: usize = 420;

/// A block longer than this and with a full stop is prose unless it opens or ends like furniture.
const PLAIN: usize = 60;

/// The most words of a block that are looked at.
const MOST_WORDS: usize = 64;

/// What a block looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A sentence or several, with an end mark, or long.
    Prose,
    /// A short line without an end mark.
    Title {
        /// Words, numbers left out.
        words: u8,
        /// Most long words are capitalised.
        capitals: bool,
        /// Ends with a date.
        dated: bool,
    },
    /// A name of two to four words.
    Name,
    /// Only a date or time.
    Date,
    /// Only numbers and marks.
    Number,
    /// Page furniture, by its words or its form; `heading` opens a list of other titles.
    Furniture { kind: BlockKind, heading: bool },
}

/// Looks at one block; `words` is room for its words.
pub(super) fn look<'t>(text: &'t str, run: Run, words: &mut Vec<&'t str>) -> Look {
    let line = run.span.text(text);
    if line.len() > SHORT {
        return match opening(line) {
            Some(kind) => Look::Furniture { kind, heading: false },
            None => Look::Prose,
        };
    }
    let closed = closing(line);
    if line.len() > PLAIN && is_plain(line, closed) {
        return Look::Prose;
    }
    words.clear();
    words.extend(phrase_words(line).take(MOST_WORDS));
    let (words, count) = (words.as_slice(), words.len());
    let marks = Marks::of(line);
    let letters = words.iter().filter(|word| !word.starts_with(|c: char| c.is_ascii_digit() || c == '#')).count();
    if letters == 0 {
        let date = line.len() <= 40 && marks.has(Marks::DIGIT) && dates::find(text, run.span).is_some();
        return if date { Look::Date } else { Look::Number };
    }
    if line.starts_with(['©', '®']) {
        let kind = if words.len() <= 8 && !line.contains(|c: char| c.is_ascii_digit()) {
            BlockKind::PhotoCredit
        } else {
            BlockKind::SiteNavigation
        };
        return Look::Furniture { kind, heading: false };
    }
    if let Some(found) = by_phrase(line, words, marks, closed) {
        return found;
    }
    if let Some(kind) = by_form(text, run.span, line, words, marks, closed) {
        return Look::Furniture { kind, heading: false };
    }
    if count <= 20
        && marks.has(Marks::DIGIT)
        && (closed != Some('.') || line.ends_with("m."))
        && dates::is_date_line(text, run.span)
    {
        return Look::Date;
    }
    if !matches!(closed, None | Some('?' | '!')) {
        return Look::Prose;
    }
    let capitals = is_title_case(line);
    match closed {
        // "Who won? Who lost?" as a title has capitals.
        Some('?' | '!') if (4..=20).contains(&letters) && capitals => {}
        Some(_) => return Look::Prose,
        None if letters > 28 => return Look::Prose,
        None => {}
    }
    if count == letters
        && count <= 12
        && !marks.has(Marks::SAID)
        && is_name_list(line, words, marks.has(Marks::BAR), marks.has(Marks::COMMA))
    {
        return Look::Name;
    }
    let tail = run.span.start as usize + line.floor_char_boundary(line.len().saturating_sub(24));
    let dated = marks.has(Marks::DIGIT)
        && dates::find(text, Span::of(tail, run.span.end as usize))
            .is_some_and(|found| found.span.end == run.span.end && found.day.is_some());
    Look::Title { words: u8::try_from(letters).unwrap_or(u8::MAX), capitals, dated }
}

/// Which marks occur anywhere in a line: most checks need one of them, and most lines have none.
#[derive(Clone, Copy, Debug)]
struct Marks(u8);

impl Marks {
    const DIGIT: u8 = 1;
    const COMMA: u8 = 2;
    const SLASH: u8 = 4;
    /// A mark that separates the entries of a menu, of ASCII or not.
    const BAR: u8 = 8;
    /// A mark that sets off a credit, of ASCII or not.
    const CREDIT: u8 = 16;
    /// A mark of what is said, which no list of names has.
    const SAID: u8 = 32;

    const TABLE: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = match byte as u8 {
                b'0'..=b'9' => Self::DIGIT,
                b',' => Self::COMMA,
                b'/' => Self::SLASH | Self::CREDIT,
                b'|' => Self::BAR | Self::CREDIT,
                b'>' => Self::BAR,
                b':' => Self::CREDIT | Self::SAID,
                b'(' | b'[' | b'.' => Self::CREDIT,
                b'"' | b'!' | b'?' => Self::SAID,
                0x80.. => Self::BAR | Self::CREDIT,
                _ => 0,
            };
            byte += 1;
        }
        table
    };

    fn of(line: &str) -> Self {
        Self(line.bytes().fold(0, |all, byte| all | Self::TABLE[byte as usize]))
    }

    const fn has(self, mark: u8) -> bool {
        self.0 & mark != 0
    }
}

/// The mark that ends a line, inside closing quotation marks and brackets.
fn closing(line: &str) -> Option<char> {
    match line.as_bytes() {
        [.., b'.'] | [.., b'.', b'"' | b')'] | [.., b'.', 0xe2, 0x80, 0x9d] => return Some('.'),
        [.., b'?'] => return Some('?'),
        [.., last] if last.is_ascii_alphanumeric() => return None,
        _ => {}
    }
    let bare = line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', ' ', '*']);
    let last = bare.chars().next_back();
    if last.is_some_and(|c| matches!(c, '。' | '।' | '۔' | '؟' | '？' | '！')) {
        return Some('.');
    }
    last.filter(|c| matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | ','))
}

fn opening(line: &str) -> Option<BlockKind> {
    if line.len() > 1200 || !FURNITURE.may_open(line) {
        return None;
    }
    let head = &line[..line.floor_char_boundary(120)];
    let first = word_hash(phrase_words(head).next()?);
    let opens = |rest: &[u64]| {
        let mut words = phrase_words(head).skip(1);
        rest.iter().all(|&hash| words.next().is_some_and(|word| word_hash(word) == hash))
    };
    FURNITURE
        .starting(first)
        .iter()
        .find(|phrase| phrase.place == Place::Opening && opens(&phrase.rest))
        .map(|phrase| phrase.kind)
}

fn by_phrase(line: &str, words: &[&str], marks: Marks, closed: Option<char>) -> Option<Look> {
    // Numbers at the ends do not count: "Share 12", "3 Comments".
    let from = words.iter().position(|word| !is_number(word))?;
    let to = words.iter().rposition(|word| !is_number(word))? + 1;
    // Credits stand in the last words: "... on Thursday. Credit: Jane Doe".
    let last = words.len().saturating_sub(7);
    let credit = words.len() <= 60
        && marks.has(Marks::CREDIT)
        && words[last..].iter().any(|word| FURNITURE.may_start_tail(word))
        && line.contains([':', '/', '(', '|', '[', '©', '—', '.']);
    if !credit && !FURNITURE.may_start(words[0]) && !FURNITURE.may_start(words[from]) {
        return None;
    }
    // Most phrases with the same first word fall at the second.
    let matches = |start: usize, rest: &[u64]| {
        let behind = &words[start + 1..];
        rest.len() <= behind.len() && rest.iter().zip(behind).all(|(&hash, word)| hash == word_hash(word))
    };
    let found = |kind: BlockKind, place: Place| {
        let heading = kind == BlockKind::RelatedHeadlines && (place == Place::Whole || closed == Some(':'));
        Some(Look::Furniture { kind, heading })
    };
    for (start, end) in [(0, words.len()), (from, to)] {
        for phrase in FURNITURE.starting(word_hash(words[start])) {
            if phrase.place == Place::Whole
                && start + 1 + phrase.rest.len() == end
                && matches(start, &phrase.rest)
                && closed != Some('?')
            {
                return found(phrase.kind, Place::Whole);
            }
        }
    }
    for phrase in FURNITURE.starting(word_hash(words[0])) {
        let length = phrase.rest.len() + 1;
        if !matches(0, &phrase.rest) {
            continue;
        }
        let fits = match phrase.place {
            Place::Opening => true,
            Place::Start => match closed {
                None | Some(':') => words.len() <= 25,
                Some('?') => false,
                Some(_) => length >= 3 && words.len() <= 14,
            },
            Place::Label => words.len() <= 40 && is_labelled(line, length),
            Place::Whole | Place::Tail => false,
        };
        if fits {
            return found(phrase.kind, phrase.place);
        }
    }
    if !credit {
        return None;
    }
    for start in (last..words.len()).rev() {
        for phrase in FURNITURE.starting(word_hash(words[start])) {
            let end = start + 1 + phrase.rest.len();
            if phrase.place == Place::Tail && matches(start, &phrase.rest) && is_credit(line, start, end, words.len()) {
                return found(phrase.kind, Place::Tail);
            }
        }
    }
    None
}

/// Whether a colon or bar follows the first `count` words.
fn is_labelled(line: &str, count: usize) -> bool {
    let Some(last) = phrase_words(line).nth(count - 1) else { return false };
    let end = last.as_ptr() as usize - line.as_ptr() as usize + last.len();
    line[end..].trim_start().starts_with([':', '|', '>', '»', '/', '-', '–', '—'])
}

/// Whether the words `start..end` of a line are a credit and not part of a sentence: they are set off from the sentence
/// before and followed by names only.
fn is_credit(line: &str, start: usize, end: usize, count: usize) -> bool {
    let mut words = phrase_words(line).skip(start);
    let Some(first) = words.next() else { return false };
    let Some(last) = phrase_words(line).nth(end - 1) else { return false };
    let offset = |word: &str| word.as_ptr() as usize - line.as_ptr() as usize;
    let before = line[..offset(first)].trim_end();
    let after = line[offset(last) + last.len()..].trim_start();
    let set_off =
        before.is_empty() || before.ends_with(['.', '(', '[', '|', '/', '—', '–', '-', '©', '"', '”', '\n', ':', '!']);
    let names = phrase_words(after).all(|word| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(word, "via" | "for" | "and" | "of" | "de")
    });
    let marked = after.starts_with([':', '/', ')', '|', ']'])
        || before.ends_with(['(', '[', '/', '|', '©'])
        || (end == count && after.is_empty() && before.ends_with(['.', '!', '—', '–']));
    set_off && marked && names && first.starts_with(char::is_uppercase)
}

fn by_form(
    text: &str,
    span: Span,
    line: &str,
    words: &[&str],
    marks: Marks,
    closed: Option<char>,
) -> Option<BlockKind> {
    // Nothing but the words of share bars: "Facebook Twitter Email 12".
    if (2..=16).contains(&words.len())
        && words.iter().all(|word| is_number(word) || FURNITURE.is_share_word(word))
        && has_share_anchor(words)
    {
        return Some(BlockKind::ShareBar);
    }
    if closed != Some('.') && is_byline(line, words) {
        return Some(BlockKind::Byline);
    }
    // "Jane Doe contributed to this report."
    if (2..=30).contains(&words.len())
        && matches!(words.last(), Some(&("report" | "story" | "article" | "reporting")))
        && words[0].starts_with(char::is_uppercase)
    {
        let lower = line.trim_end_matches(['.', ')']);
        if CONTRIBUTED.iter().any(|end| lower.ends_with(end)) {
            return Some(BlockKind::Byline);
        }
    }
    // "From Jane Doe in London"
    if let ["From" | "FROM", rest @ ..] = words
        && closed.is_none()
        && (3..=9).contains(&rest.len())
        && rest.contains(&"in")
        && rest.iter().all(|word| is_name_word(word) || matches!(*word, "in" | "and" | "at"))
        && rest[..2].iter().all(|word| is_name_word(word))
    {
        return Some(BlockKind::Byline);
    }
    // "(Reporting by A. Writer; Editing by B. Editor)"
    if line.starts_with(['(', '[']) && line.ends_with([')', ']']) {
        let first = words.first().map(|word| word.to_ascii_lowercase());
        if matches!(
            first.as_deref(),
            Some("reporting" | "additional" | "writing" | "editing" | "compiled" | "edited" | "written")
        ) {
            return Some(BlockKind::Byline);
        }
    }
    // REUTERS/Name, AP/Name, (AP Photo/Name)
    if closed.is_none() && marks.has(Marks::SLASH) && words.len() <= 60 && is_agency_slash(line) {
        return Some(BlockKind::PhotoCredit);
    }
    // Paths and menus: "Home > World > Asia", "News | Sport | Weather".
    let bars = if closed.is_none() && marks.has(Marks::BAR) {
        line.matches(['|', '>', '»', '›', '•', '·']).count()
    } else {
        0
    };
    if bars >= 2 && words.len() <= bars * 4 + 3 && line.len() < 240 {
        return Some(if dates::find(text, span).is_some() {
            BlockKind::CrawlHeader
        } else {
            BlockKind::SiteNavigation
        });
    }
    if closed.is_none() && marks.has(Marks::COMMA) && is_tag_list(line) {
        return Some(BlockKind::TagList);
    }
    // "#Syria #Aleppo"
    if words.len() >= 2 && line.split_whitespace().all(|word| word.starts_with('#') && word.len() > 2) {
        return Some(BlockKind::TagList);
    }
    if words.len() <= 6
        && (marks.has(Marks::SLASH) || line.starts_with("www."))
        && line.split_whitespace().all(|word| word.contains("://") || word.starts_with("www."))
    {
        return Some(BlockKind::SiteNavigation);
    }
    None
}

/// A share bar has at least one of these.
const SHARE_ANCHORS: [&str; 17] = [
    "share",
    "tweet",
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "pinterest",
    "reddit",
    "telegram",
    "email",
    "print",
    "shares",
    "comments",
    "livejournal",
    "vkontakte",
    "messenger",
    "tumblr",
];

/// How a line ends that names who helped.
const CONTRIBUTED: [&str; 4] =
    ["contributed to this report", "contributed to this story", "contributed to this article", "contributed reporting"];

fn has_share_anchor(words: &[&str]) -> bool {
    words.iter().any(|word| SHARE_ANCHORS.contains(&word.to_ascii_lowercase().as_str()))
}

/// "REUTERS/Jane Doe", "(AP Photo/Jane Doe)", "Jane Doe/Getty Images" within the last words.
fn is_agency_slash(line: &str) -> bool {
    memchr_iter(b'/', line.as_bytes()).any(|at| {
        let (before, after) = (&line[..at], &line[at + 1..]);
        let named = AGENCY_MARKS.iter().any(|mark| before.ends_with(mark) || after.starts_with(mark));
        named && after.split_whitespace().take(7).count() < 7
    })
}

/// What stands on one side of the slash in a credit.
const AGENCY_MARKS: [&str; 9] = ["REUTERS", "Reuters", "AP Photo", "AFP", "AP", "Getty", "Getty Images", "EPA", "TASS"];
