//! Trains the tagger and its vocabulary.

use dateline::model::{Wide, Writer, argmax, hash};
use dateline::syntax::forms::{Forms, PADDING};
use dateline::syntax::tagger::{
    CERTAIN, CLASSES, Doubts, FEATURES, KIND, SECOND_FEATURES, START, Tagger, decision, tag_atom,
};
use dateline::syntax::vocabulary::{Entry, Vocabulary};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::perceptron::{Perceptron, Shrink, mean_rows, shrink_rows};
use super::treebank::{self, Example, TagSet};
use super::words::KnownWords;
use super::{Random, write};
use crate::Settings;

/// How much is done for a table.
#[derive(Clone, Copy)]
struct Effort {
    epochs: usize,
    /// Trainings with different seeds whose weights are averaged.
    runs: u64,
    /// Updates after which a feature takes part.
    min_updates: u32,
    /// How many features are kept.
    features: usize,
}

const FIRST: Effort = Effort { epochs: 8, runs: 7, min_updates: 3, features: 240_000 };
const SECOND: Effort = Effort { epochs: 6, runs: 7, min_updates: 2, features: 160_000 };
/// The first pass of a tagger of a jackknife.
const FOLD: Effort = Effort { epochs: 5, runs: 1, min_updates: 3, features: 180_000 };
/// A right decision is still learned from when the next best tag comes this close.
const MARGIN: f32 = 8.0;

/// Trains on everything and writes `tagger.model`.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let examples = examples(settings)?;
    let tags = TagSet::of(&examples, CLASSES);
    let words = KnownWords::load(settings)?;
    let prepared = Prepared::new(&examples, &tags, &words);
    let guesses = jackknife(&examples, &tags, &words, settings.seed, 4);
    let (entries, scale) = prepared.first(&examples, settings.seed, FIRST);
    let table = Wide::build(entries, scale);
    let (entries, scale) = prepared.second(&examples, &guesses, &tags, settings.seed);
    let tagger = Tagger::new(tags.tags.clone(), prepared.vocabulary, table, Wide::build(entries, scale));
    let mut file = Writer::new(KIND);
    tagger.write(&mut file);
    write("tagger.model", file)
}

/// Gold sentences, silver ones and noisy copies of the gold ones.
pub(crate) fn examples(settings: &Settings) -> Result<Vec<Example>, String> {
    let mut examples = treebank::gold(&settings.data)?;
    examples.extend(treebank::noisy(&examples, settings.seed));
    examples.extend(treebank::silver(&settings.silver)?);
    Ok(examples)
}

/// What a tagger that did not see a sentence says of it.
#[derive(Clone, Default)]
pub(crate) struct Guess {
    pub classes: Vec<u8>,
    /// For each word the class that it may have instead, [`CERTAIN`] for words not in doubt.
    pub others: Vec<u8>,
}

/// Tags of every sentence by a tagger that did not see it: `folds` taggers, each trained without one part.
pub(crate) fn jackknife(examples: &[Example], tags: &TagSet, words: &KnownWords, seed: u64, folds: u64) -> Vec<Guess> {
    let fold = |example: &Example| hash::number(example.group) % folds;
    let part = |held_out: u64| -> Vec<(usize, Guess)> {
        let rest: Vec<Example> = examples.iter().filter(|example| fold(example) != held_out).cloned().collect();
        let prepared = Prepared::new(&rest, tags, words);
        let (entries, scale) = prepared.first(&rest, seed, FOLD);
        let none = Wide::build(Vec::new(), 1.0);
        let tagger = Tagger::new(tags.tags.clone(), prepared.vocabulary, Wide::build(entries, scale), none);
        let (mut forms, mut doubts) = (Forms::default(), Doubts::default());
        let own = examples.iter().enumerate().filter(|(_, example)| fold(example) == held_out);
        own.map(|(place, example)| {
            let mut classes = Vec::new();
            forms.read(example.read(), &tagger.vocabulary);
            tagger.first(&forms, &mut doubts, &mut classes);
            (place, Guess { classes, others: doubts.others.clone() })
        })
        .collect()
    };
    let parts: Vec<_> = (0..folds).into_par_iter().map(part).collect();
    let mut all = vec![Guess::default(); examples.len()];
    for (place, guess) in parts.into_iter().flatten() {
        all[place] = guess;
    }
    all
}

/// Entries of a table and their scale.
type Entries = (Vec<(u64, [i8; CLASSES])>, f32);

/// Sentences with their forms and gold classes, and the vocabulary made of them.
struct Prepared {
    sentences: Vec<(Forms, Vec<u8>)>,
    vocabulary: Vocabulary,
    classes: usize,
}

impl Prepared {
    fn new(examples: &[Example], tags: &TagSet, words: &KnownWords) -> Self {
        let lexicon = Lexicon::count(examples, tags);
        let vocabulary = lexicon.vocabulary(words);
        let sentence = |example: &Example| {
            let gold: Vec<u8> = example.words.iter().map(|word| tags.class(word.upos, word.xpos)).collect();
            let mut forms = Forms::default();
            forms.read(example.read(), &vocabulary);
            lexicon.hide(&mut forms, &gold);
            (forms, gold)
        };
        let sentences = examples.iter().map(sentence).collect();
        Self { sentences, vocabulary, classes: tags.tags.len() }
    }

    /// Trains the first pass.
    fn first(&self, examples: &[Example], seed: u64, effort: Effort) -> Entries {
        rounds(examples.len(), effort, seed, |training| self.first_epoch(training, examples))
    }

    fn first_epoch(&self, training: &mut Training, examples: &[Example]) -> String {
        let Training { model, order, random } = training;
        let mut features = [0; FEATURES];
        random.shuffle(order);
        let (mut right, mut all) = (0, 0);
        for &place in &*order {
            let (forms, gold) = &self.sentences[place];
            let [rates, _] = &examples[place].rates;
            let (mut before, mut previous) = (START, START);
            for (at, gold) in gold.iter().enumerate() {
                let word = &forms.words()[at];
                let class = if word.sure > 0 {
                    word.sure - 1
                } else {
                    decision(forms.padded(), at + PADDING, before, previous, &mut features);
                    self.learn(model, &features, *gold, rates[at])
                };
                model.step();
                right += usize::from(class == *gold);
                all += 1;
                (before, previous) = (previous, tag_atom(class));
            }
        }
        format!("{right} of {all} tags right")
    }

    /// Trains the second pass on the doubtful words of a jackknife.
    fn second(&self, examples: &[Example], guesses: &[Guess], tags: &TagSet, seed: u64) -> Entries {
        rounds(examples.len(), SECOND, seed, |training| self.second_epoch(training, examples, guesses, tags))
    }

    fn second_epoch(&self, training: &mut Training, examples: &[Example], guesses: &[Guess], tags: &TagSet) -> String {
        let Training { model, order, random } = training;
        let mut features = [0; SECOND_FEATURES];
        let mut doubts = Doubts::default();
        random.shuffle(order);
        let (mut before, mut right, mut all) = (0, 0, 0);
        for &place in &*order {
            let ((forms, gold), guess) = (&self.sentences[place], &guesses[place]);
            doubts.look(&guess.classes, &tags.tags);
            let [rates, _] = &examples[place].rates;
            for at in (0..gold.len()).filter(|at| guess.others[*at] != CERTAIN) {
                doubts.decision(forms, at, &mut features);
                let class = self.learn(model, &features, gold[at], rates[at]);
                model.step();
                doubts.changed(at, class);
                before += usize::from(guess.classes[at] == gold[at]);
                right += usize::from(class == gold[at]);
                all += 1;
            }
        }
        format!("of {all} doubtful words {before} were right, {right} are")
    }

    /// The model's choice, which it then learns from.
    #[allow(clippy::cast_possible_truncation)]
    fn learn(&self, model: &mut Perceptron<CLASSES>, features: &[u64], gold: u8, rate: f32) -> u8 {
        let scores = model.score(features);
        let scores = &scores[..self.classes];
        model.update_with_margin(features, scores, usize::from(gold), MARGIN, rate);
        argmax(scores) as u8
    }
}

/// One training with its own order of the examples.
struct Training {
    model: Perceptron<CLASSES>,
    order: Vec<usize>,
    random: Random,
}

impl Training {
    fn new(examples: usize, min_updates: u32, seed: u64) -> Self {
        Self { model: Perceptron::new(min_updates), order: (0..examples).collect(), random: Random::new(seed) }
    }
}

/// The mean of the trainings that an effort asks for.
fn rounds(examples: usize, effort: Effort, seed: u64, epoch: impl Fn(&mut Training) -> String + Sync) -> Entries {
    let average = |run: u64| {
        let mut training = Training::new(examples, effort.min_updates, seed + run);
        for number in 1..=effort.epochs {
            let line = epoch(&mut training);
            if run == 0 && effort.runs > 1 {
                println!("epoch {number}: {line}, {} features", training.model.len());
            }
        }
        training.model.average()
    };
    let averages = (0..effort.runs).into_par_iter().map(average).collect();
    shrink_rows(&mean_rows(averages), Shrink { features: effort.features, floor: 1, clipped: 0.0 })
}

/// Which tags each word has in the training data.
struct Lexicon {
    /// By the hash of the normal form: tags with counts, most frequent first.
    words: FxHashMap<u64, Vec<(u8, u32)>>,
}

impl Lexicon {
    fn count(examples: &[Example], tags: &TagSet) -> Self {
        let mut words: FxHashMap<u64, Vec<(u8, u32)>> = FxHashMap::default();
        let mut forms = Forms::default();
        for example in examples.iter().filter(|example| !example.copy) {
            forms.read(example.read(), &Vocabulary::default());
            for (form, word) in forms.words().iter().zip(&example.words) {
                let class = tags.class(word.upos, word.xpos);
                let counts = words.entry(form.lower).or_default();
                match counts.iter_mut().find(|(tag, _)| *tag == class) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((class, 1)),
                }
            }
        }
        #[allow(clippy::iter_over_hash_type)] // each list on its own
        for counts in words.values_mut() {
            counts.sort_unstable_by_key(|(tag, count)| (std::cmp::Reverse(*count), *tag));
        }
        Self { words }
    }

    fn vocabulary(&self, known: &KnownWords) -> Vocabulary {
        let mut words: Vec<(u64, &Vec<(u8, u32)>)> = self.words.iter().map(|(hash, counts)| (*hash, counts)).collect();
        let total = |counts: &[(u8, u32)]| counts.iter().map(|(_, count)| count).sum::<u32>();
        words.sort_by_key(|(hash, counts)| (std::cmp::Reverse(total(counts)), *hash));
        let mut classes = vec![0];
        let mut numbers = FxHashMap::default();
        let mut entries = Vec::new();
        for (hash, counts) in words {
            let atom = class_atom(counts);
            #[allow(clippy::cast_possible_truncation)]
            let class = *numbers.entry(atom).or_insert_with(|| {
                classes.push(atom);
                classes.len() as u32 - 1
            });
            // Rare combinations of tags beyond the room for numbers count as unknown.
            let class = if class < 4096 { class } else { 0 };
            let all = total(counts);
            let sure = all >= 200 && (all - counts[0].1) * 2000 <= all;
            let sure = if sure { u32::from(counts[0].0) + 1 } else { 0 };
            entries.push((hash, Entry { class, sure, ..known.get(hash) }));
        }
        // Words that training never shows: their cluster and their capitals say much of what they are.
        entries.extend(known.entries().filter(|(hash, _)| !self.words.contains_key(hash)));
        classes.truncate(4096);
        Vocabulary::build(&entries, classes)
    }

    /// Replaces the class of every word by the one that it would have without this sentence, so that the tagger learns how
    /// far classes of new text can be trusted.
    fn hide(&self, forms: &mut Forms, gold: &[u8]) {
        let own: Vec<(u64, u8)> = forms.words().iter().map(|form| form.lower).zip(gold.iter().copied()).collect();
        for form in forms.words_mut() {
            let Some(counts) = self.words.get(&form.lower) else { continue };
            let mut rest = counts.clone();
            for (_, tag) in own.iter().filter(|(word, _)| *word == form.lower) {
                if let Some((_, count)) = rest.iter_mut().find(|(other, count)| other == tag && *count > 0) {
                    *count -= 1;
                }
            }
            rest.retain(|(_, count)| *count > 0);
            rest.sort_unstable_by_key(|(tag, count)| (std::cmp::Reverse(*count), *tag));
            form.class = if rest.is_empty() { 0 } else { class_atom(&rest) };
        }
    }
}

/// The atom of a class: up to three tags that make up at least a twentieth of a word's occurrences, and how often the word
/// was seen at all, in four steps.
fn class_atom(counts: &[(u8, u32)]) -> u64 {
    let total: u32 = counts.iter().map(|(_, count)| count).sum();
    let step = match total {
        1 => 0_u64,
        2..=4 => 1,
        5..=19 => 2,
        _ => 3,
    };
    let tags = counts.iter().filter(|(_, count)| count * 20 >= total).take(3);
    hash::number(tags.fold(step | 1 << 43, |sum, (tag, _)| (sum << 7) | (u64::from(*tag) + 1)))
}
