//! Copies of training articles with other capitals, as headlines, chats and machine translation write them.

use dateline::names::Label;

use rustc_hash::FxHashSet;

use super::Random;
use crate::data::names::{Article, Case, Source};

/// Shares of the newswire articles that get a copy in lower case, capitals, title case, and with capitals lost here and
/// there. Title case hides most.
const LOWER: f64 = 0.35;
const UPPER: f64 = 0.3;
const TITLE: f64 = 0.9;
const ERODED: f64 = 0.2;
/// Whole articles of many subjects are few: nearly all get every copy.
const WIKINEWS: f64 = 3.0;

/// Appends the copies.
pub(crate) fn extend(articles: &mut Vec<Article>, common: &FxHashSet<String>, seed: u64) {
    let mut random = Random::new(seed);
    let mut copies = Vec::new();
    for article in articles.iter() {
        let weight = match article.source {
            Source::Newswire => 1.0,
            Source::Wikinews => WIKINEWS,
            Source::Silver => 0.15,
            _ => 0.4,
        };
        for (case, share) in [(Case::Lower, LOWER), (Case::Upper, UPPER), (Case::Title, TITLE)] {
            if random.chance(share * weight) {
                copies.push(article.recased(case));
            }
        }
        if random.chance(ERODED * weight) {
            copies.push(eroded(article, common, &mut random));
        }
    }
    articles.extend(copies);
}

/// A copy in which words lose their capital: inside organizations, in titles beside names, at the first word of a
/// person's name, and "US". Offsets stay. `common` are words that are usual in lower case.
fn eroded(article: &Article, common: &FxHashSet<String>, random: &mut Random) -> Article {
    let mut bytes = article.text.clone().into_bytes();
    let tokens = &article.tokens;
    let mut named = vec![None; tokens.tokens.len()];
    for name in &article.gold {
        let range = tokens.within(name.span);
        for token in range.clone() {
            named[token as usize] = Some((name.labels[0], token - range.start, range.len()));
        }
    }
    for sentence in &tokens.sentences {
        for (place, at) in sentence.range().enumerate() {
            let chance = match named[at] {
                Some((Label::Org | Label::Fac | Label::Event | Label::Law, _, length)) if length > 1 => 0.35,
                Some((Label::Person, 0, length)) if length > 1 => 0.1,
                Some((Label::Norp, ..)) => 0.08,
                Some((Label::Gpe, ..)) => 0.06,
                Some((Label::Loc, ..)) => 0.15,
                Some(_) => 0.05,
                None if place > 0 => 0.4,
                None => 0.0,
            };
            let span = tokens.tokens[at].span;
            let word = &mut bytes[span.start as usize..span.end as usize];
            let acronym = word.len() > 1 && word.iter().all(u8::is_ascii_uppercase);
            let chance = if acronym { if word == b"US" { 0.3 } else { 0.03 } } else { chance };
            // Translators lower only what they take for ordinary words.
            let ordinary = std::str::from_utf8(word).is_ok_and(|word| common.contains(&word.to_lowercase()));
            let chance = if ordinary { chance } else { chance * 0.1 };
            if random.chance(chance) {
                if acronym {
                    word.make_ascii_lowercase();
                } else {
                    word[0].make_ascii_lowercase();
                }
            }
        }
    }
    let text = String::from_utf8(bytes).unwrap_or_else(|_| article.text.clone());
    Article { text, ..article.clone() }
}
