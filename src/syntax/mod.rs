//! Layer 2: part of speech, lemma, features and dependency tree (Universal Dependencies v2).

use compact_str::CompactString;

use crate::Span;
use crate::resources::Resources;
use crate::tokens::Tokens;

mod bundles;
pub mod forms;
mod labels;
pub mod lemmatizer;
mod models;
pub mod morphology;
pub mod parser;
pub mod tagger;
mod tree;
pub mod vocabulary;

pub use labels::{Deprel, Features, Upos, Xpos};
pub use models::{Models, Scratch, nodes};

/// One analysis for each token of the article, by the same index.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    /// Parallel to [`Tokens::tokens`].
    pub words: Vec<Word>,
    /// Where the dependents of each word begin in `dependents`, and one entry more.
    first: Vec<u32>,
    /// The dependents of all words: grouped by head, in order of the text.
    dependents: Vec<u32>,
    /// First and last token of the subtree of each word.
    extents: Vec<(u32, u32)>,
}

/// The analysis of one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Dictionary form.
    pub lemma: CompactString,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank part of speech.
    pub xpos: Xpos,
    /// Morphological features.
    pub features: Features,
    /// Index of the head token in the article; a root is its own head.
    pub head: u32,
    /// Relation to the head.
    pub deprel: Deprel,
}

/// Tags, lemmatizes and parses every sentence.
///
/// A `dateline` is read apart from the sentence that it opens and hangs on its root, so that its place is not taken for
/// what the sentence is about ("NAIROBI - The president ...").
#[must_use]
pub fn parse(text: &str, tokens: &Tokens, dateline: Option<Span>, resources: &Resources) -> Syntax {
    let mut scratch = Scratch::default();
    let mut words = Vec::with_capacity(tokens.tokens.len());
    let mut forms: Vec<(&str, bool)> = Vec::new();
    for sentence in &tokens.sentences {
        forms.clear();
        let mut end = None;
        let mut opening = 0;
        for token in &tokens.tokens[sentence.range()] {
            forms.push((token.span.text(text), end == Some(token.span.start)));
            end = Some(token.span.end);
            opening += usize::from(dateline.is_some_and(|span| span.contains(token.span)));
        }
        let start = words.len();
        if opening == 0 || opening == forms.len() {
            resources.syntax.sentence(&forms, &mut scratch, &mut words);
            continue;
        }
        let (before, rest) = forms.split_at(opening);
        resources.syntax.sentence(before, &mut scratch, &mut words);
        let middle = words.len();
        resources.syntax.sentence(rest, &mut scratch, &mut words);
        let root_of = |range: std::ops::Range<usize>| range.clone().find(|place| words[*place].head as usize == *place);
        if let (Some(above), Some(below)) = (root_of(middle..words.len()), root_of(start..middle)) {
            #[allow(clippy::cast_possible_truncation)] // below 4 GiB
            let head = above as u32;
            (words[below].head, words[below].deprel) = (head, Deprel::Parataxis);
        }
    }
    Syntax::new(words)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::{article, tokens};

    static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::load(&Resources::source_folder()).unwrap());

    fn read(text: &str) -> (Tokens, Syntax) {
        let tokens = tokens::tokenize(text, &article::layout(text));
        let syntax = parse(text, &tokens, None, &RESOURCES);
        (tokens, syntax)
    }

    #[test]
    fn a_plain_sentence() {
        let text = "The two envoys met Russian diplomats in Vienna on Tuesday.";
        let (tokens, syntax) = read(text);
        let place =
            |form: &str| (0..tokens.tokens.len() as u32).find(|token| tokens.form(text, *token) == form).unwrap();
        let word = |form: &str| &syntax.words[place(form) as usize];
        let met = place("met");
        assert!(syntax.is_root(met));
        assert_eq!((word("met").upos, word("met").lemma.as_str()), (Upos::Verb, "meet"));
        assert_eq!(word("met").features.get("Tense"), Some("Past"));
        assert_eq!((word("envoys").head, word("envoys").deprel), (met, Deprel::Nsubj));
        assert_eq!((word("diplomats").head, word("diplomats").deprel), (met, Deprel::Obj));
        assert_eq!((word("in").head, word("in").deprel), (place("Vienna"), Deprel::Case));
        assert_eq!((word("Vienna").upos, word("Vienna").lemma.as_str()), (Upos::Propn, "Vienna"));
        assert_eq!(syntax.subtree(place("envoys")), 0..3);
    }

    /// The forms of the table under each of their tags; where the treebanks often say otherwise, they win.
    #[test]
    fn irregular_forms_have_their_lemmas() {
        const TABLE: &str = include_str!("../../lexicon/irregular_forms.tsv");
        let table = crate::lexicon::Table::parse("irregular_forms", TABLE, &["form", "tags", "lemma"]).unwrap();
        let parts = [("VB", Upos::Verb), ("NN", Upos::Noun), ("JJ", Upos::Adj), ("RB", Upos::Adv)];
        let mut wrong = Vec::new();
        for row in table.rows() {
            for tag in row.cells[1].split(' ') {
                let pair = parts.iter().find(|(start, _)| tag.starts_with(start));
                let pair = (pair.unwrap().1, Xpos::from_name(tag).unwrap());
                let Some(class) = RESOURCES.syntax.tagger.tags().iter().position(|it| *it == pair) else { continue };
                let class = u8::try_from(class).unwrap();
                let lemma = RESOURCES.syntax.lemmatizer.lemma(row.cells[0], class, false, "", &mut String::new());
                if lemma != row.cells[2] {
                    wrong.push(format!("{} {tag}: {lemma}, not {}", row.cells[0], row.cells[2]));
                }
            }
        }
        assert!(wrong.len() * 100 <= table.rows().count(), "{wrong:#?}");
        let sure = ["fled VBD", "overthrew VBD", "withdrawn VBN", "took VBN", "misled VBD", "gunmen NNS", "crises NNS"];
        assert!(!sure.iter().any(|form| wrong.iter().any(|row| row.starts_with(form))), "{wrong:#?}");
    }

    #[test]
    fn a_dateline_hangs_on_the_sentence_and_is_no_subject() {
        let text = "Border Reopens After Talks\n\nNAIROBI, March 3 \u{2014} President Ruto and his guest agreed on Friday to reopen the border.";
        let layout = article::layout(text);
        let tokens = tokens::tokenize(text, &layout);
        let syntax = parse(text, &tokens, layout.dateline.map(|dateline| dateline.span), &RESOURCES);
        let place =
            |form: &str| (0..tokens.tokens.len() as u32).find(|token| tokens.form(text, *token) == form).unwrap();
        let (nairobi, agreed) = (place("NAIROBI"), place("agreed"));
        assert!(syntax.is_root(agreed));
        let word = &syntax.words[nairobi as usize];
        assert_eq!((word.head, word.deprel), (agreed, Deprel::Parataxis));
        let subject = &syntax.words[place("Ruto") as usize];
        let subject = if subject.deprel == Deprel::Flat { &syntax.words[subject.head as usize] } else { subject };
        assert_eq!((subject.head, subject.deprel), (agreed, Deprel::Nsubj));
        let sentence = &tokens.sentences[tokens.sentence_of(nairobi)];
        assert_eq!(syntax.subtree(agreed), sentence.tokens, "one tree");
    }

    #[test]
    fn whatever_the_text_sentences_are_trees_with_one_root() {
        let texts = [
            String::new(),
            "word".to_owned(),
            "\" ' ( ) , -- ... ? ! ".repeat(2_000),
            "and ".repeat(100_000),
            "x,".repeat(20_000),
            "\u{1f600}\u{301} \u{0}\u{202e} \u{6771}\u{4eac} ".repeat(500),
            "Kyiv 12 said says SAID \u{201c}no\u{201d} ".repeat(1_000),
            "'s 's n't 'd ".repeat(300),
        ];
        for text in &texts {
            let (tokens, syntax) = read(text);
            assert_eq!(syntax.words.len(), tokens.tokens.len());
            for sentence in &tokens.sentences {
                let inside = |token: u32| sentence.tokens.contains(&token);
                let roots: Vec<u32> = sentence.tokens.clone().filter(|token| syntax.is_root(*token)).collect();
                assert_eq!(roots.len(), 1);
                assert_eq!(syntax.subtree(roots[0]), sentence.tokens, "all words hang on the root");
                for token in sentence.tokens.clone() {
                    let word = &syntax.words[token as usize];
                    assert!(inside(word.head) && !word.lemma.is_empty());
                    assert_eq!(word.deprel == Deprel::Root, syntax.is_root(token));
                }
            }
        }
    }
}
