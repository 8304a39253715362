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
pub(crate) use actors::{Actors, Class, Gender, Hint, Leader, NameEntry, Noun, Number};
pub(crate) use boilerplate::{FURNITURE, Place, is_number, phrase_words, word_hash};
pub(crate) use fold::{fold, fold_hash, word_key};
pub(crate) use glued::is_glued;
pub(crate) use table::Row;
pub use table::Table;

use crate::Error;
use crate::events::{Codes, Frames, ModeWords, PlaceNouns, USER_COLUMNS};
use crate::names::{Label, OwnNames};
use crate::places::{OWN_COLUMNS, OwnPlaces};
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
    /// The words that speak for a mode.
    pub(crate) mode_words: ModeWords,
    /// The nouns that make a place with the name before them.
    pub(crate) place_nouns: PlaceNouns,
    /// The words of times.
    pub times: Words,
    /// Who actors are.
    pub(crate) actors: Actors,
    /// Names of a user's actors, which are names wherever they stand.
    pub(crate) own_names: OwnNames,
    /// A user's places.
    pub(crate) own_places: OwnPlaces,
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
            mode_words: ModeWords::built_in()?,
            place_nouns: PlaceNouns::built_in()?,
            times: Words::built_in()?,
            actors: Actors::built_in()?,
            own_names: OwnNames::default(),
            own_places: OwnPlaces::default(),
        })
    }

    /// The kinds of tables that [`Self::with_rows`] takes.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        Self::tables().map(|(name, _)| name)
    }

    /// The tables that users may add rows to, with their columns.
    fn tables() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
        actors::TABLES.into_iter().chain([("places", &OWN_COLUMNS[..])])
    }

    /// Adds a user's rows over the shipped tables.
    ///
    /// `kind` is one of "actors", "roles", "groups", "leaders", "given_names", "places"; `columns` names the cells of each row,
    /// in any order. Columns (all texts; the first is required, a column left out counts as empty cells):
    ///
    /// * actors: `name`, `aliases` (separated by "|"), `label` (OntoNotes), `country`, `sectors` (PLOVER, separated by
    ///   "|"), `home`;
    /// * roles: `phrase`, `role`, `sector`; groups: `phrase`, `sector`, `number` (singular, plural);
    /// * leaders: `name`, `aliases`, `country`, `role`, `sector`, `from`, `to` (years); given_names: `name`, `gender`
    ///   (f, m, b);
    /// * places: `name`, `latitude`, `longitude` (degrees north and east, both required), `aliases`, `country` (ISO 3166-1
    ///   alpha-3), `region` (first-level code), `kind` (country, region, `populated_place` (if empty), water, mountain, area).
    ///
    /// A row with the name or phrase of a shipped row is preferred to it. The names of actors, leaders and places are names wherever
    /// they stand in a text, whether the recognizer sees them or not.
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
        let Some((_, known)) = Self::tables().find(|(name, _)| *name == kind) else {
            let names: Vec<&str> = Self::kinds().collect();
            return Err(Error::input(format!("unknown lexicon {kind:?}; there are {}", names.join(", "))));
        };
        table::arranged(kind, known, columns, rows, |row| {
            if kind == "places" {
                let (names, label) = self.own_places.add(row)?;
                names.into_iter().for_each(|name| self.own_names.add(name, Some(label)));
                return Ok(());
            }
            self.actors.add(kind, row)?;
            let names = [row.cells[0]].into_iter().chain(actors::list(row.cells[1]));
            match kind {
                "actors" => names.for_each(|name| self.own_names.add(name, Label::from_name(row.cells[2]))),
                // A surname alone is left to the entities of the article.
                "leaders" => names
                    .filter(|name| name.contains(' '))
                    .for_each(|name| self.own_names.add(name, Some(Label::Person))),
                _ => {}
            }
            Ok(())
        })
    }

    /// Adds a user's event frames over the shipped ones. Columns, in any order, all but the first two optional:
    ///
    /// * `frame`: the pattern, as `lexicon/events/verbs.tsv` explains;
    /// * `type`: a PLOVER type, or a type of the user's own (capitals, digits, underscores), which comes out as
    ///   [`crate::events::Event::own_type`] and has neither mode nor quad class;
    /// * `mode`, `cameo`, `contexts`: as in the shipped tables;
    /// * `class`: the trigger's part of speech: verb (if empty), noun, adjective.
    ///
    /// A row counts wherever all of it fits, without training, and is preferred to shipped rows.
    ///
    /// # Errors
    /// An unknown column, or a cell that does not parse, with row (the first is 1) and column.
    ///
    /// ```
    /// let mut lexicon = dateline::lexicon::Lexicon::built_in()?;
    /// let row = |kind: &str| vec!["A unionize R".to_owned(), kind.to_owned()];
    /// lexicon.with_frames(&["frame", "type"], &[row("LABOUR_ACT")])?;
    /// let error = lexicon.with_frames(&["frame", "type"], &[row("PROTEST"), row("PROTESTS")]).unwrap_err();
    /// assert!(error.to_string().starts_with("frames, row 2, column type"));
    /// # Ok::<(), dateline::Error>(())
    /// ```
    pub fn with_frames(&mut self, columns: &[&str], rows: &[Vec<String>]) -> Result<(), Error> {
        table::arranged("frames", &USER_COLUMNS, columns, rows, |row| self.frames.add_user("frames", row))
    }
}
