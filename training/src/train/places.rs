//! `train places`: fits the weights of the log-linear place model on GeoVirus and prints them for `src/places/rank.rs`.
//!
//! Multinomial logistic regression over the candidates of each toponym that has a right one, by gradient ascent with an L2
//! prior around zero; five-fold cross-validation by article says what the weights are worth on unseen articles.

use dateline::Resources;
use dateline::places::FEATURES;

use crate::Settings;
use crate::eval::places::{read, training_rows};

type Toponym = Vec<(bool, [f32; FEATURES])>;

const FOLDS: usize = 5;
const STEPS: usize = 400;
const RATE: f32 = 0.5;
const PRIOR: f32 = 0.002;

/// Fits and prints.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let articles: Vec<Vec<Toponym>> =
        read(settings)?.iter().map(|article| training_rows(article, &resources)).collect();
    let mut right = 0;
    let mut total = 0;
    for fold in 0..FOLDS {
        let in_fold = |index: usize| index % FOLDS == fold;
        let train = articles.iter().enumerate().filter(|(index, _)| !in_fold(*index)).flat_map(|(_, rows)| rows);
        let weights = fit(&train.collect::<Vec<_>>());
        for toponym in articles.iter().enumerate().filter(|(index, _)| in_fold(*index)).flat_map(|(_, rows)| rows) {
            let best = toponym.iter().max_by(|a, b| score(&a.1, &weights).total_cmp(&score(&b.1, &weights)));
            right += usize::from(best.is_some_and(|row| row.0));
            total += usize::from(toponym.iter().any(|row| row.0));
        }
    }
    println!("cross-validated: {right} of {total} names that have a right candidate");
    let weights = fit(&articles.iter().flatten().collect::<Vec<_>>());
    println!("{weights:.2?}");
    Ok(())
}

fn score(features: &[f32; FEATURES], weights: &[f32; FEATURES]) -> f32 {
    features.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

fn fit(toponyms: &[&Toponym]) -> [f32; FEATURES] {
    let mut weights = [0.0f32; FEATURES];
    let usable: Vec<_> = toponyms.iter().filter(|rows| rows.iter().any(|row| row.0) && rows.len() > 1).collect();
    #[allow(clippy::cast_precision_loss)]
    let count = usable.len().max(1) as f32;
    for _ in 0..STEPS {
        let mut gradient = [0.0f32; FEATURES];
        for rows in &usable {
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
