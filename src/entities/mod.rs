//! Layer 5: the entities of an article, their mentions, titles and actor codes.

mod codes;
mod lookup;

use std::ops::Range;

pub use codes::{Country, Sector};
pub use lookup::Actor;

use crate::Span;
use crate::names::Label;
use crate::pipeline::Document;
use crate::resources::Resources;

/// Entities and mentions of an article.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// In order of first mention.
    pub entities: Vec<Entity>,
    /// In order of the text. A mention may stand inside another ("Russian" in "Russian warplanes").
    pub mentions: Vec<Mention>,
    /// Mentions by token.
    index: lookup::TokenIndex,
}

/// A person, organisation, place or group with all its mentions in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The best full form in the article.
    pub name: String,
    /// Its type.
    pub kind: EntityKind,
    /// ISO 3166-1 alpha-3, or the PLOVER code of an international actor.
    pub country: Option<Country>,
    /// PLOVER sectors, the main one first.
    pub sectors: Vec<Sector>,
    /// Titles and roles that the text gives.
    pub titles: Vec<Title>,
    /// Indices into [`Entities::mentions`].
    pub mentions: Vec<u32>,
    /// Whether it is a place that stands for a government when it acts: a capital, "the Kremlin".
    pub seat: bool,
    /// What gave country and sectors: "text", a table's name, or "none".
    pub rule: &'static str,
}

/// The type of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// Named, with its OntoNotes label.
    Named(Label),
    /// Actors without a name: "Iraqi police", "protesters".
    Group,
}

impl EntityKind {
    /// The OntoNotes label, or "GROUP".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Named(label) => label.name(),
            Self::Group => "GROUP",
        }
    }
}

/// A title or role of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    /// Where it stands.
    pub span: Span,
    /// The role's normal form: "foreign minister".
    pub role: Option<String>,
    /// The country it belongs to.
    pub country: Option<Country>,
    /// The body it belongs to, as an index into [`Entities::entities`].
    pub body: Option<u32>,
    /// The sector it gives its holder.
    pub sector: Option<Sector>,
}

/// A mention of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<u32>,
    /// The token that heads it.
    pub head: u32,
    /// How it refers.
    pub kind: MentionKind,
    /// Index into [`Entities::entities`].
    pub entity: u32,
    /// Confidence of the link to its entity.
    pub confidence: f32,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum MentionKind {
    Name,
    Nominal,
    Pronoun,
    Title,
}

impl MentionKind {
    /// The name that users see.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
            Self::Title => "title",
        }
    }
}

/// Groups mentions into entities and codes them as actors.
#[must_use]
pub fn resolve(_text: &str, _document: &Document, _resources: &Resources) -> Entities {
    Entities::default()
}
