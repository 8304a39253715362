//! How likely a place must be, by what the sentence says of it beside the act; and what belongs to its name.

use std::ops::Range;

use compact_str::CompactString;

use super::candidates::Candidate;
use super::frames::TriggerClass;
use super::place::{is_of_title, place_mention, smallness, verb_above};
use super::roles::STEPS;
use super::scene::{NONE, Scene};
use super::types::EventType;
use super::words::Set;
use super::{EventPlace, PlaceBasis, arguments};
use crate::Span;
use crate::entities::MentionKind;
use crate::places::DIRECTIONS;
use crate::syntax::{Deprel, Upos, Xpos};

/// Least probability for a place to be the act's. The floors were chosen on held-out folds.
const FLOOR: f32 = 0.33;
/// The same where the sentence begins with it, or where it names a place that the text calls "the capital".
const FRAMING_FLOOR: f32 = 0.2;
/// The same where the act goes into it, takes place "in the city of" it or is said "speaking in" it.
const ENTERED_FLOOR: f32 = 0.05;
/// The same where the act takes place outside or inside it.
const OUTSIDE_FLOOR: f32 = 0.15;
/// The same where it stands before the act's noun: "the Lyon talks".
const BEFORE_NOUN_FLOOR: f32 = 0.1;
/// The same where a court sits that judges an act of elsewhere.
const COURT_FLOOR: f32 = 0.8;
/// The same behind "after" or "since", where something else took place.
const ASIDE_FLOOR: f32 = 0.65;
/// The same where violence or protest took place that the act only speaks of or punishes.
const OTHER_ACT_FLOOR: f32 = 0.7;

/// Words that put what follows them at another time than the act.
pub(super) const ASIDE: [&str; 6] = ["after", "before", "since", "until", "following", "ahead"];
/// Those of them that hardly ever put it at the same place.
const LONG_AGO: [&str; 2] = ["since", "until"];

/// The least probability at which a place is taken for the act's; `None` where it cannot be.
pub(super) fn floor(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, token: u32) -> Option<f32> {
    let tree = scene.tree();
    let start = scene.reader.document.tokens.sentences[candidate.sentence as usize].tokens.start;
    // "In Larin, gunmen ...": what a sentence begins with holds for all of it.
    let frames_it = token - start < 4 && token < candidate.token && arguments::preposition(tree, token) == Some("in");
    // "an offensive into Chad"
    let entered = matches!(kind, EventType::Assault | EventType::Coerce | EventType::Mobilize)
        && candidate.arguments.obliques.iter().any(|(word, noun)| *noun == token && word == "into");
    let judged_elsewhere =
        !matches!(kind, EventType::Sanction | EventType::Accuse | EventType::Concede | EventType::Reject)
            && !scene.is_above(candidate.token, token)
            && scene.reader.frames.words.has(Set::Court, tree.lemma(tree.head(token)));
    let aside = word_aside(scene, candidate, token);
    let floor = if is_titled(scene, token)
        || is_doer(scene, token) && !is_unrest_of(scene, candidate, kind, token)
        || aside.is_some_and(|it| LONG_AGO.contains(&it))
    {
        return None;
    } else if aside.is_some() {
        ASIDE_FLOOR
    } else if speaks_of_acts(kind) && is_of_other_act(scene, candidate, token) {
        OTHER_ACT_FLOOR
    } else if entered
        || is_of_own_town(scene, candidate, token)
        || is_spoken_at(scene, candidate, token)
        || is_invaded(scene, candidate, token)
    {
        ENTERED_FLOOR
    } else if stands_by(scene, token) && shares_clause(scene, candidate, token) {
        OUTSIDE_FLOOR
    } else if is_before_noun(scene, candidate, token) || is_unrest_of(scene, candidate, kind, token) {
        BEFORE_NOUN_FLOOR
    } else if judged_elsewhere {
        COURT_FLOOR
    } else if frames_it || is_name_of_kind(scene, token) {
        FRAMING_FLOOR
    } else if is_of_title(scene, token) {
        return None;
    } else {
        FLOOR
    };
    Some(floor)
}

/// Whether a place stands where the sentence speaks of another time or act.
pub(super) fn is_of_something_else(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, token: u32) -> bool {
    word_aside(scene, candidate, token).is_some() || speaks_of_acts(kind) && is_of_other_act(scene, candidate, token)
}

/// "minister Orlov": a name right behind a title is a person's, whatever the recognizer took it for.
fn is_titled(scene: &Scene<'_>, token: u32) -> bool {
    let document = scene.reader.document;
    let tree = scene.tree();
    let Some(index) = scene.mentions.headed(token).or_else(|| scene.mentions.holding(token)) else { return false };
    let mention = &document.entities.mentions[index as usize];
    let Some(before) = mention.tokens.start.checked_sub(1).filter(|_| mention.kind == MentionKind::Name) else {
        return false;
    };
    let key = crate::lexicon::word_key(scene.reader.form(before));
    let noun = scene.lexicon.actors.phrases.longest(std::iter::once(key));
    document.tokens.sentence_of(before) == document.tokens.sentence_of(token)
        && tree.upos(before) == Upos::Noun
        && noun.is_some_and(|(_, noun)| noun.role.is_some())
        && tree.child(token, &[Deprel::Case]).is_none()
}

/// The word of [`ASIDE`] that begins a phrase or clause of time with the place in it and the act outside: "the worst attack
/// *since* one in Kano".
fn word_aside(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> Option<&'static str> {
    let tree = scene.tree();
    let begins = |child: u32| {
        let marks = matches!(tree.deprel(child), Deprel::Mark | Deprel::Case);
        ASIDE.into_iter().find(|word| marks && (tree.lemma(child) == *word || scene.reader.form(child) == *word))
    };
    let mut at = token;
    for _ in 0..STEPS {
        if scene.is_above(at, candidate.token) {
            return None;
        }
        if let Some(word) = tree.children(at).iter().take(24).find_map(|&child| begins(child)) {
            return Some(word);
        }
        let head = tree.head(at);
        if head == at {
            break;
        }
        at = head;
    }
    None
}

/// Whether acts of a type are words about other acts or answers to them.
fn speaks_of_acts(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Accuse
            | EventType::Sanction
            | EventType::Reject
            | EventType::Coerce
            | EventType::Support
            | EventType::Request
            | EventType::Threaten
    )
}

/// Whether a place belongs to violence, force or protest that the sentence names below the act: "denied a part in the bombing in
/// *Kano*".
fn is_of_other_act(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> bool {
    let tree = scene.tree();
    let mut at = token;
    for _ in 0..STEPS {
        let head = tree.head(at);
        if head == at || scene.is_above(head, candidate.token) {
            return false;
        }
        at = head;
        let index = scene.candidate_of.get(at as usize).copied().unwrap_or(NONE);
        if index != NONE {
            let frame = scene.candidates[index as usize].matches[0].frame;
            let kind = scene.reader.frames.get(frame).kind;
            return matches!(kind, EventType::Assault | EventType::Protest | EventType::Coerce);
        }
    }
    false
}

/// "Speaking in Oslo, she urged ...": where the words are said.
fn is_spoken_at(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> bool {
    let tree = scene.tree();
    let Some(verb) = verb_above(scene, token) else { return false };
    let above = tree.head(verb);
    // "Speaking in Oslo, she said that she rejected ..."
    let said = tree.head(above) == candidate.token
        || candidate.class != TriggerClass::Noun && verb_above(scene, candidate.token) == Some(above);
    tree.lemma(verb) == "speak"
        && tree.xpos(verb) == Xpos::Vbg
        && matches!(tree.deprel(verb), Deprel::Advcl | Deprel::Acl | Deprel::Xcomp)
        && matches!(arguments::preposition(tree, token), Some("in" | "at" | "from"))
        && (above == candidate.token || said)
}

/// "invaded Chad", "the occupation of Chad": what is invaded is where it happens.
fn is_invaded(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> bool {
    let around = &candidate.arguments;
    matches!(scene.tree().lemma(candidate.token), "invade" | "invasion" | "incursion" | "occupy" | "occupation")
        && (around.object == Some(token)
            || around.obliques.iter().any(|(word, noun)| *noun == token && matches!(word.as_str(), "of" | "into")))
}

/// Whether a token stands behind "outside", "inside" or "within": a body there stands for its seat.
pub(super) fn stands_by(scene: &Scene<'_>, token: u32) -> bool {
    matches!(arguments::preposition(scene.tree(), token), Some("outside" | "inside" | "within"))
}

/// Whether a token stands below the act or in the clause of its verb.
fn shares_clause(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> bool {
    let own = match scene.tree().upos(candidate.token) {
        Upos::Verb => Some(candidate.token),
        _ => verb_above(scene, candidate.token),
    };
    scene.is_above(candidate.token, token) || own.is_some() && verb_above(scene, token) == own
}

/// "in a US operation": a country before a noun says whose it is, unless that is a place itself ("at a US airport").
fn is_doer(scene: &Scene<'_>, token: u32) -> bool {
    let tree = scene.tree();
    let noun = tree.head(token);
    noun > token
        && tree.upos(noun) == Upos::Noun
        && matches!(tree.deprel(token), Deprel::Compound | Deprel::NmodDesc | Deprel::Amod)
        && smallness(scene, token) == 1
        && !scene.reader.frames.words.has(Set::PlaceKind, tree.lemma(noun))
        && !scene.lexicon.place_nouns.has(tree.lemma(noun))
}

/// "the Lyon talks": the name of a town or building before the act's noun; a country there is who acts.
fn is_before_noun(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> bool {
    let tree = scene.tree();
    tree.head(token) == candidate.token
        && token < candidate.token
        && matches!(tree.deprel(token), Deprel::Compound | Deprel::NmodDesc | Deprel::Nmod)
        && smallness(scene, token) >= 3
}

/// "the Singapore protests": who protests is seldom a state, so even a country before the noun is where.
fn is_unrest_of(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, token: u32) -> bool {
    let tree = scene.tree();
    kind == EventType::Protest
        && candidate.class == TriggerClass::Noun
        && tree.head(token) == candidate.token
        && token < candidate.token
        && matches!(tree.deprel(token), Deprel::Compound | Deprel::NmodDesc | Deprel::NmodPoss)
}

/// Whether a place is named beside a noun for its kind where the act takes place: "met in the city of Lyon", "rallied at Lyon's
/// airport".
fn is_of_own_town(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> bool {
    let tree = scene.tree();
    let head = tree.head(token);
    let named = tree.deprel(token) == Deprel::Appos || arguments::preposition(tree, token) == Some("of");
    let inside = |(preposition, noun): &(CompactString, u32)| {
        *noun == head && matches!(preposition.as_str(), "in" | "at" | "near" | "outside")
    };
    let owner = tree.deprel(token) == Deprel::NmodPoss;
    (named && scene.reader.frames.words.has(Set::PlaceKind, tree.lemma(head))
        || owner && scene.lexicon.place_nouns.has(tree.lemma(head)))
        && candidate.arguments.obliques.iter().any(inside)
}

/// Whether a place is the name that stands beside a noun for its kind: "the capital, Kathmandu".
fn is_name_of_kind(scene: &Scene<'_>, token: u32) -> bool {
    let tree = scene.tree();
    let head = tree.head(token);
    head < token
        && tree.deprel(token) == Deprel::Appos
        && scene.reader.frames.words.has(Set::PlaceKind, tree.lemma(head))
}

/// "killed two men south of Kampala": a direction with the name behind it.
pub(super) fn direction(scene: &Scene<'_>, candidate: &Candidate, token: u32) -> Option<EventPlace> {
    let document = scene.reader.document;
    let index = place_mention(scene, token)?;
    let mention = &document.entities.mentions[index as usize];
    let of = mention.tokens.start.checked_sub(1).filter(|&of| scene.reader.form(of) == "of")?;
    let direction = of.checked_sub(1)?;
    let word = scene.reader.form(direction);
    let is_direction = DIRECTIONS.contains(&word) && !word.ends_with("ern") && word != "central";
    if !is_direction || mention.kind != MentionKind::Name || !shares_clause(scene, candidate, token) {
        return None;
    }
    // "in Samarra, north of the capital": it only says where another place is.
    let before = direction.checked_sub(1).filter(|&before| scene.reader.form(before) != ",")?;
    if document.tokens.sentence_of(before) != candidate.sentence as usize {
        return None;
    }
    let (first, last) = scene.tree().extent(candidate.token);
    let basis = if (first..=last).contains(&token) { PlaceBasis::OwnPhrase } else { PlaceBasis::Sentence };
    let span = document.tokens.tokens[direction as usize].span.union(mention.span);
    Some(EventPlace { entity: mention.entity, span, basis })
}

/// The noun right behind a name that is written or parsed as a part of it: "Harrow Road *Bridge*", "Volta Delta *region*".
pub(super) fn rest_of_name(scene: &Scene<'_>, name: Range<u32>) -> Option<Span> {
    let document = scene.reader.document;
    let tree = scene.tree();
    let behind = name.end;
    let span = document.tokens.tokens.get(behind as usize)?.span;
    let before = behind.checked_sub(1)?;
    let touches = document.tokens.tokens[before as usize].span.end + 1 == span.start
        && document.tokens.sentence_of(behind) == document.tokens.sentence_of(before);
    let capital = span.text(scene.reader.text).starts_with(char::is_uppercase);
    // Names are short.
    let joined = name.contains(&tree.head(behind)) || name.rev().take(12).any(|it| tree.head(it) == behind);
    (touches && (capital || joined) && scene.lexicon.place_nouns.has(scene.reader.form(behind))).then_some(span)
}

#[cfg(test)]
mod tests {
    use crate::events::PlaceBasis;
    use crate::{Analyzer, Options, Resources};

    #[test]
    fn places_by_what_stands_around_them() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let analyzer = Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() });
        for (text, wanted) in [
            // What stands behind "after" or "since" happened at another time.
            ("Rebels killed two monks for the first time since a raid in Mombasa.", None),
            ("Rebels killed two monks in Kampala weeks after a raid in Mombasa.", Some("Kampala")),
            // What is only spoken of or punished happened elsewhere.
            ("The group denies any part in the bombing in Kampala.", None),
            ("Speaking in Kampala on Friday, the premier urged the rebels to disarm.", Some("Kampala")),
            ("Rebels from Sudan launched an incursion into northern Kenya.", Some("Kenya")),
            ("Hundreds protested outside the National Assembly on Friday.", Some("National Assembly")),
            ("The Kampala protest ended on Friday.", Some("Kampala")),
            ("Gunmen shot two farmers in a small town south of Kampala.", Some("south of Kampala")),
            ("Rebels attacked a convoy near the Kenyan border.", Some("Kenyan border")),
            ("In Uganda, rebels attacked a police post near the Kenyan border.", Some("Uganda")),
            ("Gunmen killed two farmers at Larin Road Bridge on Friday.", Some("Larin Road Bridge")),
            ("Gunmen killed two monks in the Zhari Desert district on Friday.", Some("Zhari Desert district")),
            // A country before a noun says whose it is.
            ("Two rebels were killed in a US operation on Friday.", None),
            // A name behind a title is a person's.
            ("Kenyan security minister Otieno stabbed", None),
        ] {
            let events = analyzer.analyze(text, None).events;
            let place = events.first().expect(text).place;
            assert_eq!(place.map(|it| it.span.text(text)), wanted, "{text}");
        }
    }

    #[test]
    fn a_place_told_later_is_inherited() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let analyzer = Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() });
        let text = "Gunmen killed two farmers on Friday.\n\n\
                    The killing of the two farmers took place in Kampala, police said.";
        let events = analyzer.analyze(text, None).events;
        let place = events[0].place.expect("a place");
        assert_eq!((events.len(), events[0].triggers.len()), (1, 2));
        assert_eq!((place.span.text(text), place.basis), ("Kampala", PlaceBasis::Inherited));
    }
}
