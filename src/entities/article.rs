//! What the steps of this layer share: the article with its words as keys, and its names.

use std::ops::Range;

use crate::lexicon::{Actors, fold, word_key};
use crate::names::Label;
use crate::pipeline::Document;
use crate::resources::Resources;
use crate::syntax::{Upos, Word};

pub(super) const NONE: u32 = u32::MAX;

/// Prepositions of places that people hardly follow.
pub(super) const PLACE_PREPOSITIONS: [&str; 7] = ["in", "near", "outside", "inside", "throughout", "via", "around"];

/// Whether a word is one of a few, in any capitals.
pub(super) fn is_one_of(list: &[&str], word: &str) -> bool {
    list.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// A named mention, recognized or recovered.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub tokens: Range<u32>,
    pub label: Label,
    pub confidence: f32,
    /// Its folded words.
    pub folded: String,
    /// Whether it is a name only if a pronoun stands for it.
    pub tentative: bool,
}

/// An article as this layer reads it.
pub(super) struct Article<'d> {
    pub text: &'d str,
    pub document: &'d Document,
    pub actors: &'d Actors,
    /// By token: its lower-cased form, hashed.
    pub keys: Vec<u64>,
    /// By token: the sentence that holds it.
    pub sentences: Vec<u32>,
    pub names: Vec<Named>,
    /// By token: the name that holds it, or `NONE`.
    pub name_at: Vec<u32>,
    /// The analysis of each token; empty where there is none.
    pub words: &'d [Word],
}

impl<'d> Article<'d> {
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn new(text: &'d str, document: &'d Document, resources: &'d Resources) -> Self {
        let count = document.tokens.tokens.len();
        let keys = document.tokens.tokens.iter().map(|token| word_key(token.span.text(text))).collect();
        let mut sentences = vec![0; count];
        for (index, sentence) in document.tokens.sentences.iter().enumerate() {
            sentences[sentence.range()].fill(index as u32);
        }
        let words = &document.syntax.words[..];
        let mut article = Self {
            text,
            document,
            actors: &resources.lexicon.actors,
            keys,
            sentences,
            names: Vec::new(),
            name_at: vec![NONE; count],
            words: if words.len() == count { words } else { &[] },
        };
        for name in &document.names {
            article.names.push(Named {
                tokens: name.tokens.clone(),
                label: name.label,
                confidence: name.confidence,
                folded: fold(name.span.text(text)),
                tentative: false,
            });
        }
        super::recover::complete(&mut article);
        super::recover::known(&mut article);
        super::retype::retype(&mut article, &resources.gazetteer);
        super::settlements::name_places(&mut article, &resources.gazetteer);
        super::recover::recover(&mut article);
        for (index, name) in article.names.iter().enumerate() {
            article.name_at[name.tokens.start as usize..name.tokens.end as usize].fill(index as u32);
        }
        article
    }

    /// The text of a token; empty outside the article.
    pub(super) fn form(&self, token: u32) -> &'d str {
        self.document.tokens.tokens.get(token as usize).map_or("", |token| token.span.text(self.text))
    }

    /// The text of a range of tokens.
    pub(super) fn phrase(&self, tokens: Range<u32>) -> &'d str {
        self.document.tokens.span(tokens).text(self.text)
    }

    /// The name that holds a token.
    pub(super) fn name(&self, token: u32) -> Option<u32> {
        self.name_at.get(token as usize).copied().filter(|&name| name != NONE)
    }

    /// Whether a token is one of a few words, in lower case.
    pub(super) fn is(&self, token: u32, forms: &[&str]) -> bool {
        let form = self.form(token);
        form.len() <= 12 && forms.iter().any(|other| form.eq_ignore_ascii_case(other))
    }

    /// Whether two tokens stand in one sentence. `other` may be outside the article.
    pub(super) fn together(&self, one: u32, other: u32) -> bool {
        self.sentences.get(other as usize).is_some_and(|sentence| *sentence == self.sentences[one as usize])
    }

    pub(super) fn upos(&self, token: u32) -> Option<Upos> {
        self.words.get(token as usize).map(|word| word.upos)
    }

    /// The token of a range that heads it: the one whose head is outside; the last without a tree.
    pub(super) fn head(&self, tokens: &Range<u32>) -> u32 {
        let outside = |token: &u32| {
            let head = self.words.get(*token as usize).map_or(*token, |word| word.head);
            !tokens.contains(&head) || head == *token
        };
        let last = tokens.end - 1;
        if self.words.is_empty() { last } else { tokens.clone().find(outside).unwrap_or(last) }
    }
}
