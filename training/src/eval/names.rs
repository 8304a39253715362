//! `eval names`: strict span and label F1 on every dev file, on recased copies, and on the acceptance articles.

use std::collections::BTreeMap;

use cpu_time::ThreadTime;
use dateline::article::layout;
use dateline::names::{Label, Recognizer};
use dateline::tokens::tokenize;
use dateline::{Resources, Span};

use serde::Deserialize;

use crate::Settings;
use crate::data::names::{self, Article, Case, Source};

/// Right, found and gold names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub right: usize,
    pub found: usize,
    pub gold: usize,
}

impl Counts {
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

impl std::fmt::Display for Counts {
    #[allow(clippy::cast_precision_loss)]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { right, found, gold } = *self;
        let precision = 100.0 * right as f64 / found.max(1) as f64;
        let recall = 100.0 * right as f64 / gold.max(1) as f64;
        write!(f, "F1 {:5.1}  P {precision:5.1}  R {recall:5.1}  gold {gold}", self.f1())
    }
}

/// The labels of the bars on newswire and Wikinews.
const MAIN: [Label; 5] = [Label::Person, Label::Org, Label::Gpe, Label::Loc, Label::Norp];

fn full(label: Label) -> Option<&'static str> {
    Some(label.name())
}

fn main_labels(label: Label) -> Option<&'static str> {
    MAIN.contains(&label).then(|| label.name())
}

fn three_labels(label: Label) -> Option<&'static str> {
    match label {
        Label::Person => Some("PER"),
        Label::Org => Some("ORG"),
        Label::Gpe | Label::Loc | Label::Fac => Some("LOC"),
        _ => None,
    }
}

/// Scores by label name under a mapping of labels.
pub(crate) fn scores(
    recognizer: &Recognizer,
    articles: &[Article],
    map: fn(Label) -> Option<&'static str>,
) -> BTreeMap<&'static str, Counts> {
    let mut table: BTreeMap<&'static str, Counts> = BTreeMap::new();
    for article in articles {
        let found = recognizer.recognize(&article.text, &article.tokens);
        let found: Vec<(Span, &str)> = found.iter().filter_map(|name| Some((name.span, map(name.label)?))).collect();
        let gold: Vec<(Span, &str)> =
            article.gold.iter().filter_map(|name| Some((name.span, map(name.labels[0])?))).collect();
        for (span, label) in &found {
            let counts = table.entry(label_key(label)).or_default();
            counts.found += 1;
            counts.right += usize::from(gold.contains(&(*span, *label)));
        }
        for (_, label) in &gold {
            table.entry(label_key(label)).or_default().gold += 1;
        }
    }
    table
}

fn label_key(label: &str) -> &'static str {
    Label::from_name(label).map_or_else(
        || match label {
            "PER" => "PER",
            _ => "LOC",
        },
        Label::name,
    )
}

/// All labels together.
pub(crate) fn total(table: &BTreeMap<&'static str, Counts>) -> Counts {
    let mut total = Counts::default();
    table.values().for_each(|counts| total.add(*counts));
    total
}

/// The dev files by name, with the mapping that their score uses.
pub(crate) struct Dev {
    pub newswire: Vec<Article>,
    pub wikinews: Vec<Article>,
    pub uner: Vec<Article>,
}

impl Dev {
    pub(crate) fn read(settings: &Settings) -> Result<Self, String> {
        let folder = settings.data.join("names");
        Ok(Self {
            newswire: names::newswire(&folder.join("newswire-dev.jsonl"))?,
            wikinews: names::wikinews(&folder.join("wikinews-dev.jsonl"))?,
            uner: names::uner(&folder.join("uner-ewt-dev.iob2"))?,
        })
    }

    /// Mean F1 of newswire and Wikinews, five labels.
    pub(crate) fn mean_f1(&self, recognizer: &Recognizer) -> f64 {
        let f1 = |articles| total(&scores(recognizer, articles, main_labels)).f1();
        (f1(&self.newswire) + f1(&self.wikinews)) / 2.0
    }

    /// Newswire, its ORG, Wikinews, its ORG, UNER.
    pub(crate) fn summary(&self, recognizer: &Recognizer) -> String {
        let newswire = scores(recognizer, &self.newswire, main_labels);
        let wikinews = scores(recognizer, &self.wikinews, main_labels);
        let uner = scores(recognizer, &self.uner, three_labels);
        let f1 = |table: &BTreeMap<&'static str, Counts>, label| table.get(label).copied().unwrap_or_default().f1();
        let mut line = format!(
            "newswire {:.1} (ORG {:.1})  Wikinews {:.1} (ORG {:.1})  UNER {:.1}",
            total(&newswire).f1(),
            f1(&newswire, "ORG"),
            total(&wikinews).f1(),
            f1(&wikinews, "ORG"),
            total(&uner).f1()
        );
        for case in [Case::Lower, Case::Title, Case::Upper] {
            let recased: Vec<Article> = self.newswire.iter().map(|article| article.recased(case)).collect();
            line += &format!("  {case:?} {:.1}", total(&scores(recognizer, &recased, main_labels)).f1());
        }
        line
    }
}

/// Prints every line of standard input with its names in brackets.
pub(crate) fn read_along() -> Result<(), String> {
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    for line in std::io::stdin().lines() {
        let article = Article::new(&[line.map_err(|error| error.to_string())?], Vec::new(), Source::Newswire, 0);
        let (mut at, mut marked) = (0, String::new());
        for name in resources.names.recognize(&article.text, &article.tokens) {
            let (start, end) = (name.span.start as usize, name.span.end as usize);
            marked += &article.text[at..start];
            marked += &format!("[{} {} {:.2}]", name.label.name(), &article.text[start..end], name.confidence);
            at = end;
        }
        println!("{marked}{}", &article.text[at..]);
    }
    Ok(())
}

/// Runs the evaluation.
pub(crate) fn run(settings: &Settings, errors: bool) -> Result<(), String> {
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let recognizer = &resources.names;
    let dev = Dev::read(settings)?;
    type Map = fn(Label) -> Option<&'static str>;
    if errors {
        show_errors(recognizer, &dev);
        return Ok(());
    }
    let sets: [(&str, &[Article], Map); 5] = [
        ("newswire dev, five labels", &dev.newswire, main_labels),
        ("newswire dev, all labels", &dev.newswire, full),
        ("Wikinews dev, five labels", &dev.wikinews, main_labels),
        ("Wikinews dev, all labels", &dev.wikinews, full),
        ("UNER EWT dev", &dev.uner, three_labels),
    ];
    for (name, articles, map) in sets {
        let table = scores(recognizer, articles, map);
        println!("{name:28} {}", total(&table));
        for (label, counts) in &table {
            println!("    {label:24} {counts}");
        }
    }
    for (name, articles) in [("newswire", &dev.newswire), ("Wikinews", &dev.wikinews)] {
        for case in [Case::Lower, Case::Title, Case::Upper] {
            let recased: Vec<Article> = articles.iter().map(|article| article.recased(case)).collect();
            let counts = total(&scores(recognizer, &recased, main_labels));
            println!("{:28} {counts}", format!("{name} dev, {case:?} copy"));
        }
    }
    seeds(settings, recognizer)?;
    speed(recognizer, &dev);
    Ok(())
}

/// Prints every name that is wrong or missed, with some words around it, then the confusions by frequency.
fn show_errors(recognizer: &Recognizer, dev: &Dev) {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (set, articles) in [("newswire", &dev.newswire), ("wikinews", &dev.wikinews), ("uner", &dev.uner)] {
        let map = if set == "uner" { three_labels } else { full };
        for article in articles {
            let found = recognizer.recognize(&article.text, &article.tokens);
            let found: Vec<(Span, &str)> =
                found.iter().filter_map(|name| Some((name.span, map(name.label)?))).collect();
            let gold: Vec<(Span, &str)> =
                article.gold.iter().filter_map(|name| Some((name.span, map(name.labels[0])?))).collect();
            let text = |span: Span| span.text(&article.text);
            let around = |span: Span| {
                let token = article.tokens.within(span);
                let sentence = &article.tokens.sentences[article.tokens.sentence_of(token.start)].tokens;
                let range = token.start.saturating_sub(6).max(sentence.start)..(token.end + 5).min(sentence.end);
                article.tokens.span(range).text(&article.text).replace('\n', " ")
            };
            for gold_name in gold.iter().filter(|name| !found.contains(name)) {
                let clash: Vec<String> = found
                    .iter()
                    .filter(|name| name.0.overlaps(gold_name.0))
                    .map(|name| format!("{} {:?}", name.1, text(name.0)))
                    .collect();
                let got = found.iter().find(|name| name.0.overlaps(gold_name.0)).map_or("nothing".to_owned(), |name| {
                    format!("{}{}", name.1, if name.0 == gold_name.0 { "" } else { " (other span)" })
                });
                *kinds.entry(format!("{set}: {} taken for {got}", gold_name.1)).or_default() += 1;
                println!("{set}\t{}\t{:?}\t{clash:?}\t{}", gold_name.1, text(gold_name.0), around(gold_name.0));
            }
            for name in found.iter().filter(|name| !gold.iter().any(|gold| gold.0.overlaps(name.0))) {
                *kinds.entry(format!("{set}: nothing taken for {}", name.1)).or_default() += 1;
                println!("{set}\tnothing\t{} {:?}\t\t{}", name.1, text(name.0), around(name.0));
            }
        }
    }
    let mut kinds: Vec<(usize, String)> = kinds.into_iter().map(|(kind, count)| (count, kind)).collect();
    kinds.sort_by(|a, b| b.cmp(a));
    for (count, kind) in kinds.iter().take(40) {
        println!("{count:4} {kind}");
    }
}

#[derive(Deserialize)]
struct SeedGold {
    documents: BTreeMap<String, SeedDocument>,
}

#[derive(Deserialize)]
struct SeedDocument {
    entities: Vec<SeedEntity>,
    boilerplate: Vec<SeedSpan>,
}

#[derive(Deserialize)]
struct SeedEntity {
    r#type: String,
    mentions: Vec<SeedSpan>,
}

#[derive(Deserialize)]
struct SeedSpan {
    #[serde(default)]
    kind: String,
    start: usize,
    end: usize,
    #[serde(default)]
    nested: bool,
}

/// Names in the acceptance articles with gold, read as a user would. A name inside a longer gold name costs nothing, nor
/// does one in page furniture.
fn seeds(settings: &Settings, recognizer: &Recognizer) -> Result<(), String> {
    let path = settings.seeds.join("gold.json");
    let gold: SeedGold =
        serde_json::from_str(&names::read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut all = Counts::default();
    for (file, document) in gold.documents {
        let text = names::read(&settings.seeds.join(&file))?;
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let span = |span: &SeedSpan| Span::of(starts[span.start], starts[span.end]);
        let mut expected = Vec::new();
        for entity in &document.entities {
            let mentions = entity.mentions.iter().filter(|mention| mention.kind == "name");
            expected.extend(mentions.map(|mention| (span(mention), entity.r#type.as_str(), mention.nested)));
        }
        let tokens = tokenize(&text, &layout(&text));
        let mut counts = Counts { gold: expected.iter().filter(|name| !name.2).count(), ..Counts::default() };
        for name in recognizer.recognize(&text, &tokens) {
            let matching = expected.iter().find(|gold| gold.0 == name.span && gold.1 == name.label.name());
            let furniture = document.boilerplate.iter().any(|block| span(block).overlaps(name.span));
            match matching {
                Some((_, _, true)) => {}
                Some(_) => {
                    counts.right += 1;
                    counts.found += 1;
                }
                None => counts.found += usize::from(!furniture),
            }
        }
        println!("{:28} {counts}", format!("acceptance article {}", &file[..3]));
        all.add(counts);
    }
    println!("{:28} {all}", "acceptance articles");
    Ok(())
}

#[allow(clippy::cast_precision_loss)]
fn speed(recognizer: &Recognizer, dev: &Dev) {
    let words: usize = dev.newswire.iter().map(|article| article.text.split_whitespace().count()).sum();
    let mut rates: Vec<f64> = (0..9)
        .map(|_| {
            let start = ThreadTime::now();
            for _ in 0..3 {
                for article in &dev.newswire {
                    std::hint::black_box(recognizer.recognize(&article.text, &article.tokens));
                }
            }
            3.0 * words as f64 / start.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!(
        "{:28} {:.0} words/s of CPU time on one thread (best of 9: {:.0})",
        "speed, names alone", rates[4], rates[8]
    );
}
