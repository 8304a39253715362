//! What the article says about where its places are.

use rustc_hash::FxHashMap;

use super::{is_place, names, normalize, normalize::is_designator};
use crate::entities::{Country, EntityKind};
use crate::names::Label;
use crate::pipeline::Document;

/// An entity to be looked up.
#[derive(Clone)]
pub(super) struct Toponym {
    /// Its index.
    pub(super) entity: u32,
    /// Its folded names: the article's best form first.
    pub(super) names: Vec<String>,
    /// Its OntoNotes label.
    pub(super) label: Label,
    /// Whether "province", "oblast" or the like stands beside a mention.
    pub(super) designated: bool,
    /// Whether "city", "town", "village" stands beside a mention.
    pub(super) settlement: bool,
    /// Folded names of the toponyms that follow a mention after a comma, or stand before it as "X's" or in "of X".
    pub(super) containers: Vec<String>,
    /// Folded names of the toponyms that stand before a mention with only a comma between: what it may contain.
    pub(super) members: Vec<String>,
    /// Byte offset of the first mention.
    pub(super) start: u32,
    /// Number of mentions by name.
    pub(super) mentions: f32,
}

/// Most names of one entity that are looked up.
const MOST_NAMES: usize = 6;

/// The entities of `document` that are places, in order of first mention.
pub(super) fn toponyms(text: &str, document: &Document) -> Vec<Toponym> {
    let entities = &document.entities;
    let mut out: Vec<Toponym> = Vec::new();
    let mut slots: FxHashMap<u32, usize> = FxHashMap::default();
    for (index, entity) in (0u32..).zip(&entities.entities) {
        let EntityKind::Named(label) = entity.kind else { continue };
        if !is_place(entity.kind) {
            continue;
        }
        slots.insert(index, out.len());
        out.push(Toponym {
            entity: index,
            names: vec![strip(&normalize(&entity.name)).to_owned()],
            label,
            designated: false,
            settlement: false,
            containers: Vec::new(),
            members: Vec::new(),
            start: u32::MAX,
            mentions: 0.0,
        });
    }
    let named: Vec<_> = entities.mentions.iter().filter(|mention| names(mention.kind)).collect();
    for (position, mention) in named.iter().enumerate() {
        let Some(&slot) = slots.get(&mention.entity) else { continue };
        let toponym = &mut out[slot];
        let name = strip(&normalize(mention.span.text(text))).to_owned();
        if toponym.names.len() < MOST_NAMES && !name.is_empty() && !toponym.names.contains(&name) {
            toponym.names.push(name);
        }
        toponym.start = toponym.start.min(mention.span.start);
        toponym.mentions += 1.0;
        let words = Neighbors::of(text, document, mention.tokens.clone());
        toponym.designated |= words.any(is_designator);
        toponym.settlement |=
            words.any(|word| ["city", "town", "village", "suburb", "port", "capital"].contains(&word));
        // "Paris, Texas": the next place, with nothing but a comma between.
        if let Some(next) = named.get(position + 1)
            && toponym.containers.len() < MOST_NAMES
            && is_place(entities.entities[next.entity as usize].kind)
            && next.span.start > mention.span.end
            && next.span.start - mention.span.end < 24
        {
            let between = text[mention.span.end as usize..next.span.start as usize].trim();
            if matches!(between, "," | ", in" | "in" | "(" | ", in the" | "in the" | ", the" | "province," | "county,")
            {
                toponym.containers.push(strip(&normalize(next.span.text(text))).to_owned());
            }
        }
        // "Buffalo, New York" names a region, "Buffalo, New York and Boston" a town.
        if let Some(previous) = position.checked_sub(1).map(|position| named[position])
            && toponym.members.len() < MOST_NAMES
            && previous.span.end <= mention.span.start
            && text[previous.span.end as usize..mention.span.start as usize].trim() == ","
            && is_place(entities.entities[previous.entity as usize].kind)
            && !text[mention.span.end as usize..].trim_start().starts_with("and ")
        {
            toponym.members.push(strip(&normalize(previous.span.text(text))).to_owned());
        }
        // "Syria's Aleppo", "the Syrian city of Aleppo": the country before it.
        if let Some(previous) = position.checked_sub(1).map(|position| named[position])
            && toponym.containers.len() < MOST_NAMES
            && previous.span.end <= mention.span.start
            && mention.span.start - previous.span.end < 32
        {
            let between = text[previous.span.end as usize..mention.span.start as usize].trim();
            let owner = matches!(between, "'s" | "’s" | "'" | "’");
            let kind = entities.entities[previous.entity as usize].kind;
            let described = matches!(kind, EntityKind::Named(Label::Norp))
                && between.ends_with("of")
                && between.split(' ').count() <= 3;
            if (owner && is_place(kind)) || described {
                toponym.containers.push(strip(&normalize(previous.span.text(text))).to_owned());
                if let Some(code) = entities.entities[previous.entity as usize].country {
                    toponym.containers.push(code.as_str().to_owned());
                }
            }
        }
    }
    out.retain(|toponym| toponym.start != u32::MAX);
    out.sort_by_key(|toponym| toponym.start);
    out
}

/// A folded name without a leading "the".
fn strip(name: &str) -> &str {
    name.strip_prefix("the ").unwrap_or(name)
}

/// The words beside a mention that may say what it is: the next one, and the two before "of".
struct Neighbors<'t> {
    words: [Option<&'t str>; 3],
}

impl<'t> Neighbors<'t> {
    fn of(text: &'t str, document: &Document, tokens: std::ops::Range<u32>) -> Self {
        let all = &document.tokens.tokens;
        let word = |index: Option<u32>| Some(all.get(index? as usize)?.span.text(text));
        let before = word(tokens.start.checked_sub(1));
        let of = before == Some("of");
        Self {
            words: [
                word(Some(tokens.end)),
                if of { word(tokens.start.checked_sub(2)) } else { before },
                if of { word(tokens.start.checked_sub(3)) } else { None },
            ],
        }
    }

    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.words.iter().flatten().any(|word| test(word))
    }
}

/// How much the article speaks of each country, apart from its places.
pub(super) struct Article {
    /// Weights that add up to at most 1.
    pub(super) countries: FxHashMap<Country, f32>,
}

impl Article {
    pub(super) fn new(document: &Document) -> Self {
        let mut countries: FxHashMap<Country, f32> = FxHashMap::default();
        let entities = &document.entities;
        let mut total = 0.0;
        for mention in entities.mentions.iter().filter(|mention| names(mention.kind)) {
            let entity = &entities.entities[mention.entity as usize];
            // Places speak for themselves in the ranking.
            if is_place(entity.kind) {
                continue;
            }
            if let Some(country) = entity.country {
                *countries.entry(country).or_default() += 1.0;
                total += 1.0;
            }
        }
        #[allow(clippy::iter_over_hash_type)] // Each value by itself; the order does not matter.
        for weight in countries.values_mut() {
            *weight /= total;
        }
        Self { countries }
    }
}
