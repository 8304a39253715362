//! Goes over the sentences and collects what the grammar finds, before anything is resolved.

use super::atoms::{self, Atom, Kind};
use super::expression::Found;
use super::grammar::Reader;
use super::words::{Key, Tense, Word, Words};
use super::{Value, tense, values};
use crate::Span;
use crate::names::Label;
use crate::pipeline::Document;

/// An expression with its surroundings.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub found: Found,
    pub span: Span,
    pub block: u32,
    /// Whether its block is headline, standfirst or paragraph.
    pub prose: bool,
    pub quoted: bool,
    pub tense: Option<Tense>,
    /// Whether it frames its sentence ("In 1941, ...").
    pub frames: bool,
}

/// All expressions and values of an article, in order.
pub(super) fn scan(text: &str, document: &Document, words: &Words) -> (Vec<Mention>, Vec<Value>) {
    let mut mentions = Vec::new();
    let mut all_values = Vec::new();
    let mut buffer: Vec<Atom> = Vec::new();
    let mut quote = Quote::default();
    let (mut name, mut value_name) = (0, 0);
    for sentence in &document.tokens.sentences {
        if quote.block != sentence.block {
            quote = Quote { block: sentence.block, ..Quote::default() };
        }
        buffer.clear();
        let holds = atoms::cut(text, sentence.span.start, sentence.span.end, words, &mut buffer);
        let first_mention = mentions.len();
        if holds.time {
            let reader = Reader { text, atoms: &buffer, words };
            let mut at = 0;
            let mut quoted_to = 0;
            while at < buffer.len() {
                if !starts(buffer[at].kind, buffer[at].holiday) {
                    at += 1;
                    continue;
                }
                let Some(mut found) = reader.expression(at) else {
                    at += 1;
                    continue;
                };
                let second = reader.range(&mut found);
                for atom in &buffer[quoted_to..found.first] {
                    quote.read(atom);
                }
                quoted_to = found.first;
                let next = second.as_ref().map_or(found.last, |second| second.last).max(at + 1);
                for found in [Some(found), second].into_iter().flatten() {
                    let span = Span::new(buffer[found.first].start, buffer[found.last - 1].end);
                    if in_name(document, span, &mut name, &found) {
                        continue;
                    }
                    let tense = needs_tense(&found)
                        .then(|| tense::tense(text, document, words, &buffer, found.first..found.last))
                        .flatten();
                    // "closed until Friday" looks ahead whatever the verb.
                    let until = matches!(reader.before(found.first), Some(Key::Until | Key::Till));
                    let tense = if until && tense != Some(Tense::Past) { Some(Tense::Future) } else { tense };
                    let frames = found.first <= 1;
                    mentions.push(Mention {
                        frames,
                        span,
                        block: sentence.block,
                        prose: sentence.kind.is_prose(),
                        quoted: quote.open,
                        tense,
                        found,
                    });
                }
                at = next;
            }
            for atom in &buffer[quoted_to..] {
                quote.read(atom);
            }
        } else {
            for atom in &buffer {
                quote.read(atom);
            }
        }
        if holds.number {
            let reader = Reader { text, atoms: &buffer, words };
            let first_value = all_values.len();
            values::find(&reader, &mentions[first_mention..], &mut all_values);
            drop_in_names(document, &mut all_values, first_value, &mut value_name);
        }
    }
    (mentions, all_values)
}

/// Whether an expression may begin with this atom.
fn starts(kind: Kind, holiday: bool) -> bool {
    match kind {
        Kind::Word(Word::Other) => holiday,
        Kind::Word(Word::Key(key)) => !matches!(
            key,
            Key::Of
                | Key::In
                | Key::On
                | Key::By
                | Key::For
                | Key::From
                | Key::To
                | Key::And
                | Key::Or
                | Key::Is
                | Key::Was
        ),
        Kind::Word(_) | Kind::Number(..) => true,
        Kind::Mark(mark) => matches!(mark, '\'' | '’' | '‘'),
    }
}

/// Whether double quotation marks are open.
#[derive(Default)]
struct Quote {
    block: u32,
    open: bool,
}

impl Quote {
    fn read(&mut self, atom: &Atom) {
        if let Kind::Mark(mark) = atom.kind {
            match mark {
                '"' => self.open = !self.open,
                '“' | '«' | '„' => self.open = true,
                '”' | '»' => self.open = false,
                _ => {}
            }
        }
    }
}

/// Whether an expression is only part of a name: a person's ("April Jones") or a paper's ("Sunday Times").
fn in_name(document: &Document, span: Span, next: &mut usize, found: &Found) -> bool {
    let names = &document.names;
    while *next < names.len() && names[*next].span.end <= span.start {
        *next += 1;
    }
    let Some(name) = names.get(*next).filter(|name| name.span.overlaps(span)) else { return false };
    if !(name.span.contains(span) && name.span != span) {
        return false;
    }
    match name.label {
        Label::Person => true,
        Label::Org => !matches!(found.rule, "full_date" | "year" | "month_year"),
        _ => false,
    }
}

/// Drops values that are only part of a name ("Boeing 737", "Channel 4").
fn drop_in_names(document: &Document, values: &mut Vec<Value>, from: usize, next: &mut usize) {
    let names = &document.names;
    let mut keep = from;
    for at in from..values.len() {
        let span = values[at].span;
        while *next < names.len() && names[*next].span.end <= span.start {
            *next += 1;
        }
        if !names.get(*next).is_some_and(|name| name.span.overlaps(span)) {
            values.swap(keep, at);
            keep += 1;
        }
    }
    values.truncate(keep);
}

/// Whether the reading depends on tense.
fn needs_tense(found: &Found) -> bool {
    !matches!(found.rule, "full_date" | "year" | "period" | "month_year" | "duration" | "set" | "reference" | "clock")
        || found.rule == "clock"
}
