//! The second pass: what the first pass called the same word elsewhere in the article.

use rustc_hash::FxHashMap;

use super::tags::{KINDS, OUTSIDE, begins, ends, kind_of};
use super::words::Facts;

/// How many vote features a word has.
pub const KEYS: usize = 6;

/// Where a word stands in its name: alone, first, last, inside.
const PARTS: usize = 4;

/// Counts of the first pass by word form.
#[derive(Debug, Default)]
pub struct Votes {
    forms: FxHashMap<u64, Tally>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// By kind of name, 0 outside.
    kinds: [u16; KINDS],
    parts: [u16; PARTS],
    /// By kind, only where the word is part of a longer name.
    longer: [u16; KINDS],
}

fn part(tags: &[u8], at: usize) -> usize {
    let tag = tags[at] as usize;
    let last = ends(tag) && tags.get(at + 1).is_none_or(|&next| next as usize == OUTSIDE || begins(next as usize));
    match (begins(tag), last) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

/// The most frequent kind, how often, and how often all together.
fn majority(counts: &[u16; KINDS]) -> (usize, u16, u16) {
    let mut best = 0;
    for kind in 1..KINDS {
        if counts[kind] > counts[best] {
            best = kind;
        }
    }
    (best, counts[best], counts.iter().sum())
}

impl Votes {
    /// Counts the tags of the first pass.
    pub fn count(&mut self, words: &[Facts], tags: &[u8]) {
        self.forms.clear();
        // First the forms that are named anywhere, then all their places.
        for (word, &tag) in words.iter().zip(tags) {
            if tag as usize != OUTSIDE {
                self.forms.entry(word.lower).or_default();
            }
        }
        for (at, word) in words.iter().enumerate() {
            if word.never {
                continue;
            }
            let Some(tally) = self.forms.get_mut(&word.lower) else { continue };
            let tag = tags[at] as usize;
            let kind = kind_of(tag);
            tally.kinds[kind] = tally.kinds[kind].saturating_add(1);
            if kind != 0 {
                let part = part(tags, at);
                tally.parts[part] = tally.parts[part].saturating_add(1);
                tally.longer[kind] = tally.longer[kind].saturating_add(u16::from(part != 0));
            }
        }
    }

    /// The vote features of a word; `None` where nothing in the article is named by its form.
    #[must_use]
    pub fn keys(&self, words: &[Facts], tags: &[u8], at: usize) -> Option<[u64; KEYS]> {
        let word = &words[at];
        let mut tally = *self.forms.get(&word.lower)?;
        let tag = tags[at] as usize;
        let own = kind_of(tag);
        // What this very place says is known to the first pass already.
        tally.kinds[own] -= 1;
        if own != 0 {
            let part = part(tags, at);
            tally.parts[part] -= 1;
            tally.longer[own] -= u16::from(part != 0);
        }
        let (kind, count, all) = majority(&tally.kinds);
        let (long, long_count, _) = majority(&tally.longer);
        let strength = |count: u16| u64::from(count.min(3)) + u64::from(count > 6);
        let sure = u64::from(count * 5 >= all * 4);
        let parts = (0..PARTS).fold(0, |set, part| set | u64::from(tally.parts[part] > 0) << part);
        let others = (0..KINDS).fold(0, |set, kind| set | u64::from(tally.kinds[kind] > 0) << kind);
        let seen = u64::from(word.seen);
        let pack = |template: u64, parts: [u64; 4]| {
            let mut key = template;
            for part in parts {
                key = (key.rotate_left(16) ^ part).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                key ^= key >> 29;
            }
            key | 1
        };
        let (kind, own, long) = (kind as u64, tag as u64, long as u64);
        Some([
            pack(1, [kind, strength(count) << 1 | sure, own, 0]),
            pack(2, [kind, strength(count) << 1 | sure, parts, seen]),
            pack(3, [long, strength(long_count), own, parts]),
            pack(4, [others, own, 0, 0]),
            pack(5, [others, seen, parts, 0]),
            pack(6, [own, u64::from(all.min(1)), seen, 0]),
        ])
    }
}
