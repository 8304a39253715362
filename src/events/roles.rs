//! Who takes part: every noun phrase of the trigger's sentence is offered, a model decides.

use super::arguments::{self, Arguments};
use super::candidates::{Candidate, Match};
use super::frames::Role;
use super::scene::Scene;
use super::types::EventType;
use crate::entities::MentionKind;
use crate::model::hash;
use crate::pipeline::Document;
use crate::syntax::{Deprel, Upos};

/// Steps from a token to its ancestors that are looked at, at most.
pub(crate) const STEPS: usize = 9;

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

/// A candidate with its own arguments and those of the verb that governs it ("the attack *killed* ten").
pub(crate) struct Around<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub candidate: &'s Candidate,
    /// The governing verb.
    pub outer: Option<(u32, Arguments)>,
}

/// What a phrase is to a trigger and to the verb above the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Function {
    /// 1 subject, 2 object, 3 second object, 4 modifier, a number of its own for each preposition; 0 for none.
    pub inner: u64,
    /// The same for the governing verb.
    pub outer: u64,
    /// 0: it is the argument; 1: joined to it by "and" or an apposition; else 2 + the relation inside the argument's phrase.
    pub link: u64,
}

impl<'s, 'a> Around<'s, 'a> {
    pub(crate) fn new(scene: &'s Scene<'a>, candidate: &'s Candidate) -> Self {
        let tree = scene.tree();
        let mut at = candidate.token;
        let mut outer = None;
        for _ in 0..5 {
            let head = tree.head(at);
            if head == at {
                break;
            }
            at = head;
            if tree.upos(at) == Upos::Verb {
                outer = Some((at, arguments::of_verb(tree, at, scene.reader.frames)));
                break;
            }
        }
        Self { scene, candidate, outer }
    }

    /// What a phrase is, itself or through what it is joined to or part of.
    pub(crate) fn function(&self, phrase: u32) -> Function {
        let tree = self.scene.tree();
        let mut at = phrase;
        let mut link = 0;
        for _ in 0..4 {
            let inner = position(&self.candidate.arguments, at);
            let outer = self.outer.as_ref().map_or(0, |(_, around)| position(around, at));
            if inner != 0 || outer != 0 {
                return Function { inner, outer, link };
            }
            link = match tree.deprel(at) {
                Deprel::Conj | Deprel::Appos | Deprel::Flat => link.max(1),
                Deprel::Nmod | Deprel::NmodPoss | Deprel::Amod | Deprel::Compound | Deprel::NmodDesc if link <= 1 => {
                    2 + tree.deprel(at) as u64
                }
                _ => break,
            };
            at = tree.head(at);
        }
        Function { inner: 0, outer: 0, link: 0 }
    }

    /// What the trigger is to the governing verb.
    pub(crate) fn own(&self) -> u64 {
        self.outer.as_ref().map_or(0, |(_, around)| position(around, self.candidate.token))
    }
}

fn position(around: &Arguments, token: u32) -> u64 {
    let at = Some(token);
    if around.subject == at {
        1
    } else if around.object == at {
        2
    } else if around.second == at {
        3
    } else if let Some((preposition, _)) = around.obliques.iter().find(|(_, noun)| *noun == token) {
        hash::text(preposition)
    } else {
        4 * u64::from(around.modifiers.contains(&token))
    }
}

/// The way between two tokens without the steps that only join or name: "and", appositions, parts of names.
pub(crate) fn plain_path(scene: &Scene<'_>, from: u32, to: u32) -> u64 {
    let tree = scene.tree();
    let joins = |token: u32| matches!(tree.deprel(token), Deprel::Conj | Deprel::Appos | Deprel::Flat);
    let mut up = [(from, 7_u64); STEPS];
    let mut count = 1;
    while count < STEPS {
        let (at, path) = up[count - 1];
        let head = tree.head(at);
        if head == at {
            break;
        }
        let step = if joins(at) { path } else { hash::number(path ^ (tree.deprel(at) as u64 + 1) << 8) };
        up[count] = (head, step);
        count += 1;
    }
    let (mut at, mut down) = (to, 1_u64);
    for _ in 0..STEPS {
        if let Some((_, rise)) = up[..count].iter().find(|(token, _)| *token == at) {
            return hash::feature(96, [*rise, down]);
        }
        let head = tree.head(at);
        if head == at {
            break;
        }
        if !joins(at) {
            down = hash::number(down ^ (tree.deprel(at) as u64 + 1) ^ 0x55);
        }
        at = head;
    }
    0
}

/// The role that the frame of the nearest other trigger above a phrase gives it, with that frame's type.
pub(crate) fn elsewhere(scene: &Scene<'_>, candidate: &Candidate, phrase: u32) -> u64 {
    let tree = scene.tree();
    let mut at = phrase;
    for _ in 0..4 {
        let head = tree.head(at);
        if head == at || head == candidate.token {
            return 0;
        }
        at = head;
        let Some(&index) = scene.candidate_of.get(at as usize) else { return 0 };
        if index != super::scene::NONE {
            let found = &scene.candidates[index as usize].matches[0];
            return 1 + slot_in(scene, found, phrase) + 64 * scene.reader.frames.get(found.frame).kind as u64;
        }
    }
    0
}

/// Writes the features that decide whether a phrase takes part in an act, and as what.
pub(crate) fn features(around: &Around<'_, '_>, kind: EventType, mode: u64, phrase: u32, out: &mut Vec<u64>) {
    let (scene, candidate) = (around.scene, around.candidate);
    let tree = scene.tree();
    let token = candidate.token;
    let kind_atom = kind as u64;
    let trigger = scene.atom(token);
    let class = candidate.class as u64;
    let (path, length) = path(scene, token, phrase);
    let slot = slot(scene, candidate, kind, phrase);
    let preposition = arguments::preposition(tree, phrase).map_or(0, hash::text);
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
    let it = around.function(phrase);
    let inner = hash::feature(95, [it.inner, it.link]);
    add(42, inner, class);
    add(43, inner, kind_atom);
    add(44, inner, trigger);
    add(45, inner, what);
    add(46, inner, slot);
    add(47, inner, coarse);
    add(48, inner, mode);
    add(49, inner, sector);
    let own = &candidate.arguments;
    let filled = u64::from(own.subject.is_some()) + 2 * u64::from(own.object.is_some());
    add(50, inner, filled * 4 + passive);
    let outer = hash::feature(94, [it.outer.wrapping_mul(64).wrapping_add(it.link), around.own()]);
    let verb = around.outer.as_ref().map_or(0, |(verb, _)| scene.atom(*verb));
    add(51, outer, class);
    add(52, outer, verb);
    add(53, outer, kind_atom);
    add(54, outer, inner);
    add(55, outer, what);
    add(56, outer, coarse);
    let (start, end) = if phrase < token { (phrase + 1, token) } else { (token + 1, phrase) };
    let verbs = (start..end).filter(|&at| tree.upos(at) == Upos::Verb).take(3).count() as u64;
    add(57, verbs * 2 + side, kind_atom);
    add(58, verbs * 2 + side, inner);
    let elsewhere = elsewhere(scene, candidate, phrase);
    add(59, elsewhere, kind_atom);
    add(60, elsewhere % 64, inner);
    let plain = plain_path(scene, token, phrase);
    add(61, plain, passive);
    add(62, plain, kind_atom);
    add(63, plain, trigger);
    add(64, plain, what);
    add(65, plain, preposition);
}

/// The token that a "with" phrase belongs to: where it hangs on a place or a time, that which the place or time hangs on.
pub(crate) fn lift(scene: &Scene<'_>, phrase: u32) -> u32 {
    let tree = scene.tree();
    let mut at = tree.head(phrase);
    if at == phrase || tree.deprel(phrase) != Deprel::Nmod || arguments::preposition(tree, phrase) != Some("with") {
        return at;
    }
    for _ in 0..STEPS {
        let head = tree.head(at);
        let stands_aside = super::place::is_place(scene, at) || in_time(scene.reader.document, at);
        if head == at || !stands_aside || !matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Num) {
            break;
        }
        at = head;
    }
    at
}

/// Whether a token stands in a temporal expression.
pub(crate) fn in_time(document: &Document, token: u32) -> bool {
    let span = document.tokens.tokens[token as usize].span;
    let next = document.times.times.partition_point(|time| time.span.end <= span.start);
    document.times.times.get(next).is_some_and(|time| time.span.overlaps(span))
}
