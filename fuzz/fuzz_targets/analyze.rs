//! `cargo +nightly fuzz run analyze`: no text may make the analyzer panic or give a span outside of the text.
#![no_main]

use std::sync::{Arc, LazyLock};

use dateline::{Analyzer, Options, Resources};
use libfuzzer_sys::fuzz_target;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| {
    let resources = Resources::load(&Resources::source_folder()).expect("the shipped resources");
    Analyzer::new(Arc::new(resources), Options { any_language: true, ..Options::default() })
});

fuzz_target!(|text: &str| {
    let document = ANALYZER.analyze(text, None);
    for block in &document.layout.blocks {
        assert!(text.get(block.span.start as usize..block.span.end as usize).is_some());
    }
    let mut end = 0;
    for token in &document.tokens.tokens {
        assert!(token.span.start >= end && token.span.end > token.span.start);
        assert!(text.get(token.span.start as usize..token.span.end as usize).is_some());
        end = token.span.end;
    }
});
