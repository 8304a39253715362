//! Layer 7: direct, indirect and mixed quotations with speaker and cue.

use crate::Span;
use crate::pipeline::Document;
use crate::resources::Resources;

/// A quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// From the first to the last character of the content, without quotation marks.
    pub content: Span,
    /// The content's pieces: more than one when the attribution breaks it.
    pub parts: Vec<Span>,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// The entity that speaks.
    pub speaker: Option<u32>,
    /// The phrase that names the speaker.
    pub speaker_span: Option<Span>,
    /// The reporting word: "said", "according to".
    pub cue: Option<Span>,
    /// The rule that made it.
    pub rule: &'static str,
    /// Share of quotations of this rule that are right on dev.
    pub confidence: f32,
}

/// How words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// Quoted words only.
    Direct,
    /// Reported words only.
    Indirect,
    /// Reported words with quoted parts.
    Mixed,
}

impl QuoteKind {
    /// The name that users see.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Finds the quotations of an article.
#[must_use]
pub fn find(_text: &str, _document: &Document, _resources: &Resources) -> Vec<Quote> {
    Vec::new()
}
