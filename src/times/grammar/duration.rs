//! Durations, distances and repetitions: "five years", "three days ago", "two days before May 5", "every Sunday".

use super::Reader;
use super::relative::is_calendar;
use crate::times::atoms::Kind;
use crate::times::expression::{Expression, From, Side, value_of_duration};
use crate::times::words::{Key, Unit, Word};

impl Reader<'_> {
    /// A count of units and what follows it: expression, TIMEX3 modifier, one past the last atom.
    pub(super) fn duration(&self, start: usize) -> Option<(Expression, Option<&'static str>, usize)> {
        let determiner = usize::from(matches!(
            self.key(start),
            Some(
                Key::The
                    | Key::These
                    | Key::Those
                    | Key::This
                    | Key::That
                    | Key::His
                    | Key::Her
                    | Key::Its
                    | Key::Their
                    | Key::Our
                    | Key::My
                    | Key::All
            )
        ));
        let mut at = start + determiner;
        let side = match self.key(at) {
            Some(Key::Last | Key::Past | Key::Previous | Key::Prior | Key::Preceding) => Some(Side::Before),
            Some(Key::Next | Key::Following | Key::Coming | Key::Subsequent | Key::Ensuing) => Some(Side::After),
            _ => None,
        };
        let whole = matches!(self.key(at), Some(Key::Whole | Key::Entire | Key::Full | Key::Final | Key::Total));
        at += usize::from(side.is_some() || whole);
        // "that a two-day truce": the determiner is a conjunction.
        if determiner > 0 && matches!(self.key(at), Some(Key::A | Key::An)) {
            return None;
        }
        let prefixed = determiner > 0 || side.is_some() || whole;
        let bare = self.bare_units(at, prefixed);
        let (quantity, unit, plural, next, counted) = match self.quantity(at) {
            Some((quantity, after)) => {
                // "two bloody weeks": one adjective may stand before a plural unit.
                let adjective = matches!(self.kind(after), Some(Kind::Word(Word::Other)))
                    && !self.capital(after)
                    && !quantity.article
                    && matches!(self.word(after + 1), Word::Units(_));
                let (unit, plural, next) = self.unit(after + usize::from(adjective))?;
                if unit == Unit::Quarter
                    && (quantity.article
                        || self.mark(after, '-')
                        || (next == after + 1 && self.key(next) == Some(Key::Of)))
                {
                    return None;
                }
                // "$15 an hour" is a rate.
                if quantity.article
                    && at > 0
                    && matches!(self.kind(at - 1), Some(Kind::Number(..) | Kind::Word(Word::Scale(_))))
                {
                    return None;
                }
                // "a year" is no count after a determiner; "24 hour" needs a hyphen or a noun; "May 5 day" is nothing.
                if quantity.article && (prefixed || plural) {
                    return None;
                }
                if quantity.article && after != next - 1 && self.mark(after, '-') {
                    return None;
                }
                if quantity.count.is_some_and(|count| count > 1.0)
                    && !plural
                    && !quantity.article
                    && matches!(unit, Unit::Second | Unit::Quarter)
                    && !self.mark(after, '-')
                {
                    return None;
                }
                (quantity, unit, plural, next, true)
            }
            None => {
                let (modifier, at) = if prefixed { (None, at) } else { self.comparison(at) };
                let (unit, next) = match bare {
                    Some(found) => found,
                    None => match (self.word(at), whole || side.is_some()) {
                        (Word::Units(unit), _) if modifier.is_some() => (unit, at + 1),
                        (Word::Unit(unit), true) if whole => {
                            if unit < Unit::Day || determiner == 0 {
                                return None;
                            }
                            return Some((
                                Expression::Duration { count: Some(1.0), unit, anchored: None },
                                None,
                                at + 1,
                            ));
                        }
                        // "week-long", "month-long".
                        (Word::Unit(unit), false)
                            if self.mark(at + 1, '-') && self.key(at + 2) == Some(Key::Long) && !self.space(at + 2) =>
                        {
                            return Some((
                                Expression::Duration { count: Some(1.0), unit, anchored: None },
                                None,
                                at + 3,
                            ));
                        }
                        (Word::Unit(unit), false)
                            if self.key(at + 1) == Some(Key::Long)
                                && matches!(self.before(at), Some(Key::A | Key::The)) =>
                        {
                            return Some((
                                Expression::Duration { count: Some(1.0), unit, anchored: None },
                                None,
                                at + 2,
                            ));
                        }
                        _ => return None,
                    },
                };
                (super::number::Quantity { count: None, modifier, article: false }, unit, true, next, false)
            }
        };
        let modifier = quantity.modifier;
        let count = quantity.count;
        if counted && quantity.article && self.article_is_rate(at) {
            return None;
        }
        let mut next = next;
        let mut count = count;
        // "a year and a half", "two hours and ten minutes".
        if self.key(next) == Some(Key::And) && count.is_some() {
            if self.key(next + 1) == Some(Key::A) && self.key(next + 2) == Some(Key::Half) {
                count = count.map(|count| count + 0.5);
                next += 3;
            } else if let Some((more, after)) = self.quantity(next + 1)
                && !more.article
                && let (Some(more), Some((smaller, true, end))) = (more.count, self.unit(after))
                && smaller < unit
                && let Some(share) = share(smaller, unit)
            {
                count = count.map(|count| count + more * share);
                next = end;
            }
        }
        // A possessive: "two weeks' notice" keeps its extent.
        if side.is_some() {
            return Some((Expression::Duration { count, unit, anchored: side }, modifier, next));
        }
        if let Some((expression, end)) = self.shifted(count, unit, next) {
            let vague_modifier = if matches!(expression, Expression::Shift { .. }) { modifier } else { None };
            return Some((expression, vague_modifier, end));
        }
        // "42-year-old", "18 years old", "six-month-long".
        let hyphen = usize::from(self.mark(next, '-') && !self.space(next + 1));
        if let Some(Key::Old | Key::Long) = self.key(next + hyphen) {
            let age = self.key(next + hyphen) == Some(Key::Old);
            if hyphen == 1 || age || plural {
                next += hyphen + 1;
                return Some((Expression::Duration { count, unit, anchored: None }, modifier, next));
            }
        }
        if determiner == 1 && !counted && bare.is_some() {
            // "the years", "these days".
            if matches!(self.key(start), Some(Key::These)) && unit == Unit::Day {
                return Some((Expression::Reference(crate::times::words::Reference::Present), None, next));
            }
        }
        if matches!(self.key(start), Some(Key::This | Key::That)) {
            return None;
        }
        Some((Expression::Duration { count, unit, anchored: None }, modifier, next))
    }

    /// "ago", "later", "before May 5" after a count of units.
    fn shifted(&self, count: Option<f64>, unit: Unit, next: usize) -> Option<(Expression, usize)> {
        #[allow(clippy::cast_possible_truncation)]
        let steps = count.map_or(1, |count| count.min(100_000.0).round() as i64);
        let half = count.is_some_and(|count| count.fract() != 0.0);
        // "a year and a half ago" is eighteen months ago.
        #[allow(clippy::cast_possible_truncation)]
        let (unit, steps) = match (half, unit) {
            (true, Unit::Year) => (Unit::Month, count.map_or(1, |count| (count * 12.0) as i64)),
            // "a decade ago" is ten years ago.
            (_, Unit::Decade) if count.is_some() => (Unit::Year, count.map_or(1, |count| (count * 10.0) as i64)),
            (true, Unit::Century) => (Unit::Year, count.map_or(1, |count| (count * 100.0) as i64)),
            _ => (unit, steps),
        };
        let shift = |from, steps| Expression::Shift { from, unit, steps, vague: count.is_none() };
        let end = match self.key(next)? {
            Key::Ago => return Some((shift(From::Speech, -steps), next + 1)),
            Key::Hence => return Some((shift(From::Speech, steps), next + 1)),
            Key::From if matches!(self.text(next + 1), "now" | "today") => {
                return Some((shift(From::Speech, steps), next + 2));
            }
            Key::Earlier | Key::Previously => return Some((shift(From::Reference, -steps), next + 1)),
            Key::Later | Key::Afterwards | Key::Afterward => return Some((shift(From::Reference, steps), next + 1)),
            Key::Before | Key::After => next + 1,
            Key::Prior if self.key(next + 1) == Some(Key::To) => next + 2,
            Key::Prior => return Some((shift(From::Reference, -steps), next + 1)),
            _ => return None,
        };
        let before = self.key(next) != Some(Key::After);
        let steps = if before { -steps } else { steps };
        if let Some((outer, last)) = self.whole(end).filter(|(outer, _)| is_calendar(outer)) {
            if count.is_none() || unit < Unit::Day {
                return None;
            }
            return Some((Expression::Beside { unit, steps, outer: Box::new(outer) }, last));
        }
        // At the end of a clause the time mentioned last is meant; before a noun the event is, which has no date here.
        let ends = match self.kind(end) {
            None => true,
            Some(Kind::Mark(mark)) => matches!(mark, '.' | ',' | ';' | ')' | '"' | '”' | '?' | '!' | ':'),
            _ => false,
        };
        (ends && end == next + 1).then(|| (shift(From::Reference, steps), next + 1))
    }

    /// "years", "days" without a count.
    fn bare_units(&self, at: usize, prefixed: bool) -> Option<(Unit, usize)> {
        let Word::Units(unit) = self.word(at) else { return None };
        if prefixed && unit < Unit::Day {
            return None;
        }
        if unit == Unit::Second || unit == Unit::Quarter || unit == Unit::Weekend {
            return None;
        }
        // "two 5-day weeks": a number right before is somebody else's count; "24 Hours" is a title.
        if self.capital(at) && at > 0 {
            return None;
        }
        if self.mark(at + 1, '-') && self.key(at + 2) == Some(Key::Long) {
            return Some((unit, at + 3));
        }
        Some((unit, at + 1))
    }

    /// "twice a day": the article belongs to the rate.
    fn article_is_rate(&self, at: usize) -> bool {
        matches!(self.before(at), Some(Key::Once | Key::Twice | Key::Thrice | Key::Times))
            || (at > 0 && self.text(at - 1).eq_ignore_ascii_case("times"))
    }

    /// Repetition: "every Sunday", "each year", "twice a week", "Mondays", "daily".
    pub(super) fn set(&self, at: usize) -> Option<(Expression, usize)> {
        let set = |value: String, next| Some((Expression::Set(value), next));
        match self.word(at) {
            Word::Set(index) => {
                // "the Hungarian daily": a paper.
                let noun = at > 0
                    && self.capital(at - 1)
                    && matches!(self.kind(at - 1), Some(Kind::Word(Word::Other)))
                    && matches!(self.text(at), "daily" | "weekly" | "monthly" | "quarterly");
                if noun {
                    return None;
                }
                // "The Daily Mail", "Newsweekly": titles.
                if self.capital(at) && at > 0 && self.capital_follows(at + 1) {
                    return None;
                }
                set(self.words.sets[index as usize].to_owned(), at + 1)
            }
            Word::Weekdays(_)
                if at > 0
                    && matches!(
                        self.kind(at - 1),
                        Some(Kind::Number(..) | Kind::Word(Word::Cardinal(_) | Word::Vague))
                    ) =>
            {
                None
            }
            Word::Weekdays(day) => set(format!("XXXX-WXX-{day}"), at + 1),
            Word::Parts(part) if !matches!(self.before(at), Some(Key::The)) => {
                let counted = at > 0
                    && (matches!(self.kind(at - 1), Some(Kind::Number(..)))
                        || matches!(self.word(at - 1), Word::Cardinal(_) | Word::Vague));
                if counted { None } else { set(format!("XXXX-XX-XXT{}", part.name()), at + 1) }
            }
            Word::Seasons(_) => None,
            Word::Key(Key::Every | Key::Each) => {
                let (count, after) = match self.quantity(at + 1) {
                    Some((quantity, after)) if !quantity.article => (quantity.count?, after),
                    _ => match self.key(at + 1) {
                        Some(Key::Other) => (2.0, at + 2),
                        _ => (1.0, at + 1),
                    },
                };
                match self.word(after) {
                    Word::Unit(unit) | Word::Units(unit) => set(value_of_duration(Some(count), unit), after + 1),
                    Word::Weekday(day) => {
                        let part = if let Word::Part(part) = self.word(after + 1) { Some(part) } else { None };
                        let value = format!("XXXX-WXX-{day}");
                        set(
                            part.map_or(value.clone(), |part| format!("{value}T{}", part.name())),
                            after + 1 + usize::from(part.is_some()),
                        )
                    }
                    Word::Month(month) => set(format!("XXXX-{month:02}"), after + 1),
                    Word::Part(part) => set(format!("XXXX-XX-XXT{}", part.name()), after + 1),
                    Word::Season(season) => set(format!("XXXX-{}", season.name()), after + 1),
                    Word::Ordinal(2) if matches!(self.word(after + 1), Word::Unit(_)) => match self.word(after + 1) {
                        Word::Unit(unit) => set(value_of_duration(Some(2.0), unit), after + 2),
                        _ => None,
                    },
                    _ => None,
                }
            }
            Word::Key(Key::Once | Key::Twice | Key::Thrice) => self.rate(at + 1),
            Word::Cardinal(_) | Word::Vague if self.key(at + 1) == Some(Key::Times) => self.rate(at + 2),
            Word::Key(Key::A) if self.article_is_rate(at) => match self.word(at + 1) {
                Word::Unit(unit) => set(value_of_duration(Some(1.0), unit), at + 2),
                _ => None,
            },
            Word::Key(Key::Per) => match self.word(at + 1) {
                Word::Unit(unit) if unit >= Unit::Day => set(value_of_duration(Some(1.0), unit), at + 2),
                _ => None,
            },
            Word::Other if matches!(self.text(at), "weekdays" | "Weekdays") => set("XXXX-WXX-WD".to_owned(), at + 1),
            Word::Units(Unit::Weekend) if matches!(self.before(at), Some(Key::On | Key::At)) => {
                set("XXXX-WXX-WE".to_owned(), at + 1)
            }
            _ => None,
        }
    }

    fn rate(&self, at: usize) -> Option<(Expression, usize)> {
        let per = usize::from(matches!(self.key(at), Some(Key::A | Key::An | Key::Per | Key::Each | Key::Every)));
        match self.word(at + per) {
            Word::Unit(unit) if per == 1 => Some((Expression::Set(value_of_duration(Some(1.0), unit)), at + 2)),
            Word::Set(index) => Some((Expression::Set(self.words.sets[index as usize].to_owned()), at + 1)),
            _ => None,
        }
    }
}

/// How much of the larger unit a smaller one is, where that is exact enough.
fn share(smaller: Unit, larger: Unit) -> Option<f64> {
    Some(match (smaller, larger) {
        (Unit::Month, Unit::Year) => 1.0 / 12.0,
        (Unit::Minute, Unit::Hour) | (Unit::Second, Unit::Minute) => 1.0 / 60.0,
        (Unit::Day, Unit::Week) => 1.0 / 7.0,
        _ => return None,
    })
}
