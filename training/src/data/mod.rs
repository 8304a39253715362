//! Readers of the annotated corpora.

pub(crate) mod events;
pub(crate) mod lessons;
pub(crate) mod names;
mod partial;
mod readings;
mod silver;
