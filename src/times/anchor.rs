//! The day an article counts from, and whether it is a report or a narration.

use jiff::civil::Date;

use super::Anchor;
use super::calendar::Period;
use super::expression::{Expression, From, Name};
use super::scan::Mention;
use super::words::Unit;
use crate::article::BlockKind;
use crate::pipeline::Document;

/// The anchor: the caller's day, else the dateline's, else a line that is only a date, else the latest full date of the
/// text's first part. Other page furniture gives none: a crawl date says nothing about the article.
pub(super) fn anchor(document: &Document, published: Option<Date>, mentions: &[Mention]) -> Option<Anchor> {
    if let Some(day) = published {
        return Some(Anchor { day, given: true, span: None });
    }
    let layout = &document.layout;
    if let Some(dateline) = &layout.dateline
        && let Some(day) = dateline.day
    {
        return Some(Anchor { day, given: false, span: dateline.date });
    }
    // The layout leaves out lines with a time of day: those are the crawler's.
    if let Some(day) = layout.date_line_day {
        return Some(Anchor { day, given: false, span: layout.date_line });
    }
    let day_of = |mention: &Mention| full_date(&mention.found.expression);
    // A date line: a block, or a byline, that holds little but one full date.
    for mention in mentions {
        let Some(block) = layout.blocks.get(mention.block as usize) else { continue };
        let short = block.span.len() <= mention.span.len() + 40;
        let allowed = block.kind == BlockKind::Byline || (block.kind.is_prose() && short);
        if let Some(day) = day_of(mention)
            && allowed
        {
            return Some(Anchor { day, given: false, span: Some(mention.span) });
        }
    }
    // The first full date of the opening paragraphs, when weekdays or the like need one.
    let needed = mentions.iter().any(|mention| mention.prose && is_news(&mention.found.expression));
    if !needed {
        return None;
    }
    mentions
        .iter()
        .filter(|mention| mention.prose)
        .filter_map(|mention| Some((day_of(mention)?, mention)))
        .take(3)
        .max_by_key(|(day, _)| *day)
        .map(|(day, mention)| Anchor { day, given: false, span: Some(mention.span) })
}

/// A day with its year.
fn full_date(expression: &Expression) -> Option<Date> {
    match expression {
        Expression::Fixed(Period::Day(day)) => Some(*day),
        Expression::Named(named) => match (named.name, named.year) {
            (Name::MonthDay(month, day), Some(year)) => {
                Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
            }
            _ => None,
        },
        Expression::Part(_, Some(outer)) | Expression::Clock(_, Some(outer)) | Expression::Edge(_, outer) => {
            full_date(outer)
        }
        _ => None,
    }
}

/// The year that an expression states.
fn stated_year(expression: &Expression) -> Option<i16> {
    match expression {
        Expression::Fixed(Period::Decade(_) | Period::Century(_) | Period::Millennium(_)) => None,
        Expression::Fixed(period) => Some(period.year()),
        Expression::Named(named) => named.year,
        Expression::Part(_, Some(outer)) | Expression::Clock(_, Some(outer)) => stated_year(outer),
        Expression::Edge(_, outer) | Expression::Half(_, outer) | Expression::Nth { outer: Some(outer), .. } => {
            stated_year(outer)
        }
        _ => None,
    }
}

/// Expressions that reports use and histories do not: "Tuesday", "yesterday", "last week".
fn is_news(expression: &Expression) -> bool {
    match expression {
        Expression::Named(named) => matches!(named.name, Name::Weekday(_)) && named.year.is_none(),
        Expression::Shift { from: From::Speech, unit, .. } => *unit <= Unit::Year,
        Expression::Part(_, Some(outer)) | Expression::Clock(_, Some(outer)) | Expression::Edge(_, outer) => {
            is_news(outer)
        }
        _ => false,
    }
}

/// Whether most stated years lie far from the anchor and few expressions need one.
pub(super) fn is_narrative(anchor: Option<Anchor>, mentions: &[Mention]) -> bool {
    let (mut far, mut near, mut news) = (0, 0, 0);
    let mut dated = false;
    for mention in mentions.iter().filter(|mention| mention.prose) {
        let expression = &mention.found.expression;
        if let Some(year) = stated_year(expression) {
            let away = anchor.map_or(3, |anchor| i32::from(anchor.day.year()) - i32::from(year));
            // Years to come do not make a history.
            if away.abs() > 2 {
                far += 1
            } else {
                near += 1
            }
            // A date of the days around is a report's own.
            if let (Some(anchor), Some(day)) = (anchor, full_date(expression)) {
                dated |= (anchor.day - day).get_days().abs() <= 7;
            }
        } else if is_news(expression) {
            news += 1;
        }
    }
    far >= 3 && far > 3 * news && far > near && !(dated && news > 0)
}
