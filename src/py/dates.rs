//! Publication dates: whatever Python, numpy, pandas or Arrow call a day.

use jiff::civil::Date;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PySet, PyString};

use super::errors;
use super::input::{self, type_name};

/// The publication dates of a call.
pub(super) enum Dates {
    /// One for all texts.
    One(Option<Date>),
    /// One for each text.
    Each(Vec<Option<Date>>),
}

impl Dates {
    pub(super) fn get(&self, index: usize) -> Option<Date> {
        match self {
            Self::One(date) => *date,
            Self::Each(dates) => dates[index],
        }
    }

    /// Reads the argument `published`: one date, or as many as there are texts.
    /// `first` is the position of the first text in the caller's stream.
    pub(super) fn extract(published: &Bound<'_, PyAny>, texts: usize, first: usize) -> PyResult<Self> {
        let py = published.py();
        if let Some(one) = single(published)? {
            return one.map(Self::One).map_err(|reason| errors::input(py, format!("published: {reason}")));
        }
        // A set has no order, and the items of a dict are its keys.
        let unordered = published.is_instance_of::<PyDict>() || published.is_instance_of::<PySet>();
        let iterator = match published.try_iter() {
            Ok(iterator) if !unordered && !published.is_instance_of::<PyBytes>() => iterator,
            _ => {
                let found = type_name(published);
                let reason = format!("published: expected a date, an ISO string or one per text, got {found}");
                return Err(errors::input(py, reason));
            }
        };
        let mut dates = Vec::with_capacity(texts);
        for item in input::items(iterator) {
            let item = item?;
            let index = first + dates.len();
            let date = single(&item)?.unwrap_or_else(|| Err(unexpected(&item)));
            dates.push(date.map_err(|reason| errors::input(py, format!("published[{index}]: {reason}")))?);
        }
        if dates.len() != texts {
            return Err(errors::input(py, format!("published has {} items, texts {texts}", dates.len())));
        }
        Ok(Self::Each(dates))
    }
}

/// The date that `value` is.
pub(super) fn one(value: &Bound<'_, PyAny>) -> PyResult<Option<Date>> {
    let date = single(value)?.unwrap_or_else(|| Err(unexpected(value)));
    date.map_err(|reason| errors::input(value.py(), format!("published: {reason}")))
}

/// A date, if `value` is one thing and not a sequence of them. The inner error says why it is no date.
fn single(value: &Bound<'_, PyAny>) -> PyResult<Option<Result<Option<Date>, String>>> {
    let py = value.py();
    if input::is_missing(value)? {
        return Ok(Some(Ok(None)));
    }
    if let Ok(text) = value.cast::<PyString>() {
        // A lone surrogate is no part of any date.
        return Ok(Some(text.to_str().map_or_else(|_| Err("expected an ISO date".to_owned()), parse).map(Some)));
    }
    // date, datetime, pandas.Timestamp; a year alone, as a pandas.Series.dt has it, is no number here.
    if let Ok(year) = value.getattr(intern!(py, "year"))
        && let Ok(year) = year.extract::<i16>()
    {
        let month: i8 = value.getattr(intern!(py, "month"))?.extract()?;
        let day: i8 = value.getattr(intern!(py, "day"))?.extract()?;
        return Ok(Some(Date::new(year, month, day).map(Some).map_err(|error| error.to_string())));
    }
    if type_name(value) == "datetime64" {
        let text = value.str()?;
        return Ok(Some(parse(text.to_str()?).map(Some)));
    }
    Ok(None)
}

fn unexpected(value: &Bound<'_, PyAny>) -> String {
    format!("expected a date, an ISO string or None, got {}", type_name(value))
}

/// The calendar day of `2016-09-23`, `20160923` or an ISO time stamp, whose own clock counts: nothing is moved to UTC.
fn parse(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let day = match text.split_once(['T', ' ']) {
        Some((day, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => day,
        _ => text,
    };
    let digits = |range: std::ops::Range<usize>| day.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let parts = match day.len() {
        10 if day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-' => (digits(0..4), digits(5..7), digits(8..10)),
        8 => (digits(0..4), digits(4..6), digits(6..8)),
        _ => (None, None, None),
    };
    let (Some(year), Some(month), Some(day)) = parts else {
        return Err(format!("expected a date like \"2016-09-23\", got {text:?}"));
    };
    let number = |part: &str| part.parse::<i16>().expect("at most four digits");
    #[allow(clippy::cast_possible_truncation)] // two digits each
    let date = Date::new(number(year), number(month) as i8, number(day) as i8);
    date.map_err(|_| format!("there is no day {text:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_iso_days_and_time_stamps() {
        let day = jiff::civil::date(2016, 9, 23);
        for text in [
            "2016-09-23",
            "20160923",
            " 2016-09-23 ",
            "2016-09-23T23:59:59Z",
            "2016-09-23 08:00",
            "2016-09-23T01:00:00+09:00",
        ] {
            assert_eq!(parse(text), Ok(day), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_day() {
        for text in
            ["", "2016", "2016-09", "23/09/2016", "2016-13-01", "2015-02-29", "2016-9-3", "yesterday", "２０１６0923"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(parse("2015-02-29"), Err("there is no day \"2015-02-29\"".to_owned()));
    }
}
