//! Who speaks: the subject of a reporting verb as the tree gives it, and as the words around the verb give it where trees
//! are often wrong.

use crate::Span;
use crate::entities::{EntityKind, MentionKind};
use crate::names::Label;
use crate::quotes::Context;
use crate::quotes::antecedent::{
    is_governed, joined_in_another_tense, main_subject, nearest_before, of_relative, shared_subject, subject_above,
};
use crate::quotes::cues::{Cue, CueClass, NounClass, lower};
use crate::quotes::nominal::{behind, named_in, noun_phrase};
use crate::quotes::order;
use crate::quotes::phrase::{self, Phrase};
use crate::quotes::words;
use crate::syntax::{Deprel, Upos, Xpos};

/// The speaker of a cue whose subject the tree gives; in the passive the agent ("described by police as").
pub(super) fn speaker(context: &Context<'_>, cue: Cue, avoid: Span) -> Option<Phrase> {
    let tokens = &context.document.tokens;
    if tokens.sentences[tokens.sentence_of(cue.verb)].tokens.len() > super::LONGEST {
        return nearest_before(context, cue.verb);
    }
    if let Some(found) = words::quoted_speaker(context, cue) {
        return Some(found);
    }
    // "said that ... and warned", "said ..., adding that"
    let mut cue = cue;
    for _ in 0..3 {
        let Some(earlier) = words::goes_on_from(context, cue) else { break };
        cue = earlier;
        if let Some(found) = order::inverted_speaker(context, cue) {
            return Some(found);
        }
    }
    if let Some(found) = of_relative(context, cue).filter(|it| !avoid.overlaps(it.span)) {
        return Some(found);
    }
    let found = from_tree(context, cue, avoid);
    if context.tree.is_empty() {
        return found;
    }
    let words = agent(context, cue)
        .or_else(|| before_apposition(context, cue, found))
        .or_else(|| after_title(context, cue, found))
        .or_else(|| before_relative(context, cue, found))
        .or_else(|| of_main_clause(context, cue, found));
    words.filter(|it| !avoid.overlaps(it.span)).or(found)
}

fn from_tree(context: &Context<'_>, cue: Cue, avoid: Span) -> Option<Phrase> {
    let tree = context.tree;
    let verb = if tree.is_empty() { return nearest_before(context, cue.verb) } else { cue.verb };
    let passive = tree.child(verb, &[Deprel::AuxPass]).is_some()
        || (tree.xpos(verb) == Xpos::Vbn && tree.child(verb, &[Deprel::Aux]).is_none());
    if passive && cue.class != CueClass::Say {
        let agent = tree.children(verb).iter().copied().find(|&child| {
            matches!(tree.deprel(child), Deprel::OblAgent | Deprel::Obl)
                && tree.child(child, &[Deprel::Case]).is_some_and(|case| tree.lemma(case) == "by")
        })?;
        return Some(phrase::naming(context.document, tree, context.mentions, agent));
    }
    let nominal = |&token: &u32| {
        matches!(tree.upos(token), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Det)
            || (tree.upos(token) == Upos::Adj && tree.child(token, &[Deprel::Det]).is_some())
            || is_quantity(context.form(token))
    };
    let own = tree.child(verb, &[Deprel::Nsubj]).is_some();
    if let Some(found) = by_order(context, cue, avoid) {
        return Some(found);
    }
    if joined_in_another_tense(context, cue)
        && let Some(shared) = shared_subject(context, cue).filter(|it| !avoid.overlaps(it.span))
    {
        return Some(shared);
    }
    let subject = subject(context, verb).filter(|&subject| !avoid.overlaps(context.span(subject))).filter(nominal);
    let subject = subject.filter(|&subject| !context.in_time(subject));
    // A name right before the verb is its subject, whatever the tree says.
    let adjacent = adjacent(context, verb).filter(nominal);
    let head = match (subject, adjacent) {
        (Some(subject), Some(near)) if !own && tree.xpos(verb) != Xpos::Vbg && subject != near => near,
        // "remarks which analysts say": not the remarks say it.
        (Some(subject), Some(near)) if near > subject && after_relative(context, near) => near,
        (Some(subject), _) => subject,
        (None, Some(near)) if tree.xpos(verb) != Xpos::Vbg => near,
        _ => {
            let main = || main_subject(context, cue).filter(|_| tree.xpos(verb) == Xpos::Vbg);
            let above = || subject_above(context, cue).or_else(main);
            let shared = shared_subject(context, cue).or_else(above).filter(|it| !avoid.overlaps(it.span));
            return shared.or_else(|| nearest_before(context, verb));
        }
    };
    let head = last_of_run(context, head, verb);
    let head = owner(context, head).unwrap_or(head);
    let named = phrase::naming(context.document, tree, context.mentions, head);
    // "the chairman, General Myers, said": the name between subject and verb.
    let is_person =
        |token: u32| context.mentions.holding(token).is_some_and(|index| phrase::is_person(context.document, index));
    if head < verb && !is_person(head) && !avoid.overlaps(named.span) {
        let name = (head + 1..verb).rev().find(|&token| is_person(token));
        let clause_between = name.is_some_and(|name| (head + 1..name).any(|token| context.finite(token)));
        if let Some(name) = name.filter(|_| !clause_between) {
            let (first, last) = tree.extent(head);
            let commas = (head..name).filter(|&token| context.form(token) == ",").count();
            let joined = (head..name).any(|token| matches!(context.form(token), "of" | "for" | "and"))
                || is_governed(context, head, name);
            if !joined && ((first..=last).contains(&name) || commas <= 1) {
                return Some(phrase::naming(context.document, tree, context.mentions, name));
            }
        }
    }
    Some(named)
}

/// The subject that the words before the verb give, where the tree has none there: one behind the verb or before another clause.
fn by_order(context: &Context<'_>, cue: Cue, avoid: Span) -> Option<Phrase> {
    let tree = context.tree;
    let tokens = &context.document.tokens;
    let sentence = &tokens.sentences[tokens.sentence_of(cue.verb)];
    let range = order::subject_before(context, sentence, cue)?;
    let aside = order::has_pause(context, &range);
    let first_noun = range.clone().find(|&at| matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Pron));
    let with = range.start > sentence.tokens.start && context.form(range.start - 1).eq_ignore_ascii_case("with");
    // "is warning that" is a finite verb.
    let progressive = cue.verb > 0 && matches!(tree.lemma(cue.verb - 1), "be");
    if tree.xpos(cue.verb) == Xpos::Vbg && !with && !progressive {
        return None;
    }
    let joined = range.clone().any(|at| tree.upos(at) == Upos::Cconj);
    let subject = tree.subject(cue.verb);
    let agrees = subject.is_some_and(|subject| range.contains(&subject) || (joined && subject < range.start));
    if first_noun.is_none() || (agrees && !aside) {
        return None;
    }
    named_in(context, &range).filter(|found| !avoid.overlaps(found.span))
}

/// The last noun of an unbroken run of nouns up to a verb: the head of an English noun phrase ("U.S. officials say").
fn last_of_run(context: &Context<'_>, head: u32, verb: u32) -> u32 {
    let tree = context.tree;
    let mut at = head;
    while at + 1 < verb && !context.in_time(at + 1) {
        let name = context.mentions.holding(at + 1).filter(|_| matches!(tree.upos(at), Upos::Noun | Upos::Propn));
        let name_end = name.map_or(0, |it| context.document.entities.mentions[it as usize].tokens.end);
        if name_end > at + 1 && name_end <= verb {
            at = name_end - 1;
        } else if matches!(tree.upos(at + 1), Upos::Noun | Upos::Propn) {
            at += 1;
        } else {
            break;
        }
    }
    if head < verb { at } else { head }
}

fn is_quantity(form: &str) -> bool {
    matches!(lower(form).as_str(), "several" | "most" | "many" | "some" | "others" | "both" | "few")
}

/// The subject of a verb. Trees of long sentences make subjects of phrases before it, too: "in a statement the ministry says",
/// "the government's bank says".
fn subject(context: &Context<'_>, verb: u32) -> Option<u32> {
    let tree = context.tree;
    let subject = tree.subject(verb)?;
    if tree.head(subject) != verb || !has_case(context, subject) {
        return Some(subject);
    }
    let mut others = tree.children(verb).iter().copied();
    others.find(|&child| tree.deprel(child) == Deprel::Nsubj && !has_case(context, child))
}

/// Whether a noun has a preposition or possessive mark.
pub(super) fn has_case(context: &Context<'_>, noun: u32) -> bool {
    context.tree.child(noun, &[Deprel::Case]).is_some()
}

/// Whether a relative pronoun stands right before the phrase of a noun.
fn after_relative(context: &Context<'_>, noun: u32) -> bool {
    let first = context.tree.extent(noun).0.min(noun);
    first.checked_sub(1).is_some_and(|at| matches!(context.tree.xpos(at), Xpos::Wdt | Xpos::Wp))
}

/// "described by Johnson as": the agent right after the verb.
fn agent(context: &Context<'_>, cue: Cue) -> Option<Phrase> {
    let tokens = &context.document.tokens;
    let end = tokens.sentences[tokens.sentence_of(cue.verb)].tokens.end;
    if cue.end >= end || context.tree.xpos(cue.verb) != Xpos::Vbn {
        return None;
    }
    let first = || first_noun(context, cue.end + 1, end.min(cue.end + 8));
    match context.form(cue.end) {
        "by" => first(),
        // "It was noted in the statement of the ministry that"
        "in" if cue.verb > 1 && matches!(context.form(cue.verb - 2), "It" | "it") => {
            let found = first()?;
            let body = context.mentions.holding(found.head).is_some_and(|it| phrase::is_body(context.document, it));
            let source = || context.cues.noun(context.form(found.head)) == Some(NounClass::Source);
            (body || source()).then(|| named(context, owner(context, found.head).unwrap_or(found.head)))
        }
        _ => None,
    }
}

pub(super) fn named(context: &Context<'_>, token: u32) -> Phrase {
    phrase::naming(context.document, context.tree, context.mentions, token)
}

/// "according to New Zealand Prime Minister Jacinda Ardern": the person behind a country and a title, where the tree takes the
/// country for the head.
pub(super) fn titled(context: &Context<'_>, found: Phrase) -> Phrase {
    const REACH: u32 = 8;
    let document = context.document;
    let held = context.mentions.holding(found.head);
    if held.is_some_and(|it| phrase::is_person(document, it)) || context.tree.upos(found.head) == Upos::Pron {
        return found;
    }
    let first = held.map_or(0, |it| document.entities.mentions[it as usize].tokens.end).max(found.head + 1);
    let end = document.tokens.sentences[document.tokens.sentence_of(found.head)].tokens.end;
    for at in first..end.min(first + REACH) {
        if context.mentions.holding(at).is_some_and(|it| phrase::is_person(document, it)) {
            return named(context, at);
        }
        if !matches!(context.tree.upos(at), Upos::Noun | Upos::Propn | Upos::Adj) {
            break;
        }
    }
    found
}

/// "Nancy Pelosi, the Speaker of the House, announced": the name before the commas, not one between them.
fn before_apposition(context: &Context<'_>, cue: Cue, found: Option<Phrase>) -> Option<Phrase> {
    let tokens = &context.document.tokens;
    let start = tokens.sentences[tokens.sentence_of(cue.verb)].tokens.start;
    let closing = cue.verb.checked_sub(1).filter(|&at| at > start && context.form(at) == ",")?;
    let opening = (start.max(closing.saturating_sub(25))..closing).rev().find(|&at| context.form(at) == ",")?;
    let between = opening + 1..closing;
    let inside = found.is_none_or(|it| between.contains(&it.head));
    let plain = !between.clone().any(|token| context.finite(token)) && between.len() >= 2;
    let name = opening.checked_sub(1).filter(|&at| at >= start)?;
    let person = context.mentions.holding(name).is_some_and(|index| phrase::is_person(context.document, index));
    // "a lawyer for X, Y, said": the name between the commas is the apposition.
    let all = found.is_some_and(|it| context.span(opening + 1).union(context.span(closing - 1)) == it.span);
    (inside && plain && person && !all).then(|| named(context, name))
}

/// "Press Secretary of the President of Russia Dmitry Peskov said", "former agent and specialist Ali Soufan told": the person
/// right before the verb, whom the words before only describe.
fn after_title(context: &Context<'_>, cue: Cue, found: Option<Phrase>) -> Option<Phrase> {
    let found = found?;
    let tree = context.tree;
    let last = cue.verb.checked_sub(1)?;
    let index = context.mentions.holding(last).filter(|&index| phrase::is_person(context.document, index))?;
    let mention = &context.document.entities.mentions[index as usize];
    let first = mention.tokens.start;
    if found.head >= first || first == 0 || first - found.head > 16 {
        return None;
    }
    let between = found.head + 1..first;
    let broken = between.clone().any(|at| context.form(at) == "," || context.finite(at));
    let name_before = context.mentions.holding(first - 1).is_some();
    let determined = |token: u32| tree.child(token, &[Deprel::Det, Deprel::NmodPoss]).is_some();
    // "the spokesman of the ministry X", but not "the lawyer of the president X"
    let noun = tree.upos(first - 1) == Upos::Noun && between.clone().any(|at| tree.upos(at) == Upos::Det);
    let title = context.mentions.headed(first - 1).map(|it| context.document.entities.mentions[it as usize].kind);
    let person = context.mentions.holding(found.head).is_some_and(|it| phrase::is_person(context.document, it));
    let body_before = noun && !person && between.len() > 1 && title != Some(MentionKind::Title);
    let bare_pair = between.clone().any(|at| context.form(at) == "and")
        && !determined(found.head)
        && !between.clone().any(|at| tree.upos(at) == Upos::Det)
        && tree.xpos(found.head) == Xpos::Nn;
    (!broken && (name_before || body_before || bare_pair)).then(|| named(context, last))
}

/// "The officials who ordered the change claimed": the main clause's subject stands before "who".
fn before_relative(context: &Context<'_>, cue: Cue, found: Option<Phrase>) -> Option<Phrase> {
    let found = found.filter(|it| it.head + 1 == cue.verb)?;
    let tokens = &context.document.tokens;
    let start = tokens.sentences[tokens.sentence_of(cue.verb)].tokens.start;
    let who = (start + 1..found.head).rev().take(16).find(|&at| context.form(at) == "who")?;
    let verbs = (who + 1..found.head).filter(|&at| context.finite(at)).count();
    let commas = (who..cue.verb).any(|at| context.form(at) == ",");
    let first = !(start..who).any(|at| context.finite(at));
    let noun = matches!(context.tree.upos(who - 1), Upos::Noun | Upos::Propn);
    (verbs == 1 && !commas && first && noun).then(|| named(context, who - 1))
}

/// "A witness described how the attack unfolded, stating": a participle speaks for the main clause's subject where the noun
/// that the tree gives cannot speak.
fn of_main_clause(context: &Context<'_>, cue: Cue, found: Option<Phrase>) -> Option<Phrase> {
    let tree = context.tree;
    let found = found?;
    // "with a spokesman saying"
    let own = tree.child(cue.verb, &[Deprel::Nsubj]);
    let with =
        own.and_then(|subject| tree.extent(subject).0.checked_sub(1)).is_some_and(|at| context.form(at) == "with");
    if tree.xpos(cue.verb) != Xpos::Vbg || with || speaks(context, found.head) {
        return None;
    }
    main_subject(context, cue)
}

/// Whether a noun names somebody who can speak.
pub(super) fn speaks(context: &Context<'_>, token: u32) -> bool {
    let entities = &context.document.entities;
    let index = context.mentions.headed(token).or_else(|| context.mentions.holding(token));
    context.tree.upos(token) == Upos::Pron
        || index.is_some_and(|index| {
            let kind = entities.entities[entities.mentions[index as usize].entity as usize].kind;
            matches!(kind, EntityKind::Group | EntityKind::Named(Label::Person | Label::Org | Label::Gpe | Label::Norp))
        })
}

/// Who stands behind a statement that speaks: "the judge's statement reads", "issued a statement saying".
pub(super) fn owner(context: &Context<'_>, noun: u32) -> Option<u32> {
    let tree = context.tree;
    let mut at = noun;
    if tree.lemma(at) == "part" {
        at = tree.child(at, &[Deprel::Nmod])?;
    }
    let written = matches!(
        tree.lemma(at),
        "statement"
            | "letter"
            | "tweet"
            | "post"
            | "message"
            | "summary"
            | "declaration"
            | "announcement"
            | "opinion"
            | "sign"
            | "article"
            | "testimony"
            | "judgment"
            | "release"
            | "website"
            | "site"
            | "blog"
    );
    if let Some(owner) = owner_by_words(context, at) {
        return Some(owner);
    }
    if !written {
        // "Estimates by event organizers", "a NATO press release"
        let children = tree.children(at).iter().copied();
        return match tree.lemma(at) {
            "estimate" | "report" | "study" | "poll" | "survey" | "analysis" | "account" | "review" => {
                children.take(24).find(|&child| {
                    tree.deprel(child) == Deprel::Nmod
                        && tree.child(child, &[Deprel::Case]).is_some_and(|case| tree.lemma(case) == "by")
                })
            }
            // "the words of the minister"
            "word" | "datum" | "information" => children.take(24).find(|&child| {
                tree.deprel(child) == Deprel::Nmod
                    && tree.child(child, &[Deprel::Case]).is_some_and(|case| matches!(tree.lemma(case), "of" | "from"))
            }),
            _ => None,
        };
    }
    let carrier = tree.head(at);
    let by = || {
        tree.children(at).iter().copied().take(24).find(|&child| {
            tree.deprel(child) == Deprel::Nmod
                && tree.child(child, &[Deprel::Case]).is_some_and(|case| matches!(tree.lemma(case), "by" | "from"))
        })
    };
    tree.child(at, &[Deprel::NmodPoss]).or_else(by).or_else(|| {
        let carried = tree.deprel(at) == Deprel::Obj
            && matches!(
                tree.lemma(carrier),
                "issue" | "release" | "make" | "publish" | "post" | "write" | "send" | "read" | "hold"
            );
        carried.then(|| tree.subject(carrier)).flatten()
    })
}

/// "a NATO press release", "a statement by the ministry", "the letter, published by the bank,": who stands beside the noun.
fn owner_by_words(context: &Context<'_>, noun: u32) -> Option<u32> {
    let tree = context.tree;
    if !matches!(tree.lemma(noun), "statement" | "declaration" | "announcement" | "release" | "letter") {
        return None;
    }
    let sentence = context.sentence(noun);
    let mut by = noun + 1;
    if by < sentence.end && context.form(by) == "," {
        by += 1;
    }
    let made = |at: u32| matches!(tree.lemma(at), "release" | "issue" | "publish" | "sign" | "write" | "send");
    if by < sentence.end && tree.xpos(by) == Xpos::Vbn && made(by) {
        by += 1;
    }
    if by < sentence.end && (matches!(context.form(by), "by" | "from") || (by == noun + 1 && context.form(by) == "of"))
    {
        let range = noun_phrase(context, by + 1, sentence.end)?;
        return named_in(context, &range).map(|found| found.head).filter(|&head| speaks(context, head));
    }
    let body = |&child: &u32| {
        let part = matches!(tree.deprel(child), Deprel::Compound | Deprel::Amod | Deprel::NmodPoss);
        part && child < noun && speaks(context, child) && !context.in_time(child)
    };
    tree.children(noun).iter().copied().take(24).find(body)
}

/// The head of the noun phrase right before a verb, past adverbs, auxiliaries and times.
fn adjacent(context: &Context<'_>, verb: u32) -> Option<u32> {
    let tree = context.tree;
    let tokens = &context.document.tokens;
    let start = tokens.sentences[tokens.sentence_of(verb)].tokens.start;
    let mut at = verb;
    for _ in 0..5 {
        if at == start {
            return None;
        }
        at -= 1;
        let skip = matches!(tree.upos(at), Upos::Adv | Upos::Aux | Upos::Part) || context.in_time(at);
        let skip = skip && !is_quantity(context.form(at));
        if !skip {
            break;
        }
    }
    if !matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Pron) && !is_quantity(context.form(at)) {
        return None;
    }
    // Up to the head of a name or compound.
    let mut head = at;
    for _ in 0..3 {
        let above = tree.head(head);
        let part = matches!(tree.deprel(head), Deprel::Flat | Deprel::Compound | Deprel::Appos);
        if part && above < verb && above != head {
            head = above;
        } else {
            break;
        }
    }
    let in_phrase =
        matches!(tree.deprel(head), Deprel::Nmod | Deprel::Obl) && tree.child(head, &[Deprel::Case]).is_some();
    (!in_phrase).then_some(head)
}

/// "in a statement: ...", "the letter reads": the noun's owner or the noun.
pub(super) fn source_noun(context: &Context<'_>, cue: Cue, start: u32) -> Option<Phrase> {
    let noun = (start..cue.verb).rev().find(|&token| context.cues.noun(context.form(token)).is_some())?;
    Some(phrase::naming(context.document, context.tree, context.mentions, noun))
}

/// The speaker after an inverted cue: "said Khan", "said in a statement by the spokesman Khan".
pub(super) fn inverted(context: &Context<'_>, cue: Cue, limit: u32) -> Option<Phrase> {
    let tree = context.tree;
    if let Some(found) = behind(context, cue, limit) {
        return Some(found);
    }
    if let Some(subject) = tree.child(cue.verb, &[Deprel::Nsubj])
        && subject >= cue.end
    {
        return Some(titled(context, named(context, subject)));
    }
    // After "by", else the first person, else the first noun.
    let by = (cue.end..limit).find(|&token| context.form(token) == "by").map_or(cue.end, |by| by + 1);
    let person = (by..limit)
        .find(|&token| context.mentions.holding(token).is_some_and(|index| phrase::is_person(context.document, index)));
    match person {
        Some(token) => Some(phrase::naming(context.document, tree, context.mentions, token)),
        None => first_noun(context, by, limit),
    }
}

/// The first noun phrase of a token range.
pub(super) fn first_noun(context: &Context<'_>, from: u32, to: u32) -> Option<Phrase> {
    let tree = context.tree;
    let nominal = |token: u32| matches!(tree.upos(token), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    let mut token = (from..to).find(|&token| nominal(token) && !context.in_time(token))?;
    // Up to the head of the phrase.
    for _ in 0..4 {
        let head = tree.head(token);
        let inside = head != token && head < to && head >= from && nominal(head);
        let part = matches!(
            tree.deprel(token),
            Deprel::Compound | Deprel::Flat | Deprel::NmodPoss | Deprel::NmodDesc | Deprel::Amod | Deprel::Nummod
        );
        if !(inside && part) {
            break;
        }
        token = head;
    }
    Some(titled(context, named(context, token)))
}
