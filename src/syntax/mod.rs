//! Layer 2: part of speech, lemma, features and dependency tree (Universal Dependencies v2).

use compact_str::CompactString;

use crate::resources::Resources;
use crate::tokens::Tokens;

mod labels;

pub use labels::{Deprel, Features, Upos, Xpos};

/// One analysis for each token of the article, by the same index.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    /// Parallel to [`Tokens::tokens`].
    pub words: Vec<Word>,
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

impl Syntax {
    /// Whether `token` is the root of its sentence.
    #[must_use]
    pub fn is_root(&self, token: u32) -> bool {
        self.words[token as usize].head == token
    }
}

/// Tags, lemmatizes and parses every sentence.
#[must_use]
pub fn parse(_text: &str, _tokens: &Tokens, _resources: &Resources) -> Syntax {
    Syntax::default()
}
