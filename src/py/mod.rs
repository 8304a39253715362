//! The only place that names pyo3: arguments in, dicts and Arrow tables out, threads, signals, errors.
//!
//! `engine` is what Python calls; it reads arguments with `input` and `dates`, works through `run`, and shows results
//! with `dicts` or `tables`. The Python package wraps this module and is the public interface.

mod columns;
mod dates;
mod dicts;
mod engine;
mod errors;
mod input;
mod layers;
mod offsets;
mod run;
mod table;
mod tables;

use pyo3::prelude::*;

/// The compiled half of the package `dateline`.
#[pymodule(gil_used = false)]
mod _native {
    use std::path::PathBuf;

    use super::{dates, dicts, errors, layers, run, tables};
    use crate::lexicon::Lexicon;
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::engine::{Engine, Resources};
    #[pymodule_export]
    use super::table::Table;

    /// A date as an ISO day: reads what `published` takes for one text.
    #[pyfunction]
    fn day(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
        Ok(dates::one(value)?.map(dicts::iso))
    }

    /// Which weights and gazetteer are in a folder: 16 hexadecimal digits.
    #[pyfunction]
    fn fingerprint(py: Python<'_>, folder: PathBuf) -> PyResult<String> {
        crate::fingerprint(&folder).map_err(|error| errors::from_core(py, &error))
    }

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        run::install_panic_hook();
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("TESTING", cfg!(feature = "testing"))?;
        module.add("LAYERS", layers::NAMES)?;
        module.add("LEXICONS", Lexicon::kinds().collect::<Vec<_>>())?;
        module.add("TABLES", tables::NAMES)
    }
}
