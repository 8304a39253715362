//! Rust errors to the exception tree of `dateline._errors`.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use crate::Error;

/// The Python class of an error. The classes have two bases each (`InputError` is a `DatelineError` and a
/// `ValueError`), which the C interface for new exceptions cannot say; so they are written in Python and looked up
/// here.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Input,
    Model,
    Internal,
}

/// An exception of one of our classes.
pub(super) fn exception(py: Python<'_>, kind: Kind, message: String) -> PyErr {
    static INPUT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static MODEL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static INTERNAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let (cell, name) = match kind {
        Kind::Input => (&INPUT, "InputError"),
        Kind::Model => (&MODEL, "ModelError"),
        Kind::Internal => (&INTERNAL, "InternalError"),
    };
    match cell.import(py, "dateline._errors", name) {
        Ok(class) => PyErr::from_type(class.clone(), message),
        Err(error) => error,
    }
}

/// An argument that cannot be taken.
pub(super) fn input(py: Python<'_>, message: impl Into<String>) -> PyErr {
    exception(py, Kind::Input, message.into())
}

/// The exception of a core error.
pub(super) fn from_core(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, if error.is_model() { Kind::Model } else { Kind::Input }, error.to_string())
}
