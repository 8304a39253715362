//! How expressions combine: "early next year", "the night of April 18", "Monday of last week".

use super::Reader;
use crate::times::calendar::{DayPart, Period};
use crate::times::expression::{Expression, From, Name};
use crate::times::words::{Key, Unit, Word};

pub(super) type Parsed = Option<(Expression, usize)>;

/// How deep "the beginning of the end of ..." may nest.
const DEPTH: u8 = 4;

impl Reader<'_> {
    /// A date, a relative time or any combination of them.
    pub(super) fn whole(&self, at: usize) -> Parsed {
        self.nested(at, DEPTH)
    }

    pub(super) fn nested(&self, at: usize, depth: u8) -> Parsed {
        let depth = depth.checked_sub(1)?;
        let mut best: Parsed = None;
        let mut offer = |candidate: Parsed| {
            if let Some((_, next)) = &candidate
                && best.as_ref().is_none_or(|(_, end)| next > end)
            {
                best = candidate;
            }
        };
        offer(self.edge(at, depth));
        offer(self.clock_of(at, depth));
        offer(self.determined(at, depth));
        offer(self.adverb(at));
        offer(self.date(at));
        offer(self.part_of(at, depth));
        let (expression, next) = best?;
        Some(self.postfix(expression, next, depth))
    }

    /// What may follow an expression and belongs to it.
    pub(super) fn postfix(&self, expression: Expression, next: usize, depth: u8) -> (Expression, usize) {
        let (mut expression, mut next) = (expression, next);
        for _ in 0..3 {
            let Some((longer, end)) = self.longer(&expression, next, depth) else { break };
            (expression, next) = (longer, end);
        }
        (expression, next)
    }

    pub(super) fn longer(&self, expression: &Expression, next: usize, depth: u8) -> Parsed {
        if is_day(expression) {
            let edge = usize::from(matches!(self.key(next), Some(Key::Early | Key::Late | Key::Mid)));
            let dash = usize::from(edge == 1 && self.mark(next + 1, '-'));
            match self.word(next + edge + dash) {
                Word::Part(part) => {
                    return Some((Expression::Part(part, Some(Box::new(expression.clone()))), next + edge + dash + 1));
                }
                Word::Parts(DayPart::Night) => return None,
                _ => {}
            }
            let comma = usize::from(self.mark(next, ','));
            let at =
                next + comma + usize::from(matches!(self.key(next + comma), Some(Key::At | Key::Around | Key::About)));
            let about = usize::from(matches!(self.key(at), Some(Key::About | Key::Around)));
            if at > next
                && let Some((clock, end)) = self.clock(at + about)
                && !(comma == 1 && at == next + 1 && clock.minute.is_none())
            {
                return Some((Expression::Clock(clock, Some(Box::new(expression.clone()))), end));
            }
            if let Some((clock, end)) = self.clock(next).filter(|_| !matches!(expression, Expression::Shift { .. })) {
                return Some((Expression::Clock(clock, Some(Box::new(expression.clone()))), end));
            }
        }
        // "the same month last year", "the same period a year earlier".
        let same = match expression {
            Expression::Same => Some(None),
            Expression::Shift { from: From::Reference, unit, steps: 0, .. } if *unit < Unit::Year => Some(Some(*unit)),
            _ => None,
        };
        if let Some(unit) = same
            && next >= 2
            && self.key(next - 2) == Some(Key::Same)
        {
            let of = next + usize::from(matches!(self.key(next), Some(Key::Of | Key::In)));
            let other = self.nested_shift(of, depth).or_else(|| self.duration(of).map(|(other, _, end)| (other, end)));
            if let Some((Expression::Shift { unit: Unit::Year, steps, vague: false, .. }, end)) = other
                && steps < 0
            {
                return Some((Expression::Again { unit, years: steps }, end));
            }
        }
        if let Expression::Named(named) = expression
            && named.year.is_none()
            && named.step.is_none()
        {
            let of = next + usize::from(self.key(next) == Some(Key::Of));
            if let Some((outer @ Expression::Shift { unit, .. }, end)) = self.nested_shift(of, depth) {
                let fits = match named.name {
                    Name::Weekday(_) | Name::Weekend => unit == Unit::Week || (unit == Unit::Month && of > next),
                    Name::Month(_)
                    | Name::MonthDay(..)
                    | Name::Season(_)
                    | Name::Quarter(_)
                    | Name::Half(_)
                    | Name::Holiday(_) => unit == Unit::Year,
                    Name::MonthlyDay(_) => unit == Unit::Month,
                };
                if fits {
                    return Some((Expression::Inside(named.name, Box::new(outer)), end));
                }
            }
        }
        None
    }

    /// "last year", "the same week": a relative unit.
    pub(super) fn nested_shift(&self, at: usize, depth: u8) -> Parsed {
        let starts = matches!(
            self.key(at),
            Some(Key::The | Key::This | Key::That | Key::Last | Key::Next | Key::Previous | Key::Following)
        );
        if !starts {
            return None;
        }
        // "the year" alone after a month is not "of the year".
        self.determined(at, depth.checked_sub(1)?)
    }
}

/// Whether an expression names one day.
pub(super) fn is_day(expression: &Expression) -> bool {
    match expression {
        Expression::Fixed(Period::Day(_)) => true,
        Expression::Named(named) => {
            matches!(named.name, Name::MonthDay(..) | Name::MonthlyDay(_) | Name::Weekday(_) | Name::Holiday(_))
        }
        Expression::Inside(name, _) => matches!(name, Name::MonthDay(..) | Name::Weekday(_) | Name::Holiday(_)),
        Expression::Shift { unit: Unit::Day, .. } | Expression::Beside { unit: Unit::Day, .. } => true,
        Expression::Nth { unit: Unit::Day, .. } => true,
        Expression::Edge(_, outer) => is_day(outer),
        _ => false,
    }
}

pub(super) fn is_part(expression: &Expression) -> bool {
    matches!(expression, Expression::Part(_, Some(_)))
}

/// Whether an expression names a stretch of the calendar.
pub(super) fn is_calendar(expression: &Expression) -> bool {
    !matches!(
        expression,
        Expression::Duration { .. }
            | Expression::Set(_)
            | Expression::Reference(_)
            | Expression::Then
            | Expression::Unknown(_)
            | Expression::Clock(..)
            | Expression::Shift { vague: true, .. }
    )
}
