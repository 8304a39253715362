//! What training needs: the candidates of a document with the features that each model decides on, from the very code that
//! runs on articles.

use super::model::TYPES;
use super::scene::Scene;
use super::types::EventType;
use super::{modes, network, place, roles, standing, type_features};
use crate::Span;
use crate::lexicon::Lexicon;
use crate::model::{Dictionary, hash};
use crate::pipeline::Document;
use crate::quotes::tree::Tree;

pub use super::network::{BUCKETS, NEIGHBOURS, Network, Place, Word, shapes};
pub use super::surroundings::{FEATURES, NETWORK_WEIGHT, Seen, confidence, features as surroundings};

/// A candidate and what it looks like to the type and mode models.
#[derive(Debug)]
pub struct Example {
    /// The trigger's words, with a modal verb that may be one.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
    /// Hash of its lemma.
    pub lemma: u64,
    /// Where it stands for the network.
    pub place: Place,
    /// Types that frames propose, the best first.
    pub proposed: Vec<EventType>,
    /// The best frame's pattern.
    pub pattern: String,
    /// Features of type and mode.
    pub features: Vec<u64>,
    /// Those among them that name no word.
    pub general: Vec<u64>,
}

/// A phrase beside a candidate and what it looks like to the role and place models.
#[derive(Debug)]
pub struct PhraseExample {
    /// The token that heads it.
    pub head: Span,
    /// All its tokens' heads up to the root, nearest first: to find which phrase of a gold span is its top.
    pub ancestors: Vec<Span>,
    /// The phrase as it would be returned.
    pub naming: Span,
    /// Features of its role.
    pub role: Vec<u64>,
    /// Features of being the place; empty when it names no place.
    pub place: Vec<u64>,
}

/// The table of example sentences: sentence, trigger, type (empty for no event), mode.
///
/// # Errors
/// A row that does not parse.
pub fn own_examples() -> Result<Vec<[&'static str; 4]>, crate::Error> {
    const EXAMPLES: &str = include_str!("../../lexicon/events/examples.tsv");
    let table = crate::lexicon::Table::parse("events/examples", EXAMPLES, &["sentence", "trigger", "type", "mode"])?;
    Ok(table.rows().map(|row| [row.cells[0], row.cells[1], row.cells[2], row.cells[3]]).collect())
}

/// A document prepared for training.
pub struct Lesson<'a> {
    scene: Scene<'a>,
}

/// Prepares a document and hands it to `teach`. `classes` gives the word classes of lower-case forms.
pub fn with_lesson<T>(
    text: &str,
    document: &Document,
    lexicon: &Lexicon,
    classes: &Dictionary,
    teach: impl FnOnce(&Lesson<'_>) -> T,
) -> T {
    let tree = Tree::new(&document.syntax);
    let lesson = Lesson { scene: Scene::new(text, document, &tree, lexicon, classes) };
    teach(&lesson)
}

impl Lesson<'_> {
    /// All candidates.
    #[must_use]
    pub fn examples(&self) -> Vec<Example> {
        let scene = &self.scene;
        let frames = scene.reader.frames;
        let example = |candidate: &super::candidates::Candidate| {
            let (mut features, mut general) = (Vec::new(), Vec::new());
            type_features::write_features(scene, candidate, |template, feature| {
                features.push(feature);
                if type_features::GENERAL.contains(&template) {
                    general.push(feature);
                }
            });
            Example {
                span: scene.reader.document.tokens.span(candidate.modal.unwrap_or(candidate.first)..candidate.last + 1),
                sentence: candidate.sentence,
                lemma: scene.atom(candidate.token),
                place: network::place(scene, candidate),
                proposed: candidate.matches.iter().map(|it| frames.get(it.frame).kind).collect(),
                pattern: frames.get(candidate.matches[0].frame).pattern.to_string(),
                features,
                general,
            }
        };
        scene.candidates.iter().map(example).collect()
    }

    /// What a network says of each candidate: the shares of the classes of type.
    #[must_use]
    pub fn opinions(&self, network: &Network) -> Vec<[f32; TYPES]> {
        let all: Vec<usize> = (0..self.scene.candidates.len()).collect();
        network::opinions(&self.scene, network, &all)
    }

    /// What the network sees of the words of a sentence.
    #[must_use]
    pub fn words(&self, sentence: u32) -> Vec<Word> {
        network::words(&self.scene, sentence)
    }

    /// Where the heads of the phrases of a sentence stand that may take part in its acts.
    #[must_use]
    pub fn heads(&self, sentence: u32) -> Vec<Span> {
        let tokens = &self.scene.reader.document.tokens.tokens;
        roles::phrases(&self.scene, sentence).into_iter().map(|token| tokens[token as usize].span).collect()
    }

    /// The phrases that may take part in the act of a candidate of this type and mode.
    #[must_use]
    pub fn phrases(&self, candidate: usize, kind: EventType, mode: Option<&str>) -> Vec<PhraseExample> {
        let scene = &self.scene;
        let tokens = &scene.reader.document.tokens;
        let it = &scene.candidates[candidate];
        let phrases = roles::phrases(scene, it.sentence);
        let places = place::places(scene, &phrases);
        let around = roles::Around::new(scene, it);
        let mut out = Vec::new();
        for phrase in phrases {
            if scene.reader.is_trigger(it, phrase) {
                continue;
            }
            let (mut role, mut place) = (Vec::new(), Vec::new());
            roles::features(&around, kind, mode.map_or(0, hash::text), phrase, &mut role);
            if places.binary_search(&phrase).is_ok() {
                place::features(&around, kind, phrase, &places, &mut place);
            }
            let mut ancestors = Vec::new();
            let mut at = phrase;
            while ancestors.len() < 12 && scene.tree().head(at) != at {
                at = scene.tree().head(at);
                ancestors.push(tokens.tokens[at as usize].span);
            }
            let naming = crate::quotes::phrase::naming(scene.reader.document, scene.tree(), &scene.mentions, phrase);
            let head = tokens.tokens[phrase as usize].span;
            out.push(PhraseExample { head, ancestors, naming: naming.span, role, place });
        }
        out
    }

    /// Features of the mode, in addition to those of the type.
    #[must_use]
    pub fn mode(&self, candidate: usize, kind: EventType) -> Vec<u64> {
        let mut features = Vec::new();
        modes::features(&self.scene, &self.scene.candidates[candidate], kind, &mut features);
        features
    }

    /// Features of assertion and tense.
    #[must_use]
    pub fn standing(&self, candidate: usize, kind: EventType) -> Vec<u64> {
        let mut features = Vec::new();
        standing::features(&self.scene, &self.scene.candidates[candidate], kind, &mut features);
        features
    }
}
