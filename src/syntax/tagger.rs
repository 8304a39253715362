//! Part-of-speech tagger: greedy, left to right, one decision for UPOS and XPOS together.
//!
//! An averaged perceptron (Collins 2002) over hashed features; history features are the tagger's own guesses, in training
//! as at run time.

use super::forms::{Form, Forms, PADDING};
use super::labels::{Upos, Xpos};
use super::vocabulary::Vocabulary;
use crate::Error;
use crate::model::hash::{feature, number};
use crate::model::{Reader, Wide, Writer, argmax};

/// Room for pairs of UPOS and XPOS.
pub const CLASSES: usize = 64;
/// Number of features of a decision.
pub const FEATURES: usize = 46;
/// Kind of the weight file.
pub const KIND: &str = "tagger";

/// The tagger with its vocabulary.
#[derive(Debug)]
pub struct Tagger {
    /// Pairs of UPOS and XPOS, by class.
    tags: Vec<(Upos, Xpos)>,
    /// What is known of words.
    pub vocabulary: Vocabulary,
    table: Wide<CLASSES>,
}

impl Tagger {
    /// A tagger of trained parts.
    ///
    /// # Panics
    /// If there are more tags than classes.
    #[must_use]
    pub fn new(tags: Vec<(Upos, Xpos)>, vocabulary: Vocabulary, table: Wide<CLASSES>) -> Self {
        assert!(!tags.is_empty() && tags.len() <= CLASSES);
        Self { tags, vocabulary, table }
    }

    /// The tags of a sentence as class numbers, appended to `classes`.
    #[allow(clippy::cast_possible_truncation)]
    pub fn tag(&self, forms: &Forms, classes: &mut Vec<u8>) {
        let words = forms.padded();
        let (mut before, mut previous) = (START, START);
        let mut features = [0; FEATURES];
        for (place, word) in forms.words().iter().enumerate() {
            let class = if word.sure > 0 {
                word.sure - 1
            } else {
                decision(words, place + PADDING, before, previous, &mut features);
                let scores = self.table.score(&features);
                argmax(&scores[..self.tags.len()]) as u8
            };
            classes.push(class);
            (before, previous) = (previous, tag_atom(class));
        }
    }

    /// UPOS and XPOS of a class.
    #[must_use]
    pub fn labels(&self, class: u8) -> (Upos, Xpos) {
        self.tags[usize::from(class)]
    }

    /// All pairs of UPOS and XPOS, by class.
    #[must_use]
    pub fn tags(&self) -> &[(Upos, Xpos)] {
        &self.tags
    }

    /// Appends the tagger to a weight file.
    pub fn write(&self, file: &mut Writer) {
        file.bytes(&self.tags.iter().flat_map(|(upos, xpos)| [*upos as u8, *xpos as u8]).collect::<Vec<_>>());
        self.vocabulary.write(file);
        self.table.write(file);
    }

    /// Reads what [`Tagger::write`] wrote.
    ///
    /// # Errors
    /// A damaged file.
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        let pairs = file.bytes()?.chunks_exact(2);
        let tag = |pair: &[u8]| Some((*Upos::ALL.get(usize::from(pair[0]))?, *Xpos::ALL.get(usize::from(pair[1]))?));
        let tags = pairs.map(tag).collect::<Option<Vec<_>>>().filter(|tags| (1..=CLASSES).contains(&tags.len()));
        let Some(tags) = tags else { return Err(file.error("holds a damaged list of tags")) };
        let vocabulary = Vocabulary::read(file)?;
        let table = Wide::read(file)?;
        Ok(Self { tags, vocabulary, table })
    }
}

/// The history before a sentence.
pub const START: u64 = number(1 << 50);

/// The atom of a class in the history.
#[must_use]
#[inline]
pub const fn tag_atom(class: u8) -> u64 {
    number(class as u64 | 1 << 49)
}

/// The features of one decision: word `at` of the padded words after the tags `before` and `previous`.
#[inline]
pub fn decision(words: &[Form], at: usize, before: u64, previous: u64, out: &mut [u64; FEATURES]) {
    let [b2, b1, word, n1, n2] = [&words[at - 2], &words[at - 1], &words[at], &words[at + 1], &words[at + 2]];
    let [s1, s2, s3, s4] = word.suffixes;
    *out = [
        feature(0, [word.lower]),
        feature(1, [word.lower, word.shape]),
        feature(2, [s1, word.shape]),
        feature(3, [s2, word.class]),
        feature(4, [s3, word.shape]),
        feature(5, [s4, word.class]),
        feature(6, [word.prefix, s1]),
        feature(7, [word.shape, word.class]),
        feature(8, [previous]),
        feature(9, [previous, before]),
        feature(10, [word.lower, previous]),
        feature(11, [s3, previous, word.shape]),
        feature(12, [b1.lower]),
        feature(13, [n1.lower]),
        feature(14, [b2.lower]),
        feature(15, [n2.lower]),
        feature(16, [word.lower, b1.lower]),
        feature(17, [word.lower, n1.lower]),
        feature(18, [word.class, previous]),
        feature(19, [word.class, n1.class]),
        feature(20, [word.class, previous, n1.class]),
        feature(21, [word.class, previous, before]),
        feature(22, [n1.class, n2.class, word.class]),
        feature(23, [word.lower, n1.class]),
        feature(24, [word.class, b1.lower]),
        feature(25, [word.class, n1.lower]),
        feature(26, [n1.suffixes[2], word.class]),
        feature(27, [b1.suffixes[2], word.class]),
        feature(28, [n1.shape, word.shape]),
        feature(29, [b1.shape, word.shape]),
        feature(30, [word.cluster]),
        feature(31, [word.cluster, previous]),
        feature(32, [word.cluster, n1.cluster]),
        feature(33, [b1.cluster, word.class]),
        feature(34, [n1.cluster, word.class]),
        feature(35, [word.lower, previous, n1.class]),
        feature(36, [previous, n1.lower]),
        feature(37, [word.class, word.shape, n1.shape, b1.shape]),
        feature(38, [word.lower, previous, before]),
        feature(39, [word.class, before]),
        feature(40, [word.lower, b1.lower, n1.lower]),
        feature(41, [word.class, n1.lower, n2.class]),
        feature(42, [word.capital, word.shape, s2]),
        feature(43, [word.capital, word.class, word.shape]),
        feature(44, [word.capital, n1.capital, word.shape, n1.shape]),
        feature(45, [word.capital, word.shape, previous, n1.shape]),
    ];
}
