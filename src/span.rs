//! Byte spans: the currency of every layer.

use serde::Serialize;

/// A half-open range of bytes of the article's text.
///
/// Offsets are `u32`: an article is at most 4 GiB - 1 byte long, which [`crate::Analyzer::analyze`] checks. The Python edge
/// converts them to Unicode code points once.
///
/// ```
/// let span = dateline::Span::new(4, 9);
/// assert_eq!(span.text("The Hague spoke"), "Hague");
/// assert_eq!(span.len(), 5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte `start` up to, not including, byte `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// A span from `usize` offsets that are known to fit.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub const fn of(start: usize, end: usize) -> Self {
        Self::new(start as u32, end as u32)
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text that the span covers. Panics when the span is not one of `text`'s.
    #[must_use]
    pub fn text(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Whether `other` lies within this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}
