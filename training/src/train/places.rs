//! `train places`: fits the weights of the log-linear place model on GeoVirus and prints them for `src/places/rank.rs`.

use dateline::Resources;
use dateline::places::FEATURES;

use super::softmax::{Rows, cross_validate, fit};
use crate::Settings;
use crate::eval::places::{read, training_rows};

/// Fits and prints.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let articles: Vec<Vec<Rows<FEATURES>>> =
        read(settings)?.iter().map(|article| training_rows(article, &resources)).collect();
    let (right, total) = cross_validate(&articles);
    println!("cross-validated: {right} of {total} names that have a right candidate");
    println!("{:.2?}", fit(articles.iter().flatten()));
    Ok(())
}
