//! Part-of-speech tagger: left to right, one decision for UPOS and XPOS together, and a second look at doubtful words.
//!
//! An averaged perceptron (Collins 2002) over hashed features; history features are the tagger's own guesses, in training
//! as at run time. Words whose best two tags came close are decided again by a second model that also sees the guesses to
//! their right and the next and last verb, however far away: "before" is a conjunction when a clause follows.

use super::forms::{Form, Forms, PADDING};
use super::labels::{Upos, Xpos};
use super::vocabulary::Vocabulary;
use crate::Error;
use crate::model::hash::{feature, number};
use crate::model::{Reader, Wide, Writer, argmax};

/// Room for pairs of UPOS and XPOS.
pub const CLASSES: usize = 64;
/// Number of features of a decision.
pub const FEATURES: usize = 48;
/// Number of features of a second decision.
pub const SECOND_FEATURES: usize = FEATURES + 26;
/// A word is decided again when its best tag leads the next one by less than this, in units of training.
pub const DOUBT: f32 = 30.0;
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
    second: Wide<CLASSES>,
    /// [`DOUBT`] in units of the first table.
    doubt: i16,
}

/// Stands for "no other tag".
pub const CERTAIN: u8 = u8::MAX;

/// What the first pass leaves to the second, and both to the parser.
#[derive(Debug, Default)]
pub struct Doubts {
    /// For each word the tag that it may have instead, as a class; [`CERTAIN`] for words not in doubt, which are not
    /// decided again.
    pub others: Vec<u8>,
    /// Atoms of the guesses.
    atoms: Vec<u64>,
    /// For each word the nearest verb before it and after it, as an atom of its tag and distance.
    verbs: Vec<[u64; 2]>,
}

impl Tagger {
    /// A tagger of trained parts.
    ///
    /// # Panics
    /// If there are more tags than classes.
    #[must_use]
    pub fn new(tags: Vec<(Upos, Xpos)>, vocabulary: Vocabulary, table: Wide<CLASSES>, second: Wide<CLASSES>) -> Self {
        assert!(!tags.is_empty() && tags.len() <= CLASSES);
        let doubt = (DOUBT / table.scale()).min(f32::from(i16::MAX)) as i16;
        Self { tags, vocabulary, table, second, doubt }
    }

    /// The tags of a sentence as class numbers.
    #[allow(clippy::cast_possible_truncation)]
    pub fn tag(&self, forms: &Forms, doubts: &mut Doubts, classes: &mut Vec<u8>) {
        self.first(forms, doubts, classes);
        if self.second.is_empty() {
            return;
        }
        doubts.look(classes, &self.tags);
        let mut features = [0; SECOND_FEATURES];
        for (place, guess) in classes.iter_mut().enumerate() {
            if doubts.others[place] == CERTAIN {
                continue;
            }
            doubts.decision(forms, place, &mut features);
            let scores = self.second.score(&features);
            let class = argmax(&scores[..self.tags.len()]) as u8;
            if class != *guess {
                doubts.others[place] = std::mem::replace(guess, class);
            }
            doubts.changed(place, class);
        }
    }

    /// The tags of the first pass, and which of them are in doubt.
    #[allow(clippy::cast_possible_truncation)]
    pub fn first(&self, forms: &Forms, doubts: &mut Doubts, classes: &mut Vec<u8>) {
        classes.clear();
        doubts.others.clear();
        let words = forms.padded();
        let (mut before, mut previous) = (START, START);
        let mut features = [0; FEATURES];
        for (place, word) in forms.words().iter().enumerate() {
            let mut other = CERTAIN;
            let class = if word.sure > 0 {
                word.sure - 1
            } else {
                decision(words, place + PADDING, before, previous, &mut features);
                let mut scores = self.table.score(&features);
                let scores = &mut scores[..self.tags.len()];
                let best = argmax(scores);
                let limit = scores[best].saturating_sub(self.doubt);
                if scores.iter().filter(|score| **score > limit).count() > 1 {
                    scores[best] = i16::MIN;
                    other = argmax(scores) as u8;
                }
                best as u8
            };
            doubts.others.push(other);
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
        self.second.write(file);
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
        let (table, second) = (Wide::read(file)?, Wide::read(file)?);
        Ok(Self::new(tags, vocabulary, table, second))
    }
}

impl Doubts {
    /// Reads the guesses of the first pass.
    pub fn look(&mut self, classes: &[u8], tags: &[(Upos, Xpos)]) {
        self.atoms.clear();
        self.atoms.resize(2, START);
        self.atoms.extend(classes.iter().map(|class| tag_atom(*class)));
        self.atoms.resize(classes.len() + 5, START);
        self.verbs.clear();
        self.verbs.resize(classes.len(), [0; 2]);
        let kind = |place: usize| {
            let (upos, _) = tags[usize::from(classes[place])];
            match upos {
                Upos::Verb | Upos::Aux => Some(u64::from(classes[place]) + 1),
                Upos::Punct => Some(0),
                _ => None,
            }
        };
        let mut seen: Option<(usize, u64)> = None;
        let atom = |seen: Option<(usize, u64)>, place: usize| {
            seen.map_or(1 << 52, |(at, kind)| number(kind << 3 | (at.abs_diff(place) as u64).min(6) | 1 << 51))
        };
        for place in 0..classes.len() {
            self.verbs[place][0] = atom(seen, place);
            seen = kind(place).map(|kind| (place, kind)).or(seen);
        }
        seen = None;
        for place in (0..classes.len()).rev() {
            self.verbs[place][1] = atom(seen, place);
            seen = kind(place).map(|kind| (place, kind)).or(seen);
        }
    }

    /// Takes notice of a word's final tag.
    pub fn changed(&mut self, place: usize, class: u8) {
        self.atoms[place + 2] = tag_atom(class);
    }

    /// The features of the second decision about a word.
    pub fn decision(&self, forms: &Forms, place: usize, out: &mut [u64; SECOND_FEATURES]) {
        let words = forms.padded();
        let [before, previous, guess, next, after, third] = [0, 1, 2, 3, 4, 5].map(|at| self.atoms[place + at]);
        let [behind, ahead] = self.verbs[place];
        let (first, rest) = out.split_at_mut(FEATURES);
        if let Ok(first) = first.try_into() {
            decision(words, place + PADDING, before, previous, first);
        }
        let at = place + PADDING;
        let [b1, word, n1, n2] = [&words[at - 1], &words[at], &words[at + 1], &words[at + 2]];
        rest.copy_from_slice(&[
            feature(50, [guess]),
            feature(51, [guess, word.lower]),
            feature(52, [guess, word.class]),
            feature(53, [guess, previous, next]),
            feature(54, [next]),
            feature(55, [next, after]),
            feature(56, [previous, next]),
            feature(57, [word.lower, next]),
            feature(58, [word.lower, next, after]),
            feature(59, [word.lower, previous, next]),
            feature(60, [word.class, next]),
            feature(61, [word.class, next, after]),
            feature(62, [word.class, previous, next]),
            feature(63, [word.class, before, previous, next, after]),
            feature(64, [word.suffixes[2], previous, next]),
            feature(65, [word.shape, previous, next]),
            feature(66, [word.class, next, after, third]),
            feature(67, [word.lower, ahead]),
            feature(68, [word.class, ahead]),
            feature(69, [word.lower, behind]),
            feature(70, [word.class, behind]),
            feature(71, [word.class, behind, ahead]),
            feature(72, [word.class, n1.lower, next]),
            feature(73, [word.class, b1.lower, previous, next]),
            feature(74, [word.lower, behind, ahead]),
            feature(75, [word.class, next, n2.lower]),
        ]);
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
        feature(46, [word.capital, b1.capital, word.shape, b1.shape]),
        feature(47, [word.cluster, b1.cluster]),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_look_sees_the_nearest_verbs_up_to_a_mark() {
        let tags = [(Upos::Noun, Xpos::Nn), (Upos::Verb, Xpos::Vbd), (Upos::Punct, Xpos::Comma)];
        let verbs = |classes: &[u8]| {
            let mut doubts = Doubts::default();
            doubts.look(classes, &tags);
            doubts.verbs
        };
        // The verb two words on is seen behind nouns, not behind a comma; which noun stands between does not matter.
        let (open, closed) = (verbs(&[0, 0, 1, 0]), verbs(&[0, 2, 1, 0]));
        assert_ne!(open[0][1], closed[0][1]);
        assert_eq!(open[1], verbs(&[0, 0, 1, 1])[1]);
        assert_eq!(open[3][0], verbs(&[1, 2, 1, 0])[3][0], "the nearest verb before");
        assert_ne!(open[0], open[1], "distance counts");
    }
}
