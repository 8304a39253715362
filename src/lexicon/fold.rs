//! The one form in which names and words are compared: no case, no diacritics, no full stops and apostrophes.

use xxhash_rust::xxh3::xxh3_64;

/// Appends the folded form of `text`: lower-case words of letters and digits with one blank between them.
fn fold_into(text: &str, out: &mut String) {
    let mut gap = !out.is_empty();
    let push = |c: char, gap: &mut bool, out: &mut String| {
        if *gap && !out.is_empty() {
            out.push(' ');
        }
        *gap = false;
        out.push(c.to_ascii_lowercase());
    };
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => push(c, &mut gap, out),
            '.' | '\'' | '’' | '‘' | '`' | '´' | 'ʻ' | 'ʼ' => {}
            '&' => {
                gap = true;
                for c in "and".chars() {
                    push(c, &mut gap, out);
                }
                gap = true;
            }
            c if c.is_ascii() || !c.is_alphanumeric() => gap = true,
            c => {
                for c in any_ascii::any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric) {
                    push(c, &mut gap, out);
                }
            }
        }
    }
}

/// The folded form without a leading "the".
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    if let Some(rest) = out.strip_prefix("the ") {
        let rest = rest.to_owned();
        return rest;
    }
    out
}

/// The hash of a folded form.
pub(crate) fn fold_hash(folded: &str) -> u64 {
    xxh3_64(folded.as_bytes())
}

/// The hash of one word as phrases compare it: its lower-cased form. Linear in its length.
pub(crate) fn word_key(word: &str) -> u64 {
    let mut buffer = [0_u8; 24];
    match buffer.get_mut(..word.len()) {
        Some(lower) if word.is_ascii() => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            xxh3_64(lower)
        }
        _ => xxh3_64(word.to_lowercase().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        assert_eq!(fold("U.S."), "us");
        assert_eq!(fold("Mevlüt Çavuşoğlu"), "mevlut cavusoglu");
        assert_eq!(fold("The al-Aqsa Martyrs’ Brigades"), "al aqsa martyrs brigades");
        assert_eq!(fold("Standard & Poor's"), "standard and poors");
        assert_eq!(fold("  "), "");
        assert_eq!(word_key("Minister"), word_key("minister"));
    }
}
