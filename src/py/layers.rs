//! What a caller wants to see of an article, and how far that makes us analyze.

use crate::Layers;

/// The keys of an article that are filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // a set of names, spelled out
pub(super) struct Wanted {
    pub(super) sentences: bool,
    pub(super) tokens: bool,
    pub(super) entities: bool,
    pub(super) times: bool,
    pub(super) quotes: bool,
    pub(super) events: bool,
}

/// The names that `layers` takes, in the order of the pipeline.
pub(super) const NAMES: [&str; 6] = ["sentences", "tokens", "entities", "times", "quotes", "events"];

impl Wanted {
    /// Everything but tokens, which most callers do not need and which are most of the memory.
    pub(super) const DEFAULT: Self =
        Self { sentences: true, tokens: false, entities: true, times: true, quotes: true, events: true };

    /// The set of names; the error is the name that is none.
    pub(super) fn parse<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Self, &'n str> {
        let mut wanted = Self::default();
        for name in names {
            let field = match name {
                "sentences" => &mut wanted.sentences,
                "tokens" => &mut wanted.tokens,
                "entities" => &mut wanted.entities,
                "times" => &mut wanted.times,
                "quotes" => &mut wanted.quotes,
                "events" => &mut wanted.events,
                _ => return Err(name),
            };
            *field = true;
        }
        Ok(wanted)
    }

    /// The last layer of the pipeline that has to run.
    pub(super) const fn last_layer(self) -> Layers {
        if self.events {
            Layers::Events
        } else if self.quotes {
            Layers::Quotes
        } else if self.entities || self.times {
            Layers::Entities
        } else if self.tokens {
            Layers::Syntax
        } else {
            Layers::Tokens
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_choose_the_last_layer() {
        for (names, last) in [
            (&[][..], Layers::Tokens),
            (&["sentences"], Layers::Tokens),
            (&["tokens"], Layers::Syntax),
            (&["times", "tokens"], Layers::Entities),
            (&["quotes", "sentences"], Layers::Quotes),
            (&NAMES, Layers::Events),
        ] {
            assert_eq!(Wanted::parse(names.iter().copied()).unwrap().last_layer(), last, "{names:?}");
        }
        assert_eq!(Wanted::parse(["events", "event"]), Err("event"));
        assert_eq!(Wanted::DEFAULT.last_layer(), Layers::Events);
    }
}
