//! Entities in the making.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::article::Article;
use super::cluster::{self, Clusters, Kind};
use super::{Entity, EntityKind, Mention, MentionKind, Title, generic};
use crate::entities::{Country, Sector};
use crate::lexicon::{Class, Gender, NameEntry, fold_hash};
use crate::names::Label;
use crate::resources::Resources;

/// Entities and mentions while the steps add to them.
pub(super) struct Builder {
    pub entities: Vec<Entity>,
    pub mentions: Vec<Mention>,
    /// By name: its entity.
    pub of_name: Vec<u32>,
    /// By entity: the folded longest name.
    pub folded: Vec<String>,
    /// By entity: gender, where known.
    pub genders: Vec<Option<Gender>>,
    /// By entity: whether the gender is only that of its first word among the given names, or that of a pronoun.
    pub by_name: Vec<bool>,
    /// By entity: whether the gender is only guessed by how its first word ends.
    pub guessed: Vec<bool>,
    /// By entity: whether it is several ("police", "the Palestinians").
    pub plural: Vec<bool>,
}

impl Builder {
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn new(article: &Article<'_>, mut clusters: Clusters, resources: &Resources) -> Self {
        let count = cluster::renumber(&mut clusters);
        let mut votes = vec![[0_u32; Label::ALL.len()]; count];
        let mut longest: Vec<Option<u32>> = vec![None; count];
        let mut rows: Vec<Option<u32>> = vec![None; count];
        for (name, named) in article.names.iter().enumerate() {
            let entity = clusters.of_name[name] as usize;
            votes[entity][named.label as usize] += 1;
            rows[entity] = rows[entity].or(clusters.row[name]);
            let better = |old: u32| {
                let old = &article.names[old as usize];
                let words = |named: &super::article::Named| named.folded.split(' ').count();
                let shout = |tokens: &Range<u32>| {
                    let text = article.phrase(tokens.clone());
                    text.len() > 5 && !text.contains(char::is_lowercase)
                };
                // Whatever was recovered is a part; headlines in capitals are no good form.
                (words(named), !shout(&named.tokens), named.folded.len())
                    > (words(old), !shout(&old.tokens), old.folded.len())
            };
            if longest[entity].is_none_or(better) {
                longest[entity] = Some(name as u32);
            }
        }
        let mut builder = Self {
            entities: Vec::with_capacity(count),
            mentions: Vec::with_capacity(article.names.len() * 2),
            of_name: clusters.of_name,
            folded: Vec::with_capacity(count),
            genders: vec![None; count],
            by_name: vec![false; count],
            guessed: vec![false; count],
            plural: vec![false; count],
        };
        for entity in 0..count {
            let named = &article.names[longest[entity].unwrap_or(0) as usize];
            let most = Label::ALL
                .into_iter()
                .max_by_key(|label| (votes[entity][*label as usize], usize::MAX - *label as usize));
            let mut label = most.unwrap_or(named.label);
            let mut coded = Code::default();
            if let Some(row) = rows[entity] {
                let entry = article.actors.names.entry(row);
                if let Some(known) = entry.label
                    && (entry.user || Kind::of(known) != Kind::of(label) && Kind::of(label) != Kind::Person)
                {
                    label = known;
                }
                coded = code(entry);
            } else if label == Label::Org {
                let sectors = generic::sector(&named.folded).into_iter().collect();
                coded = Code { sectors, rule: "name", ..Code::default() };
                coded.country = leading_country(article, &named.folded);
            } else if label == Label::Gpe {
                let own = resources.lexicon.own_places.country(&named.folded);
                let found = own.or_else(|| resources.gazetteer.dominant_country(&named.folded));
                coded.country = found.map(|country| article.actors.names.state(country));
                coded.rule = if coded.country.is_some() { "gazetteer" } else { "none" };
            }
            builder.folded.push(named.folded.clone());
            builder.plural[entity] = label == Label::Norp;
            builder.entities.push(Entity {
                name: article.phrase(named.tokens.clone()).split_whitespace().collect::<Vec<_>>().join(" "),
                kind: EntityKind::Named(label),
                country: coded.country,
                sectors: coded.sectors,
                titles: Vec::new(),
                mentions: Vec::new(),
                seat: coded.seat,
                rule: coded.rule,
            });
        }
        for (name, named) in article.names.iter().enumerate() {
            let entity = builder.of_name[name];
            builder.mention(article, named.tokens.clone(), article.head(&named.tokens), MentionKind::Name, entity, {
                clusters.confidence[name]
            });
        }
        builder
    }

    /// Adds a mention.
    pub(super) fn mention(
        &mut self,
        article: &Article<'_>,
        tokens: Range<u32>,
        head: u32,
        kind: MentionKind,
        entity: u32,
        confidence: f32,
    ) {
        let span = article.document.tokens.span(tokens.clone());
        self.mentions.push(Mention { span, tokens, head, kind, entity, confidence });
    }

    /// Adds an unnamed actor.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn group(&mut self, name: &str, country: Option<Country>, sectors: Vec<Sector>, plural: bool) -> u32 {
        let rule = if country.is_some() { "text" } else { "none" };
        self.entities.push(Entity {
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            kind: EntityKind::Group,
            country,
            sectors,
            titles: Vec::new(),
            mentions: Vec::new(),
            seat: false,
            rule,
        });
        self.folded.push(String::new());
        self.genders.push(None);
        self.by_name.push(false);
        self.guessed.push(false);
        self.plural.push(plural);
        self.entities.len() as u32 - 1
    }

    pub(super) fn is_person(&self, entity: u32) -> bool {
        self.entities[entity as usize].kind == EntityKind::Named(Label::Person)
    }

    /// "Russian Foreign Ministry", "Supreme Court of India": the neighbour says whose body it is.
    pub(super) fn owners_of_bodies(&mut self, article: &Article<'_>) {
        for (name, named) in article.names.iter().enumerate() {
            let entity = self.of_name[name] as usize;
            let is_body = matches!(self.entities[entity].kind, EntityKind::Named(Label::Org));
            if !is_body || self.entities[entity].country.is_some() {
                continue;
            }
            let start = named.tokens.start;
            let mut before = start.checked_sub(1);
            if let Some(at) = before
                && article.is(at, &["'s", "’s", "'"])
            {
                before = at.checked_sub(1);
            }
            let before = before.filter(|&at| article.together(start, at)).and_then(|at| article.name(at));
            let end = named.tokens.end;
            let after = (article.together(start, end) && article.is(end, &["of", "in"])).then(|| {
                let next = if article.is(end + 1, &["the"]) { end + 2 } else { end + 1 };
                article.name(next).filter(|_| article.together(start, next))
            });
            for other in [before, after.flatten()].into_iter().flatten() {
                let owner = &self.entities[self.of_name[other as usize] as usize];
                let of_place = matches!(owner.kind, EntityKind::Named(Label::Norp | Label::Gpe));
                if let (true, Some(country)) = (of_place, owner.country) {
                    self.entities[entity].country = Some(country);
                    self.entities[entity].rule = "text";
                    break;
                }
            }
        }
    }

    /// Gives people the gender of their title, given name or role.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn find_genders(&mut self, article: &Article<'_>) {
        for (name, named) in article.names.iter().enumerate() {
            let entity = self.of_name[name] as usize;
            if named.label != Label::Person || self.genders[entity].is_some() {
                continue;
            }
            self.genders[entity] = super::people::courtesy(article, named.tokens.start);
        }
        for entity in 0..self.entities.len() {
            if self.genders[entity].is_none() {
                let folded = &self.folded[entity];
                let given = folded.split(' ').next().unwrap_or(folded);
                self.genders[entity] = article.actors.people.gender(fold_hash(given));
                self.by_name[entity] = true;
                // No table has all given names; of those that end so nearly all are women's.
                if self.genders[entity].is_none() && folded.contains(' ') && self.is_person(entity as u32) {
                    self.guessed[entity] = given.len() > 3 && FEMININE.iter().any(|end| given.ends_with(end));
                    self.genders[entity] = self.guessed[entity].then_some(Gender::Female);
                }
            }
        }
    }

    /// Takes back the names that were only put up for pronouns and that none stands for.
    pub(super) fn drop_tentative(&mut self, article: &Article<'_>) {
        let mut kept = vec![true; self.entities.len()];
        for (name, _) in article.names.iter().enumerate().filter(|(_, named)| named.tentative) {
            kept[self.of_name[name] as usize] = false;
        }
        for (name, _) in article.names.iter().enumerate().filter(|(_, named)| !named.tentative) {
            kept[self.of_name[name] as usize] = true;
        }
        for mention in self.mentions.iter().filter(|mention| mention.kind == MentionKind::Pronoun) {
            kept[mention.entity as usize] = true;
        }
        self.mentions.retain(|mention| kept[mention.entity as usize]);
    }

    /// Sorts mentions, renumbers entities in order of first mention, and lists mentions by entity.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn finish(mut self) -> (Vec<Entity>, Vec<Mention>) {
        self.mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.head));
        self.mentions.dedup_by(|next, kept| next.span == kept.span && next.entity == kept.entity);
        let mut number: FxHashMap<u32, u32> = FxHashMap::default();
        let mut entities = Vec::with_capacity(self.entities.len());
        let mut old: Vec<Option<Entity>> = self.entities.into_iter().map(Some).collect();
        for (index, mention) in self.mentions.iter_mut().enumerate() {
            let new = *number.entry(mention.entity).or_insert_with(|| {
                entities.extend(old[mention.entity as usize].take());
                entities.len() as u32 - 1
            });
            mention.entity = new;
            entities[new as usize].mentions.push(index as u32);
        }
        for entity in &mut entities {
            for Title { body, .. } in &mut entity.titles {
                *body = body.and_then(|body| number.get(&body).copied());
            }
        }
        (entities, self.mentions)
    }
}

/// Endings of women's given names.
const FEMININE: [&str; 6] = ["a", "ette", "elle", "ine", "een", "lyn"];

/// What a row of the tables gives.
#[derive(Default)]
pub(super) struct Code {
    pub country: Option<Country>,
    pub sectors: Vec<Sector>,
    pub seat: bool,
    pub rule: &'static str,
}

fn code(entry: &NameEntry) -> Code {
    let seat = matches!(entry.class, Class::Capital | Class::Seat);
    let rule = match entry.class {
        _ if entry.user => "actors",
        Class::Organisation => "organisations",
        Class::Region => "regions",
        Class::Country | Class::People | Class::Capital | Class::Seat => "countries",
    };
    Code { country: entry.country, sectors: entry.sectors.clone(), seat, rule }
}

/// "Nigerian Union of Teachers", "Latvian Constitutional Court", "Bank of Ghana": a country inside a body's name.
fn leading_country(article: &Article<'_>, folded: &str) -> Option<Country> {
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() < 2 {
        return None;
    }
    let find = |text: &str| {
        let mut entries = article.actors.names.find(fold_hash(text));
        entries.find(|entry| matches!(entry.class, Class::Country | Class::People | Class::Capital | Class::Region))
    };
    let first = find(words[0]).or_else(|| find(&words[..2].join(" ")));
    let last = || find(words[words.len() - 1]).or_else(|| find(&words[words.len() - 2..].join(" ")));
    first.or_else(last).and_then(|entry| entry.country)
}
