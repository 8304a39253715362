//! Lines, and which line breaks are only broken lines.

use std::iter::Peekable;
use std::vec::IntoIter;

use memchr::{memchr_iter, memchr2, memchr2_iter, memchr3_iter};

use crate::Span;
use crate::tokens::{is_alphanumeric, is_blank};

/// A line that holds more than white space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Without white space at its ends.
    pub span: Span,
    /// Empty lines before it, at most 255.
    pub gap: u8,
    /// Its characters, at most 255; 0 unless the next line follows without an empty one.
    width: u8,
}

/// A run of lines that were one line before it was broken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub span: Span,
}

/// The runs of `text`, in order.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut lines = lines(text);
    let width = wrap_width(text, &mut lines);
    let mut runs: Vec<Run> = Vec::with_capacity(lines.len());
    let mut last = None;
    for (index, line) in lines.iter().enumerate() {
        match (runs.last_mut(), last) {
            (Some(run), Some(last)) if is_broken(text, last, *line, index == 1, width) => run.span.end = line.span.end,
            _ => runs.push(Run { span: line.span }),
        }
        last = Some(*line);
    }
    runs
}

fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(bytes.len() / 256 + 16);
    let mut ends = Ends { bytes, common: next_common(bytes, 0), rare: rare_ends(bytes).into_iter().peekable() };
    let (mut at, mut gap) = (0, 0_u8);
    while at < bytes.len() {
        if bytes[at] == b'\n' {
            gap = gap.saturating_add(u8::from(at > 0 || gap > 0));
            at += 1;
            continue;
        }
        let (end, next) = ends.behind(at);
        let span = trim(text, at, end);
        if span.is_empty() {
            gap = gap.saturating_add(u8::from(at > 0 || gap > 0));
        } else {
            lines.push(Line { span, gap, width: 0 });
            gap = 0;
        }
        at = next;
    }
    lines
}

/// Where the line ends other than `\n` and `\r` stand. Most texts have none, some have one among thousands of common ones.
fn rare_ends(bytes: &[u8]) -> Vec<usize> {
    let mut ends: Vec<usize> = memchr2_iter(0x0b, 0x0c, bytes).collect();
    // The last bytes of U+0085, U+2028 and U+2029.
    for last in memchr3_iter(0x85, 0xa8, 0xa9, bytes) {
        match (&bytes[..last], bytes[last]) {
            ([.., 0xc2], 0x85) => ends.push(last - 1),
            ([.., 0xe2, 0x80], 0xa8 | 0xa9) => ends.push(last - 2),
            _ => {}
        }
    }
    ends.sort_unstable();
    ends
}

/// The line ends of a text, for positions that only grow.
struct Ends<'t> {
    bytes: &'t [u8],
    /// The next `\n` or `\r`, unless it was passed already.
    common: usize,
    rare: Peekable<IntoIter<usize>>,
}

fn next_common(bytes: &[u8], at: usize) -> usize {
    memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

impl Ends<'_> {
    /// Where the line that starts at `at` ends, and where the next starts.
    fn behind(&mut self, at: usize) -> (usize, usize) {
        let bytes = self.bytes;
        if self.common < at {
            self.common = next_common(bytes, at);
        }
        while self.rare.next_if(|&rare| rare < at).is_some() {}
        let end = self.rare.peek().map_or(self.common, |&rare| rare.min(self.common));
        let width = match bytes[end..] {
            [] => 0,
            [b'\r', b'\n', ..] | [0xc2, ..] => 2,
            [0xe2, ..] => 3,
            _ => 1,
        };
        (end, end + width)
    }
}

/// `start..end` without blanks at its ends.
fn trim(text: &str, mut start: usize, end: usize) -> Span {
    let bytes = text.as_bytes();
    while start < end && matches!(bytes[start], b' ' | b'\t') {
        start += 1;
    }
    let printed = |byte: u8| matches!(byte, b'!'..=b'~');
    if start < end && printed(bytes[start]) && printed(bytes[end - 1]) {
        return Span::of(start, end);
    }
    let inner = text[start..end].trim_matches(is_blank);
    // Leading blanks outside ASCII move the start too.
    let start = inner.as_ptr() as usize - text.as_ptr() as usize;
    Span::of(start, start + inner.len())
}

/// Wider texts are not broken to fit a screen.
const WIDEST: usize = 132;

/// Narrower texts are lists.
const NARROWEST: usize = 40;

/// The column at which all lines of the text were broken, if they were.
fn wrap_width(text: &str, lines: &mut [Line]) -> Option<usize> {
    // No line of so few bytes is wide enough.
    if lines.iter().all(|line| line.span.len() < NARROWEST) {
        return None;
    }
    let (mut width, mut count) = (0, 0_usize);
    for index in 1..lines.len() {
        if lines[index].gap > 0 {
            continue;
        }
        let line = &mut lines[index - 1];
        let length = if line.span.len() > 4 * WIDEST { WIDEST + 1 } else { line.span.text(text).chars().count() };
        if length > WIDEST {
            return None;
        }
        line.width = u8::try_from(length).unwrap_or(u8::MAX);
        width = width.max(length);
        count += 1;
    }
    if count < 3 || width < NARROWEST {
        return None;
    }
    let full = lines.windows(2).filter(|pair| pair[1].gap == 0 && is_full(text, pair[0], pair[1], width)).count();
    (full * 10 >= count * 8).then_some(width)
}

/// Whether the first word of `next` would not have fitted into `line`.
fn is_full(text: &str, line: Line, next: Line, width: usize) -> bool {
    let next = next.span.text(text);
    let word = match next.bytes().position(|b| b <= b' ' || b >= 0x80) {
        None => next.len(),
        Some(at) if next.as_bytes()[at] == b' ' => at,
        _ => next.chars().take(WIDEST).take_while(|c| !c.is_whitespace()).count(),
    };
    usize::from(line.width) + 1 + word.min(WIDEST) + 2 > width
}

/// Whether the break between two lines is none: the text runs on.
fn is_broken(text: &str, line: Line, next: Line, first: bool, width: Option<usize>) -> bool {
    if next.gap > 1 {
        return false;
    }
    let (before, after) = (line.span.text(text), next.span.text(text));
    // Most lines end with a sentence.
    if width.is_none() && before.ends_with('.') {
        return false;
    }
    let lower = starts_lower(after);
    let wrapped = next.gap == 0 && width.is_some();
    if !lower && !wrapped && !opens(after) {
        return false;
    }
    let (end, cut) = ending(before);
    if wrapped && let Some(width) = width {
        if is_full(text, line, next, width) && !is_item(after) {
            return lower || !first || !is_title_case(before) || is_title_case(after);
        }
        return lower && end == Ending::Open;
    }
    if next.gap == 0 {
        return match end {
            Ending::Closed => false,
            Ending::Open => {
                (cut && (lower || (before.len() >= 48 && !may_end(before))))
                    || (lower && (!first || before.len() >= 50) && !is_title_case(before) && !is_tag_list(after))
            }
        };
    }
    // Across an empty line only where nothing else can be meant.
    end == Ending::Open
        && !first
        && (cut || lower)
        && before.len() >= 48
        && before.bytes().filter(|&b| b == b' ').take(6).count() == 6
        && !before.ends_with([',', '-', '–', '—'])
        && !is_title_case(before)
        && !is_tag_list(after)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// With a full stop or the like.
    Closed,
    /// Without.
    Open,
}

/// Words after which a line cannot end.
const DEMANDING: [&str; 38] = [
    "the", "a", "an", "of", "and", "or", "to", "in", "on", "at", "by", "for", "with", "from", "that", "which", "who",
    "as", "than", "its", "their", "his", "her", "was", "were", "is", "are", "has", "have", "had", "be", "been", "into",
    "between", "against", "under", "but", "not",
];

/// What stands behind the last white space.
fn last_word(line: &str) -> &str {
    // Most lines are ASCII towards their end.
    let bytes = line.as_bytes();
    match bytes.iter().rposition(|&b| b <= b' ' || b >= 0x80) {
        Some(at) if bytes[at] == b' ' => &line[at + 1..],
        _ => line.rsplit(char::is_whitespace).next().unwrap_or(""),
    }
}

/// How a line ends, and whether its last word demands another.
fn ending(line: &str) -> (Ending, bool) {
    if !line.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        let bare = line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', '*']);
        if bare.ends_with(['.', '!', '?', '…', ':', ';']) {
            return (Ending::Closed, false);
        }
    }
    let cut = line.ends_with(',') && line.len() >= 60 || (line.len() >= 30 && DEMANDING.contains(&last_word(line)));
    (Ending::Open, cut)
}

/// Whether a headline can end with the last word of `line` although sentences hardly ever do: "sworn in".
fn may_end(line: &str) -> bool {
    ["in", "on", "by", "to", "at", "as", "for", "is", "are", "not", "be", "but", "under", "against", "who"]
        .contains(&last_word(line))
}

fn starts_lower(line: &str) -> bool {
    let mut chars = line.chars();
    let lower = chars.next().is_some_and(char::is_lowercase);
    lower && !chars.next().is_some_and(char::is_uppercase) && !line.starts_with("http") && !line.starts_with("www.")
}

/// Whether a line may go on after a word such as "the".
fn opens(line: &str) -> bool {
    line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '‘' | '\'' | '$' | '€' | '£'))
}

/// Whether a line starts an item of a list.
fn is_item(line: &str) -> bool {
    line.starts_with(['-', '*', '•', '–', '·', '►', '▪']) && line.contains(' ')
}

/// Whether most long words of a line are capitalised.
pub(super) fn is_title_case(line: &str) -> bool {
    let bytes = line.as_bytes();
    let (mut long, mut capital) = (0, 0);
    let mut at = 0;
    // Of at most 40 words at least 70 % have a capital, and each takes five bytes.
    let possible =
        |long, capital, at| (capital + (bytes.len() - at) / 5 + 1) * 10 >= (long + (bytes.len() - at) / 5 + 1) * 7;
    while at < bytes.len() && long < 40 && long - capital <= 12 && possible(long, capital, at) {
        let start = at;
        at = word_end(line, at);
        if at - start >= 4 {
            long += 1;
            capital += usize::from(match bytes[start] {
                0x80.. => line[start..].starts_with(|c: char| c.is_uppercase() || c.is_numeric()),
                byte => !byte.is_ascii_lowercase(),
            });
        }
        at += line[at..].chars().next().map_or(1, char::len_utf8);
    }
    long >= 2 && capital * 10 >= long * 7
}

/// One past the letters and digits from `at`.
fn word_end(line: &str, mut at: usize) -> usize {
    while let Some(&byte) = line.as_bytes().get(at) {
        if byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let c = if byte < 0x80 { None } else { line[at..].chars().next().filter(|&c| is_alphanumeric(c)) };
        let Some(c) = c else { break };
        at += c.len_utf8();
    }
    at
}

/// "peace deal, Kremlin, Syria, United Nations": at least four short items and no sentence.
pub(super) fn is_tag_list(line: &str) -> bool {
    if line.len() > 320 || memchr_iter(b',', line.as_bytes()).take(3).count() < 3 {
        return false;
    }
    line.split(',').all(|item| {
        let words = item.split_whitespace().count();
        let first = item.split_whitespace().next().unwrap_or("");
        (1..=4).contains(&words)
            && !matches!(
                first,
                "and" | "or" | "but" | "who" | "which" | "the" | "a" | "an" | "he" | "said" | "where" | "with"
            )
            && !item.contains(['.', '"', '“', '”', ';'])
    })
}
