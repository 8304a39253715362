//! Lemmatizer: the longest suffix that is known with the tag says how to change a word.
//!
//! Rules are learned from treebanks: for each tag, a tree of suffixes in which only those that change the answer of the
//! next shorter one are kept. Whole words are the longest suffixes, so exceptions need no table of their own.

use compact_str::CompactString;

use crate::Error;
use crate::model::{Dictionary, Reader, Writer, hash};

/// Kind of the weight file.
pub const KIND: &str = "lemmatizer";
/// The longest suffix, in bytes, short of the whole word.
pub const LONGEST: usize = 7;

/// How a word becomes its lemma.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Script {
    /// What happens to capitals first.
    pub case: CaseChange,
    /// Bytes cut off the end.
    pub cut: u8,
    /// What is put in their place.
    pub add: CompactString,
}

/// What a script does to capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum CaseChange {
    /// All letters become small.
    Lower,
    /// Letters stay as they are.
    Keep,
    /// The first letter becomes a capital, the others small.
    Title,
}

/// The lemmatizer.
#[derive(Debug)]
pub struct Lemmatizer {
    scripts: Vec<Script>,
    /// From keys (see [`keys`]) to the number of a script plus one.
    rules: Dictionary,
}

impl Lemmatizer {
    /// A lemmatizer of scripts and rules.
    #[must_use]
    pub fn new(scripts: Vec<Script>, rules: Dictionary) -> Self {
        Self { scripts, rules }
    }

    /// The lemma of a word with its tag (a class of the tagger), whether that is a name's, and the word after it. `lower`
    /// is memory to work in.
    #[must_use]
    pub fn lemma(&self, form: &str, tag: u8, name: bool, next: &str, lower: &mut String) -> CompactString {
        normalize(form, lower);
        let mut found = 0;
        keys(form, lower, tag, name, next, |key| {
            found = self.rules.get(key);
            found == 0
        });
        let Some(script) = self.scripts.get((found as usize).wrapping_sub(1)) else {
            return CompactString::from(lower.as_str());
        };
        script.apply(form, lower)
    }

    /// Appends the lemmatizer to a weight file.
    pub fn write(&self, file: &mut Writer) {
        let mut scripts = String::new();
        for script in &self.scripts {
            scripts.push_str(&format!("{}\t{}\t{}\n", script.case as u8, script.cut, script.add));
        }
        file.text(&scripts);
        self.rules.write(file);
    }

    /// Reads what [`Lemmatizer::write`] wrote.
    ///
    /// # Errors
    /// A damaged file.
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        let script = |line: &str| {
            let mut columns = line.split('\t');
            let case = match columns.next()? {
                "0" => CaseChange::Lower,
                "1" => CaseChange::Keep,
                "2" => CaseChange::Title,
                _ => return None,
            };
            Some(Script { case, cut: columns.next()?.parse().ok()?, add: columns.next()?.into() })
        };
        let Some(scripts) = file.text()?.lines().map(script).collect() else {
            return Err(file.error("holds a damaged list of rules"));
        };
        Ok(Self { scripts, rules: Dictionary::read(file)? })
    }
}

impl Script {
    /// The lemma of a word; the word itself if the script does not fit it.
    #[must_use]
    pub fn apply(&self, form: &str, lower: &str) -> CompactString {
        let cased = match self.case {
            CaseChange::Lower => CompactString::from(lower),
            CaseChange::Keep => CompactString::from(form),
            CaseChange::Title => {
                let mut letters = lower.chars();
                letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
            }
        };
        let keep = cased.len().saturating_sub(usize::from(self.cut));
        if !cased.is_char_boundary(keep) || (keep == 0 && self.add.is_empty()) {
            return cased;
        }
        let mut lemma = cased;
        lemma.truncate(keep);
        lemma.push_str(&self.add);
        lemma
    }

    /// The script that turns a word into a lemma.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn between(form: &str, lower: &str, lemma: &str) -> Self {
        let title = Self { case: CaseChange::Title, cut: 0, add: CompactString::default() }.apply(form, lower);
        let cased = [(CaseChange::Lower, lower), (CaseChange::Keep, form), (CaseChange::Title, &title)];
        let common = |word: &str| {
            word.char_indices()
                .zip(lemma.chars())
                .take_while(|((_, a), b)| a == b)
                .last()
                .map_or(0, |((at, a), _)| at + a.len_utf8())
        };
        let mut best: Option<(usize, Self)> = None;
        for (case, word) in cased {
            let shared = common(word);
            if best.as_ref().is_none_or(|(most, _)| shared > *most) {
                let cut = (word.len() - shared).min(255) as u8;
                best = Some((shared, Self { case, cut, add: lemma[shared..].into() }));
            }
        }
        best.map_or(Self { case: CaseChange::Lower, cut: 0, add: CompactString::default() }, |(_, script)| script)
    }
}

/// Writes a word in small letters and with plain apostrophes.
pub fn normalize(form: &str, lower: &mut String) {
    lower.clear();
    for c in form.chars() {
        match c {
            '\u{2019}' | '\u{2018}' => lower.push('\''),
            c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
            c => lower.extend(c.to_lowercase()),
        }
    }
}

/// Hands the keys under which a rule may stand to `visit`, the most special first, until it returns `false`: the word
/// with the next word, the word with its capitals, the word in small letters, its suffixes from long to short, the tag
/// alone. Marks have one lemma whatever their tag, and what is no name is read in small letters when only its first is a
/// capital.
pub fn keys(form: &str, lower: &str, tag: u8, name: bool, next: &str, mut visit: impl FnMut(u64) -> bool) {
    let mark = !lower.contains(char::is_alphanumeric);
    let tag_atom = hash::number(if mark { 0 } else { u64::from(tag) } | 1 << 47);
    let word = hash::text(lower);
    // Only clitics ("'s", "'d") depend on what follows.
    if lower.starts_with('\'') {
        let mut small = String::new();
        normalize(next, &mut small);
        if !visit(hash::feature(400, [word, tag_atom, hash::text(&small)])) {
            return;
        }
    }
    let small = capital(lower);
    let title =
        form.chars().filter(|c| c.is_alphabetic()).skip(1).map(char::is_lowercase).reduce(|all, one| all && one);
    let capital = if !name && title == Some(true) { small } else { capital(form) };
    if !visit(hash::feature(401, [word, tag_atom, capital])) {
        return;
    }
    if small != capital && !visit(hash::feature(401, [word, tag_atom, small])) {
        return;
    }
    let bytes = lower.as_bytes();
    for length in (1..=bytes.len().min(LONGEST)).rev() {
        if !visit(hash::feature(402, [suffix(&bytes[bytes.len() - length..]), tag_atom, capital])) {
            return;
        }
    }
    visit(hash::feature(403, [tag_atom, capital]));
}

/// The atom of a suffix of at most [`LONGEST`] bytes.
fn suffix(bytes: &[u8]) -> u64 {
    hash::number(bytes.iter().fold(bytes.len() as u64, |sum, byte| sum << 8 | u64::from(*byte)))
}

/// The atom of the capitals of a word: none, the first letter, all of several, or others.
fn capital(form: &str) -> u64 {
    let mut letters = form.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    let (mut upper, mut lower) = (false, false);
    letters.for_each(|c| if c.is_uppercase() { upper = true } else { lower = true });
    hash::number(u64::from(first) | u64::from(upper) << 1 | u64::from(upper && !lower) << 2 | 1 << 46)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_lead_from_word_to_lemma() {
        for (form, lemma) in [
            ("Talks", "talk"),
            ("Countries", "country"),
            ("was", "be"),
            ("UNITED", "United"),
            ("States", "State"),
            ("NATO", "NATO"),
            ("n\u{2019}t", "not"),
            ("\u{c9}tudes", "\u{e9}tude"),
        ] {
            let mut lower = String::new();
            normalize(form, &mut lower);
            assert_eq!(Script::between(form, &lower, lemma).apply(form, &lower), lemma, "{form}");
        }
    }

    #[test]
    fn capitals_fall_back_on_small_letters_and_marks_have_no_tag() {
        let all = |form: &str, tag: u8| {
            let (mut all, mut lower) = (Vec::new(), String::new());
            normalize(form, &mut lower);
            keys(form, &lower, tag, false, "", |key| {
                all.push(key);
                true
            });
            all
        };
        let small = all("has", 3)[0];
        assert!(all("HAS", 3)[1] == small && all("Has", 3)[0] == small && all("HAS", 4)[1] != small);
        assert_eq!(all("--", 3), all("--", 4));
        assert_ne!(all("a-", 3), all("a-", 4));
    }

    #[test]
    fn the_longest_rule_wins() {
        let scripts: Vec<Script> = [("bases", "base"), ("talks", "talk"), ("buses", "bus")]
            .iter()
            .map(|(form, lemma)| Script::between(form, form, lemma))
            .collect();
        let last_key = |form: &str, length: usize| {
            let mut all = Vec::new();
            keys(form, form, 3, false, "", |key| {
                all.push(key);
                true
            });
            all[all.len() - 1 - length]
        };
        let rules = Dictionary::build(&[(last_key("talks", 1), 2), (last_key("buses", 4), 3)]);
        let lemmatizer = Lemmatizer::new(scripts, rules);
        let lemma = |form: &str, tag: u8| lemmatizer.lemma(form, tag, false, "", &mut String::new());
        assert_eq!(lemma("guns", 3), "gun");
        assert_eq!(lemma("abuses", 3), "abus");
        assert_eq!(lemma("s", 3), "s", "never empty");
        assert_eq!(lemma("Guns", 5), "guns", "an unknown tag leaves the small word");
    }
}
