//! Morphological features: looked up by tag, word and the tag before, the most special rule first.

use super::labels::Features;
use crate::Error;
use crate::model::hash::{feature, number};
use crate::model::{Dictionary, Reader, Writer};

/// Number of keys of a word.
pub const LEVELS: usize = 5;

/// Rules from tags and words to feature bundles.
#[derive(Debug)]
pub struct Morphology {
    /// From keys (see [`keys`]) to the number of a bundle plus one.
    rules: Dictionary,
}

impl Morphology {
    /// A morphology of rules.
    #[must_use]
    pub fn new(rules: Dictionary) -> Self {
        Self { rules }
    }

    /// The features of a word (atom of its normal form and of its last three letters) with its tag and the tags before.
    #[must_use]
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    pub fn features(&self, word: u64, suffix: u64, tags: [u8; 3]) -> Features {
        for key in keys(word, suffix, tags) {
            let found = self.rules.get(key);
            if found > 0 {
                return Features::from_number(found as u16 - 1).unwrap_or_default();
            }
        }
        Features::default()
    }

    /// Appends the rules to a weight file.
    pub fn write(&self, file: &mut Writer) {
        self.rules.write(file);
    }

    /// Reads what [`Morphology::write`] wrote.
    ///
    /// # Errors
    /// A damaged file.
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(Self { rules: Dictionary::read(file)? })
    }
}

/// The keys of a word, the most special first; `tags` are those of the word, the one before it and the one before that.
#[must_use]
#[inline]
pub fn keys(word: u64, suffix: u64, [tag, previous, before]: [u8; 3]) -> [u64; LEVELS] {
    let [tag, previous, before] = [tag, previous, before].map(|tag| number(u64::from(tag) | 1 << 45));
    [
        feature(500, [tag, word, previous]),
        feature(501, [tag, word]),
        feature(502, [tag, previous, before]),
        feature(503, [tag, suffix]),
        feature(504, [tag]),
    ]
}
