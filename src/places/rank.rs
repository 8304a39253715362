//! Chooses among the places of one name.

use rustc_hash::FxHashMap;

use super::PlaceKind;
use super::context::{Article, Toponym};
use super::gazetteer::{Entry, Gazetteer, Hit};
use crate::entities::Country;
use crate::names::Label;
use crate::resources::Resources;

/// Number of features.
pub const FEATURES: usize = 21;

/// One weight for each feature. `train places` fitted all but those of features 3, 6, 9 and 10, which are set by hand because gold
/// toponyms have no label and no context of actors to learn them from, and of 18 and 19, which few of them show.
const WEIGHTS: [f32; FEATURES] = [
    0.24, 4.82, 4.58, 3.0, -1.56, -0.92, -0.7, 0.2, -0.11, 3.0, 2.0, 1.37, 1.16, 1.64, 1.08, 0.11, -0.46, 0.3, -2.0,
    2.5, 1.7,
];

type Row<'g> = (Entry<'g>, [f32; FEATURES]);

/// For each toponym the best place with its probability, or `None` where the gazetteer has none.
pub(super) fn choose<'g>(
    toponyms: &[Toponym],
    article: &Article,
    resources: &'g Resources,
) -> Vec<Option<(Entry<'g>, f32)>> {
    features(toponyms, article, resources).into_iter().map(|rows| best(&rows)).collect()
}

/// For each toponym its candidates with their features. Two passes: the first reads each toponym with the evidence of the
/// article but for the other places, the second adds what the first pass found about those.
pub(super) fn features<'g>(toponyms: &[Toponym], article: &Article, resources: &'g Resources) -> Vec<Vec<Row<'g>>> {
    let gazetteer: &Gazetteer = &resources.gazetteer;
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
            let mut hits = candidates(toponym, resources);
            let members: Vec<Entry<'_>> =
                toponym.members.iter().flat_map(|name| gazetteer.find(name)).map(|hit| hit.entry).collect();
            // "China, Japan and Korea" is a list: a country lies in no other.
            let country = hits.iter().any(|row| row.0.kind == PlaceKind::Country && row.1[4] == 0.0);
            hits.iter_mut().for_each(|row| {
                let context = row.0.country.map_or(0.0, |code| article.countries.get(&code).copied().unwrap_or(0.0));
                row.1[10] = context;
                let listed = |container: &&Entry<'_>| !(country && container.kind == PlaceKind::Country);
                row.1[19] = f32::from(members.iter().any(|member| within(member, &row.0)));
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
            // "Ohio, Oregon, Washington and Utah" are states.
            let listed = near.iter().filter(|other| other.kind == entry.kind && other.country == entry.country).count();
            features[20] =
                f32::from(entry.kind == PlaceKind::Region && listed >= LISTED && listed * 3 >= near.len() * 2);
            features[13] = near
                .iter()
                .map(|other| closeness(kilometers(entry.latitude, entry.longitude, other.latitude, other.longitude)))
                .fold(0.0, f32::max);
            // "a firm in Springfield, Illinois": where all who act are of another country, other places say less of this one.
            let own = article.countries.get(&country).copied().unwrap_or(0.0);
            let foreign = if article.countries.is_empty() { 0.0 } else { (1.0 - own) * (1.0 - own) };
            for index in [11, 12, 13, 14] {
                features[index] *= 1.0 - FOREIGN * foreign;
            }
        }
    }
    rows
}

/// How much less other places count for one whose country none of the actors is of.
const FOREIGN: f32 = 0.5;

/// How many toponyms on each side count as near.
const NEAR: usize = 4;

/// So many regions of a country near a name make a list of them, if they are two thirds of what is near.
const LISTED: usize = 3;

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
fn candidates<'g>(toponym: &Toponym, resources: &'g Resources) -> Vec<Row<'g>> {
    let mut rows: Vec<Row<'g>> = Vec::new();
    // A user's rows come before all others.
    for entry in toponym.names.iter().flat_map(|name| resources.lexicon.own_places.find(name)) {
        if rows.iter().all(|(other, _)| other.index != entry.index) {
            rows.push((entry, own_features(&entry, toponym, false, false)));
        }
    }
    if !rows.is_empty() {
        return rows;
    }
    for name in &toponym.names {
        for hit in resources.gazetteer.find(name) {
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
    if rows.is_empty()
        && let Some((name, designated)) = toponym.names.iter().find_map(|name| part(name, &resources.gazetteer))
    {
        let toponym = Toponym { designated: toponym.designated || designated, ..toponym.clone() };
        for hit in resources.gazetteer.find(name).filter(|hit| is_large(hit, designated)) {
            rows.push((hit.entry, own_features(&hit.entry, &toponym, hit.alias, hit.bare)));
        }
    }
    among(&mut rows, toponym);
    rows
}

/// What is left of an unknown name without the word for a part of it or for what it is, where the gazetteer has that:
/// "southern california" is in California, "akita prefecture" is Akita, "da nang international airport" near Da Nang. And
/// whether the word was one for a region.
fn part<'n>(name: &'n str, gazetteer: &Gazetteer) -> Option<(&'n str, bool)> {
    let known = |part: &&str| gazetteer.find(part).any(|hit| is_large(&hit, false));
    if let Some(rest) = name
        .split_once(' ')
        .filter(|(first, _)| super::DIRECTIONS.contains(first) || matches!(*first, "greater" | "downtown"))
        .map(|(_, rest)| rest)
        && known(&rest)
    {
        return Some((rest, false));
    }
    let airport = name.strip_suffix(" airport").map(|rest| rest.strip_suffix(" international").unwrap_or(rest));
    if let Some(town) = airport.filter(known) {
        return Some((town, false));
    }
    // "Salinas Valley" need not be near Salinas.
    const NATURAL: [&str; 7] = ["valley", "river", "sea", "ocean", "island", "islands", "peninsula"];
    let region = super::region_designator(name).filter(|_| !NATURAL.iter().any(|word| name.ends_with(word)))?;
    gazetteer.find(region).any(|hit| is_large(&hit, true)).then_some((region, true))
}

/// Whether a place is one that parts of are spoken of. `region`: only regions are asked for.
fn is_large(hit: &Hit<'_>, region: bool) -> bool {
    match hit.entry.kind {
        PlaceKind::PopulatedPlace => !region && !hit.alias && hit.entry.population >= TOWN,
        PlaceKind::Country | PlaceKind::Region => region || !hit.bare && !hit.alias,
        _ => region && hit.entry.population > 0,
    }
}

/// The features that compare candidates: how much larger the largest town is than the next, and which region only shares a town's or
/// country's name.
fn among(rows: &mut [Row<'_>], toponym: &Toponym) {
    let town = |entry: &Entry<'_>| entry.kind == PlaceKind::PopulatedPlace;
    let mut people: Vec<u32> = rows.iter().filter(|row| town(&row.0)).map(|row| row.0.population.max(500)).collect();
    people.sort_unstable_by_key(|&people| std::cmp::Reverse(people));
    let most = people.first().copied().unwrap_or(0);
    #[allow(clippy::cast_precision_loss)]
    let lead = (most as f32 / people.get(1).copied().unwrap_or(500) as f32).ln().min(3.0);
    let country = rows.iter().any(|row| row.0.kind == PlaceKind::Country);
    let countries: Vec<Option<Country>> =
        rows.iter().filter(|row| town(&row.0) && row.0.population >= TOWN).map(|row| row.0.country).collect();
    for (entry, features) in rows {
        features[17] = if town(entry) && entry.population == most { lead } else { 0.0 };
        let shared = features[5] > 0.0 && !toponym.designated && (country || countries.contains(&entry.country));
        features[18] = f32::from(shared);
    }
}

/// Inhabitants of a town that people far away may have heard of.
const TOWN: u32 = 50_000;

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

/// The candidate of highest score and its probability against the next best.
fn best<'g>(rows: &[Row<'g>]) -> Option<(Entry<'g>, f32)> {
    let scores: Vec<f32> = rows
        .iter()
        .map(|(_, features)| features.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum())
        .collect();
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let index = scores.iter().position(|score| *score >= top)?;
    // Against the next best: a hundred villages of one name do not make the city of that name doubtful.
    let others = scores.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, score)| *score);
    let next = others.fold(f32::NEG_INFINITY, f32::max);
    Some((rows[index].0, 1.0 / (1.0 + (next - top).exp())))
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
