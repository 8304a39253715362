//! `train-sentences`: the logistic model that decides unclear sentence ends, from the treebanks' raw text.
//!
//! Stochastic gradient descent with averaging over hashed features; weights are kept in steps of 1/16 in one byte each.

use std::collections::HashSet;

use dateline::tokens::{BUCKETS, FEATURES, unclear_ends};
use dateline::{Resources, article};

use crate::{Settings, raw_text};

const ROUNDS: usize = 30;

/// Trains on both training files and writes `sentences.bin`.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let mut rows: Vec<([u16; FEATURES], bool, f32)> = Vec::new();
    for bank in ["ewt", "gum"] {
        for document in raw_text::read(&settings.data.join(format!("syntax/{bank}-train.conllu")))? {
            let gold: HashSet<u32> = document.sentences.iter().map(|sentence| sentence.end).collect();
            // News is what the package reads.
            let press = document.id.contains("_news_") || document.id.contains("_interview_");
            let weight = if press { 2.0 } else { 1.0 };
            unclear_ends(&document.text, &article::layout(&document.text), |end, features| {
                rows.push((features, gold.contains(&end), weight));
                gold.contains(&end)
            });
        }
    }
    let ends = rows.iter().filter(|row| row.1).count();
    println!("{} unclear marks, {ends} of them ends", rows.len());
    let mut weights = vec![0_f32; BUCKETS];
    let mut sum = vec![0_f64; BUCKETS];
    let mut state = settings.seed.wrapping_add(1);
    for round in 0..ROUNDS {
        for index in (1..rows.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            rows.swap(index, (state >> 33) as usize % (index + 1));
        }
        #[allow(clippy::cast_precision_loss)]
        let rate = 0.08 / (1.0 + round as f32 / 6.0);
        for (features, end, weight) in &rows {
            let score: f32 = features.iter().map(|&feature| weights[feature as usize]).sum();
            let slope = f32::from(u8::from(*end)) - 1.0 / (1.0 + (-score).exp());
            for &feature in features {
                let value = &mut weights[feature as usize];
                *value += rate * weight * slope - rate * 4e-4 * *value;
            }
        }
        if round >= ROUNDS / 2 {
            sum.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += f64::from(*weight));
        }
    }
    #[allow(clippy::cast_precision_loss)]
    let count = (ROUNDS - ROUNDS / 2) as f64;
    let bytes: Vec<u8> =
        sum.iter().map(|sum| ((sum / count * 16.0).round().clamp(-127.0, 127.0) as i8).cast_unsigned()).collect();
    let path = Resources::source_folder().join("sentences.bin");
    std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}
