//! Learns the rules for lemmas and morphological features.

use dateline::lexicon::Table;
use dateline::model::{Dictionary, Writer, hash};
use dateline::syntax::forms::Forms;
use dateline::syntax::lemmatizer::{KIND, LONGEST, Lemmatizer, Script, keys, normalize};
use dateline::syntax::morphology::{self, Morphology};
use dateline::syntax::vocabulary::Vocabulary;
use dateline::syntax::{Upos, Xpos};
use rustc_hash::{FxHashMap, FxHashSet};

use super::treebank::{self, Example, TagSet};
use super::{rules, write};
use crate::Settings;

const IRREGULAR: &str = include_str!("../../../lexicon/irregular_forms.tsv");

/// A word that the treebanks have so often with a tag and another lemma keeps that, whatever the table says. (Errors stand
/// there up to three times: "fled" with the lemma "flead".)
const OFTEN: u32 = 4;

/// Learns from the gold sentences and the table of irregular forms and writes `lemmatizer.model`.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let examples = treebank::gold(&settings.data)?;
    let tags = TagSet::of(&examples, dateline::syntax::tagger::CLASSES);
    let table = Table::parse("irregular_forms", IRREGULAR, &["form", "tags", "lemma"]).map_err(|it| it.to_string())?;
    let mut file = Writer::new(KIND);
    morphology(&examples, &tags).write(&mut file);
    lemmatizer(&examples, &irregular(&table)?, &tags).write(&mut file);
    write("lemmatizer.model", file)
}

/// A form that the table of irregular forms has, its lemma and one of its tags.
type Irregular<'t> = (&'t str, &'t str, (Upos, Xpos));

fn irregular<'t>(table: &'t Table<'t>) -> Result<Vec<Irregular<'t>>, String> {
    let mut out = Vec::new();
    for row in table.rows() {
        let [form, tags, lemma] = row.cells[..] else { unreachable!("three columns were asked for") };
        for tag in tags.split(' ') {
            let upos = match tag.get(..2) {
                Some("VB") => Upos::Verb,
                Some("NN") => Upos::Noun,
                Some("JJ") => Upos::Adj,
                Some("RB") => Upos::Adv,
                _ => return Err(format!("irregular_forms, line {}: no tag {tag:?}", row.number)),
            };
            let xpos = Xpos::from_name(tag).ok_or_else(|| format!("line {}: no tag {tag:?}", row.number))?;
            out.push((form, lemma, (upos, xpos)));
        }
    }
    Ok(out)
}

#[allow(clippy::cast_possible_truncation)]
fn lemmatizer(examples: &[Example], irregular: &[Irregular<'_>], tags: &TagSet) -> Lemmatizer {
    let mut scripts: Vec<Script> = Vec::new();
    let mut numbers: FxHashMap<Script, u32> = FxHashMap::default();
    let mut cases = Vec::new();
    let mut lower = String::new();
    // How often the treebanks have a word with a class, and how often each script changes it.
    let mut seen: FxHashMap<(u64, u8, u32), u32> = FxHashMap::default();
    // How many different words each script changes.
    let mut words: Vec<FxHashSet<u64>> = vec![FxHashSet::default()];
    for example in examples {
        for (place, word) in example.words.iter().enumerate() {
            // Words torn apart teach nothing.
            if word.lemma == "_" {
                continue;
            }
            // Typing errors ("ve", "s" without its apostrophe) say nothing of other words.
            let typo = word.features.contains("Typo=Yes");
            normalize(&word.form, &mut lower);
            let script = Script::between(&word.form, &lower, &word.lemma);
            let number = *numbers.entry(script.clone()).or_insert_with(|| {
                scripts.push(script);
                words.push(FxHashSet::default());
                scripts.len() as u32
            });
            if !typo {
                words[number as usize].insert(hash::text(&lower));
            }
            let class = tags.class(word.upos, word.xpos);
            *seen.entry((hash::text(&lower), class, 0)).or_default() += 1;
            *seen.entry((hash::text(&lower), class, number)).or_default() += 1;
            let next = example.words.get(place + 1).map_or("", |word| word.form.as_str());
            let mut all = Vec::new();
            let name = word.upos == Upos::Propn;
            keys(&word.form, &lower, class, name, next, |key| {
                all.push(key);
                true
            });
            // The last keys are those of the suffixes and of the tag.
            let suffixes = lower.len().min(LONGEST) + 1;
            cases.push((all, number, suffixes, typo));
        }
    }
    // A change that only a word or two undergo ("was", "me") says nothing about their suffixes.
    let cases: Vec<(Vec<u64>, u32)> = cases
        .into_iter()
        .map(|(mut keys, number, suffixes, typo)| {
            if typo || words[number as usize].len() < 4 {
                let whole = keys.len() - suffixes;
                keys[whole..].fill(rules::NO_KEY);
            }
            (keys, number)
        })
        .collect();
    let rules = rules::learn(&cases, 1);
    let learned = Lemmatizer::new(scripts.clone(), Dictionary::build(&rules));
    // Irregular forms that the treebanks hardly show and whose endings mislead. They come first: a dictionary leaves out a few
    // of the last.
    let mut all: Vec<(u64, u32)> = Vec::new();
    for &(form, lemma, (upos, xpos)) in irregular {
        let class = tags.class(upos, xpos);
        normalize(form, &mut lower);
        let script = Script::between(form, &lower, lemma);
        let number = *numbers.entry(script.clone()).or_insert_with(|| {
            scripts.push(script);
            scripts.len() as u32
        });
        let times = |script: u32| seen.get(&(hash::text(&lower), class, script)).copied().unwrap_or(0);
        let (all_times, same) = (times(0), times(number));
        let regular = all_times == 0 && learned.lemma(form, class, false, "", &mut lower) == lemma;
        if all_times - same >= OFTEN || regular {
            continue;
        }
        let mut whole = None;
        keys(form, &lower, class, false, "", |key| {
            whole = Some(key);
            false
        });
        all.extend(whole.map(|key| (key, number)));
    }
    println!("lemmatizer: {} scripts, {} rules, {} forms of the table", scripts.len(), rules.len(), all.len());
    all.extend(rules);
    // Half as much room again, so that hardly a rule is left out.
    all.resize(all.len() * 3 / 2, (0, 0));
    Lemmatizer::new(scripts, Dictionary::build(&all))
}

fn morphology(examples: &[Example], tags: &TagSet) -> Morphology {
    let mut cases = Vec::new();
    let mut forms = Forms::default();
    for example in examples {
        forms.read(example.read(), &Vocabulary::default());
        let mut before = [u8::MAX; 2];
        for (form, word) in forms.words().iter().zip(&example.words) {
            let tag = tags.class(word.upos, word.xpos);
            let keys = morphology::keys(form.lower, form.suffixes[2], [tag, before[0], before[1]]);
            cases.push((keys.to_vec(), u32::from(treebank::bundle(word).number()) + 1));
            before = [tag, before[0]];
        }
    }
    let rules = rules::learn(&cases, 2);
    println!("morphology: {} rules", rules.len());
    Morphology::new(Dictionary::build(&rules))
}
