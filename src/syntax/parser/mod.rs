//! Dependency parser: greedy arc-hybrid transitions (Kuhlmann et al. 2011) with an action model of three classes and a
//! label model that runs once per arc.
//!
//! Trained with a dynamic oracle and exploration (Goldberg and Nivre 2013). Every sentence gets a tree with one root in
//! at most two transitions per word.

mod features;
mod state;

pub use features::{ACTION_FEATURES, LABEL_FEATURES, Node, action, label};
pub use state::{Action, State};

use super::labels::Deprel;
use crate::Error;
use crate::model::{Narrow, Reader, Wide, Writer, argmax};

/// Room for relations.
pub const RELATIONS: usize = 64;
/// Kind of the weight file.
pub const KIND: &str = "parser";

/// The parser.
#[derive(Debug)]
pub struct Parser {
    actions: Narrow,
    labels: Wide<RELATIONS>,
}

impl Parser {
    /// A parser of trained tables.
    #[must_use]
    pub fn new(actions: Narrow, labels: Wide<RELATIONS>) -> Self {
        Self { actions, labels }
    }

    /// Parses the sentence in `state` (see [`State::reset`]); heads and relations are left there.
    pub fn parse(&self, state: &mut State) {
        let mut features = [0; ACTION_FEATURES];
        let mut relation = [0; LABEL_FEATURES];
        while !state.is_final() {
            let legal = state.legal();
            let action = match legal {
                [true, false, false] => Action::Shift,
                [false, false, true] => Action::Right,
                _ => {
                    action(state, &mut features);
                    let scores = self.actions.score(&features);
                    Action::best(legal, |action| scores[action as usize])
                }
            };
            if let Some((head, dependent)) = state.arc_of(action) {
                let label = if head == 0 {
                    Deprel::Root
                } else {
                    label(state, head, dependent, &mut relation);
                    let scores = self.labels.score(&relation);
                    Deprel::ALL[argmax(&scores[..Deprel::ALL.len()])]
                };
                state.attach(head, dependent, label);
            }
            state.apply(action);
        }
    }

    /// Appends the parser to a weight file.
    pub fn write(&self, file: &mut Writer) {
        self.actions.write(file);
        self.labels.write(file);
    }

    /// Reads what [`Parser::write`] wrote.
    ///
    /// # Errors
    /// A damaged file.
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(Self { actions: Narrow::read(file)?, labels: Wide::read(file)? })
    }
}
