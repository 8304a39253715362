//! The tense of the clause around an expression: it decides between last Tuesday and next Tuesday.

use super::atoms::{Atom, Kind};
use super::words::{Tense, Word, Words};
use crate::Span;
use crate::pipeline::Document;
use crate::syntax::{Deprel, Upos, Xpos};

/// How many heads are climbed to find the verb.
const CLIMB: usize = 8;
/// How many atoms to each side are searched for a verb form.
const WINDOW: usize = 40;

/// The tense by the tree where there is one, else by the nearest verb form.
pub(super) fn tense(
    text: &str,
    document: &Document,
    words: &Words,
    atoms: &[Atom],
    range: std::ops::Range<usize>,
) -> Option<Tense> {
    by_tree(text, document, Span::new(atoms[range.start].start, atoms[range.end - 1].end))
        .or_else(|| by_form(text, words, atoms, range))
}

fn by_tree(text: &str, document: &Document, span: Span) -> Option<Tense> {
    let words = &document.syntax.words;
    if words.is_empty() {
        return None;
    }
    let tokens = document.tokens.within(span);
    // The head of the expression is the token whose head lies outside.
    let mut at = tokens
        .clone()
        .find(|&token| !tokens.contains(&words[token as usize].head) || document.syntax.is_root(token))?;
    let sentence = document.tokens.sentences.get(document.tokens.sentence_of(at))?.range();
    for _ in 0..CLIMB {
        let word = &words[at as usize];
        let verbal = matches!(word.upos, Upos::Verb | Upos::Aux);
        let helpers = || {
            // Helpers stand near their verb; the window keeps long sentences cheap.
            let low = sentence.start.max((at as usize).saturating_sub(12));
            let high = sentence.end.min(at as usize + 6);
            (low..high).filter(|&other| words[other].head == at && other != at as usize)
        };
        let helped = helpers().any(|other| words[other].upos == Upos::Aux);
        if verbal || helped {
            let form = |other: usize| document.tokens.tokens[other].span.text(text).to_ascii_lowercase();
            let mut past = false;
            let mut present = false;
            for other in helpers().filter(|&other| words[other].upos == Upos::Aux) {
                match form(other).as_str() {
                    "will" | "shall" | "would" | "'ll" | "’ll" | "wo" | "may" | "might" | "should" | "must" => {
                        return Some(Tense::Future);
                    }
                    "was" | "were" | "had" | "did" | "has" | "have" | "'ve" | "’ve" | "could" | "been" => past = true,
                    "is" | "are" | "am" | "'s" | "’s" | "'re" | "’re" | "do" | "does" | "can" => present = true,
                    _ => {}
                }
            }
            let lemma = word.lemma.as_str();
            let looks_ahead = matches!(lemma, "schedule" | "expect" | "plan" | "set" | "slate" | "due" | "intend");
            match word.xpos {
                _ if looks_ahead && (past || present || word.xpos == Xpos::Vbn) => return Some(Tense::Future),
                Xpos::Vbd => return Some(Tense::Past),
                // "plans announced in January".
                Xpos::Vbn if word.deprel == Deprel::Acl => return Some(Tense::Past),
                _ if past => return Some(Tense::Past),
                Xpos::Vbg if present => return Some(Tense::Future),
                Xpos::Vbz | Xpos::Vbp => return Some(Tense::Present),
                _ if present => return Some(Tense::Present),
                // "to meet on Friday" looks ahead of its governor.
                Xpos::Vb if helpers().any(|other| words[other].xpos == Xpos::To) => return Some(Tense::Future),
                Xpos::Md => return Some(Tense::Future),
                _ => {}
            }
        }
        if document.syntax.is_root(at) || !sentence.contains(&(word.head as usize)) {
            break;
        }
        at = word.head;
    }
    None
}

fn by_form(text: &str, words: &Words, atoms: &[Atom], range: std::ops::Range<usize>) -> Option<Tense> {
    let form = |at: usize| -> Option<Tense> {
        let Kind::Word(word) = atoms[at].kind else { return None };
        if !matches!(word, Word::Other | Word::Key(_) | Word::Ordinal(_)) && word != Word::Month(5) {
            return None;
        }
        let written = &text[atoms[at].start as usize..atoms[at].end as usize];
        if written.len() > 24 || (atoms[at].capital && at > 0) {
            return None;
        }
        let lower = written.to_ascii_lowercase();
        words.tense(&lower).or_else(|| (lower.len() > 4 && lower.ends_with("ed")).then_some(Tense::Past))
    };
    let clause = |at: usize| matches!(atoms[at].kind, Kind::Mark(';'));
    let mut left = None;
    for at in (range.start.saturating_sub(WINDOW)..range.start).rev() {
        if clause(at) {
            break;
        }
        if let Some(tense) = form(at) {
            left = Some((range.start - at, tense, at));
            break;
        }
    }
    let mut right = None;
    for at in range.end..atoms.len().min(range.end + WINDOW) {
        if clause(at) {
            break;
        }
        if let Some(tense) = form(at) {
            right = Some((at + 1 - range.end, tense));
            break;
        }
    }
    // A helper further left beats the participle: "will be held on Friday", "was scheduled for Friday".
    if let Some((_, Tense::Past, at)) = left {
        for before in (at.saturating_sub(4)..at).rev() {
            match form(before) {
                Some(Tense::Future) => return Some(Tense::Future),
                Some(Tense::Past) => break,
                _ => {}
            }
        }
    }
    match (left, right) {
        (Some((near, tense, _)), Some((far, other))) => Some(if near <= 2 * far { tense } else { other }),
        (Some((_, tense, _)), None) => Some(tense),
        (None, Some((_, tense))) => Some(tense),
        (None, None) => None,
    }
}
