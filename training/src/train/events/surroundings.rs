//! Fits the second look at a candidate (`src/events/surroundings.rs`) on what models say of articles that they have not seen.

use dateline::events::learn::{self, FEATURES, Seen};
use dateline::events::model::TYPES;

use super::fit::Folds;
use super::samples::{Look, Samples};
use super::{OWN, OWN_ARTICLES, SOURCES};
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

/// The weights, with held-out figures before and after. Our own sentences and articles are left
/// out: how many acts they name was our choice.
pub(super) fn fit(samples: &Samples, folds: &Folds<32>) -> [f32; FEATURES] {
    let judged: Vec<Judged> =
        samples.looks.chunk_by(|_, next| !next.begins).flat_map(|article| judge(samples, folds, article)).collect();
    let rows = judged.iter().filter(|it| it.source != OWN && it.source != OWN_ARTICLES);
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
        Seen { sentence: look.sentence, lemma: look.lemma, shares }
    };
    let seen: Vec<Seen> = article.iter().map(see).collect();
    let judge = |((look, seen), features): ((&Look, &Seen), [f32; FEATURES])| {
        let (sample, best) = (&samples.types[look.sample], seen.best());
        Judged { source: sample.source, class: sample.class, best, share: seen.shares[best], features }
    };
    article.iter().zip(&seen).zip(learn::surroundings(&seen)).map(judge).collect()
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
