//! From what an expression says to what it means: calendar periods by publication date, narration and tense.
//!
//! Relative times of a report count from its publication; those of a narration (a history, where most years lie far
//! from the publication) from the time mentioned last. This is the method of Strötgen and Gertz, "Multilingual and
//! cross-domain temporal tagging" (2013), with the tense of the clause on top.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendar::{Period, monday};
use super::expression::{Expression, From, Name, Side, value_of_duration};
use super::parts::{nth, part_of, partial, size, unknown};
use super::scan::Mention;
use super::words::{Reference, Tense, Unit, Words};
use super::{TimeBasis, TimeKind};

/// What is known when an expression is reached.
pub(super) struct Resolver<'a> {
    pub words: &'a Words,
    /// Publication, or the day that stands for it.
    pub speech: Option<Date>,
    /// Whether the article tells history.
    pub narrative: bool,
    /// The calendar period mentioned last.
    pub reference: Option<Period>,
    /// In narration, the month or day that the story has reached; asides do not move it.
    pub story: Option<Period>,
    /// A year far from the story: a second one near it moves the story there.
    pub aside: Option<i16>,
    /// The day mentioned last.
    pub last_day: Option<Date>,
    /// The last day mentioned that lies in the week before publication: the day of the news.
    pub news_day: Option<Date>,
    /// The last day mentioned in this paragraph.
    pub local_day: Option<Date>,
    /// Whether the expression stands in a quotation.
    pub quoted: bool,
    pub tense: Option<Tense>,
}

/// What an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meaning {
    pub kind: TimeKind,
    pub value: Option<String>,
    pub period: Option<Period>,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub modifier: Option<&'static str>,
    pub basis: TimeBasis,
    pub conflict: bool,
}

/// A period, or as much of its value as is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Point {
    Known(Period, TimeBasis),
    Partial(String, TimeBasis),
}

impl Resolver<'_> {
    /// Resolves one expression; the caller then stores what [`Self::mention`] needs.
    pub(super) fn resolve(&self, expression: &Expression) -> Meaning {
        let mut meaning = Meaning {
            kind: TimeKind::Date,
            value: None,
            period: None,
            start: None,
            end: None,
            modifier: None,
            basis: TimeBasis::Explicit,
            conflict: false,
        };
        match expression {
            Expression::Duration { count, unit, anchored } => {
                meaning.kind = TimeKind::Duration;
                meaning.value = Some(value_of_duration(*count, *unit));
                if let (Some(side), Some(count)) = (anchored, count) {
                    self.stretch(*side, *count, *unit, &mut meaning);
                }
            }
            Expression::Set(value) => {
                meaning.kind = TimeKind::Set;
                meaning.value = Some(value.clone());
            }
            Expression::Reference(reference) => meaning.value = Some(reference_value(*reference).to_owned()),
            Expression::Then => {
                // The narration's own present; in a report it is over.
                meaning.value = Some(if self.narrative { "PRESENT_REF" } else { "PAST_REF" }.to_owned());
                meaning.basis = TimeBasis::Relative;
            }
            Expression::Shift { vague: true, steps, .. } => {
                let reference = if *steps < 0 { Reference::Past } else { Reference::Future };
                meaning.value = Some(reference_value(reference).to_owned());
            }
            Expression::Unknown(unit) => meaning.value = Some(unknown(*unit).to_owned()),
            _ => self.calendar(expression, &mut meaning),
        }
        meaning
    }

    /// Keeps what later expressions refer to.
    pub(super) fn remember(&mut self, mention: &Mention, meaning: &Meaning) {
        let Some(period) = meaning.period else { return };
        if !mention.prose || size(period) > Unit::Year {
            return;
        }
        self.reference = Some(period);
        if self.narrative {
            self.follow(period, mention.frames);
        }
        if size(period) <= Unit::Day {
            let day = period.start();
            self.local_day = Some(day);
            self.last_day = Some(day);
            if let Some(speech) = self.speech
                && (0..=7).contains(&(speech - day).get_days())
            {
                self.news_day = Some(day);
            }
        }
    }

    /// Moves the story to a period unless that is an aside ("as in 1614", "revealed in 2005").
    fn follow(&mut self, period: Period, frames: bool) {
        let year = period.year();
        let Some(story) = self.story else {
            self.story = Some(period);
            return;
        };
        let ahead = year - story.year();
        let near = if size(period) >= Unit::Year { (0..=1).contains(&ahead) } else { ahead.abs() <= NEAR };
        let confirmed = self.aside.is_some_and(|aside| (year - aside).abs() <= 1);
        if near || frames || confirmed {
            self.story = Some(period);
            self.aside = None;
        } else {
            self.aside = Some(year);
        }
    }

    fn calendar(&self, expression: &Expression, meaning: &mut Meaning) {
        meaning.conflict = self.contradicts(expression);
        let timed = matches!(innermost(expression), Expression::Part(..) | Expression::Clock(..));
        if timed {
            meaning.kind = TimeKind::Time;
        }
        match self.point(expression) {
            Some(Point::Known(period, basis)) => {
                meaning.value = Some(period.value());
                meaning.basis = basis;
                (meaning.start, meaning.end) = (Some(period.start()), Some(period.end()));
                meaning.period = Some(period);
                if let Expression::Edge(edge, _) = expression {
                    meaning.modifier = edge.modifier();
                    let (start, end) = part_of(period, *edge);
                    (meaning.start, meaning.end) = (Some(start), Some(end));
                }
                if let Expression::Half(n, _) = expression
                    && !matches!(period, Period::Half(..))
                {
                    meaning.modifier = Some(if *n == 1 { "START" } else { "END" });
                    let days = (period.end() - period.start()).get_days();
                    let middle = period.start().saturating_add((days / 2).days());
                    if *n == 1 {
                        meaning.end = Some(middle)
                    } else {
                        meaning.start = Some(middle.saturating_add(1.day()))
                    }
                }
            }
            Some(Point::Partial(value, basis)) => {
                meaning.value = Some(value);
                meaning.basis = basis;
                if let Expression::Edge(edge, _) = expression {
                    meaning.modifier = edge.modifier();
                }
            }
            None => {}
        }
    }

    /// "the past five years": the stretch before or after the reference.
    fn stretch(&self, side: Side, count: f64, unit: Unit, meaning: &mut Meaning) {
        let Some(base) = self.base(if self.narrative { From::Reference } else { From::Speech }) else { return };
        #[allow(clippy::cast_possible_truncation)]
        let steps = count.clamp(0.0, 4000.0).round() as i64;
        if unit < Unit::Day || count.fract() != 0.0 {
            return;
        }
        meaning.basis = if self.narrative { TimeBasis::Relative } else { TimeBasis::Publication };
        let unit = if unit == Unit::Night || unit == Unit::Weekend { Unit::Day } else { unit };
        match side {
            Side::Before => {
                meaning.start = Some(Period::Day(base.start()).shift(unit, -steps).start());
                meaning.end = Some(base.start());
            }
            Side::After => {
                meaning.start = Some(base.end());
                meaning.end = Some(Period::Day(base.end()).shift(unit, steps).start());
            }
        }
    }

    /// What distances are counted from.
    pub(super) fn base(&self, from: From) -> Option<Period> {
        let speech = self.speech.map(Period::Day);
        match from {
            From::Speech if self.narrative => self.reference.or(speech),
            From::Speech => speech.or(self.reference),
            From::Reference => self.reference.or(speech),
        }
    }

    pub(super) fn basis(&self, from: From) -> TimeBasis {
        let speech = match from {
            From::Speech => self.speech.is_some() && !self.narrative,
            From::Reference => self.reference.is_none(),
        };
        if speech { TimeBasis::Publication } else { TimeBasis::Relative }
    }

    pub(super) fn point(&self, expression: &Expression) -> Option<Point> {
        match expression {
            Expression::Fixed(period) => Some(Point::Known(*period, TimeBasis::Explicit)),
            Expression::Named(named) => self.named(*named),
            Expression::Inside(name, outer) => {
                let Point::Known(outer, basis) = self.point(outer)? else { return None };
                let period = match name {
                    Name::Weekday(day) => {
                        Period::Day(monday(outer.start()).saturating_add((i64::from(*day) - 1).days()))
                    }
                    Name::Weekend => Period::Weekend(monday(outer.start())),
                    Name::MonthlyDay(day) => {
                        let month = outer.start();
                        Period::Day(Date::new(month.year(), month.month(), i8::try_from(*day).ok()?).ok()?)
                    }
                    name => self.in_year(*name, outer.year())?,
                };
                Some(Point::Known(period, basis))
            }
            Expression::Shift { from, unit, steps, vague: false } => self.shift(*from, *unit, *steps),
            Expression::Shift { .. } => None,
            Expression::Nth { n, unit, outer } => {
                let Point::Known(outer, basis) = self.point(outer.as_deref()?)? else { return None };
                Some(Point::Known(nth(*n, *unit, outer)?, basis))
            }
            Expression::Around(unit, outer) => {
                let Point::Known(outer, basis) = self.point(outer)? else { return None };
                Some(Point::Known(Period::around(outer.start(), *unit), basis))
            }
            Expression::Again { unit, years } => {
                let base = self.base(From::Reference)?;
                let base = unit.map_or(base, |unit| Period::around(base.start(), unit));
                let away = match base {
                    Period::Week(_) | Period::Weekend(_) => base.shift(Unit::Week, years * 52),
                    _ => base.shift(Unit::Year, *years),
                };
                Some(Point::Known(away, TimeBasis::Relative))
            }
            Expression::Beside { unit, steps, outer } => {
                let Point::Known(outer, basis) = self.point(outer)? else { return None };
                if size(outer) > *unit {
                    return Some(Point::Partial(partial(outer, *unit), basis));
                }
                let edge = if *steps < 0 { outer.start() } else { outer.end() };
                Some(Point::Known(Period::Day(edge).shift(*unit, *steps), basis))
            }
            Expression::Part(part, outer) => {
                let Some(outer) = outer else {
                    return Some(Point::Partial(format!("XXXX-XX-XXT{}", part.name()), TimeBasis::Relative));
                };
                match self.day_of(outer)? {
                    Point::Known(period, basis) if size(period) <= Unit::Day => {
                        Some(Point::Known(Period::Part(period.start(), *part), basis))
                    }
                    Point::Known(period, basis) => {
                        Some(Point::Partial(format!("{}T{}", partial(period, Unit::Day), part.name()), basis))
                    }
                    Point::Partial(value, basis) => {
                        let day = if value.contains("REF") { "XXXX-XX-XX" } else { &value };
                        Some(Point::Partial(format!("{day}T{}", part.name()), basis))
                    }
                }
            }
            Expression::Clock(clock, outer) => {
                let day = match outer {
                    Some(outer) => self.day_of(outer)?,
                    None => match self.local_day.or(self.news_day.or(self.speech).filter(|_| !self.narrative)) {
                        Some(day) => Point::Known(Period::Day(day), TimeBasis::Relative),
                        None => return Some(Point::Partial(clock.value(), TimeBasis::Relative)),
                    },
                };
                match day {
                    Point::Known(period, basis) if size(period) <= Unit::Day => {
                        Some(Point::Known(Period::Time(period.start(), *clock), basis))
                    }
                    _ => Some(Point::Partial(clock.value(), TimeBasis::Relative)),
                }
            }
            Expression::Edge(_, outer) => self.point(outer),
            Expression::Half(n, outer) => match self.point(outer)? {
                Point::Known(Period::Year(year), basis) => {
                    Some(Point::Known(Period::Half(year, i8::try_from(*n).ok()?), basis))
                }
                other => Some(other),
            },
            Expression::Same => {
                let reference = self.reference?;
                Some(Point::Known(reference, TimeBasis::Relative))
            }
            Expression::Duration { .. }
            | Expression::Set(_)
            | Expression::Reference(_)
            | Expression::Then
            | Expression::Unknown(_) => None,
        }
    }

    /// The day of a part of day or a clock time; in a quotation "today" is the day of the news.
    fn day_of(&self, expression: &Expression) -> Option<Point> {
        if *expression == Expression::Same {
            let day = match self.reference {
                Some(reference) if size(reference) <= Unit::Day => Some(reference.start()),
                Some(reference) if self.narrative => {
                    return Some(Point::Partial(partial(reference, Unit::Day), TimeBasis::Relative));
                }
                _ => self.local_day,
            };
            let Some(day) = day.or(self.speech.filter(|_| !self.narrative)) else {
                return Some(Point::Partial("XXXX-XX-XX".to_owned(), TimeBasis::Relative));
            };
            return Some(Point::Known(Period::Day(day), TimeBasis::Relative));
        }
        self.point(expression)
    }

    fn shift(&self, from: From, unit: Unit, steps: i64) -> Option<Point> {
        let quoted_day = self.quoted && from == From::Speech && unit == Unit::Day && steps.abs() <= 1;
        let base = match self.news_day.filter(|_| quoted_day) {
            Some(day) => Period::Day(day),
            None => self.base(from)?,
        };
        let basis = self.basis(from);
        if unit < Unit::Day {
            // Hours away: the day is as much as can be told.
            return Some(if size(base) <= Unit::Day {
                Point::Known(Period::Day(base.start()), basis)
            } else {
                Point::Partial(partial(base, Unit::Day), basis)
            });
        }
        if self.narrative && unit == Unit::Day && from == From::Speech && steps == 0 {
            return Some(Point::Partial("PRESENT_REF".to_owned(), TimeBasis::Relative));
        }
        // "the end of the year" is the story's, whatever year an aside named.
        let base = match self.story {
            Some(story)
                if self.narrative && unit >= Unit::Month && from == From::Reference && size(base) >= Unit::Year =>
            {
                if (story.year() - base.year()).abs() > 2 || steps == 0 {
                    story
                } else {
                    base
                }
            }
            _ => base,
        };
        let base = match self.last_day {
            // "that same day" after "in May": the day before the month was named.
            Some(day) if size(base) > unit && steps == 0 && unit == Unit::Day => Period::Day(day),
            _ => base,
        };
        let base = match self.local_day.or(self.news_day).or(self.speech) {
            // "ended the day": in a report, that of the news.
            Some(day) if size(base) > unit && steps == 0 && !self.narrative => Period::Day(day),
            _ => base,
        };
        if size(base) > unit {
            // "two days later" after "in May": some day of that month or the next.
            return Some(Point::Partial(partial(base, unit), basis));
        }
        // Distances of days count from the end of what was mentioned, others from its start.
        let period = Period::around(base.start(), unit).shift(unit, steps);
        Some(Point::Known(period, basis))
    }

    /// "Thursday, September 23" when the 23rd was a Friday.
    fn contradicts(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Named(named) => {
                let Some(weekday) = named.weekday else { return false };
                match self.named(*named) {
                    Some(Point::Known(Period::Day(day), _)) => {
                        i8::try_from(weekday).is_ok_and(|weekday| day.weekday().to_monday_one_offset() != weekday)
                    }
                    _ => false,
                }
            }
            Expression::Part(_, Some(outer)) | Expression::Clock(_, Some(outer)) | Expression::Edge(_, outer) => {
                self.contradicts(outer)
            }
            _ => false,
        }
    }
}

/// How many years a narration may jump within a paragraph.
const NEAR: i16 = 5;

fn innermost(expression: &Expression) -> &Expression {
    match expression {
        Expression::Edge(_, outer) => innermost(outer),
        other => other,
    }
}

const fn reference_value(reference: Reference) -> &'static str {
    match reference {
        Reference::Past => "PAST_REF",
        Reference::Present => "PRESENT_REF",
        Reference::Future => "FUTURE_REF",
    }
}
