//! The feature templates. Run time and training share this code, so that the two cannot drift apart.

use super::context::lists::{NOUNS, noun};
use super::context::{Context, Run, evidence};
use super::phrases::{LONG, Wordlists};
use super::words::{Casing, Facts};

/// How many features a word has; absent ones are 0.
pub const TEMPLATES: usize = 100;

/// One 64-bit key for each template, 0 where it does not apply.
pub type Keys = [u64; TEMPLATES];

/// Templates that look at the identity of the word itself or of its run, one bit each: training drops them at random, so
/// that the context learns to carry names that no list holds.
pub const IDENTITY: u128 = 0xffff
    | bits(&[
        31, 32, 38, 39, 44, 45, 50, 51, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 67, 68, 69, 70, 74, 75, 76, 77, 78, 79,
        80,
    ]);

const fn bits(templates: &[u32]) -> u128 {
    let (mut set, mut at) = (0, 0);
    while at < templates.len() {
        set |= 1 << templates[at];
        at += 1;
    }
    set
}

const fn mix(a: u64, b: u64) -> u64 {
    let product = (a ^ 0x9e37_79b9_7f4a_7c15) as u128 * (b ^ 0xd1b5_4a32_d192_ed03) as u128;
    (product as u64) ^ (product >> 64) as u64
}

struct Writer<'k> {
    keys: &'k mut Keys,
    next: usize,
}

impl Writer<'_> {
    #[inline]
    fn put(&mut self, value: u64) {
        self.keys[self.next] = mix(value, self.next as u64 + 1) | 1;
        self.next += 1;
    }

    #[inline]
    fn put_if(&mut self, holds: bool, value: u64) {
        if holds {
            self.put(value);
        } else {
            self.keys[self.next] = 0;
            self.next += 1;
        }
    }
}

/// A sentence whose words get features.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'a> {
    /// Facts of all words of the stretch.
    pub words: &'a [Facts],
    /// Evidence of the stretch.
    pub context: &'a Context,
    /// First word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// Its casing.
    pub casing: Casing,
}

const EDGE: Facts = Facts {
    lower: 3,
    prefixes: [0; 3],
    suffixes: [0; 4],
    pattern: 7,
    shape: super::words::Shape::Mark,
    seen: 30,
    clusters: [u16::MAX; 3],
    lists: 0,
    phrase: 0,
    never: false,
    link: false,
};

impl Sentence<'_> {
    fn at(&self, at: usize, offset: isize) -> &Facts {
        match at.checked_add_signed(offset) {
            Some(at) if at >= self.start && at < self.end => &self.words[at],
            _ => &EDGE,
        }
    }

    /// Whether a word of news has a capital that says something, and no text and no list has shown it.
    #[must_use]
    pub fn is_stranger(&self, at: usize) -> bool {
        let word = &self.words[at];
        let shown = word.clusters[2] != 0 || word.lists != 0 || self.context.evidence[at] & evidence::LOWER != 0;
        self.casing == Casing::Mixed && word.shape.is_capital() && !shown && !self.context.informal
    }

    /// Writes the keys of the word `at`.
    pub fn keys(&self, at: usize, keys: &mut Keys) {
        let word = self.at(at, 0);
        let (before, after) = (self.at(at, -1), self.at(at, 1));
        let (before2, after2) = (self.at(at, -2), self.at(at, 2));
        let evidence = u64::from(self.context.evidence[at]);
        let seen = u64::from(word.seen);
        let first = u64::from(at == self.start);
        let pair = |a: u64, b: u64| mix(a, b.rotate_left(17));
        let cluster = |facts: &Facts, level: usize| u64::from(facts.clusters[level]);
        let known = word.clusters[2] != 0;
        // News tells people and places by their context; there the long lists mislead more than they help.
        let informal = self.context.informal;
        let used = !NOUNS & if informal { Wordlists::MAX } else { !LONG };
        let lists = |facts: &Facts| facts.lists & used;
        let mut w = Writer { keys, next: 0 };
        // The word itself: IDENTITY.
        w.put(pair(word.lower, seen));
        w.put(word.lower);
        w.put(pair(word.prefixes[1].into(), seen));
        w.put(pair(word.prefixes[2].into(), seen));
        w.put(pair(word.suffixes[1].into(), seen));
        w.put(pair(word.suffixes[2].into(), seen));
        w.put(pair(word.suffixes[3].into(), seen));
        w.put_if(known, pair(cluster(word, 2), seen));
        w.put_if(known, pair(cluster(word, 1), seen));
        w.put_if(known, pair(cluster(word, 0), seen));
        w.put_if(lists(word) != 0, pair(lists(word), seen));
        w.put_if(word.phrase != 0, pair(word.phrase.into(), seen));
        w.put(pair(before.lower, word.lower));
        w.put(pair(word.lower, after.lower));
        w.put_if(word.phrase != 0, pair(word.phrase.into(), cluster(before, 1)));
        w.put_if(word.phrase != 0, pair(word.phrase.into(), cluster(after, 1)));
        // Its shape and its neighbours.
        w.put(pair(seen, first));
        w.put(pair(word.pattern.into(), pair(seen, first)));
        w.put(pair(before.lower, seen));
        w.put(pair(after.lower, seen));
        w.put(pair(before2.lower, seen));
        w.put(pair(after2.lower, seen));
        w.put(pair(pair(before.seen.into(), seen), after.seen.into()));
        w.put(pair(pair(before2.seen.into(), before.seen.into()), seen));
        w.put(pair(pair(seen, after.seen.into()), after2.seen.into()));
        w.put(pair(before.suffixes[2].into(), seen));
        w.put(pair(after.suffixes[2].into(), seen));
        w.put(pair(cluster(before, 1), seen));
        w.put(pair(cluster(after, 1), seen));
        w.put(pair(cluster(before2, 1), seen));
        w.put(pair(cluster(after2, 1), seen));
        w.put(pair(pair(cluster(before, 1), cluster(word, 1)), seen));
        w.put(pair(pair(cluster(word, 1), cluster(after, 1)), seen));
        w.put(pair(pair(cluster(before, 1), cluster(after, 1)), seen));
        w.put_if(lists(before) != 0, pair(lists(before), seen));
        w.put_if(lists(after) != 0, pair(lists(after), seen));
        w.put_if(before.phrase != 0, pair(before.phrase.into(), pair(word.phrase.into(), seen)));
        w.put_if(after.phrase != 0, pair(after.phrase.into(), pair(word.phrase.into(), seen)));
        w.put_if(lists(before) | lists(word) != 0, pair(pair(lists(before), lists(word)), seen));
        w.put_if(lists(after) | lists(word) != 0, pair(pair(lists(word), lists(after)), seen));
        // What the article says elsewhere.
        let capital = word.shape.is_capital() && self.casing == Casing::Mixed || evidence > 1;
        w.put(pair(evidence & 3, pair(seen, first)));
        w.put_if(capital, pair(evidence & 0b01_0000_1111_1111, seen));
        w.put_if(capital, pair(evidence & 0b11_1111_0000_0011, seen));
        w.put_if(capital, pair(evidence & 0b10_0000_0111_1111, first));
        // The run of capitals that it stands in.
        let tight = self.context.tight[at];
        let wide = self.context.wide[at];
        let run = tight.end > tight.start;
        let place = |run: Run| u64::from(at as u32 == run.start) | u64::from(at as u32 + 1 == run.end) << 1;
        let (head, lead, prior, next, [prior2, next2]) = if run {
            let (start, end) = (tight.start as usize, tight.end as usize);
            let beyond = [self.at(start, -2), self.at(end - 1, 2)];
            (&self.words[end - 1], &self.words[start], self.at(start, -1), self.at(end - 1, 1), beyond)
        } else {
            (&EDGE, &EDGE, &EDGE, &EDGE, [&EDGE; 2])
        };
        let length = u64::from((tight.end - tight.start).min(5));
        let inside = place(tight) | length << 2;
        w.put_if(run, pair(head.lower, place(tight)));
        w.put_if(run, pair(lead.lower, place(tight)));
        w.put_if(run, pair(prior.lower, inside));
        w.put_if(run, pair(next.lower, inside));
        w.put_if(run, pair(pair(prior.lower, next.lower), inside));
        w.put_if(run, pair(pair(cluster(prior, 1), cluster(next, 1)), inside));
        w.put_if(run, pair(pair(lists(lead), lists(head)), inside));
        w.put_if(run, pair(inside, pair(first, u64::from(head.phrase) | u64::from(lead.phrase) << 32)));
        w.put_if(run, pair(pair(lists(prior), lists(next)), inside));
        let wider = wide.end - wide.start > tight.end - tight.start;
        w.put_if(wider, {
            let end = (wide.end as usize).max(1);
            pair(self.words[end - 1].lower, place(wide))
        });
        w.put_if(wider, pair(self.words[wide.start as usize].lower, place(wide)));
        w.put_if(run, pair(head.suffixes[2].into(), pair(inside, lists(head))));
        w.put_if(run, pair(pair(cluster(lead, 1), cluster(head, 1)), inside));
        w.put_if(run, pair(lead.suffixes[2].into(), pair(inside, lists(lead))));
        w.put_if(run, pair(pair(cluster(lead, 0), cluster(head, 0)), pair(prior.lower, inside)));
        w.put_if(run, pair(pair(cluster(lead, 0), cluster(head, 0)), pair(next.lower, inside)));
        // Mails, reviews and forums name differently from news.
        w.put_if(informal, word.lower);
        w.put_if(informal, pair(word.lower, seen));
        w.put_if(informal, pair(cluster(word, 1), seen));
        w.put_if(informal, pair(seen, first));
        w.put_if(informal, pair(before.lower, seen));
        w.put_if(informal, pair(after.lower, seen));
        w.put_if(informal, pair(pair(before.seen.into(), seen), after.seen.into()));
        w.put_if(informal && word.phrase != 0, pair(word.phrase.into(), seen));
        w.put_if(informal, pair(word.suffixes[2].into(), seen));
        w.put_if(informal, pair(before.lower, word.lower));
        w.put_if(informal, pair(lists(word), seen));
        w.put_if(informal, pair(evidence & 0b11_1111_1111_1111, seen));
        w.put_if(informal, pair(pair(cluster(before, 1), cluster(after, 1)), seen));
        w.put_if(informal && run, pair(pair(prior.lower, head.phrase.into()), inside));
        w.put_if(informal, word.prefixes[2].into());
        w.put_if(informal, word.suffixes[3].into());
        w.put_if(informal, pair(cluster(word, 0), seen));
        w.put_if(informal, pair(cluster(word, 2), seen));
        w.put_if(informal, pair(word.lower, after.lower));
        w.put_if(informal && run, pair(head.lower, place(tight)));
        w.put_if(informal && run, pair(lead.lower, place(tight)));
        w.put_if(informal, pair(pair(seen, after.seen.into()), after2.seen.into()));
        w.put_if(informal, pair(pair(before2.seen.into(), before.seen.into()), seen));
        w.put_if(informal, pair(cluster(before, 1), seen));
        w.put_if(informal, pair(cluster(after, 1), seen));
        w.put_if(informal, pair(before2.lower, seen));
        w.put_if(informal, pair(after2.lower, seen));
        w.put_if(informal && run, pair(pair(cluster(prior, 1), cluster(next, 1)), inside));
        // Words that no text has shown: nearly all are names, and only their neighbours tell of what.
        let stranger = self.is_stranger(at);
        w.put_if(stranger, pair(seen, first));
        w.put_if(stranger, pair(before.lower, inside));
        w.put_if(stranger, pair(after.lower, inside));
        w.put_if(stranger, pair(pair(cluster(prior, 1), cluster(next, 1)), inside));
        w.put_if(stranger && run, pair(pair(prior2.lower, prior.lower), inside));
        w.put_if(stranger && run, pair(pair(next.lower, next2.lower), inside));
        w.put_if(stranger && run, pair(pair(prior.lower, next.lower), inside));
        w.put_if(stranger && run, pair(pair(cluster(prior2, 1), cluster(prior, 1)), inside));
        w.put_if(stranger && run, pair(pair(cluster(next, 1), cluster(next2, 1)), inside));
        // Nouns that say what it is: "a market town" behind it, "the village of" and "the port" before it.
        let explained = self.context.explained[at];
        let nouns = |facts: &Facts| noun(facts.lists);
        w.put_if(explained != 0, pair(explained, inside));
        w.put_if(run && nouns(before2) != 0, pair(pair(nouns(before2), before.lower), inside));
        w.put_if(run && nouns(before) | nouns(next) != 0, pair(pair(nouns(before), nouns(next)), inside));
        debug_assert_eq!(w.next, TEMPLATES);
    }
}
