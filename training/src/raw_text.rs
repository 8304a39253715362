//! Raw text rebuilt from CoNLL-U, with the gold words and sentences as byte spans.
//!
//! Words are joined by SpaceAfter, a paragraph (`newpar`) starts after a blank line and a document (`newdoc`) is a text of
//! its own.

use std::path::Path;

use dateline::Span;

/// One document.
#[derive(Debug, Default)]
pub(crate) struct RawText {
    /// The id after `newdoc`.
    pub id: String,
    /// The rebuilt text.
    pub text: String,
    /// Written words: the span of each and, where it is a contraction whose words can be found in it, its words.
    pub words: Vec<(Span, Vec<Span>)>,
    /// From the first to the last word of each sentence.
    pub sentences: Vec<Span>,
}

/// Reads all documents of a CoNLL-U file.
pub(crate) fn read(path: &Path) -> Result<Vec<RawText>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut documents: Vec<RawText> = Vec::new();
    let mut builder = Builder::default();
    for line in text.lines() {
        if line.starts_with("# newdoc") {
            documents.extend(builder.finish());
            builder.document.id = line.rsplit("= ").next().unwrap_or("").to_owned();
        } else if line.starts_with("# newpar") {
            builder.paragraph = true;
        } else if line.is_empty() {
            builder.end_sentence();
        } else if !line.starts_with('#') {
            builder.row(line);
        }
    }
    documents.extend(builder.finish());
    Ok(documents)
}

#[derive(Default)]
struct Builder {
    document: RawText,
    /// A paragraph starts with the next word.
    paragraph: bool,
    /// The word before is not glued to the next.
    space: bool,
    /// Where the sentence starts.
    start: Option<usize>,
    /// The last word id of the contraction that was written, and how far its words have been found.
    contraction: Option<(usize, usize)>,
}

impl Builder {
    fn row(&mut self, line: &str) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (id, form, misc) = (cells[0], cells[1], cells[9]);
        if id.contains('.') {
            return;
        }
        if let (Ok(number), Some((last, at))) = (id.parse::<usize>(), self.contraction) {
            let end = at + form.len();
            let (span, parts) = self.document.words.last_mut().expect("the contraction");
            if self.document.text.get(at..end) == Some(form) {
                parts.push(Span::of(at, end));
            }
            self.contraction = (number < last).then_some((last, end));
            if self.contraction.is_none()
                && (end != span.end as usize || parts.first().is_none_or(|p| p.start != span.start))
            {
                parts.clear();
            }
            return;
        }
        let text = &mut self.document.text;
        if self.paragraph && !text.is_empty() {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        } else if self.space && !text.is_empty() {
            text.push(' ');
        }
        self.paragraph = false;
        let start = text.len();
        text.push_str(form);
        self.start.get_or_insert(start);
        self.space = !misc.split('|').any(|item| item == "SpaceAfter=No");
        self.document.words.push((Span::of(start, text.len()), Vec::new()));
        if let Some((_, last)) = id.split_once('-') {
            self.contraction = last.parse().ok().map(|last| (last, start));
        }
    }

    fn end_sentence(&mut self) {
        if let Some(start) = self.start.take() {
            let end = self.document.words.last().expect("a word").0.end as usize;
            self.document.sentences.push(Span::of(start, end));
        }
    }

    fn finish(&mut self) -> Option<RawText> {
        self.end_sentence();
        self.space = false;
        self.paragraph = false;
        let document = std::mem::take(&mut self.document);
        (!document.text.is_empty()).then_some(document)
    }
}
