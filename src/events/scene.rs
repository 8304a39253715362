//! What the models read: the article around its candidates, prepared once.

use rustc_hash::FxHashMap;

use super::candidates::{Candidate, Reader};
use super::types::EventType;
use crate::entities::{EntityKind, MentionKind};
use crate::lexicon::Lexicon;
use crate::model::{Dictionary, hash};
use crate::names::Label;
use crate::pipeline::Document;
use crate::quotes::phrase::MentionIndex;
use crate::quotes::tree::Tree;
use crate::syntax::Upos;

/// No quotation, no candidate.
pub(crate) const NONE: u32 = u32::MAX;

/// An article with indices over its mentions, quotations and candidates.
pub(crate) struct Scene<'a> {
    pub reader: Reader<'a>,
    pub lexicon: &'a Lexicon,
    pub mentions: MentionIndex,
    /// By token: the innermost quotation that holds it.
    pub quote_of: Vec<u32>,
    /// By token: the token of the cue of that quotation.
    pub candidates: Vec<Candidate>,
    /// By token: index of the candidate it heads.
    pub candidate_of: Vec<u32>,
    /// By token: the atom of its lemma.
    pub lemma_atoms: Vec<u64>,
    /// By token: 1 + label of the name that holds it, 0 for none.
    pub name_of: Vec<u8>,
    /// By token: its word classes, coarse and fine, 0 for none.
    classes: Vec<(u16, u16)>,
    pub(super) outline: Outline,
}

/// What the article is about, as far as frames tell.
#[derive(Default)]
pub(super) struct Outline {
    /// By type: how many candidates it is the best proposal of.
    pub proposed: [u32; 32],
    /// Types and lemmas of the candidates in the first sentence: the headline of an article.
    pub first: Vec<(EventType, u64)>,
    /// By candidate: how many before it have the same lemma.
    pub before: Vec<u32>,
}

impl<'a> Scene<'a> {
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn new(
        text: &'a str,
        document: &'a Document,
        tree: &'a Tree<'a>,
        lexicon: &'a Lexicon,
        classes: &Dictionary,
    ) -> Self {
        let count = document.tokens.tokens.len();
        let mut quote_of = vec![NONE; count];
        // Quotations in order of their start: an inner one comes later and overwrites.
        for (index, quote) in document.quotes.iter().enumerate() {
            for part in &quote.parts {
                for token in document.tokens.within(*part) {
                    quote_of[token as usize] = index as u32;
                }
            }
        }
        let reader = Reader::new(text, document, tree, &lexicon.frames);
        let candidates = reader.candidates();
        let mut candidate_of = vec![NONE; count];
        for (index, candidate) in candidates.iter().enumerate() {
            candidate_of[candidate.token as usize] = index as u32;
        }
        let lemma_atoms: Vec<u64> = (0..count as u32).map(|token| hash::text(&reader.lemma(token))).collect();
        let class_of = |form: &compact_str::CompactString| {
            let both = classes.get(hash::text(form));
            ((both & 0xffff) as u16, (both >> 16) as u16)
        };
        let classes = reader.lower.iter().map(class_of).collect();
        let mut outline = Outline::default();
        let mut lemmas: FxHashMap<u64, u32> = FxHashMap::default();
        for candidate in &candidates {
            let count = lemmas.entry(lemma_atoms[candidate.token as usize]).or_default();
            outline.before.push(*count);
            *count += 1;
            let kind = reader.frames.get(candidate.matches[0].frame).kind;
            outline.proposed[kind as usize % 32] += 1;
            if candidate.sentence == 0 {
                outline.first.push((kind, lemma_atoms[candidate.token as usize]));
            }
        }
        let mut name_of = vec![0; count];
        for name in &document.names {
            for token in name.tokens.clone() {
                name_of[token as usize] = 1 + name.label as u8;
            }
        }
        let mentions = MentionIndex::new(document);
        Self { reader, lexicon, mentions, quote_of, candidates, candidate_of, lemma_atoms, name_of, classes, outline }
    }

    pub(crate) fn tree(&self) -> &'a Tree<'a> {
        self.reader.tree
    }

    pub(crate) fn atom(&self, token: u32) -> u64 {
        self.lemma_atoms.get(token as usize).copied().unwrap_or(0)
    }

    /// The fine and the coarse word class of a token, 0 for none.
    pub(crate) fn class(&self, token: u32) -> (u64, u64) {
        let (coarse, fine) = self.classes.get(token as usize).copied().unwrap_or_default();
        (fine.into(), coarse.into())
    }

    /// What kind of thing a noun names, as a small number: its entity's label, else by its part of speech; with the main
    /// sector in the upper bits.
    pub(crate) fn kind(&self, token: u32) -> u64 {
        match self.name_of.get(token as usize) {
            Some(&label) if label > 0 => return u64::from(label),
            _ => {}
        }
        let document = self.reader.document;
        let group = self.mentions.headed(token).is_some_and(|index| {
            let entity = document.entities.mentions[index as usize].entity;
            document.entities.entities[entity as usize].kind == EntityKind::Group
        });
        match self.tree().upos(token) {
            _ if group => 20,
            Upos::Noun => 40,
            Upos::Propn => 41,
            Upos::Pron => 42,
            Upos::Num => 43,
            Upos::Verb => 44,
            _ => 45,
        }
    }

    /// Whether a person is named between two tokens.
    pub(crate) fn kind_between(&self, from: u32, to: u32) -> bool {
        (from..to).any(|token| self.name_of.get(token as usize) == Some(&(1 + Label::Person as u8)))
    }

    /// The main sector of a participant, 0 for none.
    pub(crate) fn sector(&self, token: u32) -> u64 {
        let document = self.reader.document;
        let index = self.mentions.headed(token).or_else(|| self.mentions.holding(token));
        index.map_or(0, |index| {
            let mention = &document.entities.mentions[index as usize];
            let entity = &document.entities.entities[mention.entity as usize];
            entity.sectors.first().map_or(0, |sector| 1 + *sector as u64)
        })
    }

    /// The quotation that holds a token.
    pub(crate) fn quote(&self, token: u32) -> Option<u32> {
        self.quote_of.get(token as usize).copied().filter(|&quote| quote != NONE)
    }

    /// Whether a token is an ancestor of another, or the same.
    pub(crate) fn is_above(&self, above: u32, below: u32) -> bool {
        let mut at = below;
        for _ in 0..9 {
            if at == above {
                return true;
            }
            let head = self.tree().head(at);
            if head == at {
                break;
            }
            at = head;
        }
        false
    }

    pub(crate) fn is_pronoun(&self, token: u32) -> bool {
        let document = self.reader.document;
        let headed = self.mentions.headed(token);
        headed.is_some_and(|index| document.entities.mentions[index as usize].kind == MentionKind::Pronoun)
            || self.tree().upos(token) == Upos::Pron
    }
}
