//! Quoted words and who said them. A stretch between marks is a quotation only when something attributes it: a reporting
//! verb before it, after it or between dashes inside it, a colon, or the quotation that it goes on from. The rest are
//! titles, slogans and scare quotes.

use crate::Span;
use crate::quotes::cues::{Cue, CueClass};
use crate::quotes::marks::Quoted;
use crate::quotes::nominal::{self, named_in};
use crate::quotes::phrase::Phrase;
use crate::quotes::speaker::{first_noun, inverted, source_noun, speaker};
use crate::quotes::words::Clause;
use crate::quotes::{Context, Quote, QuoteKind};
use crate::syntax::Upos;

/// Tokens between a cue and the quoted words, at most.
const REACH: u32 = 24;

/// What attributes quoted words.
#[derive(Clone, Copy, Debug)]
struct Attribution {
    cue: Span,
    speaker: Option<Phrase>,
    /// One past the last token of the attributing words, when they come after the quotation.
    end: Option<u32>,
    rule: &'static str,
}

/// The quotations among the quoted stretches; each with the indices of the stretches it is made of.
pub(super) fn find(context: &Context<'_>, quoted: &[Quoted]) -> Vec<(Vec<usize>, Quote)> {
    let mut out: Vec<(Vec<usize>, Quote)> = Vec::new();
    let mut open_end: Option<u32> = None; // where the attribution after the last quotation ends
    for (index, one) in quoted.iter().enumerate() {
        let range = context.document.tokens.within(one.outer);
        let after_last = index.checked_sub(1).is_some_and(|last| {
            out.last().is_some_and(|(indices, _)| indices.last() == Some(&last)) && quoted[last].block == one.block
        });
        if one.goes_on && out.last().is_some_and(|(indices, _)| indices.last() == index.checked_sub(1).as_ref()) {
            let (indices, quote) = out.last_mut().expect("just seen");
            indices.push(index);
            quote.parts.push(one.inner);
            quote.content = quote.content.union(one.inner);
            open_end = None;
            continue;
        }
        let (parts, inside) = split(context, one);
        // The second half of a broken quotation: "...", she said, "...".
        if after_last
            && inside.is_none()
            && let Some(end) = open_end
            && gap_is_empty(context, end, range.start)
        {
            let (indices, quote) = out.last_mut().expect("after_last");
            indices.push(index);
            quote.parts.extend(parts);
            quote.content = quote.content.union(one.inner);
            open_end = Some(range.end);
            continue;
        }
        // "called her a “liar” and a “thief”": the second of a pair.
        if after_last
            && inside.is_none()
            && let Some(quote) = paired(context, one, range.start, out.last().map(|(_, quote)| quote))
        {
            out.push((vec![index], quote));
            open_end = None;
            continue;
        }
        let own = inside.or_else(|| before(context, one, range.start, index.checked_sub(1).map(|at| quoted[at].outer)));
        let next = quoted.get(index + 1).map(|next| context.document.tokens.within(next.outer).start);
        let Some(mut found) = own.or_else(|| after(context, one, range.end, next)) else {
            open_end = None;
            continue;
        };
        // "..., she said, calling it “...”": nobody inside other quoted words speaks; who spoke last in the sentence does.
        let near = &quoted[index.saturating_sub(2)..quoted.len().min(index + 2)];
        let inside = |span: Span| near.iter().any(|it| it.inner.contains(span) && !it.inner.overlaps(found.cue));
        if found.speaker.is_some_and(|speaker| inside(speaker.span)) {
            let first = tokens_start(context, found.cue);
            let last = out.last().filter(|(_, quote)| quote.cue.is_some_and(|cue| cue.start >= first));
            let named = last.and_then(|(_, quote)| quote.speaker_span.map(|span| (span, quote.speaker)));
            found.speaker =
                named.map(|(span, entity)| Phrase { span, head: context.document.tokens.within(span).start, entity });
        }
        if one.single && !strong_single(context, one, &found) {
            open_end = None;
            continue;
        }
        open_end = found.end.or(Some(range.end));
        out.push((vec![index], quote(&parts, &found)));
    }
    out
}

/// Quoted words joined to others that were called somebody's: nothing but "and", "or" and an article between them.
fn paired(context: &Context<'_>, one: &Quoted, start: u32, last: Option<&Quote>) -> Option<Quote> {
    let last = last.filter(|last| last.rule == "label before")?;
    let from = context.document.tokens.within(last.content).end;
    let joint = |token: u32| matches!(context.form(token), "and" | "or" | "a" | "an" | "the" | ",");
    let plain = |token: u32| joint(token) || is_mark(context.form(token));
    (from < start && start - from <= 5 && (from..start).all(plain) && (from..start).any(joint)).then(|| Quote {
        content: one.inner,
        parts: vec![one.inner],
        ..last.clone()
    })
}

/// Quoted words that fill their sentence, right behind a sentence or paragraph with a quotation: the same speaker goes on.
pub(super) fn alone(context: &Context<'_>, one: &Quoted, last: Option<&Quote>) -> Option<Quote> {
    let tokens = &context.document.tokens;
    let inner = one.inner.text(context.text);
    let last = last.filter(|last| last.speaker_span.is_some() && !one.single)?;
    let statement = inner.split_whitespace().take(5).count() == 5
        && inner.starts_with(|c: char| c.is_uppercase() || c == '[')
        && inner.ends_with(['.', '!', '?', '…']);
    let range = tokens.within(one.outer);
    if !statement || range.is_empty() {
        return None;
    }
    let (first, end) = (tokens.sentence_of(range.start), tokens.sentence_of(range.end - 1));
    let fills =
        tokens.sentences[first].tokens.start == range.start && tokens.sentences[end].tokens.end <= range.end + 1;
    let before = last.cue.map_or(last.content, |cue| cue.union(last.content));
    let before = tokens.within(before);
    let near = !before.is_empty() && tokens.sentence_of(before.end - 1) + 1 >= first;
    (fills && near).then(|| Quote {
        content: one.inner,
        parts: vec![one.inner],
        kind: QuoteKind::Direct,
        speaker: last.speaker,
        speaker_span: last.speaker_span,
        cue: None,
        rule: "alone",
        confidence: super::measured("alone"),
    })
}

/// Where the sentence of a span starts.
fn tokens_start(context: &Context<'_>, span: Span) -> u32 {
    let tokens = &context.document.tokens;
    tokens.sentences[tokens.sentence_of(tokens.within(span).start)].span.start
}

fn quote(parts: &[Span], found: &Attribution) -> Quote {
    let content = parts.iter().copied().reduce(Span::union).unwrap_or_default();
    Quote {
        content,
        parts: parts.to_vec(),
        kind: QuoteKind::Direct,
        speaker: found.speaker.and_then(|speaker| speaker.entity),
        speaker_span: found.speaker.map(|speaker| speaker.span),
        cue: Some(found.cue),
        rule: found.rule,
        confidence: super::measured(found.rule),
    }
}

/// Single marks also stand around titles and odd words: only a comma, colon or stop beside them makes a quotation.
fn strong_single(context: &Context<'_>, one: &Quoted, found: &Attribution) -> bool {
    let last = one.inner.text(context.text).chars().next_back();
    found.rule != "label before" && one.inner.len() > 12 && last.is_some_and(|c| matches!(c, ',' | '.' | '?' | '!'))
}

/// Whether only marks stand between two tokens.
fn gap_is_empty(context: &Context<'_>, from: u32, to: u32) -> bool {
    from <= to && (from..to).all(|token| is_mark(context.form(token)))
}

fn is_mark(form: &str) -> bool {
    !form.chars().any(char::is_alphanumeric)
}

fn is_dash(form: &str) -> bool {
    matches!(form, "–" | "—" | "-" | "--" | "―" | "---")
}

/// The parts of a stretch that holds its own attribution between dashes: "We go, – said Orlov. – They stay".
fn split(context: &Context<'_>, one: &Quoted) -> (Vec<Span>, Option<Attribution>) {
    let whole = (vec![one.inner], None);
    let range = context.document.tokens.within(one.inner);
    for dash in range.clone().filter(|&token| is_dash(context.form(token))) {
        // "– said X", "– has added X"
        let auxiliary = |&at: &u32| at < range.end && matches!(context.form(at), "has" | "have" | "had");
        let verb = dash + 1 + u32::from(auxiliary(&(dash + 1)));
        let Some(cue) = (verb < range.end).then(|| context.cue(verb)).flatten() else { continue };
        let speech = matches!(cue.class, CueClass::Say | CueClass::Write | CueClass::Tell);
        let limit = range.end.min(dash + 40);
        let pause = dash > range.start && matches!(context.form(dash - 1), "," | "." | "?" | "!" | "…" | "...");
        let pause = pause || (cue.class == CueClass::Say && nominal::behind(context, cue, limit).is_some());
        if !speech || !pause {
            continue;
        }
        let end = (cue.end..limit).find(|&token| is_dash(context.form(token))).unwrap_or(range.end);
        let speaker = inverted(context, cue, end);
        let mut parts = vec![trim(context.text, Span::new(one.inner.start, context.span(dash).start))];
        if end + 1 < range.end {
            parts.push(trim(context.text, Span::new(context.span(end + 1).start, one.inner.end)));
        }
        let attribution = Attribution { cue: context.cue_span(cue), speaker, end: None, rule: "cue between dashes" };
        return (parts, Some(attribution));
    }
    whole
}

fn trim(text: &str, span: Span) -> Span {
    let inner = span.text(text);
    let start = span.start as usize + (inner.len() - inner.trim_start().len());
    Span::of(start, start + inner.trim().len())
}

/// A cue that stands before quoted words in their sentence.
fn before(context: &Context<'_>, one: &Quoted, first: u32, previous: Option<Span>) -> Option<Attribution> {
    let tokens = &context.document.tokens;
    if first == 0 {
        return None;
    }
    let sentence = &tokens.sentences[tokens.sentence_of(first)];
    let mut start = sentence.tokens.start;
    // The tokeniser may end the sentence at the colon or line break before the quotation.
    if start == first && first > 0 && context.form(first - 1) == ":" {
        start = tokens.sentences[tokens.sentence_of(first - 1)].tokens.start;
    }
    if let Some(previous) = previous {
        start = start.max(tokens.within(previous).end.min(first));
    }
    let mut end = first;
    let mut pause = false;
    while end > start && is_mark(context.form(end - 1)) {
        pause |= matches!(context.form(end - 1), "," | ":");
        if matches!(context.form(end - 1), ";" | "?" | "!") {
            return None;
        }
        end -= 1;
    }
    let colon = end < first && context.form(end) == ":";
    let capital = one.inner.text(context.text).starts_with(|c: char| c.is_uppercase() || c == '[');
    let words = one.inner.text(context.text).split_whitespace().take(5).count();
    let mut clause_between = false;
    for token in (start.max(end.saturating_sub(REACH))..end).rev() {
        if let Some(cue) = context.cue(token).filter(|cue| cue.end <= end) {
            let between = cue.end..end;
            let only_that = between.len() <= 1 && between.clone().all(|at| context.form(at) == "that");
            let long = words >= 5;
            let fits = (colon && long)
                || match cue.class {
                    CueClass::Say | CueClass::Write => {
                        let near = pause || long || (capital && between.len() <= 8);
                        between.is_empty() || only_that || (!clause_between && near)
                    }
                    CueClass::Tell => {
                        !between.is_empty() && !clause_between && (pause || capital || between.len() <= 6)
                    }
                    CueClass::Weak if between.is_empty() => pause || capital,
                    CueClass::Weak => only_that || (!clause_between && (colon || (pause && long))),
                    CueClass::Label => !clause_between && (long || !between.is_empty()) && between.len() <= 14,
                    CueClass::Mind => false,
                };
            if fits {
                let rule = if cue.class == CueClass::Label { "label before" } else { "cue before" };
                let speaker = speaker(context, cue, one.outer).or_else(|| source_noun(context, cue, start));
                if cue.class == CueClass::Label && speaker.is_none() && !context.tree.is_empty() {
                    return None;
                }
                return Some(Attribution { cue: context.cue_span(cue), speaker, end: None, rule });
            }
            if cue.class != CueClass::Mind && !colon {
                return None;
            }
        }
        clause_between |= context.finite(token);
    }
    // "The ministry: “...”"
    if colon && !clause_between && end > start && end - start <= 16 {
        let noun = (start..end).any(|token| {
            matches!(context.tree.upos(token), Upos::Noun | Upos::Propn) || context.mentions.holding(token).is_some()
        });
        // "The judge's statement read:", where the tagger may take the verb for a noun.
        let verb = |token: u32| context.cues.verb(context.text, &context.document.tokens, token).is_some();
        let last = if end - 1 > start && verb(end - 1) { end - 1 } else { end };
        let named = named_in(context, &(start..last)).filter(|_| noun)?;
        let cue = context.span(end);
        return Some(Attribution { cue, speaker: Some(named), end: None, rule: "colon" });
    }
    None
}

/// A cue that stands after quoted words: "...", said X; "...", X said; "...", according to X.
fn after(context: &Context<'_>, one: &Quoted, from: u32, next_quote: Option<u32>) -> Option<Attribution> {
    let tokens = &context.document.tokens;
    let count = u32::try_from(tokens.tokens.len()).ok()?;
    let closing = one.inner.text(context.text).chars().next_back()?;
    let mut at = from;
    let mut pause = matches!(closing, ',' | '?' | '!' | '…' | '–' | '—' | '-' | ':');
    while at < count && is_mark(context.form(at)) {
        match context.form(at) {
            "," | "–" | "—" | "-" | "--" => pause = true,
            _ => return None,
        }
        at += 1;
    }
    if at >= count || tokens.tokens[at as usize].span.start > block_end(context, one) {
        return None;
    }
    let sentence = &tokens.sentences[tokens.sentence_of(at)];
    let limit = next_quote.unwrap_or(count).min(sentence.tokens.end).min(at + REACH);
    let stopped = matches!(closing, '.') && !pause;
    if context.form(at).eq_ignore_ascii_case("according") && at + 1 < limit && context.form(at + 1) == "to" {
        let cue = context.span(at).union(context.span(at + 1));
        let speaker = first_noun(context, at + 2, limit);
        return Some(Attribution { cue, speaker, end: Some(sentence.tokens.end), rule: "according to" });
    }
    let capital = context.form(at).starts_with(char::is_uppercase);
    if matches!(context.tree.upos(at), Upos::Cconj | Upos::Sconj | Upos::Adp | Upos::Part) && !pause {
        return None;
    }
    let mut token = at;
    let mut clause = Clause::default();
    while token < limit {
        if let Some(cue) = context.cue(token) {
            let speech = matches!(cue.class, CueClass::Say | CueClass::Write | CueClass::Tell | CueClass::Weak);
            if !speech || (cue.class == CueClass::Tell && cue.end >= limit) {
                return None;
            }
            // "... . Later she said that" opens a new statement.
            let opens = cue.end < sentence.tokens.end
                && (context.form(cue.end) == "that" || (stopped && !closes_soon(context, cue, sentence.tokens.end)));
            let noun_before = token == at && stopped && !capital;
            if opens || (!pause && !stopped && token == at && capital) || (noun_before && cue.class == CueClass::Weak) {
                return None;
            }
            let lone = !pause && !stopped;
            let short = one.inner.text(context.text).split_whitespace().take(4).count() < 4;
            if lone && token != at && (short || !closes_soon(context, cue, sentence.tokens.end)) {
                return None;
            }
            let speaker = if token == at {
                inverted(context, cue, limit)
            } else {
                speaker(context, cue, one.outer).or_else(|| first_noun(context, at, token))
            };
            // Up to the end of the attributing clause.
            let end = clause_end(context, cue, sentence.tokens.end, next_quote);
            let cue = context.cue_span(cue);
            return Some(Attribution { cue, speaker, end: Some(end), rule: "cue after" });
        }
        // "..., X, who has been there, said", "..., X has repeatedly said"
        let auxiliary = context.tree.upos(token) == Upos::Aux
            && (token + 1..limit)
                .find(|&next| context.tree.upos(next) != Upos::Adv)
                .is_some_and(|next| context.cue(next).is_some());
        if (clause.read(context, token) && token > at && !auxiliary) || context.form(token) == ";" {
            return None;
        }
        token += 1;
    }
    None
}

fn block_end(context: &Context<'_>, one: &Quoted) -> u32 {
    context.document.layout.blocks.get(one.block as usize).map_or(u32::MAX, |block| block.span.end)
}

/// Whether the sentence ends soon after the cue, without another clause.
fn closes_soon(context: &Context<'_>, cue: Cue, sentence_end: u32) -> bool {
    let end = sentence_end.min(cue.end + 12);
    sentence_end <= cue.end + 12 && !(cue.end..end).any(|token| context.finite(token))
}

/// Where the words that attribute end: the next quotation in the sentence, else the sentence's end.
fn clause_end(context: &Context<'_>, cue: Cue, sentence_end: u32, next_quote: Option<u32>) -> u32 {
    match next_quote {
        Some(next) if next >= cue.end && next <= sentence_end => {
            let mut end = next;
            while end > cue.end && is_mark(context.form(end - 1)) {
                end -= 1;
            }
            // A finite clause between cue and quotation makes a statement of its own.
            if (cue.end..end).any(|token| context.finite(token)) { cue.end } else { end }
        }
        _ => sentence_end,
    }
}
