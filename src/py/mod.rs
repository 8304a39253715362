//! The only place that names pyo3: arguments in, dicts and Arrow tables out, threads, signals, errors.
//!
//! `engine` is what Python calls; it reads arguments with `input` and `dates`, works through `run`, and shows results with
//! `dicts` or `tables`. The Python package wraps this module and is the public interface.

mod dates;
mod dicts;
mod engine;
mod errors;
mod input;
mod layers;
mod offsets;
mod run;

use pyo3::prelude::*;

/// The compiled half of the package `dateline`.
#[pymodule(gil_used = false)]
mod _native {
    use super::{layers, run};
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::engine::{Engine, Resources};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        run::install_panic_hook();
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("LAYERS", layers::NAMES)
    }
}
