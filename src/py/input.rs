//! What callers hand in: texts from lists, iterables and Arrow columns, publication dates, identifiers.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_schema::DataType;
use jiff::civil::Date;
use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyIterator, PyString};
use pyo3_arrow::input::AnyArray;

use super::dates::Dates;
use super::errors;

/// Everything a call works on. Owns or shares its texts, so that workers need neither the interpreter nor the caller.
pub(super) struct Input {
    pub(super) texts: Texts,
    pub(super) dates: Dates,
    pub(super) ids: Ids,
}

/// The texts, `None` for null rows.
pub(super) enum Texts {
    /// Python strings; the UTF-8 form that `CPython` keeps inside them is read in place.
    Strings(Vec<Option<PyBackedStr>>),
    /// An Arrow column, read in place. The numbers are the rows before each chunk.
    Arrow(Vec<(usize, Chunk)>, usize),
}

/// One chunk of an Arrow column, in any of the three layouts of strings.
pub(super) enum Chunk {
    Utf8(StringArray),
    LargeUtf8(LargeStringArray),
    Utf8View(StringViewArray),
    Null,
}

impl Chunk {
    fn of(array: &ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => Some(Self::Utf8(array.as_string::<i32>().clone())),
            DataType::LargeUtf8 => Some(Self::LargeUtf8(array.as_string::<i64>().clone())),
            DataType::Utf8View => Some(Self::Utf8View(array.as_string_view().clone())),
            DataType::Null => Some(Self::Null),
            // Categories: repeated texts are rare, so the few are copied out.
            DataType::Dictionary(_, values) if is_string(values) => {
                let plain = arrow_cast::cast(array, &DataType::LargeUtf8).ok()?;
                Some(Self::LargeUtf8(plain.as_string::<i64>().clone()))
            }
            _ => None,
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Utf8(array) => array.is_valid(row).then(|| array.value(row)),
            Self::LargeUtf8(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Utf8View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Null => None,
        }
    }
}

const fn is_string(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Strings(strings) => strings.len(),
            Self::Arrow(_, rows) => *rows,
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        match self {
            Self::Strings(strings) => strings[index].as_deref(),
            Self::Arrow(chunks, _) => {
                let (before, chunk) = &chunks[chunks.partition_point(|(before, _)| *before <= index) - 1];
                chunk.get(index - before)
            }
        }
    }

    /// The text as a Python string: the caller's own object where there is one.
    pub(super) fn object<'py>(&self, py: Python<'py>, index: usize) -> Option<Bound<'py, PyString>> {
        match self {
            Self::Strings(strings) => strings[index].as_ref().map(|text| text.as_py_str().bind(py).clone()),
            Self::Arrow(..) => self.get(index).map(|text| PyString::new(py, text)),
        }
    }
}

/// An article's identifier.
#[derive(Clone, Debug, IntoPyObject)]
pub(super) enum Id {
    Number(i64),
    Text(String),
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
        }
    }
}

/// The identifiers of a call.
pub(super) enum Ids {
    /// Positions, counted from here.
    From(usize),
    Each(Vec<Id>),
}

impl Ids {
    #[allow(clippy::cast_possible_wrap)] // positions are far below 2^63
    pub(super) fn get(&self, index: usize) -> Id {
        match self {
            Self::From(first) => Id::Number((first + index) as i64),
            Self::Each(ids) => ids[index].clone(),
        }
    }

    /// Whether all are numbers, so that a column of them can be one of numbers.
    pub(super) fn are_numbers(&self) -> bool {
        match self {
            Self::From(_) => true,
            Self::Each(ids) => ids.iter().all(|id| matches!(id, Id::Number(_))),
        }
    }
}

/// A text that cannot be read: its index and why. Such a row becomes null or an error, as the caller chose.
pub(super) type Failure = (usize, String);

impl Input {
    /// Reads the three arguments. `first` is the position of the first text in the caller's stream: messages and
    /// default identifiers count from it.
    pub(super) fn extract(
        texts: &Bound<'_, PyAny>,
        published: &Bound<'_, PyAny>,
        ids: &Bound<'_, PyAny>,
        first: usize,
    ) -> PyResult<(Self, Vec<Failure>)> {
        let (texts, failures) = extract_texts(texts, first)?;
        let dates = Dates::extract(published, texts.len(), first)?;
        let ids = extract_ids(ids, texts.len(), first)?;
        Ok((Self { texts, dates, ids }, failures))
    }

    pub(super) fn published(&self, index: usize) -> Option<Date> {
        self.dates.get(index)
    }
}

fn extract_texts(texts: &Bound<'_, PyAny>, first: usize) -> PyResult<(Texts, Vec<Failure>)> {
    let py = texts.py();
    if texts.cast::<PyString>().is_ok() {
        return Err(errors::input(py, "texts: expected several texts, got one str; write extract([text])"));
    }
    if texts.cast::<PyBytes>().is_ok() {
        return Err(errors::input(py, "texts: expected several texts, got bytes; write extract([data.decode()])"));
    }
    if texts.cast::<PyDict>().is_ok() {
        return Err(errors::input(py, "texts: expected several texts, got a dict; write extract(texts.values())"));
    }
    if let Some(column) = arrow_column(texts)? {
        return Ok((column, Vec::new()));
    }
    // What offers no Arrow data, as pandas does where pyarrow is missing, and whose items are the names of its columns.
    if matches!(type_name(texts).as_str(), "DataFrame" | "LazyFrame") {
        return Err(errors::input(py, TABLE));
    }
    let Ok(iterator) = texts.try_iter() else {
        return Err(errors::input(py, format!("texts: expected an iterable of str or None, got {}", type_name(texts))));
    };
    let mut strings = Vec::with_capacity(texts.len().unwrap_or(0));
    let mut failures = Vec::new();
    for item in items(iterator) {
        let item = item?;
        let index = first + strings.len();
        let text = match item.cast::<PyString>() {
            Ok(text) => match PyBackedStr::try_from(text.clone()) {
                Ok(text) => Some(text),
                Err(error) => {
                    failures.push((index, unencodable(py, &error)?));
                    None
                }
            },
            Err(_) if is_missing(&item)? => None,
            Err(_) => {
                let reason = format!("texts[{index}]: expected str or None, got {}", type_name(&item));
                return Err(errors::input(py, reason));
            }
        };
        strings.push(text);
    }
    Ok((Texts::Strings(strings), failures))
}

const TABLE: &str = "texts: expected one column of texts, got a table; write extract(table[\"text\"])";

/// An Arrow column of strings, or `None` where `texts` is better read item by item: objects that are no Arrow data, and
/// columns of other types, whose first wrong item the message then names.
fn arrow_column(texts: &Bound<'_, PyAny>) -> PyResult<Option<Texts>> {
    let py = texts.py();
    if !(texts.hasattr(intern!(py, "__arrow_c_stream__"))? || texts.hasattr(intern!(py, "__arrow_c_array__"))?) {
        return Ok(None);
    }
    // A pandas column without pyarrow, or one of mixed objects, offers the method and then fails.
    let Ok(column) = texts.extract::<AnyArray>() else { return Ok(None) };
    let Ok(column) = column.into_chunked_array() else { return Ok(None) };
    if matches!(column.data_type(), DataType::Struct(_)) {
        return Err(errors::input(py, TABLE));
    }
    let mut chunks = Vec::with_capacity(column.chunks().len());
    let mut rows = 0;
    for array in column.chunks() {
        let Some(chunk) = Chunk::of(array) else { return Ok(None) };
        if !array.is_empty() {
            chunks.push((rows, chunk));
            rows += array.len();
        }
    }
    Ok(Some(Texts::Arrow(chunks, rows)))
}

fn extract_ids(ids: &Bound<'_, PyAny>, texts: usize, first: usize) -> PyResult<Ids> {
    let py = ids.py();
    if ids.is_none() {
        return Ok(Ids::From(first));
    }
    let mut each = Vec::with_capacity(texts);
    if ids.cast::<PyString>().is_ok() {
        return Err(errors::input(py, "ids: expected one per text, got one str"));
    }
    let Ok(iterator) = ids.try_iter() else {
        return Err(errors::input(py, format!("ids: expected one per text, got {}", type_name(ids))));
    };
    for item in items(iterator) {
        let item = item?;
        let id = if let Ok(text) = item.cast::<PyString>() {
            text.to_str().ok().map(|text| Id::Text(text.to_owned()))
        } else if item.is_instance_of::<PyFloat>() || item.is_instance_of::<PyBool>() {
            None
        } else {
            item.extract::<i64>().ok().map(Id::Number)
        };
        let Some(id) = id else {
            let found = match item.cast::<PyInt>() {
                Ok(_) if !item.is_instance_of::<PyBool>() => "one of more than 64 bits; write str(id)".to_owned(),
                _ if item.is_instance_of::<PyString>() => "a lone surrogate".to_owned(),
                _ => type_name(&item),
            };
            return Err(errors::input(py, format!("ids[{}]: expected str or int, got {found}", first + each.len())));
        };
        each.push(id);
    }
    if each.len() != texts {
        return Err(errors::input(py, format!("ids has {} items, texts {texts}", each.len())));
    }
    Ok(Ids::Each(each))
}

/// The items of an argument, of Arrow scalars their Python values. Millions of items take seconds, in which Ctrl-C is to be
/// heard too.
pub(super) fn items<'py>(iterator: Bound<'py, PyIterator>) -> impl Iterator<Item = PyResult<Bound<'py, PyAny>>> {
    const BETWEEN_SIGNALS: usize = 1024;
    let py = iterator.py();
    iterator.enumerate().map(move |(number, item)| {
        if number % BETWEEN_SIGNALS == 0 {
            py.check_signals()?;
        }
        plain(item?)
    })
}

/// The Python value of an Arrow scalar, which iteration over a pyarrow column gives; anything else as it is.
fn plain(item: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    let py = item.py();
    if item.is_exact_instance_of::<PyString>() || item.is_none() {
        return Ok(item);
    }
    match item.getattr_opt(intern!(py, "as_py"))? {
        Some(method) => method.call0(),
        None => Ok(item),
    }
}

/// Whether a value stands for "nothing here": None, NaN, `pandas.NA`, `NaT`, numpy's masked. Tells by the type, to import none of them.
pub(super) fn is_missing(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.is_none() {
        return Ok(true);
    }
    if value.is_instance_of::<PyString>() {
        return Ok(false);
    }
    match type_name(value).as_str() {
        "NAType" | "NaTType" | "MaskedConstant" => Ok(true),
        "float" | "float16" | "float32" | "float64" => value.ne(value),
        "datetime64" => Ok(value.str()?.to_str()? == "NaT"),
        _ => Ok(false),
    }
}

pub(super) fn type_name(value: &Bound<'_, PyAny>) -> String {
    // Not `to_string`: Python looks for signals there, and Ctrl-C would get lost.
    value.get_type().name().map_or_else(|_| "an unnamed type".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Says where the lone surrogate stands that keeps a string from being encoded. Such a string is no Unicode text,
/// cannot be written as JSON or Arrow either, and replacing the surrogate would break `text[start:end] ==
/// span["text"]`.
fn unencodable(py: Python<'_>, error: &PyErr) -> PyResult<String> {
    if !error.is_instance_of::<PyUnicodeEncodeError>(py) {
        return Err(error.clone_ref(py));
    }
    let at = error.value(py).getattr(intern!(py, "start"))?;
    Ok(format!(
        "lone surrogate at character {at}, so no Unicode text; \
         text.encode(\"utf-16\", \"surrogatepass\").decode(\"utf-16\", \"replace\") mends it"
    ))
}
