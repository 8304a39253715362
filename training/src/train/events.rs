//! `train events`: the models of type, mode, roles, place, assertion and tense from annotated newswire, whole Wikinews articles
//! and sentences of our own.
//!
//! Confidence is made honest on held-out folds: a model for each of five folds of articles is trained on the other four.
//! `train events+folds` keeps these models, so that `eval events+folds` can score everything end to end on them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dateline::events::{EventType, learn, model, vocabulary};
use dateline::model::{Dictionary, hash};
use dateline::{Analyzer, Layers, Options, Resources, Span};

use rayon::prelude::*;

use super::event_lessons;
use super::logistic::{Choices, Logistic, Sample, temperature};
use crate::Settings;
use crate::coded::{self, Article, GoldEvent};
use crate::data::{events as annotated, lessons};
use crate::eval::tally::Tally;

pub(crate) const FOLDS: usize = 5;
/// Weight of the samples without words.
const GENERAL_WEIGHT: f32 = 0.3;
/// Weight of the samples that the teacher has labelled.
const SILVER_WEIGHT: f32 = 0.5;

/// Where samples come from, in the order of their numbers.
const SOURCES: [&str; 4] = ["newswire", "wikinews", "own sentences", "more newswire"];
const OWN: usize = 2;
const MORE: usize = 3;

#[derive(Default)]
struct Samples {
    types: Vec<Sample>,
    modes: Vec<Sample>,
    roles: Vec<Sample>,
    places: Vec<Sample>,
    assertions: Vec<Sample>,
    tenses: Vec<Sample>,
    /// Where the roles and places of each event begin.
    groups: Vec<(usize, usize)>,
    /// By source: annotated events, and those of them whose trigger is one of a frame.
    gold: [usize; SOURCES.len()],
    covered: [usize; SOURCES.len()],
}

/// Where a sample belongs.
#[derive(Clone, Copy)]
struct Origin {
    fold: usize,
    source: usize,
}

impl Origin {
    fn sample(self, features: Vec<u64>, class: usize, open: (usize, usize)) -> Sample {
        Sample { features, class, shares: Vec::new(), open, weight: 1.0, fold: self.fold, source: self.source }
    }
}

pub(crate) fn run(settings: &Settings, command: &str) -> Result<(), String> {
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let resources = std::sync::Arc::new(resources);
    let options = Options { layers: Layers::Quotes, any_language: true, ..Options::default() };
    let analyzer = Analyzer::new(resources.clone(), options);
    let classes = word_classes(settings)?;
    let mut samples = Samples::default();
    if command.contains("+export") {
        return event_lessons::export(settings, &analyzer, &resources, &classes);
    }
    for (source, articles) in sets(settings)?.iter().enumerate() {
        for (number, article) in articles.iter().enumerate() {
            let document = analyzer.analyze(&article.text, article.published);
            let origin = Origin { fold: number % FOLDS, source };
            learn::with_lesson(&article.text, &document, &resources.lexicon, &classes, |lesson| {
                learn_article(lesson, article, origin, command, &mut samples);
            });
        }
    }
    let own = learn::own_examples().map_err(|it| it.to_string())?;
    for (number, row) in own.iter().enumerate() {
        let document = analyzer.analyze(row[0], None);
        let origin = Origin { fold: number % FOLDS, source: OWN };
        learn::with_lesson(row[0], &document, &resources.lexicon, &classes, |lesson| {
            learn_own(lesson, row, origin, &mut samples);
        });
    }
    for path in &settings.silver {
        learn_silver(settings, path, &analyzer, &resources, &classes, &mut samples)?;
    }
    for (source, name) in SOURCES.iter().enumerate() {
        let (covered, gold) = (samples.covered[source], samples.gold[source]);
        println!("train events: {name}: {covered} of {gold} gold triggers are triggers of a frame");
    }
    let seed = settings.seed;
    if command.contains("+folds") {
        return write_folds(&samples, &classes, seed);
    }
    if command.contains("+tune") {
        return tune(&samples, seed);
    }
    // What was shipped before may be kept: `train events+arguments` leaves the types alone.
    let known = || resources.events.as_ref().ok_or("there are no event models yet");
    let types = match command.contains("+arguments") {
        true => known()?.types.clone(),
        false => fit::<32>("type", &samples.types, model::TYPES, seed, Some(&samples.gold)),
    };
    if command.contains("+floors") {
        return floors(&samples, seed);
    }
    let model = model::EventModel {
        classes,
        types,
        modes: fit::<80>("mode", &samples.modes, model::MODE_CLASSES, seed, None),
        roles: fit::<16>("role", &samples.roles, model::ROLES, seed, None),
        places: fit::<16>("place", &samples.places, model::PLACES, seed, None),
        assertions: fit::<16>("assertion", &samples.assertions, model::ASSERTIONS, seed, None),
        tenses: fit::<16>("tense", &samples.tenses, model::TENSES, seed, None),
    };
    let path = Resources::source_folder().join(model::FILE);
    let bytes = model.to_bytes();
    println!("train events: {} of {} bytes", path.display(), bytes.len());
    std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// Where the models of a fold are kept.
pub(crate) fn fold_folder(fold: usize) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../target/events-fold-{fold}"))
}

/// `train events+folds`: models that have not seen a fold of articles, for `eval events+folds`.
fn write_folds(samples: &Samples, classes: &Dictionary, seed: u64) -> Result<(), String> {
    let choices = Choices { seed, ..Choices::default() };
    let types = held_out::<32>(&samples.types, model::TYPES, &choices);
    let modes = held_out::<80>(&samples.modes, model::MODE_CLASSES, &choices);
    let roles = held_out::<16>(&samples.roles, model::ROLES, &choices);
    let places = held_out::<16>(&samples.places, model::PLACES, &choices);
    let assertions = held_out::<16>(&samples.assertions, model::ASSERTIONS, &choices);
    let tenses = held_out::<16>(&samples.tenses, model::TENSES, &choices);
    for fold in 0..FOLDS {
        let model = model::EventModel {
            classes: classes.clone(),
            types: types[fold].clone(),
            modes: modes[fold].clone(),
            roles: roles[fold].clone(),
            places: places[fold].clone(),
            assertions: assertions[fold].clone(),
            tenses: tenses[fold].clone(),
        };
        let folder = fold_folder(fold);
        let write = || {
            std::fs::create_dir_all(&folder)?;
            std::fs::write(folder.join(model::FILE), model.to_bytes())
        };
        write().map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(())
}

/// The models of all folds, each of which has not seen its own.
fn held_out<const WIDTH: usize>(samples: &[Sample], classes: usize, choices: &Choices) -> Vec<model::Linear<WIDTH>> {
    let folds = train_folds::<WIDTH>(samples, classes, choices);
    let temperature = temperature(&folds, samples);
    println!("train events: temperature {temperature}");
    folds.iter().map(|fold| fold.quantise(temperature)).collect()
}

/// The annotated articles, in the order of [`SOURCES`].
pub(super) fn sets(settings: &Settings) -> Result<[Vec<Article>; SOURCES.len()], String> {
    Ok([
        coded::newswire(settings, "train")?,
        annotated::wikinews(settings)?,
        annotated::patterns()?,
        annotated::newswire(settings)?,
    ])
}

/// The candidates of texts that nobody has annotated, with what the teacher says of them.
fn learn_silver(
    settings: &Settings,
    path: &std::path::Path,
    analyzer: &Analyzer,
    resources: &Resources,
    classes: &Dictionary,
    samples: &mut Samples,
) -> Result<(), String> {
    let texts = lessons::unlabelled(settings)?;
    let said = event_lessons::said(path)?;
    if texts.len() != said.len() {
        return Err(format!("{}: {} texts, not {}", path.display(), said.len(), texts.len()));
    }
    let learned: Vec<Vec<Sample>> = texts
        .par_iter()
        .zip(&said)
        .map(|(article, said)| {
            let document = analyzer.analyze(&article.text, article.published);
            learn::with_lesson(&article.text, &document, &resources.lexicon, classes, |lesson| {
                let points = event_lessons::code_points(&article.text);
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
    source != MORE && (source != OWN || !event.actors.is_empty() || !event.recipients.is_empty())
}

/// The class of a candidate, and the event that it is the trigger of.
pub(super) type Label = (usize, Option<usize>);

/// The label of each candidate; `None` where nobody has said.
pub(super) fn labels(examples: &[learn::Example], article: &Article, source: usize) -> Vec<Option<Label>> {
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
        (hit.is_some() || !unknown).then(|| (hit.map_or(0, |at| type_class(&events[at].kind)), hit))
    };
    examples.iter().map(label).collect()
}

/// Coarse and fine cluster of each word of the raw text, in the lower and upper half of a number.
fn word_classes(settings: &Settings) -> Result<Dictionary, String> {
    let clusters = super::clusters::load(settings)?;
    let entries = clusters.words.iter().filter(|word| word.form.chars().all(|c| c.is_alphabetic() || c == '-'));
    let entries: Vec<(u64, u32)> = entries
        .map(|word| (hash::text(&word.form), u32::from(word.clusters[1]) | u32::from(word.clusters[2]) << 16))
        .collect();
    Ok(Dictionary::build(&entries))
}

fn learn_article(lesson: &learn::Lesson<'_>, article: &Article, origin: Origin, command: &str, samples: &mut Samples) {
    let examples = lesson.examples();
    let events = gold(article);
    samples.gold[origin.source] += events.len();
    let mut taken = vec![false; events.len()];
    let classes = (1, model::TYPES);
    let labels = labels(&examples, article, origin.source);
    for (index, example) in examples.iter().enumerate() {
        let Some((class, hit)) = labels[index] else { continue };
        samples.types.push(origin.sample(example.features.clone(), class, classes));
        // The same without words, so that frames are trusted where the words are new.
        let general = origin.sample(example.general.clone(), class, classes);
        samples.types.push(Sample { weight: GENERAL_WEIGHT, ..general });
        let Some((at, event)) = hit.map(|at| (at, events[at])) else { continue };
        samples.covered[origin.source] += usize::from(!std::mem::replace(&mut taken[at], true));
        learn_event(lesson, index, example, event, origin, samples);
    }
    if command.contains("+uncovered") {
        for (event, _) in events.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            println!("UNCOVERED {:?} {}", event.trigger.text(&article.text), event.kind);
        }
    }
}

fn learn_own(lesson: &learn::Lesson<'_>, row: &[&str; 4], origin: Origin, samples: &mut Samples) {
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
    if origin.source == MORE {
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
        if !phrase.place.is_empty() {
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

/// Trains a model, with its temperature and accuracy from held-out folds.
#[allow(clippy::cast_precision_loss)]
fn fit<const WIDTH: usize>(
    name: &str,
    samples: &[Sample],
    classes: usize,
    seed: u64,
    gold: Option<&[usize; SOURCES.len()]>,
) -> model::Linear<WIDTH> {
    let choices = Choices { seed, ..Choices::default() };
    let folds = train_folds::<WIDTH>(samples, classes, &choices);
    let temperature = temperature(&folds, samples);
    for (source, source_name) in SOURCES.iter().enumerate() {
        let mut tallies = vec![(0, 0, 0); classes]; // right, returned, gold
        let scored = samples.iter().filter(|sample| sample.weight >= 1.0 && sample.source == source);
        for sample in scored {
            let shares = folds[sample.fold].probabilities(sample, temperature);
            let best = (0..classes).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
            tallies[best].1 += 1;
            tallies[sample.class].2 += 1;
            tallies[best].0 += usize::from(best == sample.class);
        }
        let (right, all) = tallies.iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        let (hits, returned, gold) =
            tallies[1..].iter().fold((0, 0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1, sum.2 + it.2));
        let mut tally = Tally::default();
        tally.add(hits, returned, gold);
        if all > 0 {
            let share = 100.0 * right as f64 / all as f64;
            println!("train events: {name}, {source_name} held out: {share:.1} % right; class 0 apart {tally}");
        }
    }
    println!("train events: {name}: temperature {temperature}");
    if let Some(gold) = gold {
        curves(&folds, samples, gold, temperature);
    }
    Logistic::<WIDTH>::mean(samples, classes, &choices, |_| true).quantise(temperature)
}

fn train_folds<const WIDTH: usize>(samples: &[Sample], classes: usize, choices: &Choices) -> Vec<Logistic<WIDTH>> {
    (0..FOLDS)
        .into_par_iter()
        .map(|fold| Logistic::train(samples, classes, choices, |sample| sample.fold != fold))
        .collect()
}

/// Held-out precision, recall and F1 of types at several thresholds; events without a candidate count as missed.
fn curves<const WIDTH: usize>(
    folds: &[Logistic<WIDTH>],
    samples: &[Sample],
    gold: &[usize; SOURCES.len()],
    temperature: f32,
) {
    for (source, name) in SOURCES.iter().enumerate() {
        print!("   {name}, held out:");
        for threshold in [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5] {
            let mut tally = Tally::default();
            for sample in samples.iter().filter(|sample| sample.weight >= 1.0 && sample.source == source) {
                let shares = folds[sample.fold].probabilities(sample, temperature);
                let best = (1..model::TYPES).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
                let kept = shares[best] >= threshold;
                tally.add(usize::from(kept && best == sample.class), usize::from(kept), 0);
            }
            tally.gold = gold[source];
            print!("  {threshold}: {:.1}/{:.1}/{:.1}", tally.precision(), tally.recall(), tally.f1());
        }
        println!();
    }
}

/// `train events+floors`: held-out F1 of roles, places, modes and reports at several least probabilities.
fn floors(samples: &Samples, seed: u64) -> Result<(), String> {
    let choices = Choices { seed, ..Choices::default() };
    let show = |name: &str, of: &dyn Fn(f32, usize) -> Tally| {
        for (source, source_name) in SOURCES.iter().enumerate().take(OWN) {
            print!("{name}, {source_name}:");
            for floor in [0.2, 0.25, 0.3, 0.33, 0.36, 0.4, 0.45, 0.5] {
                let tally = of(floor, source);
                print!("  {floor}: {:.1}/{:.1}/{:.1}", tally.precision(), tally.recall(), tally.f1());
            }
            println!();
        }
    };
    let folds = train_folds::<16>(&samples.roles, model::ROLES, &choices);
    let shares: Vec<[f32; 16]> = samples.roles.iter().map(|it| folds[it.fold].probabilities(it, 1.0)).collect();
    for (name, role, other) in [("actors", 1, 2), ("recipients", 2, 1)] {
        for lone in [9.0, 0.2, 0.25, 0.3_f32] {
            show(&format!("{name}, the best one from {lone}"), &|floor, source| {
                let mut tally = Tally::default();
                for (at, &(start, _)) in samples.groups.iter().enumerate() {
                    let end = samples.groups.get(at + 1).map_or(samples.roles.len(), |next| next.0);
                    if samples.roles[start..end].first().is_none_or(|it| it.source != source) {
                        continue;
                    }
                    let mut taken: Vec<usize> = (start..end)
                        .filter(|&it| shares[it][role] >= floor && shares[it][role] >= shares[it][other])
                        .collect();
                    if taken.is_empty() {
                        let best = (start..end).max_by(|&a, &b| shares[a][role].total_cmp(&shares[b][role]));
                        taken.extend(
                            best.filter(|&it| shares[it][role] >= lone && shares[it][role] >= shares[it][other]),
                        );
                    }
                    let right = taken.iter().filter(|&&it| samples.roles[it].class == role).count();
                    let gold = samples.roles[start..end].iter().filter(|it| it.class == role).count();
                    tally.add(right, taken.len(), gold);
                }
                tally
            });
        }
    }
    let folds = train_folds::<16>(&samples.places, model::PLACES, &choices);
    let shares: Vec<[f32; 16]> = samples.places.iter().map(|it| folds[it.fold].probabilities(it, 1.15)).collect();
    show("places", &|floor, source| {
        let mut tally = Tally::default();
        for (at, &(_, start)) in samples.groups.iter().enumerate() {
            let end = samples.groups.get(at + 1).map_or(samples.places.len(), |next| next.1);
            let best = (start..end).filter(|&it| samples.places[it].source == source);
            let best = best.max_by(|&a, &b| shares[a][1].total_cmp(&shares[b][1])).filter(|&it| shares[it][1] >= floor);
            let right = best.is_some_and(|it| samples.places[it].class == 1);
            let gold = (start..end).any(|it| samples.places[it].class == 1 && samples.places[it].source == source);
            tally.add(usize::from(right), usize::from(best.is_some()), usize::from(gold));
        }
        tally
    });
    let folds = train_folds::<16>(&samples.assertions, model::ASSERTIONS, &choices);
    show("reported", &|floor, source| {
        let mut tally = Tally::default();
        for sample in samples.assertions.iter().filter(|it| it.source == source) {
            let shares = folds[sample.fold].probabilities(sample, 1.0);
            let got = shares[1] >= floor && shares[1] >= shares[3];
            let right = got && sample.class == 1;
            tally.add(usize::from(right), usize::from(got), usize::from(sample.class == 1));
        }
        tally
    });
    let folds = train_folds::<80>(&samples.modes, model::MODE_CLASSES, &choices);
    show("modes, recall where there is one", &|floor, source| {
        let mut tally = Tally::default();
        for sample in samples.modes.iter().filter(|it| it.source == source) {
            let shares = folds[sample.fold].probabilities(sample, 1.0);
            let best = (sample.open.0..sample.open.1).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
            let got = shares[best] >= floor * shares[0];
            let right = got && best == sample.class;
            tally.add(usize::from(right), usize::from(got), usize::from(sample.class != 0));
        }
        tally
    });
    Ok(())
}

/// Held-out F1 of the type model under different choices, events without a candidate counted as missed.
fn tune(samples: &Samples, seed: u64) -> Result<(), String> {
    for (epochs, rate, shrink, least, general) in [
        (12, 0.05, 2e-5, 2, 0.3),
        (12, 0.05, 2e-4, 2, 0.3),
        (12, 0.05, 1e-3, 2, 0.3),
        (12, 0.05, 2e-4, 2, 0.0),
        (12, 0.05, 2e-4, 3, 0.3),
    ] {
        let choices = Choices { epochs, rate, shrink, least, seed, models: 1 };
        let weigh = |sample: &Sample| match sample.weight {
            weight if weight >= 1.0 => sample.clone(),
            _ => Sample { weight: general, ..sample.clone() },
        };
        let list: Vec<Sample> = samples.types.iter().map(weigh).filter(|sample| sample.weight > 0.0).collect();
        let folds = train_folds::<32>(&list, model::TYPES, &choices);
        let heat = temperature(&folds, &list);
        println!("epochs {epochs} rate {rate} shrink {shrink} least {least} general {general} temperature {heat}:");
        curves(&folds, &list, &samples.gold, heat);
    }
    Ok(())
}
