//! Where an act happened: every place that the sentence names is offered, a model decides, else the dateline's stands in.

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::candidates::{Candidate, Match};
use super::frames::Role;
use super::model::{self, EventModel};
use super::roles::{self, Around, STEPS};
use super::scene::Scene;
use super::types::EventType;
use super::whereabouts::{self, direction, rest_of_name};
use super::words::Set;
use super::{EventPlace, PlaceBasis, arguments};
use crate::Error;
use crate::entities::{EntityKind, MentionKind};
use crate::lexicon::Table;
use crate::model::hash;
use crate::names::Label;
use crate::places::PlaceKind;
use crate::syntax::{Deprel, Upos, Xpos};

/// Nouns that make a place with the name before them: "Zhari district".
#[derive(Debug)]
pub(crate) struct PlaceNouns(FxHashSet<CompactString>);

impl PlaceNouns {
    /// The shipped table.
    ///
    /// # Errors
    /// A row that does not parse.
    pub(crate) fn built_in() -> Result<Self, Error> {
        const NOUNS: &str = include_str!("../../lexicon/places/nouns.tsv");
        let table = Table::parse("places/nouns", NOUNS, &["noun"])?;
        Ok(Self(table.rows().map(|row| row.cells[0].into()).collect()))
    }

    pub(super) fn has(&self, noun: &str) -> bool {
        self.0.contains(noun)
    }
}

/// The place that the model takes for the act's, else the dateline's.
pub(super) fn place(
    around: &Around<'_, '_>,
    model: &EventModel,
    kind: EventType,
    phrases: &[u32],
    user: Option<&Match>,
) -> Option<EventPlace> {
    let (scene, candidate) = (around.scene, around.candidate);
    let document = scene.reader.document;
    let places = places(scene, phrases);
    let mut features = Vec::with_capacity(60);
    let named = |token: &u32| user.is_some_and(|found| found.fillers.contains(&(Role::Place, *token)));
    let mut best: Option<(f32, u32)> = places.iter().copied().find(named).map(|token| (1.0, token));
    for &token in &places {
        let Some(floor) = whereabouts::floor(scene, candidate, kind, token) else { continue };
        features.clear();
        self::features(around, kind, token, &places, &mut features);
        let share = model.places.probabilities(&features, model::PLACES)[1];
        // "near the Chadian border" or what only bears on something else says less than any other place.
        let weak = is_edge(scene, token) || whereabouts::is_of_something_else(scene, candidate, kind, token);
        let rank = share - f32::from(weak);
        if share >= floor && best.is_none_or(|(highest, _)| rank > highest) {
            best = Some((rank, token));
        }
    }
    if let Some(place) = best.and_then(|(_, token)| named_place(scene, candidate, token)) {
        return Some(place);
    }
    if let Some(place) = phrases.iter().find_map(|&token| direction(scene, candidate, token)) {
        return Some(place);
    }
    let span = document.layout.dateline?.place?;
    let token = document.tokens.within(span).next()?;
    let index = scene.mentions.holding(token)?;
    Some(EventPlace { entity: document.entities.mentions[index as usize].entity, span, basis: PlaceBasis::Dateline })
}

/// The place that a token heads, by its name where the text has one beside it.
fn named_place(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> Option<EventPlace> {
    let document = scene.reader.document;
    let tree = scene.tree();
    let of = |token: u32| {
        let index = place_mention(scene, token)?;
        Some((index, &document.entities.mentions[index as usize]))
    };
    // "the capital, Kathmandu", "the town of Jenin"
    let renamed = tree.children(token).iter().copied().take(24).find(|&child| {
        let apposed = tree.deprel(child) == Deprel::Appos;
        let of_it = tree.deprel(child) == Deprel::Nmod
            && arguments::preposition(tree, child) == Some("of")
            && scene.reader.frames.words.has(Set::PlaceKind, tree.lemma(token));
        child > token
            && (apposed || of_it)
            && of(token).is_none_or(|(_, mention)| {
                mention.kind != MentionKind::Name
                    || of_it
                    || !mention.span.overlaps(document.tokens.tokens[token as usize].span)
            })
            && of(child).is_some_and(|(_, mention)| mention.kind == MentionKind::Name)
    });
    let token = renamed.or_else(|| name_behind(scene, token)).unwrap_or(token);
    let (index, mention) = of(token)?;
    let noun = document.tokens.tokens[token as usize].span;
    let (first, last) = tree.extent(candidate.token);
    let below = (first..=last).contains(&token);
    let basis = if below { PlaceBasis::OwnPhrase } else { PlaceBasis::Sentence };
    if mention.kind == MentionKind::Name {
        // "Zhari district", "Glasgow's main airport"
        let head = tree.head(token);
        let owned =
            tree.deprel(token) == Deprel::NmodPoss && head > token && scene.lexicon.place_nouns.has(tree.lemma(head));
        let whole = if owned { mention.span.union(document.tokens.tokens[head as usize].span) } else { mention.span };
        let rest = rest_of_name(scene, mention.tokens.clone());
        let whole = rest.map_or(whole, |rest| whole.union(rest));
        return Some(EventPlace { entity: mention.entity, span: whole.union(noun), basis });
    }
    // "the country's north" is a name of its own.
    if !mention.span.overlaps(noun) {
        return Some(EventPlace { entity: mention.entity, span: mention.span.union(noun), basis });
    }
    let name = &document.entities.mentions[name_nearby(scene, index)? as usize];
    let here = document.tokens.sentence_of(name.head) == candidate.sentence as usize;
    let basis = if here { basis } else { PlaceBasis::Inherited };
    Some(EventPlace { entity: mention.entity, span: name.span, basis })
}

/// "in the capital, Kathmandu.": the name between commas behind a noun for its kind, whatever the tree makes of it.
fn name_behind(scene: &Scene<'_>, noun: u32) -> Option<u32> {
    let is_noun = scene.reader.frames.words.has(Set::PlaceKind, scene.tree().lemma(noun));
    let index = scene.mentions.holding(noun + 2).filter(|_| is_noun && scene.reader.form(noun + 1) == ",")?;
    let mention = &scene.reader.document.entities.mentions[index as usize];
    let closed = mention.tokens.start == noun + 2 && matches!(scene.reader.form(mention.tokens.end), "," | "." | "");
    (closed && names_place(scene, index)).then_some(mention.head)
}

/// "President of France Paul Morel", "Senator Ann Lee of Ohio": whose office it is. By the word before "of", since the parser
/// likes to hang it on something else.
pub(super) fn is_of_title(scene: &Scene<'_>, token: u32) -> bool {
    let entities = &scene.reader.document.entities;
    let of = scene.tree().child(token, &[Deprel::Case]).filter(|&case| scene.reader.form(case) == "of");
    let Some(owner) = of.and_then(|of| of.checked_sub(1)) else { return false };
    let index = scene.mentions.headed(owner).or_else(|| scene.mentions.holding(owner));
    let person = index.is_some_and(|index| {
        let mention = &entities.mentions[index as usize];
        let kind = entities.entities[mention.entity as usize].kind;
        mention.kind == MentionKind::Title
            || mention.kind == MentionKind::Name && kind == EntityKind::Named(Label::Person)
    });
    let key = crate::lexicon::word_key(scene.reader.form(owner));
    let office =
        scene.lexicon.actors.phrases.longest(std::iter::once(key)).is_some_and(|(_, noun)| noun.role.is_some());
    person || office && smallness(scene, token) == 1
}

/// The nearest name of a place that is only called "the city" or "there": in its paragraph before it, later in its sentence, or
/// before its paragraph.
fn name_nearby(scene: &Scene<'_>, index: u32) -> Option<u32> {
    let document = scene.reader.document;
    let mention = &document.entities.mentions[index as usize];
    if mention.kind == MentionKind::Name {
        return None;
    }
    let all = &document.entities.entities[mention.entity as usize].mentions;
    let at = all.partition_point(|&it| document.entities.mentions[it as usize].span.start < mention.span.start);
    let sentence = document.tokens.sentence_of(mention.head);
    let place_of = |it: u32| {
        let other = &document.entities.mentions[it as usize];
        (other.kind == MentionKind::Name).then(|| document.tokens.sentence_of(other.head))
    };
    let block = document.tokens.sentences[sentence].block;
    let before = all[..at].iter().rev().take(24).copied().find(|&it| place_of(it).is_some());
    let near = before.filter(|&it| place_of(it).is_some_and(|at| document.tokens.sentences[at].block == block));
    near.or_else(|| all[at..].iter().take(8).copied().find(|&it| place_of(it) == Some(sentence))).or(before)
}

/// The phrases that head the name of a place.
pub(crate) fn places(scene: &Scene<'_>, phrases: &[u32]) -> Vec<u32> {
    phrases.iter().copied().filter(|&token| is_place(scene, token)).collect()
}

/// Whether a token names a place, a country or a building, or heads a phrase that does.
pub(crate) fn is_place(scene: &Scene<'_>, token: u32) -> bool {
    place_mention(scene, token).is_some() && !is_inside(scene, scene.tree().head(token), token)
}

fn names_place(scene: &Scene<'_>, index: u32) -> bool {
    let document = scene.reader.document;
    let mention = &document.entities.mentions[index as usize];
    match document.entities.entities[mention.entity as usize].kind {
        // "the anti-Brexit march", "the pro-Kremlin mayor"
        _ if ["anti-", "pro-"].iter().any(|it| scene.reader.form(mention.tokens.start).starts_with(it)) => false,
        EntityKind::Named(Label::Gpe | Label::Loc | Label::Fac) => true,
        // "Al Noor Mosque" taken for an organisation.
        EntityKind::Named(Label::Org) => {
            let last = mention.tokens.end.saturating_sub(1);
            scene.lexicon.place_nouns.has(scene.reader.form(last))
        }
        _ => false,
    }
}

/// The place's mention in a phrase: its head, or the name before its head.
pub(super) fn place_mention(scene: &Scene<'_>, token: u32) -> Option<u32> {
    let own = scene.mentions.headed(token).or_else(|| scene.mentions.holding(token));
    let own =
        own.filter(|&index| names_place(scene, index) || whereabouts::stands_by(scene, token) && is_body(scene, index));
    own.or_else(|| {
        let children = scene.tree().children(token).iter().rev();
        let named = children.copied().find_map(|child| place_noun(scene, token, child));
        named.filter(|&index| names_place(scene, index))
    })
    .or_else(|| part_of(scene, token))
}

/// Whether a mention names a body.
fn is_body(scene: &Scene<'_>, index: u32) -> bool {
    let entities = &scene.reader.document.entities;
    let mention = &entities.mentions[index as usize];
    mention.kind == MentionKind::Name
        && entities.entities[mention.entity as usize].kind == EntityKind::Named(Label::Org)
}

/// The place that a noun names a part of: "the coast of Chile", "north of the city", "Chile's coast".
fn part_of(scene: &Scene<'_>, noun: u32) -> Option<u32> {
    let tree = scene.tree();
    if !scene.reader.frames.words.has(Set::PlacePart, scene.reader.form(noun)) {
        return None;
    }
    tree.children(noun).iter().copied().take(16).find_map(|child| {
        let of = matches!(tree.deprel(child), Deprel::Nmod | Deprel::Obl)
            && child > noun
            && arguments::preposition(tree, child) == Some("of");
        let owner = child < noun
            && matches!(tree.deprel(child), Deprel::NmodPoss | Deprel::Compound | Deprel::NmodDesc | Deprel::Amod);
        let index = scene.mentions.headed(child).or_else(|| scene.mentions.holding(child));
        let index = index
            .filter(|&index| (of || owner) && (names_place(scene, index) || owner && names_people(scene, index)))?;
        // "the capital of Accra" is Accra.
        let entity = scene.reader.document.entities.mentions[index as usize].entity;
        let town = scene.reader.document.places.of(entity).is_some_and(|it| it.kind == PlaceKind::PopulatedPlace);
        (!town || owner || scene.reader.form(noun) != "capital").then_some(index)
    })
}

/// Whether a noun names a place by the people that it belongs to: "the Chadian border".
fn is_edge(scene: &Scene<'_>, token: u32) -> bool {
    place_mention(scene, token).is_some_and(|index| names_people(scene, index))
}

/// Whether a mention names a people: "the Chilean coast".
fn names_people(scene: &Scene<'_>, index: u32) -> bool {
    let entities = &scene.reader.document.entities;
    let mention = &entities.mentions[index as usize];
    let entity = &entities.entities[mention.entity as usize];
    mention.kind == MentionKind::Name && entity.kind == EntityKind::Named(Label::Norp) && entity.country.is_some()
}

/// Whether the place that `child` names is only part of the phrase of the place that `noun` heads.
fn is_inside(scene: &Scene<'_>, noun: u32, child: u32) -> bool {
    let own = scene.mentions.headed(child).or_else(|| scene.mentions.holding(child));
    noun != child && (place_noun(scene, noun, child).is_some() || own.is_some() && part_of(scene, noun) == own)
}

/// How small a place is, from countries (1) over regions and towns to buildings (5); 0 if nothing is known of it.
pub(super) fn smallness(scene: &Scene<'_>, token: u32) -> u64 {
    let document = scene.reader.document;
    let Some(index) = place_mention(scene, token) else { return 0 };
    let entity = document.entities.mentions[index as usize].entity;
    if part_of(scene, token).is_some() {
        return 3;
    }
    let known = document.places.of(entity).map(|place| place.kind);
    match document.entities.entities[entity as usize].kind {
        EntityKind::Named(Label::Fac | Label::Org) => 5,
        _ => match known {
            Some(PlaceKind::Country) => 1,
            Some(PlaceKind::Region) => 2,
            Some(PlaceKind::PopulatedPlace) => 4,
            Some(_) => 3,
            None => 0,
        },
    }
}

/// The nearest verb above a token.
pub(super) fn verb_above(scene: &Scene<'_>, token: u32) -> Option<u32> {
    let tree = scene.tree();
    let mut at = token;
    for _ in 0..STEPS {
        let head = tree.head(at);
        if head == at {
            return None;
        }
        at = head;
        if tree.upos(at) == Upos::Verb {
            return Some(at);
        }
    }
    None
}

/// The name of `child` where it stands before a noun such as "district".
fn place_noun(scene: &Scene<'_>, noun: u32, child: u32) -> Option<u32> {
    let tree = scene.tree();
    let fits = child < noun
        && tree.head(child) == noun
        && tree.upos(noun) == Upos::Noun
        && matches!(tree.deprel(child), Deprel::Compound | Deprel::NmodDesc | Deprel::Nmod)
        && scene.lexicon.place_nouns.has(tree.lemma(noun));
    if fits { scene.mentions.holding(child) } else { None }
}

/// Writes the features that decide whether a place is where an act happened.
pub(crate) fn features(around: &Around<'_, '_>, kind: EventType, phrase: u32, places: &[u32], out: &mut Vec<u64>) {
    let only = places.len() == 1;
    let (scene, candidate) = (around.scene, around.candidate);
    let tree = scene.tree();
    let token = candidate.token;
    let (path, length) = roles::path(scene, token, phrase);
    let slot = roles::slot(scene, candidate, kind, phrase);
    let preposition = arguments::preposition(tree, phrase).map_or(0, hash::text);
    let what = scene.kind(phrase);
    let side = u64::from(phrase > token);
    let distance = u64::from(token.abs_diff(phrase).min(31)).next_power_of_two() * 2 + side;
    let head = tree.head(phrase);
    let head_atom = if head == phrase { 1 } else { scene.atom(head) };
    let it = around.function(phrase);
    let elsewhere = roles::elsewhere(scene, candidate, phrase);
    let plain = roles::plain_path(scene, token, phrase);
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
    let possessive = tree.children(phrase).iter().any(|&it| tree.xpos(it) == Xpos::Pos);
    add(18, u64::from(possessive), length.min(6) as u64);
    add(19, tree.deprel(phrase) as u64, length.min(6) as u64);
    let inner = hash::feature(95, [it.inner, it.link]);
    add(24, inner, kind);
    add(25, inner, preposition);
    add(26, inner, candidate.class as u64);
    let outer = hash::feature(94, [it.outer.wrapping_mul(64).wrapping_add(it.link), around.own()]);
    add(27, outer, candidate.class as u64);
    add(28, outer, preposition);
    add(29, elsewhere % 64, preposition);
    add(30, elsewhere / 64, kind);
    add(31, plain, kind);
    add(32, plain, preposition);
    // Smaller places beside larger ones: "in a village in Chad".
    let small = smallness(scene, phrase);
    let others = || places.iter().copied().filter(|&other| other != phrase).take(24);
    let finer = others().any(|other| smallness(scene, other) > small);
    add(33, small, preposition);
    add(34, small, kind);
    add(35, small, u64::from(only) + 2 * u64::from(finer));
    let below = others().find(|&other| scene.is_above(phrase, other));
    let above = others().find(|&other| scene.is_above(other, phrase));
    let nested = |other: Option<u32>| other.map_or(0, |other| 1 + smallness(scene, other));
    add(36, nested(below) * 8 + nested(above), small);
    add(37, nested(below) * 8 + nested(above), preposition);
    let away = |other: u32| token.abs_diff(other);
    let nearer = others().filter(|&other| away(other) < away(phrase)).count().min(3) as u64;
    add(38, nearer * 2 + side, preposition);
    add(39, nearer * 2 + side, small);
    // Whether the act's verb is the place's, governs it, or stands below it.
    let own_verb = if tree.upos(token) == Upos::Verb { Some(token) } else { verb_above(scene, token) };
    let its_verb = verb_above(scene, phrase);
    let clause = match (own_verb, its_verb) {
        (Some(own), Some(its)) if own == its => 1,
        (Some(own), Some(its)) if scene.is_above(own, its) => 2,
        (Some(own), Some(its)) if scene.is_above(its, own) => 3,
        (Some(_), Some(_)) => 4,
        (None, _) => 5,
        (_, None) => 6,
    };
    add(40, clause, preposition);
    add(41, clause, kind);
    add(42, clause, small);
    add(43, clause * 64 + tree.deprel(phrase) as u64, preposition);
    if let Some(verb) = its_verb.filter(|_| clause > 1) {
        add(44, scene.atom(verb), clause);
        add(45, scene.atom(verb), preposition);
    }
    // "In Larin, gunmen ..."
    let start = scene.reader.document.tokens.sentences[candidate.sentence as usize].tokens.start;
    let first = phrase - start < 4 && phrase < token;
    add(46, u64::from(first), preposition);
    add(47, u64::from(first), clause);
}

#[cfg(test)]
mod tests {
    use crate::{Analyzer, Options, Resources};

    #[test]
    fn places_in_full() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let analyzer = Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() });
        for (text, wanted) in [
            ("Gunmen killed two farmers in the Kobar district on Friday.", "Kobar district"),
            ("A bomb killed three people in Nairobi, Kenya, on Friday.", "Nairobi"),
            ("Pirates seized a tanker off the coast of Kenya on Friday.", "coast of Kenya"),
            ("Officials in Kenya say rebels killed four soldiers in Kampala.", "Kampala"),
            ("Police arrested nine students in the Kenyan capital, Nairobi.", "Nairobi"),
            ("Gunmen killed two monks near the town of Kisumu.", "Kisumu"),
            ("Gunmen killed two monks in Kenya. Rebels shot four farmers in the country's north.", "country's north"),
            ("Protesters gathered outside Nairobi's main airport.", "Nairobi's main airport"),
            ("The premier met Senator Ann Lee of Ohio in Nairobi on Monday.", "Nairobi"),
            ("A court in Nairobi found two officers guilty of attacking a tourist in Kampala.", "Kampala"),
        ] {
            let document = analyzer.analyze(text, None);
            let place = document.events.last().and_then(|event| event.place).expect("a place");
            assert_eq!(place.span.text(text), wanted);
        }
    }
}
