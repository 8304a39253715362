//! The gazetteer file: places by name, read in place.
//!
//! Layout, little-endian, after the header (magic, version, checksum of the rest, counts): entries (own tables first, then
//! populated places by falling population),
//! names sorted by hash, country codes, region codes, the pool of names. Nothing is decoded before it is asked for.

use std::path::Path;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::{PlaceKind, normalize};
use crate::Error;
use crate::entities::Country;

const MAGIC: &[u8; 8] = b"DLPLACES";
const VERSION: u32 = 1;
const HEADER: usize = 8 + 4 + 8 + 5 * 4;
const ENTRY: usize = 26;
const KEY: usize = 8;
const CODE: usize = 3;
/// Bytes of a region code: GeoNames codes are shorter.
const REGION: usize = 8;

/// The key is another name than the entry's main one.
const ALIAS: u32 = 1 << 31;
/// The key is a region's name without its "Province" or "State", which the text must supply.
const BARE: u32 = 1 << 30;
const INDEX: u32 = BARE - 1;

/// How many places of one name are looked at.
const MOST: usize = 160;

/// All places, by name.
#[derive(Debug, Default)]
pub struct Gazetteer {
    bytes: Vec<u8>,
    keys: usize,
    countries: usize,
    regions: usize,
    names: usize,
    counts: [usize; 5],
    by_country: FxHashMap<Country, u32>,
    by_region: FxHashMap<(Country, String), u32>,
}

/// A place to be written to a gazetteer file.
#[derive(Clone, Debug)]
pub struct Record {
    /// Main name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Names that need a word such as "province" beside them; the main name may be one.
    pub bare: Vec<String>,
    /// What it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<Country>,
    /// GeoNames first-level code inside the country.
    pub region: Option<String>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Inhabitants, 0 where unknown; of an area or region, those of its towns as far as they are known.
    pub population: u32,
    /// GeoNames id, 0 where it has none.
    pub geonames_id: u32,
}

/// A place as read from the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'g> {
    pub(super) index: u32,
    pub(super) name: &'g str,
    pub(super) kind: PlaceKind,
    pub(super) country: Option<Country>,
    pub(super) region: &'g str,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) population: u32,
    pub(super) geonames_id: u32,
}

/// How a name led to an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit<'g> {
    pub(super) entry: Entry<'g>,
    pub(super) alias: bool,
    pub(super) bare: bool,
}

const KINDS: [PlaceKind; 6] = PlaceKind::ALL;

impl Gazetteer {
    /// Reads a gazetteer file.
    ///
    /// # Errors
    /// A file that is missing, damaged, truncated, of another version or of another kind.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| Error::model(&shown, error.to_string()))?;
        Self::from_bytes(bytes).map_err(|reason| Error::model(shown, reason))
    }

    /// A gazetteer from the bytes of a file.
    ///
    /// # Errors
    /// The reason why they are none.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err("not a gazetteer of dateline".to_owned());
        }
        if bytes.len() < HEADER {
            return Err("the gazetteer is truncated".to_owned());
        }
        let version = word(&bytes, 8);
        if version != VERSION {
            return Err(format!("gazetteer of version {version}, this package reads version {VERSION}"));
        }
        let checksum = u64::from(word(&bytes, 12)) | u64::from(word(&bytes, 16)) << 32;
        let counts: [usize; 5] = std::array::from_fn(|i| word(&bytes, 20 + 4 * i) as usize);
        let keys = HEADER + counts[0] * ENTRY;
        let countries = keys + counts[1] * KEY;
        let regions = countries + counts[2] * CODE;
        let names = regions + counts[3] * REGION;
        if bytes.len() != names + counts[4] {
            return Err("the gazetteer is truncated".to_owned());
        }
        if xxh3_64(&bytes[20..]) != checksum {
            return Err("the gazetteer is damaged: its checksum differs".to_owned());
        }
        let mut gazetteer = Self {
            bytes,
            keys,
            countries,
            regions,
            names,
            counts,
            by_country: FxHashMap::default(),
            by_region: FxHashMap::default(),
        };
        gazetteer.index_own();
        Ok(gazetteer)
    }

    /// Countries and regions stand before all populated places.
    fn index_own(&mut self) {
        for index in 0..u32::try_from(self.counts[0]).unwrap_or(0) {
            let entry = self.entry(index);
            let key = entry.country.map(|country| (country, entry.region.to_owned()));
            match (entry.kind, key) {
                (PlaceKind::PopulatedPlace, _) => break,
                (PlaceKind::Country, Some((country, _))) => drop(self.by_country.insert(country, index)),
                (PlaceKind::Region, Some(key)) if !key.1.is_empty() => {
                    self.by_region.entry(key).or_insert(index);
                }
                _ => {}
            }
        }
    }

    /// Number of places.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.counts[0]
    }

    /// Whether it holds no place.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.counts[0] == 0
    }

    /// The names of populated places of at least so many inhabitants.
    pub(crate) fn towns(&self, inhabitants: u32) -> impl Iterator<Item = &str> {
        let entries = (0..u32::try_from(self.counts[0]).unwrap_or(0)).map(|index| self.entry(index));
        let towns = entries.skip_while(|entry| entry.kind != PlaceKind::PopulatedPlace);
        towns.take_while(move |entry| entry.population >= inhabitants).map(|entry| entry.name)
    }

    /// Whether a name is that of any place, in any spelling that [`normalize`] folds.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        let hash = hash(&normalize(name));
        let first = self.first_key(hash);
        first < self.counts[1] && self.key(first).0 == hash
    }

    /// The country of a name when one populated place or region bears it that is much larger than all others of the name.
    pub(crate) fn dominant_country(&self, name: &str) -> Option<Country> {
        let mut first: Option<(u32, Option<Country>)> = None;
        for hit in self.find(&normalize(name)).take(12).filter(|hit| !hit.bare) {
            let entry = hit.entry;
            match first {
                None => first = Some((entry.population, entry.country)),
                Some((most, country)) if country != entry.country && entry.population * 5 > most => return None,
                Some(_) => {}
            }
        }
        first.filter(|(population, _)| *population >= 20_000).and_then(|(_, country)| country)
    }

    /// The places of a folded name, most populous first.
    pub(super) fn find(&self, normal: &str) -> impl Iterator<Item = Hit<'_>> {
        let hash = hash(normal);
        let first = self.first_key(hash);
        (first..self.counts[1]).map(|position| self.key(position)).take_while(move |key| key.0 == hash).take(MOST).map(
            |(_, value)| Hit { entry: self.entry(value & INDEX), alias: value & ALIAS != 0, bare: value & BARE != 0 },
        )
    }

    /// The entry of a country.
    pub(super) fn country(&self, code: Country) -> Option<Entry<'_>> {
        let index = *self.by_country.get(&code)?;
        Some(self.entry(index))
    }

    /// The name of the first-level region that an entry lies in, where the tables have it.
    pub(super) fn region_name(&self, entry: &Entry<'_>) -> Option<&str> {
        let index = *self.by_region.get(&(entry.country?, entry.region.to_owned()))?;
        Some(self.entry(index).name)
    }

    fn first_key(&self, hash: u32) -> usize {
        let (mut low, mut high) = (0, self.counts[1]);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.key(middle).0 < hash {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn key(&self, position: usize) -> (u32, u32) {
        let at = self.keys + position * KEY;
        (word(&self.bytes, at), word(&self.bytes, at + 4))
    }

    pub(super) fn entry(&self, index: u32) -> Entry<'_> {
        let at = HEADER + index as usize * ENTRY;
        let record = &self.bytes[at..at + ENTRY];
        let name = self.names + word(record, 16) as usize;
        let country = usize::from(record[22]);
        let region = usize::from(u16::from_le_bytes([record[24], record[25]]));
        Entry {
            index,
            name: text(&self.bytes[name..name + usize::from(record[20])]),
            kind: KINDS[usize::from(record[21]).min(KINDS.len() - 1)],
            country: country
                .checked_sub(1)
                .and_then(|country| Country::new(text(&self.bytes[self.countries + country * CODE..][..CODE]))),
            region: region
                .checked_sub(1)
                .map_or("", |region| text(&self.bytes[self.regions + region * REGION..][..REGION]).trim_end()),
            latitude: degrees(word(record, 0)),
            longitude: degrees(word(record, 4)),
            population: word(record, 8),
            geonames_id: word(record, 12),
        }
    }

    /// Writes the file for `records`.
    ///
    /// # Panics
    /// When there are more countries, regions or names than the format holds.
    #[must_use]
    pub fn write(mut records: Vec<Record>) -> Vec<u8> {
        // A name's hits are cut to the first [`MOST`] by this order: countries, regions and waters are never cut.
        let order = |record: &Record| (record.kind == PlaceKind::PopulatedPlace, std::cmp::Reverse(record.population));
        records.sort_by(|a, b| (order(a), &a.name, a.geonames_id).cmp(&(order(b), &b.name, b.geonames_id)));
        let mut countries: Vec<Country> = records.iter().filter_map(|record| record.country).collect();
        countries.sort();
        countries.dedup();
        let mut regions: Vec<&str> = records.iter().filter_map(|record| record.region.as_deref()).collect();
        regions.sort_unstable();
        regions.dedup();
        let (mut entries, mut names, mut keys) = (Vec::new(), Vec::<u8>::new(), Vec::<(u32, u32)>::new());
        for (index, record) in records.iter().enumerate() {
            let index = u32::try_from(index).expect("fewer than a billion places");
            for degrees in [record.latitude, record.longitude] {
                #[allow(clippy::cast_possible_truncation)]
                entries.extend(((degrees * 1e5).round() as i32).to_le_bytes());
            }
            for number in [record.population, record.geonames_id, u32::try_from(names.len()).expect("names fit")] {
                entries.extend(number.to_le_bytes());
            }
            let kind = KINDS.iter().position(|kind| *kind == record.kind).expect("every kind is listed");
            let country = record.country.map_or(0, |code| 1 + countries.binary_search(&code).expect("listed"));
            let region = record.region.as_deref().map_or(0, |code| 1 + regions.binary_search(&code).expect("listed"));
            let bytes = [record.name.len(), kind, country, 0];
            entries.extend(bytes.map(|byte| u8::try_from(byte).expect("fits a byte")));
            entries.extend(u16::try_from(region).expect("fewer than 65,536 regions").to_le_bytes());
            names.extend(record.name.as_bytes());
            let main = normalize(&record.name);
            let flag = if record.bare.contains(&record.name) { BARE } else { 0 };
            keys.push((hash(&main), index | flag));
            let aliases = record.aliases.iter().map(|name| (normalize(name), ALIAS));
            let bare = record.bare.iter().map(|name| (normalize(name), BARE));
            keys.extend(
                aliases.chain(bare).filter(|(name, _)| *name != main).map(|(name, flag)| (hash(&name), index | flag)),
            );
        }
        keys.sort_by_key(|&(hash, value)| (hash, value & INDEX, value));
        keys.dedup_by_key(|&mut (hash, value)| (hash, value & INDEX));
        let mut body = Vec::new();
        for count in [records.len(), keys.len(), countries.len(), regions.len(), names.len()] {
            body.extend(u32::try_from(count).expect("counts fit").to_le_bytes());
        }
        body.extend(entries);
        keys.iter().for_each(|(hash, value)| {
            body.extend(hash.to_le_bytes());
            body.extend(value.to_le_bytes());
        });
        countries.iter().for_each(|code| body.extend(code.as_str().as_bytes()));
        regions.iter().for_each(|code| body.extend(format!("{code:<REGION$}").as_bytes()));
        body.extend(names);
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend(xxh3_64(&body).to_le_bytes());
        out.extend(body);
        out
    }
}

fn hash(normal: &str) -> u32 {
    #[allow(clippy::cast_possible_truncation)]
    let hash = xxh3_64(normal.as_bytes()) as u32;
    hash
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn text(bytes: &[u8]) -> &str {
    // The checksum guards the file, so this holds for every file we wrote.
    std::str::from_utf8(bytes).unwrap_or("")
}

fn degrees(raw: u32) -> f64 {
    f64::from(raw.cast_signed()) / 1e5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, population: u32, aliases: &[&str]) -> Record {
        Record {
            name: name.to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            bare: Vec::new(),
            kind: PlaceKind::PopulatedPlace,
            country: Country::new("FRA"),
            region: Some("11".to_owned()),
            latitude: 48.85,
            longitude: -2.35,
            population,
            geonames_id: 7,
        }
    }

    #[test]
    fn finds_what_was_written() {
        let file = Gazetteer::write(vec![record("Paris", 10, &[]), record("Parigi", 2_000_000, &["PARIS", "Lutèce"])]);
        let gazetteer = Gazetteer::from_bytes(file).expect("a gazetteer");
        let hits: Vec<_> =
            gazetteer.find("paris").map(|hit| (hit.entry.name, hit.entry.population, hit.alias)).collect();
        assert_eq!(hits, [("Parigi", 2_000_000, true), ("Paris", 10, false)]);
        let entry = gazetteer.find("lutece").next().expect("an alias").entry;
        assert_eq!((entry.latitude, entry.longitude, entry.region), (48.85, -2.35, "11"));
        assert_eq!(entry.country, Country::new("FRA"));
        assert!(gazetteer.contains("Lutèce") && !gazetteer.contains("Atlantis"));
    }

    #[test]
    fn refuses_damage() {
        let file = Gazetteer::write(vec![record("Paris", 10, &[])]);
        let mut damaged = file.clone();
        *damaged.last_mut().expect("bytes") ^= 1;
        assert!(Gazetteer::from_bytes(damaged).is_err_and(|reason| reason.contains("damaged")));
        assert!(
            Gazetteer::from_bytes(file[..file.len() - 1].to_vec()).is_err_and(|reason| reason.contains("truncated"))
        );
        assert!(Gazetteer::from_bytes(file[..12].to_vec()).is_err_and(|reason| reason.contains("truncated")));
        assert!(
            Gazetteer::from_bytes(b"PK\x03\x04 a zip file".to_vec()).is_err_and(|reason| reason.contains("not a gaz"))
        );
        let mut later = file;
        later[8] = 9;
        assert!(Gazetteer::from_bytes(later).is_err_and(|reason| reason.contains("version 9")));
    }
}
