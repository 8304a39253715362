//! Layer 6: where on Earth the places of an article are.

use crate::entities::Country;
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
    /// Probability that this is the place meant.
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

/// Looks up every entity that is a place.
#[must_use]
pub fn locate(_text: &str, document: &Document, _resources: &Resources) -> Places {
    Places { by_entity: vec![None; document.entities.entities.len()] }
}
