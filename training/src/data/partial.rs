//! Corpora that mark names more coarsely than ours, or only some of them: UNER on EWT, GUM, wikigold.
//!
//! Their labels become sets of ours ("LOC" is a state, a region or a building), and what they leave open stays open.

use std::path::Path;

use dateline::Span;
use dateline::article::BlockKind;
use dateline::names::Label;
use dateline::tokens::{Sentence, Token, Tokens};

use super::names::{Article, Gold, Source, read};

const PLACES: [Label; 3] = [Label::Gpe, Label::Loc, Label::Fac];
const OTHERS: [Label; 6] = [Label::Norp, Label::Product, Label::Event, Label::WorkOfArt, Label::Law, Label::Language];

/// Builds an article from given tokens.
#[derive(Default)]
pub(super) struct Builder {
    text: String,
    tokens: Tokens,
    first: u32,
    gold: Vec<Gold>,
    open: Vec<bool>,
}

impl Builder {
    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(super) fn push(&mut self, form: &str, open: bool) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(form);
        self.tokens.tokens.push(Token { span: Span::of(start, self.text.len()), continues: false });
        self.open.push(open);
    }

    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn end_sentence(&mut self) {
        let end = self.tokens.tokens.len() as u32;
        if end > self.first {
            let tokens = self.first..end;
            let span = self.tokens.span(tokens.clone());
            self.tokens.sentences.push(Sentence { span, tokens, block: 0, kind: BlockKind::Paragraph });
            self.first = end;
        }
    }

    pub(super) fn name(&mut self, range: std::ops::Range<usize>, labels: &[Label], optional: bool) {
        let span = Span::new(self.tokens.tokens[range.start].span.start, self.tokens.tokens[range.end - 1].span.end);
        self.gold.push(Gold { span, labels: labels.to_vec(), optional });
    }

    pub(super) fn finish(mut self, source: Source, number: usize) -> Article {
        self.end_sentence();
        let Self { text, tokens, gold, open, .. } = self;
        Article { text, tokens, gold, open, source, number, invented: false }
    }
}

/// Names by IOB2 or IO tags, in order of the tokens of one sentence.
fn tagged(builder: &mut Builder, base: usize, tags: &[&str]) {
    let kind = |tag: &str| tag.split_once('-').map(|(_, kind)| kind.to_owned());
    let mut at = 0;
    while at < tags.len() {
        let Some(label) = kind(tags[at]) else {
            at += 1;
            continue;
        };
        let mut end = at + 1;
        while end < tags.len() && tags[end].starts_with("I-") && kind(tags[end]).as_deref() == Some(label.as_str()) {
            end += 1;
        }
        let (labels, optional): (&[Label], _) = match label.as_str() {
            "PER" => (&[Label::Person], false),
            "ORG" => (&[Label::Org], false),
            "LOC" => (&PLACES, false),
            _ => (&OTHERS, true),
        };
        builder.name(base + at..base + end, labels, optional);
        at = end;
    }
}

/// UNER on the English Web Treebank: PER, ORG, LOC; documents as articles.
pub(crate) fn uner(path: &Path) -> Result<Vec<Article>, String> {
    let mut articles = Vec::new();
    let mut builder = Builder::default();
    let mut tags: Vec<&str> = Vec::new();
    let text = read(path)?;
    for line in text.lines().chain([""]) {
        if line.starts_with("# newdoc") && !builder.text.is_empty() {
            articles.push(std::mem::take(&mut builder).finish(Source::Uner, articles.len()));
        }
        if line.is_empty() {
            let base = builder.first as usize;
            tagged(&mut builder, base, &std::mem::take(&mut tags));
            builder.end_sentence();
        } else if !line.starts_with('#') {
            let mut columns = line.split('\t').skip(1);
            let (Some(form), Some(tag)) = (columns.next(), columns.next()) else { continue };
            builder.push(form, false);
            tags.push(tag);
        }
    }
    articles.push(builder.finish(Source::Uner, articles.len()));
    Ok(articles)
}

/// wikigold: PER, ORG, LOC, MISC on Wikipedia; every 40 sentences as an article.
pub(crate) fn wikigold(path: &Path) -> Result<Vec<Article>, String> {
    let mut articles = Vec::new();
    let mut builder = Builder::default();
    let mut tags: Vec<&str> = Vec::new();
    let text = read(path)?;
    for line in text.lines().chain([""]) {
        if let Some((form, tag)) = line.split_once(' ') {
            if form != "-DOCSTART-" {
                builder.push(form, false);
                tags.push(tag);
            }
            continue;
        }
        let base = builder.first as usize;
        tagged(&mut builder, base, &std::mem::take(&mut tags));
        builder.end_sentence();
        if builder.tokens.sentences.len() >= 40 {
            articles.push(std::mem::take(&mut builder).finish(Source::Wikigold, articles.len()));
        }
    }
    articles.push(builder.finish(Source::Wikigold, articles.len()));
    Ok(articles)
}

/// GUM: entities with a Wikipedia identity are names; other proper nouns stay open.
pub(crate) fn gum(path: &Path) -> Result<Vec<Article>, String> {
    let mut articles = Vec::new();
    let mut builder = Builder::default();
    let mut words: Vec<GumWord> = Vec::new();
    let text = read(path)?;
    for line in text.lines().chain([""]) {
        if line.starts_with("# newdoc") && !builder.text.is_empty() {
            articles.push(std::mem::take(&mut builder).finish(Source::Gum, articles.len()));
        }
        if line.is_empty() {
            gum_names(&mut builder, &std::mem::take(&mut words));
            builder.end_sentence();
        } else if !line.starts_with('#') {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() == 10 && columns[0].bytes().all(|byte| byte.is_ascii_digit()) {
                let proper = columns[3] == "PROPN" || columns[4].starts_with("NNP");
                let capital = columns[1].chars().next().is_some_and(char::is_uppercase);
                builder.push(columns[1], proper || (capital && columns[3] == "ADJ"));
                let entity = columns[9].split('|').find_map(|part| part.strip_prefix("Entity=")).unwrap_or("");
                words.push(GumWord { form: columns[1], proper, plural: columns[4] == "NNPS", entity });
            }
        }
    }
    articles.push(builder.finish(Source::Gum, articles.len()));
    Ok(articles)
}

#[derive(Clone, Copy)]
struct GumWord<'t> {
    form: &'t str,
    proper: bool,
    plural: bool,
    entity: &'t str,
}

const TITLES: [&str; 16] = [
    "Mr.",
    "Mrs.",
    "Ms.",
    "Dr.",
    "President",
    "Senator",
    "Sen.",
    "Prime",
    "Minister",
    "Professor",
    "Prof.",
    "Gen.",
    "General",
    "King",
    "Queen",
    "Governor",
];

fn gum_names(builder: &mut Builder, words: &[GumWord<'_>]) {
    let base = builder.first as usize;
    let mut stack: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut spans: Vec<(usize, usize, Vec<&str>)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let mut rest = word.entity;
        while !rest.is_empty() {
            if let Some(open) = rest.strip_prefix('(') {
                let end = open.find(['(', ')']).unwrap_or(open.len());
                let attributes: Vec<&str> = open[..end].splitn(8, '-').collect();
                rest = &open[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    spans.push((at, at + 1, attributes));
                    rest = after;
                } else {
                    stack.push((at, attributes));
                }
            } else {
                let end = rest.find(')').map_or(rest.len(), |end| end + 1);
                let id = rest[..end].trim_end_matches(')');
                if let Some(place) = stack.iter().rposition(|(_, attributes)| attributes[0] == id) {
                    let (start, attributes) = stack.remove(place);
                    spans.push((start, at + 1, attributes));
                }
                rest = &rest[end..];
            }
        }
    }
    spans.sort_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
    let mut done = 0;
    for (start, end, attributes) in spans {
        if start < done || attributes.len() < 8 || attributes[7].is_empty() {
            continue;
        }
        let (mut first, mut last) = (start, end);
        let title = |word: &GumWord<'_>| TITLES.contains(&word.form);
        while first < last && (!words[first].proper || attributes[1] == "person" && title(&words[first])) {
            first += 1;
        }
        while first < last && !words[last - 1].proper {
            last -= 1;
        }
        let inner = &words[first..last];
        let link =
            |word: &GumWord<'_>| matches!(word.form, "of" | "the" | "for" | "and" | "&" | "-" | "'" | "." | "'s");
        if inner.is_empty() || inner.len() > 7 || !inner.iter().all(|word| word.proper || link(word)) {
            continue;
        }
        let labels: &[Label] = match attributes[1] {
            "person" if inner.iter().any(|word| word.plural) => &[Label::Norp],
            "person" => &[Label::Person],
            "organization" => &[Label::Org],
            "place" => &PLACES,
            "event" => &[Label::Event],
            "object" => &[Label::Product, Label::WorkOfArt],
            _ => continue,
        };
        builder.name(base + first..base + last, labels, false);
        for open in &mut builder.open[base + first..base + last] {
            *open = false;
        }
        done = last;
    }
}
