//! Who takes part: every noun phrase of the trigger's sentence is offered, a model decides.

use super::candidates::{Candidate, Match};
use super::frames::Role;
use super::scene::Scene;
use super::types::EventType;
use crate::entities::MentionKind;
use crate::model::hash;
use crate::pipeline::Document;
use crate::syntax::{Deprel, Upos};

/// Steps from a token to its ancestors that are looked at, at most.
const STEPS: usize = 9;

/// The tokens of a sentence that head a phrase which may take part.
pub(crate) fn phrases(scene: &Scene<'_>, sentence: u32) -> Vec<u32> {
    let document = scene.reader.document;
    let tree = scene.tree();
    let tokens = document.tokens.sentences[sentence as usize].tokens.clone();
    let named = |token: u32| {
        scene.mentions.headed(token).is_some_and(|index| {
            matches!(document.entities.mentions[index as usize].kind, MentionKind::Name | MentionKind::Nominal)
        })
    };
    let fits = |token: &u32| {
        let relation = tree.deprel(*token);
        match tree.upos(*token) {
            Upos::Noun | Upos::Pron | Upos::Propn => {
                named(*token) || !matches!(relation, Deprel::Compound | Deprel::Flat | Deprel::Fixed | Deprel::Goeswith)
            }
            Upos::Num | Upos::Det => matches!(
                relation,
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::Conj
            ),
            _ => named(*token),
        }
    };
    tokens.filter(|token| fits(token) && !in_time(document, *token)).collect()
}

/// The way from one token to another through the tree: relations up, then down. 0 if it is too long.
pub(crate) fn path(scene: &Scene<'_>, from: u32, to: u32) -> (u64, usize) {
    let tree = scene.tree();
    let mut up = [(from, 0_u64); STEPS];
    let mut count = 1;
    while count < STEPS {
        let (at, _) = up[count - 1];
        let head = tree.head(at);
        if head == at {
            break;
        }
        up[count] = (head, tree.deprel(at) as u64 + 1);
        count += 1;
    }
    let mut down = 1_u64;
    let mut at = to;
    for length in 0..STEPS {
        if let Some(meet) = up[..count].iter().position(|(token, _)| *token == at) {
            let rise = up[1..=meet].iter().fold(7_u64, |sum, (_, relation)| hash::number(sum ^ (relation << 8)));
            return (hash::feature(99, [rise, down]), length + meet);
        }
        let head = tree.head(at);
        if head == at {
            break;
        }
        down = hash::number(down ^ (tree.deprel(at) as u64 + 1) ^ 0x55);
        at = head;
    }
    (0, STEPS)
}

/// The role that a frame gives a token, or a token that it is joined to by "and" or an apposition.
pub(crate) fn slot(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, token: u32) -> u64 {
    let fitting = candidate.matches.iter().find(|it| scene.reader.frames.get(it.frame).kind == kind);
    fitting.or_else(|| candidate.matches.first()).map_or(0, |found| slot_in(scene, found, token))
}

/// The same for a given match: 1 actor, 2 recipient, 3 place, 4 other, with 8 added for a joined token; 0 for none.
pub(crate) fn slot_in(scene: &Scene<'_>, found: &Match, token: u32) -> u64 {
    let tree = scene.tree();
    let mut at = token;
    for step in 0..4_u64 {
        if let Some((role, _)) = found.fillers.iter().find(|(_, filler)| *filler == at) {
            let role = match role {
                Role::Actor => 1,
                Role::Recipient => 2,
                Role::Place => 3,
                Role::Other => 4,
            };
            return role + 8 * u64::from(step > 0);
        }
        if !matches!(tree.deprel(at), Deprel::Conj | Deprel::Appos) || tree.head(at) == at {
            return 0;
        }
        at = tree.head(at);
    }
    0
}

/// Writes the features that decide whether a phrase takes part in an act, and as what.
pub(crate) fn features(
    scene: &Scene<'_>,
    candidate: &Candidate,
    kind: EventType,
    mode: u64,
    phrase: u32,
    out: &mut Vec<u64>,
) {
    let tree = scene.tree();
    let token = candidate.token;
    let kind_atom = kind as u64;
    let trigger = scene.atom(token);
    let class = candidate.class as u64;
    let (path, length) = path(scene, token, phrase);
    let slot = slot(scene, candidate, kind, phrase);
    let preposition = super::arguments::preposition(tree, phrase).map_or(0, hash::text);
    let what = scene.kind(phrase);
    let noun = scene.atom(phrase);
    let side = u64::from(phrase > token);
    let distance = u64::from(token.abs_diff(phrase).min(31)).next_power_of_two() * 2 + side;
    let relation = tree.deprel(phrase) as u64;
    let head = tree.head(phrase);
    let head_atom = if head == phrase { 1 } else { scene.atom(head) };
    let passive = u64::from(candidate.arguments.passive);
    let sector = scene.sector(phrase);
    let mut add = |template: u32, a: u64, b: u64| out.push(hash::feature(template, [a, b]));
    add(0, 0, 0);
    add(1, path, passive);
    add(2, path, kind_atom);
    add(3, path, trigger);
    add(4, slot, class);
    add(5, slot, kind_atom);
    add(6, path, preposition);
    add(7, preposition, kind_atom);
    add(8, what, length.min(6) as u64);
    add(9, what, path);
    add(10, noun, 0);
    add(11, noun, kind_atom);
    add(12, distance, length as u64);
    add(13, sector, kind_atom);
    add(14, what, kind_atom);
    add(15, slot, what);
    add(16, trigger, preposition);
    add(17, trigger, what);
    add(18, path, class);
    add(19, relation, kind_atom);
    add(20, slot, path);
    add(21, head_atom, relation);
    add(22, mode, slot);
    add(23, preposition, what);
    add(24, slot, trigger);
    add(25, relation, side);
    add(26, sector, slot);
    // A phrase that is a trigger of its own seldom takes part.
    let own = scene.candidate_of.get(phrase as usize).is_some_and(|&index| index != super::scene::NONE);
    add(27, u64::from(own), slot);
    // Inside the same quotation, or its speaker.
    let quote = scene.quote(token);
    let same_quote = quote == scene.quote(phrase);
    let speaker = quote.and_then(|index| scene.reader.document.quotes[index as usize].speaker_span);
    let span = scene.reader.document.tokens.tokens[phrase as usize].span;
    let speaks = speaker.is_some_and(|speaker| speaker.overlaps(span));
    add(28, u64::from(same_quote) + 2 * u64::from(speaks), kind_atom);
    add(29, u64::from(same_quote) + 2 * u64::from(speaks), slot);
    add(30, u64::from(speaks), trigger);
    add(31, distance, kind_atom);
    let determiner = tree.child(phrase, &[Deprel::Det]).map_or(0, |it| scene.atom(it));
    add(32, determiner, slot);
    add(33, u64::from(tree.child(phrase, &[Deprel::Nummod]).is_some()), kind_atom);
    let (fine, coarse) = scene.class(phrase);
    add(34, fine, kind_atom);
    add(35, coarse, slot);
    add(36, coarse, path);
    add(37, scene.class(head).1, relation);
    // "met in Hamburg, Germany, with the minister": what hangs on the place belongs to the act.
    let lifted = lift(scene, phrase);
    if lifted == head {
        add(38, path, kind_atom * 2 + u64::from(preposition != 0));
    } else {
        let (path, _) = self::path(scene, token, lifted);
        let from = hash::feature(97, [path, preposition]);
        add(39, from, 0);
        add(40, from, kind_atom);
        add(41, from, what);
    }
}

/// The token that a "with" phrase belongs to: where it hangs on a place or a time, that which the place or time hangs on.
pub(crate) fn lift(scene: &Scene<'_>, phrase: u32) -> u32 {
    let tree = scene.tree();
    let mut at = tree.head(phrase);
    if at == phrase
        || tree.deprel(phrase) != Deprel::Nmod
        || super::arguments::preposition(tree, phrase) != Some("with")
    {
        return at;
    }
    for _ in 0..STEPS {
        let head = tree.head(at);
        let stands_aside = super::coding::is_place(scene, at) || in_time(scene.reader.document, at);
        if head == at || !stands_aside || !matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Num) {
            break;
        }
        at = head;
    }
    at
}

/// Whether a token stands in a temporal expression.
fn in_time(document: &Document, token: u32) -> bool {
    let span = document.tokens.tokens[token as usize].span;
    let next = document.times.times.partition_point(|time| time.span.end <= span.start);
    document.times.times.get(next).is_some_and(|time| time.span.overlaps(span))
}

/// Writes the features that decide whether a place is where an act happened.
pub(crate) fn place_features(
    scene: &Scene<'_>,
    candidate: &Candidate,
    kind: EventType,
    phrase: u32,
    only: bool,
    out: &mut Vec<u64>,
) {
    let tree = scene.tree();
    let token = candidate.token;
    let (path, length) = path(scene, token, phrase);
    let slot = slot(scene, candidate, kind, phrase);
    let preposition = super::arguments::preposition(tree, phrase).map_or(0, hash::text);
    let what = scene.kind(phrase);
    let side = u64::from(phrase > token);
    let distance = u64::from(token.abs_diff(phrase).min(31)).next_power_of_two() * 2 + side;
    let head = tree.head(phrase);
    let head_atom = if head == phrase { 1 } else { scene.atom(head) };
    let kind = kind as u64;
    let mut add = |template: u32, a: u64, b: u64| out.push(hash::feature(template, [a, b]));
    add(0, 0, 0);
    add(1, path, 0);
    add(2, path, preposition);
    add(3, preposition, kind);
    add(4, preposition, what);
    add(5, slot, kind);
    add(6, what, kind);
    add(7, distance, length as u64);
    add(8, tree.deprel(phrase) as u64, head_atom);
    add(9, tree.deprel(phrase) as u64, preposition);
    add(10, length.min(6) as u64, preposition);
    add(11, u64::from(only), preposition);
    add(12, u64::from(only), length.min(6) as u64);
    add(13, scene.atom(token), preposition);
    add(14, head_atom, preposition);
    // Below another trigger it belongs to that one.
    let mut at = phrase;
    let (mut between, mut akin) = (0, 0);
    for _ in 0..STEPS {
        let head = tree.head(at);
        if head == at || head == token {
            break;
        }
        at = head;
        if let Some(&index) = scene.candidate_of.get(at as usize)
            && index != super::scene::NONE
        {
            // "killed in an attack in Basra": two words for one act.
            let other = scene.reader.frames.get(scene.candidates[index as usize].matches[0].frame).kind as u64;
            between += 1;
            akin += u64::from(other == kind);
        }
    }
    add(15, between.min(3), preposition);
    add(16, between.min(3), kind);
    add(20, between.min(3) * 4 + akin.min(3), u64::from(scene.is_above(at, token)));
    add(21, between.min(3) * 4 + akin.min(3), preposition);
    add(22, u64::from(only), distance);
    add(23, scene.class(head).1, preposition);
    let same_quote = scene.quote(token) == scene.quote(phrase);
    add(17, u64::from(same_quote), preposition);
    let possessive = tree.children(phrase).iter().any(|&it| tree.xpos(it) == crate::syntax::Xpos::Pos);
    add(18, u64::from(possessive), length.min(6) as u64);
    add(19, tree.deprel(phrase) as u64, length.min(6) as u64);
}
