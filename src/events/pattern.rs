//! The patterns of event frames: "A impose [sanction|embargo] on|against R" (the notation is told in `verbs.tsv`).

use compact_str::CompactString;

use super::frames::{Frame, Role, TriggerClass};
use super::types::EventType;
use crate::article::layout;
use crate::tokens;

/// Where an argument stands in an active sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// Before the trigger: a verb's subject, a noun's possessor or modifier.
    Before,
    /// A verb's object.
    Object,
    /// After one of these prepositions.
    Preposition(Vec<CompactString>),
}

/// An argument of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub position: Position,
    pub role: Role,
    /// The nouns that may fill it; empty: any. The words of a noun phrase are joined by `_`.
    pub nouns: Vec<CompactString>,
}

/// A clause that must follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClauseKind {
    To,
    That,
    Doing,
}

const PREPOSITIONS: [&str; 38] = [
    "on",
    "upon",
    "against",
    "with",
    "into",
    "of",
    "in",
    "at",
    "to",
    "from",
    "for",
    "over",
    "between",
    "about",
    "by",
    "after",
    "as",
    "outside",
    "through",
    "near",
    "along",
    "without",
    "behind",
    "toward",
    "towards",
    "during",
    "under",
    "off",
    "among",
    "across",
    "before",
    "around",
    "because",
    "alongside",
    "inside",
    "until",
    "beyond",
    "despite",
];

/// Parses a pattern; the meaning of the row is filled in later.
pub(super) fn parse(pattern: &str, class: TriggerClass) -> Result<Frame, String> {
    let mut frame = Frame {
        pattern: pattern.into(),
        kind: EventType::Agree,
        own_type: None,
        mode: None,
        cameo: CompactString::default(),
        contexts: Vec::new(),
        class,
        trigger: Vec::new(),
        head: 0,
        slots: Vec::new(),
        particles: Vec::new(),
        clause: None,
        modal: None,
        user: false,
    };
    let pieces: Vec<&str> = pattern.split_whitespace().collect();
    let mut at = 0;
    let is_slot = |piece: &str| piece.starts_with(['A', 'R', 'P', 'X', '[']);
    while at < pieces.len() {
        let piece = pieces[at];
        at += 1;
        let started = !frame.trigger.is_empty() || frame.modal.is_some();
        if let Some((word, list)) = piece.split_once('+') {
            let verbs = nouns(list)?;
            match word {
                "to" => frame.clause = Some((ClauseKind::To, verbs)),
                "that" => frame.clause = Some((ClauseKind::That, verbs)),
                "doing" => frame.clause = Some((ClauseKind::Doing, verbs)),
                "entering" => frame.particles.push("entering".into()),
                _ if !started => frame.modal = Some((word.replace('_', " ").into(), verbs)),
                _ => return Err(format!("no clause {piece:?}: to+, that+, doing+ or a modal verb")),
            }
        } else if is_slot(piece) {
            // A second bare slot ("give R X") is an object as well; one is required.
            let position = if started { Position::Object } else { Position::Before };
            frame.slots.push(slot(piece, position)?);
        } else if !started {
            frame.trigger = words(piece);
            if class == TriggerClass::Noun {
                let preposition =
                    |word: &&CompactString| PREPOSITIONS.contains(&word.as_str()) || word.as_str() == "of";
                let before = frame.trigger.iter().take_while(|word| !preposition(word)).count();
                frame.head = before.max(1) - 1;
            }
        } else {
            let words: Vec<CompactString> = piece.split('|').map(CompactString::from).collect();
            let preposition = words.iter().all(|word| PREPOSITIONS.contains(&word.as_str()));
            match pieces.get(at) {
                Some(next) if preposition && is_slot(next) => {
                    frame.slots.push(slot(next, Position::Preposition(words))?);
                    at += 1;
                }
                _ => frame.particles.extend(piece.split('_').map(CompactString::from)),
            }
        }
    }
    let capital = frame.trigger.iter().chain(&frame.particles).find(|word| word.contains(char::is_uppercase));
    if let Some(word) = capital {
        return Err(format!("{word:?}: words stand in small letters, slots are A, R, P and X"));
    }
    if frame.trigger.is_empty() && frame.modal.is_none() {
        return Err(format!("the pattern {pattern:?} has no trigger: a word in small letters"));
    }
    if frame.trigger.is_empty() {
        frame.trigger.push(CompactString::default());
    }
    Ok(frame)
}

fn slot(piece: &str, position: Position) -> Result<Slot, String> {
    let (letter, list) = piece.split_once('[').map_or((piece, ""), |(letter, _)| (letter, &piece[letter.len()..]));
    let role = match letter {
        "A" => Role::Actor,
        "R" => Role::Recipient,
        "P" => Role::Place,
        "X" | "" => Role::Other,
        other => return Err(format!("no slot {other:?}: A, R, P or X")),
    };
    Ok(Slot { position, role, nouns: nouns(list)? })
}

/// The words of `[a|b]`; an empty list for an empty text.
fn nouns(list: &str) -> Result<Vec<CompactString>, String> {
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let inner = list.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
    let inner = inner.ok_or_else(|| format!("{list:?} is no list in square brackets"))?;
    Ok(inner.split('|').map(|noun| words(noun).join("_").into()).collect())
}

/// The words of a phrase in which `_` joins them, split at hyphens where the tokenizer splits: "sit-in" is "sit" and "in", but
/// "counter-attack" is one word.
fn words(phrase: &str) -> Vec<CompactString> {
    let split = |word: &str| {
        let tokens = if word.contains('-') { tokens::tokenize(word, &layout(word)).tokens } else { Vec::new() };
        let parts = tokens.iter().map(|token| token.span.text(word)).filter(|part| *part != "-");
        let parts: Vec<CompactString> = parts.map(CompactString::from).collect();
        if parts.is_empty() { vec![word.into()] } else { parts }
    };
    phrase.split('_').flat_map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let frame = parse("A impose [sanction|embargo] on|against R", TriggerClass::Verb).expect("parses");
        assert_eq!(frame.trigger, ["impose"]);
        assert_eq!(frame.slots.len(), 3);
        assert_eq!(frame.slots[1].nouns, ["sanction", "embargo"]);
        assert_eq!(frame.slots[2].position, Position::Preposition(vec!["on".into(), "against".into()]));
        assert_eq!(frame.slots[2].role, Role::Recipient);
        let frame = parse("A give R X", TriggerClass::Verb).expect("parses");
        let positions: Vec<_> = frame.slots.iter().map(|slot| slot.position.clone()).collect();
        assert_eq!(positions, [Position::Before, Position::Object, Position::Object]);
        let frame = parse("A shoot R dead", TriggerClass::Verb).expect("parses");
        assert_eq!(frame.particles, ["dead"]);
        let frame = parse("A threaten to+[attack|kill]", TriggerClass::Verb).expect("parses");
        assert_eq!(frame.clause, Some((ClauseKind::To, vec!["attack".into(), "kill".into()])));
        let frame = parse("A state_of_emergency", TriggerClass::Noun).expect("parses");
        assert_eq!(frame.trigger[frame.head], "state");
        let frame = parse("A sit-in at [air-base]", TriggerClass::Noun).expect("parses");
        assert_eq!((frame.trigger.join(" "), frame.head), ("sit in".to_owned(), 0));
        assert_eq!(frame.slots[1].nouns, ["air_base"]);
        let frame = parse("A counter-attack on R", TriggerClass::Noun).expect("parses");
        assert_eq!(frame.trigger, ["counter-attack"]);
        let frame = parse("A car_bomb on R", TriggerClass::Noun).expect("parses");
        assert_eq!(frame.trigger[frame.head], "bomb");
    }
}
