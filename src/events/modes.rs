//! What speaks for a mode beside the features of the type: words that the table `lexicon/events/mode_words.tsv` ties to modes,
//! near the trigger and in the sentences around it, and the modes of frames.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::candidates::Candidate;
use super::scene::{NONE, Scene};
use super::types::EventType;
use super::vocabulary;
use crate::Error;
use crate::lexicon::Table;
use crate::model::hash;

const WORDS: &str = include_str!("../../lexicon/events/mode_words.tsv");

/// The modes that words speak for.
#[derive(Debug)]
pub(crate) struct ModeWords {
    /// By lemma: type, an atom of the mode, and the lemma that must follow, empty for none.
    words: FxHashMap<CompactString, Vec<(EventType, u64, CompactString)>>,
}

impl ModeWords {
    /// The shipped table.
    ///
    /// # Errors
    /// A row that does not parse.
    pub(crate) fn built_in() -> Result<Self, Error> {
        const NAME: &str = "events/mode_words";
        let table = Table::parse(NAME, WORDS, &["word", "type", "mode"])?;
        let mut words: FxHashMap<CompactString, Vec<_>> = FxHashMap::default();
        for row in table.rows() {
            let [word, kind, mode] = row.cells[..] else { continue };
            let unknown = |column: &str, what: &str| Error::table(NAME, row.number, column, format!("unknown {what}"));
            let kind = EventType::from_name(kind).ok_or_else(|| unknown("type", "type"))?;
            let mode = vocabulary::mode(kind, mode).ok_or_else(|| unknown("mode", "mode of the type"))?;
            let (first, next) = word.split_once('_').unwrap_or((word, ""));
            words.entry(first.into()).or_default().push((kind, hash::text(mode), next.into()));
        }
        Ok(Self { words })
    }

    /// Hands the modes of a type that a token speaks for to `take`.
    fn of(&self, scene: &Scene<'_>, token: u32, kind: EventType, mut take: impl FnMut(u64)) {
        let lemma = scene.tree().lemma(token);
        let form = scene.reader.form(token);
        let listed = self.words.get(lemma).or_else(|| self.words.get(form));
        for (_, mode, next) in listed.into_iter().flatten().filter(|(other, ..)| *other == kind) {
            if next.is_empty() || scene.tree().lemma(token + 1) == next || scene.reader.form(token + 1) == next {
                take(*mode);
            }
        }
    }
}

/// Writes the features of a candidate of a type that its mode is decided on, in addition to those of the type.
pub(crate) fn features(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, out: &mut Vec<u64>) {
    let tree = scene.tree();
    let words = &scene.lexicon.mode_words;
    let sentences = &scene.reader.document.tokens.sentences;
    let own = &sentences[candidate.sentence as usize];
    let token = candidate.token;
    let kind_atom = kind as u64;
    let mut add = |template: u32, a: u64, b: u64| out.push(hash::feature(template, [a, b]));
    add(200, kind_atom, 0);
    add(201, kind_atom, scene.atom(token));
    for found in &candidate.matches {
        let frame = scene.reader.frames.get(found.frame);
        if frame.kind == kind {
            add(202, frame.mode.map_or(0, hash::text), u64::from(found.complete));
        }
    }
    for at in candidate.first..=candidate.last {
        words.of(scene, at, kind, |mode| add(203, mode, 0));
    }
    for &child in tree.children(token) {
        words.of(scene, child, kind, |mode| add(204, mode, 0));
    }
    let around = &candidate.arguments;
    if let Some(at) = around.subject {
        words.of(scene, at, kind, |mode| add(205, mode, 0));
        add(206, kind_atom, scene.class(at).0);
    }
    if let Some(at) = around.object {
        words.of(scene, at, kind, |mode| add(207, mode, 0));
        add(208, kind_atom, scene.class(at).0);
    }
    for (preposition, at) in &around.obliques {
        let preposition = hash::text(preposition);
        words.of(scene, *at, kind, |mode| add(209, mode, preposition));
        add(210, preposition, scene.class(*at).0);
    }
    if tree.head(token) != token {
        words.of(scene, tree.head(token), kind, |mode| add(211, mode, tree.deprel(token) as u64));
    }
    for at in own.tokens.clone().filter(|at| !(candidate.first..=candidate.last).contains(at)) {
        let near = u64::from(at.abs_diff(token) <= 5);
        words.of(scene, at, kind, |mode| {
            add(212, mode, 0);
            add(213, mode, near * 2 + u64::from(at > token));
        });
        let other = scene.candidate_of.get(at as usize).copied().unwrap_or(NONE);
        if other != NONE {
            let frame = scene.reader.frames.get(scene.candidates[other as usize].matches[0].frame);
            if frame.kind == kind {
                add(214, frame.mode.map_or(0, hash::text), near);
            }
        }
    }
    // What the sentences around say, for a killing whose weapon stands in the next one.
    for (side, neighbour) in [(0, candidate.sentence.checked_sub(1)), (1, Some(candidate.sentence + 1))] {
        let Some(sentence) = neighbour.and_then(|it| sentences.get(it as usize)) else { continue };
        for at in sentence.tokens.clone().take(60) {
            words.of(scene, at, kind, |mode| {
                add(215, mode, side);
                add(216, mode, scene.atom(token));
            });
        }
    }
}

/// Whether a frame of the candidate, or a word of its sentence or of those beside it, speaks for a mode of a type.
pub(crate) fn is_named(scene: &Scene<'_>, candidate: &Candidate, kind: EventType, mode: &'static str) -> bool {
    let mut frames = candidate.matches.iter().map(|found| scene.reader.frames.get(found.frame));
    if frames.any(|frame| frame.kind == kind && frame.mode == Some(mode)) {
        return true;
    }
    let (words, wanted) = (&scene.lexicon.mode_words, hash::text(mode));
    let sentences = &scene.reader.document.tokens.sentences;
    let first = candidate.sentence.saturating_sub(1) as usize;
    let last = (candidate.sentence as usize + 2).min(sentences.len());
    let mut named = false;
    for token in sentences[first..last].iter().flat_map(|sentence| sentence.tokens.clone()) {
        words.of(scene, token, kind, |mode| named |= mode == wanted);
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Analyzer, Options, Resources};

    #[test]
    fn the_table_is_read() {
        let words = ModeWords::built_in().expect("every row parses");
        let of = |word: &str| words.words.get(word).map_or(0, Vec::len);
        assert!(of("grenade") == 1 && of("tear") == 1 && of("breakfast") == 0);
    }

    #[test]
    fn what_no_word_speaks_for_is_left_out() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let analyzer = Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() });
        let modes = |text: &str| -> Vec<_> {
            analyzer.analyze(text, None).events.iter().map(|event| (event.kind.name(), event.mode)).collect()
        };
        assert_eq!(modes("The teacher was attacked in a school."), [("ASSAULT", None)]);
        assert_eq!(modes("The teacher was attacked with a knife in a school."), [("ASSAULT", Some("primitive"))]);
        assert_eq!(modes("Warplanes attacked the town on Monday."), [("ASSAULT", Some("aerial"))]);
        assert_eq!(modes("Gunmen raped dozens of women."), [("ASSAULT", Some("sexual"))]);
    }
}
