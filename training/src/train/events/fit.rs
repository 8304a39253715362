//! Fits of the models of events, what they reach on held-out folds, and what thresholds and choices would give.

use dateline::events::model;
use rayon::prelude::*;

use super::samples::Samples;
use super::{FOLDS, OWN, SOURCES};
use crate::eval::tally::Tally;
use crate::train::logistic::{Choices, Logistic, Sample, temperature};

/// Trains a model, with its temperature and accuracy from held-out folds.
#[allow(clippy::cast_precision_loss)]
pub(super) fn fit<const WIDTH: usize>(
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

/// The models of all folds, each of which has not seen its own.
pub(super) fn held_out<const WIDTH: usize>(
    samples: &[Sample],
    classes: usize,
    choices: &Choices,
) -> Vec<model::Linear<WIDTH>> {
    let folds = train_folds::<WIDTH>(samples, classes, choices);
    let temperature = temperature(&folds, samples);
    println!("train events: temperature {temperature}");
    folds.iter().map(|fold| fold.quantise(temperature)).collect()
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

/// Held-out F1 of the type model under different choices, events without a candidate counted as missed.
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
        let list: Vec<Sample> = samples.types.iter().map(weigh).filter(|sample| sample.weight > 0.0).collect();
        let folds = train_folds::<32>(&list, model::TYPES, &choices);
        let heat = temperature(&folds, &list);
        println!("epochs {epochs} rate {rate} shrink {shrink} least {least} general {general} temperature {heat}:");
        curves(&folds, &list, &samples.gold, heat);
    }
    Ok(())
}
