//! Feature templates of the action model (after Zhang and Nivre 2011).

use super::features::{Node, between, distance};
use super::state::{Children, State};
use crate::model::hash::{feature, number};

/// Number of features that are read first. They were chosen for how well they decide alone, one by one from all.
pub const FIRST_ACTION_FEATURES: usize = 32;
/// Number of features that are read when the first leave doubt.
pub const MORE_ACTION_FEATURES: usize = 79;

/// What the next action depends on: nodes of the stack (`s`), of the buffer (`b`) and their dependents to the left and
/// right, distances (`d`), what stands between (`m`), valencies (`v`), sets (`l`, `r`) and pairs (`p`) of relations.
#[derive(Debug)]
pub struct Decision<'s> {
    s0: &'s Node,
    s1: &'s Node,
    s2: &'s Node,
    b0: &'s Node,
    b1: &'s Node,
    b2: &'s Node,
    s0l: &'s Node,
    s0r: &'s Node,
    s0l2: &'s Node,
    s0r2: &'s Node,
    s1l: &'s Node,
    s1r: &'s Node,
    s1r2: &'s Node,
    b0l: &'s Node,
    b0l2: &'s Node,
    s0n: &'s Node,
    s0p: &'s Node,
    d0: u64,
    d1: u64,
    m0: u64,
    m1: u64,
    v0: u64,
    v1: u64,
    vb: u64,
    l0: u64,
    r0: u64,
    l1: u64,
    r1: u64,
    lb: u64,
    p0: u64,
    p1: u64,
}

impl<'s> Decision<'s> {
    /// Reads the state.
    #[inline]
    #[must_use]
    pub fn new(state: &'s State) -> Self {
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
        Self {
            s0,
            s1,
            s2,
            b0,
            b1,
            b2,
            s0l,
            s0r,
            s0l2,
            s0r2,
            s1l,
            s1r,
            s1r2,
            b0l,
            b0l2,
            s0n,
            s0p,
            d0,
            d1,
            m0,
            m1,
            v0,
            v1,
            vb,
            l0,
            r0,
            l1,
            r1,
            lb,
            p0,
            p1,
        }
    }

    /// The features that are read first.
    #[inline]
    pub fn first(&self, out: &mut [u64; FIRST_ACTION_FEATURES]) {
        let &Self { s0, s1, s2, b0, b1, b2, s0l, s1r, b0l, s0n, s0p, d0, m0, v0, v1, vb, l0, r0, p0, .. } = self;
        *out = [
            feature(100, [s0.word]),
            feature(103, [s1.word]),
            feature(108, [b0.word]),
            feature(110, [b0.word, b0.tag]),
            feature(111, [b1.word]),
            feature(115, [b2.tag, b1.tag]),
            feature(128, [s1.tag, b0.tag]),
            feature(130, [b0.word, b1.tag]),
            feature(132, [b0.tag, b1.tag]),
            feature(149, [s0.tag, s0l.tag, b0.tag]),
            feature(151, [s0.tag, b0.tag, b0l.tag]),
            feature(152, [s1.tag, s0.tag, s0l.tag]),
            feature(161, [s0.tag, d0]),
            feature(162, [b0.word, d0]),
            feature(169, [s0.tag, v0]),
            feature(171, [b0.tag, vb]),
            feature(172, [s1.tag, v1]),
            feature(175, [s0.tag, r0]),
            feature(179, [s0.word, l0]),
            feature(182, [s0.tag, p0, b0.tag]),
            feature(184, [s0.tag, b0.tag, m0]),
            feature(186, [s0.word, b0.tag, m0]),
            feature(190, [s1r.word, s1.tag, s0.tag, s0l.word]),
            feature(195, [s0n.tag, s0p.tag, s0.tag, b0.tag]),
            feature(196, [s0.cluster, b0.cluster, s0.upos]),
            feature(198, [s1.upos, s0.upos, b0.upos, b1.upos, b2.upos]),
            feature(200, [s1.upos, s0.upos, b0.upos, m0, d0]),
            feature(201, [s2.upos, s1.upos, s0.upos, b0.upos, b1.upos]),
            feature(204, [s0.pair, b0.pair]),
            feature(205, [s1.pair, s0.pair]),
            feature(206, [s0.tag, b0.pair, b1.tag]),
            feature(207, [s0.tag, b0.tag, b1.pair]),
        ];
    }

    /// The others.
    #[inline]
    pub fn more(&self, out: &mut [u64; MORE_ACTION_FEATURES]) {
        let &Self {
            s0,
            s1,
            s2,
            b0,
            b1,
            b2,
            s0l,
            s0r,
            s0l2,
            s0r2,
            s1l,
            s1r,
            s1r2,
            b0l,
            b0l2,
            d0,
            d1,
            m0,
            m1,
            v0,
            v1,
            vb,
            l0,
            r0,
            l1,
            r1,
            lb,
            p1,
            ..
        } = self;
        *out = [
            feature(101, [s0.tag]),
            feature(102, [s0.word, s0.tag]),
            feature(104, [s1.tag]),
            feature(105, [s1.word, s1.tag]),
            feature(106, [s2.tag]),
            feature(107, [s2.word, s2.tag]),
            feature(109, [b0.tag]),
            feature(112, [b1.word, b1.tag]),
            feature(113, [b1.tag]),
            feature(114, [b2.word]),
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
            feature(129, [b0.word, b1.word]),
            feature(131, [b0.tag, b1.word]),
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
            feature(150, [s0.tag, s0r.tag, b0.tag]),
            feature(153, [s1.tag, s0.tag, s0r.tag]),
            feature(154, [s1.tag, s1l.tag, s0.tag]),
            feature(155, [s1.tag, s1r.tag, s0.tag]),
            feature(156, [s1.tag, s0.word, s0l.word]),
            feature(157, [s1.word, s0.tag, s0l.word]),
            feature(158, [s0.tag, s0l.word, b0.tag]),
            feature(159, [s1.tag, s0l.word, s0.tag, b0.tag]),
            feature(160, [s0.word, d0]),
            feature(163, [b0.tag, d0]),
            feature(164, [s0.tag, b0.tag, d0]),
            feature(165, [s1.tag, s0.tag, d1]),
            feature(166, [s1.word, s0.tag, d1]),
            feature(167, [s1.tag, s0.word, d1]),
            feature(168, [s0.word, v0]),
            feature(170, [b0.word, vb]),
            feature(173, [s1.word, v1, s0.tag]),
            feature(174, [s0.tag, l0]),
            feature(176, [s1.tag, r1, s0.tag]),
            feature(177, [s1.tag, l1, s0.tag]),
            feature(178, [b0.tag, lb, s0.tag]),
            feature(180, [s0.word, r0, b0.tag]),
            feature(181, [s1.word, r1]),
            feature(183, [s1.tag, p1, s0.tag]),
            feature(185, [s1.tag, s0.tag, m1]),
            feature(187, [s1.word, s0.tag, m1]),
            feature(188, [s0.tag, b0.word, m0]),
            feature(189, [s0l.word, s0.tag, b0.word]),
            feature(191, [s0r.tag, s0r2.tag, s0.tag, b0.tag]),
            feature(192, [s0l.tag, s0l2.tag, s0.tag]),
            feature(193, [s1r.tag, s1r2.tag, s1.tag, s0.tag]),
            feature(194, [b0l.tag, b0l2.tag, b0.tag, s0.tag]),
            feature(197, [s1.cluster, s0.cluster, b0.upos]),
            feature(199, [s0.suffix, b0.suffix, s0.upos, b0.upos]),
            feature(202, [s1.tag, s0.tag, b0.tag, l0]),
            feature(203, [s1.tag, s0.tag, b0.tag, r0]),
            feature(208, [s1.tag, s0.pair, b0.tag]),
            feature(209, [s0.word, b0.pair]),
            feature(210, [s0.pair, b0.word]),
        ];
    }
}
