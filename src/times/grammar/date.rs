//! Days and months of a calendar: "September 27, 2016", "13.10.2016", "Friday the 13th", "May 1986".
//! Years, decades and the like are in `period.rs`.

use super::Reader;
use crate::times::atoms::Kind;
use crate::times::calendar::Period;
use crate::times::expression::{Expression, Name, Named};
use crate::times::words::{Key, Role, Word};

impl Reader<'_> {
    /// Any expression with a calendar of its own.
    pub(super) fn date(&self, at: usize) -> Option<(Expression, usize)> {
        match self.kind(at)? {
            Kind::Number(..) => self
                .numeric(at)
                .or_else(|| self.day_month(at))
                .or_else(|| self.quarter(at))
                .or_else(|| self.century(at))
                .or_else(|| self.decade(at))
                .or_else(|| self.year_alone(at)),
            Kind::Mark('\'' | '’' | '‘') => self.decade(at).or_else(|| self.short_year(at)),
            Kind::Word(word) => {
                if self.may_be_holiday(at)
                    && let Some(found) = self.holiday(at)
                {
                    return Some(found);
                }
                match word {
                    Word::Weekday(_) => self.weekday(at),
                    Word::Month(_) => self.month(at),
                    Word::Season(_) => self.season(at),
                    Word::Ordinal(_) | Word::Cardinal(_) => self
                        .day_month(at)
                        .or_else(|| self.quarter(at))
                        .or_else(|| self.century(at))
                        .or_else(|| self.year_in_words(at)),
                    Word::Decade(_) => self.decade(at),
                    Word::Key(Key::Q | Key::Fy | Key::Fiscal | Key::Financial | Key::H) => self.quarter(at),
                    Word::Key(Key::Ad) => self.anno_domini(at),
                    Word::Key(Key::The) => self.after_the(at + 1),
                    _ => None,
                }
            }
            Kind::Mark(_) => None,
        }
    }

    /// "the 25th of August", "the 1990s", "the third quarter of 2019", "the 1980s", "the summer of 1942".
    fn after_the(&self, at: usize) -> Option<(Expression, usize)> {
        match self.kind(at)? {
            Kind::Number(..) | Kind::Mark('\'' | '’' | '‘') => self
                .day_month(at)
                .or_else(|| self.quarter(at))
                .or_else(|| self.century(at))
                .or_else(|| self.decade(at))
                .or_else(|| self.day_of_month(at)),
            Kind::Word(Word::Ordinal(_) | Word::Cardinal(_)) => {
                self.day_month(at).or_else(|| self.quarter(at)).or_else(|| self.century(at))
            }
            Kind::Word(Word::Season(_)) => self.season(at),
            Kind::Word(Word::Decade(_)) => self.decade(at),
            Kind::Word(_) if self.may_be_holiday(at) => self.holiday(at),
            _ => None,
        }
    }

    /// The year at `at`, which stands beside a month: "1939", "480 BC", "'44".
    pub(super) fn year_after(&self, start: usize) -> Option<(i16, usize)> {
        let mut at = start;
        if self.mark(at, ',') && self.space(at + 1) {
            at += 1;
        }
        if self.key(at) == Some(Key::Of) {
            at += 1;
        }
        match self.kind(at)? {
            Kind::Number(year, digits) => {
                if let Some(found) = self.before_christ(at) {
                    return Some(found);
                }
                let clock = self.mark(at + 1, ':')
                    && !self.space(at + 1)
                    && !self.space(at + 2)
                    && matches!(self.kind(at + 2), Some(Kind::Number(..)));
                let decimal = matches!(self.kind(at + 1), Some(Kind::Mark(',' | '.')))
                    && !self.space(at + 2)
                    && matches!(self.kind(at + 2), Some(Kind::Number(..)));
                (digits == 4 && (1000..=2200).contains(&year) && !clock && !decimal)
                    .then(|| (i16::try_from(year).unwrap_or(0), at + 1))
            }
            Kind::Mark('\'' | '’' | '‘') => match self.short_year(at)? {
                (Expression::Fixed(Period::Year(year)), next) => Some((year, next)),
                _ => None,
            },
            _ => None,
        }
    }

    /// "480 BC", "149 B.C.": the astronomical year.
    pub(super) fn before_christ(&self, at: usize) -> Option<(i16, usize)> {
        let Kind::Number(year, 1..=4) = self.kind(at)? else { return None };
        let next = self.bc(at + 1)?;
        (1..=4900).contains(&year).then(|| (1 - i16::try_from(year).unwrap_or(1), next))
    }

    /// "BC", "B.C.", "BCE": one past the last atom.
    pub(super) fn bc(&self, at: usize) -> Option<usize> {
        match self.key(at)? {
            Key::Bc | Key::Bce => Some(at + 1),
            Key::B if self.mark(at + 1, '.') && self.key(at + 2) == Some(Key::C) => {
                let mut next = at + 3;
                if self.mark(next, '.') && self.key(next + 1) == Some(Key::E) && !self.space(next + 1) {
                    next += 2;
                }
                // A stop that ends the sentence stays outside; there is no telling, so it goes in when more follows.
                if self.mark(next, '.') && self.kind(next + 1).is_some() {
                    next += 1;
                }
                Some(next)
            }
            _ => None,
        }
    }

    fn anno_domini(&self, at: usize) -> Option<(Expression, usize)> {
        let Kind::Number(year, 1..=4) = self.kind(at + 1)? else { return None };
        self.capital(at).then(|| (Expression::Fixed(Period::Year(i16::try_from(year).unwrap_or(1))), at + 2))
    }

    /// "'82".
    fn short_year(&self, at: usize) -> Option<(Expression, usize)> {
        let Kind::Number(year, 2) = self.kind(at + 1)? else { return None };
        if self.space(at + 1) || (at > 0 && !self.space(at)) {
            return None;
        }
        // "iLife '11" is a product's name.
        let name = at.checked_sub(1).is_some_and(|before| matches!(self.kind(before), Some(Kind::Word(Word::Other))));
        if matches!(self.key(at + 2), Some(Key::S)) || name {
            return None;
        }
        Some((Expression::Fixed(Period::Year(short_year(year))), at + 2))
    }

    /// "January 24[th][, 2019]", "January [of] 2019", "January".
    fn month(&self, at: usize) -> Option<(Expression, usize)> {
        let Kind::Word(Word::Month(month)) = self.kind(at)? else { return None };
        let after = self.past_stop(at);
        let mut named = Named::new(Name::Month(month));
        if let Some((day, next)) = self.day(after) {
            named.name = Name::MonthDay(month, day);
            // "the September 11 attacks" need no year.
            if (month, day) == (9, 11) && self.words.role(self.text(next)) == Some(Role::Attack) {
                named.year = Some(2001);
                return Some((Expression::Named(named), next));
            }
            let mut next = next;
            if let Some((year, after)) = self.year_after(next) {
                named.year = Some(year);
                next = after;
            }
            return Some((Expression::Named(named), next));
        }
        if let Some((year, next)) = self.year_after(after)
            && !(self.mark(after, ',') && self.ambiguous_month(at))
        {
            named.year = Some(year);
            return Some((Expression::Named(named), next));
        }
        // "March the 3rd".
        if self.key(after) == Some(Key::The)
            && let Some((day @ 1..=31, next)) = self.ordinal(after + 1)
        {
            named.name = Name::MonthDay(month, u8::try_from(day).ok()?);
            return Some((Expression::Named(named), next));
        }
        if !self.month_alone(at) {
            return None;
        }
        Some((Expression::Named(named), if after > at + 1 && self.abbreviated_month(at) { after } else { at + 1 }))
    }

    /// The day of a month at `at`, in digits or as an ordinal: not a share, a count of things or a time of day.
    fn day(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((day @ 1..=31, next)) = self.ordinal(at) {
            return Some((u8::try_from(day).ok()?, next));
        }
        match self.kind(at)? {
            Kind::Number(day @ 1..=31, 1..=2) => {
                let glued =
                    |at| !self.space(at) && matches!(self.kind(at + 1), Some(Kind::Number(..))) && !self.space(at + 1);
                let part = matches!(self.kind(at + 1), Some(Kind::Mark(':' | '.' | ',' | '/' | '%'))) && glued(at + 1);
                let clock = matches!(self.key(at + 1), Some(Key::Am | Key::Pm))
                    || (matches!(self.key(at + 1), Some(Key::A | Key::P)) && self.mark(at + 2, '.'));
                let percent = self.mark(at + 1, '%');
                (!part && !clock && !percent).then(|| (u8::try_from(day).unwrap_or(1), at + 1))
            }
            _ => None,
        }
    }

    /// "27 September[, 2016]", "25th of August 1917", "the Fourth of July", "9th September".
    fn day_month(&self, at: usize) -> Option<(Expression, usize)> {
        let (day, next) = match self.ordinal(at) {
            Some((day @ 1..=31, next)) => (u8::try_from(day).ok()?, next),
            Some(_) => return None,
            None => match self.kind(at)? {
                Kind::Number(day @ 1..=31, 1..=2) => (u8::try_from(day).ok()?, at + 1),
                _ => return None,
            },
        };
        let of = usize::from(self.key(next) == Some(Key::Of));
        let dash = usize::from(of == 0 && self.mark(next, '-') && !self.space(next));
        let Word::Month(month) = self.word(next + of + dash) else { return None };
        let month_at = next + of + dash;
        if !self.capital(month_at) && self.ambiguous_month(month_at) {
            return None;
        }
        let after = self.past_stop(month_at);
        let mut named = Named::new(Name::MonthDay(month, day));
        let dashed = usize::from(dash == 1 && self.mark(after, '-'));
        if let Some((year, end)) = self.year_after(after + dashed) {
            named.year = Some(year);
            return Some((Expression::Named(named), end));
        }
        Some((Expression::Named(named), if self.abbreviated_month(month_at) { after } else { month_at + 1 }))
    }

    /// "the 20th": a day of the month that was mentioned last.
    fn day_of_month(&self, at: usize) -> Option<(Expression, usize)> {
        let (day @ 1..=31, next) = self.ordinal(at)? else { return None };
        let ends = match self.kind(next) {
            None => true,
            Some(Kind::Mark(mark)) => matches!(mark, '.' | ',' | ';' | ')' | ':'),
            Some(Kind::Word(word)) => {
                matches!(word, Word::Key(Key::And | Key::To | Key::At | Key::By | Key::In | Key::Was | Key::Is))
            }
            Some(_) => false,
        };
        let on = at >= 2
            && matches!(self.key(at - 2), Some(Key::On | Key::By | Key::Until | Key::Till | Key::To | Key::From));
        let digits = matches!(self.kind(at), Some(Kind::Number(..)));
        (ends && on && digits)
            .then(|| (Expression::Named(Named::new(Name::MonthlyDay(u8::try_from(day).unwrap_or(1)))), next))
    }

    /// "Tuesday[, September 27, 2016]", "Tuesday 27 September".
    fn weekday(&self, at: usize) -> Option<(Expression, usize)> {
        let Kind::Word(Word::Weekday(weekday)) = self.kind(at)? else { return None };
        if !self.weekday_alone(at) {
            return None;
        }
        let after = if self.end(at) - self.start(at) <= 5 { self.past_stop(at) } else { at + 1 };
        let comma = usize::from(self.mark(after, ','));
        let the = usize::from(self.key(after + comma) == Some(Key::The));
        let date = match self.kind(after + comma + the) {
            Some(Kind::Word(Word::Month(_))) => self.month(after + comma + the),
            Some(Kind::Number(..) | Kind::Word(Word::Ordinal(_))) => {
                self.day_month(after + comma + the).or_else(|| self.numeric(after + comma + the))
            }
            _ => None,
        };
        match date {
            Some((Expression::Named(named), next)) if matches!(named.name, Name::MonthDay(..)) => {
                return Some((Expression::Named(Named { weekday: Some(weekday), ..named }), next));
            }
            Some((Expression::Fixed(Period::Day(day)), next)) => {
                #[allow(clippy::cast_sign_loss)]
                let name = Name::MonthDay(day.month() as u8, day.day() as u8);
                let named = Named { name, year: Some(day.year()), weekday: Some(weekday), step: None };
                return Some((Expression::Named(named), next));
            }
            _ => {}
        }
        if comma == 0
            && the == 1
            && let Some((day @ 1..=31, next)) = self.ordinal(after + 1)
            && !matches!(self.kind(next), Some(Kind::Word(Word::Other | Word::Unit(_))))
        {
            let name = Name::MonthlyDay(u8::try_from(day).ok()?);
            return Some((Expression::Named(Named { weekday: Some(weekday), ..Named::new(name) }), next));
        }
        let short = self.end(at) - self.start(at) <= 5 && after > at + 1 && self.kind(after).is_some();
        Some((Expression::Named(Named::new(Name::Weekday(weekday))), if short { after } else { at + 1 }))
    }

    /// "2016-09-23", "13.10.2016", "9/11/2001", "9/11", "2016/09/23", "2016-09".
    fn numeric(&self, at: usize) -> Option<(Expression, usize)> {
        let Kind::Number(first, width) = self.kind(at)? else { return None };
        if let Kind::Mark(mark @ ('-' | '/' | '.')) = self.kind(at + 1)? {
            let tight = |at: usize| !self.space(at);
            if !(tight(at + 1) && tight(at + 2)) || (at > 0 && self.joined(at)) {
                return None;
            }
            let Kind::Number(second, second_width) = self.kind(at + 2)? else { return None };
            let third = match (self.kind(at + 3), self.kind(at + 4)) {
                (Some(Kind::Mark(again)), Some(Kind::Number(value, digits)))
                    if again == mark && tight(at + 3) && tight(at + 4) =>
                {
                    Some((value, digits))
                }
                _ => None,
            };
            let end_tight = |next: usize| {
                matches!(self.kind(next), Some(Kind::Mark('-' | '/' | '.' | ':')))
                    && tight(next)
                    && matches!(self.kind(next + 1), Some(Kind::Number(..)))
                    && tight(next + 1)
            };
            match third {
                Some((third, third_width)) => {
                    let (year, month, day) = if width == 4 {
                        (first, second, third)
                    } else if third_width == 4 || (third_width == 2 && width <= 2 && second_width <= 2) {
                        let year = if third_width == 4 { third } else { i64_year(third) };
                        // Day first with dots and wherever the first number cannot be a month; else month first (US
                        // press).
                        let day_first = mark == '.' || first > 12;
                        if day_first { (year, second, first) } else { (year, first, second) }
                    } else {
                        return None;
                    };
                    if (mark == '.' && width != 4 && third_width != 4) || end_tight(at + 5) {
                        return None;
                    }
                    let date = super::civil(year, month, day)?;
                    (1000..=2200).contains(&year).then_some((Expression::Fixed(Period::Day(date)), at + 5))
                }
                None if mark == '/' && (first, second) == (9, 11) && !end_tight(at + 3) => {
                    Some((Expression::Fixed(Period::Day(jiff::civil::Date::constant(2001, 9, 11))), at + 3))
                }
                None if mark == '-'
                    && width == 4
                    && second_width == 2
                    && (1..=12).contains(&second)
                    && (1900..=2100).contains(&first)
                    && second != (first + 1) % 100
                    && !end_tight(at + 3) =>
                {
                    // "2016-09" is a month; "2009-10" are two years and are left to ranges.
                    let month = i8::try_from(second).ok()?;
                    Some((Expression::Fixed(Period::Month(i16::try_from(first).ok()?, month)), at + 3))
                }
                None => None,
            }
        } else {
            None
        }
    }
}

fn i64_year(year: u64) -> u64 {
    u64::try_from(short_year(year)).unwrap_or(0)
}

/// The year of two digits: 1930 to 2029.
pub(super) fn short_year(year: u64) -> i16 {
    let year = i16::try_from(year % 100).unwrap_or(0);
    if year < 30 { 2000 + year } else { 1900 + year }
}
