//! What holds for layout, tokens and sentences of any text whatever.

use std::time::Instant;

use dateline::Span;
use dateline::article::{Layout, layout};
use dateline::tokens::{Tokens, tokenize};
use proptest::prelude::*;

fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// All promises of the two layers' documentation.
fn check(text: &str) -> (Layout, Tokens) {
    let found = layout(text);
    let tokens = tokenize(text, &found);
    let inside = |span: Span| {
        assert!(span.start < span.end, "empty span in {text:?}");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} cuts a character of {text:?}");
    };
    let mut at = 0;
    for block in &found.blocks {
        inside(block.span);
        assert!(block.span.start as usize >= at, "blocks overlap in {text:?}");
        assert!(text[at..block.span.start as usize].chars().all(is_blank), "text outside of blocks in {text:?}");
        let ends = block.span.text(text);
        assert!(!ends.starts_with(is_blank) && !ends.ends_with(is_blank), "a block of {text:?} starts or ends blank");
        at = block.span.end as usize;
    }
    assert!(text[at..].chars().all(is_blank), "text behind the blocks of {text:?}");
    let mut at = 0;
    for token in &tokens.tokens {
        inside(token.span);
        assert!(token.span.start as usize >= at, "tokens overlap in {text:?}");
        let gap = &text[at..token.span.start as usize];
        assert!(gap.chars().all(is_blank), "{gap:?} is in no token of {text:?}");
        assert!(
            found.blocks.iter().any(|block| block.span.contains(token.span)),
            "a token outside of blocks in {text:?}"
        );
        assert!(!token.continues || gap.is_empty(), "a clitic apart from its word in {text:?}");
        at = token.span.end as usize;
    }
    assert!(text[at..].chars().all(is_blank), "text behind the tokens of {text:?}");
    let mut next = 0;
    for sentence in &tokens.sentences {
        assert_eq!(sentence.tokens.start, next, "a token in no sentence or two of {text:?}");
        assert!(sentence.tokens.end > next, "an empty sentence in {text:?}");
        next = sentence.tokens.end;
        let block = found.blocks[sentence.block as usize];
        assert_eq!(block.kind, sentence.kind);
        assert!(block.span.contains(sentence.span), "a sentence crosses blocks in {text:?}");
        assert_eq!(sentence.span, tokens.span(sentence.tokens.clone()));
        assert!(!tokens.tokens[sentence.tokens.start as usize].continues, "a sentence starts in a word of {text:?}");
    }
    assert_eq!(next as usize, tokens.tokens.len(), "tokens behind the sentences of {text:?}");
    if let Some(dateline) = found.dateline {
        for span in [Some(dateline.span), dateline.place, dateline.agency, dateline.date].into_iter().flatten() {
            inside(span);
            assert!(dateline.span.contains(span));
        }
    }
    (found, tokens)
}

/// Pieces that the scanner treats in a special way, to be thrown together.
const PIECES: [&str; 64] = [
    "a",
    "I",
    "U.S.",
    "Gen.",
    "can't",
    "’s",
    "'",
    "’",
    "“",
    "”",
    "\"",
    "''",
    "``",
    ".",
    "..",
    "...",
    "…",
    "?!",
    "--",
    "—",
    "-",
    "–",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{2028}",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\u{301}",
    "\u{200d}",
    "👨‍👩‍👧",
    "🇫🇷",
    "👍🏽",
    "東京",
    "é",
    "ß",
    "1",
    "1,000",
    "13.10.2016",
    "$",
    "€",
    "%",
    "#",
    "@",
    "a@b.co",
    "http://x.y/z",
    "www.x.org",
    ":)",
    "/",
    "(",
    ")",
    "[",
    "MOSCOW (TASS) -",
    "Share",
    "By Jane Doe",
    ";",
    ".doc",
    "Inc..",
    "10km",
    "non-",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        check(&pieces.concat());
    }

    #[test]
    fn any_characters(chars in prop::collection::vec(any::<char>(), 0..80)) {
        check(&chars.into_iter().collect::<String>());
    }
}

#[test]
fn every_character_alone_and_between_letters() {
    // All of the scripts with small letters and the punctuation, and a sample of the rest.
    for c in (0..0x600).chain(0x2000..0x2100).chain((0x600..=0x2_ffff).step_by(61)).filter_map(char::from_u32) {
        check(&c.to_string());
        check(&format!("a{c}b {c}b a{c} {c}{c}"));
    }
}

/// A long text must not take much longer than as much text in short pieces.
#[test]
fn time_is_linear_on_every_shape() {
    let shapes = [
        "a",
        " ",
        "\n",
        "\"",
        "'",
        "’",
        ".",
        ". ",
        "a.",
        "a. ",
        "a-",
        "a-b ",
        "1,",
        "1,234,",
        "1-",
        "1:",
        "a@",
        "@",
        "a@b.",
        "#",
        "-",
        "—",
        "…",
        "(",
        "/",
        "a/",
        "a_",
        "a&",
        "A&",
        "http://",
        "http://a ",
        "www.",
        "A",
        "Aa",
        "é",
        "東",
        "👨‍👩‍👧",
        "🇫🇷",
        "\u{301}",
        "a\u{301}",
        "\u{200d}",
        "\u{200b}",
        "Share\n",
        "Share\n\n",
        "Minister Says No to Deal\n",
        "MOSCOW ",
        "MOSCOW/",
        "MOSCOW, May 5 ",
        "the\n",
        "the\n\n",
        "a b\n",
        "a,",
        "a, ",
        "Related:\n",
        "(1)\n",
        "'a ",
        "'a' ",
        "'90s",
        "U.S.",
        "No. ",
        "12 May 2012\n",
        "\r",
        "\r\n",
        "\u{2028}",
        ":)",
        "<",
        "n't",
        "n't've",
    ];
    let seconds = |text: &str| {
        let start = Instant::now();
        let found = layout(text);
        let tokens = tokenize(text, &found);
        std::hint::black_box(tokens.tokens.len());
        start.elapsed().as_secs_f64()
    };
    for shape in shapes {
        let size = 20_000;
        let (small, large) = (shape.repeat(size / shape.len()), shape.repeat(20 * size / shape.len()));
        // A quadratic scanner takes twenty times as long for the same text in one piece. Other work on the machine may
        // disturb some of the tries.
        let linear = (0..6).any(|_| {
            let pieces: f64 = (0..20).map(|_| seconds(&small)).sum();
            seconds(&large) < 6.0 * pieces.max(0.01)
        });
        assert!(linear, "{shape:?}: one long text takes far longer than the same in pieces");
    }
}
