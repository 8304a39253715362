//! Fits the second look at a candidate (`src/events/surroundings.rs`) on what models say of articles that they have not seen.

use dateline::events::learn::{self, FEATURES, NETWORK_WEIGHT, Seen};
use dateline::events::model::TYPES;

use super::fit::Folds;
use super::samples::{Look, Samples};
use super::{OWN, SOURCES, WIKINEWS};
use crate::eval::tally::Tally;

/// Newton's method is at the bottom long before.
const STEPS: usize = 12;
/// Of the weights, in rows.
const PRIOR: f64 = 1.0;

/// A candidate's source and class, what it was taken for, and the features of the second look.
struct Judged {
    source: usize,
    class: usize,
    best: usize,
    share: f32,
    features: [f32; FEATURES],
}

/// The weights, with held-out figures before and after, from the sets that are read as the ones of the evaluation: later
/// readings mark more, and how many acts our own texts name was our choice.
pub(super) fn fit(samples: &Samples, folds: &Folds<32>) -> [f32; FEATURES] {
    let judged: Vec<Judged> =
        samples.looks.chunk_by(|_, next| !next.begins).flat_map(|article| judge(samples, folds, article)).collect();
    let rows = judged.iter().filter(|it| it.source <= WIKINEWS);
    let rows = rows.map(|it| (it.features, it.best == it.class));
    let weights = newton(&rows.collect::<Vec<_>>());
    println!("train events: surroundings {weights:.3?}");
    curves(samples, &judged, "first look", |it| it.share);
    curves(samples, &judged, "second look", |it| learn::confidence(&weights, &it.features));
    weights
}

/// Logistic regression by Newton's method, with a small prior around zero.
#[allow(clippy::cast_possible_truncation)]
fn newton(rows: &[([f32; FEATURES], bool)]) -> [f32; FEATURES] {
    let mut weights = [0.0_f64; FEATURES];
    for _ in 0..STEPS {
        let mut gradient = weights.map(|weight| -PRIOR * weight);
        let mut curvature = [[0.0_f64; FEATURES]; FEATURES];
        for (features, right) in rows {
            let features = features.map(f64::from);
            let sum: f64 = weights.iter().zip(&features).map(|(weight, feature)| weight * feature).sum();
            let share = 1.0 / (1.0 + (-sum).exp());
            let miss = f64::from(u8::from(*right)) - share;
            for (at, feature) in features.iter().enumerate() {
                gradient[at] += miss * feature;
                for (slot, other) in curvature[at].iter_mut().zip(&features) {
                    *slot += share * (1.0 - share) * feature * other;
                }
            }
        }
        (0..FEATURES).for_each(|at| curvature[at][at] += PRIOR);
        let step = solve(curvature, gradient);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
    }
    weights.map(|weight| weight as f32)
}

/// Solves a symmetric positive definite system by elimination.
fn solve<const N: usize>(mut rows: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for at in 0..N {
        let (pivot, value) = (rows[at], right[at]);
        for below in at + 1..N {
            let share = rows[below][at] / pivot[at];
            rows[below].iter_mut().zip(&pivot).for_each(|(slot, above)| *slot -= share * above);
            right[below] -= share * value;
        }
    }
    for at in (0..N).rev() {
        let known: f64 = (at + 1..N).map(|other| rows[at][other] * right[other]).sum();
        right[at] = (right[at] - known) / rows[at][at];
    }
    right
}

fn judge(samples: &Samples, folds: &Folds<32>, article: &[Look]) -> Vec<Judged> {
    let see = |look: &Look| {
        let mut shares = [0.0; TYPES];
        shares.copy_from_slice(&folds.probabilities(&samples.types[look.sample])[..TYPES]);
        let mut seen = Seen { sentence: look.sentence, lemma: look.lemma, shares };
        look.opinion.iter().for_each(|opinion| seen.weigh(opinion, NETWORK_WEIGHT));
        seen
    };
    let seen: Vec<Seen> = article.iter().map(see).collect();
    let judge = |((look, seen), features): ((&Look, &Seen), [f32; FEATURES])| {
        let (sample, best) = (&samples.types[look.sample], seen.best());
        Judged { source: sample.source, class: sample.class, best, share: seen.shares[best], features }
    };
    article.iter().zip(&seen).zip(learn::surroundings(&seen)).map(judge).collect()
}

/// Temperature of the linear model at which it and the network together are most likely right on articles that neither has
/// seen; prints the logarithmic loss by the network's weight.
pub(super) fn temperature(samples: &Samples, folds: &Folds<32>) -> f32 {
    let seen: Vec<(&Look, &[f32; TYPES])> =
        samples.looks.iter().filter_map(|look| Some((look, look.opinion.as_ref()?))).collect();
    if seen.is_empty() {
        return folds.temperature;
    }
    let loss = |temperature: f32, weight: f32| {
        let of = |&(look, opinion): &(&Look, &[f32; TYPES])| {
            let sample = &samples.types[look.sample];
            let mut shares = [0.0; TYPES];
            shares.copy_from_slice(&folds.models[sample.fold].probabilities(sample, temperature)[..TYPES]);
            let mut seen = Seen { sentence: look.sentence, lemma: look.lemma, shares };
            seen.weigh(opinion, weight);
            -f64::from(seen.shares[sample.class].max(1e-4)).ln()
        };
        #[allow(clippy::cast_precision_loss)]
        let mean = seen.iter().map(of).sum::<f64>() / seen.len() as f64;
        mean
    };
    let tried = [0.8, 0.9, 1.0, 1.1].map(|factor| factor * folds.temperature);
    let best = tried.into_iter().min_by(|&a, &b| loss(a, NETWORK_WEIGHT).total_cmp(&loss(b, NETWORK_WEIGHT)));
    let best = best.unwrap_or(folds.temperature);
    print!("train events: temperature with the network {best}, loss by its weight");
    for weight in [0.0, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 1.0] {
        print!("  {weight}: {:.4}", loss(best, weight));
    }
    println!();
    best
}

/// Precision, recall and F1 of types at several thresholds; events without a candidate count as missed.
fn curves(samples: &Samples, judged: &[Judged], name: &str, confidence: impl Fn(&Judged) -> f32) {
    for (source, source_name) in SOURCES.iter().enumerate().filter(|(source, _)| *source != OWN) {
        print!("   {source_name}, {name}:");
        for threshold in [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5] {
            let mut tally = Tally::default();
            for it in judged.iter().filter(|it| it.source == source && confidence(it) >= threshold) {
                tally.add(usize::from(it.best == it.class), 1, 0);
            }
            tally.gold = samples.gold[source];
            print!("  {threshold}: {:.1}/{:.1}/{:.1}", tally.precision(), tally.recall(), tally.f1());
        }
        println!();
    }
}
