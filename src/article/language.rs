//! Which language an article is in: common English words settle most texts, the trigram tables of the crate `whatlang`
//! the rest.

use super::Block;
use crate::tokens::{is_alphabetic, letters};

/// The language of an article's prose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// No letters to judge by.
    #[default]
    Empty,
    /// English, or too short to say otherwise.
    English,
    /// Another language, as ISO 639-3.
    Other(&'static str),
}

impl Language {
    /// Whether the article is analyzed without being asked.
    #[must_use]
    pub const fn is_english(self) -> bool {
        matches!(self, Self::English)
    }

    /// ISO 639-1 `en` for English, ISO 639-3 for others, `None` for empty articles.
    #[must_use]
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::Empty => None,
            Self::English => Some("en"),
            Self::Other(code) => Some(code),
        }
    }
}

/// Enough to judge by; more would cost time without changing the answer.
const SAMPLE_BYTES: usize = 4096;

/// Below this many letters `whatlang` guesses; the text counts as English.
const LEAST_LETTERS: usize = 40;

pub(super) fn detect(text: &str, blocks: &[Block]) -> Language {
    if is_plainly_english(text, blocks) {
        return Language::English;
    }
    let sample = sample(text, blocks);
    let letters = sample.chars().filter(|&c| is_alphabetic(c)).count();
    if letters == 0 {
        let any = text.chars().any(is_alphabetic);
        return if any { Language::English } else { Language::Empty };
    }
    // Capitals confuse the trigram tables.
    let Some(info) = whatlang::detect(&sample.to_lowercase()) else { return Language::English };
    // Scripts other than the Latin one need few letters.
    let latin = sample.chars().filter(|&c| is_alphabetic(c) && c < '\u{250}').count() * 2 > letters;
    let enough = if latin { letters >= LEAST_LETTERS && info.is_reliable() } else { letters >= 4 };
    if enough && info.lang() != whatlang::Lang::Eng && !(latin && has_english(&sample)) {
        Language::Other(info.lang().code())
    } else {
        Language::English
    }
}

/// Prose first, so that menus in English do not hide an article in French.
fn sample(text: &str, blocks: &[Block]) -> String {
    let mut sample = String::new();
    for prose in [true, false] {
        for block in blocks.iter().filter(|block| block.kind.is_prose() == prose) {
            let rest = SAMPLE_BYTES.saturating_sub(sample.len());
            let part = block.span.text(text);
            sample.push_str(&part[..part.floor_char_boundary(rest)]);
            sample.push(' ');
            if sample.len() >= SAMPLE_BYTES {
                return sample;
            }
        }
        if sample.len() > 60 {
            break;
        }
    }
    sample
}

/// Words that are frequent in English and in no other language written with Latin letters, of two to five letters.
const COMMON: [&[u8]; 44] = [
    b"about", b"after", b"also", b"and", b"are", b"been", b"but", b"by", b"could", b"first", b"for", b"from", b"has",
    b"have", b"he", b"his", b"how", b"is", b"it", b"its", b"not", b"of", b"on", b"said", b"says", b"she", b"that",
    b"the", b"their", b"there", b"they", b"this", b"to", b"was", b"we", b"were", b"what", b"which", b"who", b"will",
    b"with", b"would", b"you", b"your",
];

/// The same words as numbers, which compare faster.
const PACKED: [u64; COMMON.len()] = {
    let mut packed = [0; COMMON.len()];
    let mut index = 0;
    while index < COMMON.len() {
        packed[index] = pack(COMMON[index]);
        index += 1;
    }
    packed
};

/// A word of at most eight letters in lower case as a number, in alphabetical order.
const fn pack(word: &[u8]) -> u64 {
    let mut packed = 0;
    let mut index = 0;
    while index < 8 {
        let byte = if index < word.len() { word[index] | 0x20 } else { 0 };
        packed = (packed << 8) | byte as u64;
        index += 1;
    }
    packed
}

fn is_common(word: &[u8]) -> bool {
    (2..=5).contains(&word.len()) && PACKED.binary_search(&pack(word)).is_ok()
}

/// Those of the common words that no language in Latin letters shares, each in the place that [`place`] gives it.
static STRONG: [u64; 128] = {
    let words: [&[u8]; 24] = [
        b"about", b"after", b"and", b"been", b"could", b"first", b"from", b"have", b"said", b"says", b"she", b"that",
        b"the", b"their", b"there", b"they", b"this", b"were", b"what", b"which", b"with", b"would", b"you", b"your",
    ];
    let mut places = [0; 128];
    let mut row = 0;
    while row < words.len() {
        let key = pack(words[row]).swap_bytes();
        assert!(places[place(key)] == 0, "two words in one place: take another factor");
        places[place(key)] = key;
        row += 1;
    }
    places
};

/// The place of a word whose first letter is in the lowest byte of `key`; strong ones have different ones.
#[allow(clippy::cast_possible_truncation)] // seven bits are left
const fn place(key: u64) -> usize {
    (key.wrapping_mul(0x27d4_eb2f_1656_67c5) >> 57) as usize
}

fn is_strong(key: u64) -> bool {
    key != 0 && STRONG[place(key)] == key
}

/// Whether the first paragraphs have so many English words that nothing else needs to be asked.
fn is_plainly_english(text: &str, blocks: &[Block]) -> bool {
    let bytes = text.as_bytes();
    let (mut words, mut strong) = (0, 0);
    for block in blocks.iter().filter(|block| block.kind.is_prose() && block.span.len() >= 80).take(8) {
        let (mut at, end) = (block.span.start as usize, block.span.end.min(block.span.start + 300) as usize);
        while at < end {
            let run = letters(bytes, at, end);
            let mut stop = run.end;
            // A word with other letters in it is one word.
            while stop < end && (bytes[stop] >= 0x80 || (stop > run.end && bytes[stop].is_ascii_alphabetic())) {
                stop += 1;
            }
            words += usize::from(stop > at);
            at = stop + 1;
            if stop == run.end && is_strong(run.key) {
                strong += 1;
                // So many words in so short a stretch settle it.
                if strong >= 6 && strong * 8 >= words {
                    return true;
                }
            }
        }
        // Foreign prose with an English title in it stays below.
        if strong >= 4 && strong * 14 >= words {
            return true;
        }
    }
    false
}

/// Up to this many words, the trigram tables go wrong on names ("near Kharvandpur") and common words count more.
const SHORT: usize = 60;

/// More words that are frequent in English; some are words of other languages too.
const MORE: [&[u8]; 30] = [
    b"against", b"all", b"an", b"as", b"at", b"be", b"before", b"between", b"during", b"had", b"her", b"him", b"in",
    b"into", b"more", b"near", b"no", b"one", b"or", b"out", b"over", b"since", b"than", b"two", b"under", b"until",
    b"up", b"when", b"where", b"while",
];

/// Words that are frequent in other languages with Latin letters, and no words of English.
const FOREIGN: [&str; 109] = [
    "ang", "att", "au", "auch", "auf", "aus", "av", "az", "bei", "bij", "bir", "bu", "ce", "che", "como", "con", "cu",
    "da", "dans", "das", "dat", "de", "dei", "del", "della", "dem", "der", "des", "det", "di", "din", "dos", "du",
    "een", "ein", "eine", "el", "elle", "en", "er", "est", "et", "että", "für", "för", "gli", "het", "hogy", "ikke",
    "il", "ile", "im", "inte", "için", "ist", "je", "jest", "katika", "ke", "kwa", "la", "las", "le", "les", "lo",
    "los", "mai", "med", "mga", "mit", "mot", "más", "na", "nach", "nao", "nel", "nem", "ng", "nicht", "nie", "niet",
    "non", "não", "och", "og", "om", "pada", "para", "pe", "på", "qu", "que", "qui", "sa", "se", "sich", "się", "sur",
    "til", "uma", "una", "und", "une", "untuk", "ve", "von", "voor", "y", "yang",
];

/// Whether a sample has English words as only English has them; a short one, more of them than of other languages.
fn has_english(sample: &str) -> bool {
    let (mut words, mut common, mut more, mut foreign) = (0, 0, 0, 0);
    for word in sample.split(|c: char| !is_alphabetic(c)).filter(|word| !word.is_empty()) {
        words += 1;
        let lower = word.to_lowercase();
        common += usize::from(is_common(word.as_bytes()));
        more += usize::from(MORE.binary_search(&lower.as_bytes()).is_ok());
        foreign += usize::from(FOREIGN.contains(&lower.as_str()));
    }
    words > 0 && (common * 6 >= words || words <= SHORT && common + more > foreign)
}
