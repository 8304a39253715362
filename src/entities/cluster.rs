//! Names to entities: a sieve over the distinct forms of the article's names, the surest step first.
//!
//! 1. The same folded form, with type disagreements settled by majority.
//! 2. Names of one row of the tables ("U.S.", "United States", "America").
//! 3. People: full names that fit ([`super::people`]), then single names, each to the last mentioned holder.
//! 4. Bodies: acronyms, endings such as "Inc.", leading and trailing parts ([`super::bodies`]).

use rustc_hash::FxHashMap;

use super::article::{Article, NONE};
use super::{bodies, people};
use crate::lexicon::{Class, fold_hash};
use crate::names::Label;

/// Kinds of names that never share an entity with names of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Person,
    Place,
    Body,
    People,
    Other,
}

impl Kind {
    pub(super) const fn of(label: Label) -> Self {
        match label {
            Label::Person => Self::Person,
            Label::Gpe | Label::Loc | Label::Fac => Self::Place,
            Label::Org => Self::Body,
            Label::Norp => Self::People,
            Label::Product | Label::Event | Label::WorkOfArt | Label::Law | Label::Language => Self::Other,
        }
    }
}

/// A distinct folded form of one kind.
#[derive(Debug)]
pub(super) struct Form<'a> {
    pub folded: &'a str,
    pub kind: Kind,
    /// The name that shows it first.
    pub first: u32,
    pub count: u32,
    /// The row of the tables of names that it stands for, and its class.
    pub row: Option<(u32, Class)>,
    /// Parent in the forest of forms; itself at a root.
    parent: u32,
}

/// All forms and how they group.
#[derive(Debug, Default)]
pub(super) struct Forms<'a> {
    pub forms: Vec<Form<'a>>,
    /// By name: its form.
    pub of_name: Vec<u32>,
}

/// The entity number and confidence of every name.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    pub of_name: Vec<u32>,
    pub confidence: Vec<f32>,
    /// By name: the row of the tables of names behind its form.
    pub row: Vec<Option<u32>>,
}

impl Forms<'_> {
    pub(super) fn root(&self, form: u32) -> u32 {
        let mut at = form;
        while self.forms[at as usize].parent != at {
            at = self.forms[at as usize].parent;
        }
        at
    }

    /// Puts two forms in one group. The earlier root stays root, and paths stay short.
    pub(super) fn join(&mut self, one: u32, other: u32) {
        let (one_root, other_root) = (self.root(one), self.root(other));
        let root = one_root.min(other_root);
        for form in [one, other, one_root, other_root] {
            self.forms[form as usize].parent = root;
        }
        self.forms[root as usize].parent = root;
    }
}

/// Groups all names.
pub(super) fn cluster(article: &Article<'_>) -> Clusters {
    let mut forms = collect(article);
    same_row(article, &mut forms);
    bodies::join(article, &mut forms);
    people::join_full(article, &mut forms);
    let mut clusters = Clusters {
        of_name: forms.of_name.iter().map(|&form| forms.root(form)).collect(),
        confidence: article.names.iter().map(|name| name.confidence).collect(),
        row: forms.of_name.iter().map(|&form| forms.forms[form as usize].row.map(|(row, _)| row)).collect(),
    };
    people::place_single(article, &forms, &mut clusters);
    clusters
}

/// Distinct forms. A folded form that was recognized as several kinds becomes one form of the most frequent kind, except
/// that people stay apart when a longer name of theirs shows that they exist, and peoples stay apart from places.
#[allow(clippy::cast_possible_truncation)]
fn collect<'a>(article: &'a Article<'_>) -> Forms<'a> {
    let mut by_form: FxHashMap<(&str, Kind), u32> = FxHashMap::default();
    let mut forms: Vec<Form<'a>> = Vec::new();
    let mut of_name = Vec::with_capacity(article.names.len());
    let mut by_text: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    let mut long_names: FxHashMap<&str, ()> = FxHashMap::default();
    for (index, name) in article.names.iter().enumerate() {
        let folded = name.folded.as_str();
        let kind = Kind::of(name.label);
        if kind == Kind::Person
            && let Some((_, last)) = folded.rsplit_once(' ')
        {
            long_names.insert(last, ());
        }
        let form = *by_form.entry((folded, kind)).or_insert_with(|| {
            let number = forms.len() as u32;
            let row = row(article, folded, name.label);
            forms.push(Form { folded, kind, first: index as u32, count: 0, row, parent: number });
            by_text.entry(folded).or_default().push(number);
            number
        });
        forms[form as usize].count += 1;
        of_name.push(form);
    }
    // Settle kinds: forms of one text, in order of the text.
    let mut settled: Vec<u32> = (0..forms.len() as u32).collect();
    for number in 0..forms.len() as u32 {
        let same = &by_text[forms[number as usize].folded];
        if same.len() < 2 || same[0] != number {
            continue;
        }
        let person_is_known = long_names.contains_key(forms[number as usize].folded);
        let weight = |form: &u32| {
            let form = &forms[*form as usize];
            (form.row.is_some(), form.count, std::cmp::Reverse(form.first))
        };
        let best = *same.iter().max_by_key(|form| weight(form)).unwrap_or(&number);
        for &form in same {
            let kinds = [forms[form as usize].kind, forms[best as usize].kind];
            let people = kinds.contains(&Kind::People);
            let apart = kinds.contains(&Kind::Person) && person_is_known
                || people && kinds.contains(&Kind::Place)
                || people && forms[best as usize].row.is_some_and(|(_, class)| class == Class::People);
            if !apart {
                settled[form as usize] = best;
            }
        }
    }
    for form in &mut of_name {
        *form = settled[*form as usize];
    }
    Forms { forms, of_name }
}

/// The row of the tables that a form of this label stands for.
fn row(article: &Article<'_>, folded: &str, label: Label) -> Option<(u32, Class)> {
    let fits = |class: Class| match Kind::of(label) {
        Kind::Person => false,
        Kind::Other => class == Class::Organisation,
        Kind::Place => class != Class::People,
        Kind::Body => true,
        Kind::People => matches!(class, Class::People | Class::Organisation),
    };
    let order = |class: Class| match (Kind::of(label), class) {
        (Kind::Place, Class::Organisation) | (Kind::People, Class::Organisation) => 1,
        (Kind::Body, Class::Organisation | Class::Seat) => 0,
        (Kind::Body, _) => 1,
        _ => 0,
    };
    let rows = article.actors.names.numbered(fold_hash(folded));
    let rows = rows.filter(|(_, entry)| entry.user || fits(entry.class));
    rows.min_by_key(|(_, entry)| (!entry.user, order(entry.class))).map(|(row, entry)| (row, entry.class))
}

/// Forms of one row are one entity. A capital stays a place of its own: its row is its own; and so does "South Darfur", whose
/// row is that of Darfur.
fn same_row(article: &Article<'_>, forms: &mut Forms<'_>) {
    let part = |folded: &str, row: u32| {
        let (first, whole) = folded.split_once(' ')?;
        let same = article.actors.names.numbered(fold_hash(whole)).any(|(other, _)| other == row);
        same.then(|| fold_hash(first))
    };
    let mut by_row: FxHashMap<(u32, bool, Option<u64>), u32> = FxHashMap::default();
    #[allow(clippy::cast_possible_truncation)]
    for number in 0..forms.forms.len() as u32 {
        let form = &forms.forms[number as usize];
        let Some((row, class)) = form.row else { continue };
        // A generic people such as "Arab" has one row for many.
        let adjective = class == Class::People && form.kind != Kind::People;
        let part = if class == Class::Region { part(form.folded, row) } else { None };
        let first = *by_row.entry((row, adjective, part)).or_insert(number);
        if first != number {
            forms.join(first, number);
        }
    }
}

/// Names by the entity they were given, in order of the text; renumbered from 0 in order of first mention.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn renumber(clusters: &mut Clusters) -> usize {
    let size = clusters.of_name.iter().max().map_or(0, |&most| most as usize + 1);
    let mut number = vec![NONE; size];
    let mut next = 0;
    for cluster in &mut clusters.of_name {
        let slot = &mut number[*cluster as usize];
        if *slot == NONE {
            *slot = next;
            next += 1;
        }
        *cluster = *slot;
    }
    next as usize
}
