//! Raw news labelled by the teacher: CoNLL-U with `Name` in MISC, see training/teacher/README.md.

use std::path::Path;

use dateline::names::Label;

use super::names::{Article, Source, read};
use super::partial::Builder;

/// Sentences whose least sure name tag is below this teach nothing; they stay as context.
const SURE: f32 = 0.7;

/// Reads silver articles; texts with any gold sentence are left out, as the gold files hold them.
pub(crate) fn silver(path: &Path) -> Result<Vec<Article>, String> {
    let mut articles = Vec::new();
    let mut builder = Builder::default();
    let (mut document, mut gold) = (String::new(), false);
    let mut sentence = Sentence::default();
    for line in read(path)?.lines().chain(["# source = end"]) {
        if let Some(source) = line.strip_prefix("# source = ") {
            let next = document_of(source);
            if next != document {
                let done = std::mem::take(&mut builder);
                if !gold && !done.is_empty() {
                    articles.push(done.finish(Source::Silver, articles.len()));
                }
                (document, gold) = (next, false);
            }
        } else if let Some(sure) = line.strip_prefix("# names = ") {
            gold |= sure == "gold";
            sentence.sure = sure.parse().is_ok_and(|sure: f32| sure >= SURE);
        } else if line.is_empty() {
            std::mem::take(&mut sentence).add(&mut builder);
        } else if !line.starts_with('#') {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() == 10 && columns[0].bytes().all(|byte| byte.is_ascii_digit()) {
                let name = columns[9].split('|').find_map(|part| part.strip_prefix("Name="));
                sentence.words.push((columns[1].to_owned(), name.map(str::to_owned)));
            }
        }
    }
    Ok(articles)
}

/// Windows of 20 lines of newswire, whole articles of Wikinews.
fn document_of(source: &str) -> String {
    let mut parts = source.split(':');
    let (corpus, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    match (corpus, number.parse::<usize>()) {
        ("newswire", Ok(line)) => format!("newswire:{}", line / 20),
        _ => format!("{corpus}:{number}"),
    }
}

#[derive(Default)]
struct Sentence {
    words: Vec<(String, Option<String>)>,
    sure: bool,
}

impl Sentence {
    fn add(self, builder: &mut Builder) {
        let base = builder.len();
        for (form, _) in &self.words {
            builder.push(form, !self.sure);
        }
        let mut at = 0;
        while at < self.words.len() {
            let label = self.words[at].1.as_deref().and_then(|name| Label::from_name(name.split_once('-')?.1));
            let inside = label.map_or_else(String::new, |label| format!("I-{}", label.name()));
            let mut end = at + 1;
            while end < self.words.len() && self.words[end].1.as_deref() == Some(inside.as_str()) {
                end += 1;
            }
            if let (Some(label), true) = (label, self.sure) {
                builder.name(base + at..base + end, &[label], false);
            }
            at = if label.is_some() { end } else { at + 1 };
        }
        builder.end_sentence();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_sources() {
        assert_eq!(document_of("newswire:45"), "newswire:2");
        assert_eq!(document_of("wikinews:7:3"), "wikinews:7");
    }
}
