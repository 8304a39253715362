//! Offsets of gold files.

/// The byte offset of every code point of `text`, and its length at the end: gold files count code points.
pub(crate) fn byte_offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}
