//! `eval places`: GeoVirus (Wikinews articles on epidemics, toponyms with coordinates).
//!
//! Figures, once for the gold toponyms (the ranking alone) and once for the whole system: share of all gold toponyms that are
//! found and placed within 161 km; share of those found; median error of those found.

use dateline::entities::{Entities, Entity, EntityKind, Mention, MentionKind};
use dateline::names::Label;
use dateline::places::{Candidate, PlaceKind, candidates, locate};
use dateline::{Analyzer, Document, Options, Resources, Span};

use crate::Settings;
use crate::eval::tally::Share;
use crate::text::byte_offsets;

/// The distance within which a place counts as right, in kilometers (100 miles).
const RIGHT: f64 = 161.0;

/// An article with its toponyms.
pub(crate) struct Article {
    pub(crate) text: String,
    pub(crate) toponyms: Vec<Toponym>,
}

/// A gold toponym with coordinates.
pub(crate) struct Toponym {
    pub(crate) span: Span,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
}

/// Prints the figures for gold and for system toponyms.
pub(crate) fn run(settings: &Settings, verbose: bool) -> Result<(), String> {
    let articles = read(settings)?;
    let resources = std::sync::Arc::new(Resources::load(&Resources::source_folder()).map_err(|e| e.to_string())?);
    let mut gold = Figures::default();
    let mut small = Figures::default();
    let mut system = Figures::default();
    let mut shares = [Share::default(), Share::default()];
    let analyzer = Analyzer::new(resources.clone(), Options::default());
    for article in &articles {
        let (document, by_toponym) = gold_document(article);
        let places = locate(&article.text, &document, &resources);
        for (toponym, entity) in article.toponyms.iter().zip(by_toponym) {
            let place = places.of(entity);
            gold.add(toponym, place.map(|place| (place.latitude, place.longitude)));
            // Where countries and continents are is a matter of convention; towns and regions show the ranking.
            if let Some(place) = place
                && matches!(place.kind, PlaceKind::PopulatedPlace | PlaceKind::Region)
            {
                small.add(toponym, Some((place.latitude, place.longitude)));
            }
            let wrong = place.is_none_or(|place| distance(toponym, (place.latitude, place.longitude)) > RIGHT);
            if verbose && wrong {
                let name = toponym.span.text(&article.text);
                println!("gold {name}: got {place:?}");
            }
        }
        let document = analyzer.analyze(&article.text, None);
        for toponym in &article.toponyms {
            let found = document
                .entities
                .mentions
                .iter()
                .filter(|mention| mention.kind == MentionKind::Name && mention.span.overlaps(toponym.span))
                .find_map(|mention| document.places.of(mention.entity));
            if verbose && found.is_none() {
                println!("system misses {}", toponym.span.text(&article.text));
            }
            system.add(toponym, found.map(|place| (place.latitude, place.longitude)));
            let wrong = found.is_some_and(|place| distance(toponym, (place.latitude, place.longitude)) > RIGHT);
            if verbose && wrong {
                println!("system wrong {}: {found:?}", toponym.span.text(&article.text));
            }
            let group = found.map(|place| usize::from(place.ambiguous));
            if let Some(group) = group {
                shares[group].add(!wrong);
            }
        }
    }
    gold.print("GeoVirus, gold toponyms");
    small.print("GeoVirus, gold toponyms read as towns or regions");
    system.print("GeoVirus, system");
    println!("  within 161 km of those not marked as ambiguous {}, of those marked {}", shares[0], shares[1]);
    Ok(())
}

/// Reads GeoVirus; toponyms without coordinates are left out.
pub(crate) fn read(settings: &Settings) -> Result<Vec<Article>, String> {
    let path = settings.data.join("places/geovirus.xml");
    let xml = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let tree = roxmltree::Document::parse(&xml).map_err(|error| format!("{}: {error}", path.display()))?;
    let articles = tree.descendants().filter(|node| node.has_tag_name("article"));
    Ok(articles
        .map(|node| {
            let text = child(node, "text").unwrap_or_default().to_owned();
            let offsets = byte_offsets(&text);
            let toponyms = node
                .descendants()
                .filter(|node| node.has_tag_name("location"))
                .filter_map(|location| {
                    let number = |name| child(location, name)?.parse::<f64>().ok();
                    // GeoVirus counts code points from 1.
                    let offset = |name| offsets.get(child(location, name)?.parse::<usize>().ok()? - 1).copied();
                    let span = Span::of(offset("start")?, offset("end")?);
                    Some(Toponym { span, latitude: number("lat")?, longitude: number("lon")? })
                })
                .collect();
            Article { text, toponyms }
        })
        .collect())
}

fn child<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.children().find(|child| child.has_tag_name(name))?.text()
}

/// A document whose only entities are the gold toponyms, one for each name; and each toponym's entity.
pub(crate) fn gold_document(article: &Article) -> (Document, Vec<u32>) {
    let layout = dateline::article::layout(&article.text);
    let tokens = dateline::tokens::tokenize(&article.text, &layout);
    let mut entities = Entities::default();
    let mut by_toponym = Vec::new();
    for toponym in &article.toponyms {
        let name = toponym.span.text(&article.text);
        let found = entities.entities.iter().position(|entity: &Entity| entity.name == name);
        let index = found.unwrap_or_else(|| {
            entities.entities.push(Entity {
                name: name.to_owned(),
                kind: EntityKind::Named(Label::Gpe),
                country: None,
                sectors: Vec::new(),
                titles: Vec::new(),
                mentions: Vec::new(),
                seat: false,
                rule: "gold",
            });
            entities.entities.len() - 1
        });
        let index = u32::try_from(index).expect("few entities");
        by_toponym.push(index);
        let range = tokens.within(toponym.span);
        entities.mentions.push(Mention {
            span: toponym.span,
            head: range.end.saturating_sub(1),
            tokens: range,
            kind: MentionKind::Name,
            entity: index,
            confidence: 1.0,
        });
    }
    (Document { layout, tokens, entities, ..Document::default() }, by_toponym)
}

/// For the trainer: each gold toponym's candidates as (right, features).
pub(crate) fn training_rows(
    article: &Article,
    resources: &Resources,
) -> Vec<Vec<(bool, [f32; dateline::places::FEATURES])>> {
    let (document, by_toponym) = gold_document(article);
    let candidates = candidates(&article.text, &document, resources);
    let mut seen = Vec::new();
    let mut out = Vec::new();
    for (toponym, entity) in article.toponyms.iter().zip(by_toponym) {
        if seen.contains(&entity) {
            continue;
        }
        seen.push(entity);
        let Some((_, rows)) = candidates.iter().find(|(index, _)| *index == entity) else { continue };
        let right = |row: &Candidate| distance(toponym, (row.latitude, row.longitude)) <= RIGHT;
        out.push(rows.iter().map(|row| (right(row), row.features)).collect());
    }
    out
}

fn distance(toponym: &Toponym, place: (f64, f64)) -> f64 {
    dateline::places::kilometers(toponym.latitude, toponym.longitude, place.0, place.1)
}

#[derive(Default)]
struct Figures {
    total: usize,
    errors: Vec<f64>,
}

impl Figures {
    fn add(&mut self, toponym: &Toponym, place: Option<(f64, f64)>) {
        self.total += 1;
        self.errors.extend(place.map(|place| distance(toponym, place)));
    }

    fn print(&mut self, name: &str) {
        self.errors.sort_by(f64::total_cmp);
        let right = self.errors.iter().filter(|error| **error <= RIGHT).count();
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "{name}: {} toponyms; found and within 161 km {:.1} %; found {:.1} %; of those found within 161 km {:.1} %; \
             median error {:.1} km",
            self.total,
            share(right, self.total),
            share(self.errors.len(), self.total),
            share(right, self.errors.len()),
            self.errors.get(self.errors.len() / 2).copied().unwrap_or(f64::NAN),
        );
    }
}
