//! Several mentions of one act become one event with several triggers.
//!
//! Merging is cautious, because two bombings in one town on one day are two events: the types agree, nothing contradicts
//! (participants, place, day), and either something is shared or the later mention only points back ("the attack").

use std::ops::Range;

use super::{Assertion, DEFAULT_THRESHOLD, Event, EventPlace, Participant, PlaceBasis, Polarity};
use crate::Span;

/// Sentences between two mentions of one act, at most.
const REACH: u32 = 12;

/// What the text says of a mention besides the event itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// Whether the trigger is a noun with "the", "this" or "that".
    pub points_back: bool,
    /// The trigger's lemma as an atom.
    pub lemma: u64,
}

/// Joins the events of an article, in order of the text.
pub(super) fn merge(events: Vec<Event>, mentions: &[Mention]) -> Vec<Event> {
    let mut out: Vec<(Event, u64)> = Vec::with_capacity(events.len());
    for (event, mention) in events.into_iter().zip(mentions) {
        let reach = earlier(&out, &event);
        let found = out[reach.clone()].iter().rposition(|(other, lemma)| same(other, &event, *lemma, *mention));
        match found {
            Some(at) => join(&mut out[reach.start + at].0, event),
            None => out.push((event, mention.lemma)),
        }
    }
    out.into_iter().map(|(event, _)| event).collect()
}

/// The events near enough to be the same; at most 40, so that long texts cost linear time.
fn earlier(out: &[(Event, u64)], event: &Event) -> Range<usize> {
    let sentence = event.triggers[0].sentence;
    let near = |other: &Event| other.triggers.iter().any(|it| it.sentence + REACH >= sentence);
    let start = out.iter().rev().take(40).take_while(|(other, _)| near(other)).count();
    out.len() - start..out.len()
}

fn same(one: &Event, other: &Event, lemma: u64, mention: Mention) -> bool {
    let sentence = other.triggers[0].sentence;
    if one.kind != other.kind
        || one.own_type != other.own_type
        || one.confidence < DEFAULT_THRESHOLD
        || other.confidence < DEFAULT_THRESHOLD
        || one.triggers.iter().any(|it| it.sentence == sentence)
        || one.polarity == Polarity::Negative
        || other.polarity == Polarity::Negative
        || (one.mode.is_some() && other.mode.is_some() && one.mode != other.mode)
    {
        return false;
    }
    let actors = shared(&one.actors, &other.actors);
    let recipients = shared(&one.recipients, &other.recipients);
    let told = |event: &Event| event.place.filter(|place| place.basis != PlaceBasis::Dateline);
    let places = match (told(one), told(other)) {
        (Some(a), Some(b)) => Some(a.entity == b.entity),
        _ => None,
    };
    let explicit =
        |event: &Event| event.time.filter(|time| time.time.is_some()).and_then(|time| time.start.zip(time.end));
    let days = match (explicit(one), explicit(other)) {
        (Some(a), Some(b)) => Some(a.0 <= b.1 && b.0 <= a.1),
        _ => None,
    };
    let killed = match (&one.killed, &other.killed) {
        (Some(a), Some(b)) => Some(a.value == b.value),
        _ => None,
    };
    let facts = [actors, recipients, places, days, killed];
    if facts.contains(&Some(false)) {
        return false;
    }
    let agreeing = facts.iter().filter(|fact| **fact == Some(true)).count();
    let bare = other.actors.is_empty() && other.recipients.is_empty();
    (mention.points_back && (bare || agreeing > 0)) || (lemma == mention.lemma && agreeing >= 2)
}

/// Whether two lists share an entity; `None` when one of them names none.
fn shared(one: &[Participant], other: &[Participant]) -> Option<bool> {
    let named = |list: &[Participant]| list.iter().any(|it| it.entity.is_some());
    if !named(one) || !named(other) {
        return None;
    }
    Some(one.iter().any(|it| it.entity.is_some() && other.iter().any(|that| that.entity == it.entity)))
}

/// Adds a later mention to an event: new participants, and what the event did not know yet.
fn join(event: &mut Event, later: Event) {
    event.triggers.extend(later.triggers);
    for (list, more) in [(&mut event.actors, later.actors), (&mut event.recipients, later.recipients)] {
        for participant in more {
            match list.iter_mut().find(|it| it.entity.is_some() && it.entity == participant.entity) {
                Some(known) => known.mentions.push(participant.span),
                None => list.push(participant),
            }
        }
    }
    // What the article says once on its own account is no longer only a source's word.
    if (event.assertion, later.assertion) == (Assertion::Reported, Assertion::Asserted) {
        event.assertion = Assertion::Asserted;
        event.attributed_to.clear();
    }
    event.mode = event.mode.or(later.mode);
    // What the text says of the act itself goes before the dateline, also where another mention says it.
    let told = |place: &EventPlace| place.basis != PlaceBasis::Dateline;
    let later_place = later.place.filter(told).map(|place| EventPlace { basis: PlaceBasis::Inherited, ..place });
    event.place = event.place.filter(told).or(later_place).or(event.place).or(later.place);
    if event.time.is_none_or(|time| time.time.is_none()) && later.time.is_some_and(|time| time.time.is_some()) {
        event.time = later.time;
    }
    event.killed = event.killed.take().or(later.killed);
    event.injured = event.injured.take().or(later.injured);
    event.arrested = event.arrested.take().or(later.arrested);
    event.participants = event.participants.take().or(later.participants);
    event.salience = event.salience.max(later.salience);
    event.confidence = event.confidence.max(later.confidence);
}

/// Every place where a participant is named beside a trigger of its event.
pub fn spans(participant: &Participant) -> impl Iterator<Item = Span> + '_ {
    std::iter::once(participant.span).chain(participant.mentions.iter().copied())
}
