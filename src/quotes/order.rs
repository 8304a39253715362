//! What the order of the words says about a reporting verb: where its subject stands and where the reported words are.
//!
//! English news puts an attribution before ("the army said the road is closed"), after ("..., the army said"; "..., said the
//! army") or inside the reported words, and translated news inverts even more ("..., said on Friday the army"). Trees of such
//! sentences are often wrong; commas, the place of the verb and the finite verbs around it are not.

use crate::quotes::cues::{Cue, CueClass, NounClass};
use crate::quotes::nominal::{is_possessive, named_in, noun_phrase, past_addressee, past_phrases};
use crate::quotes::phrase::Phrase;
use crate::quotes::words::Clause;
use crate::quotes::{Context, speaker};
use crate::syntax::{Upos, Xpos};
use crate::tokens::Sentence;

/// A stretch of tokens, end exclusive.
pub(super) type Range = std::ops::Range<u32>;

/// Tokens of an attribution, at most.
pub(super) const REACH: u32 = 40;

/// An attribution that follows or interrupts what it attributes.
#[derive(Clone, Debug)]
pub(super) struct Closing {
    /// Its tokens, without the marks around them.
    pub tokens: Range,
    /// The speaker's phrase.
    pub subject: Range,
    /// Whether the reported words go on behind it.
    pub goes_on: bool,
    /// Whether quotation marks end right before it.
    pub quoted: bool,
}

pub(super) fn is_mark(form: &str) -> bool {
    !form.chars().any(char::is_alphanumeric) && !matches!(form, "$" | "%" | "€" | "£")
}

fn is_quotation_mark(form: &str) -> bool {
    matches!(form, "\"" | "“" | "”" | "''" | "``" | "„" | "«" | "»" | "’’" | "‘" | "’" | "'")
}

/// A comma, or a dash that is no hyphen: white space beside it.
pub(super) fn is_pause(context: &Context<'_>, token: u32) -> bool {
    let form = context.form(token);
    form == "," || (matches!(form, "–" | "—" | "-" | "--" | "―" | "---") && !is_hyphen(context, token))
}

/// A dash between two words without white space: "U.S.-led".
pub(super) fn is_hyphen(context: &Context<'_>, token: u32) -> bool {
    let span = context.span(token);
    let dash = matches!(context.form(token), "-" | "–" | "—");
    let white = |c: Option<char>| c.is_none_or(char::is_whitespace);
    dash && !white(context.text[..span.start as usize].chars().next_back())
        && !white(context.text[span.end as usize..].chars().next())
}

/// The attribution around a cue that follows or interrupts its words: "..., X said", "..., said X, ...".
pub(super) fn closing(context: &Context<'_>, sentence: &Sentence, cue: Cue) -> Option<Closing> {
    let lemma = context.tree.lemma(cue.verb);
    let speech = speaks_of_itself(lemma) || lemma == "tell";
    if !speech || cue.verb == sentence.tokens.start || !is_finite(context, cue.verb) {
        return None;
    }
    inverted(context, sentence, cue).or_else(|| straight(context, sentence, cue))
}

/// Whether a reporting verb is finite: past participles often are past tenses, but for those of the passive, and bare forms after
/// a noun are present tenses ("police say").
fn is_finite(context: &Context<'_>, verb: u32) -> bool {
    let Some(before) = verb.checked_sub(1) else { return false };
    let be = matches!(context.form(before), "is" | "are" | "was" | "were" | "be" | "been" | "being" | "not");
    match context.tree.xpos(verb) {
        Xpos::Vbd | Xpos::Vbz | Xpos::Vbp => true,
        Xpos::Vbn => !be,
        Xpos::Vb => {
            matches!(context.tree.upos(before), Upos::Noun | Upos::Propn | Upos::Pron) || is_pause(context, before)
        }
        _ => context.tree.upos(verb) == Upos::Noun,
    }
}

/// "..., said X": nothing but a pause before the verb, a noun phrase and no other clause behind it.
fn inverted(context: &Context<'_>, sentence: &Sentence, cue: Cue) -> Option<Closing> {
    let before = cue.verb - 1;
    let quoted = is_quotation_mark(context.form(before))
        || (before > sentence.tokens.start && is_pause(context, before) && is_quotation_mark(context.form(before - 1)));
    if !(quoted || is_pause(context, before)) {
        return None;
    }
    let end = sentence.tokens.end;
    // "the plan, reported by X, ..."
    if context.tree.xpos(cue.verb) == Xpos::Vbn && cue.end < end && context.form(cue.end) == "by" && !quoted {
        return None;
    }
    let told = if cue.class == CueClass::Tell { past_addressee(context, cue, end) } else { cue.end };
    let from = past_phrases(context, told, end.min(told + REACH));
    let subject = noun_phrase(context, from, end)?;
    let pronoun = context.tree.upos(subject.start) == Upos::Pron && context.mentions.holding(subject.start).is_none();
    if pronoun && !quoted {
        // "Smith, he said it was": a pronoun is seldom inverted.
        return None;
    }
    // "... had, as of Monday, announced plans"
    let certain = quoted || matches!(context.tree.lemma(cue.verb), "say" | "add" | "tell");
    if !certain && !subject.clone().any(|at| can_speak(context, at)) {
        return None;
    }
    let start = sentence.tokens.start.max(cue.verb.saturating_sub(4 * REACH));
    let mut clause = Clause::default();
    if !quoted && !(start..cue.verb).any(|at| clause.read(context, at)) {
        return None;
    }
    // The rest up to a pause and a finite verb belongs to the speaker, what comes after is said again.
    let (mut last, mut goes_on) = (subject.end, false);
    let mut clause = Clause::default();
    let mut at = subject.end;
    let mut pause = None;
    let end = end.min(cue.end + 4 * REACH);
    while at < end {
        if is_quotation_mark(context.form(at)) || context.form(at) == ";" {
            break;
        }
        if is_pause(context, at) {
            pause = pause.or(Some(at));
        }
        if clause.read(context, at) {
            // A finite verb without a pause: the noun phrase is the subject of a clause, not the speaker.
            let comma = pause?;
            let joined =
                comma + 1 < end && !matches!(context.tree.upos(comma + 1), Upos::Pron | Upos::Verb | Upos::Aux);
            goes_on = joined || quoted;
            last = comma;
            if !goes_on {
                return None;
            }
            return finish(context, sentence, cue.verb..last, subject.start..last, goes_on, quoted);
        }
        at += 1;
        last = at;
    }
    finish(context, sentence, cue.verb..last, subject.start..last, goes_on, quoted)
}

/// Whether a noun names somebody who speaks, or something written.
fn can_speak(context: &Context<'_>, noun: u32) -> bool {
    let form = context.form(noun);
    speaker::speaks(context, noun)
        || context.cues.noun(form) == Some(NounClass::Source)
        || matches!(
            form,
            "media"
                | "press"
                | "newspaper"
                | "newspapers"
                | "agency"
                | "radio"
                | "television"
                | "study"
                | "source"
                | "sources"
        )
}

/// The speaker of a cue that stands before its subject.
pub(super) fn inverted_speaker(context: &Context<'_>, cue: Cue) -> Option<Phrase> {
    let tokens = &context.document.tokens;
    let sentence = &tokens.sentences[tokens.sentence_of(cue.verb)];
    if cue.verb == sentence.tokens.start || !is_finite(context, cue.verb) {
        return None;
    }
    named_in(context, &inverted(context, sentence, cue)?.subject)
}

/// "..., X said" and "..., X said, ...": a pause, a noun phrase, the verb, and no clause before the next pause.
fn straight(context: &Context<'_>, sentence: &Sentence, cue: Cue) -> Option<Closing> {
    let subject = subject_before(context, sentence, cue)?;
    let first = subject.start;
    // "Well, I say, ...": who is quoted quotes himself.
    if subject.len() == 1 && matches!(context.form(first), "I" | "we" | "We" | "you" | "You") {
        return None;
    }
    let opening = first.checked_sub(1).filter(|&at| at > sentence.tokens.start)?;
    let quoted = is_quotation_mark(context.form(opening))
        || (is_pause(context, opening) && is_quotation_mark(context.form(opening - 1)));
    if !(quoted || is_pause(context, opening)) {
        return None;
    }
    // Behind the verb: the end, a pause, a time or prepositional phrases.
    let end = sentence.tokens.end;
    let mut at = cue.end;
    if cue.class == CueClass::Tell {
        at = past_addressee(context, cue, end);
    }
    let from = at;
    while at < end && !is_mark(context.form(at)) {
        let phrase = matches!(context.tree.upos(at), Upos::Adp | Upos::Adv | Upos::Part) || context.in_time(at);
        if at == from && !phrase {
            return None;
        }
        if context.finite(at) || matches!(context.tree.upos(at), Upos::Sconj) || context.form(at) == "that" {
            return None;
        }
        at += 1;
    }
    let mut goes_on = false;
    if at < end && !matches!(context.form(at), "." | "!" | "?") {
        if is_quotation_mark(context.form(at)) || context.form(at) == ":" {
            return None;
        }
        if is_pause(context, at) && at + 1 < end {
            if is_quotation_mark(context.form(at + 1)) {
                return None;
            }
            // "he said, adding that": the participle opens another statement.
            goes_on = context.tree.xpos(at + 1) != Xpos::Vbg;
        }
    }
    finish(context, sentence, first..at, subject, goes_on, quoted)
}

fn finish(
    context: &Context<'_>,
    sentence: &Sentence,
    tokens: Range,
    subject: Range,
    goes_on: bool,
    quoted: bool,
) -> Option<Closing> {
    // What stands before must be a clause, unless quotation marks hold it.
    let mut clause = Clause::default();
    let start = sentence.tokens.start.max(tokens.start.saturating_sub(4 * REACH));
    let has_clause = (start..tokens.start).any(|at| clause.read(context, at));
    // A finite verb may be read as a participle; "X said" with nothing behind it leaves no other place for the words.
    let say = context.form(tokens.end - 1) == "said" || context.form(tokens.end - 1) == "says";
    let verb = |at: u32| context.tree.upos(at) == Upos::Verb && context.tree.xpos(at) != Xpos::Vbg;
    let has_clause = has_clause || (say && !goes_on && tokens.start - start >= 4 && (start..tokens.start).any(verb));
    let opens = goes_on && !(start..tokens.start).any(|at| context.finite(at));
    (quoted || has_clause || opens).then_some(Closing { tokens, subject, goes_on, quoted })
}

/// Verbs that need no object: "the ministry said on Friday", but not "the army responded with rockets".
pub(super) fn speaks_of_itself(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "add"
            | "announce"
            | "state"
            | "claim"
            | "report"
            | "confirm"
            | "explain"
            | "note"
            | "insist"
            | "argue"
            | "stress"
            | "emphasize"
            | "emphasise"
            | "declare"
            | "acknowledge"
            | "admit"
            | "allege"
            | "assert"
            | "conclude"
            | "estimate"
            | "predict"
            | "warn"
            | "write"
            | "tweet"
            | "complain"
            | "recall"
            | "point"
            | "reveal"
            | "suggest"
    )
}

/// Whether a word that the tagger reads as a noun is the verb of its sentence: "The Larin Times reports the road is closed" has a
/// noun phrase before it, a new one right behind it, no finite verb before and one after it.
pub(super) fn is_verb_between(context: &Context<'_>, token: u32) -> bool {
    let tree = context.tree;
    let form = context.form(token);
    let count = context.document.tokens.tokens.len();
    // "is warning that"
    if form.ends_with("ing") && tree.upos(token) == Upos::Noun && token > 0 && (token as usize) + 1 < count {
        return matches!(context.form(token - 1), "is" | "are" | "was" | "were") && context.form(token + 1) == "that";
    }
    if !matches!(form, "report" | "reports" | "says" | "say" | "claims" | "claim" | "warns")
        || tree.upos(token) != Upos::Noun
    {
        return false;
    }
    let tokens = &context.document.tokens;
    let sentence = &tokens.sentences[tokens.sentence_of(token)];
    let start = sentence.tokens.start.max(token.saturating_sub(REACH));
    let end = sentence.tokens.end.min(token + REACH);
    if token == start || !matches!(tree.upos(token - 1), Upos::Noun | Upos::Propn | Upos::Pron) {
        return false;
    }
    let mut next = token + 1;
    while next < end && context.in_time(next) {
        next += 1;
    }
    let opens = next < end
        && (matches!(tree.upos(next), Upos::Det | Upos::Propn | Upos::Num)
            || (tree.upos(next) == Upos::Pron && tree.xpos(next) == Xpos::Prp)
            || (next > token + 1 && context.form(next) == "that"));
    opens && !(start..token).any(|at| context.finite(at)) && (next..end).any(|at| context.finite(at))
}

/// The phrase before a verb that can be its subject, from the pause or start before it: "the head of the agency", "X, who lives
/// there,". Adverbs, auxiliaries and times between it and the verb are passed over.
pub(super) fn subject_before(context: &Context<'_>, sentence: &Sentence, cue: Cue) -> Option<Range> {
    let tree = context.tree;
    let start = sentence.tokens.start.max(cue.verb.saturating_sub(REACH));
    let mut end = cue.verb;
    while end > start {
        let at = end - 1;
        let skip = matches!(tree.upos(at), Upos::Adv | Upos::Aux | Upos::Part) && !is_possessive(context.form(at));
        let time = context.in_time(at) || (end < cue.verb && tree.upos(at) == Upos::Adp && context.in_time(end));
        if !(skip || time) {
            break;
        }
        end = at;
    }
    if end == start {
        return None;
    }
    let mut last = end;
    // Asides between commas: appositions and relative clauses.
    for _ in 0..3 {
        if !is_pause(context, last - 1) {
            break;
        }
        let closing = last - 1;
        let opening = (start..closing).rev().find(|&at| is_pause(context, at) || context.finite(at))?;
        if context.finite(opening) {
            // "X, who is in Cairo, said"
            let who =
                (start..opening).rev().take(3).find(|&at| matches!(context.form(at), "who" | "which" | "whose"))?;
            last = who.checked_sub(1).filter(|&at| at > start && is_pause(context, at))?;
        } else {
            last = opening;
        }
    }
    if last == start {
        return None;
    }
    let first = (start..last)
        .rev()
        .find(|&at| {
            // "the World Health Organization (WHO) says"
            let bracket = matches!(context.form(at), "(" | ")") && (at..last).any(|end| context.form(end) == ")");
            let part = matches!(context.form(at), "'" | "’" | ".") || bracket || is_hyphen(context, at);
            is_mark(context.form(at)) && !part && context.mentions.holding(at).is_none()
        })
        .map_or(start, |at| at + 1);
    let nominal = |at: u32| {
        matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Det | Upos::Adj)
            && !matches!(tree.xpos(at), Xpos::Wdt | Xpos::Wp | Xpos::Wrb | Xpos::WpPoss)
    };
    // "which analysts say", "what the mayor called"
    let relative = |at: u32| matches!(tree.xpos(at), Xpos::Wdt | Xpos::Wp | Xpos::Wrb);
    let first = (first..last).rev().find(|&at| relative(at)).filter(|&at| at + 1 < last).map_or(first, |at| at + 1);
    let with = cue.verb > first && context.form(first).eq_ignore_ascii_case("with") && tree.xpos(cue.verb) == Xpos::Vbg;
    let first = first + u32::from(with);
    let plain = first < last && nominal(first) && !(first..last).any(|at| context.finite(at));
    let noun = (first..last).any(|at| matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num));
    (plain && noun).then_some(first..end)
}

/// Whether a phrase has an aside between commas.
pub(super) fn has_pause(context: &Context<'_>, range: &Range) -> bool {
    range.clone().any(|at| is_pause(context, at))
}
