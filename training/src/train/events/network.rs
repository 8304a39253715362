//! The network of types as `training/teacher/student.py` writes it.

use std::path::Path;

use dateline::events::learn::{Network, shapes};

/// Reads the number of forms and their hashes, then the tables in the order of [`shapes`], all little-endian: 8 bytes for a
/// number or hash, 4 for a weight.
pub(super) fn read(path: &Path) -> Result<Network, String> {
    let fail = |reason: &str| format!("{}: {reason}", path.display());
    let bytes = std::fs::read(path).map_err(|error| fail(&error.to_string()))?;
    let (numbers, _) = bytes.as_chunks::<8>();
    let mut numbers = numbers.iter().map(|it| u64::from_le_bytes(*it));
    let count = numbers.next().and_then(|it| usize::try_from(it).ok()).ok_or_else(|| fail("is empty"))?;
    let forms: Vec<u64> = numbers.take(count).collect();
    let mut rest = bytes.get(8 + 8 * count..).ok_or_else(|| fail("is cut short"))?;
    let mut tables = Vec::new();
    for (rows, columns) in shapes(1 + count) {
        let (table, other) = rest.split_at_checked(4 * rows * columns).ok_or_else(|| fail("is cut short"))?;
        tables.push(table.as_chunks::<4>().0.iter().map(|it| f32::from_le_bytes(*it)).collect());
        rest = other;
    }
    if !rest.is_empty() {
        return Err(fail("holds more than a network"));
    }
    Network::new(&forms, &tables).map_err(|reason| fail(&reason))
}
