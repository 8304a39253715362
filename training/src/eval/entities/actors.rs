//! Country and sector of the marked actors of the PLOVER records.
//!
//! The records are older than draft 2.0 of the manual: they code the United Nations as IGO where it says UNO, and the
//! European Community as IGO where it says EUR; both are right. Typing errors (JAP, ITL, VTN, CIV) are read as what they mean,
//! ethnic suffixes of sectors are dropped, "***" is no sector.

use std::collections::BTreeMap;

use dateline::entities::{Actor, MentionKind};
use dateline::{Analyzer, Document, Span};
use serde::Deserialize;

use crate::Settings;
use crate::coded::read_lines;
use crate::eval::tally::Share;

#[derive(Deserialize)]
struct Record {
    text: String,
    #[serde(default)]
    source: serde_json::Value,
    #[serde(default)]
    target: serde_json::Value,
}

pub(super) fn run(settings: &Settings, analyzer: &Analyzer, errors: bool) -> Result<(), String> {
    let records: Vec<Record> = read_lines(&settings.data.join("events/plover-records.jsonl"))?;
    let (mut countries, mut sectors, mut none) = (Share::default(), Share::default(), Share::default());
    let mut absent = 0;
    for record in &records {
        let document = analyzer.analyze(&record.text, None);
        for actor in [&record.source, &record.target].into_iter().filter_map(|it| it.as_array()).flatten() {
            let cell = |name: &str| actor.get(name).and_then(serde_json::Value::as_str);
            let (Some(phrase), Some(code)) = (cell("actorText"), cell("code")) else { continue };
            let Some(span) = locate(&record.text, phrase) else {
                absent += 1;
                continue;
            };
            let got = code_of(&document, span);
            let country = got.country.map(|country| country.to_string()).unwrap_or_default();
            let right = country == plain_country(code)
                || code == "IGO" && matches!(country.as_str(), "UNO" | "EUR")
                || code == "NGO" && country == "IGO";
            countries.add(right);
            let listed: Vec<&str> = got.sectors.iter().map(|sector| sector.code()).collect();
            let mut sector_right = true;
            if let Some(gold) = cell("sector").map(plain_sector).filter(|gold| *gold != "***") {
                sector_right = listed.first() == Some(&gold);
                sectors.add(sector_right);
            } else {
                none.add(listed.is_empty());
            }
            if errors && !(right && sector_right) {
                let gold = (code, cell("sector").unwrap_or("-"));
                println!("{phrase:?}: gold {gold:?}, got {country:?} {listed:?}\n    {}", record.text);
            }
        }
    }
    println!(
        "PLOVER records  country {countries}, sector {sectors}, no sector where gold has none {none}; {absent} not in text"
    );
    Ok(())
}

fn plain_country(code: &str) -> &str {
    match code {
        "JAP" => "JPN",
        "ITL" => "ITA",
        "VTN" => "VNM",
        other => other,
    }
}

fn plain_sector(code: &str) -> &str {
    match code.get(..3).unwrap_or(code) {
        "CIV" => "CVL",
        "MOS" => "REL",
        other => other,
    }
}

fn locate(text: &str, phrase: &str) -> Option<Span> {
    let whole = phrase.trim();
    let parts = std::iter::once(whole)
        .chain(whole.split("..").filter(|part| part.trim().len() > 3).collect::<Vec<_>>().into_iter().rev());
    for part in parts {
        let part = part.trim_matches(['.', ' ']);
        if let Some(at) = text.find(part) {
            return Some(Span::of(at, at + part.len()));
        }
    }
    None
}

/// The actor of a phrase: of the mention that the phrase names most of; an adjective stands for the noun it modifies.
fn code_of(document: &Document, span: Span) -> Actor {
    let entities = &document.entities;
    let inside = entities
        .mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| mention.span.overlaps(span) && mention.kind != MentionKind::Pronoun);
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for (_, mention) in inside {
        let covered = mention.span.end.min(span.end) - mention.span.start.max(span.start);
        let size = sizes.entry(mention.entity).or_default();
        *size = (*size).max(covered as usize);
    }
    let mut order: Vec<(usize, u32)> = sizes.into_iter().map(|(entity, size)| (size, entity)).collect();
    order.sort_by_key(|(size, entity)| (std::cmp::Reverse(*size), *entity));
    // The head of the phrase decides: its last word before "of", "in" or a bracket.
    let mut actor = Actor::default();
    let around = entities
        .mentions
        .iter()
        .filter(|mention| mention.kind == MentionKind::Nominal && mention.span.contains(span) && mention.span != span);
    let around = around.map(|mention| entities.actor_of_entity(mention.entity));
    let all = order.iter().map(|(_, entity)| entities.actor_of_entity(*entity)).chain(around);
    for one in all {
        actor.country = actor.country.or(one.country);
        if actor.sectors.is_empty() {
            actor.sectors = one.sectors;
        }
    }
    actor
}
