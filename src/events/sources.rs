//! Who says that an act happened: the speakers of the quotations around it, else the subject of a verb of accusing, claiming
//! or reporting that governs it ("accused Iran of developing", "claimed responsibility for the blast").

use super::candidates::Candidate;
use super::scene::Scene;
use super::words::Set;
use super::{Participant, arguments};
use crate::quotes::phrase;
use crate::syntax::{Deprel, Upos};

/// The chain of sources of an act, the nearest first. Who only speaks of his own act ("the army said it rejects") is left out
/// where somebody else reports it, and kept where nobody does.
pub(super) fn sources(scene: &Scene<'_>, candidate: &Candidate, actors: &[Participant]) -> Vec<Participant> {
    let document = scene.reader.document;
    let span = document.tokens.tokens[candidate.token as usize].span;
    let mut out: Vec<Participant> = Vec::new();
    // Quotations are in order of their start: those around a token lie near it.
    let end = document.quotes.partition_point(|quote| quote.content.start <= span.start);
    let holding = document.quotes[..end].iter().rev().take(64);
    for quote in holding.filter(|quote| quote.parts.iter().any(|part| part.overlaps(span))) {
        let Some(speaker) = quote.speaker_span else { continue };
        for one in with_joined(scene, quote.speaker, speaker) {
            if out.iter().all(|it| it.span != one.span) {
                out.push(one);
            }
        }
    }
    if out.is_empty() {
        return vouching(scene, candidate).map_or_else(Vec::new, |token| {
            let named = phrase::naming(document, scene.tree(), &scene.mentions, token);
            with_joined(scene, named.entity, named.span)
        });
    }
    let own = |it: &Participant| {
        let same =
            |actor: &Participant| actor.span.overlaps(it.span) || (actor.entity.is_some() && actor.entity == it.entity);
        actors.iter().any(same)
    };
    if out.iter().any(|it| !own(it)) {
        out.retain(|it| !own(it));
    }
    out
}

/// A speaker and whom the text joins to him: "police and witnesses"; for what was written, whose it is: "a report by the
/// ministry".
fn with_joined(scene: &Scene<'_>, entity: Option<u32>, span: crate::Span) -> Vec<Participant> {
    let document = scene.reader.document;
    let tree = scene.tree();
    let tokens = document.tokens.within(span);
    let head = tokens.clone().find(|&token| !tokens.contains(&tree.head(token)) || tree.head(token) == token);
    if let Some(author) = head.and_then(|head| author(scene, head)) {
        let named = phrase::naming(document, tree, &scene.mentions, author);
        return vec![source(scene, named.entity, named.span)];
    }
    let mut out = vec![source(scene, entity, span)];
    for &child in head.map_or(&[][..], |head| tree.children(head)) {
        let nominal = matches!(tree.upos(child), Upos::Noun | Upos::Propn);
        // What stands before is part of a title: "Trade and Energy Minister Ann Lee".
        if tree.deprel(child) == Deprel::Conj && nominal && child >= tokens.end {
            let named = phrase::naming(document, tree, &scene.mentions, child);
            out.push(source(scene, named.entity, named.span));
        }
    }
    out
}

/// Who wrote, as far as the phrase of a text says.
fn author(scene: &Scene<'_>, text: u32) -> Option<u32> {
    let tree = scene.tree();
    let written = matches!(
        tree.lemma(text),
        "report"
            | "statement"
            | "memo"
            | "letter"
            | "study"
            | "survey"
            | "document"
            | "release"
            | "estimate"
            | "data"
            | "figure"
    );
    tree.children(text).iter().copied().filter(|_| written).find(|&child| {
        let owner = match tree.deprel(child) {
            Deprel::NmodPoss => true,
            Deprel::Nmod => matches!(arguments::preposition(tree, child), Some("from" | "by" | "of")),
            _ => false,
        };
        owner && scene.mentions.headed(child).is_some() && !scene.is_pronoun(child)
    })
}

fn source(scene: &Scene<'_>, entity: Option<u32>, span: crate::Span) -> Participant {
    let known = entity.and_then(|id| scene.reader.document.entities.entities.get(id as usize));
    Participant {
        entity,
        span,
        country: known.and_then(|it| it.country),
        sectors: known.map(|it| it.sectors.clone()).unwrap_or_default(),
        inherited: false,
        mentions: Vec::new(),
    }
}

/// The subject of the nearest vouching verb above a trigger.
fn vouching(scene: &Scene<'_>, candidate: &Candidate) -> Option<u32> {
    arguments::of_verb(scene.tree(), vouching_verb(scene, candidate)?, scene.reader.frames).subject
}

/// The nearest vouching verb above a trigger.
pub(crate) fn vouching_verb(scene: &Scene<'_>, candidate: &Candidate) -> Option<u32> {
    let tree = scene.tree();
    let mut at = candidate.token;
    for _ in 0..8 {
        let head = tree.head(at);
        if head == at {
            return None;
        }
        at = head;
        if tree.upos(at) == Upos::Verb && scene.reader.frames.words.has(Set::Vouches, tree.lemma(at)) {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::events::Assertion;
    use crate::{Analyzer, Options, Resources};

    #[test]
    fn who_says_it() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let analyzer = Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() });
        for (text, wanted) in [
            ("Police and witnesses said gunmen had killed four farmers in Larin.", &["Police", "witnesses"][..]),
            ("Officials in Larin say rebels attacked a bus on Monday.", &["Officials"]),
            ("A report by the health ministry said rebels had killed four nurses.", &["health ministry"]),
            ("The mayor was reportedly stabbed outside the town hall on Friday.", &[]),
        ] {
            let document = analyzer.analyze(text, None);
            let event = document.events.iter().find(|it| it.assertion == Assertion::Reported).expect("a reported act");
            let names: Vec<_> = event.attributed_to.iter().map(|it| it.span.text(text)).collect();
            assert_eq!(names, wanted, "{text}");
        }
    }

    #[test]
    fn what_must_be_done_is_said_not_reported() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let analyzer = Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() });
        let events = analyzer.analyze("Mayor Ann Lee said the government must withdraw its troops.", None).events;
        let request = events.iter().find(|it| it.kind == crate::events::EventType::Request).expect("a request");
        assert_eq!((request.assertion, request.attributed_to.len()), (Assertion::Asserted, 0));
    }
}
