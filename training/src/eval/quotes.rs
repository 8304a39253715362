//! `eval quotes`: content spans and speakers on the newswire, the whole Wikinews articles and the acceptance articles.

use std::collections::BTreeMap;

use dateline::quotes::{Quote, QuoteKind};
use dateline::{Analyzer, Document, Layers, Options, Resources, Span};

use super::tally::{Share, Tally, head_word};
use crate::Settings;
use crate::coded::{self, Article, GoldQuote};
use crate::seeds;

/// Least share of common letters and digits for two contents to be the same.
const SAME: f64 = 0.7;

/// Prints all figures; `quotes+errors` also what is missed, wrong and too much, `quotes+train` the training part.
pub(crate) fn run(settings: &Settings, command: &str) -> Result<(), String> {
    let errors = command.contains("+errors");
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let options = Options { layers: Layers::Quotes, any_language: true, ..Options::default() };
    let analyzer = Analyzer::new(resources.into(), options);
    let mut sets =
        vec![("newswire-dev", coded::newswire(settings, "dev")?), ("wikinews-dev", coded::wikinews(settings)?)];
    if command.contains("+train") {
        sets = vec![("newswire-train", coded::newswire(settings, "train")?)];
    }
    for (name, articles) in sets {
        score_set(name, &articles, &analyzer, errors);
    }
    score_seeds(settings, &analyzer, errors)
}

#[derive(Default)]
struct Scores {
    content: Tally,
    direct: Tally,
    speaker: Share,
    cue: Share,
    kind: Share,
    /// By rule: contents found that are right, and the sum of their confidences.
    rules: BTreeMap<&'static str, (Share, f32)>,
}

impl Scores {
    fn print(&self, name: &str) {
        println!("quotes {name}: content {}", self.content);
        println!("quotes {name}: content, direct only {}", self.direct);
        println!("quotes {name}: speaker right {}", self.speaker);
        println!("quotes {name}: cue overlaps {}, kind right {}", self.cue, self.kind);
        for (rule, (share, sum)) in &self.rules {
            #[allow(clippy::cast_precision_loss)]
            let mean = 100.0 * sum / share.all as f32;
            println!("quotes {name}: rule {rule}: content right {share}, confidence {mean:.0} % on average");
        }
    }
}

fn score_set(name: &str, articles: &[Article], analyzer: &Analyzer, errors: bool) {
    let mut scores = Scores::default();
    for article in articles {
        let document = analyzer.analyze(&article.text, article.published);
        for part in &article.parts {
            let found: Vec<(&Quote, Vec<Span>)> = document
                .quotes
                .iter()
                .map(|quote| (quote, within(&quote.parts, part.span)))
                .filter(|(_, content)| !content.is_empty())
                .collect();
            let gold: Vec<&[Span]> = part.quotes.iter().map(|quote| quote.content.as_slice()).collect();
            let returned: Vec<&[Span]> = found.iter().map(|(_, content)| content.as_slice()).collect();
            let pairs = align(&gold, &returned, &article.text);
            scores.content.add(pairs.len(), found.len(), part.quotes.len());
            let mut matched = vec![false; found.len()];
            let mut gold_matched = vec![false; gold.len()];
            for &(wanted, got) in &pairs {
                matched[got] = true;
                gold_matched[wanted] = true;
                let (wanted, got) = (&part.quotes[wanted], found[got].0);
                let right = speaker_right(wanted, got, &document, &article.text);
                scores.speaker.add(right);
                if let Some(cue) = wanted.cue {
                    scores.cue.add(got.cue.is_some_and(|span| span.overlaps(cue)));
                }
                scores.kind.add(got.kind.name() == wanted.kind);
                if errors && !right {
                    let speaker = wanted.speaker.map(|span| span.text(&article.text));
                    let given = got.speaker_span.map(|span| span.text(&article.text));
                    let entity = got.speaker.map(|id| document.entities.entities[id as usize].name.as_str());
                    println!(
                        "SPEAKER {speaker:?} ({:?}) <> {given:?} ({entity:?}): {}",
                        wanted.speaker_full,
                        part.span.text(&article.text)
                    );
                }
            }
            for ((quote, _), hit) in found.iter().zip(&matched) {
                let (share, sum) = scores.rules.entry(quote.rule).or_default();
                share.add(*hit);
                *sum += quote.confidence;
            }
            let gold_direct = part.quotes.iter().zip(&gold_matched).filter(|(quote, _)| quote.kind == "direct");
            let direct = found.iter().zip(&matched).filter(|((quote, _), _)| quote.kind == QuoteKind::Direct);
            let right = direct.clone().filter(|(_, hit)| **hit).count();
            let recalled = gold_direct.clone().filter(|(_, hit)| **hit).count();
            scores.direct.add(right.min(recalled), direct.count(), gold_direct.count());
            if errors {
                for (quote, _) in part.quotes.iter().zip(&gold_matched).filter(|(_, hit)| !**hit) {
                    let content: Vec<&str> = quote.content.iter().map(|span| span.text(&article.text)).collect();
                    println!("MISSED {} {content:?}\n   IN {}", quote.kind, part.span.text(&article.text));
                }
                for ((quote, content), _) in found.iter().zip(&matched).filter(|(_, hit)| !**hit) {
                    let content: Vec<&str> = content.iter().map(|span| span.text(&article.text)).collect();
                    let cue = quote.cue.map_or("", |span| span.text(&article.text));
                    println!(
                        "EXTRA {} {} ({cue}) {content:?}\n   IN {}",
                        quote.kind.name(),
                        quote.rule,
                        part.span.text(&article.text)
                    );
                }
            }
        }
    }
    scores.print(name);
}

/// The pieces of `parts` that lie in `span`.
fn within(parts: &[Span], span: Span) -> Vec<Span> {
    let clip = |part: &Span| Span::new(part.start.max(span.start), part.end.min(span.end));
    parts.iter().filter(|part| part.overlaps(span)).map(clip).collect()
}

/// Pairs gold and returned contents one to one, the most alike first.
fn align(gold: &[&[Span]], returned: &[&[Span]], text: &str) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (wanted, wanted_spans) in gold.iter().enumerate() {
        for (got, got_spans) in returned.iter().enumerate() {
            let likeness = likeness(wanted_spans, got_spans, text);
            if likeness >= SAME {
                candidates.push((likeness, wanted, got));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, wanted, got) in candidates {
        if pairs.iter().all(|&(a, b)| a != wanted && b != got) {
            pairs.push((wanted, got));
        }
    }
    pairs
}

/// Intersection over union of letters and digits.
#[allow(clippy::cast_precision_loss)]
fn likeness(a: &[Span], b: &[Span], text: &str) -> f64 {
    let size = |span: Span| span.text(text).chars().filter(|c| c.is_alphanumeric()).count();
    let total = |spans: &[Span]| spans.iter().map(|&span| size(span)).sum::<usize>();
    let mut common = 0;
    for first in a {
        for second in b.iter().filter(|second| second.overlaps(*first)) {
            common += size(Span::new(first.start.max(second.start), first.end.min(second.end)));
        }
    }
    let union = total(a) + total(b) - common;
    common as f64 / union.max(1) as f64
}

fn speaker_right(wanted: &GoldQuote, got: &Quote, document: &Document, text: &str) -> bool {
    if let Some(full) = &wanted.speaker_full {
        let Some(id) = got.speaker else { return got.speaker_span.is_some_and(|span| covers(span.text(text), full)) };
        return covers(&document.entities.entities[id as usize].name, full);
    }
    let Some(speaker) = wanted.speaker else { return got.speaker_span.is_none() };
    let Some(span) = got.speaker_span else { return false };
    // A pronoun is right when its entity is named by the gold phrase.
    if let Some(id) = got.speaker {
        let entity = &document.entities.entities[id as usize];
        let named = entity.mentions.iter().map(|&index| document.entities.mentions[index as usize].span);
        if head_word(&entity.name) == head_word(speaker.text(text)) || named.clone().any(|it| it.overlaps(speaker)) {
            return true;
        }
    }
    span.overlaps(speaker) || head_word(span.text(text)) == head_word(speaker.text(text))
}

/// Whether a name holds every word of the full name.
fn covers(name: &str, full: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).filter(|word| word != "the").collect()
    };
    let (name, full) = (words(name), words(full));
    full.iter().all(|word| name.contains(word))
}

fn score_seeds(settings: &Settings, analyzer: &Analyzer, errors: bool) -> Result<(), String> {
    let mut scores = Scores::default();
    for seed in seeds::read(settings)? {
        let document = analyzer.analyze(&seed.text, seed.published);
        let gold: Vec<&[Span]> = seed.quotes.iter().map(|quote| quote.content.as_slice()).collect();
        let returned: Vec<&[Span]> = document.quotes.iter().map(|quote| quote.parts.as_slice()).collect();
        let pairs = align(&gold, &returned, &seed.text);
        // An order or appeal reported with an infinitive may be left out or returned.
        let optional = |index: usize| seed.quotes[index].optional;
        let right = pairs.iter().filter(|(wanted, _)| !optional(*wanted)).count();
        let spare = pairs.len() - right;
        let wanted = (0..gold.len()).filter(|&index| !optional(index)).count();
        scores.content.add(right, returned.len() - spare, wanted);
        for &(wanted, got) in &pairs {
            let (wanted, got) = (&seed.quotes[wanted], &document.quotes[got]);
            let right = seed.is_entity(&wanted.speaker, got.speaker, got.speaker_span, &document);
            scores.speaker.add(right);
            if errors && !right {
                let given = got.speaker_span.map(|span| span.text(&seed.text));
                println!("SPEAKER {:?} <> {given:?}", wanted.speaker);
            }
        }
        if errors {
            for (index, quote) in seed.quotes.iter().enumerate() {
                if !pairs.iter().any(|pair| pair.0 == index) {
                    println!("MISSED {:?}", quote.content.iter().map(|span| span.text(&seed.text)).collect::<Vec<_>>());
                }
            }
            for (index, quote) in document.quotes.iter().enumerate() {
                if !pairs.iter().any(|pair| pair.1 == index) {
                    let parts: Vec<&str> = quote.parts.iter().map(|span| span.text(&seed.text)).collect();
                    println!("EXTRA {} {parts:?}", quote.rule);
                }
            }
        }
    }
    println!("quotes seeds: content {}", scores.content);
    println!("quotes seeds: speaker right {}", scores.speaker);
    Ok(())
}
