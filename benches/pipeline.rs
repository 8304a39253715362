//! `cargo bench --profile dist --bench pipeline [-- FILE.jsonl ...]`: what each layer costs a word, and what a second core
//! brings, on articles made here or on the field `text` of files.
//!
//! Each line reads the articles up to one layer on one thread; its own cost is the difference to the line before. Words are
//! tokens. Then from tokens to names in wall-clock time on one and on two threads, in turns, and the highest memory so far.

#![allow(clippy::print_stdout)] // figures go to the standard output

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use cpu_time::ThreadTime;
use dateline::{Analyzer, Layers, Options, Resources, article, tokens};
use rayon::prelude::*;

const ROUNDS: usize = 5;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let resources = Arc::new(Resources::load(&Resources::source_folder()).expect("the weights of the source tree"));
    if files.is_empty() {
        let article = "Ministers Meet in Vienna as Talks Stall\n\nVIENNA, March 3 (Reuters) - The foreign ministers of Norway and Chile \
                       met here on Tuesday, officials said, two days after an attack killed 12 people near Lagos.\n\n\
                       \"We have no plans to withdraw,\" Mr. Smith, the U.S. envoy, told reporters. He left in the evening.\n\n";
        measure("articles made here", &vec![article.repeat(4); 200], &resources);
    }
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let row = |line: &str| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["text"].as_str().map(str::to_owned)
        };
        measure(&path, &text.lines().filter_map(row).collect::<Vec<_>>(), &resources);
    }
}

#[allow(clippy::cast_precision_loss)]
fn measure(name: &str, texts: &[String], resources: &Arc<Resources>) {
    let words: usize = texts.iter().map(|text| tokens::tokenize(text, &article::layout(text)).tokens.len()).sum();
    println!("{name}: {} articles, {words} words", texts.len());
    let analyzer =
        |layers| Analyzer::new(Arc::clone(resources), Options { layers, any_language: true, ..Options::default() });
    let mut before = 0.0;
    for layers in [Layers::Tokens, Layers::Syntax, Layers::Names, Layers::Entities, Layers::Quotes, Layers::Events] {
        let analyzer = analyzer(layers);
        let seconds = median(|| {
            let start = cpu_seconds();
            texts.iter().for_each(|text| drop(black_box(analyzer.analyze(text, None))));
            cpu_seconds() - start
        });
        let cost = 1e9 * seconds / words as f64;
        println!(
            "    up to {:<10} {cost:7.0} ns a word, {:7.0} of its own; {:9.0} words a CPU-second",
            format!("{layers:?}").to_lowercase(),
            cost - before,
            words as f64 / seconds
        );
        before = cost;
    }
    let analyzer = analyzer(Layers::Names);
    let [one, two] = [1, 2].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let seconds = median(|| {
            let start = Instant::now();
            pool.install(|| texts.par_iter().for_each(|text| drop(black_box(analyzer.analyze(text, None)))));
            start.elapsed().as_secs_f64()
        });
        words as f64 / seconds
    });
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("not told here", str::trim);
    println!(
        "    tokens to names: {one:.0} words/s on one thread, {two:.0} on two: {:.2} times; peak memory {peak}",
        two / one
    );
}

fn median(mut round: impl FnMut() -> f64) -> f64 {
    let mut seconds: Vec<f64> = (0..ROUNDS).map(|_| round()).collect();
    seconds.sort_by(f64::total_cmp);
    seconds[ROUNDS / 2]
}

/// Seconds this thread has run, which other processes do not disturb.
fn cpu_seconds() -> f64 {
    ThreadTime::now().as_duration().as_secs_f64()
}
