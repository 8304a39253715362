//! Reads the articles with gold events and quotations. Offsets in the files are code points of one sentence or paragraph;
//! here everything is a byte span of the whole text that the analyzer is given.

use std::fs;
use std::path::Path;

use dateline::Span;
use jiff::civil::Date;
use serde::Deserialize;

use crate::Settings;

/// An article (or a run of sentences) and what its annotated parts hold.
#[derive(Debug)]
pub(crate) struct Article {
    pub text: String,
    pub published: Option<Date>,
    pub parts: Vec<Part>,
}

/// An annotated sentence or paragraph.
#[derive(Debug)]
pub(crate) struct Part {
    pub span: Span,
    pub events: Vec<GoldEvent>,
    pub quotes: Vec<GoldQuote>,
}

/// What readers make of a word that one of them took for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Event,
    Open,
}

#[derive(Clone, Debug)]
pub(crate) struct GoldEvent {
    pub trigger: Span,
    pub kind: String,
    pub verdict: Verdict,
    pub mode: Option<String>,
    pub actors: Vec<Span>,
    pub recipients: Vec<Span>,
    pub place: Option<Span>,
    #[expect(dead_code, reason = "the day that it names is scored")]
    pub when: Option<Span>,
    /// First day of `when`, where the file resolves it.
    pub first_day: Option<Date>,
    pub assertion: String,
    pub polarity: String,
    pub tense: String,
    pub by: Vec<Span>,
    pub killed: Option<u64>,
    pub injured: Option<u64>,
    pub arrested: Option<u64>,
}

#[derive(Clone, Debug)]
pub(crate) struct GoldQuote {
    pub kind: String,
    pub content: Vec<Span>,
    pub speaker: Option<Span>,
    /// The full name behind a short name or pronoun, in whole articles.
    pub speaker_full: Option<String>,
    pub cue: Option<Span>,
}

type Range = [usize; 2];

#[derive(Deserialize)]
struct RawPart {
    #[serde(default)]
    line: usize,
    #[serde(default)]
    article: usize,
    #[serde(default)]
    paragraph: usize,
    text: String,
    events: Vec<RawEvent>,
    quotes: Vec<RawQuote>,
    #[serde(default)]
    times: Vec<RawTime>,
}

#[derive(Deserialize)]
struct RawEvent {
    trigger: Range,
    #[serde(rename = "type")]
    kind: String,
    mode: Option<String>,
    actors: Vec<Range>,
    recipients: Vec<Range>,
    place: Option<Range>,
    when: Option<Range>,
    assertion: String,
    polarity: String,
    tense: String,
    by: Vec<Range>,
    killed: Option<u64>,
    injured: Option<u64>,
    arrested: Option<u64>,
}

#[derive(Deserialize)]
struct RawQuote {
    kind: String,
    content: Vec<Range>,
    speaker: Option<Range>,
    cue: Option<Range>,
    speaker_full: Option<String>,
}

#[derive(Deserialize)]
struct RawTime {
    span: Range,
    start: Option<String>,
}

/// An article of `raw/wikinews.jsonl`.
#[derive(Debug, Deserialize)]
pub(crate) struct Page {
    pub date: String,
    pub title: String,
    pub text: String,
}

/// The text that the analyzer is given, and where its lines stand in it: the title, then what is not empty.
pub(crate) fn layout(page: &Page) -> (String, Vec<Span>) {
    let lines = [page.title.as_str()].into_iter().chain(page.text.lines());
    let (mut text, mut spans) = (String::new(), Vec::new());
    for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(line);
        spans.push(Span::of(start, text.len()));
    }
    (text, spans)
}

/// Byte offset of every code point of a text, and one past the last.
struct Offsets(Vec<u32>);

impl Offsets {
    #[allow(clippy::cast_possible_truncation)]
    fn new(text: &str) -> Self {
        Self(text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect())
    }

    fn span(&self, [start, end]: Range, base: u32) -> Span {
        let last = self.0.len() - 1;
        Span::new(base + self.0[start.min(last)], base + self.0[end.min(last).max(start.min(last))])
    }
}

impl RawPart {
    fn place_at(&self, base: u32) -> Part {
        let offsets = Offsets::new(&self.text);
        let one = |range: Range| offsets.span(range, base);
        let all = |ranges: &[Range]| ranges.iter().map(|&range| one(range)).collect::<Vec<_>>();
        let events = self.events.iter().map(|event| GoldEvent {
            trigger: one(event.trigger),
            kind: event.kind.clone(),
            verdict: Verdict::Event,
            mode: event.mode.clone(),
            actors: all(&event.actors),
            recipients: all(&event.recipients),
            place: event.place.map(one),
            when: event.when.map(one),
            first_day: event.when.and_then(|when| self.first_day(when)),
            assertion: event.assertion.clone(),
            polarity: event.polarity.clone(),
            tense: event.tense.clone(),
            by: all(&event.by),
            killed: event.killed,
            injured: event.injured,
            arrested: event.arrested,
        });
        let quotes = self.quotes.iter().map(|quote| GoldQuote {
            kind: quote.kind.clone(),
            content: all(&quote.content),
            speaker: quote.speaker.map(one),
            speaker_full: quote.speaker_full.clone(),
            cue: quote.cue.map(one),
        });
        Part { span: one([0, offsets.0.len() - 1]), events: events.collect(), quotes: quotes.collect() }
    }

    fn first_day(&self, when: Range) -> Option<Date> {
        let overlap = |time: &&RawTime| time.span[0] < when[1] && when[0] < time.span[1];
        self.times.iter().find(overlap)?.start.as_deref()?.parse().ok()
    }
}

/// The lines of a file as values of one type.
pub(crate) fn read_lines<T: for<'d> Deserialize<'d>>(path: &Path) -> Result<Vec<T>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let parse = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| format!("{}, line {}: {error}", path.display(), number + 1))
    };
    text.lines().enumerate().map(parse).collect()
}

/// `events/newswire-{train,dev}.jsonl`: every run of consecutive lines is one text, a sentence a paragraph.
pub(crate) fn newswire(settings: &Settings, portion: &str) -> Result<Vec<Article>, String> {
    let parts: Vec<RawPart> = read_lines(&settings.data.join(format!("events/newswire-{portion}.jsonl")))?;
    let mut articles: Vec<Article> = Vec::new();
    let mut next_line = usize::MAX;
    let mut lines = 0;
    for raw in &parts {
        if raw.line != next_line || lines == 20 {
            articles.push(Article { text: String::new(), published: None, parts: Vec::new() });
            lines = 0;
        }
        next_line = raw.line + 1;
        lines += 1;
        push(articles.last_mut().expect("just pushed"), raw);
    }
    Ok(articles)
}

#[allow(clippy::cast_possible_truncation)]
fn push(article: &mut Article, raw: &RawPart) {
    if !article.text.is_empty() {
        article.text.push_str("\n\n");
    }
    article.parts.push(raw.place_at(article.text.len() as u32));
    article.text.push_str(&raw.text);
}

/// `events/wikinews-dev.jsonl`: whole articles with their publication dates.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn wikinews(settings: &Settings) -> Result<Vec<Article>, String> {
    let parts: Vec<RawPart> = read_lines(&settings.data.join("events/wikinews-dev.jsonl"))?;
    let pages: Vec<Page> = read_lines(&settings.data.join("raw/wikinews.jsonl"))?;
    let mut out = Vec::new();
    for group in parts.chunk_by(|a, b| a.article == b.article) {
        let page = &pages[group[0].article];
        let (text, lines) = layout(page);
        let mut article = Article { text, published: page.date.parse().ok(), parts: Vec::new() };
        for raw in group {
            let line = lines.get(raw.paragraph).ok_or("wikinews-dev: a paragraph that the article has not")?;
            let inner = line.text(&article.text).find(raw.text.trim());
            let inner = inner.ok_or("wikinews-dev: a paragraph unlike the article's")?;
            let before = raw.text.len() - raw.text.trim_start().len();
            article.parts.push(raw.place_at(line.start + inner as u32 - before as u32));
        }
        out.push(article);
    }
    Ok(out)
}
