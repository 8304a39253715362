//! Learns the rules for lemmas and morphological features.

use dateline::model::{Dictionary, Writer, hash};
use dateline::syntax::Upos;
use dateline::syntax::forms::Forms;
use dateline::syntax::lemmatizer::{KIND, LONGEST, Lemmatizer, Script, keys, normalize};
use dateline::syntax::morphology::{self, Morphology};
use dateline::syntax::vocabulary::Vocabulary;
use rustc_hash::{FxHashMap, FxHashSet};

use super::treebank::{self, Example, TagSet};
use super::{rules, write};
use crate::Settings;

/// Learns from the gold sentences and writes `lemmatizer.model`.
pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    let examples = treebank::gold(&settings.data)?;
    let tags = TagSet::of(&examples, dateline::syntax::tagger::CLASSES);
    let mut file = Writer::new(KIND);
    morphology(&examples, &tags).write(&mut file);
    lemmatizer(&examples, &tags).write(&mut file);
    write("lemmatizer.model", file)
}

#[allow(clippy::cast_possible_truncation)]
fn lemmatizer(examples: &[Example], tags: &TagSet) -> Lemmatizer {
    let mut scripts: Vec<Script> = Vec::new();
    let mut numbers: FxHashMap<Script, u32> = FxHashMap::default();
    let mut cases = Vec::new();
    let mut lower = String::new();
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
            let next = example.words.get(place + 1).map_or("", |word| word.form.as_str());
            let mut all = Vec::new();
            let name = word.upos == Upos::Propn;
            keys(&word.form, &lower, tags.class(word.upos, word.xpos), name, next, |key| {
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
    println!("lemmatizer: {} scripts, {} rules", scripts.len(), rules.len());
    Lemmatizer::new(scripts, Dictionary::build(&rules))
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
