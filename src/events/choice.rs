//! Which of the phrases that the model finds likely take part: who is sure enough, who is named by somebody else's phrase.

use super::candidates::Candidate;
use super::frames::TriggerClass;
use super::roles::STEPS;
use super::scene::Scene;
use super::types::EventType;
use super::words::Set;
use super::{arguments, naming, place};
use crate::entities::{EntityKind, MentionKind};
use crate::names::Label;
use crate::syntax::{Deprel, Upos, Xpos};

/// A phrase with how likely it acts and is acted upon.
pub(super) type Offer = (u32, [f32; 2]);

/// Least probability of whom the text joins to somebody who takes part.
const JOINED: f32 = 0.2;
/// The same for those behind "including", who are seldom told apart.
const INCLUDED: f32 = 0.15;
/// The same for an object of violence or force where nobody else is acted upon.
const OBJECT: f32 = 0.05;
/// Prepositions whose phrase tells of something else: whoever is named deep in it is seldom acted upon.
const ASIDE: [&str; 10] = ["by", "from", "after", "before", "since", "until", "during", "following", "despite", "amid"];
/// No probability reaches it.
const NEVER: f32 = 2.0;

/// Takes the phrases that are likely enough for a role (0 acts, 1 is acted upon), else the likeliest one if that is not too bad a
/// guess, and whom the text joins to one of them ("by Orlov, Brandt and a third man") where the other role is not likelier.
pub(super) fn choose(scene: &Scene<'_>, offered: &[Offer], role: usize, floors: (f32, f32), chosen: &mut Vec<u32>) {
    let tree = scene.tree();
    let (sure, lone) = floors;
    let given = chosen.len();
    let wins = |shares: &[f32; 2]| shares[role] > shares[1 - role] || (role == 0 && shares[0] >= shares[1]);
    let likely = offered.iter().filter(|(_, shares)| shares[role] >= sure && wins(shares));
    chosen.extend(likely.map(|(phrase, _)| *phrase));
    if chosen.is_empty() {
        let best = offered.iter().filter(|(_, shares)| wins(shares)).max_by(|a, b| a.1[role].total_cmp(&b.1[role]));
        chosen.extend(best.filter(|(_, shares)| shares[role] >= lone).map(|(phrase, _)| *phrase));
    }
    for (phrase, shares) in offered {
        let joined = tree.deprel(*phrase) == Deprel::Conj && chosen[given..].contains(&tree.head(*phrase));
        // "a deal between Chad and Mali"
        let pair = joined && arguments::preposition(tree, tree.head(*phrase)) == Some("between");
        if joined && (pair || shares[role] >= JOINED && wins(shares)) && !chosen.contains(phrase) {
            chosen.push(*phrase);
        }
    }
    // "Ruth Harlow, minister of trade and head of the party": one of them, named once.
    let named_again = |phrase: u32| {
        let mut at = phrase;
        let mut again = false;
        for _ in 0..3 {
            match tree.deprel(at) {
                Deprel::Appos => again = true,
                Deprel::Conj if !again => {}
                _ => break,
            }
            at = tree.head(at);
        }
        (again && at != phrase).then_some(at)
    };
    let all = chosen.clone();
    let mut index = 0;
    chosen.retain(|&phrase| {
        index += 1;
        index <= given || named_again(phrase).is_none_or(|at| !all.contains(&at))
    });
    chosen[given..].sort_unstable();
}

/// Leaves out of those who are acted upon the unlikely ones, those who only say whose or which the others are, and those to whom
/// something else was done.
pub(super) fn refine(
    scene: &Scene<'_>,
    candidate: &Candidate,
    kind: EventType,
    offered: &[Offer],
    chosen: &mut Vec<u32>,
) {
    let tree = scene.tree();
    let share = |phrase: u32| offered.iter().find(|(it, _)| *it == phrase).map_or(1.0, |(_, shares)| shares[1]);
    let mut kept: Vec<u32> = Vec::with_capacity(chosen.len());
    for &phrase in chosen.iter() {
        let joined = tree.deprel(phrase) == Deprel::Conj && kept.contains(&tree.head(phrase));
        if joined || share(phrase) >= least(scene, candidate, kind, phrase) {
            kept.push(phrase);
        }
    }
    *chosen = kept;
    drop_nested(scene, &share, chosen);
    let around = &candidate.arguments;
    if candidate.class == TriggerClass::Verb {
        // "hundreds of villagers": who is counted is the object as well.
        let is_below = |object: u32, phrase: u32| object == phrase || scene.is_above(object, phrase);
        let own = |phrase: u32| [around.object, around.second].into_iter().flatten().any(|it| is_below(it, phrase));
        if chosen.iter().any(|&phrase| own(phrase)) {
            chosen.retain(|&phrase| own(phrase) || !is_of_another_act(scene, candidate, kind, phrase));
        }
        // In a request whoever must do something is the subject.
        if chosen.len() > 1 && kind != EventType::Request {
            chosen.retain(|&phrase| around.subject != Some(phrase));
        }
    }
    // "searched the homes of Lang's wife": her, not him.
    for phrase in chosen.iter_mut() {
        let head = tree.head(*phrase);
        let owner = matches!(tree.deprel(*phrase), Deprel::NmodPoss | Deprel::Compound);
        if owner && head != candidate.token && is_relative(scene, head) {
            *phrase = head;
        }
    }
    chosen.dedup();
    for (phrase, shares) in offered {
        let included = tree.deprel(*phrase) == Deprel::Nmod
            && arguments::preposition(tree, *phrase) == Some("include")
            && chosen.contains(&tree.head(*phrase));
        if included && shares[1] >= INCLUDED && !chosen.contains(phrase) {
            chosen.push(*phrase);
        }
    }
}

/// The people or the building that are the object of an act of violence or force where nobody else is acted upon: "arrested
/// hundreds", "the attack killed dozens".
pub(super) fn object(scene: &Scene<'_>, candidate: &Candidate, offered: &[Offer], actors: &[u32]) -> Option<u32> {
    let tree = scene.tree();
    let words = &scene.reader.frames.words;
    let object = if candidate.class == TriggerClass::Verb {
        candidate.arguments.object?
    } else {
        let verb = tree.head(candidate.token);
        let outcome = tree.deprel(candidate.token) == Deprel::Nsubj && words.has(Set::Harms, tree.lemma(verb));
        tree.child(verb, &[Deprel::Obj]).filter(|_| outcome)?
    };
    let (_, shares) = offered.iter().find(|(phrase, _)| *phrase == object)?;
    let form = scene.reader.form(object);
    let fits = match tree.upos(object) {
        Upos::Num => naming::members(scene, object).is_some(),
        Upos::Pron => !is_nobody(form),
        _ => {
            words.has(Set::Part, form)
                || scene.lexicon.place_nouns.has(tree.lemma(object))
                || names_people(scene, object)
        }
    };
    (shares[1] >= OBJECT && !actors.contains(&object) && fits).then_some(object)
}

/// The least probability at which a phrase is taken for one that is acted upon.
fn least(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, phrase: u32) -> f32 {
    let tree = scene.tree();
    let words = &scene.reader.frames.words;
    let form = scene.reader.form(phrase);
    if matches!(tree.upos(phrase), Upos::Pron | Upos::Det) && is_nobody(form) {
        return NEVER;
    }
    let around = &candidate.arguments;
    let mut least: f32 = 0.0;
    let index = scene.mentions.headed(phrase).or_else(|| scene.mentions.holding(phrase));
    match index.map(|index| &scene.reader.document.entities.mentions[index as usize]) {
        None if tree.upos(phrase) == Upos::Noun => {
            let lemma = tree.lemma(phrase);
            let people = lemma == "other"
                || words.has(Set::Person, lemma)
                || words.has(Set::Part, lemma)
                || naming::sector_of_noun(scene, phrase).is_some();
            let argument = around.object == Some(phrase)
                || around.second == Some(phrase)
                || around.obliques.iter().any(|(preposition, noun)| {
                    *noun == phrase && matches!(preposition.as_str(), "into" | "on" | "at" | "against" | "to")
                });
            if !people {
                least = if argument { 0.3 } else { 0.5 };
            }
        }
        Some(mention) if mention.kind == MentionKind::Name => {
            let kind_of_entity = scene.reader.document.entities.entities[mention.entity as usize].kind;
            let inside =
                matches!(arguments::preposition(tree, phrase), Some("in" | "at" | "near" | "across" | "throughout"));
            let region = kind_of_entity == EntityKind::Named(Label::Gpe);
            let visited = matches!(
                kind,
                EventType::Consult | EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Reject
            );
            if inside && region && visited {
                least = 0.35;
            }
            // "a march for clean air, London", "an incursion into Chad": where it happens.
            let head = tree.head(phrase);
            let stands_by = tree.deprel(phrase) == Deprel::Appos && tree.upos(head) == Upos::Noun;
            let entered = kind == EventType::Assault
                && around.obliques.iter().any(|(preposition, noun)| *noun == phrase && preposition == "into");
            if region && (stands_by || entered || place::is_of_title(scene, phrase)) {
                return NEVER;
            }
        }
        _ => {}
    }
    // "criticism by the ministry of the harbour", "after police stopped his car": parts of what is said of somebody else.
    let mut at = phrase;
    for _ in 0..STEPS {
        if scene.is_above(at, candidate.token) {
            break;
        }
        match arguments::preposition(tree, at) {
            Some("as") => least = least.max(0.9),
            Some(preposition) if at != phrase && ASIDE.contains(&preposition) => least = least.max(0.5),
            _ => {}
        }
        for &child in tree.children(at).iter().take(24) {
            if tree.deprel(child) != Deprel::Mark {
                continue;
            }
            match tree.lemma(child) {
                "after" | "before" | "since" | "until" | "as" => least = least.max(0.9),
                "to" if matches!(kind, EventType::Assault | EventType::Coerce) => {
                    least = least.max(0.6);
                }
                _ => {}
            }
        }
        let head = tree.head(at);
        if head == at {
            break;
        }
        at = head;
    }
    least
}

/// Pronouns that name nobody whom an act could be coded with.
fn is_nobody(form: &str) -> bool {
    let speaker = matches!(form, "i" | "me" | "my" | "we" | "us" | "our" | "you" | "your");
    let open = matches!(form, "each" | "what" | "none" | "who" | "which" | "whom");
    // An attacker's own death is not counted.
    let reflexive = form.ends_with("self") || form.ends_with("selves");
    speaker || open || reflexive
}

/// "Iran's government", "members of the union", "Tiger rebels": the people whom the whole names, or else whose the thing is.
fn drop_nested(scene: &Scene<'_>, share: &impl Fn(u32) -> f32, chosen: &mut Vec<u32>) {
    let tree = scene.tree();
    for phrase in chosen.clone() {
        let head = tree.head(phrase);
        let inside = matches!(
            tree.deprel(phrase),
            Deprel::Compound | Deprel::Amod | Deprel::NmodPoss | Deprel::NmodDesc | Deprel::Nmod
        );
        let quantity =
            tree.upos(head) == Upos::Num || scene.reader.frames.words.has(Set::Part, scene.reader.form(head));
        if !inside
            || quantity
            || head == phrase
            || !chosen.contains(&head)
            || !chosen.contains(&phrase)
            || arguments::preposition(tree, phrase) == Some("include")
        {
            continue;
        }
        let dropped = if !names_people(scene, head) && share(phrase) >= share(head) { head } else { phrase };
        chosen.retain(|&it| it != dropped);
    }
}

/// Whether a phrase names people or a body of them.
fn names_people(scene: &Scene<'_>, token: u32) -> bool {
    let entities = &scene.reader.document.entities;
    let index = scene.mentions.headed(token).or_else(|| scene.mentions.holding(token));
    let known = index.is_some_and(|index| {
        let mention = &entities.mentions[index as usize];
        let entity = &entities.entities[mention.entity as usize];
        mention.kind != MentionKind::Pronoun
            && (!entity.sectors.is_empty() || matches!(entity.kind, EntityKind::Named(Label::Person | Label::Norp)))
    });
    known || scene.reader.frames.words.has(Set::Person, scene.tree().lemma(token))
}

/// Whether a noun names a person without being a mention: "his wife".
fn is_relative(scene: &Scene<'_>, token: u32) -> bool {
    scene.tree().upos(token) == Upos::Noun
        && scene.mentions.headed(token).is_none()
        && scene.reader.frames.words.has(Set::Person, scene.tree().lemma(token))
}

/// Whether a phrase is the object of another verb, to whose act it belongs: "attacked villagers and kidnapped *children*"; not
/// where that verb tells what came of the act ("struck a bus, killing *ten people*").
fn is_of_another_act(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, phrase: u32) -> bool {
    let tree = scene.tree();
    let first = if tree.deprel(phrase) == Deprel::Conj { tree.head(phrase) } else { phrase };
    let verb = tree.head(first);
    let object = matches!(tree.deprel(first), Deprel::Obj | Deprel::Iobj | Deprel::NsubjPass)
        && verb != first
        && verb != candidate.token
        && matches!(tree.upos(verb), Upos::Verb);
    let outcome = kind == EventType::Assault
        && scene.reader.frames.words.has(Set::Harms, tree.lemma(verb))
        && tree.child(verb, &[Deprel::Nsubj]).is_none();
    let around = &candidate.arguments;
    let joined = tree.deprel(phrase) == Deprel::Conj && around.object == Some(first);
    object && !outcome && !joined && !around.obliques.iter().any(|(_, noun)| *noun == phrase)
}

/// The subject of a verb of answering whose object the words are: "rejected calls to resign", "faces charges".
pub(super) fn is_answerer(scene: &Scene<'_>, candidate: &Candidate, phrase: u32) -> bool {
    let tree = scene.tree();
    let verb = tree.head(candidate.token);
    candidate.class == TriggerClass::Noun
        && tree.deprel(candidate.token) == Deprel::Obj
        && tree.upos(verb) == Upos::Verb
        && tree.deprel(phrase) == Deprel::Nsubj
        && tree.head(phrase) == verb
        && scene.reader.frames.words.has(Set::MeetsWords, tree.lemma(verb))
}

/// "nine soldiers and 125 rebels were killed": whoever is joined to the object shares its fate.
pub(super) fn shares_fate(scene: &Scene<'_>, candidate: &Candidate, phrase: u32) -> bool {
    let tree = scene.tree();
    candidate.class == TriggerClass::Verb
        && tree.deprel(phrase) == Deprel::Conj
        && candidate.arguments.object == Some(tree.head(phrase))
        && tree.xpos(phrase) != Xpos::Pos
}
