//! How an act stands in the text: stated, reported, denied or only possible; past, present or future.

use super::candidates::Candidate;
use super::frames::TriggerClass;
use super::scene::Scene;
use super::types::EventType;
use crate::model::hash;
use crate::quotes::tree::Tree;
use crate::syntax::{Deprel, Upos};

/// The verb whose tense is the act's: the trigger itself, or the verb that its noun depends on.
pub(crate) fn governing_verb(tree: &Tree<'_>, token: u32) -> u32 {
    let mut at = token;
    for _ in 0..6 {
        let verbal = matches!(tree.upos(at), Upos::Verb | Upos::Aux) || tree.child(at, &[Deprel::Cop]).is_some();
        if verbal || tree.head(at) == at {
            return at;
        }
        at = tree.head(at);
    }
    at
}

/// Writes the features that assertion and tense are decided on.
pub(crate) fn features(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, out: &mut Vec<u64>) {
    let tree = scene.tree();
    let document = scene.reader.document;
    let token = candidate.token;
    let kind = kind as u64;
    let trigger = scene.atom(token);
    let class = candidate.class as u64;
    let mut add = |template: u32, a: u64, b: u64| out.push(hash::feature(template, [a, b]));
    add(0, 0, 0);
    add(1, kind, class);
    add(2, trigger, 0);
    add(3, tree.xpos(token) as u64, class);
    let quote = scene.quote(token).map(|index| &document.quotes[index as usize]);
    let (quoted, cue, same) = match quote {
        None => (0, 0, 0),
        Some(quote) => {
            let cue = quote.cue.map(|cue| document.tokens.within(cue).start).map_or(0, |it| scene.atom(it));
            let subject = candidate.arguments.subject;
            let entity = subject
                .and_then(|it| scene.mentions.headed(it).or_else(|| scene.mentions.holding(it)))
                .map(|index| document.entities.mentions[index as usize].entity);
            let overlaps = subject.is_some_and(|it| {
                quote.speaker_span.is_some_and(|span| span.overlaps(document.tokens.tokens[it as usize].span))
            });
            let pronoun = subject.is_some_and(|it| scene.is_pronoun(it));
            let same = if overlaps || (entity.is_some() && entity == quote.speaker) {
                1
            } else if pronoun {
                2
            } else if subject.is_some() {
                3
            } else {
                4
            };
            (1 + quote.kind as u64, cue, same)
        }
    };
    add(4, quoted, kind);
    add(5, quoted, class);
    add(6, cue, 0);
    add(7, quoted, same);
    add(8, same, kind);
    add(9, quoted, trigger);
    let verb = governing_verb(tree, token);
    add(10, tree.xpos(verb) as u64, quoted);
    add(11, scene.atom(verb), u64::from(verb == token));
    add(12, tree.xpos(verb) as u64, class);
    let mut has_aux = false;
    for &child in tree.children(verb) {
        match tree.deprel(child) {
            Deprel::Aux | Deprel::Cop | Deprel::AuxPass => {
                has_aux = true;
                let form = hash::text(scene.reader.form(child));
                add(13, form, class);
                add(14, form, kind);
                add(15, form, quoted);
                add(16, form, tree.xpos(verb) as u64);
            }
            Deprel::Mark => {
                add(17, scene.atom(child), class);
                add(18, scene.atom(child), tree.xpos(verb) as u64);
            }
            Deprel::Advmod => add(19, scene.atom(child), class),
            _ => {}
        }
    }
    add(20, u64::from(has_aux), tree.xpos(verb) as u64);
    for &child in tree.children(token) {
        match tree.deprel(child) {
            Deprel::Amod | Deprel::Advmod | Deprel::Det => add(21, scene.atom(child), class),
            Deprel::Mark => add(22, scene.atom(child), class),
            _ => {}
        }
    }
    let mut at = token;
    for level in 0..5_u64 {
        let head = tree.head(at);
        if head == at {
            break;
        }
        let relation = tree.deprel(at) as u64;
        add(23, scene.atom(head), relation);
        add(24, scene.atom(head), level.min(2));
        add(25, relation, level.min(2));
        for &child in tree.children(head) {
            if matches!(tree.deprel(child), Deprel::Aux | Deprel::Mark) {
                add(26, scene.atom(child), level.min(2));
                add(27, scene.atom(child), relation);
            }
        }
        add(28, tree.xpos(head) as u64, level.min(2));
        at = head;
    }
    add(29, u64::from(scene.reader.is_negated(token)) + 2 * u64::from(scene.reader.is_negated(verb)), class);
    if let Some((light, effect)) = candidate.arguments.light {
        add(30, effect as u64, tree.xpos(light) as u64);
        add(31, scene.atom(light), 0);
    }
    for found in candidate.matches.iter().take(1) {
        let frame = scene.reader.frames.get(found.frame);
        add(32, hash::text(&frame.pattern), u64::from(quoted > 0));
    }
    let sentence = &document.tokens.sentences[candidate.sentence as usize];
    add(33, sentence.kind as u64, tree.xpos(verb) as u64);
    for other in sentence.tokens.clone() {
        if matches!(
            scene.reader.form(other),
            "reportedly"
                | "allegedly"
                | "according"
                | "if"
                | "unless"
                | "alleged"
                | "suspected"
                | "accused"
                | "would"
                | "could"
                | "may"
                | "might"
                | "will"
                | "plans"
                | "plan"
                | "planned"
        ) {
            let side = u64::from(other < token);
            add(34, scene.atom(other), side);
            add(35, scene.atom(other), kind);
        }
    }
    // How deep in its quotation the act stands, behind which clauses, and who speaks.
    let (mut depth, mut aside, mut at) = (0, 0, token);
    while quoted > 0 && depth < 4 && tree.head(at) != at && scene.quote(tree.head(at)) == scene.quote(token) {
        aside |= match tree.deprel(at) {
            Deprel::AclRelcl => 1,
            Deprel::Acl => 2,
            Deprel::Advcl => 4,
            Deprel::Nmod | Deprel::Obl => 8,
            _ => 0,
        };
        at = tree.head(at);
        depth += 1;
    }
    add(38, quoted, depth);
    add(39, quoted, aside);
    add(40, cue, class);
    add(41, cue, kind);
    let speaker = quote.and_then(|quote| quote.speaker).and_then(|id| document.entities.entities.get(id as usize));
    let speaks = speaker.map_or(0, |it| 1 + it.sectors.first().map_or(0, |sector| 1 + *sector as u64));
    add(42, speaks, quoted);
    add(43, speaks, kind);
    if let Some(determiner) = tree.child(token, &[Deprel::Det]) {
        add(44, scene.atom(determiner), quoted);
    }
    // "accused of bombing", "claimed responsibility for the blast"
    if let Some(verb) = super::sources::vouching_verb(scene, candidate) {
        add(45, scene.atom(verb), class);
        add(46, scene.atom(verb), kind);
        add(47, scene.atom(verb), tree.deprel(token) as u64);
        add(48, scene.atom(verb), quoted);
    }
    if candidate.class == TriggerClass::Noun {
        let preposition = super::arguments::preposition(tree, token).map_or(0, hash::text);
        add(36, preposition, scene.atom(tree.head(token)));
        add(37, preposition, tree.xpos(verb) as u64);
    }
}
