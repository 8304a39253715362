//! What stands around a trigger, with passives, relative clauses, participles, control and coordination undone.

use compact_str::CompactString;

use super::frames::{Effect, Frames};
use super::pattern::ClauseKind;
use super::words::Set;
use crate::quotes::tree::Tree;
use crate::syntax::{Deprel, Upos, Xpos};

/// The arguments of a trigger, as token indices of their heads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    /// The subject of the active sentence; the possessor or modifier of a noun.
    pub subject: Option<u32>,
    pub object: Option<u32>,
    /// The indirect object, or what the object is called.
    pub second: Option<u32>,
    /// Preposition and noun.
    pub obliques: Vec<(CompactString, u32)>,
    pub clauses: Vec<(ClauseKind, u32)>,
    /// Modifiers of a noun that may be actor or recipient: "Israeli", "hostage" of "hostage release".
    pub modifiers: Vec<u32>,
    pub passive: bool,
    /// The light verb that carries a noun, and what it says.
    pub light: Option<(u32, Effect)>,
}

/// The preposition of a noun in lower case: its first `case` child.
pub(crate) fn preposition<'d>(tree: &Tree<'d>, noun: u32) -> Option<&'d str> {
    let case = tree.child(noun, &[Deprel::Case])?;
    let lemma = tree.lemma(case);
    (lemma != "'s" && lemma != "’s" && lemma != "'").then_some(lemma)
}

fn is_passive(tree: &Tree<'_>, verb: u32, frames: &Frames) -> bool {
    if tree.child(verb, &[Deprel::AuxPass, Deprel::NsubjPass]).is_some() {
        return true;
    }
    // "Mayor stabbed", whatever its tag: nobody just stabs.
    let past = match tree.xpos(verb) {
        Xpos::Vbn => true,
        Xpos::Vbd => {
            frames.words.has(Set::NeedsObject, tree.lemma(verb)) && tree.child(verb, &[Deprel::Nsubj]).is_some()
        }
        _ => false,
    };
    if !past || tree.child(verb, &[Deprel::Aux]).is_some() {
        return false;
    }
    if tree.child(verb, &[Deprel::Nsubj]).is_some() {
        // "a ship was hijacked and the crew taken hostage"
        if tree.deprel(verb) == Deprel::Conj && tree.child(tree.head(verb), &[Deprel::AuxPass]).is_some() {
            return tree.xpos(verb) == Xpos::Vbn;
        }
        // Headlines: "Minister says three men killed".
        return matches!(tree.deprel(verb), Deprel::Ccomp | Deprel::Advcl | Deprel::Root)
            && tree.child(verb, &[Deprel::Obj, Deprel::Iobj, Deprel::Ccomp, Deprel::Xcomp]).is_none();
    }
    match tree.deprel(verb) {
        // "killed and wounded", where only the first verb has the auxiliary.
        Deprel::Conj => is_passive_head(tree, tree.head(verb)),
        Deprel::Acl | Deprel::Amod | Deprel::Advcl => tree.child(verb, &[Deprel::Obj]).is_none(),
        // "were reported killed"
        Deprel::Xcomp => tree.child(verb, &[Deprel::Obj]).is_none() && is_passive_head(tree, tree.head(verb)),
        // Headlines: "Three killed in blast".
        Deprel::Root => tree.child(verb, &[Deprel::Obj]).is_none(),
        _ => false,
    }
}

fn is_passive_head(tree: &Tree<'_>, verb: u32) -> bool {
    tree.child(verb, &[Deprel::AuxPass, Deprel::NsubjPass]).is_some()
        || (tree.xpos(verb) == Xpos::Vbn && matches!(tree.deprel(verb), Deprel::Acl | Deprel::Advcl))
}

fn subject(tree: &Tree<'_>, verb: u32, frames: &Frames) -> Option<u32> {
    if tree.child(verb, &[Deprel::Nsubj]).is_none() {
        let head = tree.head(verb);
        let controls = tree.deprel(verb) == Deprel::Xcomp && frames.words.has(Set::ObjectControl, tree.lemma(head));
        if controls || is_object_deed(tree, verb, frames) {
            let controller = tree.child(head, &[Deprel::Obj, Deprel::Iobj, Deprel::NsubjPass]);
            if controller.is_some() {
                return controller;
            }
        }
    }
    tree.subject(verb)
}

/// "accused them of having ambushed a convoy", "kept them from voting": whether a clause tells a deed of the object above it.
fn is_object_deed(tree: &Tree<'_>, verb: u32, frames: &Frames) -> bool {
    frames.words.has(Set::ObjectDeed, tree.lemma(tree.head(verb)))
        && matches!(tree.deprel(verb), Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp)
        && tree.child(verb, &[Deprel::Mark]).is_some_and(|mark| matches!(tree.lemma(mark), "of" | "for" | "from"))
}

/// Who accuses or prevents, where the clause of a verb is what somebody is accused of or kept from: no party to the deed.
pub(crate) fn accuser(tree: &Tree<'_>, verb: u32, frames: &Frames) -> Option<u32> {
    let head = tree.head(verb);
    if !is_object_deed(tree, verb, frames) {
        None
    } else if is_passive(tree, head, frames) {
        tree.child(head, &[Deprel::OblAgent])
    } else {
        subject(tree, head, frames)
    }
}

fn clause_kind(tree: &Tree<'_>, clause: u32) -> ClauseKind {
    if tree.xpos(clause) == Xpos::Vbg {
        return ClauseKind::Doing;
    }
    let to = tree.children(clause).iter().any(|&child| tree.xpos(child) == Xpos::To);
    if to { ClauseKind::To } else { ClauseKind::That }
}

/// The arguments of a verb or of an adjective used as a predicate.
pub(crate) fn of_verb(tree: &Tree<'_>, verb: u32, frames: &Frames) -> Arguments {
    let mut out = Arguments { passive: is_passive(tree, verb, frames), ..Arguments::default() };
    let resolve = |token: u32| tree.relative_antecedent(token, verb).unwrap_or(token);
    for &child in tree.children(verb) {
        match tree.deprel(child) {
            Deprel::NsubjPass => out.object = Some(resolve(child)),
            Deprel::Nsubj if out.passive => out.object = Some(resolve(child)),
            Deprel::Obj if out.object.is_none() => out.object = Some(resolve(child)),
            Deprel::Obj => out.second = Some(child),
            Deprel::Iobj => out.second = Some(child),
            Deprel::OblAgent => out.subject = Some(child),
            Deprel::Obl | Deprel::Nmod => {
                if let Some(preposition) = preposition(tree, child) {
                    if preposition == "by" && out.passive && out.subject.is_none() {
                        out.subject = Some(child);
                    } else {
                        out.obliques.push((preposition.into(), resolve(child)));
                    }
                }
            }
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Csubj => {
                if matches!(tree.upos(child), Upos::Noun | Upos::Propn | Upos::Adj) && out.second.is_none() {
                    out.second = Some(child);
                }
                out.clauses.push((clause_kind(tree, child), child));
                // "accused of bombing": the preposition marks the clause.
                if let Some(mark) = tree.child(child, &[Deprel::Mark]).filter(|_| tree.xpos(child) == Xpos::Vbg) {
                    out.obliques.push((tree.lemma(mark).into(), child));
                }
            }
            _ => {}
        }
    }
    let head = tree.head(verb);
    if out.passive {
        if out.object.is_none() {
            out.object = match tree.deprel(verb) {
                Deprel::Acl | Deprel::Amod | Deprel::AclRelcl => Some(head),
                Deprel::Conj => tree.child(head, &[Deprel::NsubjPass]).or_else(|| {
                    (matches!(tree.deprel(head), Deprel::Acl) && head != tree.head(head)).then(|| tree.head(head))
                }),
                Deprel::Xcomp | Deprel::Advcl => subject(tree, verb, frames),
                _ => None,
            };
        }
    } else {
        out.subject = subject(tree, verb, frames);
        // "the man whom police arrested", "the man police arrested"
        if out.object.is_none()
            && tree.deprel(verb) == Deprel::AclRelcl
            && out.subject.is_some_and(|subject| subject != head)
        {
            out.object = Some(head);
        }
    }
    for &child in tree.children(verb) {
        if tree.deprel(child) == Deprel::Obl {
            companions(tree, child, 3, &mut out.obliques);
        }
    }
    if let Some(object) = out.object.filter(|&object| tree.head(object) == verb) {
        for &child in tree.children(object) {
            if tree.deprel(child) == Deprel::Nmod
                && let Some(preposition) = preposition(tree, child)
            {
                out.obliques.push((preposition.into(), child));
            }
        }
    }
    out
}

/// "met in Hamburg, Germany, with the minister": the parser likes to hang "with" on the name before it.
fn companions(tree: &Tree<'_>, place: u32, depth: u32, out: &mut Vec<(CompactString, u32)>) {
    if depth == 0 || tree.upos(place) != Upos::Propn {
        return;
    }
    for &child in tree.children(place) {
        match tree.deprel(child) {
            Deprel::Nmod if preposition(tree, child) == Some("with") => out.push(("with".into(), child)),
            Deprel::Nmod | Deprel::Appos | Deprel::Flat | Deprel::NmodDesc => companions(tree, child, depth - 1, out),
            _ => {}
        }
    }
}

/// The arguments of a noun, and of the light verb that carries it.
pub(crate) fn of_noun(tree: &Tree<'_>, noun: u32, frames: &Frames) -> Arguments {
    let mut out = Arguments::default();
    for &child in tree.children(noun) {
        match tree.deprel(child) {
            Deprel::NmodPoss => out.subject = Some(child),
            Deprel::Compound | Deprel::Amod | Deprel::NmodDesc if child < noun => out.modifiers.push(child),
            Deprel::Nmod | Deprel::Obl => {
                if let Some(preposition) = preposition(tree, child) {
                    out.obliques.push((preposition.into(), child));
                }
            }
            Deprel::Acl => out.clauses.push((clause_kind(tree, child), child)),
            Deprel::Ccomp => out.clauses.push((ClauseKind::That, child)),
            _ => {}
        }
    }
    // The first conjunct carries what the later ones share ("talks and negotiations with").
    let mut carried = noun;
    if tree.deprel(noun) == Deprel::Conj {
        carried = tree.head(noun);
    }
    let relation = tree.deprel(carried);
    let verb = tree.head(carried);
    if verb != carried && matches!(relation, Deprel::Obj | Deprel::NsubjPass) && tree.upos(verb) == Upos::Verb {
        let particle = tree.child(verb, &[Deprel::CompoundPrt]).map(|child| tree.lemma(child));
        if let Some(effect) = frames.light(tree.lemma(verb), particle) {
            out.light = Some((verb, effect));
            let around = of_verb(tree, verb, frames);
            if out.subject.is_none() {
                out.subject = around.subject;
            }
            out.passive = around.passive;
            let known: Vec<u32> = out.obliques.iter().map(|(_, token)| *token).collect();
            out.obliques.extend(around.obliques.into_iter().filter(|(_, token)| !known.contains(token)));
        }
    }
    out
}
