//! What the Python package calls.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use arrow_array::RecordBatch;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::dicts::{self, View};
use super::errors::{self, Kind};
use super::input::{Failure, Input};
use super::layers::{NAMES, Wanted};
use super::offsets::CodePoints;
use super::run::{self, Spread};
use super::table::Table;
use super::tables::{self, Tables};
use crate::lexicon::Lexicon;
use crate::{Analyzer, Document, Options};

/// Tables, weights and gazetteer, loaded once and shared by all engines.
#[pyclass(frozen, module = "dateline._native")]
pub(super) struct Resources(Arc<crate::Resources>);

#[pymethods]
impl Resources {
    #[new]
    fn new(py: Python<'_>, folder: PathBuf) -> PyResult<Self> {
        let resources = py.detach(|| crate::Resources::load(&folder));
        resources.map(|resources| Self(Arc::new(resources))).map_err(|error| errors::from_core(py, &error))
    }

    /// The same weights and gazetteer, with a user's rows over the shipped tables.
    fn with_tables(&self, py: Python<'_>, tables: Vec<UserTable>) -> PyResult<Self> {
        let resources = py.detach(|| -> Result<_, crate::Error> {
            let mut lexicon = Lexicon::built_in()?;
            for (kind, columns, rows) in &tables {
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                match kind.as_str() {
                    "frames" => lexicon.with_frames(&columns, rows)?,
                    kind => lexicon.with_rows(kind, &columns, rows)?,
                }
            }
            Ok(self.0.with_lexicon(lexicon))
        });
        resources.map(|resources| Self(Arc::new(resources))).map_err(|error| errors::from_core(py, &error))
    }
}

/// Kind, columns and rows of a user's table.
type UserTable = (String, Vec<String>, Vec<Vec<String>>);

/// Reads articles with fixed options. Holds nothing that changes, so any number of threads may call it.
#[pyclass(frozen, module = "dateline._native")]
pub(super) struct Engine {
    analyzer: Analyzer,
    wanted: Wanted,
}

/// How a single call is to be carried out.
struct Call<'py> {
    /// The position of the first text in the caller's stream.
    first: usize,
    /// Threads; 0 for as many as the machine grants.
    n_threads: usize,
    /// Whether a text that fails gives a null row instead of an exception.
    null: bool,
    /// Called with the number of articles done since the last call.
    progress: Option<Bound<'py, PyAny>>,
}

impl<'py> FromPyObject<'_, 'py> for Call<'py> {
    type Error = PyErr;

    /// A tuple of the four.
    fn extract(tuple: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let (first, n_threads, null, progress) = tuple.extract()?;
        Ok(Self { first, n_threads, null, progress })
    }
}

/// What a call gives besides its result: the rows that became null, with the reason.
type Failures = Vec<Failure>;

#[pymethods]
impl Engine {
    #[new]
    fn new(
        py: Python<'_>,
        resources: &Resources,
        layers: Option<Vec<String>>,
        any_language: bool,
        threshold: Option<f32>,
    ) -> PyResult<Self> {
        let wanted = match &layers {
            None => Wanted::DEFAULT,
            Some(names) => Wanted::parse(names.iter().map(String::as_str)).map_err(|name| {
                errors::input(py, format!("layers: no layer {name:?}; there are {}", NAMES.join(", ")))
            })?,
        };
        let mut options = Options { layers: wanted.last_layer(), any_language, ..Options::default() };
        if let Some(threshold) = threshold {
            options.event_threshold = threshold;
        }
        Ok(Self { analyzer: Analyzer::new(Arc::clone(&resources.0), options), wanted })
    }

    /// A list of articles, `None` for null rows, and the failures.
    fn extract<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        published: &Bound<'py, PyAny>,
        ids: &Bound<'py, PyAny>,
        call: Call<'py>,
    ) -> PyResult<(Bound<'py, PyList>, Failures)> {
        let (input, failures) = Input::extract(texts, published, ids, call.first)?;
        let wanted = self.wanted;
        self.lists(texts.py(), input, failures, &call, move |py, input, index, view| {
            let source = input.texts.object(py, index).expect("a document comes of a text");
            dicts::article(py, input.ids.get(index), &source, input.published(index), view, wanted)
        })
    }

    /// The tables by name, in order, and the failures.
    fn tables<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        published: &Bound<'py, PyAny>,
        ids: &Bound<'py, PyAny>,
        call: Call<'py>,
    ) -> PyResult<(Vec<(&'static str, Table)>, Failures)> {
        let py = texts.py();
        let (input, mut failures) = Input::extract(texts, published, ids, call.first)?;
        call.check(py, &failures)?;
        let (input, wanted) = (Arc::new(input), self.wanted);
        let numeric = input.ids.are_numbers();
        let spread = call.spread(input.texts.len(), chunk(input.texts.len()));
        let mut pieces: Vec<Vec<RecordBatch>> = vec![Vec::new(); spread.pieces()];
        let work = {
            let (input, analyzer) = (Arc::clone(&input), self.analyzer.clone());
            move |range: Range<usize>| tabulate(&analyzer, &input, range, || Tables::new(numeric, wanted))
        };
        run::run(py, spread, work, |piece, (batches, failed)| {
            for (index, reason) in failed {
                call.fail(py, &mut failures, &input, index, &reason)?;
            }
            call.tick(batches[0].num_rows())?; // of the articles
            pieces[piece] = batches;
            Ok(())
        })?;
        failures.sort();
        // Without texts there still are columns.
        let empty = Tables::new(numeric, wanted).finish(&self.analyzer.resources().fingerprint);
        let mut tables: Vec<_> = empty.into_iter().map(Table::empty).collect();
        for piece in pieces {
            for (table, batch) in tables.iter_mut().zip(piece) {
                table.push(batch);
            }
        }
        Ok((tables::NAMES.into_iter().zip(tables).collect(), failures))
    }

    /// A list of tokens for each text, `None` for null rows, and the failures.
    fn tokenize<'py>(&self, texts: &Bound<'py, PyAny>, call: Call<'py>) -> PyResult<(Bound<'py, PyList>, Failures)> {
        let py = texts.py();
        let none = py.None().into_bound(py);
        let (input, failures) = Input::extract(texts, &none, &none, call.first)?;
        self.lists(py, input, failures, &call, |py, _, _, view| dicts::plain_tokens(py, view))
    }
}

impl Engine {
    /// Analyzes all texts and shows each, in order.
    fn lists<'py>(
        &self,
        py: Python<'py>,
        input: Input,
        mut failures: Failures,
        call: &Call<'py>,
        show: impl Fn(Python<'py>, &Input, usize, &View<'_>) -> PyResult<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyList>, Failures)> {
        call.check(py, &failures)?;
        let input = Arc::new(input);
        let count = input.texts.len();
        let mut shown = vec![None; count];
        let work = {
            let (input, analyzer) = (Arc::clone(&input), self.analyzer.clone());
            move |range: Range<usize>| analyze(&analyzer, &input, range.start)
        };
        let done = run::run(py, call.spread(count, 1), work, |index, outcome| {
            let shown_one = outcome.map(|outcome| {
                let document = outcome?;
                let text = input.texts.get(index).expect("a document comes of a text");
                let points = CodePoints::new(text);
                run::guarded(|| {
                    late_panic(text);
                    show(py, &input, index, &View::new(text, &document, &points))
                })
            });
            match shown_one {
                None => {}
                Some(Ok(article)) => shown[index] = Some(article?),
                Some(Err(reason)) => call.fail(py, &mut failures, &input, index, &reason)?,
            }
            call.tick(1)
        });
        let shown = PyList::new(py, shown)?;
        if let Err(error) = done {
            // To free thousands of articles takes longer than who pressed Ctrl-C wants to wait. If no thread can be had
            // for it, they are freed here.
            let _ = py.import("dateline._extract").and_then(|module| module.call_method1("_free", (shown,)));
            return Err(error);
        }
        failures.sort();
        Ok((shown, failures))
    }
}

impl Call<'_> {
    fn spread(&self, count: usize, chunk: usize) -> Spread {
        let threads = match self.n_threads {
            // Knows about affinity and container quotas.
            0 => thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        };
        Spread { count, chunk, threads }
    }

    fn tick(&self, articles: usize) -> PyResult<()> {
        self.progress.as_ref().map_or(Ok(()), |progress| progress.call1((articles,)).map(drop))
    }

    /// Raises the first text that cannot be read, unless such texts give null rows.
    fn check(&self, py: Python<'_>, failures: &Failures) -> PyResult<()> {
        match failures.first() {
            Some((index, reason)) if !self.null => Err(errors::input(py, format!("texts[{index}]: {reason}"))),
            _ => Ok(()),
        }
    }

    /// Notes an article that panicked, or raises it.
    fn fail(&self, py: Python<'_>, failures: &mut Failures, input: &Input, index: usize, reason: &str) -> PyResult<()> {
        let position = self.first + index;
        let reason = format!("internal error (id {}): {reason}", input.ids.get(index));
        if self.null {
            failures.push((position, reason));
            return Ok(());
        }
        let message =
            format!("texts[{position}]: {reason}; this is a bug in dateline, on_error=\"null\" skips such texts");
        Err(errors::exception(py, Kind::Internal, message))
    }
}

/// The document of one text, what a panic in it said, or `None` for a null row.
fn analyze(analyzer: &Analyzer, input: &Input, index: usize) -> Option<Result<Document, String>> {
    let text = input.texts.get(index)?;
    Some(run::guarded(|| {
        #[cfg(feature = "testing")]
        assert!(!text.contains(PANIC), "asked to");
        analyzer.analyze(text, input.published(index))
    }))
}

/// The tables of a range of texts, and the articles that failed.
fn tabulate(
    analyzer: &Analyzer,
    input: &Input,
    range: Range<usize>,
    new: impl Fn() -> Tables,
) -> (Vec<RecordBatch>, Vec<(usize, String)>) {
    let mut failed: BTreeMap<usize, String> = BTreeMap::new();
    'again: loop {
        let mut tables = new();
        for index in range.clone() {
            let id = input.ids.get(index);
            let outcome = if failed.contains_key(&index) { None } else { analyze(analyzer, input, index) };
            match (input.texts.get(index), outcome) {
                (Some(text), Some(Ok(document))) => {
                    let points = CodePoints::new(text);
                    let push = || {
                        late_panic(text);
                        tables.push(&id, input.published(index), &View::new(text, &document, &points));
                    };
                    if let Err(reason) = run::guarded(push) {
                        // Some columns have a row more than others now: begin again, without this article.
                        failed.insert(index, reason);
                        continue 'again;
                    }
                }
                (_, outcome) => {
                    tables.push_null(&id);
                    failed.extend(outcome.and_then(Result::err).map(|reason| (index, reason)));
                }
            }
        }
        return (tables.finish(&analyzer.resources().fingerprint), failed.into_iter().collect());
    }
}

/// Articles per record batch: few enough to keep all threads busy, enough to make batches worth their overhead. It
/// depends on the number of texts alone, so that tables have the same layout for any number of threads.
fn chunk(texts: usize) -> usize {
    (texts / 64).clamp(16, 1024)
}

/// A text that holds this panics, in builds made for the test suite: no real text is known to.
#[cfg(feature = "testing")]
const PANIC: &str = "dateline-test: panic";

/// In builds made for the test suite, panics when a text of a certain kind is shown.
fn late_panic(text: &str) {
    assert!(!cfg!(feature = "testing") || !text.contains("dateline-test: late panic"), "asked to, late");
}
