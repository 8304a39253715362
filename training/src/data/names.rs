//! Texts with gold names: newswire, Wikinews, and corpora that mark only some labels.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use dateline::Span;
use dateline::article::{Block, BlockKind, Layout};
use dateline::names::Label;
use dateline::tokens::{Tokens, tokenize};
use serde::Deserialize;

pub(crate) use super::partial::{gum, uner, wikigold};
pub(crate) use super::silver::silver;

/// Where an article comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Newswire,
    Wikinews,
    Uner,
    Gum,
    Wikigold,
    Pattern,
    Silver,
}

/// A name in a gold file: one label, or several that it may be.
#[derive(Clone, Debug)]
pub(crate) struct Gold {
    /// Bytes of the text.
    pub span: Span,
    /// The labels it may have; more than one where the corpus is coarser than ours.
    pub labels: Vec<Label>,
    /// Whether it may also be no name by our guideline.
    pub optional: bool,
}

/// A text with gold names.
#[derive(Clone, Debug)]
pub(crate) struct Article {
    pub text: String,
    pub tokens: Tokens,
    pub gold: Vec<Gold>,
    /// By token: whether the corpus leaves open if it is part of a name.
    pub open: Vec<bool>,
    pub source: Source,
    /// Window of lines or number of the article, for splits.
    pub number: usize,
    /// Whether its names are invented, so that nothing is to be learned from how they look.
    pub invented: bool,
}

#[derive(Deserialize)]
struct Row {
    #[serde(alias = "article")]
    line: usize,
    #[serde(default)]
    paragraph: usize,
    text: String,
    names: Vec<(usize, usize, String)>,
}

/// Reads a file as text.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Windows of 20 lines of newswire as articles.
pub(crate) fn newswire(path: &Path) -> Result<Vec<Article>, String> {
    articles(path, Source::Newswire, |row| (row.line / 20, row.line))
}

/// Whole Wikinews articles.
pub(crate) fn wikinews(path: &Path) -> Result<Vec<Article>, String> {
    articles(path, Source::Wikinews, |row| (row.line, row.paragraph))
}

/// The Wikinews articles on which events are evaluated: no shipped model may have seen them.
pub(crate) fn event_articles(data: &Path) -> Result<BTreeSet<usize>, String> {
    #[derive(Deserialize)]
    struct Place {
        article: usize,
    }
    let path = data.join("events/wikinews-dev.jsonl");
    read(&path)?
        .lines()
        .map(|line| serde_json::from_str::<Place>(line).map(|place| place.article))
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn articles(path: &Path, source: Source, key: impl Fn(&Row) -> (usize, usize)) -> Result<Vec<Article>, String> {
    let mut groups: BTreeMap<usize, BTreeMap<usize, Row>> = BTreeMap::new();
    for line in read(path)?.lines() {
        let row: Row = serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))?;
        let (article, part) = key(&row);
        groups.entry(article).or_default().insert(part, row);
    }
    groups
        .into_iter()
        .map(|(number, rows)| {
            let mut parts = Vec::new();
            let mut gold = Vec::new();
            let mut base = 0;
            for row in rows.into_values() {
                let starts: Vec<usize> = row.text.char_indices().map(|(at, _)| at).chain([row.text.len()]).collect();
                for (start, end, label) in row.names {
                    let label = Label::from_name(&label).ok_or_else(|| format!("{}: {label}", path.display()))?;
                    let span = Span::of(base + starts[start], base + starts[end]);
                    gold.push(Gold { span, labels: vec![label], optional: false });
                }
                base += row.text.len() + 2;
                parts.push(row.text);
            }
            Ok(Article::new(&parts, gold, source, number))
        })
        .collect()
}

impl Article {
    /// An article of paragraphs, which are joined by blank lines; `gold` counts in the joined text.
    pub(crate) fn new(paragraphs: &[String], gold: Vec<Gold>, source: Source, number: usize) -> Self {
        let text = paragraphs.join("\n\n");
        let mut blocks = Vec::new();
        let mut at = 0;
        for paragraph in paragraphs {
            let inner = paragraph.trim();
            let start = at + paragraph.len() - paragraph.trim_start().len();
            if !inner.is_empty() {
                blocks.push(Block { span: Span::of(start, start + inner.len()), kind: BlockKind::Paragraph });
            }
            at += paragraph.len() + 2;
        }
        let tokens = tokenize(&text, &Layout { blocks, ..Layout::default() });
        let open = vec![false; tokens.tokens.len()];
        Self { text, tokens, gold, open, source, number, invented: false }
    }

    /// The same article with another way of capitals. Every character keeps its place.
    pub(crate) fn recased(&self, case: Case) -> Self {
        let text = case.apply(&self.text);
        let tokens = if matches!(self.source, Source::Newswire | Source::Wikinews | Source::Pattern) {
            let paragraphs: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
            Self::new(&paragraphs, Vec::new(), self.source, self.number).tokens
        } else {
            self.tokens.clone()
        };
        let open =
            if tokens.tokens.len() == self.open.len() { self.open.clone() } else { vec![false; tokens.tokens.len()] };
        Self { text, tokens, open, ..self.clone() }
    }
}

/// A way of writing capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    /// First letter of each word, the others small.
    Title,
}

impl Case {
    fn apply(self, text: &str) -> String {
        // Only changes that keep the number of bytes, so that offsets stay.
        let same = |c: char, mut changed: Box<dyn Iterator<Item = char>>| match (changed.next(), changed.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
            _ => c,
        };
        let mut first = true;
        text.chars()
            .map(|c| {
                let upper = match self {
                    Self::Lower => false,
                    Self::Upper => true,
                    Self::Title => first,
                };
                if c.is_whitespace() {
                    first = true;
                } else if c.is_alphanumeric() {
                    first = false;
                }
                if upper { same(c, Box::new(c.to_uppercase())) } else { same(c, Box::new(c.to_lowercase())) }
            })
            .collect()
    }
}
