//! Titles and roles: whose they are, and what they make of their holder.

use super::article::Article;
use super::build::Builder;
use super::nouns::{Determiner, Phrase};
use super::{EntityKind, MentionKind, Title};
use crate::entities::{Country, Sector};
use crate::lexicon::{Gender, Hint, Leader, fold_hash};
use crate::names::Label;
use crate::syntax::Deprel;

/// Country, body and sectors that a phrase gives.
#[derive(Clone, Debug, Default)]
pub(super) struct PhraseCode {
    pub country: Option<Country>,
    pub body: Option<u32>,
    pub sectors: Vec<Sector>,
}

/// Roles whose sector is that of the body they belong to.
const OF_BODY: [&str; 10] = [
    "spokesman",
    "director",
    "leader",
    "official",
    "politician",
    "party leader",
    "candidate",
    "chairman",
    "minister",
    "envoy",
];

/// The code of every phrase; a complement is coded before the phrase that it completes.
pub(super) fn code(article: &Article<'_>, builder: &Builder, phrases: &[Phrase]) -> Vec<PhraseCode> {
    let mut codes: Vec<PhraseCode> = vec![PhraseCode::default(); phrases.len()];
    for (index, phrase) in phrases.iter().enumerate().rev() {
        let mut code = PhraseCode::default();
        let owners = phrase.owners.iter().map(|&name| builder.of_name[name as usize]);
        for owner in owners {
            let entity = &builder.entities[owner as usize];
            code.country = code.country.or(entity.country);
            if entity.kind == EntityKind::Named(Label::Org) && code.body.is_none() {
                code.body = Some(owner);
            }
        }
        if let (None, Some(place)) = (code.country, phrase.place) {
            code.country = builder.entities[builder.of_name[place as usize] as usize].country;
        }
        let role = phrase.noun.role.map(|role| &article.actors.phrases.roles[role as usize]);
        let own = role.and_then(|role| role.sector).or(phrase.noun.group.map(|(sector, _)| sector));
        let head = article.form(phrase.head);
        let of_body = role.is_none_or(|role| role.sector.is_none() || OF_BODY.contains(&role.role.as_str()))
            && (role.is_some() || article.actors.hints.has(head, Hint::Member));
        let body = code.body.map(|body| &builder.entities[body as usize]);
        if let (true, Some(body)) = (of_body, body.filter(|body| !body.sectors.is_empty())) {
            code.sectors.clone_from(&body.sectors);
        } else if let (true, Some(complement)) = (of_body, phrase.complement) {
            let complement = codes[complement as usize].clone();
            code.country = code.country.or(complement.country);
            code.sectors = complement.sectors;
        }
        if code.sectors.is_empty() {
            code.sectors.extend(own);
        }
        if phrase.former && code.sectors.contains(&Sector::Government) {
            code.sectors = vec![Sector::Elite];
        }
        codes[index] = code;
    }
    codes
}

/// Whom a phrase is the title of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// "President Smith".
    Before(u32),
    /// "Smith, the president".
    Beside(u32),
}

fn holder(article: &Article<'_>, builder: &Builder, phrase: &Phrase) -> Option<Holder> {
    let person = |token: u32| {
        let name = article.name(token).filter(|_| article.together(phrase.head, token))?;
        builder.is_person(builder.of_name[name as usize]).then_some(name)
    };
    let end = phrase.tokens.end;
    if let Some(name) = person(end) {
        return Some(Holder::Before(name));
    }
    // "Prime Minister (Lab.) Smith", "spokesman, Smith,": a comma between, and one behind or an apposition.
    if article.is(end, &[","])
        && let Some(name) = person(end + 1)
    {
        let tokens = &article.names[name as usize].tokens;
        let appos = article
            .words
            .get(article.head(tokens) as usize)
            .is_some_and(|word| word.deprel == Deprel::Appos && phrase.tokens.contains(&word.head));
        if appos || article.is(tokens.end, &[",", "."]) && phrase.determiner != Determiner::Indefinite {
            return Some(Holder::Beside(name));
        }
    }
    // "Smith, the president", "Smith, a lawyer".
    let first = match phrase.determiner {
        Determiner::Bare => phrase.tokens.start,
        _ => phrase.tokens.start.saturating_sub(1),
    };
    // "Smith, Norway's first president" has no article.
    let first = if article.is(first, &[","]) { phrase.tokens.start } else { first };
    if first >= 2
        && article.is(first - 1, &[","])
        && let Some(name) = person(first - 2)
    {
        let head = article.head(&article.names[name as usize].tokens);
        let word = article.words.get(phrase.head as usize);
        let listed = word.is_some_and(|word| word.deprel == Deprel::Conj);
        if word.is_some_and(|word| word.deprel == Deprel::Appos && word.head == head)
            || !listed && ends(article, phrase)
        {
            return Some(Holder::Beside(name));
        }
    }
    // "Smith is the president".
    let word = article.words.get(phrase.head as usize)?;
    let children = article.document.syntax.children(phrase.head);
    let relation = |child: &&u32| article.words[**child as usize].deprel;
    if children.iter().any(|child| relation(&child) == Deprel::Cop) && word.deprel != Deprel::Conj {
        let subject = children.iter().find(|child| relation(child) == Deprel::Nsubj)?;
        return person(*subject).map(Holder::Beside);
    }
    None
}

/// Whether the phrase is closed by a comma, a full stop or "said".
fn ends(article: &Article<'_>, phrase: &Phrase) -> bool {
    let end = phrase.tokens.end;
    !article.together(phrase.head, end)
        || article.is(end, &[",", ".", "said", ")", "told", "who", "and", "has", "was", "-"])
}

/// Gives phrases to the people whose titles they are; returns which phrases were given.
pub(super) fn attach(
    article: &Article<'_>,
    builder: &mut Builder,
    phrases: &[Phrase],
    codes: &[PhraseCode],
) -> Vec<bool> {
    let mut given = vec![false; phrases.len()];
    for (index, phrase) in phrases.iter().enumerate() {
        let Some(role) = phrase.noun.role else { continue };
        let Some(holder) = holder(article, builder, phrase) else { continue };
        let (Holder::Before(name) | Holder::Beside(name)) = holder;
        let role = &article.actors.phrases.roles[role as usize];
        let entity = builder.of_name[name as usize];
        // "Smith's wife, Mary": relatives tell about gender only.
        if let Some(gender) = gender_of_role(article, article.form(phrase.head)) {
            builder.genders[entity as usize] = Some(gender);
            builder.by_name[entity as usize] = false;
            builder.guessed[entity as usize] = false;
        }
        given[index] = true;
        let (kind, tokens) = match holder {
            Holder::Before(_) => (MentionKind::Title, phrase.tokens.clone()),
            Holder::Beside(_) => (MentionKind::Nominal, phrase.tokens.clone()),
        };
        let span = article.document.tokens.span(tokens.clone());
        builder.mention(article, tokens, phrase.head, kind, entity, 0.95);
        if phrase.of_person.is_some() && role.sector.is_none() {
            continue;
        }
        builder.entities[entity as usize].titles.push(Title {
            span,
            role: Some(role.role.clone()),
            country: codes[index].country,
            body: codes[index].body,
            sector: codes[index].sectors.first().copied(),
        });
    }
    given
}

fn gender_of_role(article: &Article<'_>, word: &str) -> Option<Gender> {
    let says = |hint: Hint| article.actors.hints.has(word, hint);
    let female = says(Hint::Female).then_some(Gender::Female);
    female.or_else(|| says(Hint::Male).then_some(Gender::Male))
}

/// Codes of people: their titles in the text first, then the tables, then the company of their first title.
pub(super) fn code_people(article: &Article<'_>, builder: &mut Builder) {
    let year = article.document.times.anchor.map(|anchor| anchor.day.year());
    for entity in 0..builder.entities.len() {
        #[allow(clippy::cast_possible_truncation)]
        if !builder.is_person(entity as u32) || builder.entities[entity].rule == "actors" {
            continue;
        }
        let titles = &builder.entities[entity].titles;
        let country = titles.iter().find_map(|title| title.country);
        let titled = titles.iter().filter(|title| title.sector.is_some());
        // The title that says most: one with a country before one without.
        let best = titled.clone().find(|title| title.country.is_some()).or_else(|| titled.clone().next());
        let sector = best.and_then(|title| title.sector);
        let role = best.and_then(|title| title.role.clone());
        let leader = leader(article, &builder.folded[entity], role.as_deref(), country, year);
        let body = titles.iter().find_map(|title| title.body);
        let of_body = body.and_then(|body| builder.entities[body as usize].country);
        let (country, rule) = match (country.or(of_body), leader) {
            (Some(country), _) => (Some(country), "text"),
            (None, Some(leader)) => (leader.country, "leaders"),
            (None, None) => (None, "none"),
        };
        let sectors = match (sector, leader) {
            (Some(sector), _) => vec![sector],
            (None, Some(leader)) => {
                let left = leader.to.zip(year).is_some_and(|(to, year)| to < year);
                if left { vec![Sector::Elite] } else { leader.sectors.clone() }
            }
            (None, None) => Vec::new(),
        };
        if let (None, Some(_)) = (country, sector) {
            let near = nearest_country(article, builder, entity);
            builder.entities[entity].country = near;
            builder.entities[entity].rule = if near.is_some() { "context" } else { "text" };
        } else {
            builder.entities[entity].country = country;
            builder.entities[entity].rule = if country.is_none() && sector.is_some() { "text" } else { rule };
        }
        builder.entities[entity].sectors = sectors;
    }
}

/// The term of office that a name stands for: by full name, or by a surname that with its title means one person.
fn leader<'a>(
    article: &'a Article<'_>,
    folded: &str,
    role: Option<&str>,
    country: Option<Country>,
    year: Option<i16>,
) -> Option<&'a Leader> {
    let people = &article.actors.people;
    let full = folded.contains(' ');
    let fits = |leader: &&Leader| country.is_none_or(|country| leader.country == Some(country));
    let covers = |leader: &Leader| {
        year.is_none_or(|year| leader.from.is_none_or(|from| from <= year) && leader.to.is_none_or(|to| year <= to))
    };
    let order = |leader: &&Leader| (role == Some(leader.role.as_str()), covers(leader), leader.from.unwrap_or(0));
    if let Some(leader) = people.by_name(fold_hash(folded)).filter(fits).max_by_key(order) {
        return Some(leader);
    }
    let last = folded.rsplit(' ').next().unwrap_or(folded);
    let mut terms: Vec<&Leader> = if full {
        // Another form of the full name: same surname, first letter and role.
        let same = |leader: &&Leader| {
            role == Some(leader.role.as_str()) && leader.name.as_bytes().first() == folded.as_bytes().first()
        };
        people.by_surname(fold_hash(last)).filter(same).filter(fits).collect()
    } else {
        let same = |leader: &&Leader| role.is_none_or(|role| role == leader.role);
        people.by_surname(fold_hash(folded)).filter(same).filter(fits).collect()
    };
    if year.is_some() && terms.iter().any(|leader| covers(leader)) {
        terms.retain(|leader| covers(leader));
    }
    // A bare surname must mean one country.
    let one_country = terms.iter().all(|leader| leader.country == terms[0].country);
    let known = role.is_some() || one_country;
    if terms.is_empty() || !known || !full && !one_country && year.is_none() && role.is_none() {
        return None;
    }
    terms.into_iter().max_by_key(order)
}

/// The country that a title without one most likely belongs to: the last one mentioned before it in its sentence, else the
/// one that the article mentions most.
fn nearest_country(article: &Article<'_>, builder: &Builder, entity: usize) -> Option<Country> {
    let first = builder.entities[entity].titles.first()?.span.start;
    let token = article.document.tokens.tokens.partition_point(|token| token.span.start < first);
    let sentence = *article.sentences.get(token)?;
    let names = &article.names;
    let from = names.partition_point(|name| article.sentences[name.tokens.start as usize] < sentence);
    let here = names[from..].iter().enumerate().take(60);
    let here = here.take_while(|(_, name)| article.sentences[name.tokens.start as usize] == sentence);
    let country = |index: usize| {
        let owner = &builder.entities[builder.of_name[index] as usize];
        let place = matches!(owner.kind, EntityKind::Named(Label::Gpe | Label::Norp));
        owner.country.filter(|_| place)
    };
    let same: Vec<Country> = here.filter_map(|(index, _)| country(from + index)).collect();
    if let Some(first) = same.first() {
        return same.iter().all(|other| other == first).then_some(*first);
    }
    // The article's country: by the names up to here and a little beyond.
    let mut counts: Vec<(Country, usize)> = Vec::new();
    for index in 0..names.len().min(200) {
        if let Some(country) = country(index) {
            match counts.iter_mut().find(|(known, _)| *known == country) {
                Some((_, count)) => *count += 1,
                None => counts.push((country, 1)),
            }
        }
    }
    let best = counts.iter().max_by_key(|(_, count)| *count)?;
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    (best.1 * 2 > all).then_some(best.0)
}
