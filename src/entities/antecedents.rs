//! What is known about a pronoun and an entity that it may stand for: how each stands in its sentence, and the features that
//! rank candidates.

use super::article::Article;
use super::build::Builder;
use crate::entities::EntityKind;
use crate::lexicon::Gender;
use crate::names::Label;
use crate::syntax::{Deprel, Upos};

/// Number of features of a candidate.
pub const FEATURES: usize = 48;

/// What a pronoun agrees with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Person(Gender),
    Thing,
    Several,
}

/// Part that a word plays for its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Subject,
    Object,
    Oblique,
    Possessor,
    Other,
}

/// A mention in the order of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub token: u32,
    pub first: u32,
    pub sentence: u32,
    pub entity: u32,
    pub part: Part,
    pub verb: u32,
    /// Verbs between it and the root of its sentence.
    pub depth: u32,
    pub pronoun: bool,
    pub words: u32,
    /// First mention of its sentence.
    pub leads: bool,
    pub member: bool,
}

/// Steps up a tree that are looked at: deeper nesting is no news, and time stays linear.
const STEPS: u32 = 12;

impl Record {
    pub(super) fn new(article: &Article<'_>, token: u32, first: u32, entity: u32, pronoun: bool, words: u32) -> Self {
        let mut at = token;
        let mut member = false;
        for _ in 0..4 {
            let relation = relation(article, at);
            if !matches!(relation, Deprel::Appos | Deprel::Conj | Deprel::Flat | Deprel::Compound | Deprel::NmodDesc) {
                break;
            }
            member |= matches!(relation, Deprel::Conj | Deprel::Appos);
            at = article.words[at as usize].head;
        }
        let verb = governor(article, at);
        let depth = ancestors(article, verb).filter(|&at| article.upos(at) == Some(Upos::Verb)).count();
        Self {
            token,
            first,
            sentence: article.sentences[token as usize],
            entity,
            part: part(article, at),
            verb,
            #[allow(clippy::cast_possible_truncation)]
            depth: depth as u32,
            pronoun,
            words,
            leads: false,
            member,
        }
    }
}

fn relation(article: &Article<'_>, token: u32) -> Deprel {
    article.words.get(token as usize).map_or(Deprel::Dep, |word| word.deprel)
}

fn part(article: &Article<'_>, token: u32) -> Part {
    match relation(article, token) {
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter => Part::Subject,
        Deprel::Obj | Deprel::Iobj => Part::Object,
        Deprel::Obl | Deprel::OblAgent | Deprel::Nmod | Deprel::OblUnmarked => Part::Oblique,
        Deprel::NmodPoss => Part::Possessor,
        _ => Part::Other,
    }
}

/// The words above one in the tree, nearest first.
fn ancestors<'a>(article: &'a Article<'_>, token: u32) -> impl Iterator<Item = u32> + 'a {
    let up = |at: &u32| article.words.get(*at as usize).map(|word| word.head).filter(|head| head != at);
    std::iter::successors(up(&token), move |at| up(at)).take(STEPS as usize)
}

/// The verb (or other predicate) that a word depends on.
fn governor(article: &Article<'_>, token: u32) -> u32 {
    let mut last = token;
    for at in ancestors(article, token).take(8) {
        last = at;
        if article.upos(at) == Some(Upos::Verb) {
            break;
        }
    }
    last
}

/// What the text up to a pronoun tells about an entity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// How well it agrees with the pronoun.
    pub agreement: Agreement,
    /// Whether the pronoun is a reflexive.
    pub reflexive: bool,
    /// Mentions so far, and whether none has more.
    pub count: u32,
    pub most: bool,
    /// Whether the first name that the text gives it is a single word: it is taken for known.
    pub bare: bool,
    /// Whether the last pronoun of this gender stood for it.
    pub last: bool,
    /// Whether a pronoun of this gender stood before all that it could mean: somebody is talked about already.
    pub expected: bool,
    /// Candidates nearer than it.
    pub between: u32,
}

/// The features of a candidate. `own` is the pronoun, `it` the candidate's nearest mention.
#[allow(clippy::cast_precision_loss)]
pub(super) fn features(
    article: &Article<'_>,
    builder: &Builder,
    own: Record,
    it: Record,
    class: Class,
    standing: Standing,
) -> [f32; FEATURES] {
    let Standing { agreement, reflexive, .. } = standing;
    let is = |truth: bool| f32::from(u8::from(truth));
    let after = it.first > own.token;
    let back = own.sentence - it.sentence;
    let same_verb = it.verb == own.verb && back == 0;
    let above = back == 0 && it.verb != own.verb && ancestors(article, own.verb).any(|at| at == it.verb);
    let subject = it.part == Part::Subject;
    let parallel = it.part == own.part && it.part != Part::Other;
    let tokens = own.token.abs_diff(it.token) as f32;
    let person = matches!(class, Class::Person(_));
    let entity = &builder.entities[it.entity as usize];
    let group = entity.kind == EntityKind::Group;
    let own_subject = own.part == Part::Subject;
    let own_possessor = own.part == Part::Possessor;
    // "His book": the noun, and what it is for its verb.
    let host = article.words.get(own.token as usize).map_or(own.token, |word| word.head);
    let host_part = if own_possessor { part(article, host) } else { own.part };
    let top = |token: u32| std::iter::once(token).chain(ancestors(article, token));
    let chain = |token: u32| {
        let linked = |at: &u32| matches!(relation(article, *at), Deprel::Appos | Deprel::Flat | Deprel::Compound);
        let mut at = token;
        for _ in 0..4 {
            if !linked(&at) {
                break;
            }
            at = article.words[at as usize].head;
        }
        at
    };
    // "His wife Ann": Ann is not "his".
    let inside = own_possessor && back == 0 && (chain(it.token) == host || chain(host) == it.token);
    // "Ann and her son".
    let joined = back == 0
        && own_possessor
        && relation(article, host) == Deprel::Conj
        && article.words.get(host as usize).is_some_and(|word| word.head == it.token);
    // "Ann, who lost her son".
    let clause = |at: u32| {
        relation(article, at) == Deprel::AclRelcl
            && article.words.get(at as usize).is_some_and(|word| word.head == it.token || word.head == chain(it.token))
    };
    let relative = back == 0 && top(own.token).any(clause);
    // "Ann came and she went".
    let next_clause = subject
        && back == 0
        && article.words.get(own.verb as usize).is_some_and(|word| word.deprel == Deprel::Conj && word.head == it.verb);
    let unlike = person && !group && entity.kind != EntityKind::Named(Label::Person);
    let once = standing.count == 1;
    let main = subject && it.depth == 0;
    [
        is(agreement == Agreement::Yes),
        is(agreement == Agreement::Unknown),
        is(back == 0 && !after),
        is(back == 1),
        is(back == 2),
        is(back > 2),
        1.0 / (1.0 + standing.between as f32),
        is(subject),
        is(it.part == Part::Object),
        is(it.part == Part::Oblique),
        is(it.part == Part::Possessor),
        is(parallel),
        (1.0 + standing.count as f32).ln(),
        is(it.leads),
        is(after),
        is(above && subject),
        is(same_verb && !reflexive && !own_possessor && own.part != it.part && subject),
        is(same_verb && !reflexive && !own_possessor && !subject && own_subject),
        is(it.words > 1 && !it.pronoun),
        is(it.pronoun),
        is(standing.most && standing.count > 1),
        (1.0 + tokens).ln(),
        is(own_subject && subject && back > 0),
        is(own_possessor && subject && back == 0 && same_verb),
        is(group && person),
        is(own_possessor && it.part == Part::Possessor),
        is(it.member),
        is(own_subject && subject && back == 0 && !same_verb),
        is(reflexive && same_verb && subject),
        is(agreement == Agreement::No),
        is(standing.bare),
        is(once && it.words > 1 && !it.pronoun),
        is(standing.last),
        is(main),
        is(own_possessor && host_part == Part::Subject && subject && back > 0),
        is(own_possessor && host_part == it.part && it.part != Part::Other && back == 0 && !same_verb),
        (it.depth as f32).min(3.0),
        is(inside),
        is(joined),
        is(relative),
        is(next_clause),
        is(standing.expected && standing.bare),
        is(standing.expected && standing.bare && main),
        is(agreement == Agreement::Doubt),
        is(unlike),
        is(after && subject && it.depth < own.depth),
        is(main && back == 1 && own.depth == 0),
        // Filled when all candidates are known: the nearest subject.
        0.0,
    ]
}

/// The feature of the nearest subject.
pub(super) const NEAREST_SUBJECT: usize = FEATURES - 1;

/// How well an entity agrees with a pronoun in gender or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    Yes,
    Unknown,
    /// A single word that is a given name of the other gender, or a surname.
    Doubt,
    /// Title, role or given name say otherwise.
    No,
}

/// Whether an entity may be meant.
pub(super) fn agreement(builder: &Builder, entity: u32, class: Class) -> Option<Agreement> {
    use Agreement::{Doubt, No, Unknown, Yes};
    let it = &builder.entities[entity as usize];
    let several = builder.plural[entity as usize];
    let gender = builder.genders[entity as usize];
    match (class, it.kind) {
        (Class::Person(wanted), EntityKind::Named(Label::Person)) => Some(match gender {
            Some(known) if known == wanted => Yes,
            Some(Gender::Both) | None => Unknown,
            Some(_) if builder.guessed[entity as usize] => Doubt,
            Some(_) if builder.by_name[entity as usize] && !it.name.contains(' ') => Doubt,
            Some(_) => No,
        }),
        // A name that was taken for something else: short, and in no table.
        (
            Class::Person(wanted),
            EntityKind::Named(Label::Org | Label::Gpe | Label::WorkOfArt | Label::Norp | Label::Product | Label::Fac),
        ) => {
            let known = matches!(it.rule, "countries" | "regions" | "organisations" | "gazetteer" | "actors");
            let person = !known && it.country.is_none() && it.name.split(' ').count() <= 3;
            (person && gender.is_none_or(|gender| gender == wanted || gender == Gender::Both)).then_some(Unknown)
        }
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
