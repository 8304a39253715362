//! Noun phrases for people by their role and for actors without a name, with the country or body that the text gives them.

use std::ops::Range;

use super::article::Article;
use crate::lexicon::Noun;
use crate::names::Label;
use crate::syntax::{Deprel, Upos};

/// How a phrase begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    /// "the", "this", or a possessor.
    Definite,
    /// "a", "some", "two".
    Indefinite,
    /// Nothing.
    Bare,
}

/// A noun phrase around a phrase of the tables.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The words of the table's phrase.
    pub words: Range<u32>,
    /// Without determiner, with modifiers and complement: "Russian Foreign Minister", "minister of foreign affairs of Russia".
    pub tokens: Range<u32>,
    pub head: u32,
    pub noun: Noun,
    pub determiner: Determiner,
    /// The names that say whose: before the noun or behind "of".
    pub owners: Vec<u32>,
    /// The place behind "in", "from", "at": weaker than an owner.
    pub place: Option<u32>,
    /// "former", "ex-", "late".
    pub former: bool,
    /// Whether a person's name is a possessor or complement: "Smith's lawyer", "supporters of Smith".
    pub of_person: Option<u32>,
    /// Index of a later phrase that is the complement: "spokesman for the rebels".
    pub complement: Option<u32>,
}

/// How many tokens a modifier chain may have.
const REACH: u32 = 10;

/// What stands behind a name and a hyphen where the name is not whose somebody is.
pub(crate) const HELPED: [&str; 10] =
    ["backed", "supported", "funded", "financed", "sponsored", "allied", "aligned", "armed", "occupied", "held"];

/// Most words of a phrase of the tables.
const WORDS: usize = 8;

/// All phrases, in order.
pub(super) fn find(article: &Article<'_>) -> Vec<Phrase> {
    #[allow(clippy::cast_possible_truncation)]
    let count = article.keys.len() as u32;
    let mut phrases: Vec<Phrase> = Vec::new();
    let mut at = 0;
    while at < count {
        if let Some(name) = article.name(at) {
            at = article.names[name as usize].tokens.end;
            continue;
        }
        match phrase(article, at) {
            Some(phrase) => {
                at = phrase.words.end;
                phrases.push(phrase);
            }
            None => at += 1,
        }
    }
    for index in 0..phrases.len() {
        complement(article, &mut phrases, index);
    }
    phrases
}

/// The phrase whose words start at a token.
fn phrase(article: &Article<'_>, at: u32) -> Option<Phrase> {
    let tokens = (at..).take_while(|&token| article.together(at, token) && article.name(token).is_none());
    let tokens = tokens.filter(|&token| article.form(token) != "-").take(WORDS);
    let keys = tokens.clone().map(|token| article.keys[token as usize]);
    let (length, noun) = article.actors.phrases.longest(keys)?;
    let last = tokens.clone().nth(length - 1)?;
    let words = at..last + 1;
    // The head stands before "of": "minister of foreign affairs".
    let small = words.clone().find(|&token| token > at && article.is(token, &["of", "for", "to"]));
    let head = small.map_or(last, |small| small - 1);
    if let Some(upos) = article.upos(head)
        && !matches!(upos, Upos::Noun | Upos::Propn)
    {
        return None;
    }
    // "police station": a noun before another noun of the same phrase is no actor, unless it stands before a name.
    if let Some(word) = article.words.get(head as usize)
        && word.deprel == Deprel::Compound
        && word.head > head
        && word.head < words.end + 2
        && article.name(word.head).is_none()
        && article.upos(word.head) == Some(Upos::Noun)
    {
        return None;
    }
    let mut phrase = Phrase {
        tokens: words.clone(),
        words,
        head,
        noun,
        determiner: Determiner::Bare,
        owners: Vec::new(),
        place: None,
        former: false,
        of_person: None,
        complement: None,
    };
    left(article, &mut phrase);
    right(article, &mut phrase);
    Some(phrase)
}

/// Takes in modifiers and determiner before the words.
fn left(article: &Article<'_>, phrase: &mut Phrase) {
    let first = phrase.words.start;
    let mut at = first;
    let mut possessive = false;
    while at > 0 && article.together(first, at - 1) && first - at < REACH {
        let before = at - 1;
        if let Some(name) = article.name(before) {
            let named = &article.names[name as usize];
            match named.label {
                Label::Person if possessive => {
                    phrase.of_person = Some(name);
                    phrase.determiner = Determiner::Definite;
                    return;
                }
                // "President Bush ministers": another person's name ends the phrase.
                Label::Person => return,
                Label::Norp | Label::Gpe | Label::Org | Label::Loc | Label::Fac => {
                    // "the Syrian-backed militia" is not Syria's.
                    let helped = article.is(at, &["-"]) && article.is(at + 1, &HELPED);
                    if helped {
                        at = named.tokens.start;
                        phrase.tokens.start = at;
                        continue;
                    }
                    phrase.owners.push(name);
                    at = named.tokens.start;
                    phrase.tokens.start = at;
                    if possessive {
                        phrase.determiner = Determiner::Definite;
                        return;
                    }
                }
                _ => return,
            }
            continue;
        }
        let form = article.form(before);
        // "Hungarian and Romanian officials".
        if article.is(before, &["and", ","])
            && article.name(at).is_some()
            && let Some(other) = before.checked_sub(1).and_then(|other| article.name(other))
            && matches!(article.names[other as usize].label, Label::Norp | Label::Gpe)
            && article.names[article.name(at).unwrap_or(other) as usize].label == article.names[other as usize].label
        {
            at = before;
            continue;
        }
        if article.is(before, &["'s", "’s", "'", "’"]) {
            possessive = true;
            at = before;
            continue;
        }
        if article
            .is(before, &["the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your"])
        {
            phrase.determiner = Determiner::Definite;
            return;
        }
        if article
            .is(before, &["a", "an", "some", "several", "many", "any", "no", "another", "two", "three", "four", "five"])
        {
            phrase.determiner = Determiner::Indefinite;
            return;
        }
        if possessive {
            return;
        }
        if article.is(before, &["former", "ex", "late", "ousted", "deposed", "outgoing"]) {
            phrase.former = !article.is(before, &["outgoing", "late"]);
            at = before;
            phrase.tokens.start = at;
            continue;
        }
        let modifier = match article.upos(before) {
            Some(Upos::Adj | Upos::Num) => true,
            Some(Upos::Noun | Upos::Propn) => {
                matches!(article.words[before as usize].deprel, Deprel::Compound | Deprel::NmodDesc | Deprel::Amod)
            }
            Some(Upos::Verb) => article.words[before as usize].deprel == Deprel::Amod,
            Some(_) => form == "-",
            None => article.is(before, &["senior", "top", "new", "deputy", "acting", "chief", "-", "local", "armed"]),
        };
        if !modifier {
            return;
        }
        if form != "-" && !form.starts_with(|c: char| c.is_ascii_digit()) {
            phrase.tokens.start = before;
        }
        at = before;
    }
}

/// Takes in "of Russia", "for the State Department", "in Cairo" behind the words.
fn right(article: &Article<'_>, phrase: &mut Phrase) {
    for _ in 0..2 {
        let at = phrase.tokens.end;
        if !article.together(phrase.head, at) {
            return;
        }
        let whose = article.is(at, &["of"]);
        let body = article.is(at, &["for", "to", "with"]);
        let place = article.is(at, &["in", "from", "at", "across", "near", "inside"]);
        if !(whose || body || place) {
            return;
        }
        let mut next = at + 1;
        while article.together(phrase.head, next)
            && next < at + 4
            && article.name(next).is_none()
            && (article.is(next, &["the", "northern", "southern", "eastern", "western", "central"])
                || whose && article.upos(next) == Some(Upos::Adj))
        {
            next += 1;
        }
        let Some(name) = article.name(next).filter(|_| article.together(phrase.head, next)) else { return };
        let named = &article.names[name as usize];
        let is_place = matches!(named.label, Label::Gpe | Label::Loc | Label::Fac);
        match named.label {
            Label::Person if whose => {
                phrase.of_person = Some(name);
                return;
            }
            Label::Gpe | Label::Org | Label::Loc | Label::Fac if whose => phrase.owners.push(name),
            Label::Norp if whose => phrase.owners.push(name),
            Label::Org if body || place => phrase.owners.push(name),
            _ if place && is_place => phrase.place = phrase.place.or(Some(name)),
            _ => return,
        }
        phrase.tokens.end = named.tokens.end;
    }
}

/// "spokesman for the rebels": the phrase behind "for" or "of" says whose.
#[allow(clippy::cast_possible_truncation)]
fn complement(article: &Article<'_>, phrases: &mut [Phrase], index: usize) {
    let phrase = &phrases[index];
    let at = phrase.words.end;
    if phrase.noun.role.is_none() || !article.is(at, &["of", "for"]) {
        return;
    }
    if let Some(next) = phrases.get(index + 1)
        && article.together(phrase.head, next.head)
        && next.words.start - at <= 4
        && next.tokens.start > at
    {
        phrases[index].complement = Some(index as u32 + 1);
    }
}
