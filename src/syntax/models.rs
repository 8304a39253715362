//! The models of this layer and the order in which they read a sentence.

use std::path::Path;

use compact_str::CompactString;

use super::Word;
use super::forms::{Case, Form, Forms};
use super::labels::{Upos, Xpos};
use super::lemmatizer::{self, Lemmatizer};
use super::morphology::Morphology;
use super::parser::{self, Node, Parser, State};
use super::tagger::{self, Doubts, Tagger};
use super::vocabulary::MOSTLY_CAPITAL;
use crate::Error;
use crate::model::Reader;
use crate::model::hash::number;

/// Tagger, lemmatizer and parser.
#[derive(Debug)]
pub struct Models {
    /// Parts of speech.
    pub tagger: Tagger,
    /// Morphological features.
    pub morphology: Morphology,
    /// Lemmas.
    pub lemmatizer: Lemmatizer,
    /// Trees.
    pub parser: Parser,
}

/// Memory that is used again from sentence to sentence.
#[derive(Debug, Default)]
pub struct Scratch {
    /// What the models see of the words.
    pub forms: Forms,
    /// Tags as classes of the tagger.
    pub tags: Vec<u8>,
    /// What the tagger looks at twice.
    pub doubts: Doubts,
    /// The parse.
    pub state: State,
    lower: String,
}

impl Models {
    /// Loads `tagger.model`, `lemmatizer.model` and `parser.model` from a folder.
    ///
    /// # Errors
    /// A file that is missing, damaged or of another kind.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let tagger = Reader::load(folder, "tagger.model", tagger::KIND, Tagger::read)?;
        let (morphology, lemmatizer) = Reader::load(folder, "lemmatizer.model", lemmatizer::KIND, |file| {
            Ok((Morphology::read(file)?, Lemmatizer::read(file)?))
        })?;
        let parser = Reader::load(folder, "parser.model", parser::KIND, Parser::read)?;
        Ok(Self { tagger, morphology, lemmatizer, parser })
    }

    /// Analyzes one sentence and appends its words to `out`. Each form comes with whether it is glued to the one before.
    /// Heads count from the length that `out` had before the first sentence of the article: they are indices into it.
    pub fn sentence(&self, forms: &[(&str, bool)], scratch: &mut Scratch, out: &mut Vec<Word>) {
        scratch.forms.read(forms.iter().copied(), &self.tagger.vocabulary);
        self.tagger.tag(&scratch.forms, &mut scratch.doubts, &mut scratch.tags);
        self.reset(scratch);
        self.parser.parse(&mut scratch.state);
        self.words(forms, scratch, out);
    }

    /// Appends the words of a parsed sentence, with lemmas and features, to `out`.
    pub fn words(&self, forms: &[(&str, bool)], scratch: &mut Scratch, out: &mut Vec<Word>) {
        let first = out.len();
        for place in 0..forms.len() {
            out.push(self.word(forms, scratch, place, first));
        }
    }

    /// Puts the tagged words of `scratch` into its parser state.
    pub fn reset(&self, scratch: &mut Scratch) {
        scratch.state.reset(nodes(&scratch.forms, &scratch.tags, &scratch.doubts.others, &self.tagger));
    }

    #[allow(clippy::cast_possible_truncation)]
    fn word(&self, forms: &[(&str, bool)], scratch: &mut Scratch, place: usize, first: usize) -> Word {
        let Scratch { tags, lower, .. } = scratch;
        let tag = tags[place];
        let (upos, xpos) = self.tagger.labels(tag);
        let behind = |distance: usize| place.checked_sub(distance).map_or(u8::MAX, |place| tags[place]);
        let form = &scratch.forms.words()[place];
        let head = scratch.state.heads[place + 1] as usize;
        Word {
            lemma: {
                let next = forms.get(place + 1).map_or("", |(form, _)| form);
                let lemma = self.lemmatizer.lemma(forms[place].0, tag, upos == Upos::Propn, next, lower);
                // A name or an adjective of one ("vietnam", "french") has a capital where web text mostly gives it one.
                let named = matches!(upos, Upos::Propn | Upos::Adj) && MOSTLY_CAPITAL.contains(&form.capital);
                if named && matches!(form.case, Case::Lower | Case::Title) { capitalized(&lemma) } else { lemma }
            },
            upos,
            xpos,
            features: self.morphology.features(form.lower, form.suffixes[2], [tag, behind(1), behind(2)]),
            head: (first + if head == 0 { place } else { head - 1 }) as u32,
            deprel: scratch.state.relations[place + 1],
        }
    }
}

fn capitalized(word: &str) -> CompactString {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The parser's view of a tagged sentence: forms, classes of tags, and for doubtful words the class they may have instead.
pub fn nodes<'s>(
    forms: &'s Forms,
    tags: &'s [u8],
    others: &'s [u8],
    tagger: &'s Tagger,
) -> impl Iterator<Item = Node> + 's {
    let mut before = [0; 3];
    let words = forms.words().iter().zip(tags).zip(others);
    words.map(move |((form, tag), other)| node(form, [*tag, *other], tagger.labels(*tag), &mut before))
}

/// The parser's view of a tagged word. `before` counts verbs, commas and conjunctions from word to word.
fn node(form: &Form, [tag, other]: [u8; 2], (upos, xpos): (Upos, Xpos), before: &mut [u32; 3]) -> Node {
    before[0] += u32::from(matches!(upos, Upos::Verb | Upos::Aux));
    before[1] += u32::from(matches!(xpos, Xpos::Comma | Xpos::LeftBracket | Xpos::RightBracket | Xpos::Colon));
    before[2] += u32::from(matches!(upos, Upos::Cconj | Upos::Sconj));
    Node {
        word: form.lower,
        tag: tagger::tag_atom(tag),
        pair: number(u64::from(tag) << 8 | u64::from(other) | 1 << 43),
        upos: number(upos as u64 | 1 << 44),
        suffix: form.suffixes[2],
        cluster: form.cluster,
        before: *before,
    }
}
