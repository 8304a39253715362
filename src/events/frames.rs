//! Event frames: the tables of `lexicon/events/`, parsed into patterns and indexed by the word that triggers them.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::pattern::{ClauseKind, Slot, parse};
use super::types::EventType;
use super::vocabulary;
use super::words::Words;
use crate::Error;
use crate::lexicon::{Row, Table};

const VERBS: &str = include_str!("../../lexicon/events/verbs.tsv");
const NOUNS: &str = include_str!("../../lexicon/events/nouns.tsv");
const ADJECTIVES: &str = include_str!("../../lexicon/events/adjectives.tsv");
const LIGHT_VERBS: &str = include_str!("../../lexicon/events/light_verbs.tsv");

/// The part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TriggerClass {
    /// A verb.
    Verb,
    /// A noun or noun phrase.
    Noun,
    /// An adjective used as a predicate.
    Adjective,
}

/// What an argument is to the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Who acts.
    Actor,
    /// To whom.
    Recipient,
    /// Where.
    Place,
    /// Anything else.
    Other,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The pattern as written.
    pub pattern: CompactString,
    /// PLOVER type.
    pub kind: EventType,
    /// The name of a user's own type; `kind` is [`EventType::Own`] then.
    pub own_type: Option<CompactString>,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// CAMEO code.
    pub cameo: CompactString,
    /// PLOVER contexts.
    pub contexts: Vec<&'static str>,
    /// Part of speech of the trigger.
    pub class: TriggerClass,
    /// The trigger's words; the head is the first of a verb, the last before any preposition of a noun.
    pub(crate) trigger: Vec<CompactString>,
    /// Index of the head in `trigger`.
    pub(crate) head: usize,
    pub(crate) slots: Vec<Slot>,
    /// Words that must stand beside the verb.
    pub(crate) particles: Vec<CompactString>,
    pub(crate) clause: Option<(ClauseKind, Vec<CompactString>)>,
    /// For patterns that a modal verb makes: its lemma, and the verbs it may go with.
    pub(crate) modal: Option<(CompactString, Vec<CompactString>)>,
    /// Whether it comes from a user's table, which no model has been trained with.
    pub user: bool,
}

/// What a light verb says of the act that its noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Do,
    Plan,
    Stop,
}

/// All frames, by the lemma of their trigger's head.
#[derive(Debug)]
pub struct Frames {
    frames: Vec<Frame>,
    index: FxHashMap<CompactString, Vec<u32>>,
    modals: FxHashMap<CompactString, Vec<u32>>,
    light: FxHashMap<CompactString, Vec<(Option<CompactString>, Effect)>>,
    /// The words that rules ask for.
    pub(super) words: Words,
}

const COLUMNS: [&str; 5] = ["frame", "type", "mode", "cameo", "contexts"];
/// The columns of a user's table, which has all parts of speech together.
pub(crate) const USER_COLUMNS: [&str; 6] = ["frame", "type", "mode", "cameo", "contexts", "class"];

impl Frame {
    /// Whether a modal verb makes the pattern that asks for the act: "must", "should", not "will".
    pub(crate) fn asks(&self) -> bool {
        self.modal.as_ref().is_some_and(|(lemma, _)| !lemma.starts_with("will"))
    }

    /// Whether both stand for the same type of act.
    pub(crate) fn is_of_type_of(&self, other: &Self) -> bool {
        self.kind == other.kind && self.own_type == other.own_type
    }
}

impl Frames {
    /// The tables that are compiled in.
    ///
    /// # Errors
    /// A row that does not parse.
    pub fn built_in() -> Result<Self, Error> {
        let mut out = Self {
            frames: Vec::new(),
            index: FxHashMap::default(),
            modals: FxHashMap::default(),
            light: FxHashMap::default(),
            words: Words::built_in()?,
        };
        out.read("events/verbs", VERBS, TriggerClass::Verb)?;
        out.read("events/nouns", NOUNS, TriggerClass::Noun)?;
        out.read("events/adjectives", ADJECTIVES, TriggerClass::Adjective)?;
        for row in Table::parse("events/light_verbs", LIGHT_VERBS, &["verb", "effect"])?.rows() {
            let (verb, particle) = row.cells[0].split_once('_').unwrap_or((row.cells[0], ""));
            let effect = match row.cells[1] {
                "do" => Effect::Do,
                "plan" => Effect::Plan,
                "stop" => Effect::Stop,
                other => {
                    let reason = format!("no effect {other:?}");
                    return Err(Error::table("events/light_verbs", row.number, "effect", reason));
                }
            };
            let particle = (!particle.is_empty()).then(|| particle.into());
            out.light.entry(verb.into()).or_default().push((particle, effect));
        }
        Ok(out)
    }

    fn read(&mut self, name: &str, text: &str, class: TriggerClass) -> Result<(), Error> {
        for row in Table::parse(name, text, &COLUMNS)?.rows() {
            self.add(name, row, class, false)?;
        }
        Ok(())
    }

    /// Adds a user's row, in the order of [`USER_COLUMNS`]. Where it fits it is preferred to shipped ones.
    pub(crate) fn add_user(&mut self, name: &str, row: &Row<'_>) -> Result<(), Error> {
        let class = match row.cells[COLUMNS.len()] {
            "" | "verb" => TriggerClass::Verb,
            "noun" => TriggerClass::Noun,
            "adjective" => TriggerClass::Adjective,
            other => {
                let reason = format!("expected verb, noun or adjective, got {other:?}");
                return Err(Error::table(name, row.number, "class", reason));
            }
        };
        self.add(name, row, class, true)
    }

    fn add(&mut self, name: &str, row: &Row<'_>, class: TriggerClass, user: bool) -> Result<(), Error> {
        let error = |column: &str, reason: String| Error::table(name, row.number, column, reason);
        let [pattern, kind, mode, cameo, contexts] = row.cells[..COLUMNS.len()] else { unreachable!("five columns") };
        let (kind, own_type) = match EventType::from_name(kind) {
            Some(kind) => (kind, None),
            None if user => (EventType::Own, Some(own_type(kind).map_err(|reason| error("type", reason))?)),
            None => return Err(error("type", format!("no PLOVER type {kind:?}"))),
        };
        let mode = match mode {
            "" => None,
            mode => Some(
                vocabulary::mode(kind, mode)
                    .ok_or_else(|| error("mode", no_mode(own_type.as_deref().unwrap_or(kind.name()), kind, mode)))?,
            ),
        };
        let digits = cameo.bytes().all(|byte| byte.is_ascii_digit());
        let known = cameo.is_empty() || (digits && (2..=4).contains(&cameo.len()));
        if !known {
            return Err(error("cameo", format!("{cameo:?} is no CAMEO code: two to four digits, as \"042\"")));
        }
        let contexts: Result<Vec<&'static str>, Error> = contexts
            .split(';')
            .map(str::trim)
            .filter(|context| !context.is_empty())
            .map(|it| vocabulary::context(it).ok_or_else(|| error("contexts", format!("no context {it:?}"))))
            .collect();
        let mut frame = parse(pattern, class).map_err(|reason| error("frame", reason))?;
        (frame.kind, frame.mode, frame.cameo, frame.contexts) = (kind, mode, cameo.into(), contexts?);
        (frame.own_type, frame.user) = (own_type, user);
        #[allow(clippy::cast_possible_truncation)]
        let number = self.frames.len() as u32;
        match &frame.modal {
            Some((modal, _)) => self.modals.entry(modal.clone()).or_default().push(number),
            None => self.index.entry(frame.trigger[frame.head].clone()).or_default().push(number),
        }
        self.frames.push(frame);
        Ok(())
    }

    /// The frames whose trigger has a lemma as its head.
    pub(crate) fn of(&self, lemma: &str) -> &[u32] {
        self.index.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The frames of a modal verb.
    pub(crate) fn of_modal(&self, lemma: &str) -> &[u32] {
        self.modals.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// A frame by its number.
    #[must_use]
    pub fn get(&self, number: u32) -> &Frame {
        &self.frames[number as usize]
    }

    /// Number of frames.
    #[must_use]
    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// What a light verb says of its noun; `particle` is the verb's particle ("out").
    pub(crate) fn light(&self, lemma: &str, particle: Option<&str>) -> Option<Effect> {
        let rows = self.light.get(lemma)?;
        let exact = rows.iter().find(|(wanted, _)| wanted.as_deref() == particle);
        exact.or_else(|| rows.iter().find(|(wanted, _)| wanted.is_none())).map(|(_, effect)| *effect)
    }
}

/// The name of a user's own type. One that is nearly a PLOVER type is taken for a slip of the pen.
fn own_type(name: &str) -> Result<CompactString, String> {
    let capitals = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let near = EventType::ALL.into_iter().find(|kind| {
        let slips = if kind.name().len() < 6 { 1 } else { 2 };
        edits(kind.name(), &name.to_ascii_uppercase()) <= slips
    });
    match near {
        Some(kind) => Err(format!("{name:?} is no PLOVER type and too near to {} to be one of your own", kind.name())),
        None if name.is_empty() => Err("the cell is empty: a PLOVER type or one of your own".to_owned()),
        None if !capitals || !name.starts_with(|first: char| first.is_ascii_uppercase()) => {
            Err(format!("{name:?}: a type of your own is written in capitals, digits and underscores"))
        }
        None => Ok(name.into()),
    }
}

fn no_mode(type_name: &str, kind: EventType, mode: &str) -> String {
    match vocabulary::modes(kind) {
        [] => format!("{type_name} has no modes, got {mode:?}"),
        modes => format!("{type_name} has no mode {mode:?}; there are {}", modes.join(", ")),
    }
}

/// The least number of letters to put in, leave out or change to make one name of another (Levenshtein distance).
fn edits(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.bytes().enumerate() {
            let changed = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_parse_and_are_large_enough() {
        let frames = Frames::built_in().expect("every row parses");
        let count = |class| frames.frames.iter().filter(|frame| frame.class == class).count();
        assert!(count(TriggerClass::Verb) >= 1500);
        assert!(count(TriggerClass::Noun) >= 600);
        for kind in EventType::ALL {
            assert!(frames.frames.iter().any(|frame| frame.kind == kind), "{}", kind.name());
        }
    }

    #[test]
    fn a_wrong_row_names_its_place() {
        let mut frames = Frames::built_in().expect("every row parses");
        for (cells, part) in [
            (
                ["A greet R", "CONSLT", "", "", "", ""],
                "column type: \"CONSLT\" is no PLOVER type and too near to CONSULT",
            ),
            (["A greet R", "consult", "", "", "", ""], "column type: \"consult\" is no PLOVER type"),
            (["A greet R", "Hug", "", "", "", ""], "column type: \"Hug\": a type of your own is written in capitals"),
            (["A greet R", "", "", "", "", ""], "column type: the cell is empty"),
            (
                ["A greet R", "CONSULT", "kiss", "", "", ""],
                "column mode: CONSULT has no mode \"kiss\"; there are visit",
            ),
            (["A greet R", "HUG", "visit", "", "", ""], "column mode: HUG has no modes"),
            (["A greet R", "CONSULT", "", "40x", "", ""], "column cameo"),
            (["A greet R", "CONSULT", "", "", "fun", ""], "column contexts: no context \"fun\""),
            (["A R", "CONSULT", "", "", "", ""], "column frame"),
            (["A Greet R", "CONSULT", "", "", "", ""], "column frame: \"Greet\": words stand in small letters"),
            (["A greet R", "CONSULT", "", "", "", "adverb"], "column class: expected verb, noun or adjective"),
        ] {
            let row = Row { number: 7, cells: cells.to_vec() };
            let error = frames.add_user("frames", &row).expect_err(part).to_string();
            assert!(error.starts_with(&format!("frames, row 7, {part}")), "{error}");
        }
        for kind in ["CONSULT", "HUG"] {
            let row = Row { number: 1, cells: vec!["A greet R", kind, "", "040", "", ""] };
            frames.add_user("frames", &row).expect("parses");
        }
        let added = &frames.of("greet")[frames.of("greet").len() - 2..];
        assert_eq!(frames.get(added[0]).own_type, None);
        assert_eq!(frames.get(added[1]).own_type.as_deref(), Some("HUG"));
        assert!(!frames.get(added[0]).is_of_type_of(frames.get(added[1])));
    }

    #[test]
    fn edits_are_counted() {
        for (one, other, count) in [("AID", "AID", 0), ("AID", "SAID", 1), ("REJECT", "REJCET", 2), ("", "HUG", 3)] {
            assert_eq!(edits(one, other), count, "{one} {other}");
        }
    }
}
