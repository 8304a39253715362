//! The best tag sequence of a sentence: Viterbi over the 32 tags.
//!
//! A tag that continues a name has at most two predecessors; all others start from the best end of each kind of name,
//! so that a word costs about 200 additions instead of 32 x 32.

use super::tags::{FREQUENT, KINDS, OUTSIDE, RARE, TAGS, begins, ends, kind_of};

/// Scores of one word, one for each tag.
pub type Scores = [f32; TAGS];

/// Weights of tag pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions {
    /// From the kind that ends to the kind that starts (0: outside), by row.
    pub between: [[f32; KINDS]; KINDS],
    /// For each tag that continues a name: from the beginning tag, from the inside tag of the same label.
    pub within: [[f32; 2]; TAGS],
}

impl Default for Transitions {
    fn default() -> Self {
        Self { between: [[0.0; KINDS]; KINDS], within: [[0.0; 2]; TAGS] }
    }
}

/// For a tag that continues a name: its predecessors, beginning and inside.
#[must_use]
pub const fn predecessors(tag: usize) -> Option<[usize; 2]> {
    if tag == OUTSIDE || begins(tag) {
        return None;
    }
    let beginning = if tag < 21 { tag - (tag - 1) % 4 } else { tag - 1 };
    Some([beginning, beginning + 1])
}

/// The kinds of names, for every tag.
#[must_use]
pub fn kinds() -> [u8; TAGS] {
    std::array::from_fn(|tag| kind_of(tag) as u8)
}

const IMPOSSIBLE: f32 = -1.0e30;

/// Buffers of the decoder, reused from sentence to sentence.
#[derive(Debug, Default)]
pub struct Decoder {
    back: Vec<[u8; TAGS]>,
}

impl Decoder {
    /// Writes the best tags of `scores` to `tags` and returns their score. The words before and after count as outside.
    pub fn best(&mut self, scores: &[Scores], transitions: &Transitions, tags: &mut Vec<u8>) -> f32 {
        tags.clear();
        let Some((first, rest)) = scores.split_first() else { return 0.0 };
        self.back.clear();
        self.back.resize(scores.len(), [0; TAGS]);
        let kinds = kinds();
        let mut now = [IMPOSSIBLE; TAGS];
        for tag in 0..TAGS {
            if tag == OUTSIDE || begins(tag) {
                now[tag] = first[tag] + transitions.between[0][kinds[tag] as usize];
            }
        }
        for (row, back) in rest.iter().zip(&mut self.back[1..]) {
            let (closed, closed_by) = best_ends(&now, &kinds);
            let mut entry = [IMPOSSIBLE; KINDS];
            let mut entry_by = [0_u8; KINDS];
            for from in 0..KINDS {
                for to in 0..KINDS {
                    let score = closed[from] + transitions.between[from][to];
                    if score > entry[to] {
                        entry[to] = score;
                        entry_by[to] = closed_by[from];
                    }
                }
            }
            let mut next = [IMPOSSIBLE; TAGS];
            for tag in 0..TAGS {
                if let Some([beginning, inside]) = predecessors(tag) {
                    let [from_beginning, from_inside] = transitions.within[tag];
                    let one = now[beginning] + from_beginning;
                    let two = now[inside] + from_inside;
                    back[tag] = if one >= two { beginning as u8 } else { inside as u8 };
                    next[tag] = one.max(two) + row[tag];
                } else {
                    let kind = kinds[tag] as usize;
                    back[tag] = entry_by[kind];
                    next[tag] = entry[kind] + row[tag];
                }
            }
            now = next;
        }
        let mut best = OUTSIDE;
        let mut score = IMPOSSIBLE;
        for tag in 0..TAGS {
            if tag == OUTSIDE || ends(tag) {
                let total = now[tag] + transitions.between[kinds[tag] as usize][0];
                if total > score {
                    (best, score) = (tag, total);
                }
            }
        }
        for at in (0..scores.len()).rev() {
            tags.push(best as u8);
            best = self.back[at][best] as usize;
        }
        tags.reverse();
        score
    }
}

fn best_ends(now: &Scores, kinds: &[u8; TAGS]) -> ([f32; KINDS], [u8; KINDS]) {
    let mut closed = [IMPOSSIBLE; KINDS];
    let mut by = [0_u8; KINDS];
    for tag in 0..TAGS {
        if (tag == OUTSIDE || ends(tag)) && now[tag] > closed[kinds[tag] as usize] {
            closed[kinds[tag] as usize] = now[tag];
            by[kinds[tag] as usize] = tag as u8;
        }
    }
    (closed, by)
}

/// The score of given tags, as [`Decoder::best`] counts it.
#[must_use]
pub fn score_of(tags: &[u8], scores: &[Scores], transitions: &Transitions) -> f32 {
    let mut total = 0.0;
    let mut before = OUTSIDE;
    for (&tag, row) in tags.iter().zip(scores) {
        let tag = tag as usize;
        total += row[tag]
            + match predecessors(tag) {
                Some([beginning, _]) => transitions.within[tag][usize::from(before != beginning)],
                None => transitions.between[kind_of(before)][kind_of(tag)],
            };
        before = tag;
    }
    total + transitions.between[kind_of(before)][0]
}

const _: () = assert!(FREQUENT.len() * 4 + RARE.len() * 2 + 2 == TAGS);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::tags::names_of;

    /// Every well-formed sequence of `length` tags.
    fn sequences(length: usize) -> Vec<Vec<u8>> {
        let mut all: Vec<Vec<u8>> = vec![vec![]];
        for _ in 0..length {
            let mut longer = Vec::new();
            for start in &all {
                let before = start.last().map_or(OUTSIDE, |&tag| tag as usize);
                for tag in 0..TAGS {
                    let fits = match predecessors(tag) {
                        Some(by) => by.contains(&before),
                        None => before == OUTSIDE || ends(before),
                    };
                    if fits {
                        longer.push([start.as_slice(), &[tag as u8]].concat());
                    }
                }
            }
            all = longer;
        }
        all.retain(|tags| tags.last().is_none_or(|&tag| tag as usize == OUTSIDE || ends(tag as usize)));
        all
    }

    #[test]
    fn finds_the_best_of_all_sequences() {
        // A linear congruential generator serves as a source of arbitrary weights.
        let mut state = 7_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 65_536.0 - 0.5
        };
        let all = sequences(3);
        for _ in 0..50 {
            let mut transitions = Transitions::default();
            transitions.between.iter_mut().flatten().for_each(|weight| *weight = random());
            transitions.within.iter_mut().flatten().for_each(|weight| *weight = random());
            let scores: Vec<Scores> = (0..3).map(|_| std::array::from_fn(|_| random())).collect();
            let mut tags = Vec::new();
            let found = Decoder::default().best(&scores, &transitions, &mut tags);
            let best = all.iter().map(|tags| score_of(tags, &scores, &transitions)).fold(f32::MIN, f32::max);
            assert!((found - best).abs() < 1e-4, "{found} {best}");
            assert!((score_of(&tags, &scores, &transitions) - best).abs() < 1e-4);
            assert!(names_of(&tags).iter().all(|(range, _)| !range.is_empty()));
        }
    }
}
