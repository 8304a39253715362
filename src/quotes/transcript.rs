//! Interviews in print: paragraphs that begin with the label of who speaks ("Q:", "SMITH:", "((WN)) :").

use std::collections::BTreeMap;

use crate::Span;
use crate::article::BlockKind;
use crate::quotes::{Context, Quote, QuoteKind};

/// Longest label in bytes.
const LABEL: usize = 30;

/// One quotation for each labelled paragraph; a label counts when two paragraphs have it.
pub(super) fn find(context: &Context<'_>, known: &[Quote]) -> Vec<Quote> {
    let blocks = &context.document.layout.blocks;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let labelled: Vec<(Span, usize)> = blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph)
        .filter_map(|block| Some((block.span, label(block.span.text(context.text))?)))
        .collect();
    for (span, length) in &labelled {
        *counts.entry(span.text(context.text)[..*length].trim()).or_default() += 1;
    }
    let mut out = Vec::new();
    for (span, length) in labelled {
        let block = span.text(context.text);
        let name = block[..length].trim();
        let body = block[length + 1..].trim();
        let start = span.end as usize - block[length + 1..].trim_start().len();
        let content = Span::of(start, start + body.len());
        if counts[name] < 2 || body.is_empty() || known.iter().any(|quote| quote.content.overlaps(content)) {
            continue;
        }
        let speaker = Span::new(span.start, span.start + u32::try_from(name.len()).unwrap_or(0));
        let token = context.document.tokens.within(speaker).next();
        let mention = token.and_then(|token| context.mentions.holding(token));
        out.push(Quote {
            content,
            parts: vec![content],
            kind: QuoteKind::Direct,
            speaker: mention.map(|index| context.document.entities.mentions[index as usize].entity),
            speaker_span: Some(speaker),
            cue: None,
            rule: "transcript",
            confidence: 0.8,
        });
    }
    out
}

/// Length of the label before the colon of a paragraph: a few words without small letters.
fn label(block: &str) -> Option<usize> {
    let head = &block.as_bytes()[..block.len().min(LABEL + 1)];
    let colon = head.iter().position(|byte| *byte == b':')?;
    let label = block.get(..colon)?;
    let named = label.chars().any(|c| c.is_ascii_uppercase()) && !label.chars().any(char::is_lowercase);
    (named && !label.contains(['.', ',', '"', '“'])).then_some(colon)
}
