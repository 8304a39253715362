//! `abbreviations.tsv`: words that keep their full stop.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Table;

const TEXT: &str = include_str!("../../lexicon/abbreviations.tsv");

/// What stands after an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follow {
    /// A name: "Gen. Smith".
    Title,
    /// A digit, or it is no abbreviation: "No. 5".
    Number,
    /// More of the same sentence: "vs. Spain".
    Inner,
    /// Anything; the stop may end the sentence too: "Apple Inc."
    Open,
}

static TABLE: LazyLock<FxHashMap<&'static [u8], Follow>> =
    LazyLock::new(|| parse(TEXT).expect("the shipped table parses; a test says so"));

/// A bit for each of 4,096 groups of words that holds a form, which few do.
static GROUPS: LazyLock<[u64; 64]> = LazyLock::new(|| {
    TABLE.keys().map(|form| group(form)).fold([0; 64], |mut groups, group| {
        groups[group / 64] |= 1 << (group % 64);
        groups
    })
});

/// The group of a word of at most eight bytes.
fn group(word: &[u8]) -> usize {
    let letters = word.iter().fold(0, |letters, &byte| letters << 8 | u64::from(byte));
    (letters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize
}

fn parse(text: &'static str) -> Result<FxHashMap<&'static [u8], Follow>, crate::Error> {
    let mut map = FxHashMap::default();
    for row in Table::parse("abbreviations", text, &["form", "follow"])?.rows() {
        let follow = match row.cells[1] {
            "title" => Follow::Title,
            "number" => Follow::Number,
            "inner" => Follow::Inner,
            "open" => Follow::Open,
            other => {
                let reason = format!("expected title, number, inner or open, got {other}");
                return Err(crate::Error::table("abbreviations", row.number, "follow", reason));
            }
        };
        map.insert(row.cells[0].as_bytes(), follow);
    }
    Ok(map)
}

/// Longest form in the table; longer words are not looked up.
const LONGEST: usize = 6;

/// The row of a word written before a full stop.
pub(crate) fn abbreviation(word: &[u8]) -> Option<Follow> {
    if word.len() > LONGEST {
        return None;
    }
    let group = group(word);
    if GROUPS[group / 64] >> (group % 64) & 1 == 1 { TABLE.get(word).copied() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_no_form_is_too_long() {
        let map = parse(TEXT).expect("parses");
        assert!(map.len() > 150);
        assert_eq!(map.keys().map(|form| form.len()).max(), Some(LONGEST));
        assert_eq!(abbreviation(b"Gen"), Some(Follow::Title));
        assert_eq!(abbreviation(b"word"), None);
    }
}
