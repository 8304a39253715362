//! Words with clusters, and words that are never part of a name.

use dateline::names::words::{hash, normalize};
use rustc_hash::FxHashSet;

use super::clusters::Clusters;
use crate::data::names::{Article, Source};

/// A word must be seen so often in lower case before it can be called never a name.
const LEAST_LOWER: u32 = 3;

/// The words of the weight file in order of their hashes.
pub(crate) fn known_words(clusters: &Clusters, gold: &[Article]) -> Vec<(u64, [u16; 3], bool)> {
    let mut named: FxHashSet<u64> = FxHashSet::default();
    let mut normal = String::new();
    // Silver names are too noisy to say what can never be one.
    for article in gold.iter().filter(|article| article.source != Source::Silver) {
        for name in &article.gold {
            for token in article.tokens.within(name.span) {
                normalize(article.tokens.form(&article.text, token), &mut normal);
                named.insert(hash(&normal));
            }
        }
    }
    let mut words: Vec<(u64, [u16; 3], bool)> = clusters
        .words
        .iter()
        .map(|word| {
            let hash = hash(&word.form);
            let common = word.lower >= LEAST_LOWER && word.capital * 20 <= word.lower;
            (hash, word.clusters, common && !named.contains(&hash))
        })
        .collect();
    words.sort_unstable();
    words.dedup_by_key(|(hash, ..)| *hash);
    words
}
