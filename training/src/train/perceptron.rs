//! The averaged perceptron behind every model: sparse float weights that grow while training, averaged, pruned and
//! quantized into the run-time tables at the end.

/// Weights under training for decisions between `CLASSES` classes.
///
/// Everything is deterministic: the same sequence of calls gives the same weights to the bit.
#[derive(Debug)]
pub(crate) struct Perceptron<const CLASSES: usize> {
    places: Places,
    rows: Vec<Row<CLASSES>>,
    /// Sums of `step * change`, from which the average over all steps follows.
    totals: Vec<[f64; CLASSES]>,
    step: u32,
    min_updates: u32,
    /// Whether features without a row stay out.
    closed: bool,
}

#[derive(Debug)]
struct Row<const CLASSES: usize> {
    weights: [f32; CLASSES],
    updates: u32,
}

/// How a trained model is made small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shrink {
    /// At most so many features are kept: those with the largest weights.
    pub features: usize,
    /// Single weights below this, in units of the quantized row (1 to 127), become 0.
    pub floor: i8,
    /// The share of weights that are clipped at the largest value of a byte so that the others have a finer scale. A few
    /// weights outweigh all others by far and mean most: the tagger loses 0.2 points by clipping one in two thousand.
    pub clipped: f64,
}

impl<const CLASSES: usize> Perceptron<CLASSES> {
    /// An empty model. Features take part in scores only after `min_updates` updates (Goldberg and Elhadad 2011): rare
    /// ones, half of the table, then never matter.
    pub(crate) fn new(min_updates: u32) -> Self {
        Self { places: Places::new(), rows: Vec::new(), totals: Vec::new(), step: 0, min_updates, closed: false }
    }

    /// Adds the weights of a row to `scores`.
    #[inline]
    fn add_row(&self, place: u32, scores: &mut [f32; CLASSES]) {
        let row = &self.rows[place as usize];
        if row.updates >= self.min_updates {
            for (score, weight) in scores.iter_mut().zip(&row.weights) {
                *score += weight;
            }
        }
    }

    /// The scores of a list of features. Memory is fetched for all features at once, which makes it several times quicker
    /// than adding them one by one.
    pub(crate) fn score(&self, features: &[u64]) -> [f32; CLASSES] {
        let mut scores = [0.0; CLASSES];
        for features in features.chunks(32) {
            let touched = features.iter().fold(0, |touched, hash| touched | self.places.touch(*hash));
            std::hint::black_box(touched);
            let mut places = [u32::MAX; 32];
            for (place, hash) in places.iter_mut().zip(features) {
                *place = self.places.find(*hash).unwrap_or(u32::MAX);
            }
            let known = || places.iter().filter(|place| **place != u32::MAX);
            std::hint::black_box(known().fold(0, |touched, place| touched | self.rows[*place as usize].updates));
            known().for_each(|place| self.add_row(*place, &mut scores));
        }
        scores
    }

    /// Rewards `gold` and punishes `guess` by `rate`.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn update(&mut self, features: &[u64], gold: usize, guess: usize, rate: f32) {
        if gold == guess || rate <= 0.0 {
            return;
        }
        let step = f64::from(self.step);
        for hash in features {
            let place = if self.closed {
                let Some(place) = self.places.find(*hash) else { continue };
                place as usize
            } else {
                self.places.find_or_insert(*hash, self.rows.len() as u32) as usize
            };
            if place == self.rows.len() {
                self.rows.push(Row { weights: [0.0; CLASSES], updates: 0 });
                self.totals.push([0.0; CLASSES]);
            }
            let row = &mut self.rows[place];
            row.updates += 1;
            row.weights[gold] += rate;
            row.weights[guess] -= rate;
            self.totals[place][gold] += step * f64::from(rate);
            self.totals[place][guess] -= step * f64::from(rate);
        }
    }

    /// Rewards `gold` if another class has a higher score or comes closer than `margin`: the best of the others is punished.
    pub(crate) fn update_with_margin(&mut self, features: &[u64], scores: &[f32], gold: usize, margin: f32, rate: f32) {
        let mut rival = usize::from(gold == 0);
        for class in (0..scores.len()).filter(|class| *class != gold) {
            if scores[class] > scores[rival] {
                rival = class;
            }
        }
        if scores[gold] - scores[rival] < margin {
            self.update(features, gold, rival, rate);
        }
    }

    /// Goes on with these features only; the average begins anew. What is trained after pruning need not be pruned: the
    /// features that stay learn to do without the others.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn restrict(&mut self, features: &[u64]) {
        let mut places = Places::new();
        let row = |(number, hash): (usize, &u64)| {
            places.find_or_insert(*hash, number as u32);
            let weights = self.places.find(*hash).map_or([0.0; CLASSES], |place| self.rows[place as usize].weights);
            Row { weights, updates: self.min_updates }
        };
        self.rows = features.iter().enumerate().map(row).collect();
        self.places = places;
        self.totals = vec![[0.0; CLASSES]; features.len()];
        self.step = 0;
        self.closed = true;
    }

    /// Ends one decision or sentence: weights are averaged over these steps.
    pub(crate) fn step(&mut self) {
        self.step += 1;
    }

    /// Number of features with a weight.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The averaged weights of every live feature, in order of the hashes.
    pub(crate) fn average(&self) -> Vec<(u64, [f32; CLASSES])> {
        let steps = f64::from(self.step.max(1));
        let mut places: Vec<(u64, u32)> = self.places.iter().collect();
        places.retain(|(_, place)| self.rows[*place as usize].updates >= self.min_updates);
        places.sort_unstable();
        #[allow(clippy::cast_possible_truncation)]
        let row = |place: u32| {
            let (row, total) = (&self.rows[place as usize].weights, &self.totals[place as usize]);
            std::array::from_fn(|class| (f64::from(row[class]) - total[class] / steps) as f32)
        };
        places.into_iter().map(|(hash, place)| (hash, row(place))).collect()
    }
}

/// The mean of the weights of several trainings, in order of the hashes: less is left to the order of the examples.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn mean_rows<const CLASSES: usize>(runs: Vec<Vec<(u64, [f32; CLASSES])>>) -> Vec<(u64, [f32; CLASSES])> {
    let share = 1.0 / runs.len().max(1) as f32;
    let mut all: Vec<(u64, [f32; CLASSES])> = runs.into_iter().flatten().collect();
    all.sort_by_key(|(hash, _)| *hash); // stable: sums are formed in the order of the runs
    let mut means: Vec<(u64, [f32; CLASSES])> = Vec::new();
    for (hash, row) in all {
        match means.last_mut() {
            Some((last, sum)) if *last == hash => sum.iter_mut().zip(row).for_each(|(sum, w)| *sum += share * w),
            _ => means.push((hash, row.map(|w| share * w))),
        }
    }
    means
}

/// Prunes and quantizes averaged weights.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
pub(crate) fn shrink_rows<const CLASSES: usize>(
    average: &[(u64, [f32; CLASSES])],
    shrink: Shrink,
) -> (Vec<(u64, [i8; CLASSES])>, f32) {
    let mut sizes: Vec<f32> =
        average.iter().flat_map(|(_, row)| row.iter().map(|w| w.abs()).filter(|w| *w > 0.0)).collect();
    if sizes.is_empty() {
        return (Vec::new(), 1.0);
    }
    let place = ((sizes.len() - 1) as f64 * (1.0 - shrink.clipped)) as usize;
    let largest = *sizes.select_nth_unstable_by(place, f32::total_cmp).1;
    let scale = largest / 127.0;
    let quantize = |weight: f32| {
        let value = (weight / scale).round().clamp(-127.0, 127.0) as i8;
        if value.unsigned_abs() < shrink.floor.unsigned_abs() { 0 } else { value }
    };
    let mut entries: Vec<_> = average.iter().map(|(hash, row)| (*hash, row.map(quantize))).collect();
    let weight = |row: &[i8; CLASSES]| row.iter().map(|w| u32::from(w.unsigned_abs())).sum::<u32>();
    entries.retain(|(_, row)| weight(row) > 0);
    entries.sort_by_key(|(hash, row)| (std::cmp::Reverse(weight(row)), *hash));
    entries.truncate(shrink.features);
    (entries, scale)
}

/// Prunes and quantizes averaged weights of three classes: at most so many features, those with the largest weights.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn shrink_pairs(average: &[(u64, [f32; 4])], features: usize) -> (Vec<(u64, [i16; 2])>, f32) {
    let pair = |row: &[f32; 4]| [row[1] - row[0], row[2] - row[0]];
    let largest = average.iter().flat_map(|(_, row)| pair(row)).fold(0.0, |largest: f32, w| largest.max(w.abs()));
    // Finer steps change nothing but the size of the file.
    let scale = largest.max(f32::MIN_POSITIVE) / 1023.0;
    let mut entries: Vec<_> =
        average.iter().map(|(hash, row)| (*hash, pair(row).map(|weight| (weight / scale).round() as i16))).collect();
    let weight = |row: &[i16; 2]| u32::from(row[0].unsigned_abs()) + u32::from(row[1].unsigned_abs());
    entries.retain(|(_, row)| weight(row) > 0);
    entries.sort_by_key(|(hash, row)| (std::cmp::Reverse(weight(row)), *hash));
    entries.truncate(features);
    (entries, scale)
}

/// A hash map from features to row numbers whose look-ups can be prepared (see [`Perceptron::score`]). Open addressing with
/// linear probing; at most half full.
#[derive(Debug)]
struct Places {
    slots: Vec<(u64, u32)>,
    len: usize,
}

/// The row number of an empty slot.
const EMPTY: u32 = u32::MAX;

impl Places {
    fn new() -> Self {
        Self { slots: vec![(0, EMPTY); 1 << 12], len: 0 }
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn start(&self, hash: u64) -> usize {
        (hash >> 20) as usize & (self.slots.len() - 1)
    }

    #[inline]
    fn touch(&self, hash: u64) -> u32 {
        self.slots[self.start(hash)].1
    }

    #[inline]
    fn find(&self, hash: u64) -> Option<u32> {
        let mut at = self.start(hash);
        loop {
            let (key, row) = self.slots[at];
            if row == EMPTY || key == hash {
                return (row != EMPTY).then_some(row);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn find_or_insert(&mut self, hash: u64, row: u32) -> u32 {
        if let Some(found) = self.find(hash) {
            return found;
        }
        if 2 * self.len >= self.slots.len() {
            let bigger = vec![(0, EMPTY); 2 * self.slots.len()];
            let old = std::mem::replace(&mut self.slots, bigger);
            old.into_iter().filter(|(_, row)| *row != EMPTY).for_each(|(hash, row)| self.insert(hash, row));
        }
        self.insert(hash, row);
        self.len += 1;
        row
    }

    fn insert(&mut self, hash: u64, row: u32) {
        let mut at = self.start(hash);
        while self.slots[at].1 != EMPTY {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (hash, row);
    }

    fn iter(&self) -> impl Iterator<Item = (u64, u32)> {
        self.slots.iter().copied().filter(|(_, row)| *row != EMPTY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_restriction_only_the_kept_features_learn() {
        let mut model = Perceptron::<4>::new(1);
        model.update(&[1, 2], 0, 1, 1.0);
        model.step();
        model.restrict(&[2, 3]);
        model.update(&[1, 3], 2, 3, 1.0);
        model.step();
        model.step();
        // The average counts from the restriction on: the old weights of 2 and the new ones of 3, half of the time.
        let kept = [(2, [1.0, -1.0, 0.0, 0.0]), (3, [0.0, 0.0, 1.0, -1.0])];
        assert_eq!(model.average(), kept);
        assert_eq!(model.score(&[1]), [0.0; 4]);
    }

    #[test]
    fn it_learns_a_separable_task_and_averages() {
        let mut model = Perceptron::<4>::new(1);
        let data = [(vec![1, 2], 0), (vec![1, 3], 1), (vec![4, 2], 2)];
        for _ in 0..20 {
            for (features, gold) in &data {
                let guess = dateline::model::argmax(&model.score(features));
                model.update(features, *gold, guess, 1.0);
                model.step();
            }
        }
        let (entries, scale) = shrink_pairs(&model.average(), 100);
        assert!(scale > 0.0);
        let table = dateline::model::Narrow::build(entries, scale);
        for (features, gold) in &data {
            let mut scores = [0; 3];
            table.add_all(features, &mut scores);
            assert_eq!(dateline::model::argmax(&scores), *gold);
        }
    }
}
