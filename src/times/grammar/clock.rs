//! Times of day: "5 p.m. local time", "0900 GMT", "10:30", "five o'clock in the morning", "noon".

use super::Reader;
use crate::times::atoms::Kind;
use crate::times::calendar::{Clock, DayPart};
use crate::times::words::{Key, Unit, Word};

impl Reader<'_> {
    /// A time of day with its zone: the clock and one past its last atom.
    pub(super) fn clock(&self, at: usize) -> Option<(Clock, usize)> {
        let (mut clock, mut next, sure) = self.digits_of_clock(at)?;
        let mut sure = sure;
        if let Some((afternoon, after)) = self.meridiem(next) {
            if clock.hour > 12 {
                if !afternoon {
                    return None;
                }
            } else {
                clock.hour = clock.hour % 12 + if afternoon { 12 } else { 0 };
            }
            next = after;
            sure = true;
        } else if matches!(self.key(next), Some(Key::Hrs))
            || (matches!(self.word(next), Word::Units(Unit::Hour)) && clock.minute.is_some() && !self.mark(at + 1, '.'))
        {
            next += 1;
            sure = true;
        } else if self.key(next) == Some(Key::O)
            && matches!(self.kind(next + 1), Some(Kind::Mark('\'' | '’')))
            && self.key(next + 2) == Some(Key::Clock)
        {
            next += 3;
            sure = true;
            if let Some((part, after)) = self.in_the_part(next) {
                if matches!(part, DayPart::Afternoon | DayPart::Evening | DayPart::Night) && clock.hour < 12 {
                    clock.hour += 12;
                }
                next = after;
            }
        }
        for _ in 0..2 {
            let bracket = usize::from(self.mark(next, '(') && next > at + 1);
            match self.word(next + bracket) {
                Word::Zone(minutes) if self.text(next + bracket).bytes().all(|b| b.is_ascii_uppercase()) => {
                    if bracket == 1 && !self.mark(next + 2, ')') {
                        break;
                    }
                    clock.utc |= minutes == 0 && self.text(next + bracket) != "BST";
                    next += 1 + 2 * bracket;
                    sure = true;
                }
                Word::Key(Key::Local) if bracket == 0 && self.key(next + 1) == Some(Key::Time) => {
                    next += 2;
                    sure = true;
                }
                Word::Other
                    if bracket == 0
                        && self.atoms.get(next).is_some_and(|atom| atom.capital)
                        && self.key(next + 1) == Some(Key::Time)
                        && sure =>
                {
                    next += 2
                }
                _ if bracket == 1 => {
                    // "13:40 local time (0040 UTC)".
                    if let Some((_, after, _)) = self.digits_of_clock(next + 1)
                        && matches!(self.word(after), Word::Zone(_))
                        && self.mark(after + 1, ')')
                        && sure
                    {
                        next = after + 2;
                    }
                    break;
                }
                _ => break,
            }
        }
        if !sure {
            let before = self.before(at);
            sure = clock.minute.is_some()
                && self.mark(at + 1, ':')
                && (matches!(
                    before,
                    Some(
                        Key::At
                            | Key::By
                            | Key::Around
                            | Key::About
                            | Key::Until
                            | Key::Till
                            | Key::From
                            | Key::Since
                            | Key::Between
                            | Key::And
                            | Key::To
                            | Key::Before
                            | Key::After
                    )
                ) || self.day_beside(at, next));
        }
        sure.then_some((clock, next))
    }

    /// Whether a day stands right before or after a bare "10:30".
    fn day_beside(&self, first: usize, last: usize) -> bool {
        let day = |word| matches!(word, Word::Weekday(_) | Word::Month(_) | Word::Step(_));
        let before = first.checked_sub(1).map(|at| if self.mark(at, ',') { at.saturating_sub(1) } else { at });
        before.is_some_and(|at| day(self.word(at)) || matches!(self.kind(at), Some(Kind::Number(1000..=2100, 4))))
            || day(self.word(last + usize::from(self.key(last) == Some(Key::On))))
            || self.in_the_part(last).is_some()
    }

    /// Hour, minute and second; the third value says that no more is needed to call it a time of day.
    fn digits_of_clock(&self, at: usize) -> Option<(Clock, usize, bool)> {
        let plain =
            |hour: u64, minute| Clock { hour: u8::try_from(hour).unwrap_or(0), minute, second: None, utc: false };
        match self.kind(at)? {
            Kind::Number(hour @ 0..=24, 1..=2) => {
                if self.joined(at) {
                    return None;
                }
                let colon =
                    matches!(self.kind(at + 1), Some(Kind::Mark(':'))) && !self.space(at + 1) && !self.space(at + 2);
                let stop =
                    matches!(self.kind(at + 1), Some(Kind::Mark('.'))) && !self.space(at + 1) && !self.space(at + 2);
                let h = self.key(at + 1) == Some(Key::H) && !self.space(at + 1) && !self.space(at + 2);
                if let Some(Kind::Number(minute @ 0..=59, 2)) = self.kind(at + 2).filter(|_| colon || stop || h) {
                    let mut clock = plain(hour, u8::try_from(minute).ok());
                    let mut next = at + 3;
                    if colon && self.mark(next, ':') && !self.space(next) && !self.space(next + 1) {
                        let Some(Kind::Number(second @ 0..=59, 2)) = self.kind(next + 1) else { return None };
                        clock.second = u8::try_from(second).ok();
                        next += 2;
                    }
                    return Some((clock, next, false));
                }
                (!colon && !stop).then(|| (plain(hour, None), at + 1, false))
            }
            // "0900 GMT", "1400 hours".
            Kind::Number(time @ 0..=2400, 4) if time % 100 < 60 && !self.joined(at) => {
                let zone = matches!(self.word(at + 1), Word::Zone(_))
                    || matches!(self.key(at + 1), Some(Key::Hrs))
                    || (matches!(self.word(at + 1), Word::Units(Unit::Hour))
                        && (self.before(at) == Some(Key::At) || time < 1000));
                let bracket = self.mark(at + 1, '(') && matches!(self.word(at + 2), Word::Zone(_));
                (zone || bracket).then(|| (plain(time / 100, u8::try_from(time % 100).ok()), at + 1, false))
            }
            Kind::Word(Word::Cardinal(hour @ 1..=12)) => Some((plain(u64::from(hour), None), at + 1, false)),
            _ => None,
        }
    }

    /// "a.m.", "pm", "p.m": whether after noon, one past the last atom.
    fn meridiem(&self, at: usize) -> Option<(bool, usize)> {
        match self.key(at)? {
            Key::Am if !self.space(at) || self.text(at) != "am" || self.digit_before(at) => Some((false, at + 1)),
            Key::Pm => Some((true, at + 1)),
            half @ (Key::A | Key::P) if self.mark(at + 1, '.') && self.key(at + 2) == Some(Key::M) => {
                let stop = self.mark(at + 3, '.') && !self.space(at + 3);
                Some((half == Key::P, at + 3 + usize::from(stop)))
            }
            _ => None,
        }
    }

    fn digit_before(&self, at: usize) -> bool {
        at > 0 && matches!(self.kind(at - 1), Some(Kind::Number(..)))
    }

    /// "in the morning", "at night".
    pub(super) fn in_the_part(&self, at: usize) -> Option<(DayPart, usize)> {
        match (self.key(at)?, self.key(at + 1), self.word(at + 1), self.word(at + 2)) {
            (Key::In, Some(Key::The), _, Word::Part(part)) => Some((part, at + 3)),
            (Key::At, _, Word::Part(DayPart::Night), _) => Some((DayPart::Night, at + 2)),
            _ => None,
        }
    }
}
