//! Ranges and lists: "May 3-5", "3 to 5 May", "1939–45", "from May to August 1950".

use super::Reader;
use crate::times::atoms::Kind;
use crate::times::calendar::Period;
use crate::times::expression::{Expression, Found, Name, Named};
use crate::times::words::{Key, Word};

impl Reader<'_> {
    /// One past what joins two times, if anything does.
    fn joint(&self, at: usize) -> Option<usize> {
        match self.kind(at)? {
            Kind::Mark('-' | '–' | '—' | '−' | '/' | '~') => Some(at + 1),
            Kind::Word(Word::Key(Key::To | Key::And | Key::Or | Key::Until | Key::Till | Key::Through | Key::Thru)) => {
                Some(at + 1 + usize::from(self.key(at + 1) == Some(Key::The)))
            }
            Kind::Mark(',') => Some(at + 1 + usize::from(matches!(self.key(at + 1), Some(Key::And | Key::Or)))),
            _ => None,
        }
    }

    /// "3" of "3 to 5 May 1990": the first of two days that share a month.
    pub(super) fn first_of_days(&self, at: usize) -> Option<Found> {
        let Kind::Number(day @ 1..=31, 1..=2) = self.kind(at)? else { return None };
        let ordinal = usize::from(self.ordinal(at).is_some());
        if self.joined(at) || self.mark(at + 1 + ordinal, ',') {
            return None;
        }
        let second = self.joint(at + 1 + ordinal)?;
        let (Expression::Named(named), _) = self.date(second)? else { return None };
        let (Name::MonthDay(month, last), true) = (named.name, matches!(self.kind(second), Some(Kind::Number(..))))
        else {
            return None;
        };
        let day = u8::try_from(day).ok().filter(|day| *day < last)?;
        let expression = Expression::Named(Named { name: Name::MonthDay(month, day), ..named });
        Some(Found { first: at, last: at + 1 + ordinal, expression, modifier: None, rule: "range" })
    }

    /// Completes `first` from what follows it ("May" of "May to August 1950") and reads a second time that needs the
    /// first ("5" of "May 3-5", "45" of "1939–45").
    pub(in crate::times) fn range(&self, first: &mut Found) -> Option<Found> {
        let second = self.joint(first.last)?;
        let dash = matches!(self.kind(first.last), Some(Kind::Mark(mark)) if mark != ',');
        let found = |last, expression| Some(Found { first: second, last, expression, modifier: None, rule: "range" });
        match &mut first.expression {
            Expression::Fixed(Period::Year(year)) if dash => {
                let Kind::Number(end, 2) = self.kind(second)? else { return None };
                let tight = !self.space(second) && !self.space(first.last);
                let end = i16::try_from(end).ok()?;
                (tight && *year >= 1000 && end > *year % 100)
                    .then(|| found(second + 1, Expression::Fixed(Period::Year(*year / 100 * 100 + end))))?
            }
            Expression::Named(named) if named.step.is_none() => {
                let comma = self.mark(first.last, ',');
                if let Name::MonthDay(month, day) = named.name
                    && let Some(Kind::Number(end @ 1..=31, 1..=2)) = self.kind(second)
                    && (named.year.is_none() || !comma)
                    && !matches!(self.word(second + 1), Word::Month(_))
                {
                    let end = u8::try_from(end).ok()?;
                    let ordinal = usize::from(self.ordinal(second).is_some());
                    let after = second + 1 + ordinal;
                    if end <= day
                        || !(dash || self.ends_number(after))
                        || self.mark(after, ':')
                        || (comma && self.ends_list(after))
                    {
                        return None;
                    }
                    let mut last = Named { name: Name::MonthDay(month, end), ..*named };
                    let mut next = after;
                    // "May 3-5, 1990".
                    if let Some((Expression::Fixed(Period::Year(year)), end)) =
                        self.date(after + usize::from(self.mark(after, ','))).filter(|_| !self.mark(after, '.'))
                    {
                        last.year = Some(year);
                        named.year = named.year.or(Some(year));
                        next = end;
                    }
                    return found(next, Expression::Named(last));
                }
                if named.year.is_some() || comma {
                    return None;
                }
                let (other, _) = self.whole(second)?;
                let other = match &other {
                    Expression::Named(other) => other,
                    Expression::Edge(_, inner) => match &**inner {
                        Expression::Named(other) => other,
                        _ => return None,
                    },
                    _ => return None,
                };
                if let Some(year) = other.year
                    && let (Some(here), Some(there)) = (month_of(named.name), month_of(other.name))
                {
                    named.year = Some(if here <= there { year } else { year - 1 });
                }
                None
            }
            _ => None,
        }
    }

    /// Whether no noun follows that a number could count.
    fn ends_number(&self, at: usize) -> bool {
        match self.kind(at) {
            None | Some(Kind::Mark(_)) => true,
            Some(Kind::Word(Word::Key(_))) => true,
            Some(Kind::Word(Word::Other)) => matches!(self.text(at), "were" | "respectively"),
            Some(Kind::Word(word)) => !matches!(word, Word::Other | Word::Units(_) | Word::Unit(_) | Word::Scale(_)),
            Some(Kind::Number(_, digits)) => digits == 4,
        }
    }

    /// "May 3, 5 people": after a comma a number must be followed by another mark to be a day.
    fn ends_list(&self, at: usize) -> bool {
        !matches!(self.kind(at), Some(Kind::Word(Word::Key(Key::And))) | Some(Kind::Mark(',')))
    }
}

fn month_of(name: Name) -> Option<u8> {
    match name {
        Name::Month(month) | Name::MonthDay(month, _) => Some(month),
        Name::Season(season) => u8::try_from(season.month()).ok(),
        _ => None,
    }
}
