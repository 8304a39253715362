//! Actors and recipients: the phrases that the model takes for them.

use super::candidates::{Candidate, Match};
use super::choice::{self, Offer, choose};
use super::frames::Role;
use super::model::{self, EventModel};
use super::naming::members;
use super::pattern::ClauseKind;
use super::scene::Scene;
use super::types::EventType;
use super::words::Set;
use super::{arguments, place, roles};
use crate::entities::{EntityKind, MentionKind};
use crate::names::Label;
use crate::syntax::{Deprel, Upos, Xpos};

/// Least probability for a phrase to act, and for the likeliest one where none reaches it. Chosen on dev, where
/// held-out folds leave it open.
const ACTOR: (f32, f32) = (0.45, 0.2);
/// The same for being acted upon, chosen on held-out folds.
const RECIPIENT: (f32, f32) = (0.4, 0.25);

/// The phrases that act and that are acted upon, as the tokens that head them.
pub(super) fn participants(
    around: &roles::Around<'_, '_>,
    model: &EventModel,
    kind: EventType,
    mode: u64,
    phrases: &[u32],
    user: Option<&Match>,
) -> (Vec<u32>, Vec<u32>) {
    let (scene, candidate) = (around.scene, around.candidate);
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    let mut features = Vec::with_capacity(70);
    let open = |role| user.is_none_or(|found| open(scene, found, role));
    let (actor_open, recipient_open) = (open(Role::Actor), open(Role::Recipient));
    let accuser = arguments::accuser(scene.tree(), candidate.token, scene.reader.frames).filter(|_| user.is_none());
    // The phrases that the model decides on, with how likely they act and are acted upon.
    let mut offered: Vec<Offer> = Vec::new();
    for &phrase in phrases {
        // Headlines: "Police shoot man dead".
        let between = candidate.first < phrase && phrase < candidate.last && is_between(scene, candidate, phrase);
        if between && kind == EventType::Assault && user.is_none() {
            offered.push((phrase, [0.0, 1.0]));
            continue;
        }
        if scene.reader.is_trigger(candidate, phrase) || is_attitude(scene, phrase) {
            continue;
        }
        match user.map_or(0, |found| roles::slot_in(scene, found, phrase) % 8) {
            0 => {}
            1 => actors.push(phrase),
            2 => recipients.push(phrase),
            _ => continue,
        }
        if actors.last() == Some(&phrase) || recipients.last() == Some(&phrase) {
            continue;
        }
        features.clear();
        roles::features(around, kind, mode, phrase, &mut features);
        let shares = model.roles.probabilities(&features, model::ROLES);
        let joins = kind == EventType::Consult && user.is_none() && is_company(scene, candidate, phrase);
        let mut acts = if joins { 1.0 } else { shares[1] };
        let mut suffers = if joins { 0.0 } else { shares[2] };
        // "the rebels must disarm": whoever must is asked to.
        if kind == EventType::Request && user.is_none() && is_obliged(scene, candidate, phrase) {
            (acts, suffers) = (0.0, acts.max(suffers));
        }
        let words = matches!(kind, EventType::Request | EventType::Accuse);
        let met = words && choice::is_answerer(scene, candidate, phrase);
        let force = matches!(kind, EventType::Assault | EventType::Coerce);
        let hurt = force && choice::shares_fate(scene, candidate, phrase);
        if user.is_none() && (met || hurt) {
            (acts, suffers) = (0.0, acts.max(suffers).max(if met { 0.5 } else { 0.0 }));
        }
        if accuser == Some(phrase) {
            acts = 0.0;
        }
        if kind == EventType::Assault && user.is_none() && is_sent_against(scene, candidate, phrase) {
            (acts, suffers) = (0.0, acts.max(suffers));
        }
        if kind == EventType::Assault && user.is_none() {
            match sent(scene, candidate) {
                Some(sent) if sent == phrase => acts = 1.0,
                Some(_) if scene.tree().head(phrase) == scene.tree().head(candidate.token) => acts = 0.0,
                _ => {}
            }
        }
        offered.push((phrase, [acts, suffers]));
    }
    for (role, is_open, floors, chosen) in
        [(0, actor_open, ACTOR, &mut actors), (1, recipient_open, RECIPIENT, &mut recipients)]
    {
        if is_open {
            choose(scene, &offered, role, floors, chosen);
        }
    }
    if user.is_none() {
        // "killed twelve": the count says it; whom it speaks of, the sentence does not name.
        let named = |&it: &u32| scene.tree().upos(it) != Upos::Num || members(scene, it).is_some();
        recipients.retain(named);
        choice::refine(scene, candidate, kind, &offered, &mut recipients);
    }
    // "rammed a lorry into a barracks": the lorry is the means.
    let driven = matches!(scene.tree().lemma(candidate.token), "ram" | "slam" | "drive" | "plough" | "plow");
    if kind == EventType::Assault && driven && user.is_none() {
        let target = hit(scene, candidate, phrases);
        recipients.retain(|_| target.is_none());
        recipients.extend(target);
    }
    let words = matches!(
        kind,
        EventType::Reject | EventType::Accuse | EventType::Support | EventType::Protest | EventType::Threaten
    );
    if recipients.is_empty() && user.is_none() {
        recipients.extend(receiver(scene, candidate, kind, &actors));
    }
    if recipients.is_empty() && user.is_none() {
        if words {
            recipients.extend(owner_of_object(scene, candidate, &actors));
        } else if matches!(kind, EventType::Assault | EventType::Coerce) {
            let target = owner_of_target(scene, candidate, &actors)
                .or_else(|| hit(scene, candidate, phrases))
                .or_else(|| choice::object(scene, candidate, &offered, &actors));
            recipients.extend(target);
        }
    }
    (actors, recipients)
}

/// Whether a noun stands between a trigger's words and is none of them.
fn is_between(scene: &Scene<'_>, candidate: &Candidate, phrase: u32) -> bool {
    let words = &scene.reader.frames.get(candidate.matches[0].frame).trigger;
    let own =
        |word: &compact_str::CompactString| word == scene.tree().lemma(phrase) || word == scene.reader.form(phrase);
    phrase != candidate.token && words.len() > 1 && !words.iter().any(own)
}

/// "anti-whaling", "pro-Kremlin": what somebody is for or against.
fn is_attitude(scene: &Scene<'_>, phrase: u32) -> bool {
    let form = scene.reader.form(phrase);
    form.starts_with("anti-") || form.starts_with("pro-")
}

/// "sent troops to fight the rebels": those whom others are sent or called to fight are no party of their own.
fn is_sent_against(scene: &Scene<'_>, candidate: &Candidate, phrase: u32) -> bool {
    let tree = scene.tree();
    let token = candidate.token;
    let target = candidate.arguments.object;
    let joined = tree.deprel(phrase) == Deprel::Conj && target == Some(tree.head(phrase));
    (target == Some(phrase) || joined)
        && matches!(tree.deprel(token), Deprel::Xcomp | Deprel::Advcl | Deprel::Acl)
        && tree.children(token).iter().any(|&child| tree.xpos(child) == Xpos::To)
        && tree.child(tree.head(token), &[Deprel::Obj, Deprel::NsubjPass]).is_some()
}

/// "sent soldiers to fight the rebels": it is they who fight.
fn sent(scene: &Scene<'_>, candidate: &Candidate) -> Option<u32> {
    let tree = scene.tree();
    let token = candidate.token;
    let verb = tree.head(token);
    let told = matches!(tree.deprel(token), Deprel::Xcomp | Deprel::Advcl)
        && matches!(tree.lemma(verb), "send" | "dispatch" | "deploy" | "order")
        && tree.children(token).iter().any(|&child| tree.xpos(child) == Xpos::To);
    if told { tree.child(verb, &[Deprel::Obj, Deprel::NsubjPass]) } else { None }
}

/// Whether a trigger has "must", "should" or "ought".
pub(super) fn is_duty(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let tree = scene.tree();
    tree.children(candidate.token)
        .iter()
        .any(|&child| tree.deprel(child) == Deprel::Aux && matches!(tree.lemma(child), "must" | "should" | "ought"))
}

/// Whether a phrase is the subject of a trigger with "must", "should" or "ought".
fn is_obliged(scene: &Scene<'_>, candidate: &Candidate, phrase: u32) -> bool {
    let around = &candidate.arguments;
    is_duty(scene, candidate) && (around.subject == Some(phrase) || around.object == Some(phrase) && around.passive)
}

/// The entity that a token names or is part of.
fn entity_at(scene: &Scene<'_>, token: u32) -> Option<u32> {
    let index = scene.mentions.headed(token).or_else(|| scene.mentions.holding(token))?;
    Some(scene.reader.document.entities.mentions[index as usize].entity)
}

/// Whether a token names a person, a body or a country that is none of the actors.
fn is_other(scene: &Scene<'_>, token: u32, actors: &[u32]) -> bool {
    entity_at(scene, token).is_some_and(|id| {
        let entity = &scene.reader.document.entities.entities[id as usize];
        let known = match entity.kind {
            EntityKind::Named(label) => matches!(label, Label::Person | Label::Org | Label::Gpe | Label::Norp),
            EntityKind::Group => !entity.sectors.is_empty(),
        };
        known && actors.iter().all(|&actor| entity_at(scene, actor) != Some(id))
    })
}

/// "rejected an Indian proposal", "protested against Sweden's decision": whose the thing is that words are said about.
fn owner_of_object(scene: &Scene<'_>, candidate: &Candidate, actors: &[u32]) -> Option<u32> {
    let tree = scene.tree();
    let around = &candidate.arguments;
    let about = |(preposition, noun): &(compact_str::CompactString, u32)| {
        matches!(preposition.as_str(), "against" | "over" | "on" | "at" | "into").then_some(*noun)
    };
    // "refused to back the governor's plan"
    let deed = around.clauses.iter().filter(|(kind, _)| *kind == ClauseKind::To);
    let deed = deed.filter_map(|(_, clause)| tree.child(*clause, &[Deprel::Obj]));
    let things = around.object.into_iter().chain(around.obliques.iter().filter_map(about)).chain(deed);
    things.into_iter().find_map(|object| {
        let owner = |&child: &u32| {
            let owns = match tree.deprel(child) {
                Deprel::NmodPoss => true,
                Deprel::Amod | Deprel::Compound | Deprel::NmodDesc => child < object,
                // "an inquiry into the conduct of the mayor"
                Deprel::Nmod => matches!(arguments::preposition(tree, child), Some("of" | "by")),
                _ => false,
            };
            owns && is_other(scene, child, actors)
        };
        tree.children(object).iter().copied().take(24).find(owner)
    })
}

/// "will give Chad a loan": whoever gets it.
fn receiver(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, actors: &[u32]) -> Option<u32> {
    let tree = scene.tree();
    let gives = matches!(
        kind,
        EventType::Aid | EventType::Cooperate | EventType::Agree | EventType::Support | EventType::Concede
    );
    let carrier = matches!(tree.deprel(candidate.token), Deprel::Obj).then(|| tree.head(candidate.token));
    let verbs = std::iter::once(candidate.token).chain(carrier);
    let receiver = verbs.filter(|_| gives).find_map(|verb| tree.child(verb, &[Deprel::Iobj]))?;
    is_other(scene, receiver, actors).then_some(receiver)
}

/// "searched Lang's house", "invades Chad's north": whose the thing is that is hit or taken.
fn owner_of_target(scene: &Scene<'_>, candidate: &Candidate, actors: &[u32]) -> Option<u32> {
    let tree = scene.tree();
    let object = candidate.arguments.object?;
    let owner = tree.child(object, &[Deprel::NmodPoss])?;
    // "Lang's son killed"
    if scene.reader.frames.words.has(Set::Person, tree.lemma(object)) {
        return Some(object);
    }
    is_other(scene, owner, actors).then_some(owner)
}

/// "rammed into a barracks", "vandalism against a synagogue": what is hit where it is no object.
fn hit(scene: &Scene<'_>, candidate: &Candidate, phrases: &[u32]) -> Option<u32> {
    let into = |(preposition, noun): &&(compact_str::CompactString, u32)| {
        matches!(preposition.as_str(), "into" | "against" | "at")
            && phrases.contains(noun)
            && matches!(scene.tree().upos(*noun), Upos::Noun | Upos::Propn)
            && !place::is_place(scene, *noun)
    };
    candidate.arguments.obliques.iter().find(into).map(|(_, noun)| *noun)
}

/// Whether somebody is named after "with" in the clause of a trigger, whatever the tree makes of it: "met in Hamburg, Germany,
/// with Foreign Minister Ivan Petrov and two aides".
fn is_company(scene: &Scene<'_>, candidate: &Candidate, phrase: u32) -> bool {
    const REACH: u32 = 14;
    let tree = scene.tree();
    let document = scene.reader.document;
    let Some(index) = scene.mentions.headed(phrase) else { return false };
    let mention = &document.entities.mentions[index as usize];
    if !matches!(mention.kind, MentionKind::Name | MentionKind::Nominal) || place::is_place(scene, phrase) {
        return false;
    }
    // "Russian" in "with Russian Foreign Minister Ivan Petrov" is not the company.
    let behind = mention.tokens.end;
    let sentence = &document.tokens.sentences[document.tokens.sentence_of(phrase)];
    if sentence.tokens.contains(&behind) && matches!(tree.upos(behind), Upos::Adj | Upos::Noun | Upos::Propn) {
        return false;
    }
    // Leftwards over titles, names and what joins them.
    let mut at = mention.tokens.start;
    let floor = candidate.last.max(phrase.saturating_sub(REACH));
    while at > floor + 1 && scene.reader.form(at - 1) != "with" {
        at -= 1;
        let part = matches!(
            tree.upos(at),
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::Det | Upos::Num | Upos::Cconj | Upos::Part
        );
        if !part && scene.reader.form(at) != "," {
            return false;
        }
    }
    let Some(with) = at.checked_sub(1) else { return false };
    with > candidate.last
        && scene.reader.form(with) == "with"
        && !(candidate.last + 1..with).any(|token| matches!(tree.upos(token), Upos::Verb | Upos::Aux | Upos::Sconj))
}

/// Whether a role of a user's frame is left for the model: the frame has a slot for it, which the sentence's syntax does not
/// fill.
fn open(scene: &Scene<'_>, found: &Match, role: Role) -> bool {
    let frame = scene.reader.frames.get(found.frame);
    frame.slots.iter().any(|slot| slot.role == role) && found.fillers.iter().all(|(filled, _)| *filled != role)
}

#[cfg(test)]
mod tests {
    use crate::events::Participant;
    use crate::{Analyzer, Options, Resources};

    /// Text, then the actors and recipients of its last event with their countries.
    type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

    #[test]
    fn who_is_acted_upon_and_whose_they_are() {
        let cases: &[Case] = &[
            ("The governor sent soldiers to fight the rebels in the north.", &[("soldiers", "")], &[("rebels", "")]),
            (
                "The army retaliated against the rebels after accusing them of having ambushed a convoy.",
                &[("rebels", "")],
                &[("convoy", "")],
            ),
            ("Police accused the rebels of bombing a mosque.", &[("rebels", "")], &[("mosque", "")]),
            ("Gunmen used the school for launching attacks on the army.", &[("Gunmen", "")], &[("army", "")]),
            (
                "Parliament opened an investigation into the conduct of Mayor Peter Lang.",
                &[("Parliament", "")],
                &[("Peter Lang", "")],
            ),
            ("The union refused to support the plan of Governor Anna Holt.", &[("union", "")], &[("Anna Holt", "")]),
            (
                "Doctors from two Kenyan groups donated medicine to a hospital in Kampala.",
                &[("Doctors", "KEN")],
                &[("hospital", "UGA")],
            ),
            ("Rebels seized a village in western Chad on Monday.", &[("Rebels", "TCD")], &[("village", "TCD")]),
            ("Police seized Anna Holt's passport on Friday.", &[("Police", "")], &[("Anna Holt", "")]),
            (
                "Police arrested Ruth Harlow, a former minister and head of the union, on Friday.",
                &[("Police", "")],
                &[("Ruth Harlow", "")],
            ),
            ("Mayor Peter Lang stabbed in Kampala", &[], &[("Peter Lang", "UGA")]),
            ("A lorry was rammed into a barracks on Friday.", &[], &[("barracks", "")]),
            ("Kidnappers have freed a group of children.", &[("Kidnappers", "")], &[("children", "")]),
            (
                "Police arrested Ole Holm, and hundreds of demonstrators were beaten by soldiers.",
                &[("soldiers", "")],
                &[("demonstrators", "")],
            ),
            (
                "The Danish premier held talks in Lima with Peruvian officials.",
                &[("Danish premier", "DNK")],
                &[("Peruvian officials", "PER")],
            ),
            ("Israel mounted an invasion of South Lebanon.", &[("Israel", "ISR")], &[("South Lebanon", "LBN")]),
            // To each act its own.
            ("Rebels attacked villagers and kidnapped children on Monday.", &[("Rebels", "")], &[("children", "")]),
            // Whose government it is does not make two of them.
            ("The union sued Chad's government on Friday.", &[("union", "")], &[("Chad's government", "TCD")]),
            ("Ten soldiers were reported killed.", &[], &[("soldiers", "")]),
            ("The gunman shot himself.", &[("gunman", "")], &[]),
            ("Nine soldiers and 12 rebels were killed.", &[], &[("soldiers", ""), ("rebels", "")]),
            ("Police shoot man dead in Lyon", &[], &[("man", "FRA")]),
            // Whose they are: whom they follow, who did it, where it stands; not who only helps.
            (
                "Troops loyal to Kenya's president shelled positions in Kampala on Friday.",
                &[("Troops", "KEN")],
                &[("positions", "UGA")],
            ),
            ("Tanks fired shells at hideouts in Kampala on Monday.", &[("Tanks", "")], &[("hideouts", "UGA")]),
            ("The Kenyan-backed militia attacked a convoy.", &[("Kenyan-backed militia", "")], &[("convoy", "")]),
            ("Rebels attacked a convoy near the Kenyan border.", &[("Rebels", "")], &[("convoy", "")]),
            (
                "Students protested against the decision of the Kenyan military on Friday.",
                &[("Students", "")],
                &[("Kenyan military", "KEN")],
            ),
            ("Norway will give Tanzania a grant of ten million dollars.", &[("Norway", "NOR")], &[("Tanzania", "TZA")]),
            // No recognizer saw the name.
            (
                "Washington along with its allies demanded the release of the rebels.",
                &[("Washington", "USA")],
                &[("rebels", "")],
            ),
            (
                "Fighting between Azerbaijanis and Armenians killed ten people.",
                &[("Azerbaijanis", "AZE"), ("Armenians", "ARM")],
                &[("people", "")],
            ),
            // What is thrown or closed is nobody.
            ("The court suspended the timetable.", &[("court", "")], &[]),
        ];
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let analyzer = Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() });
        for (text, actors, recipients) in cases {
            let events = analyzer.analyze(text, None).events;
            let event = events.last().expect("an event");
            let show = |list: &[Participant]| -> Vec<(String, String)> {
                let country = |it: &Participant| it.country.map_or(String::new(), |it| it.to_string());
                list.iter().map(|it| (it.span.text(text).to_owned(), country(it))).collect()
            };
            let wanted = |list: &[(&str, &str)]| -> Vec<(String, String)> {
                list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
            };
            assert_eq!(show(&event.actors), wanted(actors), "{text}");
            assert_eq!(show(&event.recipients), wanted(recipients), "{text}");
        }
    }
}
