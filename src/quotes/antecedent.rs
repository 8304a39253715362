//! Who speaks where a verb has no subject of its own: what "who" stands for, the subject that a coordinated verb shares, the
//! nearest name that can be a subject.

use crate::quotes::cues::Cue;
use crate::quotes::nominal::{is_possessive, named_in};
use crate::quotes::order::{self, REACH, is_pause};
use crate::quotes::phrase::Phrase;
use crate::quotes::speaker::{has_case, named, speaks};
use crate::quotes::{Context, words};
use crate::syntax::{Deprel, Upos, Xpos};

/// "She thanked X of Y, who said": the name or noun before "who", where the tree has no relative clause.
pub(super) fn of_relative(context: &Context<'_>, cue: Cue) -> Option<Phrase> {
    let tree = context.tree;
    let start = context.sentence(cue.verb).start;
    let skip = |at: u32| matches!(tree.upos(at), Upos::Adv | Upos::Aux | Upos::Part);
    let who = (start..cue.verb).rev().find(|&at| !skip(at)).filter(|&at| tree.xpos(at) == Xpos::Wp)?;
    if context.form(who) != "who" || tree.relative_antecedent(who, cue.verb).is_some() {
        return None;
    }
    let mut last = who.checked_sub(1).filter(|&at| at > start)?;
    if is_pause(context, last) {
        last -= 1;
    }
    let head = phrase_head(context, start, last);
    speaks(context, head).then(|| named(context, head))
}

/// "X of Y met them and said", "X expects growth but warns": the subject of the verb before with which a cue is coordinated.
/// It has the same tense.
pub(super) fn shared_subject(context: &Context<'_>, cue: Cue) -> Option<Phrase> {
    let tree = context.tree;
    let sentence = context.sentence(cue.verb);
    let start = sentence.start.max(cue.verb.saturating_sub(2 * REACH));
    let joint = words::before_auxiliaries(context, start, cue.verb)?;
    if !matches!(context.form(joint), "and" | "but") {
        return None;
    }
    let past = |tag: Xpos| matches!(tag, Xpos::Vbd | Xpos::Vbn);
    let tense = tree.xpos(cue.verb);
    let same = |tag: Xpos| tag == tense || (past(tag) && past(tense));
    if !past(tense) && !matches!(tense, Xpos::Vbz | Xpos::Vbp) {
        return None;
    }
    let tokens = &context.document.tokens;
    let sentence = &tokens.sentences[tokens.sentence_of(cue.verb)];
    (start + 1..joint).rev().filter(|&at| tree.upos(at) == Upos::Verb && same(tree.xpos(at))).find_map(|at| {
        let subject = tree.child(at, &[Deprel::Nsubj]).filter(|&it| it < at && !has_case(context, it));
        let own = subject.filter(|&it| speaks(context, it)).map(|it| named(context, it));
        let found = own.or_else(|| {
            let verb = Cue { verb: at, end: at + 1, class: cue.class };
            named_in(context, &order::subject_before(context, sentence, verb)?)
        })?;
        speaks(context, found.head).then_some(found)
    })
}

/// Whether the verb that the tree coordinates a cue with has another tense: "X predicts it will grow but warns".
pub(super) fn joined_in_another_tense(context: &Context<'_>, cue: Cue) -> bool {
    let tree = context.tree;
    let head = tree.head(cue.verb);
    if tree.deprel(cue.verb) != Deprel::Conj || head >= cue.verb {
        return false;
    }
    let finite = |at: u32| matches!(tree.xpos(at), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
    let carrier = std::iter::once(head).chain(tree.children(head).iter().copied().take(24)).find(|&at| {
        let part = at == head || matches!(tree.deprel(at), Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
        part && at < cue.verb && finite(at)
    });
    let past = |tag: Xpos| matches!(tag, Xpos::Vbd | Xpos::Vbn);
    carrier.is_some_and(|at| {
        let (tag, tense) = (tree.xpos(at), tree.xpos(cue.verb));
        tag == Xpos::Md || past(tag) != past(tense)
    })
}

/// "reports that the army, ..., issued a statement saying": the phrase before the verb that a participle depends on.
pub(super) fn subject_above(context: &Context<'_>, cue: Cue) -> Option<Phrase> {
    let verb = context.tree.head(cue.verb);
    if verb >= cue.verb || context.tree.xpos(cue.verb) != Xpos::Vbg || !context.finite(verb) {
        return None;
    }
    let tokens = &context.document.tokens;
    let sentence = &tokens.sentences[tokens.sentence_of(verb)];
    let range = order::subject_before(context, sentence, Cue { verb, end: verb + 1, class: cue.class })?;
    named_in(context, &range).filter(|it| speaks(context, it.head))
}

/// The subject of the clause that holds all others, where it stands before a participle and can speak.
pub(super) fn main_subject(context: &Context<'_>, cue: Cue) -> Option<Phrase> {
    let tree = context.tree;
    let mut root = cue.verb;
    for _ in 0..12 {
        let head = tree.head(root);
        if head == root {
            break;
        }
        root = head;
    }
    let subject = tree.subject(root).filter(|&subject| subject < cue.verb && speaks(context, subject))?;
    Some(named(context, subject))
}

/// The nearest name before a verb in its sentence that no preposition or possessive makes a part of another phrase, else the
/// nearest name.
pub(super) fn nearest_before(context: &Context<'_>, verb: u32) -> Option<Phrase> {
    const NEAR: u32 = 12;
    let sentence = context.sentence(verb).start;
    let start = sentence.max(verb.saturating_sub(2 * NEAR));
    let mut nearest = None;
    let mut at = verb;
    while at > start {
        at -= 1;
        let Some(index) = context.mentions.holding(at) else { continue };
        if at + NEAR >= verb {
            nearest = nearest.or(Some(at));
        }
        let head = phrase_head(context, start, at);
        let end = context.document.entities.mentions[index as usize].tokens.end;
        let owner = head == at && end < verb && is_possessive(context.form(end));
        let first = phrase_start(context, start, head);
        let free = first == sentence || context.tree.upos(first - 1) != Upos::Adp;
        if free && !owner && speaks(context, head) {
            return Some(named(context, head));
        }
        at = first.min(at);
    }
    nearest.map(|at| named(context, at))
}

/// The head of the noun phrase that ends at a token: "Maria Orlova of the Red Cross" is Orlova.
fn phrase_head(context: &Context<'_>, start: u32, last: u32) -> u32 {
    let mut head = last;
    for _ in 0..3 {
        let first = phrase_start(context, start, head);
        let Some(preposition) = first.checked_sub(1).filter(|&at| at > start) else { break };
        let links = matches!(context.form(preposition), "of" | "from" | "in" | "at" | "for");
        if !links || !speaks(context, preposition - 1) {
            break;
        }
        head = preposition - 1;
    }
    head
}

/// Where the words before a noun that belong to it begin: its name, titles, adjectives and determiners.
fn phrase_start(context: &Context<'_>, start: u32, noun: u32) -> u32 {
    let mentions = &context.document.entities.mentions;
    let held = context.mentions.holding(noun).map(|index| mentions[index as usize].tokens.start);
    let mut first = held.map_or(noun, |it| it.min(noun)).max(start);
    let part = |at: u32| {
        matches!(context.tree.upos(at), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
            && !context.in_time(at)
    };
    while first > start && part(first - 1) {
        first -= 1;
    }
    first
}

/// Whether a preposition governs the name that ends before a verb: "aides to Senator X", but not "the spokesman in Larin X" and
/// "with the analyst X having said".
pub(super) fn is_governed(context: &Context<'_>, start: u32, name: u32) -> bool {
    let mentions = &context.document.entities.mentions;
    let held = context.mentions.holding(name).map(|index| mentions[index as usize].tokens.start);
    let begin = held.map_or(name, |it| it.min(name)).max(start);
    let first = phrase_start(context, start, begin);
    let beside = begin > start && context.mentions.holding(begin - 1).is_some();
    first > start && !beside && context.tree.upos(first - 1) == Upos::Adp && context.form(first - 1) != "with"
}
