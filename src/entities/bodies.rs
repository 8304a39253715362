//! Organisations and things: acronyms, endings that companies drop, parts that stand for the whole.

use rustc_hash::FxHashMap;

use super::article::Article;
use super::cluster::{Form, Forms, Kind};

/// Endings that may be left out: "Inc.".
const LEGAL: [&str; 22] = [
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "plc",
    "group",
    "holdings",
    "ag",
    "sa",
    "spa",
    "nv",
    "gmbh",
    "se",
    "oao",
    "the",
    "and",
    "ab",
];

/// Words that may be left out behind the name that tells bodies apart.
const TAIL: [&str; 30] = [
    "motor",
    "motors",
    "computer",
    "computers",
    "bank",
    "airlines",
    "airways",
    "industries",
    "systems",
    "news",
    "agency",
    "network",
    "electronics",
    "technologies",
    "international",
    "party",
    "movement",
    "index",
    "newspaper",
    "stores",
    "oil",
    "brothers",
    "organization",
    "organisation",
    "front",
    "telecom",
    "records",
    "studios",
    "university",
    "foundation",
];

/// Heads of long names that alone mean the body named in full before: "the Council".
const HEADS: [&str; 34] = [
    "council",
    "commission",
    "committee",
    "ministry",
    "court",
    "party",
    "agency",
    "bank",
    "parliament",
    "assembly",
    "senate",
    "congress",
    "union",
    "university",
    "department",
    "authority",
    "organization",
    "organisation",
    "league",
    "fund",
    "board",
    "tribunal",
    "institute",
    "association",
    "federation",
    "foundation",
    "front",
    "army",
    "navy",
    "corps",
    "guard",
    "club",
    "center",
    "centre",
];

const SMALL: [&str; 9] = ["of", "the", "and", "for", "in", "on", "de", "to", "des"];

/// Words before the last that tell "Ford Australia" from "Ford".
fn stripped(folded: &str) -> &str {
    let mut rest = folded;
    while let Some((head, last)) = rest.rsplit_once(' ') {
        if !LEGAL.contains(&last) {
            break;
        }
        rest = head;
    }
    rest
}

fn initials(folded: &str, all: bool) -> Option<String> {
    let words = folded.split(' ').filter(|word| all || !SMALL.contains(word));
    let out: String = words.filter_map(|word| word.chars().next()).collect();
    (out.len() >= 2).then_some(out)
}

fn is_acronym(article: &Article<'_>, form: &Form<'_>) -> bool {
    let text = article.phrase(article.names[form.first as usize].tokens.clone());
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let count = letters.count();
    (2..=7).contains(&count) && capitals * 3 >= count * 2 && !form.folded.contains(' ')
}

/// Whether a form may be a body or a thing with parts.
fn is_body(form: &Form<'_>) -> bool {
    matches!(form.kind, Kind::Body | Kind::Other | Kind::Place | Kind::People)
}

/// Joins forms of one body.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn join(article: &Article<'_>, forms: &mut Forms<'_>) {
    let count = forms.forms.len() as u32;
    let mut by_strip: FxHashMap<(String, Kind), u32> = FxHashMap::default();
    let mut by_initials: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    let mut by_head: FxHashMap<(String, Kind), Vec<u32>> = FxHashMap::default();
    let mut by_first: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    let mut joins: Vec<(u32, u32)> = Vec::new();
    for number in 0..count {
        let form = &forms.forms[number as usize];
        if !matches!(form.kind, Kind::Body | Kind::Other | Kind::Place) {
            continue;
        }
        let bare = stripped(form.folded);
        let bare = if form.kind == Kind::Other { bare.strip_suffix('s').unwrap_or(bare) } else { bare };
        match by_strip.entry((bare.to_owned(), form.kind)) {
            std::collections::hash_map::Entry::Occupied(other) => joins.push((*other.get(), number)),
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(number);
            }
        }
        if form.folded.contains(' ') {
            for all in [false, true] {
                if let Some(letters) = initials(form.folded, all) {
                    let slot = by_initials.entry(letters).or_default();
                    if slot.len() < 4 && !slot.contains(&number) {
                        slot.push(number);
                    }
                }
            }
            let last = form.folded.rsplit(' ').next().unwrap_or("");
            let slot = by_head.entry((last.to_owned(), form.kind)).or_default();
            if slot.len() < 8 {
                slot.push(number);
            }
            let first = form.folded.split(' ').next().unwrap_or("");
            let slot = by_first.entry(first.to_owned()).or_default();
            if slot.len() < 8 {
                slot.push(number);
            }
        }
    }
    for number in 0..count {
        let form = &forms.forms[number as usize];
        if !is_body(form) {
            continue;
        }
        if let Some(long) = expansion(article, forms, form, &by_initials) {
            joins.push((long, number));
            continue;
        }
        if form.kind == Kind::Place || form.kind == Kind::People {
            continue;
        }
        let last = form.folded.rsplit(' ').next().unwrap_or("");
        // "Supreme Court" of "Indian Supreme Court"; "Council" of "Security Council"; "Shuffle" of "iPod Shuffle".
        let key = (last.to_owned(), form.kind);
        let whole = by_head.get(&key).into_iter().flatten().copied().filter(|&long| {
            let whole = forms.forms[long as usize].folded;
            long != number
                && whole.len() > form.folded.len()
                && whole.strip_suffix(form.folded).is_some_and(|rest| rest.ends_with(' '))
        });
        let whole: Vec<u32> = whole.collect();
        let generic = HEADS.contains(&form.folded);
        if let [long] = whole[..]
            && (generic || form.kind == Kind::Other || form.row.is_none() && form.folded.contains(' '))
        {
            joins.push((long, number));
            continue;
        }
        // "Ford" of "Ford Motor Company", by the words that follow.
        let first = form.folded.split(' ').next().unwrap_or("");
        let longer = by_first.get(first).into_iter().flatten().copied().find(|&long| {
            let whole = &forms.forms[long as usize];
            let rest = whole.folded.strip_prefix(form.folded).and_then(|rest| rest.strip_prefix(' '));
            whole.kind == form.kind
                && rest.is_some_and(|rest| rest.split(' ').all(|word| LEGAL.contains(&word) || TAIL.contains(&word)))
        });
        if form.kind == Kind::Body
            && let Some(long) = longer
        {
            joins.push((long, number));
        }
    }
    for (one, other) in joins {
        let rows = [one, other].map(|form| forms.forms[form as usize].row);
        if rows[0].is_none() || rows[1].is_none() || rows[0].map(|row| row.0) == rows[1].map(|row| row.0) {
            forms.join(one, other);
        }
    }
}

/// The long form of an acronym: the name before its bracket, else the one name of the article with its initials.
fn expansion(
    article: &Article<'_>,
    forms: &Forms<'_>,
    form: &Form<'_>,
    by_initials: &FxHashMap<String, Vec<u32>>,
) -> Option<u32> {
    if !is_acronym(article, form) {
        return None;
    }
    let start = article.names[form.first as usize].tokens.start;
    if start >= 2
        && article.form(start - 1) == "("
        && let Some(before) = article.name(start - 2)
    {
        let long = forms.of_name[before as usize];
        let folded = forms.forms[long as usize].folded;
        let same = |all| initials(folded, all).is_some_and(|letters| letters == form.folded);
        let loose = folded.contains(' ') && folded.as_bytes().first() == form.folded.as_bytes().first();
        if forms.forms[long as usize].kind != Kind::Person && (same(false) || same(true) || loose) {
            return Some(long);
        }
    }
    match by_initials.get(form.folded).map(Vec::as_slice) {
        Some([long]) if forms.forms[*long as usize].kind != Kind::Place => Some(*long),
        _ => None,
    }
}
