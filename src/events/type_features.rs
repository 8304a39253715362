//! What the type and the mode of a candidate are decided on: its words, its frames, its arguments, what governs it.

use super::candidates::Candidate;
use super::scene::{NONE, Scene};
use super::words::Set;
use crate::model::hash;
use crate::names::Label;
use crate::quotes::QuoteKind;
use crate::syntax::{Deprel, Upos, Xpos};

/// How a verb stands: 1 will, 2 may, 3 must, 4 to + infinitive after a verb of planning, 5 other infinitive, 6 -ing, 7 bare
/// participle, 8 past, 9 present; for a noun that of the verb it depends on, with 16 added.
fn mood(scene: &Scene<'_>, token: u32) -> u64 {
    let tree = scene.tree();
    let verb = super::standing::governing_verb(tree, token);
    let offset = if verb == token { 0 } else { 16 };
    let mut has_aux = false;
    let mut to = false;
    for &child in tree.children(verb) {
        to |= tree.xpos(child) == Xpos::To;
        if matches!(tree.deprel(child), Deprel::Aux | Deprel::AuxPass) {
            has_aux = true;
            match tree.lemma(child) {
                "will" | "would" | "shall" | "wo" => return offset + 1,
                "may" | "might" | "could" | "can" => return offset + 2,
                "must" | "should" | "ought" => return offset + 3,
                _ => {}
            }
        }
    }
    if to {
        let head = tree.lemma(tree.head(verb));
        let plans = scene.reader.frames.words.has(Set::Plans, head);
        return offset + if plans { 4 } else { 5 };
    }
    offset
        + match tree.xpos(verb) {
            Xpos::Vbg if !has_aux => 6,
            Xpos::Vbn if !has_aux => 7,
            Xpos::Vbd | Xpos::Vbn | Xpos::Vbg => 8,
            Xpos::Vbz | Xpos::Vbp => 9,
            Xpos::Vb => 5,
            _ => 10,
        }
}

/// The templates of [`type_features`] that name no word: what they learn carries over to triggers that training has not seen.
pub(crate) const GENERAL: [u32; 51] = [
    0, 3, 4, 7, 8, 9, 10, 11, 12, 13, 23, 24, 27, 28, 33, 44, 46, 49, 51, 52, 55, 56, 64, 66, 67, 69, 73, 75, 76, 78,
    80, 81, 82, 83, 88, 89, 90, 91, 92, 93, 94, 95, 96, 98, 99, 100, 101, 103, 104, 105, 107,
];

/// Writes the features of a candidate that type and mode are decided on.
pub(crate) fn type_features(scene: &Scene<'_>, candidate: &Candidate, out: &mut Vec<u64>) {
    write_features(scene, candidate, |_, feature| out.push(feature));
}

/// Hands each feature with its template to `take`.
pub(crate) fn write_features(scene: &Scene<'_>, candidate: &Candidate, mut take: impl FnMut(u32, u64)) {
    let tree = scene.tree();
    let reader = &scene.reader;
    let document = reader.document;
    let token = candidate.token;
    let lemma = scene.atom(token);
    let class = candidate.class as u64;
    let mut add = |template: u32, a: u64, b: u64| take(template, hash::feature(template, [a, b]));
    let flag = u64::from;
    add(0, 0, 0);
    add(1, lemma, class);
    add(2, hash::text(reader.form(token)), 0);
    let around = &candidate.arguments;
    let object = around.object.map_or(1, |it| scene.atom(it));
    let subject = around.subject.map_or(1, |it| scene.atom(it));
    let subject_kind = around.subject.map_or(0, |it| scene.kind(it));
    let object_kind = around.object.map_or(0, |it| scene.kind(it));
    let relation = tree.deprel(token) as u64;
    let head = tree.head(token);
    let head_atom = if head == token { 1 } else { scene.atom(head) };
    let quoted = scene.quote(token).map_or(0, |index| match document.quotes[index as usize].kind {
        QuoteKind::Direct => 1,
        QuoteKind::Indirect => 2,
        QuoteKind::Mixed => 3,
    });
    let mood = mood(scene, token);
    let negated = flag(reader.is_negated(token));
    add(74, lemma, mood);
    add(75, mood, class);
    let complement = matches!(tree.deprel(token), Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Acl);
    for (rank, found) in candidate.matches.iter().enumerate() {
        let frame = reader.frames.get(found.frame);
        let kind = frame.kind as u64;
        let proposed = kind * 4 + flag(found.complete) * 2 + flag(rank == 0);
        add(3, proposed, 0);
        add(4, proposed, found.conditions.min(6) as u64);
        add(5, hash::text(&frame.pattern), flag(found.complete));
        add(6, kind, object);
        add(7, kind, subject_kind);
        add(8, kind, object_kind);
        add(9, kind, relation);
        add(10, kind, quoted);
        add(11, kind, class);
        add(12, frame.mode.map_or(0, hash::text), kind);
        add(13, proposed, candidate.matches.len() as u64);
        add(73, proposed, mood);
        add(76, kind, negated);
        add(77, kind, if complement { head_atom } else { 3 });
        add(78, kind, relation * 64 + tree.xpos(token) as u64);
    }
    add(20, subject, 0);
    add(21, object, 0);
    add(22, lemma, object);
    add(23, subject_kind, 0);
    add(24, object_kind, 0);
    add(25, lemma, subject_kind);
    add(26, lemma, object_kind);
    add(27, around.subject.map_or(0, |it| scene.sector(it)), 0);
    add(28, around.object.map_or(0, |it| scene.sector(it)), 0);
    add(29, lemma, around.subject.map_or(0, |it| scene.sector(it)));
    add(30, lemma, around.object.map_or(0, |it| scene.sector(it)));
    for (preposition, noun) in &around.obliques {
        let preposition = hash::text(preposition);
        add(31, preposition, scene.atom(*noun));
        add(32, lemma, preposition);
        add(33, preposition, scene.kind(*noun));
        add(34, lemma, scene.atom(*noun));
    }
    for (kind, clause) in &around.clauses {
        add(35, *kind as u64, scene.atom(*clause));
        add(36, lemma, *kind as u64);
        add(37, lemma, scene.atom(*clause));
    }
    for &modifier in &around.modifiers {
        add(38, scene.atom(modifier), 0);
        add(39, lemma, scene.atom(modifier));
        add(40, lemma, scene.kind(modifier));
    }
    if let Some((verb, effect)) = around.light {
        add(41, scene.atom(verb), effect as u64);
        add(42, lemma, scene.atom(verb));
    }
    add(43, relation, head_atom);
    add(44, relation, 0);
    add(45, lemma, relation);
    add(46, tree.xpos(token) as u64, flag(around.passive));
    add(47, lemma, tree.xpos(token) as u64);
    if head != token {
        let above = tree.head(head);
        add(48, scene.atom(above), tree.deprel(head) as u64);
        if let Some(&index) = scene.candidate_of.get(head as usize)
            && index != NONE
        {
            for found in scene.candidates[index as usize].matches.iter().take(2) {
                add(49, reader.frames.get(found.frame).kind as u64, relation);
            }
        }
    }
    // What the act is said to be part of: "threatened to impose a curfew", "if rebels attack".
    let (mut at, mut found_above) = (token, false);
    for step in 0..5_u64 {
        let above = tree.head(at);
        if let Some(mark) = tree.child(at, &[Deprel::Mark]).filter(|_| step > 0) {
            let mark = hash::text(scene.reader.form(mark));
            add(103, mark, class);
            candidate.matches.iter().take(2).for_each(|it| add(104, mark, reader.frames.get(it.frame).kind as u64));
        }
        if above == at {
            break;
        }
        let index = scene.candidate_of.get(above as usize).copied().unwrap_or(NONE);
        if index != NONE && !found_above {
            found_above = true;
            let kind = reader.frames.get(scene.candidates[index as usize].matches[0].frame).kind as u64;
            let link = kind * 64 + tree.deprel(at) as u64;
            add(100, link, class * 2 + flag(step > 0));
            candidate.matches.iter().take(2).for_each(|it| add(101, link, reader.frames.get(it.frame).kind as u64));
            add(102, scene.atom(above), tree.deprel(at) as u64);
        }
        at = above;
    }
    for &child in tree.children(token) {
        match tree.deprel(child) {
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => add(50, scene.atom(child), 0),
            Deprel::Det => add(51, scene.atom(child), class),
            Deprel::Nummod => add(52, class, 0),
            Deprel::Mark => add(53, scene.atom(child), 0),
            Deprel::Advmod => add(54, scene.atom(child), 0),
            _ => {}
        }
        if scene.candidate_of.get(child as usize).is_some_and(|&index| index != NONE) {
            add(55, tree.deprel(child) as u64, class);
        }
    }
    add(56, flag(reader.is_negated(token)), class);
    let sentence = &document.tokens.sentences[candidate.sentence as usize];
    let at = |offset: i64| -> u64 {
        let position = i64::from(token) + offset;
        let inside = position >= i64::from(sentence.tokens.start) && position < i64::from(sentence.tokens.end);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        if inside { scene.atom(position as u32) } else { 2 }
    };
    add(57, at(-1), 0);
    add(58, at(1), 0);
    add(59, at(-2), at(-1));
    add(60, at(1), at(2));
    add(61, lemma, at(-1));
    add(62, lemma, at(1));
    for other in sentence.tokens.start.max(token.saturating_sub(7))..sentence.tokens.end.min(token + 8) {
        let content = matches!(tree.upos(other), Upos::Noun | Upos::Verb | Upos::Adj);
        if other != token && content {
            add(63, scene.atom(other), 0);
        }
    }
    for other in sentence.tokens.clone() {
        if matches!(tree.upos(other), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn) {
            add(70, scene.atom(other), 0);
        }
        if other != token
            && let Some(&index) = scene.candidate_of.get(other as usize)
            && index != NONE
        {
            let kind = reader.frames.get(scene.candidates[index as usize].matches[0].frame).kind as u64;
            add(71, kind, u64::from(other < token));
            for found in candidate.matches.iter().take(1) {
                add(72, kind, reader.frames.get(found.frame).kind as u64);
            }
        }
    }
    add(64, quoted, class);
    add(65, lemma, quoted);
    let order = (token - sentence.tokens.start) / 6;
    add(66, u64::from(order.min(5)), class);
    add(67, sentence.kind as u64, class);
    add(68, u64::from(tree.xpos(token) == Xpos::Vbn && tree.deprel(token) == Deprel::Amod), 0);
    let tokens = sentence.tokens.len();
    add(69, (tokens / 8).min(6) as u64, class);
    write_classes(scene, candidate, mood, quoted, &mut take);
}

/// Features that carry over to new words and new articles: word classes, kinds of participants, what the article is about.
fn write_classes(scene: &Scene<'_>, candidate: &Candidate, mood: u64, quoted: u64, take: &mut impl FnMut(u32, u64)) {
    let tree = scene.tree();
    let reader = &scene.reader;
    let document = reader.document;
    let token = candidate.token;
    let lemma = scene.atom(token);
    let class = candidate.class as u64;
    let mut add = |template: u32, a: u64, b: u64| take(template, hash::feature(template, [a, b]));
    let flag = u64::from;
    let around = &candidate.arguments;
    let best = reader.frames.get(candidate.matches[0].frame).kind;
    let kind = best as u64;
    let (fine, coarse) = scene.class(token);
    let classes = |token: Option<u32>| token.map_or((1 << 20, 1 << 20), |it| scene.class(it));
    let (subject, object) = (classes(around.subject), classes(around.object));
    add(80, fine, class);
    add(81, coarse, kind);
    add(82, subject.1, kind);
    add(83, object.1, kind);
    add(84, fine, object.1);
    add(85, lemma, subject.1);
    add(86, lemma, object.1);
    for (preposition, noun) in &around.obliques {
        add(87, hash::text(preposition), scene.class(*noun).1);
    }
    for &modifier in &around.modifiers {
        add(88, scene.class(modifier).1, kind);
    }
    let kind_of = |token: Option<u32>| token.map_or(0, |it| scene.kind(it));
    let sector_of = |token: Option<u32>| token.map_or(0, |it| scene.sector(it));
    add(89, kind, kind_of(around.subject) * 64 + kind_of(around.object));
    add(90, kind, sector_of(around.subject));
    add(91, kind, sector_of(around.object));
    let others = scene.outline.proposed[best as usize % 32].saturating_sub(1).min(15);
    add(92, kind, u64::from(u32::BITS - others.leading_zeros()));
    let same_kind = scene.outline.first.iter().any(|(other, _)| *other == best);
    let same_word = scene.outline.first.iter().any(|(_, other)| *other == lemma);
    add(93, kind, flag(same_kind) + 2 * flag(same_word));
    let place = candidate.sentence.min(31);
    let place = u64::from(u32::BITS - place.leading_zeros());
    add(94, place, class);
    add(95, place, kind);
    // How deep inside its quotation the word stands, and of whom it speaks.
    let mut depth = 0;
    let mut at = token;
    while quoted > 0 && depth < 4 && tree.head(at) != at && scene.quote(tree.head(at)) == scene.quote(token) {
        at = tree.head(at);
        depth += 1;
    }
    add(96, kind, quoted * 8 + depth);
    add(97, quoted * 8 + depth, mood);
    let speaks_of = match around.subject.map(|it| reader.form(it)) {
        Some("i" | "we") => 1,
        Some("you") => 2,
        Some("they" | "he" | "she" | "it") => 3,
        _ => 0,
    };
    add(98, kind, quoted * 4 + speaks_of);
    let sentence = &document.tokens.sentences[candidate.sentence as usize];
    let mut names = 0;
    for other in sentence.tokens.clone() {
        names |= match scene.name_of[other as usize].checked_sub(1).map(usize::from) {
            Some(it) if it == Label::Person as usize => 1,
            Some(it) if it == Label::Org as usize => 2,
            Some(it) if it == Label::Gpe as usize || it == Label::Norp as usize => 4,
            Some(_) => 8,
            None => 0,
        };
    }
    add(99, kind, names);
    let head = tree.head(token);
    if head != token {
        add(100, scene.class(head).1, tree.deprel(token) as u64 * 32 + kind);
    }
    // "the attack" after "attacked": the same act again, unless the sentence says more of it.
    let again = scene.candidate_of[token as usize];
    let again = u64::from(scene.outline.before.get(again as usize).map_or(0, |&count| count.min(2)));
    let points = tree.children(token).iter().find_map(|&child| match tree.deprel(child) {
        Deprel::Det => Some(1 + flag(matches!(reader.form(child), "the" | "this" | "that" | "these" | "those"))),
        Deprel::NmodPoss => Some(3),
        _ => None,
    });
    let points = points.unwrap_or(0);
    let is_named = |token: u32| scene.name_of.get(token as usize).is_some_and(|&label| label > 0);
    let named = around.obliques.iter().map(|(_, noun)| noun).chain(&around.modifiers).any(|&it| is_named(it));
    let said = flag(around.subject.is_some()) + 2 * flag(around.object.is_some()) + 4 * flag(named);
    add(105, kind, (again * 4 + points) * 8 + said);
    add(106, lemma, again * 4 + points);
    add(107, again * 4 + points, class);
}
