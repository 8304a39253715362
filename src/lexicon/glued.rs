//! `glued.tsv`: words that show a missing blank.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::Table;

const TEXT: &str = include_str!("../../lexicon/glued.tsv");

static TABLE: LazyLock<FxHashSet<&'static [u8]>> = LazyLock::new(|| {
    let table = Table::parse("glued", TEXT, &["word"]).expect("the shipped table parses; a test says so");
    table.rows().map(|row| row.cells[0].as_bytes()).collect()
});

/// Whether two capitalised words written as one were meant as two.
pub(crate) fn is_glued(left: &[u8], right: &[u8]) -> bool {
    TABLE.contains(left) || TABLE.contains(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_two_must_be_listed() {
        assert!(is_glued(b"French", b"Foreign"));
        assert!(is_glued(b"Smith", b"President"));
        assert!(!is_glued(b"You", b"Tube"));
    }
}
