//! The sets that only say which types stand in a sentence or an article.

use dateline::Analyzer;
use dateline::entities::Country;
use serde::Deserialize;

use super::tally::{Share, Tally};
use crate::{Settings, coded, seeds};

#[derive(Deserialize)]
struct Record {
    text: String,
    plover: String,
    #[serde(default)]
    source: serde_json::Value,
    #[serde(default)]
    target: serde_json::Value,
}

/// Codes of the records that are no ISO 3166-1 alpha-3 codes: international actors, and misprints.
const NO_COUNTRY: [&str; 14] =
    ["IGO", "NGO", "IMG", "ISM", "MNC", "UNO", "EUR", "JAP", "ITL", "***", "UNK", "INT", "KOS", "ROM"];

/// Prints the events and quotations of each line of the standard input.
pub(crate) fn lines(analyzer: &Analyzer, threshold: f32) -> Result<(), String> {
    for line in std::io::stdin().lines() {
        let text = line.map_err(|error| error.to_string())?;
        let document = analyzer.analyze(&text, None);
        println!("{text}");
        let names = |list: &[dateline::events::Participant]| {
            let shown = list
                .iter()
                .map(|it| format!("{}/{}", it.span.text(&text), it.country.map_or("-".into(), |it| it.to_string())));
            shown.collect::<Vec<_>>().join(", ")
        };
        for event in document.events.iter().filter(|event| event.confidence >= threshold) {
            println!(
                "   {} {:?} {:.2} {} actors [{}] recipients [{}] by [{}] place {:?} killed {:?} {}",
                event.type_name(),
                event.triggers[0].span.text(&text),
                event.confidence,
                event.mode.unwrap_or("-"),
                names(&event.actors),
                names(&event.recipients),
                names(&event.attributed_to),
                event.place.map_or("", |place| place.span.text(&text)),
                event.killed.as_ref().map(|it| it.value),
                event.assertion.name(),
            );
        }
        for quote in &document.quotes {
            let speaker = quote.speaker_span.map_or("-", |span| span.text(&text));
            println!("   {:?} {speaker}: {}", quote.kind, quote.content.text(&text));
        }
    }
    Ok(())
}

/// The PLOVER gold records: one event of each sentence is annotated.
pub(crate) fn score_records(
    settings: &Settings,
    analyzer: &Analyzer,
    at: &[Analyzer; super::events::THRESHOLDS.len()],
    errors: bool,
) -> Result<(), String> {
    let records: Vec<Record> = coded::read_lines(&settings.data.join("events/plover-records.jsonl"))?;
    let (mut found, mut precision, mut country, mut country_found) =
        (Share::default(), Share::default(), Share::default(), Share::default());
    let mut curve = [(Share::default(), Share::default()); super::events::THRESHOLDS.len()];
    for record in &records {
        for ((any, share), analyzer) in curve.iter_mut().zip(at) {
            let events = analyzer.analyze(&record.text, None).events;
            let rights = events.iter().map(|it| it.kind.name() == record.plover);
            any.add(rights.clone().any(|right| right));
            rights.for_each(|right| share.add(right));
        }
        let document = analyzer.analyze(&record.text, None);
        let events = &document.events;
        let hit = events.iter().any(|event| event.kind.name() == record.plover);
        found.add(hit);
        for event in events {
            precision.add(event.kind.name() == record.plover);
        }
        for (role, gold) in [("actors", &record.source), ("recipients", &record.target)] {
            let codes = gold.as_array().into_iter().flatten().filter_map(|it| it.get("code")?.as_str());
            for code in codes.filter_map(Country::new).filter(|code| !NO_COUNTRY.contains(&code.as_str())) {
                let right = events.iter().filter(|event| event.kind.name() == record.plover).any(|event| {
                    let list = if role == "actors" { &event.actors } else { &event.recipients };
                    // Reciprocal events put all parties in one list.
                    let both = event.recipients.is_empty() || event.actors.is_empty();
                    let list = if both { event.actors.iter().chain(&event.recipients) } else { list.iter().chain(&[]) };
                    list.into_iter().any(|it| it.country == Some(code))
                });
                country.add(right);
                if hit {
                    country_found.add(right);
                    if errors && !right {
                        println!("COUNTRY {role} {code}\n   IN {}", record.text);
                        for event in events {
                            let show = |list: &[dateline::events::Participant]| {
                                list.iter().map(|it| (it.span.text(&record.text), it.country)).collect::<Vec<_>>()
                            };
                            println!("   {} {:?} {:?}", event.rule, show(&event.actors), show(&event.recipients));
                        }
                    }
                }
            }
        }
        if errors && !hit {
            let got: Vec<_> = events.iter().map(|event| (event.kind.name(), &event.rule)).collect();
            println!("RECORD {} got {got:?}\n   IN {}", record.plover, record.text);
        }
    }
    println!("events plover-records: gold type among the events {found}");
    println!("events plover-records: returned events with the gold type {precision}");
    for ((any, share), least) in curve.iter().zip(super::events::THRESHOLDS) {
        println!("events plover-records: at threshold {least} found {any}, with the gold type {share}");
    }
    println!("events plover-records: country right {country_found} (where the event was found), {country} (all)");
    Ok(())
}

/// The acceptance articles.
pub(crate) fn score_seeds(
    settings: &Settings,
    analyzer: &Analyzer,
    threshold: f32,
    errors: bool,
) -> Result<(), String> {
    let (mut tally, mut precise) = (Tally::default(), Tally::default());
    for seed in seeds::read(settings)? {
        let document = analyzer.analyze(&seed.text, seed.published);
        let events: Vec<_> = document.events.iter().filter(|event| event.confidence >= threshold).collect();
        let overlap = |wanted: &seeds::SeedEvent, event: &dateline::events::Event| {
            wanted.triggers.iter().any(|span| event.triggers.iter().any(|other| other.span.overlaps(*span)))
        };
        let mut found = 0;
        for wanted in seed.events.iter().filter(|event| event.codable) {
            let hit = events
                .iter()
                .any(|event| overlap(wanted, event) && wanted.kinds.iter().any(|kind| kind == event.kind.name()));
            found += usize::from(hit);
            if errors && !hit {
                let words: Vec<_> = wanted.triggers.iter().map(|span| span.text(&seed.text)).collect();
                println!("SEED MISSED {:?} {words:?}", wanted.kinds);
            }
        }
        let mut right = 0;
        for event in &events {
            let hit = seed.events.iter().any(|wanted| {
                let fits = wanted.kinds.iter().any(|kind| kind == event.kind.name());
                overlap(wanted, event) && (fits || (!wanted.codable && wanted.kinds.is_empty()))
            });
            right += usize::from(hit);
            if errors && !hit {
                let words: Vec<_> = event.triggers.iter().map(|trigger| trigger.span.text(&seed.text)).collect();
                println!("SEED EXTRA {} {words:?} {} {:.2}", event.kind.name(), event.rule, event.confidence);
            }
        }
        let gold = seed.events.iter().filter(|event| event.codable).count();
        tally.add(found, gold, gold);
        println!(
            "events seeds: {found} of {gold} codable found with the right type, {right} of {} right",
            events.len()
        );
        precise.add(right, events.len(), events.len());
    }
    println!(
        "events seeds: found {:.1} % of {}, precision {:.1} % of {}",
        tally.recall(),
        tally.gold,
        precise.precision(),
        precise.returned
    );
    Ok(())
}

/// `events+firings`: a sample of the events found in raw newswire, for judging by eye. The lines annotated for training or
/// evaluation are left out.
pub(crate) fn firings(settings: &Settings, analyzer: &Analyzer, threshold: f32) -> Result<(), String> {
    const SAMPLE: usize = 100;
    #[derive(Deserialize)]
    struct Line {
        line: usize,
    }
    let mut known = std::collections::BTreeSet::new();
    for portion in ["train", "dev"] {
        let rows: Vec<Line> = coded::read_lines(&settings.data.join(format!("events/newswire-{portion}.jsonl")))?;
        known.extend(rows.into_iter().map(|row| row.line));
    }
    known.extend(crate::data::events::newswire_lines()?);
    let path = settings.data.join("raw/newswire-public-domain.txt");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines: Vec<&str> = text.lines().collect();
    let mut windows: Vec<usize> = (0..lines.len() / 20).map(|number| number * 20).collect();
    crate::train::Random::new(settings.seed).shuffle(&mut windows);
    let mut random = crate::train::Random::new(settings.seed + 1);
    let mut shown = 0;
    for start in windows.into_iter().filter(|start| (*start..start + 20).all(|line| !known.contains(&line))) {
        let text = lines[start..start + 20].join("\n\n");
        let document = analyzer.analyze(&text, None);
        let events: Vec<_> = document.events.iter().filter(|event| event.confidence >= threshold).collect();
        // One of each window, so that no story counts twice.
        if events.is_empty() {
            continue;
        }
        let event = events[random.below(events.len())];
        let trigger = &event.triggers[0];
        let sentence = document.tokens.sentences[trigger.sentence as usize].span;
        let names = |list: &[dateline::events::Participant]| {
            list.iter().map(|it| it.span.text(&text)).collect::<Vec<_>>().join("; ")
        };
        shown += 1;
        println!(
            "{shown} {} {} {:?} {:.2} [{}] -> [{}] {}\n   {}",
            event.kind.name(),
            event.mode.unwrap_or("-"),
            trigger.span.text(&text),
            event.confidence,
            names(&event.actors),
            names(&event.recipients),
            event.assertion.name(),
            sentence.text(&text)
        );
        if shown == SAMPLE {
            break;
        }
    }
    Ok(())
}

/// `events+speed`: words per second of one thread on raw newswire, up to the quotations and with the events.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn speed(settings: &Settings) -> Result<(), String> {
    let path = settings.data.join("raw/newswire-public-domain.txt");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines: Vec<&str> = text.lines().take(8_000).collect();
    let texts: Vec<String> = lines.chunks(20).map(|chunk| chunk.join("\n\n")).collect();
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    for (name, layers) in [("up to the quotations", dateline::Layers::Quotes), ("everything", dateline::Layers::Events)]
    {
        let resources = dateline::Resources::load(&dateline::Resources::source_folder());
        let resources = resources.map_err(|error| error.to_string())?;
        let options = dateline::Options { layers, any_language: true, ..dateline::Options::default() };
        let analyzer = Analyzer::new(resources.into(), options);
        let start = std::time::Instant::now();
        let events: usize = texts.iter().map(|text| analyzer.analyze(text, None).events.len()).sum();
        let seconds = start.elapsed().as_secs_f64();
        println!("events: {name}: {:.0} words/s ({words} words, {events} events)", words as f64 / seconds);
    }
    Ok(())
}
