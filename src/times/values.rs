//! Numeric values.

use super::Value;
use super::grammar::Reader;
use super::scan::Mention;

/// Finds the values of a sentence that lie outside its times.
pub(super) fn find(_reader: &Reader<'_>, _times: &[Mention], _values: &mut Vec<Value>) {}
