//! Expressions that need a reference: "last week", "that morning", "the first week of June", "the day after".

use super::Reader;
use super::relative::{Parsed, is_calendar, is_day};
use crate::times::atoms::Kind;
use crate::times::calendar::DayPart;
use crate::times::expression::{Expression, From, Name, Named, Side, Step};
use crate::times::words::{Key, Reference, Role, Unit, Word};

impl Reader<'_> {
    /// Expressions that begin with a determiner or a word like "last".
    pub(super) fn determined(&self, start: usize, depth: u8) -> Parsed {
        let mut at = start;
        let determiner = self.key(at).filter(|key| {
            matches!(
                key,
                Key::The
                    | Key::This
                    | Key::That
                    | Key::These
                    | Key::Those
                    | Key::His
                    | Key::Her
                    | Key::Its
                    | Key::Their
                    | Key::Our
            )
        });
        at += usize::from(determiner.is_some());
        at += usize::from(self.key(at) == Some(Key::Very));
        let relation = self.key(at).filter(|key| {
            matches!(
                key,
                Key::Last
                    | Key::Past
                    | Key::Previous
                    | Key::Prior
                    | Key::Preceding
                    | Key::Next
                    | Key::Following
                    | Key::Coming
                    | Key::Subsequent
                    | Key::Ensuing
                    | Key::Upcoming
                    | Key::Same
                    | Key::Final
            )
        });
        if determiner.is_none() && relation.is_none() {
            return self.plain_nth(start, depth);
        }
        at += usize::from(relation.is_some());
        if relation.is_some() && determiner.is_some() {
            // "that same very day" does not occur; "the past several years" is a duration.
            at += usize::from(self.key(at) == Some(Key::Very));
        }
        let the = determiner == Some(Key::The);
        let from = match (determiner, relation) {
            (Some(Key::This), None) if matches!(self.word(at), Word::Unit(Unit::Day)) => From::Reference,
            (_, Some(Key::Last | Key::Coming | Key::Upcoming)) => From::Speech,
            (None, Some(Key::Next | Key::Past)) => From::Speech,
            (Some(Key::This), None) => From::Speech,
            _ => From::Reference,
        };
        let steps = match relation {
            Some(Key::Last | Key::Past | Key::Previous | Key::Prior | Key::Preceding) => -1,
            Some(Key::Next | Key::Following | Key::Coming | Key::Subsequent | Key::Ensuing | Key::Upcoming) => 1,
            _ => 0,
        };
        let name_step = match (relation, from) {
            (Some(Key::Last | Key::Past), _) => Some(Step::Last),
            (Some(Key::Previous | Key::Prior | Key::Preceding), _) => Some(Step::Previous),
            (Some(Key::Next | Key::Coming | Key::Upcoming), From::Speech) => Some(Step::Next),
            (Some(Key::Next | Key::Following | Key::Subsequent | Key::Ensuing), _) => Some(Step::Following),
            (Some(Key::Same), _) => Some(Step::Same),
            (None, _) if determiner == Some(Key::This) => Some(Step::This),
            (None, _) if matches!(determiner, Some(Key::That)) => Some(Step::Same),
            _ => None,
        };
        match self.word(at) {
            Word::Unit(unit) => {
                if the
                    && relation.is_none()
                    && matches!(unit, Unit::Week | Unit::Weekend | Unit::Month)
                    && let Some(of) = self.of(at + 1)
                    && let Some((outer, end)) = self.nested(of, depth).filter(|(outer, _)| is_day(outer))
                {
                    return Some((Expression::Around(unit, Box::new(outer)), end));
                }
                // "Person of the Year".
                if relation.is_none() && self.capital(at) && !self.capital(start) {
                    return None;
                }
                let verb = self.text(at + 2).len() > 4 && self.text(at + 2).ends_with("ing");
                if the && relation.is_none() && matches!(self.key(at + 1), Some(Key::Before | Key::After)) && !verb {
                    return self.the_day_before(at, unit, depth);
                }
                if the
                    && relation.is_none()
                    && start > 0
                    && self.words.role(self.text(start - 1)) == Some(Role::Carried)
                {
                    return None;
                }
                if relation == Some(Key::Final) || (the && matches!(relation, Some(Key::Last))) {
                    if let Some(next) = self.of(at + 1)
                        && let Some((outer, end)) = self.nested(next, depth)
                    {
                        return Some((Expression::Nth { n: -1, unit, outer: Some(Box::new(outer)) }, end));
                    }
                    if relation == Some(Key::Final) {
                        return Some((Expression::Unknown(unit), at + 1));
                    }
                }
                if unit == Unit::Minute || unit == Unit::Hour || unit == Unit::Second {
                    return None;
                }
                let over = matches!(
                    self.before(start),
                    Some(Key::Over | Key::In | Key::Within | Key::For | Key::During | Key::Throughout)
                );
                // "over the next year": a stretch, not the calendar year.
                if relation == Some(Key::Past) || (the && relation == Some(Key::Next) && over && unit > Unit::Day) {
                    let side = if steps < 0 { Side::Before } else { Side::After };
                    return Some((Expression::Duration { count: Some(1.0), unit, anchored: Some(side) }, at + 1));
                }
                if relation.is_none() && !matches!(determiner, Some(Key::The | Key::This | Key::That)) {
                    return None;
                }
                if the && relation.is_none() {
                    // "the year", "the day": what was mentioned last, unless more is said of it.
                    if matches!(self.key(at + 1), Some(Key::Of | Key::That | Key::When))
                        || self.mark(at + 1, '-')
                        || matches!(unit, Unit::Quarter | Unit::Fortnight | Unit::Semester)
                    {
                        return None;
                    }
                    if matches!(self.word(at + 1), Word::Unit(_)) {
                        return None;
                    }
                }
                if the && relation == Some(Key::Next) && unit == Unit::Decade {
                    let side = Side::After;
                    return Some((Expression::Duration { count: Some(1.0), unit, anchored: Some(side) }, at + 1));
                }
                if unit == Unit::Weekend {
                    let mut named = Named::new(Name::Weekend);
                    named.step = name_step;
                    return Some((Expression::Named(named), at + 1));
                }
                Some((Expression::Shift { from, unit, steps, vague: false }, at + 1))
            }
            Word::Weekday(_) | Word::Month(_) if name_step.is_some() => {
                if matches!(self.word(at), Word::Month(_)) && self.ambiguous_month(at) && !self.capital(at) {
                    return None;
                }
                let (expression, next) = self.date(at)?;
                match expression {
                    // "last Thursday, September 23": what is said in full wins; the resolver compares the two.
                    Expression::Named(named) => {
                        Some((Expression::Named(Named { step: named.step.or(name_step), ..named }), next))
                    }
                    other => Some((other, next)),
                }
            }
            Word::Season(season) if name_step.is_some() || the => {
                name_step?;
                let mut named = Named::new(Name::Season(season));
                named.step = name_step;
                Some((Expression::Named(named), at + 1))
            }
            Word::Part(part) => {
                if self.key(at + 1) == Some(Key::Of)
                    && let Some((outer, end)) = self.nested(at + 2, depth).filter(|(outer, _)| is_day(outer))
                {
                    return Some((Expression::Part(part, Some(Box::new(outer))), end));
                }
                if the && relation.is_none() {
                    return (!matches!(self.key(at + 1), Some(Key::Of)))
                        .then(|| (Expression::Part(part, Some(Box::new(Expression::Same))), at + 1));
                }
                name_step?;
                let night_before = relation == Some(Key::Last) && part == DayPart::Night;
                let steps = if relation == Some(Key::Last) && !night_before { -1 } else { steps };
                let day = if relation == Some(Key::Same) || (determiner == Some(Key::That) && relation.is_none()) {
                    Expression::Same
                } else {
                    Expression::Shift { from, unit: Unit::Day, steps, vague: false }
                };
                Some((Expression::Part(part, Some(Box::new(day))), at + 1))
            }
            Word::Ordinal(_) | Word::Cardinal(_) if relation.is_none() && self.ordinal(at).is_some() => {
                self.nth(at, depth)
            }
            _ if self.atoms.get(at).is_some_and(|atom| atom.holiday) && name_step.is_some() => match self.date(at)? {
                (Expression::Named(named), next) => Some((Expression::Named(Named { step: name_step, ..named }), next)),
                _ => None,
            },
            Word::Key(Key::Eve) if the && relation.is_none() => {
                let of = self.of(at + 1);
                match of.and_then(|of| self.nested(of, depth)).filter(|(outer, _)| is_day(outer)) {
                    Some((outer, end)) => {
                        Some((Expression::Beside { unit: Unit::Day, steps: -1, outer: Box::new(outer) }, end))
                    }
                    // "on the eve of the vote": no telling which day that is.
                    None if of.is_some() => Some((Expression::Unknown(Unit::Day), at + 1)),
                    None => {
                        let eve = Expression::Shift { from: From::Speech, unit: Unit::Day, steps: -1, vague: false };
                        Some((eve, at + 1))
                    }
                }
            }
            Word::Key(Key::Time | Key::Period | Key::Point | Key::Moment | Key::Date | Key::Era) => {
                self.the_time(start, at, determiner, relation)
            }
            Word::Key(Key::Future) if the => Some((Expression::Reference(Reference::Future), at + 1)),
            Word::Key(Key::Near | Key::Foreseeable | Key::Immediate | Key::Distant)
                if the && matches!(self.key(at + 1), Some(Key::Future | Key::Term)) =>
            {
                Some((Expression::Reference(Reference::Future), at + 2))
            }
            Word::Key(Key::Present) if the && !matches!(self.kind(at + 1), Some(Kind::Word(Word::Other))) => {
                let day = usize::from(matches!(self.word(at + 1), Word::Unit(Unit::Day)));
                Some((Expression::Reference(Reference::Present), at + 1 + day))
            }
            Word::Reference(reference) if the && self.key(at + 1) == Some(Key::Past) => {
                Some((Expression::Reference(reference), at + 2))
            }
            Word::Reference(reference) if the => {
                let unit = matches!(self.word(at + 1), Word::Unit(_) | Word::Units(_));
                unit.then_some((Expression::Reference(reference), at + 2))
            }
            _ if the && relation == Some(Key::Past) && !matches!(self.kind(at), Some(Kind::Word(Word::Other))) => {
                Some((Expression::Reference(Reference::Past), at))
            }
            _ => None,
        }
    }

    /// "the time", "this period", "that point".
    pub(super) fn the_time(&self, start: usize, at: usize, determiner: Option<Key>, relation: Option<Key>) -> Parsed {
        let time = self.key(at) == Some(Key::Time);
        let preposition = matches!(
            self.before(start),
            Some(
                Key::At
                    | Key::By
                    | Key::During
                    | Key::Since
                    | Key::Until
                    | Key::From
                    | Key::In
                    | Key::Around
                    | Key::Throughout
                    | Key::After
                    | Key::Before
                    | Key::Of
                    | Key::About
            )
        );
        let event = matches!(self.key(at + 1), Some(Key::Of | Key::When | Key::Being)) || self.text(at + 1) == "to";
        if time && self.key(at + 1) == Some(Key::Being) && determiner == Some(Key::The) {
            return Some((Expression::Reference(Reference::Present), at + 2));
        }
        if event && relation.is_none() {
            return None;
        }
        match (determiner, relation) {
            (Some(Key::The), None) => {
                (time && self.before(start) == Some(Key::At)).then_some((Expression::Then, at + 1))
            }
            (Some(Key::This), None) => {
                let point = self.key(at) == Some(Key::Point) || self.key(at) == Some(Key::Moment);
                (preposition && !point).then_some((if time { Expression::Then } else { Expression::Same }, at + 1))
            }
            (Some(Key::That), None) => preposition.then_some((Expression::Same, at + 1)),
            (Some(Key::The | Key::That | Key::This), Some(Key::Same)) => {
                (preposition || !time).then_some((Expression::Same, at + 1))
            }
            _ => None,
        }
    }

    /// "the day before [yesterday]", "the day after [the attack]".
    pub(super) fn the_day_before(&self, at: usize, unit: Unit, depth: u8) -> Parsed {
        if unit < Unit::Day {
            return None;
        }
        let steps = if self.key(at + 1) == Some(Key::Before) { -1 } else { 1 };
        if let Some((outer, end)) = self.nested(at + 2, depth).filter(|(outer, _)| is_calendar(outer)) {
            return Some((Expression::Beside { unit, steps, outer: Box::new(outer) }, end));
        }
        Some((Expression::Shift { from: From::Reference, unit, steps, vague: false }, at + 2))
    }

    /// "first quarter", "second week of June" without an article.
    pub(super) fn plain_nth(&self, at: usize, depth: u8) -> Parsed {
        self.ordinal(at)?;
        let (expression, next) = self.nth(at, depth)?;
        matches!(expression, Expression::Nth { outer: Some(_), .. } | Expression::Shift { .. })
            .then_some((expression, next))
    }

    /// "[the] first week of June", "the second day".
    pub(super) fn nth(&self, at: usize, depth: u8) -> Parsed {
        let (n, next) = self.ordinal(at)?;
        // "the first two weeks of May".
        if let Some((quantity, after)) = self.quantity(next)
            && !quantity.article
            && let Some((unit, true, end)) = self.unit(after)
        {
            let mut end = end;
            if let Some(of) = self.of(end)
                && let Some((_, after)) = self.nested(of, depth)
            {
                end = after;
            }
            return Some((Expression::Duration { count: quantity.count, unit, anchored: None }, end));
        }
        // "a third consecutive day" is the day of the report.
        if matches!(self.key(next), Some(Key::Consecutive | Key::Straight | Key::Successive))
            && let Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year)) =
                self.word(next + 1)
        {
            return Some((Expression::Shift { from: From::Reference, unit, steps: 0, vague: false }, next + 2));
        }
        // "for a fourth week in a row" likewise.
        if let Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year)) = self.word(next)
            && self.key(next + 1) == Some(Key::In)
            && self.key(next + 2) == Some(Key::A)
            && self.text(next + 3) == "row"
        {
            return Some((Expression::Shift { from: From::Reference, unit, steps: 0, vague: false }, next + 1));
        }
        let full = usize::from(matches!(self.key(next), Some(Key::Full | Key::Whole)));
        let Word::Unit(unit) = self.word(next + full) else { return None };
        let next = next + full;
        if matches!(unit, Unit::Century | Unit::Millennium | Unit::Quarter) {
            return None;
        }
        if let Some(of) = self.of(next + 1)
            && let Some((outer, end)) = self.nested(of, depth).filter(|(outer, _)| is_calendar(outer))
        {
            let n = i32::try_from(n).ok()?;
            return Some((Expression::Nth { n, unit, outer: Some(Box::new(outer)) }, end));
        }
        if unit < Unit::Day {
            return None;
        }
        Some((Expression::Unknown(unit), next + 1))
    }
}
