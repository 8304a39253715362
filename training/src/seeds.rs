//! Reads the acceptance articles and their gold. They are measured, never tuned on.

use std::collections::BTreeMap;
use std::fs;

use dateline::{Document, Span};
use jiff::civil::Date;
use serde::Deserialize;

use crate::Settings;

/// An acceptance article with quotations and events.
#[derive(Debug)]
pub(crate) struct Seed {
    pub text: String,
    pub published: Option<Date>,
    pub quotes: Vec<SeedQuote>,
    pub events: Vec<SeedEvent>,
    /// By the gold's id: full name and mentions.
    entities: BTreeMap<String, (String, Vec<Span>)>,
    /// OntoNotes label and named mentions of every entity.
    named: Vec<(String, Vec<Span>)>,
}

#[derive(Debug)]
pub(crate) struct SeedQuote {
    pub content: Vec<Span>,
    pub speaker: Option<String>,
    /// A reported order or appeal: costs nothing either way.
    pub optional: bool,
}

#[derive(Debug)]
pub(crate) struct SeedEvent {
    pub triggers: Vec<Span>,
    /// Types that count as right; empty when only CAMEO has a code.
    pub kinds: Vec<String>,
    pub codable: bool,
}

#[derive(Deserialize)]
struct Gold {
    documents: BTreeMap<String, RawSeed>,
}

#[derive(Deserialize)]
struct RawSeed {
    publication_date: String,
    entities: Vec<RawEntity>,
    quotes: Vec<RawQuote>,
    events: Vec<RawEvent>,
}

#[derive(Deserialize)]
struct RawEntity {
    id: String,
    canonical: String,
    #[serde(rename = "type")]
    kind: String,
    mentions: Vec<RawSpan>,
}

#[derive(Deserialize)]
struct RawSpan {
    start: usize,
    end: usize,
    /// How a mention refers: name, nominal, pronoun.
    #[serde(default)]
    kind: String,
}

#[derive(Deserialize)]
struct RawQuote {
    speaker: Option<String>,
    kind: String,
    content: Vec<RawSpan>,
}

#[derive(Deserialize)]
struct RawEvent {
    triggers: Vec<RawSpan>,
    plover: Option<String>,
    #[serde(default)]
    plover_strict: Option<String>,
    codable: bool,
    #[serde(default)]
    accept_also: Vec<RawAlternative>,
}

#[derive(Deserialize)]
struct RawAlternative {
    plover: Option<String>,
}

/// The articles that have gold.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn read(settings: &Settings) -> Result<Vec<Seed>, String> {
    let path = settings.seeds.join("gold.json");
    let gold = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let gold: Gold = serde_json::from_str(&gold).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut out = Vec::new();
    for (name, raw) in gold.documents {
        let path = settings.seeds.join(&name);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let offsets: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        let spans = |raw: &[RawSpan]| -> Vec<Span> {
            raw.iter().map(|span| Span::new(offsets[span.start], offsets[span.end])).collect()
        };
        let quotes = raw.quotes.iter().map(|quote| SeedQuote {
            content: spans(&quote.content),
            speaker: quote.speaker.clone(),
            optional: quote.kind == "indirect_command",
        });
        let events = raw.events.iter().map(|event| {
            let also = event.accept_also.iter().filter_map(|other| other.plover.clone());
            let kinds = event.plover.clone().into_iter().chain(event.plover_strict.clone()).chain(also);
            SeedEvent { triggers: spans(&event.triggers), kinds: kinds.collect(), codable: event.codable }
        });
        let names = |entity: &RawEntity| -> Vec<Span> {
            let names = entity.mentions.iter().filter(|mention| mention.kind == "name");
            names.map(|mention| Span::new(offsets[mention.start], offsets[mention.end])).collect()
        };
        let named = raw.entities.iter().map(|entity| (entity.kind.clone(), names(entity))).collect();
        let entities = raw.entities.iter();
        let entities = entities.map(|one| (one.id.clone(), (one.canonical.clone(), spans(&one.mentions)))).collect();
        out.push(Seed {
            quotes: quotes.collect(),
            events: events.collect(),
            entities,
            named,
            published: raw.publication_date.parse().ok(),
            text,
        });
    }
    Ok(out)
}

impl Seed {
    /// Label and named mentions of every entity.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&str, &[Span])> {
        self.named.iter().map(|(kind, spans)| (kind.as_str(), spans.as_slice()))
    }

    /// Whether a returned entity or span is the gold entity of an id.
    pub(crate) fn is_entity(
        &self,
        id: &Option<String>,
        entity: Option<u32>,
        span: Option<Span>,
        document: &Document,
    ) -> bool {
        let Some((name, mentions)) = id.as_ref().and_then(|id| self.entities.get(id)) else {
            return id.is_none() && span.is_none();
        };
        if span.is_some_and(|span| mentions.iter().any(|mention| mention.overlaps(span))) {
            return true;
        }
        let Some(entity) = entity.map(|entity| &document.entities.entities[entity as usize]) else { return false };
        let last = |name: &str| name.split_whitespace().last().unwrap_or("").to_lowercase();
        last(&entity.name) == last(name)
            || entity.mentions.iter().any(|&mention| {
                let span = document.entities.mentions[mention as usize].span;
                mentions.iter().any(|other| other.overlaps(span))
            })
    }
}
