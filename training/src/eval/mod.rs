//! `eval LAYER`: scores a layer on its dev files. `SCORING` figures are defined beside each.

use crate::Settings;

/// Runs the evaluations named after `eval`.
pub fn run(settings: &Settings) -> Result<(), String> {
    for layer in &settings.words[1..] {
        return Err(format!("no evaluation for the layer {layer}"));
    }
    Ok(())
}
