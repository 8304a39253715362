//! Names that the recognizer missed but the article itself shows: the surname of somebody named in full elsewhere.

use rustc_hash::FxHashMap;

use super::article::{Article, Named};
use crate::names::Label;
use crate::syntax::Upos;

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
    if surnames.is_empty() {
        return;
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
            found.push(Named { tokens: token..token + 1, label: Label::Person, confidence, folded });
        }
    }
    if !found.is_empty() {
        article.names.append(&mut found);
        article.names.sort_by_key(|name| name.tokens.start);
    }
}
