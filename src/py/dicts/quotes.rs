//! Quotations.

use pyo3::prelude::*;

use super::layout::SpanRecord;
use super::{Label, View, round};
use crate::quotes::Quote;

#[derive(IntoPyObject)]
pub(super) struct QuoteRecord<'t> {
    id: usize,
    start: u32,
    end: u32,
    text: &'t str,
    kind: Label<'static>,
    speaker: Option<u32>,
    speaker_span: Option<SpanRecord<'t>>,
    cue: Option<SpanRecord<'t>>,
    parts: Vec<SpanRecord<'t>>,
    rule: Label<'static>,
    confidence: f64,
}

impl<'t> View<'t> {
    pub(super) fn quotes(&self) -> Vec<QuoteRecord<'t>> {
        let record = |(id, quote): (usize, &'t Quote)| {
            let (start, end, text) = self.place(quote.content);
            QuoteRecord {
                id,
                start,
                end,
                text,
                kind: Label(quote.kind.name()),
                speaker: quote.speaker,
                speaker_span: quote.speaker_span.map(|span| self.span(span)),
                cue: quote.cue.map(|span| self.span(span)),
                parts: quote.parts.iter().map(|&span| self.span(span)).collect(),
                rule: Label(quote.rule),
                confidence: round(quote.confidence),
            }
        };
        self.document.quotes.iter().enumerate().map(record).collect()
    }
}
