//! Named days: `lexicon/times/holidays.tsv` and `holiday_dates.tsv`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rustc_hash::FxHashMap;

use super::calendar::{Period, easter};
use crate::Error;
use crate::lexicon::Table;

const NAMES: &str = include_str!("../../lexicon/times/holidays.tsv");
const DATES: &str = include_str!("../../lexicon/times/holiday_dates.tsv");

/// All named days.
#[derive(Debug, Default)]
pub(super) struct Holidays {
    all: Vec<Holiday>,
    by_first_word: FxHashMap<&'static str, Vec<u16>>,
}

/// A named day.
#[derive(Debug)]
pub(super) struct Holiday {
    /// Words and marks of the name, in lower case.
    pub words: Vec<&'static str>,
    rule: Rule,
    days: i64,
    /// Whether the first letter must be a capital.
    pub capital: bool,
}

#[derive(Debug)]
enum Rule {
    Fixed(i8, i8),
    Easter(i64),
    Nth { month: i8, weekday: i8, n: i8, then: i64 },
    Listed(Vec<Date>),
    Once(Date),
}

impl Holidays {
    pub(super) fn built_in() -> Result<Self, Error> {
        let mut listed: FxHashMap<&str, Vec<Date>> = FxHashMap::default();
        for row in Table::parse("times/holiday_dates", DATES, &["name", "day"])?.rows() {
            let day = row.cells[1]
                .parse()
                .map_err(|_| Error::table("times/holiday_dates", row.number, "day", "expected YYYY-MM-DD"))?;
            listed.entry(row.cells[0]).or_default().push(day);
        }
        let mut holidays = Self::default();
        for row in Table::parse("times/holidays", NAMES, &["name", "rule", "days", "capital"])?.rows() {
            let wrong = |column| Error::table("times/holidays", row.number, column, "unknown value");
            let rule = rule(row.cells[1], &listed).ok_or_else(|| wrong("rule"))?;
            let words: Vec<&str> = row.cells[0].split(' ').collect();
            let index = u16::try_from(holidays.all.len()).map_err(|_| wrong("name"))?;
            holidays.by_first_word.entry(words[0]).or_default().push(index);
            let days = row.cells[2].parse().map_err(|_| wrong("days"))?;
            holidays.all.push(Holiday { words, rule, days, capital: row.cells[3] == "yes" });
        }
        Ok(holidays)
    }

    /// The first words of all names, in the order of the table.
    pub(super) fn first_words(&self) -> Vec<&'static str> {
        self.all.iter().map(|holiday| holiday.words[0]).collect()
    }

    /// The named days whose name begins with a lower-case word.
    pub(super) fn starting(&self, word: &str) -> &[u16] {
        self.by_first_word.get(word).map_or(&[], Vec::as_slice)
    }

    pub(super) fn get(&self, index: u16) -> &Holiday {
        &self.all[index as usize]
    }
}

impl Holiday {
    /// When it falls in a year.
    pub(super) fn of(&self, year: i16) -> Option<Period> {
        let first = match &self.rule {
            Rule::Fixed(month, day) => Date::new(year, *month, *day).ok()?,
            Rule::Easter(days) => easter(year)?.saturating_add(days.days()),
            Rule::Nth { month, weekday, n, then } => {
                let weekday = Weekday::from_monday_one_offset(*weekday).ok()?;
                let month = Date::new(year, *month, 1).ok()?;
                month.nth_weekday_of_month(*n, weekday).ok()?.saturating_add(then.days())
            }
            Rule::Listed(days) => *days.iter().find(|day| day.year() == year)?,
            Rule::Once(day) => *day,
        };
        Some(if self.days > 1 {
            Period::Days(first, first.saturating_add((self.days - 1).days()))
        } else {
            Period::Day(first)
        })
    }

    /// Whether there was only one such day.
    pub(super) fn once(&self) -> Option<Date> {
        if let Rule::Once(day) = self.rule { Some(day) } else { None }
    }
}

fn rule(text: &str, listed: &FxHashMap<&str, Vec<Date>>) -> Option<Rule> {
    let mut parts = text.split(' ');
    let name = parts.next()?;
    let mut next = || parts.next();
    Some(match name {
        "fixed" => {
            let (month, day) = next()?.split_once('-')?;
            Rule::Fixed(month.parse().ok()?, day.parse().ok()?)
        }
        "easter" => Rule::Easter(next()?.parse().ok()?),
        "nth" | "after" => Rule::Nth {
            month: next()?.parse().ok()?,
            weekday: next()?.parse().ok()?,
            n: next()?.parse().ok()?,
            then: if name == "after" { next()?.parse().ok()? } else { 0 },
        },
        "table" => Rule::Listed(listed.get(next()?)?.clone()),
        "day" => Rule::Once(next()?.parse().ok()?),
        _ => return None,
    })
}
