//! The layout of pages of many kinds, case by case.

use std::fmt::Write as _;
use std::path::Path;

use dateline::Span;
use dateline::article::{BlockKind, layout};

/// A page, what its blocks are, and what its datelines are.
#[derive(Default)]
struct Case {
    name: String,
    text: String,
    blocks: Vec<(BlockKind, String)>,
    facts: Vec<(String, String)>,
}

fn kind(letter: char) -> BlockKind {
    match letter {
        'H' => BlockKind::Headline,
        'S' => BlockKind::Standfirst,
        'P' => BlockKind::Paragraph,
        'B' => BlockKind::Byline,
        'C' => BlockKind::CrawlHeader,
        'X' => BlockKind::ShareBar,
        'F' => BlockKind::PhotoCredit,
        'R' => BlockKind::RelatedHeadlines,
        'N' => BlockKind::SiteNavigation,
        'T' => BlockKind::TagList,
        other => panic!("no kind {other}"),
    }
}

fn cases(file: &str, newline: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layout").join(file);
    let mut cases: Vec<Case> = Vec::new();
    for line in std::fs::read_to_string(path).expect("a fixture").lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some((name, value)) = line.strip_prefix('@').and_then(|fact| fact.split_once(' ')) {
            case.facts.push((name.to_owned(), value.to_owned()));
            continue;
        }
        if let Some((letter, rest)) = line.split_once(' ') {
            match letter {
                "+" => write!(case.blocks.last_mut().expect("a block").1, " {}", rest.trim()).expect("a string"),
                _ => case.blocks.push((kind(letter.chars().next().expect("a letter")), rest.trim().to_owned())),
            }
            case.text.push_str(rest);
        }
        case.text.push_str(newline);
    }
    cases
}

/// The differences of one case.
fn check(case: &Case) -> String {
    let found = layout(&case.text);
    let blocks: Vec<(BlockKind, String)> = found
        .blocks
        .iter()
        .map(|block| (block.kind, block.span.text(&case.text).split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    let mut report = String::new();
    if blocks != case.blocks {
        for (kind, text) in &blocks {
            let right = if case.blocks.contains(&(*kind, text.clone())) { "   " } else { "-> " };
            writeln!(report, "  {right}{:18}{text}", kind.name()).expect("a string");
        }
    }
    for (name, value) in &case.facts {
        let dateline = found.dateline.unwrap_or_default();
        let span: Option<Span> = match name.as_str() {
            "place" => dateline.place,
            "agency" => dateline.agency,
            "date" => dateline.date,
            "line" => found.date_line,
            other => panic!("no fact {other}"),
        };
        let got = span.map(|span| span.text(&case.text));
        if got != Some(value.as_str()) {
            writeln!(report, "  {name}: expected {value}, got {got:?}").expect("a string");
        }
    }
    if case.facts.is_empty()
        && found.dateline.is_some()
        && !case.name.contains("dateline")
        && !case.name.ends_with("style")
    {
        let place = found.dateline.and_then(|dateline| dateline.place).map(|span| span.text(&case.text));
        if place.is_some_and(|place| !place.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())) {
            writeln!(report, "  a dateline that is none: {place:?}").expect("a string");
        }
    }
    report
}

#[test]
fn pages_of_many_kinds() {
    let mut report = String::new();
    let mut count = 0;
    for file in ["wires.txt", "web.txt", "prose.txt"] {
        for newline in ["\n", "\r\n"] {
            for case in cases(file, newline) {
                count += 1;
                let difference = check(&case);
                if !difference.is_empty() && newline == "\n" || difference.len() > 2 && newline == "\r\n" {
                    writeln!(report, "{file}, {} ({newline:?}):\n{difference}", case.name).expect("a string");
                }
            }
        }
    }
    assert!(count >= 120, "only {count} cases");
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn no_block_overlaps_and_none_is_lost() {
    for case in ["wires.txt", "web.txt", "prose.txt"].iter().flat_map(|file| cases(file, "\r")) {
        let found = layout(&case.text);
        let mut at = 0;
        for block in &found.blocks {
            let start = block.span.start as usize;
            assert!(case.text[at..start].trim().is_empty(), "{}: text lost", case.name);
            at = block.span.end as usize;
        }
        assert!(case.text[at..].trim().is_empty(), "{}: text lost at the end", case.name);
    }
}
