//! Chooses among the places of one name.

use rustc_hash::FxHashMap;

use super::PlaceKind;
use super::context::{Article, Toponym};
use super::gazetteer::{Entry, Gazetteer};
use crate::entities::Country;
use crate::names::Label;

/// Number of features.
pub const FEATURES: usize = 17;

/// One weight for each feature. `train places` fitted all but those of features 3, 6, 9 and 10, which are set by hand: gold
/// toponyms have no label and no context of actors to learn them from.
const WEIGHTS: [f32; FEATURES] =
    [0.36, 4.82, 4.57, 3.0, -1.32, -0.88, -0.7, 0.25, -0.11, 3.0, 2.0, 1.34, 1.08, 1.7, 1.11, 0.11, -1.03];

type Row<'g> = (Entry<'g>, [f32; FEATURES]);

/// For each toponym the best place with its probability, or `None` where the gazetteer has none.
pub(super) fn choose<'g>(
    toponyms: &[Toponym],
    article: &Article,
    gazetteer: &'g Gazetteer,
) -> Vec<Option<(Entry<'g>, f32)>> {
    features(toponyms, article, gazetteer).into_iter().map(|rows| best(&rows)).collect()
}

/// For each toponym its candidates with their features. Two passes: the first reads each toponym with the evidence of the
/// article but for the other places, the second adds what the first pass found about those.
pub(super) fn features<'g>(toponyms: &[Toponym], article: &Article, gazetteer: &'g Gazetteer) -> Vec<Vec<Row<'g>>> {
    let containers: Vec<Vec<Entry<'g>>> = toponyms
        .iter()
        .map(|toponym| {
            let codes = toponym.containers.iter().filter_map(|name| Country::new(name));
            let named = toponym.containers.iter().flat_map(|name| gazetteer.find(name)).map(|hit| hit.entry);
            let by_code = codes.filter_map(|code| gazetteer.country(code));
            by_code.chain(named.filter(|entry| entry.kind != PlaceKind::PopulatedPlace)).collect()
        })
        .collect();
    let mut rows: Vec<Vec<Row<'g>>> = toponyms
        .iter()
        .zip(&containers)
        .map(|(toponym, containers)| {
            let mut hits = candidates(toponym, gazetteer);
            // "China, Japan and Korea" is a list: a country lies in no other.
            let country = hits.iter().any(|row| row.0.kind == PlaceKind::Country && row.1[4] == 0.0);
            hits.iter_mut().for_each(|row| {
                let context = row.0.country.map_or(0.0, |code| article.countries.get(&code).copied().unwrap_or(0.0));
                row.1[10] = context;
                let listed = |container: &&Entry<'_>| !(country && container.kind == PlaceKind::Country);
                row.1[9] = f32::from(containers.iter().filter(listed).any(|container| within(&row.0, container)));
            });
            hits
        })
        .collect();
    let first: Vec<Option<(Entry<'g>, f32)>> = rows.iter().map(|rows| best(rows)).collect();
    let mut by_country: FxHashMap<Country, f32> = FxHashMap::default();
    let mut by_region: FxHashMap<(Country, &str), f32> = FxHashMap::default();
    let mut total = 0.0;
    for (toponym, choice) in toponyms.iter().zip(&first) {
        let Some((entry, score)) = choice else { continue };
        let weight = score * toponym.mentions.sqrt();
        total += weight;
        let Some(country) = entry.country else { continue };
        *by_country.entry(country).or_default() += weight;
        if !entry.region.is_empty() {
            *by_region.entry((country, entry.region)).or_default() += weight;
        }
    }
    for (index, rows) in rows.iter_mut().enumerate() {
        let own = first[index].map(|(entry, score)| (entry, score * toponyms[index].mentions.sqrt()));
        let near = neighbors(&first, index);
        for (entry, features) in rows {
            let Some(country) = entry.country else { continue };
            // What this toponym's own first reading gave is no evidence for it.
            let itself = |same: bool| own.filter(|_| same).map_or(0.0, |(_, weight)| weight);
            let same_country = own.is_some_and(|(own, _)| own.country == Some(country));
            let same_region = same_country && own.is_some_and(|(own, _)| own.region == entry.region);
            let rest = (total - own.map_or(0.0, |(_, weight)| weight)).max(0.1);
            let share = by_country.get(&country).copied().unwrap_or(0.0) - itself(same_country);
            features[11] = (share / rest).clamp(0.0, 1.0);
            features[14] = f32::from(share > 0.2);
            if !entry.region.is_empty() {
                let share = by_region.get(&(country, entry.region)).copied().unwrap_or(0.0) - itself(same_region);
                features[12] = f32::from(share > 0.2);
            }
            features[13] = near
                .iter()
                .map(|other| closeness(kilometers(entry.latitude, entry.longitude, other.latitude, other.longitude)))
                .fold(0.0, f32::max);
        }
    }
    rows
}

/// How many toponyms on each side count as near.
const NEAR: usize = 4;

/// Settlements and regions read in the toponyms named next to one.
fn neighbors<'g>(first: &[Option<(Entry<'g>, f32)>], index: usize) -> Vec<Entry<'g>> {
    let from = index.saturating_sub(NEAR);
    let to = (index + NEAR + 1).min(first.len());
    (from..to)
        .filter(|&other| other != index)
        .filter_map(|other| first[other])
        .filter(|(entry, score)| *score > 0.5 && matches!(entry.kind, PlaceKind::PopulatedPlace | PlaceKind::Region))
        .map(|(entry, _)| entry)
        .collect()
}

/// 1 at the same spot, 0.5 at 100 km, near 0 beyond 1,000 km.
fn closeness(kilometers: f64) -> f32 {
    #[allow(clippy::cast_possible_truncation)]
    let near = (100.0 / (100.0 + kilometers)) as f32;
    near
}

/// The candidates of one toponym with the features that need no context.
fn candidates<'g>(toponym: &Toponym, gazetteer: &'g Gazetteer) -> Vec<Row<'g>> {
    let mut rows: Vec<Row<'g>> = Vec::new();
    for name in &toponym.names {
        for hit in gazetteer.find(name) {
            if rows.iter().any(|(entry, _)| entry.index == hit.entry.index) {
                continue;
            }
            rows.push((hit.entry, own_features(&hit.entry, toponym, hit.alias, hit.bare)));
        }
        // Other names serve only when the best form is unknown: "Aleppo" for "eastern Aleppo".
        if !rows.is_empty() {
            break;
        }
    }
    rows
}

fn own_features(entry: &Entry<'_>, toponym: &Toponym, alias: bool, bare: bool) -> [f32; FEATURES] {
    let mut features = [0.0; FEATURES];
    #[allow(clippy::cast_precision_loss)]
    let size = (entry.population.max(500) as f32 / 500.0).ln();
    let settled = entry.kind == PlaceKind::PopulatedPlace;
    // Counties and districts have a size; larger regions and areas of our own tables have none.
    let district = matches!(entry.kind, PlaceKind::Region | PlaceKind::Area) && entry.population > 0;
    features[0] = if settled || district { size } else { 0.0 };
    features[1] = f32::from(entry.kind == PlaceKind::Country);
    features[2] = f32::from(entry.kind == PlaceKind::Region && !district);
    let natural = matches!(entry.kind, PlaceKind::Area | PlaceKind::Water | PlaceKind::Mountain);
    features[3] = f32::from(natural && !district);
    features[16] = f32::from(district);
    features[4] = f32::from(alias);
    features[5] = f32::from(bare && !toponym.designated);
    // A settlement for a name that the recognizer takes for a sea, and the other way round.
    features[6] = f32::from((natural && !district) != (toponym.label == Label::Loc));
    features[7] = f32::from(toponym.designated && (entry.kind == PlaceKind::Region || district));
    features[8] = f32::from(toponym.settlement && !settled);
    features[15] = f32::from(toponym.settlement && settled);
    features
}

/// Whether a place lies in a country or region.
fn within(entry: &Entry<'_>, container: &Entry<'_>) -> bool {
    match container.kind {
        PlaceKind::Country => entry.country == container.country && entry.kind != PlaceKind::Country,
        PlaceKind::Region => {
            entry.country == container.country
                && entry.region == container.region
                && matches!(entry.kind, PlaceKind::PopulatedPlace | PlaceKind::Area)
        }
        PlaceKind::Area => {
            container.country.is_some()
                && entry.country == container.country
                && entry.kind == PlaceKind::PopulatedPlace
                && kilometers(entry.latitude, entry.longitude, container.latitude, container.longitude) < 120.0
        }
        _ => false,
    }
}

/// The candidate of highest score and its probability among all.
fn best<'g>(rows: &[Row<'g>]) -> Option<(Entry<'g>, f32)> {
    let scores: Vec<f32> = rows
        .iter()
        .map(|(_, features)| features.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum())
        .collect();
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let index = scores.iter().position(|score| *score >= top)?;
    let sum: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    Some((rows[index].0, 1.0 / sum))
}

/// Great-circle distance (haversine; mean radius of the Earth 6,371 km).
#[must_use]
pub fn kilometers(latitude: f64, longitude: f64, other_latitude: f64, other_longitude: f64) -> f64 {
    let (a, b) = (latitude.to_radians(), other_latitude.to_radians());
    let half_latitude = ((b - a) / 2.0).sin();
    let half_longitude = ((other_longitude - longitude).to_radians() / 2.0).sin();
    let chord = half_latitude * half_latitude + a.cos() * b.cos() * half_longitude * half_longitude;
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    #[test]
    fn distance_on_the_sphere() {
        // Paris to London, a quarter of a meridian, and half way around.
        assert!((super::kilometers(48.8566, 2.3522, 51.5074, -0.1278) - 343.6).abs() < 1.0);
        assert!((super::kilometers(0.0, 0.0, 90.0, 0.0) - 10_007.5).abs() < 1.0);
        assert!((super::kilometers(0.0, -180.0, 0.0, 0.0) - 20_015.0).abs() < 1.0);
    }
}
