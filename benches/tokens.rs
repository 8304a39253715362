//! `cargo bench --bench tokens [-- FILE ...]`: megabytes per CPU-second of layout, tokens and sentences together, one
//! thread, on shapes of text that are made here and on files, each article by itself (`.jsonl` with `text`) or whole.

use std::hint::black_box;

use cpu_time::ThreadTime;
use dateline::{article, tokens};

const SIZE: usize = 8 << 20;

/// The fewest bytes of a round.
const LEAST: usize = 32 << 20;

fn main() {
    let prose = "GENEVA (Reuters) - The foreign ministers of both countries didn't meet on Monday, an official in the capital said. \
                 “We have no plans,” she told reporters at about 5 p.m. after U.S. envoy J. R. Smith left the well-known hotel.\n\n";
    let news = repeat(prose);
    let line = news.replace('\n', " ");
    let wrapped = repeat(
        "The foreign ministers of both countries met on Monday, an official said\nin the capital after a long night.\n\n",
    );
    // What the machine can do: tokens at blanks, into a vector.
    let plain = |text: &str| {
        text.split_ascii_whitespace().map(|word| (word.as_ptr() as usize, word.len())).collect::<Vec<_>>().len()
    };
    measure("(blanks only)", &[news.as_str()], 5, plain);
    let shapes = [
        ("prose in paragraphs", news),
        ("one line of prose", line),
        ("hard-wrapped prose", wrapped),
        ("short lines", repeat("Share\nTweet\nMinister Says No\n")),
        ("one word", "x".repeat(SIZE)),
        ("newlines", "\n".repeat(SIZE)),
        ("double quotes", "\"".repeat(SIZE)),
        ("single quotes", "'".repeat(SIZE)),
        ("full stops", ". ".repeat(SIZE / 2)),
        ("letters and stops", "a.".repeat(SIZE / 2)),
        ("hyphens", "a-".repeat(SIZE / 2)),
        ("digits", "1,".repeat(SIZE / 2)),
        ("at signs", "a@".repeat(SIZE / 2)),
        ("emoji", "👨‍👩‍👧".repeat(SIZE / 18)),
        ("ideographs", "東京".repeat(SIZE / 6)),
    ];
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for (name, text) in shapes.iter().filter(|_| files.is_empty()) {
        report(name, &[text.as_str()], 5);
    }
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let articles: Vec<String> = if path.ends_with(".jsonl") {
            let row = |line: &str| {
                serde_json::from_str::<serde_json::Value>(line).expect("JSON")["text"].as_str().map(str::to_owned)
            };
            text.lines().filter_map(row).collect()
        } else {
            vec![text]
        };
        let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
        measure("(blanks only)", &articles, 9, plain);
        report(&path, &articles, 9);
    }
}

fn repeat(text: &str) -> String {
    text.repeat(SIZE / text.len() + 1)
}

/// Seconds this thread has run, which other processes do not disturb.
fn cpu_seconds() -> f64 {
    ThreadTime::now().as_duration().as_secs_f64()
}

/// Layout, tokens and sentences of each text.
fn report(name: &str, texts: &[&str], rounds: usize) {
    measure(name, texts, rounds, |text| tokens::tokenize(text, &article::layout(text)).tokens.len());
}

/// Prints the median of some rounds.
#[allow(clippy::cast_precision_loss, clippy::print_stdout)]
fn measure(name: &str, texts: &[&str], rounds: usize, run: impl Fn(&str) -> usize) {
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    // The system counts in steps of some milliseconds.
    let repeats = (LEAST / bytes.max(1)).max(1);
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = cpu_seconds();
            for text in (0..repeats).flat_map(|_| texts) {
                black_box(run(text));
            }
            cpu_seconds() - start
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{name:24} {:8.1} MB per CPU-second", (repeats * bytes) as f64 / 1e6 / times[rounds / 2]);
}
