//! Trains the models of `dateline` and evaluates each layer against gold.
#![allow(clippy::print_stdout)] // a command line

use std::path::PathBuf;
use std::process::ExitCode;

mod annotation;
mod coded;
mod conllu;
mod data;
mod eval;
mod gazetteer;
mod layout_dump;
mod raw_text;
mod seeds;
mod sentence_ends;
mod text;
mod tokenize;
mod train;

/// What is common to all commands.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The folder of the open data sets.
    pub data: PathBuf,
    /// The folder of the acceptance articles.
    pub seeds: PathBuf,
    /// The seed of every random choice in training.
    pub seed: u64,
    /// Automatically analyzed text (CoNLL-U) that training uses beside the gold data.
    pub silver: Vec<PathBuf>,
    /// The table of words that tagger and parser learn with.
    pub table: Option<PathBuf>,
    /// The network of event types that `training/teacher/student.py` has trained.
    pub network: Option<PathBuf>,
    /// The same for each fold of articles, trained without it.
    pub fold_networks: Vec<PathBuf>,
    /// What stands after the command and is no option.
    pub words: Vec<String>,
}

const USAGE: &str = "usage: dateline-training [--data DIR] [--seeds DIR] eval LAYER [LAYER ...]
       dateline-training [--data DIR] [--seed N] [--silver FILE ...] [--table FILE] [--network FILE] [--fold-network FILE ...] train MODEL [MODEL ...]
       dateline-training [--data DIR] annotation export|join
       dateline-training gazetteer FOLDER";

fn main() -> ExitCode {
    let mut settings = Settings {
        data: PathBuf::from("../shared/data"),
        seeds: PathBuf::from("../shared/seeds"),
        seed: 1,
        silver: Vec::new(),
        network: None,
        fold_networks: Vec::new(),
        table: None,
        words: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--data" => settings.data = arguments.next().unwrap_or_default().into(),
            "--seeds" => settings.seeds = arguments.next().unwrap_or_default().into(),
            "--seed" => match arguments.next().unwrap_or_default().parse() {
                Ok(seed) => settings.seed = seed,
                Err(error) => {
                    eprintln!("--seed: {error}");
                    return ExitCode::FAILURE;
                }
            },
            "--table" => settings.table = arguments.next().map(PathBuf::from),
            "--network" => settings.network = arguments.next().map(PathBuf::from),
            "--fold-network" => settings.fold_networks.push(arguments.next().unwrap_or_default().into()),
            "--silver" => settings.silver.push(arguments.next().unwrap_or_default().into()),
            _ => settings.words.push(argument),
        }
    }
    let result = match settings.words.first().map(String::as_str) {
        Some("eval") => eval::run(&settings),
        Some("train") => train::run(&settings),
        Some("annotation") => annotation::run(&settings),
        Some("train-sentences") => sentence_ends::run(&settings),
        Some("layout") => layout_dump::run(&settings),
        Some("tokenize") => tokenize::run(&settings),
        Some("gazetteer") => gazetteer::run(&settings),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
