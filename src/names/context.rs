//! What the rest of the article says about a word: how it is written and what stands beside it elsewhere.

use rustc_hash::FxHashMap;

use super::phrases::RARE_GIVEN;
use super::words::{Casing, Facts, Shape};

/// Evidence about a word form, gathered over all its places in the article. One bit each.
pub mod evidence {
    /// Seen in lower case in running text.
    pub const LOWER: u16 = 1;
    /// Seen with a capital inside a sentence.
    pub const CAPITAL: u16 = 1 << 1;
    /// After a title or role: "Mr.", "President".
    pub const AFTER_TITLE: u16 = 1 << 2;
    /// After a given name, or at the end of a run that begins with one.
    pub const AFTER_GIVEN: u16 = 1 << 3;
    /// Before a verb of speech.
    pub const SPEAKS: u16 = 1 << 4;
    /// After "in", "at", "near", "from".
    pub const AFTER_PLACE_WORD: u16 = 1 << 5;
    /// Between commas, with a capital after them: "Mosul, Iraq".
    pub const BEFORE_COMMA_NAME: u16 = 1 << 6;
    /// Before "'s".
    pub const POSSESSIVE: u16 = 1 << 7;
    /// After "the".
    pub const AFTER_THE: u16 = 1 << 8;
    /// Last word of a longer run of capitals.
    pub const ENDS_RUN: u16 = 1 << 9;
    /// First word of a longer run of capitals.
    pub const BEGINS_RUN: u16 = 1 << 10;
    /// In a run with a word that heads names of organizations.
    pub const WITH_ORG_HEAD: u16 = 1 << 11;
    /// Alone between brackets: "(IAEA)".
    pub const BRACKETED: u16 = 1 << 12;
    /// Before a lower-case word for a person, "leader", "minister", as modifiers stand: "Libyan leader".
    pub const BEFORE_ROLE: u16 = 1 << 13;
}

use evidence as e;

/// A maximal run of words with capitals in a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// First word.
    pub start: u32,
    /// One past the last word.
    pub end: u32,
}

/// News stays below this share of informal words, three in four web texts stand above it.
const INFORMAL_PERCENT: usize = 3;

/// Evidence for every word of a stretch of text, and the runs of capitals.
#[derive(Debug, Default)]
pub struct Context {
    /// Whether the stretch reads like mails, reviews or forums rather than news: full of "I", "you", "!".
    pub informal: bool,
    /// By word: the evidence on its form.
    pub evidence: Vec<u16>,
    /// By word: its run of capitals, hyphens and points between them included; empty outside.
    pub tight: Vec<Run>,
    /// By word of such a run: the lists of the first noun for a place, a person or a body in the phrase behind the run that
    /// explains it ("a market town in the hills"), 0 without one.
    pub explained: Vec<u64>,
    /// By word: its run with "of", "and", "for", "the", "de" and so on between capitals.
    pub wide: Vec<Run>,
    forms: FxHashMap<u64, u16>,
}

/// Hashes of the words that the rules below name.
#[derive(Clone, Debug)]
pub struct Anchors {
    place_words: [u64; 6],
    links: [u64; 14],
    the: u64,
    comma: u64,
    possessive: u64,
    hyphen: u64,
    open: u64,
    close: u64,
    informal: [u64; 25],
}

impl Default for Anchors {
    fn default() -> Self {
        let of = |word: &str| super::words::hash(word);
        Self {
            place_words: ["in", "at", "near", "from", "around", "outside"].map(of),
            links: ["of", "and", "for", "the", "de", "al", "bin", "van", "von", "der", "la", "&", "el", "-"].map(of),
            the: of("the"),
            comma: of(","),
            possessive: of("'s"),
            hyphen: of("-"),
            open: of("("),
            close: of(")"),
            informal: [
                "i", "you", "my", "me", "your", "u", "im", "!", "?", ":)", "thanks", "hi", "please", "lol", "ur",
                "dont", "n't", "'m", "'re", "'ve", "'ll", "...", "great", "really", "just",
            ]
            .map(of),
        }
    }
}

/// Bits of the word lists that serve as evidence.
pub(crate) mod lists {
    use super::super::phrases::Wordlists;

    pub(crate) const GIVEN: Wordlists = 1;
    pub(crate) const TITLE: Wordlists = 1 << 2;
    pub(crate) const SPEECH: Wordlists = 1 << 3;
    pub(crate) const ORG: Wordlists = 0b11 << 4;
    pub(crate) const ROLE: Wordlists = 1 << 29;
    pub(crate) const PLACE_NOUN: Wordlists = 1 << 32;
    pub(crate) const ORGANIZATION_NOUN: Wordlists = 1 << 33;
    pub(crate) const PERSON_NOUN: Wordlists = 1 << 34;
    /// Nouns that say what something is.
    pub(crate) const NOUNS: Wordlists = PLACE_NOUN | ORGANIZATION_NOUN | PERSON_NOUN;

    /// Which of these nouns a word with these lists may be.
    pub(crate) const fn noun(lists: Wordlists) -> Wordlists {
        lists & NOUNS | if lists & ROLE != 0 { PERSON_NOUN } else { 0 }
    }
}

impl Context {
    /// Reads the sentences of a stretch; `sentences` are the casing and the end of each.
    pub fn read(&mut self, words: &[Facts], sentences: &[(Casing, usize)], anchors: &Anchors) {
        let informal = words.iter().filter(|word| anchors.informal.contains(&word.lower)).count();
        self.informal = informal * 100 > words.len() * INFORMAL_PERCENT;
        self.forms.clear();
        self.evidence.clear();
        self.explained.clear();
        self.explained.resize(words.len(), 0);
        for runs in [&mut self.tight, &mut self.wide] {
            runs.clear();
            runs.resize(words.len(), Run::default());
        }
        let mut start = 0;
        for &(casing, end) in sentences {
            if casing == Casing::Mixed {
                self.read_sentence(words, start, end, anchors);
            }
            start = end;
        }
        self.evidence.extend(words.iter().map(|word| self.forms.get(&word.lower).copied().unwrap_or(0)));
    }

    fn read_sentence(&mut self, words: &[Facts], start: usize, end: usize, anchors: &Anchors) {
        let mut at = start;
        while at < end {
            if !words[at].shape.is_capital() {
                at += 1;
                continue;
            }
            let tight = run_end(words, at, end, |word| word.lower == anchors.hyphen, 1);
            let run = Run { start: at as u32, end: tight as u32 };
            self.tight[at..tight].fill(run);
            self.explained[at..tight].fill(explanation(&words[tight..end], anchors));
            at = tight;
        }
        at = start;
        while at < end {
            if !words[at].shape.is_capital() {
                at += 1;
                continue;
            }
            let wide = run_end(words, at, end, |word| anchors.links.contains(&word.lower), 2);
            let run = Run { start: at as u32, end: wide as u32 };
            self.wide[at..wide].fill(run);
            at = wide;
        }
        let given = lists::GIVEN | if self.informal { RARE_GIVEN } else { 0 };
        for at in start..end {
            let word = &words[at];
            let run = self.tight[at];
            let mut bits = 0;
            let mut set = |bit: u16, holds: bool| bits |= if holds { bit } else { 0 };
            if word.shape.is_capital() {
                let before = (at > start).then(|| &words[at - 1]);
                let after = (at + 1 < end).then(|| &words[at + 1]);
                set(e::CAPITAL, at > start);
                if let Some(before) = before {
                    set(e::AFTER_TITLE, before.lists & lists::TITLE != 0);
                    set(e::AFTER_GIVEN, before.lists & given != 0 && before.shape.is_capital());
                    set(e::AFTER_PLACE_WORD, anchors.place_words.contains(&before.lower));
                    set(e::AFTER_THE, before.lower == anchors.the);
                }
                if let Some(after) = after {
                    set(e::SPEAKS, after.lists & lists::SPEECH != 0);
                    set(e::POSSESSIVE, after.lower == anchors.possessive);
                    set(e::BEFORE_ROLE, after.lists & lists::ROLE != 0 && !after.shape.is_capital());
                    set(
                        e::BEFORE_COMMA_NAME,
                        after.lower == anchors.comma && at + 2 < end && words[at + 2].shape.is_capital(),
                    );
                    let bracketed = before.is_some_and(|before| before.lower == anchors.open);
                    set(e::BRACKETED, bracketed && after.lower == anchors.close);
                }
                if run.end > run.start + 1 {
                    let lead = &words[run.start as usize];
                    let led = lead.lists & given != 0 && at + 1 == run.end as usize;
                    set(e::AFTER_GIVEN, led && at > run.start as usize);
                    set(e::ENDS_RUN, at + 1 == run.end as usize);
                    set(e::BEGINS_RUN, at == run.start as usize);
                    set(e::WITH_ORG_HEAD, words[run.end as usize - 1].lists & lists::ORG != 0);
                }
            } else if word.never || word.shape != Shape::Lower {
                continue;
            } else {
                bits = e::LOWER;
            }
            if bits != 0 {
                *self.forms.entry(word.lower).or_insert(0) |= bits;
            }
        }
    }
}

/// How far behind a comma the noun of an apposition may stand.
const NEAR: usize = 7;

/// The lists of the first noun for a place, a person or a body behind a comma or a bracket, up to the next mark or name.
fn explanation(behind: &[Facts], anchors: &Anchors) -> u64 {
    let [mark, rest @ ..] = behind else { return 0 };
    if mark.lower != anchors.comma && mark.lower != anchors.open {
        return 0;
    }
    let phrase = rest.iter().take(NEAR).take_while(|word| word.shape == Shape::Lower || word.shape == Shape::Digit);
    phrase.map(|word| lists::noun(word.lists)).find(|nouns| *nouns != 0).unwrap_or(0)
}

/// The end of a run that begins at `at`: capitals, with at most `most` linking words between two of them.
fn run_end(words: &[Facts], at: usize, end: usize, links: impl Fn(&Facts) -> bool, most: usize) -> usize {
    let mut last = at + 1;
    let mut next = at + 1;
    while next < end && next - last <= most {
        if words[next].shape.is_capital() {
            last = next + 1;
        } else if !links(&words[next]) {
            break;
        }
        next += 1;
    }
    last
}
