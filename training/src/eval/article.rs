//! `eval article`: the layout of plain Wikinews articles, and of the same articles in the furniture of invented pages.

use std::collections::{BTreeMap, BTreeSet};

use dateline::Span;
use dateline::article::{Block, BlockKind, layout};
use serde::Deserialize;

use crate::Settings;

const PAGES: &str = include_str!("pages.txt");

#[derive(Deserialize)]
struct Article {
    title: String,
    text: String,
    date: String,
}

/// Scores headlines, lost prose and, for pages, the F1 of blocks with their kinds. `article+list` prints the differences.
pub(super) fn run(settings: &Settings, options: &str) -> Result<(), String> {
    let list = options.contains("+list");
    let path = settings.data.join("raw/wikinews.jsonl");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let articles: Vec<Article> =
        text.lines().map(serde_json::from_str).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    plain(&articles, list);
    pages(&articles, list);
    Ok(())
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// The lines of an article that are prose; the first may be a date line.
fn paragraphs(article: &Article) -> (Option<&str>, Vec<&str>) {
    let mut lines: Vec<&str> = article.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let year = &article.date[..4];
    let dated = lines.first().is_some_and(|line| line.len() < 40 && line.ends_with(year));
    let date = dated.then(|| lines.remove(0));
    (date, lines)
}

fn plain(articles: &[Article], list: bool) {
    let (mut headlines, mut invented, mut prose, mut lost, mut english, mut dates, mut dated) = (0, 0, 0, 0, 0, 0, 0);
    for article in articles {
        let (date, body) = paragraphs(article);
        let text = format!("{}\n\n{}", article.title, article.text);
        let found = layout(&text);
        english += usize::from(found.language.is_english());
        let headline = found.first(BlockKind::Headline).map(|span| span.text(&text));
        headlines += usize::from(headline == Some(article.title.trim()));
        invented += usize::from(layout(&article.text).first(BlockKind::Headline).is_some());
        dated += usize::from(date.is_some());
        dates += usize::from(date.is_some() && found.date_line.map(|span| span.text(&text)) == date);
        prose += body.iter().map(|line| line.chars().count()).sum::<usize>();
        for block in found.blocks.iter().filter(|block| !block.kind.is_prose()) {
            let inside = block.span.text(&text);
            let captions = inside.contains("Image: ");
            if Some(inside) != date && !captions {
                lost += inside.chars().count();
                if list {
                    println!("lost\t{}\t{inside}", block.kind.name());
                }
            }
        }
        if list && headline != Some(article.title.trim()) {
            println!("headline\t{}\t{headline:?}", article.title);
        }
    }
    let count = articles.len();
    println!("article wikinews: headline right {:.1}% ({count} gold)", share(headlines, count));
    println!("article wikinews without titles: headline invented {:.1}% ({count} texts)", share(invented, count));
    println!("article wikinews: prose marked as furniture {:.3}% of {prose} characters", share(lost, prose));
    println!("article wikinews: date line right {:.1}% ({dated} gold)", share(dates, dated));
    println!("article wikinews: flagged as English {:.1}% ({count} gold)", share(english, count));
}

/// What fills the pages; a simple counter chooses, so that the figure never changes.
struct Filler<'a> {
    articles: &'a [Article],
    state: usize,
}

impl Filler<'_> {
    fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        &list[(self.state >> 33) % list.len()]
    }

    fn fill(&mut self, line: &str, title: &str, date: &str) -> String {
        const NAMES: [&str; 8] = [
            "Maria Keller",
            "John A. Peters",
            "Aisha Rahman",
            "Tom O'Neill",
            "Jean-Luc Martin",
            "Li Wei",
            "Sarah Conway",
            "Oleg Petrov",
        ];
        const AGENCIES: [&str; 6] = ["Reuters", "Associated Press", "AFP", "Getty Images", "EPA", "Xinhua"];
        let mut out = line.replace("{title}", title).replace("{date}", date);
        for (mark, list) in
            [("{name}", &NAMES[..]), ("{agency}", &AGENCIES[..]), ("{n}", &["4", "11", "23", "180"][..])]
        {
            while let Some(at) = out.find(mark) {
                let word = *self.pick(list);
                out.replace_range(at..at + mark.len(), word);
            }
        }
        let articles = self.articles;
        while let Some(at) = out.find("{other}") {
            let other = self.pick(articles).title.trim().to_owned();
            out.replace_range(at..at + "{other}".len(), &other);
        }
        out
    }
}

fn kind(letter: char) -> Option<BlockKind> {
    use BlockKind::{
        Byline, CrawlHeader, Headline, Paragraph, PhotoCredit, RelatedHeadlines, ShareBar, SiteNavigation, TagList,
    };
    Some(match letter {
        'H' => Headline,
        'P' => Paragraph,
        'B' => Byline,
        'C' => CrawlHeader,
        'X' => ShareBar,
        'F' => PhotoCredit,
        'R' => RelatedHeadlines,
        'N' => SiteNavigation,
        'T' => TagList,
        _ => return None,
    })
}

fn pages(articles: &[Article], list: bool) {
    let pages: Vec<&str> = PAGES.split("===\n").skip(1).collect();
    let mut scores: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut filler = Filler { articles, state: 7 };
    let (mut furniture, mut as_prose, mut prose, mut as_furniture) = (0, 0, 0, 0);
    for (index, article) in articles.iter().enumerate() {
        let (_, body) = paragraphs(article);
        let date = readable(&article.date, index);
        let mut text = String::new();
        let mut gold: Vec<(Span, BlockKind)> = Vec::new();
        let mut push = |text: &mut String, line: &str, kind| {
            gold.push((Span::of(text.len(), text.len() + line.len()), kind));
            text.push_str(line);
            text.push('\n');
        };
        for line in pages[index % pages.len()].lines() {
            match line.split_once(' ') {
                _ if line == "body" => {
                    for paragraph in &body {
                        // Captions of Wikinews' own photographs.
                        let caption = paragraph.contains("Image: ");
                        push(&mut text, paragraph, if caption { BlockKind::PhotoCredit } else { BlockKind::Paragraph });
                        text.push('\n');
                    }
                }
                Some((letter, rest)) => {
                    let kind = letter.chars().next().and_then(kind).expect("a letter of a kind");
                    push(&mut text, &filler.fill(rest, article.title.trim(), &date), kind);
                }
                None => text.push('\n'),
            }
        }
        let found = layout(&text);
        let key = |block: &Block| (block.span, block.kind);
        let gold: BTreeSet<(Span, &str)> = gold.into_iter().map(|(span, kind)| (span, kind.name())).collect();
        let guess: BTreeSet<(Span, &str)> =
            found.blocks.iter().map(key).map(|(span, kind)| (span, kind.name())).collect();
        for (span, name) in &gold {
            let score = scores.entry(name).or_default();
            score[0] += 1;
            score[2] += usize::from(guess.contains(&(*span, name)));
            let is_prose = matches!(*name, "headline" | "paragraph");
            let covering = found.blocks.iter().find(|block| block.span.contains(*span));
            let told = covering.is_some_and(|block| block.kind.is_prose());
            if is_prose {
                prose += span.len();
                as_furniture += if told { 0 } else { span.len() };
            } else {
                furniture += 1;
                as_prose += usize::from(told);
            }
            if list && !guess.contains(&(*span, name)) {
                let got = covering.map_or("-", |block| block.kind.name());
                println!("page {}\t{name}\t{got}\t{}", index % pages.len(), span.text(&text));
            }
        }
        for (_, name) in &guess {
            scores.entry(name).or_default()[1] += 1;
        }
    }
    for (name, [gold, found, right]) in &scores {
        println!("article pages: {name} F1 {:.1} ({gold} gold, {found} found)", 2.0 * share(*right, gold + found));
    }
    println!("article pages: furniture taken for prose {:.1}% ({furniture} blocks)", share(as_prose, furniture));
    println!("article pages: prose marked as furniture {:.3}% of {prose} bytes", share(as_furniture, prose));
}

/// An ISO date as newspapers write it, in one of several ways.
fn readable(date: &str, index: usize) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = (&date[..4], date[5..7].parse::<usize>().unwrap_or(1), date[8..].trim_start_matches('0'));
    let month = MONTHS[month - 1];
    match index % 4 {
        0 => format!("{day} {month} {year}"),
        1 => format!("{month} {day}, {year}"),
        2 => format!("{}. {day}, {year}", &month[..3]),
        _ => format!("{day} {} {year}", &month[..3]),
    }
}
