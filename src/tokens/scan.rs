//! From bytes to tokens: one pass, a fast way for plain words (`plain.rs`) and a careful one for the rest.

use super::Token;
use super::class::{
    ALNUM, CLASS, DIGIT, HIGH, LETTER, SPACE, char_at, char_before, high_blank, is_dash, is_ideograph, is_joining,
    is_word, letters,
};
use super::sentences::is_opener;
use super::special;
use super::window::Window;
use super::word::{NAME_ENDINGS, Stop, clitic_at, contraction, listed, stop_of, word};
use crate::Span;
use crate::lexicon::{Follow, abbreviation};

/// A token after which a sentence may end, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub token: u32,
    pub kind: MarkKind,
}

/// What the token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// A full stop of its own.
    Stop,
    /// `!`, `?` and runs of them.
    Strong,
    /// An ellipsis.
    Ellipsis,
    /// An abbreviation with its full stop.
    Abbreviation(Follow),
    /// `:` or `;` before white space, a dash that ends a chunk.
    Weak,
}

/// One past a file's ending such as ".doc" without the name, whose letters start at `at`.
fn file_ending(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let stop = at + bytes[at..end.min(at + 6)].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let closed = stop == end || CLASS[bytes[stop] as usize] & (ALNUM | HIGH) == 0;
    (closed && listed(&NAME_ENDINGS, &bytes[at..stop])).then_some(stop)
}

/// Collects the tokens of an article, block by block.
pub(super) struct Scanner<'t> {
    pub text: &'t str,
    pub bytes: &'t [u8],
    pub tokens: Vec<Token>,
    pub marks: Vec<Mark>,
    /// Where sentences end inside the block that was scanned last.
    pub ends: Vec<u32>,
    /// The bytes that were looked at last.
    pub window: Window,
    /// Single quotation marks that were opened and not closed in this block.
    pub open_single: u32,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            // English has five to six bytes a token.
            tokens: Vec::with_capacity(text.len().min(1 << 26) / 4 + 8),
            marks: Vec::with_capacity(64),
            ends: Vec::with_capacity(32),
            window: Window::new(text.as_bytes(), 0),
            open_single: 0,
        }
    }

    #[inline]
    pub(super) fn push(&mut self, start: usize, end: usize) {
        self.tokens.push(Token { span: Span::of(start, end), continues: false });
    }

    pub(super) fn push_on(&mut self, start: usize, end: usize) {
        self.tokens.push(Token { span: Span::of(start, end), continues: true });
    }

    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn mark(&mut self, start: usize, end: usize, kind: MarkKind) {
        self.marks.push(Mark { token: self.tokens.len() as u32, kind });
        self.push(start, end);
    }

    /// What stands between two blanks, from `start` on; what is before `at` has been appended. Returns where it ends.
    pub(super) fn chunk(&mut self, start: usize, mut at: usize, limit: usize) -> usize {
        let mut end = at;
        let mut at_sign = false;
        while end < limit {
            let byte = self.bytes[end];
            let class = CLASS[byte as usize];
            if class & (SPACE | HIGH) != 0 {
                if class == SPACE {
                    break;
                }
                let blank = high_blank(self.bytes, end);
                if blank > 0 {
                    if end > at {
                        break;
                    }
                    return end + blank;
                }
            }
            at_sign |= byte == b'@';
            end += 1;
        }
        while at < end {
            at = self.piece(start, at, end, at_sign);
        }
        end
    }

    /// Appends what starts at `at` in the chunk `start..end` and returns where it ends.
    fn piece(&mut self, start: usize, at: usize, end: usize, at_sign: bool) -> usize {
        let bytes = self.bytes;
        let byte = bytes[at];
        let class = CLASS[byte as usize];
        let glued = at > start && (CLASS[bytes[at - 1] as usize] & (ALNUM | HIGH) != 0);
        if let Some(stop) = special::address(self.text, at, end, glued, at_sign) {
            self.push(at, stop);
            return self.clitic(stop, end);
        }
        if class & ALNUM != 0 {
            return self.word(at, end);
        }
        if class == HIGH {
            return self.high(at, end, glued);
        }
        if !glued && let Some(stop) = special::emoticon(bytes, start, at, end) {
            self.push(at, stop);
            return stop;
        }
        let next = bytes.get(at + 1).filter(|_| at + 1 < end).copied();
        let next_class = next.map_or(0, |b| CLASS[b as usize]);
        match byte {
            b'.' => {
                let stop = self.run(at, end, |b| b == b'.');
                if stop - at > 1 {
                    self.mark(at, stop, MarkKind::Ellipsis);
                } else if !glued && next_class & DIGIT != 0 {
                    return self.word_from(at, at + 1, end);
                } else if !glued
                    && next_class & LETTER != 0
                    && let Some(stop) = file_ending(bytes, at + 1, end)
                {
                    self.push(at, stop);
                    return stop;
                } else if stop + 1 == end && bytes[stop] == b'?' {
                    self.mark(at, end, MarkKind::Strong);
                    return end;
                } else {
                    self.mark(at, stop, MarkKind::Stop);
                }
                stop
            }
            b'!' | b'?' => {
                let mut stop = self.run(at, end, |b| matches!(b, b'!' | b'?'));
                // "!." at the end of what is written together is one mark.
                stop += usize::from(stop + 1 == end && bytes[stop] == b'.');
                self.mark(at, stop, MarkKind::Strong);
                stop
            }
            b'\'' | b'`' => self.quote(at, 1, end, glued),
            b'+' if !glued && next_class & DIGIT != 0 => self.word_from(at, at + 1, end),
            b':' | b';' => {
                self.mark(at, at + 1, MarkKind::Weak);
                at + 1
            }
            b'-' => {
                let stop = self.run(at, end, |b| b == b'-');
                if stop == end && (stop - at > 1 || at == start) {
                    self.mark(at, stop, MarkKind::Weak);
                } else {
                    self.push(at, stop);
                }
                stop
            }
            b'=' | b'*' | b'_' | b'~' | b'+' | b'<' | b'>' | b'|' | b'^' | b'\\' | b'#' | b'$' => {
                let mut stop = self.run(at, end, |b| b == byte);
                if byte == b'#' && next_class & (LETTER | HIGH) != 0 && stop == at + 1 && !glued {
                    stop = word(self.text, stop, end).end;
                }
                self.push(at, stop);
                stop
            }
            _ => {
                let stop = self.joined(at + 1, end);
                self.push(at, stop);
                stop
            }
        }
    }

    /// One past the run of bytes that satisfy `same`, and of the marks joined to the last.
    fn run(&self, at: usize, end: usize, same: impl Fn(u8) -> bool) -> usize {
        let stop = self.bytes[at..end].iter().position(|&b| !same(b)).map_or(end, |n| at + n);
        self.joined(stop, end)
    }

    /// One past the combining marks from `at`.
    #[inline]
    fn joined(&self, mut at: usize, end: usize) -> usize {
        while at < end
            && self.bytes[at] >= 0x80
            && let Some(c) = char_at(self.text, at)
            && is_joining(c)
        {
            at += c.len_utf8();
        }
        at
    }

    fn word(&mut self, at: usize, end: usize) -> usize {
        self.word_from(at, at, end)
    }

    /// A word whose scan starts at `from`, behind a full stop before a decimal.
    fn word_from(&mut self, at: usize, from: usize, end: usize) -> usize {
        let found = word(self.text, from, end);
        let mut stop = found.end;
        // Something that word() does not know must still be consumed.
        if stop == from {
            stop = from + char_at(self.text, from).map_or(1, char::len_utf8);
        }
        let bytes = self.bytes;
        if let Some(unit) = found.unit {
            self.push(at, unit);
            if bytes[unit..stop].contains(&b'.')
                && stop < end
                && bytes[stop] == b'.'
                && bytes.get(stop + 1) != Some(&b'.')
            {
                self.mark(unit, stop + 1, MarkKind::Abbreviation(Follow::Open));
                return stop + 1;
            }
            self.push(unit, stop);
            return stop;
        }
        // "Inc.." is an abbreviation and a full stop, "etc..." one and an ellipsis.
        let stops = bytes[stop..end.min(stop + 4)].iter().take_while(|&&b| b == b'.').count();
        if stops == 1 || (stops == 2 && (found.dotted || abbreviation(&bytes[at..stop]).is_some())) {
            let part = bytes[at..stop].iter().rposition(|&b| b == b'.' || b == b'-').map_or(at, |n| at + n + 1);
            let start = if found.dotted { at } else { part };
            if start == at
                && !self.is_variable(at, stop)
                && let Stop::Part(follow) = stop_of(bytes, at, stop, found.dotted)
            {
                self.mark(at, stop + 1, MarkKind::Abbreviation(follow));
                return self.clitic(stop + 1, end);
            }
        }
        let [first, second] = if found.apostrophe { contraction(bytes, at, stop) } else { [0, 0] };
        if first == 0 {
            let run = letters(bytes, at, stop);
            if run.end == stop {
                self.plain(at, run);
            } else {
                self.push(at, stop);
            }
            return self.clitic(stop, end);
        }
        self.push(at, first);
        if second > 0 {
            self.push_on(first, second);
            self.push_on(second, stop);
        } else {
            self.push_on(first, stop);
        }
        stop
    }

    /// Whether a single letter before a full stop is no initial: "because of X. So ...", "vitamin C. It ...".
    pub(super) fn is_variable(&self, at: usize, stop: usize) -> bool {
        let Some(before) = self.tokens.last().filter(|_| stop == at + 1) else { return false };
        let before = before.span.text(self.text);
        let rest = self.bytes[stop + 1..].trim_ascii_start();
        let next = &rest[..rest.iter().take(8).take_while(|b| b.is_ascii_alphabetic()).count()];
        before.bytes().all(|b| b.is_ascii_lowercase()) && std::str::from_utf8(next).is_ok_and(is_opener)
    }

    /// Appends a clitic that is glued to what was written before it ("U.S.|'s", "1990|'s").
    fn clitic(&mut self, at: usize, end: usize) -> usize {
        let length = if at < end { clitic_at(self.bytes, at, end) } else { 0 };
        if length > 0 {
            self.push_on(at, at + length);
        }
        at + length
    }

    /// A single quotation mark or an apostrophe of `width` bytes.
    fn quote(&mut self, at: usize, width: usize, end: usize, glued: bool) -> usize {
        let bytes = self.bytes;
        let mut stop = at + width;
        let same = &bytes[at..stop];
        if bytes.get(stop..stop + width) == Some(same) && stop < end {
            // '' and `` are double quotation marks.
            self.push(at, stop + width);
            return stop + width;
        }
        let next = if stop < end { char_at(self.text, stop) } else { None };
        if next.is_some_and(char::is_alphanumeric) && !glued {
            if let Some(length) = special::elision(bytes, stop, end) {
                self.push(at, stop + length);
                return self.clitic(stop + length, end);
            }
            self.open_single += 1;
        } else if glued && !next.is_some_and(char::is_alphabetic) {
            let plural = char_before(self.text, at).is_some_and(|c| matches!(c, 's' | 'S' | 'x' | 'z'));
            if self.open_single == 0 && plural && same != b"`" {
                self.push_on(at, stop);
                return stop;
            }
            self.open_single = self.open_single.saturating_sub(1);
        } else if self.open_single > 0 {
            self.open_single -= 1;
        }
        stop = self.joined(stop, end);
        self.push(at, stop);
        stop
    }

    /// What starts with a character outside ASCII.
    fn high(&mut self, at: usize, end: usize, glued: bool) -> usize {
        let Some(c) = char_at(self.text, at) else { return at + 1 };
        let mut stop = at + c.len_utf8();
        let length = high_blank(self.bytes, at);
        if length > 0 {
            return at + length;
        }
        match c {
            '’' => return self.quote(at, stop - at, end, glued),
            '‘' => {
                self.open_single += 1;
                self.push(at, stop);
                return stop;
            }
            '…' => {
                stop = self.run_of(c, at, end);
                self.mark(at, stop, MarkKind::Ellipsis);
                return stop;
            }
            '？' | '！' | '。' | '؟' | '‼' | '⁇' | '⁈' | '⁉' | '‽' | '।' => {
                self.mark(at, stop, MarkKind::Strong);
                return stop;
            }
            _ => {}
        }
        if is_word(c) {
            return self.word(at, end);
        }
        if is_dash(c) {
            stop = self.run_of(c, at, end);
            if stop == end {
                self.mark(at, stop, MarkKind::Weak);
            } else {
                self.push(at, stop);
            }
            return stop;
        }
        stop = if is_ideograph(c) { self.joined(stop, end) } else { special::cluster(self.text, at, end) };
        self.push(at, stop);
        stop
    }

    fn run_of(&self, c: char, mut at: usize, end: usize) -> usize {
        while at < end && char_at(self.text, at) == Some(c) {
            at += c.len_utf8();
        }
        self.joined(at, end)
    }
}
