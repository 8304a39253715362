//! What later layers ask: which entity does this token, span or noun stand for, and as which actor is it coded.

use super::{Country, Entities, EntityKind, Mention, MentionKind, Sector};
use crate::Span;
use crate::names::Label;

const NONE: u32 = u32::MAX;

/// The code of an actor: country and sectors, the main sector first. Both may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// ISO 3166-1 alpha-3, or the PLOVER code of an international actor.
    pub country: Option<Country>,
    /// PLOVER sectors.
    pub sectors: Vec<Sector>,
}

/// Mentions by token, built once when the layer is done.
#[derive(Clone, Debug, Default)]
pub(super) struct TokenIndex {
    /// By token: the best mention that the token heads.
    by_head: Vec<u32>,
    /// By token: the mention that holds it, a name before a nominal, the longer before the shorter.
    by_token: Vec<u32>,
}

const fn rank(kind: MentionKind) -> u8 {
    match kind {
        MentionKind::Name => 3,
        MentionKind::Nominal => 2,
        MentionKind::Pronoun => 1,
        MentionKind::Title => 0,
    }
}

/// Longest mention that is entered token by token; longer ones count by their head only, so that time stays linear.
const LONGEST: u32 = 40;

impl TokenIndex {
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn new(mentions: &[Mention], tokens: usize) -> Self {
        let mut index = Self { by_head: vec![NONE; tokens], by_token: vec![NONE; tokens] };
        let better = |new: &Mention, old: u32| {
            old == NONE || {
                let old = &mentions[old as usize];
                (rank(new.kind), new.span.len()) > (rank(old.kind), old.span.len())
            }
        };
        for (number, mention) in mentions.iter().enumerate() {
            if let Some(slot) = index.by_head.get_mut(mention.head as usize)
                && better(mention, *slot)
            {
                *slot = number as u32;
            }
            let tokens = mention.tokens.clone();
            let tokens = if tokens.len() as u32 > LONGEST { mention.head..mention.head + 1 } else { tokens };
            for token in tokens {
                if let Some(slot) = index.by_token.get_mut(token as usize)
                    && better(mention, *slot)
                {
                    *slot = number as u32;
                }
            }
        }
        index
    }
}

impl Entities {
    /// The mention that holds a token: a name before a nominal phrase, the longer of two names. Index into
    /// [`Entities::mentions`].
    #[must_use]
    pub fn mention_at(&self, token: u32) -> Option<u32> {
        self.index.by_token.get(token as usize).copied().filter(|&mention| mention != NONE)
    }

    /// The mention that a token heads; for an inner token of a name, the name.
    #[must_use]
    pub fn mention_of_head(&self, token: u32) -> Option<u32> {
        let headed = self.index.by_head.get(token as usize).copied().filter(|&mention| mention != NONE);
        headed.or_else(|| {
            self.mention_at(token).filter(|&mention| self.mentions[mention as usize].kind == MentionKind::Name)
        })
    }

    /// The entity of the mention that fills most of a span; a name wins over what stands around it only when nothing else
    /// fits better. Index into [`Entities::entities`].
    #[must_use]
    pub fn entity_of_span(&self, span: Span) -> Option<u32> {
        let first = self.mentions.partition_point(|mention| mention.span.start < span.start);
        let inside = self.mentions[first..].iter().take_while(|mention| mention.span.start < span.end);
        let inside = inside.filter(|mention| span.contains(mention.span));
        let best = inside.max_by_key(|mention| (mention.span.len(), std::cmp::Reverse(mention.span.start)));
        best.map(|mention| mention.entity)
    }

    /// The actor that a mention is coded as when it acts: "Moscow said" is the Russian government, "Russian" is Russia, a
    /// minister is the government of the state. Index into [`Entities::mentions`].
    #[must_use]
    pub fn actor(&self, mention: u32) -> Actor {
        self.mentions.get(mention as usize).map_or_else(Actor::default, |mention| self.actor_of_entity(mention.entity))
    }

    /// The actor that an entity is coded as when it acts. Index into [`Entities::entities`].
    #[must_use]
    pub fn actor_of_entity(&self, entity: u32) -> Actor {
        let Some(entity) = self.entities.get(entity as usize) else { return Actor::default() };
        let place = matches!(entity.kind, EntityKind::Named(Label::Gpe | Label::Fac | Label::Loc));
        let sectors = if place && entity.sectors.is_empty() && entity.seat {
            vec![Sector::Government]
        } else {
            entity.sectors.clone()
        };
        Actor { country: entity.country, sectors }
    }
}
