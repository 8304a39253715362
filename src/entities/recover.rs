//! Names that the recognizer missed but the article itself shows: the surname of somebody named in full elsewhere, and
//! proper nouns that act like people where a "he" or "she" looks for somebody.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::article::{Article, Named};
use crate::lexicon::{Class, fold_hash};
use crate::names::Label;
use crate::syntax::{Deprel, Upos};

/// Titles and verbs beside which even a lower-case surname is one: "said earnest" after "Josh Earnest".
const BESIDE: [&str; 22] = [
    "said",
    "says",
    "told",
    "added",
    "stressed",
    "noted",
    "stated",
    "announced",
    "explained",
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "asked",
    "argued",
    "warned",
    "replied",
    "insisted",
    "declared",
    "according",
];

pub(super) const PRONOUNS: [&str; 8] = ["he", "she", "him", "her", "his", "hers", "himself", "herself"];

/// Adds capitalised surnames outside names, and lower-case ones beside a title or a verb of saying.
pub(super) fn recover(article: &mut Article<'_>) {
    let mut surnames: FxHashMap<u64, u32> = FxHashMap::default();
    for (index, name) in article.names.iter().enumerate() {
        if name.label == Label::Person && name.tokens.len() > 1 {
            let key = article.keys[name.tokens.end as usize - 1];
            if article.form(name.tokens.end - 1).len() > 3 {
                #[allow(clippy::cast_possible_truncation)]
                surnames.entry(key).or_insert(index as u32);
            }
        }
    }
    let mut found = Vec::new();
    let mut next = 0;
    #[allow(clippy::cast_possible_truncation)]
    for token in 0..article.keys.len() as u32 {
        while article.names.get(next).is_some_and(|name| name.tokens.end <= token) {
            next += 1;
        }
        let named = article.names.get(next).is_some_and(|name| name.tokens.contains(&token));
        if named || !surnames.contains_key(&article.keys[token as usize]) {
            continue;
        }
        let form = article.form(token);
        let capital = form.starts_with(char::is_uppercase);
        let beside = |other: u32| article.together(token, other) && article.is(other, &BESIDE);
        let plain = article.upos(token).is_some_and(|upos| upos != Upos::Propn);
        let said = token > 0 && beside(token - 1) || beside(token + 1);
        if (capital && !plain) || said {
            let confidence = if capital { 0.7 } else { 0.5 };
            let folded = crate::lexicon::fold(form);
            let tokens = token..token + 1;
            found.push(Named { tokens, label: Label::Person, confidence, folded, tentative: false });
        }
    }
    add(article, found);
    add(article, acting(article));
}

fn add(article: &mut Article<'_>, mut found: Vec<Named>) {
    if !found.is_empty() {
        article.names.append(&mut found);
        article.names.sort_by_key(|name| name.tokens.start);
    }
}

/// "iPhone 4", "Galaxy Tab", "Boeing 747", "FTSE 100": what follows the name of a product and is a proper noun, and the number of a
/// model or index. The recognizer often stops at the brand.
pub(super) fn complete(article: &mut Article<'_>) {
    if article.words.is_empty() {
        return;
    }
    for index in 0..article.names.len() {
        let named = &article.names[index];
        let product = named.label == Label::Product || is_brand(article.phrase(named.tokens.clone()));
        if !(product || named.label == Label::Org) {
            continue;
        }
        let limit = article.names.get(index + 1).map_or(u32::MAX, |next| next.tokens.start);
        let mut end = named.tokens.end;
        while end < limit && end - named.tokens.start < MODEL && article.together(named.tokens.start, end) {
            let form = article.form(end);
            let proper = product && article.upos(end) == Some(Upos::Propn) && form.chars().all(char::is_alphanumeric);
            if !(proper || is_model(article, &named.tokens, end, product)) {
                break;
            }
            end += 1;
        }
        if end > named.tokens.end {
            let tokens = named.tokens.start..end;
            let folded = crate::lexicon::fold(article.phrase(tokens.clone()));
            let named = &mut article.names[index];
            (named.tokens, named.folded) = (tokens, folded);
        }
    }
}

/// Names whose kind or extent the tables know better: "Azerbaijanis" and "Sierra Leonean" are peoples, whatever the recognizer
/// says, and "Republic of Korea" behind "Democratic People's" is part of a longer name.
pub(super) fn known(article: &mut Article<'_>) {
    let names = &article.actors.names;
    let is = |text: &str, wanted: Class| {
        let mut found = names.find(fold_hash(text)).peekable();
        found.peek().is_some() && found.all(|entry| entry.class == wanted)
    };
    for index in 0..article.names.len() {
        let named = &article.names[index];
        let people = match named.label {
            Label::Gpe | Label::Loc => true,
            // A single word may be a surname: "Scott", "Roman".
            Label::Person => named.folded.contains(' '),
            _ => false,
        };
        if people && is(&named.folded, Class::People) {
            article.names[index].label = Label::Norp;
            continue;
        }
        if named.label != Label::Gpe || !named.folded.contains(' ') {
            continue;
        }
        let (start, end) = (named.tokens.start, named.tokens.end);
        let longer = (start.saturating_sub(LONGEST)..start)
            .filter(|&first| article.together(first, start) && !article.is(first, &["the"]))
            .filter(|&first| article.form(first).starts_with(char::is_uppercase))
            .find(|&first| is(&crate::lexicon::fold(article.phrase(first..end)), Class::Country));
        if let Some(first) = longer {
            let folded = crate::lexicon::fold(article.phrase(first..end));
            let named = &mut article.names[index];
            (named.tokens, named.folded) = (first..end, folded);
        }
    }
    let tokens: Vec<Range<u32>> = article.names.iter().map(|name| name.tokens.clone()).collect();
    let mut next = 0;
    article.names.retain(|name| {
        next += 1;
        tokens.get(next).is_none_or(|after| after.start >= name.tokens.end)
            && tokens.get(next + 1).is_none_or(|after| after.start >= name.tokens.end)
    });
}

/// "iPhone", "eBay": a small letter before a capital one.
fn is_brand(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.next().is_some_and(char::is_uppercase)
}

/// Whether a token behind a name is its number. A body's ("FTSE 100") needs more: scores stand behind clubs, and years behind all.
fn is_model(article: &Article<'_>, name: &Range<u32>, at: u32, product: bool) -> bool {
    const INDEX: [&str; 4] = ["index", "indices", "average", "futures"];
    let form = article.form(at);
    let number = form.len() <= 4
        && form.starts_with(|c: char| c.is_ascii_digit())
        && form.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let next = article.together(at, at + 1).then(|| article.upos(at + 1)).flatten();
    let index = article.together(at, at + 1) && article.is(at + 1, &INDEX);
    // "Reuters 20 people", "Acme 3 %".
    if !number || !index && matches!(next, Some(Upos::Noun | Upos::Num | Upos::Sym)) {
        return false;
    }
    let year = form.len() == 4 && (form.starts_with("19") || form.starts_with("20"));
    let before = name.start.checked_sub(1).filter(|&before| article.together(at, before));
    let determined =
        before.is_some_and(|before| article.is(before, &["the", "'s", "’s", "'", "’", "its", "their", "new"]));
    product || !year && (index || determined && form.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Most words of a product's name.
const MODEL: u32 = 5;

/// How many sentences before a pronoun its person may stand.
const NEAR: u32 = 2;

/// Longest run of proper nouns that is a person's name.
const LONGEST: u32 = 4;

/// Runs of proper nouns outside names that begin with a given name, or that act or own something, shortly before a pronoun
/// for one person.
#[allow(clippy::cast_possible_truncation)]
fn acting(article: &Article<'_>) -> Vec<Named> {
    let mut found = Vec::new();
    if article.words.is_empty() {
        return found;
    }
    let count = article.keys.len() as u32;
    let mut wanted = vec![false; article.document.tokens.sentences.len()];
    for token in (0..count).filter(|&token| article.is(token, &PRONOUNS)) {
        let sentence = article.sentences[token as usize];
        wanted[sentence.saturating_sub(NEAR) as usize..=sentence as usize].fill(true);
    }
    let mut next = 0;
    let mut token = 0;
    while token < count {
        while article.names.get(next).is_some_and(|name| name.tokens.end <= token) {
            next += 1;
        }
        let named = |token: u32| {
            article.names[next.saturating_sub(1)..].iter().take(3).any(|name| name.tokens.contains(&token))
        };
        let proper = |token: u32| {
            let form = article.form(token);
            let mut letters = form.chars();
            article.upos(token) == Some(Upos::Propn)
                && form.len() > 2
                && letters.next().is_some_and(char::is_uppercase)
                && letters.any(char::is_lowercase)
                && !named(token)
        };
        if !wanted[article.sentences[token as usize] as usize] || !proper(token) {
            token += 1;
            continue;
        }
        let end = (token + 1..).find(|&at| !article.together(token, at) || !proper(at)).unwrap_or(count);
        let beside = |at: Option<u32>| at.is_some_and(|at| article.together(token, at) && named(at));
        let tokens = token..end;
        let head = article.head(&tokens);
        let relation = article.words[head as usize].deprel;
        let acts = matches!(relation, Deprel::Nsubj | Deprel::NsubjPass | Deprel::NmodPoss | Deprel::Iobj);
        let takes = matches!(relation, Deprel::Obj | Deprel::Obl | Deprel::Conj | Deprel::Nmod | Deprel::OblAgent);
        let given = article.actors.people.gender(fold_hash(article.form(token))).is_some();
        let determined = token > 0 && article.is(token - 1, &["the", "a", "an", "this", "that"]);
        let clear = !beside(token.checked_sub(1)) && !beside(Some(end)) && !determined;
        if clear && end - token <= LONGEST && (given && (end - token > 1 || acts || takes) || acts) {
            let folded = crate::lexicon::fold(article.phrase(tokens.clone()));
            let confidence = if given { 0.5 } else { 0.4 };
            found.push(Named { tokens, label: Label::Person, confidence, folded, tentative: true });
        }
        token = end;
    }
    found
}
