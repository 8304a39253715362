//! `eval LAYER`: scores a layer on its dev files. Every figure is printed with the number of gold items.
#![allow(clippy::print_stdout)] // figures go to the standard output

mod article;
pub(crate) mod entities;
mod events;
mod events_other;
pub(crate) mod places;
mod quotes;
pub(crate) mod syntax;
pub(crate) mod tally;
mod times;
mod tokens;

use crate::Settings;

pub(crate) mod names;

/// Runs the evaluations named after `eval`.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    settings.words[1..].iter().try_for_each(|layer| match layer.as_str() {
        "article" => article::run(settings, ""),
        other if other.starts_with("article+") => article::run(settings, other),
        "tokens" => tokens::run(settings, ""),
        other if other.starts_with("tokens+") => tokens::run(settings, other),
        other if other.starts_with("entities") => entities::run(settings, other),
        "events" => events::run(settings, ""),
        other if other.starts_with("events+") => events::run(settings, other),
        "quotes" => quotes::run(settings, ""),
        other if other.starts_with("quotes+") => quotes::run(settings, other),
        other if other.starts_with("places") => places::run(settings, other.contains("errors")),
        "syntax" => syntax::run(settings),
        "names" => names::run(settings, false),
        "names+stdin" => names::read_along(),
        "names+errors" => names::run(settings, true),
        other if other == "times" || other.starts_with("times+") => times::run(settings, other),
        _ => Err(format!("no evaluation for the layer {layer}")),
    })
}
