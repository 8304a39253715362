//! Loads the hand-written tables of the folder `lexicon/`.
//!
//! A table is tab-separated text. Lines that start with `#` explain it; the first other line names the columns.

mod abbreviations;
mod actors;
mod boilerplate;
mod fold;
mod glued;
mod table;

pub(crate) use abbreviations::{Follow, abbreviation};
pub(crate) use actors::{Actors, Class, Gender, Leader, NameEntry, Noun, Number};
pub(crate) use boilerplate::{FURNITURE, Place, phrase_words, word_hash};
pub(crate) use fold::{fold, fold_hash, word_key};
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
    /// Who actors are.
    pub(crate) actors: Actors,
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
            actors: Actors::built_in()?,
        })
    }

    /// Adds a user's rows over the shipped tables.
    ///
    /// `kind` is one of "actors", "roles", "groups", "leaders", "given_names"; `columns` names the cells of each row, in any
    /// order. Columns (all texts; the first is required, a column left out counts as empty cells):
    ///
    /// * actors: `name`, `aliases` (separated by "|"), `label` (OntoNotes), `country`, `sectors` (PLOVER, separated by "|"),
    ///   `home`;
    /// * roles: `phrase`, `role`, `sector`; groups: `phrase`, `sector`, `number` (singular, plural);
    /// * leaders: `name`, `aliases`, `country`, `role`, `sector`, `from`, `to` (years); given_names: `name`, `gender` (f, m, b).
    ///
    /// A row with the name or phrase of a shipped row is preferred to it.
    ///
    /// # Errors
    /// An unknown kind or column, or a cell that does not parse, with table, row (the first is 1) and column.
    ///
    /// ```
    /// let mut lexicon = dateline::lexicon::Lexicon::built_in()?;
    /// let rows = [vec!["Home Guard".to_owned(), "NOR".to_owned(), "MIL".to_owned()]];
    /// lexicon.with_rows("actors", &["name", "country", "sectors"], &rows)?;
    /// let rows = [vec!["Home Guard".to_owned(), "Norway".to_owned(), "MIL".to_owned()]];
    /// let error = lexicon.with_rows("actors", &["name", "country", "sectors"], &rows).unwrap_err();
    /// assert!(error.to_string().starts_with("actors, row 1, column country"));
    /// # Ok::<(), dateline::Error>(())
    /// ```
    pub fn with_rows(&mut self, kind: &str, columns: &[&str], rows: &[Vec<String>]) -> Result<(), Error> {
        let Some((_, known)) = actors::TABLES.iter().find(|(name, _)| *name == kind) else {
            let names: Vec<&str> = actors::TABLES.iter().map(|(name, _)| *name).collect();
            return Err(Error::input(format!("unknown lexicon {kind:?}; there are {}", names.join(", "))));
        };
        if let Some(column) = columns.iter().find(|column| !known.contains(column)) {
            let reason = format!("unknown column; there are {}", known.join(", "));
            return Err(Error::table(kind, 1, *column, reason));
        }
        for (index, row) in rows.iter().enumerate() {
            if row.len() != columns.len() {
                let reason = format!("expected {} cells, got {}", columns.len(), row.len());
                return Err(Error::table(kind, index + 1, columns.first().copied().unwrap_or(""), reason));
            }
            let cell = |name: &&str| {
                columns.iter().position(|column| column == name).map_or("", |position| row[position].trim())
            };
            self.actors.add(kind, &table::Row { number: index + 1, cells: known.iter().map(cell).collect() })?;
        }
        Ok(())
    }
}
