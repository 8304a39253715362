//! Temporal and numeric expressions.

use pyo3::prelude::*;

use super::{Label, View, iso, round};
use crate::times::{Time, Value};

#[derive(IntoPyObject)]
pub(super) struct TimeRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    r#type: Label<'static>,
    value: Option<&'t str>,
    date_start: Option<String>,
    date_end: Option<String>,
    r#mod: Option<Label<'static>>,
    granularity: Option<Label<'static>>,
    basis: Label<'static>,
    conflict: bool,
    rule: Label<'static>,
    confidence: f64,
}

#[derive(IntoPyObject)]
pub(super) struct ValueRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    r#type: Label<'static>,
    value: Option<f64>,
    unit: Option<&'t str>,
}

impl<'t> View<'t> {
    pub(super) fn times(&self) -> Vec<TimeRecord<'t>> {
        let times = self.document.times.times.iter();
        let record = |time: &'t Time| {
            let (start, end, text) = self.place(time.span);
            TimeRecord {
                start,
                end,
                text,
                r#type: Label(time.kind.name()),
                value: time.value.as_deref(),
                date_start: time.start.map(iso),
                date_end: time.end.map(iso),
                r#mod: time.modifier.map(Label),
                granularity: time.granularity.map(|unit| Label(unit.name())),
                basis: Label(time.basis.name()),
                conflict: time.conflict,
                rule: Label(time.rule),
                confidence: round(time.confidence),
            }
        };
        times.map(record).collect()
    }

    pub(super) fn values(&self) -> Vec<ValueRecord<'t>> {
        let values = self.document.times.values.iter();
        let record = |value: &'t Value| {
            let (start, end, text) = self.place(value.span);
            let kind = Label(value.kind.name());
            ValueRecord { start, end, text, r#type: kind, value: value.value, unit: value.unit.as_deref() }
        };
        values.map(record).collect()
    }
}
