//! People that the recognizer ran together: "Tim drags Kate". It knows words by their forms; the tagger has seen the sentence.

use super::{Label, Name};
use crate::pipeline::Document;
use crate::syntax::Upos;

/// Small words that stand inside names of people.
pub(crate) const PARTICLES: [&str; 28] = [
    "abu", "al", "ben", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du",
    "el", "ibn", "la", "le", "of", "ten", "the", "ul", "van", "von", "zu",
];

/// Takes verbs and conjunctions out of the names of people, which then are several.
pub(super) fn split(text: &str, document: &Document, names: Vec<Name>) -> Vec<Name> {
    let words = &document.syntax.words;
    let breaks = |token: u32| {
        let form = document.tokens.form(text, token);
        words
            .get(token as usize)
            .is_some_and(|word| matches!(word.upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Pron))
            && form.bytes().all(|byte| byte.is_ascii_lowercase())
            && !PARTICLES.contains(&form)
    };
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        if name.label != Label::Person || name.tokens.len() < 3 || !name.tokens.clone().any(breaks) {
            out.push(name);
            continue;
        }
        let mut start = name.tokens.start;
        for token in name.tokens.clone().chain([name.tokens.end]) {
            if token < name.tokens.end && !breaks(token) {
                continue;
            }
            if start < token && document.tokens.form(text, start).starts_with(char::is_uppercase) {
                out.push(Name { span: document.tokens.span(start..token), tokens: start..token, ..name.clone() });
            }
            start = token + 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::layout;
    use crate::{Resources, Span};

    #[test]
    fn verbs_stand_between_people_and_particles_inside() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped resources");
        for (text, whole, parts) in [
            ("Tim drags Kate back to the hotel.", "Tim drags Kate", &["Tim", "Kate"][..]),
            ("Ludwig van Holm spoke.", "Ludwig van Holm", &["Ludwig van Holm"]),
        ] {
            let mut document = Document { layout: layout(text), ..Document::default() };
            document.tokens = crate::tokens::tokenize(text, &document.layout);
            document.syntax = crate::syntax::parse(text, &document.tokens, None, &resources);
            let start = text.find(whole).expect("the name");
            let span = Span::of(start, start + whole.len());
            let tokens = document.tokens.within(span);
            let name = Name { span, tokens, label: Label::Person, confidence: 1.0, margin: 1.0 };
            let found = split(text, &document, vec![name]);
            assert_eq!(found.iter().map(|name| name.span.text(text)).collect::<Vec<_>>(), parts);
        }
    }
}
