//! From candidates to coded events: one candidate at a time, with everything its sentence says.

use super::cameo::Codes;
use super::candidates::Candidate;
use super::counts::{self, Kind};
use super::frames::TriggerClass;
use super::merge::Mention;
use super::model::{self, EventModel};
use super::naming::{named_once, told_apart, with_partners};
use super::nationality::{at_home, compatriots, hosts};
use super::participants::{is_duty, participants};
use super::place::place;
use super::scene::Scene;
use super::sources::sources;
use super::surroundings::{self, Seen};
use super::time::time;
use super::types::{Assertion, EventType, Polarity, Tense};
use super::{Event, Trigger, arguments, modes, network, roles, standing, type_features, whereabouts};
use crate::article::BlockKind;
use crate::model::{argmax, hash};
use crate::quotes::QuoteKind;
use crate::syntax::Deprel;

/// Below this probability nothing is coded, whatever threshold the caller sets.
const FLOOR: f32 = 0.1;
/// Below this probability at first look a second one brings no candidate near the default threshold.
const HOPELESS: f32 = 0.03;
/// A mode is named when it is at least this likely beside no mode at all.
const MODE_SHARE: f32 = 0.2;
/// The same where no frame and no word near speaks for it: a weapon that the text does not name is mostly a guess. Chosen on
/// held-out folds.
const UNNAMED_MODE_SHARE: f32 = 8.0;
/// Least probability for an act to be read as reported.
const REPORTED_SHARE: f32 = 0.3;
/// It must also be this likely beside being merely possible: what a source says will or may happen is still his word.
const POSSIBLE_SHARE: f32 = 0.6;
/// Confidence of a user's frame, which no model has been trained with.
const USER_FRAME: f32 = 0.8;

/// A candidate whose type is decided.
pub(super) struct Decided {
    pub candidate: usize,
    pub kind: EventType,
    pub confidence: f32,
    /// The frame that counts, and whether its type is the chosen one.
    pub frame: u32,
    pub agrees: bool,
    /// Whether the frame is a user's own.
    pub is_users: bool,
    features: Vec<u64>,
}

/// Decides the type of each candidate: on its own, with the network's second opinion, then beside the others of the article.
pub(super) fn decide(scene: &Scene<'_>, model: &EventModel) -> Vec<Decided> {
    let mut out = Vec::new();
    let mut seen = Vec::with_capacity(scene.candidates.len());
    let mut looked_at = Vec::new(); // index of the candidate and features of each one seen
    for (index, candidate) in scene.candidates.iter().enumerate() {
        let frames = scene.reader.frames;
        let user = candidate.matches.iter().find(|it| it.complete && frames.get(it.frame).user);
        let mut features = Vec::with_capacity(160);
        type_features::type_features(scene, candidate, &mut features);
        if let Some(found) = user {
            let kind = frames.get(found.frame).kind;
            let (frame, confidence) = (found.frame, USER_FRAME);
            out.push(Decided { candidate: index, kind, confidence, frame, agrees: true, is_users: true, features });
            continue;
        }
        let mut one = Seen { sentence: candidate.sentence, lemma: scene.atom(candidate.token), shares: [0.0; _] };
        one.shares.copy_from_slice(&model.types.probabilities(&features, model::TYPES)[..model::TYPES]);
        seen.push(one);
        looked_at.push((index, features));
    }
    if let Some(network) = &model.network {
        ask_network(scene, network, &looked_at, &mut seen);
    }
    let around = surroundings::features(&seen);
    for (at, (index, features)) in looked_at.into_iter().enumerate() {
        if seen[at].shares[seen[at].best()] < HOPELESS {
            continue;
        }
        let confidence = surroundings::confidence(&model.surroundings, &around[at]);
        if confidence < FLOOR {
            continue;
        }
        let (candidate, frames) = (&scene.candidates[index], scene.reader.frames);
        let kind = EventType::ALL[seen[at].best() - 1];
        let fitting = candidate.matches.iter().find(|it| frames.get(it.frame).kind == kind);
        let frame = fitting.unwrap_or(&candidate.matches[0]).frame;
        let agrees = fitting.is_some();
        out.push(Decided { candidate: index, kind, confidence, frame, agrees, is_users: false, features });
    }
    out.sort_by_key(|it| it.candidate); // a user's frames came first
    drop_doubles(scene, &mut out);
    out
}

/// Weighs what the network says of the candidates of each sentence that may name an act.
fn ask_network(scene: &Scene<'_>, network: &network::Network, looked_at: &[(usize, Vec<u64>)], seen: &mut [Seen]) {
    let hopeful = |group: &[Seen]| group.iter().any(|it| it.shares[it.best()] >= HOPELESS);
    let asked: Vec<bool> = seen
        .chunk_by(|one, other| one.sentence == other.sentence)
        .flat_map(|group| std::iter::repeat_n(hopeful(group), group.len()))
        .collect();
    let candidates: Vec<usize> =
        looked_at.iter().zip(&asked).filter(|(_, asked)| **asked).map(|((index, _), _)| *index).collect();
    let seen = seen.iter_mut().zip(&asked).filter(|(_, asked)| **asked);
    for ((one, _), opinion) in seen.zip(network::opinions(scene, network, &candidates)) {
        one.weigh(&opinion, surroundings::NETWORK_WEIGHT);
    }
}

/// Of two triggers of one type where one is an argument of the other, the surer one stays ("launched an attack").
fn drop_doubles(scene: &Scene<'_>, decided: &mut Vec<Decided>) {
    let tree = scene.tree();
    let mut dropped = vec![false; decided.len()];
    for later in 0..decided.len() {
        for earlier in (later.saturating_sub(4)..later).rev() {
            let (one, other) = (&decided[earlier], &decided[later]);
            let (a, b) = (&scene.candidates[one.candidate], &scene.candidates[other.candidate]);
            let frames = scene.reader.frames;
            let alike = one.kind == other.kind && frames.get(one.frame).own_type == frames.get(other.frame).own_type;
            if a.sentence != b.sentence || !alike || dropped[earlier] {
                continue;
            }
            let carried = |noun: &Candidate, verb: &Candidate| {
                noun.class == TriggerClass::Noun && noun.arguments.light.is_some_and(|(light, _)| light == verb.token)
            };
            let inside = b.first <= a.last;
            let object = tree.head(b.token) == a.token && a.arguments.object == Some(b.token);
            if carried(b, a) || carried(a, b) || inside || object {
                let weaker = if one.confidence >= other.confidence { later } else { earlier };
                dropped[weaker] = true;
            }
        }
    }
    let mut index = 0;
    decided.retain(|_| {
        index += 1;
        !dropped[index - 1]
    });
}

/// What merging needs to know of a candidate.
pub(super) fn mention(scene: &Scene<'_>, decided: &Decided) -> Mention {
    let candidate = &scene.candidates[decided.candidate];
    let determiner = scene.tree().child(candidate.token, &[Deprel::Det]);
    let definite =
        determiner.is_some_and(|it| matches!(scene.reader.form(it), "the" | "this" | "that" | "these" | "those"));
    Mention { points_back: definite && candidate.class == TriggerClass::Noun, lemma: scene.atom(candidate.token) }
}

/// Codes one decided candidate.
pub(super) fn code(scene: &Scene<'_>, model: &EventModel, codes: &Codes, decided: &Decided) -> Event {
    let candidate = &scene.candidates[decided.candidate];
    let frame = scene.reader.frames.get(decided.frame);
    let kind = decided.kind;
    let mode = if frame.user { frame.mode } else { mode(scene, model, decided) };
    let mode_atom = mode.map_or(0, hash::text);
    let phrases = roles::phrases(scene, candidate.sentence);
    let user = candidate.matches.iter().find(|it| frame.user && it.frame == decided.frame);
    let around = roles::Around::new(scene, candidate);
    let (actors, recipients) = participants(&around, model, kind, mode_atom, &phrases, user);
    let (assertion, tense) = stand(scene, model, candidate, kind);
    // A user's code is taken as it is.
    let given = Some(&frame.cameo).filter(|code| frame.user && !code.is_empty());
    let row = match given {
        Some(code) => codes.get(code),
        None if kind == EventType::Own => None,
        None => codes.code(kind, mode, &frame.cameo),
    };
    let mut contexts = frame.contexts.clone();
    if let Some(row) = row.filter(|_| contexts.is_empty() || !decided.agrees) {
        contexts = row.contexts.clone();
    }
    let count = |what: Kind, wanted: bool| wanted.then(|| counts::find(scene, candidate, what)).flatten();
    let injured = count(Kind::Injured, kind == EventType::Assault);
    let mut killed = count(Kind::Killed, kind == EventType::Assault);
    let happened = !matches!(assertion, Assertion::Denied | Assertion::Hypothetical);
    if kind == EventType::Assault && happened && killed.is_none() {
        killed = counts::find_later(scene, candidate, &recipients);
    }
    let quote = scene.quote(candidate.token);
    let rule = if decided.agrees {
        format!("{}; context", frame.pattern)
    } else {
        format!("{} ({}); context: {}", frame.pattern, frame.kind.name(), kind.name())
    };
    let rule = if frame.user { frame.pattern.to_string() } else { rule };
    let document = scene.reader.document;
    let first = candidate.modal.filter(|_| frame.asks()).unwrap_or(candidate.first);
    let span = document.tokens.span(first..candidate.last + 1);
    let sentence = &document.tokens.sentences[candidate.sentence as usize];
    let place = place(&around, model, kind, &phrases, user);
    let named = |tokens: &[u32]| {
        let mut all = named_once(tokens.iter().flat_map(|&token| with_partners(scene, token)));
        at_home(scene, &mut all, place);
        all
    };
    let (mut acting, mut suffering) = (named(&actors), named(&recipients));
    told_apart(scene, &recipients, &acting, &mut suffering);
    if kind == EventType::Consult && suffering.is_empty() && !frame.user {
        suffering = hosts(scene, candidate, &mut acting, place);
    }
    if matches!(kind, EventType::Coerce | EventType::Protest | EventType::Assault | EventType::Request) {
        compatriots(scene, &mut acting, &mut suffering);
    }
    let attributed_to = match assertion {
        Assertion::Asserted | Assertion::Requested => Vec::new(),
        _ => sources(scene, candidate, &acting),
    };
    let refused = matches!(kind, EventType::Reject);
    let negative = !refused && assertion != Assertion::Denied && scene.reader.is_negated(candidate.token);
    let confidence = decided.confidence;
    let trigger = Trigger {
        span,
        sentence: candidate.sentence,
        assertion,
        attributed_to: attributed_to.clone(),
        place,
        confidence,
    };
    Event {
        triggers: vec![trigger],
        kind,
        own_type: frame.own_type.clone(),
        mode,
        contexts,
        cameo: given.or(row.map(|row| &row.code)).map(ToString::to_string),
        goldstein: row.and_then(|row| row.goldstein),
        place,
        time: time(scene, candidate, assertion, tense),
        polarity: if negative { Polarity::Negative } else { Polarity::Positive },
        assertion,
        tense,
        attributed_to,
        quote,
        killed,
        injured,
        arrested: count(Kind::Arrested, kind == EventType::Coerce),
        participants: (kind == EventType::Protest).then(|| counts::participants(scene, &actors)).flatten(),
        actors: acting,
        recipients: suffering,
        salience: salience(sentence.kind, candidate.sentence, assertion),
        rule,
        confidence,
    }
}

fn mode(scene: &Scene<'_>, model: &EventModel, decided: &Decided) -> Option<&'static str> {
    let classes = model::mode_classes(decided.kind);
    if classes.is_empty() {
        return None;
    }
    let mut features = decided.features.clone();
    modes::features(scene, &scene.candidates[decided.candidate], decided.kind, &mut features);
    let shares = model.modes.probabilities(&features, model::MODE_CLASSES);
    let best = classes.clone().max_by(|&a, &b| shares[a].total_cmp(&shares[b]))?;
    let mode = model::mode_of_class(best)?;
    let likely = |share: f32| shares[best] >= share * shares[0];
    let named = || modes::is_named(scene, &scene.candidates[decided.candidate], decided.kind, mode);
    (likely(UNNAMED_MODE_SHARE) || likely(MODE_SHARE) && named()).then_some(mode)
}

fn stand(scene: &Scene<'_>, model: &EventModel, candidate: &Candidate, kind: EventType) -> (Assertion, Tense) {
    let mut features = Vec::with_capacity(80);
    standing::features(scene, candidate, kind, &mut features);
    let shares = model.assertions.probabilities(&features, model::ASSERTIONS);
    // Reports are read as statements more often than the other way round.
    let reported = shares[1] >= REPORTED_SHARE && shares[1] >= POSSIBLE_SHARE * shares[3];
    let assertion = match argmax(&shares[..model::ASSERTIONS]) {
        // "the court says the company must pay": to say so is the act.
        0 | 1 if kind == EventType::Request && is_duty(scene, candidate) => Assertion::Asserted,
        // "arrested a day after the shooting, police said": only the arrest is what they said.
        0 | 1 if is_presupposed(scene, candidate) => Assertion::Asserted,
        best if reported || best < 3 && is_hearsay(scene, candidate) => Assertion::Reported,
        0 => Assertion::Asserted,
        1 => Assertion::Reported,
        2 => Assertion::Denied,
        _ => Assertion::Hypothetical,
    };
    let shares = model.tenses.probabilities(&features, model::TENSES);
    let tense = match argmax(&shares[..model::TENSES]) {
        0 => Tense::Past,
        1 => Tense::Present,
        _ => Tense::Future,
    };
    (assertion, tense)
}

/// Whether the act is a noun that only tells when another act took place.
fn is_presupposed(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let tree = scene.tree();
    let word = arguments::preposition(tree, candidate.token);
    scene
        .quote(candidate.token)
        .is_none_or(|quote| scene.reader.document.quotes[quote as usize].kind == QuoteKind::Indirect)
        && word.is_some_and(|word| whereabouts::ASIDE.contains(&word))
}

/// "was reportedly shot", "allegedly burned": an adverb of the act's own clause says that it is only reported.
fn is_hearsay(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let tree = scene.tree();
    let adverb = |&child: &u32| {
        tree.deprel(child) == Deprel::Advmod && matches!(scene.reader.form(child), "reportedly" | "allegedly")
    };
    let verb = standing::governing_verb(tree, candidate.token);
    tree.children(candidate.token).iter().chain(tree.children(verb)).any(adverb)
}

fn salience(kind: BlockKind, sentence: u32, assertion: Assertion) -> f32 {
    #[allow(clippy::cast_precision_loss)]
    let place = match kind {
        BlockKind::Headline => 1.0,
        BlockKind::Standfirst => 0.95,
        _ => 1.0 / (1.0 + 0.12 * sentence as f32),
    };
    if assertion == Assertion::Hypothetical { 0.7 * place } else { place }
}
