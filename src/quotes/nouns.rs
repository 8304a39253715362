//! Nouns that report: "the claim that ...", "expressed hope that ...".

use crate::quotes::cues::{Cue, NounClass};
use crate::quotes::indirect::{quote, without};
use crate::quotes::nominal::{named_in, past_phrase};
use crate::quotes::order::Closing;
use crate::quotes::phrase::{self, Phrase};
use crate::quotes::{Context, Quote, words as ends};
use crate::syntax::{Deprel, Upos, Xpos};
use crate::tokens::Sentence;

/// Tokens between a noun and the verb that carries it, at most.
const REACH: u32 = 5;

/// What a noun reports; feelings only where somebody expresses them.
pub(super) fn of_noun(
    context: &Context<'_>,
    sentence: &Sentence,
    token: u32,
    closings: &[(Cue, Closing)],
) -> Option<Quote> {
    let tree = context.tree;
    if tree.upos(token) != Upos::Noun {
        return None;
    }
    let class = context.cues.noun(context.form(token)).filter(|class| *class != NounClass::Source)?;
    let verb = carrier(context, sentence, token);
    let feels =
        verb.is_some_and(|verb| matches!(tree.lemma(verb), "express" | "voice" | "raise" | "reiterate" | "repeat"));
    let makes = feels || verb.is_some_and(|verb| matches!(tree.lemma(verb), "make" | "issue"));
    if class == NounClass::Feeling && !feels {
        return None;
    }
    // Past "by X" and "from X".
    let end = sentence.tokens.end;
    let source = token + 1 < end && matches!(context.form(token + 1), "by" | "from");
    let at = if source { past_phrase(context, token + 1, end) } else { token + 1 };
    if at >= end {
        return None;
    }
    let that = context.form(at) == "that" && !(at + 1 < end && context.finite(at + 1));
    let bare = feels
        && (tree.upos(at) == Upos::Det
            || tree.xpos(at) == Xpos::Prp
            || (tree.upos(at) == Upos::Propn && at == token + 1));
    let start = if that { at + 1 } else { at };
    if !(that || bare) || !(start..end).any(|at| context.finite(at)) {
        return None;
    }
    // The clause of an object goes on to the end of the sentence, that of a subject ends before the verb.
    let limit = (start..end).find(|&at| context.form(at) == ";").unwrap_or(end);
    let mut words = start..limit;
    if !(sentence.tokens.start..token).any(|at| context.finite(at)) && verb.is_none() {
        let clause = tree.children(token).iter().copied().find(|&child| {
            child > at && matches!(tree.deprel(child), Deprel::Acl | Deprel::Ccomp | Deprel::AclRelcl)
        })?;
        words.end = (tree.extent(clause).1 + 1).clamp(start, limit);
    }
    words.end = ends::end_of_words(context, &words, verb.unwrap_or(token));
    let cue = match verb.filter(|_| makes) {
        Some(verb) => context.span(verb).union(context.span(token)),
        None => context.span(token),
    };
    let speaker = owner(context, sentence, token, verb.filter(|_| makes), source.then_some(at));
    // Without an owner only what is held against somebody is surely somebody's words: "after allegations that ...".
    let held = matches!(tree.lemma(token), "allegation" | "accusation" | "claim" | "charge" | "suggestion" | "ruling");
    if speaker.is_none() && !held {
        return None;
    }
    quote(context, &without(words, closings), speaker, cue, "noun")
}

/// The verb right before a noun's phrase: "expressed deep concern".
fn carrier(context: &Context<'_>, sentence: &Sentence, noun: u32) -> Option<u32> {
    let first = sentence.tokens.start.max(noun.saturating_sub(REACH));
    let tree = context.tree;
    let part = |at: u32| {
        let possessive = tree.xpos(at) == Xpos::PrpPoss;
        possessive || matches!(tree.upos(at), Upos::Det | Upos::Adj | Upos::Adv | Upos::Noun | Upos::Cconj | Upos::Num)
    };
    let at = (first..noun).rev().find(|&at| !part(at))?;
    (tree.upos(at) == Upos::Verb).then_some(at)
}

/// Whose words they are: "his claim", "Georgian claims", "claims by the army", else the subject of the verb that expresses them.
fn owner(
    context: &Context<'_>,
    sentence: &Sentence,
    noun: u32,
    verb: Option<u32>,
    source_end: Option<u32>,
) -> Option<Phrase> {
    let tree = context.tree;
    let named = |token| phrase::naming(context.document, tree, context.mentions, token);
    if let Some(end) = source_end {
        return named_in(context, &(noun + 2..end));
    }
    if let Some(owner) = tree.child(noun, &[Deprel::NmodPoss]) {
        return Some(named(owner));
    }
    let before = noun.checked_sub(1).filter(|&at| at >= sentence.tokens.start);
    if let Some(name) = before.filter(|&at| context.mentions.holding(at).is_some() && !context.in_time(at)) {
        return Some(named(name));
    }
    let verb = verb?;
    let cue = Cue { verb, end: verb + 1, class: crate::quotes::cues::CueClass::Say };
    let words = context.document.tokens.span(noun..sentence.tokens.end);
    crate::quotes::speaker::speaker(context, cue, words)
}
