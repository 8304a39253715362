//! Sentences to train syntax on: gold treebanks, silver text, and noisy copies of the gold ones.

use std::path::{Path, PathBuf};

use compact_str::CompactString;
use dateline::syntax::{Features, Upos, Xpos};

use super::Random;
use crate::conllu::{self, Word};

/// The gold treebanks, without `-train.conllu`.
pub(crate) const TREEBANKS: [&str; 2] = ["ewt", "gum"];

/// A sentence as the models see it in training.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub forms: Vec<CompactString>,
    pub glued: Vec<bool>,
    pub words: Vec<Word>,
    /// How much each word counts when the tagger learns, and when the parser learns where it hangs.
    pub rates: [Vec<f32>; 2],
    /// Which part of the data it belongs to for jackknifing: copies of a sentence and its neighbours have the same.
    pub group: u64,
    /// Analyzed by a model instead of people.
    pub silver: bool,
    /// A noisy copy.
    pub copy: bool,
}

impl Example {
    pub(crate) fn new(sentence: conllu::Sentence, group: u64, silver: bool) -> Self {
        let glued = sentence.glued();
        let forms = sentence.words.iter().map(|word| word.form.as_str().into()).collect();
        let rates = rates(&sentence.words, group, silver);
        Self { forms, glued, words: sentence.words, rates, group, silver, copy: false }
    }

    /// The words as [`dateline::syntax::forms::Forms::read`] wants them.
    pub(crate) fn read(&self) -> impl Iterator<Item = (&str, bool)> {
        self.forms.iter().map(CompactString::as_str).zip(self.glued.iter().copied())
    }
}

/// How much words of the web treebank, of the other one, and of silver text count when a model learns. Web text is the
/// harder one and stands alone against news in the silver text.
const RATES: [f32; 3] = [2.0, 1.0, 0.5];
/// Silver words whose arc the teacher finds less likely teach the tagger nothing ...
const SURE_TAG: f32 = 0.7;
/// ... and the parser, for which the others count as much as the teacher trusts them.
const SURE_ARC: f32 = 0.4;

/// How much each word counts when the tagger and when the parser learns.
fn rates(words: &[Word], group: u64, silver: bool) -> [Vec<f32>; 2] {
    let [web, other, teacher] = RATES;
    if !silver {
        let rates = vec![if group >> 32 == 0 { web } else { other }; words.len()];
        return [rates.clone(), rates];
    }
    let confidence =
        |word: &Word| word.misc.split('|').find_map(|pair| pair.strip_prefix("Conf=")?.parse().ok()).unwrap_or(1.0);
    let confidences: Vec<f32> = words.iter().map(confidence).collect();
    let tag = |confidence: &f32| if *confidence < SURE_TAG { 0.0 } else { teacher };
    let arc = |confidence: &f32| if *confidence < SURE_ARC { 0.0 } else { teacher * confidence };
    [confidences.iter().map(tag).collect(), confidences.iter().map(arc).collect()]
}

/// Gold training sentences.
pub(crate) fn gold(data: &Path) -> Result<Vec<Example>, String> {
    let mut examples = Vec::new();
    for (number, bank) in TREEBANKS.iter().enumerate() {
        let sentences = conllu::read(&data.join("syntax").join(format!("{bank}-train.conllu")))?;
        let mut document = (number as u64) << 32;
        for sentence in sentences {
            document += u64::from(sentence.starts_document());
            examples.push(Example::new(sentence, document, false));
        }
    }
    Ok(examples)
}

/// Sentences of automatically analyzed files. Those whose `Conf` (in MISC, mean over the words) is below 0.6 are left out.
pub(crate) fn silver(paths: &[PathBuf]) -> Result<Vec<Example>, String> {
    let mut examples = Vec::new();
    for (number, path) in paths.iter().enumerate() {
        for (place, sentence) in conllu::read(path)?.into_iter().enumerate() {
            let confidences: Vec<f64> = sentence
                .words
                .iter()
                .filter_map(|word| word.misc.split('|').find_map(|pair| pair.strip_prefix("Conf=")?.parse().ok()))
                .collect();
            #[allow(clippy::cast_precision_loss)]
            let mean = confidences.iter().sum::<f64>() / confidences.len().max(1) as f64;
            if confidences.is_empty() || mean >= 0.6 {
                let group = ((number as u64 + 100) << 32) | (place as u64 / 50);
                examples.push(Example::new(sentence, group, true));
            }
        }
    }
    Ok(examples)
}

/// Ways to spoil the capitals of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noise {
    Lower,
    Title,
    Upper,
    /// Some words lose or get a capital, as in machine translation.
    Random,
}

/// A copy of a sentence with spoilt capitals.
pub(crate) fn spoil(example: &Example, noise: Noise, random: &mut Random) -> Example {
    let mut copy = example.clone();
    copy.copy = true;
    let small_words = random.chance(0.5);
    for (form, word) in copy.forms.iter_mut().zip(&example.words) {
        let short = small_words && matches!(word.upos, Upos::Adp | Upos::Det | Upos::Cconj | Upos::Part | Upos::Sconj);
        *form = match noise {
            Noise::Lower => form.to_lowercase(),
            Noise::Upper => form.to_uppercase(),
            Noise::Title if short => continue,
            Noise::Title => capitalized(form),
            Noise::Random if random.chance(0.15) => {
                if form.chars().next().is_some_and(char::is_uppercase) {
                    form.to_lowercase()
                } else {
                    capitalized(form)
                }
            }
            Noise::Random => continue,
        };
    }
    copy
}

fn capitalized(form: &str) -> CompactString {
    let mut letters = form.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Noisy copies of some of the examples: 5% each in lower, title and upper case, 10% with random capitals.
pub(crate) fn noisy(examples: &[Example], seed: u64) -> Vec<Example> {
    let mut random = Random::new(seed ^ 0x006e_6f69_7365);
    let mut copies = Vec::new();
    for example in examples {
        let noise = match random.below(100) {
            0..5 => Noise::Lower,
            5..10 => Noise::Title,
            10..15 => Noise::Upper,
            15..25 => Noise::Random,
            _ => continue,
        };
        copies.push(spoil(example, noise, &mut random));
    }
    copies
}

/// The features of a word as one of the bundles that dateline tells apart.
pub(crate) fn bundle(word: &Word) -> Features {
    const LEFT_OUT: [&str; 6] = ["Typo", "ExtPos", "CorrectForm", "Style", "Foreign", "NumForm"];
    let kept: Vec<&str> = word
        .features
        .split('|')
        .filter(|pair| pair.split_once('=').is_some_and(|(name, _)| !LEFT_OUT.contains(&name)))
        .collect();
    Features::from_text(&kept.join("|")).unwrap_or_default()
}

/// The tags of the data as classes: the most frequent pairs of UPOS and XPOS.
#[derive(Clone, Debug)]
pub(crate) struct TagSet {
    pub tags: Vec<(Upos, Xpos)>,
}

impl TagSet {
    /// The `limit` most frequent tags of the gold sentences. They have the same order in all models that share them.
    pub(crate) fn of(examples: &[Example], limit: usize) -> Self {
        let mut counts = std::collections::BTreeMap::new();
        for word in
            examples.iter().filter(|example| !example.silver && !example.copy).flat_map(|example| &example.words)
        {
            *counts.entry((word.upos, word.xpos)).or_insert(0_usize) += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(tag, count)| (std::cmp::Reverse(*count), *tag));
        counts.truncate(limit);
        Self { tags: counts.into_iter().map(|(tag, _)| tag).collect() }
    }

    /// The class of a tag; for a rare one the most frequent class of the same UPOS.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn class(&self, upos: Upos, xpos: Xpos) -> u8 {
        let exact = self.tags.iter().position(|tag| *tag == (upos, xpos));
        exact.or_else(|| self.tags.iter().position(|tag| tag.0 == upos)).unwrap_or(0) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_text_counts_most_and_doubtful_silver_words_least() {
        let line = |number: usize, form: &str, misc: &str| {
            format!("{number}\t{form}\t_\tNOUN\tNN\t_\t{}\tdep\t_\t{misc}\n", number - 1)
        };
        let text = line(1, "tea", "_") + &line(2, "cup", "Conf=0.60") + &line(3, "lid", "SpaceAfter=No|Conf=0.10");
        let words = conllu::parse(&text).unwrap().remove(0).words;
        let cases = [
            (7, false, [[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]),
            (1 << 32 | 7, false, [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]),
            (100 << 32 | 7, true, [[0.5, 0.0, 0.0], [0.5, 0.3, 0.0]]),
        ];
        for (group, silver, expected) in cases {
            assert_eq!(rates(&words, group, silver), expected.map(|rates| rates.to_vec()), "{group:x}");
        }
    }
}
