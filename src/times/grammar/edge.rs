//! Words that go before other expressions ("early", "the end of", "5 p.m. on", "the night of") and adverbs
//! ("yesterday", "now").

use super::Reader;
use super::relative::{Parsed, is_day, is_part};
use crate::times::atoms::Kind;
use crate::times::calendar::{Clock, DayPart};
use crate::times::expression::{Edge, Expression, From};
use crate::times::words::{Key, Reference, Unit, Word};

impl Reader<'_> {
    /// "early", "the end of", "later in", "the first half of" before another expression.
    pub(super) fn edge(&self, start: usize, depth: u8) -> Parsed {
        // "month's end".
        if let Word::Unit(unit @ (Unit::Month | Unit::Year | Unit::Week)) = self.word(start)
            && matches!(self.kind(start + 1), Some(Kind::Mark('\'' | '’')))
            && self.key(start + 2) == Some(Key::S)
            && self.key(start + 3) == Some(Key::End)
        {
            let outer = Expression::Shift { from: From::Reference, unit, steps: 0, vague: false };
            return Some((Expression::Edge(Edge::End, Box::new(outer)), start + 4));
        }
        let the = usize::from(self.key(start) == Some(Key::The));
        let mut at = start + the;
        if the == 1 && self.key(at) == Some(Key::Very) {
            at += 1;
        }
        let adjective = match self.key(at) {
            Some(Key::Early) => Some(Edge::Start),
            Some(Key::Mid | Key::Middle) => Some(Edge::Mid),
            Some(Key::Late | Key::Latter) => Some(Edge::End),
            Some(Key::Earlier) => Some(Edge::Earlier),
            Some(Key::Later) => Some(Edge::Later),
            _ => None,
        };
        if let Some(edge) = adjective {
            let dash = usize::from(self.mark(at + 1, '-') && !self.space(at + 2));
            let mut next = at + 1 + dash;
            // "early to mid", "mid-to-late".
            if self.key(next) == Some(Key::To) || (self.mark(next, '-') && self.key(next + 1) == Some(Key::To)) {
                let to = next + usize::from(self.mark(next, '-')) + 1;
                let dash = usize::from(self.mark(to, '-'));
                if matches!(self.key(to + dash), Some(Key::Mid | Key::Late)) {
                    next = to + dash + 1;
                    next += usize::from(self.mark(next, '-'));
                }
            }
            // "the early part of", "early in", "late on".
            let part =
                matches!(self.key(next), Some(Key::Part | Key::Portion | Key::Half)) || self.text(next) == "stages";
            if part && self.key(next + 1) == Some(Key::Of) {
                next += 2;
            } else if (the == 0
                && dash == 0
                && self.key(at) != Some(Key::Latter)
                && matches!(self.key(next), Some(Key::In | Key::On | Key::During)))
                || (self.key(next) == Some(Key::Of) && self.key(at) == Some(Key::Middle))
            {
                next += 1;
            } else if self.key(at) == Some(Key::Middle) || self.key(at) == Some(Key::Latter) {
                return None;
            }
            // "early morning", "late Tuesday night", "late night".
            if let Word::Part(part) = self.word(next) {
                let hours = usize::from(matches!(self.word(next + 1), Word::Units(Unit::Hour)));
                let after = next + 1 + hours;
                if (self.key(after) == Some(Key::Of) || (self.key(after) == Some(Key::On) && hours == 1))
                    && let Some((outer, end)) = self.nested(after + 1, depth).filter(|(outer, _)| is_day(outer))
                {
                    return Some((Expression::Part(part, Some(Box::new(outer))), end));
                }
                let outer = (the == 1).then(|| Box::new(Expression::Same));
                return (dash == 0).then_some((Expression::Part(part, outer), after));
            }
            let (outer, end) = self.nested(next, depth)?;
            if matches!(
                outer,
                Expression::Reference(_) | Expression::Clock(..) | Expression::Then | Expression::Edge(..)
            ) {
                return None;
            }
            if matches!(edge, Edge::Earlier | Edge::Later) && matches!(outer, Expression::Fixed(_)) && next == at + 1 {
                return None;
            }
            return Some((Expression::Edge(edge, Box::new(outer)), end));
        }
        // "the beginning of", "mid-way through" and the like.
        let (edge, next) = match self.kind(at)? {
            Kind::Word(Word::Key(Key::Beginning | Key::Start | Key::Outset | Key::Opening)) => (Edge::Start, at + 1),
            Kind::Word(Word::Key(Key::Close)) if the == 1 => (Edge::End, at + 1),
            Kind::Word(Word::Key(Key::End)) => (Edge::End, at + 1),
            Kind::Word(Word::Key(Key::Turn)) if the == 1 => (Edge::Start, at + 1),
            Kind::Word(Word::Ordinal(n @ 1..=2)) if self.key(at + 1) == Some(Key::Half) => {
                let outer = self.of(at + 2)?;
                let (outer, end) = self.nested(outer, depth)?;
                return Some((Expression::Half(n, Box::new(outer)), end));
            }
            Kind::Word(Word::Key(Key::Latter)) if self.key(at + 1) == Some(Key::Half) => {
                let (outer, end) = self.nested(self.of(at + 2)?, depth)?;
                return Some((Expression::Half(2, Box::new(outer)), end));
            }
            _ => return None,
        };
        let of = self.of(next);
        // "end March" is a date, "end Sunday" a verb with one.
        if of.is_none() && !(the == 0 && matches!(self.word(next), Word::Month(_))) {
            return None;
        }
        let (outer, end) = self.nested(of.unwrap_or(next), depth)?;
        if matches!(outer, Expression::Reference(_) | Expression::Then) {
            return None;
        }
        Some((Expression::Edge(edge, Box::new(outer)), end))
    }

    pub(super) fn of(&self, at: usize) -> Option<usize> {
        (self.key(at) == Some(Key::Of)).then_some(at + 1)
    }

    /// "5 p.m. on Friday", "10:30 the next morning".
    pub(super) fn clock_of(&self, start: usize, depth: u8) -> Parsed {
        let about = usize::from(matches!(
            self.key(start),
            Some(Key::About | Key::Around | Key::Approximately | Key::Just | Key::Shortly)
        ));
        let mut at = start + about;
        if about == 1 && matches!(self.key(at), Some(Key::Before | Key::After)) {
            at += 1;
        }
        let (clock, mut next) = if let Some(found) = self.clock(at) {
            found
        } else if let Word::Part(DayPart::Midday | DayPart::Night) = self.word(at) {
            let text = self.text(at);
            let hour = match text.to_ascii_lowercase().as_str() {
                "noon" | "midday" => 12,
                "midnight" => 24,
                _ => return None,
            };
            (Clock { hour, minute: Some(0), second: None, utc: false }, at + 1)
        } else {
            return None;
        };
        let mut outer = None;
        let mut clock = clock;
        if let Some((part, after)) = self.in_the_part(next) {
            if matches!(part, DayPart::Afternoon | DayPart::Evening | DayPart::Night) && clock.hour < 12 {
                clock.hour += 12;
            }
            next = after;
        }
        let comma = usize::from(self.mark(next, ','));
        let on = usize::from(matches!(self.key(next + comma), Some(Key::On | Key::Of)));
        if let Some((day, end)) = self.nested(next + comma + on, depth).filter(|(day, _)| is_day(day) || is_part(day)) {
            // Without a preposition only "5 p.m. Friday", not "5 p.m., Friday's".
            if let Expression::Part(part, inner) = day {
                if matches!(part, DayPart::Afternoon | DayPart::Evening | DayPart::Night) && clock.hour < 12 {
                    clock.hour += 12;
                }
                outer = inner;
            } else {
                outer = Some(Box::new(day));
            }
            next = end;
        }
        Some((Expression::Clock(clock, outer), next))
    }

    /// Words that are expressions by themselves.
    pub(super) fn adverb(&self, at: usize) -> Parsed {
        if at >= self.atoms.len() {
            return None;
        }
        let follows = |key| self.key(at + 1) == Some(key);
        let capital =
            self.capital(at) && at > 0 && self.capital(at - 1) && matches!(self.kind(at - 1), Some(Kind::Word(_)));
        let day = |steps| Expression::Shift { from: From::Speech, unit: Unit::Day, steps, vague: false };
        match self.word(at) {
            Word::Step(_) if capital => None,
            Word::Step(steps) => Some((day(i64::from(steps)), at + 1)),
            Word::Tonight => Some((Expression::Part(DayPart::Night, Some(Box::new(day(0)))), at + 1)),
            Word::Overnight if self.key(at + 1) == Some(Key::On) || matches!(self.word(at + 1), Word::Weekday(_)) => {
                let on = usize::from(self.key(at + 1) == Some(Key::On));
                let (outer, next) = self.date(at + 1 + on)?;
                is_day(&outer).then(|| (Expression::Part(DayPart::Night, Some(Box::new(outer))), next))
            }
            Word::Overnight => Some((Expression::Part(DayPart::Night, Some(Box::new(Expression::Same))), at + 1)),
            Word::Reference(Reference::Past) if matches!(self.word(at + 1), Word::Units(_)) => {
                Some((Expression::Reference(Reference::Past), at + 2))
            }
            Word::Reference(reference) => {
                if matches!(self.text(at), "current" | "Current") && self.key(at + 1) == Some(Key::Date) {
                    return Some((Expression::Same, at + 2));
                }
                let unit = matches!(self.word(at + 1), Word::Unit(Unit::Day))
                    || follows(Key::Time)
                    || self.text(at + 1) == "times";
                Some((Expression::Reference(reference), at + 1 + usize::from(unit)))
            }
            Word::Key(Key::Date)
                if self.before(at) == Some(Key::To) && !matches!(self.key(at + 1), Some(Key::From)) =>
            {
                Some((Expression::Reference(Reference::Present), at + 1))
            }
            Word::Key(Key::Future) => {
                if self.text(at + 1) == "s" {
                    return None;
                }
                Some((Expression::Reference(Reference::Future), at + 1))
            }
            Word::Key(Key::Modern)
                if matches!(self.word(at + 1), Word::Unit(Unit::Day) | Word::Units(Unit::Day))
                    || (self.mark(at + 1, '-') && matches!(self.word(at + 2), Word::Unit(Unit::Day))) =>
            {
                Some((Expression::Reference(Reference::Present), at + 2 + usize::from(self.mark(at + 1, '-'))))
            }
            Word::Key(Key::Present) if self.mark(at + 1, '-') && matches!(self.word(at + 2), Word::Unit(Unit::Day)) => {
                Some((Expression::Reference(Reference::Present), at + 3))
            }
            Word::Key(Key::Present) if matches!(self.word(at + 1), Word::Unit(Unit::Day)) => {
                Some((Expression::Reference(Reference::Present), at + 2))
            }
            Word::Key(Key::Present) if self.before(at) == Some(Key::At) => {
                Some((Expression::Reference(Reference::Present), at + 1))
            }
            Word::Key(Key::More) if matches!(self.word(at + 1), Word::Reference(Reference::Past)) => {
                Some((Expression::Reference(Reference::Past), at + 2))
            }
            Word::Key(Key::Earlier) if at == 0 && matches!(self.kind(at + 1), Some(Kind::Mark(','))) => {
                Some((Expression::Reference(Reference::Past), at + 1))
            }
            Word::Key(Key::Then) if matches!(self.before(at), Some(Key::Since | Key::Until | Key::Till)) => {
                Some((Expression::Same, at + 1))
            }
            Word::Parts(_) | Word::Weekdays(_) => None,
            _ => None,
        }
    }

    /// "[the] night of April 18", "morning", "one evening" where the word is a time of day.
    pub(super) fn part_of(&self, at: usize, depth: u8) -> Parsed {
        let one = usize::from(matches!(self.word(at), Word::Cardinal(1)) || self.key(at) == Some(Key::A));
        let Word::Part(part) = self.word(at + one) else { return None };
        let next = at + one + 1;
        if let Some(of) = self.of(next)
            && let Some((outer, end)) = self.nested(of, depth).filter(|(outer, _)| is_day(outer))
        {
            return Some((Expression::Part(part, Some(Box::new(outer))), end));
        }
        let capital = self.capital(at + one) && at + one > 0;
        let free = match part {
            DayPart::Night => {
                one == 1
                    || matches!(self.before(at), Some(Key::At | Key::By | Key::All | Key::Over))
                    || self.text(at) == "nightfall"
            }
            DayPart::Daytime => true,
            DayPart::Morning | DayPart::Evening => {
                one == 1
                    || matches!(
                        self.before(at),
                        Some(Key::At | Key::By | Key::Before | Key::Until | Key::Since | Key::From | Key::In)
                    )
            }
            DayPart::Midday | DayPart::Afternoon => {
                one == 1
                    || matches!(
                        self.before(at),
                        Some(Key::At | Key::By | Key::Before | Key::Until | Key::After | Key::In)
                    )
            }
        };
        (free && !capital && !(one == 1 && self.key(at) == Some(Key::A) && self.mark(next, '-')))
            .then_some((Expression::Part(part, None), next))
    }
}
