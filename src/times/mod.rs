//! Layer 4: temporal expressions with TIMEX3 values and calendar intervals; numeric values.
//!
//! Sentences are cut into atoms (`atoms`), a hand-written grammar reads expressions from them (`grammar`) without
//! looking at any calendar, and a resolver (`resolve`) turns what they say into calendar periods by the publication
//! date, by narration and by the tense of the clause. Words come from `lexicon/times/`. Values and extents follow
//! TimeML 1.2.1 (Saurí et al. 2006) and, where that is silent, TIMEX2 (Ferro et al. 2005); the split into report and
//! narration follows HeidelTime (Strötgen and Gertz 2013).

mod anchor;
mod atoms;
mod calendar;
mod expression;
mod grammar;
mod holidays;
mod measures;
mod named;
mod parts;
mod resolve;
mod scan;
mod tense;
mod values;
mod words;

use jiff::civil::Date;

pub use words::Words;

use crate::Span;
use crate::pipeline::Document;
use resolve::Resolver;

/// Times and values of an article.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Temporal expressions, in order.
    pub times: Vec<Time>,
    /// Numeric values, in order; none overlaps a time.
    pub values: Vec<Value>,
    /// The date that relative expressions count from.
    pub anchor: Option<Anchor>,
}

/// The day an article counts its relative times from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The day.
    pub day: Date,
    /// Whether the caller gave it or the text did.
    pub given: bool,
    /// Where the text gives it.
    pub span: Option<Span>,
}

/// A temporal expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// Where it stands.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value: "2016-09-23", "2016-W38", "P3D", "PAST_REF".
    pub value: Option<String>,
    /// First day, inclusive.
    pub start: Option<Date>,
    /// Last day, inclusive.
    pub end: Option<Date>,
    /// TIMEX3 modifier: "APPROX", "START", "MID", "END", "LESS_THAN", ...
    pub modifier: Option<&'static str>,
    /// Size of the unit that the expression names.
    pub granularity: Option<Granularity>,
    /// What the calendar reading rests on.
    pub basis: TimeBasis,
    /// Whether the expression contradicts itself ("Thursday, September 23" when the 23rd was a Friday).
    pub conflict: bool,
    /// The rule that made it.
    pub rule: &'static str,
    /// Share of expressions of this rule that are right on dev.
    pub confidence: f32,
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

impl TimeKind {
    /// The TIMEX3 spelling.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// The unit an expression names, from fine to coarse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Granularity {
    Second,
    Minute,
    Hour,
    DayPart,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Season,
    HalfYear,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Granularity {
    /// The name that users see, in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayPart => "day_part",
            Self::Day => "day",
            Self::Weekend => "weekend",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Season => "season",
            Self::HalfYear => "half_year",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
            Self::Millennium => "millennium",
        }
    }
}

/// What a calendar reading rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeBasis {
    /// The expression alone.
    Explicit,
    /// Another expression of the text.
    Relative,
    /// The publication date.
    Publication,
}

impl TimeBasis {
    /// The name that users see.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Relative => "relative",
            Self::Publication => "publication",
        }
    }
}

/// A numeric expression with an OntoNotes label.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Where it stands.
    pub span: Span,
    /// OntoNotes label.
    pub kind: ValueKind,
    /// The number, "half" being 0.5 and a range its lower end.
    pub value: Option<f64>,
    /// ISO 4217 currency, "percent", or the unit's English singular.
    pub unit: Option<String>,
}

/// OntoNotes label of a numeric expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ValueKind {
    Money,
    Percent,
    Quantity,
    Ordinal,
    Cardinal,
}

impl ValueKind {
    /// The OntoNotes spelling.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Money => "MONEY",
            Self::Percent => "PERCENT",
            Self::Quantity => "QUANTITY",
            Self::Ordinal => "ORDINAL",
            Self::Cardinal => "CARDINAL",
        }
    }
}

/// Finds times and values; `published` is the day that the caller gave.
///
/// Time and memory are linear in the length of `text`.
#[must_use]
pub fn find(text: &str, document: &Document, published: Option<Date>, words: &Words) -> Times {
    let (mentions, values) = scan::scan(text, document, words);
    let anchor = anchor::anchor(document, published, &mentions);
    let mut resolver = Resolver {
        words,
        speech: anchor.map(|anchor| anchor.day),
        narrative: anchor::is_narrative(anchor, &mentions),
        reference: None,
        story: None,
        aside: None,
        last_day: None,
        news_day: None,
        local_day: None,
        quoted: false,
        tense: None,
    };
    let mut times = Vec::with_capacity(mentions.len());
    let mut block = None;
    for mention in mentions {
        if block != Some(mention.block) {
            block = Some(mention.block);
            resolver.local_day = None;
        }
        (resolver.quoted, resolver.tense) = (mention.quoted, mention.tense);
        let meaning = resolver.resolve(&mention.found.expression);
        resolver.remember(&mention, &meaning);
        times.push(Time {
            span: mention.span,
            kind: meaning.kind,
            value: meaning.value,
            start: meaning.start,
            end: meaning.end,
            modifier: mention.found.modifier.or(meaning.modifier),
            granularity: meaning.period.map(calendar::Period::granularity),
            basis: meaning.basis,
            conflict: meaning.conflict,
            rule: mention.found.rule,
            confidence: words.confidence(mention.found.rule),
        });
    }
    Times { times, values, anchor }
}

#[cfg(test)]
mod tests;
