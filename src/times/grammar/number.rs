//! Numbers in digits and words, and counts of units: "about two and a half years", "several hundred days".

use super::Reader;
use crate::times::atoms::Kind;
use crate::times::words::{Key, Unit, Word};

/// How many of something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quantity {
    /// `None`: not said ("several").
    pub count: Option<f64>,
    pub modifier: Option<&'static str>,
    /// Whether it is only an article ("a year").
    pub article: bool,
}

impl Reader<'_> {
    /// A number and one past its last atom.
    pub(in crate::times) fn number(&self, at: usize) -> Option<(f64, usize)> {
        let (mut value, mut next) = match self.kind(at)? {
            Kind::Number(..) => self.digits(at)?,
            Kind::Word(Word::Cardinal(_)) => self.small(at)?,
            Kind::Word(Word::Key(Key::A)) if matches!(self.word(at + 1), Word::Scale(_) | Word::Cardinal(12)) => {
                (1.0, at + 1)
            }
            Kind::Word(Word::Key(Key::Half))
                if self.key(at + 1) == Some(Key::A) && self.word(at + 2) == Word::Cardinal(12) =>
            {
                return Some((6.0, at + 3));
            }
            _ => return None,
        };
        // "three hundred and fifty thousand": at most a few rounds, so that time stays linear.
        let mut total = 0.0;
        for _ in 0..6 {
            let gap = usize::from(self.mark(next, '-') && matches!(self.word(next + 1), Word::Scale(_)));
            match self.word(next + gap) {
                #[allow(clippy::cast_precision_loss)]
                Word::Scale(by) => {
                    value *= by as f64;
                    next += gap + 1;
                    if by >= 1000 {
                        total += value;
                        value = 0.0;
                    }
                    let skip = usize::from(self.key(next) == Some(Key::And));
                    match self.small(next + skip) {
                        Some((more, after)) if matches!(self.kind(next + skip), Some(Kind::Word(_))) => {
                            value += more;
                            next = after;
                        }
                        _ => {
                            if value == 0.0 || by < 1000 {
                                continue;
                            }
                            break;
                        }
                    }
                }
                Word::Cardinal(12) if value > 0.0 && self.text(next) == "dozen" => {
                    value *= 12.0;
                    next += 1;
                }
                _ => break,
            }
        }
        value += total;
        // "two and a half".
        if self.key(next) == Some(Key::And) {
            let after = if matches!(self.key(next + 1), Some(Key::A)) { next + 2 } else { next + 1 };
            if self.key(after) == Some(Key::Half) && value < 1000.0 {
                return Some((value + 0.5, after + 1));
            }
        }
        if let Some(part) = self.fraction_mark(next) {
            return Some((value + part, next + 1));
        }
        Some((value, next))
    }

    /// "½" glued to a number.
    fn fraction_mark(&self, at: usize) -> Option<f64> {
        match self.kind(at)? {
            Kind::Mark('½') => Some(0.5),
            Kind::Mark('¼') => Some(0.25),
            Kind::Mark('¾') => Some(0.75),
            _ => None,
        }
    }

    /// Digits with group and decimal marks: "1,500", "2.5".
    #[allow(clippy::cast_precision_loss)]
    fn digits(&self, at: usize) -> Option<(f64, usize)> {
        let Kind::Number(first, width) = self.kind(at)? else { return None };
        let mut value = first as f64;
        let mut next = at + 1;
        if width <= 3 {
            for _ in 0..5 {
                if !(self.mark(next, ',') && !self.space(next) && !self.space(next + 1)) {
                    break;
                }
                let Some(Kind::Number(group, 3)) = self.kind(next + 1) else { break };
                value = value * 1000.0 + group as f64;
                next += 2;
            }
        }
        if self.mark(next, '.')
            && !self.space(next)
            && !self.space(next + 1)
            && let Some(Kind::Number(fraction, digits)) = self.kind(next + 1)
        {
            // "13.10.2016" is no decimal.
            let dotted = self.mark(next + 2, '.')
                && matches!(self.kind(next + 3), Some(Kind::Number(..)))
                && !self.space(next + 3);
            if digits < 12 && !dotted {
                value += fraction as f64 / 10f64.powi(i32::from(digits));
                next += 2;
            }
        }
        Some((value, next))
    }

    /// A number below one hundred in words, or any in digits.
    fn small(&self, at: usize) -> Option<(f64, usize)> {
        match self.kind(at)? {
            Kind::Word(Word::Cardinal(tens)) => {
                let dash = usize::from(self.mark(at + 1, '-') && !self.space(at + 2));
                if tens >= 20
                    && let Word::Cardinal(ones @ 1..=9) = self.word(at + 1 + dash)
                {
                    return Some((f64::from(tens + ones), at + 2 + dash));
                }
                Some((f64::from(tens), at + 1))
            }
            Kind::Number(..) => self.digits(at),
            _ => None,
        }
    }

    /// An ordinal ("25th", "twenty-first") and one past its last atom.
    pub(in crate::times) fn ordinal(&self, at: usize) -> Option<(u32, usize)> {
        match self.kind(at)? {
            Kind::Number(value, 1..=4)
                if matches!(self.key(at + 1), Some(Key::St | Key::Nd | Key::Rd | Key::Th)) && !self.space(at + 1) =>
            {
                Some((u32::try_from(value).ok()?, at + 2))
            }
            Kind::Word(Word::Ordinal(n)) => Some((u32::from(n), at + 1)),
            Kind::Word(Word::Cardinal(tens)) if tens >= 20 => {
                let dash = usize::from(self.mark(at + 1, '-'));
                match self.word(at + 1 + dash) {
                    Word::Ordinal(ones @ 1..=9) => Some((u32::from(tens + ones), at + 2 + dash)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// "about", "more than", "at least": the TIMEX3 modifier and one past the last atom.
    pub(in crate::times) fn comparison(&self, at: usize) -> (Option<&'static str>, usize) {
        let then = |key| self.key(at + 1) == Some(key);
        if self.word(at) == Word::Vague && self.text(at).eq_ignore_ascii_case("some") && self.number(at + 1).is_some() {
            return (Some("APPROX"), at + 1);
        }
        match self.key(at) {
            Some(Key::About | Key::Around | Key::Approximately | Key::Roughly | Key::Circa) => (Some("APPROX"), at + 1),
            Some(Key::Ca) => (Some("APPROX"), at + 1 + usize::from(self.mark(at + 1, '.'))),
            Some(Key::Nearly | Key::Almost | Key::Under) => (Some("LESS_THAN"), at + 1),
            Some(Key::Over) => (Some("MORE_THAN"), at + 1),
            Some(Key::More | Key::Longer) if then(Key::Than) => (Some("MORE_THAN"), at + 2),
            Some(Key::Less | Key::Fewer) if then(Key::Than) => (Some("LESS_THAN"), at + 2),
            Some(Key::At) if then(Key::Least) => (Some("EQUAL_OR_MORE"), at + 2),
            Some(Key::At) if then(Key::Most) => (Some("EQUAL_OR_LESS"), at + 2),
            Some(Key::Up) if then(Key::To) => (Some("EQUAL_OR_LESS"), at + 2),
            Some(Key::No)
                if matches!(self.key(at + 1), Some(Key::More | Key::Less)) && self.key(at + 2) == Some(Key::Than) =>
            {
                let more = self.key(at + 1) == Some(Key::More);
                (Some(if more { "EQUAL_OR_LESS" } else { "EQUAL_OR_MORE" }), at + 3)
            }
            Some(Key::Just | Key::Only | Key::Exactly) => {
                let (modifier, next) = match self.key(at + 1) {
                    Some(Key::Over) => (Some("MORE_THAN"), at + 2),
                    Some(Key::Under) => (Some("LESS_THAN"), at + 2),
                    _ => (None, at + 1),
                };
                (modifier, next)
            }
            Some(Key::A) if self.key(at + 1) == Some(Key::Little) && self.key(at + 3) == Some(Key::Than) => {
                let more = self.key(at + 2) == Some(Key::More);
                (Some(if more { "MORE_THAN" } else { "LESS_THAN" }), at + 4)
            }
            _ => (None, at),
        }
    }

    /// How many units: "about two", "several", "a few", "a", "half a"; articles count as one.
    pub(super) fn quantity(&self, start: usize) -> Option<(Quantity, usize)> {
        let (modifier, at) = self.comparison(start);
        let quantity = |count, article| Quantity { count, modifier, article };
        if let Some((mut count, mut next)) = self.number(at) {
            // "two or three", "five to six", "10-15": the lower end stands for both.
            let joint = match self.kind(next) {
                Some(Kind::Word(Word::Key(Key::Or | Key::To))) => 1,
                Some(Kind::Mark('-' | '–' | '—' | '~')) => 1,
                _ => 0,
            };
            if joint > 0
                && let Some((upper, after)) = self.number(next + joint)
                && upper > count
                && count < 1000.0
            {
                next = after;
            }
            if self.key(next) == Some(Key::Of) {
                return None;
            }
            if matches!(self.word(next), Word::Vague) {
                return None;
            }
            // "a half-century".
            if self.key(next) == Some(Key::Half) && self.mark(next + 1, '-') {
                count *= 0.5;
                next += 1;
            }
            return Some((quantity(Some(count), false), next));
        }
        match self.word(at) {
            Word::Vague => Some((quantity(None, false), at + 1)),
            Word::Couple => Some((quantity(None, false), at + 1 + usize::from(self.key(at + 1) == Some(Key::Of)))),
            Word::Key(Key::A | Key::An | Key::Another) => {
                let plain = at
                    + 1
                    + usize::from(matches!(
                        self.key(at + 1),
                        Some(Key::Mere | Key::Further | Key::Whopping | Key::Single)
                    ));
                match self.word(plain) {
                    Word::Vague => Some((quantity(None, false), plain + 1)),
                    Word::Couple => {
                        Some((quantity(None, false), plain + 1 + usize::from(self.key(plain + 1) == Some(Key::Of))))
                    }
                    Word::Key(Key::Half) => Some((quantity(Some(0.5), false), plain + 1)),
                    _ => match self.number(plain) {
                        Some((count, next)) => Some((quantity(Some(count), false), next)),
                        None => Some((quantity(Some(1.0), true), plain)),
                    },
                }
            }
            Word::Key(Key::Half) if matches!(self.key(at + 1), Some(Key::A | Key::An)) => {
                Some((quantity(Some(0.5), false), at + 2))
            }
            Word::Key(Key::Single) => Some((quantity(Some(1.0), false), at + 1)),
            _ => None,
        }
    }

    /// A unit, after words like "full" or a hyphen: the unit, whether it is plural, one past its last atom.
    pub(super) fn unit(&self, start: usize) -> Option<(Unit, bool, usize)> {
        let mut at = start;
        for _ in 0..2 {
            let skip = matches!(
                self.key(at),
                Some(
                    Key::Full
                        | Key::Straight
                        | Key::Consecutive
                        | Key::Trading
                        | Key::Business
                        | Key::Working
                        | Key::Whole
                        | Key::Entire
                        | Key::Further
                        | Key::Additional
                        | Key::Successive
                        | Key::Extra
                        | Key::Calendar
                        | Key::Fiscal
                        | Key::Financial
                        | Key::More
                        | Key::Long
                        | Key::Short
                        | Key::Academic
                        | Key::School
                )
            );
            if !skip {
                break;
            }
            at += 1;
        }
        let hyphen = matches!(self.kind(at), Some(Kind::Mark('-' | '‐' | '‑')));
        at += usize::from(hyphen);
        match self.word(at) {
            Word::Unit(unit) => Some((unit, false, at + 1)),
            Word::Units(unit) => Some((unit, true, at + 1)),
            Word::Ordinal(2) if hyphen && self.text(at) == "second" => Some((Unit::Second, false, at + 1)),
            Word::Parts(crate::times::calendar::DayPart::Night) => Some((Unit::Night, true, at + 1)),
            _ => None,
        }
    }
}
