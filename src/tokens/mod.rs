//! Layer 1: words and sentences, after Universal Dependencies v2 for English.

mod class;
mod plain;
mod scan;
mod sentences;
mod special;
mod window;
mod word;

use std::ops::Range;

use crate::Span;
use crate::article::{BlockKind, Layout};
pub(crate) use class::{is_alphabetic, is_alphanumeric, is_blank, letters};
use scan::Scanner;
#[doc(hidden)]
pub use sentences::{BUCKETS, FEATURES};

/// All tokens of an article and how they group into sentences.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Words and punctuation, in order, without overlap.
    pub tokens: Vec<Token>,
    /// Sentences: every token belongs to exactly one.
    pub sentences: Vec<Sentence>,
}

/// A syntactic word: "don't" gives "do" and "n't".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands. Its text is the word's form.
    pub span: Span,
    /// Whether it is glued to the token before it as one written word ("n't", "'s", "not" of "cannot").
    pub continues: bool,
}

/// A sentence, wholly inside one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From the first to the last token.
    pub span: Span,
    /// Indices of its tokens; never empty.
    pub tokens: Range<u32>,
    /// Index of its block.
    pub block: u32,
    /// The kind of its block.
    pub kind: BlockKind,
}

impl Sentence {
    /// Token indices as `usize`.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.tokens.start as usize..self.tokens.end as usize
    }
}

impl Tokens {
    /// The index of the sentence that holds a token.
    #[must_use]
    pub fn sentence_of(&self, token: u32) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The tokens that overlap a span, as an index range.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn within(&self, span: Span) -> Range<u32> {
        let start = self.tokens.partition_point(|token| token.span.end <= span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        start as u32..end.max(start) as u32
    }

    /// The text of a token.
    #[must_use]
    pub fn form<'t>(&self, text: &'t str, token: u32) -> &'t str {
        self.tokens[token as usize].span.text(text)
    }

    /// The span from the first to the last token of a range that is not empty.
    #[must_use]
    pub fn span(&self, range: Range<u32>) -> Span {
        Span::new(self.tokens[range.start as usize].span.start, self.tokens[range.end as usize - 1].span.end)
    }
}

/// Splits every block of `layout` into tokens and sentences.
///
/// Tokens cover every character of every block except white space and characters that print nothing. Takes time and
/// memory linear in the length of `text`.
///
/// ```
/// let text = "He didn't go. She did.";
/// let tokens = dateline::tokens::tokenize(text, &dateline::article::layout(text));
/// let forms: Vec<_> = tokens.tokens.iter().map(|token| token.span.text(text)).collect();
/// assert_eq!(forms, ["He", "did", "n't", "go", ".", "She", "did", "."]);
/// assert_eq!(tokens.sentences.len(), 2);
/// ```
#[must_use]
#[allow(clippy::cast_possible_truncation)]
pub fn tokenize(text: &str, layout: &Layout) -> Tokens {
    let mut scanner = Scanner::new(text);
    let mut sentences = Vec::with_capacity(layout.blocks.len() + text.len() / 256);
    for (index, block) in layout.blocks.iter().enumerate() {
        let first = scanner.tokens.len() as u32;
        scanner.marks.clear();
        scanner.block(block.span.start as usize, block.span.end as usize);
        let tokens = &scanner.tokens;
        let mut push = |range: Range<u32>| {
            let span = Span::new(tokens[range.start as usize].span.start, tokens[range.end as usize - 1].span.end);
            sentences.push(Sentence { span, tokens: range, block: index as u32, kind: block.kind });
        };
        let mut begin = first;
        sentences::ends(text, tokens, &scanner.marks, first as usize, &mut scanner.ends);
        for &end in &scanner.ends {
            push(begin..end);
            begin = end;
        }
        if (begin as usize) < tokens.len() {
            push(begin..tokens.len() as u32);
        }
    }
    Tokens { tokens: scanner.tokens, sentences }
}

/// Shows the marks that the model of sentence ends decides to `see`, with the last byte of the sentence that may end there
/// and its features; `see` says what is right. For training.
#[doc(hidden)]
pub fn unclear_ends(text: &str, layout: &Layout, mut see: impl FnMut(u32, [u16; FEATURES]) -> bool) {
    let mut scanner = Scanner::new(text);
    for block in &layout.blocks {
        let first = scanner.tokens.len();
        scanner.marks.clear();
        scanner.block(block.span.start as usize, block.span.end as usize);
        sentences::unclear(text, &scanner.tokens, &scanner.marks, first, &mut see);
    }
}

#[cfg(test)]
mod tests;
