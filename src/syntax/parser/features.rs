//! What all feature templates of the parser look at: atoms of words, and what lies between two of them.

use super::state::State;
use crate::model::hash::number;

/// The atoms of a word that the parser looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    /// Normal form.
    pub word: u64,
    /// UPOS and XPOS together.
    pub tag: u64,
    /// The tag with the one that the word may have instead.
    pub pair: u64,
    /// UPOS.
    pub upos: u64,
    /// The last three letters.
    pub suffix: u64,
    /// Distributional cluster.
    pub cluster: u64,
    /// Numbers of verbs, of commas and brackets, and of conjunctions up to and including this word.
    pub before: [u32; 3],
}

impl Node {
    /// The root.
    pub const ROOT: Self = Self::constant(1);
    /// No word.
    pub const NONE: Self = Self::constant(2);

    const fn constant(which: u64) -> Self {
        let atom = number(which | 1 << 48);
        Self { word: atom, tag: atom, pair: atom, upos: atom, suffix: atom, cluster: atom, before: [0; 3] }
    }
}

/// A distance in classes: 1 to 4, 5 and 6, 7 to 10, more.
#[inline]
pub(super) fn distance(from: usize, to: usize) -> u64 {
    match from.abs_diff(to) {
        near @ 0..=4 => near as u64,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// What stands between two nodes: verbs, commas and conjunctions, at most three each.
#[inline]
pub(super) fn between(state: &State, left: usize, right: usize) -> u64 {
    if left == 0 || right <= left || right > state.len() {
        return 0x1000;
    }
    let (from, to) = (&state.nodes[left].before, &state.nodes[right - 1].before);
    (0..3).fold(1, |sum, kind| sum << 2 | u64::from((to[kind] - from[kind]).min(3)))
}
