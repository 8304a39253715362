//! Layer 1: words and sentences, after Universal Dependencies v2 for English.

use std::ops::Range;

use crate::Span;
use crate::article::{BlockKind, Layout};

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
#[must_use]
#[allow(clippy::cast_possible_truncation)]
pub fn tokenize(text: &str, layout: &Layout) -> Tokens {
    let mut out = Tokens::default();
    for (index, block) in layout.blocks.iter().enumerate() {
        let mut first = out.tokens.len() as u32;
        let base = block.span.start as usize;
        let inner = block.span.text(text);
        let mut at = 0;
        for piece in inner.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
            if !word.is_empty() {
                out.tokens.push(Token { span: Span::of(base + at, base + at + word.len()), continues: false });
            }
            let mark = &piece[word.len()..];
            if !mark.trim().is_empty() {
                let start = base + at + word.len();
                out.tokens.push(Token { span: Span::of(start, start + mark.len()), continues: false });
                if matches!(mark, "." | "!" | "?") {
                    push_sentence(&mut out, first, index as u32, block.kind);
                    first = out.tokens.len() as u32;
                }
            }
            at += piece.len();
        }
        push_sentence(&mut out, first, index as u32, block.kind);
    }
    out
}

#[allow(clippy::cast_possible_truncation)]
fn push_sentence(out: &mut Tokens, first: u32, block: u32, kind: BlockKind) {
    let tokens = first..out.tokens.len() as u32;
    if !tokens.is_empty() {
        out.sentences.push(Sentence { span: out.span(tokens.clone()), tokens, block, kind });
    }
}
