//! `cargo bench --bench syntax [-- FILE ...]`: words per second of tagger, lemmatizer and parser together on one thread, on
//! sentences made here and on files (plain text, one article each). Reading and splitting the text is not counted.

#![allow(clippy::print_stdout)] // figures go to the standard output

use std::hint::black_box;
use std::time::Instant;

use dateline::{Resources, article, syntax, tokens};

const WORDS: usize = 60_000;
const ROUNDS: usize = 5;

fn main() {
    let resources = Resources::load(&Resources::source_folder()).expect("the weights of the source tree");
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let prose = "The foreign ministers of both countries did not meet on Monday, an official in the capital said. \
                 \"We have no plans,\" she told reporters after the U.S. envoy, John R. Smith, had left the hotel.\n\n";
    let shapes = [
        ("prose", prose.repeat(WORDS / 40)),
        ("headlines", "Envoys Meet In Capital As Talks On Border Stall\n\n".repeat(WORDS / 9)),
        ("one sentence", "and they left and ".repeat(WORDS / 4)),
        ("marks", "\" ( ) , ; ".repeat(WORDS / 5)),
        ("digits", "12 7 1999 3.5 ".repeat(WORDS / 4)),
    ];
    for (name, text) in shapes.iter().filter(|_| files.is_empty()) {
        report(name, text, &resources);
    }
    for path in files {
        report(&path, &std::fs::read_to_string(&path).expect("a readable file"), &resources);
    }
}

/// Prints the median of some rounds.
#[allow(clippy::cast_precision_loss)]
fn report(name: &str, text: &str, resources: &Resources) {
    let tokens = tokens::tokenize(text, &article::layout(text));
    let words = tokens.tokens.len() as f64;
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(syntax::parse(text, &tokens, None, resources));
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds[ROUNDS / 2];
    println!("{name:<24} {:9.0} words/s {:8.0} ns a word", words / median, 1e9 * median / words);
}
