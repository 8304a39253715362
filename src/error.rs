//! What can go wrong outside an article: resources that do not load and tables that do not parse.
//!
//! One type serves all of them, because a caller can do only one thing about any: show it. Articles themselves never fail;
//! whatever the text, [`crate::Analyzer::analyze`] returns a document.

use std::fmt;

/// Why resources could not be loaded or a user's table was refused.
#[derive(Debug)]
pub struct Error(Box<Kind>);

#[derive(Debug)]
enum Kind {
    Model { path: String, reason: String },
    Table { name: String, row: usize, column: String, reason: String },
    Input { reason: String },
}

impl Error {
    /// A weight or gazetteer file that is missing, damaged, truncated or of another kind.
    pub fn model(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self(Box::new(Kind::Model { path: path.into(), reason: reason.into() }))
    }

    /// A row of a lexicon table that does not parse. `row` counts from 1, the header being row 1.
    pub fn table(name: impl Into<String>, row: usize, column: impl Into<String>, reason: impl Into<String>) -> Self {
        Self(Box::new(Kind::Table { name: name.into(), row, column: column.into(), reason: reason.into() }))
    }

    /// An argument outside its domain.
    pub fn input(reason: impl Into<String>) -> Self {
        Self(Box::new(Kind::Input { reason: reason.into() }))
    }

    /// Whether a model or gazetteer file is to blame.
    #[must_use]
    pub fn is_model(&self) -> bool {
        matches!(*self.0, Kind::Model { .. })
    }

    /// Whether a row of a table is to blame.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(*self.0, Kind::Table { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Model { path, reason } => write!(f, "{path}: {reason}"),
            Kind::Table { name, row, column, reason } => write!(f, "{name}, row {row}, column {column}: {reason}"),
            Kind::Input { reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for Error {}
