//! Trains the parser: dynamic oracle for arc-hybrid transitions with exploration (Goldberg and Nivre 2013).

use dateline::Resources;
use dateline::model::{Narrow, Wide, Writer, argmax, hash};
use dateline::syntax::forms::Forms;
use dateline::syntax::parser::{
    ACTION_FEATURES, Action, KIND, LABEL_FEATURES, Parser, RELATIONS, State, action, label,
};
use dateline::syntax::tagger::{CLASSES, Tagger};
use dateline::syntax::{Deprel, Models, nodes};

use super::perceptron::{Perceptron, Shrink, shrink_pairs};
use super::tagger::RawWords;
use super::treebank::{self, Example, TREEBANKS, TagSet};
use super::{Random, tagger, write};
use crate::{Settings, eval};

const EPOCHS: usize = 8;
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
    let parser = train(&examples, &tags, &raw, settings.seed, EPOCHS);
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
pub(crate) fn train(examples: &[Example], tags: &TagSet, raw: &RawWords, seed: u64, epochs: usize) -> Parser {
    let predicted = tagger::jackknife(examples, tags, raw, seed, 4);
    // Only names of tags are needed from here on.
    let names = Tagger::new(tags.tags.clone(), raw.vocabulary(), Wide::build(Vec::new(), 1.0));
    let golds: Vec<Gold> = examples.iter().map(Gold::new).collect();
    let (mut actions, mut labels) = (Perceptron::<4>::new(2), Perceptron::<RELATIONS>::new(2));
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(seed);
    let (mut forms, mut state) = (Forms::default(), State::default());
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        let (mut heads, mut both, mut all) = (0, 0, 0);
        for &place in &order {
            let example = &examples[place];
            forms.read(example.read(), &names.vocabulary);
            state.reset(nodes(&forms, &predicted[place], &names));
            let rate = if example.silver { 0.5 } else { 1.0 };
            sentence(&mut state, &golds[place], &mut actions, &mut labels, rate, epoch > 0, &mut random);
            for node in 1..=state.len() {
                let right = state.heads[node] as usize == golds[place].heads[node];
                heads += usize::from(right);
                both += usize::from(right && state.relations[node] == golds[place].relations[node]);
                all += 1;
            }
        }
        println!(
            "epoch {}: {heads} heads and {both} arcs of {all} right, {} and {} features",
            epoch + 1,
            actions.len(),
            labels.len()
        );
    }
    let (action_entries, action_scale) = shrink_pairs(&actions.average(), ACTIONS);
    let (label_entries, label_scale) = labels.shrink(LABELS);
    println!("{} and {} features kept", action_entries.len(), label_entries.len());
    Parser::new(Narrow::build(action_entries, action_scale), Wide::build(label_entries, label_scale))
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
