//! "According to X", "as X reported", "as reported by X": the rest of the sentence is X's.

use crate::quotes::cues::CueClass;
use crate::quotes::indirect::quote;
use crate::quotes::nominal::named_in;
use crate::quotes::order::{is_mark, is_pause, speaks_of_itself};
use crate::quotes::phrase::{self, Phrase};
use crate::quotes::{Context, Quote, speaker as speakers};
use crate::syntax::{Upos, Xpos};
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
        Some(noun) => {
            // "according to a report by X"
            let noun = speakers::owner(context, noun).filter(|&owner| owner > next).unwrap_or(noun);
            speakers::titled(context, phrase::naming(context.document, tree, context.mentions, noun))
        }
        None => speakers::first_noun(context, next + 1, limit)?,
    };
    let (first, last) = tree.extent(speaker.head);
    let mut last = if first >= token { last.max(speaker.head) } else { speaker.head };
    // "according to a ministry statement": the phrase goes on behind whoever made it.
    if let Some(noun) = noun.filter(|&noun| noun > speaker.head && noun < limit && tree.extent(noun).0 <= speaker.head)
    {
        last = last.max(noun);
    }
    // A phrase before its clause or between commas ends at the comma.
    let between = token > sentence.tokens.start && context.form(token - 1) == ",";
    if (token <= sentence.tokens.start + 1 || between)
        && let Some(comma) = end_of_source(context, &speaker, limit)
    {
        last = comma;
    }
    let cue = context.span(token).union(context.span(next));
    // Up to the semicolons around it.
    let semicolon = |at: &u32| context.form(*at) == ";";
    let start = (sentence.tokens.start..token).rev().find(semicolon).map_or(sentence.tokens.start, |at| at + 1);
    let limit = (last + 1..limit).find(semicolon).unwrap_or(limit);
    let mut ranges = [start..token, last + 1..limit.max(last + 1)];
    if between && token > start + 1 {
        // "killed and, according to X, ..." says what follows; "those who are ill, according to X, ..." the relative clause.
        let before = token - 2;
        let comma = (start..token - 1).rev().find(|&at| context.form(at) == ",");
        let relative = comma.filter(|&at| matches!(context.form(at + 1), "who" | "which" | "whose"));
        if matches!(tree.upos(before), Upos::Cconj | Upos::Sconj) || matches!(tree.xpos(before), Xpos::Wdt | Xpos::Wp) {
            ranges[0] = token..token;
        } else if let Some(comma) = relative {
            ranges = [comma + 1..token, limit..limit];
        }
    }
    quote(context, &ranges, Some(speaker), cue, "according to")
}

/// "As X reported, ...", "as announced by X": the cue with its quotation. The phrase begins the sentence or stands behind a comma,
/// and ends with a comma or the sentence.
pub(super) fn as_reported(context: &Context<'_>, sentence: &Sentence, token: u32) -> Option<(u32, Quote)> {
    const REACH: u32 = 24;
    let tree = context.tree;
    let tokens = &sentence.tokens;
    let opens = token == tokens.start
        || context.form(token - 1) == ","
        || (token == tokens.start + 1 && tree.upos(tokens.start) == Upos::Cconj);
    if !opens || !context.form(token).eq_ignore_ascii_case("as") {
        return None;
    }
    let limit = tokens.end.min(token + REACH);
    let end = (token + 1..limit).find(|&at| is_pause(context, at)).unwrap_or(limit);
    if end == limit && limit < tokens.end {
        return None;
    }
    let cue = (token + 1..end).find_map(|at| context.cue(at))?;
    if cue.class != CueClass::Say || !speaks_of_itself(tree.lemma(cue.verb)) {
        return None;
    }
    let by = cue.verb == token + 1 && cue.end < end && context.form(cue.end) == "by";
    let subject = if by { cue.end + 1..end } else { token + 1..cue.verb };
    let nominal = subject.start < subject.end
        && matches!(
            tree.upos(subject.start),
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num
        );
    // Nothing but times and phrases behind "as X reported".
    let plain = by
        || (cue.end..end).all(|at| {
            let first = at != cue.end
                || matches!(tree.upos(at), Upos::Adp | Upos::Adv)
                || context.in_time(at)
                || is_mark(context.form(at));
            first && !context.finite(at)
        });
    let finite = (token + 1..end).filter(|&at| at != cue.verb && context.finite(at)).count();
    if !nominal || !plain || finite > usize::from(!by && tree.upos(cue.verb - 1) == Upos::Aux) {
        return None;
    }
    let speaker = named_in(context, &subject)?;
    let before = tokens.start..token;
    let before = if before.len() > 1 { before } else { token..token };
    let ranges = [before, end..tokens.end];
    Some((cue.verb, quote(context, &ranges, Some(speaker), context.cue_span(cue), "as reported")?))
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
