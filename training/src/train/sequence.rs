//! A structured averaged perceptron (Collins, 2002) with a cost margin over the tags of names.
//!
//! Gold may be a set of tags for each word: then the best allowed sequence under the current weights counts as gold.

use dateline::names::decode::{Decoder, Scores, Transitions, predecessors};
use dateline::names::tags::{KINDS, OUTSIDE, TAGS, TagSet, kind_of};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Random;

/// A segment to learn from.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// Feature numbers, 0 for none: `width` for each word.
    pub features: Vec<u32>,
    /// Tags that each word may have.
    pub allowed: Vec<TagSet>,
    /// Scores that are given and not learned, or empty.
    pub given: Vec<Scores>,
    /// Step size.
    pub rate: f32,
    /// Probabilities that a word that is no name, or part of one, loses its features `identity` for one epoch's visit.
    pub dropout: [f64; 2],
    /// Number of the article, for splits.
    pub article: usize,
}

/// Feature numbers by key.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    numbers: FxHashMap<u64, u32>,
    counts: Vec<u32>,
    /// Keys that serve training only.
    private: FxHashSet<u64>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { numbers: FxHashMap::default(), counts: vec![0], private: FxHashSet::default() }
    }
}

impl Vocabulary {
    /// The number of a key; 0 for key 0.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn number(&mut self, key: u64) -> u32 {
        if key == 0 {
            return 0;
        }
        let counts = &mut self.counts;
        let number = *self.numbers.entry(key).or_insert_with(|| {
            counts.push(0);
            counts.len() as u32 - 1
        });
        counts[number as usize] += 1;
        number
    }

    /// The number of a key whose weights are not part of the trained model.
    pub(crate) fn private_number(&mut self, key: u64) -> u32 {
        if key != 0 {
            self.private.insert(key);
        }
        self.number(key)
    }

    /// Drops the features of `examples` that occur less than `least` times.
    pub(crate) fn prune(&self, examples: &mut [Example], least: u32) {
        for number in examples.iter_mut().flat_map(|example| &mut example.features) {
            if self.counts[*number as usize] < least {
                *number = 0;
            }
        }
    }

    fn len(&self) -> usize {
        self.counts.len()
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub epochs: usize,
    /// Score that a wrong tag must lie behind.
    pub cost: f32,
    /// Examples that are wrong by more than this score are left alone: they are noise, or beyond what can be learned.
    pub ramp: f32,
    /// Bits of the templates that are dropped.
    pub identity: u128,
    pub width: usize,
    pub seed: u64,
}

#[derive(Clone)]
struct Row {
    weights: Scores,
    totals: [f64; TAGS],
}

/// Weights in training.
pub(crate) struct Model {
    /// By feature number: its row, 0 for none yet.
    slots: Vec<u32>,
    rows: Vec<Row>,
    transitions: Transitions,
    between: [[f64; KINDS]; KINDS],
    within: [[f64; 2]; TAGS],
    steps: f64,
    width: usize,
    averaged: bool,
}

impl Model {
    fn new(features: usize, width: usize) -> Self {
        Self {
            slots: vec![0; features],
            rows: vec![Row { weights: [0.0; TAGS], totals: [0.0; TAGS] }],
            transitions: Transitions::default(),
            between: [[0.0; KINDS]; KINDS],
            within: [[0.0; 2]; TAGS],
            steps: 0.0,
            width,
            averaged: false,
        }
    }

    /// Adds the scores of each word to `scores`.
    pub(crate) fn score(&self, example: &Example, dropped: &[bool], identity: u128, scores: &mut Vec<Scores>) {
        scores.clear();
        for (at, features) in example.features.chunks_exact(self.width).enumerate() {
            let mut sum = example.given.get(at).copied().unwrap_or([0.0; TAGS]);
            let drop = dropped.get(at).copied().unwrap_or(false);
            for (template, &feature) in features.iter().enumerate() {
                if drop && identity >> template & 1 == 1 {
                    continue;
                }
                let slot = self.slots[feature as usize];
                if slot != 0 {
                    let weights = &self.rows[slot as usize].weights;
                    sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
                }
            }
            scores.push(sum);
        }
    }

    /// Weights of tag pairs.
    pub(crate) fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    #[allow(clippy::cast_possible_truncation)]
    fn change(&mut self, features: &[u32], skip: Option<u128>, gold: usize, guess: usize, rate: f32) {
        let total = self.steps * f64::from(rate);
        for (template, &feature) in features.iter().enumerate() {
            if feature == 0 || skip.is_some_and(|set| set >> template & 1 == 1) {
                continue;
            }
            let slot = &mut self.slots[feature as usize];
            if *slot == 0 {
                *slot = self.rows.len() as u32;
                self.rows.push(Row { weights: [0.0; TAGS], totals: [0.0; TAGS] });
            }
            let row = &mut self.rows[*slot as usize];
            row.weights[gold] += rate;
            row.weights[guess] -= rate;
            row.totals[gold] += total;
            row.totals[guess] -= total;
        }
    }

    fn change_transitions(&mut self, tags: &[u8], rate: f32) {
        let total = self.steps * f64::from(rate);
        let mut before = OUTSIDE;
        for tag in tags.iter().map(|&tag| tag as usize).chain([OUTSIDE]) {
            if let Some([beginning, _]) = predecessors(tag) {
                let place = usize::from(before != beginning);
                self.transitions.within[tag][place] += rate;
                self.within[tag][place] += total;
            } else {
                let (from, to) = (kind_of(before), kind_of(tag));
                self.transitions.between[from][to] += rate;
                self.between[from][to] += total;
            }
            before = tag;
        }
    }

    #[allow(clippy::cast_possible_truncation)]
    fn average(&mut self) {
        let steps = self.steps.max(1.0);
        for row in &mut self.rows {
            for (weight, total) in row.weights.iter_mut().zip(&row.totals) {
                *weight = (f64::from(*weight) - total / steps) as f32;
            }
        }
        let flat = self.transitions.between.iter_mut().flatten().zip(self.between.iter().flatten());
        for (weight, total) in
            flat.chain(self.transitions.within.iter_mut().flatten().zip(self.within.iter().flatten()))
        {
            *weight = (f64::from(*weight) - total / steps) as f32;
        }
        self.averaged = true;
    }

    /// Keys with averaged weights, in order of the keys.
    pub(crate) fn weights(&self, vocabulary: &Vocabulary) -> Vec<(u64, Scores)> {
        assert!(self.averaged, "weights are read after training");
        let mut rows: Vec<(u64, Scores)> = vocabulary
            .numbers
            .iter()
            .filter(|(key, number)| self.slots[**number as usize] != 0 && !vocabulary.private.contains(key))
            .map(|(key, number)| (*key, self.rows[self.slots[*number as usize] as usize].weights))
            .collect();
        rows.sort_unstable_by_key(|(key, _)| *key);
        rows
    }
}

/// Trains on the examples whose article `used` accepts, from given weights of tag pairs.
pub(crate) fn train(
    examples: &[Example],
    vocabulary: &Vocabulary,
    plan: Plan,
    transitions: Transitions,
    used: impl Fn(usize) -> bool,
    mut report: impl FnMut(usize, usize),
) -> Model {
    let mut model = Model { transitions, ..Model::new(vocabulary.len(), plan.width) };
    let mut random = Random::new(plan.seed);
    let mut order: Vec<usize> = (0..examples.len()).filter(|&at| used(examples[at].article)).collect();
    let mut decoder = Decoder::default();
    let (mut scores, mut masked, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
    let (mut guess, mut gold) = (Vec::new(), Vec::new());
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        let mut errors = 0;
        for &at in &order {
            let example = &examples[at];
            dropped.clear();
            let chances =
                example.allowed.iter().map(|&allowed| example.dropout[usize::from(allowed & 1 << OUTSIDE == 0)]);
            dropped.extend(chances.map(|chance| random.chance(chance)));
            model.score(example, &dropped, plan.identity, &mut scores);
            masked.clear();
            masked.extend(scores.iter().zip(&example.allowed).map(|(row, &allowed)| {
                let mut row = *row;
                for (tag, score) in row.iter_mut().enumerate() {
                    if allowed >> tag & 1 == 0 {
                        *score -= 1.0e6;
                    }
                }
                row
            }));
            for (row, &allowed) in scores.iter_mut().zip(&example.allowed) {
                for (tag, score) in row.iter_mut().enumerate() {
                    if allowed >> tag & 1 == 0 {
                        *score += plan.cost;
                    }
                }
            }
            let guessed = decoder.best(&scores, &model.transitions, &mut guess);
            model.steps += 1.0;
            if guess.iter().zip(&example.allowed).all(|(&tag, &allowed)| allowed >> tag & 1 == 1) {
                continue;
            }
            errors += 1;
            if guessed - decoder.best(&masked, &model.transitions, &mut gold) > plan.ramp {
                continue;
            }
            for (place, features) in example.features.chunks_exact(plan.width).enumerate() {
                let (right, wrong) = (gold[place] as usize, guess[place] as usize);
                if right != wrong {
                    model.change(features, dropped[place].then_some(plan.identity), right, wrong, example.rate);
                }
            }
            model.change_transitions(&gold, example.rate);
            model.change_transitions(&guess, -example.rate);
        }
        report(epoch, errors);
    }
    model.average();
    model
}
