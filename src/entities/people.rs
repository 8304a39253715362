//! People: which full names are one person, and whom a single name means.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::article::Article;
use super::cluster::{Clusters, Forms, Kind};
use super::spelling::{near, same_sound, skeleton};
use crate::lexicon::{Actors, Gender, fold_hash};
use crate::names::PARTICLES;

/// How many people of one surname are compared; more are no article of ours, and time stays linear.
const NAMESAKES: usize = 12;

fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv")
}

/// The words of a folded name without "Jr.".
fn words(folded: &str) -> Vec<&str> {
    let mut words: Vec<&str> = folded.split(' ').collect();
    while words.len() > 1 && is_suffix(words[words.len() - 1]) {
        words.pop();
    }
    words
}

fn is_initial(word: &str) -> bool {
    word.len() == 1
}

/// Whether two given names may be one person's.
fn given_fits(actors: &Actors, one: &str, other: &str) -> bool {
    one == other
        || (is_initial(one) || is_initial(other)) && one.as_bytes()[0] == other.as_bytes()[0]
        || one.len() >= 3 && other.len() >= 3 && (one.starts_with(other) || other.starts_with(one))
        || same_sound(one, other)
        || actors.people.same_given(fold_hash(one), fold_hash(other))
}

/// Whether all words of `short` stand in `long`, in order, the last included.
fn is_part(short: &[&str], long: &[&str]) -> bool {
    let mut rest = long.iter();
    short.len() < long.len() && short.last() == long.last() && short.iter().all(|word| rest.any(|other| other == word))
}

/// Whether two full names with one surname may be one person's.
fn fits(actors: &Actors, one: &[&str], other: &[&str]) -> bool {
    if is_part(one, other) || is_part(other, one) {
        return true;
    }
    let given = |words: &[&str]| -> Vec<String> {
        let names = words[..words.len() - 1].iter().filter(|word| !PARTICLES.contains(word));
        names.map(|&word| word.to_owned()).collect()
    };
    let (one, other) = (given(one), given(other));
    let (Some(first), Some(second)) = (one.first(), other.first()) else { return true };
    if !given_fits(actors, first, second) {
        return false;
    }
    // "George W." and "George H. W.".
    match (one.get(1), other.get(1)) {
        (Some(first), Some(second)) => first.as_bytes()[0] == second.as_bytes()[0] || one.len() != other.len(),
        _ => true,
    }
}

/// Joins the full names of one person.
pub(super) fn join_full(article: &Article<'_>, forms: &mut Forms<'_>) {
    let actors = article.actors;
    let mut by_surname: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    #[allow(clippy::cast_possible_truncation)]
    for number in 0..forms.forms.len() as u32 {
        let form = &forms.forms[number as usize];
        let all = words(form.folded);
        if form.kind != Kind::Person || all.len() < 2 {
            continue;
        }
        let surname = all[all.len() - 1];
        let others = by_surname.entry(skeleton(surname)).or_default();
        let fitting = others.iter().rev().copied().find(|&other| {
            let others = words(forms.forms[other as usize].folded);
            let last = others[others.len() - 1];
            if last == surname {
                return fits(actors, &all, &others);
            }
            // Another spelling of the surname needs the same given name.
            same_sound(last, surname) && all.len() == others.len() && given_fits(actors, all[0], others[0])
        });
        if others.len() < NAMESAKES {
            others.push(number);
        }
        if let Some(other) = fitting {
            forms.join(other, number);
        }
    }
}

/// Whom every word of a full name may mean.
#[derive(Default)]
struct Holders<'a> {
    last: FxHashMap<&'a str, Vec<u32>>,
    first: FxHashMap<&'a str, Vec<u32>>,
    inner: FxHashMap<&'a str, Vec<u32>>,
    by_sound: FxHashMap<String, Vec<u32>>,
}

fn enter<K: std::hash::Hash + Eq>(map: &mut FxHashMap<K, Vec<u32>>, key: K, cluster: u32) {
    let slot = map.entry(key).or_default();
    if slot.len() < NAMESAKES && !slot.contains(&cluster) {
        slot.push(cluster);
    }
}

/// Gives every single name to the person it most likely means.
pub(super) fn place_single(article: &Article<'_>, forms: &Forms<'_>, clusters: &mut Clusters) {
    let mut holders = Holders::default();
    let mut genders: FxHashMap<u32, Gender> = FxHashMap::default();
    for (name, named) in article.names.iter().enumerate() {
        let form = &forms.forms[forms.of_name[name] as usize];
        let all = words(form.folded);
        if form.kind != Kind::Person || all.len() < 2 || form.first as usize != name {
            continue;
        }
        let cluster = clusters.of_name[name];
        enter(&mut holders.last, all[all.len() - 1], cluster);
        enter(&mut holders.by_sound, skeleton(all[all.len() - 1]), cluster);
        enter(&mut holders.first, all[0], cluster);
        for word in &all[1..all.len() - 1] {
            if word.len() > 2 && !PARTICLES.contains(word) {
                enter(&mut holders.inner, word, cluster);
            }
        }
        if let Some(gender) = courtesy(article, named.tokens.start)
            .or_else(|| article.actors.people.gender(fold_hash(all[0])).filter(|gender| *gender != Gender::Both))
        {
            genders.entry(cluster).or_insert(gender);
        }
    }
    let mut last_seen: FxHashMap<u32, usize> = FxHashMap::default();
    // Relatives of people who are only called by their surname.
    let namesakes: FxHashSet<u32> = (0..article.names.len())
        .filter(|&name| {
            let gender = genders.get(&clusters.of_name[name]).copied();
            is_relative(article, &article.names[name].tokens) && is_namesake(article, name, gender, &genders)
        })
        .map(|name| clusters.of_name[name])
        .collect();
    let mut apart: FxHashMap<&str, u32> = FxHashMap::default();
    let mut strangers = Vec::new();
    for name in 0..article.names.len() {
        let form = &forms.forms[forms.of_name[name] as usize];
        if form.kind != Kind::Person {
            continue;
        }
        let all = words(form.folded);
        if all.len() == 1 {
            let courtesy = courtesy(article, article.names[name].tokens.start);
            match choose(&holders, all[0], courtesy, &genders, &last_seen, &namesakes) {
                // "Marsh was born to George Marsh": the short form is nobody's who has a full name.
                Some((cluster, _)) if courtesy.is_none() && namesakes.contains(&cluster) => {
                    clusters.of_name[name] = *apart.entry(all[0]).or_insert(clusters.of_name[name]);
                    strangers.push(name);
                }
                Some(_) if apart.contains_key(all[0]) && courtesy.is_none() => clusters.of_name[name] = apart[all[0]],
                Some((cluster, trust)) => {
                    clusters.of_name[name] = cluster;
                    clusters.confidence[name] *= trust;
                }
                None => strangers.push(name),
            }
        }
        last_seen.insert(clusters.of_name[name], name + 1);
    }
    misspelt(article, forms, &holders, &strangers, clusters);
}

/// How many words before a name may say that it is a relative's.
const KIN: u32 = 8;

/// "her husband, the painter Paul Marsh", "daughter of Paul Marsh", "married Paul Marsh", "born to Paul Marsh".
fn is_relative(article: &Article<'_>, tokens: &Range<u32>) -> bool {
    const WORDS: [&str; 20] = [
        "husband", "wife", "father", "mother", "brother", "sister", "son", "daughter", "niece", "nephew", "uncle",
        "aunt", "widow", "widower", "grandson", "married", "divorced", "born", "cousin", "parents",
    ];
    let start = tokens.start;
    tokens.len() > 1
        && (start.saturating_sub(KIN)..start)
            .rev()
            .take_while(|&at| article.together(start, at) && !article.is(at, &[".", ";", "who"]))
            .any(|at| article.is(at, &WORDS))
}

/// Whether somebody else is called by the surname of a relative: "Marsh was born to George Marsh"; "she married Paul Marsh" where
/// no woman is named in full.
fn is_namesake(article: &Article<'_>, name: usize, gender: Option<Gender>, genders: &FxHashMap<u32, Gender>) -> bool {
    let tokens = &article.names[name].tokens;
    let before = |length: u32| (tokens.start.saturating_sub(length)..tokens.start).rev();
    let surname = article.keys[tokens.end as usize - 1];
    let bare = |at: u32| {
        article.keys[at as usize] == surname
            && article.name(at).is_some_and(|name| article.names[name as usize].tokens.len() == 1)
    };
    if before(4 * KIN).take_while(|&at| article.together(tokens.start, at)).any(bare) {
        return true;
    }
    let (other, pronouns) = match gender {
        Some(Gender::Male) => (Gender::Female, ["she", "her"]),
        Some(Gender::Female) => (Gender::Male, ["he", "his"]),
        _ => return false,
    };
    let named = genders.values().any(|&gender| gender == other);
    !named && before(2 * KIN).take_while(|&at| article.together(tokens.start, at)).any(|at| article.is(at, &pronouns))
}

/// The gender that "Mr." or "Mrs." before a name gives.
pub(super) fn courtesy(article: &Article<'_>, start: u32) -> Option<Gender> {
    let before = start.checked_sub(1)?;
    if article.is(before, &["mr", "mr.", "sir", "lord", "king", "prince", "baron", "father"]) {
        Some(Gender::Male)
    } else if article.is(before, &["mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess", "dame", "madame"]) {
        Some(Gender::Female)
    } else {
        None
    }
}

fn choose(
    holders: &Holders<'_>,
    word: &str,
    courtesy: Option<Gender>,
    genders: &FxHashMap<u32, Gender>,
    last_seen: &FxHashMap<u32, usize>,
    namesakes: &FxHashSet<u32>,
) -> Option<(u32, f32)> {
    let agrees = |cluster: &u32| match (courtesy, genders.get(cluster)) {
        (Some(one), Some(other)) => one == *other,
        _ => true,
    };
    // The holder mentioned last; before any mention, the first to come; relatives of somebody of the name last.
    let pick = |list: &[u32]| {
        let rank = |cluster: &&u32| {
            let seen = last_seen.get(*cluster).copied().unwrap_or(0);
            (!namesakes.contains(*cluster), seen)
        };
        let fitting = list.iter().rev().filter(|cluster| agrees(cluster));
        fitting.max_by_key(rank).copied()
    };
    for (map, trust) in [(&holders.last, 1.0), (&holders.first, 0.9), (&holders.inner, 0.8)] {
        if let Some(list) = map.get(word)
            && let Some(cluster) = pick(list)
        {
            let unsure: f32 = if list.len() > 1 { 0.8 } else { 1.0 };
            return Some((cluster, trust * unsure));
        }
    }
    if word.len() >= 5
        && let Some(list) = holders.by_sound.get(&skeleton(word))
        && skeleton(word).len() >= 3
        && let Some(cluster) = pick(list)
    {
        return Some((cluster, 0.7));
    }
    None
}

/// How many people are compared for a misspelt name.
const NEAR_PEOPLE: usize = 40;

/// A single name that is nobody's and looks like a known one, in the company in which the known one is met.
fn misspelt(
    article: &Article<'_>,
    forms: &Forms<'_>,
    holders: &Holders<'_>,
    strangers: &[usize],
    clusters: &mut Clusters,
) {
    if strangers.is_empty() || strangers.len() > NEAR_PEOPLE || holders.last.len() > NEAR_PEOPLE {
        return;
    }
    // Who stands in which sentence.
    let mut by_sentence: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (name, named) in article.names.iter().enumerate() {
        if forms.forms[forms.of_name[name] as usize].kind == Kind::Person {
            enter(&mut by_sentence, article.sentences[named.tokens.start as usize], clusters.of_name[name]);
        }
    }
    let mut surnames: Vec<(&str, u32)> =
        holders.last.iter().flat_map(|(surname, list)| list.iter().map(|&cluster| (*surname, cluster))).collect();
    surnames.sort_unstable();
    for &name in strangers {
        let word = article.names[name].folded.as_str();
        let here = article.sentences[article.names[name].tokens.start as usize];
        let company = &by_sentence[&here];
        let met = |cluster: u32| {
            company.iter().filter(|&&other| other != cluster && other != clusters.of_name[name]).any(|other| {
                let both = |list: &Vec<u32>| list.contains(&cluster) && list.contains(other);
                by_sentence.values().any(both)
            })
        };
        let known = surnames
            .iter()
            .find(|(surname, cluster)| near(word, surname) && !company.contains(cluster) && met(*cluster));
        if let Some(&(_, cluster)) = known {
            clusters.of_name[name] = cluster;
            clusters.confidence[name] *= 0.5;
        }
    }
}
