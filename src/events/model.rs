//! The weights of the event models and how a decision becomes a probability.

use std::path::Path;

use super::network::Network;
use super::surroundings::FEATURES;
use super::types::EventType;
use super::vocabulary::MODES;
use crate::Error;
use crate::model::{Dictionary, Reader, Wide, Writer};

/// The name of the weight file.
pub const FILE: &str = "events.model";

/// Classes of the type model: no event, then the types in the manual's order.
pub const TYPES: usize = 17;
/// Classes of the mode model: no mode, then the modes in the order of [`MODES`].
pub const MODE_CLASSES: usize = 1 + mode_count();
/// Classes of the role model: none, actor, recipient.
pub const ROLES: usize = 3;
/// Classes of the place model: no, yes.
pub const PLACES: usize = 2;
/// Classes of the assertion model: asserted, reported, denied, hypothetical.
pub const ASSERTIONS: usize = 4;
/// Classes of the tense model: past, present, future.
pub const TENSES: usize = 3;

const fn mode_count() -> usize {
    let mut sum = 0;
    let mut at = 0;
    while at < MODES.len() {
        sum += MODES[at].1.len();
        at += 1;
    }
    sum
}

/// The range of mode classes of a type; empty for types without modes.
#[must_use]
pub fn mode_classes(kind: EventType) -> std::ops::Range<usize> {
    let mut start = 1;
    for (other, modes) in MODES {
        if other == kind {
            return start..start + modes.len();
        }
        start += modes.len();
    }
    0..0
}

/// A mode by its class.
#[must_use]
pub fn mode_of_class(class: usize) -> Option<&'static str> {
    let mut rest = class.checked_sub(1)?;
    for (_, modes) in MODES {
        if rest < modes.len() {
            return Some(modes[rest]);
        }
        rest -= modes.len();
    }
    None
}

/// A linear model with the temperature that makes its probabilities honest.
#[derive(Clone, Debug)]
pub struct Linear<const WIDTH: usize> {
    /// The weights.
    pub table: Wide<WIDTH>,
    /// Scores are divided by it; fitted on held-out folds of the training data.
    pub temperature: f32,
}

impl<const WIDTH: usize> Linear<WIDTH> {
    /// The probabilities of the first `classes` classes.
    #[must_use]
    pub fn probabilities(&self, features: &[u64], classes: usize) -> [f32; WIDTH] {
        let sums = self.table.score_all(features);
        let mut out = [0.0; WIDTH];
        let unit = self.table.scale() / self.temperature;
        let highest = sums[..classes].iter().copied().max().unwrap_or(0);
        let mut total = 0.0;
        for (slot, &sum) in out.iter_mut().zip(&sums[..classes]) {
            *slot = (f32::from(sum - highest) * unit).exp();
            total += *slot;
        }
        out.iter_mut().for_each(|slot| *slot /= total);
        out
    }

    fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(Self { temperature: file.real()?, table: Wide::read(file)? })
    }

    fn write(&self, file: &mut Writer) {
        file.real(self.temperature);
        self.table.write(file);
    }
}

/// All event models.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct EventModel {
    pub classes: Dictionary,
    pub types: Linear<32>,
    pub network: Option<Network>,
    pub surroundings: [f32; FEATURES],
    pub modes: Linear<80>,
    pub roles: Linear<16>,
    pub places: Linear<16>,
    pub assertions: Linear<16>,
    pub tenses: Linear<16>,
}

impl EventModel {
    /// Loads the weight file of a folder; `None` if there is none.
    ///
    /// # Errors
    /// A file that is damaged, truncated or of a foreign format.
    pub fn load(folder: &Path) -> Result<Option<Self>, Error> {
        if !folder.join(FILE).exists() {
            return Ok(None);
        }
        let read = |file: &mut Reader<'_>| {
            Ok(Self {
                classes: Dictionary::read(file)?,
                types: Linear::read(file)?,
                network: if file.number()? > 0 { Some(Network::load(file)?) } else { None },
                surroundings: reals(file)?,
                modes: Linear::read(file)?,
                roles: Linear::read(file)?,
                places: Linear::read(file)?,
                assertions: Linear::read(file)?,
                tenses: Linear::read(file)?,
            })
        };
        Reader::load(folder, FILE, "events", read).map(Some)
    }

    /// The weight file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::new("events");
        self.classes.write(&mut file);
        self.types.write(&mut file);
        file.number(self.network.is_some().into());
        self.network.iter().for_each(|network| network.write(&mut file));
        self.surroundings.iter().for_each(|&weight| file.real(weight));
        self.modes.write(&mut file);
        self.roles.write(&mut file);
        self.places.write(&mut file);
        self.assertions.write(&mut file);
        self.tenses.write(&mut file);
        file.finish()
    }
}

fn reals<const N: usize>(file: &mut Reader<'_>) -> Result<[f32; N], Error> {
    let mut out = [0.0; N];
    for slot in &mut out {
        *slot = file.real()?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::vocabulary::modes;

    #[test]
    fn mode_classes_and_names_agree() {
        for kind in EventType::ALL {
            let named: Vec<_> = mode_classes(kind).filter_map(mode_of_class).collect();
            assert_eq!(named, modes(kind));
        }
        assert_eq!(mode_of_class(0), None);
        assert_eq!(MODE_CLASSES, 68);
    }
}
