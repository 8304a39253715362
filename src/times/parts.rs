//! Parts of calendar periods, and what is known of a period that is not known in full.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendar::{Period, monday};
use super::expression::Edge;
use super::words::Unit;

pub(super) const fn unknown(unit: Unit) -> &'static str {
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
pub(super) fn partial(outer: Period, unit: Unit) -> String {
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

pub(super) fn nth(n: i32, unit: Unit, outer: Period) -> Option<Period> {
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
pub(super) fn part_of(period: Period, edge: Edge) -> (Date, Date) {
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
