//! `train events+export` and what comes back: candidates in their texts for the teacher of events
//! (`training/teacher/events.py`), and the shares that it gives to types.

use std::io::Write;
use std::path::{Path, PathBuf};

use dateline::events::EventType;
use dateline::events::learn::{self, NEIGHBOURS};
use dateline::model::Dictionary;
use dateline::{Analyzer, Resources};
use serde::Serialize;

use super::samples::{Label, gold, has_roles, labels, roles_of};
use super::{SOURCES, sets};
use crate::Settings;
use crate::coded::{self, Article, GoldEvent, read_lines};
use crate::data::lessons::unlabelled;

/// A text as the teacher reads it; offsets count code points.
#[derive(Serialize)]
struct Lesson<'a> {
    /// "gold", "silver" or the name of a dev set.
    split: &'a str,
    /// The set of annotated texts that it is of.
    source: &'a str,
    text: &'a str,
    /// Where its sentences' tokens stand.
    sentences: Vec<Vec<[usize; 2]>>,
    /// Where the heads of the phrases of each sentence stand that may take part.
    heads: Vec<Vec<[usize; 2]>>,
    /// What the network sees of its sentences' tokens: a hash and classes.
    words: Vec<Vec<(u64, [u16; 6])>>,
    candidates: Vec<Candidate>,
}

#[derive(Serialize)]
struct Candidate {
    span: [usize; 2],
    /// The class, -1 where nobody has said.
    class: i32,
    /// Its sentence; first and last token of the trigger and the one that heads it, in the sentence; and those around it.
    sentence: u32,
    tokens: [u32; 3],
    neighbours: [Option<u32>; NEIGHBOURS],
    /// The types that frames propose, the best first.
    proposed: Vec<usize>,
    /// The start of each phrase that takes part, with its role (1 actor, 2 recipient) and 4 added for the place; nothing
    /// where nobody has said.
    roles: Option<Vec<(usize, usize)>>,
}

/// What the teacher says of a text: start and end of each candidate in code points, and the classes that are likely enough,
/// with their shares. What the text's analysis no longer has is passed over.
pub(crate) type Said = Vec<(usize, usize, Vec<(usize, f32)>)>;

/// Offsets in code points of the bytes of a text.
pub(crate) fn code_points(text: &str) -> Vec<usize> {
    let mut points = vec![0; text.len() + 1];
    for (count, (byte, _)) in text.char_indices().enumerate() {
        points[byte] = count;
    }
    points[text.len()] = text.chars().count();
    points
}

/// Writes `target/event-lessons.jsonl`.
pub(crate) fn export(
    settings: &Settings,
    again: bool,
    analyzer: &Analyzer,
    resources: &Resources,
    classes: &Dictionary,
) -> Result<(), String> {
    let path = PathBuf::from("target/event-lessons.jsonl");
    let file = std::fs::File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut file = std::io::BufWriter::new(file);
    let mut all: Vec<(&str, usize, Vec<Article>)> =
        sets(settings, again)?.into_iter().enumerate().map(|(source, articles)| ("gold", source, articles)).collect();
    all.push(("newswire-dev", 0, coded::newswire(settings, "dev")?));
    all.push(("wikinews-dev", 1, coded::wikinews(settings)?));
    all.push(("silver", 0, unlabelled(settings)?));
    for (split, source, articles) in &all {
        for article in articles {
            let document = analyzer.analyze(&article.text, article.published);
            let line = learn::with_lesson(&article.text, &document, &resources.lexicon, classes, |lesson| {
                let examples = lesson.examples();
                let known = (*split != "silver").then(|| labels(&examples, article, *source));
                write(split, *source, article, &document, lesson, known.as_deref())
            })?;
            writeln!(file, "{line}").map_err(|error| error.to_string())?;
        }
    }
    println!("{}", path.display());
    Ok(())
}

fn write(
    split: &str,
    source: usize,
    article: &Article,
    document: &dateline::Document,
    lesson: &learn::Lesson<'_>,
    known: Option<&[Label]>,
) -> Result<String, String> {
    let examples = lesson.examples();
    let events: Vec<&GoldEvent> = gold(article);
    let points = code_points(&article.text);
    let place = |span: dateline::Span| [points[span.start as usize], points[span.end as usize]];
    let tokens = &document.tokens;
    let sentences = tokens
        .sentences
        .iter()
        .map(|sentence| sentence.tokens.clone().map(|token| place(tokens.tokens[token as usize].span)).collect());
    let candidates = examples.iter().enumerate().map(|(index, example)| Candidate {
        span: place(example.span),
        class: known.and_then(|known| known[index].class).map_or(-1, |class| i32::try_from(class).unwrap_or(-1)),
        sentence: example.sentence,
        tokens: example.place.words,
        neighbours: example.place.neighbours,
        proposed: example.proposed.iter().map(|kind| *kind as usize).collect(),
        roles: known.and_then(|known| known[index].hit).and_then(|hit| {
            let event = events[hit];
            let kind = EventType::from_name(&event.kind).filter(|_| has_roles(event, source))?;
            let phrases = lesson.phrases(index, kind, None);
            let (roles, at) = roles_of(&phrases, event);
            let part = |(number, role): (usize, usize)| {
                let all = role + 4 * usize::from(at == Some(number));
                (all > 0).then(|| (place(phrases[number].head)[0], all))
            };
            Some(roles.into_iter().enumerate().filter_map(part).collect())
        }),
    });
    #[allow(clippy::cast_possible_truncation)]
    let heads = (0..tokens.sentences.len() as u32).map(|it| lesson.heads(it).into_iter().map(place).collect());
    #[allow(clippy::cast_possible_truncation)]
    let words = (0..tokens.sentences.len() as u32)
        .map(|it| lesson.words(it).into_iter().map(|word| (word.form, word.tags)).collect());
    let lesson = Lesson {
        split,
        source: SOURCES[source],
        text: &article.text,
        sentences: sentences.collect(),
        heads: heads.collect(),
        words: words.collect(),
        candidates: candidates.collect(),
    };
    serde_json::to_string(&lesson).map_err(|error| error.to_string())
}

/// What the teacher said of the texts without annotation, in their order.
pub(crate) fn said(path: &Path) -> Result<Vec<Said>, String> {
    read_lines(path)
}
