//! A second look at each candidate: how likely its best type is beside what the type model says of the other candidates of
//! the article. Many acts elsewhere in an article make one more likely, and a word that names no act in one sentence seldom
//! does in the next. Stacked generalization (Wolpert 1992): the few weights are fitted on predictions for held-out articles.

use rustc_hash::FxHashMap;

use super::model::TYPES;
use crate::model::argmax;

/// Features of a second look, and so its weights.
pub const FEATURES: usize = 9;

/// Of the network's opinion beside the linear model's; on held-out articles of the training part 0.55 to 0.7 do about equally.
pub const NETWORK_WEIGHT: f32 = 0.6;

/// Sentences before and after the candidate's own that count as near.
const NEAR: u32 = 2;

/// A candidate after the first look.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Index of its sentence; candidates come in the order of the text.
    pub sentence: u32,
    /// Hash of its lemma.
    pub lemma: u64,
    /// How likely each type is, 0 being no event.
    pub shares: [f32; TYPES],
}

impl Seen {
    /// The likeliest type's class.
    #[must_use]
    pub fn best(&self) -> usize {
        1 + argmax(&self.shares[1..])
    }

    /// Takes the weighted geometric mean with the network's opinion: each of the two may rule a type out.
    pub fn weigh(&mut self, opinion: &[f32; TYPES], weight: f32) {
        let least = |share: f32| share.max(1e-5).ln();
        for (share, other) in self.shares.iter_mut().zip(opinion) {
            *share = ((1.0 - weight) * least(*share) + weight * least(*other)).exp();
        }
        let total: f32 = self.shares.iter().sum();
        self.shares.iter_mut().for_each(|share| *share /= total);
    }

    fn is_event(&self) -> f32 {
        1.0 - self.shares[0]
    }
}

fn log_odds(share: f32) -> f32 {
    let share = share.clamp(1e-3, 1.0 - 1e-3);
    (share / (1.0 - share)).ln()
}

/// Sums over candidates.
#[derive(Clone, Copy, Default)]
struct Sum {
    events: f32,
    count: f32,
}

impl Sum {
    fn add(&mut self, seen: &Seen) {
        self.events += seen.is_event();
        self.count += 1.0;
    }

    /// Without one of those that were added.
    fn without(self, seen: &Seen) -> Self {
        Self { events: (self.events - seen.is_event()).max(0.0), count: self.count - 1.0 }
    }
}

/// The features of each candidate of an article.
#[must_use]
pub fn features(all: &[Seen]) -> Vec<[f32; FEATURES]> {
    let mut article = Sum::default();
    let mut of_type = [0.0_f32; TYPES];
    let mut lemmas: FxHashMap<u64, Sum> = FxHashMap::default();
    for seen in all {
        article.add(seen);
        of_type.iter_mut().zip(&seen.shares).for_each(|(sum, share)| *sum += share);
        lemmas.entry(seen.lemma).or_default().add(seen);
    }
    let mut out = Vec::with_capacity(all.len());
    let mut near = 0..0;
    for group in all.chunk_by(|one, other| one.sentence == other.sentence) {
        let sentence = group[0].sentence;
        while all[near.start].sentence + NEAR < sentence {
            near.start += 1;
        }
        while near.end < all.len() && all[near.end].sentence <= sentence + NEAR {
            near.end += 1;
        }
        let (mut around, mut here) = (Sum::default(), Sum::default());
        group.iter().for_each(|seen| here.add(seen));
        all[near.clone()].iter().for_each(|seen| around.add(seen));
        for (at, seen) in group.iter().enumerate() {
            let best = seen.best();
            let rest = article.without(seen);
            let alike = (of_type[best] - seen.shares[best]).max(0.0);
            let lemma = lemmas[&seen.lemma].without(seen);
            let near = around.without(seen);
            let others = group.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
            out.push([
                1.0,
                log_odds(seen.shares[best]),
                ((rest.events + 1.0) / (rest.count + 8.0)).ln(),
                ((alike + 0.15) / (rest.count + 8.0)).ln(),
                if lemma.count > 0.0 { log_odds(lemma.events / lemma.count) } else { 0.0 },
                if lemma.count > 0.0 { 1.0 } else { 0.0 },
                here.without(seen).events,
                others.map(|other| other.shares[best]).fold(0.0, f32::max),
                ((near.events + 0.3) / (near.count + 3.0)).ln(),
            ]);
        }
    }
    out
}

/// How likely it is that a candidate names an act of its best type.
#[must_use]
pub fn confidence(weights: &[f32; FEATURES], features: &[f32; FEATURES]) -> f32 {
    let sum: f32 = weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum();
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(sentence: u32, lemma: u64, event: f32) -> Seen {
        let mut shares = [0.0; TYPES];
        (shares[0], shares[3], shares[4]) = (1.0 - event, event * 0.75, event * 0.25);
        Seen { sentence, lemma, shares }
    }

    #[test]
    fn each_of_two_opinions_may_rule_a_type_out() {
        let mut one = seen(0, 7, 0.8);
        let mut other = [0.0; TYPES];
        (other[0], other[3]) = (0.2, 0.8);
        one.weigh(&other, 0.5);
        assert!((one.shares.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(one.shares[3] > 0.7 && one.shares[4] < 0.01, "{:?}", one.shares);
    }

    #[test]
    fn each_is_seen_beside_the_others() {
        let found = features(&[seen(0, 7, 0.8), seen(0, 8, 0.4), seen(1, 7, 0.2), seen(9, 9, 0.6)]);
        let close = |a: f32, b: f32| assert!((a - b).abs() < 1e-4, "{a} is not {b}");
        close(found[0][1], log_odds(0.6));
        close(found[0][2], (2.2_f32 / 11.0).ln());
        close(found[0][3], (1.05_f32 / 11.0).ln());
        close(found[0][4], log_odds(0.2));
        close(found[0][6], 0.4);
        close(found[0][7], 0.3);
        close(found[0][8], (0.9_f32 / 5.0).ln());
        assert_eq!(found[3][4..8], [0.0; 4]); // no other of its lemma, alone in its sentence
        close(found[3][8], 0.1_f32.ln());
        assert!(features(&[]).is_empty());
    }
}
