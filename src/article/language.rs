//! Which language an article is in, by the trigram tables of the crate `whatlang`.

use super::Block;

/// The language of an article's prose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// No letters to judge by.
    #[default]
    Empty,
    /// English, or too short to say otherwise.
    English,
    /// Another language, as ISO 639-3.
    Other(&'static str),
}

impl Language {
    /// Whether the article is analyzed without being asked.
    #[must_use]
    pub const fn is_english(self) -> bool {
        matches!(self, Self::English)
    }

    /// ISO 639-1 `en` for English, ISO 639-3 for others, `None` for empty articles.
    #[must_use]
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::Empty => None,
            Self::English => Some("en"),
            Self::Other(code) => Some(code),
        }
    }
}

/// Enough to judge by; more would cost time without changing the answer.
const SAMPLE_BYTES: usize = 4096;

pub(super) fn detect(text: &str, _blocks: &[Block]) -> Language {
    if !text.chars().any(char::is_alphabetic) {
        return Language::Empty;
    }
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    match whatlang::detect(sample) {
        Some(info) if info.is_reliable() && info.lang() != whatlang::Lang::Eng => Language::Other(info.lang().code()),
        _ => Language::English,
    }
}
