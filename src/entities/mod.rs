//! Layer 5: the entities of an article, their mentions, titles and actor codes.
//!
//! A sieve in the manner of Lee et al. (2013), surest step first: names of one form, of one row of the tables, of one person
//! or body ([`cluster`]); titles and roles beside names, with the country or body that the text gives ([`nouns`], [`roles`]);
//! definite roles and unnamed actors ([`groups`]); pronouns ([`pronouns`]). Countries and sectors follow the PLOVER manual,
//! draft 2.0: from the text first, then from the tables of `lexicon/`. Every step takes time linear in the article: what a
//! mention is compared with is bounded or found by a hash.

mod antecedents;
mod article;
mod bodies;
mod build;
mod cluster;
mod codes;
mod generic;
mod groups;
mod lookup;
mod nouns;
mod people;
mod pronouns;
mod recover;
mod retype;
mod roles;
mod settlements;
mod spelling;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use antecedents::FEATURES;
pub use codes::{Country, Sector};
pub use lookup::Actor;
pub(crate) use nouns::HELPED;
pub use pronouns::{Candidate, Choice};

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
pub fn resolve(text: &str, document: &Document, resources: &Resources) -> Entities {
    build_all(text, document, resources, false).0
}

/// The pronouns of an article with the features of their candidates, for training.
#[must_use]
pub fn pronoun_choices(text: &str, document: &Document, resources: &Resources) -> Vec<Choice> {
    build_all(text, document, resources, true).1
}

fn build_all(text: &str, document: &Document, resources: &Resources, names: bool) -> (Entities, Vec<Choice>) {
    if document.tokens.tokens.is_empty() {
        return Default::default();
    }
    let article = article::Article::new(text, document, resources);
    let clusters = cluster::cluster(&article);
    let mut builder = build::Builder::new(&article, clusters, resources);
    builder.owners_of_bodies(&article);
    builder.find_genders(&article);
    let phrases = nouns::find(&article);
    let codes = roles::code(&article, &builder, &phrases);
    let given = roles::attach(&article, &mut builder, &phrases, &codes);
    roles::code_people(&article, &mut builder);
    groups::place(&article, &mut builder, &phrases, &codes, &given);
    let mut choices = pronouns::resolve(&article, &mut builder);
    if names {
        for candidate in choices.iter_mut().flat_map(|choice| &mut choice.candidates) {
            let all = article.names.iter().zip(&builder.of_name);
            let own = all.filter(|(_, entity)| **entity == candidate.entity);
            candidate.names = own.flat_map(|(name, _)| name.tokens.clone()).collect();
        }
    }
    builder.drop_tentative(&article);
    let (entities, mentions) = builder.finish();
    let index = lookup::TokenIndex::new(&mentions, document.tokens.tokens.len());
    (Entities { entities, mentions, index }, choices)
}
