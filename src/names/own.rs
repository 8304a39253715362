//! Names of a user's own rows: found wherever they stand in the text, also where the recognizer sees none.

use rustc_hash::FxHashMap;

use super::{Label, Name};
use crate::article;
use crate::lexicon::word_key;
use crate::pipeline::Document;
use crate::syntax::Upos;
use crate::tokens::{self, Tokens};

/// Phrases of a user's rows, by their words.
#[derive(Debug, Default)]
pub struct OwnNames {
    /// By first word: the numbers of words of the phrases that it begins, the largest first.
    lengths: FxHashMap<u64, Vec<usize>>,
    phrases: FxHashMap<Vec<u64>, Phrase>,
}

#[derive(Debug)]
struct Phrase {
    /// Which of its words begin with a capital; these must have one in the text too.
    capitals: Vec<bool>,
    label: Option<Label>,
}

impl OwnNames {
    /// Adds a name, without a leading "the". A later row of the same name replaces an earlier one.
    pub(crate) fn add(&mut self, name: &str, label: Option<Label>) {
        let words = tokens::tokenize(name, &article::layout(name));
        let mut forms: Vec<&str> = words.tokens.iter().map(|token| token.span.text(name)).collect();
        if forms.len() > 1 && forms[0].eq_ignore_ascii_case("the") {
            forms.remove(0);
        }
        let keys: Vec<u64> = forms.iter().map(|form| word_key(form)).collect();
        let Some(&first) = keys.first() else { return };
        let lengths = self.lengths.entry(first).or_default();
        if let Err(at) = lengths.binary_search_by(|length| keys.len().cmp(length)) {
            lengths.insert(at, keys.len());
        }
        let capitals = forms.iter().map(|form| is_capital(form)).collect();
        self.phrases.insert(keys, Phrase { capitals, label });
    }

    /// Puts the names that stand in the article among those that were recognized. A recognized name gives way to one that it
    /// is a part of or crosses, and stays where it is longer: "Black Swan Hotel" is no "Black Swan".
    pub(crate) fn mark(&self, text: &str, document: &Document, names: Vec<Name>) -> Vec<Name> {
        if self.phrases.is_empty() {
            return names;
        }
        let mut out = Vec::with_capacity(names.len());
        let mut names = names.into_iter().peekable();
        for found in self.find(text, document) {
            while let Some(before) = names.next_if(|name| name.tokens.end <= found.tokens.start) {
                out.push(before);
            }
            let longer = |name: &Name| {
                name.tokens.start <= found.tokens.start
                    && name.tokens.end >= found.tokens.end
                    && name.tokens.len() > found.tokens.len()
            };
            if names.peek().is_some_and(longer) {
                continue;
            }
            let mut found = found;
            while let Some(under) = names.next_if(|name| name.tokens.start < found.tokens.end) {
                if under.tokens == found.tokens && self.label(text, &document.tokens, &found).is_none() {
                    found.label = under.label;
                }
            }
            out.push(found);
        }
        out.extend(names);
        out
    }

    /// All names of one's own, from left to right, the longest at each place.
    fn find(&self, text: &str, document: &Document) -> Vec<Name> {
        let all = &document.tokens;
        let mut out = Vec::new();
        let mut keys = Vec::new();
        for sentence in all.sentences.iter().filter(|sentence| sentence.kind.is_prose()) {
            keys.clear();
            keys.extend(sentence.tokens.clone().map(|token| word_key(all.form(text, token))));
            let mut at = 0;
            while at < keys.len() {
                let rest = &keys[at..];
                #[allow(clippy::cast_possible_truncation)]
                let start = sentence.tokens.start + at as u32;
                let fits = |length: &&usize| {
                    rest.get(..**length).and_then(|words| self.phrases.get(words)).is_some_and(|phrase| {
                        let mut forms = (start..).map(|token| all.form(text, token));
                        phrase.capitals.iter().all(|&capital| forms.next().is_some_and(|it| !capital || is_capital(it)))
                            && (**length > 1 || at > 0 || is_name(document, start))
                    })
                };
                let Some(&length) = self.lengths.get(&rest[0]).and_then(|lengths| lengths.iter().find(fits)) else {
                    at += 1;
                    continue;
                };
                #[allow(clippy::cast_possible_truncation)]
                let tokens = start..start + length as u32;
                let label = self.phrases.get(&rest[..length]).and_then(|phrase| phrase.label).unwrap_or(Label::Org);
                out.push(Name { span: all.span(tokens.clone()), tokens, label, confidence: 1.0, margin: 0.0 });
                at += length;
            }
        }
        out
    }

    /// The label that the row gives.
    fn label(&self, text: &str, tokens: &Tokens, name: &Name) -> Option<Label> {
        let keys: Vec<u64> = name.tokens.clone().map(|token| word_key(tokens.form(text, token))).collect();
        self.phrases.get(&keys).and_then(|phrase| phrase.label)
    }
}

fn is_capital(form: &str) -> bool {
    form.starts_with(char::is_uppercase)
}

/// Whether the first word of a sentence, which has a capital in any case, is read as a name.
fn is_name(document: &Document, token: u32) -> bool {
    document.syntax.words.get(token as usize).is_none_or(|word| word.upos == Upos::Propn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::{Analyzer, Options, Resources};

    #[test]
    fn own_names_are_found_wherever_they_stand() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let mut lexicon = Lexicon::built_in().expect("the tables parse");
        let rows = [
            ["the Sons of the Desert", "SOD", "ORG"],
            ["Brigade 47", "", "ORG"],
            ["people's council of Ost", "", "ORG"],
            ["Black Swan", "Swan", ""],
            ["Order", "", "ORG"],
        ];
        let rows: Vec<_> = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        lexicon.with_rows("actors", &["name", "aliases", "label"], &rows).expect("the rows parse");
        let options = Options { any_language: true, ..Options::default() };
        let analyzer = Analyzer::new(resources.with_lexicon(lexicon).into(), options);
        for (sentence, name, there) in [
            ("Sons of the Desert attacked a village near Bergen.", "Sons of the Desert", true),
            ("Police said that SONS OF THE DESERT and SOD are one.", "SONS OF THE DESERT", true),
            ("Police said that SONS OF THE DESERT and SOD are one.", "SOD", true),
            ("Two sons of the desert came to the village.", "sons of the desert", false),
            ("Police arrested two members of Brigade 47 in Oslo.", "Brigade 47", true),
            ("The people's council of Ost rejected the offer.", "people's council of Ost", true),
            ("Officials said that Black Swan killed three soldiers.", "Black Swan", true),
            ("A black swan was seen on the lake.", "black swan", false),
            // A common word with the capital of a sentence's start is no name yet.
            ("Order was restored in the town on Monday.", "Order", false),
            ("Police banned the Order on Monday.", "Order", true),
        ] {
            let document = analyzer.analyze(sentence, None);
            let found = document.names.iter().any(|found| found.span.text(sentence) == name);
            assert_eq!(found, there, "{sentence} {:?}", document.names);
            for pair in document.names.windows(2) {
                assert!(pair[0].tokens.end <= pair[1].tokens.start, "{sentence}: names overlap");
            }
        }
    }

    #[test]
    fn longer_recognized_names_stay() {
        let mut own = OwnNames::default();
        own.add("Black Swan", None);
        let text = "They met in the Black Swan Hotel and at Black Swan.";
        let tokens = tokens::tokenize(text, &article::layout(text));
        let document = Document { tokens, ..Document::default() };
        let name = |range: std::ops::Range<u32>, label| Name {
            span: document.tokens.span(range.clone()),
            tokens: range,
            label,
            confidence: 0.9,
            margin: 1.0,
        };
        let recognized = vec![name(4..7, Label::Fac), name(10..11, Label::Person)];
        let marked = own.mark(text, &document, recognized.clone());
        let shown: Vec<_> = marked.iter().map(|name| (name.span.text(text), name.label)).collect();
        assert_eq!(shown, [("Black Swan Hotel", Label::Fac), ("Black Swan", Label::Org)]);
        // The same words keep their label if the row gives none.
        let marked = own.mark(text, &document, vec![name(9..11, Label::Gpe)]);
        assert_eq!(marked.last().map(|name| name.label), Some(Label::Gpe));
        assert_eq!(OwnNames::default().mark(text, &document, recognized.clone()), recognized);
    }
}
