//! The rows of an event: itself, its triggers, who takes part.

use super::{EventRow, ParticipantRow, Tables, TriggerRow, joined, number, rounded};
use crate::entities::{Country, Sector};
use crate::events::{Count, Event, Participant, Quad};
use crate::py::dicts::View;
use crate::py::input::Id;

impl Tables {
    pub(super) fn push_event(&mut self, id: &Id, index: u32, event: &Event, view: &View<'_>) {
        let main = event.triggers.first().map(|trigger| (trigger.sentence, view.place(trigger.span)));
        let where_ = event.place.as_ref().map(|place| view.place(place.span));
        let place = event.place.as_ref().and_then(|place| view.document.places.of(place.entity));
        let time = event.time.as_ref();
        let people = |count: Option<&Count>| count.map(|count| count.value);
        let comparison = |count: Option<&Count>| count.and_then(|count| count.comparison);
        self.events.push(EventRow {
            article: id,
            event: index,
            r#type: Some(event.type_name()),
            mode: event.mode,
            contexts: joined(event.contexts.iter().copied()).as_deref(),
            cameo: event.cameo.as_deref(),
            quad: event.quad().map(Quad::name),
            goldstein: event.goldstein.map(rounded),
            sentence: main.map(|main| main.0),
            start: main.map(|main| main.1.0),
            end: main.map(|main| main.1.1),
            text: main.map(|main| main.1.2),
            n_triggers: number(event.triggers.len()),
            polarity: Some(event.polarity.name()),
            assertion: Some(event.assertion.name()),
            tense: Some(event.tense.name()),
            place_entity: event.place.as_ref().map(|place| place.entity),
            place_start: where_.map(|place| place.0),
            place_end: where_.map(|place| place.1),
            place_text: where_.map(|place| place.2),
            place_basis: event.place.as_ref().map(|place| place.basis.name()),
            place: place.map(|place| place.name.as_str()),
            place_country: place.and_then(|place| place.country.as_ref()).map(Country::as_str),
            lat: place.map(|place| place.latitude),
            lon: place.map(|place| place.longitude),
            time: time.and_then(|time| time.time),
            date_start: time.and_then(|time| time.start),
            date_end: time.and_then(|time| time.end),
            granularity: time.and_then(|time| time.granularity).map(|unit| unit.name()),
            basis: time.map(|time| time.basis.name()),
            conflict: Some(time.is_some_and(|time| time.conflict)),
            quote: event.quote,
            killed: people(event.killed.as_ref()),
            killed_comparison: comparison(event.killed.as_ref()),
            injured: people(event.injured.as_ref()),
            injured_comparison: comparison(event.injured.as_ref()),
            arrested: people(event.arrested.as_ref()),
            arrested_comparison: comparison(event.arrested.as_ref()),
            participants: people(event.participants.as_ref()),
            participants_comparison: comparison(event.participants.as_ref()),
            strict_plover: Some(event.is_strict_plover()),
            salience: Some(rounded(event.salience)),
            rule: Some(&event.rule),
            confidence: Some(rounded(event.confidence)),
        });
        for trigger in &event.triggers {
            let (start, end, text) = view.place(trigger.span);
            let place = trigger.place.map(|place| (place, view.place(place.span)));
            self.triggers.push(TriggerRow {
                article: id,
                event: index,
                sentence: trigger.sentence,
                start,
                end,
                text: Some(text),
                assertion: Some(trigger.assertion.name()),
                attributed_to: joined(trigger.attributed_to.iter().map(|it| view.place(it.span).2)).as_deref(),
                place_entity: place.map(|place| place.0.entity),
                place_start: place.map(|place| place.1.0),
                place_end: place.map(|place| place.1.1),
                place_text: place.map(|place| place.1.2),
                place_basis: place.map(|place| place.0.basis.name()),
                confidence: Some(rounded(trigger.confidence)),
            });
        }
        for (role, participants) in
            [("actor", &event.actors), ("recipient", &event.recipients), ("source", &event.attributed_to)]
        {
            for participant in participants {
                self.push_participant(id, index, role, participant, view);
            }
        }
    }

    fn push_participant(&mut self, id: &Id, event: u32, role: &str, participant: &Participant, view: &View<'_>) {
        let (start, end, text) = view.place(participant.span);
        let named = participant.entity.filter(|_| self.wanted.entities);
        let entity = named.map(|entity| &view.document.entities.entities[entity as usize]);
        self.participants.push(ParticipantRow {
            article: id,
            event,
            role: Some(role),
            entity: participant.entity,
            name: entity.map(|entity| entity.name.as_str()),
            start,
            end,
            text: Some(text),
            country: participant.country.as_ref().map(Country::as_str),
            sectors: joined(participant.sectors.iter().copied().map(Sector::code)).as_deref(),
            inherited: Some(participant.inherited),
        });
    }
}
