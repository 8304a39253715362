//! `eval times`: WikiWars (TIMEX2 in war histories), MEANTIME (TIMEX3 in Wikinews), days of whole Wikinews articles,
//! the acceptance articles. `times+errors` lists what is wrong; `times+rules` prints the share of right values of each
//! rule; `times+speed` the speed of the layer; `times+@wikiwars` scores one set only.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::article::layout;
use dateline::lexicon::Lexicon;
use dateline::times::{Time, find};
use dateline::tokens::tokenize;
use dateline::{Analyzer, Document, Layers, Options, Resources, Span};
use jiff::civil::Date;
use roxmltree::Node;
use serde::Deserialize;

use super::tally::{Share, Tally};
use crate::Settings;
use crate::text::byte_offsets;

/// A gold expression.
struct Gold {
    span: Span,
    value: Option<String>,
}

/// A document with TIMEX annotation.
struct Text {
    name: String,
    text: String,
    published: Option<Date>,
    gold: Vec<Gold>,
    /// The part that is annotated.
    annotated: Span,
}

#[derive(Default)]
struct Figures {
    spans: Tally,
    values: Share,
}

impl Figures {
    /// Share of right values among found times relaxed F1.
    #[allow(clippy::cast_precision_loss)]
    fn value_f1(&self) -> f64 {
        self.spans.f1() * self.values.right as f64 / self.values.all.max(1) as f64
    }

    fn print(&self, name: &str) {
        println!("{name}: lenient spans {}", self.spans);
        println!("{name}: values {}, value F1 {:5.1}", self.values, self.value_f1());
    }
}

/// Prints the figures; `options` may hold "errors" and "rules".
pub(super) fn run(settings: &Settings, options: &str) -> Result<(), String> {
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let analyzer =
        Analyzer::new(resources.into(), Options { layers: Layers::Entities, any_language: true, ..Options::default() });
    let errors = options.contains("errors");
    let only = |name: &str| !options.contains('@') || options.contains(&format!("@{name}"));
    let mut rules: BTreeMap<&'static str, Share> = BTreeMap::new();
    if only("wikiwars") {
        let (mut first, mut rest) = (Figures::default(), Figures::default());
        let mut all = Figures::default();
        for document in wikiwars(settings)? {
            let number: usize = document.name[..2].parse().unwrap_or(0);
            let errors = errors && (number < 12 || options.contains("all"));
            let figures = score(&analyzer, &document, errors, &mut rules);
            for part in [&mut all, if number < 12 { &mut first } else { &mut rest }] {
                part.spans.add(figures.spans.right, figures.spans.returned, figures.spans.gold);
                part.values.right += figures.values.right;
                part.values.all += figures.values.all;
            }
        }
        all.print("WikiWars");
        first.print("  files 01-11 (tuned on)");
        rest.print("  files 12-22 (not looked at)");
    }
    if only("meantime") {
        let mut all = Figures::default();
        for topic in ["apple", "gm", "stock"] {
            let mut figures = Figures::default();
            for document in meantime(settings, topic)? {
                let errors = errors && (topic != "gm" || options.contains("all"));
                let part = score(&analyzer, &document, errors, &mut rules);
                for sum in [&mut all, &mut figures] {
                    sum.spans.add(part.spans.right, part.spans.returned, part.spans.gold);
                    sum.values.right += part.values.right;
                    sum.values.all += part.values.all;
                }
            }
            figures.print(&format!("  MEANTIME {topic}"));
        }
        all.print("MEANTIME");
    }
    if only("wikinews") {
        wikinews(settings, &analyzer, errors, &mut rules)?;
    }
    if only("seeds") {
        seeds(settings, &analyzer)?;
    }
    if options.contains("speed") {
        speed(settings)?;
    }
    if options.contains("rules") {
        for (rule, share) in rules {
            println!("{rule}\t{share}");
        }
    }
    Ok(())
}

fn score(analyzer: &Analyzer, document: &Text, errors: bool, rules: &mut BTreeMap<&'static str, Share>) -> Figures {
    let found = analyzer.analyze(&document.text, document.published).times.times;
    let found: Vec<&Time> = found.iter().filter(|time| document.annotated.contains(time.span)).collect();
    let mut used = vec![false; found.len()];
    let mut figures = Figures::default();
    let mut hits = 0;
    for gold in &document.gold {
        let hit = (0..found.len()).find(|&at| !used[at] && found[at].span.overlaps(gold.span));
        match hit {
            Some(at) => {
                used[at] = true;
                hits += 1;
                let value = found[at].value.as_deref();
                let right = same(gold.value.as_deref(), value);
                figures.values.add(right);
                rules.entry(found[at].rule).or_default().add(right);
                if errors && !right {
                    let ours = found[at].span.text(&document.text);
                    println!(
                        "{} VALUE gold {:?} got {value:?} ({ours}: {}) {}",
                        document.name,
                        gold.value,
                        found[at].rule,
                        context(&document.text, gold.span)
                    );
                }
            }
            None if errors => {
                println!("{} MISSED {:?} {}", document.name, gold.value, context(&document.text, gold.span))
            }
            None => {}
        }
    }
    if errors {
        for (time, _) in found.iter().zip(&used).filter(|(_, used)| !**used) {
            let context = context(&document.text, time.span);
            println!("{} EXTRA {:?} ({}) {context}", document.name, time.value, time.rule);
        }
    }
    figures.spans.add(hits, found.len(), document.gold.len());
    figures
}

/// An expression in brackets with some text around it.
fn context(text: &str, span: Span) -> String {
    let from = text.floor_char_boundary((span.start as usize).saturating_sub(40));
    let to = text.ceil_char_boundary((span.end as usize + 25).min(text.len()));
    format!("{}[{}]{}", &text[from..span.start as usize], span.text(text), &text[span.end as usize..to])
        .replace('\n', " ")
}

/// Whether two values are the same after dropping the time of day unless both have it.
fn same(gold: Option<&str>, ours: Option<&str>) -> bool {
    match (gold, ours) {
        (Some(gold), Some(ours)) => {
            gold == ours || {
                let day = |value: &str| match value.split_once('T') {
                    Some((day, _)) if !value.starts_with('P') => Some(day.to_owned()),
                    _ => None,
                };
                match (day(gold), day(ours)) {
                    (Some(day), None) => day == ours,
                    (None, Some(day)) => day == gold,
                    _ => false,
                }
            }
        }
        (None, None) => true,
        _ => false,
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    Ok(files)
}

/// WikiWars: text between TEXT tags, TIMEX2 tags inline and nested.
fn wikiwars(settings: &Settings) -> Result<Vec<Text>, String> {
    let folder = settings.data.join("time/wikiwars/WikiWars_20120218_v104/keyinline");
    files(&folder)?
        .iter()
        .map(|path| {
            let raw = read(path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let (head, body) = raw.split_once("<TEXT>").ok_or("no TEXT")?;
            let body = body.split("</TEXT>").next().unwrap_or("");
            let published = head.find("val=\"").and_then(|at| head.get(at + 5..at + 15)?.parse().ok());
            let mut text = String::new();
            let mut open: Vec<(usize, Option<String>)> = Vec::new();
            let mut gold = Vec::new();
            let mut rest = body;
            while let Some(at) = rest.find('<') {
                text.push_str(&unescape(&rest[..at]));
                let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
                let tag = &rest[at..end];
                if tag.starts_with("<TIMEX2") {
                    let value = tag.find(" val=\"").map(|at| tag[at + 6..].split('"').next().unwrap_or("").to_owned());
                    open.push((text.len(), value));
                } else if tag.starts_with("</TIMEX2")
                    && let Some((start, value)) = open.pop()
                {
                    gold.push(Gold { span: Span::of(start, text.len()), value });
                }
                rest = &rest[end..];
            }
            text.push_str(&unescape(rest));
            gold.sort_by_key(|gold: &Gold| (gold.span.start, gold.span.end));
            Ok(Text { name, annotated: Span::of(0, text.len()), text, published, gold })
        })
        .collect()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// MEANTIME: the text is put together from tokens; the first six sentences (title, date, and on) are annotated.
fn meantime(settings: &Settings, topic: &str) -> Result<Vec<Text>, String> {
    files(&settings.data.join(format!("links/meantime/intra/corpus_{topic}")))?
        .iter()
        .map(|path| {
            let raw = read(path)?;
            let tree = roxmltree::Document::parse(&raw).map_err(|error| format!("{}: {error}", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().chars().take(24).collect();
            let mut text = String::new();
            let mut spans: BTreeMap<String, Span> = BTreeMap::new();
            let mut annotated = 0;
            let mut last = 0u32;
            for token in tree.descendants().filter(|node| node.has_tag_name("token")) {
                let sentence: u32 = token.attribute("sentence").and_then(|n| n.parse().ok()).unwrap_or(0);
                let form = match token.text().unwrap_or("") {
                    "``" | "''" => "\"",
                    other => other,
                };
                if sentence != last {
                    // Title and date line are lines of their own.
                    text.push_str(if last < 2 { "\n\n" } else { " " });
                    last = sentence;
                } else if !text.is_empty() && !glued(&text, form) {
                    text.push(' ');
                }
                let start = text.len();
                text.push_str(form);
                if sentence <= 5 {
                    annotated = text.len();
                }
                spans.insert(token.attribute("t_id").unwrap_or("").to_owned(), Span::of(start, text.len()));
            }
            let mut gold = Vec::new();
            let mut published = None;
            for time in tree.descendants().filter(|node| node.has_tag_name("TIMEX3")) {
                let value = time.attribute("value").map(str::to_owned);
                if time.attribute("functionInDocument") == Some("CREATION_TIME") {
                    published = value.as_deref().and_then(|value| value.get(..10)?.parse().ok());
                }
                if let Some(span) = anchors(time, &spans)
                    && span.end as usize <= annotated
                {
                    gold.push(Gold { span, value });
                }
            }
            gold.sort_by_key(|gold| (gold.span.start, gold.span.end));
            Ok(Text { name, text, published, gold, annotated: Span::of(0, annotated) })
        })
        .collect()
}

fn anchors(time: Node<'_, '_>, spans: &BTreeMap<String, Span>) -> Option<Span> {
    time.children()
        .filter(|node| node.has_tag_name("token_anchor"))
        .filter_map(|anchor| spans.get(anchor.attribute("t_id")?).copied())
        .reduce(Span::union)
}

/// Whether no blank stands between a text and its next token.
fn glued(text: &str, form: &str) -> bool {
    matches!(form, "." | "," | ";" | ":" | "?" | "!" | ")" | "%" | "'s" | "n't" | "'" | "'re" | "'ve" | "'ll")
        || text.ends_with('(')
        || text.ends_with('$')
}

#[derive(Deserialize)]
struct Part {
    article: usize,
    paragraph: usize,
    text: String,
    times: Vec<PartTime>,
}

#[derive(Deserialize)]
struct PartTime {
    span: [usize; 2],
    start: Option<Date>,
    end: Option<Date>,
}

#[derive(Deserialize)]
struct Article {
    date: String,
    title: String,
    text: String,
}

/// First and last days in whole articles.
fn wikinews(
    settings: &Settings,
    analyzer: &Analyzer,
    errors: bool,
    rules: &mut BTreeMap<&'static str, Share>,
) -> Result<(), String> {
    let parse = |line: &str| serde_json::from_str::<Part>(line).map_err(|error| error.to_string());
    let parts: Vec<Part> =
        read(&settings.data.join("events/wikinews-dev.jsonl"))?.lines().map(parse).collect::<Result<_, _>>()?;
    let articles: Vec<Article> = read(&settings.data.join("raw/wikinews.jsonl"))?
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| error.to_string()))
        .collect::<Result<_, _>>()?;
    let (mut days, mut spans, mut silent) = (Share::default(), Tally::default(), Share::default());
    for article in parts.chunk_by(|a, b| a.article == b.article) {
        let raw = &articles[article[0].article];
        let text = format!("{}\n\n{}", raw.title, raw.text);
        // Paragraphs are the lines that are not empty; the title is the first.
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            let trimmed = line.trim();
            if !trimmed.is_empty() {
                lines.push((at + (line.len() - line.trim_start().len()), trimmed));
            }
            at += line.len() + 1;
        }
        let found = analyzer.analyze(&text, raw.date.parse().ok()).times.times;
        for part in article {
            let (base, line) = lines[part.paragraph];
            let Some(inside) = line.find(part.text.trim()) else {
                return Err(format!("article {} paragraph {} differs", part.article, part.paragraph));
            };
            let base = base + inside;
            let offsets = byte_offsets(&part.text);
            let whole = Span::of(base, base + part.text.len());
            let mut hits = 0;
            for gold in &part.times {
                let span = Span::of(base + offsets[gold.span[0]], base + offsets[gold.span[1]]);
                let hit = found
                    .iter()
                    .filter(|time| time.span.overlaps(span))
                    .max_by_key(|time| time.span.end.min(span.end) - time.span.start.max(span.start));
                hits += usize::from(hit.is_some());
                let ours = hit.map(|time| (time.start, time.end));
                if gold.start.is_some() && gold.end.is_some() {
                    let right = ours == Some((gold.start, gold.end));
                    days.add(right);
                    if let Some(time) = hit {
                        rules.entry(time.rule).or_default().add(right);
                    }
                    if errors && !right {
                        println!(
                            "{} {} [{}] gold {:?} {:?} got {:?} ({:?}) {}",
                            part.article,
                            raw.date,
                            span.text(&text),
                            gold.start,
                            gold.end,
                            ours,
                            hit.map(|t| t.rule),
                            part.text.chars().take(300).collect::<String>()
                        );
                    }
                } else {
                    silent.add(ours.is_none_or(|(start, _)| start.is_none()));
                }
            }
            let returned = found.iter().filter(|time| whole.contains(time.span));
            if errors {
                for time in returned.clone() {
                    let local = |span: &[usize; 2]| Span::of(base + offsets[span[0]], base + offsets[span[1]]);
                    if !part.times.iter().any(|gold| local(&gold.span).overlaps(time.span)) {
                        let t = &text;
                        let from = t.floor_char_boundary((time.span.start as usize).saturating_sub(30));
                        println!(
                            "wikinews EXTRA [{}] {:?} ...{}",
                            time.span.text(t),
                            time.value,
                            &t[from..time.span.end as usize]
                        );
                    }
                }
            }
            spans.add(hits, returned.count(), part.times.len());
        }
    }
    println!("Wikinews: first and last day right {days} expressions that have them");
    println!("Wikinews: no day given where the gold has none {silent}; lenient spans {spans}");
    Ok(())
}

#[derive(Deserialize)]
struct SeedGold {
    documents: BTreeMap<String, SeedDocument>,
}

#[derive(Deserialize)]
struct SeedDocument {
    publication_date: Date,
    dates: Vec<SeedDate>,
}

#[derive(Deserialize)]
struct SeedDate {
    start: usize,
    end: usize,
    resolved_start: Option<Date>,
    resolved_end: Option<Date>,
}

/// The acceptance articles: a report, not for tuning.
fn seeds(settings: &Settings, analyzer: &Analyzer) -> Result<(), String> {
    let gold: SeedGold =
        serde_json::from_str(&read(&settings.seeds.join("gold.json"))?).map_err(|error| error.to_string())?;
    let (mut found, mut right) = (Share::default(), Share::default());
    for (name, document) in &gold.documents {
        let text = read(&settings.seeds.join(name))?;
        let offsets = byte_offsets(&text);
        let times = analyzer.analyze(&text, Some(document.publication_date)).times.times;
        for date in &document.dates {
            let span = Span::of(offsets[date.start], offsets[date.end]);
            let hit = times.iter().find(|time| time.span.overlaps(span));
            found.add(hit.is_some());
            if date.resolved_start.is_some() {
                right.add(hit.is_some_and(|hit| (hit.start, hit.end) == (date.resolved_start, date.resolved_end)));
            }
        }
    }
    println!("Seeds: found {found}; first and last day right {right}");
    Ok(())
}

/// Words per second of this layer alone, on one thread: tokens and sentences are ready, no tree is (tense by verb
/// forms).
#[allow(clippy::cast_precision_loss)]
fn speed(settings: &Settings) -> Result<(), String> {
    let lexicon = Lexicon::built_in().map_err(|error| error.to_string())?;
    let text = read(&settings.data.join("raw/newswire-public-domain.txt"))?;
    let lines: Vec<&str> = text.lines().collect();
    let documents: Vec<(String, Document)> = lines
        .chunks(20)
        .map(|lines| {
            let text = lines.join("\n\n");
            let mut document = Document { layout: layout(&text), ..Document::default() };
            document.tokens = tokenize(&text, &document.layout);
            (text, document)
        })
        .collect();
    let words = text.split_whitespace().count();
    let published = Date::new(2008, 5, 5).ok();
    let mut rates: Vec<f64> = (0..7)
        .map(|_| {
            let start = std::time::Instant::now();
            for (text, document) in &documents {
                std::hint::black_box(find(text, document, published, &lexicon.times));
            }
            words as f64 / start.elapsed().as_secs_f64() / 1e6
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!("Speed of the layer: {:.1} million words per second (median of 7; best {:.1})", rates[3], rates[6]);
    Ok(())
}
