//! The fast way for most of what is written between two blanks: a word of ASCII letters, perhaps with a clitic, a hyphen and
//! common marks around it. Whatever it does not know it leaves to the careful way in `scan.rs`, and both agree.

use super::class::{CLASS, DIGIT, HIGH, LETTER, LOWER, Letters, SPACE, UPPER, char_at, is_word, letters};
use super::scan::{Mark, MarkKind, Scanner};
use super::window::{Plain, Window, Words};
use super::word::{PREFIXES, Stop, apostrophe, contraction, fused, glue, listed, may_be_fused, stop_of};

/// Longer words are no abbreviations.
const LONGEST_ABBREVIATION: usize = 6;

/// Whether a blank or the end of the block is at `at`.
#[inline]
fn is_space(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|&byte| CLASS[byte as usize] == SPACE)
}

/// The length of the marks at `at` that close what is written together: none, one, or two of which one is a quotation mark
/// or a bracket. `None` where something else follows.
#[inline]
fn closing(bytes: &[u8], at: usize) -> Option<usize> {
    let length = match bytes.get(at..).unwrap_or_default() {
        [] => return Some(0),
        [b',' | b'.' | b'?' | b'!' | b':' | b';' | b')' | b']' | b'"', rest @ ..] if is_space(rest, 0) => {
            return Some(1);
        }
        [b',' | b'.' | b'?' | b'!' | b';' | b')', b'"', ..] => 2,
        [b')' | b'"', b',' | b'.' | b';' | b':', ..] | [b')', b')', ..] => 2,
        [b',' | b'.' | b'?' | b'!' | b';' | b')', 0xe2, 0x80, 0x9d, ..] => 4,
        [0xe2, 0x80, 0x9d, b',' | b'.' | b';' | b':', ..] => 4,
        [0xe2, 0x80, 0x9d, ..] => 3,
        _ => 0,
    };
    is_space(bytes, at + length).then_some(length)
}

/// The length of a mark at `at` that opens what is written together, right before a letter; or 0.
#[inline]
fn opening(bytes: &[u8], at: usize) -> usize {
    match bytes[at..] {
        [b'"' | b'(' | b'[', next, ..] if CLASS[next as usize] & LETTER != 0 => 1,
        [b'(', b'(', next, ..] if CLASS[next as usize] & LETTER != 0 => 2,
        [0xe2, 0x80, 0x9c, next, ..] if CLASS[next as usize] & LETTER != 0 => 3,
        _ => 0,
    }
}

impl Scanner<'_> {
    /// Appends the tokens of `start..end`, which begins and ends on character boundaries.
    pub(super) fn block(&mut self, start: usize, end: usize) {
        self.open_single = 0;
        let bytes = &self.bytes[..end];
        // A block that starts inside a word needs a window that does.
        let inside = start > 0 && CLASS[bytes[start - 1] as usize] & LETTER != 0;
        let mut plain = if inside { self.look(start, end) } else { self.window.plain(end) };
        let mut at = self.words(&mut plain, start, end);
        while at < end {
            at = self.next(bytes, at);
            at = self.words(&mut plain, at, end);
        }
    }

    /// Appends plain words and the commas behind them from `at` on; returns where anything else may start.
    fn words(&mut self, plain: &mut Plain, mut at: usize, end: usize) -> usize {
        let mut fresh = false;
        while at < end {
            let Some(words) = plain.from(at) else {
                *plain = self.look(at, end);
                fresh = true;
                continue;
            };
            let words = if words.starts == 0 { words } else { self.push_words(words) };
            // A word that may end behind the window is looked at again from its start, unless it is longer than a window.
            if !words.cut || (words.next == at && fresh) {
                return words.next;
            }
            at = words.next;
            if at < end {
                *plain = self.look(at, end);
                fresh = true;
            }
        }
        at
    }

    /// Looks at the next bytes, of which those from `end` on count as blanks.
    fn look(&mut self, at: usize, end: usize) -> Plain {
        self.window = Window::new(self.bytes, at);
        self.window.plain(end)
    }

    /// Appends these words and marks up to the first abbreviation; returns which it appended.
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn push_words(&mut self, mut words: Words) -> Words {
        let (bytes, first, marks) = (self.bytes, self.tokens.len(), self.marks.len());
        for (start, stop, count) in words.stops() {
            if stop - start <= LONGEST_ABBREVIATION && stop_of(bytes, start, stop, false) != Stop::Own {
                words = words.before(start);
                break;
            }
            self.marks.push(Mark { token: first as u32 + count, kind: MarkKind::Stop });
        }
        let mut unclear = false;
        for (start, end) in words.spans() {
            unclear |= may_be_fused(bytes, end);
            self.push(start, end);
        }
        if unclear {
            self.tokens.truncate(first);
            self.marks.truncate(marks);
            for (start, end) in words.spans() {
                if bytes[start] == b'.' {
                    self.mark(start, end, MarkKind::Stop);
                } else {
                    self.cut_plain(start, end, false);
                }
            }
        }
        words
    }

    /// Appends what stands between two blanks from `at` on; returns where it ends, or what stands behind the blank.
    fn next(&mut self, bytes: &[u8], mut at: usize) -> usize {
        let begin = at;
        let class = CLASS[bytes[at] as usize];
        if class & LETTER == 0 {
            if class & SPACE != 0 {
                return at + 1;
            }
            let width = opening(bytes, at);
            if width == 0 {
                return self.no_letter(bytes, at);
            }
            if width == 2 {
                self.push(at, at + 1);
                at += 1;
            }
            self.push(at, begin + width);
            at = begin + width;
        }
        let run = letters(self.bytes, at, bytes.len());
        if is_space(bytes, run.end) {
            self.plain(at, run);
            run.end + 1
        } else if bytes[run.end] == b',' && is_space(bytes, run.end + 1) {
            self.plain(at, run);
            self.push(run.end, run.end + 1);
            run.end + 2
        } else if let Some(next) = self.with_marks(bytes, at, run) {
            next
        } else {
            self.chunk(begin, at, bytes.len())
        }
    }

    /// A word of ASCII letters only. Hardly any is more than one token.
    #[inline]
    pub(super) fn plain(&mut self, start: usize, run: Letters) {
        if run.mixed || may_be_fused(self.bytes, run.end) {
            self.cut_plain(start, run.end, run.mixed);
        } else {
            self.push(start, run.end);
        }
    }

    #[inline(never)]
    fn cut_plain(&mut self, start: usize, end: usize, mixed: bool) {
        let word = &self.bytes[start..end];
        if mixed && let Some(cut) = glue(word) {
            self.push(start, start + cut);
            self.push(start + cut, end);
        } else if let Some(cut) = fused(word) {
            self.push(start, start + cut);
            self.push_on(start + cut, end);
        } else {
            self.push(start, end);
        }
    }

    /// A word from `at` with what is glued to it, up to the next blank; returns what stands behind the blank, or `None` where
    /// the word is not so simple.
    fn with_marks(&mut self, bytes: &[u8], at: usize, run: Letters) -> Option<usize> {
        let stop = run.end;
        match bytes[stop] {
            b'-' => return self.with_hyphen(bytes, at, run),
            b'\'' | b'`' => return self.with_clitic(bytes, at, stop, 1),
            0xe2 if apostrophe(bytes, stop) > 0 => return self.with_clitic(bytes, at, stop, 3),
            0xc3.. => {
                if let Some(next) = self.with_high(bytes, at, stop) {
                    return Some(next);
                }
            }
            _ => {}
        }
        let length = closing(bytes, stop)?;
        if bytes[stop] == b'.' {
            if stop - at <= LONGEST_ABBREVIATION
                && let Stop::Part(follow) = stop_of(bytes, at, stop, false)
                && !self.is_variable(at, stop)
            {
                if length > 1 {
                    return None;
                }
                self.mark(at, stop + 1, MarkKind::Abbreviation(follow));
                return Some(stop + 2);
            }
            // What starts with "www." is an address.
            if length > 1 && stop - at == 3 {
                return None;
            }
        }
        self.plain(at, run);
        Some(self.close(stop, length))
    }

    /// "café", "Москва": letters of which the one at `high` is outside ASCII.
    fn with_high(&mut self, bytes: &[u8], at: usize, high: usize) -> Option<usize> {
        let mut stop = high;
        while let Some(&byte) = bytes.get(stop) {
            stop += match CLASS[byte as usize] {
                LOWER | UPPER => 1,
                HIGH => match char_at(self.text, stop).filter(|&c| is_word(c)) {
                    Some(c) => c.len_utf8(),
                    None => break,
                },
                _ => break,
            };
        }
        if stop == high || bytes.get(stop) == Some(&b'.') {
            return None;
        }
        let length = closing(bytes, stop)?;
        self.push(at, stop);
        Some(self.close(stop, length))
    }

    /// "John's", "didn't".
    fn with_clitic(&mut self, bytes: &[u8], at: usize, mark: usize, width: usize) -> Option<usize> {
        let stop = letters(self.bytes, mark + width, bytes.len()).end;
        let length = closing(bytes, stop).filter(|_| stop > mark + width)?;
        if length > 0 && bytes[stop] == b'.' && stop_of(bytes, at, stop, false) != Stop::Own {
            return None;
        }
        match contraction(bytes, at, stop) {
            [0, _] => self.push(at, stop),
            [first, 0] => {
                self.push(at, first);
                self.push_on(first, stop);
            }
            _ => return None,
        }
        Some(self.close(stop, length))
    }

    /// "well-known", "non-violent".
    fn with_hyphen(&mut self, bytes: &[u8], at: usize, run: Letters) -> Option<usize> {
        let hyphen = run.end;
        let second = letters(self.bytes, hyphen + 1, bytes.len());
        let stop = second.end;
        let length = closing(bytes, stop).filter(|_| stop > hyphen + 1)?;
        if length > 0 && bytes[stop] == b'.' && stop - hyphen <= LONGEST_ABBREVIATION + 1 {
            return None;
        }
        if listed(&PREFIXES, &bytes[at..hyphen]) {
            self.push(at, stop);
        } else {
            self.plain(at, run);
            self.push(hyphen, hyphen + 1);
            self.plain(hyphen + 1, second);
        }
        Some(self.close(stop, length))
    }

    /// What starts with neither a letter nor an opening mark before one: digits and dashes here, the rest the careful way.
    fn no_letter(&mut self, bytes: &[u8], at: usize) -> usize {
        let dash = match bytes[at..] {
            [b'-', ..] => 1,
            [0xe2, 0x80, 0x93 | 0x94, ..] => 3,
            _ => 0,
        };
        if dash > 0 && is_space(bytes, at + dash) {
            self.mark(at, at + dash, MarkKind::Weak);
            return at + dash + 1;
        }
        let digits = bytes[at..].iter().take_while(|&&byte| CLASS[byte as usize] == DIGIT).count();
        if digits > 0
            && let Some(length) = closing(bytes, at + digits)
        {
            self.push(at, at + digits);
            return self.close(at + digits, length);
        }
        if bytes[at] >= 0xc3
            && let Some(next) = self.with_high(bytes, at, at)
        {
            return next;
        }
        self.chunk(at, at, bytes.len())
    }

    /// Appends the closing marks from `at`; returns what stands behind the blank after them.
    fn close(&mut self, mut at: usize, length: usize) -> usize {
        let end = at + length;
        while at < end {
            let width = if self.bytes[at] < 0x80 { 1 } else { 3 };
            match self.bytes[at] {
                b'.' => self.mark(at, at + 1, MarkKind::Stop),
                b'?' | b'!' => self.mark(at, at + 1, MarkKind::Strong),
                b':' | b';' => self.mark(at, at + 1, MarkKind::Weak),
                _ => self.push(at, at + width),
            }
            at += width;
        }
        end + 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::Scanner;
    use super::*;
    use crate::tokens::Token;

    fn tokens(text: &str, scan: impl Fn(&mut Scanner<'_>)) -> (Vec<Token>, Vec<(u32, MarkKind)>) {
        let mut scanner = Scanner::new(text);
        scan(&mut scanner);
        (scanner.tokens, scanner.marks.iter().map(|mark| (mark.token, mark.kind)).collect())
    }

    /// All of `text` the careful way.
    fn careful(scanner: &mut Scanner<'_>) {
        let mut at = 0;
        while at < scanner.bytes.len() {
            let blank = CLASS[scanner.bytes[at] as usize] == SPACE;
            at = if blank { at + 1 } else { scanner.chunk(at, at, scanner.bytes.len()) };
        }
    }

    #[test]
    fn the_fast_way_and_the_careful_one_agree() {
        let words = [
            "rain",
            "Gen",
            "No",
            "I",
            "X",
            "cannot",
            "dont",
            "www",
            "mailto",
            "YouTube",
            "FrenchForeign",
            "didn't",
            "John’s",
            "o'clock",
            "y'all",
            "rock`n",
            "non-violent",
            "well-known",
            "re-elect",
            "Ph-D",
            "T-Inc",
            "7",
            "2016",
            "-",
            "–",
            "the",
            "café",
            "Éa",
            "éa’s",
            "Москва",
            "कल",
            "東京",
            "naïve-re",
            "U.S",
            "5pm",
            "a@b",
            "http://x.org",
        ];
        let before = ["", "\"", "(", "[", "“", "((", "‘", "'", "-"];
        let after = [
            "", ",", ".", "?", "!", ":", ";", ")", "]", "\"", "”", ".\"", ",”", "?\"", "!”", ":\"", ";”", ").", ")”",
            "\",", "\".", "”.", "”:", "))", "..", "?.", ".?", "...", "'", "’", "'s", ".'", "-", "/", ".)\"", ":)",
            "\u{301}", "@x.org",
        ];
        for word in words {
            for (before, after) in before.iter().flat_map(|before| after.iter().map(move |after| (before, after))) {
                let text = format!("on {before}{word}{after} It 5 {before}{word}{after}");
                let fast = tokens(&text, |scanner| scanner.block(0, text.len()));
                assert_eq!(fast, tokens(&text, careful), "{text}");
            }
        }
    }
}
