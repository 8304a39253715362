//! `eval entities`: clustering of names on MEANTIME dev, pronouns on GAP dev, codes of the marked actors of the PLOVER
//! records, named mentions of the acceptance articles.
//!
//! `entities+errors` prints what went wrong, `entities+speed` the time of the layer by itself,
//! `entities+rows` the candidates of GAP's pronouns.

mod actors;
mod conll;
mod gap;
mod gum;
mod meantime;
mod seeds;
mod speed;

use dateline::{Analyzer, Layers, Options, Resources};
use std::sync::Arc;

use crate::Settings;

pub(crate) use gum::training_rows;

/// Runs all of it.
pub(crate) fn run(settings: &Settings, what: &str) -> Result<(), String> {
    let errors = what.contains("errors");
    let only = |part: &str| !what.contains("only") || what.contains(part);
    let resources = Arc::new(load()?);
    let options = Options { layers: Layers::Entities, any_language: true, ..Options::default() };
    let analyzer = Analyzer::new(resources.clone(), options);
    if what.contains("speed") {
        return speed::run(settings, &resources);
    }
    if what.contains("rows") {
        return gap::print_rows(settings, &resources);
    }
    if only("meantime") {
        meantime::run(settings, &analyzer, &resources, errors)?;
    }
    if only("gap") {
        gap::run(settings, &resources, errors)?;
    }
    if only("actors") {
        actors::run(settings, &analyzer, errors)?;
    }
    if only("seeds") {
        seeds::run(settings, &analyzer, errors)?;
    }
    Ok(())
}

/// Models, tables and gazetteer of this source tree.
pub(crate) fn load() -> Result<Resources, String> {
    Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())
}
