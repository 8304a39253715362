//! Layer 8: coded events (PLOVER, with CAMEO beside it).

mod arguments;
mod background;
mod cameo;
mod candidates;
mod choice;
mod coding;
mod counts;
mod frames;
pub mod learn;
mod merge;
pub mod model;
mod modes;
mod naming;
mod nationality;
mod network;
mod numbers;
mod participants;
mod pattern;
mod place;
mod roles;
mod scene;
mod sources;
mod standing;
mod surroundings;
mod time;
mod type_features;
mod types;
pub mod vocabulary;
mod whereabouts;
mod words;

use compact_str::CompactString;
use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::Span;
use crate::entities::{Country, Sector};
use crate::pipeline::Document;
use crate::quotes::tree::Tree;
use crate::resources::Resources;
use crate::times::{Granularity, TimeBasis};

pub use cameo::{Code, Codes};
pub(crate) use frames::USER_COLUMNS;
pub use frames::{Frame, Frames, Role, TriggerClass};
pub use merge::spans;
pub use model::EventModel;
pub(crate) use modes::ModeWords;
pub(crate) use place::PlaceNouns;
pub use types::{Assertion, EventType, Polarity, Quad, Tense};

/// Events below this confidence are left out unless the caller says otherwise. Chosen on the training part: of the thresholds
/// that `eval events+folds` tries, the one with the highest mean F1 of its two sets on articles that the models have not seen.
pub const DEFAULT_THRESHOLD: f32 = 0.2;

/// One act, with everything the article says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The words that name the act, the main one first.
    pub triggers: Vec<Trigger>,
    /// PLOVER type.
    pub kind: EventType,
    /// The type's name where it is a user's own; `kind` is [`EventType::Own`] then.
    pub own_type: Option<CompactString>,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// PLOVER contexts.
    pub contexts: Vec<&'static str>,
    /// CAMEO code with leading zero, down to the level that the text supports.
    pub cameo: Option<String>,
    /// Goldstein score of the CAMEO code.
    pub goldstein: Option<f32>,
    /// Who acts; in meetings, fights and agreements all parties.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// Where.
    pub place: Option<EventPlace>,
    /// When.
    pub time: Option<EventTime>,
    /// Whether it happened.
    pub polarity: Polarity,
    /// How sure the article is.
    pub assertion: Assertion,
    /// Past, present or future.
    pub tense: Tense,
    /// Who says so, the nearest source first.
    pub attributed_to: Vec<Participant>,
    /// Index of the quotation that holds the main trigger.
    pub quote: Option<u32>,
    /// People killed.
    pub killed: Option<Count>,
    /// People injured.
    pub injured: Option<Count>,
    /// People arrested.
    pub arrested: Option<Count>,
    /// People taking part.
    pub participants: Option<Count>,
    /// Weight in the article, 0 to 1: headline and early sentences count more.
    pub salience: f32,
    /// What matched: the frame's name and what decided.
    pub rule: String,
    /// Probability that trigger and type are right, fitted on held-out folds; that of the surest trigger.
    pub confidence: f32,
}

impl Event {
    /// The type's name: PLOVER's, or the user's own.
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.own_type.as_deref().unwrap_or_else(|| self.kind.name())
    }

    /// Whether strict PLOVER would code the event: its type is PLOVER's, it has an actor and the recipient that its type
    /// requires (COOPERATE, AID, SANCTION), and it is no denied, merely possible or negated act.
    #[must_use]
    pub fn is_strict_plover(&self) -> bool {
        let needs_recipient = matches!(self.kind, EventType::Cooperate | EventType::Aid | EventType::Sanction);
        let happened = !matches!(self.assertion, Assertion::Denied | Assertion::Hypothetical | Assertion::Requested);
        self.kind != EventType::Own
            && !self.actors.is_empty()
            && (!needs_recipient || !self.recipients.is_empty())
            && happened
            && self.polarity == Polarity::Positive
    }

    /// PLOVER's quad class; `None` for a user's own type.
    #[must_use]
    pub const fn quad(&self) -> Option<Quad> {
        self.kind.quad()
    }
}

/// A word that names an act, with what its own sentence says of it; the event sums up what all its triggers say.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
    /// How sure the article is here: an act may be reported in one sentence and stated in another.
    pub assertion: Assertion,
    /// Who says so here, the nearest source first.
    pub attributed_to: Vec<Participant>,
    /// Where, as far as it is said here.
    pub place: Option<EventPlace>,
    /// Probability that word and type are right.
    pub confidence: f32,
}

/// An actor, recipient or source.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// The entity, if it is one of the article's.
    pub entity: Option<u32>,
    /// The phrase that names it.
    pub span: Span,
    /// ISO 3166-1 alpha-3, or PLOVER's international code.
    pub country: Option<Country>,
    /// PLOVER sectors.
    pub sectors: Vec<Sector>,
    /// Whether it comes from another sentence than the trigger.
    pub inherited: bool,
    /// Where later mentions of the event name it again.
    pub mentions: Vec<Span>,
}

/// Where an act happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventPlace {
    /// Index of the entity.
    pub entity: u32,
    /// The mention.
    pub span: Span,
    /// What ties it to the act.
    pub basis: PlaceBasis,
}

/// What ties a place to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceBasis {
    /// A phrase of the act itself.
    OwnPhrase,
    /// The same sentence.
    Sentence,
    /// The article's dateline.
    Dateline,
    /// Another sentence than that of the main trigger.
    Inherited,
}

impl PlaceBasis {
    /// The name that users see.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OwnPhrase => "own phrase",
            Self::Sentence => "sentence",
            Self::Dateline => "dateline",
            Self::Inherited => "inherited",
        }
    }
}

/// When an act happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTime {
    /// Index of the temporal expression; `None` when the publication date stands in.
    pub time: Option<u32>,
    /// First day, inclusive.
    pub start: Option<Date>,
    /// Last day, inclusive.
    pub end: Option<Date>,
    /// Size of the unit named.
    pub granularity: Option<Granularity>,
    /// What the days rest on.
    pub basis: TimeBasis,
    /// Whether the expression contradicts itself.
    pub conflict: bool,
}

/// A number of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub value: u64,
    /// Where it stands.
    pub span: Span,
    /// "at least", "about", "up to", "more than".
    pub comparison: Option<&'static str>,
}

/// Finds and codes the events of an article, in order of their first trigger.
///
/// The tables of `lexicon/events/` propose: a word that is the trigger of a frame is a candidate. Linear models, trained on
/// annotated news, decide in context whether it names an act and of which type and mode, who takes part, where it
/// happened and how it stands in the text; a second look weighs what the rest of the article tells. [`Event::rule`] names
/// the frame and says whether the context changed its type.
///
/// What lies below `threshold`, and below the default one, is not coded at all; above the default one it still gives triggers
/// to surer events. What a sentence only mentions beside its main act must be surer.
#[must_use]
pub fn extract(text: &str, document: &Document, resources: &Resources, threshold: f32) -> Vec<Event> {
    let tree = Tree::new(&document.syntax);
    if tree.is_empty() {
        return Vec::new();
    }
    let Some(model) = &resources.events else { return Vec::new() };
    let scene = scene::Scene::new(text, document, &tree, &resources.lexicon, &model.classes);
    let mut decided = coding::decide(&scene, model);
    decided.retain(|one| one.confidence >= threshold.min(DEFAULT_THRESHOLD));
    let stands_out = background::stands_out(&scene, &decided, threshold);
    let mentions: Vec<_> = decided.iter().map(|one| coding::mention(&scene, one)).collect();
    let coded = |one| coding::code(&scene, model, &resources.lexicon.cameo, one);
    let events: Vec<Event> = decided.iter().map(coded).collect();
    let of_note: FxHashSet<Span> =
        events.iter().zip(stands_out).filter(|(_, out)| *out).map(|(event, _)| event.triggers[0].span).collect();
    let mut events = merge::merge(events, &mentions);
    // One mention that stands out is enough.
    events.retain(|event| event.triggers.iter().any(|trigger| of_note.contains(&trigger.span)));
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Analyzer, Options};

    fn analyzer() -> Analyzer {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() })
    }

    /// Every type has sentences of our own; they are in the training data, so nearly all must be right.
    #[test]
    fn own_sentences() {
        let analyzer = analyzer();
        let (mut right, mut all) = (0, 0);
        for [sentence, trigger, kind, _] in learn::own_examples().expect("the table parses") {
            let document = analyzer.analyze(sentence, None);
            let start = sentence.find(trigger).expect("the trigger stands in its sentence");
            let span = Span::of(start, start + trigger.len());
            let hit = document.events.iter().find(|event| event.triggers.iter().any(|it| it.span.overlaps(span)));
            right += usize::from(hit.map_or("", |event| event.kind.name()) == kind);
            all += 1;
        }
        assert!(all >= 200, "{all} sentences");
        assert!(right * 10 >= all * 8, "{right} of {all} right");
    }

    #[test]
    fn parts_of_an_event() {
        let text = "Gunmen killed at least four policemen in Quetta on Monday.";
        let document = analyzer().analyze(text, None);
        let event = document.events.first().expect("an event");
        assert_eq!(event.kind, EventType::Assault);
        assert_eq!(event.actors.iter().map(|it| it.span.text(text)).collect::<Vec<_>>(), ["Gunmen"]);
        assert_eq!(event.recipients.iter().map(|it| it.span.text(text)).collect::<Vec<_>>(), ["policemen"]);
        let killed = event.killed.as_ref().expect("a count");
        assert_eq!((killed.value, killed.comparison), (4, Some("at least")));
        assert!(event.is_strict_plover());
        assert!(event.cameo.as_deref().is_some_and(|code| code.len() >= 3));
    }

    /// What a user's frames find in a sentence: type, actors, recipients, CAMEO code, place.
    fn with_frames(rows: &[[&str; 4]], sentence: &str) -> Vec<[String; 5]> {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let mut lexicon = crate::lexicon::Lexicon::built_in().expect("the tables parse");
        let rows: Vec<_> = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        lexicon.with_frames(&["frame", "type", "cameo", "class"], &rows).expect("the rows parse");
        let options = Options { any_language: true, ..Options::default() };
        let document = Analyzer::new(resources.with_lexicon(lexicon).into(), options).analyze(sentence, None);
        let names = |list: &[Participant]| -> String {
            list.iter().map(|it| it.span.text(sentence)).collect::<Vec<_>>().join("; ")
        };
        let place = |event: &Event| event.place.map_or("", |place| place.span.text(sentence)).to_owned();
        let show = |event: &Event| {
            let code = event.cameo.clone().unwrap_or_default();
            [event.type_name().to_owned(), names(&event.actors), names(&event.recipients), code, place(event)]
        };
        let user = |event: &&Event| rows.iter().any(|row| event.rule == row[0]);
        document.events.iter().filter(user).map(show).collect()
    }

    fn names<'t>(text: &'t str, list: &[Participant]) -> Vec<&'t str> {
        list.iter().map(|it| it.span.text(text)).collect()
    }

    #[test]
    fn company_behind_a_place_takes_part() {
        let analyzer = analyzer();
        for (text, one, other) in [
            (
                "Chancellor Lena Brandt met in Hamburg, Germany, with Kenyan Foreign Minister Peter Otieno on Monday.",
                "Lena Brandt",
                "Peter Otieno",
            ),
            (
                "Prime Minister Anna Lee held talks in Lyon, France, with Chilean President Pedro Rojas.",
                "Anna Lee",
                "Pedro Rojas",
            ),
        ] {
            let document = analyzer.analyze(text, None);
            let event = document.events.iter().find(|event| event.kind == EventType::Consult).expect("a meeting");
            let parties = names(text, &event.actors);
            assert!(parties.contains(&one) && parties.contains(&other), "{parties:?}");
            assert!(!parties.contains(&"Kenyan") && !parties.contains(&"Chilean"), "{parties:?}");
        }
    }

    #[test]
    fn nobody_takes_part_twice() {
        let analyzer = analyzer();
        for text in [
            "The rebels freed Desta Worku after Desta Worku's family paid for Desta Worku.",
            "Police arrested Anna Berg in Bergen, and Berg said police had beaten Berg.",
        ] {
            let events = analyzer.analyze(text, None).events;
            assert!(events.iter().any(|event| !event.recipients.is_empty()), "{text}: nobody takes part");
            for event in events {
                for list in [&event.actors, &event.recipients] {
                    let entities: Vec<_> = list.iter().filter_map(|it| it.entity).collect();
                    let once: std::collections::BTreeSet<_> = entities.iter().collect();
                    assert_eq!(entities.len(), once.len(), "{text}: {:?}", names(text, list));
                }
            }
        }
    }

    #[test]
    fn a_users_frame_counts_without_training() {
        let verb = ["A unionize R", "LABOUR_ACT", "", ""];
        for (rows, sentence, wanted) in [
            // A PLOVER type gets the code that goes with it, or the user's own.
            (
                &[["A congratulate R", "SUPPORT", "051", ""]][..],
                "The ambassador congratulated the queen on Friday.",
                &[["SUPPORT", "ambassador", "queen", "051", ""]][..],
            ),
            // A type of the user's own, also in the passive, with the slots as the frame says.
            (&[verb], "Teachers unionized the clerks.", &[["LABOUR_ACT", "Teachers", "clerks", "", ""]]),
            (&[verb], "The clerks were unionized by teachers.", &[["LABOUR_ACT", "teachers", "clerks", "", ""]]),
            // A frame counts only where all of it is there.
            (&[verb], "Teachers unionized.", &[]),
            // Two types of one's own in one sentence stay apart; a frame without slots has no arguments.
            (
                &[verb, ["dance", "FESTIVITY", "017", "noun"]],
                "Teachers unionized the clerks after the dance.",
                &[["LABOUR_ACT", "Teachers", "clerks", "", ""], ["FESTIVITY", "", "", "017", ""]],
            ),
            // A place slot gives the place.
            (
                &[["A parade through P", "FESTIVITY", "", ""]],
                "The choirs paraded through Lisbon.",
                &[["FESTIVITY", "choirs", "", "", "Lisbon"]],
            ),
        ] {
            assert_eq!(with_frames(rows, sentence), wanted, "{sentence}");
        }
    }

    #[test]
    fn a_trigger_keeps_what_its_sentence_says() {
        let text = "Soldiers killed four farmers in Kano on Monday.\n\n\
                    Witnesses said soldiers killed the farmers in Kano after a market closed.";
        let events = analyzer().analyze(text, None).events;
        let event = events.iter().find(|event| event.triggers.len() == 2).expect("two mentions of one act");
        assert_eq!(event.assertion, Assertion::Asserted);
        let told: Vec<_> = event.triggers.iter().map(|it| (it.assertion, names(text, &it.attributed_to))).collect();
        assert_eq!(told, [(Assertion::Asserted, vec![]), (Assertion::Reported, vec!["Witnesses"])]);
        assert!(event.triggers.iter().all(|it| it.place.is_some_and(|place| place.span.text(text) == "Kano")));
        assert!(event.triggers.iter().all(|it| it.confidence <= event.confidence));
    }

    #[test]
    fn what_tells_the_time_is_not_reported() {
        let text = "Police arrested two gunmen in Kano a day after the bombing, according to Reuters.";
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let options = Options { any_language: true, event_threshold: 0.0, ..Options::default() };
        let events = Analyzer::new(resources.into(), options).analyze(text, None).events;
        let told: Vec<_> = events.iter().map(|it| (it.triggers[0].span.text(text), it.assertion)).collect();
        assert!(told.contains(&("arrested", Assertion::Reported)), "{told:?}");
        assert!(told.contains(&("bombing", Assertion::Asserted)), "{told:?}");
    }

    #[test]
    fn a_modal_verb_belongs_to_its_request() {
        let text = "The bishop said the rebels must immediately leave the valley.";
        let events = analyzer().analyze(text, None).events;
        let spans: Vec<_> = events.iter().map(|event| (event.kind, event.triggers[0].span.text(text))).collect();
        assert_eq!(spans, [(EventType::Request, "must immediately leave")]);
    }

    #[test]
    fn own_types_have_nothing_of_plover() {
        assert_eq!(EventType::Own.quad(), None);
        assert_eq!(EventType::from_name(EventType::Own.name()), None);
        assert!(vocabulary::modes(EventType::Own).is_empty());
    }

    #[test]
    fn any_text_is_accepted() {
        let analyzer = analyzer();
        for text in ["", " ", "\u{feff}", "attack", "“attack”", "killed killed killed", "🙂 attacked 🙂.", "\n\n\n"]
        {
            let _ = analyzer.analyze(text, None);
        }
        let long = "Rebels attacked the town. ".repeat(300);
        assert!(!analyzer.analyze(&long, None).events.is_empty());
    }
}
