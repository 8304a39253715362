//! What the models of events learn from: samples of annotated articles, of our own sentences and of texts that the teacher
//! has labelled.

use std::collections::BTreeMap;
use std::path::Path;

use dateline::events::{EventType, learn, model, vocabulary};
use dateline::model::Dictionary;
use dateline::{Analyzer, Resources, Span};
use rayon::prelude::*;

use super::lessons as taught;
use super::{FOLDS, MORE, OTHER, OWN, OWN_ARTICLES, SOURCES, WIKINEWS};
use crate::Settings;
use crate::coded::{Article, GoldEvent, Verdict};
use crate::data::events as annotated;
use crate::data::lessons::unlabelled;
use crate::train::logistic::Sample;

/// Weight of the samples without words.
const GENERAL_WEIGHT: f32 = 0.3;
/// Weight of the samples that the teacher has labelled.
const SILVER_WEIGHT: f32 = 0.5;

/// The samples of all models.
#[derive(Default)]
pub(super) struct Samples {
    pub(super) types: Vec<Sample>,
    pub(super) modes: Vec<Sample>,
    pub(super) roles: Vec<Sample>,
    pub(super) places: Vec<Sample>,
    pub(super) assertions: Vec<Sample>,
    pub(super) tenses: Vec<Sample>,
    /// Where the roles and places of each event begin.
    pub(super) groups: Vec<(usize, usize)>,
    /// By annotated candidate of `types`: where it stands.
    pub(super) looks: Vec<Look>,
    /// By source: annotated events, and those of them whose trigger is one of a frame.
    pub(super) gold: [usize; SOURCES.len()],
    pub(super) covered: [usize; SOURCES.len()],
}

/// Where an annotated candidate stands, for the second look.
pub(super) struct Look {
    /// Index in `types`.
    pub(super) sample: usize,
    /// Whether it is the first one of its article.
    pub(super) begins: bool,
    pub(super) sentence: u32,
    pub(super) lemma: u64,
    /// What a network says of it that has not seen its article.
    pub(super) opinion: Option<[f32; model::TYPES]>,
}

/// Where a sample belongs.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) fold: usize,
    pub(super) source: usize,
}

impl Origin {
    fn sample(self, features: Vec<u64>, class: usize, open: (usize, usize)) -> Sample {
        Sample { features, class, shares: Vec::new(), open, weight: 1.0, fold: self.fold, source: self.source }
    }
}

/// The candidates of texts that nobody has annotated, with what the teacher says of them.
pub(super) fn learn_silver(
    settings: &Settings,
    path: &Path,
    analyzer: &Analyzer,
    resources: &Resources,
    classes: &Dictionary,
    samples: &mut Samples,
) -> Result<(), String> {
    let texts = unlabelled(settings)?;
    let said = taught::said(path)?;
    if texts.len() != said.len() {
        return Err(format!("{}: {} texts, not {}", path.display(), said.len(), texts.len()));
    }
    let learned: Vec<Vec<Sample>> = texts
        .par_iter()
        .zip(&said)
        .map(|(article, said)| {
            let document = analyzer.analyze(&article.text, article.published);
            learn::with_lesson(&article.text, &document, &resources.lexicon, classes, |lesson| {
                let points = taught::code_points(&article.text);
                let place = |span: Span| (points[span.start as usize], points[span.end as usize]);
                let known: BTreeMap<_, _> = said.iter().map(|it| ((it.0, it.1), &it.2)).collect();
                let sample = |example: learn::Example| {
                    let mut shares = vec![0.0; model::TYPES];
                    known.get(&place(example.span))?.iter().for_each(|&(class, share)| shares[class] = share);
                    let total: f32 = shares.iter().sum();
                    shares.iter_mut().for_each(|share| *share /= total);
                    let (features, open) = (example.features, (1, model::TYPES));
                    let (weight, fold, source) = (SILVER_WEIGHT, FOLDS, SOURCES.len());
                    Some(Sample { features, class: 0, shares, open, weight, fold, source })
                };
                lesson.examples().into_iter().filter_map(sample).collect()
            })
        })
        .collect();
    samples.types.extend(learned.into_iter().flatten());
    println!("train events: {} texts of the teacher", texts.len());
    Ok(())
}

/// The annotated events of an article.
pub(super) fn gold(article: &Article) -> Vec<&GoldEvent> {
    article.parts.iter().flat_map(|part| &part.events).filter(|event| event.kind != annotated::OPEN).collect()
}

/// Whether the participants of an event of a source are marked.
pub(super) fn has_roles(event: &GoldEvent, source: usize) -> bool {
    match source {
        WIKINEWS | MORE | OWN_ARTICLES | OTHER => !event.assertion.is_empty(),
        OWN => !event.actors.is_empty() || !event.recipients.is_empty(),
        _ => true,
    }
}

/// What is known of a candidate.
#[derive(Clone, Copy)]
pub(super) struct Label {
    /// Its type; `None` where nobody has said, or readers differ.
    pub(super) class: Option<usize>,
    /// The event that it is the trigger of, or was for one of the readers.
    pub(super) hit: Option<usize>,
}

/// The label of each candidate.
pub(super) fn labels(examples: &[learn::Example], article: &Article, source: usize) -> Vec<Label> {
    let (open, events): (Vec<&GoldEvent>, Vec<_>) =
        article.parts.iter().flat_map(|part| &part.events).partition(|event| event.kind == annotated::OPEN);
    // Where participants are marked, only one event of the sentence is.
    let one_marked = source == OWN && events.iter().any(|it| !it.actors.is_empty() || !it.recipients.is_empty());
    let label = |example: &learn::Example| {
        // The gold event of the trigger. Of several candidates in a trigger of several words the first that
        // proposes its type is the one.
        let hit = events.iter().position(|event| {
            let inside = |other: &&learn::Example| event.trigger.overlaps(other.span);
            let fits = |other: &&learn::Example| other.proposed.iter().any(|it| it.name() == event.kind);
            let chosen = examples.iter().filter(inside).find(fits).or_else(|| examples.iter().find(inside));
            chosen.is_some_and(|chosen| std::ptr::eq(chosen, example))
        });
        let unknown = one_marked || open.iter().any(|event| event.trigger.overlaps(example.span));
        let class = match hit.map(|at| events[at]) {
            None => (!unknown).then_some(0),
            Some(event) => (event.verdict == Verdict::Event).then(|| type_class(&event.kind)),
        };
        Label { class, hit }
    };
    examples.iter().map(label).collect()
}

pub(super) fn learn_article(
    lesson: &learn::Lesson<'_>,
    article: &Article,
    origin: Origin,
    network: Option<&learn::Network>,
    command: &str,
    samples: &mut Samples,
) {
    let examples = lesson.examples();
    let events = gold(article);
    samples.gold[origin.source] += events.iter().filter(|it| it.verdict == Verdict::Event).count();
    let mut taken = vec![false; events.len()];
    let classes = (1, model::TYPES);
    let labels = labels(&examples, article, origin.source);
    let opinions = network.map(|network| lesson.opinions(network));
    let mut begins = true;
    for (index, example) in examples.iter().enumerate() {
        let Label { class, hit } = labels[index];
        if let Some(class) = class {
            let (sample, begins) = (samples.types.len(), std::mem::take(&mut begins));
            let (sentence, lemma, opinion) = (example.sentence, example.lemma, opinions.as_ref().map(|it| it[index]));
            samples.looks.push(Look { sample, begins, sentence, lemma, opinion });
            samples.types.push(origin.sample(example.features.clone(), class, classes));
            // The same without words, so that frames are trusted where the words are new.
            let general = origin.sample(example.general.clone(), class, classes);
            samples.types.push(Sample { weight: GENERAL_WEIGHT, ..general });
        }
        let Some((at, event)) = hit.map(|at| (at, events[at])) else { continue };
        let counts = event.verdict == Verdict::Event && !std::mem::replace(&mut taken[at], true);
        samples.covered[origin.source] += usize::from(counts);
        learn_event(lesson, index, example, event, origin, samples);
    }
    if command.contains("+uncovered") {
        for (event, _) in events.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            println!("UNCOVERED {:?} {}", event.trigger.text(&article.text), event.kind);
        }
    }
}

pub(super) fn learn_own(lesson: &learn::Lesson<'_>, row: &[&str; 4], origin: Origin, samples: &mut Samples) {
    let [sentence, trigger, kind, mode] = row;
    let start = sentence.find(trigger).unwrap_or(0);
    let wanted = Span::of(start, start + trigger.len());
    let examples = lesson.examples();
    let Some((index, example)) = examples.iter().enumerate().find(|(_, it)| it.span.overlaps(wanted)) else {
        println!("no frame for {trigger:?} in: {sentence}");
        return;
    };
    let class = type_class(kind);
    samples.gold[OWN] += usize::from(class > 0);
    samples.covered[OWN] += usize::from(class > 0);
    samples.types.push(origin.sample(example.features.clone(), class, (1, model::TYPES)));
    let Some(kind) = EventType::from_name(kind) else { return };
    let classes = model::mode_classes(kind);
    let mode = vocabulary::mode(kind, mode);
    let class = classes.clone().find(|&class| mode.is_some() && model::mode_of_class(class) == mode);
    if !classes.is_empty() {
        let open = (classes.start, classes.end);
        let features = example.features.iter().copied().chain(lesson.mode(index, kind)).collect();
        samples.modes.push(origin.sample(features, class.unwrap_or(0), open));
    }
}

fn type_class(kind: &str) -> usize {
    EventType::ALL.iter().position(|other| other.name() == kind).map_or(0, |at| at + 1)
}

fn learn_event(
    lesson: &learn::Lesson<'_>,
    index: usize,
    example: &learn::Example,
    event: &GoldEvent,
    origin: Origin,
    samples: &mut Samples,
) {
    let Some(kind) = EventType::from_name(&event.kind) else { return };
    if matches!(origin.source, WIKINEWS | MORE | OTHER) && !has_roles(event, origin.source) {
        return; // only triggers and types are marked
    }
    let classes = model::mode_classes(kind);
    let mode = event.mode.as_deref().and_then(|mode| vocabulary::mode(kind, mode));
    if !classes.is_empty() {
        let class = mode
            .map_or(0, |mode| classes.clone().find(|&class| model::mode_of_class(class) == Some(mode)).unwrap_or(0));
        let open = (classes.start, classes.end);
        let features = example.features.iter().copied().chain(lesson.mode(index, kind)).collect();
        samples.modes.push(origin.sample(features, class, open));
    }
    if !has_roles(event, origin.source) {
        return; // only triggers, types and modes are marked
    }
    let phrases = lesson.phrases(index, kind, mode);
    let (roles, place) = roles_of(&phrases, event);
    samples.groups.push((samples.roles.len(), samples.places.len()));
    for (at, phrase) in phrases.iter().enumerate() {
        let (class, open) = (roles[at], (1, model::ROLES));
        samples.roles.push(origin.sample(phrase.role.clone(), class, open));
        // The readers of these marked places half as often as those of the newswire and of the evaluation: where they marked
        // none there may be one.
        let sparing = matches!(origin.source, WIKINEWS | OWN_ARTICLES);
        if !phrase.place.is_empty() && (place.is_some() || !sparing) {
            let (class, open) = (usize::from(place == Some(at)), (1, model::PLACES));
            samples.places.push(origin.sample(phrase.place.clone(), class, open));
        }
    }
    let features = lesson.standing(index, kind);
    let class = ["asserted", "reported", "denied", "hypothetical"].iter().position(|it| *it == event.assertion);
    if let Some(class) = class {
        let open = (1, model::ASSERTIONS);
        samples.assertions.push(origin.sample(features.clone(), class, open));
    }
    if let Some(class) = ["past", "present", "future"].iter().position(|it| *it == event.tense) {
        samples.tenses.push(origin.sample(features, class, (1, model::TENSES)));
    }
}

/// The role of each phrase in an event (none, actor, recipient), and which phrase is its place.
pub(super) fn roles_of(phrases: &[learn::PhraseExample], event: &GoldEvent) -> (Vec<usize>, Option<usize>) {
    let top = |gold: Span| {
        phrases.iter().position(|phrase| {
            gold.contains(phrase.head) && !phrase.ancestors.iter().any(|above| gold.contains(*above))
        })
    };
    let mut roles = vec![0; phrases.len()];
    for (class, list) in [(2, &event.recipients), (1, &event.actors)] {
        for at in list.iter().filter_map(|&gold| top(gold)) {
            roles[at] = class;
        }
    }
    (roles, event.place.and_then(top))
}
