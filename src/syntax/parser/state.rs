//! The transition system: stack, buffer and the tree built so far.

use super::features::Node;
use crate::syntax::labels::Deprel;

/// A transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Moves the next word onto the stack.
    Shift,
    /// The next word becomes the head of the top of the stack, which is popped.
    Left,
    /// The word below the top of the stack becomes its head; the top is popped.
    Right,
}

impl Action {
    /// All actions, by number.
    pub const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];

    /// The legal action of the highest score, the first one among equals. One is always legal.
    #[inline]
    pub fn best<T: PartialOrd>(legal: [bool; 3], score: impl Fn(Self) -> T) -> Self {
        let mut best = None;
        for action in Self::ALL.into_iter().filter(|action| legal[*action as usize]) {
            if best.as_ref().is_none_or(|(highest, _)| score(action) > *highest) {
                best = Some((score(action), action));
            }
        }
        best.map_or(Self::Shift, |(_, action)| action)
    }

    /// [`Action::best`], and by how much it leads the next legal one. Two at least must be legal.
    #[inline]
    pub fn lead<T: PartialOrd + Copy + std::ops::Sub<Output = T>>(legal: [bool; 3], scores: &[T]) -> (Self, Option<T>) {
        let best = Self::best(legal, |action| scores[action as usize]);
        let others = Self::ALL.into_iter().filter(|action| legal[*action as usize] && *action != best);
        let leads = others.map(|other| scores[best as usize] - scores[other as usize]);
        (best, leads.reduce(|one, other| if other < one { other } else { one }))
    }
}

/// What is known of the dependents of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Children {
    /// The outermost and the one attached before it, to the left and to the right; 0 for none.
    pub left: [u32; 2],
    /// The same to the right.
    pub right: [u32; 2],
    /// Sets of relations, one bit each.
    pub left_set: u64,
    /// The same to the right.
    pub right_set: u64,
    /// Number of dependents to the left.
    pub left_count: u32,
    /// Number of dependents to the right.
    pub right_count: u32,
}

/// The state of a parse. Word `i` of the sentence is node `i + 1`; node 0 is the root, the node after the last word stands
/// for "none".
#[derive(Debug, Default)]
pub struct State {
    /// Atoms of the nodes.
    pub nodes: Vec<Node>,
    /// Head of each node; 0 is the root.
    pub heads: Vec<u32>,
    /// Relation of each node to its head.
    pub relations: Vec<Deprel>,
    /// Dependents of each node.
    pub children: Vec<Children>,
    stack: Vec<u32>,
    next: u32,
    length: u32,
}

impl State {
    /// Begins the parse of a sentence of these words.
    #[allow(clippy::cast_possible_truncation)]
    pub fn reset(&mut self, words: impl Iterator<Item = Node>) {
        self.nodes.clear();
        self.nodes.push(Node::ROOT);
        self.nodes.extend(words);
        self.length = self.nodes.len() as u32 - 1;
        // "None" may be looked at up to three places behind the last word.
        self.nodes.extend([Node::NONE; 4]);
        self.restart();
    }

    /// Begins again with the same words.
    pub fn restart(&mut self) {
        let nodes = self.nodes.len();
        self.heads.clear();
        self.heads.resize(nodes, 0);
        self.relations.clear();
        self.relations.resize(nodes, Deprel::Dep);
        self.children.clear();
        self.children.resize(nodes, Children::default());
        self.stack.clear();
        self.stack.push(0);
        self.next = 1;
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length as usize
    }

    /// Whether the sentence has no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The node that stands for "none".
    #[must_use]
    pub fn none(&self) -> usize {
        self.length as usize + 1
    }

    /// The next word, not yet on the stack; "none" at the end.
    #[must_use]
    pub fn next(&self) -> usize {
        self.next as usize
    }

    /// Whether the buffer is empty.
    #[must_use]
    pub fn exhausted(&self) -> bool {
        self.next > self.length
    }

    /// The node at a depth of the stack, 0 being the top; "none" below the root.
    #[must_use]
    #[inline]
    pub fn stack(&self, depth: usize) -> usize {
        if depth < self.stack.len() { self.stack[self.stack.len() - 1 - depth] as usize } else { self.none() }
    }

    /// The stack, root first.
    #[must_use]
    pub fn stacked(&self) -> &[u32] {
        &self.stack
    }

    /// Whether every word has a head.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.exhausted() && self.stack.len() == 1
    }

    /// Which of shift, left and right are possible. The root gets its one dependent last.
    #[must_use]
    #[inline]
    pub fn legal(&self) -> [bool; 3] {
        let (words, more) = (self.stack.len() - 1, !self.exhausted());
        [more, more && words > 0, words > 1 || words == 1 && !more]
    }

    /// Head and dependent of the arc that an action makes.
    #[must_use]
    #[inline]
    pub fn arc_of(&self, action: Action) -> Option<(usize, usize)> {
        match action {
            Action::Shift => None,
            Action::Left => Some((self.next(), self.stack(0))),
            Action::Right => Some((self.stack(1), self.stack(0))),
        }
    }

    /// Records an arc.
    #[allow(clippy::cast_possible_truncation)]
    pub fn attach(&mut self, head: usize, dependent: usize, relation: Deprel) {
        self.heads[dependent] = head as u32;
        self.relations[dependent] = relation;
        let children = &mut self.children[head];
        if dependent < head {
            children.left = [dependent as u32, children.left[0]];
            children.left_set |= 1 << relation as u32;
            children.left_count += 1;
        } else {
            children.right = [dependent as u32, children.right[0]];
            children.right_set |= 1 << relation as u32;
            children.right_count += 1;
        }
    }

    /// Moves on. Arcs are recorded apart, with [`State::attach`].
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left | Action::Right => {
                self.stack.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_sequence_of_legal_actions_gives_a_tree_with_one_root() {
        let mut state = State::default();
        for (length, seed) in (0..12).flat_map(|length| (0..40).map(move |seed| (length, seed))) {
            state.reset((0..length).map(|_| Node::default()));
            let mut steps = 0;
            while !state.is_final() {
                let legal = state.legal();
                let wish = crate::model::hash::number(seed * 1000 + steps);
                let action = Action::best(legal, |action| (wish >> (action as u32 * 8)) & 0xff);
                assert!(legal[action as usize]);
                if let Some((head, dependent)) = state.arc_of(action) {
                    state.attach(head, dependent, Deprel::Dep);
                }
                state.apply(action);
                steps += 1;
            }
            assert_eq!(steps, 2 * length);
            let roots = (1..=state.len()).filter(|node| state.heads[*node] == 0).count();
            assert_eq!(roots, usize::from(length > 0));
        }
    }
}
