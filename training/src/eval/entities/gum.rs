//! Pronouns for people in the documents of GUM, with the candidates that the layer sees and which of them are right.

use std::collections::BTreeMap;

use dateline::entities::{Choice, FEATURES};
use dateline::{Analyzer, Document, Layers, Options, Span};

use crate::Settings;
use crate::raw_text;

/// One pronoun's candidates: whether each is right, and its features.
type Rows = Vec<(bool, [f32; FEATURES])>;

/// Longest mention in words that stands for what is inside it.
const LONGEST: usize = 12;

/// By document, the candidates of every third-person pronoun for one person.
pub(crate) fn training_rows(settings: &Settings, part: &str) -> Result<Vec<Vec<Rows>>, String> {
    let path = settings.data.join(format!("syntax/gum-{part}.conllu"));
    let resources = std::sync::Arc::new(super::load()?);
    let options = Options { layers: Layers::Names, any_language: true, ..Options::default() };
    let analyzer = Analyzer::new(resources.clone(), options);
    let raw = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mentions = mentions(&raw);
    let mut out = Vec::new();
    for (text, mentions) in raw_text::read(&path)?.iter().zip(mentions) {
        let document = analyzer.analyze(&text.text, None);
        let choices = dateline::entities::pronoun_choices(&text.text, &document, &resources);
        // Gold mentions as spans of the text.
        let span = |first: usize, last: usize| Some(text.words.get(first)?.0.union(text.words.get(last)?.0));
        let spans: Vec<(Span, u32)> = mentions
            .iter()
            .filter(|mention| mention.last - mention.first < LONGEST)
            .filter_map(|mention| Some((span(mention.first, mention.last)?, mention.entity)))
            .collect();
        out.push(choices.iter().filter_map(|choice| rows(text, &document, &spans, choice)).collect());
    }
    Ok(out)
}

fn rows(text: &raw_text::RawText, document: &Document, spans: &[(Span, u32)], choice: &Choice) -> Option<Rows> {
    let place = |token: u32| document.tokens.tokens[token as usize].span;
    // The shortest gold mention around a word.
    let entity = |at: Span| {
        let around = spans.iter().filter(|(span, _)| span.contains(at));
        around.min_by_key(|(span, _)| span.len()).map(|(_, entity)| *entity)
    };
    let pronoun = place(choice.token);
    let form = pronoun.text(&text.text).to_lowercase();
    if !["he", "she", "his", "her", "him", "hers", "himself", "herself"].contains(&form.as_str()) {
        return None;
    }
    let (_, gold) = spans.iter().find(|(span, _)| *span == pronoun)?;
    let right = |candidate: &dateline::entities::Candidate| {
        let names = candidate.names.iter().copied().filter(|&token| token < choice.token);
        std::iter::once(candidate.token).chain(names).any(|token| entity(place(token)) == Some(*gold))
    };
    Some(choice.candidates.iter().map(|candidate| (right(candidate), candidate.features)).collect())
}

/// A gold mention by word numbers in its document.
struct Mention {
    entity: u32,
    first: usize,
    last: usize,
}

/// The mentions of all documents, from the column MISC: "(12-person-new-...", "12)", "(13-place-...)".
fn mentions(raw: &str) -> Vec<Vec<Mention>> {
    let mut documents: Vec<Vec<Mention>> = Vec::new();
    let mut open: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut word = 0;
    let mut contraction = 0_u32;
    for line in raw.lines() {
        if line.starts_with("# newdoc") {
            documents.push(Vec::new());
            open.clear();
            word = 0;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let (&[id, .., misc], Some(document)) = (&cells[..], documents.last_mut()) else { continue };
        if line.starts_with('#') || id.contains('.') {
            continue;
        }
        // A contraction is one written word; its parts hold the mentions.
        if let Some((first, last)) = id.split_once('-') {
            let number = |cell: &str| cell.parse::<u32>().unwrap_or(0);
            contraction = number(last) - number(first) + 1;
        }
        if let Some(cell) = misc.split('|').find_map(|pair| pair.strip_prefix("Entity=")) {
            let mut rest = cell;
            while !rest.is_empty() {
                let opens = rest.starts_with('(');
                rest = rest.trim_start_matches('(');
                let end = rest.find(['(', ')']).unwrap_or(rest.len());
                let number = rest[..end].split('-').next().and_then(|id| id.parse().ok()).unwrap_or(0);
                let closes = rest[end..].starts_with(')');
                if opens {
                    open.entry(number).or_default().push(word);
                }
                if closes && let Some(first) = open.get_mut(&number).and_then(Vec::pop) {
                    document.push(Mention { entity: number, first, last: word });
                }
                rest = rest[end..].strip_prefix(')').unwrap_or(&rest[end..]);
            }
        }
        if !id.contains('-') {
            if contraction > 1 {
                contraction -= 1;
            } else {
                contraction = 0;
                word += 1;
            }
        }
    }
    documents
}
