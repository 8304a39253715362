//! What a sentence reports, and what it only mentions. Coders read the main act of a sentence first; what stands in its
//! subordinate clauses and phrases is often background ("the general, who led the coup of 1999, met ...").

use super::coding::Decided;
use super::scene::Scene;
use crate::model::argmax;
use crate::syntax::Deprel;

/// The odds of an act are divided by it for each clause or phrase that the act is subordinate in.
const SUBORDINATE: f32 = 3.5;
/// Beside the main act, one of another type needs so many times the odds of the threshold.
const BESIDE: f32 = 6.0;
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
    use crate::lexicon::Lexicon;
    use crate::{Analyzer, Options, Resources};

    #[test]
    fn background_must_be_surer() {
        let resources = Resources::load(&Resources::source_folder()).expect("the shipped files load");
        let usual = Options { any_language: true, ..Options::default() };
        let every = Options { event_threshold: 0.0, ..usual.clone() };
        let least = usual.event_threshold;
        let again = resources.with_lexicon(Lexicon::built_in().expect("the tables load"));
        let (every, usual) = (Analyzer::new(again.into(), every), Analyzer::new(resources.into(), usual));
        let text = "Police arrested two gunmen in Kano a day after the bombing, according to Reuters.";
        let kinds = |analyzer: &Analyzer| -> Vec<_> {
            let events = analyzer.analyze(text, None).events;
            events.iter().filter(|event| event.confidence >= least).map(|event| event.kind.name()).collect()
        };
        assert_eq!(kinds(&every), ["COERCE", "ASSAULT"]);
        assert_eq!(kinds(&usual), ["COERCE"]);
    }
}
