//! Places in texts of our own, with the gazetteer that ships.

use std::sync::LazyLock;

use super::{Place, locate};
use crate::article::layout;
use crate::entities::{Country, Entities, Entity, EntityKind, Mention, MentionKind};
use crate::names::Label;
use crate::pipeline::Document;
use crate::tokens::tokenize;
use crate::{Resources, Span};

static RESOURCES: LazyLock<Resources> =
    LazyLock::new(|| Resources::load(&Resources::source_folder()).expect("the shipped resources"));

/// A document whose entities are the given names, each with every place it stands at.
fn document(text: &str, names: &[(&str, Label, Option<&str>)]) -> Document {
    let layout = layout(text);
    let tokens = tokenize(text, &layout);
    let mut entities = Entities::default();
    for (index, &(name, label, country)) in (0u32..).zip(names) {
        entities.entities.push(Entity {
            name: name.to_owned(),
            kind: EntityKind::Named(label),
            country: country.and_then(Country::new),
            sectors: Vec::new(),
            titles: Vec::new(),
            mentions: Vec::new(),
            seat: false,
            rule: "test",
        });
        for (start, _) in text.match_indices(name) {
            let span = Span::of(start, start + name.len());
            let range = tokens.within(span);
            let head = range.end - 1;
            entities.mentions.push(Mention {
                span,
                tokens: range,
                head,
                kind: MentionKind::Name,
                entity: index,
                confidence: 1.0,
            });
        }
    }
    entities.mentions.sort_by_key(|mention| mention.span);
    Document { layout, tokens, entities, ..Document::default() }
}

/// The place of the first of the names.
fn first(text: &str, names: &[(&str, Label, Option<&str>)]) -> Option<Place> {
    locate(text, &document(text, names), &RESOURCES).by_entity.into_iter().next().flatten()
}

#[test]
fn context_decides() {
    use Label::{Gpe, Loc, Norp};
    type Names<'n> = &'n [(&'n str, Label, Option<&'n str>)];
    let cases: &[(&str, Names<'_>, &str, &str)] = &[
        ("Fire swept through Paris, Texas, on Monday.", &[("Paris", Gpe, None), ("Texas", Gpe, None)], "USA", "TX"),
        ("The mayor of Paris resigned.", &[("Paris", Gpe, None)], "FRA", "11"),
        (
            "A jury in Springfield, Illinois, agreed.",
            &[("Springfield", Gpe, None), ("Illinois", Gpe, None)],
            "USA",
            "IL",
        ),
        (
            "Georgia accused Russia. Tbilisi fell silent.",
            &[("Georgia", Gpe, None), ("Russia", Gpe, None), ("Tbilisi", Gpe, None)],
            "GEO",
            "",
        ),
        (
            "Voters in Georgia lined up in Atlanta and Savannah.",
            &[("Georgia", Gpe, None), ("Atlanta", Gpe, None), ("Savannah", Gpe, None)],
            "USA",
            "GA",
        ),
        ("Lebanese troops entered Tripoli.", &[("Tripoli", Gpe, None), ("Lebanese", Norp, Some("LBN"))], "LBN", ""),
        ("The Syrian city of Hama was quiet.", &[("Hama", Gpe, None), ("Syrian", Norp, Some("SYR"))], "SYR", ""),
        ("Police in Lagos state said so.", &[("Lagos", Gpe, None)], "NGA", ""),
        (
            "A boy fell ill in Cook County, Illinois.",
            &[("Cook County", Gpe, None), ("Illinois", Gpe, None)],
            "USA",
            "IL",
        ),
        ("Snow closed roads in Cumbria.", &[("Cumbria", Gpe, None)], "GBR", "ENG"),
        // A list of countries is no containment: a Japanese village is called China.
        ("Envoys of China, Japan and Mongolia met.", &[("China", Gpe, None), ("Japan", Gpe, None)], "CHN", ""),
        ("A bridge in Buffalo, New York, is closed.", &[("New York", Gpe, None), ("Buffalo", Gpe, None)], "USA", "NY"),
        ("Fires spread in Northern Alberta.", &[("Northern Alberta", Gpe, None)], "CAN", "01"),
        ("Snow fell in Akita Prefecture.", &[("Akita Prefecture", Gpe, None)], "JPN", "02"),
        // The city, not the region around it that is called like it; unless the text says so.
        ("Shops opened in Kyiv.", &[("Kyiv", Gpe, None)], "UKR", "12"),
        ("Police in Kyiv province said so.", &[("Kyiv", Gpe, None)], "UKR", "13"),
        // The towns of another country say little where all who act are from here.
        (
            "Envoys met in Dallas, Texas. French police arrested ten French unionists in Paris.",
            &[("Paris", Gpe, None), ("Dallas", Gpe, None), ("Texas", Gpe, None), ("French", Norp, Some("FRA"))],
            "FRA",
            "",
        ),
        (
            "A firm in Springfield, Illinois, sold the arms. Egyptian police sealed off Cairo.",
            &[
                ("Cairo", Gpe, None),
                ("Springfield", Gpe, None),
                ("Illinois", Gpe, None),
                ("Egyptian", Norp, Some("EGY")),
            ],
            "EGY",
            "",
        ),
        (
            "A jury in Springfield, Illinois, agreed. Storms hit Cairo and Carbondale.",
            &[("Cairo", Gpe, None), ("Springfield", Gpe, None), ("Illinois", Gpe, None), ("Carbondale", Gpe, None)],
            "USA",
            "IL",
        ),
        ("Ships crossed the Black Sea.", &[("Black Sea", Loc, None)], "", ""),
        ("Relations with the U.S. are strained.", &[("U.S.", Gpe, None)], "USA", ""),
    ];
    for (text, names, country, region) in cases {
        let place = first(text, names).unwrap_or_else(|| panic!("no place in {text:?}"));
        assert_eq!(
            place.country.map_or("", |code| Box::leak(code.to_string().into_boxed_str())),
            *country,
            "{text}: {place:?}"
        );
        if !region.is_empty() {
            assert_eq!(place.region_code.as_deref(), Some(*region), "{text}: {place:?}");
        }
        assert!((0.0..=1.0).contains(&place.score) && place.ambiguous == (place.score < super::SURE));
    }
}

#[test]
fn says_what_it_does_not_know() {
    assert_eq!(first("Rain fell on Qxaltipurr.", &[("Qxaltipurr", Label::Gpe, None)]), None);
    assert_eq!(first("Paris Hilton arrived.", &[("Paris Hilton", Label::Person, None)]), None);
    // Nothing in the text says which of the many it is.
    let springfield = first("Springfield woke up late.", &[("Springfield", Label::Gpe, None)]).expect("a place");
    assert!(springfield.ambiguous, "{springfield:?}");
}

#[test]
fn parts_of_the_world_lie_in_the_middle_of_their_members() {
    let scandinavia = first("Snow fell across Scandinavia.", &[("Scandinavia", Label::Loc, None)]).expect("a place");
    assert!((scandinavia.latitude - 61.5).abs() < 2.0 && (scandinavia.longitude - 12.8).abs() < 3.0);
    // What is known of a county's towns is not its population.
    let county = first("Fire broke out in Harris County.", &[("Harris County", Label::Gpe, None)]).expect("a place");
    assert_eq!((county.kind, county.population), (super::PlaceKind::Area, None));
}

#[test]
fn what_contains_a_town_is_a_region() {
    let kind = |text, names: &[(&str, Label, Option<&str>)]| first(text, names).expect("a place").kind;
    // By itself the town in Virginia is the larger one.
    let names = [("Norfolk", Label::Gpe, None), ("Norwich", Label::Gpe, None)];
    assert_eq!(kind("A bridge in Norwich, Norfolk, is closed.", &names), super::PlaceKind::Area);
}

#[test]
fn a_list_of_states_holds_states() {
    let names = ["New York", "Ohio", "Oregon", "Utah", "Idaho"].map(|name| (name, Label::Gpe, None));
    let place = first("The firms are registered in Ohio, Oregon, New York, Utah and Idaho.", &names);
    let place = place.expect("a place");
    assert_eq!((place.kind, place.region_code.as_deref()), (super::PlaceKind::Region, Some("NY")));
}

/// The three points that are published for China lie far apart, those for Kenya near each other.
#[test]
fn a_country_stands_between_what_is_published() {
    let spot = |name| first(&format!("Talks were held in {name}."), &[(name, Label::Gpe, None)]).expect("a place");
    let china = spot("China");
    assert!(super::kilometers(china.latitude, china.longitude, 35.0, 105.0) < 100.5);
    assert!(super::kilometers(china.latitude, china.longitude, 36.7, 103.4) < 200.0);
    assert_eq!((spot("Kenya").latitude, spot("Kenya").longitude), (1.0, 38.0));
}

#[test]
fn a_city_is_sure_though_villages_bear_its_name() {
    let place = first("Shops opened in San Francisco.", &[("San Francisco", Label::Gpe, None)]).expect("a place");
    assert_eq!((place.region_code.as_deref(), place.ambiguous), (Some("CA"), false), "{place:?}");
}

#[test]
fn facts_of_a_place() {
    let cologne = first("Talks opened in Cologne.", &[("Cologne", Label::Gpe, None)]).expect("a place");
    assert!((cologne.latitude - 50.93).abs() < 0.1 && (cologne.longitude - 6.95).abs() < 0.1);
    assert_eq!(cologne.region.as_deref(), Some("North Rhine-Westphalia"));
    assert!(cologne.geonames_id.is_some() && cologne.population.is_some_and(|people| people > 500_000));
}
