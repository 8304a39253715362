//! The dependency trees of an article with children lists, for the layers that walk them.

use crate::syntax::{Deprel, Syntax, Upos, Word, Xpos};

/// Children and extents of every token, in arrays.
pub(crate) struct Tree<'d> {
    words: &'d [Word],
    /// Where the children of each token start in `children`; one more entry than tokens.
    starts: Vec<u32>,
    children: Vec<u32>,
    /// First and last token of each subtree.
    extents: Vec<(u32, u32)>,
}

impl<'d> Tree<'d> {
    /// Linear in the number of tokens, whatever the heads are.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn new(syntax: &'d Syntax) -> Self {
        let words = &syntax.words[..];
        let count = words.len();
        let mut starts = vec![0_u32; count + 1];
        let is_child = |index: usize| words[index].head as usize != index && (words[index].head as usize) < count;
        for index in (0..count).filter(|&index| is_child(index)) {
            starts[words[index].head as usize + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut children = vec![0_u32; starts[count] as usize];
        for index in (0..count).filter(|&index| is_child(index)) {
            let slot = &mut next[words[index].head as usize];
            children[*slot as usize] = index as u32;
            *slot += 1;
        }
        let mut tree = Self { words, starts, children, extents: (0..count as u32).map(|at| (at, at)).collect() };
        tree.measure();
        tree
    }

    /// Extents bottom-up: a breadth-first order from the roots, read backwards. Tokens of a cycle keep their own extent.
    #[allow(clippy::cast_possible_truncation)]
    fn measure(&mut self) {
        let count = self.words.len() as u32;
        let mut order: Vec<u32> = (0..count).filter(|&at| self.words[at as usize].head == at).collect();
        let mut at = 0;
        while at < order.len() {
            let token = order[at];
            at += 1;
            order.extend_from_slice(self.children(token));
        }
        for &token in order.iter().rev() {
            let head = self.words[token as usize].head as usize;
            if head != token as usize {
                let (first, last) = self.extents[token as usize];
                let extent = &mut self.extents[head];
                *extent = (extent.0.min(first), extent.1.max(last));
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The children of a token, in order of the text.
    pub(crate) fn children(&self, token: u32) -> &[u32] {
        match self.starts.get(token as usize + 1) {
            Some(&end) => &self.children[self.starts[token as usize] as usize..end as usize],
            None => &[],
        }
    }

    /// The first and last token of a subtree.
    pub(crate) fn extent(&self, token: u32) -> (u32, u32) {
        self.extents.get(token as usize).copied().unwrap_or((token, token))
    }

    pub(crate) fn head(&self, token: u32) -> u32 {
        self.words.get(token as usize).map_or(token, |word| word.head)
    }

    pub(crate) fn deprel(&self, token: u32) -> Deprel {
        self.words.get(token as usize).map_or(Deprel::Dep, |word| word.deprel)
    }

    pub(crate) fn upos(&self, token: u32) -> Upos {
        self.words.get(token as usize).map_or(Upos::X, |word| word.upos)
    }

    pub(crate) fn xpos(&self, token: u32) -> Xpos {
        self.words.get(token as usize).map_or(Xpos::Xx, |word| word.xpos)
    }

    pub(crate) fn lemma(&self, token: u32) -> &'d str {
        self.words.get(token as usize).map_or("", |word| word.lemma.as_str())
    }

    /// The first child with one of the relations.
    pub(crate) fn child(&self, token: u32, relations: &[Deprel]) -> Option<u32> {
        self.children(token).iter().copied().find(|&child| relations.contains(&self.deprel(child)))
    }

    /// The subject of a verb, its own or one shared with the clause it depends on, and whether it is its own.
    pub(crate) fn subject(&self, verb: u32) -> Option<u32> {
        let mut at = verb;
        for _ in 0..6 {
            if let Some(subject) = self.child(at, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Csubj]) {
                return Some(self.relative_antecedent(subject, at).unwrap_or(subject));
            }
            let head = self.head(at);
            if head == at {
                return None;
            }
            match self.deprel(at) {
                Deprel::Conj | Deprel::Xcomp | Deprel::Advcl => at = head,
                Deprel::Acl | Deprel::AclRelcl => return Some(head),
                Deprel::Ccomp | Deprel::Parataxis if self.xpos(at) == Xpos::Vbg => at = head,
                _ => return None,
            }
        }
        None
    }

    /// What a relative pronoun that is an argument of `verb` stands for.
    pub(crate) fn relative_antecedent(&self, pronoun: u32, verb: u32) -> Option<u32> {
        let relative = matches!(self.xpos(pronoun), Xpos::Wdt | Xpos::Wp)
            || (self.upos(pronoun) == Upos::Pron && self.lemma(pronoun) == "that");
        if !relative {
            return None;
        }
        let mut at = verb;
        for _ in 0..4 {
            match self.deprel(at) {
                Deprel::AclRelcl | Deprel::Acl => return Some(self.head(at)),
                Deprel::Conj | Deprel::Xcomp | Deprel::Ccomp if self.head(at) != at => at = self.head(at),
                _ => return None,
            }
        }
        None
    }
}
