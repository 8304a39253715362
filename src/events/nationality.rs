//! The country of participants that have none of their own: of what they are part of, of where the act happens, of whom they
//! face.

use super::candidates::Candidate;
use super::scene::Scene;
use super::words::Set;
use super::{EventPlace, Participant, PlaceBasis, arguments};
use crate::Span;
use crate::entities::{Country, EntityKind, HELPED, Sector};
use crate::names::Label;
use crate::places::DIRECTIONS;
use crate::syntax::{Deprel, Upos};

/// "Iraqi Kurds": the country of an adjective before a name that has none of its own; "Chilean ships and planes" shares it.
pub(super) fn country_of_modifier(scene: &Scene<'_>, token: u32) -> Option<Country> {
    let tree = scene.tree();
    let entities = &scene.reader.document.entities;
    let bare = |token: u32| {
        let alone = |&child: &u32| child > token || matches!(tree.deprel(child), Deprel::Cc | Deprel::Punct);
        tree.deprel(token) == Deprel::Conj && tree.upos(token) == Upos::Noun && tree.children(token).iter().all(alone)
    };
    let token = if bare(token) { tree.head(token) } else { token };
    tree.children(token).iter().copied().take(24).filter(|&child| child < token).find_map(|child| {
        let modifies =
            matches!(tree.deprel(child), Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::NmodPoss);
        let index = scene.mentions.headed(child).filter(|_| modifies && !is_helped(scene, child + 1))?;
        let entity = &entities.entities[entities.mentions[index as usize].entity as usize];
        entity.country.filter(|_| is_nation(entity.kind))
    })
}

/// The country of a part of one: "South Lebanon", "Western Cambodia".
pub(super) fn direction(scene: &Scene<'_>, span: Span) -> Option<Country> {
    let (first, rest) = span.text(scene.reader.text).split_once(' ')?;
    let part = DIRECTIONS.iter().chain(&["upper", "lower", "mainland"]).any(|word| first.eq_ignore_ascii_case(word));
    let names = &scene.lexicon.actors.names;
    let entry = part
        .then(|| names.find(crate::lexicon::fold_hash(&crate::lexicon::fold(rest))))
        .into_iter()
        .flatten()
        .find(|it| it.country.is_some());
    entry.and_then(|it| it.country)
}

/// Unnamed people of a place are taken to be of its country: the police, protesters, residents of where the act happened; not
/// soldiers or fighters, who may be anybody's. So is what stands there: a village, a hideout.
pub(super) fn at_home(scene: &Scene<'_>, all: &mut [Participant], place: Option<EventPlace>) {
    // "near the Chadian border" may be on either side.
    let border = |it: &EventPlace| it.span.text(scene.reader.text).ends_with("border");
    let Some(place) = place.filter(|it| it.basis != PlaceBasis::Dateline && !border(it)) else {
        return;
    };
    let entities = &scene.reader.document.entities.entities;
    let known = entities.get(place.entity as usize).and_then(|entity| entity.country);
    let located = || scene.reader.document.places.of(place.entity).and_then(|it| it.country);
    let Some(country) = known.or_else(located) else { return };
    for one in all.iter_mut().filter(|one| one.country.is_none()) {
        let unnamed = one.entity.and_then(|id| entities.get(id as usize)).is_none_or(|it| it.kind == EntityKind::Group);
        let settled = |sector: &Sector| {
            !matches!(sector, Sector::Military | Sector::UnidentifiedArmed | Sector::Unidentified | Sector::Refugee)
        };
        let last = one.span.text(scene.reader.text).rsplit(' ').next().unwrap_or("");
        let fixed = one.sectors.is_empty()
            && place.basis != PlaceBasis::Inherited
            && (scene.lexicon.place_nouns.has(last) || scene.reader.frames.words.has(Set::Immovable, last));
        if unnamed && (fixed || one.sectors.first().is_some_and(settled)) {
            one.country = Some(country);
        }
    }
}

/// "met in Lima with Peruvian officials": of the parties of a meeting those behind "with" who are at home where it takes place
/// are visited, if the others are not. They are taken out of `parties`.
pub(super) fn hosts(
    scene: &Scene<'_>,
    candidate: &Candidate,
    parties: &mut Vec<Participant>,
    place: Option<EventPlace>,
) -> Vec<Participant> {
    let entities = &scene.reader.document.entities.entities;
    let place = place.filter(|it| it.basis != PlaceBasis::Dateline);
    let country = place.and_then(|it| {
        let known = entities.get(it.entity as usize).and_then(|entity| entity.country);
        known.or_else(|| scene.reader.document.places.of(it.entity).and_then(|it| it.country))
    });
    let Some(country) = country else { return Vec::new() };
    let trigger = scene.reader.document.tokens.tokens[candidate.token as usize].span;
    let behind = |it: &Participant| it.span.start > trigger.end && it.country == Some(country);
    let guest = |it: &Participant| it.span.start < trigger.start && it.country.is_some_and(|other| other != country);
    if !parties.iter().any(guest) || !parties.iter().all(|it| behind(it) || it.country != Some(country)) {
        return Vec::new();
    }
    let (hosts, guests) = std::mem::take(parties).into_iter().partition(behind);
    *parties = guests;
    hosts
}

/// Police and the unnamed people whom they act upon are taken to be of one country, as are protesters and an unnamed
/// government; only one side needs to say which.
pub(super) fn compatriots(scene: &Scene<'_>, one: &mut [Participant], other: &mut [Participant]) {
    let police = |it: &Participant| it.sectors.first() == Some(&Sector::Police);
    let people = |it: &Participant| {
        let sectors = [Sector::Civilian, Sector::Opposition, Sector::Labour, Sector::Education, Sector::Religious];
        it.sectors.first().is_some_and(|sector| sectors.contains(sector))
    };
    let state = |it: &Participant| police(it) || it.sectors.first() == Some(&Sector::Government);
    let entities = &scene.reader.document.entities.entities;
    let unnamed = |it: &Participant| {
        it.entity.and_then(|id| entities.get(id as usize)).is_none_or(|it| it.kind == EntityKind::Group)
    };
    let country = |list: &[Participant], fits: &dyn Fn(&Participant) -> bool| {
        list.iter().find(|it| fits(it) && it.country.is_some()).and_then(|it| it.country)
    };
    let lend = |to: &mut [Participant], fits: &dyn Fn(&Participant) -> bool, country: Option<Country>| {
        for it in to.iter_mut().filter(|it| it.country.is_none() && fits(it) && unnamed(it)) {
            it.country = country;
        }
    };
    let from_police = country(one, &police);
    lend(other, &people, from_police);
    let from_people = country(one, &people);
    lend(other, &state, from_people);
    let from_state = country(other, &state);
    lend(one, &people, from_state);
    let from_people = country(other, &people);
    lend(one, &police, from_people);
}

/// "members of the Hungarian party", "doctors from two Kenyan groups", "a village in western Chad", "abuses by the Chadian army":
/// the country of what they are part of, come from or stand in, of who does them, whom they follow, or what else they are.
pub(super) fn country_of_whole(scene: &Scene<'_>, token: u32) -> Option<Country> {
    ["of", "from", "in", "at", "near", "across", "by"]
        .iter()
        .find_map(|preposition| country_behind(scene, token, preposition))
        .or_else(|| country_of_allegiance(scene, token))
        .or_else(|| country_of_apposition(scene, token))
}

fn country_behind(scene: &Scene<'_>, token: u32, preposition: &str) -> Option<Country> {
    let tree = scene.tree();
    let document = scene.reader.document;
    let whole = tree.children(token).iter().copied().take(24).find(|&child| {
        tree.deprel(child) == Deprel::Nmod && arguments::preposition(tree, child) == Some(preposition)
    })?;
    let (first, last) = tree.extent(whole);
    let index =
        scene.mentions.headed(whole).into_iter().chain((first..=last).filter_map(|it| scene.mentions.holding(it)));
    index
        .into_iter()
        .find_map(|index| document.entities.actor_of_entity(document.entities.mentions[index as usize].entity).country)
}

/// "troops loyal to Chad's president": the country of whom they follow.
fn country_of_allegiance(scene: &Scene<'_>, token: u32) -> Option<Country> {
    let tree = scene.tree();
    let loyal = tree.children(token).iter().copied().take(24).find(|&child| {
        child > token
            && matches!(tree.deprel(child), Deprel::Amod | Deprel::Acl | Deprel::AclRelcl)
            && matches!(tree.lemma(child), "loyal" | "allied" | "faithful" | "answerable")
    })?;
    let whom = tree.children(loyal).iter().copied().take(24).find(|&child| {
        matches!(tree.deprel(child), Deprel::Obl | Deprel::Nmod) && arguments::preposition(tree, child) == Some("to")
    })?;
    country_within(scene, whom)
}

/// "Ann Lee, a leading activist in Chad": the country that the noun beside the name says.
fn country_of_apposition(scene: &Scene<'_>, token: u32) -> Option<Country> {
    let tree = scene.tree();
    let beside =
        |child: &u32| *child > token && tree.deprel(*child) == Deprel::Appos && tree.upos(*child) == Upos::Noun;
    tree.children(token)
        .iter()
        .copied()
        .take(24)
        .filter(beside)
        .find_map(|noun| country_of_modifier(scene, noun).or_else(|| country_behind(scene, noun, "of")))
}

/// The country of the first name in the phrase that a token heads.
fn country_within(scene: &Scene<'_>, head: u32) -> Option<Country> {
    let entities = &scene.reader.document.entities;
    let (first, last) = scene.tree().extent(head);
    let own = scene.mentions.headed(head).into_iter();
    let inside = (first..=last.min(first + 24)).filter_map(|it| scene.mentions.holding(it));
    own.chain(inside).find_map(|index| entities.actor_of_entity(entities.mentions[index as usize].entity).country)
}

/// The country of a name that no recognizer saw but the tables know: "*Paris*, along with its allies, said".
pub(super) fn country_in_tables(scene: &Scene<'_>, span: Span) -> Option<Country> {
    let names = &scene.lexicon.actors.names;
    scene.reader.document.tokens.within(span).take(12).find_map(|token| {
        let hyphen = |at: Option<u32>| at.is_some_and(|at| scene.reader.form(at) == "-");
        let text = scene.reader.document.tokens.tokens[token as usize].span.text(scene.reader.text);
        if scene.tree().upos(token) != Upos::Propn
            || scene.mentions.holding(token).is_some()
            || hyphen(token.checked_sub(1))
            || hyphen(Some(token + 1))
            || !text.starts_with(char::is_uppercase)
        {
            return None;
        }
        let mut found = names.find(crate::lexicon::fold_hash(&crate::lexicon::fold(text)));
        let country = found.next()?.country;
        country.filter(|_| found.all(|other| other.country == country))
    })
}

/// Whether a hyphen and a word such as "backed" stand at a token: "the Chadian-backed militia" is not Chad's.
pub(super) fn is_helped(scene: &Scene<'_>, hyphen: u32) -> bool {
    scene.reader.form(hyphen) == "-" && HELPED.contains(&scene.reader.form(hyphen + 1))
}

/// Whether an entity is a country or its people.
pub(super) fn is_nation(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Named(Label::Norp | Label::Gpe))
}
