//! What the models see of a sentence's words: hashes of normal form, affixes, shape and of what is known of the word.
//!
//! Computed once per sentence and read by tagger and parser, at run time as in training.

use super::vocabulary::Vocabulary;
use crate::model::hash;

/// The words of one sentence, with [`PADDING`] empty words on both sides so that templates may look over the edge.
#[derive(Debug, Default)]
pub struct Forms {
    words: Vec<Form>,
    lower: String,
}

/// Empty words before and after a sentence.
pub const PADDING: usize = 3;

/// The atoms of one word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    /// The normal form: lower-cased, digits as 0, one form for all quotation marks and for all dashes.
    pub lower: u64,
    /// The last one to four bytes of the normal form.
    pub suffixes: [u64; 4],
    /// The first two bytes of the normal form.
    pub prefix: u64,
    /// Letter case, kinds of characters, and for marks how they are glued to their neighbours.
    pub shape: u64,
    /// Which parts of speech the word had in training, from the vocabulary; 0 for unknown words.
    pub class: u64,
    /// The distributional cluster; 0 for unknown words.
    pub cluster: u64,
    /// How often the word has a capital in web text; 0 for unknown words.
    pub capital: u64,
    /// The only tag that a frequent word ever has, plus one; else 0.
    pub sure: u8,
    /// Letter case of the word.
    pub case: Case,
}

/// Letter case of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Case {
    /// No letters.
    #[default]
    None,
    /// No capital.
    Lower,
    /// A capital, then none.
    Title,
    /// Capitals only, two or more letters.
    Upper,
    /// One letter, a capital.
    Letter,
    /// Anything else: "iPhone", "McCain".
    Mixed,
}

/// Letter case of a sentence: where it is unusual, the case of a word says little.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Style {
    Usual,
    Lower,
    Title,
    Upper,
}

/// What the first pass over a word finds.
#[derive(Clone, Copy, Default)]
struct Kinds {
    case: Case,
    letters: u32,
    digit: bool,
    dot: bool,
    dash: bool,
    other: bool,
    quote: bool,
}

impl Forms {
    /// Reads the words of a sentence. Each comes with whether it is glued to the word before it.
    pub fn read<'t>(&mut self, words: impl Iterator<Item = (&'t str, bool)>, vocabulary: &Vocabulary) {
        self.words.clear();
        self.words.resize(PADDING, Form::default());
        let mut kinds: Vec<(Kinds, bool)> = Vec::with_capacity(64);
        for (form, glued) in words {
            let kind = normalize(form, &mut self.lower);
            let mut word = affixes(self.lower.as_bytes());
            let known = vocabulary.get(word.lower);
            word.case = kind.case;
            word.class = known.class;
            word.cluster = known.cluster;
            word.capital = known.capital;
            word.sure = known.sure;
            self.words.push(word);
            kinds.push((kind, glued));
        }
        self.words.resize(self.words.len() + PADDING, Form::default());
        self.shapes(&kinds);
    }

    /// The words with their padding: word `i` stands at `i + PADDING`.
    #[must_use]
    pub fn padded(&self) -> &[Form] {
        &self.words
    }

    /// The words, to be changed: training hides what the vocabulary knows only from the sentence itself.
    pub fn words_mut(&mut self) -> &mut [Form] {
        let end = self.words.len() - PADDING;
        &mut self.words[PADDING..end]
    }

    /// The words without padding.
    #[must_use]
    pub fn words(&self) -> &[Form] {
        &self.words[PADDING..self.words.len() - PADDING]
    }

    fn shapes(&mut self, kinds: &[(Kinds, bool)]) {
        let style = style(kinds.iter().map(|(kind, _)| kind));
        let mut start = true; // no word since the sentence, a colon or a quotation began
        let mut quotes = 0_u64;
        for (place, (kind, glued)) in kinds.iter().enumerate() {
            let mut shape = kind.case as u64 | (style as u64) << 3 | u64::from(start) << 5;
            let flags = [kind.digit, kind.dot, kind.dash, kind.other];
            for (bit, flag) in flags.into_iter().enumerate() {
                shape |= u64::from(flag) << (6 + bit);
            }
            if kind.letters == 0 && !kind.digit {
                let next_glued = kinds.get(place + 1).is_some_and(|(_, glued)| *glued);
                shape |= u64::from(*glued) << 10 | u64::from(next_glued) << 11 | 1 << 12;
                if kind.quote {
                    shape |= (quotes & 1) << 13;
                    quotes += 1;
                }
                start |= kind.quote;
            } else {
                start = false;
            }
            self.words[place + PADDING].shape = hash::number(shape);
        }
    }
}

/// Writes the normal form of a word into `lower`.
fn normalize(form: &str, lower: &mut String) -> Kinds {
    lower.clear();
    let (mut upper, mut small, mut first_upper) = (0_u32, 0_u32, false);
    let mut kinds = Kinds::default();
    for c in form.chars() {
        match c {
            'a'..='z' => {
                small += 1;
                lower.push(c);
            }
            'A'..='Z' => {
                first_upper |= upper + small == 0;
                upper += 1;
                lower.push(c.to_ascii_lowercase());
            }
            '0'..='9' => {
                kinds.digit = true;
                lower.push('0');
            }
            '.' => {
                kinds.dot = true;
                lower.push(c);
            }
            '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => {
                kinds.quote = true;
                lower.push('"');
            }
            '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{b4}' => {
                kinds.quote = form.chars().all(|c| !c.is_alphanumeric());
                lower.push('\'');
            }
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                kinds.dash = true;
                if !lower.ends_with('-') {
                    lower.push('-');
                }
            }
            _ if c.is_uppercase() => {
                first_upper |= upper + small == 0;
                upper += 1;
                lower.extend(c.to_lowercase());
            }
            _ => {
                small += u32::from(c.is_alphabetic());
                kinds.other |= !c.is_alphabetic();
                lower.push(c);
            }
        }
    }
    if matches!(lower.as_str(), "''") {
        lower.clear();
        lower.push('"');
    }
    kinds.letters = upper + small;
    kinds.case = match (upper, small) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (1, 0) => Case::Letter,
        (_, 0) => Case::Upper,
        (1, _) if first_upper => Case::Title,
        _ => Case::Mixed,
    };
    kinds
}

/// Normal form and affixes of a word as atoms.
fn affixes(lower: &[u8]) -> Form {
    let packed = |bytes: &[u8]| bytes.iter().fold(bytes.len() as u64, |sum, byte| sum << 8 | u64::from(*byte));
    let suffix = |length: usize| {
        if lower.len() < length { 0 } else { hash::number(packed(&lower[lower.len() - length..])) }
    };
    Form {
        lower: hash::bytes(lower),
        suffixes: [suffix(1), suffix(2), suffix(3), suffix(4)],
        prefix: hash::number(packed(&lower[..lower.len().min(2)]) ^ 0xff << 48),
        ..Form::default()
    }
}

/// Headlines are often in Title Case or capitals, chats and subtitles in lower case.
fn style<'k>(kinds: impl Iterator<Item = &'k Kinds>) -> Style {
    let (mut lower, mut title, mut upper, mut long, mut long_title) = (0, 0, 0, 0, 0);
    for kind in kinds {
        match kind.case {
            Case::Lower => lower += 1,
            Case::Title => title += 1,
            Case::Upper | Case::Letter => upper += 1,
            Case::None | Case::Mixed => {}
        }
        long += u32::from(kind.letters >= 4);
        long_title += u32::from(kind.letters >= 4 && kind.case != Case::Lower);
    }
    if upper >= 3 && upper >= 4 * (lower + title) {
        Style::Upper
    } else if title + upper == 0 && lower >= 4 {
        Style::Lower
    } else if long >= 3 && 10 * long_title >= 9 * long {
        Style::Title
    } else {
        Style::Usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Forms {
        let mut forms = Forms::default();
        forms.read(words.iter().map(|word| (*word, false)), &Vocabulary::default());
        forms
    }

    #[test]
    fn marks_and_digits_have_one_form() {
        for (one, other) in
            [("\u{201c}", "\""), ("''", "\u{201d}"), ("--", "\u{2014}"), ("1998", "2016"), ("don\u{2019}t", "don't")]
        {
            assert_eq!(read(&[one]).words()[0].lower, read(&[other]).words()[0].lower, "{one} {other}");
        }
        assert_ne!(read(&["199"]).words()[0].lower, read(&["1998"]).words()[0].lower);
    }

    #[test]
    fn letter_case() {
        let cases = [
            ("talks", Case::Lower),
            ("Aleppo", Case::Title),
            ("NATO", Case::Upper),
            ("U.S.", Case::Upper),
            ("I", Case::Letter),
            ("McCain", Case::Mixed),
            ("\u{c9}ric", Case::Title),
            ("12", Case::None),
        ];
        for (word, case) in cases {
            assert_eq!(read(&[word]).words()[0].case, case, "{word}");
        }
    }

    #[test]
    fn a_capital_means_less_at_the_start_and_in_headlines() {
        let usual = read(&["He", "met", "Turkish", "envoys", "in", "Geneva", "."]);
        let title = read(&["Minister", "Met", "Turkish", "Envoys", "in", "Geneva"]);
        assert_eq!(usual.words()[2].shape, usual.words()[5].shape);
        assert_ne!(usual.words()[0].shape, usual.words()[5].shape);
        assert_ne!(usual.words()[5].shape, title.words()[5].shape);
    }

    #[test]
    fn an_empty_sentence_has_only_padding() {
        assert!(read(&[]).words().is_empty());
        assert_eq!(read(&[]).padded().len(), 2 * PADDING);
    }
}
