//! `train names`: the named-entity recognizer.

use std::fs;

use dateline::Resources;
use dateline::model::Wide;
use dateline::names::decode::{Scores, Transitions};
use dateline::names::features::{IDENTITY, Keys, TEMPLATES};
use dateline::names::tags::{OUTSIDE, TagSet, kind_of, tag_of};
use dateline::names::{FILE, Label, Recognizer, Stretch, Weights};
use dateline::places::Gazetteer;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::augment;
use super::clusters;
use super::invent::Inventor;
use super::perceptron::{Shrink, mean_rows, shrink_rows};
use super::sequence::{self, Example, Model, Plan, Vocabulary};
use super::vocabulary::known_words;
use crate::Settings;
use crate::data::names::{self, Article, Source};
use crate::eval::names::Dev;

/// Passes over the examples.
const EPOCHS: usize = 9;
/// Trainings with different seeds, each with copies of its own of the texts, whose weights are averaged.
const RUNS: u64 = 8;
/// Score that a wrong tag must lie behind.
const COST: f32 = 15.0;
/// Probability that a word is seen without its identity, so that its context must tell.
const DROPOUT: f64 = 0.04;
/// The same where names are invented: what they look like must not be learned.
const INVENTED_DROPOUT: f64 = 0.3;
/// Percentage of the main articles that get a copy with other names.
const RENAMED_PERCENT: usize = 30;
/// How often each sentence of our own making is filled.
const ROUNDS: usize = 4;
/// What speaks against "no name" for a word that no text has shown, inside a sentence and at its beginning: costs little
/// on dev, where such words are few, and finds more invented names.
const STRANGER: [f32; 2] = [10.0, 5.0];
/// What speaks for a place where no text has shown the word: nearly all such words in news are towns or persons.
const STRANGER_PLACE: f32 = 6.0;
/// What speaks for a name of each label, beside its words: on dev too many are taken for the frequent labels and too few for the
/// rare ones.
const PRIOR: [(Label, f32); 7] = [
    (Label::Gpe, -10.0),
    (Label::Org, -3.0),
    (Label::Person, 2.0),
    (Label::Loc, 8.0),
    (Label::Fac, 10.0),
    (Label::Event, 6.0),
    (Label::Product, 6.0),
];
/// Step sizes of corpora; 1 for the others.
const SILVER_RATE: f32 = 0.5;
const UNER_RATE: f32 = 1.7;
const PATTERN_RATE: f32 = 0.4;
/// How the trained weights are made small.
const SHRINK: Shrink = Shrink { features: 400_000, floor: 4, clipped: 0.0002 };
/// Templates that get a copy for each corpus other than the main ones.
const SOURCE_TEMPLATES: [usize; 8] = [0, 1, 8, 16, 18, 19, 22, 41];

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
    for path in &settings.silver {
        articles.extend(names::silver(path)?);
    }
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

/// Trains on a share of the main corpora, in percent, and prints the scores on dev: a point of the learning curve.
pub(crate) fn curve(settings: &Settings, percent: &str) -> Result<(), String> {
    let percent: usize = percent.parse().map_err(|error| format!("names@{percent}: {error}"))?;
    let mut articles = training_articles(settings)?;
    let mut place = 0;
    articles.retain(|article| {
        let main = matches!(article.source, Source::Newswire | Source::Wikinews);
        place += usize::from(main);
        !main || place * 37 % 100 < percent
    });
    fit(settings, articles, &Dev::read(settings)?).map(|_| ())
}

/// Trains both passes and calibrates the confidence.
pub(crate) fn fit(settings: &Settings, gold: Vec<Article>, dev: &Dev) -> Result<Recognizer, String> {
    let clusters = clusters::compute(settings)?;
    let empty = Weights {
        rows: Wide::build(Vec::new(), 1.0),
        transitions: Transitions::default(),
        bonus: [0.0; 3],
        stranger: [0.0; 2],
        stranger_place: 0.0,
        words: known_words(&clusters, &gold),
        confidence: [1.0, 0.0],
    };
    let gazetteer = Gazetteer::load(&Resources::source_folder().join("gazetteer.bin"));
    let mut recognizer =
        gazetteer.and_then(|gazetteer| Recognizer::new(empty, &gazetteer)).map_err(|error| error.to_string())?;
    let common = clusters.words.iter().filter(|word| word.lower >= 5).map(|word| word.form.clone()).collect();
    let lessons = Lessons::read(&recognizer, &gold, &common, settings.seed)?;
    println!("{} articles, {} segments", lessons.learner.len(), lessons.examples.len());
    let plan = Plan {
        epochs: EPOCHS,
        cost: COST,
        ramp: f32::INFINITY,
        identity: IDENTITY,
        width: TEMPLATES + SOURCE_TEMPLATES.len(),
        seed: settings.seed,
    };
    let (weights, transitions) = lessons.average_of_runs(plan);
    let (rows, scale) = shrink_rows(&weights, SHRINK);
    println!("{} features", rows.len());
    recognizer.weights.rows = Wide::build(rows, scale);
    recognizer.weights.transitions = transitions;
    println!("one pass: {}", dev.summary(&recognizer));
    recognizer.weights.stranger = STRANGER;
    recognizer.weights.stranger_place = STRANGER_PLACE;
    for (label, bias) in PRIOR {
        let kind = tag_of(label, 0, 1).map_or(OUTSIDE, kind_of);
        recognizer.weights.transitions.between.iter_mut().for_each(|row| row[kind] += bias);
    }
    tune_bonus(&mut recognizer, dev);
    println!("two passes: {}", dev.summary(&recognizer));
    super::confidence::calibrate(&mut recognizer, &dev.newswire.iter().chain(&dev.wikinews).collect::<Vec<_>>());
    Ok(recognizer)
}

/// The examples of all runs.
struct Lessons {
    vocabulary: Vocabulary,
    examples: Vec<Example>,
    /// By article: the run that learns from it, none for all.
    learner: Vec<Option<u64>>,
}

impl Lessons {
    /// All runs learn from the articles; each of them also from its own draw of copies with other names or other capitals and
    /// of sentences of our own, so that their average has seen eight times as many.
    fn read(recognizer: &Recognizer, gold: &[Article], common: &FxHashSet<String>, seed: u64) -> Result<Self, String> {
        let mut lessons = Self { vocabulary: Vocabulary::default(), examples: Vec::new(), learner: Vec::new() };
        gold.iter().for_each(|article| lessons.add(recognizer, article, None));
        for run in 0..RUNS {
            let mut articles = gold.to_vec();
            invent(&mut articles, common, seed + run)?;
            augment::extend(&mut articles, common, seed + run);
            articles[gold.len()..].iter().for_each(|article| lessons.add(recognizer, article, Some(run)));
        }
        lessons.vocabulary.prune(&mut lessons.examples, 2);
        Ok(lessons)
    }

    fn add(&mut self, recognizer: &Recognizer, article: &Article, learner: Option<u64>) {
        encode(recognizer, article, self.learner.len(), &mut self.vocabulary, &mut self.examples);
        self.learner.push(learner);
    }

    /// Trains with several seeds and averages the weights: less left to chance.
    fn average_of_runs(&self, plan: Plan) -> (Vec<(u64, Scores)>, Transitions) {
        let models: Vec<Model> = (0..RUNS)
            .into_par_iter()
            .map(|run| {
                sequence::train(
                    &self.examples,
                    &self.vocabulary,
                    Plan { seed: plan.seed + run, ..plan },
                    Transitions::default(),
                    |article| self.learner[article].is_none_or(|learner| learner == run),
                    |epoch, errors| println!("run {run}, epoch {epoch}: {errors} segments wrong"),
                )
            })
            .collect();
        let share = 1.0 / RUNS as f32;
        let mut transitions = Transitions::default();
        for model in &models {
            let theirs = model.transitions();
            let add = |(sum, weight): (&mut f32, &f32)| *sum += share * weight;
            transitions.between.iter_mut().flatten().zip(theirs.between.iter().flatten()).for_each(add);
            transitions.within.iter_mut().flatten().zip(theirs.within.iter().flatten()).for_each(add);
        }
        let weights = mean_rows(models.iter().map(|model| model.weights(&self.vocabulary)).collect());
        (weights, transitions)
    }
}

/// Appends articles with other names and articles of our own sentences.
fn invent(articles: &mut Vec<Article>, common: &FxHashSet<String>, seed: u64) -> Result<(), String> {
    let mut inventor = Inventor::new(seed)?;
    let mut copies = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        let main = matches!(article.source, Source::Newswire | Source::Wikinews);
        if main && number % 100 < RENAMED_PERCENT {
            copies.push(inventor.renamed(article, common));
        }
    }
    copies.extend(inventor.patterns(ROUNDS));
    articles.extend(copies);
    Ok(())
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
    let main = matches!(article.source, Source::Newswire | Source::Wikinews);
    let rate = match article.source {
        Source::Silver => SILVER_RATE,
        Source::Uner => UNER_RATE,
        Source::Pattern => PATTERN_RATE,
        _ => 1.0,
    };
    // What sets informal texts apart has features of its own at run time too.
    let with_source = !main && !stretch.context.informal && !matches!(article.source, Source::Pattern | Source::Silver);
    let dropout = [DROPOUT, if article.invented { INVENTED_DROPOUT } else { DROPOUT }];
    let allowed = allowed_tags(article);
    let mut keys: Keys = [0; TEMPLATES];
    for (sentence, segment) in stretch.segments() {
        let mut features = Vec::with_capacity(segment.len() * (TEMPLATES + SOURCE_TEMPLATES.len()));
        for at in segment.clone() {
            sentence.keys(at, &mut keys);
            features.extend(keys.iter().map(|&key| vocabulary.number(key)));
            // Corpora differ in their guidelines: what is peculiar to one goes into features of its own.
            let own = SOURCE_TEMPLATES.map(|template| {
                if keys[template] == 0 || !with_source {
                    return 0;
                }
                let source = (article.source as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                vocabulary.private_number(keys[template].rotate_left(31) ^ source | 1)
            });
            features.extend(own);
        }
        let allowed = allowed[segment].to_vec();
        examples.push(Example { features, allowed, given: Vec::new(), rate, dropout, article: number });
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

/// Chooses the bonus of the second pass: the one that serves dev best, newswire and Wikinews alike.
fn tune_bonus(recognizer: &mut Recognizer, dev: &Dev) {
    let mut best = (dev.mean_f1(recognizer), recognizer.weights.bonus);
    for size in [6.0, 12.0, 18.0, 25.0, 35.0, 50.0] {
        for shape in [[0.5, 1.0, 1.0], [0.3, 0.6, 1.0]] {
            recognizer.weights.bonus = shape.map(|share: f32| share * size);
            let score = dev.mean_f1(recognizer);
            println!("bonus {:?}: {score:.3}; {}", recognizer.weights.bonus, dev.summary(recognizer));
            if score > best.0 {
                best = (score, recognizer.weights.bonus);
            }
        }
    }
    recognizer.weights.bonus = best.1;
}
