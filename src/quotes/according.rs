//! "According to X": the rest of the sentence is X's.

use crate::quotes::indirect::quote;
use crate::quotes::phrase::{self, Phrase};
use crate::quotes::{Context, Quote, speaker as speakers};
use crate::syntax::Upos;
use crate::tokens::Sentence;

/// "according to X": the rest of the sentence is X's.
pub(super) fn of(context: &Context<'_>, sentence: &Sentence, token: u32) -> Option<Quote> {
    let tree = context.tree;
    let next = token + 1;
    if next >= sentence.tokens.end || context.form(next) != "to" {
        return None;
    }
    // In the tree "according to" marks the noun as its case, or the noun depends on "according".
    let noun = if tree.upos(tree.head(token)) == Upos::Verb || tree.head(token) < token {
        tree.children(token).iter().copied().find(|&child| child > next)
    } else {
        Some(tree.head(token))
    };
    let noun = noun.filter(|&noun| !context.in_time(noun));
    let limit = sentence.tokens.end;
    let speaker = match noun.filter(|&noun| noun > next && tree.extent(noun).0 >= token.saturating_sub(1)) {
        Some(noun) => speakers::titled(context, phrase::naming(context.document, tree, context.mentions, noun)),
        None => speakers::first_noun(context, next + 1, limit)?,
    };
    let (first, last) = tree.extent(speaker.head);
    let mut last = if first >= token { last.max(speaker.head) } else { speaker.head };
    // A phrase before its clause ends at the comma.
    if token <= sentence.tokens.start + 1
        && let Some(comma) = end_of_source(context, &speaker, limit)
    {
        last = comma;
    }
    let cue = context.span(token).union(context.span(next));
    // Up to the semicolons around it.
    let semicolon = |at: &u32| context.form(*at) == ";";
    let start = (sentence.tokens.start..token).rev().find(semicolon).map_or(sentence.tokens.start, |at| at + 1);
    let limit = (last + 1..limit).find(semicolon).unwrap_or(limit);
    let ranges = [start..token, last + 1..limit.max(last + 1)];
    quote(context, &ranges, Some(speaker), cue, "according to")
}

/// The comma where "According to X," ends: not one inside a date or before an age, a relative clause or an apposition of a name.
fn end_of_source(context: &Context<'_>, speaker: &Phrase, limit: u32) -> Option<u32> {
    let tree = context.tree;
    let commas: Vec<u32> =
        (speaker.head..limit.min(speaker.head + 60)).filter(|&at| context.form(at) == ",").take(4).collect();
    for (index, &comma) in commas.iter().enumerate() {
        let Some(next) = commas.get(index + 1).copied() else { return Some(comma) };
        let first = comma + 1;
        let number = tree.upos(first) == Upos::Num && first + 1 == next;
        let relative = matches!(context.form(first), "who" | "which" | "whose");
        let person = context.mentions.holding(speaker.head).is_some_and(|it| phrase::is_person(context.document, it));
        let apposition = index == 0
            && person
            && matches!(tree.upos(first), Upos::Det | Upos::Noun | Upos::Adj)
            && !(first..next).any(|at| context.finite(at) || tree.upos(at) == Upos::Cconj);
        if !(number || relative || apposition || context.in_time(first)) {
            return Some(comma);
        }
    }
    None
}
