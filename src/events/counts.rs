//! How many people were killed, injured, arrested, or took part.

use super::Count;
use super::candidates::Candidate;
use super::scene::Scene;
use crate::quotes::tree::Tree;
use crate::syntax::{Deprel, Upos, Xpos};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Killed,
    Injured,
    Arrested,
}

impl Kind {
    fn of_word(lemma: &str) -> Option<Self> {
        Some(match lemma {
            "kill" | "die" | "murder" | "assassinate" | "execute" | "massacre" | "behead" | "slay" | "slaughter"
            | "perish" | "hang" | "dead" | "death" | "killing" | "murderer" | "slaying" | "lynch" | "decapitate"
            | "gun" | "assassination" | "execution" | "massacring" | "fatality" => Self::Killed,
            "wound" | "injure" | "hurt" | "injury" | "wounded" | "injured" | "maim" | "stab" => Self::Injured,
            "arrest" | "detain" | "capture" | "jail" | "round" | "imprison" | "apprehend" | "detention" | "nab"
            | "seize" | "hold" | "kidnap" => Self::Arrested,
            _ => return None,
        })
    }
}

/// The number of people of a kind that the sentence gives for the act of a trigger.
pub(crate) fn find(scene: &Scene<'_>, candidate: &Candidate, kind: Kind) -> Option<Count> {
    let tree = scene.tree();
    let sentence = &scene.reader.document.tokens.sentences[candidate.sentence as usize];
    let words: Vec<u32> =
        sentence.tokens.clone().filter(|&token| Kind::of_word(&scene.reader.lemma(token)) == Some(kind)).collect();
    let own = words.iter().copied().find(|&word| word == candidate.token);
    // The words of the act itself, then those nearest to it in the tree.
    let mut order: Vec<(usize, u32)> =
        words.iter().map(|&word| (super::roles::path(scene, candidate.token, word).1, word)).collect();
    order.sort_unstable();
    let own_first = own.map(|word| (0, word)).into_iter().chain(order);
    for (distance, word) in own_first {
        // Where the sentence has only one such word, a wrong tree does not matter.
        if distance > 6 && words.len() > 1 {
            break;
        }
        // A word that is another act's trigger counts for that one, unless this act is its cause or part of it.
        let other = word != candidate.token && scene.candidate_of[word as usize] != super::scene::NONE;
        if other && !joined(tree, word, candidate.token) {
            continue;
        }
        if let Some(count) = victims(scene, word, kind) {
            return Some(count);
        }
    }
    None
}

/// Whether one of two triggers is an argument or part of the clause of the other.
fn joined(tree: &Tree<'_>, one: u32, other: u32) -> bool {
    let below = |low: u32, high: u32| {
        let mut at = low;
        for _ in 0..5 {
            let head = tree.head(at);
            if head == at {
                return false;
            }
            if head == high {
                return true;
            }
            at = head;
        }
        false
    };
    below(one, other) || below(other, one)
}

/// The people that a word of killing, wounding or arresting speaks of.
fn victims(scene: &Scene<'_>, word: u32, kind: Kind) -> Option<Count> {
    let tree = scene.tree();
    let reader = &scene.reader;
    let around = if matches!(tree.upos(word), Upos::Noun | Upos::Propn) {
        super::arguments::of_noun(tree, word, reader.frames)
    } else {
        super::arguments::of_verb(tree, word)
    };
    let lemma = reader.lemma(word);
    let intransitive = matches!(lemma.as_str(), "die" | "perish" | "dead");
    let mut heads: Vec<u32> = Vec::new();
    if matches!(tree.upos(word), Upos::Noun | Upos::Propn) {
        heads.extend(around.obliques.iter().filter(|(preposition, _)| preposition == "of").map(|(_, noun)| *noun));
        if let Some(count) = number_of(scene, word) {
            // "three deaths", "20 wounded"
            return Some(count);
        }
    } else if intransitive {
        heads.extend(around.subject);
        if heads.is_empty() && lemma == "dead" {
            // "left 13 people dead"
            let head = tree.head(word);
            heads.extend(tree.child(head, &[Deprel::Obj, Deprel::NsubjPass]));
        }
    } else {
        heads.extend(around.object);
        // "killed and wounded three": the object stands at the last verb.
        if heads.is_empty() {
            for &other in tree.children(word).iter().filter(|&&it| tree.deprel(it) == Deprel::Conj) {
                heads.extend(tree.child(other, &[Deprel::Obj]));
            }
        }
        if heads.is_empty() && tree.deprel(word) == Deprel::Conj && kind == Kind::Injured {
            heads.extend(tree.child(tree.head(word), &[Deprel::NsubjPass]));
        }
    }
    let Some(&head) = heads.first() else { return beside(scene, word, &around, intransitive) };
    let mut sum: Option<Count> = None;
    let mut all = vec![head];
    all.extend(tree.children(head).iter().copied().filter(|&it| tree.deprel(it) == Deprel::Conj));
    for phrase in all {
        let Some(count) = number_of(scene, phrase).or_else(|| one(scene, phrase)) else { continue };
        sum = Some(match sum {
            None => count,
            Some(before) => Count {
                value: before.value.saturating_add(count.value),
                span: before.span.union(count.span),
                comparison: before.comparison.or(count.comparison),
            },
        });
    }
    sum.or_else(|| beside(scene, word, &around, intransitive))
}

/// The nearest number on the side of a verb where its victims stand, for sentences that the tree has wrong.
fn beside(scene: &Scene<'_>, word: u32, around: &super::arguments::Arguments, intransitive: bool) -> Option<Count> {
    let tree = scene.tree();
    let document = scene.reader.document;
    let sentence = &document.tokens.sentences[document.tokens.sentence_of(word)];
    let before = around.passive || intransitive;
    let counts = |token: u32| {
        let span = document.tokens.tokens[token as usize].span;
        let next = document.times.times.partition_point(|time| time.span.end <= span.start);
        let in_time = document.times.times.get(next).is_some_and(|time| time.span.overlaps(span));
        let noun = tree.upos(token + 1);
        let people = matches!(noun, Upos::Noun | Upos::Propn | Upos::Adj) && scene.reader.form(token + 1) != "percent";
        // "wounded at least 13."
        let alone = !before && token <= word + 4 && (noun == Upos::Punct || token + 1 >= sentence.tokens.end);
        tree.upos(token) == Upos::Num && !in_time && (people || alone || scene.reader.form(token + 1) == "of")
    };
    let stop = |token: u32| token != word && Kind::of_word(&scene.reader.lemma(token)).is_some();
    let number = if before {
        let start = sentence.tokens.start.max(word.saturating_sub(12));
        (start..word).rev().take_while(|&token| !stop(token)).find(|&token| counts(token))
    } else {
        (word + 1..sentence.tokens.end.min(word + 8)).take_while(|&token| !stop(token)).find(|&token| counts(token))
    }?;
    let value = value_at(scene, number, number, number)?;
    let span = document.tokens.tokens[number as usize].span;
    Some(Count { value, span, comparison: comparison(scene, number, number) })
}

/// "a policeman", "the mayor", "his wife", "Anna Lindh": one person.
fn one(scene: &Scene<'_>, phrase: u32) -> Option<Count> {
    let tree = scene.tree();
    let singular = match tree.xpos(phrase) {
        Xpos::Nnp => scene.kind(phrase) == 1,
        Xpos::Nn => {
            tree.child(phrase, &[Deprel::Det]).is_some_and(|it| matches!(scene.reader.form(it), "a" | "an" | "another"))
                || tree.children(phrase).iter().any(|&it| scene.kind(it) == 1)
                || is_one_person(scene, phrase)
        }
        Xpos::Prp => matches!(scene.reader.form(phrase), "he" | "him" | "she" | "her"),
        _ => false,
    };
    let span = scene.reader.document.tokens.tokens[phrase as usize].span;
    singular.then_some(Count { value: 1, span, comparison: None })
}

/// Whether a singular noun names a person: by the tables of roles and groups, or as a relative.
fn is_one_person(scene: &Scene<'_>, noun: u32) -> bool {
    const PEOPLE: [&str; 24] = [
        "man",
        "woman",
        "boy",
        "girl",
        "child",
        "baby",
        "person",
        "individual",
        "suspect",
        "victim",
        "wife",
        "husband",
        "son",
        "daughter",
        "brother",
        "sister",
        "father",
        "mother",
        "attacker",
        "gunman",
        "passenger",
        "prisoner",
        "inmate",
        "accused",
    ];
    let phrases = &scene.lexicon.actors.phrases;
    let form = scene.reader.form(noun);
    let known = phrases.longest(std::iter::once(crate::lexicon::word_key(form)));
    PEOPLE.contains(&form) || known.is_some_and(|(_, known)| known.role.is_some())
}

/// The number before a noun, or that stands for one: "at least 13 people", "13 of them".
pub(crate) fn number_of(scene: &Scene<'_>, phrase: u32) -> Option<Count> {
    let tree = scene.tree();
    let number = if tree.upos(phrase) == Upos::Num {
        phrase
    } else {
        tree.children(phrase)
            .iter()
            .copied()
            .find(|&it| tree.deprel(it) == Deprel::Nummod || (it < phrase && tree.upos(it) == Upos::Num))?
    };
    let (first, last) = tree.extent(number);
    let first = first.max(number.saturating_sub(6));
    let last = last.min(number + 4);
    let value = value_at(scene, first, number, last)?;
    let span = scene.reader.document.tokens.span(first..last + 1);
    Some(Count { value, span, comparison: comparison(scene, first, number) })
}

/// The numeric value of a token range: what the layer of values read there, else the digits or the number word.
fn value_at(scene: &Scene<'_>, first: u32, number: u32, last: u32) -> Option<u64> {
    let document = scene.reader.document;
    let span = document.tokens.tokens[number as usize].span;
    let values = &document.times.values;
    let at = values.partition_point(|value| value.span.end <= span.start);
    if let Some(value) = values.get(at).filter(|value| value.span.overlaps(span)).and_then(|value| value.value) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        return (value.fract() == 0.0 && (0.0..1e12).contains(&value)).then_some(value as u64);
    }
    let mut sum = 0_u64;
    let mut seen = false;
    for token in first..=last {
        let Some(part) = word_value(scene.reader.form(token)) else { continue };
        seen = true;
        sum = if matches!(part, 100 | 1_000 | 1_000_000) && sum > 0 {
            sum.saturating_mul(part)
        } else {
            sum.saturating_add(part)
        };
    }
    seen.then_some(sum)
}

fn word_value(word: &str) -> Option<u64> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(at) = WORDS.iter().position(|other| *other == word) {
        return u64::try_from(at).ok();
    }
    Some(match word {
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        "hundred" => 100,
        "thousand" => 1_000,
        "million" => 1_000_000,
        digits if digits.starts_with(|c: char| c.is_ascii_digit()) => {
            let plain: String = digits.chars().filter(|c| *c != ',').collect();
            return plain.parse().ok();
        }
        _ => return None,
    })
}

fn comparison(scene: &Scene<'_>, first: u32, number: u32) -> Option<&'static str> {
    const PHRASES: [(&[&str], &str); 16] = [
        (&["at", "least"], "at least"),
        (&["no", "fewer", "than"], "at least"),
        (&["no", "less", "than"], "at least"),
        (&["more", "than"], "more than"),
        (&["fewer", "than"], "fewer than"),
        (&["less", "than"], "fewer than"),
        (&["as", "many", "as"], "up to"),
        (&["up", "to"], "up to"),
        (&["at", "most"], "up to"),
        (&["over"], "more than"),
        (&["about"], "about"),
        (&["around"], "about"),
        (&["some"], "about"),
        (&["approximately"], "about"),
        (&["nearly"], "nearly"),
        (&["almost"], "nearly"),
    ];
    let from = first.min(number.saturating_sub(3));
    let words: Vec<&str> = (from..number).map(|token| scene.reader.form(token)).collect();
    PHRASES.iter().find(|(phrase, _)| words.ends_with(phrase)).map(|(_, name)| *name)
}

/// The number of people that take part: the number before an actor.
pub(crate) fn participants(scene: &Scene<'_>, actors: &[u32]) -> Option<Count> {
    actors.iter().find_map(|&actor| number_of(scene, actor))
}
