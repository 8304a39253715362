//! Pronouns: a log-linear ranking of the entities mentioned before (and just after) by agreement, distance, salience and
//! syntax.
//!
//! The features are those of centering theory (Grosz, Joshi and Weinstein 1995) and of the parallelism baseline of Webster
//! et al. (2018), "Mind the GAP". The weights for people are fitted by `train pronouns`.

use super::MentionKind;
use super::article::Article;
use super::build::Builder;
use crate::entities::EntityKind;
use crate::lexicon::Gender;
use crate::names::Label;
use crate::syntax::{Deprel, Upos};

/// Number of features of a candidate.
pub const FEATURES: usize = 30;

/// How many mentions and sentences back a pronoun looks, and how many mentions ahead.
const MENTIONS: usize = 40;
const SENTENCES: u32 = 5;
const AHEAD: usize = 2;

/// Weights of candidates of "he", "she" and their forms.
const PERSON: [f32; FEATURES] = [
    0.75, 0.38, 1.27, 0.01, -0.64, -0.64, 0.57, 0.22, -0.25, -0.93, -0.29, 0.43, 0.22, -0.03, -0.01, 0.06, -1.04,
    -0.30, -0.42, -0.93, 0.38, -0.24, 0.58, 0.53, -2.42, -0.16, -0.51, 0.13, 0.0, -1.12,
];

/// Weights of candidates of "it" and "they", set by hand.
const OTHER: [f32; FEATURES] = [
    1.0, 0.0, 0.8, 0.6, -0.8, -2.0, 1.0, 1.2, 0.2, -0.5, -0.2, 0.4, 0.4, 0.4, -3.0, 0.3, -2.5, -0.5, 0.0, 0.8, 0.2,
    -0.2, 0.4, 0.5, 0.0, 0.2, 0.0, 0.3, 0.0, 0.0,
];

/// Below this margin over the next candidate "it" and "they" stay open.
const MARGIN: f32 = 0.3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Person(Gender),
    Thing,
    Several,
}

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

/// Part that a word plays for its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Subject,
    Object,
    Oblique,
    Possessor,
    Other,
}

/// A mention in the order of the text.
#[derive(Clone, Copy, Debug)]
struct Record {
    token: u32,
    first: u32,
    sentence: u32,
    entity: u32,
    part: Part,
    verb: u32,
    pronoun: bool,
    words: u32,
    /// First mention of its sentence.
    leads: bool,
    member: bool,
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

fn record(article: &Article<'_>, token: u32, first: u32, entity: u32, pronoun: bool, words: u32) -> Record {
    let mut at = token;
    let mut member = false;
    let relation = |at: u32| article.words.get(at as usize).map_or(Deprel::Dep, |word| word.deprel);
    for _ in 0..4 {
        if !matches!(relation(at), Deprel::Appos | Deprel::Conj | Deprel::Flat | Deprel::Compound | Deprel::NmodDesc) {
            break;
        }
        member |= matches!(relation(at), Deprel::Conj | Deprel::Appos);
        at = article.words[at as usize].head;
    }
    let part = match relation(at) {
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter => Part::Subject,
        Deprel::Obj | Deprel::Iobj => Part::Object,
        Deprel::Obl | Deprel::OblAgent | Deprel::Nmod | Deprel::OblUnmarked => Part::Oblique,
        Deprel::NmodPoss => Part::Possessor,
        _ => Part::Other,
    };
    let verb = governor(article, at);
    Record {
        token,
        first,
        sentence: article.sentences[token as usize],
        entity,
        part,
        verb,
        pronoun,
        words,
        leads: false,
        member,
    }
}

/// The verb (or other predicate) that a word depends on.
fn governor(article: &Article<'_>, token: u32) -> u32 {
    let mut at = token;
    for _ in 0..8 {
        let Some(word) = article.words.get(at as usize) else { return at };
        if word.head == at {
            return at;
        }
        at = word.head;
        if article.upos(at) == Some(Upos::Verb) {
            return at;
        }
    }
    at
}

/// Whether one token governs another at some distance.
fn governs(article: &Article<'_>, upper: u32, lower: u32) -> bool {
    let mut at = lower;
    for _ in 0..12 {
        let Some(word) = article.words.get(at as usize) else { return false };
        if word.head == at {
            return false;
        }
        at = word.head;
        if at == upper {
            return true;
        }
    }
    false
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
            record(article, mention.head, tokens.start, mention.entity, false, words)
        })
        .collect();
    records.sort_by_key(|record| (record.first, record.token));
    let mut sentence = u32::MAX;
    for record in &mut records {
        record.leads = record.sentence != sentence;
        sentence = record.sentence;
    }
    let mut walk =
        Walk { article, past: Vec::with_capacity(records.len()), counts: vec![0; builder.entities.len()], most: 0 };
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
        let mut own = record(article, token, token, 0, true, 1);
        if possessive {
            own.part = Part::Possessor;
        }
        let ahead = &records[next..(next + AHEAD).min(records.len())];
        let mut choice = walk.candidates(builder, own, class, reflexive, ahead);
        choice.taken = take(&choice.candidates, class);
        if let Some(taken) = choice.taken {
            let entity = choice.candidates[taken].entity;
            if let (Class::Person(gender), None) = (class, builder.genders[entity as usize]) {
                builder.genders[entity as usize] = Some(gender);
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
    /// The most of these.
    most: u32,
}

impl Walk<'_, '_> {
    fn see(&mut self, record: Record) {
        let count = &mut self.counts[record.entity as usize];
        *count += 1;
        self.most = self.most.max(*count);
        self.past.push(record);
    }

    fn candidates(&self, builder: &Builder, own: Record, class: Class, reflexive: bool, ahead: &[Record]) -> Choice {
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut between = 0;
        let back = self.past.iter().rev().take(MENTIONS).take_while(|it| own.sentence - it.sentence < SENTENCES);
        let after = ahead.iter().filter(|it| it.sentence == own.sentence);
        for it in back.chain(after) {
            let Some(agreement) = agreement(builder, it.entity, class) else { continue };
            if candidates.iter().any(|other| other.entity == it.entity) {
                continue;
            }
            let features = self.features(builder, own, *it, class, reflexive, agreement, between);
            candidates.push(Candidate { token: it.first, entity: it.entity, names: Vec::new(), features });
            between += 1;
        }
        Choice { token: own.token, candidates, taken: None }
    }

    #[allow(clippy::cast_precision_loss, clippy::too_many_arguments)]
    fn features(
        &self,
        builder: &Builder,
        own: Record,
        it: Record,
        class: Class,
        reflexive: bool,
        agreement: Agreement,
        between: u32,
    ) -> [f32; FEATURES] {
        let is = |truth: bool| f32::from(u8::from(truth));
        let after = it.first > own.token;
        let back = own.sentence - it.sentence;
        let count = self.counts[it.entity as usize];
        let same_verb = it.verb == own.verb && it.sentence == own.sentence;
        let article = self.article;
        let above = it.sentence == own.sentence && it.verb != own.verb && governs(article, it.verb, own.verb);
        let subject = it.part == Part::Subject;
        let parallel = it.part == own.part && it.part != Part::Other;
        let tokens = own.token.abs_diff(it.token) as f32;
        let person = matches!(class, Class::Person(_));
        let group = builder.entities[it.entity as usize].kind == EntityKind::Group;
        let own_subject = own.part == Part::Subject;
        let own_possessor = own.part == Part::Possessor;
        [
            is(agreement == Agreement::Yes),
            is(agreement == Agreement::Unknown),
            is(back == 0 && !after),
            is(back == 1),
            is(back == 2),
            is(back > 2),
            1.0 / (1.0 + between as f32),
            is(subject),
            is(it.part == Part::Object),
            is(it.part == Part::Oblique),
            is(it.part == Part::Possessor),
            is(parallel),
            (1.0 + count as f32).ln(),
            is(it.leads),
            is(after),
            is(above && subject),
            is(same_verb && !reflexive && !own_possessor && own.part != it.part && subject),
            is(same_verb && !reflexive && !own_possessor && !subject && own_subject),
            is(it.words > 1 && !it.pronoun),
            is(it.pronoun),
            is(count == self.most && count > 1),
            (1.0 + tokens).ln(),
            is(own_subject && subject && back > 0),
            is(own_possessor && subject && back == 0 && same_verb),
            is(group && person),
            is(own_possessor && it.part == Part::Possessor),
            is(it.member),
            is(own_subject && subject && back == 0 && !same_verb),
            is(reflexive && same_verb && subject),
            is(agreement == Agreement::No),
        ]
    }
}

/// How well an entity agrees with a pronoun in gender or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Agreement {
    Yes,
    Unknown,
    /// The tables say otherwise: they may err, the text of a whole article seldom does.
    No,
}

/// Whether an entity may be meant.
fn agreement(builder: &Builder, entity: u32, class: Class) -> Option<Agreement> {
    use Agreement::{No, Unknown, Yes};
    let it = &builder.entities[entity as usize];
    let several = builder.plural[entity as usize];
    match (class, it.kind) {
        (Class::Person(gender), EntityKind::Named(Label::Person)) => Some(match builder.genders[entity as usize] {
            Some(known) if known == gender => Yes,
            Some(Gender::Both) | None => Unknown,
            Some(_) => No,
        }),
        // A name that was taken for a body's but begins like a person's.
        (
            Class::Person(gender),
            EntityKind::Named(Label::Org | Label::Gpe | Label::WorkOfArt | Label::Norp | Label::Product),
        ) => (it.country.is_none() && builder.genders[entity as usize] == Some(gender)).then_some(Unknown),
        (Class::Person(_), EntityKind::Group) => (!several && !it.sectors.is_empty()).then_some(Unknown),
        (Class::Thing, EntityKind::Named(Label::Org | Label::Gpe | Label::Product | Label::Fac)) => Some(Yes),
        (Class::Thing, EntityKind::Named(Label::Event | Label::WorkOfArt | Label::Law | Label::Loc)) => Some(Unknown),
        (Class::Thing, EntityKind::Group) => (!several).then_some(Unknown),
        (Class::Several, EntityKind::Named(Label::Norp)) => Some(Yes),
        (Class::Several, EntityKind::Named(Label::Org)) => Some(Unknown),
        (Class::Several, EntityKind::Group) => several.then_some(Yes),
        _ => None,
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
    let open = !matches!(class, Class::Person(_)) && top - second < MARGIN;
    (!open).then_some(best)
}
