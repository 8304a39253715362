//! Splits texts into tokens and sentences for the programs in `training/teacher`.
//!
//! Reads one JSON string a line, each a paragraph, and prints for each a list of sentences: `[[[start, end], ...], ...]` in
//! code points, as Python counts.

use std::io::{self, BufRead, BufWriter, Write};

use dateline::Span;
use dateline::article::{Block, BlockKind, Layout};
use dateline::tokens::tokenize;

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let start = text.len() - text.trim_start().len();
        let span = Span::of(start, text.trim_end().len().max(start));
        // One paragraph is one block: what page furniture looks like does not matter here.
        let layout = Layout { blocks: vec![Block { span, kind: BlockKind::Paragraph }], ..Layout::default() };
        let tokens = tokenize(&text, &layout);
        let (mut byte, mut count) = (0, 0);
        let mut points = |to: u32| {
            count += text[byte..to as usize].chars().count();
            byte = to as usize;
            count
        };
        let mut sentences = Vec::with_capacity(tokens.sentences.len());
        for sentence in &tokens.sentences {
            let words = &tokens.tokens[sentence.range()];
            sentences
                .push(words.iter().map(|word| [points(word.span.start), points(word.span.end)]).collect::<Vec<_>>());
        }
        serde_json::to_writer(&mut out, &sentences)?;
        writeln!(out)?;
    }
    out.flush()
}
