//! Dependency parser: greedy arc-hybrid transitions (Kuhlmann et al. 2011) with an action model of three classes and a
//! label model that runs once per arc.
//!
//! Trained with a dynamic oracle and exploration (Goldberg and Nivre 2013). Every sentence gets a tree with one root in
//! at most two transitions per word.

mod actions;
mod features;
mod relations;
mod state;

pub use actions::{Decision, FIRST_ACTION_FEATURES, MORE_ACTION_FEATURES};
pub use features::Node;
pub use relations::{Arc, FIRST_LABEL_FEATURES, MORE_LABEL_FEATURES};
pub use state::{Action, State};

use super::labels::Deprel;
use crate::Error;
use crate::model::{Narrow, Reader, Wide, Writer, argmax};

/// Room for relations.
pub const RELATIONS: usize = 64;
/// Kind of the weight file.
pub const KIND: &str = "parser";
/// An action that leads the next one by this much after the first features, in units of training, is taken.
pub const SURE_ACTION: f32 = 40.0;
/// The same for a relation.
pub const SURE_LABEL: f32 = 14.0;

/// The parser.
#[derive(Debug)]
pub struct Parser {
    actions: Narrow,
    labels: Wide<RELATIONS>,
    /// [`SURE_ACTION`] in units of the table.
    sure_action: i32,
    /// [`SURE_LABEL`] in units of the table.
    sure_label: i16,
}

impl Parser {
    /// A parser of trained tables.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn new(actions: Narrow, labels: Wide<RELATIONS>) -> Self {
        let sure_action = (SURE_ACTION / actions.scale()) as i32;
        let sure_label = (SURE_LABEL / labels.scale()) as i16;
        Self { actions, labels, sure_action, sure_label }
    }

    /// Parses the sentence in `state` (see [`State::reset`]); heads and relations are left there.
    pub fn parse(&self, state: &mut State) {
        while !state.is_final() {
            let legal = state.legal();
            let action = match legal {
                [true, false, false] => Action::Shift,
                [false, false, true] => Action::Right,
                _ => self.action(state, legal),
            };
            if let Some((head, dependent)) = state.arc_of(action) {
                let label = if head == 0 { Deprel::Root } else { self.label(state, head, dependent) };
                state.attach(head, dependent, label);
            }
            state.apply(action);
        }
    }

    /// The best action. Most are clear from a third of the features.
    #[inline]
    fn action(&self, state: &State, legal: [bool; 3]) -> Action {
        let decision = Decision::new(state);
        let mut scores = [0; 3];
        let mut first = [0; FIRST_ACTION_FEATURES];
        decision.first(&mut first);
        self.actions.add_all(&first, &mut scores);
        let (action, lead) = Action::lead(legal, &scores);
        if lead.is_some_and(|lead| lead >= self.sure_action) {
            return action;
        }
        let mut more = [0; MORE_ACTION_FEATURES];
        decision.more(&mut more);
        self.actions.add_all(&more, &mut scores);
        Action::best(legal, |action| scores[action as usize])
    }

    /// The best relation of an arc. Most are clear from a third of the features.
    #[inline]
    fn label(&self, state: &State, head: usize, dependent: usize) -> Deprel {
        let arc = Arc::new(state, head, dependent);
        let mut first = [0; FIRST_LABEL_FEATURES];
        arc.first(&mut first);
        let mut scores = [0; RELATIONS];
        self.labels.add_all(&first, &mut scores);
        let (best, lead) = lead(scores);
        if lead >= self.sure_label {
            return Deprel::ALL[best];
        }
        let mut more = [0; MORE_LABEL_FEATURES];
        arc.more(&mut more);
        self.labels.add_all(&more, &mut scores);
        Deprel::ALL[argmax(&scores[..Deprel::ALL.len()])]
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
        Ok(Self::new(Narrow::read(file)?, Wide::read(file)?))
    }
}

/// The best relation, and by how much it leads the next one.
#[inline]
fn lead(mut scores: [i16; RELATIONS]) -> (usize, i16) {
    let scores = &mut scores[..Deprel::ALL.len()];
    let best = argmax(scores);
    let highest = std::mem::replace(&mut scores[best], i16::MIN);
    (best, highest.saturating_sub(scores[argmax(scores)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash::number;

    /// The head of the first of two words, when the first features speak for "left" (the second word is its head) with this
    /// weight and the others for "shift" with twice as much.
    fn head_of_first(weight: i16) -> u32 {
        let word = |n| Node { word: number(n), tag: number(n + 10), ..Node::default() };
        let mut state = State::default();
        state.reset([word(1), word(2)].into_iter());
        state.apply(Action::Shift);
        let (mut first, mut more) = ([0; FIRST_ACTION_FEATURES], [0; MORE_ACTION_FEATURES]);
        let decision = Decision::new(&state);
        decision.first(&mut first);
        decision.more(&mut more);
        let entries = vec![(first[0], [weight, 0]), (more[0], [-2 * weight, 0])];
        let none = Wide::build(Vec::new(), 1.0);
        state.restart();
        Parser::new(Narrow::build(entries, 1.0), none).parse(&mut state);
        state.heads[1]
    }

    #[test]
    fn clear_actions_are_taken_early_and_others_from_all_features() {
        let sure = SURE_ACTION as i16;
        assert_eq!(head_of_first(sure + 1), 2, "left, from the first features");
        assert_ne!(head_of_first(sure - 1), 2, "shift, from all features");
    }

    #[test]
    fn the_lead_is_over_the_next_legal_action() {
        assert_eq!(Action::lead([true, true, false], &[5, 9, 7]), (Action::Left, Some(4)));
        assert_eq!(Action::lead([true, true, true], &[5, 9, 7]), (Action::Left, Some(2)));
        assert_eq!(Action::lead([false, true, false], &[5, 9, 7]), (Action::Left, None));
    }

    #[test]
    fn the_best_relation_and_its_lead() {
        let mut scores = [0; RELATIONS];
        (scores[3], scores[7]) = (12, 20);
        assert_eq!(lead(scores), (7, 8));
        // Places beyond the last relation do not count.
        scores[RELATIONS - 1] = 100;
        assert_eq!(lead(scores), (7, 8));
    }
}
