//! Loads the hand-written tables of the folder `lexicon/`.
//!
//! A table is tab-separated text. Lines that start with `#` explain it; the first other line names the columns.

mod abbreviations;
mod boilerplate;
mod glued;
mod table;

pub(crate) use abbreviations::{Follow, abbreviation};
pub(crate) use boilerplate::{FURNITURE, Place, phrase_words, word_hash};
pub(crate) use glued::is_glued;
pub use table::Table;

use crate::Error;
use crate::events::{Codes, Frames};
use crate::quotes::Cues;
use crate::times::Words;

/// All tables, parsed and indexed.
#[derive(Debug)]
pub struct Lexicon {
    /// The words that report what somebody said.
    pub cues: Cues,
    /// Event frames.
    pub frames: Frames,
    /// CAMEO codes.
    pub cameo: Codes,
    /// The words of times.
    pub times: Words,
}

impl Lexicon {
    /// The tables that are compiled in.
    ///
    /// # Errors
    /// A row that does not parse; the tests make sure that no shipped table has one.
    pub fn built_in() -> Result<Self, Error> {
        Ok(Self {
            cues: Cues::built_in()?,
            frames: Frames::built_in()?,
            cameo: Codes::built_in()?,
            times: Words::built_in()?,
        })
    }
}
