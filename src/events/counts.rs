//! How many people were killed, injured, arrested, or took part.

use super::Count;
use super::candidates::Candidate;
use super::frames::TriggerClass;
use super::numbers::{comparison, number_of, one, people, value_at};
use super::scene::Scene;
use crate::syntax::{Deprel, Upos};

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
    let sentence = &scene.reader.document.tokens.sentences[candidate.sentence as usize];
    let fatal = to_death(scene, candidate.last + 1, sentence.tokens.end);
    let lethal = (candidate.first..=candidate.last).any(|token| Kind::of_word(scene.tree().lemma(token)) == Some(kind))
        || kind == Kind::Killed && fatal;
    let counts = |token: u32| {
        let own = token == candidate.token && (lethal || kind == Kind::Arrested);
        if kind == Kind::Injured && fatal && token == candidate.token {
            return false;
        }
        own || Kind::of_word(&scene.reader.lemma(token)) == Some(kind)
            || (kind == Kind::Killed && is_toll(scene, token))
    };
    let words: Vec<u32> = sentence.tokens.clone().filter(|&token| counts(token)).collect();
    // The words of the act itself, then those nearest to it in the tree.
    let mut order: Vec<(usize, u32)> =
        words.iter().map(|&word| (super::roles::path(scene, candidate.token, word).1, word)).collect();
    order.sort_unstable();
    for (distance, word) in order {
        if word != candidate.token && !belongs(scene, candidate, word, distance) {
            continue;
        }
        if let Some(count) = stated(scene, word, kind).or_else(|| victims(scene, word, kind)) {
            return Some(count);
        }
    }
    None
}

/// What the next sentence of the paragraph says of those whom an act has killed, where its own sentence counts nobody: "The death
/// toll rose to 40", "He died on Monday". `victims` are the tokens that head the phrases of those acted upon.
pub(crate) fn find_later(scene: &Scene<'_>, candidate: &Candidate, victims: &[u32]) -> Option<Count> {
    let sentences = &scene.reader.document.tokens.sentences;
    let own = sentences.get(candidate.sentence as usize)?;
    let next = sentences.get(candidate.sentence as usize + 1).filter(|it| it.block == own.block)?;
    let tree = scene.tree();
    let entity = |token: u32| {
        let index = scene.mentions.headed(token).or_else(|| scene.mentions.holding(token))?;
        Some(scene.reader.document.entities.mentions[index as usize].entity)
    };
    next.tokens.clone().find_map(|token| match tree.lemma(token) {
        "death" if token + 1 < next.tokens.end && tree.lemma(token + 1) == "toll" => stated(scene, token, Kind::Killed),
        "die" => {
            let who = entity(tree.child(token, &[Deprel::Nsubj])?)?;
            let victim = victims.iter().copied().find(|&it| entity(it) == Some(who))?;
            one(scene, victim)
        }
        _ => None,
    })
}

/// "shot two men dead", "stabbed to death": whether a verb that ends before a token kills.
fn to_death(scene: &Scene<'_>, from: u32, end: u32) -> bool {
    let words = (from..end.min(from + 6)).take_while(|&at| !matches!(scene.tree().upos(at), Upos::Verb | Upos::Punct));
    let mut last = "";
    words.into_iter().any(|at| {
        let form = scene.reader.form(at);
        let before = std::mem::replace(&mut last, form);
        form == "dead" || form == "death" && before == "to"
    })
}

/// "claimed 30 lives"
fn is_toll(scene: &Scene<'_>, token: u32) -> bool {
    let tree = scene.tree();
    tree.lemma(token) == "life" && matches!(tree.lemma(tree.head(token)), "claim" | "lose" | "cost" | "take")
}

/// Whether a word of killing speaks of the act of a trigger: no other attack of the sentence is nearer to it.
fn belongs(scene: &Scene<'_>, candidate: &Candidate, word: u32, distance: usize) -> bool {
    let sentence = &scene.reader.document.tokens.sentences[candidate.sentence as usize];
    let first = scene.candidates.partition_point(|other| other.token < sentence.tokens.start);
    let rivals = scene.candidates[first..].iter().take_while(|other| other.token < sentence.tokens.end).take(24);
    let kind = |it: &Candidate| scene.reader.frames.get(it.matches[0].frame).kind;
    let own = kind(candidate);
    // "left eight guards dead", "caused the death of nine" are no acts of their own.
    let light = |it: &Candidate| matches!(scene.tree().lemma(it.token), "leave" | "cause" | "claim");
    // Nor is the verb of its own clause another attack: "an air strike destroyed a house, killing two people".
    let own_verb = scene.tree().head(candidate.token);
    let rivals = rivals.filter(|other| other.token != own_verb || candidate.class != TriggerClass::Noun);
    let rivals = rivals.filter(|other| other.token != candidate.token && other.token != word && !light(other));
    rivals.filter(|other| kind(other) == own).all(|other| {
        if Kind::of_word(scene.tree().lemma(other.token)).is_some() {
            return true;
        }
        // Where the tree puts the word under neither, the nearer of two nouns is meant.
        let nouns = candidate.class == TriggerClass::Noun && other.class == TriggerClass::Noun;
        if nouns && !scene.is_above(candidate.token, word) && !scene.is_above(other.token, word) {
            return other.token.abs_diff(word) >= candidate.token.abs_diff(word);
        }
        super::roles::path(scene, other.token, word).1 >= distance
    })
}

/// What the words around a word of killing say in one of the ways of newswire, whatever the tree makes of them: "killing 12
/// people and a policeman", "35 fighters were killed", "left eight guards dead", "the death toll rose to 26".
fn stated(scene: &Scene<'_>, word: u32, kind: Kind) -> Option<Count> {
    let tree = scene.tree();
    let document = scene.reader.document;
    let tokens = &document.tokens.sentences[document.tokens.sentence_of(word)].tokens;
    let form = |token: u32| if tokens.contains(&token) { scene.reader.form(token) } else { "" };
    let lemma = tree.lemma(word);
    let stop = |token: u32| token != word && Kind::of_word(tree.lemma(token)).is_some();
    // "the death toll has risen to 52", "the number of dead"
    if matches!(form(word + 1), "toll" | "tolls") || (lemma == "dead" && form(word.wrapping_sub(2)) == "number") {
        let reach = tokens.end.min(word + 16);
        let says = |&at: &u32| {
            matches!(form(at), "to" | "at" | "is" | "was" | "of" | "stands" | "reached" | "passed" | "exceeded")
        };
        return (word + 1..reach).filter(says).find_map(|at| people(scene, at + 1, tokens.end)).map(|(count, _)| count);
    }
    if lemma == "life" {
        return before(scene, word, tokens.start, &stop);
    }
    let nominal = matches!(tree.upos(word), Upos::Noun | Upos::Propn);
    if nominal && lemma != "dead" {
        let number = word.checked_sub(1).filter(|at| tokens.contains(at));
        let direct = number.and_then(|_| before(scene, word, tokens.start.max(word.saturating_sub(8)), &stop));
        let plural = form(word).ends_with('s');
        let of =
            (form(word + 1) == "of").then(|| people(scene, word + 2, tokens.end)).flatten().map(|(count, _)| count);
        return of.or(direct.filter(|_| plural));
    }
    if lemma == "dead" || lemma == "die" || lemma == "perish" {
        return before(scene, word, tokens.start, &stop);
    }
    // "were killed", "killed in", "reported killed"
    let be = (tokens.start.max(word.saturating_sub(4))..word)
        .rev()
        .take_while(|&at| matches!(tree.upos(at), Upos::Aux | Upos::Adv | Upos::Part | Upos::Verb));
    let passive = be.into_iter().any(|at| matches!(tree.lemma(at), "be" | "get"));
    let mut after = word + 1;
    // "killed and wounded three"
    while form(after) == "and" && Kind::of_word(tree.lemma(after + 1)).is_some() {
        after += 2;
    }
    if matches!(form(after), "reportedly" | "off" | "up" | "down" | "out" | "dead") {
        after += 1;
    } else if form(after) == "to" && form(after + 1) == "death" {
        after += 2;
    }
    let active = || people(scene, after, tokens.end).map(|(count, _)| count);
    if passive || form(word).ends_with("ing") || kind == Kind::Arrested && form(word).ends_with('s') {
        return if passive { before(scene, word, tokens.start, &stop) } else { active() };
    }
    active().or_else(|| {
        let bare = matches!(
            form(after),
            "in" | "by" | "when" | "after" | "on" | "" | "." | "," | "during" | "and" | "as" | "at"
        );
        bare.then(|| before(scene, word, tokens.start, &stop)).flatten()
    })
}

/// The people whom the words right before a token name: "at least 35 fighters have been" before "killed".
fn before(scene: &Scene<'_>, word: u32, start: u32, stop: &impl Fn(u32) -> bool) -> Option<Count> {
    let tree = scene.tree();
    let mut end = word;
    while end > start {
        let at = end - 1;
        let light = matches!(tree.upos(at), Upos::Aux | Upos::Adv | Upos::Part)
            || matches!(tree.lemma(at), "be" | "report" | "confirm" | "believe" | "fear" | "say" | "get" | "feared")
                && matches!(tree.upos(at), Upos::Verb | Upos::Aux | Upos::Adj);
        // "and wounded": the people stand before the first verb.
        let joined = scene.reader.form(at) == "and" && at > start && stop(at - 1);
        let earlier_verb = stop(at) && tree.upos(at) == Upos::Verb && end != word;
        if !light && !joined && !earlier_verb {
            break;
        }
        end = at;
    }
    let mut first = end;
    while first > start && end - first < 20 {
        let at = first - 1;
        let clause =
            matches!(tree.upos(at), Upos::Sconj | Upos::Aux) || matches!(scene.reader.form(at), ";" | ":" | "--" | "—");
        let verb = tree.upos(at) == Upos::Verb
            && !matches!(tree.deprel(at), Deprel::Amod | Deprel::Compound)
            && scene.reader.form(at) != "including";
        if clause || verb || stop(at) {
            break;
        }
        first = at;
    }
    // Those right before the word, else whom something parts from it: "12 people, five of them children, were killed".
    let found = |apart: bool| {
        (first..end).find_map(|from| {
            let lone = from > first
                && tree.upos(from - 1) == Upos::Adp
                && !matches!(scene.reader.form(from - 1), "least" | "than" | "to" | "as");
            let inside = from > first
                && matches!(tree.upos(from - 1), Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num)
                && tree.upos(from) != Upos::Num;
            if lone || inside {
                return None;
            }
            let (count, close) = people(scene, from, end)?;
            // What follows must not start a clause of its own: "two attacks, 12 people were killed".
            let parted = tree.upos(close) == Upos::Adp || scene.reader.form(close) == ",";
            (close == end || apart && parted).then_some(count)
        })
    };
    found(false).or_else(|| found(true))
}

/// The people that a word of killing, wounding or arresting speaks of.
fn victims(scene: &Scene<'_>, word: u32, kind: Kind) -> Option<Count> {
    let tree = scene.tree();
    let reader = &scene.reader;
    let around = if matches!(tree.upos(word), Upos::Noun | Upos::Propn) {
        super::arguments::of_noun(tree, word, reader.frames)
    } else {
        super::arguments::of_verb(tree, word, reader.frames)
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

/// The number of people that take part: the number before an actor.
pub(crate) fn participants(scene: &Scene<'_>, actors: &[u32]) -> Option<Count> {
    actors.iter().find_map(|&actor| number_of(scene, actor))
}

#[cfg(test)]
mod tests {
    use crate::{Analyzer, Options, Resources};

    #[test]
    fn killed_and_wounded() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let analyzer = Analyzer::new(resources.into(), Options { any_language: true, ..Options::default() });
        for (text, killed, injured) in [
            ("Gunmen opened fire at a market in Larin, killing a policeman and nine workers.", Some(10), None),
            (
                "A suicide bombing in Larin killed at least 27 people and wounded more than 100 others.",
                Some(27),
                Some(100),
            ),
            ("Rebels killed two soldiers and a policeman in Larin on Monday.", Some(3), None),
            ("Soldiers killed the mayor and his wife in Larin.", Some(2), None),
            ("Rebels killed 12 people, five of them children, in an attack on a bus.", Some(12), None),
            ("On Monday three teachers were killed in a rocket attack on the school.", Some(3), None),
            ("The death toll from the car bombing in Larin rose to 26.", Some(26), None),
            ("Officials say 11 people, including nine soldiers, were killed in an explosion in Larin.", Some(11), None),
            ("According to Governor Ann Lee, six Kenyan nurses were killed in the attack.", Some(6), None),
            ("Twenty-two people were killed when a bomb hit the market.", Some(22), None),
            ("Gunmen killed a local politician and his bodyguard in Larin.", Some(2), None),
            ("An air strike destroyed a house in Larin on Friday, killing two people.", Some(2), None),
            ("Four stabbed to death at a hotel in Larin", Some(4), None),
            ("The two traders were shot to death as they left a shop.", Some(2), None),
            ("A bomb hit a market in Larin on Friday. The death toll has reached 40.", Some(40), None),
            ("Mayor Peter Lang was stabbed on Friday. He died in hospital today.", Some(1), Some(1)),
            ("Rebels killed villagers in 1995.", None, None),
        ] {
            let events = analyzer.analyze(text, None).events;
            let counts: Vec<_> = events
                .iter()
                .map(|it| (it.killed.as_ref().map(|it| it.value), it.injured.as_ref().map(|it| it.value)))
                .collect();
            assert!(counts.contains(&(killed, injured)), "{text}: {counts:?}");
        }
    }
}
