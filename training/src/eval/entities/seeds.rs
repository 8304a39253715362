//! Named mentions of the acceptance articles: found with the right type and in the right entity. Reported, never tuned on.

use std::collections::BTreeMap;

use dateline::entities::MentionKind;
use dateline::{Analyzer, Span};

use crate::Settings;
use crate::eval::tally::Share;

pub(super) fn run(settings: &Settings, analyzer: &Analyzer, errors: bool) -> Result<(), String> {
    let (mut found, mut typed, mut placed) = (Share::default(), Share::default(), Share::default());
    for seed in crate::seeds::read(settings)? {
        let document = analyzer.analyze(&seed.text, seed.published);
        let names: Vec<_> =
            document.entities.mentions.iter().filter(|mention| mention.kind == MentionKind::Name).collect();
        // Of nested names ("U.S." in "U.S. state Department", "Russia" in "MFA of Russia") the one with the head word.
        let at = |span: Span| {
            let whole = span.text(&seed.text);
            let head = whole.split(" of ").next().unwrap_or(whole).trim_end();
            #[allow(clippy::cast_possible_truncation)]
            let end = span.start + head.len() as u32;
            let over = || names.iter().filter(|mention| mention.span.overlaps(span)).copied();
            over().find(|mention| mention.span.start < end && mention.span.end >= end).or_else(|| over().next())
        };
        // A gold entity is the returned one that holds most of its mentions and no more than once.
        let mut pairs: Vec<(usize, usize, u32)> = Vec::new();
        let golds: Vec<_> = seed.named().collect();
        for (index, (_, spans)) in golds.iter().enumerate() {
            let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
            for mention in spans.iter().filter_map(|span| at(*span)) {
                *counts.entry(mention.entity).or_default() += 1;
            }
            pairs.extend(counts.into_iter().map(|(entity, count)| (count, index, entity)));
        }
        pairs.sort_by_key(|&(count, index, entity)| (std::cmp::Reverse(count), index, entity));
        let mut of_gold = vec![None; golds.len()];
        for (_, index, entity) in pairs {
            if of_gold[index].is_none() && !of_gold.contains(&Some(entity)) {
                of_gold[index] = Some(entity);
            }
        }
        for (index, (kind, spans)) in golds.iter().enumerate() {
            for span in *spans {
                let mention = at(*span);
                let entity = mention.map(|mention| &document.entities.entities[mention.entity as usize]);
                let same = |name: &str| name == *kind || matches!((name, *kind), ("FAC", "ORG") | ("ORG", "FAC"));
                let right_type = entity.is_some_and(|entity| same(entity.kind.name()));
                let right_entity = mention.is_some_and(|mention| of_gold[index] == Some(mention.entity));
                found.add(mention.is_some());
                typed.add(right_type);
                placed.add(right_type && right_entity);
                if errors && !(right_type && right_entity) {
                    let got = entity.map(|entity| (&entity.name, entity.kind.name()));
                    println!("seed mention {:?} ({kind}): got {got:?}", span.text(&seed.text));
                }
            }
        }
    }
    println!("Seeds, named mentions: found {found}, with the right type {typed}, and in the right entity {placed}");
    Ok(())
}
