//! Events.

use pyo3::prelude::*;

use super::{Label, View, country, iso, round, sectors};
use crate::events;

#[derive(IntoPyObject)]
pub(super) struct EventRecord<'t> {
    id: usize,
    triggers: Vec<TriggerRecord<'t>>,
    r#type: Label<'t>,
    mode: Option<Label<'static>>,
    contexts: Vec<Label<'static>>,
    cameo: Option<Label<'t>>,
    quad: Option<Label<'static>>,
    goldstein: Option<f64>,
    actors: Vec<ParticipantRecord<'t>>,
    recipients: Vec<ParticipantRecord<'t>>,
    place: Option<EventPlaceRecord<'t>>,
    time: Option<u32>,
    date_start: Option<String>,
    date_end: Option<String>,
    granularity: Option<Label<'static>>,
    basis: Option<Label<'static>>,
    conflict: bool,
    polarity: Label<'static>,
    assertion: Label<'static>,
    tense: Label<'static>,
    attributed_to: Vec<ParticipantRecord<'t>>,
    quote: Option<u32>,
    killed: Option<CountRecord<'t>>,
    injured: Option<CountRecord<'t>>,
    arrested: Option<CountRecord<'t>>,
    participants: Option<CountRecord<'t>>,
    strict_plover: bool,
    salience: f64,
    rule: &'t str,
    confidence: f64,
}

#[derive(IntoPyObject)]
struct TriggerRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    sentence: u32,
    assertion: Label<'static>,
    attributed_to: Vec<ParticipantRecord<'t>>,
    place: Option<EventPlaceRecord<'t>>,
    confidence: f64,
}

#[derive(IntoPyObject)]
struct ParticipantRecord<'t> {
    entity: Option<u32>,
    start: u32,
    end: u32,
    text: &'t str,
    country: Option<Label<'t>>,
    sectors: Vec<Label<'static>>,
    inherited: bool,
}

#[derive(IntoPyObject)]
struct EventPlaceRecord<'t> {
    entity: u32,
    start: u32,
    end: u32,
    text: &'t str,
    basis: Label<'static>,
    name: Option<&'t str>,
    country: Option<Label<'t>>,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(IntoPyObject)]
struct CountRecord<'t> {
    value: u64,
    start: u32,
    end: u32,
    text: &'t str,
    comparison: Option<Label<'static>>,
}

impl<'t> View<'t> {
    pub(super) fn events(&self) -> Vec<EventRecord<'t>> {
        self.document.events.iter().enumerate().map(|(id, event)| self.event(id, event)).collect()
    }

    fn event(&self, id: usize, event: &'t events::Event) -> EventRecord<'t> {
        let time = event.time.as_ref();
        EventRecord {
            id,
            triggers: event.triggers.iter().map(|trigger| self.trigger(trigger)).collect(),
            r#type: Label(event.type_name()),
            mode: event.mode.map(Label),
            contexts: event.contexts.iter().copied().map(Label).collect(),
            cameo: event.cameo.as_deref().map(Label),
            quad: event.quad().map(|quad| Label(quad.name())),
            goldstein: event.goldstein.map(round),
            actors: self.participants(&event.actors),
            recipients: self.participants(&event.recipients),
            place: event.place.as_ref().map(|place| self.event_place(place)),
            time: time.and_then(|time| time.time),
            date_start: time.and_then(|time| time.start).map(iso),
            date_end: time.and_then(|time| time.end).map(iso),
            granularity: time.and_then(|time| time.granularity).map(|unit| Label(unit.name())),
            basis: time.map(|time| Label(time.basis.name())),
            conflict: time.is_some_and(|time| time.conflict),
            polarity: Label(event.polarity.name()),
            assertion: Label(event.assertion.name()),
            tense: Label(event.tense.name()),
            attributed_to: self.participants(&event.attributed_to),
            quote: event.quote,
            killed: self.count(event.killed.as_ref()),
            injured: self.count(event.injured.as_ref()),
            arrested: self.count(event.arrested.as_ref()),
            participants: self.count(event.participants.as_ref()),
            strict_plover: event.is_strict_plover(),
            salience: round(event.salience),
            rule: &event.rule,
            confidence: round(event.confidence),
        }
    }

    fn trigger(&self, trigger: &'t events::Trigger) -> TriggerRecord<'t> {
        let (start, end, text) = self.place(trigger.span);
        TriggerRecord {
            start,
            end,
            text,
            sentence: trigger.sentence,
            assertion: Label(trigger.assertion.name()),
            attributed_to: self.participants(&trigger.attributed_to),
            place: trigger.place.as_ref().map(|place| self.event_place(place)),
            confidence: round(trigger.confidence),
        }
    }

    fn participants(&self, participants: &'t [events::Participant]) -> Vec<ParticipantRecord<'t>> {
        let record = |participant: &'t events::Participant| {
            let (start, end, text) = self.place(participant.span);
            ParticipantRecord {
                entity: participant.entity,
                start,
                end,
                text,
                country: country(participant.country.as_ref()),
                sectors: sectors(&participant.sectors),
                inherited: participant.inherited,
            }
        };
        participants.iter().map(record).collect()
    }

    fn event_place(&self, event_place: &events::EventPlace) -> EventPlaceRecord<'t> {
        let (start, end, text) = self.place(event_place.span);
        let place = self.document.places.of(event_place.entity);
        EventPlaceRecord {
            entity: event_place.entity,
            start,
            end,
            text,
            basis: Label(event_place.basis.name()),
            name: place.map(|place| place.name.as_str()),
            country: country(place.and_then(|place| place.country.as_ref())),
            lat: place.map(|place| place.latitude),
            lon: place.map(|place| place.longitude),
        }
    }

    fn count(&self, count: Option<&events::Count>) -> Option<CountRecord<'t>> {
        let count = count?;
        let (start, end, text) = self.place(count.span);
        Some(CountRecord { value: count.value, start, end, text, comparison: count.comparison.map(Label) })
    }
}
