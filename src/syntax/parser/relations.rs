//! Feature templates of the label model: the relation of an arc when it is made.

use super::features::{Node, between, distance};
use super::state::State;
use crate::model::hash::{feature, number};

/// Number of features that are read first. They were chosen for how well they decide alone, one by one from all.
pub const FIRST_LABEL_FEATURES: usize = 16;
/// Number of features that are read when the first leave doubt.
pub const MORE_LABEL_FEATURES: usize = 31;

/// What the relation of a dependent to its head depends on: both (`d`, `h`) with their dependents to the left and right
/// (`l`, `r`) and their neighbours, the side and the distance, what stands between, and sets of relations.
#[derive(Debug)]
pub struct Arc<'s> {
    h: &'s Node,
    d: &'s Node,
    dl: &'s Node,
    dr: &'s Node,
    dl2: &'s Node,
    hl: &'s Node,
    hr: &'s Node,
    dn: &'s Node,
    dp: &'s Node,
    hn: &'s Node,
    hp: &'s Node,
    side: u64,
    far: u64,
    mid: u64,
    dls: u64,
    drs: u64,
    hls: u64,
    hrs: u64,
}

impl<'s> Arc<'s> {
    /// Reads the state.
    #[inline]
    #[must_use]
    pub fn new(state: &'s State, head: usize, dependent: usize) -> Self {
        let nodes = &state.nodes;
        let none = state.none();
        let child = |place: u32| if place == 0 { &Node::NONE } else { &nodes[place as usize] };
        let (ch, cd) = (&state.children[head], &state.children[dependent]);
        let after = |place: usize| &nodes[(place + 1).min(none)];
        let before = |place: usize| &nodes[place.saturating_sub(1)];
        let direction = u64::from(dependent < head) << 4;
        let (left, right) = (head.min(dependent), head.max(dependent));
        Self {
            h: &nodes[head],
            d: &nodes[dependent],
            dl: child(cd.left[0]),
            dr: child(cd.right[0]),
            dl2: child(cd.left[1]),
            hl: child(ch.left[0]),
            hr: child(ch.right[0]),
            dn: after(dependent),
            dp: before(dependent),
            hn: after(head),
            hp: before(head),
            side: number(direction | 1 << 30),
            far: number(distance(head, dependent) | direction | 1 << 31),
            mid: number(between(state, left, right) << 5 | direction | 1 << 32),
            dls: number(cd.left_set | 1 << 60),
            drs: number(cd.right_set | 1 << 61),
            hls: number(ch.left_set | 1 << 60),
            hrs: number(ch.right_set | 1 << 61),
        }
    }

    /// The features that are read first.
    #[inline]
    pub fn first(&self, out: &mut [u64; FIRST_LABEL_FEATURES]) {
        let &Self { h, d, dl, dl2, dn, dp, hn, side, far, dls, hls, hrs, .. } = self;
        *out = [
            feature(300, [h.word, side]),
            feature(302, [d.word, side]),
            feature(303, [d.tag, side]),
            feature(306, [h.word, d.tag, side]),
            feature(309, [h.tag, d.tag, far]),
            feature(316, [d.tag, dl.word, h.tag, side]),
            feature(317, [d.tag, dl.tag, h.tag, side]),
            feature(319, [d.tag, dls, side]),
            feature(322, [d.word, dls, side]),
            feature(331, [dn.word, d.tag, h.tag, side]),
            feature(332, [dp.tag, d.tag, dn.tag, side]),
            feature(334, [hn.tag, h.tag, d.tag, side]),
            feature(337, [d.upos, h.upos, dl2.tag, dl.tag, side]),
            feature(339, [h.upos, d.upos, hls, hrs, side]),
            feature(342, [dl.word, dl2.word, d.upos, side]),
            feature(344, [h.pair, d.pair, side]),
        ];
    }

    /// The others.
    #[inline]
    pub fn more(&self, out: &mut [u64; MORE_LABEL_FEATURES]) {
        let &Self { h, d, dl, dr, hl, hr, dn, dp, hn, hp, side, far, mid, dls, drs, hls, hrs, .. } = self;
        *out = [
            feature(301, [h.tag, side]),
            feature(304, [d.word, d.tag]),
            feature(305, [h.word, d.word, side]),
            feature(307, [h.tag, d.word, side]),
            feature(308, [h.tag, d.tag, side]),
            feature(310, [h.tag, d.tag, mid]),
            feature(311, [d.word, far]),
            feature(312, [d.suffix, h.tag, side]),
            feature(313, [d.cluster, h.tag, side]),
            feature(314, [d.cluster, h.cluster, side]),
            feature(315, [h.suffix, d.tag, side]),
            feature(318, [d.tag, dr.tag, h.tag, side]),
            feature(320, [d.tag, dls, h.tag, side]),
            feature(321, [d.tag, drs, h.tag, side]),
            feature(323, [h.word, d.tag, dl.word, side]),
            feature(324, [h.word, hls, d.tag, side]),
            feature(325, [h.tag, hls, d.tag, side]),
            feature(326, [h.tag, hrs, d.tag, side]),
            feature(327, [h.word, hrs, d.tag, side]),
            feature(328, [h.tag, hl.tag, d.tag, side]),
            feature(329, [h.tag, hr.tag, d.tag, side]),
            feature(330, [dp.word, d.tag, h.tag, side]),
            feature(333, [hp.tag, h.tag, d.tag, side]),
            feature(335, [d.word, dn.tag, h.tag, side]),
            feature(336, [d.word, dp.tag, h.tag, side]),
            feature(338, [d.word, h.upos, far]),
            feature(340, [dl.word, d.upos, h.word, side]),
            feature(341, [hn.word, h.word, d.upos, side]),
            feature(343, [d.word, h.cluster, side]),
            feature(345, [h.word, d.pair, side]),
            feature(346, [d.word, h.pair, side]),
        ];
    }
}
