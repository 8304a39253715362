//! Phrases of our own with the TIMEX3 values they must get. The anchor is Thursday, 29 September 2016.

mod dates;
mod durations;
mod hostile;
mod relative;
mod values;

use jiff::civil::{Date, date};

use super::{Times, Words, find};
use crate::article::layout;
use crate::pipeline::Document;
use crate::tokens::tokenize;

const ANCHOR: Date = date(2016, 9, 29);

fn times(text: &str, published: Option<Date>) -> Times {
    static WORDS: std::sync::LazyLock<Words> =
        std::sync::LazyLock::new(|| Words::built_in().expect("the tables parse"));
    let words = &*WORDS;
    let mut document = Document { layout: layout(text), ..Document::default() };
    document.tokens = tokenize(text, &document.layout);
    find(text, &document, published, words)
}

/// Text, then expression and value of each time in it.
type Row = (&'static str, &'static [(&'static str, &'static str)]);

fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let found = times(text, Some(ANCHOR));
        let got: Vec<(&str, &str)> =
            found.times.iter().map(|time| (time.span.text(text), time.value.as_deref().unwrap_or("-"))).collect();
        if got != *expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  got      {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
