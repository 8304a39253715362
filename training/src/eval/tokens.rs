//! `eval tokens`: words and sentences found in raw text, against the treebanks' dev files.

use std::collections::BTreeSet;

use dateline::tokens::{Tokens, tokenize};
use dateline::{Span, article};

use crate::Settings;
use crate::raw_text::{self, RawText};

/// Counts of exact matches.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    gold: usize,
    found: usize,
    right: usize,
}

impl Score {
    fn add(&mut self, gold: &BTreeSet<Span>, found: &BTreeSet<Span>) {
        self.gold += gold.len();
        self.found += found.len();
        self.right += gold.intersection(found).count();
    }

    #[allow(clippy::cast_precision_loss)]
    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }

    #[allow(clippy::cast_precision_loss)]
    fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }
}

/// Scores both treebanks. `tokens+train` takes the training files, `tokens+words` and `tokens+sentences` list the
/// differences.
pub(super) fn run(settings: &Settings, options: &str) -> Result<(), String> {
    let has = |word: &str| options.split('+').skip(1).any(|option| option == word);
    let split = if has("train") { "train" } else { "dev" };
    for bank in ["ewt", "gum"] {
        let documents = raw_text::read(&settings.data.join(format!("syntax/{bank}-{split}.conllu")))?;
        let (mut words, mut sentences, mut press) = (Score::default(), Score::default(), Score::default());
        let mut ends = Score::default();
        for document in &documents {
            let found = tokenize(&document.text, &article::layout(&document.text));
            let (gold_words, found_words) = comparable(document, &found);
            let gold: BTreeSet<Span> = document.sentences.iter().copied().collect();
            let guess: BTreeSet<Span> = found.sentences.iter().map(|sentence| sentence.span).collect();
            if has("words") {
                print_differences(&document.text, "word", &gold_words, &found_words);
            }
            if has("sentences") {
                print_differences(&document.text, "sentence", &gold, &guess);
            }
            words.add(&gold_words, &found_words);
            sentences.add(&gold, &guess);
            if document.id.contains("_news_") || document.id.contains("_interview_") {
                press.add(&gold, &guess);
                ends.add(&last_bytes(&gold), &last_bytes(&guess));
            }
        }
        println!("tokens {bank}-{split}: words F1 {:.2} ({} gold, {} found)", words.f1(), words.gold, words.found);
        println!(
            "tokens {bank}-{split}: sentences F1 {:.2} ({} gold, {} found)",
            sentences.f1(),
            sentences.gold,
            sentences.found
        );
        if press.gold > 0 {
            println!(
                "tokens {bank}-{split}: news and interviews, sentences F1 {:.2} ({} gold)",
                press.f1(),
                press.gold
            );
            println!(
                "tokens {bank}-{split}: news and interviews, sentence ends F1 {:.2}, recall {:.2} ({} gold)",
                ends.f1(),
                ends.recall(),
                ends.gold
            );
        }
    }
    Ok(())
}

fn last_bytes(sentences: &BTreeSet<Span>) -> BTreeSet<Span> {
    sentences.iter().map(|sentence| Span::new(sentence.end - 1, sentence.end)).collect()
}

/// The words of both sides; a contraction is one written word unless both sides cut it.
fn comparable(document: &RawText, found: &Tokens) -> (BTreeSet<Span>, BTreeSet<Span>) {
    let mut written: Vec<(Span, Vec<Span>)> = Vec::new();
    for token in &found.tokens {
        match written.last_mut() {
            Some((span, parts)) if token.continues && span.end == token.span.start => {
                if parts.is_empty() {
                    parts.push(*span);
                }
                parts.push(token.span);
                span.end = token.span.end;
            }
            _ => written.push((token.span, Vec::new())),
        }
    }
    let cut = |words: &[(Span, Vec<Span>)]| -> BTreeSet<Span> {
        words.iter().filter(|word| !word.1.is_empty()).map(|word| word.0).collect()
    };
    let both: BTreeSet<Span> = cut(&document.words).intersection(&cut(&written)).copied().collect();
    let flat = |words: &[(Span, Vec<Span>)]| {
        let mut spans = BTreeSet::new();
        for (span, parts) in words {
            if both.contains(span) {
                spans.extend(parts)
            } else {
                spans.extend([*span])
            };
        }
        spans
    };
    (flat(&document.words), flat(&written))
}

fn print_differences(text: &str, what: &str, gold: &BTreeSet<Span>, found: &BTreeSet<Span>) {
    let around = |span: Span| {
        let from = text.floor_char_boundary((span.start as usize).saturating_sub(30));
        let to = text.ceil_char_boundary((span.end as usize + 30).min(text.len()));
        let (a, b) = (span.start as usize, span.end as usize);
        format!("{}⟦{}⟧{}", &text[from..a], &text[a..b], &text[b..to]).replace('\n', "⏎")
    };
    for span in gold.difference(found) {
        println!("{what} missed\t{}", around(*span));
    }
    for span in found.difference(gold) {
        println!("{what} extra\t{}", around(*span));
    }
}
