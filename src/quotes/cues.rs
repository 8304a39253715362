//! The words that report: verbs with all their forms, nouns, and the fixed phrase "according to".

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::Error;
use crate::lexicon::Table;
use crate::tokens::Tokens;

const VERBS: &str = include_str!("../../lexicon/reporting_verbs.tsv");
const NOUNS: &str = include_str!("../../lexicon/reporting_nouns.tsv");

/// How a verb reports; the table explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueClass {
    Say,
    Write,
    Tell,
    Weak,
    Label,
    Mind,
}

/// How a noun reports; the table explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NounClass {
    Words,
    Source,
    Feeling,
}

/// A form of a reporting verb: its words after the first, and its class.
#[derive(Clone, Debug)]
struct Form {
    rest: Vec<CompactString>,
    class: CueClass,
}

/// The reporting words, by their first word in lower case.
#[derive(Debug)]
pub struct Cues {
    verbs: FxHashMap<CompactString, Vec<Form>>,
    nouns: FxHashMap<CompactString, NounClass>,
}

/// A reporting verb in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    /// The verb.
    pub verb: u32,
    /// One past its last word ("pointed out": two words).
    pub end: u32,
    pub class: CueClass,
}

impl Cues {
    /// The tables that are compiled in.
    ///
    /// # Errors
    /// A row that does not parse.
    pub fn built_in() -> Result<Self, Error> {
        let mut verbs: FxHashMap<CompactString, Vec<Form>> = FxHashMap::default();
        for row in Table::parse("reporting_verbs", VERBS, &["verb", "class", "forms"])?.rows() {
            let [verb, class, forms] = row.cells[..] else { unreachable!("three columns were asked for") };
            let class = match class {
                "say" => CueClass::Say,
                "write" => CueClass::Write,
                "tell" => CueClass::Tell,
                "weak" => CueClass::Weak,
                "label" => CueClass::Label,
                "mind" => CueClass::Mind,
                other => {
                    return Err(Error::table("reporting_verbs", row.number, "class", format!("no class {other:?}")));
                }
            };
            let mut add = |form: &str, separator: char| {
                let mut words = form.split(separator).map(CompactString::from);
                let first = words.next().unwrap_or_default();
                let entry = verbs.entry(first).or_default();
                entry.push(Form { rest: words.collect(), class });
                entry.sort_by_key(|form| std::cmp::Reverse(form.rest.len()));
            };
            add(verb, ' ');
            if forms.is_empty() {
                regular_forms(verb).iter().for_each(|form| add(form, ' '));
            } else {
                let third = third_person(verb);
                if !forms.split(' ').any(|form| form.split('+').next() == third.split(' ').next()) {
                    add(&third, ' ');
                }
                forms.split(' ').for_each(|form| add(form, '+'));
            }
        }
        let mut nouns: FxHashMap<CompactString, NounClass> = FxHashMap::default();
        for row in Table::parse("reporting_nouns", NOUNS, &["noun", "class"])?.rows() {
            let class = match row.cells[1] {
                "words" => NounClass::Words,
                "source" => NounClass::Source,
                "feeling" => NounClass::Feeling,
                other => {
                    return Err(Error::table("reporting_nouns", row.number, "class", format!("no class {other:?}")));
                }
            };
            nouns.insert(row.cells[0].into(), class);
            nouns.insert(third_person(row.cells[0]).into(), class);
        }
        Ok(Self { verbs, nouns })
    }

    /// The reporting verb that starts at a token.
    pub(crate) fn verb(&self, text: &str, tokens: &Tokens, token: u32) -> Option<Cue> {
        let forms = self.verbs.get(lower(tokens.form(text, token)).as_str())?;
        let count = u32::try_from(tokens.tokens.len()).unwrap_or(u32::MAX);
        let matches = |form: &&Form| {
            let mut at = token;
            form.rest.iter().all(|word| {
                at += 1;
                at < count && tokens.form(text, at).eq_ignore_ascii_case(word)
            })
        };
        let form = forms.iter().find(matches)?;
        let more = u32::try_from(form.rest.len()).unwrap_or(0);
        Some(Cue { verb: token, end: token + 1 + more, class: form.class })
    }

    /// The reporting verb at each token, whatever the word is used as.
    pub(crate) fn verbs(&self, text: &str, tokens: &Tokens) -> Vec<Option<Cue>> {
        let letters = |token: u32| tokens.form(text, token).starts_with(|c: char| c.is_ascii_alphabetic());
        let count = u32::try_from(tokens.tokens.len()).unwrap_or(u32::MAX);
        (0..count).map(|token| if letters(token) { self.verb(text, tokens, token) } else { None }).collect()
    }

    /// Whether and how a noun reports.
    pub(crate) fn noun(&self, form: &str) -> Option<NounClass> {
        self.nouns.get(lower(form).as_str()).copied()
    }
}

/// A word in lower case without an allocation for short ones.
pub(crate) fn lower(form: &str) -> CompactString {
    if !form.is_ascii() {
        return CompactString::from_str_to_lowercase(form);
    }
    let mut word = CompactString::new(form);
    word.make_ascii_lowercase();
    word
}

/// Third person, past and present participle of a regular verb; the particle of a phrasal verb is kept.
fn regular_forms(verb: &str) -> Vec<String> {
    let (base, rest) = verb.split_once(' ').map_or((verb, String::new()), |(base, rest)| (base, format!(" {rest}")));
    let stem = base.strip_suffix('e').unwrap_or(base);
    let past = if let Some(stem) = consonant_y(base) { format!("{stem}ied") } else { format!("{stem}ed") };
    let ing = if base.ends_with("ee") { format!("{base}ing") } else { format!("{stem}ing") };
    vec![third_person(verb), format!("{past}{rest}"), format!("{ing}{rest}")]
}

/// Third person of a verb, or plural of a noun, by the spelling rules.
fn third_person(word: &str) -> String {
    let (base, rest) = word.split_once(' ').map_or((word, String::new()), |(base, rest)| (base, format!(" {rest}")));
    if let Some(stem) = consonant_y(base) {
        return format!("{stem}ies{rest}");
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|end| base.ends_with(end));
    format!("{base}{}{rest}", if hissing { "es" } else { "s" })
}

fn consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article, tokens};

    #[test]
    fn forms() {
        assert_eq!(regular_forms("announce"), ["announces", "announced", "announcing"]);
        assert_eq!(regular_forms("reply"), ["replies", "replied", "replying"]);
        assert_eq!(regular_forms("stress"), ["stresses", "stressed", "stressing"]);
    }

    #[test]
    fn longest_form_wins() {
        let cues = Cues::built_in().expect("the tables parse");
        for (text, words, class) in [
            ("pointed out that", 2, Some(CueClass::Say)),
            ("Saying so", 1, Some(CueClass::Say)),
            ("told us", 1, Some(CueClass::Tell)),
            ("dubbed it", 1, Some(CueClass::Label)),
            ("pointed at", 0, None),
            ("went home", 0, None),
        ] {
            let tokens = tokens::tokenize(text, &article::layout(text));
            let cue = cues.verb(text, &tokens, 0);
            assert_eq!(cue.map(|cue| cue.class), class, "{text}");
            assert_eq!(cue.map_or(0, |cue| cue.end), words, "{text}");
        }
        assert_eq!(cues.noun("Allegations"), Some(NounClass::Words));
        assert_eq!(cues.noun("letter"), Some(NounClass::Source));
        assert_eq!(cues.noun("concerns"), Some(NounClass::Feeling));
        assert_eq!(cues.noun("tree"), None);
    }
}
