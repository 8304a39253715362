//! MUC, B3 and CEAF-e of one set of articles, as the CoNLL-2012 scorer defines them.

use std::collections::{BTreeMap, BTreeSet};

/// Clusters of mention ids.
pub(super) type Clusters = Vec<Vec<usize>>;

/// Sums over articles: numerators and denominators of recall and precision.
#[derive(Default)]
pub(super) struct Scores {
    muc: [f64; 4],
    cubed: [f64; 4],
    ceaf: [f64; 4],
}

fn f1(sums: [f64; 4]) -> f64 {
    let recall = sums[0] / sums[1].max(1e-9);
    let precision = sums[2] / sums[3].max(1e-9);
    200.0 * recall * precision / (recall + precision).max(1e-9)
}

impl Scores {
    /// Mean of the three.
    pub(super) fn mean(&self) -> f64 {
        (f1(self.muc) + f1(self.cubed) + f1(self.ceaf)) / 3.0
    }

    #[allow(clippy::cast_precision_loss)]
    pub(super) fn add(&mut self, gold: &Clusters, returned: &Clusters) {
        let owner = |clusters: &Clusters| -> BTreeMap<usize, usize> {
            clusters
                .iter()
                .enumerate()
                .flat_map(|(index, all)| all.iter().map(move |&mention| (mention, index)))
                .collect()
        };
        let (gold_of, returned_of) = (owner(gold), owner(returned));
        for (flip, from, to) in [(0, gold, &returned_of), (2, returned, &gold_of)] {
            for cluster in from {
                let parts: BTreeSet<Option<usize>> = cluster.iter().map(|mention| to.get(mention).copied()).collect();
                let missing = cluster.iter().filter(|mention| !to.contains_key(mention)).count();
                let pieces = parts.iter().flatten().count() + missing;
                self.muc[flip] += (cluster.len() - pieces) as f64;
                self.muc[flip + 1] += (cluster.len() - 1) as f64;
                for mention in cluster {
                    let same = to
                        .get(mention)
                        .map_or(0, |other| cluster.iter().filter(|mention| to.get(mention) == Some(other)).count());
                    self.cubed[flip] += same as f64 / cluster.len() as f64;
                    self.cubed[flip + 1] += 1.0;
                }
            }
        }
        let best = assignment(gold, returned);
        self.ceaf[0] += best;
        self.ceaf[1] += gold.len() as f64;
        self.ceaf[2] += best;
        self.ceaf[3] += returned.len() as f64;
    }
}

#[allow(clippy::cast_precision_loss)]
fn similarity(one: &[usize], other: &[usize]) -> f64 {
    let both = one.iter().filter(|mention| other.contains(mention)).count();
    2.0 * both as f64 / (one.len() + other.len()) as f64
}

/// The greatest sum of similarities of a one-to-one assignment: augmenting paths in order of cost (Hungarian method).
fn assignment(gold: &Clusters, returned: &Clusters) -> f64 {
    let size = gold.len().max(returned.len());
    let cost = |row: usize, column: usize| match (gold.get(row), returned.get(column)) {
        (Some(one), Some(other)) => -similarity(one, other),
        _ => 0.0,
    };
    let (mut of_row, mut of_column) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    let mut taken = vec![0_usize; size + 1];
    for row in 1..=size {
        taken[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; size + 1];
        let mut way = vec![0; size + 1];
        let mut used = vec![false; size + 1];
        loop {
            used[column] = true;
            let current = taken[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for other in (1..=size).filter(|&other| !used[other]) {
                let value = cost(current - 1, other - 1) - of_row[current] - of_column[other];
                if value < least[other] {
                    least[other] = value;
                    way[other] = column;
                }
                if least[other] < delta {
                    delta = least[other];
                    next = other;
                }
            }
            for other in 0..=size {
                if used[other] {
                    of_row[taken[other]] += delta;
                    of_column[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
            if taken[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let before = way[column];
            taken[column] = taken[before];
            column = before;
        }
    }
    (1..=size).map(|column| -cost(taken[column] - 1, column - 1)).sum()
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [muc, cubed, ceaf] = [self.muc, self.cubed, self.ceaf].map(f1);
        write!(f, "MUC {muc:5.1}  B3 {cubed:5.1}  CEAF-e {ceaf:5.1}  CoNLL F1 {:5.1}", self.mean())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_clusters_score_100_and_split_ones_less() {
        let gold = vec![vec![1, 2, 3], vec![4]];
        let mut scores = Scores::default();
        scores.add(&gold, &gold);
        assert!((scores.mean() - 100.0).abs() < 1e-6);
        let mut scores = Scores::default();
        scores.add(&gold, &vec![vec![1, 2], vec![3], vec![4]]);
        // MUC: recall 1 of 2, precision 1 of 1. CEAF-e: 0.8 + 1 over 2 and over 3.
        assert!((f1(scores.muc) - 66.667).abs() < 0.01);
        assert!((f1(scores.ceaf) - 72.0).abs() < 0.01);
    }
}
