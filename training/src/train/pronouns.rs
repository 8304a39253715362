//! `train pronouns`: fits the weights of the log-linear ranking of antecedents on the coreference of GUM (train) and prints
//! them for `src/entities/pronouns.rs`; says what they are worth on GUM dev.

use super::softmax::{cross_validate, fit, is_right};
use crate::Settings;
use crate::eval::entities::training_rows;

/// Fits and prints.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let train = training_rows(settings, "train")?;
    let (right, total) = cross_validate(&train);
    println!("cross-validated by document: {right} of {total} pronouns that have a right candidate");
    let weights = fit(train.iter().flatten());
    let dev = training_rows(settings, "dev")?;
    let usable: Vec<_> = dev.iter().flatten().filter(|rows| rows.iter().any(|row| row.0)).collect();
    let right = usable.iter().filter(|rows| is_right(rows, &weights)).count();
    println!("GUM dev: {right} of {}", usable.len());
    println!("{weights:.2?}");
    Ok(())
}
