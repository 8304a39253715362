//! The recognizer: weights, vocabulary and the two passes over an article.

use std::ops::Range;
use std::path::Path;

use super::context::{Anchors, Context, evidence};
use super::decode::{Decoder, Scores, Transitions, kinds};
use super::features::{Sentence, TEMPLATES};
use super::phrases::{KnownWord, Phrases};
use super::tags::{OUTSIDE, PLACE_BEGINS, TAGS, names_of};
use super::votes::{Bonus, Votes};
use super::words::{self, Casing, Facts, Shape};
use super::{Label, Name};
use crate::Error;
use crate::model::{Reader, Wide, Writer};
use crate::places::Gazetteer;
use crate::tokens::Tokens;

/// File of the weights in the resource folder, and its kind.
pub const FILE: &str = "names.model";
const KIND: &str = "names";

/// Longest stretch, in words, that is read at once: bounds memory on endless texts. Articles are shorter.
const STRETCH: usize = 20_000;

/// Trained weights.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Rows of the features.
    pub rows: Wide<TAGS>,
    /// Weights of tag pairs.
    pub transitions: Transitions,
    /// Second pass: what the same word elsewhere in the article is worth.
    pub bonus: Bonus,
    /// What speaks against "no name" for a capitalized word that no text has shown, inside a sentence and at its beginning.
    /// Which kind of name it is may be open, so that no single kind wins over "no name" without it.
    pub stranger: [f32; 2],
    /// What speaks for a place where no text has shown the word.
    pub stranger_place: f32,
    /// Known words in order of their hashes.
    pub words: Vec<KnownWord>,
    /// Slope and offset of the confidence over the margin.
    pub confidence: [f32; 2],
}

/// Finds names: weights and vocabulary, ready for use.
#[derive(Debug)]
pub struct Recognizer {
    /// Word lists, phrases, clusters.
    pub phrases: Phrases,
    /// Words that the rules of the context name.
    pub anchors: Anchors,
    /// Trained weights.
    pub weights: Weights,
}

/// The words of a stretch of text with all that the features look at.
#[derive(Debug, Default)]
pub struct Stretch {
    /// Facts by word.
    pub words: Vec<Facts>,
    /// Casing and end of each sentence.
    pub sentences: Vec<(Casing, usize)>,
    /// Evidence and runs.
    pub context: Context,
    buffer: String,
}

impl Stretch {
    /// Reads the sentences `sentences` of a text. Words count from the first of them.
    pub fn read(&mut self, text: &str, tokens: &Tokens, sentences: Range<usize>, phrases: &Phrases, anchors: &Anchors) {
        self.words.clear();
        self.sentences.clear();
        for sentence in &tokens.sentences[sentences] {
            let casing = words::facts(text, tokens, sentence.range(), phrases, &mut self.buffer, &mut self.words);
            self.sentences.push((casing, self.words.len()));
        }
        self.context.read(&self.words, &self.sentences, anchors);
    }

    /// Takes words for no part of a name that stand in lower case among others in lower case, where no list and no other
    /// place in the article says otherwise; informal texts write names so, too. These are three in ten of the words that
    /// the model would read. Training reads them: without them as examples, UNER loses 0.9 points.
    pub(super) fn skip_plain(&mut self) {
        if self.context.informal {
            return;
        }
        let mut start = 0;
        for &(casing, end) in &self.sentences {
            let words = &mut self.words[start..end];
            if casing == Casing::Mixed {
                let open = |word: &Facts| word.shape.is_capital() || word.shape == Shape::Digit;
                for at in 0..words.len() {
                    let beside = at > 0 && open(&words[at - 1]) || words.get(at + 1).is_some_and(open);
                    let word = &words[at];
                    let told =
                        word.lists != 0 || word.phrase != 0 || self.context.evidence[start + at] > evidence::LOWER;
                    words[at].never |= !(beside || told || open(word));
                }
            }
            start = end;
        }
    }

    /// The segments that the sequence model decodes: words between those that are never part of a name.
    pub fn segments(&self) -> impl Iterator<Item = (Sentence<'_>, Range<usize>)> {
        let mut start = 0;
        self.sentences.iter().flat_map(move |&(casing, end)| {
            let sentence = Sentence { words: &self.words, context: &self.context, start, end, casing };
            let mut at = start;
            start = end;
            std::iter::from_fn(move || {
                while at < end && sentence.words[at].never {
                    at += 1;
                }
                let begin = at;
                while at < end && !sentence.words[at].never {
                    at += 1;
                }
                (begin < at).then_some((sentence, begin..at))
            })
        })
    }
}

impl Recognizer {
    /// Joins weights with the built-in lists and the towns of the gazetteer.
    ///
    /// # Errors
    /// A list that does not parse.
    pub fn new(weights: Weights, gazetteer: &Gazetteer) -> Result<Self, Error> {
        let mut phrases = Phrases::built_in(gazetteer)?;
        weights.words.iter().for_each(|word| phrases.learn(word));
        Ok(Self { phrases, anchors: Anchors::default(), weights })
    }

    /// Reads the weight file of `folder`.
    ///
    /// # Errors
    /// A file that is missing, damaged, truncated or of a foreign format.
    pub fn load(folder: &Path, gazetteer: &Gazetteer) -> Result<Self, Error> {
        Self::new(Reader::load(folder, FILE, KIND, Weights::read)?, gazetteer)
    }

    /// Finds the names of a tokenized text, in order.
    #[must_use]
    pub fn recognize(&self, text: &str, tokens: &Tokens) -> Vec<Name> {
        let mut names = Vec::new();
        let mut pass = Pass::default();
        let mut first = 0;
        while first < tokens.sentences.len() {
            let base = tokens.sentences[first].tokens.start;
            let mut last = first + 1;
            while last < tokens.sentences.len() && (tokens.sentences[last].tokens.end - base) as usize <= STRETCH {
                last += 1;
            }
            self.recognize_stretch(text, tokens, first..last, &mut pass);
            for found in &pass.found {
                let range = base + found.words.start as u32..base + found.words.end as u32;
                names.push(Name {
                    span: tokens.span(range.clone()),
                    tokens: range,
                    label: found.label,
                    confidence: found.confidence,
                    margin: found.margin,
                });
            }
            first = last;
        }
        names
    }

    fn recognize_stretch(&self, text: &str, tokens: &Tokens, sentences: Range<usize>, pass: &mut Pass) {
        let Pass { stretch, scores, tags, votes, decoder, best, found } = pass;
        stretch.read(text, tokens, sentences, &self.phrases, &self.anchors);
        stretch.skip_plain();
        let weights = &self.weights;
        let kinds = kinds();
        scores.clear();
        scores.resize(stretch.words.len(), [0.0; TAGS]);
        tags.clear();
        tags.resize(stretch.words.len(), OUTSIDE as u8);
        let mut keys = [0; TEMPLATES];
        for (sentence, segment) in stretch.segments() {
            for at in segment.clone() {
                sentence.keys(at, &mut keys);
                scores[at] = score(&weights.rows, &keys);
                if sentence.is_stranger(at) {
                    scores[at][OUTSIDE] -= weights.stranger[usize::from(at == sentence.start)];
                    PLACE_BEGINS.iter().for_each(|&tag| scores[at][tag] += weights.stranger_place);
                }
            }
            decoder.best(&scores[segment.clone()], &weights.transitions, best);
            tags[segment].copy_from_slice(best);
        }
        votes.count(&stretch.words, tags);
        found.clear();
        for (_, segment) in stretch.segments() {
            let mut changed = false;
            for at in segment.clone() {
                changed |= votes.apply(&stretch.words[at], tags[at], &weights.bonus, &kinds, &mut scores[at]);
            }
            if changed {
                decoder.best(&scores[segment.clone()], &weights.transitions, best);
                tags[segment.clone()].copy_from_slice(best);
            }
            for (range, label) in names_of(&tags[segment.clone()]) {
                let words = segment.start + range.start..segment.start + range.end;
                let margin = margin(&scores[words.clone()], &tags[words.clone()]);
                let [slope, offset] = weights.confidence;
                let confidence = 1.0 / (1.0 + (-(slope * margin + offset)).exp());
                found.push(Found { words, label, confidence, margin });
            }
        }
    }
}

/// Buffers of a call, reused from stretch to stretch.
#[derive(Debug, Default)]
struct Pass {
    stretch: Stretch,
    scores: Vec<Scores>,
    tags: Vec<u8>,
    votes: Votes,
    decoder: Decoder,
    best: Vec<u8>,
    found: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    words: Range<usize>,
    label: Label,
    confidence: f32,
    margin: f32,
}

/// The scores of a word: the sum of the rows of its features.
fn score(table: &Wide<TAGS>, keys: &[u64; TEMPLATES]) -> Scores {
    let mut set = [0; TEMPLATES];
    let mut count = 0;
    for &key in keys {
        set[count] = key;
        count += usize::from(key != 0);
    }
    table.score_all(&set[..count]).map(|score| f32::from(score) * table.scale())
}

/// How clearly the tags of a name win: the smallest lead over the best other tag of a word.
#[must_use]
pub fn margin(scores: &[Scores], tags: &[u8]) -> f32 {
    let lead = |row: &Scores, tag: u8| {
        let others = row.iter().enumerate().filter(|(other, _)| *other != tag as usize);
        row[tag as usize] - others.map(|(_, score)| *score).fold(f32::MIN, f32::max)
    };
    scores.iter().zip(tags).map(|(row, &tag)| lead(row, tag)).fold(f32::MAX, f32::min)
}

impl Weights {
    /// The bytes of the weight file.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut file = Writer::new(KIND);
        self.rows.write(&mut file);
        write_transitions(&self.transitions, &mut file);
        let place = [self.stranger_place];
        self.bonus
            .iter()
            .chain(&self.stranger)
            .chain(&place)
            .chain(&self.confidence)
            .for_each(|&number| file.real(number));
        file.bytes(&self.words.iter().flat_map(|word| word.hash.to_le_bytes()).collect::<Vec<_>>());
        for cluster in 0..3 {
            let number = |word: &KnownWord| {
                // The highest bits of the first cluster are the flags.
                let flags = u16::from(word.never) << 15 | u16::from(word.link) << 14;
                word.clusters[cluster] | if cluster == 0 { flags } else { 0 }
            };
            file.bytes(&self.words.iter().flat_map(|word| number(word).to_le_bytes()).collect::<Vec<_>>());
        }
        file.finish()
    }

    /// Reads what [`Weights::write`] wrote.
    ///
    /// # Errors
    /// A part that is missing or of another shape.
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        let rows = Wide::read(file)?;
        let transitions = read_transitions(file)?;
        let bonus = [file.real()?, file.real()?, file.real()?];
        let stranger = [file.real()?, file.real()?];
        let stranger_place = file.real()?;
        let confidence = [file.real()?, file.real()?];
        let hashes = file.bytes()?.chunks_exact(8);
        let numbers = [file.bytes()?, file.bytes()?, file.bytes()?];
        if !hashes.remainder().is_empty() || numbers.iter().any(|bytes| bytes.len() != 2 * hashes.len()) {
            return Err(file.error("holds a damaged vocabulary"));
        }
        let words = hashes
            .enumerate()
            .map(|(place, hash)| {
                let hash = hash.iter().rev().fold(0, |hash, &byte| hash << 8 | u64::from(byte));
                let [first, second, third] =
                    numbers.map(|bytes| u16::from_le_bytes([bytes[2 * place], bytes[2 * place + 1]]));
                KnownWord {
                    hash,
                    clusters: [first & 0x3fff, second, third],
                    never: first >> 15 == 1,
                    link: first >> 14 & 1 == 1,
                }
            })
            .collect();
        Ok(Self { rows, transitions, bonus, stranger, stranger_place, words, confidence })
    }
}

fn write_transitions(transitions: &Transitions, file: &mut Writer) {
    transitions.between.iter().flatten().for_each(|&weight| file.real(weight));
    transitions.within.iter().flatten().for_each(|&weight| file.real(weight));
}

fn read_transitions(file: &mut Reader<'_>) -> Result<Transitions, Error> {
    let mut transitions = Transitions::default();
    for weight in transitions.between.iter_mut().flatten() {
        *weight = file.real()?;
    }
    for weight in transitions.within.iter_mut().flatten() {
        *weight = file.real()?;
    }
    Ok(transitions)
}
