//! Trains the parser: dynamic oracle for arc-hybrid transitions with exploration (Goldberg and Nivre 2013).

use dateline::Resources;
use dateline::model::{Narrow, Wide, Writer, argmax, hash};
use dateline::syntax::forms::Forms;
use dateline::syntax::parser::{
    Action, Arc, Decision, FIRST_ACTION_FEATURES, FIRST_LABEL_FEATURES, KIND, MORE_ACTION_FEATURES,
    MORE_LABEL_FEATURES, Parser, RELATIONS, SURE_ACTION, SURE_LABEL, State,
};
use dateline::syntax::tagger::{CLASSES, Tagger};
use dateline::syntax::{Deprel, Models, nodes};

use super::perceptron::{Perceptron, Shrink, mean_rows, shrink_pairs, shrink_rows};
use rayon::prelude::*;

use super::treebank::{self, Example, TREEBANKS, TagSet};
use super::words::KnownWords;
use super::{Random, tagger, write};
use crate::{Settings, eval};

const EPOCHS: usize = 9;
/// After so many of them only the heaviest features go on.
const OPEN_EPOCHS: usize = 5;
/// Trainings with different seeds whose weights are averaged: the mean of linear models is their vote.
const RUNS: u64 = 4;
/// See [`Perceptron::update_with_margin`].
const LABEL_MARGIN: f32 = 4.0;
/// A right action is still learned from when a wrong one comes this close.
const ACTION_MARGIN: f32 = 8.0;
/// The share of words whose form is hidden, so that the parser does not rely on words that it knows.
const DROPPED_WORDS: f64 = 0.05;
/// How often the parser follows its own choice instead of the best right one, after the first epoch.
const EXPLORATION: f64 = 0.9;
/// How many features of actions are kept.
const ACTIONS: usize = 800_000;
const LABELS: Shrink = Shrink { features: 200_000, floor: 1, clipped: 0.0001 };

/// Trains and writes `parser.model`. With a share ("parser@25") it trains on that part of the gold documents, in percent,
/// and prints scores instead: the learning curve.
pub(crate) fn run(settings: &Settings, share: Option<u64>) -> Result<(), String> {
    // Copies with other capitals are left out: the parser sees capitals through the tags only.
    let mut examples = treebank::gold(&settings.data)?;
    examples.extend(treebank::silver(&settings.silver)?);
    let tags = TagSet::of(&examples, CLASSES);
    examples.retain(|example| share.is_none_or(|share| hash::number(example.group) % 100 < share));
    let words = KnownWords::load(settings)?;
    let parser = train(&examples, &tags, &words, settings.seed, if share.is_some() { 1 } else { RUNS });
    if let Some(share) = share {
        let mut models = Models::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
        models.parser = parser;
        for (bank, (_, labelled)) in TREEBANKS.iter().zip(eval::syntax::attachment(settings, &models)?) {
            println!("{share}% of the documents: LAS {labelled:.2} on {bank}-dev");
        }
        return Ok(());
    }
    let mut file = Writer::new(KIND);
    parser.write(&mut file);
    write("parser.model", file)
}

/// Gold tree of a sentence by node number, 0 being the root.
struct Gold {
    heads: Vec<usize>,
    relations: Vec<Deprel>,
    children: Vec<Vec<usize>>,
}

impl Gold {
    fn new(example: &Example) -> Self {
        let mut gold =
            Self { heads: vec![0], relations: vec![Deprel::Root], children: vec![Vec::new(); example.words.len() + 1] };
        for (place, word) in example.words.iter().enumerate() {
            let head = if word.head == place { 0 } else { word.head + 1 };
            gold.heads.push(head);
            gold.relations.push(word.deprel);
            gold.children[head].push(place + 1);
        }
        gold
    }

    /// How many gold arcs each action puts out of reach.
    fn costs(&self, state: &State, popped: &[bool]) -> [usize; 3] {
        let next = state.next();
        let (top, below) = (state.stack(0), state.stack(1));
        let mut costs = [0; 3];
        if !state.exhausted() {
            let stacked = |node: usize| node < next && !popped[node];
            costs[0] += self.children[next].iter().filter(|child| stacked(**child)).count();
            costs[0] += usize::from(stacked(self.heads[next]) && self.heads[next] != top);
        }
        if top != 0 {
            let waiting = self.children[top].iter().filter(|child| **child >= next).count();
            let head = self.heads[top];
            costs[1] += waiting + usize::from(head > next || head == below);
            costs[2] += waiting + usize::from(head >= next);
        }
        costs
    }
}

/// Trains a parser on sentences with tags of taggers that did not see them.
pub(crate) fn train(examples: &[Example], tags: &TagSet, words: &KnownWords, seed: u64, runs: u64) -> Parser {
    let predicted = tagger::jackknife(examples, tags, words, seed, 4);
    // Only names of tags are needed from here on.
    let names =
        Tagger::new(tags.tags.clone(), words.vocabulary(), Wide::build(Vec::new(), 1.0), Wide::build(Vec::new(), 1.0));
    let golds: Vec<Gold> = examples.iter().map(Gold::new).collect();
    let data = Data { examples, predicted: &predicted, golds: &golds, names: &names };
    let mut trainings: Vec<Training> = (0..runs).map(|run| Training::new(&data, seed + run, run == 0)).collect();
    let (actions, labels) = finish(&mut trainings);
    println!("{} and {} features kept", actions.len(), labels.len());
    println!("units of actions {} and of labels {}", actions.scale(), labels.scale());
    Parser::new(actions, labels)
}

/// Trains for some epochs, prunes, trains on and takes the mean.
fn finish(trainings: &mut [Training<'_>]) -> (Narrow, Wide<RELATIONS>) {
    trainings.par_iter_mut().for_each(|training| (0..OPEN_EPOCHS).for_each(|epoch| training.epoch(epoch)));
    let (actions, labels) = means(trainings);
    let actions: Vec<u64> = shrink_pairs(&actions, ACTIONS).0.into_iter().map(|(hash, _)| hash).collect();
    let labels: Vec<u64> = shrink_rows(&labels, LABELS).0.into_iter().map(|(hash, _)| hash).collect();
    trainings.par_iter_mut().for_each(|training| {
        training.actions.restrict(&actions);
        training.labels.restrict(&labels);
        training.early = true;
        (OPEN_EPOCHS..EPOCHS).for_each(|epoch| training.epoch(epoch));
    });
    let (actions, labels) = means(trainings);
    let (actions, action_scale) = shrink_pairs(&actions, ACTIONS);
    let (labels, label_scale) = shrink_rows(&labels, LABELS);
    (Narrow::build(actions, action_scale), Wide::build(labels, label_scale))
}

/// Averaged weights of actions and of labels.
type Averages = (Vec<(u64, [f32; 4])>, Vec<(u64, [f32; RELATIONS])>);

/// The mean of all trainings.
fn means(trainings: &[Training<'_>]) -> Averages {
    let actions = trainings.iter().map(|training| training.actions.average()).collect();
    let labels = trainings.iter().map(|training| training.labels.average()).collect();
    (mean_rows(actions), mean_rows(labels))
}

/// What a training learns from.
struct Data<'a> {
    examples: &'a [Example],
    predicted: &'a [tagger::Guess],
    golds: &'a [Gold],
    names: &'a Tagger,
}

impl Data<'_> {
    /// Puts the words of an example into the parser state.
    fn read(&self, place: usize, forms: &mut Forms, state: &mut State) {
        let guess = &self.predicted[place];
        forms.read(self.examples[place].read(), &self.names.vocabulary);
        state.reset(nodes(forms, &guess.classes, &guess.others, self.names));
    }
}

/// One training with its own order of the examples.
struct Training<'a> {
    data: &'a Data<'a>,
    actions: Perceptron<4>,
    labels: Perceptron<RELATIONS>,
    order: Vec<usize>,
    random: Random,
    /// Whether the first features of a decision also learn to decide alone.
    early: bool,
    early_actions: usize,
    verbose: bool,
}

impl<'a> Training<'a> {
    fn new(data: &'a Data<'a>, seed: u64, verbose: bool) -> Self {
        let order = (0..data.examples.len()).collect();
        let (actions, labels) = (Perceptron::new(2), Perceptron::new(2));
        Self { data, actions, labels, order, random: Random::new(seed), early: false, early_actions: 0, verbose }
    }

    fn epoch(&mut self, epoch: usize) {
        let data = self.data;
        let (mut forms, mut state) = (Forms::default(), State::default());
        self.random.shuffle(&mut self.order);
        let order = std::mem::take(&mut self.order);
        let (mut heads, mut both, mut all) = (0, 0, 0);
        self.early_actions = 0;
        for &place in &order {
            let gold = &data.golds[place];
            data.read(place, &mut forms, &mut state);
            for node in 1..=state.len() {
                if self.random.chance(DROPPED_WORDS) {
                    state.nodes[node].word = 0;
                }
            }
            self.sentence(&mut state, gold, &data.examples[place].rates[1], epoch > 0);
            for node in 1..=state.len() {
                let right = state.heads[node] as usize == gold.heads[node];
                heads += usize::from(right);
                both += usize::from(right && state.relations[node] == gold.relations[node]);
                all += 1;
            }
        }
        self.order = order;
        if self.verbose {
            println!(
                "epoch {}: {heads} heads and {both} arcs of {all} right, {} and {} features, {} actions clear early",
                epoch + 1,
                self.actions.len(),
                self.labels.len(),
                self.early_actions
            );
        }
    }

    /// Parses one sentence and learns from it.
    fn sentence(&mut self, state: &mut State, gold: &Gold, rates: &[f32], explore: bool) {
        let mut popped = vec![false; state.len() + 1];
        while !state.is_final() {
            let legal = state.legal();
            // Every decision is about the word on top of the stack.
            let rate = state.stack(0).checked_sub(1).map_or(0.0, |top| rates[top]);
            let chosen = if legal.iter().filter(|legal| **legal).count() == 1 {
                Action::best(legal, |_| 0)
            } else {
                self.action(state, gold, &popped, rate, explore)
            };
            if let Some((head, dependent)) = state.arc_of(chosen) {
                let right = (gold.heads[dependent] == head).then_some(gold.relations[dependent]);
                let label = if head == 0 { Deprel::Root } else { self.label(state, head, dependent, right, rate) };
                state.attach(head, dependent, label);
                popped[dependent] = true;
            }
            state.apply(chosen);
        }
    }

    fn action(&mut self, state: &State, gold: &Gold, popped: &[bool], rate: f32, explore: bool) -> Action {
        let legal = state.legal();
        let decision = Decision::new(state);
        let (mut first, mut more) = ([0; FIRST_ACTION_FEATURES], [0; MORE_ACTION_FEATURES]);
        decision.first(&mut first);
        let mut scores = self.actions.score(&first);
        let costs = gold.costs(state, popped);
        let least = (0..3).filter(|action| legal[*action]).map(|action| costs[action]).min().unwrap_or(0);
        let right = std::array::from_fn(|action| legal[action] && costs[action] == least);
        let wrong = std::array::from_fn(|action| legal[action] && costs[action] > least);
        let (early, lead) = Action::lead(legal, &scores[..3]);
        let early = (self.early && lead.is_some_and(|lead| lead >= SURE_ACTION)).then_some(early as usize);
        decision.more(&mut more);
        scores.iter_mut().zip(self.actions.score(&more)).for_each(|(score, sum)| *score += sum);
        let best = Action::best(right, |action| scores[action as usize]);
        let guess = Action::best(legal, |action| scores[action as usize]);
        self.actions.step();
        self.early_actions += usize::from(early.is_some());
        // The first features learn from what they would get wrong alone; all of them go on as if there was no early end.
        if let Some(early) = early.filter(|early| wrong[*early]) {
            self.actions.update(&first, best as usize, early, rate);
        }
        if wrong.contains(&true) {
            let rival = Action::best(wrong, |action| scores[action as usize]);
            if scores[best as usize] - scores[rival as usize] < ACTION_MARGIN {
                self.actions.update(&first, best as usize, rival as usize, rate);
                self.actions.update(&more, best as usize, rival as usize, rate);
            }
        }
        if explore && self.random.chance(EXPLORATION) { guess } else { best }
    }

    /// The relation that the model gives an arc; `right` is the gold one if the arc is right.
    fn label(&mut self, state: &State, head: usize, dependent: usize, right: Option<Deprel>, rate: f32) -> Deprel {
        let arc = Arc::new(state, head, dependent);
        let mut features = [0; FIRST_LABEL_FEATURES + MORE_LABEL_FEATURES];
        let (first, more) = features.split_at_mut(FIRST_LABEL_FEATURES);
        if let (Ok(first), Ok(more)) = (first.try_into(), more.try_into()) {
            arc.first(first);
            arc.more(more);
        }
        let mut scores = self.labels.score(&features[..FIRST_LABEL_FEATURES]);
        let guess = argmax(&scores[..Deprel::ALL.len()]);
        let sure = self.early && lead(&scores[..Deprel::ALL.len()]) >= SURE_LABEL;
        let sums = self.labels.score(&features[FIRST_LABEL_FEATURES..]);
        scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += sum);
        let scores = &scores[..Deprel::ALL.len()];
        if let Some(right) = right {
            self.labels.step();
            if sure {
                self.labels.update(&features[..FIRST_LABEL_FEATURES], right as usize, guess, rate);
            }
            self.labels.update_with_margin(&features, scores, right as usize, LABEL_MARGIN, rate);
        }
        Deprel::ALL[argmax(scores)]
    }
}

/// By how much the best score leads the next one.
fn lead(scores: &[f32]) -> f32 {
    let best = argmax(scores);
    let others = scores.iter().enumerate().filter(|(class, _)| *class != best);
    others.map(|(_, score)| scores[best] - score).fold(f32::INFINITY, f32::min)
}
