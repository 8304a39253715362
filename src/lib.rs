//! `dateline` reads news: who did what to whom, when and where, and who said so.
//!
//! [`Analyzer::analyze`] takes one article and gives a [`Document`]; `src/pipeline.rs` shows the way of an article through
//! the layers, one folder each. Offsets are bytes here and Unicode code points at the Python edge.

pub mod article;
pub mod entities;
mod error;
pub mod events;
pub mod lexicon;
pub mod model;
pub mod names;
mod pipeline;
pub mod places;
#[cfg(feature = "python")]
mod py;
pub mod quotes;
mod resources;
mod span;
pub mod syntax;
pub mod times;
pub mod tokens;

pub use error::Error;
pub use pipeline::{Analyzer, Document, Layers, Options};
pub use resources::{Resources, fingerprint};
pub use span::Span;
