//! The way of an article: the only file that knows the order of the layers.

use std::sync::Arc;

use jiff::civil::Date;

use crate::article::{self, Layout};
use crate::entities::{self, Entities};
use crate::events::{self, Event};
use crate::names::{self, Name};
use crate::places::{self, Places};
use crate::quotes::{self, Quote};
use crate::resources::Resources;
use crate::syntax::{self, Syntax};
use crate::times::{self, Times};
use crate::tokens::{self, Tokens};

/// How far to analyze. A layer needs the layers before it, so the choice is the last one wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layers {
    /// Layout, tokens and sentences only.
    Tokens,
    /// Up to part of speech, lemma and dependency tree.
    Syntax,
    /// Up to named mentions.
    Names,
    /// Up to times, entities and places.
    Entities,
    /// Up to quotations.
    Quotes,
    /// Everything.
    Events,
}

/// What a caller may choose.
#[derive(Clone, Debug)]
pub struct Options {
    /// The last layer wanted.
    pub layers: Layers,
    /// Analyze articles that are not English as if they were.
    pub any_language: bool,
    /// Events below this confidence are left out.
    pub event_threshold: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { layers: Layers::Events, any_language: false, event_threshold: events::DEFAULT_THRESHOLD }
    }
}

/// All that was found in one article. Vectors are in order of the text; indices point into the vectors of this document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Blocks, headline, dateline, boilerplate, language.
    pub layout: Layout,
    /// Tokens and sentences.
    pub tokens: Tokens,
    /// One word analysis for each token.
    pub syntax: Syntax,
    /// Named mentions.
    pub names: Vec<Name>,
    /// Temporal expressions, values, and the article's anchor date.
    pub times: Times,
    /// Entities and their mentions.
    pub entities: Entities,
    /// The place of each entity that is one.
    pub places: Places,
    /// Quotations.
    pub quotes: Vec<Quote>,
    /// Events.
    pub events: Vec<Event>,
}

/// Analyzes articles. Cheap to clone, usable from many threads; holds no state between articles.
#[derive(Clone)]
pub struct Analyzer {
    resources: Arc<Resources>,
    options: Options,
}

impl Analyzer {
    /// An analyzer over loaded resources.
    #[must_use]
    pub fn new(resources: Arc<Resources>, options: Options) -> Self {
        Self { resources, options }
    }

    /// What it reads articles with.
    #[must_use]
    pub fn resources(&self) -> &Resources {
        &self.resources
    }

    /// Reads one article.
    ///
    /// `published` is the date that relative times are counted from; without it a date in the text serves. Time and memory
    /// are linear in the length of `text`, whatever it holds.
    ///
    /// # Panics
    /// When `text` is 4 GiB or longer: offsets are `u32`.
    #[must_use]
    pub fn analyze(&self, text: &str, published: Option<Date>) -> Document {
        assert!(u32::try_from(text.len()).is_ok(), "article of {} bytes; the limit is 4 GiB", text.len());
        let Options { layers, any_language, event_threshold } = self.options;
        let resources = &*self.resources;
        let mut document = Document { layout: article::layout(text), ..Document::default() };
        if !(any_language || document.layout.language.is_english()) {
            return document;
        }
        document.tokens = tokens::tokenize(text, &document.layout);
        if layers >= Layers::Syntax {
            let dateline = document.layout.dateline.map(|dateline| dateline.span);
            document.syntax = syntax::parse(text, &document.tokens, dateline, resources);
        }
        if layers >= Layers::Names {
            document.names = names::recognize(text, &document, resources);
        }
        if layers >= Layers::Entities {
            document.times = times::find(text, &document, published, &resources.lexicon.times);
            document.entities = entities::resolve(text, &document, resources);
            document.places = places::locate(text, &document, resources);
        }
        if layers >= Layers::Quotes {
            document.quotes = quotes::find(text, &document, resources);
        }
        if layers >= Layers::Events {
            document.events = events::extract(text, &document, resources, event_threshold);
            document.events.retain(|event| event.confidence >= event_threshold);
        }
        document
    }
}
