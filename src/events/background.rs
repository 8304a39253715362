//! What a sentence reports, and what it only mentions. Coders read the main act of a sentence first; what stands in its
//! subordinate clauses and phrases is often background ("the general, who led the coup of 1999, met ...").

use super::coding::Decided;
use super::scene::Scene;
use crate::model::argmax;
use crate::syntax::Deprel;

/// The odds of an act are divided by it for each clause or phrase that the act is subordinate in.
const SUBORDINATE: f32 = 3.5;
/// Beside the main act, one of another type needs so many times the odds of the threshold.
const BESIDE: f32 = 4.0;
/// Relations looked at above a trigger.
const STEPS: usize = 12;

/// For each act whether it is its sentence's main one, of the same type, or sure enough; a user's own always is.
pub(super) fn stands_out(scene: &Scene<'_>, decided: &[Decided], threshold: f32) -> Vec<bool> {
    let needed = BESIDE * odds(threshold);
    let sentence = |one: &Decided| scene.candidates[one.candidate].sentence;
    let mut out = Vec::with_capacity(decided.len());
    for group in decided.chunk_by(|one, other| sentence(one) == sentence(other)) {
        let weights: Vec<f32> = group.iter().map(|one| weight(scene, one)).collect();
        let main = &group[argmax(&weights)];
        let alone = |one: &Decided, weight: f32| one.is_users || one.kind == main.kind || weight >= needed;
        out.extend(group.iter().zip(&weights).map(|(one, &weight)| alone(one, weight)));
    }
    out
}

fn odds(share: f32) -> f32 {
    share / (1.0 - share).max(1e-6)
}

/// The odds of an act, the less the deeper it stands.
fn weight(scene: &Scene<'_>, one: &Decided) -> f32 {
    let tree = scene.tree();
    let mut odds = odds(one.confidence);
    let mut at = scene.candidates[one.candidate].token;
    for _ in 0..STEPS {
        if is_subordinate(tree.deprel(at)) {
            odds /= SUBORDINATE;
        }
        let head = tree.head(at);
        if head == at {
            break;
        }
        at = head;
    }
    odds
}

fn is_subordinate(relation: Deprel) -> bool {
    matches!(
        relation,
        Deprel::Acl
            | Deprel::AclRelcl
            | Deprel::Advcl
            | Deprel::AdvclRelcl
            | Deprel::Nmod
            | Deprel::Obl
            | Deprel::Parataxis
            | Deprel::Appos
    )
}

#[cfg(test)]
mod tests {
    use crate::{Analyzer, Options, Resources};

    #[test]
    fn background_must_be_surer() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let at = |event_threshold: f32| {
            let options = Options { any_language: true, event_threshold, ..Options::default() };
            let analyzer =
                Analyzer::new(resources.with_lexicon(crate::lexicon::Lexicon::built_in().unwrap()).into(), options);
            let text = "The minister, whose deputy was asked to resign over a plan to boycott the election, met rebel leaders \
                        in Kampala on Friday.";
            analyzer.analyze(text, None).events.iter().map(|event| event.kind.name()).collect::<Vec<_>>()
        };
        let (all, usual) = (at(0.0), at(Options::default().event_threshold));
        assert!(usual.contains(&"CONSULT"), "{usual:?}");
        assert!(usual.len() < all.len(), "{usual:?} {all:?}");
    }
}
