//! Sixty-four bytes at once, a bit each: plain words and the commas behind them are found without a step for each letter.

/// How many bytes are looked at together.
pub(super) const WIDTH: usize = 64;

/// What the bytes from `base` on are; the first has the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    base: usize,
    letters: u64,
    capitals: u64,
    /// White space and what else prints nothing, as `SPACE` in [`CLASS`](super::class::CLASS).
    blanks: u64,
    commas: u64,
    stops: u64,
}

/// Plain words of a window and the commas and full stops behind them. A plain word is of letters, has capitals at most at
/// its start, and stands before a blank, or before one of these marks and a blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    base: usize,
    /// The first byte of each word and mark, and the one behind it.
    starts: u64,
    ends: u64,
    stops: u64,
    blanks: u64,
    /// What is no part of a plain word or mark.
    other: u64,
}

/// Some of the words and marks of a window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// Where the bytes of the lowest bits are.
    pub base: usize,
    /// The first byte of each, and the one behind it.
    pub starts: u64,
    pub ends: u64,
    /// Those that are full stops.
    pub stops: u64,
    /// What stands behind the last blank before anything else, or before the end of the window.
    pub next: usize,
    /// Whether the window ends there.
    pub cut: bool,
}

impl Window {
    /// Looks at the bytes from `base` on, which may be fewer.
    pub(super) fn new(bytes: &[u8], base: usize) -> Self {
        let rest = &bytes[base..];
        if let Some(all) = rest.first_chunk() {
            return Self::of(base, all);
        }
        let mut padded = [b' '; WIDTH];
        padded[..rest.len()].copy_from_slice(rest);
        Self::of(base, &padded)
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn of(base: usize, bytes: &[u8; WIDTH]) -> Self {
        Self::by_eight(base, bytes)
    }

    #[cfg(target_arch = "x86_64")]
    fn of(base: usize, bytes: &[u8; WIDTH]) -> Self {
        // Layout, tokens and sentences of Wikinews: 169 to 193 MB per CPU-second with it, 152 to 155 without.
        // SAFETY: every processor of this architecture has SSE2.
        #[allow(unsafe_code)]
        unsafe {
            Self::by_sixteen(base, bytes)
        }
    }

    /// Sixteen bytes a step.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "sse2")]
    fn by_sixteen(base: usize, bytes: &[u8; WIDTH]) -> Self {
        use std::arch::x86_64::{
            _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8,
            _mm_slli_epi16, _mm_sub_epi8,
        };
        let mut window = Self { base, ..Self::default() };
        for (index, pair) in bytes.as_chunks::<8>().0.as_chunks::<2>().0.iter().enumerate() {
            let chunk = _mm_set_epi64x(i64::from_le_bytes(pair[1]), i64::from_le_bytes(pair[0]));
            let mask = |bytes| u64::from(_mm_movemask_epi8(bytes).cast_unsigned()) << (16 * index);
            // Comparisons are between numbers with a sign: what is compared is moved below zero first.
            let below = |bytes, first: u8, count: i8| {
                let moved = _mm_sub_epi8(bytes, _mm_set1_epi8(first.wrapping_add(0x80).cast_signed()));
                _mm_cmplt_epi8(moved, _mm_set1_epi8(i8::MIN + count))
            };
            let letters = mask(below(_mm_or_si128(chunk, _mm_set1_epi8(0x20)), b'a', 26));
            let small = mask(_mm_slli_epi16::<2>(chunk));
            let blank = _mm_or_si128(below(chunk, 0, 0x21), _mm_cmpeq_epi8(chunk, _mm_set1_epi8(0x7f)));
            window.letters |= letters;
            window.capitals |= letters & !small;
            window.blanks |= mask(blank);
            window.commas |= mask(_mm_cmpeq_epi8(chunk, _mm_set1_epi8(b','.cast_signed())));
            window.stops |= mask(_mm_cmpeq_epi8(chunk, _mm_set1_epi8(b'.'.cast_signed())));
        }
        window
    }

    /// Eight bytes a step, on every machine.
    #[cfg(any(test, not(target_arch = "x86_64")))]
    fn by_eight(base: usize, bytes: &[u8; WIDTH]) -> Self {
        use super::class::eight;

        const HIGHS: u64 = eight(0x80);
        // The high bit of each byte, the first byte's in the lowest bit.
        let mask = |bytes: u64| ((bytes & HIGHS) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        let mut window = Self { base, ..Self::default() };
        for (index, chunk) in bytes.as_chunks::<8>().0.iter().enumerate() {
            let chunk = u64::from_le_bytes(*chunk);
            let (seven, ascii) = (chunk & !HIGHS, !chunk & HIGHS);
            let folded = seven | eight(0x20);
            // The high bit says of each byte whether it is at least `a` and not more than `z`.
            let letter = (folded + eight(0x80 - b'a')) & !(folded + eight(0x7f - b'z')) & ascii;
            let blank = (!(seven + eight(0x7f - b' ')) | (seven + eight(1))) & ascii;
            let same = |byte| !((seven ^ eight(byte)) + eight(0x7f)) & ascii;
            window.letters |= mask(letter) << (8 * index);
            window.capitals |= mask(letter & !(chunk << 2)) << (8 * index);
            window.blanks |= mask(blank) << (8 * index);
            window.commas |= mask(same(b',')) << (8 * index);
            window.stops |= mask(same(b'.')) << (8 * index);
        }
        window
    }

    /// The plain words and their marks; everything from `end` on counts as blank.
    pub(super) const fn plain(&self, end: usize) -> Plain {
        let length = end.saturating_sub(self.base);
        let inside = if length < WIDTH { below(length) } else { u64::MAX };
        let (letters, blanks) = (self.letters & inside, self.blanks | !inside);
        let behind_letter = letters << 1;
        let marked = inside & behind_letter & (blanks >> 1);
        let (commas, stops) = (self.commas & marked, self.stops & marked);
        let marks = commas | stops;
        Plain {
            base: self.base,
            starts: (letters & !behind_letter) | marks,
            ends: (behind_letter & !letters) | (marks << 1),
            stops,
            blanks,
            other: !(letters | blanks | marks) | (self.capitals & behind_letter),
        }
    }
}

impl Plain {
    /// The words and marks from `at` on, where no word is cut, up to the first other thing. `None` when `at` is outside.
    #[inline]
    pub(super) const fn from(&self, at: usize) -> Option<Words> {
        let offset = at.wrapping_sub(self.base);
        if offset >= WIDTH {
            return None;
        }
        let behind = u64::MAX << offset;
        let other = self.other & behind;
        // All bits below the first of the others; all bits when there is none.
        let before = !other & other.wrapping_sub(1);
        // The bits up to the last blank among them.
        let blanks = self.blanks & before & behind;
        let next = WIDTH - blanks.leading_zeros() as usize;
        let taken = behind & if next == 0 { 0 } else { u64::MAX >> (WIDTH - next) };
        let next = if next > offset { self.base + next } else { at };
        Some(Words {
            base: self.base,
            starts: self.starts & taken,
            // What ends at `at` starts before it.
            ends: self.ends & taken & (behind << 1),
            stops: self.stops & taken,
            next,
            cut: other == 0,
        })
    }
}

impl Words {
    /// The words before `at`, where one starts that is to be looked at more closely.
    pub(super) const fn before(self, at: usize) -> Self {
        let taken = below(at - self.base);
        Self {
            starts: self.starts & taken,
            ends: self.ends & taken,
            stops: self.stops & taken,
            next: at,
            cut: false,
            ..self
        }
    }

    /// Each full stop with the start of the word before it and the number of words and marks before it.
    pub(super) fn stops(self) -> impl Iterator<Item = (usize, usize, u32)> {
        let mut stops = self.stops;
        std::iter::from_fn(move || {
            let before = self.starts & (stops & stops.wrapping_neg()).checked_sub(1)?;
            let stop = self.base + stops.trailing_zeros() as usize;
            let start = self.base + before.checked_ilog2()? as usize;
            stops &= stops - 1;
            Some((start, stop, before.count_ones()))
        })
    }

    /// The first byte of each word and mark, and the one behind it.
    #[inline]
    pub(super) fn spans(self) -> impl Iterator<Item = (usize, usize)> {
        let (mut starts, mut ends) = (self.starts, self.ends);
        std::iter::from_fn(move || {
            if starts == 0 {
                return None;
            }
            let span = (self.base + starts.trailing_zeros() as usize, self.base + ends.trailing_zeros() as usize);
            starts &= starts - 1;
            ends &= ends.wrapping_sub(1);
            Some(span)
        })
    }
}

/// The bits below the bit `count`, which is less than 64.
const fn below(count: usize) -> u64 {
    (1 << count) - 1
}

#[cfg(test)]
mod tests {
    use super::super::class::{CLASS, LETTER, SPACE, UPPER};
    use super::*;

    #[test]
    fn bits_agree_with_the_table_of_classes() {
        let text: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        for base in 0..text.len() {
            let window = Window::new(&text, base);
            let mut slow = Window { base, ..Window::default() };
            for at in base..base + WIDTH {
                let byte = text.get(at).copied().unwrap_or(b' ');
                let (class, bit) = (CLASS[byte as usize], 1 << (at - base));
                slow.letters |= if class & LETTER != 0 { bit } else { 0 };
                slow.capitals |= if class & UPPER != 0 { bit } else { 0 };
                slow.blanks |= if class == SPACE { bit } else { 0 };
                slow.commas |= if byte == b',' { bit } else { 0 };
                slow.stops |= if byte == b'.' { bit } else { 0 };
            }
            assert_eq!(window, slow);
            if let Some(bytes) = text[base..].first_chunk() {
                assert_eq!(Window::by_eight(base, bytes), slow);
            }
        }
    }

    #[test]
    fn plain_words_end_before_whatever_else_there_is() {
        let found = |text: &str, at: usize, end: usize| {
            let found = Window::new(text.as_bytes(), 0).plain(end).from(at).expect("inside");
            let words: Vec<&str> = found.spans().map(|(from, to)| &text[from..to]).collect();
            (words.join("|"), found.next)
        };
        let text = "In Rome, he said,  they met. Then he's";
        assert_eq!(found(text, 0, text.len()), ("In|Rome|,|he|said|,|they|met|.|Then".into(), 34));
        let words = Window::new(text.as_bytes(), 0).plain(text.len()).from(3).expect("inside");
        assert_eq!(words.stops().collect::<Vec<_>>(), [(24, 27, 7)]);
        let behind = Window::new(text.as_bytes(), 0).plain(text.len()).from(11).expect("inside");
        assert_eq!(behind.spans().next(), Some((12, 16)));
        assert_eq!(words.before(24).spans().last(), Some((19, 23)));
        assert_eq!(found(text, 9, 11), ("he".into(), 64));
        assert_eq!(found(text, 12, 17), ("said|,".into(), 64));
        assert_eq!(found("a NATO b", 0, 8), ("a".into(), 2));
        assert_eq!(found("a b,c d", 0, 7), ("a".into(), 2));
        assert_eq!(found("don't", 0, 5), (String::new(), 0));
        let long = "word ".repeat(30);
        assert_eq!(found(&long, 0, long.len()), (["word"; 12].join("|"), 60));
    }
}
