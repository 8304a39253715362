//! Multinomial logistic regression over the candidates of a choice, of which one or more are right: what ranks places and
//! antecedents. Gradient ascent with an L2 prior around zero.

/// A choice: for each candidate whether it is right, and its features.
pub(crate) type Rows<const N: usize> = Vec<(bool, [f32; N])>;

const STEPS: usize = 600;
const RATE: f32 = 0.4;
const PRIOR: f32 = 0.002;
const FOLDS: usize = 5;

pub(crate) fn score<const N: usize>(features: &[f32; N], weights: &[f32; N]) -> f32 {
    features.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

/// Whether the best candidate is right.
pub(crate) fn is_right<const N: usize>(rows: &Rows<N>, weights: &[f32; N]) -> bool {
    let best = rows.iter().max_by(|a, b| score(&a.1, weights).total_cmp(&score(&b.1, weights)));
    best.is_some_and(|row| row.0)
}

/// Weights that make the right candidates likely. Choices without a right or without another candidate teach nothing.
pub(crate) fn fit<'r, const N: usize>(choices: impl Iterator<Item = &'r Rows<N>>) -> [f32; N] {
    let usable: Vec<&Rows<N>> = choices.filter(|rows| rows.len() > 1 && rows.iter().any(|row| row.0)).collect();
    let mut weights = [0.0_f32; N];
    #[allow(clippy::cast_precision_loss)]
    let count = usable.len().max(1) as f32;
    for _ in 0..STEPS {
        let mut gradient = [0.0_f32; N];
        for rows in &usable {
            let scores: Vec<f32> = rows.iter().map(|row| score(&row.1, &weights)).collect();
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let odds: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
            let all: f32 = odds.iter().sum();
            let good: f32 = odds.iter().zip(*rows).filter(|(_, row)| row.0).map(|(odds, _)| odds).sum();
            for (odds, row) in odds.iter().zip(*rows) {
                let target = if row.0 { odds / good } else { 0.0 };
                for (slot, value) in gradient.iter_mut().zip(&row.1) {
                    *slot += (target - odds / all) * value;
                }
            }
        }
        for (weight, slot) in weights.iter_mut().zip(&gradient) {
            *weight += RATE * (slot / count - PRIOR * *weight);
        }
    }
    weights
}

/// Weights from four fifths of the articles and tried on the last, for each fifth: how many of the choices that have a right
/// candidate come out right.
pub(crate) fn cross_validate<const N: usize>(articles: &[Vec<Rows<N>>]) -> (usize, usize) {
    let (mut right, mut total) = (0, 0);
    for fold in 0..FOLDS {
        let part = |held: bool| {
            let articles = articles.iter().enumerate().filter(move |(index, _)| (index % FOLDS == fold) == held);
            articles.flat_map(|(_, rows)| rows)
        };
        let weights = fit(part(false));
        for rows in part(true).filter(|rows| rows.iter().any(|row| row.0)) {
            right += usize::from(is_right(rows, &weights));
            total += 1;
        }
    }
    (right, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_which_feature_counts() {
        // The first feature marks the right candidate, the second is the same everywhere.
        let choice: Rows<2> = vec![(false, [0.0, 1.0]), (true, [1.0, 1.0]), (false, [0.2, 1.0])];
        let weights = fit([choice.clone(), choice.clone()].iter());
        assert!(weights[0] > 1.0 && weights[1].abs() < 1e-3, "{weights:?}");
        assert!(is_right(&choice, &weights));
        assert_eq!(cross_validate(&vec![vec![choice]; 5]), (5, 5));
    }
}
