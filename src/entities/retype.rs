//! People that the recognizer took for places or bodies. It sees a sentence at a time; the article tells them apart: they
//! act, own hands and husbands, bear a given name or the surname of somebody named in full, nothing happens in them, and a
//! "he" or "she" is near.

use rustc_hash::{FxHashMap, FxHashSet};

use super::article::{Article, Named, PLACE_PREPOSITIONS, is_one_of};
use super::recover::PRONOUNS;
use crate::lexicon::{Hint, fold_hash};
use crate::names::Label;
use crate::places::Gazetteer;
use crate::syntax::{Deprel, Upos};

/// How many sentences behind a mention a pronoun for one person may stand.
const NEAR: u32 = 1;

/// Prepositions of places besides [`PLACE_PREPOSITIONS`].
const MORE_PREPOSITIONS: [&str; 7] = ["at", "into", "across", "within", "north", "south", "toward"];

/// What an article shows of one form.
#[derive(Default)]
struct Evidence {
    names: Vec<u32>,
    /// Mentions that act, as people and bodies do.
    person: u32,
    /// Mentions that are what only people are.
    own: u32,
    /// Mentions where something is or happens.
    place: u32,
    /// A pronoun for one person is near a mention.
    near: bool,
}

/// Makes people of such names.
pub(super) fn retype(article: &mut Article<'_>, gazetteer: &Gazetteer) {
    if article.words.is_empty() {
        return;
    }
    let mut spoken = vec![false; article.document.tokens.sentences.len()];
    #[allow(clippy::cast_possible_truncation)]
    for token in (0..article.keys.len() as u32).filter(|&token| article.is(token, &PRONOUNS)) {
        let sentence = article.sentences[token as usize] as usize;
        let from = sentence.saturating_sub(NEAR as usize);
        spoken[from..=sentence].fill(true);
    }
    let given = |word: &str| article.actors.people.gender(fold_hash(word)).is_some();
    let people = article.names.iter().filter(|name| name.label == Label::Person);
    let parts: FxHashSet<String> = people
        .map(|name| [name.folded.split(' ').next().unwrap_or(""), last_word(&name.folded)])
        .filter(|[first, _]| given(first))
        .flatten()
        .map(str::to_owned)
        .collect();
    let mut forms: FxHashMap<&str, Evidence> = FxHashMap::default();
    #[allow(clippy::cast_possible_truncation)]
    for (index, name) in article.names.iter().enumerate() {
        if !matches!(name.label, Label::Gpe | Label::Org | Label::WorkOfArt | Label::Product) {
            continue;
        }
        let found = forms.entry(name.folded.as_str()).or_default();
        found.names.push(index as u32);
        match kind_of_use(article, name) {
            Some(Use::Person) => {
                found.person += 1;
                found.own += 1;
            }
            Some(Use::Actor) => found.person += 1,
            Some(Use::Place) => found.place += 1,
            None => {}
        }
        found.near |= spoken[article.sentences[name.tokens.start as usize] as usize];
    }
    let mut people: Vec<u32> = Vec::new();
    #[allow(clippy::iter_over_hash_type)] // Each form by itself; the order does not matter.
    for (folded, found) in &forms {
        if is_person(article, gazetteer, &parts, folded, found) {
            people.extend(&found.names);
        }
    }
    for index in people {
        let name = &mut article.names[index as usize];
        name.label = Label::Person;
        name.confidence *= 0.8;
    }
}

fn last_word(folded: &str) -> &str {
    folded.rsplit(' ').next().unwrap_or(folded)
}

fn is_person(
    article: &Article<'_>,
    gazetteer: &Gazetteer,
    parts: &FxHashSet<String>,
    folded: &str,
    found: &Evidence,
) -> bool {
    let words: Vec<&str> = folded.split(' ').collect();
    let first = &article.names[found.names[0] as usize];
    let text = article.phrase(first.tokens.clone());
    if !found.near || found.place > 0 && found.place >= found.person || words.len() > 3 || !looks_like_one(text) {
        return false;
    }
    if article.actors.names.find(fold_hash(folded)).next().is_some() {
        return false;
    }
    let single = words.len() == 1;
    let given = article.actors.people.gender(fold_hash(words[0])).is_some();
    let part = single && parts.contains(folded);
    let known = gazetteer.dominant_country(folded).is_some();
    match first.label {
        Label::Gpe if known => (given || part) && found.own > 0,
        Label::Gpe if single => given || part || found.person > 0,
        Label::Gpe => given && found.own > 0,
        _ => part || given && single && found.own > 0,
    }
}

/// Whether a name is written as people's names are: no capitals only, no digits, no "CentOS".
fn looks_like_one(text: &str) -> bool {
    let inner = |word: &str| {
        let rest = word.strip_prefix("Mc").or_else(|| word.strip_prefix("Mac")).unwrap_or(word);
        rest.chars().skip(1).any(char::is_uppercase) && !word.contains(['\'', '’', '-'])
    };
    !text.contains(|c: char| c.is_ascii_digit()) && !text.split(' ').any(inner)
}

/// What a mention is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Person,
    Actor,
    Place,
}

/// What a mention is used as, where its sentence tells.
fn kind_of_use(article: &Article<'_>, name: &Named) -> Option<Use> {
    let (start, end) = (name.tokens.start, name.tokens.end);
    let place = |token: u32| {
        let index = article.names.partition_point(|other| other.tokens.end <= token);
        article.names.get(index).is_some_and(|other| other.tokens.contains(&token) && other.label == Label::Gpe)
    };
    // "Toledo, Ohio"; "Ohio's Toledo" is none.
    let beside = article.together(start, end) && article.is(end, &[","]) && place(end + 1)
        || start >= 2 && article.together(start, start - 2) && article.is(start - 1, &[","]) && place(start - 2);
    let dateline = article
        .document
        .layout
        .dateline
        .as_ref()
        .is_some_and(|dateline| dateline.span.overlaps(article.document.tokens.span(name.tokens.clone())));
    if beside || dateline {
        return Some(Use::Place);
    }
    let head = article.head(&name.tokens);
    let word = &article.words[head as usize];
    let governor = article.words[word.head as usize].lemma.as_str();
    let upos = article.upos(word.head);
    let says = |hint: Hint| article.actors.hints.has(governor, hint);
    let case = article.document.syntax.children_with(head, &[Deprel::Case]).map(|case| article.form(case)).next();
    if let Some(case) = case {
        // "furious at Ann", "interested in Ann".
        let place = is_one_of(&PLACE_PREPOSITIONS, case) || is_one_of(&MORE_PREPOSITIONS, case);
        if place && upos != Some(Upos::Adj) || case.eq_ignore_ascii_case("of") && says(Hint::OfPlace) {
            return Some(Use::Place);
        }
        if is_one_of(&["by", "with"], case) {
            return Some(Use::Actor);
        }
    }
    match word.deprel {
        Deprel::Nsubj => (upos == Some(Upos::Verb)).then_some(Use::Actor),
        Deprel::Obj => says(Hint::ToPerson).then_some(Use::Person),
        Deprel::Iobj => Some(Use::Person),
        Deprel::NmodPoss => says(Hint::OfPerson).then_some(Use::Person),
        Deprel::Compound | Deprel::NmodUnmarked => says(Hint::OfPlace).then_some(Use::Place),
        _ => None,
    }
}
