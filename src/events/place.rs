//! Where an act happened: every place that the sentence names is offered, a model decides, else the dateline's stands in.

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::candidates::Match;
use super::frames::Role;
use super::model::{self, EventModel};
use super::roles::{self, Around, STEPS};
use super::scene::Scene;
use super::types::EventType;
use super::{EventPlace, PlaceBasis};
use crate::Error;
use crate::entities::EntityKind;
use crate::lexicon::Table;
use crate::model::hash;
use crate::names::Label;
use crate::syntax::{Deprel, Upos, Xpos};

/// Least probability for a place to be the act's.
const FLOOR: f32 = 0.38;

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

    fn has(&self, noun: &str) -> bool {
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
        features.clear();
        self::features(around, kind, token, places.len() == 1, &mut features);
        let share = model.places.probabilities(&features, model::PLACES)[1];
        if share >= FLOOR && best.is_none_or(|(highest, _)| share > highest) {
            best = Some((share, token));
        }
    }
    if let Some((_, token)) = best {
        let mention = &document.entities.mentions[place_mention(scene, token)? as usize];
        let noun = document.tokens.tokens[token as usize].span;
        let span = if mention.span.overlaps(noun) { mention.span } else { mention.span.union(noun) };
        let below = {
            let (first, last) = scene.tree().extent(candidate.token);
            (first..=last).contains(&token)
        };
        let basis = if below { PlaceBasis::OwnPhrase } else { PlaceBasis::Sentence };
        return Some(EventPlace { entity: mention.entity, span, basis });
    }
    let span = document.layout.dateline?.place?;
    let token = document.tokens.within(span).next()?;
    let index = scene.mentions.holding(token)?;
    Some(EventPlace { entity: document.entities.mentions[index as usize].entity, span, basis: PlaceBasis::Dateline })
}

/// The phrases that head the name of a place.
pub(crate) fn places(scene: &Scene<'_>, phrases: &[u32]) -> Vec<u32> {
    phrases.iter().copied().filter(|&token| is_place(scene, token)).collect()
}

/// Whether a token names a place, a country or a building, or heads a phrase that does.
pub(crate) fn is_place(scene: &Scene<'_>, token: u32) -> bool {
    place_mention(scene, token).is_some() && place_noun(scene, scene.tree().head(token), token).is_none()
}

fn names_place(scene: &Scene<'_>, index: u32) -> bool {
    let document = scene.reader.document;
    let mention = &document.entities.mentions[index as usize];
    match document.entities.entities[mention.entity as usize].kind {
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
fn place_mention(scene: &Scene<'_>, token: u32) -> Option<u32> {
    let own = scene.mentions.headed(token).or_else(|| scene.mentions.holding(token));
    let own = own.filter(|&index| names_place(scene, index));
    own.or_else(|| {
        let children = scene.tree().children(token).iter().rev();
        let named = children.copied().find_map(|child| place_noun(scene, token, child));
        named.filter(|&index| names_place(scene, index))
    })
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
pub(crate) fn features(around: &Around<'_, '_>, kind: EventType, phrase: u32, only: bool, out: &mut Vec<u64>) {
    let (scene, candidate) = (around.scene, around.candidate);
    let tree = scene.tree();
    let token = candidate.token;
    let (path, length) = roles::path(scene, token, phrase);
    let slot = roles::slot(scene, candidate, kind, phrase);
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
    let possessive = tree.children(phrase).iter().any(|&it| tree.xpos(it) == Xpos::Pos);
    add(18, u64::from(possessive), length.min(6) as u64);
    add(19, tree.deprel(phrase) as u64, length.min(6) as u64);
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
        ] {
            let document = analyzer.analyze(text, None);
            let place = document.events.first().and_then(|event| event.place).expect("a place");
            assert_eq!(place.span.text(text), wanted);
        }
    }
}
