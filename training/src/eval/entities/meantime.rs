//! MEANTIME: clusters of the mentions of syntactic type NAM in the annotated sentences, the whole text given.
//!
//! A system name is a gold mention when it lies inside it and holds its head word: the last word of the head that the corpus
//! gives (where it does, "Nikkei" in "Japan's Nikkei stock index"), else the last word before "of", "in" or a comma, common
//! nouns behind the name left out as the corpus leaves them out ("UAW" in "the UAW union"). Of nested mentions of one entity with one head ("GM" in
//! "US automaker GM") one is enough: the outer ones are left out, and kept in the figures called nested. Names that are
//! inside a gold mention that no name has taken so ("iPod" in "the iPod Nano") are it in the figures
//! called overlap. System names that are a gold mention of another syntactic type (modifiers, PRE.NAM) are left out on both sides,
//! as are types that the corpus does not mark (NORP, EVENT, LAW, LANGUAGE, WORK_OF_ART). All others count as spurious.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use dateline::entities::{EntityKind, MentionKind};
use dateline::names::{Label, Name};
use dateline::{Analyzer, Resources, Span};

use super::conll::{Clusters, Scores};
use crate::Settings;

struct Gold {
    span: Span,
    head: Span,
    kind: String,
    cluster: usize,
    label: Label,
    /// Whether another mention of its entity with the same head is inside it.
    outer: bool,
}

struct Article {
    name: String,
    text: String,
    gold: Vec<Gold>,
    /// End of the annotated part.
    end: u32,
}

pub(super) fn run(settings: &Settings, analyzer: &Analyzer, resources: &Resources, errors: bool) -> Result<(), String> {
    let [mut system, mut strict, mut loose, mut nested, mut perfect] = [(); 5].map(|()| Scores::default());
    let mut count = 0;
    for article in read(settings)? {
        let gold = gold_clusters(&article, false);
        count += gold.iter().map(Vec::len).sum::<usize>();
        let document = analyzer.analyze(&article.text, None);
        let returned = system_clusters(&article, &document, true, false);
        if errors {
            show(&article, &document, &gold, &returned);
        }
        system.add(&gold, &returned);
        strict.add(&gold, &system_clusters(&article, &document, false, false));
        loose.add(&gold, &system_clusters(&article, &document, true, true));
        nested.add(&gold_clusters(&article, true), &returned);
        let mut document = document;
        let placed = put_gold_names(&article, &mut document);
        document.entities = dateline::entities::resolve(&article.text, &document, resources);
        perfect.add(&gold_clusters(&article, true), &perfect_clusters(&article, &document, &placed));
    }
    println!("MEANTIME names, system mentions            {system}  ({count} gold mentions)");
    println!("  with names of other syntactic types      {strict}");
    println!("  matched by overlap                       {loose}");
    println!("  nested mentions of one head kept         {nested}");
    println!("MEANTIME names, gold mentions              {perfect}");
    Ok(())
}

fn gold_clusters(article: &Article, nested: bool) -> Clusters {
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let wanted = |gold: &Gold| gold.kind == "NAM" && (nested || !gold.outer);
    for (index, gold) in article.gold.iter().enumerate().filter(|(_, gold)| wanted(gold)) {
        clusters.entry(gold.cluster).or_default().push(index);
    }
    clusters.into_values().collect()
}

/// The gold mention that a name is: the shortest one around it whose head word it holds.
fn gold_of(article: &Article, span: Span, overlap: bool) -> Option<usize> {
    let fits = |gold: &Gold| {
        gold.span.contains(span) && span.overlaps(gold.head)
            || span.contains(gold.span)
            || gold.span.overlaps(span) && span.contains(gold.head)
            || overlap && gold.span.contains(span)
    };
    let all = article.gold.iter().enumerate().filter(|(_, gold)| fits(gold));
    all.min_by_key(|(_, gold)| (!span.overlaps(gold.head), gold.kind != "NAM", gold.outer, gold.span.len()))
        .map(|(index, _)| index)
}

fn system_clusters(article: &Article, document: &dateline::Document, other_types: bool, overlap: bool) -> Clusters {
    let mut clusters: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut used = vec![false; article.gold.len()];
    let mut spurious = article.gold.len();
    for mention in document.entities.mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
        let entity = &document.entities.entities[mention.entity as usize];
        let unmarked = matches!(
            entity.kind,
            EntityKind::Named(Label::Norp | Label::Event | Label::Law | Label::Language | Label::WorkOfArt)
        );
        if unmarked || mention.span.start >= article.end {
            continue;
        }
        let id = match gold_of(article, mention.span, overlap) {
            Some(gold) if article.gold[gold].kind != "NAM" && other_types => continue,
            Some(gold) if article.gold[gold].kind == "NAM" && !used[gold] => {
                used[gold] = true;
                gold
            }
            _ => {
                spurious += 1;
                spurious
            }
        };
        clusters.entry(mention.entity).or_default().push(id);
    }
    clusters.into_values().collect()
}

/// Puts the gold mentions in the place of the recognized names. Of nested mentions the outer one that has no name of its own
/// stands for the inner one that holds its head.
fn put_gold_names(article: &Article, document: &mut dateline::Document) -> Vec<Option<Range<u32>>> {
    let tokens = &document.tokens;
    let mut placed: Vec<Option<Range<u32>>> = vec![None; article.gold.len()];
    let mut names: Vec<Name> = Vec::new();
    let mut order: Vec<usize> = (0..article.gold.len()).filter(|&index| article.gold[index].kind == "NAM").collect();
    order.sort_by_key(|&index| article.gold[index].span.len());
    for index in order {
        let gold = &article.gold[index];
        let mut range = tokens.within(gold.span);
        let recognized: Vec<_> = document.names.iter().filter(|name| gold.span.contains(name.span)).collect();
        // Titles and determiners are inside the corpus's spans, outside ours.
        if let Some(name) = recognized.iter().find(|name| name.span.overlaps(gold.head)) {
            range = name.tokens.clone();
        } else {
            while range.len() > 1 && tokens.form(&article.text, range.start).chars().all(|c| !c.is_uppercase()) {
                range.start += 1;
            }
            while range.len() > 1 && tokens.form(&article.text, range.end - 1).starts_with(['\'', '’']) {
                range.end -= 1;
            }
        }
        let taken = |token: u32| names.iter().find(|name| name.tokens.contains(&token));
        if let Some(inner) = range.clone().rev().find_map(taken) {
            placed[index] = Some(inner.tokens.clone());
            continue;
        }
        if range.is_empty() {
            continue;
        }
        placed[index] = Some(range.clone());
        let span = tokens.span(range.clone());
        names.push(Name { span, tokens: range, label: gold.label, confidence: 1.0, margin: 1.0 });
    }
    let outside = |name: &Name| name.span.start >= article.end || name.label == Label::Norp;
    let free = |name: &&Name| outside(name) && !names.iter().any(|other| other.span.overlaps(name.span));
    let more: Vec<Name> = document.names.iter().filter(free).cloned().collect();
    names.extend(more);
    names.sort_by_key(|name| name.span);
    document.names = names;
    placed
}

fn perfect_clusters(article: &Article, document: &dateline::Document, placed: &[Option<Range<u32>>]) -> Clusters {
    let mut clusters: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, range) in placed.iter().take(article.gold.len()).enumerate() {
        if let Some(range) = range {
            let mention = document.entities.mentions.iter().find(|mention| {
                mention.kind == MentionKind::Name
                    && mention.tokens.start <= range.start
                    && range.start < mention.tokens.end
            });
            let key = mention.map_or(u32::MAX, |mention| mention.entity);
            clusters.entry(key).or_default().push(index);
        }
    }
    clusters.into_values().collect()
}

fn show(article: &Article, document: &dateline::Document, gold: &Clusters, returned: &Clusters) {
    println!("--- {}", article.name);
    let text = |id: usize| article.gold.get(id).map_or("(spurious)", |gold| gold.span.text(&article.text));
    for cluster in gold {
        if !returned.iter().any(|other| other.iter().all(|id| cluster.contains(id)) && other.len() == cluster.len()) {
            println!("  gold     {:?}", cluster.iter().map(|&id| text(id)).collect::<Vec<_>>());
        }
    }
    for cluster in returned {
        let same = gold.iter().any(|other| other.iter().all(|id| cluster.contains(id)) && other.len() == cluster.len());
        if !same {
            println!("  returned {:?}", cluster.iter().map(|&id| text(id)).collect::<Vec<_>>());
        }
    }
    let names = document.names.iter().filter(|name| name.span.start < article.end);
    let spurious = names.filter(|name| name.label != Label::Norp && gold_of(article, name.span, false).is_none());
    println!("  unmarked {:?}", spurious.map(|name| name.span.text(&article.text)).collect::<Vec<_>>());
}

/// Reads the three topics. Words are joined as print sets them; title, date line and body are paragraphs.
fn read(settings: &Settings) -> Result<Vec<Article>, String> {
    let folder = settings.data.join("links/meantime/cross");
    let list = |folder: &PathBuf| -> Result<Vec<PathBuf>, String> {
        let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.sort();
        Ok(paths)
    };
    let mut out = Vec::new();
    for topic in list(&folder)? {
        for path in list(&topic)? {
            let xml = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let tree = roxmltree::Document::parse(&xml).map_err(|error| format!("{}: {error}", path.display()))?;
            out.push(article(
                &tree,
                path.file_stem().map_or(String::new(), |name| name.to_string_lossy().into_owned()),
            ));
        }
    }
    Ok(out)
}

#[allow(clippy::cast_possible_truncation)]
fn article(tree: &roxmltree::Document<'_>, name: String) -> Article {
    let mut text = String::new();
    let mut tokens: BTreeMap<&str, (Span, u32)> = BTreeMap::new();
    let mut last_sentence = 0;
    let mut open = false;
    let mut glue = true;
    for node in tree.root_element().children().filter(|node| node.has_tag_name("token")) {
        let sentence: u32 = node.attribute("sentence").and_then(|it| it.parse().ok()).unwrap_or(0);
        let form = match node.text().unwrap_or("") {
            "``" => "\"",
            "''" => "\"",
            "-LRB-" => "(",
            "-RRB-" => ")",
            other => other,
        };
        if sentence != last_sentence {
            text.push_str(if sentence <= 2 { "\n\n" } else { " " });
            last_sentence = sentence;
            glue = true;
        }
        let closing = matches!(form, "," | "." | ";" | ":" | "?" | "!" | ")" | "%" | "n't") || form.starts_with('\'');
        let closing = closing || form == "\"" && open;
        if !glue && !closing {
            text.push(' ');
        }
        glue = matches!(form, "(" | "$" | "US$" | "£" | "€") || form == "\"" && !open;
        if form == "\"" {
            open = !open;
        }
        let start = text.len();
        text.push_str(form);
        tokens.insert(node.attribute("t_id").unwrap_or(""), (Span::of(start, text.len()), sentence));
    }
    let mut mentions: BTreeMap<&str, (Vec<Span>, String, String)> = BTreeMap::new();
    let mut labels: BTreeMap<&str, Label> = BTreeMap::new();
    let mut clusters: BTreeMap<&str, usize> = BTreeMap::new();
    for node in tree.descendants() {
        match node.tag_name().name() {
            "ENTITY_MENTION" => {
                let anchors = node.children().filter(|child| child.has_tag_name("token_anchor"));
                let spans: Vec<Span> =
                    anchors.filter_map(|it| tokens.get(it.attribute("t_id")?)).map(|(span, _)| *span).collect();
                let kind = node.attribute("syntactic_type").unwrap_or("").to_owned();
                let head = node.attribute("head").unwrap_or("").to_owned();
                mentions.insert(node.attribute("m_id").unwrap_or(""), (spans, kind, head));
            }
            "ENTITY" => {
                let label = match node.attribute("ent_type") {
                    Some("PER") => Label::Person,
                    Some("LOC") => Label::Gpe,
                    Some("PRO") => Label::Product,
                    _ => Label::Org,
                };
                labels.insert(node.attribute("m_id").unwrap_or(""), label);
            }
            _ => {}
        }
    }
    let mut label_of: BTreeMap<&str, Label> = BTreeMap::new();
    let relations = tree.descendants().filter(|node| node.has_tag_name("REFERS_TO"));
    for (number, relation) in relations.enumerate() {
        let target = relation.children().find(|node| node.has_tag_name("target"));
        let target = target.and_then(|node| node.attribute("m_id")).unwrap_or("");
        for source in relation.children().filter(|node| node.has_tag_name("source")) {
            let id = source.attribute("m_id").unwrap_or("");
            clusters.insert(id, number);
            label_of.insert(id, labels.get(target).copied().unwrap_or(Label::Org));
        }
    }
    let mut gold = Vec::new();
    for (index, (id, (spans, kind, head))) in mentions.iter().enumerate() {
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { continue };
        let cluster = clusters.get(id).copied().unwrap_or(100_000 + index);
        let label = label_of.get(id).copied().unwrap_or(Label::Org);
        let head = annotated_head(&text, spans, head).unwrap_or_else(|| head_word(&text, spans, *last));
        gold.push(Gold { span: first.union(*last), head, kind: kind.clone(), cluster, label, outer: false });
    }
    gold.sort_by_key(|gold| (gold.span.start, std::cmp::Reverse(gold.span.end)));
    for index in 0..gold.len() {
        let outer = &gold[index];
        let same = |inner: &Gold| {
            inner.kind == "NAM"
                && inner.cluster == outer.cluster
                && inner.head == outer.head
                && inner.span != outer.span
        };
        let nested = outer.kind == "NAM" && gold.iter().any(|inner| same(inner) && outer.span.contains(inner.span));
        gold[index].outer = nested;
    }
    let end = tokens.values().filter(|(_, sentence)| *sentence <= 5).map(|(span, _)| span.end).max().unwrap_or(0);
    Article { name, text, gold, end }
}

/// The last word of the head that the corpus gives, where its words stand in the mention.
fn annotated_head(text: &str, spans: &[Span], head: &str) -> Option<Span> {
    let words: Vec<&str> = head.split_whitespace().collect();
    let from = spans.windows(words.len().max(1)).position(|window| {
        !words.is_empty() && window.iter().zip(&words).all(|(span, word)| span.text(text) == *word)
    })?;
    Some(spans[from + words.len() - 1])
}

/// The head word of a mention for which the corpus gives none.
fn head_word(text: &str, spans: &[Span], last: Span) -> Span {
    let stop = spans.iter().skip(1).position(|span| matches!(span.text(text), "of" | "in" | "," | "'s" | "for"));
    // "the government of Canada" is headed by Canada for what a name is; "Prime Minister of Canada" has no name.
    let part = stop.map_or(spans, |stop| &spans[..=stop]);
    let common = |span: &Span| !span.text(text).contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if part.last().is_some_and(|head| head.text(text).starts_with(char::is_lowercase)) && stop.is_some() {
        return last;
    }
    part.iter().rev().find(|span| !common(span)).copied().unwrap_or(last)
}
