//! Reads temporal expressions from the atoms of a sentence, without resolving them.
//!
//! A recursive-descent grammar; every rule looks at a bounded number of atoms, so a sentence costs time linear in its
//! length. Extents follow TimeML: determiners and "about" belong to the expression, prepositions do not.

mod clock;
mod context;
mod date;
mod deictic;
mod duration;
mod edge;
mod number;
mod period;
mod range;
mod relative;

use jiff::civil::Date;

use super::atoms::{Atom, Kind};
use super::expression::{Expression, Found};
use super::words::{Key, Word, Words};

/// The atoms of one sentence.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub atoms: &'a [Atom],
    pub words: &'a Words,
}

impl<'a> Reader<'a> {
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.atoms.get(at).map(|atom| atom.kind)
    }

    pub(super) fn word(&self, at: usize) -> Word {
        match self.kind(at) {
            Some(Kind::Word(word)) => word,
            _ => Word::Other,
        }
    }

    pub(super) fn key(&self, at: usize) -> Option<Key> {
        match self.kind(at) {
            Some(Kind::Word(Word::Key(key))) => Some(key),
            _ => None,
        }
    }

    /// The function word before `at`.
    pub(super) fn before(&self, at: usize) -> Option<Key> {
        self.key(at.checked_sub(1)?)
    }

    pub(super) fn mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(Kind::Mark(mark))
    }

    /// Whether an atom begins with a capital.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.capital)
    }

    /// Whether the name of a holiday may begin here.
    pub(super) fn may_be_holiday(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.holiday)
    }

    /// Whether white space stands before an atom; so it does before the end.
    pub(super) fn space(&self, at: usize) -> bool {
        self.atoms.get(at).is_none_or(|atom| atom.space)
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.atoms.get(at).map_or("", |atom| &self.text[atom.start as usize..atom.end as usize])
    }

    pub(super) fn start(&self, at: usize) -> u32 {
        self.atoms[at].start
    }

    pub(super) fn end(&self, at: usize) -> u32 {
        self.atoms[at].end
    }

    /// Whether the atoms from `at` spell a phrase of lower-case words and marks: one past the last atom.
    pub(super) fn phrase(&self, at: usize, words: &[&str]) -> Option<usize> {
        let mut next = at;
        for word in words {
            let mut letters = *word;
            if let Some(rest) = letters.strip_prefix('\'') {
                let apostrophe = matches!(self.kind(next), Some(Kind::Mark('\'' | '’')));
                if !apostrophe {
                    return None;
                }
                next += 1;
                letters = rest;
                if letters.is_empty() {
                    continue;
                }
            }
            if !self.text(next).eq_ignore_ascii_case(letters) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// The expression that begins at `at`, the longest one.
    pub(super) fn expression(&self, at: usize) -> Option<Found> {
        let found = |(expression, last): (Expression, usize), modifier, rule| Found {
            first: at,
            last,
            expression,
            modifier,
            rule,
        };
        let mut best: Option<Found> = None;
        let mut offer = |candidate: Option<Found>| {
            if let Some(candidate) = candidate
                && best.as_ref().is_none_or(|best| candidate.last > best.last)
            {
                best = Some(candidate);
            }
        };
        offer(self.whole(at).map(|(expression, last)| {
            let rule = rule_of(&expression);
            found((expression, last), None, rule)
        }));
        offer(self.first_of_days(at));
        offer(self.set(at).map(|pair| found(pair, None, "set")));
        offer(self.duration(at).map(|(expression, modifier, last)| {
            let rule = rule_of(&expression);
            found((expression, last), modifier, rule)
        }));
        best
    }
}

/// The name of the rule that reads an expression: its outermost form.
fn rule_of(expression: &Expression) -> &'static str {
    use super::expression::{From, Name};
    match expression {
        Expression::Fixed(super::calendar::Period::Day(_)) => "full_date",
        Expression::Fixed(super::calendar::Period::Year(_)) => "year",
        Expression::Fixed(_) => "period",
        Expression::Named(named) => match (named.name, named.step, named.year) {
            (_, Some(_), _) => "deictic_name",
            (Name::MonthDay(..), _, Some(_)) => "full_date",
            (Name::MonthDay(..), ..) => "month_day",
            (Name::MonthlyDay(_), ..) => "day_of_month",
            (Name::Month(_), _, Some(_)) => "month_year",
            (Name::Month(_), ..) => "month",
            (Name::Weekday(_), ..) => "weekday",
            (Name::Season(_), ..) => "season",
            (Name::Quarter(_) | Name::Half(_), ..) => "quarter",
            (Name::Holiday(_), ..) => "holiday",
            (Name::Weekend, ..) => "weekend",
        },
        Expression::Inside(..) => "name_in_period",
        Expression::Shift { vague: true, .. } => "vague_shift",
        Expression::Shift { from: From::Speech, .. } => "shift_from_publication",
        Expression::Shift { from: From::Reference, .. } => "shift_from_reference",
        Expression::Nth { .. } => "nth_unit",
        Expression::Beside { .. } | Expression::Around(..) => "beside_date",
        Expression::Again { .. } => "shift_from_reference",
        Expression::Part(..) => "part_of_day",
        Expression::Clock(..) => "clock",
        Expression::Edge(..) | Expression::Half(..) => "part_of_period",
        Expression::Duration { .. } => "duration",
        Expression::Set(_) => "set",
        Expression::Reference(_) => "reference",
        Expression::Same | Expression::Then => "same_time",
        Expression::Unknown(_) => "unresolved",
    }
}

/// A day from numbers that may be out of range.
fn civil(year: u64, month: u64, day: u64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
