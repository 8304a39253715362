//! Which full stops end a sentence.

use super::Token;
use super::class::char_at;
use super::scan::{Mark, MarkKind};
use crate::lexicon::Follow;

/// The token indices, one past the last token of a sentence, of all sentences of a block that end before its end.
pub(super) fn ends(text: &str, tokens: &[Token], marks: &[Mark]) -> Vec<u32> {
    let mut ends = Vec::new();
    let mut done = 0;
    for mark in marks {
        let end = close(text, tokens, mark.token as usize + 1);
        if end >= tokens.len() || end <= done {
            continue;
        }
        if is_end(text, tokens, mark, end) {
            ends.push(u32::try_from(end).expect("as many tokens as bytes at most"));
            done = end;
        }
    }
    ends
}

/// One past the closing quotation marks and brackets that are glued to the token before `at`.
fn close(text: &str, tokens: &[Token], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        let glued = tokens[at - 1].span.end == token.span.start;
        if !glued
            || !matches!(token.span.text(text), ")" | "]" | "}" | "”" | "’" | "\"" | "'" | "''" | "’’" | "»" | "*")
        {
            break;
        }
        at += 1;
    }
    at
}

fn is_end(text: &str, tokens: &[Token], mark: &Mark, end: usize) -> bool {
    let before = tokens[end - 1].span;
    let mut next = end;
    while next + 1 < tokens.len()
        && matches!(tokens[next].span.text(text), "\"" | "“" | "‘" | "'" | "``" | "(" | "[" | "«")
    {
        next += 1;
    }
    let follower = tokens[next].span;
    let first = char_at(text, follower.start as usize).unwrap_or(' ');
    let spaced = before.end < tokens[end].span.start;
    let starts = first.is_uppercase() || (!first.is_lowercase() && first.is_alphabetic());
    let digit = first.is_numeric();
    match mark.kind {
        MarkKind::Stop => {
            (spaced && (starts || digit || !first.is_alphanumeric() && first != ','))
                || (!spaced && starts && next == end)
        }
        MarkKind::Strong => spaced && !first.is_lowercase() || (!spaced && starts),
        MarkKind::Ellipsis => spaced && starts,
        MarkKind::Abbreviation(Follow::Title | Follow::Inner | Follow::Number) => false,
        MarkKind::Abbreviation(Follow::Open) => {
            let word = tokens[mark.token as usize].span;
            word.len() > 2 && spaced && starts && is_opener(follower.text(text))
        }
        MarkKind::Weak => false,
    }
}

fn is_opener(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "In"
            | "It"
            | "He"
            | "She"
            | "They"
            | "We"
            | "But"
            | "And"
            | "This"
            | "That"
            | "These"
            | "However"
            | "On"
            | "At"
            | "For"
            | "After"
            | "I"
            | "You"
            | "There"
            | "If"
            | "As"
            | "Mr."
            | "When"
            | "While"
    )
}
