//! Reporting verbs that report nothing here: denied ones, ones with an object, tests that show something.

use crate::quotes::Context;
use crate::quotes::cues::{Cue, CueClass};
use crate::quotes::order;
use crate::syntax::{Upos, Xpos};

/// Verbs that report with "that" or a clause, but also have objects: "reported gains", "announced the release".
pub(super) fn takes_object(lemma: &str) -> bool {
    matches!(
        lemma,
        "announce"
            | "report"
            | "claim"
            | "continue"
            | "conclude"
            | "observe"
            | "repeat"
            | "relate"
            | "recount"
            | "indicate"
            | "confirm"
            | "reveal"
            | "disclose"
            | "recall"
            | "signal"
    )
}

/// Whether a clause that is not marked by "that" stands behind an object of the verb, another clause or an aside: its verb is
/// no part of what is reported ("announced the measures, the mediator dismissed", "claimed responsibility, saying it was").
pub(super) fn behind_object(context: &Context<'_>, cue: Cue, clause: u32) -> bool {
    let that = (cue.end..clause).take(8).any(|at| context.form(at) == "that");
    let mut commas = 0;
    for at in cue.end..clause {
        commas += u32::from(order::is_pause(context, at));
        let participle = order::is_pause(context, at) && context.tree.xpos(at + 1) == Xpos::Vbg;
        if !that && (participle || matches!(context.form(at), "when" | "where" | "while" | "after" | "before")) {
            return true;
        }
    }
    let object = cue.end < clause && context.form(cue.end) != "that";
    !that && (commas == 1 || (object && continues(context.tree.lemma(cue.verb))))
}

/// Verbs whose bare clause is hardly ever one: "continued to", "observed the count".
fn continues(lemma: &str) -> bool {
    matches!(lemma, "continue" | "conclude" | "observe" | "repeat" | "relate" | "recount" | "signal")
}

/// Whether a verb reports nothing: denied by "not" or "declined to", asked in the passive, or a participle after a preposition
/// ("in announcing the award", "on finding that").
pub(super) fn says_nothing(context: &Context<'_>, cue: Cue) -> bool {
    let tree = context.tree;
    let tokens = &context.document.tokens;
    let start = tokens.sentences[tokens.sentence_of(cue.verb)].tokens.start;
    let before: Vec<u32> =
        (start..cue.verb).rev().filter(|&at| tree.upos(at) != Upos::Adv || is_negation(context, at)).take(2).collect();
    let Some(&last) = before.first() else {
        // "Asked whether he would resign, the minister said no"
        return tree.lemma(cue.verb) == "ask" && !matches!(tree.xpos(cue.verb), Xpos::Vb | Xpos::Vbp);
    };
    let refused = context.form(last) == "to"
        && before.get(1).is_some_and(|&at| matches!(tree.lemma(at), "decline" | "refuse" | "fail" | "want"));
    let be = matches!(tree.lemma(last), "be") && tree.xpos(cue.verb) == Xpos::Vbn;
    let passive = be && matches!(tree.lemma(cue.verb), "ask" | "inform" | "discover" | "find" | "question");
    let participle = tree.xpos(cue.verb) == Xpos::Vbg
        && matches!(tree.upos(last), Upos::Adp | Upos::Sconj)
        && context.form(last) != "as";
    let weak = cue.class == CueClass::Weak || takes_object(tree.lemma(cue.verb));
    is_negation(context, last) || refused || passive || (participle && weak) || shows(context, cue)
}

fn is_negation(context: &Context<'_>, token: u32) -> bool {
    matches!(context.form(token), "not" | "n't" | "n’t" | "never")
}

/// Tests, documents and polls in the plural that indicate something do not speak; one poll is a publication.
fn shows(context: &Context<'_>, cue: Cue) -> bool {
    const EVIDENCE: [&str; 9] =
        ["test", "result", "document", "inscription", "evidence", "sign", "figure", "datum", "trend"];
    let tree = context.tree;
    matches!(tree.lemma(cue.verb), "indicate" | "suggest")
        && tree.subject(cue.verb).is_some_and(|subject| {
            let polls = tree.lemma(subject) == "poll" && tree.xpos(subject) == Xpos::Nns;
            polls || EVIDENCE.contains(&tree.lemma(subject))
        })
}
