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
    let mut by_label: BTreeMap<&str, Option<u32>> = BTreeMap::new();
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
        let inner = name.trim_matches(|c: char| !c.is_alphanumeric());
        let at = span.start as usize + name.find(inner).unwrap_or(0);
        let speaker = Span::of(at, at + inner.len());
        let token = context.document.tokens.within(speaker).next();
        let mention = token.and_then(|token| context.mentions.holding(token));
        let entities = &context.document.entities;
        let entity = mention.map(|index| entities.mentions[index as usize].entity);
        let named = *by_label.entry(inner).or_insert_with(|| short_for(context, inner));
        out.push(Quote {
            content,
            parts: vec![content],
            kind: QuoteKind::Direct,
            speaker: named.or(entity),
            speaker_span: Some(speaker),
            cue: None,
            rule: "transcript",
            confidence: super::measured("transcript"),
        });
    }
    out
}

/// The one organisation or person of the article that a label in capitals is short for: "WN" for Wikinews, whose letters it
/// takes in their order, beginning with the first.
fn short_for(context: &Context<'_>, label: &str) -> Option<u32> {
    use crate::entities::EntityKind;
    use crate::names::Label;
    if !(2..=4).contains(&label.len()) || !label.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let fits = |name: &str| {
        let mut letters = name.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_uppercase());
        let mut wanted = label.chars();
        letters.next() == wanted.next() && wanted.all(|c| letters.any(|letter| letter == c)) && name.len() > label.len()
    };
    let entities = &context.document.entities.entities;
    let mut found = entities.iter().enumerate().filter(|(_, entity)| {
        matches!(entity.kind, EntityKind::Named(Label::Org | Label::Person | Label::Product | Label::WorkOfArt))
            && fits(&entity.name)
            && (entity.name.split(' ').count() == 1 || entity.name.split(' ').count() == label.len())
    });
    match (found.next(), found.next()) {
        (Some((index, _)), None) => u32::try_from(index).ok(),
        _ => None,
    }
}

/// Length of the label before the colon of a paragraph: a few words without small letters.
fn label(block: &str) -> Option<usize> {
    let head = &block.as_bytes()[..block.len().min(LABEL + 1)];
    let colon = head.iter().position(|byte| *byte == b':')?;
    let label = block.get(..colon)?;
    let named = label.chars().any(|c| c.is_ascii_uppercase()) && !label.chars().any(char::is_lowercase);
    (named && !label.contains(['.', ',', '"', '“'])).then_some(colon)
}
