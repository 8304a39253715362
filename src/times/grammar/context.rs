//! Whether a word that may be something else ("may", "march", "fall", "sun", "2000") is a time here.

use super::Reader;
use crate::times::atoms::Kind;
use crate::times::calendar::Season;
use crate::times::words::{Key, Role, Word};

impl Reader<'_> {
    /// One past the word at `at` and the full stop that abbreviates it.
    pub(super) fn past_stop(&self, at: usize) -> usize {
        let length = self.text(at).len();
        if length <= 5 && self.mark(at + 1, '.') && !self.space(at + 1) && self.abbreviated(at) {
            at + 2
        } else {
            at + 1
        }
    }

    fn abbreviated(&self, at: usize) -> bool {
        let text = self.text(at);
        match self.word(at) {
            Word::Month(_) => self.abbreviated_month(at),
            Word::Weekday(_) => text.len() <= 5,
            _ => false,
        }
    }

    /// "Jan", "Sept": a month's short form ("May" is none).
    pub(super) fn abbreviated_month(&self, at: usize) -> bool {
        let text = self.text(at);
        text.len() <= 4 && !["May", "may", "MAY", "June", "june", "JUNE", "July", "july", "JULY"].contains(&text)
    }

    /// Months that are other words too.
    pub(super) fn ambiguous_month(&self, at: usize) -> bool {
        let text = self.text(at);
        text.len() <= 3 || text.eq_ignore_ascii_case("march") || text == "august"
    }

    /// Whether a preposition or another word that goes before times stands before `at`.
    pub(super) fn after_preposition(&self, at: usize) -> bool {
        matches!(
            self.before(at),
            Some(
                Key::In
                    | Key::Of
                    | Key::By
                    | Key::Since
                    | Key::Until
                    | Key::Till
                    | Key::From
                    | Key::To
                    | Key::During
                    | Key::Before
                    | Key::After
                    | Key::Through
                    | Key::Throughout
                    | Key::Between
                    | Key::Early
                    | Key::Late
                    | Key::Mid
                    | Key::Last
                    | Key::Next
                    | Key::This
                    | Key::That
                    | Key::Previous
                    | Key::Following
                    | Key::Each
                    | Key::Every
                    | Key::On
                    | Key::Around
                    | Key::About
                    | Key::Circa
                    | Key::Within
                    | Key::Over
            )
        )
    }

    /// Whether an atom is a capitalized word that no table knows.
    fn is_name(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.capital) && matches!(self.kind(at), Some(Kind::Word(Word::Other)))
    }

    pub(super) fn capital_follows(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.capital && atom.space)
            && matches!(self.kind(at), Some(Kind::Word(_)))
    }

    pub(super) fn month_or_day_follows(&self, at: usize) -> bool {
        matches!(self.word(at), Word::Weekday(_) | Word::Month(_) | Word::Part(_))
    }

    /// Whether the atom at `at` is the later part of something written without spaces.
    pub(super) fn joined(&self, at: usize) -> bool {
        !self.space(at)
            && at.checked_sub(1).is_some_and(|before| match self.kind(before) {
                Some(Kind::Mark(mark)) => {
                    matches!(mark, '.' | '/' | '-' | ':' | '$' | '€' | '£' | '#' | ',' | '_' | '@' | '&')
                }
                _ => true,
            })
    }

    /// Whether a month's name without day and year is a month.
    pub(super) fn month_alone(&self, at: usize) -> bool {
        let text = self.text(at);
        let capital = self.capital(at);
        let after = self.after_preposition(at);
        let list = |at: usize| {
            // "April and May", "May-August".
            let near = |other: usize| matches!(self.word(other), Word::Month(_)) && self.capital(other);
            let joint = |joint: usize| {
                matches!(self.key(joint), Some(Key::And | Key::Or | Key::To))
                    || matches!(self.kind(joint), Some(Kind::Mark('-' | '–' | '—' | ',' | '/')))
            };
            (at >= 2 && joint(at - 1) && near(at - 2)) || (joint(at + 1) && near(at + 2))
        };
        let dash_before = at >= 2 && self.mark(at - 1, '-') && self.key(at - 2) == Some(Key::Mid);
        if self.abbreviated_month(at) {
            return capital
                && (after || list(at) || self.mark(at + 1, '.'))
                && text.len() >= 3
                && !self.is_name(at + 1);
        }
        if self.ambiguous_month(at) {
            if !capital {
                return false;
            }
            let parenthesis = at > 0 && self.mark(at - 1, '(');
            let after_name = at > 0 && self.is_name(at - 1);
            return (after || dash_before || list(at) || (parenthesis && !after_name))
                && !(text.eq_ignore_ascii_case("march") && matches!(self.text(at + 1), "on" | "of") && !after)
                && (after || !self.is_name(at + 1));
        }
        // "April Jones": a given name, unless a preposition says otherwise.
        let given_name = capital
            && self.is_name(at + 1)
            && !after
            && matches!(text, "April" | "June" | "August" | "JUNE" | "APRIL" | "AUGUST");
        !given_name
    }

    /// Whether a weekday's name is a day and not the paper of that day or another word.
    pub(super) fn weekday_alone(&self, at: usize) -> bool {
        let text = self.text(at);
        if text.len() <= 5 {
            // "Sun", "Sat", "Mon", "Wed", "Thurs".
            if !self.capital(at) {
                return false;
            }
            let mut next = at + 1;
            let stop = self.mark(next, '.') && !self.space(next);
            next += usize::from(stop);
            next += usize::from(self.mark(next, ','));
            let date = matches!(self.word(next), Word::Month(_))
                || matches!(self.kind(next), Some(Kind::Number(1..=31, 1..=2)));
            let safe = !matches!(self.word(at), Word::Weekday(3 | 6 | 7 | 1));
            return date
                || (stop && self.before(at) == Some(Key::On))
                || (safe && (self.before(at) == Some(Key::On) || stop));
        }
        !(self.capital(at) && self.words.role(self.text(at + 1)) == Some(Role::Paper))
    }

    /// Whether a season's name without a year is a season.
    pub(super) fn season_alone(&self, at: usize, season: Season) -> bool {
        // "Winter Olympics", "Summer Palace".
        if self.capital(at) && self.is_name(at + 1) {
            return false;
        }
        let text = self.text(at);
        let before = self.before(at);
        let after = self.after_preposition(at) || matches!(before, Some(Key::The | Key::And | Key::Or | Key::Same));
        let dash = at > 0 && matches!(self.kind(at - 1), Some(Kind::Mark('-' | '(' | '–')));
        match season {
            Season::Spring | Season::Fall => {
                let of = matches!(self.key(at + 1), Some(Key::Of | Key::In | Key::From | Key::To))
                    || self.text(at + 1) == "between";
                let fall = text.eq_ignore_ascii_case("fall");
                let verb = matches!(before, Some(Key::To | Key::And | Key::Or));
                let name = at > 0 && self.is_name(at - 1);
                let allowed = after || dash || (season == Season::Spring && at == 0);
                if fall && matches!(before, Some(Key::From | Key::To | Key::After | Key::Before | Key::Of)) {
                    return false;
                }
                let other_word = fall && (of || verb);
                allowed && !name && !other_word && self.key(at + 1) != Some(Key::Of)
            }
            _ => {
                let name = self.capital(at) && at > 0 && self.is_name(at - 1);
                !name
            }
        }
    }

    /// Whether four digits are a year and no count.
    pub(super) fn is_year(&self, at: usize, year: u64) -> bool {
        if self.joined(at) && !self.dash_between_years(at) {
            return false;
        }
        let next = self.kind(at + 1);
        let tight = !self.space(at + 1);
        match next {
            Some(Kind::Mark('%' | '°' | '$' | '€' | '£')) => return false,
            Some(Kind::Mark(',' | '.' | ':' | '/')) if tight && !self.space(at + 2) => {
                if matches!(self.kind(at + 2), Some(Kind::Number(..))) {
                    // "1941/42" and "1995,1996" are years all the same.
                    return self.mark(at + 1, '/') && matches!(self.kind(at + 2), Some(Kind::Number(_, 2 | 4)));
                }
            }
            // "2000-strong", "1500-meter": a count; "1939-born" hardly occurs.
            Some(Kind::Mark('-' | '–'))
                if tight
                    && matches!(self.kind(at + 2), Some(Kind::Word(Word::Other | Word::Unit(_) | Word::Units(_))))
                    && !self.space(at + 2) =>
            {
                return false;
            }
            Some(Kind::Word(_)) if tight => return false,
            Some(Kind::Word(Word::Scale(_) | Word::Units(_) | Word::Zone(_))) => return false,
            _ => {}
        }
        let before = self.before(at);
        if at > 0 && matches!(self.kind(at - 1), Some(Kind::Mark('$' | '€' | '£' | '#' | '~'))) {
            return false;
        }
        let strong = matches!(
            before,
            Some(
                Key::In
                    | Key::Since
                    | Key::Until
                    | Key::Till
                    | Key::During
                    | Key::Early
                    | Key::Late
                    | Key::Mid
                    | Key::Throughout
            )
        );
        // "at 1400 hours", "Flight 1989".
        let label =
            at.checked_sub(1).map(|before| if self.mark(before, '.') { before.saturating_sub(1) } else { before });
        if before == Some(Key::At) || label.is_some_and(|label| self.words.role(self.text(label)) == Some(Role::Label))
        {
            return false;
        }
        let follower = self.text(at + 1);
        if self.words.role(follower) == Some(Role::Counted)
            && !(strong && matches!(follower, "police" | "other" | "more" | "people" | "men" | "troops"))
        {
            return false;
        }
        let comparison = matches!(
            before,
            Some(Key::Than | Key::Least | Key::Nearly | Key::Almost | Key::Approximately | Key::Roughly)
        );
        if comparison || (matches!(before, Some(Key::Over | Key::Another | Key::About | Key::Under)) && year < 1900) {
            return false;
        }
        // "2000 protesters": a plural noun in lower case is counted, but for "the 2016 elections".
        let plural = matches!(next, Some(Kind::Word(Word::Other)))
            && !self.capital(at + 1)
            && follower.ends_with('s')
            && !follower.ends_with("ss")
            && !matches!(follower, "was" | "is" | "has" | "as" | "this" | "his" | "its");
        let round = year.is_multiple_of(10);
        let the = matches!(before, Some(Key::The));
        let closes = matches!(next, Some(Kind::Mark(')' | ',' | '.' | ';' | ':' | '–' | '-')) | None);
        if (1900..=2100).contains(&year) {
            return !plural || strong || the || !year.is_multiple_of(5);
        }
        if year > 2100 {
            return strong && !plural;
        }
        // Older years need a sign: a preposition, brackets, a range.
        let marked = at > 0 && matches!(self.kind(at - 1), Some(Kind::Mark('(' | ',' | '–' | '-' | ';')));
        let range = matches!(self.kind(at + 1), Some(Kind::Mark('-' | '–')))
            && matches!(self.kind(at + 2), Some(Kind::Number(_, 4)));
        let signed = strong
            || matches!(
                before,
                Some(
                    Key::Of
                        | Key::By
                        | Key::From
                        | Key::To
                        | Key::After
                        | Key::Before
                        | Key::The
                        | Key::And
                        | Key::Between
                        | Key::Through
                        | Key::Around
                        | Key::Circa
                )
            );
        if plural {
            return the && !round && year >= 1500;
        }
        signed && (strong || !round || closes || matches!(before, Some(Key::Of | Key::The | Key::By)))
            || (marked || matches!(before, Some(Key::As | Key::For))) && closes
            || range
    }

    /// "1939–1945": the second of two years.
    fn dash_between_years(&self, at: usize) -> bool {
        at > 0
            && match self.kind(at - 1) {
                Some(Kind::Mark('-' | '–' | '—' | '/')) => {
                    at == 1
                        || match self.kind(at - 2) {
                            Some(Kind::Number(_, 1..=4)) => true,
                            Some(Kind::Word(Word::Key(Key::Mid | Key::Early | Key::Late | Key::S | Key::Bc))) => true,
                            Some(Kind::Word(Word::Month(_))) => true,
                            _ => self.space(at - 1),
                        }
                }
                Some(Kind::Mark('(' | '"' | '“' | '‘' | '\'' | '[')) => true,
                _ => false,
            }
    }
}
