//! Training text beyond the annotated corpora: names replaced by others, listed or invented, and sentences of our own
//! making. The model learns from them to trust the context where it does not know the name.

use dateline::Span;
use dateline::lexicon::Table;
use dateline::names::Label;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Random;
use crate::data::names::{Article, Gold, Source};

const PATTERNS: &str = include_str!("../../patterns/names.txt");
const LISTS: [(&str, &str); 3] = [
    ("names_people.tsv", include_str!("../../../lexicon/names_people.tsv")),
    ("names_places.tsv", include_str!("../../../lexicon/names_places.tsv")),
    ("names_organizations.tsv", include_str!("../../../lexicon/names_organizations.tsv")),
];
const OTHER_LIST: (&str, &str) = ("names_words.tsv", include_str!("../../../lexicon/names_words.tsv"));
/// Sentences to an article of patterns.
const SENTENCES: usize = 12;

/// Invents names and picks listed ones.
pub(crate) struct Inventor {
    lists: FxHashMap<&'static str, Vec<&'static str>>,
    random: Random,
}

const ONSETS: [&str; 40] = [
    "b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "kh", "kr", "l", "m", "n", "p", "pr", "r", "s",
    "sh", "st", "str", "t", "tr", "v", "w", "y", "z", "th", "sk", "sl", "bl", "q", "gh", "ng", "mb", "ts", "",
];
const VOWELS: [&str; 18] =
    ["a", "e", "i", "o", "u", "a", "a", "e", "i", "o", "ai", "ou", "ee", "ie", "au", "ei", "ia", "uo"];
const CODAS: [&str; 24] = [
    "", "", "", "n", "r", "l", "s", "m", "k", "t", "d", "ng", "nd", "rt", "sh", "rk", "v", "z", "b", "ll", "th", "st",
    "", "",
];
const PLACE_ENDINGS: [&str; 98] = [
    "ville", "burg", "berg", "ton", "ford", "ham", "grad", "sk", "ovo", "evka", "abad", "pur", "nagar", "stan", "ia",
    "ez", "eira", "ona", "ano", "etta", "heim", "dorf", "stad", "by", "vik", "holm", "mouth", "shire", "field", "wood",
    "iya", "an", "ou", "ang", "shan", "jima", "uru", "ala", "wana", "iri", "bury", "bridge", "low", "ley", "dale",
    "mere", "combe", "thorpe", "wick", "stead", "gap", "moor", "worth", "cross", "borough", "haven", "kent", "ganj",
    "wadi", "kot", "patti", "palli", "ovce", "ice", "owo", "borg", "fjord", "nes", "rud", "oro", "ani", "ambo", "iro",
    "zhai", "tun", "hae", "lu", "eni", "illa", "ado", "aya", "eto", "uan", "inda", "era", "ora", "iat", "ine", "sund",
    "sand", "vatn", "anka", "ino", "itsa", "abwe", "enge", "ombe", "urra",
];
const TRIBE_ENDINGS: [&str; 10] = ["i", "a", "o", "u", "ari", "esi", "eng", "andi", "wa", "uk"];
/// What stands before and behind invented names of places of two words.
const PLACE_FRONTS: [&str; 24] = [
    "New", "Port", "Fort", "Tel", "Santa", "Bir", "Novo", "Upper", "Kafr", "Abu", "Qasr", "Deir", "Tall", "Ain", "Ust",
    "Great", "Little", "East", "Puerto", "Villa", "Kampong", "Khan", "Nova", "Stara",
];
const PLACE_BACKS: [&str; 16] = [
    "Cross", "Springs", "Falls", "Bay", "Creek", "Hill", "Beach", "City", "Viejo", "Grande", "Kalan", "Nagar", "Green",
    "Junction", "Heath", "Nui",
];
const PERSON_ENDINGS: [&str; 32] = [
    "ov", "ova", "ev", "in", "sky", "ski", "enko", "ic", "son", "sen", "man", "mann", "er", "ez", "es", "ini", "elli",
    "etti", "ault", "eau", "ier", "oglu", "ian", "zadeh", "pour", "awi", "uddin", "wala", "moto", "yama", "ura",
    "wicz",
];
const COMPANY_ENDINGS: [&str; 22] = [
    "Energy",
    "Group",
    "Holdings",
    "Bank",
    "Airlines",
    "Motors",
    "Steel",
    "Oil",
    "Pharmaceuticals",
    "Technologies",
    "Capital",
    "Brothers",
    "Shipping",
    "Foods",
    "Media",
    "Telecom",
    "Corp",
    "Inc",
    "Ltd",
    "AG",
    "Partners",
    "Systems",
];

/// Endings of firms that go by one word.
const BRAND_ENDINGS: [&str; 24] = [
    "co", "tech", "ex", "is", "on", "ix", "soft", "ra", "va", "um", "al", "or", "ec", "net", "gas", "bank", "mar",
    "ol", "ista", "ana", "eko", "ware", "oil", "fin",
];

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Inventor {
    /// An inventor over the lists of the lexicon.
    pub(crate) fn new(seed: u64) -> Result<Self, String> {
        let mut lists: FxHashMap<&'static str, Vec<&'static str>> = FxHashMap::default();
        for (name, text) in LISTS.into_iter().chain([OTHER_LIST]) {
            let table = Table::parse(name, text, &["kind", "name"]).map_err(|error| error.to_string())?;
            for row in table.rows() {
                lists.entry(row.cells[0]).or_default().push(row.cells[1]);
            }
        }
        Ok(Self { lists, random: Random::new(seed) })
    }

    fn pick<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.random.below(list.len())]
    }

    fn listed(&mut self, kind: &str) -> String {
        let list = &self.lists[kind];
        list[self.random.below(list.len())].to_owned()
    }

    fn stem(&mut self, syllables: usize) -> String {
        (0..syllables).map(|_| [&ONSETS[..], &VOWELS, &CODAS].map(|list| self.pick(list)).concat()).collect()
    }

    /// A word that no list is likely to hold.
    fn word(&mut self, endings: &[&str]) -> String {
        let syllables = 1 + self.random.below(2);
        let stem = self.stem(syllables);
        if self.random.chance(0.6) { capital(&(stem + self.pick(endings))) } else { capital(&(stem + &self.stem(1))) }
    }

    fn given(&mut self) -> String {
        if self.random.chance(0.75) { self.listed("given_name") } else { self.word(&["a", "o", "i", "an", "el", "ya"]) }
    }

    fn surname(&mut self) -> String {
        let surname = if self.random.chance(0.45) { self.listed("surname") } else { self.word(&PERSON_ENDINGS) };
        if self.random.chance(0.04) {
            return format!("{surname}-{}", self.surname());
        }
        surname
    }

    fn person(&mut self) -> String {
        let (given, surname) = (self.given(), self.surname());
        match self.random.below(20) {
            0 => format!("{given} de {surname}"),
            1 => format!("{given} al-{surname}"),
            2 => format!("{given} {}. {surname}", capital(self.pick(&["a", "b", "c", "d", "j", "m", "r", "w"]))),
            3 => format!("{given} van {surname}"),
            4 => format!("{given} {} {surname}", self.surname()),
            5 => format!("{given} {surname}-{}", self.surname()),
            _ => format!("{given} {surname}"),
        }
    }

    fn place(&mut self, invented: f64) -> String {
        if !self.random.chance(invented) {
            return self.listed("city");
        }
        let word = self.word(&PLACE_ENDINGS);
        match self.random.below(20) {
            0 => format!("Al-{word}"),
            1 => format!("San {word}"),
            2 => format!("{word} {}", self.word(&PLACE_ENDINGS)),
            3 => format!("El {word}"),
            4 | 5 => format!("{} {word}", self.pick(&PLACE_FRONTS)),
            6 => format!("{word} {}", self.pick(&PLACE_BACKS)),
            7 => format!("{}-{word}", self.word(&PLACE_ENDINGS)),
            8 => format!("{word}-{}-{}", self.pick(&["i", "on", "sur", "am", "e"]), self.word(&PLACE_ENDINGS)),
            _ => word,
        }
    }

    fn company(&mut self) -> String {
        match self.random.below(10) {
            0..5 => self.listed("company"),
            5 | 6 => format!("{} {}", self.word(&["co", "tech", "ex", "is", "on"]), self.pick(&COMPANY_ENDINGS)),
            7 => format!("{} {}", self.surname(), self.pick(&COMPANY_ENDINGS)),
            8 => format!("{} & {}", self.surname(), self.surname()),
            _ => self.word(&BRAND_ENDINGS),
        }
    }

    fn product(&mut self) -> String {
        match self.random.below(4) {
            0 | 1 => self.listed("product"),
            2 => format!("{}-{}", self.word(&["a", "o", "ix", "er"]), self.random.below(90) + 1),
            _ => self.word(&["a", "o", "ix", "er", "on"]),
        }
    }

    fn club(&mut self) -> String {
        match self.random.below(10) {
            0..6 => self.listed("club"),
            6 | 7 => self.listed("city"),
            8 => format!("{} {}", self.place(0.5), self.pick(&["United", "City", "FC", "Rovers", "Athletic", "Town"])),
            _ => self.word(&PLACE_ENDINGS),
        }
    }

    fn movement(&mut self) -> String {
        if self.random.chance(0.3) {
            self.listed("armed_group")
        } else {
            self.word(&["a", "i", "al", "ov", "it", "an", "ah", "at", "aq", "ist"])
        }
    }

    /// A filler and its label; `None` for a slot that is no name.
    fn fill(&mut self, slot: &str) -> (String, Option<Label>) {
        let number = |inventor: &mut Self, limit| (inventor.random.below(limit) + 1).to_string();
        let plain = match slot {
            "day" => {
                self.pick(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]).to_owned()
            }
            "month" => self.pick(&["January", "March", "April", "June", "July", "October", "December"]).to_owned(),
            "score" => format!("{}-{}", self.random.below(6), self.random.below(5)),
            "number" => number(self, 90),
            "percent" => format!("{}.{}", self.random.below(20), self.random.below(10)),
            "money" => format!(
                "${}.{} {}",
                self.random.below(50) + 1,
                self.random.below(10),
                self.pick(&["million", "billion"])
            ),
            _ => String::new(),
        };
        if !plain.is_empty() {
            return (plain, None);
        }
        let (name, label) = match slot {
            "club" => (self.club(), Label::Org),
            "company" => (self.company(), Label::Org),
            "agency" => (self.listed("agency"), Label::Org),
            "media" => (self.listed("media"), Label::Org),
            "movement" => (self.movement(), Label::Org),
            "tribe" => (self.word(&TRIBE_ENDINGS), Label::Norp),
            "person" => (self.person(), Label::Person),
            "surname" => (self.surname(), Label::Person),
            "city" => (self.place(0.2), Label::Gpe),
            "place" => (self.place(0.8), Label::Gpe),
            "country" => (self.listed("country"), Label::Gpe),
            "region" => (self.listed("region"), Label::Gpe),
            "event" => (self.listed("event"), Label::Event),
            "product" => (self.product(), Label::Product),
            _ => (self.listed("nationality"), Label::Norp),
        };
        (name, Some(label))
    }

    /// Articles of pattern sentences: every pattern `rounds` times.
    pub(crate) fn patterns(&mut self, rounds: usize) -> Vec<Article> {
        let patterns: Vec<&str> = PATTERNS.lines().filter(|line| !line.starts_with('#')).collect();
        let mut order: Vec<&str> = (0..rounds).flat_map(|_| patterns.iter().copied()).collect();
        self.random.shuffle(&mut order);
        order.chunks(SENTENCES).enumerate().map(|(number, chunk)| self.pattern_article(number, chunk)).collect()
    }

    fn pattern_article(&mut self, number: usize, patterns: &[&str]) -> Article {
        let (mut sentences, mut gold, mut base) = (Vec::new(), Vec::new(), 0);
        for pattern in patterns {
            let mut sentence = String::new();
            for piece in pattern.split_inclusive('}') {
                let (text, slot) = piece.split_once('{').unwrap_or((piece, ""));
                sentence += text;
                if let Some(slot) = slot.strip_suffix('}') {
                    let (filler, label) = self.fill(slot);
                    let start = base + sentence.len();
                    sentence += &filler;
                    if let Some(label) = label {
                        let span = Span::of(start, base + sentence.len());
                        gold.push(Gold { span, labels: vec![label], optional: false });
                    }
                }
            }
            base += sentence.len() + 2;
            sentences.push(sentence);
        }
        Article { invented: true, ..Article::new(&sentences, gold, Source::Pattern, number) }
    }

    /// A copy of an article in which many names of persons, places and organizations are others. `common` words, which
    /// carry the kind of a name ("bank", "university"), stay.
    pub(crate) fn renamed(&mut self, article: &Article, common: &FxHashSet<String>) -> Article {
        let mut by_word: FxHashMap<String, String> = FxHashMap::default();
        let mut text = String::new();
        let mut gold = Vec::new();
        let mut copied = 0;
        for name in &article.gold {
            let (start, end) = (name.span.start as usize, name.span.end as usize);
            text += &article.text[copied..start];
            let begin = text.len();
            let mut at = start;
            for token in article.tokens.within(name.span) {
                let span = article.tokens.tokens[token as usize].span;
                let (from, to) = ((span.start as usize).max(at), (span.end as usize).min(end));
                if from > to {
                    continue;
                }
                text += &article.text[at..from];
                let word = &article.text[from..to];
                text += &self.replacement(word, name.labels[0], common, &mut by_word);
                at = to;
            }
            text += &article.text[at..end];
            gold.push(Gold { span: Span::of(begin, text.len()), ..name.clone() });
            copied = end;
        }
        text += &article.text[copied..];
        let paragraphs: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
        Article { invented: true, ..Article::new(&paragraphs, gold, article.source, article.number) }
    }

    fn replacement(
        &mut self,
        word: &str,
        label: Label,
        common: &FxHashSet<String>,
        by_word: &mut FxHashMap<String, String>,
    ) -> String {
        let eligible = word.chars().next().is_some_and(char::is_uppercase)
            && word.len() > 2
            && word.chars().all(char::is_alphabetic)
            && word.chars().any(char::is_lowercase)
            && !common.contains(&word.to_lowercase());
        if !eligible {
            return word.to_owned();
        }
        if let Some(known) = by_word.get(word) {
            return known.clone();
        }
        let (chance, endings): (f64, &[&str]) = match label {
            Label::Gpe => (0.6, &PLACE_ENDINGS),
            Label::Person => (0.7, &PERSON_ENDINGS),
            Label::Org => (0.5, &["co", "tech", "ex", "is", "on", "ia", "er"]),
            Label::Loc | Label::Fac => (0.4, &PLACE_ENDINGS),
            _ => (0.0, &PLACE_ENDINGS),
        };
        let new = if !self.random.chance(chance) {
            word.to_owned()
        } else if label == Label::Person && self.random.chance(0.4) {
            let kind = if self.random.chance(0.5) { "given_name" } else { "surname" };
            self.listed(kind)
        } else {
            self.word(endings)
        };
        by_word.insert(word.to_owned(), new.clone());
        new
    }
}
