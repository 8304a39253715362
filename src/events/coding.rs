//! From candidates to coded events: one candidate at a time, with everything its sentence says.

use super::cameo::Codes;
use super::candidates::{Candidate, Match};
use super::counts::{self, Kind};
use super::frames::{Role, TriggerClass};
use super::merge::Mention;
use super::model::{self, EventModel};
use super::scene::{self, Scene};
use super::types::{Assertion, EventType, Polarity, Tense};
use super::{Event, EventPlace, EventTime, Participant, PlaceBasis, Trigger, roles, standing};
use crate::Span;
use crate::article::BlockKind;
use crate::entities::{Country, Sector};
use crate::model::{argmax, hash};
use crate::quotes::phrase;
use crate::syntax::Deprel;
use crate::times::{Time, TimeBasis, TimeKind};

/// Below this probability nothing is worth a closer look, whatever threshold the caller sets.
const FLOOR: f32 = 0.1;
/// Least probability for a phrase to take part.
const ROLE_FLOOR: f32 = 0.36;
/// Least probability for a place to be the act's.
const PLACE_FLOOR: f32 = 0.38;
/// A mode is named when it is at least this likely beside no mode at all.
const MODE_SHARE: f32 = 0.4;
/// Least probability for an act to be read as reported.
const REPORTED_SHARE: f32 = 0.36;
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
    features: Vec<u64>,
}

/// Decides the type of each candidate.
pub(super) fn decide(scene: &Scene<'_>, model: &EventModel) -> Vec<Decided> {
    let mut out = Vec::new();
    for (index, candidate) in scene.candidates.iter().enumerate() {
        let frames = scene.reader.frames;
        let user = candidate.matches.iter().find(|it| it.complete && frames.get(it.frame).user);
        let mut features = Vec::with_capacity(160);
        scene::type_features(scene, candidate, &mut features);
        if let Some(found) = user {
            let kind = frames.get(found.frame).kind;
            let (frame, confidence) = (found.frame, USER_FRAME);
            out.push(Decided { candidate: index, kind, confidence, frame, agrees: true, features });
            continue;
        }
        let shares = model.types.probabilities(&features, model::TYPES);
        let best = 1 + argmax(&shares[1..model::TYPES]);
        let confidence = shares[best];
        if confidence < FLOOR {
            continue;
        }
        let kind = EventType::ALL[best - 1];
        let fitting = candidate.matches.iter().find(|it| frames.get(it.frame).kind == kind);
        let frame = fitting.unwrap_or(&candidate.matches[0]).frame;
        out.push(Decided { candidate: index, kind, confidence, frame, agrees: fitting.is_some(), features });
    }
    drop_doubles(scene, &mut out);
    out
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
    let determiner = scene.tree().child(candidate.token, &[crate::syntax::Deprel::Det]);
    let definite =
        determiner.is_some_and(|it| matches!(scene.reader.form(it), "the" | "this" | "that" | "these" | "those"));
    Mention { points_back: definite && candidate.class == TriggerClass::Noun, lemma: scene.atom(candidate.token) }
}

/// Codes one decided candidate.
pub(super) fn code(scene: &Scene<'_>, model: &EventModel, codes: &Codes, decided: &Decided) -> Event {
    let candidate = &scene.candidates[decided.candidate];
    let frame = scene.reader.frames.get(decided.frame);
    let kind = decided.kind;
    let mode = if frame.user { frame.mode } else { mode(model, decided) };
    let mode_atom = mode.map_or(0, hash::text);
    let phrases = roles::phrases(scene, candidate.sentence);
    let user = candidate.matches.iter().find(|it| frame.user && it.frame == decided.frame);
    let (actors, recipients) = participants(scene, model, candidate, kind, mode_atom, &phrases, user);
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
    let quote = scene.quote(candidate.token);
    let rule = if decided.agrees {
        format!("{}; context", frame.pattern)
    } else {
        format!("{} ({}); context: {}", frame.pattern, frame.kind.name(), kind.name())
    };
    let rule = if frame.user { frame.pattern.to_string() } else { rule };
    let document = scene.reader.document;
    let span = document.tokens.span(candidate.first..candidate.last + 1);
    let sentence = &document.tokens.sentences[candidate.sentence as usize];
    let attributed_to = match assertion {
        Assertion::Asserted | Assertion::Requested => Vec::new(),
        _ => sources(scene, candidate.token),
    };
    let refused = matches!(kind, EventType::Reject);
    let negative = !refused && assertion != Assertion::Denied && scene.reader.is_negated(candidate.token);
    Event {
        triggers: vec![Trigger { span, sentence: candidate.sentence }],
        kind,
        own_type: frame.own_type.clone(),
        mode,
        contexts,
        cameo: given.or(row.map(|row| &row.code)).map(ToString::to_string),
        goldstein: row.and_then(|row| row.goldstein),
        place: place(scene, model, candidate, kind, &phrases, user),
        time: time(scene, candidate, assertion, tense),
        polarity: if negative { Polarity::Negative } else { Polarity::Positive },
        assertion,
        tense,
        attributed_to,
        quote,
        killed: count(Kind::Killed, kind == EventType::Assault),
        injured: count(Kind::Injured, kind == EventType::Assault),
        arrested: count(Kind::Arrested, kind == EventType::Coerce),
        participants: (kind == EventType::Protest).then(|| counts::participants(scene, &actors)).flatten(),
        actors: named_once(actors.iter().flat_map(|&token| with_partners(scene, token))),
        recipients: named_once(recipients.iter().flat_map(|&token| with_partners(scene, token))),
        salience: salience(sentence.kind, candidate.sentence, assertion),
        rule,
        confidence: decided.confidence,
    }
}

fn mode(model: &EventModel, decided: &Decided) -> Option<&'static str> {
    let classes = model::mode_classes(decided.kind);
    if classes.is_empty() {
        return None;
    }
    let shares = model.modes.probabilities(&decided.features, model::MODE_CLASSES);
    let best = classes.clone().max_by(|&a, &b| shares[a].total_cmp(&shares[b]))?;
    if shares[best] >= MODE_SHARE * shares[0] { model::mode_of_class(best) } else { None }
}

/// The phrases that act and that are acted upon, as the tokens that head them.
fn participants(
    scene: &Scene<'_>,
    model: &EventModel,
    candidate: &Candidate,
    kind: EventType,
    mode: u64,
    phrases: &[u32],
    user: Option<&Match>,
) -> (Vec<u32>, Vec<u32>) {
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    let mut features = Vec::with_capacity(40);
    let open = |role| user.is_none_or(|found| open(scene, found, role));
    let (actor_open, recipient_open) = (open(Role::Actor), open(Role::Recipient));
    for &phrase in phrases {
        if (candidate.first..=candidate.last).contains(&phrase) {
            continue;
        }
        match user.map_or(0, |found| roles::slot_in(scene, found, phrase) % 8) {
            0 => {}
            role => {
                match role {
                    1 => actors.push(phrase),
                    2 => recipients.push(phrase),
                    _ => {}
                }
                continue;
            }
        }
        features.clear();
        roles::features(scene, candidate, kind, mode, phrase, &mut features);
        let shares = model.roles.probabilities(&features, model::ROLES);
        let joins = kind == EventType::Consult && user.is_none() && is_company(scene, candidate, phrase);
        if joins || (shares[1] >= ROLE_FLOOR && shares[1] >= shares[2]) {
            actors.extend(actor_open.then_some(phrase));
        } else if shares[2] >= ROLE_FLOOR {
            recipients.extend(recipient_open.then_some(phrase));
        }
    }
    (actors, recipients)
}

/// Whether somebody is named after "with" in the clause of a trigger, whatever the tree makes of it: "met in Hamburg, Germany,
/// with Foreign Minister Ivan Petrov and two aides".
fn is_company(scene: &Scene<'_>, candidate: &Candidate, phrase: u32) -> bool {
    use crate::entities::MentionKind;
    use crate::syntax::Upos;
    const REACH: u32 = 14;
    let tree = scene.tree();
    let document = scene.reader.document;
    let Some(index) = scene.mentions.headed(phrase) else { return false };
    let mention = &document.entities.mentions[index as usize];
    if !matches!(mention.kind, MentionKind::Name | MentionKind::Nominal) || is_place(scene, phrase) {
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

/// Each entity and each phrase once; further mentions of an entity stay with the first.
fn named_once(all: impl Iterator<Item = Participant>) -> Vec<Participant> {
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

/// The sector of a noun for people without a name: "protesters", "a spokesman".
fn sector_of_noun(scene: &Scene<'_>, token: u32) -> Option<Sector> {
    let phrases = &scene.lexicon.actors.phrases;
    let key = crate::lexicon::word_key(scene.reader.form(token));
    let (_, noun) = phrases.longest(std::iter::once(key))?;
    let role = noun.role.and_then(|role| phrases.roles[role as usize].sector);
    noun.group.map(|(sector, _)| sector).or(role)
}

fn participant(scene: &Scene<'_>, token: u32) -> Participant {
    let document = scene.reader.document;
    let named = phrase::naming(document, scene.tree(), &scene.mentions, token);
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
            let id = document.entities.mentions[index as usize].entity;
            document.entities.entities[id as usize].country
        });
        out.country = country.or_else(|| country_of_whole(scene, token));
    }
    out
}

/// "members of the Hungarian party": the country of what they are part of.
fn country_of_whole(scene: &Scene<'_>, token: u32) -> Option<Country> {
    let tree = scene.tree();
    let document = scene.reader.document;
    let whole = tree.children(token).iter().copied().find(|&child| {
        tree.deprel(child) == Deprel::Nmod && super::arguments::preposition(tree, child) == Some("of")
    })?;
    let (first, last) = tree.extent(whole);
    let index =
        scene.mentions.headed(whole).into_iter().chain((first..=last).filter_map(|it| scene.mentions.holding(it)));
    index
        .into_iter()
        .find_map(|index| document.entities.actor_of_entity(document.entities.mentions[index as usize].entity).country)
}

/// A participant, and one more for each further country that its modifiers name: "Hungarian and Romanian officials".
fn with_partners(scene: &Scene<'_>, token: u32) -> Vec<Participant> {
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

fn is_nation(kind: crate::entities::EntityKind) -> bool {
    use crate::entities::EntityKind;
    use crate::names::Label;
    matches!(kind, EntityKind::Named(Label::Norp | Label::Gpe))
}

fn stand(scene: &Scene<'_>, model: &EventModel, candidate: &Candidate, kind: EventType) -> (Assertion, Tense) {
    let mut features = Vec::with_capacity(80);
    standing::features(scene, candidate, kind, &mut features);
    let shares = model.assertions.probabilities(&features, model::ASSERTIONS);
    // Reports are read as statements more often than the other way round.
    let reported = shares[1] >= REPORTED_SHARE && shares[1] >= shares[3];
    let assertion = match argmax(&shares[..model::ASSERTIONS]) {
        _ if reported => Assertion::Reported,
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

/// The chain of sources of what stands at a token: the speakers of the quotations around it, the nearest first.
fn sources(scene: &Scene<'_>, token: u32) -> Vec<Participant> {
    let document = scene.reader.document;
    let span = document.tokens.tokens[token as usize].span;
    let holding = document.quotes.iter().rev().filter(|quote| quote.parts.iter().any(|part| part.overlaps(span)));
    let mut out: Vec<Participant> = Vec::new();
    for quote in holding {
        let Some(span) = quote.speaker_span else { continue };
        if out.iter().any(|it| it.span == span) {
            continue;
        }
        let entity = quote.speaker.and_then(|id| document.entities.entities.get(id as usize));
        out.push(Participant {
            entity: quote.speaker,
            span,
            country: entity.and_then(|entity| entity.country),
            sectors: entity.map(|entity| entity.sectors.clone()).unwrap_or_default(),
            inherited: false,
            mentions: Vec::new(),
        });
    }
    out
}

/// The place that the model takes for the act's, else the dateline's.
fn place(
    scene: &Scene<'_>,
    model: &EventModel,
    candidate: &Candidate,
    kind: EventType,
    phrases: &[u32],
    user: Option<&Match>,
) -> Option<EventPlace> {
    let document = scene.reader.document;
    let places: Vec<u32> = phrases.iter().copied().filter(|&token| is_place(scene, token)).collect();
    let mut features = Vec::with_capacity(30);
    let named = |token: &u32| user.is_some_and(|found| found.fillers.contains(&(Role::Place, *token)));
    let mut best: Option<(f32, u32)> = places.iter().copied().find(named).map(|token| (1.0, token));
    for &token in &places {
        features.clear();
        roles::place_features(scene, candidate, kind, token, places.len() == 1, &mut features);
        let share = model.places.probabilities(&features, model::PLACES)[1];
        if share >= PLACE_FLOOR && best.is_none_or(|(highest, _)| share > highest) {
            best = Some((share, token));
        }
    }
    if let Some((_, token)) = best {
        let mention = &document.entities.mentions[place_mention(scene, token)? as usize];
        let noun = document.tokens.tokens[token as usize].span;
        let span = if mention.span.overlaps(noun) { mention.span } else { Span::new(mention.span.start, noun.end) };
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

/// Nouns that make a place with the name before them: "Zhari district".
const PLACE_NOUNS: [&str; 24] = [
    "district",
    "province",
    "region",
    "city",
    "town",
    "village",
    "state",
    "county",
    "border",
    "valley",
    "island",
    "area",
    "airport",
    "camp",
    "prison",
    "square",
    "street",
    "river",
    "neighborhood",
    "suburb",
    "governorate",
    "peninsula",
    "coast",
    "capital",
];

/// Whether a token names a place, a country or a building, or heads a phrase that does.
pub(super) fn is_place(scene: &Scene<'_>, token: u32) -> bool {
    place_mention(scene, token).is_some() && place_noun(scene, scene.tree().head(token), token).is_none()
}

/// The place's mention in a phrase: its head, or the name before its head.
fn place_mention(scene: &Scene<'_>, token: u32) -> Option<u32> {
    use crate::entities::EntityKind;
    use crate::names::Label;
    let document = scene.reader.document;
    let names_place = |index: &u32| {
        let mention = &document.entities.mentions[*index as usize];
        let kind = document.entities.entities[mention.entity as usize].kind;
        matches!(kind, EntityKind::Named(Label::Gpe | Label::Loc | Label::Fac))
    };
    let own = scene.mentions.headed(token).or_else(|| scene.mentions.holding(token)).filter(names_place);
    own.or_else(|| {
        let children = scene.tree().children(token).iter().rev();
        children.copied().find_map(|child| place_noun(scene, token, child)).filter(names_place)
    })
}

/// The name of `child` where it stands before a noun such as "district".
fn place_noun(scene: &Scene<'_>, noun: u32, child: u32) -> Option<u32> {
    use crate::syntax::{Deprel, Upos};
    let tree = scene.tree();
    let fits = child < noun
        && tree.head(child) == noun
        && tree.upos(noun) == Upos::Noun
        && matches!(tree.deprel(child), Deprel::Compound | Deprel::NmodDesc | Deprel::Nmod)
        && PLACE_NOUNS.contains(&tree.lemma(noun));
    if fits { scene.mentions.holding(child) } else { None }
}

/// The temporal expression nearest to the trigger in the tree, else the dateline's day or the day of publication.
fn time(scene: &Scene<'_>, candidate: &Candidate, assertion: Assertion, tense: Tense) -> Option<EventTime> {
    let document = scene.reader.document;
    let sentence = &document.tokens.sentences[candidate.sentence as usize];
    let times = &document.times.times;
    let first = times.partition_point(|time| time.span.end <= sentence.span.start);
    let mut best: Option<(usize, u32)> = None;
    for (offset, time) in times[first..].iter().enumerate() {
        if !sentence.span.overlaps(time.span) {
            break;
        }
        if !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
            continue;
        }
        let distance = time_distance(scene, candidate, time.span);
        #[allow(clippy::cast_possible_truncation)]
        if distance <= 8 && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, (first + offset) as u32));
        }
    }
    if let Some((_, index)) = best {
        let time: &Time = &times[index as usize];
        return Some(EventTime {
            time: Some(index),
            start: time.start,
            end: time.end,
            granularity: time.granularity,
            basis: time.basis,
            conflict: time.conflict,
        });
    }
    if tense == Tense::Future || assertion == Assertion::Hypothetical {
        return None;
    }
    let day = document.layout.dateline.and_then(|it| it.day).or(document.times.anchor.map(|anchor| anchor.day))?;
    Some(EventTime {
        time: None,
        start: Some(day),
        end: Some(day),
        granularity: None,
        basis: TimeBasis::Publication,
        conflict: false,
    })
}

/// Steps through the tree from a trigger to a temporal expression; one under another trigger counts as far.
fn time_distance(scene: &Scene<'_>, candidate: &Candidate, span: Span) -> usize {
    let tree = scene.tree();
    let tokens = scene.reader.document.tokens.within(span);
    let head = tokens.clone().find(|&token| !tokens.contains(&tree.head(token)) || tree.head(token) == token);
    let Some(head) = head else { return usize::MAX };
    let (_, length) = roles::path(scene, candidate.token, head);
    let mut at = head;
    let mut other = 0;
    for _ in 0..6 {
        let above = tree.head(at);
        if above == at || above == candidate.token {
            break;
        }
        at = above;
        let index = scene.candidate_of[at as usize];
        let (first, last) = tree.extent(at);
        let holds_trigger = (first..=last).contains(&candidate.token);
        other += usize::from(index != scene::NONE && !holds_trigger);
    }
    length + 2 * other
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
