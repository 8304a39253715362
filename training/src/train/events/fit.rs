//! Fits of the models of events, what they reach on held-out folds, and what thresholds and choices would give.

use dateline::events::{learn, model};
use rayon::prelude::*;

use super::samples::Samples;
use super::{FOLDS, OWN, SOURCES, surroundings};
use crate::eval::tally::Tally;
use crate::train::logistic::{Choices, Logistic, Sample, Small, temperature};

/// The models of all folds, with the temperature that makes them honest.
pub(super) struct Folds<const WIDTH: usize> {
    pub(super) models: Vec<Logistic<WIDTH>>,
    pub(super) temperature: f32,
}

impl<const WIDTH: usize> Folds<WIDTH> {
    pub(super) fn train(samples: &[Sample], classes: usize, choices: &Choices) -> Self {
        let models = train_folds(samples, classes, choices);
        let temperature = temperature(&models, samples);
        Self { models, temperature }
    }

    /// What the model that has not seen a sample says of it.
    pub(super) fn probabilities(&self, sample: &Sample) -> [f32; WIDTH] {
        self.models[sample.fold].probabilities(sample, self.temperature)
    }

    /// The models as they are kept, and the one of all samples.
    fn finish(&self, samples: &[Sample], classes: usize, choices: &Choices) -> Fitted<WIDTH> {
        let quantise = |model: &Logistic<WIDTH>| model.quantise(self.temperature, small(WIDTH));
        let whole = quantise(&Logistic::mean(samples, classes, choices, |_| true));
        Fitted { whole, folds: self.models.iter().map(quantise).collect() }
    }
}

/// A model of everything, and one for each fold of articles that has not seen it.
pub(super) struct Fitted<const WIDTH: usize> {
    pub(super) whole: model::Linear<WIDTH>,
    pub(super) folds: Vec<model::Linear<WIDTH>>,
}

/// Trains a model, with its temperature and accuracy from held-out folds.
pub(super) fn fit<const WIDTH: usize>(name: &str, samples: &[Sample], classes: usize, seed: u64) -> Fitted<WIDTH> {
    let choices = Choices { seed, ..Choices::default() };
    let folds = Folds::<WIDTH>::train(samples, classes, &choices);
    report(name, samples, classes, &folds);
    folds.finish(samples, classes, &choices)
}

/// The model of types, and the weights of the second look. Rare words are the network's.
pub(super) fn fit_types(samples: &Samples, seed: u64) -> (Fitted<32>, [f32; learn::FEATURES]) {
    let choices = Choices { seed, least: 8, ..Choices::default() };
    let mut folds = Folds::<32>::train(&samples.types, model::TYPES, &choices);
    folds.temperature = surroundings::temperature(samples, &folds);
    report("type", &samples.types, model::TYPES, &folds);
    let look = surroundings::fit(samples, &folds);
    (folds.finish(&samples.types, model::TYPES, &choices), look)
}

/// Prints how often the models are right where they have not seen the samples.
#[allow(clippy::cast_precision_loss)]
fn report<const WIDTH: usize>(name: &str, samples: &[Sample], classes: usize, folds: &Folds<WIDTH>) {
    for (source, source_name) in SOURCES.iter().enumerate() {
        let mut tallies = vec![(0, 0, 0); classes]; // right, returned, gold
        let scored = samples.iter().filter(|sample| sample.weight >= 1.0 && sample.source == source);
        for sample in scored {
            let shares = folds.probabilities(sample);
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
    println!("train events: {name}: temperature {}", folds.temperature);
}

/// What the weight file can do without, by the number of classes: the more there are, the more of it is noise.
const fn small(width: usize) -> Small {
    match width {
        ..=16 => Small { weight: 5, sum: 11 },
        17..=32 => Small { weight: 6, sum: 11 },
        _ => Small { weight: 9, sum: 50 },
    }
}

/// The texts that the teacher has labelled stay: what he knows of the held-out articles hardly shows in others.
fn train_folds<const WIDTH: usize>(samples: &[Sample], classes: usize, choices: &Choices) -> Vec<Logistic<WIDTH>> {
    (0..FOLDS)
        .into_par_iter()
        .map(|fold| Logistic::train(samples, classes, choices, |sample| sample.fold != fold))
        .collect()
}

/// `train events+floors`: held-out F1 of roles, places, modes and reports at several least probabilities.
pub(super) fn floors(samples: &Samples, seed: u64) -> Result<(), String> {
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

/// `train events+tune`: held-out F1 of the type model under different choices, events without a candidate counted as missed.
pub(super) fn tune(samples: &Samples, seed: u64) -> Result<(), String> {
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
        let list: Vec<Sample> = samples.types.iter().map(weigh).collect();
        let folds = Folds::<32>::train(&list, model::TYPES, &choices);
        println!("epochs {epochs} rate {rate} shrink {shrink} least {least} general {general}:");
        surroundings::fit(samples, &folds);
    }
    Ok(())
}
