//! One article's results as Python dicts. The structs of the submodules are the output contract: a field is a key, in
//! this order.

mod entities;
mod events;
mod layout;
mod quotes;
mod times;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};

use jiff::civil::Date;

use super::input::Id;
use super::layers::Wanted;
use super::offsets::CodePoints;
use crate::article::BlockKind;
use crate::entities::{Country, Sector};
use crate::{Document, Span};

/// A word from a closed list ("PERSON", "day", "USA"). Interned, so that a million of them share one Python object.
pub(super) struct Label<'t>(pub(super) &'t str);

impl<'py> IntoPyObject<'py> for Label<'_> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = std::convert::Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::intern(py, self.0))
    }
}

/// One article with what is needed to show it: its text and the offsets' translation.
pub(super) struct View<'t> {
    text: &'t str,
    pub(super) document: &'t Document,
    points: &'t CodePoints<'t>,
}

impl<'t> View<'t> {
    pub(super) const fn new(text: &'t str, document: &'t Document, points: &'t CodePoints<'t>) -> Self {
        Self { text, document, points }
    }

    /// Start, end (code points) and text of a span.
    pub(super) fn place(&self, span: Span) -> (u32, u32, &'t str) {
        (self.points.at(span.start), self.points.at(span.end), span.text(self.text))
    }

    /// Every token's index with its sentence's.
    pub(super) fn token_sentences(&self) -> impl Iterator<Item = (usize, usize)> {
        let sentences = self.document.tokens.sentences.iter().enumerate();
        sentences.flat_map(|(number, sentence)| sentence.range().map(move |index| (index, number)))
    }
}

/// The whole article, an instance of `dateline.Article`.
pub(super) fn article<'py>(
    py: Python<'py>,
    id: Id,
    source: &Bound<'py, PyString>,
    published: Option<Date>,
    view: &View<'_>,
    wanted: Wanted,
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let article = CLASS.import(py, "dateline._article", "Article")?.call0()?;
    article.setattr(intern!(py, "text"), source)?;
    let dict = article.cast::<PyDict>()?;
    macro_rules! put {
        ($key:literal, $value:expr) => {
            dict.set_item(intern!(py, $key), $value)?
        };
    }
    let layout = &view.document.layout;
    let (published, basis) = anchor(view.document, published);
    put!("id", id);
    put!("published", published.map(iso));
    put!("published_basis", basis.map(Label));
    put!("language", layout.language.code().map(Label));
    put!("headline", view.first(BlockKind::Headline));
    put!("standfirst", view.first(BlockKind::Standfirst));
    put!("dateline", view.dateline());
    put!("byline", view.first(BlockKind::Byline));
    put!("paragraphs", view.paragraphs());
    put!("boilerplate", view.boilerplate());
    if wanted.sentences {
        put!("sentences", view.sentences());
    }
    if wanted.entities {
        put!("entities", view.entities());
    }
    if wanted.times {
        put!("times", view.times());
        put!("values", view.values());
    }
    if wanted.quotes {
        put!("quotes", view.quotes());
    }
    if wanted.events {
        put!("events", view.events());
    }
    if wanted.tokens {
        put!("tokens", view.tokens());
    }
    Ok(article)
}

/// The tokens of `dateline.tokenize`: no syntax.
pub(super) fn plain_tokens<'py>(py: Python<'py>, view: &View<'_>) -> PyResult<Bound<'py, PyAny>> {
    view.plain_tokens().into_pyobject(py)
}

/// The date that relative times count from and who gave it.
pub(super) fn anchor(document: &Document, published: Option<Date>) -> (Option<Date>, Option<&'static str>) {
    match (published, document.times.anchor) {
        (Some(day), _) => (Some(day), Some("given")),
        (None, Some(anchor)) => (Some(anchor.day), Some(if anchor.given { "given" } else { "text" })),
        (None, None) => (None, None),
    }
}

fn country(country: Option<&Country>) -> Option<Label<'_>> {
    country.map(|country| Label(country.as_str()))
}

fn sectors(sectors: &[Sector]) -> Vec<Label<'static>> {
    sectors.iter().map(|sector| Label(sector.code())).collect()
}

pub(super) fn iso(day: Date) -> String {
    day.to_string()
}

/// Four decimals, which is more than a calibrated score can tell; as the nearest `f64`, so that 0.9 prints as 0.9.
pub(super) fn round(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}
