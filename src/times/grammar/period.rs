//! Years and what is made of whole ones or parts of them: quarters, centuries, decades, seasons, holidays.

use super::Reader;
use super::date::short_year;
use crate::times::atoms::Kind;
use crate::times::calendar::{Period, Season};
use crate::times::expression::{Expression, Name, Named};
use crate::times::words::{Key, Word};

impl Reader<'_> {
    /// "Q3 2019", "3Q 2019", "the third quarter of 2019", "FY2020", "fiscal [year] 2020", "H1 2019".
    pub(super) fn quarter(&self, start: usize) -> Option<(Expression, usize)> {
        let number = |at: usize| match self.kind(at) {
            Some(Kind::Number(n @ 1..=4, 1)) => u8::try_from(n).ok(),
            _ => None,
        };
        let (name, next) = match self.kind(start)? {
            Kind::Word(Word::Key(Key::Q)) if !self.space(start + 1) => (Name::Quarter(number(start + 1)?), start + 2),
            Kind::Word(Word::Key(Key::H)) if !self.space(start + 1) && self.capital(start) => {
                (Name::Half(number(start + 1).filter(|half| *half <= 2)?), start + 2)
            }
            Kind::Number(..) if self.key(start + 1) == Some(Key::Q) && !self.space(start + 1) => {
                (Name::Quarter(number(start)?), start + 2)
            }
            Kind::Word(Word::Key(Key::Fy)) => {
                let (year, next) = match self.kind(start + 1)? {
                    Kind::Number(year, 4) => (i16::try_from(year).ok()?, start + 2),
                    Kind::Number(year, 2) => (short_year(year), start + 2),
                    _ => return None,
                };
                return Some((Expression::Fixed(Period::FiscalYear(year)), next));
            }
            Kind::Word(Word::Key(Key::Fiscal | Key::Financial)) => {
                let at = start
                    + 1
                    + usize::from(matches!(self.word(start + 1), Word::Unit(crate::times::words::Unit::Year)));
                let Kind::Number(year @ 1900..=2200, 4) = self.kind(at)? else { return None };
                return Some((Expression::Fixed(Period::FiscalYear(i16::try_from(year).ok()?)), at + 1));
            }
            Kind::Word(Word::Ordinal(_)) | Kind::Number(..) => {
                let (n @ 1..=4, mut next) = self.ordinal(start)? else { return None };
                next +=
                    usize::from(matches!(self.key(next), Some(Key::Fiscal | Key::Financial)) || self.mark(next, '-'));
                match self.word(next) {
                    Word::Unit(crate::times::words::Unit::Quarter) => (Name::Quarter(u8::try_from(n).ok()?), next + 1),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let mut named = Named::new(name);
        match self.year_after(next) {
            Some((year, after)) => {
                named.year = Some(year);
                Some((Expression::Named(named), after))
            }
            None if matches!(self.kind(start), Some(Kind::Word(Word::Key(Key::H)))) => None,
            None => Some((Expression::Named(named), next)),
        }
    }

    /// "21st century", "the nineteenth century", "4th century BC".
    pub(super) fn century(&self, at: usize) -> Option<(Expression, usize)> {
        let (n @ 1..=30, next) = self.ordinal(at)? else { return None };
        let next = next + usize::from(self.mark(next, '-'));
        let n = i16::try_from(n).ok()?;
        match self.word(next) {
            Word::Unit(crate::times::words::Unit::Century) => Some(match self.bc(next + 1) {
                Some(end) => (Expression::Fixed(Period::Century(-n)), end),
                None => (Expression::Fixed(Period::Century(n - 1)), next + 1),
            }),
            Word::Unit(crate::times::words::Unit::Millennium) if n <= 5 => Some(match self.bc(next + 1) {
                Some(end) => (Expression::Fixed(Period::Millennium(-n)), end),
                None => (Expression::Fixed(Period::Millennium(n - 1)), next + 1),
            }),
            _ => None,
        }
    }

    /// "1990s", "'90s", "the nineties", "470s BC".
    pub(super) fn decade(&self, start: usize) -> Option<(Expression, usize)> {
        let quote = usize::from(matches!(self.kind(start), Some(Kind::Mark('\'' | '’' | '‘'))));
        let at = start + quote;
        match self.kind(at)? {
            Kind::Number(year, digits @ 2..=4) if quote == 0 || (digits == 2 && !self.space(at)) => {
                let apostrophe =
                    usize::from(matches!(self.kind(at + 1), Some(Kind::Mark('\'' | '’'))) && !self.space(at + 1));
                let s = at + 1 + apostrophe;
                if self.key(s) != Some(Key::S) || self.space(s) || year % 10 != 0 {
                    return None;
                }
                if let Some(end) = self.bc(s + 1) {
                    return Some((Expression::Fixed(Period::Decade(-i16::try_from(year / 10).ok()? - 1)), end));
                }
                match digits {
                    4 if (1000..=2200).contains(&year) && year % 100 == 0 && year < 1900 => {
                        Some((Expression::Fixed(Period::Century(i16::try_from(year / 100).ok()?)), s + 1))
                    }
                    4 if (1000..=2200).contains(&year) => {
                        Some((Expression::Fixed(Period::Decade(i16::try_from(year / 10).ok()?)), s + 1))
                    }
                    // "in his late 40s" is an age.
                    2 if quote == 0 && self.possessive_before(start) => None,
                    2 if year >= 20 || quote == 1 => {
                        let century = if year >= 20 { 190 } else { 200 };
                        Some((Expression::Fixed(Period::Decade(century + i16::try_from(year / 10).ok()?)), s + 1))
                    }
                    _ => None,
                }
            }
            Kind::Word(Word::Decade(tens)) => {
                // "in his fifties" is an age.
                let before = start.checked_sub(1).and_then(|at| self.key(at));
                let the = before == Some(Key::The)
                    || matches!(before, Some(Key::Early | Key::Late | Key::Mid))
                    || (start > 1 && self.mark(start - 1, '-') && self.key(start - 2) == Some(Key::Mid));
                (the && !self.possessive_before(start))
                    .then(|| (Expression::Fixed(Period::Decade(190 + i16::from(tens) / 10)), start + 1))
            }
            _ => None,
        }
    }

    /// Whether "his" or the like stands one to three atoms before.
    pub(super) fn possessive_before(&self, at: usize) -> bool {
        (1..=3)
            .filter_map(|back| at.checked_sub(back))
            .any(|at| matches!(self.key(at), Some(Key::His | Key::Her | Key::Its | Key::Their | Key::My | Key::Our)))
    }

    /// "nineteen eighty-four" and the like are too rare in news to be worth their errors; "two thousand sixteen" is
    /// read.
    pub(super) fn year_in_words(&self, at: usize) -> Option<(Expression, usize)> {
        let Word::Cardinal(2) = self.word(at) else { return None };
        let Word::Scale(1000) = self.word(at + 1) else { return None };
        let (year, next) = self.number(at)?;
        #[allow(clippy::cast_possible_truncation)]
        let year = (2001.0..=2099.0).contains(&year).then_some(year as i16)?;
        self.after_preposition(at).then_some((Expression::Fixed(Period::Year(year)), next))
    }

    /// A year in digits without a month.
    pub(super) fn year_alone(&self, at: usize) -> Option<(Expression, usize)> {
        if let Some((year, next)) = self.before_christ(at) {
            return Some((Expression::Fixed(Period::Year(year)), next));
        }
        // "264 to 241 BC": the era stands at the second year.
        if let Kind::Number(year @ 1..=4900, 1..=4) = self.kind(at)? {
            let joint = matches!(self.kind(at + 1), Some(Kind::Mark('-' | '–' | '—')))
                || self.key(at + 1) == Some(Key::To)
                || (self.key(at + 1) == Some(Key::And) && self.before(at) == Some(Key::Between));
            if joint && let Some((second, _)) = self.before_christ(at + 2) {
                let first = 1 - i16::try_from(year).unwrap_or(1);
                if first <= second {
                    return Some((Expression::Fixed(Period::Year(first)), at + 1));
                }
            }
        }
        let Kind::Number(year @ 1000..=2199, 4) = self.kind(at)? else { return None };
        if !self.is_year(at, year) {
            return None;
        }
        let mut next = at + 1;
        if matches!(self.key(next), Some(Key::Ad | Key::Ce)) && self.capital(next) {
            next += 1;
        }
        Some((Expression::Fixed(Period::Year(i16::try_from(year).ok()?)), next))
    }

    /// "spring [of] 1918", "the fall".
    pub(super) fn season(&self, at: usize) -> Option<(Expression, usize)> {
        let Kind::Word(Word::Season(season)) = self.kind(at)? else { return None };
        let mut named = Named::new(Name::Season(season));
        if let Some((year, next)) = self.year_after(at + 1)
            && !self.mark(at + 1, ',')
        {
            named.year = Some(year);
            // "winter of 1941-42", "winter 1941/42".
            let long = matches!(self.kind(next), Some(Kind::Mark('-' | '–' | '/')))
                && !self.space(next)
                && matches!(self.kind(next + 1), Some(Kind::Number(_, 2 | 4)));
            return Some((Expression::Named(named), if long && season == Season::Winter { next + 2 } else { next }));
        }
        self.season_alone(at, season).then_some((Expression::Named(named), at + 1))
    }

    /// "Good Friday", "New Year's Eve 2019".
    pub(super) fn holiday(&self, at: usize) -> Option<(Expression, usize)> {
        let first = self.text(at).to_ascii_lowercase();
        let mut best: Option<(u16, usize)> = None;
        for &index in self.words.holidays.starting(&first) {
            let holiday = self.words.holidays.get(index);
            if holiday.capital && !self.capital(at) {
                continue;
            }
            if let Some(next) = self.phrase(at, &holiday.words)
                && best.is_none_or(|(_, end)| next > end)
            {
                best = Some((index, next));
            }
        }
        let (index, next) = best?;
        // "New Year" needs its capital twice; "May Day", "Easter Island" and "Christmas Island" are no days.
        if next == at + 1 && self.capital_follows(next) && !self.month_or_day_follows(next) {
            return None;
        }
        let mut named = Named::new(Name::Holiday(index));
        let mut next = next;
        if let Some((year, after)) = self.year_after(next)
            && !self.mark(next, ',')
        {
            named.year = Some(year);
            next = after;
        }
        Some((Expression::Named(named), next))
    }
}
