//! Calendar dates as page headers and datelines write them.

use jiff::civil::Date;

use crate::Span;

/// A date in a line, and whatever of it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub span: Span,
    /// The day, when the year is given.
    pub day: Option<Date>,
}

/// The number of a month's English name or abbreviation.
pub(super) fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    // Most words are told by their first letter.
    if !matches!(
        word.as_bytes(),
        [
            b'j' | b'f'
                | b'm'
                | b'a'
                | b's'
                | b'o'
                | b'n'
                | b'd'
                | b'J'
                | b'F'
                | b'M'
                | b'A'
                | b'S'
                | b'O'
                | b'N'
                | b'D',
            _,
            _,
            ..
        ]
    ) {
        return None;
    }
    let word = word.trim_end_matches('.').as_bytes();
    let fits = |name: &&str| {
        let same = |length: usize| {
            word.len() == length && name.len() >= length && name.as_bytes()[..length].eq_ignore_ascii_case(word)
        };
        same(name.len()) || same(3) || (name.len() == 9 && same(4) && word.eq_ignore_ascii_case(b"sept"))
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
    NAMES.iter().position(fits).map(|index| index as i8 + 1)
}

/// Days of the week and their abbreviations.
const WEEKDAYS: [&str; 17] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
];

/// Whether a word names a day of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    matches!(word.as_bytes(), [b'm' | b't' | b'w' | b'f' | b's' | b'M' | b'T' | b'W' | b'F' | b'S', _, _, ..])
        && WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

/// The words of `text[from..to]` that make up dates and times: runs of letters, runs of digits.
pub(super) fn words(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let (mut at, end) = (span.start as usize, span.end as usize);
    std::iter::from_fn(move || {
        while at < end && !bytes[at].is_ascii_alphanumeric() && bytes[at] < 0x80 {
            at += 1;
        }
        if at >= end {
            return None;
        }
        let start = at;
        let digits = bytes[at].is_ascii_digit();
        while at < end
            && (bytes[at].is_ascii_digit() == digits)
            && (bytes[at].is_ascii_alphanumeric() || bytes[at] >= 0x80)
        {
            at += 1;
        }
        Some(Span::of(start, at))
    })
}

/// The first date in `span`: "6 March 2021", "March 6, 2021", "Sept. 3", "13.10.2016", "2016-10-13".
pub(super) fn find(text: &str, span: Span) -> Option<Found> {
    let words: Vec<Span> = words(text, span).take(24).collect();
    (0..words.len()).find_map(|index| date_at(text, &words[index..]))
}

fn number(text: &str, span: Span) -> Option<i16> {
    if span.len() <= 4 { span.text(text).parse().ok() } else { None }
}

fn year(text: &str, span: Option<&Span>) -> Option<i16> {
    let span = span.filter(|span| span.len() == 4)?;
    number(text, *span).filter(|year| (1800..2200).contains(year))
}

fn day_of(text: &str, span: Span) -> Option<i8> {
    let day = number(text, span).filter(|day| span.len() <= 2 && (1..=31).contains(day))?;
    i8::try_from(day).ok()
}

/// A date at the start of `words`.
fn date_at(text: &str, words: &[Span]) -> Option<Found> {
    let (&first, rest) = words.split_first()?;
    let &second = rest.first()?;
    let skip = |index: usize| -> usize {
        let suffix = rest.get(index).is_some_and(|word| matches!(word.text(text), "st" | "nd" | "rd" | "th"));
        index + usize::from(suffix)
    };
    let made = |end: Span, year: Option<i16>, month: i8, day: i8| {
        let day = year.and_then(|year| Date::new(year, month, day).ok());
        (year.is_none() || day.is_some()).then_some(Found { span: Span::new(first.start, end.end), day })
    };
    if let Some(month) = month(first.text(text)) {
        let day = day_of(text, second)?;
        let next = skip(1);
        let year = year(text, rest.get(next));
        let end = if year.is_some() { rest[next] } else { rest[next - 1] };
        return made(end, year, month, day);
    }
    if let Some(day) = day_of(text, first) {
        let at = skip(0);
        if let Some(month) = rest.get(at).and_then(|word| month(word.text(text))) {
            let year = year(text, rest.get(at + 1));
            return made(if year.is_some() { rest[at + 1] } else { rest[at] }, year, month, day);
        }
        // 13.10.2016 is read day first, 10/13/2016 and 10/06/2016 month first, as the marks suggest.
        let mark = *text.as_bytes().get(first.end as usize)?;
        let third = rest.get(1)?;
        let glued = second.start == first.end + 1 && third.start == second.end + 1;
        let other = day_of(text, second)?;
        let year = year(text, Some(third)).filter(|_| glued)?;
        let (month, day) = match mark {
            b'.' => (other, day),
            b'/' | b'-' if day > 12 => (other, day),
            b'/' | b'-' => (day, other),
            _ => return None,
        };
        return (month <= 12).then(|| made(*third, Some(year), month, day)).flatten();
    }
    let year = year(text, Some(&first))?;
    let third = rest.get(1)?;
    let (month, day) = (day_of(text, second)?, day_of(text, *third)?);
    let glued = second.start == first.end + 1 && third.start == second.end + 1;
    (glued && month <= 12).then(|| made(*third, Some(year), month, day)).flatten()
}

/// Whether a line says nothing but when: dates, times, "Published", "Updated 3 hours ago".
pub(super) fn is_date_line(text: &str, span: Span) -> bool {
    if span.len() > 120 {
        return false;
    }
    let mut strong = 0;
    for (count, word) in words(text, span).enumerate() {
        let form = word.text(text);
        if count > 20 {
            return false;
        }
        if form.as_bytes()[0].is_ascii_digit() {
            continue;
        }
        if month(form).is_some()
            || is_weekday(form)
            || matches!(form, "AM" | "PM" | "am" | "pm" | "GMT" | "UTC" | "EST" | "EDT")
        {
            strong += 1;
        } else if !is_date_filler(form) {
            return false;
        } else if matches!(
            form.to_ascii_lowercase().as_str(),
            "ago" | "published" | "updated" | "posted" | "modified" | "today"
        ) {
            strong += 1;
        }
    }
    let digits = span.text(text).bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && (strong > 0 || find(text, span).is_some())
}

/// What stands beside a date in a line that says only when.
const FILLERS: [&str; 68] = [
    "published",
    "updated",
    "posted",
    "modified",
    "last",
    "first",
    "created",
    "date",
    "time",
    "on",
    "at",
    "of",
    "the",
    "st",
    "nd",
    "rd",
    "th",
    "a",
    "p",
    "m",
    "t",
    "z",
    "et",
    "pt",
    "ct",
    "pst",
    "pdt",
    "cst",
    "cdt",
    "bst",
    "ist",
    "cet",
    "cest",
    "msk",
    "edt",
    "est",
    "gmt",
    "utc",
    "hrs",
    "hours",
    "hour",
    "minutes",
    "minute",
    "mins",
    "min",
    "days",
    "day",
    "ago",
    "edited",
    "release",
    "issued",
    "local",
    "eastern",
    "read",
    "today",
    "yesterday",
    "h",
    "am",
    "pm",
    "noon",
    "midnight",
    "jst",
    "aest",
    "pkt",
    "eat",
    "sgt",
    "hkt",
    "wib",
];

fn is_date_filler(word: &str) -> bool {
    FILLERS.contains(&word.to_ascii_lowercase().as_str())
}
