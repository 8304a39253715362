//! Pronouns: a log-linear ranking of the entities mentioned before (and just after) by agreement, distance, salience and
//! syntax.
//!
//! The features are those of centering theory (Grosz, Joshi and Weinstein 1995) and of the parallelism baseline of Webster
//! et al. (2018), "Mind the GAP". The weights are round numbers set by hand.

use super::MentionKind;
use super::antecedents::{Class, FEATURES, NEAREST_SUBJECT, Part, Record, Standing, agreement, features};
use super::article::Article;
use super::build::Builder;
use crate::lexicon::Gender;
use crate::syntax::{Deprel, Upos};

/// How many mentions and sentences back a pronoun looks, and how many mentions ahead.
const MENTIONS: usize = 40;
const SENTENCES: u32 = 5;
const AHEAD: usize = 2;

/// Weights of candidates of "he", "she" and their forms, set by hand in round numbers: those of `train pronouns` know no texts
/// in which two people of one gender compete. GAP dev decided between variants, and was never fitted on.
const PERSON: [f32; FEATURES] = [
    0.8, 0.3, 1.1, 0.3, -0.3, -0.6, 0.2, 0.6, 0.1, -0.4, 0.1, 0.3, 0.4, 0.2, -0.7, 0.3, -2.5, -0.5, 0.0, -0.5, 0.3,
    -0.3, 0.3, 0.8, -3.0, 0.0, -0.3, 0.0, 2.0, -2.0, 0.6, -0.5, 0.6, 0.3, 0.3, 0.3, -0.1, -2.0, 1.0, 0.5, 0.0, 0.0,
    0.0, -0.3, -1.0, 1.5, 0.0, 0.5,
];

/// Weights of candidates of "it" and "they", set by hand.
const OTHER: [f32; FEATURES] = [
    1.0, 0.0, 0.8, 0.6, -0.8, -2.0, 1.0, 1.2, 0.2, -0.5, -0.2, 0.4, 0.4, 0.4, -3.0, 0.3, -2.5, -0.5, 0.0, 0.8, 0.2,
    -0.2, 0.4, 0.5, 0.0, 0.2, 0.0, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    0.0, 0.0, 0.0, 0.0,
];

/// Below this margin over the next candidate "it" and "they" stay open.
const MARGIN: f32 = 0.3;

/// The feature that says that the genders differ.
const DISAGREES: usize = 29;

/// What a pronoun agrees with, and whether it is a possessive or reflexive.
fn class(form: &str) -> Option<(Class, bool, bool)> {
    let mut lower = [0_u8; 10];
    let lower = lower.get_mut(..form.len())?;
    lower.copy_from_slice(form.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"he" | b"him" => (Class::Person(Gender::Male), false, false),
        b"himself" => (Class::Person(Gender::Male), false, true),
        b"his" => (Class::Person(Gender::Male), true, false),
        b"she" | b"hers" => (Class::Person(Gender::Female), false, false),
        b"herself" => (Class::Person(Gender::Female), false, true),
        b"her" => (Class::Person(Gender::Female), true, false),
        b"it" => (Class::Thing, false, false),
        b"itself" => (Class::Thing, false, true),
        b"its" => (Class::Thing, true, false),
        b"they" | b"them" => (Class::Several, false, false),
        b"themselves" => (Class::Several, false, true),
        b"their" | b"theirs" => (Class::Several, true, false),
        _ => return None,
    })
}

/// An entity that a pronoun may stand for.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// First token of its nearest mention.
    pub token: u32,
    /// Its entity, in the numbering of the builder.
    pub entity: u32,
    /// First tokens of the names of its entity, where they were asked for.
    pub names: Vec<u32>,
    /// What is known about it.
    pub features: [f32; FEATURES],
}

/// A pronoun and its candidates.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The pronoun.
    pub token: u32,
    /// Nearest first.
    pub candidates: Vec<Candidate>,
    /// Which was taken.
    pub taken: Option<usize>,
}

/// Resolves all pronouns; adds a mention for each that finds an entity.
pub(super) fn resolve(article: &Article<'_>, builder: &mut Builder) -> Vec<Choice> {
    let mut records: Vec<Record> = builder
        .mentions
        .iter()
        .filter(|mention| mention.kind != MentionKind::Title)
        .map(|mention| {
            let tokens = &mention.tokens;
            #[allow(clippy::cast_possible_truncation)]
            let words = tokens.len() as u32;
            Record::new(article, mention.head, tokens.start, mention.entity, false, words)
        })
        .collect();
    records.sort_by_key(|record| (record.first, record.token));
    let mut sentence = u32::MAX;
    for record in &mut records {
        record.leads = record.sentence != sentence;
        sentence = record.sentence;
    }
    let mut walk = Walk {
        article,
        past: Vec::with_capacity(records.len()),
        counts: vec![0; builder.entities.len()],
        bare: vec![false; builder.entities.len()],
        most: 0,
        last: [None; 2],
        expected: [false; 2],
    };
    let mut choices = Vec::new();
    let mut next = 0;
    #[allow(clippy::cast_possible_truncation)]
    for token in 0..article.keys.len() as u32 {
        while records.get(next).is_some_and(|record| record.first <= token) {
            walk.see(records[next]);
            next += 1;
        }
        if article.name(token).is_some() {
            continue;
        }
        let form = article.form(token);
        let Some((class, possessive, reflexive)) = class(form) else { continue };
        // "her" is both: the tree tells.
        let relation = article.words.get(token as usize).map_or(Deprel::Dep, |word| word.deprel);
        let possessive = possessive && (article.words.is_empty() || relation == Deprel::NmodPoss);
        if class == Class::Thing && idle(article, token, relation) {
            continue;
        }
        let mut own = Record::new(article, token, token, 0, true, 1);
        if possessive {
            own.part = Part::Possessor;
        }
        let ahead = &records[next..(next + AHEAD).min(records.len())];
        let mut choice = walk.candidates(builder, own, class, reflexive, ahead);
        choice.taken = take(&choice.candidates, class);
        if let (Class::Person(gender), None) = (class, choice.taken) {
            walk.expected[usize::from(gender == Gender::Female)] = true;
        }
        if let Some(taken) = choice.taken {
            let entity = choice.candidates[taken].entity;
            if let Class::Person(gender) = class {
                walk.last[usize::from(gender == Gender::Female)] = Some(entity);
                if builder.genders[entity as usize].is_none() {
                    builder.genders[entity as usize] = Some(gender);
                    builder.by_name[entity as usize] = true;
                }
            }
            builder.mention(article, token..token + 1, token, MentionKind::Pronoun, entity, 0.7);
            walk.see(Record { entity, ..own });
        }
        choices.push(choice);
    }
    choices
}

/// "it rains", "it is clear that": stands for nothing.
fn idle(article: &Article<'_>, token: u32, relation: Deprel) -> bool {
    if relation == Deprel::Expl {
        return true;
    }
    let Some(word) = article.words.get(token as usize) else { return true };
    let clause = [Deprel::Csubj, Deprel::Ccomp, Deprel::Xcomp, Deprel::Advcl];
    let head = word.head;
    let syntax = &article.document.syntax;
    article.upos(head) == Some(Upos::Adj) && syntax.children_with(head, &clause).next().is_some()
}

/// What has been read so far.
struct Walk<'a, 'd> {
    article: &'a Article<'d>,
    past: Vec<Record>,
    /// By entity: mentions so far.
    counts: Vec<u32>,
    /// By entity: whether its first name is a single word.
    bare: Vec<bool>,
    /// The most mentions of one entity.
    most: u32,
    /// By gender, male first: whom the last pronoun stood for.
    last: [Option<u32>; 2],
    /// By gender: whether a pronoun found nobody.
    expected: [bool; 2],
}

impl Walk<'_, '_> {
    fn see(&mut self, record: Record) {
        let count = &mut self.counts[record.entity as usize];
        if *count == 0 {
            self.bare[record.entity as usize] = record.words == 1 && !record.pronoun;
        }
        *count += 1;
        self.most = self.most.max(*count);
        self.past.push(record);
    }

    fn candidates(&self, builder: &Builder, own: Record, class: Class, reflexive: bool, ahead: &[Record]) -> Choice {
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut between = 0;
        let mut subject = None;
        let back = self.past.iter().rev().take(MENTIONS).take_while(|it| own.sentence - it.sentence < SENTENCES);
        let after = ahead.iter().filter(|it| it.sentence == own.sentence);
        for it in back.chain(after) {
            let Some(agreement) = agreement(builder, it.entity, class) else { continue };
            if candidates.iter().any(|other| other.entity == it.entity) {
                continue;
            }
            let count = self.counts[it.entity as usize];
            let gender = match class {
                Class::Person(gender) => Some(usize::from(gender == Gender::Female)),
                _ => None,
            };
            let standing = Standing {
                agreement,
                reflexive,
                count,
                most: count == self.most,
                bare: self.bare[it.entity as usize],
                last: gender.is_some_and(|gender| self.last[gender] == Some(it.entity)),
                expected: gender.is_some_and(|gender| self.expected[gender]),
                between,
            };
            let features = features(self.article, builder, own, *it, class, standing);
            if subject.is_none() && it.part == Part::Subject && it.first < own.token {
                subject = Some(candidates.len());
            }
            candidates.push(Candidate { token: it.first, entity: it.entity, names: Vec::new(), features });
            between += 1;
        }
        if let Some(subject) = subject {
            candidates[subject].features[NEAREST_SUBJECT] = 1.0;
        }
        Choice { token: own.token, candidates, taken: None }
    }
}

fn score(features: &[f32; FEATURES], weights: &[f32; FEATURES]) -> f32 {
    features.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

/// The best candidate, if it is clear enough.
fn take(candidates: &[Candidate], class: Class) -> Option<usize> {
    let weights = if matches!(class, Class::Person(_)) { &PERSON } else { &OTHER };
    let scores: Vec<f32> = candidates.iter().map(|candidate| score(&candidate.features, weights)).collect();
    let (best, top) = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    let second = scores
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != best)
        .map(|(_, score)| *score)
        .fold(f32::NEG_INFINITY, f32::max);
    let open = match class {
        // Nobody else is there: better none than one of the wrong gender.
        Class::Person(_) => candidates[best].features[DISAGREES] > 0.0,
        _ => top - second < MARGIN,
    };
    (!open).then_some(best)
}
