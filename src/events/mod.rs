//! Layer 8: coded events (PLOVER, with CAMEO beside it).

mod arguments;
mod cameo;
mod candidates;
mod coding;
mod counts;
mod frames;
pub mod learn;
pub mod model;
mod roles;
mod scene;
mod standing;
mod types;
pub mod vocabulary;

use jiff::civil::Date;

use crate::Span;
use crate::entities::{Country, Sector};
use crate::pipeline::Document;
use crate::quotes::tree::Tree;
use crate::resources::Resources;
use crate::times::{Granularity, TimeBasis};

pub use cameo::{Code, Codes};
pub use frames::{Frame, Frames, Role, TriggerClass};
pub use model::EventModel;
pub use types::{Assertion, EventType, Polarity, Quad, Tense};

/// Events below this confidence are left out unless the caller says otherwise.
pub const DEFAULT_THRESHOLD: f32 = 0.5;

/// One act, with everything the article says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The words that name the act, the main one first.
    pub triggers: Vec<Trigger>,
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// PLOVER contexts.
    pub contexts: Vec<&'static str>,
    /// CAMEO code with leading zero, down to the level that the text supports.
    pub cameo: Option<String>,
    /// Goldstein score of the CAMEO code.
    pub goldstein: Option<f32>,
    /// Who acts; in meetings, fights and agreements all parties.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// Where.
    pub place: Option<EventPlace>,
    /// When.
    pub time: Option<EventTime>,
    /// Whether it happened.
    pub polarity: Polarity,
    /// How sure the article is.
    pub assertion: Assertion,
    /// Past, present or future.
    pub tense: Tense,
    /// Who says so, the nearest source first.
    pub attributed_to: Vec<Participant>,
    /// Index of the quotation that holds the main trigger.
    pub quote: Option<u32>,
    /// People killed.
    pub killed: Option<Count>,
    /// People injured.
    pub injured: Option<Count>,
    /// People arrested.
    pub arrested: Option<Count>,
    /// People taking part.
    pub participants: Option<Count>,
    /// Weight in the article, 0 to 1: headline and early sentences count more.
    pub salience: f32,
    /// What matched: the frame's name and what decided.
    pub rule: String,
    /// Probability that trigger and type are right, calibrated on dev.
    pub confidence: f32,
}

/// A word that names an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
}

/// An actor, recipient or source.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// The entity, if it is one of the article's.
    pub entity: Option<u32>,
    /// The phrase that names it.
    pub span: Span,
    /// ISO 3166-1 alpha-3, or PLOVER's international code.
    pub country: Option<Country>,
    /// PLOVER sectors.
    pub sectors: Vec<Sector>,
    /// Whether it comes from another sentence than the trigger.
    pub inherited: bool,
}

/// Where an act happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventPlace {
    /// Index of the entity.
    pub entity: u32,
    /// The mention.
    pub span: Span,
    /// What ties it to the act.
    pub basis: PlaceBasis,
}

/// What ties a place to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceBasis {
    /// A phrase of the act itself.
    OwnPhrase,
    /// The same sentence.
    Sentence,
    /// The article's dateline.
    Dateline,
    /// An earlier sentence.
    Inherited,
}

impl PlaceBasis {
    /// The name that users see.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OwnPhrase => "own phrase",
            Self::Sentence => "sentence",
            Self::Dateline => "dateline",
            Self::Inherited => "inherited",
        }
    }
}

/// When an act happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTime {
    /// Index of the temporal expression; `None` when the publication date stands in.
    pub time: Option<u32>,
    /// First day, inclusive.
    pub start: Option<Date>,
    /// Last day, inclusive.
    pub end: Option<Date>,
    /// Size of the unit named.
    pub granularity: Option<Granularity>,
    /// What the days rest on.
    pub basis: TimeBasis,
    /// Whether the expression contradicts itself.
    pub conflict: bool,
}

/// A number of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub value: u64,
    /// Where it stands.
    pub span: Span,
    /// "at least", "about", "up to", "more than".
    pub comparison: Option<&'static str>,
}

/// Finds and codes the events of an article, in order of their first trigger.
///
/// The tables of `lexicon/events/` propose: a word that is the trigger of a frame is a candidate. Linear models, trained on
/// annotated newswire, decide in context whether it names an act and of which type and mode, who takes part, where it
/// happened and how it stands in the text. [`Event::rule`] names the frame and says whether the context changed its type.
#[must_use]
pub fn extract(text: &str, document: &Document, resources: &Resources) -> Vec<Event> {
    let tree = Tree::new(&document.syntax);
    if tree.is_empty() {
        return Vec::new();
    }
    let Some(model) = &resources.events else { return Vec::new() };
    let scene = scene::Scene::new(text, document, &tree, &resources.lexicon.frames);
    let decided = coding::decide(&scene, model);
    decided.iter().map(|one| coding::code(&scene, model, &resources.lexicon.cameo, one)).collect()
}
