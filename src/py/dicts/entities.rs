//! Entities and their places.

use pyo3::prelude::*;

use super::{Label, View, country, round, sectors};
use crate::entities;
use crate::places::Place;

#[derive(IntoPyObject)]
pub(super) struct EntityRecord<'t> {
    id: usize,
    name: &'t str,
    r#type: Label<'static>,
    country: Option<Label<'t>>,
    sectors: Vec<Label<'static>>,
    titles: Vec<TitleRecord<'t>>,
    place: Option<PlaceRecord<'t>>,
    mentions: Vec<MentionRecord<'t>>,
    rule: Label<'static>,
}

#[derive(IntoPyObject)]
struct TitleRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    role: Option<&'t str>,
    country: Option<Label<'t>>,
    body: Option<u32>,
    sector: Option<Label<'static>>,
}

#[derive(IntoPyObject)]
struct PlaceRecord<'t> {
    name: &'t str,
    lat: f64,
    lon: f64,
    country: Option<Label<'t>>,
    admin1: Option<&'t str>,
    admin1_code: Option<&'t str>,
    feature: Label<'static>,
    geonames_id: Option<u32>,
    population: Option<u64>,
    score: f64,
    ambiguous: bool,
}

#[derive(IntoPyObject)]
struct MentionRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    kind: Label<'static>,
    sentence: usize,
    confidence: f64,
}

impl<'t> View<'t> {
    pub(super) fn entities(&self) -> Vec<EntityRecord<'t>> {
        let record = |(id, entity): (usize, &'t entities::Entity)| EntityRecord {
            id,
            name: &entity.name,
            r#type: Label(entity.kind.name()),
            country: country(entity.country.as_ref()),
            sectors: sectors(&entity.sectors),
            titles: entity.titles.iter().map(|title| self.title(title)).collect(),
            place: self.document.places.by_entity.get(id).and_then(Option::as_ref).map(place_record),
            mentions: entity.mentions.iter().map(|&index| self.mention(index)).collect(),
            rule: Label(entity.rule),
        };
        self.document.entities.entities.iter().enumerate().map(record).collect()
    }

    fn title(&self, title: &'t entities::Title) -> TitleRecord<'t> {
        let (start, end, text) = self.place(title.span);
        TitleRecord {
            start,
            end,
            text,
            role: title.role.as_deref(),
            country: country(title.country.as_ref()),
            body: title.body,
            sector: title.sector.map(|sector| Label(sector.code())),
        }
    }

    fn mention(&self, index: u32) -> MentionRecord<'t> {
        let mention = &self.document.entities.mentions[index as usize];
        let (start, end, text) = self.place(mention.span);
        MentionRecord {
            start,
            end,
            text,
            kind: Label(mention.kind.name()),
            sentence: self.document.tokens.sentence_of(mention.head),
            confidence: round(mention.confidence),
        }
    }
}

fn place_record(place: &Place) -> PlaceRecord<'_> {
    PlaceRecord {
        name: &place.name,
        lat: place.latitude,
        lon: place.longitude,
        country: country(place.country.as_ref()),
        admin1: place.region.as_deref(),
        admin1_code: place.region_code.as_deref(),
        feature: Label(place.kind.name()),
        geonames_id: place.geonames_id,
        population: place.population,
        score: round(place.score),
        ambiguous: place.ambiguous,
    }
}
