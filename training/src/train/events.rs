//! `train events`: the models of type, mode, roles, place, assertion and tense from the annotated newswire.
//!
//! Confidence is made honest on held-out folds: a model for each of five folds of articles is trained on the other four.

use dateline::events::{EventType, learn, model, vocabulary};
use dateline::{Analyzer, Layers, Options, Resources, Span};

use super::logistic::{Choices, Logistic, Sample, temperature};
use crate::Settings;
use crate::coded::{self, GoldEvent};
use crate::eval::tally::Tally;

const FOLDS: usize = 5;
/// Weight of the samples without words.
const GENERAL_WEIGHT: f32 = 0.3;

#[derive(Default)]
struct Samples {
    types: Vec<Sample>,
    modes: Vec<Sample>,
    roles: Vec<Sample>,
    places: Vec<Sample>,
    assertions: Vec<Sample>,
    tenses: Vec<Sample>,
}

pub(crate) fn run(settings: &Settings, command: &str) -> Result<(), String> {
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let resources = std::sync::Arc::new(resources);
    let options = Options { layers: Layers::Quotes, any_language: true, ..Options::default() };
    let analyzer = Analyzer::new(resources.clone(), options);
    let mut samples = Samples::default();
    let (mut gold, mut covered) = (0, 0);
    for (number, article) in coded::newswire(settings, "train")?.iter().enumerate() {
        let document = analyzer.analyze(&article.text, article.published);
        let fold = number % FOLDS;
        learn::with_lesson(&article.text, &document, &resources.lexicon.frames, |lesson| {
            let examples = lesson.examples();
            let events: Vec<&GoldEvent> = article.parts.iter().flat_map(|part| &part.events).collect();
            gold += events.len();
            let mut taken = vec![false; events.len()];
            for (index, example) in examples.iter().enumerate() {
                // The gold event of the trigger. Of several candidates in a trigger of several words the first that
                // proposes its type is the one.
                let hit = events.iter().enumerate().find(|(_, event)| {
                    let inside = |other: &&learn::Example| event.trigger.overlaps(other.span);
                    let fits = |other: &&learn::Example| other.proposed.iter().any(|it| it.name() == event.kind);
                    let chosen = examples.iter().filter(inside).find(fits).or_else(|| examples.iter().find(inside));
                    chosen.is_some_and(|chosen| std::ptr::eq(chosen, example))
                });
                let open = (1, model::TYPES);
                let class = hit.map_or(0, |(_, event)| type_class(&event.kind));
                let sample = Sample { features: example.features.clone(), class, open, weight: 1.0, fold };
                samples.types.push(sample);
                // The same without words, so that frames are trusted where the words are new.
                let features = example.general.clone();
                samples.types.push(Sample { features, class, open, weight: GENERAL_WEIGHT, fold });
                let Some((at, event)) = hit else { continue };
                covered += usize::from(!std::mem::replace(&mut taken[at], true));
                learn_event(lesson, index, example, event, fold, &mut samples);
            }
            if command.contains("+uncovered") {
                for (event, _) in events.iter().zip(&taken).filter(|(_, taken)| !**taken) {
                    println!("UNCOVERED {:?} {}", event.trigger.text(&article.text), event.kind);
                }
            }
        });
    }
    for (number, [sentence, trigger, kind, mode]) in
        learn::own_examples().map_err(|it| it.to_string())?.iter().enumerate()
    {
        let document = analyzer.analyze(sentence, None);
        learn::with_lesson(sentence, &document, &resources.lexicon.frames, |lesson| {
            let start = sentence.find(trigger).unwrap_or(0);
            let wanted = Span::of(start, start + trigger.len());
            let examples = lesson.examples();
            let Some(example) = examples.iter().find(|example| example.span.overlaps(wanted)) else {
                println!("no frame for {trigger:?} in: {sentence}");
                return;
            };
            let (class, fold) = (type_class(kind), number % FOLDS);
            let features = example.features.clone();
            samples.types.push(Sample { features, class, open: (1, model::TYPES), weight: 1.0, fold });
            let Some(kind) = EventType::from_name(kind) else { return };
            let classes = model::mode_classes(kind);
            let mode = vocabulary::mode(kind, mode);
            let class = classes.clone().find(|&class| mode.is_some() && model::mode_of_class(class) == mode);
            if !classes.is_empty() {
                let (class, open) = (class.unwrap_or(0), (classes.start, classes.end));
                samples.modes.push(Sample { features: example.features.clone(), class, open, weight: 1.0, fold });
            }
        });
    }
    println!("train events: {covered} of {gold} gold triggers are triggers of a frame");
    for (name, list) in [
        ("type", &samples.types),
        ("mode", &samples.modes),
        ("role", &samples.roles),
        ("place", &samples.places),
        ("assertion", &samples.assertions),
        ("tense", &samples.tenses),
    ] {
        println!("train events: {} samples of {name}", list.len());
    }
    let seed = settings.seed;
    if command.contains("+tune") {
        return tune(&samples.types, seed);
    }
    let model = model::EventModel {
        types: fit::<32>("type", &samples.types, model::TYPES, seed),
        modes: fit::<80>("mode", &samples.modes, model::MODE_CLASSES, seed),
        roles: fit::<16>("role", &samples.roles, model::ROLES, seed),
        places: fit::<16>("place", &samples.places, model::PLACES, seed),
        assertions: fit::<16>("assertion", &samples.assertions, model::ASSERTIONS, seed),
        tenses: fit::<16>("tense", &samples.tenses, model::TENSES, seed),
    };
    let path = Resources::source_folder().join(model::FILE);
    let bytes = model.to_bytes();
    println!("train events: {} of {} bytes", path.display(), bytes.len());
    std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

fn type_class(kind: &str) -> usize {
    EventType::ALL.iter().position(|other| other.name() == kind).map_or(0, |at| at + 1)
}

fn learn_event(
    lesson: &learn::Lesson<'_>,
    index: usize,
    example: &learn::Example,
    event: &GoldEvent,
    fold: usize,
    samples: &mut Samples,
) {
    let Some(kind) = EventType::from_name(&event.kind) else { return };
    let classes = model::mode_classes(kind);
    let mode = event.mode.as_deref().and_then(|mode| vocabulary::mode(kind, mode));
    if !classes.is_empty() {
        let class = mode
            .map_or(0, |mode| classes.clone().find(|&class| model::mode_of_class(class) == Some(mode)).unwrap_or(0));
        let open = (classes.start, classes.end);
        samples.modes.push(Sample { features: example.features.clone(), class, open, weight: 1.0, fold });
    }
    let phrases = lesson.phrases(index, kind, mode);
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
    let place = event.place.and_then(top);
    for (at, phrase) in phrases.iter().enumerate() {
        let (class, open) = (roles[at], (1, model::ROLES));
        samples.roles.push(Sample { features: phrase.role.clone(), class, open, weight: 1.0, fold });
        if !phrase.place.is_empty() {
            let (class, open) = (usize::from(place == Some(at)), (1, model::PLACES));
            samples.places.push(Sample { features: phrase.place.clone(), class, open, weight: 1.0, fold });
        }
    }
    let features = lesson.standing(index, kind);
    let class = ["asserted", "reported", "denied", "hypothetical"].iter().position(|it| *it == event.assertion);
    if let Some(class) = class {
        let open = (1, model::ASSERTIONS);
        samples.assertions.push(Sample { features: features.clone(), class, open, weight: 1.0, fold });
    }
    if let Some(class) = ["past", "present", "future"].iter().position(|it| *it == event.tense) {
        samples.tenses.push(Sample { features, class, open: (1, model::TENSES), weight: 1.0, fold });
    }
}

/// Trains a model, with its temperature and accuracy from held-out folds.
#[allow(clippy::cast_precision_loss)]
fn fit<const WIDTH: usize>(name: &str, samples: &[Sample], classes: usize, seed: u64) -> model::Linear<WIDTH> {
    let choices = Choices { seed, ..Choices::default() };
    let folds: Vec<Logistic<WIDTH>> =
        (0..FOLDS).map(|fold| Logistic::train(samples, classes, &choices, |sample| sample.fold != fold)).collect();
    let temperature = temperature(&folds, samples);
    let mut tallies = vec![(0, 0, 0); classes]; // right, returned, gold
    for sample in samples.iter().filter(|sample| sample.weight >= 1.0) {
        let shares = folds[sample.fold].probabilities(sample, temperature);
        let best = (0..classes).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
        tallies[best].1 += 1;
        tallies[sample.class].2 += 1;
        tallies[best].0 += usize::from(best == sample.class);
    }
    let right: usize = tallies.iter().map(|it| it.0).sum();
    let (hits, returned, gold) =
        tallies[1..].iter().fold((0, 0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1, sum.2 + it.2));
    let mut tally = Tally::default();
    tally.add(hits, returned, gold);
    let share = 100.0 * right as f64 / samples.iter().filter(|sample| sample.weight >= 1.0).count().max(1) as f64;
    println!("train events: {name}, held out: {share:.1} % right; class 0 apart {tally}; temperature {temperature}");
    Logistic::<WIDTH>::mean(samples, classes, &choices, |_| true).quantise(temperature)
}

/// Held-out F1 of the type model under different choices.
fn tune(samples: &[Sample], seed: u64) -> Result<(), String> {
    for (epochs, rate, shrink, least) in [
        (12, 0.1, 2e-5, 2),
        (6, 0.1, 2e-5, 2),
        (12, 0.05, 2e-5, 2),
        (12, 0.1, 2e-4, 2),
        (12, 0.1, 1e-3, 2),
        (12, 0.1, 2e-4, 1),
        (12, 0.1, 2e-4, 3),
        (25, 0.05, 5e-4, 2),
    ] {
        let choices = Choices { epochs, rate, shrink, least, seed, models: 1 };
        let folds: Vec<Logistic<32>> = (0..FOLDS)
            .map(|fold| Logistic::train(samples, model::TYPES, &choices, |sample| sample.fold != fold))
            .collect();
        let heat = temperature(&folds, samples);
        print!("epochs {epochs} rate {rate} shrink {shrink} least {least} temperature {heat}:");
        for threshold in [0.25, 0.3, 0.35, 0.4, 0.5] {
            let mut tally = Tally::default();
            for sample in samples.iter().filter(|sample| sample.weight >= 1.0) {
                let shares = folds[sample.fold].probabilities(sample, heat);
                let best = (1..model::TYPES).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
                let kept = shares[best] >= threshold;
                let right = usize::from(kept && best == sample.class);
                tally.add(right, usize::from(kept), usize::from(sample.class > 0));
            }
            print!("  {threshold}: {:.1}/{:.1}/{:.1}", tally.precision(), tally.recall(), tally.f1());
        }
        println!();
    }
    Ok(())
}
