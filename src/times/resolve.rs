//! From what an expression says to what it means: calendar periods by publication date, narration and tense.
//!
//! Relative times of a report count from its publication; those of a narration (a history, where most years lie far from the
//! publication) from the time mentioned last. This is the method of Strötgen and Gertz, "Multilingual and cross-domain
//! temporal tagging" (2013), with the tense of the clause on top.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::{Period, Season, monday};
use super::expression::{Edge, Expression, From, Name, Named, Side, Step, value_of_duration};
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
enum Point {
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
                meaning.value = Some("PRESENT_REF".to_owned());
                meaning.basis = TimeBasis::Relative;
            }
            Expression::Shift { vague: true, steps, unit, .. } => {
                let _ = unit;
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
    fn base(&self, from: From) -> Option<Period> {
        let speech = self.speech.map(Period::Day);
        match from {
            From::Speech if self.narrative => self.reference.or(speech),
            From::Speech => speech.or(self.reference),
            From::Reference => self.reference.or(speech),
        }
    }

    fn basis(&self, from: From) -> TimeBasis {
        let speech = match from {
            From::Speech => self.speech.is_some() && !self.narrative,
            From::Reference => self.reference.is_none(),
        };
        if speech { TimeBasis::Publication } else { TimeBasis::Relative }
    }

    fn point(&self, expression: &Expression) -> Option<Point> {
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

    fn named(&self, named: Named) -> Option<Point> {
        let known = |period, basis| Some(Point::Known(period, basis));
        if let Name::Holiday(index) = named.name
            && let Some(day) = self.words.holidays.get(index).once()
        {
            return known(Period::Day(day), TimeBasis::Explicit);
        }
        if let Some(year) = named.year {
            return known(self.in_year(named.name, year)?, TimeBasis::Explicit);
        }
        if let Some(step) = named.step {
            let from = match step {
                Step::Last | Step::This | Step::Next => From::Speech,
                Step::Previous | Step::Same | Step::Following => From::Reference,
            };
            let base = self.base(from)?;
            // "that March" after "in 1944" is in that year.
            if size(base) > Unit::Quarter
                && !matches!(named.name, Name::Weekday(_) | Name::Weekend | Name::MonthlyDay(_))
            {
                let shift = match step {
                    Step::Previous | Step::Last => -1,
                    Step::Following | Step::Next => 1,
                    _ => 0,
                };
                return known(self.in_year(named.name, base.year() + shift)?, TimeBasis::Relative);
            }
            return known(self.stepped(named.name, step, base.start())?, self.basis(from));
        }
        match named.name {
            Name::MonthlyDay(day) => {
                let base = self.reference.or(self.speech.map(Period::Day))?.start();
                let day = i8::try_from(day).ok()?;
                let mut date = Date::new(base.year(), base.month(), day).ok();
                if date.is_none_or(|date| self.narrative && (date - base).get_days() < -20) {
                    let next = base.first_of_month().saturating_add(1.month());
                    date = Date::new(next.year(), next.month(), day).ok();
                }
                known(Period::Day(date?), TimeBasis::Relative)
            }
            Name::Weekday(_) | Name::Weekend => {
                let from = if self.narrative { From::Reference } else { From::Speech };
                let base = self.base(from)?;
                if size(base) > Unit::Week {
                    return Some(Point::Partial(
                        "XXXX-WXX-".to_owned() + &weekday_number(named.name),
                        TimeBasis::Relative,
                    ));
                }
                let ahead = self.narrative || self.tense == Some(Tense::Future);
                let step = if ahead { Step::Following } else { Step::Previous };
                let day = base.start();
                // "Tomorrow, a Tuesday".
                if let (Name::Weekday(weekday), Some(local)) = (named.name, self.local_day)
                    && !self.narrative
                    && i8::try_from(weekday) == Ok(local.weekday().to_monday_one_offset())
                    && (local - day).get_days().abs() <= 7
                {
                    return known(Period::Day(local), TimeBasis::Relative);
                }
                // On the day itself, neither tense moves away from it.
                if let Name::Weekday(weekday) = named.name
                    && day.weekday().to_monday_one_offset() == i8::try_from(weekday).ok()?
                {
                    return known(Period::Day(day), self.basis(from));
                }
                if named.name == Name::Weekend {
                    let this = monday(day);
                    let weekend = if !ahead && day.weekday().to_monday_one_offset() < 6 {
                        this.saturating_sub(7.days())
                    } else {
                        this
                    };
                    return known(Period::Weekend(weekend), self.basis(from));
                }
                known(self.stepped(named.name, step, day)?, self.basis(from))
            }
            name if self.narrative || self.speech.is_none() => {
                let story = self.story.filter(|_| self.narrative).or(self.reference)?;
                known(self.after_reference(name, story)?, TimeBasis::Relative)
            }
            name => known(self.near_speech(name, self.speech?)?, TimeBasis::Publication),
        }
    }

    /// In narration a month without a year follows the time mentioned last, or lies a little before it.
    fn after_reference(&self, name: Name, reference: Period) -> Option<Period> {
        let year = reference.year();
        if size(reference) >= Unit::Year {
            return self.in_year(name, year);
        }
        let here = self.in_year(name, year);
        let back = here.map_or(0, |here| months(reference.start()) - months(here.start()));
        if back > BACK { self.in_year(name, year + 1) } else { here }
    }

    /// In a report the tense, else the distance, decides about the year.
    fn near_speech(&self, name: Name, speech: Date) -> Option<Period> {
        let year = speech.year();
        let candidates: Vec<Period> =
            [year - 1, year, year + 1].iter().filter_map(|&year| self.in_year(name, year)).collect();
        let quarter = matches!(name, Name::Quarter(_) | Name::Half(_));
        let past = candidates
            .iter()
            .rev()
            .find(|period| if quarter { period.end() < speech } else { period.start() <= speech })
            .copied();
        let future = candidates
            .iter()
            .find(|period| if quarter { period.start() > speech } else { period.end() >= speech })
            .copied();
        let (past, future) = match (past, future) {
            (Some(past), Some(future)) => (past, future),
            (one, other) => return one.or(other),
        };
        if past == future {
            return Some(past);
        }
        let behind = i64::from((speech - past.end()).get_days()).max(0);
        let ahead = i64::from((future.start() - speech).get_days()).max(0);
        Some(match self.tense {
            // A far date against the tense's side: the tense was that of another clause.
            Some(Tense::Past) if behind > 250 && ahead < 75 => future,
            Some(Tense::Past) => past,
            Some(Tense::Future) if ahead > 250 && behind < 45 => past,
            Some(Tense::Future) => future,
            _ if quarter => past,
            _ if ahead < behind => future,
            _ => past,
        })
    }

    /// The period of a name in a year.
    fn in_year(&self, name: Name, year: i16) -> Option<Period> {
        let signed = |n: u8| i8::try_from(n).ok();
        Some(match name {
            Name::Month(month) => Period::Month(year, signed(month)?),
            Name::MonthDay(month, day) => Period::Day(Date::new(year, signed(month)?, signed(day)?).ok()?),
            Name::Season(season) => Period::Season(year, season),
            Name::Quarter(n) => Period::Quarter(year, signed(n)?),
            Name::Half(n) => Period::Half(year, signed(n)?),
            Name::Holiday(index) => self.words.holidays.get(index).of(year)?,
            Name::MonthlyDay(_) | Name::Weekday(_) | Name::Weekend => return None,
        })
    }

    /// "last Thursday", "next May", "that summer" counted from a day.
    fn stepped(&self, name: Name, step: Step, base: Date) -> Option<Period> {
        match name {
            Name::Weekday(weekday) => {
                let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
                let back = match step {
                    Step::Last | Step::Previous => true,
                    Step::This => self.tense == Some(Tense::Past),
                    Step::Next | Step::Following => false,
                    Step::Same => base.weekday() != weekday && self.tense == Some(Tense::Past) && !self.narrative,
                };
                if matches!(step, Step::This | Step::Same) && base.weekday() == weekday {
                    return Some(Period::Day(base));
                }
                Some(Period::Day(base.nth_weekday(if back { -1 } else { 1 }, weekday).ok()?))
            }
            Name::Weekend => {
                let this = monday(base);
                let monday = match step {
                    Step::Last | Step::Previous => this.saturating_sub(7.days()),
                    Step::Next | Step::Following => this.saturating_add(7.days()),
                    Step::This if self.tense == Some(Tense::Past) && base.weekday().to_monday_one_offset() < 5 => {
                        this.saturating_sub(7.days())
                    }
                    Step::This | Step::Same => this,
                };
                Some(Period::Weekend(monday))
            }
            Name::MonthlyDay(_) => None,
            Name::Season(Season::Winter) if base.month() <= 2 => {
                let year = base.year() - 1;
                Some(Period::Season(
                    match step {
                        Step::Last | Step::Previous => year - 1,
                        Step::Next | Step::Following => year + 1,
                        Step::This | Step::Same => year,
                    },
                    Season::Winter,
                ))
            }
            name => {
                let years = [base.year() - 1, base.year(), base.year() + 1];
                let mut periods = years.iter().filter_map(|&year| self.in_year(name, year));
                match step {
                    Step::Last | Step::Previous => periods.rev().find(|period| period.end() < base),
                    Step::Next | Step::Following => periods.find(|period| period.start() > base),
                    Step::This => self.in_year(name, base.year()),
                    Step::Same => periods.find(|period| period.end() >= base),
                }
            }
        }
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

/// How many months a narration steps back before a month's name is taken for the next year's.
const BACK: i32 = 7;

fn months(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}

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

const fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Semester => "XXXX-HX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
        _ => "XXXX-XX-XX",
    }
}

fn weekday_number(name: Name) -> String {
    if let Name::Weekday(day) = name { day.to_string() } else { "WE".to_owned() }
}

/// The unit as large as a period.
pub(super) fn size(period: Period) -> Unit {
    match period {
        Period::Millennium(_) => Unit::Millennium,
        Period::Century(_) => Unit::Century,
        Period::Decade(_) => Unit::Decade,
        Period::Year(_) | Period::FiscalYear(_) => Unit::Year,
        Period::Half(..) => Unit::Semester,
        Period::Quarter(..) | Period::Season(..) => Unit::Quarter,
        Period::Month(..) => Unit::Month,
        Period::Week(_) => Unit::Week,
        Period::Weekend(_) => Unit::Weekend,
        Period::Day(_) | Period::Days(..) => Unit::Day,
        Period::Part(..) | Period::Time(..) => Unit::Night,
    }
}

/// What is known of a period of size `unit` somewhere in or near `outer`.
fn partial(outer: Period, unit: Unit) -> String {
    let value = outer.value();
    match (size(outer), unit) {
        (Unit::Month, Unit::Day | Unit::Night) => format!("{value}-XX"),
        (Unit::Month, Unit::Week | Unit::Weekend | Unit::Fortnight) => {
            format!("{}-WXX", value.rsplit_once('-').map_or("XXXX", |(year, _)| year))
        }
        (Unit::Week, Unit::Day | Unit::Night) => format!("{value}-X"),
        (Unit::Year | Unit::Quarter | Unit::Semester, unit) => {
            let year = Period::Year(outer.year()).value();
            match unit {
                Unit::Month => format!("{year}-XX"),
                Unit::Week | Unit::Weekend | Unit::Fortnight => format!("{year}-WXX"),
                Unit::Day | Unit::Night => format!("{year}-XX-XX"),
                _ => year,
            }
        }
        _ => unknown(unit).to_owned(),
    }
}

fn nth(n: i32, unit: Unit, outer: Period) -> Option<Period> {
    let (first, last) = (outer.start(), outer.end());
    if size(outer) < unit {
        return None;
    }
    let steps = i64::from(n) - 1;
    let period = if n < 0 {
        Period::around(last, unit)
    } else if unit == Unit::Week {
        Period::Week(monday(first.saturating_add((steps * 7).days())))
    } else {
        Period::around(first, unit).shift(unit, steps)
    };
    (period.start() <= last).then_some(period)
}

/// First and last day of "early", "mid" and "late": thirds; of a month ten days each.
fn part_of(period: Period, edge: Edge) -> (Date, Date) {
    let (first, last) = (period.start(), period.end());
    let (low, high) = match period {
        Period::Month(..) => (first.saturating_add(9.days()), first.saturating_add(19.days())),
        Period::Year(_) | Period::FiscalYear(_) => {
            let month = |n: i64| first.saturating_add(n.months()).saturating_sub(1.day());
            (month(4), month(8))
        }
        Period::Decade(_) | Period::Century(_) | Period::Millennium(_) => {
            let years = i64::from(last.year() - first.year()) + 1;
            let year = |n: i64| first.saturating_add(n.years()).saturating_sub(1.day());
            (year(years * 3 / 10), year(years * 7 / 10))
        }
        Period::Quarter(..) | Period::Season(..) => {
            let month = |n: i64| first.saturating_add(n.months()).saturating_sub(1.day());
            (month(1), month(2))
        }
        Period::Half(..) => {
            let month = |n: i64| first.saturating_add(n.months()).saturating_sub(1.day());
            (month(2), month(4))
        }
        Period::Week(_) => (first.saturating_add(1.day()), first.saturating_add(3.days())),
        _ => return (first, last),
    };
    match edge {
        Edge::Start => (first, low),
        Edge::Mid => (low.saturating_add(1.day()), high),
        Edge::End => (high.saturating_add(1.day()), last),
        Edge::Earlier | Edge::Later => (first, last),
    }
}
