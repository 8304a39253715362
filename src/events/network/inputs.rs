//! What the network sees: numbers for each word of a sentence, and the words that stand around a candidate in the tree.

use crate::events::candidates::Candidate;
use crate::events::scene::Scene;
use crate::model::hash;
use crate::syntax::Deprel;

/// Classes of the last letters of a word, of its first letters, of its written shape, and of the small numbers of
/// [`Word::tags`].
pub const BUCKETS: [usize; 6] = [2000, 3000, 9, 64, 64, 64];

/// Words around a candidate.
pub const NEIGHBOURS: usize = 9;

/// What the network sees of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Hash of its form in lower case, with one form for all quotation marks and dashes, and 0 for every digit.
    pub form: u64,
    /// Classes of its last and first letters, its shape, its part of speech, its relation, and what kind of thing it names;
    /// each below its number of [`BUCKETS`].
    pub tags: [u16; 6],
}

/// A candidate in its sentence; words are counted from the sentence's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// First word of the trigger, last one, and the one that heads it.
    pub words: [u32; 3],
    /// The head of the trigger and its dependents: subject, object, two obliques, clause, modifier, conjunct, function word.
    pub neighbours: [Option<u32>; NEIGHBOURS],
}

/// The words of a sentence.
pub(crate) fn words(scene: &Scene<'_>, sentence: u32) -> Vec<Word> {
    let document = scene.reader.document;
    let mut form = String::new();
    let range = document.tokens.sentences[sentence as usize].tokens.clone();
    range.map(|token| word(scene, token, &mut form)).collect()
}

#[allow(clippy::cast_possible_truncation)]
fn word(scene: &Scene<'_>, token: u32, form: &mut String) -> Word {
    let text = scene.reader.document.tokens.form(scene.reader.text, token);
    form.clear();
    text.chars().for_each(|c| put(c, form));
    if matches!(form.as_str(), "``" | "''") {
        "\"".clone_into(form);
    }
    let count = form.chars().count();
    let from = |at: usize| form.char_indices().nth(at).map_or(form.len(), |(byte, _)| byte);
    let ending = hash::text(&form[from(count.saturating_sub(3))..]) % BUCKETS[0] as u64;
    let beginning = hash::text(&form[..from(4)]) % BUCKETS[1] as u64;
    let tree = scene.tree();
    let tags = [
        ending as u16,
        beginning as u16,
        shape(text),
        tree.upos(token) as u16,
        tree.deprel(token) as u16,
        (scene.kind(token) % BUCKETS[5] as u64) as u16,
    ];
    Word { form: hash::text(form), tags }
}

fn put(c: char, form: &mut String) {
    match c {
        '’' | '‘' | '`' | '´' | 'ʼ' | '‚' | '‛' => form.push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' => form.push('"'),
        '–' | '—' | '‒' | '―' | '−' | '‐' | '‑' => form.push('-'),
        '…' => form.push_str("..."),
        _ if c.is_numeric() => form.push('0'),
        _ => form.extend(c.to_lowercase()),
    }
}

/// Class of a word's capital letters.
fn shape(text: &str) -> u16 {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return 0 };
    let (count, upper) = letters.fold((0, 0), |(all, upper), c| (all + 1, upper + u32::from(c.is_uppercase())));
    let any = first.is_uppercase() || upper > 0;
    match (first.is_uppercase(), count, upper) {
        _ if text.chars().any(char::is_numeric) => 1 + u16::from(any),
        (true, 0, _) => 3,
        (true, all, upper) if all == upper => 4,
        (true, _, 0) => 5,
        _ if !any => 6,
        _ => 7,
    }
}

/// Where a candidate and its neighbours stand.
pub(crate) fn place(scene: &Scene<'_>, candidate: &Candidate) -> Place {
    let tree = scene.tree();
    let range = scene.reader.document.tokens.sentences[candidate.sentence as usize].tokens.clone();
    let inside = |token: u32| range.contains(&token).then(|| token - range.start);
    let token = candidate.token;
    let mut neighbours = [None; NEIGHBOURS];
    neighbours[0] = Some(tree.head(token)).filter(|&head| head != token).and_then(inside);
    for &child in tree.children(token) {
        let slots: &[usize] = match tree.deprel(child) {
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Csubj | Deprel::CsubjPass => &[1],
            Deprel::Obj | Deprel::Iobj => &[2],
            Deprel::Obl | Deprel::OblAgent | Deprel::OblUnmarked | Deprel::Nmod => &[3, 4],
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl => &[5],
            Deprel::Compound | Deprel::Amod | Deprel::NmodPoss | Deprel::NmodDesc | Deprel::Appos => &[6],
            Deprel::Conj | Deprel::CompoundPrt => &[7],
            Deprel::Case | Deprel::Mark | Deprel::Aux => &[8],
            _ => &[],
        };
        if let Some(&slot) = slots.iter().find(|&&slot| neighbours[slot].is_none()) {
            neighbours[slot] = inside(child);
        }
    }
    let first = candidate.modal.unwrap_or(candidate.first);
    let within = |token: u32| token.clamp(range.start, range.end - 1) - range.start;
    Place { words: [within(first), within(candidate.last), within(token)], neighbours }
}
