//! Trains the models of `dateline` and evaluates each layer against gold.

use std::path::PathBuf;
use std::process::ExitCode;

mod eval;

/// What is common to all commands.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The folder of the open data sets.
    pub data: PathBuf,
    /// The folder of the acceptance articles.
    pub seeds: PathBuf,
    /// What stands after the command and is no option.
    pub words: Vec<String>,
}

const USAGE: &str = "usage: dateline-training [--data DIR] [--seeds DIR] eval LAYER [LAYER ...]";

fn main() -> ExitCode {
    let mut settings =
        Settings { data: PathBuf::from("../shared/data"), seeds: PathBuf::from("../shared/seeds"), words: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--data" => settings.data = arguments.next().unwrap_or_default().into(),
            "--seeds" => settings.seeds = arguments.next().unwrap_or_default().into(),
            _ => settings.words.push(argument),
        }
    }
    let result = match settings.words.first().map(String::as_str) {
        Some("eval") => eval::run(&settings),
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
