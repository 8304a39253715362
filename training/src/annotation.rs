//! `annotation export` and `annotation join`: our annotation of names without the texts it belongs to, and back.
//!
//! The folder `training/annotation/` holds one table for each gold file. A row is a line of newswire or a paragraph of
//! Wikinews: its place, a key, and its names as `start:end:LABEL`. Offsets count the characters that are not white space,
//! and the key is a checksum of these characters: it does not matter how a copy of the source joins its tokens, or
//! whether its lines are numbered like ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::model::hash;
use serde::{Deserialize, Serialize};

use crate::Settings;
use crate::data::names::read;

const FILES: [&str; 4] = ["newswire-train", "newswire-dev", "wikinews-train", "wikinews-dev"];
const ARTICLES: &str = "wikinews-articles.tsv";

/// A row of a gold file.
#[derive(Debug, Deserialize, Serialize)]
struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
    text: String,
    names: Vec<(usize, usize, String)>,
}

#[derive(Debug, Deserialize)]
struct Page {
    url: String,
    #[serde(default)]
    date: String,
    title: String,
    text: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("annotation")
}

/// Runs `annotation export` or `annotation join`.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    match settings.words.get(1).map(String::as_str) {
        Some("export") => export(&settings.data, &folder()),
        Some("join") => join(&settings.data, &folder()),
        _ => Err("usage: annotation export|join".to_owned()),
    }
}

/// A checksum of the characters of a text that are not white space.
pub(crate) fn key(text: &str) -> u64 {
    hash::text(&text.split_whitespace().collect::<String>())
}

/// Counts the characters before `offset` (in code points) that are not white space.
fn solid(text: &str, offset: usize) -> usize {
    text.chars().take(offset).filter(|c| !c.is_whitespace()).count()
}

/// The code-point offsets of the `start`th to the `end`th character that is not white space, end exclusive.
pub(crate) fn loose(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let mut places = text.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at);
    let first = places.nth(start)?;
    let last = if end == start + 1 { first } else { places.nth(end.checked_sub(start + 2)?)? };
    Some((first, last + 1))
}

fn write(path: &Path, content: &str) -> Result<(), String> {
    println!("{}", path.display());
    fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

fn pages(data: &Path) -> Result<Vec<Page>, String> {
    read(&data.join("raw/wikinews.jsonl"))?
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("raw/wikinews.jsonl: {error}")))
        .collect()
}

fn export(data: &Path, folder: &Path) -> Result<(), String> {
    for file in FILES {
        let name = format!("names/{file}.jsonl");
        let mut table = String::from(
            "# Names by place in the source; texts: see training/README.md. Offsets and key: training/src/annotation.rs.\n",
        );
        table += if file.starts_with("newswire") { "line\tkey\tnames\n" } else { "article\tparagraph\tkey\tnames\n" };
        for line in read(&data.join(&name))?.lines() {
            let row: Row = serde_json::from_str(line).map_err(|error| format!("{name}: {error}"))?;
            let names: Vec<String> = row
                .names
                .iter()
                .map(|(start, end, label)| format!("{}:{}:{label}", solid(&row.text, *start), solid(&row.text, *end)))
                .collect();
            let place: Vec<String> =
                [row.line, row.article, row.paragraph].into_iter().flatten().map(|place| place.to_string()).collect();
            table += &format!("{}\t{:016x}\t{}\n", place.join("\t"), key(&row.text), names.join(" "));
        }
        write(&folder.join(format!("names-{file}.tsv")), &table)?;
    }
    let mut table =
        String::from("# The Wikinews articles by the number that the tables of names use.\narticle\tdate\turl\n");
    for (number, page) in pages(data)?.iter().enumerate() {
        table += &format!("{number}\t{}\t{}\n", page.date, page.url);
    }
    write(&folder.join(ARTICLES), &table)
}

fn join(data: &Path, folder: &Path) -> Result<(), String> {
    let newswire: BTreeMap<u64, String> =
        read(&data.join("raw/newswire-public-domain.txt"))?.lines().map(|line| (key(line), line.to_owned())).collect();
    let mut wikinews: BTreeMap<u64, String> = BTreeMap::new();
    for page in pages(data)? {
        wikinews.insert(key(&page.title), page.title);
        for line in page.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            wikinews.entry(key(line)).or_insert_with(|| line.to_owned());
        }
    }
    for file in FILES {
        let texts = if file.starts_with("newswire") { &newswire } else { &wikinews };
        let (mut rows, mut missing) = (String::new(), 0);
        let table = read(&folder.join(format!("names-{file}.tsv")))?;
        for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let row = parse(line, texts).ok_or_else(|| format!("names-{file}.tsv: cannot read {line:?}"))?;
            match row {
                Some(row) => rows += &(serde_json::to_string(&row).map_err(|error| error.to_string())? + "\n"),
                None => missing += 1,
            }
        }
        fs::create_dir_all(data.join("names")).map_err(|error| error.to_string())?;
        write(&data.join(format!("names/{file}.jsonl")), &rows)?;
        if missing > 0 {
            println!("{missing} rows of names-{file}.tsv have no text in the source: it was changed since");
        }
    }
    Ok(())
}

/// A gold row from a table row: `None` if the table is damaged, `Some(None)` if the source lacks the text.
fn parse(line: &str, texts: &BTreeMap<u64, String>) -> Option<Option<Row>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let (place, [sum, names]) = cells.split_last_chunk::<2>()?;
    let Some(text) = texts.get(&u64::from_str_radix(sum, 16).ok()?) else { return Some(None) };
    let place: Vec<usize> = place.iter().map(|cell| cell.parse().ok()).collect::<Option<_>>()?;
    let (line, article, paragraph) = match place[..] {
        [line] => (Some(line), None, None),
        [article, paragraph] => (None, Some(article), Some(paragraph)),
        _ => return None,
    };
    let names = names
        .split_whitespace()
        .map(|name| {
            let mut parts = name.split(':');
            let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let (start, end) = loose(text, start, end)?;
            Some((start, end, parts.next()?.to_owned()))
        })
        .collect::<Option<_>>()?;
    Some(Some(Row { line, article, paragraph, text: text.clone(), names }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_do_not_depend_on_spaces() {
        let (one, two) = ("The U.N. met in Köln , Mr. X", "The U.N. met in  Köln, Mr. X");
        assert_eq!(key(one), key(two));
        for (text, start, end) in [(one, 16, 20), (two, 17, 21)] {
            let place = (solid(text, start), solid(text, end));
            assert_eq!(place, (12, 16));
            assert_eq!(loose(text, place.0, place.1), Some((start, end)));
        }
        assert_eq!(loose(one, 20, 21), Some((27, 28)));
        assert_eq!(loose(one, 20, 99), None);
    }
}
