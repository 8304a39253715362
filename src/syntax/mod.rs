//! Layer 2: part of speech, lemma, features and dependency tree (Universal Dependencies v2).

use compact_str::CompactString;

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
#[must_use]
pub fn parse(text: &str, tokens: &Tokens, resources: &Resources) -> Syntax {
    let mut scratch = Scratch::default();
    let mut words = Vec::with_capacity(tokens.tokens.len());
    let mut forms: Vec<(&str, bool)> = Vec::new();
    for sentence in &tokens.sentences {
        forms.clear();
        let mut end = None;
        for token in &tokens.tokens[sentence.range()] {
            forms.push((token.span.text(text), end == Some(token.span.start)));
            end = Some(token.span.end);
        }
        resources.syntax.sentence(&forms, &mut scratch, &mut words);
    }
    Syntax::new(words)
}
