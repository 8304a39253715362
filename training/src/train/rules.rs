//! Learns lists of rules from the general to the special, for lemmatizer and morphology.

use rustc_hash::FxHashMap;

/// Stands for a key that a case may not make a rule for.
pub(crate) const NO_KEY: u64 = 0;

/// Rules for cases with several keys, the most special first: only those are kept that answer at least `gain` cases more
/// rightly than the more general ones do. Gives pairs of key and answer, the most useful first.
pub(crate) fn learn(cases: &[(Vec<u64>, u32)], gain: u32) -> Vec<(u64, u32)> {
    let levels = cases.iter().map(|(keys, _)| keys.len()).max().unwrap_or(0);
    let mut answers: Vec<u32> = vec![0; cases.len()];
    let mut rules = Vec::new();
    for level in 0..levels {
        // Per key: how often each answer is right, and how often the rules so far are.
        let mut groups: FxHashMap<u64, (FxHashMap<u32, u32>, u32)> = FxHashMap::default();
        let key_of =
            |keys: &[u64]| keys.len().checked_sub(level + 1).map(|place| keys[place]).filter(|key| *key != NO_KEY);
        for ((keys, gold), answer) in cases.iter().zip(&answers) {
            if let Some(key) = key_of(keys) {
                let (counts, right) = groups.entry(key).or_default();
                *counts.entry(*gold).or_default() += 1;
                *right += u32::from(answer == gold);
            }
        }
        let mut kept: Vec<(u32, u64, u32)> = groups
            .into_iter()
            .filter_map(|(key, (counts, right))| {
                let (answer, best) =
                    counts.into_iter().max_by_key(|(answer, count)| (*count, std::cmp::Reverse(*answer)))?;
                (best >= right + if level == 0 { 1 } else { gain }).then(|| (best - right, key, answer))
            })
            .collect();
        kept.sort_unstable_by_key(|(gained, key, _)| (std::cmp::Reverse(*gained), *key));
        let found: FxHashMap<u64, u32> = kept.iter().map(|(_, key, answer)| (*key, *answer)).collect();
        for ((keys, _), answer) in cases.iter().zip(&mut answers) {
            if let Some(rule) = key_of(keys).and_then(|key| found.get(&key)) {
                *answer = *rule;
            }
        }
        rules.extend(kept);
    }
    rules.sort_unstable_by_key(|(gained, key, _)| (std::cmp::Reverse(*gained), *key));
    rules.into_iter().map(|(_, key, answer)| (key, answer)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rules_that_change_something_are_kept() {
        // Key 1 is general, keys 10 and 11 special; 10 agrees with 1.
        let cases = [(vec![10, 1], 5), (vec![10, 1], 5), (vec![11, 1], 7), (vec![10, 1], 5), (vec![11, 1], 7)];
        assert_eq!(learn(&cases, 2), [(1, 5), (11, 7)]);
        assert_eq!(learn(&cases, 3), [(1, 5)]);
    }
}
