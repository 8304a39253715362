//! Where quoted words begin and end: a state machine over quotation marks that accepts any text.
//!
//! Marks open and close by their kind where they have one (“ ”, „ “, « », `` '') and by the characters beside them where not
//! (straight marks). A closing mark without an opening one is skipped. An opening mark that nothing closes ends at the next
//! opening mark or with the paragraph; when the next paragraph opens with a mark, the quotation goes on there.

use crate::Span;
use crate::article::Layout;

/// A stretch between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// With the marks.
    pub outer: Span,
    /// Without the marks and the white space at its ends.
    pub inner: Span,
    /// Whether a closing mark was found.
    pub closed: bool,
    /// Whether it goes on from an unclosed stretch at the end of the paragraph before.
    pub goes_on: bool,
    /// Whether single marks hold it.
    pub single: bool,
    /// Index of its block.
    pub block: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    Straight,
    /// “ closes what „ opened.
    LowOpen,
}

/// All quoted stretches of the prose, in order, without overlap.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn find(text: &str, layout: &Layout) -> Vec<Quoted> {
    let mut out: Vec<Quoted> = Vec::new();
    let mut unclosed_before = false;
    for (index, block) in layout.blocks.iter().enumerate() {
        if !block.kind.is_prose() {
            continue;
        }
        let first = out.len();
        double(text, block.span, index as u32, &mut out);
        if out.len() == first {
            single(text, block.span, index as u32, &mut out);
        }
        if unclosed_before && let Some(quoted) = out.get_mut(first) {
            quoted.goes_on = quoted.outer.start == block.span.start && !quoted.single;
        }
        unclosed_before = out.last().is_some_and(|last| last.block == index as u32 && !last.closed);
    }
    out
}

fn double(text: &str, block: Span, index: u32, out: &mut Vec<Quoted>) {
    let inner = block.text(text);
    let last_close = inner.rfind('”');
    let mut open: Option<(usize, usize, Mark)> = None; // start of the mark, end of the mark, its kind
    let mut previous: Option<char> = None;
    let mut skip = 0;
    for (at, character) in inner.char_indices() {
        let before = previous;
        previous = Some(character);
        if at < skip {
            continue;
        }
        let mut width = character.len_utf8();
        let mark = match character {
            '“' | '«' | '‟' | '〝' => Mark::Open,
            '„' => Mark::LowOpen,
            '”' | '»' | '〞' => Mark::Close,
            '"' | '＂' => Mark::Straight,
            '`' if inner[at + 1..].starts_with('`') => {
                width = 2;
                Mark::Open
            }
            '\'' if inner[at + 1..].starts_with('\'') => {
                width = 2;
                Mark::Close
            }
            '’' if inner[at + width..].starts_with('’') => {
                width *= 2;
                Mark::Close
            }
            _ => continue,
        };
        skip = at + width;
        let after = inner[at + width..].chars().next();
        let gap_before = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '-'));
        let gap_after = after.is_none_or(char::is_whitespace);
        let mut finish = |start: usize, end: usize, closed: bool, from: usize, to: usize| {
            push(text, block, index, (start, end), (from, to), closed, out);
        };
        match (open, mark) {
            (None, Mark::Open | Mark::LowOpen) => open = Some((at, at + width, mark)),
            // A straight mark opens unless it hangs on the word before it.
            (None, Mark::Straight) => {
                if after.is_some() && (gap_before || (!gap_after && !before.is_some_and(char::is_alphanumeric))) {
                    open = Some((at, at + width, mark));
                }
            }
            (None, Mark::Close) => {}
            // Straight marks inside curly ones are a quotation in the quotation.
            (Some((_, _, Mark::Open)), Mark::Straight) if last_close.is_some_and(|last| last > at) => {}
            (Some((start, end, Mark::LowOpen)), Mark::Open) => {
                finish(start, at + width, true, end, at);
                open = None;
            }
            (Some((start, end, _)), Mark::Open | Mark::LowOpen) => {
                finish(start, at, false, end, at);
                open = Some((at, at + width, mark));
            }
            (Some((start, end, Mark::Straight)), Mark::Straight) if gap_before && !gap_after => {
                finish(start, at, false, end, at);
                open = Some((at, at + width, mark));
            }
            (Some((start, end, _)), Mark::Close | Mark::Straight) => {
                finish(start, at + width, true, end, at);
                open = None;
            }
        }
    }
    if let Some((start, end, _)) = open {
        push(text, block, index, (start, inner.len()), (end, inner.len()), false, out);
    }
}

/// Adds a stretch unless it holds no letter or digit. Ranges count from the block's start.
fn push(
    text: &str,
    block: Span,
    index: u32,
    outer: (usize, usize),
    body: (usize, usize),
    closed: bool,
    out: &mut Vec<Quoted>,
) {
    let base = block.start as usize;
    let inner = &text[base + body.0..base + body.1];
    let kept = inner.trim();
    if kept.chars().any(char::is_alphanumeric) {
        let start = base + body.0 + (inner.len() - inner.trim_start().len());
        let content = Span::of(start, start + kept.len());
        let outer = Span::of(base + outer.0, base + outer.1);
        out.push(Quoted { outer, inner: content, closed, goes_on: false, single: false, block: index });
    }
}

/// Stretches in single marks, in paragraphs without double ones. An apostrophe hangs on letters on both sides.
fn single(text: &str, block: Span, index: u32, out: &mut Vec<Quoted>) {
    let inner = block.text(text);
    let mut open: Option<usize> = None;
    let mut previous: Option<char> = None;
    for (at, character) in inner.char_indices() {
        let before = previous;
        previous = Some(character);
        if !matches!(character, '\'' | '‘' | '’') {
            continue;
        }
        let width = character.len_utf8();
        let after = inner[at + width..].chars().next();
        let opens = character != '’'
            && before.is_none_or(|c| c.is_whitespace() || c == '(')
            && after.is_some_and(|c| c.is_alphanumeric() || c == '[');
        let closes =
            character != '‘' && before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(char::is_alphanumeric);
        match open {
            _ if opens => open = Some(at),
            Some(start) if closes => {
                let from = start + inner[start..].chars().next().map_or(1, char::len_utf8);
                let base = block.start as usize;
                if inner[from..at].contains(char::is_alphanumeric) {
                    out.push(Quoted {
                        outer: Span::of(base + start, base + at + width),
                        inner: Span::of(base + from, base + at),
                        closed: true,
                        goes_on: false,
                        single: true,
                        block: index,
                    });
                }
                open = None;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article;

    #[test]
    fn stretches() {
        let cases: &[(&str, &[&str])] = &[
            ("\"We go,\" she said.", &["We go,"]),
            ("He said: “We go”. And “so it is”, he said.", &["We go", "so it is"]),
            // A closing mark that nothing opened, then a quotation.
            ("the side of the rebels.” “They spoke”, it said", &["They spoke"]),
            // An opening mark that nothing closes.
            ("She said: \"We go and do not come back.", &["We go and do not come back."]),
            ("\"One and \"two\" he said", &["One and", "two"]),
            ("“One “two” he said", &["One", "two"]),
            ("A pipe of 5\" width and 6\" length", &[]),
            ("``Old style'' he said", &["Old style"]),
            ("„Gut“, sagte er", &["Gut"]),
            ("«Bien», dit-il", &["Bien"]),
            ("“He called it \"odd\" again”", &["He called it \"odd\" again"]),
            ("\" spaced out \" he said", &["spaced out"]),
            ("'We go,' she said of the soldiers' march. It's late.", &["We go,"]),
            ("\"\"\"\"", &[]),
            ("“”“”", &[]),
        ];
        for (text, wanted) in cases {
            let found = find(text, &article::layout(text));
            let got: Vec<&str> = found.iter().map(|quoted| quoted.inner.text(text)).collect();
            assert_eq!(&got, wanted, "{text}");
        }
    }

    #[test]
    fn over_paragraphs() {
        let text = "He said: “We came early.\n\n“We left late,” he added.\n\n“Other words.”";
        let found = find(text, &article::layout(text));
        let got: Vec<(bool, bool)> = found.iter().map(|quoted| (quoted.closed, quoted.goes_on)).collect();
        assert_eq!(got, [(false, false), (true, true), (true, false)]);
    }

    #[test]
    fn long_and_odd_texts_cost_linear_time() {
        for mark in ["\"", "“", "”", "'", "`", "''", "« ", "\" a", "“\""] {
            let text = mark.repeat(100_000);
            let _ = find(&text, &article::layout(&text));
        }
    }
}
