//! When an act happened.

use super::candidates::Candidate;
use super::scene::{self, Scene};
use super::types::{Assertion, Tense};
use super::{EventTime, roles};
use crate::Span;
use crate::times::{Time, TimeBasis, TimeKind};

/// The temporal expression nearest to the trigger in the tree, else the dateline's day or the day of publication.
pub(super) fn time(scene: &Scene<'_>, candidate: &Candidate, assertion: Assertion, tense: Tense) -> Option<EventTime> {
    let document = scene.reader.document;
    let sentence = &document.tokens.sentences[candidate.sentence as usize];
    let times = &document.times.times;
    let first = times.partition_point(|time| time.span.end <= sentence.span.start);
    let mut best: Option<(usize, u32)> = None;
    for (offset, time) in times[first..].iter().enumerate() {
        if !sentence.span.overlaps(time.span) {
            break;
        }
        if !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
            continue;
        }
        let distance = time_distance(scene, candidate, time.span);
        #[allow(clippy::cast_possible_truncation)]
        if distance <= 8 && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, (first + offset) as u32));
        }
    }
    if let Some((_, index)) = best {
        let time: &Time = &times[index as usize];
        return Some(EventTime {
            time: Some(index),
            start: time.start,
            end: time.end,
            granularity: time.granularity,
            basis: time.basis,
            conflict: time.conflict,
        });
    }
    if tense == Tense::Future || assertion == Assertion::Hypothetical {
        return None;
    }
    let day = document.layout.dateline.and_then(|it| it.day).or(document.times.anchor.map(|anchor| anchor.day))?;
    Some(EventTime {
        time: None,
        start: Some(day),
        end: Some(day),
        granularity: None,
        basis: TimeBasis::Publication,
        conflict: false,
    })
}

/// Steps through the tree from a trigger to a temporal expression; one under another trigger counts as far.
fn time_distance(scene: &Scene<'_>, candidate: &Candidate, span: Span) -> usize {
    let tree = scene.tree();
    let tokens = scene.reader.document.tokens.within(span);
    let head = tokens.clone().find(|&token| !tokens.contains(&tree.head(token)) || tree.head(token) == token);
    let Some(head) = head else { return usize::MAX };
    let (_, length) = roles::path(scene, candidate.token, head);
    let mut at = head;
    let mut other = 0;
    for _ in 0..6 {
        let above = tree.head(at);
        if above == at || above == candidate.token {
            break;
        }
        at = above;
        let index = scene.candidate_of[at as usize];
        let (first, last) = tree.extent(at);
        let holds_trigger = (first..=last).contains(&candidate.token);
        other += usize::from(index != scene::NONE && !holds_trigger);
    }
    length + 2 * other
}
