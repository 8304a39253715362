//! How a text names somebody: the shortest phrase that does, and the entity behind it.

use crate::Span;
use crate::entities::MentionKind;
use crate::pipeline::Document;
use crate::quotes::tree::Tree;
use crate::syntax::{Deprel, Upos, Xpos};

/// A phrase that names a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub span: Span,
    /// The token that heads it.
    pub head: u32,
    /// Index of the entity.
    pub entity: Option<u32>,
}

/// The mentions of an article by the token that heads them.
pub(crate) struct MentionIndex {
    /// By token: index of the best mention that the token heads, `u32::MAX` for none.
    by_head: Vec<u32>,
    /// By token: index of the longest name that holds it.
    by_token: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl MentionIndex {
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn new(document: &Document) -> Self {
        let count = document.tokens.tokens.len();
        let mut by_head = vec![NONE; count];
        let mut by_token = vec![NONE; count];
        let mentions = &document.entities.mentions;
        let rank = |kind: MentionKind| match kind {
            MentionKind::Name => 3,
            MentionKind::Nominal => 2,
            MentionKind::Pronoun => 1,
            MentionKind::Title => 0,
        };
        for (index, mention) in mentions.iter().enumerate() {
            let longer = |old: u32, same_kind: bool| {
                old == NONE || {
                    let old = &mentions[old as usize];
                    let new_rank = (rank(mention.kind), mention.span.len());
                    !same_kind && new_rank > (rank(old.kind), old.span.len())
                        || same_kind && mention.span.len() > old.span.len()
                }
            };
            if let Some(slot) = by_head.get_mut(mention.head as usize)
                && longer(*slot, false)
            {
                *slot = index as u32;
            }
            if mention.kind == MentionKind::Name {
                for token in mention.tokens.clone() {
                    if let Some(slot) = by_token.get_mut(token as usize)
                        && longer(*slot, true)
                    {
                        *slot = index as u32;
                    }
                }
            }
        }
        Self { by_head, by_token }
    }

    /// The mention that a token heads.
    pub(crate) fn headed(&self, token: u32) -> Option<u32> {
        self.by_head.get(token as usize).copied().filter(|&index| index != NONE)
    }

    /// The longest name that holds a token.
    pub(crate) fn holding(&self, token: u32) -> Option<u32> {
        self.by_token.get(token as usize).copied().filter(|&index| index != NONE)
    }
}

/// The shortest phrase that names what `head` heads: a name without its title where there is one, else the noun with its
/// modifiers, without article, number and relative clause.
pub(crate) fn naming(document: &Document, tree: &Tree<'_>, mentions: &MentionIndex, head: u32) -> Phrase {
    let name = |index: u32| {
        let mention = &document.entities.mentions[index as usize];
        Phrase { span: mention.span, head, entity: Some(mention.entity) }
    };
    let own = mentions.headed(head).or_else(|| mentions.holding(head));
    let own = own.filter(|&index| document.entities.mentions[index as usize].kind == MentionKind::Name);
    if let Some(index) = own.filter(|&index| !is_people(document, index)) {
        return name(index);
    }
    // "spokesman Ahmed Ali", "the mayor, Ahmed Ali", "a Dane, Ahmed Ali": the name beside the title names the person.
    if own.is_some() || matches!(tree.upos(head), Upos::Noun | Upos::Propn) {
        for &child in tree.children(head) {
            let beside = matches!(tree.deprel(child), Deprel::Flat | Deprel::Appos | Deprel::NmodDesc);
            if beside
                && child > head
                && !quotation_between(tree, head, child)
                && let Some(index) = mentions.holding(child)
                && is_person(document, index)
            {
                return name(index);
            }
        }
    }
    if let Some(index) = own {
        return name(index);
    }
    if let Some(index) = named_body(document, tree, mentions, head) {
        return name(index);
    }
    let (first, last) = noun_phrase(tree, head);
    let span = document.tokens.span(first..last + 1);
    let entity = mentions.headed(head).map(|index| document.entities.mentions[index as usize].entity);
    Phrase { span, head, entity }
}

/// Whether a quotation mark stands between two tokens that are not far apart: a name behind it is another's.
fn quotation_between(tree: &Tree<'_>, from: u32, to: u32) -> bool {
    (from + 1..to.min(from + 16)).any(|at| matches!(tree.xpos(at), Xpos::OpenQuote | Xpos::CloseQuote))
}

/// The name of a body beside the noun that says what it is: "the news agency, SUNA", "the Haaretz newspaper".
fn named_body(document: &Document, tree: &Tree<'_>, mentions: &MentionIndex, head: u32) -> Option<u32> {
    let before = matches!(tree.lemma(head), "newspaper" | "organization" | "magazine" | "party" | "broadcaster");
    let after = before
        || matches!(
            tree.lemma(head),
            "agency" | "group" | "network" | "movement" | "company" | "union" | "association"
        );
    if !after {
        return None;
    }
    tree.children(head).iter().copied().take(24).find_map(|child| {
        let beside = match tree.deprel(child) {
            Deprel::Appos => child > head,
            Deprel::Compound | Deprel::NmodDesc => before && child < head,
            _ => false,
        };
        let index = mentions.headed(child).or_else(|| mentions.holding(child)).filter(|_| beside)?;
        is_body(document, index).then_some(index)
    })
}

/// Whether a mention is the name of an organisation.
pub(crate) fn is_body(document: &Document, mention: u32) -> bool {
    use crate::entities::EntityKind;
    use crate::names::Label;
    let mention = &document.entities.mentions[mention as usize];
    mention.kind == MentionKind::Name
        && document
            .entities
            .entities
            .get(mention.entity as usize)
            .is_some_and(|it| it.kind == EntityKind::Named(Label::Org))
}

/// Whether a mention names a people or one of it.
fn is_people(document: &Document, mention: u32) -> bool {
    use crate::entities::EntityKind;
    use crate::names::Label;
    let entity = document.entities.mentions[mention as usize].entity;
    document.entities.entities.get(entity as usize).is_some_and(|it| it.kind == EntityKind::Named(Label::Norp))
}

/// Whether a mention is one of a person.
pub(crate) fn is_person(document: &Document, mention: u32) -> bool {
    use crate::entities::EntityKind;
    use crate::names::Label;
    let entity = document.entities.mentions[mention as usize].entity;
    document.entities.entities.get(entity as usize).is_some_and(|it| it.kind == EntityKind::Named(Label::Person))
}

/// The first and last token of a noun with its modifiers: without article, number, clause, apposition and conjuncts.
fn noun_phrase(tree: &Tree<'_>, head: u32) -> (u32, u32) {
    let mut first = head;
    let mut last = head;
    for &child in tree.children(head).iter().rev() {
        let (start, end) = tree.extent(child);
        if child < head {
            let keep = matches!(
                tree.deprel(child),
                Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::Flat | Deprel::Nmod | Deprel::NmodDesc
            );
            if keep && end + 1 >= first.saturating_sub(1) && start < first && end < head {
                first = start;
            }
        }
    }
    for &child in tree.children(head) {
        if child > head {
            let (start, end) = tree.extent(child);
            let relation = tree.deprel(child);
            let of = relation == Deprel::Nmod
                && tree.child(child, &[Deprel::Case]).is_some_and(|case| tree.lemma(case) == "of");
            let keep = of || matches!(relation, Deprel::Flat | Deprel::Compound | Deprel::Fixed);
            if keep && start == last + 1 && end - start < 12 {
                last = end;
            }
        }
    }
    // The article may stand first in a phrase kept whole ("the country's army").
    while first < head && matches!(tree.upos(first), Upos::Det | Upos::Punct) {
        first += 1;
    }
    (first, last)
}
