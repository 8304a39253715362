//! Who a phrase names: the shortest phrase of the sentence that does, as an entity with codes.

use super::nationality::{country_in_tables, country_of_modifier, country_of_whole, direction, is_helped, is_nation};
use super::scene::Scene;
use super::words::Set;
use super::{Participant, arguments};
use crate::Span;
use crate::entities::{EntityKind, Mention, MentionKind, Sector};
use crate::names::Label;
use crate::quotes::phrase;
use crate::syntax::{Deprel, Upos};

/// Each entity and each phrase once; further mentions of an entity stay with the first.
pub(super) fn named_once(all: impl Iterator<Item = Participant>) -> Vec<Participant> {
    let mut out: Vec<Participant> = Vec::new();
    for one in all {
        let same = |it: &&mut Participant| it.span == one.span || (it.entity.is_some() && it.entity == one.entity);
        match out.iter_mut().find(same) {
            Some(known) if known.span == one.span => {}
            Some(known) => known.mentions.push(one.span),
            None => out.push(one),
        }
    }
    out
}

/// "Orlov shot him": whoever is acted upon by somebody is another; a pronoun that was taken for the actor stands for itself.
pub(super) fn told_apart(scene: &Scene<'_>, tokens: &[u32], acting: &[Participant], suffering: &mut [Participant]) {
    let acts = |entity: u32| acting.iter().any(|it| it.entity == Some(entity));
    for &token in tokens.iter().filter(|&&token| scene.is_pronoun(token)) {
        let index = scene.mentions.headed(token);
        let entity = index.map(|index| scene.reader.document.entities.mentions[index as usize].entity);
        let Some(entity) = entity.filter(|&entity| acts(entity)) else { continue };
        let known: Vec<usize> = (0..suffering.len()).filter(|&at| suffering[at].entity == Some(entity)).collect();
        if let [at] = known[..] {
            suffering[at] = Participant {
                entity: None,
                span: scene.reader.document.tokens.tokens[token as usize].span,
                country: None,
                sectors: Vec::new(),
                inherited: false,
                mentions: Vec::new(),
            };
        }
    }
}

/// The sector of a noun for people without a name: "protesters", "a spokesman".
pub(super) fn sector_of_noun(scene: &Scene<'_>, token: u32) -> Option<Sector> {
    let phrases = &scene.lexicon.actors.phrases;
    let key = crate::lexicon::word_key(scene.reader.form(token));
    let (_, noun) = phrases.longest(std::iter::once(key))?;
    let role = noun.role.and_then(|role| phrases.roles[role as usize].sector);
    noun.group.map(|(sector, _)| sector).or(role)
}

/// What a pronoun or a noun stands for where its sentence names it: the name of the entity that is nearest, before rather than
/// after; for a pronoun also a noun before it.
fn named_beside(scene: &Scene<'_>, token: u32, entity: Option<u32>) -> Option<Span> {
    let document = scene.reader.document;
    let entity = &document.entities.entities[entity? as usize];
    let own = document.tokens.tokens[token as usize].span;
    let pronoun = scene.is_pronoun(token);
    let named = scene
        .mentions
        .headed(token)
        .or_else(|| scene.mentions.holding(token))
        .is_some_and(|index| document.entities.mentions[index as usize].kind == MentionKind::Name);
    if !pronoun && (named || !matches!(entity.kind, EntityKind::Named(Label::Person))) {
        return None;
    }
    let sentence = document.tokens.sentences[document.tokens.sentence_of(token)].span;
    let start =
        entity.mentions.partition_point(|&at| document.entities.mentions[at as usize].span.end <= sentence.start);
    let here: Vec<_> = entity.mentions[start..]
        .iter()
        .map(|&at| &document.entities.mentions[at as usize])
        .take_while(|it| it.span.start < sentence.end)
        .filter(|it| !it.span.overlaps(own))
        .collect();
    let before = here.partition_point(|it| it.span.start < own.start);
    let is = |kind: MentionKind| move |it: &&&Mention| it.kind == kind;
    let mention = here[..before]
        .iter()
        .rev()
        .find(is(MentionKind::Name))
        .or_else(|| here[before..].iter().find(is(MentionKind::Name)))
        .or_else(|| here[..before].iter().rev().find(is(MentionKind::Nominal)).filter(|_| pronoun))?;
    let named = phrase::naming(document, scene.tree(), &scene.mentions, mention.head);
    (!named.span.overlaps(own)).then_some(named.span)
}

/// "some of the villagers", "a group of children", "four of whom": what a number or a word of quantity is a part of.
pub(super) fn members(scene: &Scene<'_>, token: u32) -> Option<u32> {
    let tree = scene.tree();
    let part = tree.upos(token) == Upos::Num || scene.reader.frames.words.has(Set::Part, scene.reader.form(token));
    let whole = tree.children(token).iter().copied().filter(|_| part).find(|&child| {
        child > token
            && matches!(tree.deprel(child), Deprel::Nmod | Deprel::Obl)
            && arguments::preposition(tree, child) == Some("of")
    })?;
    let document = scene.reader.document;
    if tree.upos(whole) != Upos::Pron {
        return matches!(tree.upos(whole), Upos::Noun | Upos::Propn).then_some(whole);
    }
    // "two children, one of whom"
    let mut at = token;
    for _ in 0..4 {
        if matches!(tree.deprel(at), Deprel::AclRelcl) {
            return Some(tree.head(at));
        }
        at = tree.head(at);
    }
    let entity = document.entities.mentions[scene.mentions.headed(whole)? as usize].entity;
    let sentence = document.tokens.sentences[document.tokens.sentence_of(token)].tokens.clone();
    let mentions = &document.entities.entities[entity as usize].mentions;
    mentions
        .iter()
        .map(|&at| document.entities.mentions[at as usize].head)
        .find(|head| sentence.contains(head) && *head < token && matches!(tree.upos(*head), Upos::Noun | Upos::Propn))
}

fn participant(scene: &Scene<'_>, token: u32) -> Participant {
    let document = scene.reader.document;
    let token = members(scene, token).unwrap_or(token);
    let mut named = phrase::naming(document, scene.tree(), &scene.mentions, token);
    if let Some(span) = named_beside(scene, token, named.entity) {
        named.span = span;
    }
    let actor = named.entity.map(|id| document.entities.actor_of_entity(id)).unwrap_or_default();
    let mut out = Participant {
        entity: named.entity,
        span: named.span,
        country: actor.country,
        sectors: actor.sectors,
        inherited: false,
        mentions: Vec::new(),
    };
    if out.sectors.is_empty() && named.entity.is_none() {
        out.sectors.extend(sector_of_noun(scene, token));
    }
    // "Russian warplanes" without a group of its own: the country of the name inside.
    if out.country.is_none() {
        let inside = document.tokens.within(named.span);
        let country = inside.clone().filter_map(|it| scene.mentions.holding(it)).find_map(|index| {
            let mention = &document.entities.mentions[index as usize];
            let entity = &document.entities.entities[mention.entity as usize];
            entity.country.filter(|_| !is_helped(scene, mention.tokens.end))
        });
        out.country = country
            .or_else(|| country_of_whole(scene, token))
            .or_else(|| direction(scene, named.span))
            .or_else(|| country_of_modifier(scene, token))
            .or_else(|| country_in_tables(scene, named.span));
    }
    out
}

/// A participant, and one more for each further country that its modifiers name: "Hungarian and Romanian officials".
pub(super) fn with_partners(scene: &Scene<'_>, token: u32) -> Vec<Participant> {
    let document = scene.reader.document;
    let main = participant(scene, token);
    let (first, _) = scene.tree().extent(token);
    let mut out = vec![main];
    let joined = (first.max(token.saturating_sub(8))..token).any(|it| scene.reader.form(it) == "and");
    if !joined {
        return out;
    }
    for index in (first.max(token.saturating_sub(8))..token).filter_map(|it| scene.mentions.holding(it)) {
        let mention = &document.entities.mentions[index as usize];
        let entity = &document.entities.entities[mention.entity as usize];
        let country = entity.country.filter(|_| is_nation(entity.kind));
        if country.is_some() && out.iter().all(|it| it.country != country) {
            out.push(Participant {
                entity: Some(mention.entity),
                span: mention.span,
                country,
                sectors: out[0].sectors.clone(),
                inherited: false,
                mentions: Vec::new(),
            });
        }
    }
    out
}
