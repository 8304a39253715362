//! PLOVER's modes and contexts, as closed lists.

use super::types::EventType;

/// Every mode, grouped by type; the types without modes are left out.
pub const MODES: [(EventType, &[&str]); 11] = [
    (EventType::Consult, &["visit", "third-party", "multilateral", "phone"]),
    (EventType::Retreat, &["withdraw", "release", "disarm", "ceasefire", "access", "resign"]),
    (EventType::Request, &["assist", "change", "yield", "meet"]),
    (EventType::Accuse, &["disapprove", "investigate", "allege"]),
    (EventType::Reject, &["assist", "change", "yield", "meet"]),
    (EventType::Threaten, &["restrict", "arrest", "relations", "expel", "territory", "violence"]),
    (EventType::Protest, &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"]),
    (EventType::Sanction, &["convict", "expel", "withdraw", "discontinue"]),
    (EventType::Mobilize, &["troops", "weapons", "police", "militia"]),
    (
        EventType::Coerce,
        &[
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ],
    ),
    (
        EventType::Assault,
        &[
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ],
    ),
];

/// PLOVER's contexts.
pub const CONTEXTS: [&str; 37] = [
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
];

/// The modes of a type.
#[must_use]
pub fn modes(kind: EventType) -> &'static [&'static str] {
    MODES.iter().find(|(other, _)| *other == kind).map_or(&[], |(_, modes)| modes)
}

/// A mode of a type by its name.
#[must_use]
pub fn mode(kind: EventType, name: &str) -> Option<&'static str> {
    modes(kind).iter().find(|mode| **mode == name).copied()
}

/// A context by its name.
#[must_use]
pub fn context(name: &str) -> Option<&'static str> {
    CONTEXTS.iter().find(|context| **context == name).copied()
}
