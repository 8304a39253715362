//! Words with clusters, and words that are never part of a name.

use dateline::names::phrases::KnownWord;
use dateline::names::words::{hash, normalize};
use rustc_hash::FxHashMap;

use super::clusters::Clusters;
use crate::data::names::{Article, Source};

/// A word must be seen so often in lower case before it can be called never a name.
const LEAST_LOWER: u32 = 3;

/// Most lower-case places, in percent, that a linking word may have in names.
const LINK_PERCENT: u32 = 3;

/// The words of the weight file in order of their hashes.
pub(crate) fn known_words(clusters: &Clusters, gold: &[Article]) -> Vec<KnownWord> {
    // By word: places in names, and places at which a name begins in lower case.
    let mut named: FxHashMap<u64, [u32; 2]> = FxHashMap::default();
    let mut normal = String::new();
    // Silver names are too noisy to say what can never be one.
    for article in gold.iter().filter(|article| article.source != Source::Silver) {
        for name in &article.gold {
            let range = article.tokens.within(name.span);
            for token in range.clone() {
                let form = article.tokens.form(&article.text, token);
                normalize(form, &mut normal);
                let count = named.entry(hash(&normal)).or_default();
                count[0] += 1;
                let main = matches!(article.source, Source::Newswire | Source::Wikinews);
                let lower = !form.chars().next().is_some_and(char::is_uppercase);
                count[1] += u32::from(main && lower && token == range.start);
            }
        }
    }
    let mut words: Vec<KnownWord> = clusters
        .words
        .iter()
        .map(|word| {
            let hash = hash(&word.form);
            let common = word.lower >= LEAST_LOWER && word.capital * 20 <= word.lower;
            let [inside, first] = named.get(&hash).copied().unwrap_or_default();
            let link = common && first == 0 && inside * 100 <= word.lower * LINK_PERCENT;
            KnownWord { hash, clusters: word.clusters, never: common && inside == 0, link }
        })
        .collect();
    words.sort_unstable();
    words.dedup_by_key(|word| word.hash);
    words
}
