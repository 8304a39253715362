//! Towns and villages that the recognizer took for people or bodies because no list has them.
//!
//! News introduces people by a full name or a title. A word that nothing in the article shows to be a person, and of which
//! its sentence says what is said of settlements alone ("X, a market town", "X villagers", "shelled X"), names a place.

use rustc_hash::{FxHashMap, FxHashSet};

use super::article::{Article, Named, PLACE_PREPOSITIONS, is_one_of};
use super::recover::PRONOUNS;
use crate::lexicon::{Hint, fold_hash};
use crate::names::Label;
use crate::places::Gazetteer;
use crate::syntax::{Deprel, Upos};

/// Makes places of such names.
pub(super) fn name_places(article: &mut Article<'_>, gazetteer: &Gazetteer) {
    if article.words.is_empty() {
        return;
    }
    let mut forms: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    #[allow(clippy::cast_possible_truncation)]
    for (index, name) in article.names.iter().enumerate() {
        if matches!(name.label, Label::Person | Label::Org | Label::Fac) {
            forms.entry(name.folded.as_str()).or_default().push(index as u32);
        }
    }
    // Words of names of several words: "Kalob" of "Anna Kalob" is a person.
    let parts: FxHashSet<&str> =
        article.names.iter().filter(|name| name.folded.contains(' ')).flat_map(|name| name.folded.split(' ')).collect();
    let mut places: Vec<u32> = Vec::new();
    #[allow(clippy::iter_over_hash_type)] // Each form by itself; the order does not matter.
    for (folded, names) in &forms {
        let known = folded.contains(' ')
            || parts.contains(folded)
            || article.actors.names.find(fold_hash(folded)).next().is_some()
            || article.actors.people.gender(fold_hash(folded)).is_some()
            || gazetteer.dominant_country(folded).is_some();
        let all = || names.iter().map(|&index| &article.names[index as usize]);
        if !known && all().any(|name| is_settlement(article, name)) && !all().any(|name| is_other(article, name)) {
            places.extend(names);
        }
    }
    for &index in &places {
        let name = &mut article.names[index as usize];
        name.label = Label::Gpe;
        name.confidence *= 0.8;
    }
}

/// Whether the sentence says of a name what is said of settlements.
fn is_settlement(article: &Article<'_>, name: &Named) -> bool {
    let head = article.head(&name.tokens);
    let word = &article.words[head as usize];
    let governor = article.words[word.head as usize].lemma.as_str();
    let syntax = &article.document.syntax;
    let says = |word: &str, hint: Hint| article.actors.hints.has(word, hint);
    let lemma = |token: u32| article.words[token as usize].lemma.as_str();
    if syntax.children_with(head, &[Deprel::Appos]).any(|noun| says(lemma(noun), Hint::Settlement)) {
        return true;
    }
    let case = syntax.children_with(head, &[Deprel::Case]).map(|case| article.form(case)).next();
    match (word.deprel, case) {
        (Deprel::Compound | Deprel::NmodPoss | Deprel::NmodUnmarked, _) => says(governor, Hint::Inhabitant),
        (Deprel::Obj, None) => says(governor, Hint::ToSettlement) || says(article.form(word.head), Hint::ToSettlement),
        (_, Some(case)) if case.eq_ignore_ascii_case("of") => {
            says(governor, Hint::Settlement) || says(governor, Hint::Inhabitant)
        }
        // What people do not follow.
        (_, Some(case)) => {
            let place = is_one_of(&PLACE_PREPOSITIONS, case) || case.eq_ignore_ascii_case("off");
            name.label == Label::Person && place && article.upos(word.head) != Some(Upos::Adj)
        }
        _ => false,
    }
}

/// Whether the sentence shows a person or a body: it speaks or has a title, or a pronoun for a person is near.
fn is_other(article: &Article<'_>, name: &Named) -> bool {
    let (start, end) = (name.tokens.start, name.tokens.end);
    let sentence = article.sentences[start as usize];
    let same = |token: &u32| article.sentences.get(*token as usize) == Some(&sentence);
    let after = (end..end + 6).take_while(same).any(|token| article.is(token, &PRONOUNS));
    let title = start > 0
        && article.sentences[start as usize - 1] == sentence
        && article.form(start - 1).starts_with(char::is_uppercase)
        && article.upos(start - 1) != Some(Upos::Adp);
    let words = article.words;
    let head = article.head(&name.tokens);
    let speaks = words[head as usize].deprel == Deprel::Nsubj
        && matches!(words[words[head as usize].head as usize].lemma.as_str(), "say" | "tell" | "add" | "write" | "ask");
    after || title || speaks
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use crate::entities::EntityKind;
    use crate::{Analyzer, Options, Resources};

    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped resources");
        Analyzer::new(Arc::new(resources), Options::default())
    });

    fn kind(text: &str, name: &str) -> Option<&'static str> {
        let document = ANALYZER.analyze(text, None);
        let start = u32::try_from(text.find(name).expect("the name")).expect("short");
        let mentions = &document.entities.mentions;
        let found = mentions.iter().find(|mention| mention.span.start <= start && start < mention.span.end)?;
        Some(EntityKind::name(document.entities.entities[found.entity as usize].kind))
    }

    #[test]
    fn what_is_done_to_towns() {
        assert_eq!(kind("Rebels shelled Abdiwar for two nights, the army said.", "Abdiwar"), Some("GPE"));
        assert_eq!(kind("Thousands fled Maluwatte as the river rose.", "Maluwatte"), Some("GPE"));
    }

    #[test]
    fn people_stay_people() {
        for (text, name) in [
            ("Farid Abdiwar met reporters. The envoy visited Abdiwar on Friday.", "Abdiwar on"),
            ("The pope visited Colonel Abdiwar in prison.", "Abdiwar"),
            ("Doctors visited Abdiwar, who said he felt better.", "Abdiwar"),
        ] {
            assert_eq!(kind(text, name), Some("PERSON"), "{text}");
        }
    }
}
