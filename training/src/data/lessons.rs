//! Articles without events of ours, for the teacher of events to label: raw newswire in windows, whole Wikinews articles, and
//! articles of our own (`training/patterns/news.txt`).

use std::collections::BTreeSet;

use serde::Deserialize;

use super::events as annotated;
use crate::Settings;
use crate::coded::{Article, Page, layout, read_lines};

/// Paragraphs taken of a long interview.
const PARAGRAPHS: usize = 60;

#[derive(Deserialize)]
struct Place {
    line: Option<usize>,
    article: Option<usize>,
}

/// What is annotated or kept for measuring is left out.
pub(crate) fn unlabelled(settings: &Settings) -> Result<Vec<Article>, String> {
    let (mut lines, mut articles): (BTreeSet<usize>, BTreeSet<usize>) = Default::default();
    lines.extend(annotated::newswire_lines()?);
    articles.extend(annotated::wikinews_numbers()?);
    for file in [
        "events/newswire-train",
        "events/newswire-dev",
        "events/wikinews-dev",
        "names/newswire-dev",
        "names/wikinews-dev",
    ] {
        let places: Vec<Place> = read_lines(&settings.data.join(format!("{file}.jsonl")))?;
        lines.extend(places.iter().filter_map(|it| it.line));
        articles.extend(places.iter().filter_map(|it| it.article));
    }
    let path = settings.data.join("raw/newswire-public-domain.txt");
    let source = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut out: Vec<Article> = Vec::new();
    let mut last = None;
    for (number, line) in source.lines().enumerate().filter(|(number, _)| !lines.contains(number)) {
        annotated::append_line(&mut out, &mut last, number, line);
    }
    let pages: Vec<Page> = read_lines(&settings.data.join("raw/wikinews.jsonl"))?;
    for (_, page) in pages.iter().enumerate().filter(|(number, _)| !articles.contains(number)) {
        let (mut text, spans) = layout(page);
        if let Some(last) = spans.get(PARAGRAPHS) {
            text.truncate(last.start as usize);
        }
        out.push(Article { text, published: page.date.parse().ok(), parts: Vec::new() });
    }
    out.extend(annotated::blocks("patterns/news.txt")?);
    Ok(out)
}
