//! Trains the parser: dynamic oracle for arc-hybrid transitions with exploration (Goldberg and Nivre 2013).

use dateline::Resources;
use dateline::model::{Narrow, Wide, Writer, argmax, hash};
use dateline::syntax::forms::Forms;
use dateline::syntax::parser::{
    ACTION_FEATURES, Action, KIND, LABEL_FEATURES, Parser, RELATIONS, State, action, label,
};
use dateline::syntax::tagger::{CLASSES, Tagger};
use dateline::syntax::{Deprel, Models, nodes};

use super::perceptron::{Perceptron, Shrink, mean_rows, shrink_pairs, shrink_rows};
use rayon::prelude::*;

use super::tagger::RawWords;
use super::treebank::{self, Example, TREEBANKS, TagSet};
use super::{Random, tagger, write};
use crate::{Settings, eval};

const EPOCHS: usize = 9;
/// After so many of them only the heaviest features go on.
const OPEN_EPOCHS: usize = 5;
/// Trainings with different seeds whose weights are averaged: the mean of linear models is their vote.
const RUNS: u64 = 3;
/// See [`Perceptron::update_with_margin`].
const LABEL_MARGIN: f32 = 4.0;
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
    let raw = tagger::RawWords::load(settings)?;
    let parser = train(&examples, &tags, &raw, settings.seed, if share.is_some() { 1 } else { RUNS });
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
pub(crate) fn train(examples: &[Example], tags: &TagSet, raw: &RawWords, seed: u64, runs: u64) -> Parser {
    let predicted = tagger::jackknife(examples, tags, raw, seed, 4);
    // Only names of tags are needed from here on.
    let names =
        Tagger::new(tags.tags.clone(), raw.vocabulary(), Wide::build(Vec::new(), 1.0), Wide::build(Vec::new(), 1.0));
    let golds: Vec<Gold> = examples.iter().map(Gold::new).collect();
    let data = Data { examples, predicted: &predicted, golds: &golds, names: &names };
    let mut trainings: Vec<Training> = (0..runs).map(|run| Training::new(&data, seed + run, run == 0)).collect();
    trainings.par_iter_mut().for_each(|training| (0..OPEN_EPOCHS).for_each(|epoch| training.epoch(epoch)));
    let (actions, labels) = means(&trainings);
    let actions: Vec<u64> = shrink_pairs(&actions, ACTIONS).0.into_iter().map(|(hash, _)| hash).collect();
    let labels: Vec<u64> = shrink_rows(&labels, LABELS).0.into_iter().map(|(hash, _)| hash).collect();
    trainings.par_iter_mut().for_each(|training| {
        training.actions.restrict(&actions);
        training.labels.restrict(&labels);
        (OPEN_EPOCHS..EPOCHS).for_each(|epoch| training.epoch(epoch));
    });
    let (actions, labels) = means(&trainings);
    let (action_entries, action_scale) = shrink_pairs(&actions, ACTIONS);
    let (label_entries, label_scale) = shrink_rows(&labels, LABELS);
    println!("{} and {} features kept", action_entries.len(), label_entries.len());
    Parser::new(Narrow::build(action_entries, action_scale), Wide::build(label_entries, label_scale))
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

/// One training with its own order of the examples.
struct Training<'a> {
    data: &'a Data<'a>,
    actions: Perceptron<4>,
    labels: Perceptron<RELATIONS>,
    order: Vec<usize>,
    random: Random,
    verbose: bool,
}

impl<'a> Training<'a> {
    fn new(data: &'a Data<'a>, seed: u64, verbose: bool) -> Self {
        let order = (0..data.examples.len()).collect();
        let (actions, labels) = (Perceptron::new(2), Perceptron::new(2));
        Self { data, actions, labels, order, random: Random::new(seed), verbose }
    }

    fn epoch(&mut self, epoch: usize) {
        let data = self.data;
        let (mut forms, mut state) = (Forms::default(), State::default());
        self.random.shuffle(&mut self.order);
        let (mut heads, mut both, mut all) = (0, 0, 0);
        for &place in &self.order {
            let (example, gold, guess) = (&data.examples[place], &data.golds[place], &data.predicted[place]);
            forms.read(example.read(), &data.names.vocabulary);
            state.reset(nodes(&forms, &guess.classes, &guess.others, data.names));
            let rate = if example.silver { 0.5 } else { 1.0 };
            sentence(&mut state, gold, &mut self.actions, &mut self.labels, rate, epoch > 0, &mut self.random);
            for node in 1..=state.len() {
                let right = state.heads[node] as usize == gold.heads[node];
                heads += usize::from(right);
                both += usize::from(right && state.relations[node] == gold.relations[node]);
                all += 1;
            }
        }
        if self.verbose {
            println!(
                "epoch {}: {heads} heads and {both} arcs of {all} right, {} and {} features",
                epoch + 1,
                self.actions.len(),
                self.labels.len()
            );
        }
    }
}

/// Parses one sentence and learns from it.
fn sentence(
    state: &mut State,
    gold: &Gold,
    actions: &mut Perceptron<4>,
    labels: &mut Perceptron<RELATIONS>,
    rate: f32,
    explore: bool,
    random: &mut Random,
) {
    let mut features = [0; ACTION_FEATURES];
    let mut relation = [0; LABEL_FEATURES];
    let mut popped = vec![false; state.len() + 1];
    while !state.is_final() {
        let legal = state.legal();
        let chosen = if legal.iter().filter(|legal| **legal).count() == 1 {
            Action::best(legal, |_| 0)
        } else {
            action(state, &mut features);
            let scores = actions.score(&features);
            let costs = gold.costs(state, &popped);
            let least = (0..3).filter(|action| legal[*action]).map(|action| costs[action]).min().unwrap_or(0);
            let right = std::array::from_fn(|action| legal[action] && costs[action] == least);
            let best = Action::best(right, |action| scores[action as usize]);
            let guess = Action::best(legal, |action| scores[action as usize]);
            actions.step();
            if costs[guess as usize] > least {
                actions.update(&features, best as usize, guess as usize, rate);
            }
            if explore && random.chance(EXPLORATION) { guess } else { best }
        };
        if let Some((head, dependent)) = state.arc_of(chosen) {
            let guess = if head == 0 {
                Deprel::Root
            } else {
                label(state, head, dependent, &mut relation);
                let scores = labels.score(&relation);
                let guess = argmax(&scores[..Deprel::ALL.len()]);
                if gold.heads[dependent] == head {
                    labels.step();
                    let gold = gold.relations[dependent] as usize;
                    labels.update_with_margin(&relation, &scores[..Deprel::ALL.len()], gold, LABEL_MARGIN, rate);
                }
                Deprel::ALL[guess]
            };
            state.attach(head, dependent, guess);
            popped[dependent] = true;
        }
        state.apply(chosen);
    }
}
