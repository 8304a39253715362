//! `train MODEL`: trains a model and writes its weight file into the package's data folder.
#![allow(clippy::print_stdout)] // progress goes to the standard output

use dateline::Resources;
use dateline::model::Writer;

use crate::Settings;

mod augment;
pub(crate) mod clusters;
mod confidence;
pub(crate) mod events;
mod invent;
mod lemmatizer;
mod logistic;
mod names;
mod parser;
pub(crate) mod perceptron;
mod places;
mod pronouns;
mod rules;
mod sequence;
mod softmax;
mod tagger;
pub(crate) mod treebank;
mod vocabulary;
mod words;

/// Trains the models named after `train`.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    settings.words[1..].iter().try_for_each(|model| match model.as_str() {
        "pronouns" => pronouns::run(settings),
        "events" => events::run(settings, ""),
        other if other.starts_with("events+") => events::run(settings, other),
        "places" => places::run(settings),
        "lemmatizer" => lemmatizer::run(settings),
        "parser" => parser::run(settings, None),
        "parser@25" => parser::run(settings, Some(25)),
        "parser@50" => parser::run(settings, Some(50)),
        "tagger" => tagger::run(settings),
        "names" => names::run(settings),
        other if other.starts_with("names@") => names::curve(settings, &other["names@".len()..]),
        _ => Err(format!("no model of the name {model}")),
    })
}

/// Writes a weight file into the package's data folder.
fn write(name: &str, file: Writer) -> Result<(), String> {
    let path = Resources::source_folder().join(name);
    let bytes = file.finish();
    println!("{}: {} bytes", path.display(), bytes.len());
    std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// A small random generator (splitmix64): the same numbers on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// A generator with this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 random bits.
    pub(crate) fn next(&mut self) -> u64 {
        let value = dateline::model::hash::number(self.0);
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        value
    }

    /// A number below `limit`.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }

    /// Whether an event of this probability happens.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        ((self.next() >> 11) as f64) < probability * (1_u64 << 53) as f64
    }

    /// Puts items in random order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
