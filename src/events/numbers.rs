//! Numbers of people: "at least 13", "two soldiers and a policeman", "his wife".

use super::Count;
use super::scene::Scene;
use super::words::Set;
use crate::syntax::{Deprel, Upos, Xpos};

/// Words before a number that only qualify it.
const HEDGES: [&str; 24] = [
    "at",
    "least",
    "most",
    "more",
    "than",
    "as",
    "many",
    "up",
    "to",
    "about",
    "some",
    "an",
    "estimated",
    "nearly",
    "almost",
    "over",
    "around",
    "another",
    "other",
    "all",
    "approximately",
    "roughly",
    "fewer",
    "less",
];

/// The people that the words from `from` on name, joined by "and": their number, and one past their last token.
/// Numbers count as they are; "a policeman", a name and "his wife" are one each. `None` if no number or person stands there.
pub(crate) fn people(scene: &Scene<'_>, from: u32, end: u32) -> Option<(Count, u32)> {
    let (mut sum, mut at) = unit(scene, from, end, false)?;
    let mut pending: Vec<Count> = Vec::new();
    let mut next = at;
    // A list counts up to its last "and"; what a comma alone adds is an apposition ("12 people, five of them children").
    while next < end && pending.len() < 6 {
        let joined = scene.reader.form(next) == "and" || scene.reader.form(next) == "&";
        let comma = scene.reader.form(next) == ",";
        if !joined && !comma {
            break;
        }
        let and_follows = comma && scene.reader.form(next + 1) == "and";
        let start = next + 1 + u32::from(and_follows);
        let Some((count, after)) = unit(scene, start, end, true) else {
            // "150 soldiers, 95 civilians, and hundreds of rebels"
            let vague =
                matches!(scene.reader.form(start), "hundreds" | "dozens" | "scores" | "thousands" | "others" | "many");
            if vague && (joined || and_follows) {
                pending.drain(..).for_each(|count| add(&mut sum, &count));
            }
            break;
        };
        pending.push(count);
        next = after;
        if joined || and_follows {
            pending.drain(..).for_each(|count| add(&mut sum, &count));
            at = next;
        }
    }
    Some((sum, at))
}

fn add(sum: &mut Count, more: &Count) {
    sum.value = sum.value.saturating_add(more.value);
    sum.span = sum.span.union(more.span);
    sum.comparison = sum.comparison.or(more.comparison);
}

/// One item of a list of people. `the` may open a later item only ("a guard and the driver").
fn unit(scene: &Scene<'_>, from: u32, end: u32, later: bool) -> Option<(Count, u32)> {
    let tree = scene.tree();
    let mut at = from;
    while at < end && at < from + 5 && HEDGES.contains(&scene.reader.form(at)) && word_number(scene, at).is_none() {
        at += 1;
    }
    if at >= end {
        return None;
    }
    let span = |first: u32, last: u32| scene.reader.document.tokens.span(first..last + 1);
    if let Some((value, last)) = number_at(scene, at, end) {
        if in_time(scene, at) {
            return None;
        }
        let close = phrase_end(scene, last + 1, end);
        // "five of them" of a number before.
        if later && scene.reader.form(last + 1) == "of" && matches!(scene.reader.form(last + 2), "them" | "whom") {
            return None;
        }
        let things = (last + 1..close).rev().find(|&it| tree.upos(it) == Upos::Noun);
        if things.is_some_and(|it| is_measure(scene.reader.form(it))) {
            return None;
        }
        return Some((Count { value, span: span(from, last), comparison: comparison(scene, from, at) }, close));
    }
    let one = |first: u32, last: u32| Count { value: 1, span: span(first, last), comparison: None };
    // "another was wounded"
    let before = at.checked_sub(1).filter(|&it| it >= from).unwrap_or(at);
    if scene.reader.form(before) == "another" && !matches!(tree.upos(at), Upos::Noun | Upos::Adj | Upos::Propn) {
        return Some((one(before, before), before + 1));
    }
    let opens = |token: u32| {
        let form = scene.reader.form(token);
        matches!(form, "a" | "an" | "another" | "one" | "his" | "her" | "their" | "its")
            || form == "the"
            || (scene.kind(token) == 1 && tree.upos(token) == Upos::Propn)
    };
    let start = if opens(before) { before } else { at };
    let named = scene.kind(start) == 1;
    let core = |from: u32| {
        let close = phrase_end(scene, from, end);
        (from..close).find(|&it| scene.reader.form(it) == "of").unwrap_or(close)
    };
    let names_one = named || scene.kind_between(start, core(start));
    let opened = opens(start);
    // Headlines leave the article out: "kills photojournalist".
    let bare = !later && matches!(tree.xpos(start), Xpos::Nn | Xpos::Jj);
    if !opened && !names_one && !bare {
        return None;
    }
    let from = start + u32::from(opened && !named);
    let close = phrase_end(scene, from, end);
    if names_one || scene.kind_between(start, core(from)) {
        return Some((one(start, close.saturating_sub(1).max(start)), close));
    }
    let head = (start..core(from)).rev().find(|&it| tree.upos(it) == Upos::Noun)?;
    let single = tree.xpos(head) == Xpos::Nn && is_one_person(scene, head);
    single.then(|| (one(start, head), close))
}

/// One past the last token of the noun phrase that starts at `from`, with what "of" adds.
fn phrase_end(scene: &Scene<'_>, from: u32, end: u32) -> u32 {
    let tree = scene.tree();
    let mut at = from;
    while at < end {
        let word = scene.reader.form(at);
        let part = matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
            || matches!(word, "of" | "'s" | "’s" | "'" | "’" | "-" | "other" | "others")
            || (matches!(word, "the" | "his" | "her" | "their" | "its" | "them")
                && scene.reader.form(at.wrapping_sub(1)) == "of")
            || (tree.upos(at) == Upos::Verb && tree.deprel(at) == Deprel::Amod);
        if !part || at > from + 12 {
            break;
        }
        at += 1;
    }
    at
}

/// Nouns that a number counts instead of people.
fn is_measure(noun: &str) -> bool {
    matches!(
        noun,
        "percent"
            | "years"
            | "year"
            | "days"
            | "day"
            | "hours"
            | "months"
            | "weeks"
            | "minutes"
            | "times"
            | "miles"
            | "kilometers"
            | "kilometres"
            | "meters"
            | "metres"
            | "km"
            | "counts"
            | "dollars"
            | "euros"
            | "attacks"
            | "bombings"
            | "explosions"
            | "blasts"
            | "incidents"
            | "cars"
            | "vehicles"
            | "cases"
            | "occasions"
            | "shots"
            | "rounds"
            | "rockets"
            | "bombs"
            | "cities"
            | "towns"
            | "places"
            | "provinces"
            | "buildings"
            | "houses"
            | "homes"
            | "countries"
            | "villages"
            | "districts"
            | "raids"
            | "operations"
            | "clashes"
    )
}

/// The number that starts at a token and its last token.
fn number_at(scene: &Scene<'_>, at: u32, end: u32) -> Option<(u64, u32)> {
    let mut last = at;
    let mut first = word_number(scene, at)?;
    // "2,00,000", which is several tokens.
    let document = scene.reader.document;
    let start = document.tokens.tokens[at as usize].span.start as usize;
    let digits: String =
        scene.reader.text[start..].chars().take_while(|c| c.is_ascii_digit() || *c == ',').take(16).collect();
    let digits = digits.trim_end_matches(',');
    if digits.len() > scene.reader.form(at).len() && digits.contains(',') {
        first = word_value(digits)?;
        last = document.tokens.within(crate::Span::of(start, start + digits.len())).end.saturating_sub(1).max(at);
    }
    let mut sum = first;
    // "twenty-two", which is three tokens
    if scene.reader.form(last + 1) == "-"
        && last + 2 < end
        && matches!(first, 20..=90)
        && let Some(part) = word_number(scene, last + 2).filter(|part| (1..10).contains(part))
    {
        sum += part;
        last += 2;
    }
    // "two hundred", "1.5 million"
    while last + 1 < end {
        let Some(part) = word_number(scene, last + 1) else { break };
        sum = match part {
            100 | 1_000 | 1_000_000 => sum.saturating_mul(part),
            _ if part < 100 && sum >= 20 && !scene.reader.form(last).starts_with(|c: char| c.is_ascii_digit()) => {
                sum.saturating_add(part)
            }
            _ => break,
        };
        last += 1;
    }
    Some((sum, last))
}

fn word_number(scene: &Scene<'_>, token: u32) -> Option<u64> {
    let form = scene.reader.form(token);
    match form {
        "one" if scene.tree().upos(token) != Upos::Num => None,
        "dozen" => Some(12),
        _ => form.split('-').try_fold(0_u64, |sum, part| word_value(part).map(|value| sum.saturating_add(value))),
    }
}

/// Whether a token stands in a temporal expression.
fn in_time(scene: &Scene<'_>, token: u32) -> bool {
    super::roles::in_time(scene.reader.document, token)
}

/// "a policeman", "the mayor", "his wife", "Anna Lindh": one person.
pub(crate) fn one(scene: &Scene<'_>, phrase: u32) -> Option<Count> {
    let tree = scene.tree();
    let singular = match tree.xpos(phrase) {
        Xpos::Nnp => scene.kind(phrase) == 1,
        Xpos::Nn => {
            is_one_person(scene, phrase)
                || tree.children(phrase).iter().any(|&it| scene.kind(it) == 1 && tree.deprel(it) != Deprel::NmodPoss)
        }
        Xpos::Prp => matches!(scene.reader.form(phrase), "he" | "him" | "she" | "her"),
        _ => false,
    };
    let span = scene.reader.document.tokens.tokens[phrase as usize].span;
    singular.then_some(Count { value: 1, span, comparison: None })
}

/// Whether a singular noun names a person: by the tables of roles and groups, or as a relative.
fn is_one_person(scene: &Scene<'_>, noun: u32) -> bool {
    let phrases = &scene.lexicon.actors.phrases;
    let form = scene.reader.form(noun);
    let known = phrases.longest(std::iter::once(crate::lexicon::word_key(form)));
    let single = |noun: &crate::lexicon::Noun| {
        noun.role.is_some() || noun.group.is_some_and(|(_, number)| number == crate::lexicon::Number::Singular)
    };
    scene.reader.frames.words.has(Set::Person, form) || known.is_some_and(|(_, known)| single(&known))
}

/// The number before a noun, or that stands for one: "at least 13 people", "13 of them".
pub(crate) fn number_of(scene: &Scene<'_>, phrase: u32) -> Option<Count> {
    let tree = scene.tree();
    let number = if tree.upos(phrase) == Upos::Num {
        phrase
    } else {
        tree.children(phrase).iter().copied().find(|&it| {
            let number = tree.deprel(it) == Deprel::Nummod || (it < phrase && tree.upos(it) == Upos::Num);
            number && !in_time(scene, it)
        })?
    };
    let (first, last) = tree.extent(number);
    let first = first.max(number.saturating_sub(6));
    let last = last.min(number + 4);
    let value = value_at(scene, first, number, last)?;
    let span = scene.reader.document.tokens.span(first..last + 1);
    Some(Count { value, span, comparison: comparison(scene, first, number) })
}

/// The numeric value of a token range: what the layer of values read there, else the digits or the number word.
pub(crate) fn value_at(scene: &Scene<'_>, first: u32, number: u32, last: u32) -> Option<u64> {
    let document = scene.reader.document;
    // "2,00,000" and the like, whatever is read there elsewhere.
    if scene.reader.form(number).contains(',')
        && let Some(value) = word_value(scene.reader.form(number))
    {
        return Some(value);
    }
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

pub(crate) fn comparison(scene: &Scene<'_>, first: u32, number: u32) -> Option<&'static str> {
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
