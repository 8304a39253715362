//! Reads CoNLL-U.

use std::path::Path;

use dateline::syntax::{Deprel, Upos, Xpos};

/// A sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// The comment lines, without `# `.
    pub comments: Vec<String>,
    /// Its words.
    pub words: Vec<Word>,
    /// Written words that stand for several words: range of word indices, form, and whether a blank follows.
    pub contractions: Vec<(std::ops::Range<usize>, String, bool)>,
}

/// A word of a treebank.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub form: String,
    pub lemma: String,
    pub upos: Upos,
    pub xpos: Xpos,
    /// `Name=Value` pairs joined by `|`, or `_`.
    pub features: String,
    /// Index of the head in the sentence; a root is its own head.
    pub head: usize,
    pub deprel: Deprel,
    /// Whether a blank follows.
    pub space_after: bool,
    pub misc: String,
}

impl Sentence {
    /// Whether a new document starts here.
    pub(crate) fn starts_document(&self) -> bool {
        self.comments.iter().any(|comment| comment.starts_with("newdoc"))
    }

    /// For each word, whether it is glued to the word before it: nothing stands between the two.
    pub(crate) fn glued(&self) -> Vec<bool> {
        let mut glued: Vec<bool> = self.words.iter().map(|word| !word.space_after).collect();
        for (range, _, space_after) in &self.contractions {
            glued[range.clone()].fill(true);
            glued[range.end - 1] = !space_after;
        }
        glued.rotate_right(1);
        if let Some(first) = glued.first_mut() {
            *first = false;
        }
        glued
    }
}

/// All sentences of a file. Empty nodes are skipped; labels that dateline does not know are an error.
pub(crate) fn read(path: &Path) -> Result<Vec<Sentence>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// All sentences of a text.
pub(crate) fn parse(text: &str) -> Result<Vec<Sentence>, String> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    for (number, line) in text.lines().enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            if !sentence.words.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            sentence.comments.push(comment.trim_start().to_owned());
        } else {
            add_line(&mut sentence, line).map_err(|error| format!("line {}: {error}", number + 1))?;
        }
    }
    if !sentence.words.is_empty() {
        sentences.push(sentence);
    }
    Ok(sentences)
}

fn add_line(sentence: &mut Sentence, line: &str) -> Result<(), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let &[id, form, lemma, upos, xpos, features, head, deprel, _, misc] = columns.as_slice() else {
        return Err(format!("{} columns instead of 10", columns.len()));
    };
    if id.contains('.') {
        return Ok(());
    }
    let space_after = !misc.split('|').any(|pair| pair == "SpaceAfter=No");
    let number = |text: &str| text.parse::<usize>().map_err(|error| format!("{text:?}: {error}"));
    if let Some((first, last)) = id.split_once('-') {
        sentence.contractions.push((number(first)? - 1..number(last)?, form.to_owned(), space_after));
        return Ok(());
    }
    let own = sentence.words.len();
    if number(id)? != own + 1 {
        return Err(format!("word {id} stands where {} should", own + 1));
    }
    sentence.words.push(Word {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        upos: Upos::from_name(upos).ok_or_else(|| format!("unknown part of speech {upos:?}"))?,
        xpos: Xpos::from_name(xpos).ok_or_else(|| format!("unknown tag {xpos:?}"))?,
        features: features.to_owned(),
        head: number(head)?.checked_sub(1).unwrap_or(own),
        deprel: Deprel::from_name(deprel).ok_or_else(|| format!("unknown relation {deprel:?}"))?,
        space_after,
        misc: misc.to_owned(),
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_contractions_and_blanks() {
        let text = "# newdoc id = x\n# text = We don't.\n\
            1\tWe\twe\tPRON\tPRP\t_\t3\tnsubj\t_\t_\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
            2\tdo\tdo\tAUX\tVBP\t_\t0\troot\t_\t_\n3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_\n\
            3.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_\n4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n";
        let sentences = parse(text).unwrap();
        assert_eq!(sentences.len(), 1);
        let sentence = &sentences[0];
        assert!(sentence.starts_document());
        assert_eq!(sentence.words.iter().map(|word| word.head).collect::<Vec<_>>(), [2, 1, 1, 1]);
        assert_eq!(sentence.contractions, [(1..3, "don't".to_owned(), false)]);
        assert_eq!(sentence.glued(), [false, false, true, true]);
    }

    #[test]
    fn errors_name_the_line() {
        assert!(parse("1\tWe\twe").unwrap_err().starts_with("line 1: 3 columns"));
    }
}
