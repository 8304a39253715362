//! `tokenize`: reads text on standard input and prints one sentence a line, tokens separated by blanks.
//!
//! Each line of the input is an article of its own when it is called as `tokenize lines`.

use std::io::{BufWriter, Read, Write};

use dateline::{article, tokens};

use crate::Settings;

pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).map_err(|error| error.to_string())?;
    let mut output = BufWriter::new(std::io::stdout().lock());
    let by_line = settings.words.iter().any(|word| word == "lines");
    let texts: Vec<&str> = if by_line { input.lines().collect() } else { vec![&input] };
    for text in texts {
        let found = tokens::tokenize(text, &article::layout(text));
        for sentence in &found.sentences {
            let words: Vec<&str> = found.tokens[sentence.range()].iter().map(|token| token.span.text(text)).collect();
            writeln!(output, "{}", words.join(" ")).map_err(|error| error.to_string())?;
        }
    }
    output.flush().map_err(|error| error.to_string())
}
