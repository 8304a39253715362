//! The recognizer's vocabulary: word lists and name lists of `lexicon/`, word clusters, and words that are never names.

use rustc_hash::FxHashMap;

use super::words::{Facts, hash, normalize};
use crate::Error;
use crate::lexicon::Table;
use crate::places::Gazetteer;

/// A set of word lists, one bit each: [`KINDS`] in order, then the two longer lists of single words.
pub type Wordlists = u64;

/// The kinds that the tables `lexicon/names_*.tsv` may use; a phrase may be of several.
pub const KINDS: [&str; 35] = [
    "given_name",
    "surname",
    "title",
    "speech_verb",
    "org_head",
    "org_suffix",
    "place_head",
    "facility_head",
    "event_head",
    "work_head",
    "country",
    "nationality",
    "city",
    "region",
    "natural_place",
    "company",
    "club",
    "agency",
    "party",
    "armed_group",
    "media",
    "international_body",
    "facility",
    "event",
    "product",
    "law",
    "language",
    "person",
    "calendar",
    "role",
    "group",
    "work",
    "place_noun",
    "organization_noun",
    "person_noun",
];

/// The kinds of lists whose entries are whole names: only these make phrases, the others describe single words.
const NAME_KINDS: Wordlists = 0b1100_1111_1111_1111_1111_1100_0000_0000;

/// Given names that only the longer table of given names has.
pub(super) const RARE_GIVEN: Wordlists = 1 << 35;
/// Towns that only the gazetteer has.
const TOWN: Wordlists = 1 << 36;
/// The long lists, which serve in informal texts only.
pub(super) const LONG: Wordlists = RARE_GIVEN | TOWN;
/// Inhabitants of a town that counts.
const TOWN_SIZE: u32 = 15_000;

const GIVEN_NAMES: &str = include_str!("../../lexicon/given_names.tsv");

const TABLES: [(&str, &str); 4] = [
    ("names_people.tsv", include_str!("../../lexicon/names_people.tsv")),
    ("names_places.tsv", include_str!("../../lexicon/names_places.tsv")),
    ("names_organizations.tsv", include_str!("../../lexicon/names_organizations.tsv")),
    ("names_words.tsv", include_str!("../../lexicon/names_words.tsv")),
];

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// The lists with the word as a whole entry.
    pub lists: Wordlists,
    /// Clusters, coarse to fine; 0 is unknown.
    pub clusters: [u16; 3],
    /// Whether training text never has it in a name.
    pub never: bool,
    /// Whether it hardly ever is part of a name, and never begins one.
    pub link: bool,
    /// Whether a phrase of several words begins with it.
    starts: bool,
}

/// What training learned of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownWord {
    /// Hash of its normal form.
    pub hash: u64,
    /// Clusters, coarse to fine.
    pub clusters: [u16; 3],
    /// Whether training text never has it in a name.
    pub never: bool,
    /// Whether it hardly ever is part of a name, and never begins one.
    pub link: bool,
}

/// All words and phrases by hash.
#[derive(Debug, Default)]
pub struct Phrases {
    words: FxHashMap<u64, Entry>,
    /// Kinds of every phrase of two or more words, and 0 for every beginning of one, by the hash of its words.
    phrases: FxHashMap<u64, Wordlists>,
}

const fn append(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Phrases {
    /// The tables that are compiled in, and the towns of the gazetteer.
    ///
    /// # Errors
    /// A row that does not parse or names an unknown kind.
    pub fn built_in(gazetteer: &Gazetteer) -> Result<Self, Error> {
        let mut phrases = Self::default();
        for (name, text) in TABLES {
            for row in Table::parse(name, text, &["kind", "name"])?.rows() {
                let [kind, entry] = row.cells[..] else { continue };
                let Some(kind) = KINDS.iter().position(|&known| known == kind) else {
                    return Err(Error::table(name, row.number, "kind", format!("no kind {kind:?}")));
                };
                phrases.add(1 << kind, entry);
            }
        }
        for row in Table::parse("given_names.tsv", GIVEN_NAMES, &["name"])?.rows() {
            phrases.add_unlisted(RARE_GIVEN, row.cells[0]);
        }
        for town in gazetteer.towns(TOWN_SIZE) {
            phrases.add_unlisted(TOWN, town);
        }
        Ok(phrases)
    }

    /// Adds a single word unless it is listed as a name already: what the short lists know of a word is surer.
    fn add_unlisted(&mut self, kind: Wordlists, entry: &str) {
        if entry.contains([' ', '-', '&', '/', '\'']) {
            return;
        }
        let mut normal = String::new();
        normalize(entry, &mut normal);
        let known = self.words.entry(hash(&normal)).or_default();
        if known.lists & (NAME_KINDS | 0b11) == 0 {
            known.lists |= kind;
        }
    }

    /// Adds a word or a phrase, its words and marks as the tokenizer splits them.
    pub fn add(&mut self, kinds: Wordlists, entry: &str) {
        let mut normal = String::new();
        let hashes: Vec<u64> = split(entry)
            .map(|word| {
                normalize(word, &mut normal);
                hash(&normal)
            })
            .collect();
        match hashes[..] {
            [] => {}
            [word] => self.words.entry(word).or_default().lists |= kinds,
            [first, ref rest @ ..] => {
                self.words.entry(first).or_default().starts = true;
                let mut key = first;
                for &word in rest {
                    key = append(key, word);
                    self.phrases.entry(key).or_default();
                }
                *self.phrases.entry(key).or_default() |= kinds;
            }
        }
    }

    /// Adds what training learned of a word, by the hash of its normal form.
    pub fn learn(&mut self, word: &KnownWord) {
        let entry = self.words.entry(word.hash).or_default();
        entry.clusters = word.clusters;
        entry.never = word.never;
        entry.link = word.link;
    }

    /// What is known of a word by the hash of its normal form.
    #[must_use]
    pub fn word(&self, word: u64) -> Entry {
        self.words.get(&word).copied().unwrap_or_default()
    }

    /// Marks the longest listed names of a sentence, from left to right.
    pub fn mark(&self, words: &mut [Facts]) {
        let mut at = 0;
        while at < words.len() {
            let entry = self.word(words[at].lower);
            let mut end = at + 1;
            let mut kinds = entry.lists & NAME_KINDS;
            if entry.starts {
                let mut key = words[at].lower;
                for (next, word) in words.iter().enumerate().skip(at + 1) {
                    key = append(key, word.lower);
                    match self.phrases.get(&key) {
                        None => break,
                        Some(0) => {}
                        Some(&found) => (end, kinds) = (next + 1, found),
                    }
                }
            }
            if kinds != 0 {
                let last = end - at - 1;
                for (place, word) in words[at..end].iter_mut().enumerate() {
                    let part = match place {
                        _ if last == 0 => 3,
                        0 => 0,
                        _ if place == last => 2,
                        _ => 1,
                    };
                    let kinds = (kinds & u64::from(u32::MAX)) as u32;
                    word.phrase = kinds.wrapping_mul(0x9e37_79b1) & !3 | part;
                    word.never = false;
                }
            }
            at = end;
        }
    }
}

/// Splits an entry at spaces and around hyphens, apostrophes and the like, as the tokenizer does; points stay.
fn split(entry: &str) -> impl Iterator<Item = &str> {
    entry.split_inclusive([' ', '-', '&', '/']).flat_map(|piece| {
        let word = piece.trim_end_matches([' ', '-', '&', '/']);
        let mark = piece[word.len()..].trim();
        let (word, clitic) = word.strip_suffix("'s").map_or((word, ""), |stem| (stem, "'s"));
        [word, clitic, mark].into_iter().filter(|part| !part.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::{PlaceKind, Record};

    #[test]
    fn every_table_parses() {
        Phrases::built_in(&Gazetteer::default()).expect("tables");
    }

    /// A town of the gazetteer is one unless it is too small, or a short list knows the word as something else.
    #[test]
    fn long_lists_fill_gaps() {
        let town = |name: &str, population| Record {
            name: name.to_owned(),
            aliases: Vec::new(),
            bare: Vec::new(),
            kind: PlaceKind::PopulatedPlace,
            country: None,
            region: None,
            latitude: 0.0,
            longitude: 0.0,
            population,
            geonames_id: 0,
        };
        let towns = vec![town("Qumbalore", 40_000), town("Tinyqumba", 900), town("Paris", 2_000_000)];
        let gazetteer = Gazetteer::from_bytes(Gazetteer::write(towns)).expect("a gazetteer");
        let phrases = Phrases::built_in(&gazetteer).expect("tables");
        let lists = |word: &str| phrases.word(hash(word)).lists;
        assert_eq!([lists("qumbalore"), lists("tinyqumba")], [TOWN, 0]);
        assert_eq!(lists("paris") & LONG, 0);
    }

    #[test]
    fn entries_split_like_text() {
        let table = [
            ("Guinea-Bissau", vec!["Guinea", "-", "Bissau"]),
            ("Lloyd's", vec!["Lloyd", "'s"]),
            ("St. Louis", vec!["St.", "Louis"]),
        ];
        for (entry, expected) in table {
            assert_eq!(split(entry).collect::<Vec<_>>(), expected);
        }
    }
}
