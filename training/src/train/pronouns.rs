//! `train pronouns`: fits the weights of the log-linear ranking of antecedents on GAP development and prints them for
//! `src/entities/pronouns.rs`.
//!
//! Multinomial logistic regression over the candidates of each pronoun, with an L2 prior around zero; five-fold
//! cross-validation says what the weights are worth on unseen snippets.

use dateline::entities::FEATURES;

use crate::Settings;
use crate::eval::entities::training_rows;

type Rows = Vec<(bool, [f32; FEATURES])>;

const FOLDS: usize = 5;
const STEPS: usize = 600;
const RATE: f32 = 0.3;
const PRIOR: f32 = 0.002;

/// Fits and prints.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let all = training_rows(settings)?;
    let all: Vec<Rows> = all.into_iter().filter(|rows| rows.iter().any(|row| row.0) && rows.len() > 1).collect();
    let mut right = 0;
    for fold in 0..FOLDS {
        let train: Vec<&Rows> =
            all.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, rows)| rows).collect();
        let weights = fit(&train);
        for rows in all.iter().enumerate().filter(|(at, _)| at % FOLDS == fold).map(|(_, rows)| rows) {
            let best = rows.iter().max_by(|a, b| score(&a.1, &weights).total_cmp(&score(&b.1, &weights)));
            right += usize::from(best.is_some_and(|row| row.0));
        }
    }
    println!("cross-validated: {right} of {} pronouns", all.len());
    println!("{:.2?}", fit(&all.iter().collect::<Vec<_>>()));
    Ok(())
}

fn score(features: &[f32; FEATURES], weights: &[f32; FEATURES]) -> f32 {
    features.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

#[allow(clippy::cast_precision_loss)]
fn fit(pronouns: &[&Rows]) -> [f32; FEATURES] {
    let mut weights = [0.0_f32; FEATURES];
    let count = pronouns.len().max(1) as f32;
    for _ in 0..STEPS {
        let mut gradient = [0.0_f32; FEATURES];
        for rows in pronouns {
            let top = rows.iter().map(|row| score(&row.1, &weights)).fold(f32::NEG_INFINITY, f32::max);
            let odds: Vec<f32> = rows.iter().map(|row| (score(&row.1, &weights) - top).exp()).collect();
            let all: f32 = odds.iter().sum();
            let good: f32 = odds.iter().zip(rows.iter()).filter(|(_, row)| row.0).map(|(odds, _)| odds).sum();
            for (odds, row) in odds.iter().zip(rows.iter()) {
                let target = if row.0 { odds / good } else { 0.0 };
                for (slot, value) in gradient.iter_mut().zip(&row.1) {
                    *slot += (target - odds / all) * value;
                }
            }
        }
        for (weight, slot) in weights.iter_mut().zip(&gradient) {
            *weight += RATE * (slot / count - PRIOR * *weight);
        }
    }
    weights
}
