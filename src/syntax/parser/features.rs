//! Feature templates of the parser: the action model (after Zhang and Nivre 2011) and the label model.

use super::state::{Children, State};
use crate::model::hash::{feature, number};

/// Number of features of an action.
pub const ACTION_FEATURES: usize = 111;
/// Number of features of a relation.
pub const LABEL_FEATURES: usize = 47;

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
fn distance(from: usize, to: usize) -> u64 {
    match from.abs_diff(to) {
        near @ 0..=4 => near as u64,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// What stands between two nodes: verbs, commas and conjunctions, at most three each.
#[inline]
fn between(state: &State, left: usize, right: usize) -> u64 {
    if left == 0 || right <= left || right > state.len() {
        return 0x1000;
    }
    let (from, to) = (&state.nodes[left].before, &state.nodes[right - 1].before);
    (0..3).fold(1, |sum, kind| sum << 2 | u64::from((to[kind] - from[kind]).min(3)))
}

/// The features of the next action.
#[inline]
pub fn action(state: &State, out: &mut [u64; ACTION_FEATURES]) {
    let nodes = &state.nodes;
    let none = state.none();
    let child = |place: u32| if place == 0 { &Node::NONE } else { &nodes[place as usize] };
    let relation = |place: u32| if place == 0 { 64 } else { state.relations[place as usize] as u64 };
    let (i0, i1, i2) = (state.stack(0), state.stack(1), state.stack(2));
    let j0 = state.next();
    let (s0, s1, s2) = (&nodes[i0], &nodes[i1], &nodes[i2]);
    let [b0, b1, b2] = [&nodes[j0.min(none)], &nodes[(j0 + 1).min(none)], &nodes[(j0 + 2).min(none)]];
    let (c0, c1, cb): (&Children, &Children, &Children) =
        (&state.children[i0], &state.children[i1], &state.children[j0.min(none)]);
    let (s0l, s0r, s0l2, s0r2) = (child(c0.left[0]), child(c0.right[0]), child(c0.left[1]), child(c0.right[1]));
    let (s1l, s1r, s1r2) = (child(c1.left[0]), child(c1.right[0]), child(c1.right[1]));
    let (b0l, b0l2) = (child(cb.left[0]), child(cb.left[1]));
    // The neighbours of the top of the stack in the sentence.
    let (s0n, s0p) = (&nodes[(i0 + 1).min(none)], &nodes[i0.saturating_sub(1)]);
    let d0 = number(distance(i0, j0) | 1 << 20);
    let d1 = number(distance(i1, i0) | 1 << 21);
    let m0 = number(between(state, i0, j0) | 1 << 22);
    let m1 = number(between(state, i1, i0) | 1 << 23);
    let valency = |left: u32, right: u32| number(u64::from(left.min(3)) << 2 | u64::from(right.min(3)) | 1 << 24);
    let v0 = valency(c0.left_count, c0.right_count);
    let v1 = valency(c1.left_count, c1.right_count);
    let vb = valency(cb.left_count, 0);
    let (l0, r0, l1, r1, lb) = (
        number(c0.left_set | 1 << 60),
        number(c0.right_set | 1 << 61),
        number(c1.left_set | 1 << 60),
        number(c1.right_set | 1 << 61),
        number(cb.left_set | 1 << 60),
    );
    let pair = |one: u32, two: u32| number(relation(one) << 8 | relation(two) | 1 << 25);
    let (p0, p1) = (pair(c0.left[0], c0.right[0]), pair(c1.left[0], c1.right[0]));
    *out = [
        feature(100, [s0.word]),
        feature(101, [s0.tag]),
        feature(102, [s0.word, s0.tag]),
        feature(103, [s1.word]),
        feature(104, [s1.tag]),
        feature(105, [s1.word, s1.tag]),
        feature(106, [s2.tag]),
        feature(107, [s2.word, s2.tag]),
        feature(108, [b0.word]),
        feature(109, [b0.tag]),
        feature(110, [b0.word, b0.tag]),
        feature(111, [b1.word]),
        feature(112, [b1.word, b1.tag]),
        feature(113, [b1.tag]),
        feature(114, [b2.word]),
        feature(115, [b2.tag, b1.tag]),
        feature(116, [s0.word, b0.word]),
        feature(117, [s0.word, b0.tag]),
        feature(118, [s0.tag, b0.word]),
        feature(119, [s0.tag, b0.tag]),
        feature(120, [s0.word, s0.tag, b0.word, b0.tag]),
        feature(121, [s0.word, s1.word]),
        feature(122, [s0.word, s1.tag]),
        feature(123, [s0.tag, s1.word]),
        feature(124, [s0.tag, s1.tag]),
        feature(125, [s1.word, b0.word]),
        feature(126, [s1.word, b0.tag]),
        feature(127, [s1.tag, b0.word]),
        feature(128, [s1.tag, b0.tag]),
        feature(129, [b0.word, b1.word]),
        feature(130, [b0.word, b1.tag]),
        feature(131, [b0.tag, b1.word]),
        feature(132, [b0.tag, b1.tag]),
        feature(133, [s0.tag, b0.tag, b1.tag]),
        feature(134, [b0.tag, b1.tag, b2.tag]),
        feature(135, [s1.tag, s0.tag, b0.tag]),
        feature(136, [s2.tag, s1.tag, s0.tag]),
        feature(137, [s1.tag, s0.tag, b0.tag, b1.tag]),
        feature(138, [s0.tag, b0.tag, b1.tag, b2.tag]),
        feature(139, [s2.tag, s1.tag, s0.tag, b0.tag]),
        feature(140, [s1.word, s0.tag, b0.tag]),
        feature(141, [s1.tag, s0.word, b0.tag]),
        feature(142, [s1.tag, s0.tag, b0.word]),
        feature(143, [s1.word, s0.word, b0.tag]),
        feature(144, [s1.tag, s0.word, b0.word]),
        feature(145, [s1.word, s0.tag, b0.word]),
        feature(146, [s0.word, b0.tag, b1.tag]),
        feature(147, [s0.tag, b0.word, b1.tag]),
        feature(148, [s0.tag, b0.tag, b1.word]),
        feature(149, [s0.tag, s0l.tag, b0.tag]),
        feature(150, [s0.tag, s0r.tag, b0.tag]),
        feature(151, [s0.tag, b0.tag, b0l.tag]),
        feature(152, [s1.tag, s0.tag, s0l.tag]),
        feature(153, [s1.tag, s0.tag, s0r.tag]),
        feature(154, [s1.tag, s1l.tag, s0.tag]),
        feature(155, [s1.tag, s1r.tag, s0.tag]),
        feature(156, [s1.tag, s0.word, s0l.word]),
        feature(157, [s1.word, s0.tag, s0l.word]),
        feature(158, [s0.tag, s0l.word, b0.tag]),
        feature(159, [s1.tag, s0l.word, s0.tag, b0.tag]),
        feature(160, [s0.word, d0]),
        feature(161, [s0.tag, d0]),
        feature(162, [b0.word, d0]),
        feature(163, [b0.tag, d0]),
        feature(164, [s0.tag, b0.tag, d0]),
        feature(165, [s1.tag, s0.tag, d1]),
        feature(166, [s1.word, s0.tag, d1]),
        feature(167, [s1.tag, s0.word, d1]),
        feature(168, [s0.word, v0]),
        feature(169, [s0.tag, v0]),
        feature(170, [b0.word, vb]),
        feature(171, [b0.tag, vb]),
        feature(172, [s1.tag, v1]),
        feature(173, [s1.word, v1, s0.tag]),
        feature(174, [s0.tag, l0]),
        feature(175, [s0.tag, r0]),
        feature(176, [s1.tag, r1, s0.tag]),
        feature(177, [s1.tag, l1, s0.tag]),
        feature(178, [b0.tag, lb, s0.tag]),
        feature(179, [s0.word, l0]),
        feature(180, [s0.word, r0, b0.tag]),
        feature(181, [s1.word, r1]),
        feature(182, [s0.tag, p0, b0.tag]),
        feature(183, [s1.tag, p1, s0.tag]),
        feature(184, [s0.tag, b0.tag, m0]),
        feature(185, [s1.tag, s0.tag, m1]),
        feature(186, [s0.word, b0.tag, m0]),
        feature(187, [s1.word, s0.tag, m1]),
        feature(188, [s0.tag, b0.word, m0]),
        feature(189, [s0l.word, s0.tag, b0.word]),
        feature(190, [s1r.word, s1.tag, s0.tag, s0l.word]),
        feature(191, [s0r.tag, s0r2.tag, s0.tag, b0.tag]),
        feature(192, [s0l.tag, s0l2.tag, s0.tag]),
        feature(193, [s1r.tag, s1r2.tag, s1.tag, s0.tag]),
        feature(194, [b0l.tag, b0l2.tag, b0.tag, s0.tag]),
        feature(195, [s0n.tag, s0p.tag, s0.tag, b0.tag]),
        feature(196, [s0.cluster, b0.cluster, s0.upos]),
        feature(197, [s1.cluster, s0.cluster, b0.upos]),
        feature(198, [s1.upos, s0.upos, b0.upos, b1.upos, b2.upos]),
        feature(199, [s0.suffix, b0.suffix, s0.upos, b0.upos]),
        feature(200, [s1.upos, s0.upos, b0.upos, m0, d0]),
        feature(201, [s2.upos, s1.upos, s0.upos, b0.upos, b1.upos]),
        feature(202, [s1.tag, s0.tag, b0.tag, l0]),
        feature(203, [s1.tag, s0.tag, b0.tag, r0]),
        feature(204, [s0.pair, b0.pair]),
        feature(205, [s1.pair, s0.pair]),
        feature(206, [s0.tag, b0.pair, b1.tag]),
        feature(207, [s0.tag, b0.tag, b1.pair]),
        feature(208, [s1.tag, s0.pair, b0.tag]),
        feature(209, [s0.word, b0.pair]),
        feature(210, [s0.pair, b0.word]),
    ];
}

/// The features of the relation between a head and a dependent, before the arc is recorded.
#[inline]
pub fn label(state: &State, head: usize, dependent: usize, out: &mut [u64; LABEL_FEATURES]) {
    let nodes = &state.nodes;
    let none = state.none();
    let child = |place: u32| if place == 0 { &Node::NONE } else { &nodes[place as usize] };
    let (h, d) = (&nodes[head], &nodes[dependent]);
    let (ch, cd) = (&state.children[head], &state.children[dependent]);
    let (dl, dr, dl2) = (child(cd.left[0]), child(cd.right[0]), child(cd.left[1]));
    let (hl, hr) = (child(ch.left[0]), child(ch.right[0]));
    let after = |place: usize| &nodes[(place + 1).min(none)];
    let before = |place: usize| &nodes[place.saturating_sub(1)];
    let direction = u64::from(dependent < head) << 4;
    let (left, right) = (head.min(dependent), head.max(dependent));
    let side = number(direction | 1 << 30);
    let far = number(distance(head, dependent) | direction | 1 << 31);
    let mid = number(between(state, left, right) << 5 | direction | 1 << 32);
    let (dls, drs) = (number(cd.left_set | 1 << 60), number(cd.right_set | 1 << 61));
    let (hls, hrs) = (number(ch.left_set | 1 << 60), number(ch.right_set | 1 << 61));
    *out = [
        feature(300, [h.word, side]),
        feature(301, [h.tag, side]),
        feature(302, [d.word, side]),
        feature(303, [d.tag, side]),
        feature(304, [d.word, d.tag]),
        feature(305, [h.word, d.word, side]),
        feature(306, [h.word, d.tag, side]),
        feature(307, [h.tag, d.word, side]),
        feature(308, [h.tag, d.tag, side]),
        feature(309, [h.tag, d.tag, far]),
        feature(310, [h.tag, d.tag, mid]),
        feature(311, [d.word, far]),
        feature(312, [d.suffix, h.tag, side]),
        feature(313, [d.cluster, h.tag, side]),
        feature(314, [d.cluster, h.cluster, side]),
        feature(315, [h.suffix, d.tag, side]),
        feature(316, [d.tag, dl.word, h.tag, side]),
        feature(317, [d.tag, dl.tag, h.tag, side]),
        feature(318, [d.tag, dr.tag, h.tag, side]),
        feature(319, [d.tag, dls, side]),
        feature(320, [d.tag, dls, h.tag, side]),
        feature(321, [d.tag, drs, h.tag, side]),
        feature(322, [d.word, dls, side]),
        feature(323, [h.word, d.tag, dl.word, side]),
        feature(324, [h.word, hls, d.tag, side]),
        feature(325, [h.tag, hls, d.tag, side]),
        feature(326, [h.tag, hrs, d.tag, side]),
        feature(327, [h.word, hrs, d.tag, side]),
        feature(328, [h.tag, hl.tag, d.tag, side]),
        feature(329, [h.tag, hr.tag, d.tag, side]),
        feature(330, [before(dependent).word, d.tag, h.tag, side]),
        feature(331, [after(dependent).word, d.tag, h.tag, side]),
        feature(332, [before(dependent).tag, d.tag, after(dependent).tag, side]),
        feature(333, [before(head).tag, h.tag, d.tag, side]),
        feature(334, [after(head).tag, h.tag, d.tag, side]),
        feature(335, [d.word, after(dependent).tag, h.tag, side]),
        feature(336, [d.word, before(dependent).tag, h.tag, side]),
        feature(337, [d.upos, h.upos, dl2.tag, dl.tag, side]),
        feature(338, [d.word, h.upos, far]),
        feature(339, [h.upos, d.upos, hls, hrs, side]),
        feature(340, [dl.word, d.upos, h.word, side]),
        feature(341, [after(head).word, h.word, d.upos, side]),
        feature(342, [dl.word, dl2.word, d.upos, side]),
        feature(343, [d.word, h.cluster, side]),
        feature(344, [h.pair, d.pair, side]),
        feature(345, [h.word, d.pair, side]),
        feature(346, [d.word, h.pair, side]),
    ];
}
