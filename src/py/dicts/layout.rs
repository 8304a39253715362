//! Text, layout and tokens.

use pyo3::prelude::*;

use super::{Label, View, iso};
use crate::Span;
use crate::article::BlockKind;

/// A stretch of the text.
#[derive(IntoPyObject)]
pub(super) struct SpanRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
}

/// A stretch of the text, of some kind.
#[derive(IntoPyObject)]
pub(super) struct KindRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    kind: Label<'static>,
}

#[derive(IntoPyObject)]
pub(super) struct DatelineRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    place: Option<SpanRecord<'t>>,
    agency: Option<SpanRecord<'t>>,
    date: Option<SpanRecord<'t>>,
    day: Option<String>,
}

#[derive(IntoPyObject)]
pub(super) struct TokenRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    lemma: Option<&'t str>,
    upos: Option<Label<'static>>,
    xpos: Option<Label<'static>>,
    head: Option<u32>,
    deprel: Option<Label<'static>>,
    sentence: usize,
}

#[derive(IntoPyObject)]
pub(super) struct PlainTokenRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    sentence: usize,
}

impl<'t> View<'t> {
    pub(super) fn span(&self, span: Span) -> SpanRecord<'t> {
        let (start, end, text) = self.place(span);
        SpanRecord { start, end, text }
    }

    fn kind(&self, span: Span, kind: BlockKind) -> KindRecord<'t> {
        let (start, end, text) = self.place(span);
        KindRecord { start, end, text, kind: Label(kind.name()) }
    }

    pub(super) fn first(&self, kind: BlockKind) -> Option<SpanRecord<'t>> {
        self.document.layout.first(kind).map(|span| self.span(span))
    }

    pub(super) fn dateline(&self) -> Option<DatelineRecord<'t>> {
        let dateline = self.document.layout.dateline?;
        let (start, end, text) = self.place(dateline.span);
        let part = |span: Option<Span>| span.map(|span| self.span(span));
        Some(DatelineRecord {
            start,
            end,
            text,
            place: part(dateline.place),
            agency: part(dateline.agency),
            date: part(dateline.date),
            day: dateline.day.map(iso),
        })
    }

    pub(super) fn paragraphs(&self) -> Vec<SpanRecord<'t>> {
        let blocks = self.document.layout.blocks.iter();
        blocks.filter(|block| block.kind == BlockKind::Paragraph).map(|block| self.span(block.span)).collect()
    }

    pub(super) fn boilerplate(&self) -> Vec<KindRecord<'t>> {
        let blocks = self.document.layout.blocks.iter();
        blocks.filter(|block| !block.kind.is_prose()).map(|block| self.kind(block.span, block.kind)).collect()
    }

    pub(super) fn sentences(&self) -> Vec<KindRecord<'t>> {
        self.document.tokens.sentences.iter().map(|sentence| self.kind(sentence.span, sentence.kind)).collect()
    }

    /// Tokens with their syntax; head and label are `None` where no syntax was asked for.
    pub(super) fn tokens(&self) -> Vec<TokenRecord<'t>> {
        let record = |(index, sentence): (usize, usize)| {
            let (start, end, text) = self.place(self.document.tokens.tokens[index].span);
            let word = self.document.syntax.words.get(index);
            TokenRecord {
                start,
                end,
                text,
                lemma: word.map(|word| word.lemma.as_str()),
                upos: word.map(|word| Label(word.upos.name())),
                xpos: word.map(|word| Label(word.xpos.name())),
                head: word.map(|word| word.head),
                deprel: word.map(|word| Label(word.deprel.name())),
                sentence,
            }
        };
        self.token_sentences().map(record).collect()
    }

    pub(super) fn plain_tokens(&self) -> Vec<PlainTokenRecord<'t>> {
        let record = |(index, sentence): (usize, usize)| {
            let (start, end, text) = self.place(self.document.tokens.tokens[index].span);
            PlainTokenRecord { start, end, text, sentence }
        };
        self.token_sentences().map(record).collect()
    }
}
