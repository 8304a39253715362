//! What an expression says, before any calendar is known.

use super::calendar::{Clock, DayPart, Period, Season};
use super::words::{Reference, Unit};

/// A temporal expression as the grammar reads it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    /// All is said: "1945", "the 1990s", "2016-09-23".
    Fixed(Period),
    /// A period with a name: "May 3", "Friday", "last summer", "Christmas 2016".
    Named(Named),
    /// "August of that year", "Monday of last week".
    Inside(Name, Box<Expression>),
    /// So many units away: "last week", "two days later", "today". A count of `None` is not known ("a few days ago").
    Shift { from: From, unit: Unit, steps: i64, vague: bool },
    /// "the first week of June", "the last day"; from the end when negative.
    Nth { n: i32, unit: Unit, outer: Option<Box<Expression>> },
    /// "two days before April 5", "the eve of Easter".
    Beside { unit: Unit, steps: i64, outer: Box<Expression> },
    /// "the week of June 3".
    Around(Unit, Box<Expression>),
    /// "the same month last year": the period mentioned last, as many years away.
    Again { unit: Option<Unit>, years: i64 },
    /// "the night of April 18", "Friday morning".
    Part(DayPart, Option<Box<Expression>>),
    /// "5 p.m. on Friday".
    Clock(Clock, Option<Box<Expression>>),
    /// "early 2012", "the end of March".
    Edge(Edge, Box<Expression>),
    /// "first half of 2008".
    Half(u8, Box<Expression>),
    /// "five years"; anchored ones say on which side of the reference they lie.
    Duration { count: Option<f64>, unit: Unit, anchored: Option<Side> },
    /// How often, as a TIMEX3 value.
    Set(String),
    /// "now", "recently", "the future".
    Reference(Reference),
    /// "that time": what was mentioned last.
    Same,
    /// "at the time": TIMEX3's PRESENT_REF of the narration.
    Then,
    /// Found, but without a value.
    Unknown(Unit),
}

/// A named period with what the text says about its year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named {
    pub name: Name,
    pub year: Option<i16>,
    /// The weekday given beside a date.
    pub weekday: Option<u8>,
    pub step: Option<Step>,
}

impl Named {
    pub(super) const fn new(name: Name) -> Self {
        Self { name, year: None, weekday: None, step: None }
    }
}

/// Names of recurring periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Name {
    Month(u8),
    MonthDay(u8, u8),
    /// "the 20th".
    MonthlyDay(u8),
    Weekday(u8),
    Season(Season),
    Quarter(u8),
    Half(u8),
    Holiday(u16),
    Weekend,
}

/// Which of the recurring periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Last,
    This,
    Next,
    Previous,
    Same,
    Following,
}

/// What a distance is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The time of writing or speaking.
    Speech,
    /// The time mentioned last.
    Reference,
}

/// Before or after the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// A part of a period; TIMEX3 modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    Mid,
    End,
    /// "earlier this month".
    Earlier,
    /// "later that year".
    Later,
}

impl Edge {
    pub(super) const fn modifier(self) -> Option<&'static str> {
        match self {
            Self::Start => Some("START"),
            Self::Mid => Some("MID"),
            Self::End => Some("END"),
            Self::Earlier | Self::Later => None,
        }
    }
}

/// An expression found in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// First atom.
    pub first: usize,
    /// One past the last atom.
    pub last: usize,
    pub expression: Expression,
    pub modifier: Option<&'static str>,
    pub rule: &'static str,
}

/// The TIMEX3 value of a duration; an unknown count is X.
///
/// Decades count as ten years, as annotators write them; centuries have TIMEX2's unit CE.
pub(super) fn value_of_duration(count: Option<f64>, unit: Unit) -> String {
    // "half an hour" is written as thirty minutes.
    let (count, unit) = match (count, unit) {
        (Some(hours), Unit::Hour) if hours.fract() != 0.0 => (Some(hours * 60.0), Unit::Minute),
        (Some(minutes), Unit::Minute) if minutes.fract() != 0.0 => (Some(minutes * 60.0), Unit::Second),
        (Some(days), Unit::Day) if days < 1.0 => (Some(days * 24.0), Unit::Hour),
        (Some(centuries), Unit::Century) if centuries.fract() != 0.0 => (Some(centuries * 100.0), Unit::Year),
        (Some(years), Unit::Year) if years < 1.0 => (Some(years * 12.0), Unit::Month),
        other => other,
    };
    let (factor, prefix, code) = match unit {
        Unit::Second => (1.0, "PT", "S"),
        Unit::Minute => (1.0, "PT", "M"),
        Unit::Hour => (1.0, "PT", "H"),
        Unit::Night => (1.0, "P", "NI"),
        Unit::Day => (1.0, "P", "D"),
        Unit::Weekend => (1.0, "P", "WE"),
        Unit::Week => (1.0, "P", "W"),
        Unit::Fortnight => (2.0, "P", "W"),
        Unit::Month => (1.0, "P", "M"),
        Unit::Quarter => (1.0, "P", "Q"),
        Unit::Semester => (6.0, "P", "M"),
        Unit::Year => (1.0, "P", "Y"),
        Unit::Decade if count.is_none() => (1.0, "P", "DE"),
        Unit::Decade => (10.0, "P", "Y"),
        Unit::Century => (1.0, "P", "CE"),
        Unit::Millennium => (1.0, "P", "ML"),
    };
    match count {
        // Two digits after the point are as fine as texts get.
        Some(count) => format!("{prefix}{}{code}", (count * factor * 100.0).round() / 100.0),
        None => format!("{prefix}X{code}"),
    }
}
