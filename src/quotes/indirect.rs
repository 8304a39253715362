//! Reported words without quotation marks: the clause of a reporting verb or noun, or what "according to" covers.
//!
//! The tree says where the clause begins; its end is the end of the sentence unless something else depends on the
//! reporting verb after it, because adjuncts at the end mostly belong to what is reported.

use crate::Span;
use crate::quotes::cues::{Cue, CueClass};
use crate::quotes::order::{self, Closing, Range, is_mark};
use crate::quotes::phrase::Phrase;
use crate::quotes::silent::{behind_object, says_nothing, takes_object};
use crate::quotes::{Context, Quote, QuoteKind, according, nominal, nouns, speaker as speakers, words};
use crate::syntax::{Deprel, Upos, Xpos};
use crate::tokens::Sentence;

/// All indirect quotations, in order of their cue.
pub(super) fn find(context: &Context<'_>) -> Vec<Quote> {
    let mut out = Vec::new();
    if context.tree.is_empty() {
        return out;
    }
    for sentence in &context.document.tokens.sentences {
        if !sentence.kind.is_prose() || sentence.tokens.len() > super::LONGEST {
            continue;
        }
        let closings: Vec<(Cue, Closing)> = sentence
            .tokens
            .clone()
            .filter_map(|token| context.cue(token))
            .filter_map(|cue| Some((cue, order::closing(context, sentence, cue)?)))
            .collect();
        let asides: Vec<(u32, Quote)> =
            sentence.tokens.clone().filter_map(|token| according::as_reported(context, sentence, token)).collect();
        for token in sentence.tokens.clone() {
            if asides.iter().any(|(verb, _)| *verb == token) {
                continue;
            }
            let found = match context.cue(token) {
                Some(cue) => of_verb(context, sentence, cue, &closings),
                None if context.form(token).eq_ignore_ascii_case("according") => {
                    according::of(context, sentence, token)
                }
                None => nouns::of_noun(context, sentence, token, &closings),
            };
            out.extend(found);
        }
        out.extend(asides.into_iter().map(|(_, quote)| quote));
    }
    out
}

pub(super) fn quote(
    context: &Context<'_>,
    ranges: &[Range],
    speaker: Option<Phrase>,
    cue: Span,
    rule: &'static str,
) -> Option<Quote> {
    let parts: Vec<Span> = ranges.iter().filter_map(|range| trimmed(context, range.clone())).collect();
    let content = parts.iter().copied().reduce(Span::union)?;
    Some(Quote {
        content,
        parts,
        kind: QuoteKind::Indirect,
        speaker: speaker.and_then(|speaker| speaker.entity),
        speaker_span: speaker.map(|speaker| speaker.span),
        cue: Some(cue),
        rule,
        confidence: super::measured(rule),
    })
}

/// The span of a range without punctuation at its ends.
fn trimmed(context: &Context<'_>, mut range: Range) -> Option<Span> {
    while range.start < range.end && is_mark(context.form(range.start)) {
        range.start += 1;
    }
    while range.start < range.end && is_mark(context.form(range.end - 1)) {
        range.end -= 1;
    }
    (range.start < range.end).then(|| context.document.tokens.span(range))
}

/// Whether a clause has a finite verb: its head, an auxiliary or a copula.
fn is_finite(context: &Context<'_>, clause: u32) -> bool {
    let tree = context.tree;
    context.finite(clause)
        || tree.children(clause).iter().any(|&child| {
            matches!(tree.deprel(child), Deprel::Aux | Deprel::Cop | Deprel::AuxPass) && context.finite(child)
        })
}

fn of_verb(context: &Context<'_>, sentence: &Sentence, cue: Cue, closings: &[(Cue, Closing)]) -> Option<Quote> {
    if let Some(at) = closings.iter().position(|(other, _)| *other == cue) {
        return around(context, sentence, cue, &closings[at].1, at.checked_sub(1).map(|at| &closings[at].1));
    }
    if !matches!(cue.class, CueClass::Say | CueClass::Tell | CueClass::Write | CueClass::Weak) {
        return None;
    }
    let tree = context.tree;
    let verb = cue.verb;
    if words::quotes_another(context, cue) || says_nothing(context, cue) {
        return None;
    }
    let paused = after_pause(context, sentence, cue);
    let after = tree.children(verb).iter().copied().find(|&child| {
        let clause = match tree.deprel(child) {
            Deprel::Ccomp => true,
            Deprel::Parataxis | Deprel::Xcomp | Deprel::Advcl => {
                cue.class == CueClass::Say || cue.class == CueClass::Tell
            }
            _ => false,
        };
        clause
            && child >= cue.end
            && is_finite(context, child)
            && starts_plain(context, child, cue)
            && !(takes_object(tree.lemma(verb)) && behind_object(context, cue, child))
    });
    if let Some(clause) = paused.or(after).or_else(|| plain_clause(context, sentence, cue)) {
        let range = following(context, sentence, cue, clause)?;
        let speaker = speaker(context, cue, clause);
        // "you might say what happens then"
        if speaker.is_none() && tree.xpos(verb) == Xpos::Vb {
            return None;
        }
        return quote(context, &without(range, closings), speaker, context.cue_span(cue), "clause after");
    }
    None
}

/// "CLAUSE, X said", "CLAUSE, said X", "CLAUSE, X said, CLAUSE": what stands around the attribution.
fn around(
    context: &Context<'_>,
    sentence: &Sentence,
    cue: Cue,
    closing: &Closing,
    previous: Option<&Closing>,
) -> Option<Quote> {
    if closing.quoted {
        return None;
    }
    let tokens = &closing.tokens;
    let mut start = previous.map_or(sentence.tokens.start, |it| it.tokens.end);
    let semicolon = |at: &u32| context.form(*at) == ";";
    if let Some(at) = (start..tokens.start).rev().find(semicolon) {
        start = at + 1;
    }
    let limit = (tokens.end..sentence.tokens.end).find(semicolon).unwrap_or(sentence.tokens.end);
    // "and, he said, ...", "which, he said, ...": the words before belong to another clause.
    let joint = tokens.start.checked_sub(2).filter(|&at| closing.goes_on && at > start);
    let joint = joint.is_some_and(|at| {
        let adverb = matches!(context.form(at), "however" | "moreover" | "therefore" | "nevertheless" | "furthermore")
            && order::is_pause(context, at - 1);
        adverb
            || matches!(context.tree.upos(at), Upos::Cconj | Upos::Sconj)
            || matches!(context.tree.xpos(at), Xpos::Wdt | Xpos::Wp)
    });
    let before = if joint { tokens.start..tokens.start } else { start..tokens.start };
    let after = if closing.goes_on { tokens.end..limit } else { limit..limit };
    let speaker = nominal::named_in(context, &closing.subject);
    quote(context, &[before, after], speaker, context.cue_span(cue), "clause before")
}

/// A range without the attributions that interrupt or close it.
pub(super) fn without(range: Range, closings: &[(Cue, Closing)]) -> Vec<Range> {
    let mut out = Vec::new();
    let mut start = range.start;
    for (_, closing) in closings {
        let tokens = &closing.tokens;
        if tokens.start > start && tokens.end <= range.end {
            out.push(start..tokens.start);
            start = if closing.goes_on { tokens.end } else { range.end };
        }
    }
    out.push(start..range.end);
    out
}

/// "said Saturday, tests show": the finite verb behind a time and a comma.
fn after_pause(context: &Context<'_>, sentence: &Sentence, cue: Cue) -> Option<u32> {
    let tree = context.tree;
    if tree.lemma(cue.verb) != "say" || !matches!(tree.xpos(cue.verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp) {
        return None;
    }
    let mark = time_end(context, cue.end.min(sentence.tokens.end - 1))?;
    let paused = mark > cue.end && mark < sentence.tokens.end && context.form(mark) == ",";
    paused.then(|| (mark + 1..sentence.tokens.end).find(|&at| context.finite(at))).flatten()
}

/// A clause marked by "if", "when", "because" is no content, one marked by "that" or "whether" is.
fn starts_plain(context: &Context<'_>, clause: u32, cue: Cue) -> bool {
    let tree = context.tree;
    let mark = tree.child(clause, &[Deprel::Mark]);
    let plain = mark.is_none_or(|mark| {
        let asks = matches!(tree.lemma(cue.verb), "ask" | "wonder" | "inquire" | "say" | "tell" | "question");
        mark >= cue.end && (tree.lemma(mark) == "that" || (asks && matches!(tree.lemma(mark), "if" | "whether")))
    });
    let first = tree.extent(clause).0.max(cue.end);
    if tree.upos(first) == Upos::Part && context.form(first) == "to"
        || matches!(context.form(first), "after" | "before" | "because" | "until")
    {
        return false;
    }
    let adverbial = matches!(tree.deprel(clause), Deprel::Advcl | Deprel::Xcomp);
    plain
        && (!adverbial
            || mark.is_some_and(|mark| tree.lemma(mark) == "that")
            || tree.child(clause, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Expl]).is_some())
}

/// What follows "X says" without a comma or preposition is a clause, whatever the tree makes of it: the finite verb after it.
fn plain_clause(context: &Context<'_>, sentence: &Sentence, cue: Cue) -> Option<u32> {
    let tree = context.tree;
    let lemma = tree.lemma(cue.verb);
    let say = matches!(lemma, "say" | "add" | "allege" | "insist" | "argue" | "rule" | "suggest" | "maintain");
    let with_object = matches!(lemma, "report" | "announce" | "claim" | "warn" | "indicate" | "confirm" | "note");
    // "Police say" is easily taken for an infinitive.
    let bare = tree.xpos(cue.verb) == Xpos::Vb
        && cue.verb > sentence.tokens.start
        && matches!(tree.upos(cue.verb - 1), Upos::Noun | Upos::Propn | Upos::Pron);
    // A past participle right before "that" is a past tense, unless it is a passive one.
    let past = tree.xpos(cue.verb) == Xpos::Vbn
        && cue.end < sentence.tokens.end
        && context.form(cue.end) == "that"
        && cue.verb > sentence.tokens.start
        && !matches!(tree.upos(cue.verb - 1), Upos::Aux | Upos::Adv);
    let finite = bare
        || past
        || tree.upos(cue.verb) == Upos::Noun
        || matches!(tree.xpos(cue.verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Vbg);
    let passive = tree.child(cue.verb, &[Deprel::AuxPass, Deprel::NsubjPass]).is_some();
    let next_finite = |from: u32| (from..sentence.tokens.end).find(|&token| context.finite(token));
    // "It was stated by the minister that"
    if passive && cue.end < sentence.tokens.end && context.form(cue.end) == "by" {
        let plain = |at: u32| context.form(at) != "," && !context.finite(at);
        let end = sentence.tokens.end.min(cue.end + 16);
        let that = (cue.end..end).take_while(|&at| plain(at)).find(|&at| context.form(at) == "that")?;
        return next_finite(that + 1);
    }
    let mark = time_end(context, cue.end.min(sentence.tokens.end - 1)).unwrap_or(cue.end);
    if mark < sentence.tokens.end
        && context.form(mark) == "that"
        && (tree.upos(mark) == Upos::Sconj || tree.deprel(mark) == Deprel::Mark)
        && finite
        && !passive
    {
        return next_finite(mark + 1);
    }
    if lemma == "tell" && finite && !passive {
        let from = nominal::past_addressee(context, cue, sentence.tokens.end);
        let clause = from > cue.end
            && from < sentence.tokens.end
            && (matches!(tree.upos(from), Upos::Det | Upos::Pron | Upos::Propn | Upos::Num | Upos::Noun | Upos::Adj)
                || context.form(from) == "that");
        return clause.then(|| next_finite(from)).flatten();
    }
    let opens = cue.end < sentence.tokens.end
        && !is_mark(context.form(cue.end))
        && !matches!(tree.upos(cue.end), Upos::Adp | Upos::Part | Upos::Cconj | Upos::Sconj);
    let with_object = with_object || rules(lemma);
    if !((say || with_object) && finite && !passive && opens) {
        return None;
    }
    let participle = |token: &u32| tree.xpos(*token) == Xpos::Vbn;
    // "said an attack killed three": a past tense taken for a participle.
    let verb = next_finite(cue.end + 1)
        .or_else(|| (cue.end + 1..sentence.tokens.end).find(participle).filter(|_| lemma == "say"))?;
    let clause = if tree.upos(verb) == Upos::Aux { tree.head(verb) } else { verb };
    if (with_object || takes_object(lemma)) && behind_object(context, cue, verb) {
        return None;
    }
    let aside = matches!(tree.deprel(clause), Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl)
        || (with_object && tree.deprel(clause) == Deprel::Conj && tree.head(clause) == cue.verb);
    (!aside || say).then_some(verb)
}

/// What courts and studies do with a clause: "ruled the law is void", "found most voters are undecided".
fn rules(lemma: &str) -> bool {
    matches!(lemma, "rule" | "find" | "decide")
}

/// Whether a token lies in a temporal expression; if so, where that ends.
fn time_end(context: &Context<'_>, token: u32) -> Option<u32> {
    let span = context.span(token);
    let times = &context.document.times.times;
    let next = times.partition_point(|time| time.span.end <= span.start);
    let time = times.get(next).filter(|time| time.span.overlaps(span))?;
    let end = context.document.tokens.within(time.span).end.max(token + 1);
    // "said last week's attack": the time belongs to the noun behind it.
    let count = context.document.tokens.tokens.len();
    let owned = (end as usize) < count && matches!(context.form(end), "'s" | "’s" | "'" | "’");
    (!owned && !matches!(context.form(end - 1), "'s" | "’s")).then_some(end)
}

/// The tokens of a clause after its cue.
fn following(context: &Context<'_>, sentence: &Sentence, cue: Cue, clause: u32) -> Option<Range> {
    let tree = context.tree;
    let limit = sentence.tokens.end;
    let mut start = tree.extent(clause).0.max(cue.end);
    // Behind times, phrases of the verb's own and whoever is told.
    let told = cue.class == CueClass::Tell;
    let own = if told { nominal::past_addressee(context, cue, limit) } else { nominal::past_own(context, cue, limit) };
    let that = if own <= clause && context.form(own) == "that" {
        Some(own)
    } else {
        // Not one that belongs to a noun or another verb: "said the ruling, that women ..., no longer holds".
        (cue.end..(clause + 1).min(limit))
            .find(|&token| context.form(token) == "that" && tree.deprel(token) == Deprel::Mark)
            .filter(|&that| !(cue.end..that).any(|at| context.form(at) == "," || context.finite(at)))
    };
    if let Some(that) = that {
        start = that + 1;
    } else if let Some(end) =
        time_end(context, cue.end.min(limit - 1)).filter(|&it| it < clause && context.form(it) == ",")
    {
        start = end + 1;
    } else if (cue.class == CueClass::Say || rules(tree.lemma(cue.verb))) && start > cue.end {
        // Without "that" the clause begins at once, after a time ("said Monday") or a phrase of its own ("said in Cairo").
        let mut at = cue.end;
        if let Some(end) = time_end(context, at).filter(|&end| end <= start) {
            at = end;
        }
        let phrase = matches!(tree.upos(at), Upos::Adp | Upos::Adv | Upos::Sconj) || is_mark(context.form(at));
        if !phrase {
            start = at;
        } else if context.in_time(start) && own > start && own <= clause {
            start = own;
        }
    } else if start == cue.end
        && let Some(end) = time_end(context, start)
        && end < limit
        && end <= clause
        && context.form(end) != ","
    {
        start = end;
        start += u32::from(context.form(start) == "that");
    }
    if cue.class == CueClass::Tell {
        // The tree may take who is told for the subject of the clause.
        if own > cue.end && own <= clause && that.is_none() {
            start = own;
        }
    }
    while start < limit && is_mark(context.form(start)) {
        start += 1;
    }
    let limit = (start..limit).find(|&token| context.form(token) == ";").unwrap_or(limit);
    if start >= limit || matches!(context.form(start), "'s" | "’s") {
        return None;
    }
    // Where another statement that depends on the cue begins: "and called on", "adding that".
    let mut end = limit;
    let mut at = cue.verb;
    for _ in 0..4 {
        for &child in tree.children(at) {
            let joined = matches!(tree.deprel(child), Deprel::Conj | Deprel::Parataxis | Deprel::Advcl);
            if joined && child > clause && speaks(context, child) && !has_subject_inside(context, child, start) {
                let mut first = tree.extent(child).0.max(clause + 1);
                while first > start && (is_mark(context.form(first - 1)) || tree.deprel(first - 1) == Deprel::Cc) {
                    first -= 1;
                }
                end = end.min(first);
            }
        }
        let head = tree.head(at);
        // The clause of a relative or subordinate cue ends where the main clause goes on.
        if matches!(tree.deprel(at), Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl | Deprel::Csubj) && head != at {
            let last = tree.extent(at).1;
            if last >= clause && (head > last || tree.deprel(at) == Deprel::AclRelcl) {
                end = end.min(last + 1);
            }
            break;
        }
        if head >= at {
            break;
        }
        at = head;
    }
    let end = end.min(words::end_of_words(context, &(start..end), cue.verb));
    (start < end).then_some(start..end)
}

/// Whether a verb makes a statement of its own.
pub(super) fn speaks(context: &Context<'_>, verb: u32) -> bool {
    let lemma = context.tree.lemma(verb);
    context.cue(verb).is_some()
        || matches!(lemma, "accuse" | "call" | "urge" | "appeal" | "express" | "blame" | "vow" | "reject" | "refuse")
}

/// Whether the subject of a clause joined by mistake stands inside the reported clause.
fn has_subject_inside(context: &Context<'_>, verb: u32, start: u32) -> bool {
    let tree = context.tree;
    tree.deprel(verb) == Deprel::Conj
        && tree.child(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some_and(|subject| subject < start)
}

/// Who says a clause.
fn speaker(context: &Context<'_>, cue: Cue, clause: u32) -> Option<Phrase> {
    let (first, last) = context.tree.extent(clause);
    let span = context.document.tokens.span(first.max(cue.end).min(last)..last + 1);
    speakers::speaker(context, cue, span)
}
