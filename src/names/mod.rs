//! Layer 3: named mentions with OntoNotes labels.

use std::ops::Range;

use crate::Span;
use crate::pipeline::Document;
use crate::resources::Resources;

pub mod context;
pub mod decode;
pub mod features;
mod own;
pub mod phrases;
mod recognizer;
mod split;
pub mod tags;
#[cfg(test)]
mod tests;
pub mod votes;
pub mod words;

pub use own::OwnNames;
pub use recognizer::{FILE, Recognizer, Stretch, Weights, margin};
pub(crate) use split::PARTICLES;

/// A named mention. Mentions do not overlap; titles, a leading "the" and a trailing "'s" are outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// From the first to the last token.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<u32>,
    /// OntoNotes label.
    pub label: Label,
    /// Probability that span and label are right, calibrated on dev.
    pub confidence: f32,
    /// How clearly the model preferred it, in the unit of its weights: what the confidence is computed from.
    pub margin: f32,
}

/// OntoNotes labels of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Label {
    Person,
    Norp,
    Fac,
    Org,
    Gpe,
    Loc,
    Product,
    Event,
    WorkOfArt,
    Law,
    Language,
}

impl Label {
    /// Every label, in order of declaration.
    pub const ALL: [Self; 11] = [
        Self::Person,
        Self::Norp,
        Self::Fac,
        Self::Org,
        Self::Gpe,
        Self::Loc,
        Self::Product,
        Self::Event,
        Self::WorkOfArt,
        Self::Law,
        Self::Language,
    ];

    /// The OntoNotes spelling.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Norp => "NORP",
            Self::Fac => "FAC",
            Self::Org => "ORG",
            Self::Gpe => "GPE",
            Self::Loc => "LOC",
            Self::Product => "PRODUCT",
            Self::Event => "EVENT",
            Self::WorkOfArt => "WORK_OF_ART",
            Self::Law => "LAW",
            Self::Language => "LANGUAGE",
        }
    }

    /// The label of an OntoNotes spelling.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.name() == name)
    }
}

/// Finds the names of an article: what the recognizer sees, and what a user's rows name.
#[must_use]
pub fn recognize(text: &str, document: &Document, resources: &Resources) -> Vec<Name> {
    let names = resources.names.recognize(text, &document.tokens);
    let names = split::split(text, document, names);
    resources.lexicon.own_names.mark(text, document, names)
}
