//! Phrases that no name stands beside: definite roles of people named elsewhere, and actors without a name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::article::Article;
use super::build::Builder;
use super::nouns::{Determiner, Phrase};
use super::roles::PhraseCode;
use super::{EntityKind, MentionKind};
use crate::entities::{Country, Sector};
use crate::lexicon::Number;
use crate::names::Label;

/// How many people with titles a role is compared with.
const PEOPLE: usize = 48;

/// How many sentences back a definite noun reaches for a place or body.
const BACK: u32 = 3;

/// A noun that takes in more special roles.
fn takes_in(noun: &str, role: &str) -> bool {
    if noun == role {
        return true;
    }
    match noun {
        "diplomat" => {
            matches!(role, "foreign minister" | "secretary of state" | "ambassador" | "envoy" | "government spokesman")
                || role == "spokesman"
                || role == "deputy foreign minister"
        }
        "leader" => matches!(role, "president" | "prime minister" | "king" | "rebel leader" | "party leader"),
        "spokesman" => matches!(role, "government spokesman" | "military spokesman"),
        "minister" => role.ends_with(" minister") && role != "prime minister",
        "foreign minister" => role == "secretary of state",
        "secretary of state" => role == "foreign minister",
        "envoy" => matches!(role, "ambassador" | "diplomat"),
        "lawmaker" => matches!(role, "speaker" | "majority leader"),
        "politician" => matches!(role, "lawmaker" | "party leader" | "candidate" | "opposition leader" | "mayor"),
        "general" | "military commander" => matches!(role, "general" | "military commander" | "admiral"),
        "chief executive" => matches!(role, "chairman" | "director"),
        "businessman" => role == "chief executive",
        "cleric" => matches!(role, "bishop" | "priest" | "pope"),
        "pope" => role == "bishop",
        _ => false,
    }
}

/// A title of a person, where it was met.
struct Held {
    entity: u32,
    role: String,
    country: Option<Country>,
    body: Option<u32>,
}

/// Links or makes an entity for every phrase that was not given to a person.
pub(super) fn place(
    article: &Article<'_>,
    builder: &mut Builder,
    phrases: &[Phrase],
    codes: &[PhraseCode],
    given: &[bool],
) {
    let mut held = titles(builder);
    let mut groups: FxHashMap<(u64, Option<Country>, bool), u32> = FxHashMap::default();
    let mut last_of_noun: FxHashMap<u64, u32> = FxHashMap::default();
    let seen = positions(article, builder);
    for (index, phrase) in phrases.iter().enumerate() {
        if given[index] {
            continue;
        }
        let code = &codes[index];
        let singular = phrase.noun.group.is_none_or(|(_, number)| number == Number::Singular);
        if singular && let Some((entity, confidence)) = known_holder(article, builder, phrase, code, &mut held, &seen) {
            builder.mention(article, phrase.tokens.clone(), phrase.head, MentionKind::Nominal, entity, confidence);
            continue;
        }
        if code.sectors.is_empty() {
            continue;
        }
        let key = article.keys[phrase.head as usize];
        // "police" after "Turkish police": the same ones.
        let country = code.country;
        let earlier = match country {
            None if phrase.determiner != Determiner::Indefinite => last_of_noun.get(&key).copied(),
            _ => groups.get(&(key, country, phrase.former)).copied(),
        };
        let partners = if singular { Vec::new() } else { partners(article, builder, phrase) };
        let tokens = match phrase.owners.first() {
            Some(&own) if !partners.is_empty() => article.names[own as usize].tokens.start..phrase.tokens.end,
            _ => phrase.tokens.clone(),
        };
        let entity = earlier.unwrap_or_else(|| {
            let name = article.phrase(tokens.clone());
            let entity = builder.group(name, country, code.sectors.clone(), !singular);
            groups.insert((key, country, phrase.former), entity);
            entity
        });
        last_of_noun.insert(key, entity);
        let confidence = if earlier.is_some() && country.is_none() { 0.6 } else { 0.9 };
        builder.mention(article, tokens, phrase.head, MentionKind::Nominal, entity, confidence);
        for (name, country) in partners {
            let own = &article.names[phrase.owners[0] as usize].tokens;
            let their = article.names[name as usize].tokens.clone();
            let partner = *groups.entry((key, Some(country), phrase.former)).or_insert_with(|| {
                let noun = article.phrase(own.end..phrase.tokens.end);
                let name = format!("{} {noun}", article.phrase(their.clone()));
                builder.group(&name, Some(country), code.sectors.clone(), true)
            });
            builder.mention(article, their.clone(), their.end - 1, MentionKind::Nominal, partner, 0.8);
        }
    }
    generic_nouns(article, builder, phrases);
}

/// "Hungarian and Romanian officials": the further countries before a noun for several, with the names that give them.
fn partners(article: &Article<'_>, builder: &Builder, phrase: &Phrase) -> Vec<(u32, Country)> {
    let country = |name: u32| {
        let entity = &builder.entities[builder.of_name[name as usize] as usize];
        let nation = matches!(entity.kind, EntityKind::Named(Label::Norp | Label::Gpe));
        entity.country.filter(|_| nation)
    };
    let mut found: Vec<(u32, Country)> = Vec::new();
    let Some(first) = phrase.owners.first().copied().and_then(country) else { return found };
    for pair in phrase.owners.windows(2) {
        let [after, before] = [pair[0], pair[1]].map(|name| &article.names[name as usize].tokens);
        let mut between = before.end..after.start;
        let joined = before.end < after.start && between.all(|token| article.is(token, &["and", ",", "or"]));
        let Some(country) = country(pair[1]).filter(|_| joined) else { break };
        if country != first && found.iter().all(|(_, other)| *other != country) {
            found.push((pair[1], country));
        }
    }
    found
}

/// The titles of all people, in order of the text.
#[allow(clippy::cast_possible_truncation)]
fn titles(builder: &Builder) -> Vec<Held> {
    let mut held: Vec<(u32, Held)> = Vec::new();
    for (entity, it) in builder.entities.iter().enumerate() {
        for title in &it.titles {
            if let Some(role) = &title.role {
                let country = title.country.or(it.country);
                let one = Held { entity: entity as u32, role: role.clone(), country, body: title.body };
                held.push((title.span.start, one));
            }
        }
    }
    held.sort_by_key(|(start, _)| *start);
    held.into_iter().map(|(_, one)| one).collect()
}

/// By entity: the tokens of its names, in order.
fn positions(article: &Article<'_>, builder: &Builder) -> Vec<Vec<u32>> {
    let mut seen = vec![Vec::new(); builder.entities.len()];
    for (name, named) in article.names.iter().enumerate() {
        seen[builder.of_name[name] as usize].push(named.tokens.start);
    }
    seen
}

/// The person whose role a definite phrase names.
fn known_holder(
    article: &Article<'_>,
    builder: &Builder,
    phrase: &Phrase,
    code: &PhraseCode,
    held: &mut [Held],
    seen: &[Vec<u32>],
) -> Option<(u32, f32)> {
    let role = &article.actors.phrases.roles[phrase.noun.role? as usize];
    let capital = article.form(phrase.words.start).starts_with(char::is_uppercase);
    let bare = phrase.determiner == Determiner::Bare && (!phrase.owners.is_empty() || capital);
    if !(phrase.determiner == Determiner::Definite || bare) || phrase.of_person.is_some() || role.role == "relative" {
        return None;
    }
    let body = code.body.map(|body| builder.entities[body as usize].country);
    let candidates = held.iter().take(PEOPLE).filter(|one| {
        let same_country = match (code.country.or(body.flatten()), one.country) {
            (Some(here), Some(there)) => here == there,
            (Some(_), None) => false,
            (None, _) => true,
        };
        let same_body = match (code.body, one.body) {
            (Some(here), Some(there)) => here == there || role.role == "spokesman" && takes_in("spokesman", &one.role),
            _ => true,
        };
        takes_in(&role.role, &one.role) && same_country && same_body
    });
    // The one mentioned last before the phrase.
    let last = |entity: u32| {
        let tokens = &seen[entity as usize];
        let before = tokens.partition_point(|&token| token < phrase.head);
        before.checked_sub(1).map(|at| tokens[at])
    };
    let exact = |one: &&Held| one.role == role.role;
    let best =
        candidates.filter_map(|one| last(one.entity).map(|at| (exact(&one), at, one))).max_by_key(|it| (it.0, it.1))?;
    let (exact, at, one) = best;
    let near = article.sentences[phrase.head as usize] - article.sentences[at as usize];
    if code.country.is_none() && !exact && near > BACK || !exact && phrase.noun.group.is_some() && near > 6 {
        return None;
    }
    let confidence = if exact && code.country.is_some() { 0.85 } else { 0.65 };
    Some((one.entity, confidence))
}

/// "the country", "the city", "the company": the last named one of the kind.
fn generic_nouns(article: &Article<'_>, builder: &mut Builder, phrases: &[Phrase]) {
    const COUNTRY: [&str; 3] = ["country", "nation", "republic"];
    const CITY: [&str; 4] = ["city", "town", "village", "capital"];
    const COMPANY: [&str; 6] = ["company", "firm", "automaker", "carmaker", "corporation", "airline"];
    const BODY: [&str; 6] = ["organization", "organisation", "group", "agency", "party", "ministry"];
    let inside = |token: u32| {
        let at = phrases.partition_point(|phrase| phrase.tokens.end <= token);
        phrases.get(at).is_some_and(|phrase| phrase.tokens.contains(&token) && !phrase.owners.is_empty())
    };
    let mut found = Vec::new();
    let mut next_name = 0;
    #[allow(clippy::cast_possible_truncation)]
    for token in 1..article.keys.len() as u32 {
        while article.names.get(next_name).is_some_and(|name| name.tokens.end <= token) {
            next_name += 1;
        }
        let form = article.form(token);
        if !(4..=12).contains(&form.len())
            || !matches!(form.as_bytes()[0], b'a' | b'c' | b'f' | b'g' | b'm' | b'n' | b'o' | b'p' | b'r' | b't' | b'v')
        {
            continue;
        }
        let is = |list: &[&str]| list.contains(&form);
        let (country, city, company, body) = (is(&COUNTRY), is(&CITY), is(&COMPANY), is(&BODY));
        if !(country || city || company || body) || !article.together(token, token - 1) || article.name(token).is_some()
        {
            continue;
        }
        // "the country", "the Arab country", "this war-torn country"; not "the capital of ...".
        let mut first = token;
        while first > 1 && token - first < 4 && article.together(token, first - 1) {
            let before = first - 1;
            if article.is(before, &["the", "this"]) {
                break;
            }
            let people = article.name(before).is_some_and(|name| article.names[name as usize].label == Label::Norp);
            let adjective = article.upos(before) == Some(crate::syntax::Upos::Adj);
            if !(people || adjective) {
                break;
            }
            first = before;
        }
        let owned = (first..token).any(|at| article.name(at).is_some());
        if !article.is(first - 1, &["the", "this"])
            || article.is(token + 1, &["of", "'s", "-"]) && !article.is(token + 1, &["'s"])
            || inside(token)
            || owned && !country
        {
            continue;
        }
        let sentence = article.sentences[token as usize];
        let fits = |entity: u32| {
            let it = &builder.entities[entity as usize];
            match it.kind {
                EntityKind::Named(Label::Gpe) if country => it.rule == "countries" && !it.seat,
                EntityKind::Named(Label::Gpe) if city => {
                    it.seat && form == "capital" || form != "capital" && it.rule != "countries"
                }
                EntityKind::Named(Label::Org) if company => it.sectors.contains(&Sector::Business),
                EntityKind::Named(Label::Org) if body => match form {
                    "party" => it.sectors.contains(&Sector::Party),
                    "ministry" => it.sectors.contains(&Sector::Government),
                    _ => !it.sectors.contains(&Sector::Business),
                },
                _ => false,
            }
        };
        let names = article.names[..next_name].iter().enumerate().rev().take(24);
        let mut near = names.take_while(|(_, name)| sentence - article.sentences[name.tokens.start as usize] <= BACK);
        if let Some((name, _)) = near.find(|(name, _)| fits(builder.of_name[*name])) {
            found.push((first..token + 1, token, builder.of_name[name]));
        }
    }
    let heads: FxHashSet<u32> = found.iter().map(|(_, head, _)| *head).collect();
    builder.mentions.retain(|mention| mention.kind != MentionKind::Nominal || !heads.contains(&mention.head));
    for (tokens, head, entity) in found {
        builder.mention(article, tokens, head, MentionKind::Nominal, entity, 0.6);
    }
}
