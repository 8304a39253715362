//! Scores of tagger, lemmatizer and parser on gold tokens, in the text's own capitals and in copies with others.

use std::collections::BTreeMap;
use std::time::Duration;

use cpu_time::ThreadTime;
use dateline::Resources;
use dateline::syntax::{Models, Scratch, Word};

use crate::Settings;
use crate::conllu::{self, Sentence};
use crate::train::Random;
use crate::train::treebank::{Example, Noise, TREEBANKS, bundle, spoil};

/// Counts of right answers.
#[derive(Default)]
struct Counts {
    words: usize,
    upos: usize,
    xpos: usize,
    features: usize,
    lemma: usize,
    unlabelled: usize,
    labelled: usize,
}

/// Confusions of one kind: gold and guess with how often.
type Confusions = BTreeMap<(&'static str, &'static str), usize>;

/// Prints every figure.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let models = Models::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let (mut tags, mut relations, mut lemmas) = (Confusions::new(), Confusions::new(), BTreeMap::new());
    println!(
        "{:<16} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}",
        "", "UPOS", "XPOS", "FEATS", "lemma", "UAS", "LAS", "words"
    );
    for bank in TREEBANKS {
        let sentences = conllu::read(&settings.data.join("syntax").join(format!("{bank}-dev.conllu")))?;
        for noise in [None, Some(Noise::Lower), Some(Noise::Title), Some(Noise::Upper)] {
            let mut counts = Counts::default();
            let mut random = Random::new(1);
            let mut scratch = Scratch::default();
            for sentence in &sentences {
                let gold = Example::new(sentence.clone(), 0, false);
                let example = noise.map_or_else(|| gold.clone(), |noise| spoil(&gold, noise, &mut random));
                let forms: Vec<(&str, bool)> = example.read().collect();
                let mut words = Vec::new();
                models.sentence(&forms, &mut scratch, &mut words);
                count(&mut counts, sentence, &words);
                if noise.is_none() {
                    confusions(sentence, &words, &mut tags, &mut relations, &mut lemmas);
                }
            }
            print(&format!("{bank} {}", noise.map_or("dev".to_owned(), |noise| format!("{noise:?}"))), &counts);
        }
    }
    for (title, confusions) in [("UPOS", &tags), ("relation, head right", &relations)] {
        println!("most frequent confusions, {title} (gold > guess):");
        top(confusions.iter().map(|((gold, guess), count)| (format!("{gold} > {guess}"), *count)));
    }
    println!("most frequent wrong lemmas (form, gold > guess):");
    top(lemmas.into_iter());
    speed(settings, &models)
}

/// UPOS and labelled attachment on the dev sentences of each treebank, in percent.
pub(crate) fn attachment(settings: &Settings, models: &Models) -> Result<Vec<(f64, f64)>, String> {
    let score = |bank: &&str| {
        let sentences = conllu::read(&settings.data.join("syntax").join(format!("{bank}-dev.conllu")))?;
        let (mut counts, mut scratch) = (Counts::default(), Scratch::default());
        for sentence in &sentences {
            let glued = sentence.glued();
            let forms: Vec<(&str, bool)> = sentence.words.iter().map(|word| word.form.as_str()).zip(glued).collect();
            let mut words = Vec::new();
            models.sentence(&forms, &mut scratch, &mut words);
            count(&mut counts, sentence, &words);
        }
        let percent = |right: usize| 100.0 * right as f64 / counts.words.max(1) as f64;
        Ok((percent(counts.upos), percent(counts.labelled)))
    };
    TREEBANKS.iter().map(score).collect()
}

fn top(items: impl Iterator<Item = (String, usize)>) {
    let mut items: Vec<_> = items.collect();
    items.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let line: Vec<String> = items.iter().take(14).map(|(name, count)| format!("{name} {count}")).collect();
    println!("    {}", line.join("; "));
}

fn count(counts: &mut Counts, gold: &Sentence, words: &[Word]) {
    let start = gold.words.iter().position(|word| word.form.chars().any(char::is_alphanumeric));
    for (place, (gold, word)) in gold.words.iter().zip(words).enumerate() {
        counts.words += 1;
        counts.upos += usize::from(gold.upos == word.upos);
        counts.xpos += usize::from(gold.xpos == word.xpos);
        counts.features += usize::from(bundle(gold) == word.features);
        counts.lemma += usize::from(lemma_right(gold, word, Some(place) == start));
        let head = gold.head == word.head as usize;
        counts.unlabelled += usize::from(head);
        counts.labelled += usize::from(head && gold.deprel == word.deprel);
    }
}

/// Lemmas are compared with their capitals except at the start of a sentence. Where the treebank has none (`_`, the later
/// parts of a word torn apart) the guess counts as wrong.
fn lemma_right(gold: &conllu::Word, word: &Word, start: bool) -> bool {
    if start { gold.lemma.to_lowercase() == word.lemma.to_lowercase() } else { gold.lemma == word.lemma }
}

fn confusions(
    gold: &Sentence,
    words: &[Word],
    tags: &mut Confusions,
    relations: &mut Confusions,
    lemmas: &mut BTreeMap<String, usize>,
) {
    for (gold, word) in gold.words.iter().zip(words) {
        if gold.upos != word.upos {
            *tags.entry((gold.upos.name(), word.upos.name())).or_default() += 1;
        }
        if gold.head == word.head as usize && gold.deprel != word.deprel {
            *relations.entry((gold.deprel.name(), word.deprel.name())).or_default() += 1;
        }
        if gold.head != word.head as usize {
            *relations.entry((gold.deprel.name(), "(wrong head)")).or_default() += 1;
        }
        if !lemma_right(gold, word, false) {
            *lemmas.entry(format!("{}, {} > {}", gold.form, gold.lemma, word.lemma)).or_default() += 1;
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn print(name: &str, counts: &Counts) {
    let share = |right: usize| 100.0 * right as f64 / counts.words.max(1) as f64;
    println!(
        "{name:<16} {:6.2} {:6.2} {:6.2} {:6.2} {:6.2} {:6.2} {:6}",
        share(counts.upos),
        share(counts.xpos),
        share(counts.features),
        share(counts.lemma),
        share(counts.unlabelled),
        share(counts.labelled),
        counts.words
    );
}

/// Time that this thread has spent on a processor: other work on the machine does not count.
fn thread_time() -> Duration {
    ThreadTime::now().as_duration()
}

/// Cost per word of each model on one thread: the median of five runs over the GUM dev sentences.
#[allow(clippy::cast_precision_loss)]
fn speed(settings: &Settings, models: &Models) -> Result<(), String> {
    let sentences = conllu::read(&settings.data.join("syntax/gum-dev.conllu"))?;
    let forms: Vec<Vec<(&str, bool)>> = sentences
        .iter()
        .map(|sentence| sentence.words.iter().map(|word| word.form.as_str()).zip(sentence.glued()).collect())
        .collect();
    let words: usize = forms.iter().map(Vec::len).sum();
    let mut times: [Vec<f64>; 4] = Default::default();
    let mut scratches: Vec<Scratch> = forms.iter().map(|_| Scratch::default()).collect();
    for _ in 0..5 {
        let mut marks = vec![thread_time()];
        for (forms, scratch) in forms.iter().zip(&mut scratches) {
            scratch.forms.read(forms.iter().copied(), &models.tagger.vocabulary);
        }
        marks.push(thread_time());
        for scratch in &mut scratches {
            models.tagger.tag(&scratch.forms, &mut scratch.doubts, &mut scratch.tags);
        }
        marks.push(thread_time());
        for scratch in &mut scratches {
            models.reset(scratch);
            models.parser.parse(&mut scratch.state);
        }
        marks.push(thread_time());
        let mut words = Vec::new();
        for (forms, scratch) in forms.iter().zip(&mut scratches) {
            models.words(forms, scratch, &mut words);
        }
        marks.push(thread_time());
        for (times, pair) in times.iter_mut().zip(marks.windows(2)) {
            times.push((pair[1] - pair[0]).as_secs_f64());
        }
    }
    println!("cost per word, one thread, {words} words:");
    let names = ["word hashes", "tagger", "parser", "lemmas, features"];
    let mut total = 0.0;
    for (name, mut times) in names.into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        total += times[2];
        println!("    {name:<18} {:6.0} ns   {:9.0} words/s", 1e9 * times[2] / words as f64, words as f64 / times[2]);
    }
    println!("    {:<18} {:6.0} ns   {:9.0} words/s", "all", 1e9 * total / words as f64, words as f64 / total);
    Ok(())
}
