//! Expressions that need a reference ("last week", "that morning", "the first week of June") and how expressions combine
//! ("early next year", "the night of April 18", "Monday of last week").

use super::Reader;
use crate::times::atoms::Kind;
use crate::times::calendar::{DayPart, Period};
use crate::times::expression::{Edge, Expression, From, Name, Named, Step};
use crate::times::words::{Key, Reference, Role, Unit, Word};

type Parsed = Option<(Expression, usize)>;

/// How deep "the beginning of the end of ..." may nest.
const DEPTH: u8 = 4;

impl Reader<'_> {
    /// A date, a relative time or any combination of them.
    pub(super) fn whole(&self, at: usize) -> Parsed {
        self.nested(at, DEPTH)
    }

    fn nested(&self, at: usize, depth: u8) -> Parsed {
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

    /// "early", "the end of", "later in", "the first half of" before another expression.
    fn edge(&self, start: usize, depth: u8) -> Parsed {
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
            } else if the == 0 && dash == 0 && matches!(self.key(next), Some(Key::In | Key::On | Key::During)) {
                next += 1;
            } else if self.key(next) == Some(Key::Of) && edge == Edge::Mid && self.key(at) == Some(Key::Middle) {
                next += 1;
            } else if self.key(at) == Some(Key::Middle) || self.key(at) == Some(Key::Latter) {
                return None;
            }
            // "early morning", "late Tuesday night", "late night".
            if let Word::Part(part) = self.word(next) {
                let hours = usize::from(matches!(self.word(next + 1), Word::Units(Unit::Hour)));
                let after = next + 1 + hours;
                if self.key(after) == Some(Key::Of) || (self.key(after) == Some(Key::On) && hours == 1) {
                    if let Some((outer, end)) = self.nested(after + 1, depth).filter(|(outer, _)| is_day(outer)) {
                        return Some((Expression::Part(part, Some(Box::new(outer))), end));
                    }
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
        let (outer, end) =
            self.nested(self.of(next).or_else(|| (the == 0 && at == start).then_some(next)?.into())?, depth)?;
        if matches!(outer, Expression::Reference(_) | Expression::Then) {
            return None;
        }
        Some((Expression::Edge(edge, Box::new(outer)), end))
    }

    fn of(&self, at: usize) -> Option<usize> {
        (self.key(at) == Some(Key::Of)).then_some(at + 1)
    }

    /// "5 p.m. on Friday", "10:30 the next morning".
    fn clock_of(&self, start: usize, depth: u8) -> Parsed {
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
        } else if let Word::Part(part @ (DayPart::Midday | DayPart::Night)) = self.word(at) {
            let text = self.text(at);
            let hour = match text.to_ascii_lowercase().as_str() {
                "noon" | "midday" => 12,
                "midnight" => 24,
                _ => return None,
            };
            let _ = part;
            (crate::times::calendar::Clock { hour, minute: Some(0), second: None, utc: false }, at + 1)
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
    fn adverb(&self, at: usize) -> Parsed {
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

    /// Expressions that begin with a determiner or a word like "last".
    fn determined(&self, start: usize, depth: u8) -> Parsed {
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
                    let side = if steps < 0 {
                        crate::times::expression::Side::Before
                    } else {
                        crate::times::expression::Side::After
                    };
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
                    let side = crate::times::expression::Side::After;
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
                if let Word::Month(month) = self.word(at)
                    && self.ambiguous_month(at)
                    && !self.capital(at)
                {
                    let _ = month;
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
                if name_step.is_none() {
                    return None;
                }
                let mut named = Named::new(Name::Season(season));
                named.step = name_step;
                Some((Expression::Named(named), at + 1))
            }
            Word::Part(part) => {
                if self.key(at + 1) == Some(Key::Of) {
                    if let Some((outer, end)) = self.nested(at + 2, depth).filter(|(outer, _)| is_day(outer)) {
                        return Some((Expression::Part(part, Some(Box::new(outer))), end));
                    }
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
            _ if the && relation == Some(Key::Following) => None,
            _ => None,
        }
    }

    /// "the time", "this period", "that point".
    fn the_time(&self, start: usize, at: usize, determiner: Option<Key>, relation: Option<Key>) -> Parsed {
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
                (preposition && !point || (point && self.before(start) == Some(Key::At) && false))
                    .then_some((if time { Expression::Then } else { Expression::Same }, at + 1))
            }
            (Some(Key::That), None) => preposition.then_some((Expression::Same, at + 1)),
            (Some(Key::The | Key::That | Key::This), Some(Key::Same)) => {
                (preposition || !time).then_some((Expression::Same, at + 1))
            }
            _ => None,
        }
    }

    /// "the day before [yesterday]", "the day after [the attack]".
    fn the_day_before(&self, at: usize, unit: Unit, depth: u8) -> Parsed {
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
    fn plain_nth(&self, at: usize, depth: u8) -> Parsed {
        self.ordinal(at)?;
        let (expression, next) = self.nth(at, depth)?;
        matches!(expression, Expression::Nth { outer: Some(_), .. } | Expression::Shift { .. })
            .then_some((expression, next))
    }

    /// "[the] first week of June", "the second day".
    fn nth(&self, at: usize, depth: u8) -> Parsed {
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

    /// "[the] night of April 18", "morning", "one evening" where the word is a time of day.
    fn part_of(&self, at: usize, depth: u8) -> Parsed {
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

    /// What may follow an expression and belongs to it.
    fn postfix(&self, expression: Expression, next: usize, depth: u8) -> (Expression, usize) {
        let (mut expression, mut next) = (expression, next);
        for _ in 0..3 {
            let Some((longer, end)) = self.longer(&expression, next, depth) else { break };
            (expression, next) = (longer, end);
        }
        (expression, next)
    }

    fn longer(&self, expression: &Expression, next: usize, depth: u8) -> Parsed {
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
        if let Expression::Named(named) = expression
            && named.year.is_none()
            && named.step.is_none()
        {
            let of = next + usize::from(self.key(next) == Some(Key::Of));
            let wider = match self.nested_shift(of, depth) {
                Some((outer, end)) => Some((outer, end)),
                None => None,
            };
            if let Some((outer @ Expression::Shift { unit, .. }, end)) = wider {
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
    fn nested_shift(&self, at: usize, depth: u8) -> Parsed {
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

fn is_part(expression: &Expression) -> bool {
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
