//! Recurring periods: which Tuesday, which May, which summer.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::TimeBasis;
use super::calendar::{Period, Season, monday};
use super::expression::{From, Name, Named, Step};
use super::parts::size;
use super::resolve::{Point, Resolver};
use super::words::{Tense, Unit};

impl Resolver<'_> {
    pub(super) fn named(&self, named: Named) -> Option<Point> {
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
    pub(super) fn after_reference(&self, name: Name, reference: Period) -> Option<Period> {
        let year = reference.year();
        if size(reference) >= Unit::Year {
            return self.in_year(name, year);
        }
        let here = self.in_year(name, year);
        let back = here.map_or(0, |here| months(reference.start()) - months(here.start()));
        if back > BACK { self.in_year(name, year + 1) } else { here }
    }

    /// In a report the tense, else the distance, decides about the year.
    pub(super) fn near_speech(&self, name: Name, speech: Date) -> Option<Period> {
        let year = speech.year();
        // A feast whose day in this year is not in the tables stays unresolved.
        if matches!(name, Name::Holiday(_)) {
            self.in_year(name, year)?;
        }
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
    pub(super) fn in_year(&self, name: Name, year: i16) -> Option<Period> {
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
    pub(super) fn stepped(&self, name: Name, step: Step, base: Date) -> Option<Period> {
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
}

/// How many months a narration steps back before a month's name is taken for the next year's.
const BACK: i32 = 7;

fn months(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}

fn weekday_number(name: Name) -> String {
    if let Name::Weekday(day) = name { day.to_string() } else { "WE".to_owned() }
}
