//! The second pass: what the first pass called the same word elsewhere in the article.
//!
//! An article seldom uses one word for two things. Where the first pass gives nearly all other places of a word to one
//! kind of name, that kind gets a bonus here, small enough that clear evidence of the sentence wins.

use rustc_hash::FxHashMap;

use super::decode::Scores;
use super::tags::{KINDS, OUTSIDE, TAGS, kind_of};
use super::words::{Facts, Shape};

/// Bonus for one, two, and three or more other places that agree.
pub type Bonus = [f32; 3];

/// Counts of the first pass by word form and kind of name, 0 outside.
#[derive(Debug, Default)]
pub struct Votes {
    forms: FxHashMap<u64, [u16; KINDS]>,
}

impl Votes {
    /// Counts the tags of the first pass.
    pub fn count(&mut self, words: &[Facts], tags: &[u8]) {
        self.forms.clear();
        // First the forms that are named anywhere, then all their places.
        for (word, &tag) in words.iter().zip(tags) {
            if tag as usize != OUTSIDE && word.shape != Shape::Mark {
                self.forms.entry(word.lower).or_default();
            }
        }
        for (word, &tag) in words.iter().zip(tags) {
            if let Some(counts) = self.forms.get_mut(&word.lower) {
                let count = &mut counts[kind_of(tag as usize)];
                *count = count.saturating_add(1);
            }
        }
    }

    /// Adds the bonus of a word to its scores; `false` if its article has no clear opinion, or the same.
    pub fn apply(&self, word: &Facts, tag: u8, bonus: &Bonus, kinds: &[u8; TAGS], scores: &mut Scores) -> bool {
        let Some(counts) = self.forms.get(&word.lower) else { return false };
        let own = kind_of(tag as usize);
        let mut others = *counts;
        others[own] -= 1;
        let all: u16 = others.iter().sum();
        let best = (1..KINDS).max_by_key(|&kind| (others[kind], KINDS - kind)).unwrap_or(1);
        let count = others[best];
        if best == own || count == 0 || u32::from(count) * 4 < u32::from(all) * 3 {
            return false;
        }
        let more = bonus[usize::from(count.min(3)) - 1];
        for (score, &kind) in scores.iter_mut().zip(kinds) {
            if usize::from(kind) == best {
                *score += more;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::kinds;
    use super::super::tags::tag_of;
    use super::super::{Label, words};
    use super::*;

    #[test]
    fn other_places_of_a_word_decide_when_they_agree() {
        let word = |form: &str| Facts { lower: words::hash(form), shape: Shape::Capital, ..Facts::default() };
        let stretch = [word("jordan"), word("jordan"), word("jordan"), word("paris"), word("jordan")];
        let person = tag_of(Label::Person, 0, 1).expect("a tag") as u8;
        let place = tag_of(Label::Gpe, 0, 1).expect("a tag") as u8;
        let tags = [person, person, person, place, place];
        let mut votes = Votes::default();
        votes.count(&stretch, &tags);
        let bonus = [1.0, 2.0, 3.0];
        let mut scores = [0.0; TAGS];
        assert!(votes.apply(&stretch[4], place, &bonus, &kinds(), &mut scores));
        assert_eq!(scores[usize::from(person)], 3.0);
        assert_eq!(scores[usize::from(place)], 0.0);
        // "Paris" stands nowhere else, and the others agree with most places already.
        for at in [0, 3] {
            assert!(!votes.apply(&stretch[at], tags[at], &bonus, &kinds(), &mut [0.0; TAGS]));
        }
    }
}
