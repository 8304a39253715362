//! Noun phrases by the order of their words, where trees are not to be trusted: where one ends, what stands before it, whom it names.

use crate::quotes::Context;
use crate::quotes::cues::{Cue, CueClass};
use crate::quotes::order::{REACH, Range, is_hyphen, is_mark, is_pause};
use crate::quotes::phrase::{self, Phrase};
use crate::quotes::speaker::owner;
use crate::syntax::{Upos, Xpos};

/// Where a noun phrase without its determiners' gaps ends: from its first word to its last noun, "of" phrases included.
pub(super) fn noun_phrase(context: &Context<'_>, from: u32, limit: u32) -> Option<Range> {
    let tree = context.tree;
    let mut at = from;
    let mut last = None;
    let mut first = None;
    while at < limit {
        // "the World Health Organization (WHO)"
        if first.is_some() && context.form(at) == "(" {
            let Some(close) = (at..limit.min(at + 8)).find(|&end| context.form(end) == ")") else { break };
            at = close + 1;
            continue;
        }
        match tree.upos(at) {
            Upos::Noun | Upos::Propn => last = Some(at),
            Upos::Pron if first.is_none() => {
                last = Some(at);
                if !matches!(tree.xpos(at), Xpos::PrpPoss) {
                    first = Some(at);
                    break;
                }
            }
            Upos::Num => last = last.or(Some(at)),
            Upos::Det if last.is_none() => {}
            Upos::Adj | Upos::Part => {}
            // "a government-appointed commission", "the united nations"
            Upos::Verb if first.is_some() && matches!(tree.xpos(at), Xpos::Vbn | Xpos::Vbg) && last.is_none() => {}
            Upos::Verb if first.is_some() && is_hyphen(context, at - 1) => {}
            _ if first.is_some() && is_hyphen(context, at) => {}
            _ => break,
        }
        if first.is_none() {
            if matches!(tree.upos(at), Upos::Part) {
                return None;
            }
            first = Some(at);
        }
        at += 1;
    }
    Some(first?..last? + 1)
}

/// Past who is told: "told reporters", "told the Larin Times", "told students in Berlin on Monday".
pub(super) fn past_addressee(context: &Context<'_>, cue: Cue, end: u32) -> u32 {
    const GROUPS: [&str; 9] = [
        "reporters",
        "journalists",
        "parliament",
        "lawmakers",
        "delegates",
        "supporters",
        "investigators",
        "senators",
        "police",
    ];
    let tree = context.tree;
    let limit = end.min(cue.end + REACH);
    let mut at = cue.end;
    if at < limit && tree.upos(at) == Upos::Pron && tree.xpos(at) == Xpos::Prp {
        at += 1;
    } else {
        let mut noun = false;
        while at < limit {
            let name =
                context.mentions.holding(at).map(|it| context.document.entities.mentions[it as usize].tokens.end);
            if let Some(name_end) = name.filter(|&it| it > at) {
                at = name_end;
                noun = true;
                // "the BBC the talks", "Swedish television"
                if at >= limit || !matches!(tree.upos(at), Upos::Noun | Upos::Part) {
                    break;
                }
                continue;
            }
            let part = match tree.upos(at) {
                Upos::Noun | Upos::Propn => {
                    noun = true;
                    true
                }
                Upos::Part => is_possessive(context.form(at)),
                Upos::Det | Upos::Adj | Upos::Num => !noun,
                _ => !noun && is_hyphen(context, at),
            };
            if !part || (noun && context.in_time(at)) {
                break;
            }
            at += 1;
            if GROUPS.contains(&context.form(at - 1)) {
                break;
            }
        }
        if !noun {
            return cue.end;
        }
    }
    for _ in 0..4 {
        if at >= limit {
            break;
        }
        if tree.upos(at) == Upos::Adp {
            at = past_phrase(context, at, limit);
        } else if context.in_time(at) {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// Past times and prepositional phrases of a reporting verb before its clause: "said on Friday in Berlin that".
pub(super) fn past_own(context: &Context<'_>, cue: Cue, limit: u32) -> u32 {
    if cue.end >= limit {
        return cue.end;
    }
    let end = past_phrases(context, cue.end, limit);
    if context.form(end - 1).eq_ignore_ascii_case("by") { cue.end } else { end.min(limit - 1) }
}

/// Past times, adverbs and prepositional phrases between an inverted verb and its subject: "said on Friday in a statement X".
/// "by" opens the subject itself.
pub(super) fn past_phrases(context: &Context<'_>, from: u32, limit: u32) -> u32 {
    let tree = context.tree;
    let mut at = from;
    for _ in 0..6 {
        if at >= limit {
            return from;
        }
        if context.in_time(at) || tree.upos(at) == Upos::Adv {
            at += 1;
            continue;
        }
        if context.form(at).eq_ignore_ascii_case("by") {
            return at + 1;
        }
        if context.form(at) == "," && at > from {
            at += 1;
            continue;
        }
        if tree.upos(at) != Upos::Adp {
            break;
        }
        at = past_phrase(context, at, limit);
    }
    at
}

/// The end of a prepositional phrase: at the next preposition, mark or time, or where another noun phrase begins.
pub(super) fn past_phrase(context: &Context<'_>, preposition: u32, limit: u32) -> u32 {
    let tree = context.tree;
    let mut at = preposition + 1;
    let mut noun = false;
    // "in a Wednesday statement": the time is a part of the phrase.
    let opened = at < limit && matches!(tree.upos(at), Upos::Det | Upos::Adj);
    while at < limit && !is_mark(context.form(at)) {
        let time = context.in_time(at) && !opened;
        let stop = match tree.upos(at) {
            Upos::Noun | Upos::Num => {
                if time && noun && !context.in_time(at - 1) {
                    break;
                }
                if !time && noun && context.in_time(at - 1) && !opened {
                    break;
                }
                noun = true;
                false
            }
            // "in a statement Kirby", but "on Friday evening"
            Upos::Propn => {
                let common = noun && tree.upos(at - 1) == Upos::Noun && !time;
                if (time && noun && !context.in_time(at - 1)) || (!time && noun && context.in_time(at - 1) && !opened) {
                    break;
                }
                noun = true;
                common
            }
            Upos::Det | Upos::Pron | Upos::Adj => noun,
            Upos::Part => false,
            _ => true,
        };
        if stop {
            break;
        }
        at += 1;
    }
    at
}

/// Who the phrase of a subject names: the person whom a title introduces, a name in the apposition behind it, else its first noun
/// with all that stands unbroken behind it.
pub(super) fn named_in(context: &Context<'_>, subject: &Range) -> Option<Phrase> {
    let tree = context.tree;
    let named = |token| phrase::naming(context.document, tree, context.mentions, token);
    let name = |token: u32| {
        let index = context.mentions.holding(token)?;
        let mention = &context.document.entities.mentions[index as usize];
        let end = mention.tokens.end;
        // "New York-based", "Ali's wife", "the Ali organization"
        let noun = |at: u32| tree.upos(at) == Upos::Noun && context.mentions.holding(at).is_none();
        let part = end < subject.end
            && (is_hyphen(context, end)
                || is_possessive(context.form(end))
                || (noun(end) && phrase::is_person(context.document, index) && !context.in_time(end)));
        (!part && !is_possessive(context.form(end - 1))).then_some(index)
    };
    let person = |token: &u32| name(*token).is_some_and(|it| phrase::is_person(context.document, it));
    // The comma of an apposition, not one inside a name.
    let inside = |at: u32| context.mentions.holding(at).is_some();
    let comma = subject.clone().find(|&at| is_pause(context, at) && !inside(at)).unwrap_or(subject.end);
    // The name itself, or behind a title: "spokesman for President Bush" is another person than Bush, "the spokesman of the
    // Foreign Ministry Maria Orlova" is Orlova.
    let other = |token: u32| {
        let linked = |at: &u32| matches!(tree.upos(*at), Upos::Adp | Upos::Verb | Upos::Sconj);
        (subject.start..token).rev().find(linked).is_some_and(|at| {
            let office = matches!(context.form(at), "of" | "for" | "from" | "to" | "at" | "in");
            !office || !(at + 1..token).any(|it| tree.upos(it) == Upos::Det)
        })
    };
    if let Some(token) = (subject.start..comma).find(person).filter(|&token| !other(token)) {
        return Some(named(token));
    }
    // "the head of the agency, Maria Orlova", "one union, the Larin Association"
    let unnamed = comma > subject.start && context.mentions.holding(comma - 1).is_none();
    let behind = (comma + 1..subject.end).take(8).find(|&token| name(token).is_some());
    if let Some(token) = behind {
        let broken = (comma + 1..token).any(|at| {
            matches!(tree.upos(at), Upos::Adp | Upos::Cconj | Upos::Verb | Upos::Pron | Upos::Sconj)
                || is_mark(context.form(at))
        });
        let index = context.mentions.holding(token)?;
        let body = unnamed && phrase::is_body(context.document, index);
        if !broken
            && !context.in_time(token)
            && ((phrase::is_person(context.document, index) && tree.upos(comma + 1) != Upos::Det) || body)
        {
            return Some(named(token));
        }
    }
    let noun = |at: u32| matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Pron) && !context.in_time(at);
    let first = (subject.start..comma)
        .find(|&at| noun(at))
        .or_else(|| (subject.start..comma).find(|&at| tree.upos(at) == Upos::Num && !context.in_time(at)))?;
    let mut last = first;
    let mut at = first + 1;
    while at < comma {
        let word = tree.upos(at) == Upos::Adj
            || is_possessive(context.form(at))
            || is_hyphen(context, at)
            || (tree.upos(at) == Upos::Verb && is_hyphen(context, at - 1));
        if noun(at) && tree.upos(at) != Upos::Pron {
            last = at;
        } else if !word {
            break;
        }
        at += 1;
    }
    let head = owner(context, last).unwrap_or(last);
    Some(named(head))
}

pub(super) fn is_possessive(form: &str) -> bool {
    matches!(form, "'s" | "’s" | "'" | "’")
}

/// The speaker behind an inverted verb: "said X", "said on Friday in a statement X". None where only phrases follow.
pub(super) fn behind(context: &Context<'_>, cue: Cue, limit: u32) -> Option<Phrase> {
    let told = if cue.class == CueClass::Tell { past_addressee(context, cue, limit) } else { cue.end };
    let from = past_phrases(context, told, limit);
    noun_phrase(context, from, limit)?;
    named_in(context, &(from..limit))
}
