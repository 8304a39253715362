//! Multinomial logistic regression over hashed features: AdaGrad with L2 shrinkage, small data, quick.

use dateline::events::model::Linear;
use dateline::model::Wide;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Random;

/// How many samples of a teacher show a feature as well as one that is known.
const KNOWN: usize = 4;

/// One decision: its features, the right class and the classes that were open.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub features: Vec<u64>,
    pub class: usize,
    /// How likely each class is where a teacher says so, empty where `class` is known.
    pub shares: Vec<f32>,
    /// The first class and one past the last; class 0 is always open.
    pub open: (usize, usize),
    /// How much the sample counts.
    pub weight: f32,
    /// The fold that it is held out in.
    pub fold: usize,
    /// Which of the sources it comes from; those with less than full weight are not scored.
    pub source: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Choices {
    pub epochs: usize,
    pub rate: f32,
    pub shrink: f32,
    /// Features seen fewer times are left out.
    pub least: usize,
    pub seed: u64,
    /// How many models are averaged.
    pub models: usize,
}

/// What is left out of a weight file, of 127 sizes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Small {
    /// Weights up to this size.
    pub weight: u8,
    /// Features whose weights add up to no more than this.
    pub sum: u32,
}

impl Default for Choices {
    fn default() -> Self {
        Self { epochs: 12, rate: 0.05, shrink: 2e-4, least: 4, seed: 7, models: 8 }
    }
}

/// A trained model with real weights.
pub(crate) struct Logistic<const WIDTH: usize> {
    index: FxHashMap<u64, u32>,
    weights: Vec<[f32; WIDTH]>,
    pub classes: usize,
}

impl<const WIDTH: usize> Logistic<WIDTH> {
    /// Trains on all samples for which `keep` holds.
    pub(crate) fn train(samples: &[Sample], classes: usize, choices: &Choices, keep: impl Fn(&Sample) -> bool) -> Self {
        let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
        let mut order: Vec<usize> = (0..samples.len()).filter(|&at| keep(&samples[at])).collect();
        for &at in &order {
            let once = if samples[at].shares.is_empty() { KNOWN } else { 1 };
            for &feature in &samples[at].features {
                *counts.entry(feature).or_default() += once;
            }
        }
        let mut index: FxHashMap<u64, u32> = FxHashMap::default();
        for &at in &order {
            for &feature in &samples[at].features {
                if counts[&feature] >= choices.least * KNOWN {
                    let next = u32::try_from(index.len()).expect("small data");
                    index.entry(feature).or_insert(next);
                }
            }
        }
        let mut out = Self { weights: vec![[0.0; WIDTH]; index.len()], index, classes };
        let mut squares = vec![[1e-6_f32; WIDTH]; out.weights.len()];
        let rows: Vec<Vec<u32>> = samples.iter().map(|it| out.rows(&it.features)).collect();
        // Whole steps of a vector register.
        let lanes = classes.next_multiple_of(4).min(WIDTH);
        let mut random = Random::new(choices.seed);
        for epoch in 0..choices.epochs {
            random.shuffle(&mut order);
            #[allow(clippy::cast_precision_loss)]
            let rate = choices.rate * (1.0 - 0.9 * epoch as f32 / choices.epochs as f32);
            for &at in &order {
                let sample = &samples[at];
                let shares = out.shares(&rows[at], sample.open);
                let mut gradients = [0.0; WIDTH];
                let mut moved = [0.0; WIDTH];
                for class in 0..classes {
                    let known = f32::from(u8::from(class == sample.class));
                    let wanted = sample.shares.get(class).copied().unwrap_or(known);
                    gradients[class] = sample.weight * (shares[class] - wanted);
                    moved[class] = f32::from(u8::from(gradients[class].abs() >= 1e-6));
                }
                for &row in &rows[at] {
                    let (weights, squares) = (&mut out.weights[row as usize], &mut squares[row as usize]);
                    for class in 0..lanes {
                        let slope = (gradients[class] + choices.shrink * weights[class] * 100.0) * moved[class];
                        squares[class] += slope * slope;
                        weights[class] -= rate * slope / squares[class].sqrt();
                    }
                }
            }
        }
        out
    }

    /// The mean of models that differ only in the order of their samples: steadier than any of them.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn mean(
        samples: &[Sample],
        classes: usize,
        choices: &Choices,
        keep: impl Fn(&Sample) -> bool + Sync,
    ) -> Self {
        let model = |turn: usize| {
            let seed = choices.seed + 101 * turn as u64;
            Self::train(samples, classes, &Choices { seed, ..choices.clone() }, &keep)
        };
        let mut all = (0..choices.models).into_par_iter().map(model).collect::<Vec<_>>().into_iter();
        let mut out = all.next().expect("at least one model");
        for other in all {
            for (sum, more) in out.weights.iter_mut().zip(&other.weights) {
                sum.iter_mut().zip(more).for_each(|(slot, weight)| *slot += weight);
            }
        }
        let count = choices.models as f32;
        out.weights.iter_mut().flatten().for_each(|weight| *weight /= count);
        out
    }

    fn rows(&self, features: &[u64]) -> Vec<u32> {
        features.iter().filter_map(|feature| self.index.get(feature).copied()).collect()
    }

    fn shares(&self, rows: &[u32], open: (usize, usize)) -> [f32; WIDTH] {
        let mut out = [0.0; WIDTH];
        for &row in rows {
            for (slot, weight) in out.iter_mut().zip(&self.weights[row as usize]) {
                *slot += weight;
            }
        }
        softmax(&mut out, self.classes, open, 1.0);
        out
    }

    /// Probabilities of a sample's classes, at a temperature.
    pub(crate) fn probabilities(&self, sample: &Sample, temperature: f32) -> [f32; WIDTH] {
        let mut out = [0.0; WIDTH];
        for row in self.rows(&sample.features) {
            for (slot, weight) in out.iter_mut().zip(&self.weights[row as usize]) {
                *slot += weight;
            }
        }
        softmax(&mut out, self.classes, sample.open, temperature);
        out
    }

    /// The model with one-byte weights. Small ones are left out, and features of little weight in all: most of the table, which
    /// change next to nothing.
    pub(crate) fn quantise(&self, temperature: f32, small: Small) -> Linear<WIDTH> {
        let highest = self.weights.iter().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = (highest / 127.0).max(1e-6);
        #[allow(clippy::cast_possible_truncation)]
        let byte = |weight: &f32| (weight / scale).round().clamp(-127.0, 127.0) as i8;
        let kept = |byte: i8| if byte.unsigned_abs() > small.weight { byte } else { 0 };
        let mut entries = Vec::new();
        let mut order: Vec<(u64, u32)> = self.index.iter().map(|(&hash, &row)| (hash, row)).collect();
        order.sort_unstable();
        for (hash, row) in order {
            let mut bytes = [0_i8; WIDTH];
            bytes.iter_mut().zip(&self.weights[row as usize]).for_each(|(slot, weight)| *slot = kept(byte(weight)));
            if bytes.iter().map(|byte| u32::from(byte.unsigned_abs())).sum::<u32>() > small.sum {
                entries.push((hash, bytes));
            }
        }
        Linear { table: Wide::build(entries, scale), temperature }
    }
}

fn softmax<const WIDTH: usize>(scores: &mut [f32; WIDTH], classes: usize, open: (usize, usize), temperature: f32) {
    let is_open = |class: usize| class == 0 || (open.0..open.1).contains(&class);
    let highest = (0..classes).filter(|&class| is_open(class)).map(|class| scores[class]).fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for (class, score) in scores.iter_mut().enumerate().take(classes) {
        *score = if is_open(class) { ((*score - highest) / temperature).exp() } else { 0.0 };
        sum += *score;
    }
    scores[..classes].iter_mut().for_each(|score| *score /= sum);
}

/// The temperature that makes held-out probabilities honest: the one of highest likelihood.
pub(crate) fn temperature<const WIDTH: usize>(folds: &[Logistic<WIDTH>], samples: &[Sample]) -> f32 {
    let loss = |temperature: f32| -> f64 {
        samples
            .iter()
            .filter(|sample| sample.weight >= 1.0)
            .map(|sample| {
                let shares = folds[sample.fold].probabilities(sample, temperature);
                -f64::from(shares[sample.class].max(1e-6)).ln()
            })
            .sum()
    };
    let tried = [0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.4, 2.8, 3.3];
    tried.into_iter().min_by(|&a, &b| loss(a).total_cmp(&loss(b))).unwrap_or(1.0)
}
