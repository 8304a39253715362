//! Our annotation of events: whole Wikinews articles and more lines of newswire
//! (`training/annotation/events-{wikinews-train,newswire-more,newswire-arguments}.tsv`, joined with their texts), and articles
//! and sentences of our own (`training/patterns/events.txt`).

use std::collections::BTreeMap;
use std::path::Path;

use dateline::Span;
use dateline::lexicon::Table;

use super::readings::{self, Readings};
use crate::Settings;
use crate::annotation::{key, loose};
use crate::coded::{Article, GoldEvent, Page, Part, Verdict, layout, read_lines};
use crate::eval::places;
use crate::raw_text;

const FILE: &str = "events-wikinews-train.tsv";
const COLUMNS: [&str; 14] = [
    "article",
    "paragraph",
    "key",
    "trigger",
    "type",
    "mode",
    "actors",
    "recipients",
    "place",
    "assertion",
    "polarity",
    "tense",
    "by",
    "counts",
];

/// The annotated articles; every paragraph of theirs is a part, with events or without.
pub(crate) fn wikinews(settings: &Settings, again: bool) -> Result<Vec<Article>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("annotation").join(FILE);
    let table = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let table = Table::parse(FILE, &table, &COLUMNS).map_err(|error| error.to_string())?;
    let pages: Vec<Page> = read_lines(&settings.data.join("raw/wikinews.jsonl"))?;
    let rows: Vec<&[&str]> = table.rows().map(|row| row.cells.as_slice()).collect();
    let again = readings::read("events-wikinews-again.tsv", again)?;
    let again = Readings::parse("events-wikinews-again.tsv", &again)?;
    let mut out = Vec::new();
    let mut changed = 0;
    for group in rows.chunk_by(|a, b| a[0] == b[0]) {
        let page = group[0][0].parse().ok().and_then(|number: usize| pages.get(number));
        let page = page.ok_or_else(|| format!("{FILE}: no article {}", group[0][0]))?;
        let (text, lines) = layout(page);
        let mut parts: Vec<Part> =
            lines.iter().map(|&span| Part { span, events: Vec::new(), quotes: Vec::new() }).collect();
        for row in group {
            let part = row[1].parse().ok().and_then(|number: usize| parts.get_mut(number));
            let part = part.ok_or_else(|| format!("{FILE}: no paragraph {} in article {}", row[1], row[0]))?;
            let line = part.span.text(&text);
            if format!("{:016x}", key(line)) != row[2] {
                changed += 1;
            } else if !row[3].is_empty() {
                let event = event(&row[3..], line, part.span.start);
                part.events.push(event.ok_or_else(|| format!("{FILE}: cannot read {row:?}"))?);
            }
        }
        let mut article = Article { text, published: page.date.parse().ok(), parts };
        again.vote(group[0][0], &mut article)?;
        out.push(article);
    }
    if changed > 0 {
        println!("{changed} rows of {FILE} have no text in the source: it was changed since");
    }
    Ok(out)
}

/// Wikinews articles of other data sets (the news of GUM's training part, GeoVirus) whose triggers and types are annotated; see
/// `annotation/events-wikinews-other.tsv`.
pub(crate) fn other_wikinews(settings: &Settings, again: bool) -> Result<Vec<Article>, String> {
    let gum = raw_text::read(&settings.data.join("syntax/gum-train.conllu"))?;
    let gum = gum.into_iter().map(|document| (document.id, document.text));
    let geovirus = places::read(settings)?.into_iter().enumerate();
    let geovirus = geovirus.map(|(number, article)| (format!("GeoVirus {number}"), article.text));
    let mut texts: BTreeMap<String, String> = gum.chain(geovirus).collect();
    let table = other()?;
    let rows: Vec<&[&str]> = table.rows().map(|row| row.cells.as_slice()).collect();
    let again = readings::read("events-wikinews-other-again.tsv", again)?;
    let again = Readings::parse("events-wikinews-other-again.tsv", &again)?;
    let mut out = Vec::new();
    for group in rows.chunk_by(|a, b| a[0] == b[0]) {
        let text = texts.remove(group[0][0]).filter(|text| format!("{:016x}", key(text)) == group[0][1]);
        let Some(text) = text else {
            println!("{OTHER_FILE}: {} is missing in the source or was changed since", group[0][0]);
            continue;
        };
        let read = |row: &&[&str]| {
            let trigger = span(row[2], &text, 0).ok_or_else(|| format!("{OTHER_FILE}: cannot read {row:?}"))?;
            Ok(named(trigger, row[3], None))
        };
        let events = group.iter().filter(|row| !row[2].is_empty()).map(read).collect::<Result<Vec<_>, String>>()?;
        let whole = Part { span: Span::of(0, text.len()), events, quotes: Vec::new() };
        let mut article = Article { text, published: None, parts: vec![whole] };
        again.vote(group[0][0], &mut article)?;
        out.push(article);
    }
    Ok(out)
}

const OTHER: &str = include_str!("../../annotation/events-wikinews-other.tsv");
const OTHER_FILE: &str = "events-wikinews-other.tsv";

fn other() -> Result<Table<'static>, String> {
    Table::parse(OTHER_FILE, OTHER, &["document", "key", "trigger", "type"]).map_err(|error| error.to_string())
}

/// The numbers of the articles that [`wikinews`] gives.
pub(crate) fn wikinews_numbers() -> Result<Vec<usize>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("annotation").join(FILE);
    let table = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let table = Table::parse(FILE, &table, &COLUMNS).map_err(|error| error.to_string())?;
    table.rows().map(|row| row.cells[0].parse().map_err(|_| format!("{FILE}: no article {}", row.cells[0]))).collect()
}

/// What the table of [`newswire`] calls a word of which the guideline leaves open whether it names an event.
pub(crate) const OPEN: &str = "?";

const MORE: &str = include_str!("../../annotation/events-newswire-more.tsv");
const MORE_FILE: &str = "events-newswire-more.tsv";

const ARGUMENTS: &str = include_str!("../../annotation/events-newswire-arguments.tsv");
const ARGUMENTS_FILE: &str = "events-newswire-arguments.tsv";

fn more() -> Result<Table<'static>, String> {
    Table::parse(MORE_FILE, MORE, &["line", "key", "trigger", "type"]).map_err(|error| error.to_string())
}

/// The numbers of the lines that [`newswire`] gives.
pub(crate) fn newswire_lines() -> Result<Vec<usize>, String> {
    more()?
        .rows()
        .map(|row| row.cells[0].parse().map_err(|_| format!("{MORE_FILE}: no line {}", row.cells[0])))
        .collect()
}

/// Lines of one text, as in the annotated newswire.
const WINDOW: usize = 20;

/// Appends a line of the raw newswire to the last text, or to a new one where a window begins or lines are missing. `last` is
/// the line before, of whatever text.
pub(super) fn append_line<'a>(
    texts: &'a mut Vec<Article>,
    last: &mut Option<usize>,
    number: usize,
    line: &str,
) -> (&'a mut Article, Span) {
    let follows = last.is_some_and(|last| last + 1 == number) && !number.is_multiple_of(WINDOW);
    *last = Some(number);
    if !follows {
        texts.push(Article { text: String::new(), published: None, parts: Vec::new() });
    }
    let article = texts.last_mut().expect("the first line begins a text");
    if !article.text.is_empty() {
        article.text.push_str("\n\n");
    }
    let start = article.text.len();
    article.text.push_str(line);
    let place = Span::of(start, article.text.len());
    (article, place)
}

/// The cells of the events of [`newswire`] whose participants are annotated, by line and trigger; see [`COLUMNS`].
fn arguments() -> Result<BTreeMap<(&'static str, &'static str), Vec<&'static str>>, String> {
    let columns: Vec<&str> = COLUMNS.iter().copied().skip(5).collect();
    let columns = [&["line", "trigger"], columns.as_slice()].concat();
    let table = Table::parse(ARGUMENTS_FILE, ARGUMENTS, &columns).map_err(|error| error.to_string())?;
    Ok(table.rows().map(|row| ((row.cells[0], row.cells[1]), row.cells[2..].to_vec())).collect())
}

/// More annotated lines of the raw newswire: triggers and types, [`OPEN`] among them, and the rest of some events, which have
/// an assertion then. Every run of lines is one text.
pub(crate) fn newswire(settings: &Settings, again: bool) -> Result<Vec<Article>, String> {
    let table = more()?;
    let path = settings.data.join("raw/newswire-public-domain.txt");
    let source = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines: Vec<&str> = source.lines().collect();
    let rows: Vec<&[&str]> = table.rows().map(|row| row.cells.as_slice()).collect();
    let arguments = arguments()?;
    let again = readings::read("events-newswire-again.tsv", again)?;
    let again = Readings::parse("events-newswire-again.tsv", &again)?;
    let mut out: Vec<Article> = Vec::new();
    let (mut last, mut changed) = (None, 0);
    for group in rows.chunk_by(|a, b| a[0] == b[0]) {
        let number: usize = group[0][0].parse().map_err(|_| format!("{MORE_FILE}: no line {}", group[0][0]))?;
        let line = lines.get(number).filter(|line| format!("{:016x}", key(line)) == group[0][1]);
        let Some(line) = line else {
            changed += 1;
            continue;
        };
        let (article, place) = append_line(&mut out, &mut last, number, line);
        let mut part = Part { span: place, events: Vec::new(), quotes: Vec::new() };
        for row in group.iter().filter(|row| !row[2].is_empty()) {
            let event = match arguments.get(&(row[0], row[2])) {
                Some(cells) => event(&[&row[2..4], cells.as_slice()].concat(), line, place.start),
                None => span(row[2], line, place.start as usize).map(|trigger| named(trigger, row[3], None)),
            };
            part.events.push(event.ok_or_else(|| format!("{MORE_FILE}: cannot read {row:?}"))?);
        }
        again.vote_on(group[0][0], 0, &article.text, &mut part)?;
        article.parts.push(part);
    }
    if changed > 0 {
        println!("{changed} lines of {MORE_FILE} have another text in the source: it was changed since");
    }
    Ok(out)
}

/// The articles and single sentences of `training/patterns/events.txt`, where only triggers, types and modes are marked, and
/// the sentences of `training/patterns/roles.txt`, where the participants are as well.
pub(crate) fn patterns() -> Result<Vec<Article>, String> {
    let mut out = Vec::new();
    for line in read_own(ROLES)?.lines().filter(|line| !line.starts_with('#')) {
        let mut text = String::new();
        let events = unmark(line, &mut text).ok_or_else(|| format!("{ROLES}: cannot read {line:?}"))?;
        let span = Span::of(0, text.len());
        out.push(Article { text, published: None, parts: vec![Part { span, events, quotes: Vec::new() }] });
    }
    out.extend(blocks("patterns/events.txt")?);
    Ok(out)
}

/// The whole articles of `training/patterns/articles.txt`, our own as well, with triggers, types and modes marked, and the rest
/// of most events in `articles-arguments.tsv` beside it.
pub(crate) fn own_articles(again: bool) -> Result<Vec<Article>, String> {
    const NAME: &str = "patterns/articles-arguments.tsv";
    let mut out = blocks("patterns/articles.txt")?;
    let text = read_own(NAME)?;
    let columns: Vec<&str> =
        ["article", "paragraph", "trigger"].into_iter().chain(COLUMNS.into_iter().skip(6)).collect();
    let table = Table::parse(NAME, &text, &columns).map_err(|error| error.to_string())?;
    for row in table.rows() {
        let cells = row.cells.as_slice();
        let number = |at: usize| cells[at].parse::<usize>().ok();
        let mut known = || {
            let article = out.get_mut(number(0)?)?;
            let part = article.parts.get_mut(number(1)?)?;
            let line = part.span.text(&article.text);
            let trigger = span(cells[2], line, part.span.start as usize)?;
            let slot = part.events.iter_mut().find(|event| event.trigger == trigger)?;
            let (kind, mode) = (slot.kind.clone(), slot.mode.clone().unwrap_or_default());
            let cells = [&[cells[2], &kind, &mode], &cells[3..]].concat();
            *slot = event(&cells, line, part.span.start)?;
            Some(())
        };
        known().ok_or_else(|| format!("{NAME}: cannot read {cells:?}"))?;
    }
    let again = readings::read("events-own-again.tsv", again)?;
    let again = Readings::parse("events-own-again.tsv", &again)?;
    for (number, article) in out.iter_mut().enumerate() {
        again.vote(&number.to_string(), article)?;
    }
    Ok(out)
}

const ROLES: &str = "patterns/roles.txt";

fn read_own(name: &str) -> Result<String, String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
        .map_err(|error| format!("{name}: {error}"))
}

/// Marked articles, a paragraph in a line, with blank lines between articles.
pub(crate) fn blocks(name: &str) -> Result<Vec<Article>, String> {
    let text = read_own(name)?;
    let mut out = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with('#')).collect();
    for block in lines.split(|line| line.is_empty()).filter(|block| !block.is_empty()) {
        let mut article = Article { text: String::new(), published: None, parts: Vec::new() };
        for line in block {
            if !article.text.is_empty() {
                article.text.push_str("\n\n");
            }
            let start = article.text.len();
            let events = unmark(line, &mut article.text).ok_or_else(|| format!("{name}: cannot read {line:?}"))?;
            let span = Span::of(start, article.text.len());
            article.parts.push(Part { span, events, quotes: Vec::new() });
        }
        out.push(article);
    }
    Ok(out)
}

/// Appends a line without its marks to a text; the events that they mark. Participants belong to the only event of the line.
fn unmark(line: &str, text: &mut String) -> Option<Vec<GoldEvent>> {
    let mut events = Vec::new();
    let mut roles: Vec<(&str, Span)> = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(['[', '{']) {
        let close = if rest[at..].starts_with('[') { ']' } else { '}' };
        let (mark, after) = rest[at + 1..].split_once(close)?;
        text.push_str(&rest[..at]);
        rest = after;
        let start = text.len();
        if close == '}' {
            let (role, phrase) = mark.split_once('|')?;
            text.push_str(phrase);
            roles.push((role, Span::of(start, text.len())));
            continue;
        }
        let (word, code) = mark.split_once('|')?;
        let (kind, mode) = code.split_once('/').map_or((code, None), |(kind, mode)| (kind, Some(mode)));
        text.push_str(word);
        events.push(named(Span::of(start, text.len()), kind, mode));
    }
    text.push_str(rest);
    for (role, span) in roles {
        let [event] = &mut events[..] else { return None };
        match role {
            "A" => event.actors.push(span),
            "R" => event.recipients.push(span),
            "P" => event.place = event.place.or(Some(span)),
            _ => return None,
        }
    }
    Some(events)
}

/// An event of which only trigger, type and mode are known.
pub(super) fn named(trigger: Span, kind: &str, mode: Option<&str>) -> GoldEvent {
    GoldEvent {
        trigger,
        kind: kind.to_owned(),
        verdict: if kind == OPEN { Verdict::Open } else { Verdict::Event },
        mode: mode.map(str::to_owned),
        actors: Vec::new(),
        recipients: Vec::new(),
        place: None,
        when: None,
        first_day: None,
        assertion: String::new(),
        polarity: String::new(),
        tense: String::new(),
        by: Vec::new(),
        killed: None,
        injured: None,
        arrested: None,
    }
}

/// The span of a cell in a line that begins at `base` in its text.
pub(super) fn span(cell: &str, line: &str, base: usize) -> Option<Span> {
    let (start, end) = cell.split_once(':')?;
    let (start, end) = loose(line, start.parse().ok()?, end.parse().ok()?)?;
    let byte = |at: usize| line.char_indices().map(|(byte, _)| byte).chain([line.len()]).nth(at);
    Some(Span::of(base + byte(start)?, base + byte(end)?))
}

/// An event from the cells of a row, from its trigger on; see [`COLUMNS`].
fn event(cells: &[&str], line: &str, base: u32) -> Option<GoldEvent> {
    let [trigger, kind, mode, actors, recipients, place, assertion, polarity, tense, by, counts] = *cells else {
        return None;
    };
    let span = |cell: &str| span(cell, line, base as usize);
    let spans = |cell: &str| cell.split_whitespace().map(span).collect::<Option<Vec<_>>>();
    let count =
        |name: &str| counts.split_whitespace().find_map(|it| it.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
    Some(GoldEvent {
        actors: spans(actors)?,
        recipients: spans(recipients)?,
        place: spans(place)?.first().copied(),
        assertion: assertion.to_owned(),
        polarity: polarity.to_owned(),
        tense: tense.to_owned(),
        by: spans(by)?,
        killed: count("killed"),
        injured: count("injured"),
        arrested: count("arrested"),
        ..named(span(trigger)?, kind, (!mode.is_empty()).then_some(mode))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let mut text = String::from("A headline\n\n");
        let events =
            unmark("Rebels [blew up|ASSAULT/destroy] a bridge and [fled|SANCTION].", &mut text).expect("parses");
        assert!(text.ends_with("Rebels blew up a bridge and fled."));
        let found: Vec<_> =
            events.iter().map(|it| (it.trigger.text(&text), it.kind.as_str(), it.mode.as_deref())).collect();
        assert_eq!(found, [("blew up", "ASSAULT", Some("destroy")), ("fled", "SANCTION", None)]);
        assert!(unmark("Rebels [fled.", &mut text).is_none());
        let mut text = String::new();
        let events = unmark("{A|Rebels} [fled|RETREAT] {P|Larin}.", &mut text).expect("parses");
        let event = &events[0];
        assert_eq!(event.actors.iter().map(|it| it.text(&text)).collect::<Vec<_>>(), ["Rebels"]);
        assert_eq!(event.place.map(|it| it.text(&text)), Some("Larin"));
        assert!(unmark("{A|Rebels} fled.", &mut text).is_none());
    }

    #[test]
    fn cells_count_what_is_no_space() {
        for (cell, wanted) in [("2:5", Some("cde")), ("0:2", Some("à b")), ("5:6", None), ("3", None)] {
            let text = "xx à b cde";
            let found = span(cell, &text[3..], 3).map(|it| it.text(text));
            assert_eq!(found, wanted, "{cell}");
        }
    }

    #[test]
    fn lines_that_follow_each_other_in_a_window_are_one_text() {
        let (mut texts, mut last) = (Vec::new(), None);
        let lines = [(0, "a"), (1, "b"), (3, "c"), (19, "d"), (20, "e"), (21, ""), (22, "f")];
        let starts: Vec<u32> =
            lines.iter().map(|&(number, line)| append_line(&mut texts, &mut last, number, line).1.start).collect();
        let texts: Vec<&str> = texts.iter().map(|article| article.text.as_str()).collect();
        assert_eq!(texts, ["a\n\nb", "c", "d", "e\n\n\n\nf"]);
        assert_eq!(starts, [0, 3, 0, 0, 0, 3, 5]);
    }

    #[test]
    fn the_table_of_newswire_is_sound() {
        let mut last = 0;
        for row in more().expect("parses").rows() {
            let [line, key, trigger, kind] = row.cells[..] else { unreachable!("four columns") };
            let line: usize = line.parse().expect("a line");
            assert!(line >= last && key.len() == 16, "{}", row.number);
            assert_eq!(trigger.is_empty(), kind.is_empty(), "{}", row.number);
            assert!(kind.is_empty() || kind == OPEN || dateline::events::EventType::from_name(kind).is_some());
            last = line;
        }
    }

    #[test]
    fn the_patterns_are_read() {
        let articles = patterns().expect("every line parses");
        let events: Vec<_> = articles.iter().flat_map(|it| &it.parts).flat_map(|it| &it.events).collect();
        assert!(events.len() >= 200, "{}", events.len());
        for event in events {
            let kind = dateline::events::EventType::from_name(&event.kind).expect("a PLOVER type");
            let mode = event.mode.as_deref();
            assert!(mode.is_none_or(|mode| dateline::events::vocabulary::mode(kind, mode).is_some()), "{mode:?}");
        }
    }
}
