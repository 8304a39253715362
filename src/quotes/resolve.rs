//! Who is behind a speaker without a name: "he" after a quotation is who spoke last, "the court" is the court that was named.

use crate::Span;
use crate::entities::{EntityKind, MentionKind};
use crate::names::Label;
use crate::quotes::{Context, Quote, cues};
use crate::syntax::{Deprel, Upos};

/// Bodies that are named by a noun and called by it alone afterwards.
const BODIES: [&str; 16] = [
    "court",
    "ministry",
    "agency",
    "council",
    "party",
    "committee",
    "commission",
    "union",
    "university",
    "company",
    "organization",
    "organisation",
    "department",
    "embassy",
    "association",
    "parliament",
];

/// Mentions that are searched for a body's name, at most.
const NEAR: usize = 400;

/// Links the speakers of quotations in order of their cues.
pub(super) fn link(context: &Context<'_>, quotes: &mut [Quote]) {
    // Those without a cue follow the quotation whose speaker they share.
    let mut order: Vec<usize> = (0..quotes.len()).collect();
    order.sort_by_key(|&at| quotes[at].cue.map_or(quotes[at].content.start, |cue| cue.start));
    let mut last: Option<usize> = None;
    for at in order {
        // "She said ..., adding ..."
        if let Some(last) = last
            && quotes[at].speaker_span.is_some()
            && quotes[last].speaker_span == quotes[at].speaker_span
        {
            quotes[at].speaker = quotes[last].speaker;
            continue;
        }
        // "Also noted that": who spoke right before goes on.
        if let Some(last) = last.filter(|&last| goes_on(context, &quotes[last], &quotes[at])) {
            quotes[at].speaker = quotes[last].speaker;
            quotes[at].speaker_span = quotes[last].speaker_span;
            continue;
        }
        if is_third_person(context, &quotes[at]) {
            // A court or country is no "he".
            if is_named(context, quotes[at].speaker) && !is_person(context, quotes[at].speaker) {
                quotes[at].speaker = None;
            }
            if let Some(last) = last.filter(|&last| follows(context, &quotes[last], &quotes[at])) {
                let (before, now) = (quotes[last].speaker, quotes[at].speaker);
                if is_person(context, before) || !is_person(context, now) {
                    quotes[at].speaker = before;
                }
            }
        } else if !is_named(context, quotes[at].speaker)
            && let Some(entity) = named_before(context, &quotes[at])
        {
            quotes[at].speaker = Some(entity);
        }
        if quotes[at].speaker_span.is_some() {
            last = Some(at);
        }
    }
}

/// Whether the speaker is "he" or "she".
fn is_third_person(context: &Context<'_>, quote: &Quote) -> bool {
    quote.speaker_span.is_some_and(|span| matches!(span.text(context.text), "he" | "she" | "He" | "She"))
}

/// Whether the cue of one quotation stands in the sentence of another's cue or in the next one.
fn follows(context: &Context<'_>, first: &Quote, second: &Quote) -> bool {
    let tokens = &context.document.tokens;
    let sentence = |quote: &Quote| quote.cue.map(|cue| tokens.sentence_of(tokens.within(cue).start));
    let (Some(a), Some(b)) = (sentence(first), sentence(second)) else { return false };
    b == a + 1
}

/// Whether a quotation with a reporting verb, but without a speaker, stands in the sentence of another or in the next one. A
/// passive ("they were told that") has another speaker, who stays unnamed.
fn goes_on(context: &Context<'_>, first: &Quote, second: &Quote) -> bool {
    let tokens = &context.document.tokens;
    let passive = |cue: Span| context.tree.child(tokens.within(cue).start, &[Deprel::AuxPass]).is_some();
    if second.speaker_span.is_some() || second.rule == "noun" || second.cue.is_some_and(passive) {
        return false;
    }
    let sentence = |quote: &Quote| quote.cue.map(|cue| tokens.sentence_of(tokens.within(cue).start));
    let (Some(a), Some(b)) = (sentence(first), sentence(second)) else { return false };
    b == a || b == a + 1
}

fn is_person(context: &Context<'_>, entity: Option<u32>) -> bool {
    let kind = entity.map(|id| context.document.entities.entities[id as usize].kind);
    kind == Some(EntityKind::Named(Label::Person))
}

fn is_named(context: &Context<'_>, entity: Option<u32>) -> bool {
    let kind = entity.map(|id| context.document.entities.entities[id as usize].kind);
    matches!(kind, Some(EntityKind::Named(_)))
}

/// The body that "the court" or "the ministry" was called by name last.
fn named_before(context: &Context<'_>, quote: &Quote) -> Option<u32> {
    let span = quote.speaker_span?;
    let tokens = &context.document.tokens;
    let range = tokens.within(span);
    let noun = cues::lower(span.text(context.text));
    let definite = range.start > 0 && matches!(context.form(range.start - 1), "the" | "The");
    if range.len() != 1
        || !definite
        || !BODIES.contains(&noun.as_str())
        || context.tree.upos(range.start) == Upos::Propn
    {
        return None;
    }
    let entities = &context.document.entities;
    let called = |name: &str| {
        let mut words = name.split(' ');
        let first = words.next().is_some_and(|word| word.eq_ignore_ascii_case(&noun));
        let last = name.rsplit(' ').next().is_some_and(|word| word.eq_ignore_ascii_case(&noun));
        (first || last || name.contains(" Court of ") && noun == "court") && name.contains(' ')
    };
    // The nearest of the last mentions before it.
    let end = entities.mentions.partition_point(|mention| mention.span.start < span.start);
    let before = entities.mentions[..end].iter().rev().take(NEAR);
    let named = before.filter(|mention| {
        mention.kind == MentionKind::Name
            && entities.entities[mention.entity as usize].kind == EntityKind::Named(Label::Org)
            && called(mention.span.text(context.text))
    });
    named.map(|mention| mention.entity).next()
}
