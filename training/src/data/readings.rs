//! Later readings of annotated articles: readers who marked triggers and types anew, without seeing what had been marked.
//!
//! Two later readings of the Wikinews articles agree with each other in 90.6 of 100 (F1), with the first one in 74 and 75: what
//! both have and the first one has not is added to it. (What only the first one has stays: it follows decisions of the
//! evaluation's gold that the guideline does not tell, of court rulings and of candidates who leave a race.) Where there is one
//! later reading, what only one of the two has is left open.

use std::collections::BTreeMap;
use std::path::Path;

use dateline::Span;
use dateline::lexicon::Table;

use super::events::{OPEN, named, span};
use crate::annotation::key;
use crate::coded::{Article, GoldEvent, Part, Verdict};

const COLUMNS: [&str; 5] = ["text", "paragraph", "key", "reading", "events"];

/// A paragraph's key, and what each later reading marked there: triggers as the table has them, with types.
type Row<'t> = (&'t str, &'t str, Vec<(&'t str, &'t str)>);

/// The later readings of a set, by the name of the text and the number of the paragraph.
pub(super) struct Readings<'t> {
    rows: BTreeMap<(&'t str, usize), Vec<Row<'t>>>,
    /// How many readings each text has.
    count: BTreeMap<&'t str, usize>,
    name: &'static str,
}

impl<'t> Readings<'t> {
    pub(super) fn parse(name: &'static str, table: &'t str) -> Result<Self, String> {
        let table = Table::parse(name, table, &COLUMNS).map_err(|error| error.to_string())?;
        let mut out = Self { rows: BTreeMap::new(), count: BTreeMap::new(), name };
        for row in table.rows() {
            let [text, paragraph, key, reading, events] = row.cells[..] else { continue };
            let paragraph = paragraph.parse().map_err(|_| format!("{name}: cannot read {row:?}"))?;
            let events = events.split_whitespace().filter_map(|event| event.rsplit_once(':')).collect();
            out.rows.entry((text, paragraph)).or_default().push((key, reading, events));
            let known = out.count.entry(text).or_default();
            *known = (*known).max(reading.parse().map_or(0, |reading: usize| reading.saturating_sub(1)));
        }
        Ok(out)
    }

    /// Lets the later readings of a text vote on the events of its parts.
    pub(super) fn vote(&self, text: &str, article: &mut Article) -> Result<(), String> {
        let parts = article.parts.iter_mut().enumerate();
        parts.into_iter().try_for_each(|(number, part)| self.vote_on(text, number, &article.text, part))
    }

    /// The same for the part of this number; `all` is what its span stands in.
    pub(super) fn vote_on(&self, text: &str, number: usize, all: &str, part: &mut Part) -> Result<(), String> {
        let Some(&count) = self.count.get(text) else { return Ok(()) };
        let line = part.span.text(all);
        let mut later: Vec<Vec<(Span, &str)>> = vec![Vec::new(); count];
        for (known, reading, events) in self.rows.get(&(text, number)).into_iter().flatten() {
            if format!("{:016x}", key(line)) != *known {
                return Err(format!("{}: paragraph {number} of {text} was changed since", self.name));
            }
            let at = reading.parse::<usize>().ok().and_then(|reading| later.get_mut(reading.checked_sub(2)?));
            let spans = events.iter().map(|(cell, kind)| Some((span(cell, line, part.span.start as usize)?, *kind)));
            let spans = spans.collect::<Option<Vec<_>>>();
            let (at, spans) = at.zip(spans).ok_or_else(|| format!("{}: cannot read {text}", self.name))?;
            *at = spans;
        }
        vote(&mut part.events, &later);
        Ok(())
    }
}

fn marks(reading: &[(Span, &str)], trigger: Span, kind: &str) -> bool {
    reading.iter().any(|(other, type_)| other.overlaps(trigger) && *type_ == kind)
}

fn vote(events: &mut Vec<GoldEvent>, later: &[Vec<(Span, &str)>]) {
    let Some((one, others)) = later.split_first() else { return };
    if others.is_empty() {
        for event in events.iter_mut().filter(|event| !marks(one, event.trigger, &event.kind)) {
            event.verdict = Verdict::Open;
        }
    }
    for &(trigger, kind) in one {
        let known = events.iter().any(|event| event.trigger.overlaps(trigger));
        if !known && others.iter().all(|reading| marks(reading, trigger, kind)) {
            events.push(named(trigger, if others.is_empty() { OPEN } else { kind }, None));
        }
    }
    events.sort_by_key(|event| event.trigger.start);
}

/// A table of later readings of a set; an empty one if they are not wanted.
pub(super) fn read(file: &str, wanted: bool) -> Result<String, String> {
    if !wanted {
        return Ok(COLUMNS.join("\t"));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("annotation").join(file);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_vote() {
        let at = |start: usize| Span::of(start, start + 3);
        let first = || vec![named(at(0), "AID", None), named(at(10), "AID", None), named(at(20), "AID", None)];
        let second = vec![(at(0), "AID"), (at(21), "ASSAULT"), (at(30), "CONSULT"), (at(40), "AGREE")];
        let third = vec![(at(20), "ASSAULT"), (at(30), "CONSULT")];
        let told = |events: &[GoldEvent]| -> Vec<(u32, String, Verdict)> {
            events.iter().map(|it| (it.trigger.start, it.kind.clone(), it.verdict)).collect()
        };
        let row = |start: u32, kind: &str, verdict: Verdict| (start, kind.to_owned(), verdict);
        let mut events = first();
        vote(&mut events, &[second.clone(), third]);
        let known = [row(0, "AID", Verdict::Event), row(10, "AID", Verdict::Event), row(20, "AID", Verdict::Event)];
        assert_eq!(told(&events), [&known[..], &[row(30, "CONSULT", Verdict::Event)]].concat());
        let mut events = first();
        vote(&mut events, &[second]);
        let known = [row(0, "AID", Verdict::Event), row(10, "AID", Verdict::Open), row(20, "AID", Verdict::Open)];
        let new = [row(30, OPEN, Verdict::Open), row(40, OPEN, Verdict::Open)];
        assert_eq!(told(&events), [&known[..], &new[..]].concat());
    }
}
