//! Calendar periods: their TIMEX3 values, first and last days, and steps between them.

use std::fmt::Write as _;

use jiff::civil::Date;
use jiff::{Span as Duration, ToSpan};

use super::Granularity;
use super::words::Unit;

/// A season by its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "SP" => Self::Spring,
            "SU" => Self::Summer,
            "FA" => Self::Fall,
            "WI" => Self::Winter,
            _ => return None,
        })
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Fall => "FA",
            Self::Winter => "WI",
        }
    }

    /// First month (meteorological seasons of the northern half of the earth).
    pub(super) const fn month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }
}

/// A part of a day by its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl DayPart {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "MO" => Self::Morning,
            "MI" => Self::Midday,
            "AF" => Self::Afternoon,
            "EV" => Self::Evening,
            "NI" => Self::Night,
            "DT" => Self::Daytime,
            _ => return None,
        })
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Midday => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
            Self::Daytime => "DT",
        }
    }
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: Option<u8>,
    pub second: Option<u8>,
    /// Whether the text says UTC or GMT.
    pub utc: bool,
}

impl Clock {
    fn write(self, value: &mut String) {
        let _ = write!(value, "T{:02}:{:02}", self.hour, self.minute.unwrap_or(0));
        if let Some(second) = self.second {
            let _ = write!(value, ":{second:02}");
        }
        if self.utc {
            value.push('Z');
        }
    }

    /// The value of a time of an unknown day.
    pub(super) fn value(self) -> String {
        let mut value = "XXXX-XX-XX".to_owned();
        self.write(&mut value);
        value
    }
}

/// A stretch of the calendar. Years are astronomical: 0 is 1 BC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Period {
    /// Years / 1000.
    Millennium(i16),
    /// Years / 100; BC centuries are negative, -1 being 99 to 1 BC.
    Century(i16),
    /// Years / 10; BC decades are negative.
    Decade(i16),
    Year(i16),
    FiscalYear(i16),
    /// Year and 1 or 2.
    Half(i16, i8),
    Quarter(i16, i8),
    Season(i16, Season),
    Month(i16, i8),
    /// The week that begins on this Monday.
    Week(Date),
    /// The weekend of the week that begins on this Monday.
    Weekend(Date),
    Day(Date),
    /// A holiday or the like of several days.
    Days(Date, Date),
    Part(Date, DayPart),
    Time(Date, Clock),
}

/// Years that are handled; jiff ends at 9999 on both sides.
pub(super) const FIRST_YEAR: i16 = -5000;
pub(super) const LAST_YEAR: i16 = 5000;

fn day(year: i16, month: i8, day: i8) -> Date {
    let year = year.clamp(FIRST_YEAR, LAST_YEAR);
    Date::new(year, month, day).unwrap_or_else(|_| Date::constant(1, 1, 1))
}

fn year_text(year: i16) -> String {
    if year <= 0 { format!("BC{:04}", 1 - year) } else { format!("{year:04}") }
}

/// The Monday of the week of a day.
pub(super) fn monday(date: Date) -> Date {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    date.saturating_sub(back.days())
}

impl Period {
    /// First day, inclusive.
    pub(super) fn start(self) -> Date {
        match self {
            Self::Millennium(n) => day(n.saturating_mul(1000), 1, 1),
            // "4th century BC" is -4: 400 to 301 BC.
            Self::Century(n) if n < 0 => day(n.saturating_mul(100).saturating_add(1), 1, 1),
            Self::Century(n) => day(n.saturating_mul(100), 1, 1),
            // "470s BC" is -48: 479 to 470 BC.
            Self::Decade(n) if n < 0 => day(n.saturating_add(1).saturating_mul(10).saturating_sub(8), 1, 1),
            Self::Decade(n) => day(n.saturating_mul(10), 1, 1),
            Self::Year(y) | Self::FiscalYear(y) => day(y, 1, 1),
            Self::Half(y, h) => day(y, h * 6 - 5, 1),
            Self::Quarter(y, q) => day(y, q * 3 - 2, 1),
            Self::Season(y, season) => day(y, season.month(), 1),
            Self::Month(y, m) => day(y, m, 1),
            Self::Week(monday) => monday,
            Self::Weekend(monday) => monday.saturating_add(5.days()),
            Self::Day(date) | Self::Days(date, _) | Self::Part(date, _) | Self::Time(date, _) => date,
        }
    }

    /// Last day, inclusive.
    pub(super) fn end(self) -> Date {
        match self {
            Self::Millennium(_) => self.start().saturating_add(1000.years()).saturating_sub(1.day()),
            Self::Century(_) => self.start().saturating_add(100.years()).saturating_sub(1.day()),
            Self::Decade(_) => self.start().saturating_add(10.years()).saturating_sub(1.day()),
            Self::Year(y) | Self::FiscalYear(y) => day(y, 12, 31),
            Self::Half(..) => self.start().saturating_add(5.months()).last_of_month(),
            Self::Quarter(..) | Self::Season(..) => self.start().saturating_add(2.months()).last_of_month(),
            Self::Month(..) => self.start().last_of_month(),
            Self::Week(monday) | Self::Weekend(monday) => monday.saturating_add(6.days()),
            Self::Days(_, last) => last,
            Self::Day(date) | Self::Part(date, _) | Self::Time(date, _) => date,
        }
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Self::Millennium(n) => format!("{n}"),
            Self::Century(n) if n < 0 => format!("BC{:02}", -n - 1),
            Self::Century(n) => format!("{n:02}"),
            Self::Decade(n) if n < 0 => format!("BC{:03}", -n - 1),
            Self::Decade(n) => format!("{n:03}"),
            Self::Year(y) => year_text(y),
            Self::FiscalYear(y) => format!("FY{}", year_text(y)),
            Self::Half(y, h) => format!("{}-H{h}", year_text(y)),
            Self::Quarter(y, q) => format!("{}-Q{q}", year_text(y)),
            Self::Season(y, season) => format!("{}-{}", year_text(y), season.name()),
            Self::Month(y, m) => format!("{}-{m:02}", year_text(y)),
            Self::Week(monday) => week_text(monday),
            Self::Weekend(monday) => format!("{}-WE", week_text(monday)),
            Self::Day(date) => day_text(date),
            Self::Days(first, _) => day_text(first),
            Self::Part(date, part) => format!("{}T{}", day_text(date), part.name()),
            Self::Time(date, clock) => {
                let mut value = day_text(date);
                clock.write(&mut value);
                value
            }
        }
    }

    pub(super) const fn granularity(self) -> Granularity {
        match self {
            Self::Millennium(_) => Granularity::Millennium,
            Self::Century(_) => Granularity::Century,
            Self::Decade(_) => Granularity::Decade,
            Self::Year(_) | Self::FiscalYear(_) => Granularity::Year,
            Self::Half(..) => Granularity::HalfYear,
            Self::Quarter(..) => Granularity::Quarter,
            Self::Season(..) => Granularity::Season,
            Self::Month(..) => Granularity::Month,
            Self::Week(_) => Granularity::Week,
            Self::Weekend(_) => Granularity::Weekend,
            Self::Day(_) | Self::Days(..) => Granularity::Day,
            Self::Part(..) => Granularity::DayPart,
            Self::Time(_, Clock { second: Some(_), .. }) => Granularity::Second,
            Self::Time(_, Clock { minute: Some(_), .. }) => Granularity::Minute,
            Self::Time(..) => Granularity::Hour,
        }
    }

    /// Year of the first day.
    pub(super) fn year(self) -> i16 {
        match self {
            Self::Year(y) | Self::FiscalYear(y) => y,
            _ => self.start().year(),
        }
    }

    /// The period of size `unit` that holds `date`.
    pub(super) fn around(date: Date, unit: Unit) -> Self {
        let (year, month) = (date.year(), date.month());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(date),
            Unit::Night => Self::Part(date, DayPart::Night),
            Unit::Weekend => Self::Weekend(monday(date)),
            Unit::Week | Unit::Fortnight => Self::Week(monday(date)),
            Unit::Month => Self::Month(year, month),
            Unit::Quarter => Self::Quarter(year, (month - 1) / 3 + 1),
            Unit::Semester => Self::Half(year, (month - 1) / 6 + 1),
            Unit::Year => Self::Year(year),
            Unit::Decade => Self::Decade(scaled(year, 10)),
            Unit::Century => Self::Century(scaled(year, 100)),
            Unit::Millennium => Self::Millennium(year.div_euclid(1000)),
        }
    }

    /// The period of the same size, `steps` of `unit` away.
    pub(super) fn shift(self, unit: Unit, steps: i64) -> Self {
        let steps = steps.clamp(-4000, 4000);
        let moved = |date: Date| date.saturating_add(step(unit, steps));
        #[allow(clippy::cast_possible_truncation)]
        match (self, unit) {
            (Self::Day(date), _) => Self::Day(moved(date)),
            (Self::Part(date, part), Unit::Night | Unit::Day) => Self::Part(moved(date), part),
            (Self::Decade(n), Unit::Decade) => Self::Decade(n.saturating_add(steps as i16)),
            (Self::Century(n), Unit::Century) => Self::Century(n.saturating_add(steps as i16)),
            _ => {
                let date = moved(self.start());
                match self {
                    Self::Year(_) => Self::Year(date.year()),
                    Self::FiscalYear(_) => Self::FiscalYear(date.year()),
                    Self::Month(..) => Self::Month(date.year(), date.month()),
                    Self::Quarter(..) => Self::around(date, Unit::Quarter),
                    Self::Half(..) => Self::around(date, Unit::Semester),
                    Self::Season(_, season) => Self::Season(date.year(), season),
                    Self::Week(_) => Self::Week(monday(date)),
                    Self::Weekend(_) => Self::Weekend(monday(date)),
                    Self::Decade(_) => Self::around(date, Unit::Decade),
                    Self::Century(_) => Self::around(date, Unit::Century),
                    Self::Millennium(_) => Self::around(date, Unit::Millennium),
                    Self::Days(first, last) => Self::Days(date, moved(last).max(date).max(first.min(date))),
                    _ => Self::Day(date),
                }
            }
        }
    }
}

/// Decade or century of a year; those before the era count down from -1.
fn scaled(year: i16, by: i16) -> i16 {
    if year > 0 { year / by } else { -((1 - year) / by) - 1 }
}

fn step(unit: Unit, steps: i64) -> Duration {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => 0.days(),
        Unit::Night | Unit::Day => steps.days(),
        Unit::Weekend | Unit::Week => steps.weeks(),
        Unit::Fortnight => (2 * steps).weeks(),
        Unit::Month => steps.months(),
        Unit::Quarter => (3 * steps).months(),
        Unit::Semester => (6 * steps).months(),
        Unit::Year => steps.years(),
        Unit::Decade => (10 * steps.clamp(-900, 900)).years(),
        Unit::Century => (100 * steps.clamp(-90, 90)).years(),
        Unit::Millennium => (1000 * steps.clamp(-9, 9)).years(),
    }
}

fn day_text(date: Date) -> String {
    format!("{}-{:02}-{:02}", year_text(date.year()), date.month(), date.day())
}

fn week_text(monday: Date) -> String {
    let week = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Easter Sunday of a year, by the algorithm of Meeus, Jones and Butcher (Gregorian calendar).
pub(super) fn easter(year: i16) -> Option<Date> {
    if !(1583..=4000).contains(&year) {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
