//! Money, percentages, quantities, ordinals and cardinals with their numeric value (OntoNotes labels).
//!
//! Extents follow OntoNotes: "about", "more than" and the unit belong to the value.

use super::atoms::Kind;
use super::grammar::Reader;
use super::scan::Mention;
use super::words::{Key, Word};
use super::{Value, ValueKind};
use crate::Span;

/// Finds the values of a sentence that lie outside its times.
pub(super) fn find(reader: &Reader<'_>, times: &[Mention], values: &mut Vec<Value>) {
    let mut at = 0;
    let mut time = 0;
    while at < reader.atoms.len() {
        let atom = &reader.atoms[at];
        while time < times.len() && times[time].span.end <= atom.start {
            time += 1;
        }
        if time < times.len() && times[time].span.start <= atom.start {
            at += 1;
            continue;
        }
        let limit = times.get(time).map_or(u32::MAX, |time| time.span.start);
        match reader.value(at).filter(|(_, last, _)| reader.end(last - 1) <= limit) {
            Some((first, last, mut value)) => {
                let last = last.max(at + 1);
                let floor = values.last().map_or(0, |value: &Value| value.span.end);
                let mut start = reader.start(first);
                // Words like "about" join only when nothing else holds them.
                if start < floor || (time > 0 && start < times[time - 1].span.end) {
                    start = atom.start;
                }
                value.span = Span::new(start, reader.end(last - 1));
                values.push(value);
                at = last;
            }
            None => at += 1,
        }
    }
}

type Amount = (usize, usize, Value);

impl Reader<'_> {
    /// The value whose number or symbol begins at `at`: first atom, one past the last, the value.
    fn value(&self, at: usize) -> Option<Amount> {
        match self.kind(at)? {
            Kind::Number(..) => self.money_before(at).or_else(|| self.number_value(at)),
            Kind::Word(Word::Cardinal(_) | Word::Many(_)) => self.number_value(at),
            Kind::Word(Word::Ordinal(_)) => self.ordinal_value(at),
            Kind::Word(Word::Key(Key::A)) => match self.word(at + 1) {
                Word::Scale(_) | Word::Cardinal(12) => self.number_value(at),
                _ => self.fraction(at),
            },
            Kind::Word(Word::Key(Key::Half)) => self.half(at),
            Kind::Word(Word::Other | Word::Key(_)) | Kind::Mark(_) => self.money_before(at),
            Kind::Word(_) => None,
        }
    }

    fn made(&self, first: usize, last: usize, kind: ValueKind, value: Option<f64>, unit: Option<&str>) -> Amount {
        let span = Span::new(self.start(first), self.end(last - 1));
        (first, last, Value { span, kind, value, unit: unit.map(str::to_owned) })
    }

    /// Where "about" or "more than" before `at` begins.
    fn with_comparison(&self, at: usize) -> usize {
        for back in (1..=3).rev() {
            if let Some(first) = at.checked_sub(back) {
                let (_, end) = self.comparison(first);
                if end == at {
                    return first;
                }
            }
        }
        // "as many as 40".
        if at >= 3
            && self.key(at - 1) == Some(Key::As)
            && self.key(at - 3) == Some(Key::As)
            && matches!(self.text(at - 2), "many" | "much" | "few" | "little")
        {
            return at - 3;
        }
        at
    }

    /// "$5 million", "US$2.24bn", "EUR 300".
    fn money_before(&self, at: usize) -> Option<Amount> {
        let atom = self.atoms[at];
        let (currency, next) = match atom.kind {
            Kind::Mark(mark) => {
                let mut bytes = [0u8; 4];
                (*self.words.measures.symbols.get(&*mark.encode_utf8(&mut bytes))?, at + 1)
            }
            Kind::Word(_) if atom.capital => {
                let text = self.text(at);
                if text.len() > 4 {
                    return None;
                }
                if let Some(&currency) = self.words.measures.codes.get(text) {
                    (currency, at + 1)
                } else if self.mark(at + 1, '$') && !self.space(at + 1) {
                    let symbol = format!("{text}$");
                    (*self.words.measures.symbols.get(symbol.as_str())?, at + 2)
                } else {
                    let stop = usize::from(self.mark(at + 1, '.') && !self.space(at + 1));
                    (*self.words.measures.symbols.get(text)?, at + 1 + stop)
                }
            }
            _ => return None,
        };
        if !matches!(self.kind(next)?, Kind::Number(..)) {
            return None;
        }
        let (value, last) = self.scaled_number(next, true)?;
        Some(self.made(
            self.with_comparison(at),
            last,
            ValueKind::Money,
            Some(value * currency.factor),
            Some(currency.code),
        ))
    }

    /// A number with a scale that may be glued to it ("5m", "3.5bn"); a range counts with its lower end.
    fn scaled_number(&self, at: usize, money: bool) -> Option<(f64, usize)> {
        let glued = |value: f64, next: usize| {
            if self.space(next) || !matches!(self.kind(next), Some(Kind::Word(_))) {
                return None;
            }
            let scale = match self.text(next) {
                "k" | "K" => 1e3,
                "m" | "M" if money => 1e6,
                "b" | "B" if money => 1e9,
                "t" | "T" if money => 1e12,
                _ => return None,
            };
            Some((value * scale, next + 1))
        };
        let (mut value, mut next) = self.number(at)?;
        if let Some(scaled) = glued(value, next) {
            (value, next) = scaled;
        }
        // "5-10 million", "$3 to $5": the upper end belongs to the extent, and its scale to both.
        let joint =
            matches!(self.kind(next), Some(Kind::Mark('-' | '–' | '—') | Kind::Word(Word::Key(Key::To | Key::Or))));
        if joint && matches!(self.kind(at), Some(Kind::Number(..) | Kind::Word(Word::Cardinal(_)))) {
            let symbol = usize::from(money && matches!(self.kind(next + 1), Some(Kind::Mark('$' | '€' | '£'))));
            if let Some((upper, after)) = self.number(next + 1 + symbol)
                && upper > value
                && self.ordinal(next + 1 + symbol).is_none()
            {
                let (_, after) = glued(upper, after).unwrap_or((upper, after));
                // The scale of the upper end holds for both.
                #[allow(clippy::cast_precision_loss)]
                if let Word::Scale(scale) = self.word(after - 1)
                    && value < 1000.0
                    && !matches!(self.word(next - 1), Word::Scale(_))
                {
                    value *= scale as f64;
                }
                next = after;
            }
        }
        Some((value, next))
    }

    /// A number in digits or words with the unit behind it.
    fn number_value(&self, at: usize) -> Option<Amount> {
        if self.part_of_name(at) {
            return None;
        }
        if let Kind::Word(Word::Many(_)) = self.kind(at)? {
            // "tens of thousands", "hundreds of": how many is not said.
            let more = usize::from(self.key(at + 1) == Some(Key::Of) && matches!(self.word(at + 2), Word::Many(_)));
            let mut last = at + 1 + 2 * more;
            last += self.currency_after(last).map_or(0, |(_, next)| next - last);
            let kind = if last > at + 1 + 2 * more { ValueKind::Money } else { ValueKind::Cardinal };
            let currency = self.currency_after(at + 1 + 2 * more).map(|(currency, _)| currency.code);
            return Some(self.made(self.with_comparison(at), last, kind, None, currency));
        }
        if let Some(ordinal) = self.ordinal_value(at) {
            return Some(ordinal);
        }
        if let Some(fraction) = self.fraction(at) {
            return Some(fraction);
        }
        let (value, next) = self.scaled_number(at, false)?;
        let first = self.with_comparison(at);
        if let Some(last) = self.percent(next) {
            return Some(self.made(first, last, ValueKind::Percent, Some(value), Some("percent")));
        }
        if let Some((currency, last)) = self.currency_after(next) {
            return Some(self.made(first, last, ValueKind::Money, Some(value * currency.factor), Some(currency.code)));
        }
        // "two million pounds" are money, "two pounds" a weight.
        if matches!(self.word(next - 1), Word::Scale(_)) && self.text(next) == "pounds" {
            return Some(self.made(first, next + 1, ValueKind::Money, Some(value), Some("GBP")));
        }
        if let Some((unit, last)) = self.unit_after(next) {
            return Some(self.made(first, last, ValueKind::Quantity, Some(value), Some(unit)));
        }
        if self.word(at) == Word::Cardinal(1) && next == at + 1 {
            let pronoun = matches!(
                self.before(at),
                Some(Key::No | Key::This | Key::That | Key::Each | Key::Every | Key::Another | Key::The)
            ) || self.key(next) == Some(Key::Another);
            if pronoun {
                return None;
            }
        }
        Some(self.made(first, next, ValueKind::Cardinal, Some(value), None))
    }

    /// "F-16", "COVID-19", "G20": digits that belong to a name.
    fn part_of_name(&self, at: usize) -> bool {
        if self.space(at) || at == 0 {
            return false;
        }
        match self.kind(at - 1) {
            Some(Kind::Word(_)) => true,
            Some(Kind::Mark('-' | '/' | '.' | '_' | ':' | '#' | '@')) => {
                at >= 2
                    && !self.space(at - 1)
                    && matches!(self.kind(at - 2), Some(Kind::Word(word)) if !matches!(word, Word::Cardinal(_)))
            }
            _ => false,
        }
    }

    /// "%", "percent", "per cent", "percentage points".
    fn percent(&self, at: usize) -> Option<usize> {
        let at = at + usize::from(self.mark(at, '-'));
        match self.kind(at)? {
            Kind::Mark('%' | '％') => Some(at + 1),
            Kind::Word(Word::Key(Key::Per)) if matches!(self.text(at + 1), "cent" | "cents") => Some(at + 2),
            Kind::Word(Word::Other) => match self.text(at) {
                "percent" | "pct" | "Percent" => Some(at + 1),
                "percentage" if matches!(self.text(at + 1), "points" | "point") => Some(at + 2),
                _ => None,
            },
            _ => None,
        }
    }

    /// The longest of up to three words from `at` that `find` knows.
    fn longest<T>(&self, at: usize, find: impl Fn(&str) -> Option<T>) -> Option<(T, usize)> {
        let first = self.atoms.get(at)?;
        for count in (1..=3).rev() {
            let Some(last) = self.atoms.get(at + count - 1) else { continue };
            let written = &self.text[first.start as usize..last.end as usize];
            if written.len() > 32 {
                continue;
            }
            if let Some(found) = find(written) {
                return Some((found, at + count));
            }
        }
        None
    }

    fn currency_after(&self, start: usize) -> Option<(super::measures::Currency, usize)> {
        let at = start + usize::from(self.mark(start, '-') && !self.space(start + 1));
        let measures = &self.words.measures;
        if let Some(currency) = measures.codes.get(self.text(at)) {
            return Some((*currency, at + 1));
        }
        if let Kind::Mark(mark @ ('€' | '£' | '¥' | '$')) = self.kind(at)?
            && !matches!(self.kind(at + 1), Some(Kind::Number(..)))
        {
            let mut bytes = [0u8; 4];
            return measures.symbols.get(&*mark.encode_utf8(&mut bytes)).map(|currency| (*currency, at + 1));
        }
        self.longest(at, |form| measures.words.get(form.to_ascii_lowercase().as_str()).copied())
    }

    fn unit_after(&self, start: usize) -> Option<(&'static str, usize)> {
        let at = start + usize::from(self.mark(start, '-') && !self.space(start + 1));
        if !matches!(self.kind(at)?, Kind::Word(_) | Kind::Mark('°')) {
            return None;
        }
        self.longest(at, |form| self.words.measures.unit(form))
    }

    /// "first", "25th".
    fn ordinal_value(&self, at: usize) -> Option<Amount> {
        let (n, next) = self.ordinal(at)?;
        if self.part_of_name(at) || matches!(self.word(next), Word::Fraction(_)) {
            return None;
        }
        Some(self.made(at, next, ValueKind::Ordinal, Some(f64::from(n)), None))
    }

    /// "two-thirds", "a third", "three quarters".
    fn fraction(&self, at: usize) -> Option<Amount> {
        let upper = match self.word(at) {
            Word::Cardinal(n @ 1..=9) => f64::from(n),
            Word::Key(Key::A) => 1.0,
            _ => return None,
        };
        let next = at + 1 + usize::from(self.mark(at + 1, '-'));
        let lower = match (self.word(next), self.text(next)) {
            (Word::Fraction(n), _) => f64::from(n),
            (Word::Ordinal(n @ 3..=10), _) if upper == 1.0 && self.key(next + 1) == Some(Key::Of) => f64::from(n),
            (_, "quarter" | "quarters") if self.key(next + 1) == Some(Key::Of) || upper > 1.0 => 4.0,
            _ => return None,
        };
        Some(self.made(self.with_comparison(at), next + 1, ValueKind::Cardinal, Some(upper / lower), None))
    }

    /// "half of", "half the", "half a million".
    fn half(&self, at: usize) -> Option<Amount> {
        let first = self.with_comparison(at);
        let mut value = 0.5;
        let mut next = at + 1;
        match self.key(next) {
            Some(Key::A | Key::An) => {
                next += 1;
                #[allow(clippy::cast_precision_loss)]
                match self.word(next) {
                    Word::Scale(scale) => value *= scale as f64,
                    Word::Cardinal(12) => value = 6.0,
                    _ => {
                        let (unit, last) = self.unit_after(next)?;
                        return Some(self.made(first, last, ValueKind::Quantity, Some(value), Some(unit)));
                    }
                }
                next += 1;
            }
            Some(Key::Of | Key::The | Key::Its | Key::Their | Key::His) => {
                return (!matches!(self.before(at), Some(Key::Last))
                    && !matches!(self.word(at.wrapping_sub(1)), Word::Ordinal(_)))
                .then(|| self.made(first, at + 1, ValueKind::Cardinal, Some(0.5), None));
            }
            _ => return None,
        }
        if let Some((currency, last)) = self.currency_after(next) {
            return Some(self.made(first, last, ValueKind::Money, Some(value * currency.factor), Some(currency.code)));
        }
        Some(self.made(first, next, ValueKind::Cardinal, Some(value), None))
    }
}
