//! Reading the tree: dependents, subtrees, conjuncts.

use super::{Deprel, Syntax, Word};
use std::ops::Range;

impl Syntax {
    /// Syntax of the words of an article. Heads must form a tree in every sentence, as the parser's do.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn new(words: Vec<Word>) -> Self {
        let count = words.len();
        // Counting sort of the words by their head.
        let mut first = vec![0_u32; count + 1];
        for (place, word) in words.iter().enumerate() {
            if word.head as usize != place {
                first[word.head as usize + 1] += 1;
            }
        }
        for place in 0..count {
            first[place + 1] += first[place];
        }
        let mut dependents = vec![0_u32; first[count] as usize];
        let mut filled = first.clone();
        for (place, word) in words.iter().enumerate() {
            if word.head as usize != place {
                let slot = &mut filled[word.head as usize];
                dependents[*slot as usize] = place as u32;
                *slot += 1;
            }
        }
        let mut syntax = Self { words, first, dependents, extents: Vec::new() };
        syntax.extents = syntax.measure();
        syntax
    }

    /// First and last token of each subtree, from the leaves up.
    #[allow(clippy::cast_possible_truncation)]
    fn measure(&self) -> Vec<(u32, u32)> {
        let count = self.words.len();
        let mut extents: Vec<(u32, u32)> = (0..count as u32).map(|place| (place, place)).collect();
        let mut waiting: Vec<u32> = (0..count as u32).map(|place| self.children(place).len() as u32).collect();
        let mut ready: Vec<u32> = (0..count as u32).filter(|place| waiting[*place as usize] == 0).collect();
        while let Some(place) = ready.pop() {
            let head = self.words[place as usize].head;
            if head != place {
                let (start, end) = extents[place as usize];
                let extent = &mut extents[head as usize];
                *extent = (extent.0.min(start), extent.1.max(end));
                waiting[head as usize] -= 1;
                if waiting[head as usize] == 0 {
                    ready.push(head);
                }
            }
        }
        extents
    }

    /// Whether `token` is the root of its sentence.
    #[must_use]
    pub fn is_root(&self, token: u32) -> bool {
        self.words[token as usize].head == token
    }

    /// The dependents of a token, in order of the text.
    #[must_use]
    pub fn children(&self, token: u32) -> &[u32] {
        &self.dependents[self.first[token as usize] as usize..self.first[token as usize + 1] as usize]
    }

    /// The dependents of a token with one of the relations, in order of the text.
    pub fn children_with<'s>(&'s self, token: u32, relations: &'s [Deprel]) -> impl Iterator<Item = u32> + 's {
        self.children(token).iter().copied().filter(|child| relations.contains(&self.words[*child as usize].deprel))
    }

    /// The first dependent of a token with this relation.
    #[must_use]
    pub fn child(&self, token: u32, relation: Deprel) -> Option<u32> {
        self.children(token).iter().copied().find(|child| self.words[*child as usize].deprel == relation)
    }

    /// The head of a token; `None` for a root.
    #[must_use]
    pub fn head(&self, token: u32) -> Option<u32> {
        let head = self.words[token as usize].head;
        (head != token).then_some(head)
    }

    /// The heads of a token up to the root, nearest first.
    pub fn ancestors(&self, token: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.head(token), |head| self.head(*head))
    }

    /// The tokens from the first to the last word of the subtree of a token. Trees of the parser are projective, so that is
    /// the subtree itself.
    #[must_use]
    pub fn subtree(&self, token: u32) -> Range<u32> {
        let (first, last) = self.extents[token as usize];
        first..last + 1
    }

    /// Whether `token` is `head` or stands below it.
    #[must_use]
    pub fn dominates(&self, head: u32, token: u32) -> bool {
        head == token || self.subtree(head).contains(&token) && self.ancestors(token).any(|above| above == head)
    }

    /// The first of the coordinated words that `token` belongs to: "Paris" for "Berlin" in "Paris and Berlin".
    #[must_use]
    pub fn first_conjunct(&self, token: u32) -> u32 {
        let mut first = token;
        while self.words[first as usize].deprel == Deprel::Conj && !self.is_root(first) {
            first = self.words[first as usize].head;
        }
        first
    }

    /// A token and the words coordinated with it that follow it, in order of the text.
    #[must_use]
    pub fn conjuncts(&self, token: u32) -> Vec<u32> {
        let mut all = vec![token];
        let mut next = 0;
        while let Some(&conjunct) = all.get(next) {
            all.extend(self.children_with(conjunct, &[Deprel::Conj]));
            next += 1;
        }
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Features, Upos, Xpos};

    fn tree(heads: &[(u32, Deprel)]) -> Syntax {
        let word = |&(head, deprel): &(u32, Deprel)| Word {
            lemma: "x".into(),
            upos: Upos::Noun,
            xpos: Xpos::Nn,
            features: Features::default(),
            head,
            deprel,
        };
        Syntax::new(heads.iter().map(word).collect())
    }

    #[test]
    fn dependents_subtrees_and_conjuncts() {
        // "Envoys of Iran, Russia and Turkey met ."
        use Deprel::{Case, Cc, Conj, Nmod, Nsubj, Punct, Root};
        let syntax = tree(&[
            (7, Nsubj),
            (2, Case),
            (0, Nmod),
            (4, Punct),
            (2, Conj),
            (6, Cc),
            (2, Conj),
            (7, Root),
            (7, Punct),
            (9, Root),
        ]);
        assert_eq!(syntax.children(7), [0, 8]);
        assert_eq!(syntax.children(2), [1, 4, 6]);
        assert!(syntax.children(5).is_empty());
        assert_eq!(syntax.subtree(2), 1..7);
        assert_eq!(syntax.subtree(7), 0..9);
        assert_eq!(syntax.conjuncts(2), [2, 4, 6]);
        assert_eq!(syntax.first_conjunct(6), 2);
        assert_eq!(syntax.child(7, Nsubj), Some(0));
        assert_eq!(syntax.ancestors(5).collect::<Vec<_>>(), [6, 2, 0, 7]);
        assert!(syntax.dominates(0, 5) && !syntax.dominates(5, 0) && !syntax.dominates(7, 9));
        assert!(syntax.is_root(9) && syntax.head(9).is_none());
    }

    #[test]
    fn no_words_no_tree() {
        assert!(tree(&[]).words.is_empty());
    }
}
