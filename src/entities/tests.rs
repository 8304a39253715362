//! Sentences with their names marked ("[PERSON John Kerry]"), analyzed by the shipped parser.

use std::sync::LazyLock;

use super::{Entities, EntityKind, MentionKind, Sector, resolve};
use crate::Span;
use crate::names::{Label, Name};
use crate::pipeline::Document;
use crate::resources::Resources;

static RESOURCES: LazyLock<Resources> =
    LazyLock::new(|| Resources::load(&Resources::source_folder()).expect("shipped models load"));

/// Resolves a text whose names are marked.
fn entities(marked: &str) -> (String, Entities) {
    let mut text = String::new();
    let mut spans: Vec<(Span, Label)> = Vec::new();
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let close = rest.find(']').expect("a closing bracket");
        let (label, name) = rest[open + 1..close].split_once(' ').expect("label and name");
        let start = text.len();
        text.push_str(name);
        spans.push((Span::of(start, text.len()), Label::from_name(label).expect("a label")));
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    let mut document = Document { layout: crate::article::layout(&text), ..Document::default() };
    document.tokens = crate::tokens::tokenize(&text, &document.layout);
    document.syntax = crate::syntax::parse(&text, &document.tokens, None, &RESOURCES);
    for (span, label) in spans {
        let tokens = document.tokens.within(span);
        document.names.push(Name { span, tokens, label, confidence: 1.0, margin: 1.0 });
    }
    let found = resolve(&text, &document, &RESOURCES);
    (text, found)
}

/// The entity of the mention with this text, the `nth` of it.
fn of(text: &str, entities: &Entities, form: &str, nth: usize) -> u32 {
    let mut fitting = entities.mentions.iter().filter(|mention| mention.span.text(text) == form);
    fitting.nth(nth).unwrap_or_else(|| panic!("no mention {form:?} in {text:?}")).entity
}

#[test]
fn names_of_one_entity_come_together_and_others_stay_apart() {
    for (marked, same, apart) in [
        ("[PERSON Mara Dolan] spoke. [PERSON Dolan] left.", vec![("Mara Dolan", "Dolan")], vec![]),
        (
            "[PERSON Mara Dolan] met [PERSON Pete Dolan]. Mr. [PERSON Dolan] left.",
            vec![("Pete Dolan", "Dolan")],
            vec![("Mara Dolan", "Pete Dolan")],
        ),
        (
            "[GPE U.S.] planes flew. [GPE America] and the [GPE United States] agree.",
            vec![("U.S.", "America"), ("America", "United States")],
            vec![],
        ),
        (
            "[NORP Russian] ships left [GPE Russia] for [GPE Moscow].",
            vec![],
            vec![("Russian", "Russia"), ("Russia", "Moscow")],
        ),
        (
            "The [ORG Harbour Pilots Union] ([ORG HPU]) voted. [ORG HPU] won.",
            vec![("Harbour Pilots Union", "HPU")],
            vec![],
        ),
        (
            "[ORG Norlund Motor Company] lost money. [ORG Norlund] cut jobs. [ORG Norlund Australia] did not.",
            vec![("Norlund Motor Company", "Norlund")],
            vec![("Norlund", "Norlund Australia")],
        ),
        (
            "[PERSON Sergei Vetrov] came. [PERSON Sergey Vetrov] spoke.",
            vec![("Sergei Vetrov", "Sergey Vetrov")],
            vec![],
        ),
        ("[PERSON Bill Harlan] came. [PERSON William Harlan] spoke.", vec![("Bill Harlan", "William Harlan")], vec![]),
        ("[GPE Darfur] is dry. [GPE South Darfur] is not.", vec![], vec![("Darfur", "South Darfur")]),
        ("[GPE Oxford] is a town. [ORG Oxford University] is old.", vec![], vec![("Oxford", "Oxford University")]),
    ] {
        let (text, found) = entities(marked);
        for (one, other) in same {
            assert_eq!(of(&text, &found, one, 0), of(&text, &found, other, 0), "{one} {other}: {text}");
        }
        for (one, other) in apart {
            assert_ne!(of(&text, &found, one, 0), of(&text, &found, other, 0), "{one} {other}: {text}");
        }
    }
}

#[test]
fn a_misspelt_name_in_known_company_is_doubtful() {
    let (text, found) = entities(
        "[PERSON Sergei Lavrov] and [PERSON Anna Berg] met. It was asked whether [PERSON Larowe] and [PERSON Berg] would.",
    );
    assert_eq!(of(&text, &found, "Larowe", 0), of(&text, &found, "Sergei Lavrov", 0));
    let doubtful = found.mentions.iter().find(|mention| mention.span.text(&text) == "Larowe").expect("a mention");
    assert!(doubtful.confidence <= 0.5);
}

#[test]
fn titles_give_role_country_and_sector() {
    for (marked, name, role, country, sector) in [
        (
            "[NORP Russian] Foreign Minister [PERSON Oleg Vetrov] spoke.",
            "Oleg Vetrov",
            "foreign minister",
            "RUS",
            "GOV",
        ),
        ("[ORG State Department] spokesman [PERSON Tim Hull] spoke.", "Tim Hull", "spokesman", "USA", "GOV"),
        ("[PERSON Ana Ruiz], the [NORP Spanish] police chief, spoke.", "Ana Ruiz", "police chief", "ESP", "COP"),
        ("[NORP Kenyan] General [PERSON Moses Otieno] spoke.", "Moses Otieno", "general", "KEN", "MIL"),
        ("[PERSON Ole Holm], [GPE Norway]'s first human rights activist, spoke.", "Ole Holm", "activist", "NOR", "CVL"),
    ] {
        let (text, found) = entities(marked);
        let entity = &found.entities[of(&text, &found, name, 0) as usize];
        assert_eq!(entity.country.map(|code| code.to_string()).as_deref(), Some(country), "{text}");
        assert_eq!(entity.sectors.first().map(|sector| sector.code()), Some(sector), "{text}");
        assert_eq!(entity.titles.first().and_then(|title| title.role.as_deref()), Some(role), "{text}");
    }
}

#[test]
fn unnamed_actors_have_codes() {
    for (marked, head, country, sector) in [
        ("[NORP Iraqi] police fired.", "Iraqi police", Some("IRQ"), "COP"),
        ("[ORG Taliban] fighters fled.", "Taliban fighters", Some("AFG"), "REB"),
        ("The protesters in [GPE Cairo] marched.", "protesters in Cairo", Some("EGY"), "CVL"),
        ("The president of [GPE Armenia] spoke.", "president of Armenia", Some("ARM"), "GOV"),
        ("Rebels attacked.", "Rebels", None, "REB"),
        ("The [NORP Kenyan]-backed rebels attacked.", "Kenyan-backed rebels", None, "REB"),
    ] {
        let (text, found) = entities(marked);
        let entity = &found.entities[of(&text, &found, head, 0) as usize];
        assert_eq!(entity.kind, EntityKind::Group, "{text}");
        assert_eq!(entity.country.map(|code| code.to_string()).as_deref(), country, "{text}");
        assert_eq!(entity.sectors.first().map(|sector| sector.code()), Some(sector), "{text}");
    }
}

#[test]
fn tables_know_peoples_and_long_names_of_countries() {
    for (marked, form, label, country) in [
        ("[GPE Azerbaijanis] marched.", "Azerbaijanis", Label::Norp, "AZE"),
        ("[PERSON Sierra Leonean] rebels fled.", "Sierra Leonean", Label::Norp, "SLE"),
        ("[PERSON Scott] marched.", "Scott", Label::Person, ""),
        (
            "The [ORG Democratic People]'s [GPE Republic of Korea] spoke.",
            "Democratic People's Republic of Korea",
            Label::Gpe,
            "PRK",
        ),
        ("The [GPE Republic of Korea] spoke.", "Republic of Korea", Label::Gpe, "KOR"),
    ] {
        let (text, found) = entities(marked);
        let entity = &found.entities[of(&text, &found, form, 0) as usize];
        assert_eq!(entity.kind, EntityKind::Named(label), "{text}");
        assert_eq!(entity.country.map_or(String::new(), |code| code.to_string()), country, "{text}");
    }
}

#[test]
fn several_countries_before_a_noun_are_several_groups() {
    let (text, found) = entities(
        "[NORP Danish], [NORP Finnish] and [NORP Polish] officials met. The [NORP Danish] officials left. \
         [NORP Danish] and [NORP Polish] leader [PERSON Jan Holm] spoke.",
    );
    let groups: Vec<(&str, Option<String>)> = found
        .entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Group)
        .map(|entity| (entity.name.as_str(), entity.country.map(|code| code.to_string())))
        .collect();
    let code = |code: &str| Some(code.to_owned());
    assert_eq!(
        groups,
        [("Danish officials", code("DNK")), ("Finnish officials", code("FIN")), ("Polish officials", code("POL"))],
        "{text}"
    );
    assert!(
        found.entities.iter().filter(|it| it.kind == EntityKind::Group).all(|it| it.sectors == [Sector::Government])
    );
    let nominal = |form| {
        let fits = |it: &&super::Mention| it.kind == MentionKind::Nominal && it.span.text(&text) == form;
        found.mentions.iter().find(fits).map(|it| it.entity)
    };
    assert_eq!(nominal("Danish"), nominal("Danish officials"));
}

#[test]
fn a_capital_acts_for_its_government_and_a_city_does_not() {
    let (text, found) = entities("[GPE Moscow] warned [GPE Samara].");
    let actor = |form| found.actor_of_entity(of(&text, &found, form, 0));
    assert_eq!(actor("Moscow").country.map(|code| code.to_string()).as_deref(), Some("RUS"));
    assert_eq!(actor("Moscow").sectors.first().map(|sector| sector.code()), Some("GOV"));
    assert!(actor("Samara").sectors.is_empty());
}

#[test]
fn definite_roles_and_pronouns_find_their_person() {
    let (text, found) = entities(
        "[NORP Russian] Foreign Minister [PERSON Oleg Vetrov] arrived. The foreign minister smiled. He spoke for an hour.",
    );
    let person = of(&text, &found, "Oleg Vetrov", 0);
    assert_eq!(of(&text, &found, "foreign minister", 0), person);
    assert_eq!(of(&text, &found, "He", 0), person);
    let (text, found) = entities("[PERSON Maria Lund] met [PERSON Peter Holm]. She left early.");
    assert_eq!(of(&text, &found, "She", 0), of(&text, &found, "Maria Lund", 0));
}

#[test]
fn pronouns_follow_gender_topic_and_structure() {
    for (marked, pronoun, nth, antecedent) in [
        // A boss of the other gender stands nearer.
        ("[PERSON Helen Marsh] called [PERSON Robert Quill]. She sounded tired.", "She", 0, "Helen Marsh"),
        // The subject goes on.
        ("[PERSON Colin Barrow] beat [PERSON Edward Stone]. He won the next match, too.", "He", 0, "Colin Barrow"),
        // Its own clause has no room for the subject once more.
        ("[PERSON Martin Hale] came. [PERSON Victor Lane] thanked him.", "him", 0, "Martin Hale"),
        // "Her sister Joan": Joan is not "her".
        ("[PERSON Laura Finch] lives with her sister [PERSON Joan Finch].", "her", 0, "Laura Finch"),
    ] {
        let (text, found) = entities(marked);
        assert_eq!(of(&text, &found, pronoun, nth), of(&text, &found, antecedent, 0), "{text}");
    }
    // Nobody of this gender is there.
    let (text, found) = entities("[PERSON Robert Quill] slept. She sounded tired.");
    assert!(found.mentions.iter().all(|mention| mention.kind != MentionKind::Pronoun), "{text}");
}

#[test]
fn who_is_taken_for_a_place_but_acts_and_is_he_or_she_is_a_person() {
    use crate::names::Label::{Gpe, Person};
    for (marked, name, label) in [
        ("[GPE Velmar] told the court that he slept.", "Velmar", Person),
        ("[GPE Agnieszka] smiled at her mother.", "Agnieszka", Person),
        ("[PERSON Ida Velmar] left. Later [GPE Velmar] sang her songs.", "Velmar", Person),
        // Nobody is called "he"; something is in it; it is known.
        ("[GPE Velmar] told the court that it slept.", "Velmar", Gpe),
        ("[GPE Velmar] rose. He slept in [GPE Velmar].", "Velmar", Gpe),
        ("[GPE Velmar], [GPE Ohio], told him so.", "Velmar", Gpe),
        ("[GPE France] told the court that he slept.", "France", Gpe),
    ] {
        let (text, found) = entities(marked);
        let mention = found.mentions.iter().rev().find(|it| it.span.text(&text) == name).expect("a mention");
        assert_eq!(found.entities[mention.entity as usize].kind, EntityKind::Named(label), "{text}");
    }
}

#[test]
fn a_surname_is_not_that_of_a_relative_named_in_full() {
    for (marked, pronoun, name, relative) in [
        (
            "[PERSON Marsh] was born in Hull to [PERSON George Marsh]. She moved to Leeds.",
            "She",
            "Marsh",
            "George Marsh",
        ),
        ("She married [PERSON John Quill] in 1990. Later [PERSON Quill] sang her songs.", "her", "Quill", "John Quill"),
    ] {
        let (text, found) = entities(marked);
        assert_eq!(of(&text, &found, pronoun, 0), of(&text, &found, name, 0), "{text}");
        assert_ne!(of(&text, &found, name, 0), of(&text, &found, relative, 0), "{text}");
    }
    // A woman named in full has her own surname, and headlines name people before they introduce them.
    for marked in [
        "[PERSON Anna Berg] spoke. She married [PERSON John Quill] in 1990. [PERSON Quill] sang.",
        "[PERSON Quill] is free. The husband of a minister, [PERSON John Quill], was let go.",
    ] {
        let (text, found) = entities(marked);
        assert_eq!(of(&text, &found, "Quill", 0), of(&text, &found, "John Quill", 0), "{text}");
    }
}

#[test]
fn a_proper_noun_that_acts_is_a_name_only_for_a_pronoun() {
    let name = |marked| {
        let (text, found) = entities(marked);
        found.mentions.iter().any(|mention| mention.kind == MentionKind::Name && mention.span.text(&text) == "Velmar")
    };
    assert!(name("Velmar closed the door. Then he sat down."));
    assert!(!name("Velmar closed the door. Then it rained."));
}

#[test]
fn products_keep_their_model() {
    for (marked, whole) in [
        ("She bought an [PRODUCT Orlyx] 4 in May.", "Orlyx 4"),
        ("She bought the [ORG oLyx] 4 in May.", "oLyx 4"),
        ("The [ORG Norex] 100 fell on Monday.", "Norex 100"),
        ("The [ORG Norex] 30 index fell on Monday.", "Norex 30"),
        ("The [ORG Norex] 100 shares fell on Monday.", "Norex"),
        ("[ORG Norlund] 30 [ORG Tarnow] 21", "Norlund"),
        ("She bought [PRODUCT Orlyx] Tablet and left.", "Orlyx Tablet"),
        ("The [PRODUCT Orlyx] sold well.", "Orlyx"),
        ("She bought [PRODUCT Orlyx] 4 days later.", "Orlyx"),
    ] {
        let (text, found) = entities(marked);
        let names: Vec<_> = found.mentions.iter().map(|mention| mention.span.text(&text)).collect();
        assert!(names.contains(&whole), "{names:?}: {text}");
    }
}

#[test]
fn tokens_and_spans_lead_to_mentions() {
    let (text, found) = entities("[NORP Russian] Foreign Minister [PERSON Oleg Vetrov] arrived.");
    let mention = found.mention_at(4).expect("Vetrov");
    assert_eq!(found.mentions[mention as usize].kind, MentionKind::Name);
    assert_eq!(found.entity_of_span(Span::of(0, text.len())), Some(of(&text, &found, "Oleg Vetrov", 0)));
    assert_eq!(found.mention_at(99), None);
}

#[test]
fn any_text_ends() {
    for text in ["", "\n\n", "((((", "\"\"\"\"\"\"", "he he he he", "the the the of of of", "’s ’s", "🙂 🙂 she"]
    {
        let _ = entities(text);
    }
    let many = "[PERSON Ann Lee] of [ORG Lee Group] saw her. ".repeat(2000);
    let (_, found) = entities(&many);
    assert!(found.mentions.len() > 4000);
}
