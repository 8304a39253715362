//! Where reported words end and who goes on speaking: finite verbs, participles and coordinated verbs that report again.

use crate::quotes::Context;
use crate::quotes::cues::{self, Cue, CueClass};
use crate::quotes::nominal::{named_in, noun_phrase};
use crate::quotes::order::{REACH, Range, is_mark, is_pause, subject_before};
use crate::quotes::phrase::Phrase;
use crate::quotes::speaker::speaks;
use crate::syntax::{Upos, Xpos};

/// Reads finite verbs that are not those of relative and subordinate clauses.
#[derive(Default)]
pub(super) struct Clause {
    relative: bool,
}

impl Clause {
    /// Whether a token is a finite verb of a main or reported clause. To be called for one token after the other.
    pub(super) fn read(&mut self, context: &Context<'_>, token: u32) -> bool {
        let form = context.form(token);
        let relative = matches!(form, "who" | "which" | "whose" | "whom" | "where")
            || (form == "that" && matches!(context.tree.xpos(token), Xpos::Wdt | Xpos::Wp));
        let subordinate = matches!(
            cues::lower(form).as_str(),
            "because"
                | "after"
                | "before"
                | "when"
                | "while"
                | "since"
                | "although"
                | "though"
                | "if"
                | "until"
                | "unless"
        );
        if relative || subordinate {
            self.relative = true;
            return false;
        }
        if !context.finite(token) {
            return false;
        }
        !std::mem::take(&mut self.relative)
    }
}

/// The token before a verb with its adverbs and "has" or "have".
pub(super) fn before_auxiliaries(context: &Context<'_>, start: u32, verb: u32) -> Option<u32> {
    let mut before = verb.checked_sub(1).filter(|&at| at > start)?;
    while before > start && (context.tree.upos(before) == Upos::Adv || matches!(context.form(before), "has" | "have")) {
        before -= 1;
    }
    Some(before)
}

/// The verb before a cue that goes on with what its speaker says: "said that ... and warned", "said ..., adding".
pub(super) fn goes_on_from(context: &Context<'_>, cue: Cue) -> Option<Cue> {
    let tree = context.tree;
    let tokens = &context.document.tokens;
    let sentence = &tokens.sentences[tokens.sentence_of(cue.verb)];
    let start = sentence.tokens.start.max(cue.verb.saturating_sub(2 * REACH));
    let before = before_auxiliaries(context, start, cue.verb)?;
    let participle = tree.xpos(cue.verb) == Xpos::Vbg;
    let joined = if participle { is_pause(context, before) } else { matches!(context.form(before), "and" | "but") };
    if !joined {
        return None;
    }
    (start..before).rev().filter_map(|at| context.cue(at)).find(|other| {
        let speech = match other.class {
            CueClass::Say | CueClass::Tell => true,
            CueClass::Label => participle,
            _ => false,
        };
        speech
            && if participle {
                tree.xpos(other.verb) != Xpos::Vbg
            } else {
                reports_again(context, before + 1, other.verb, sentence.tokens.end)
            }
    })
}

/// Where the words after a reporting verb end: before a participle or a coordinated verb that reports something else ("..., adding
/// that", "... and urged").
pub(super) fn end_of_words(context: &Context<'_>, words: &Range, verb: u32) -> u32 {
    let tree = context.tree;
    let mut clause = false;
    for at in words.clone() {
        clause |= context.finite(at);
        if !clause || at + 1 >= words.end {
            continue;
        }
        if is_pause(context, at) && tree.xpos(at + 1) == Xpos::Vbg {
            let cue = context.cue(at + 1);
            let again = cue.is_some_and(|cue| matches!(cue.class, CueClass::Say | CueClass::Tell))
                || matches!(tree.lemma(at + 1), "call" | "describe" | "accuse" | "urge");
            if again {
                return at;
            }
        }
        if matches!(context.form(at), "and" | "but") {
            let mut next = at + 1;
            while next < words.end && tree.upos(next) == Upos::Adv {
                next += 1;
            }
            if next < words.end && reports_again(context, next, verb, words.end) {
                return at;
            }
        }
        if matches!(context.form(at), "and" | "but" | "while") && another_speaks(context, at + 1, words.end) {
            return at;
        }
    }
    words.end
}

/// Whether a clause begins with another speaker: "and several said they", "but he predicted".
fn another_speaks(context: &Context<'_>, from: u32, end: u32) -> bool {
    let tree = context.tree;
    let nominal = |at: u32| {
        matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num | Upos::Aux)
            && !matches!(tree.xpos(at), Xpos::Wdt | Xpos::Wp | Xpos::Wrb | Xpos::Md)
    };
    let Some(verb) = (from..end.min(from + 7)).find(|&at| context.cue(at).is_some() || !nominal(at)) else {
        return false;
    };
    let speech =
        context.cue(verb).is_some_and(|cue| matches!(cue.class, CueClass::Say | CueClass::Tell | CueClass::Write));
    speech
        && verb > from
        && matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Vbn)
        && tree.lemma(verb - 1) != "be"
        && (verb + 1..end).any(|at| context.finite(at) || tree.xpos(at) == Xpos::Vbg)
}

/// Whether a coordinated verb goes on with what the speaker of `verb` says: in the same tense, with words or a demand behind it.
fn reports_again(context: &Context<'_>, mut next: u32, verb: u32, end: u32) -> bool {
    let tree = context.tree;
    let mut tense = tree.xpos(next);
    if matches!(context.form(next), "has" | "have") && next + 1 < end && tree.xpos(next + 1) == Xpos::Vbn {
        tense = if context.form(next) == "has" { Xpos::Vbz } else { Xpos::Vbp };
        next += 1;
    }
    let end = end.min(next + 2 * REACH);
    let past = |tag: Xpos| matches!(tag, Xpos::Vbd | Xpos::Vbn);
    let wanted = tree.xpos(verb);
    // The tagger may take a present tense far from its subject for an infinitive.
    let bare = tense == Xpos::Vb && wanted == Xpos::Vbp;
    let governed = |at: u32| matches!(tree.xpos(at), Xpos::Md | Xpos::To);
    let turn = next > verb + 3 && context.form(next - 1) == "but" && is_pause(context, next - 2);
    let same = tense == wanted || (past(tense) && past(wanted)) || (bare && (turn || !(verb + 1..next).any(governed)));
    if !same || matches!(wanted, Xpos::Vbg | Xpos::Vb) {
        return false;
    }
    let demand = matches!(
        tree.lemma(next),
        "urge"
            | "call"
            | "accuse"
            | "deny"
            | "warn"
            | "promise"
            | "vow"
            | "express"
            | "condemn"
            | "insist"
            | "reject"
            | "blame"
            | "criticize"
            | "ask"
            | "offer"
            | "propose"
            | "appeal"
            | "note"
            | "add"
            | "say"
            | "predict"
            | "demand"
            | "stress"
    );
    let words = || {
        context.cue(next).is_some_and(|cue| matches!(cue.class, CueClass::Say | CueClass::Tell))
            && (next + 1..end).any(|at| context.finite(at))
    };
    demand || words()
}

/// Whether a verb like "quotes" only introduces the one that reports: "quotes the minister as saying".
pub(super) fn quotes_another(context: &Context<'_>, cue: Cue) -> bool {
    if !matches!(context.tree.lemma(cue.verb), "quote" | "cite" | "report") {
        return false;
    }
    let tokens = &context.document.tokens;
    let end = tokens.sentences[tokens.sentence_of(cue.verb)].tokens.end.min(cue.end + REACH);
    let finite = (cue.end..end).find(|&at| context.finite(at)).unwrap_or(end);
    (cue.end..finite).any(|at| context.form(at) == "as" && at + 1 < end && is_participle_cue(context, at + 1))
}

fn is_participle_cue(context: &Context<'_>, token: u32) -> bool {
    context.tree.xpos(token) == Xpos::Vbg && context.cue(token).is_some_and(|cue| cue.class == CueClass::Say)
}

/// Who speaks in "quotes X as saying" and "X was quoted as saying".
pub(super) fn quoted_speaker(context: &Context<'_>, cue: Cue) -> Option<Phrase> {
    let tree = context.tree;
    if matches!(tree.lemma(cue.verb), "quote" | "cite") && tree.xpos(cue.verb) != Xpos::Vbn {
        let end = context.sentence(cue.verb).end.min(cue.end + REACH);
        let at = (cue.end..end).find(|&at| context.finite(at) || context.form(at) == "as").unwrap_or(end);
        let saying = at + 1 < end && context.form(at) == "as" && is_participle_cue(context, at + 1);
        // "..., the paper quoted the minister."
        let last = at == end && cue.end < end && !is_mark(context.form(cue.end));
        let object = noun_phrase(context, cue.end, at).filter(|_| saying || last)?;
        let limit = if saying { at } else { object.end };
        return named_in(context, &(object.start..limit)).filter(|it| saying || speaks(context, it.head));
    }
    if tree.xpos(cue.verb) != Xpos::Vbg {
        return None;
    }
    let tokens = &context.document.tokens;
    let sentence = &tokens.sentences[tokens.sentence_of(cue.verb)];
    let start = sentence.tokens.start.max(cue.verb.saturating_sub(REACH));
    let verb = (start..cue.verb).rev().find(|&at| {
        matches!(tree.lemma(at), "quote" | "cite" | "report") && matches!(tree.upos(at), Upos::Verb | Upos::Noun)
    })?;
    let end = if context.form(cue.verb - 1) == "as" { cue.verb - 1 } else { cue.verb };
    let finite = (verb + 1..end).any(|at| context.finite(at));
    let as_saying = end < cue.verb;
    if finite || !(as_saying || tree.lemma(verb) == "quote") {
        return None;
    }
    if let Some(object) = noun_phrase(context, verb + 1, end) {
        return named_in(context, &(object.start..end));
    }
    // "She was quoted by the agency as saying"
    let quoted = context.cues.verb(context.text, tokens, verb)?;
    named_in(context, &subject_before(context, sentence, quoted)?)
}
