//! `train names`: the named-entity recognizer.

use std::fs;

use dateline::Resources;
use dateline::model::Wide;
use dateline::names::decode::{Decoder, Scores, Transitions};
use dateline::names::features::{IDENTITY, Keys, TEMPLATES};
use dateline::names::tags::{OUTSIDE, TAGS, TagSet, tag_of};
use dateline::names::votes::{self, Votes};
use dateline::names::{FILE, Label, Recognizer, Stretch, Weights};

use super::augment;
use super::clusters;
use super::perceptron::{Shrink, shrink_rows};
use super::sequence::{self, Example, Model, Plan, Vocabulary};
use super::vocabulary::known_words;
use crate::Settings;
use crate::data::names::{self, Article, Source};
use crate::eval::names::Dev;

/// Folds of the first pass whose mistakes the second pass learns from.
const FOLDS: usize = 4;

/// All gold articles that a shipped model may learn from.
pub(crate) fn training_articles(settings: &Settings) -> Result<Vec<Article>, String> {
    let data = &settings.data;
    let events = names::event_articles(data)?;
    let mut articles = names::newswire(&data.join("names/newswire-train.jsonl"))?;
    let wikinews = names::wikinews(&data.join("names/wikinews-train.jsonl"))?;
    articles.extend(wikinews.into_iter().filter(|article| !events.contains(&article.number)));
    articles.extend(names::uner(&data.join("names/uner-ewt-train.iob2"))?);
    articles.extend(names::gum(&data.join("syntax/gum-train.conllu"))?);
    articles.extend(names::wikigold(&data.join("names/wikigold.conll"))?);
    Ok(articles)
}

/// Trains, writes the weight file and prints the scores on dev.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let dev = Dev::read(settings)?;
    let recognizer = fit(settings, training_articles(settings)?, &dev)?;
    let path = Resources::source_folder().join(FILE);
    let bytes = recognizer.weights.write();
    fs::write(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

/// Trains both passes and calibrates the confidence.
pub(crate) fn fit(settings: &Settings, gold: Vec<Article>, dev: &Dev) -> Result<Recognizer, String> {
    let clusters = clusters::load(settings)?;
    let empty = Weights {
        rows: Wide::build(Vec::new(), 1.0),
        transitions: Transitions::default(),
        votes: Wide::build(Vec::new(), 1.0),
        vote_transitions: Transitions::default(),
        words: known_words(&clusters, &gold),
        confidence: [1.0, 0.0, 0.0],
    };
    let mut recognizer = Recognizer::new(empty).map_err(|error| error.to_string())?;
    let mut articles = gold;
    let common = clusters.words.iter().filter(|word| word.lower >= 5).map(|word| word.form.clone()).collect();
    augment::extend(&mut articles, &common, settings.seed);
    let mut vocabulary = Vocabulary::default();
    let mut examples = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        encode(&recognizer, article, number, &mut vocabulary, &mut examples);
    }
    vocabulary.prune(&mut examples, 2);
    println!("{} articles, {} segments", articles.len(), examples.len());
    let plan = Plan {
        epochs: env("EPOCHS", 10.0) as usize,
        cost: env("COST", 2.0),
        ramp: f32::INFINITY,
        dropout: env("DROPOUT", 0.1).into(),
        identity: (IDENTITY.start, IDENTITY.end),
        width: TEMPLATES,
        seed: settings.seed,
    };
    let model = sequence::train(
        &examples,
        &vocabulary,
        plan,
        Transitions::default(),
        |_| true,
        |epoch, errors| {
            println!("epoch {epoch}: {errors} segments wrong");
        },
    );
    let shrink = Shrink { features: 220_000, floor: 3, clipped: 0.0005 };
    let (rows, scale) = shrink_rows(&model.weights(&vocabulary), shrink);
    println!("{} features", rows.len());
    recognizer.weights.rows = Wide::build(rows, scale);
    recognizer.weights.transitions = model.transitions().clone();
    recognizer.weights.vote_transitions = model.transitions().clone();
    drop(model);
    println!("one pass: {}", dev.summary(&recognizer));
    if env("SECOND", 1.0) == 0.0 {
        return Ok(recognizer);
    }
    second_pass(&mut recognizer, &articles, &examples, &vocabulary, plan);
    println!("two passes: {}", dev.summary(&recognizer));
    super::confidence::calibrate(&mut recognizer, &dev.newswire.iter().chain(&dev.wikinews).collect::<Vec<_>>());
    Ok(recognizer)
}

fn env(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Appends an article's segments. Examples of one article stand together and in order.
fn encode(
    recognizer: &Recognizer,
    article: &Article,
    number: usize,
    vocabulary: &mut Vocabulary,
    examples: &mut Vec<Example>,
) {
    let mut stretch = Stretch::default();
    let count = article.tokens.sentences.len();
    stretch.read(&article.text, &article.tokens, 0..count, &recognizer.phrases, &recognizer.anchors);
    let allowed = allowed_tags(article);
    let mut keys: Keys = [0; TEMPLATES];
    for (sentence, segment) in stretch.segments() {
        let mut features = Vec::with_capacity(segment.len() * TEMPLATES);
        for at in segment.clone() {
            sentence.keys(at, &mut keys);
            features.extend(keys.iter().map(|&key| vocabulary.number(key)));
        }
        let allowed = allowed[segment].to_vec();
        examples.push(Example { features, allowed, given: Vec::new(), rate: 1.0, article: number });
    }
}

/// The tags that gold allows, by token.
pub(crate) fn allowed_tags(article: &Article) -> Vec<TagSet> {
    let outside: TagSet = 1 << OUTSIDE;
    let mut allowed: Vec<TagSet> = article.open.iter().map(|&open| if open { TagSet::MAX } else { outside }).collect();
    for name in &article.gold {
        let range = article.tokens.within(name.span);
        let (start, length) = (range.start as usize, range.len());
        for position in 0..length {
            let tags = name.labels.iter().filter_map(|&label: &Label| tag_of(label, position, length));
            let set = tags.fold(0, |set, tag| set | 1 << tag);
            allowed[start + position] = if name.optional || set == 0 { set | outside } else { set };
        }
    }
    allowed
}

/// Trains the second pass on what first passes say about articles that they have not seen.
fn second_pass(
    recognizer: &mut Recognizer,
    articles: &[Article],
    examples: &[Example],
    vocabulary: &Vocabulary,
    plan: Plan,
) {
    let fold_plan = Plan { epochs: 5, ..plan };
    let mut vote_vocabulary = Vocabulary::default();
    let mut vote_examples = Vec::new();
    let main = |number: usize| matches!(articles[number].source, Source::Newswire | Source::Wikinews);
    for fold in 0..FOLDS {
        // Augmented copies follow the originals and share their numbers, so that a fold never knows its own articles.
        let held = |number: usize| articles[number].number % FOLDS == fold;
        let model =
            sequence::train(examples, vocabulary, fold_plan, Transitions::default(), |number| !held(number), |_, _| {});
        let mut start = 0;
        while start < examples.len() {
            let number = examples[start].article;
            let length = examples[start..].iter().take_while(|example| example.article == number).count();
            if held(number) && main(number) {
                let article = &articles[number];
                let segments = &examples[start..start + length];
                vote_segments(recognizer, article, segments, &model, &mut vote_vocabulary, &mut vote_examples);
            }
            start += length;
        }
    }
    vote_vocabulary.prune(&mut vote_examples, 2);
    let vote_plan =
        Plan { epochs: 5, dropout: 0.0, width: votes::KEYS, cost: env("VCOST", 2.0), ramp: env("RAMP", 10.0), ..plan };
    let start = recognizer.weights.transitions.clone();
    let model = sequence::train(
        &vote_examples,
        &vote_vocabulary,
        vote_plan,
        start,
        |_| true,
        |epoch, errors| {
            println!("second pass, epoch {epoch}: {errors} of {} segments wrong", vote_examples.len());
        },
    );
    let shrink = Shrink { features: 20_000, floor: 1, clipped: 0.0005 };
    let (rows, scale) = shrink_rows(&model.weights(&vote_vocabulary), shrink);
    println!("{} vote features", rows.len());
    recognizer.weights.votes = Wide::build(rows, scale);
    recognizer.weights.vote_transitions = model.transitions().clone();
}

fn vote_segments(
    recognizer: &Recognizer,
    article: &Article,
    segments: &[Example],
    model: &Model,
    vocabulary: &mut Vocabulary,
    examples: &mut Vec<Example>,
) {
    let mut stretch = Stretch::default();
    let count = article.tokens.sentences.len();
    stretch.read(&article.text, &article.tokens, 0..count, &recognizer.phrases, &recognizer.anchors);
    let mut tags = vec![OUTSIDE as u8; stretch.words.len()];
    let mut decoder = Decoder::default();
    let (mut best, mut scores) = (Vec::new(), Vec::new());
    let mut all: Vec<Vec<Scores>> = Vec::new();
    for ((_, range), example) in stretch.segments().zip(segments) {
        model.score(example, &[], (0, 0), &mut scores);
        decoder.best(&scores, model.transitions(), &mut best);
        tags[range].copy_from_slice(&best);
        all.push(scores.clone());
    }
    let mut votes = Votes::default();
    votes.count(&stretch.words, &tags);
    for (((_, range), example), given) in stretch.segments().zip(segments).zip(all) {
        let mut features = Vec::with_capacity(range.len() * votes::KEYS);
        let mut any = false;
        for at in range {
            let keys = votes.keys(&stretch.words, &tags, at);
            any |= keys.is_some();
            features.extend(keys.unwrap_or([0; votes::KEYS]).iter().map(|&key| vocabulary.number(key)));
        }
        if any {
            examples.push(Example { features, given, rate: env("VRATE", 0.1), ..example.clone() });
        }
    }
}

const _: () = assert!(TAGS == 32);
