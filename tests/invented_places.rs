//! Places that nobody knows: invented names in sentences of our own, through the whole pipeline. The names stand in no list,
//! so that only the sentence can tell that they are places.

#![allow(clippy::print_stdout)] // the figure, for `--nocapture`

use std::sync::Arc;

use dateline::entities::{EntityKind, MentionKind};
use dateline::names::Label;
use dateline::{Analyzer, Layers, Options, Resources};

/// Name and sentence.
const CASES: [(&str, &str); 40] = [
    ("Vandrozhe", "Floodwater has cut the only road into Vandrozhe, leaving families without bread for three days."),
    ("Tolmecca", "Engineers reopened the bridge at Tolmecca after a week of repairs."),
    ("Oskwari", "A school roof collapsed in Oskwari during Sunday's storm, injuring four pupils."),
    ("Brennath", "The mayor of Brennath asked residents to boil their tap water."),
    ("Quelmira", "Doctors from the capital have set up a tent hospital outside Quelmira."),
    ("Sadoubré", "Rebels said on Thursday that they had pulled out of Sadoubré without a fight."),
    ("Hjorvanes", "Fishermen from Hjorvanes blocked the harbour to protest against the new quotas."),
    ("Ploskovar", "Two miners were still missing near Ploskovar on Wednesday evening."),
    ("Ndorukwe", "The bus was travelling from Ndorukwe to the coast when its brakes failed."),
    ("Xilantepo", "Police in Xilantepo found the stolen paintings in a barn."),
    ("Karimvaz", "Shells hit the western outskirts of Karimvaz overnight, according to the regional hospital."),
    ("Ustrovin", "Voters in Ustrovin will choose a new council next month."),
    ("Maluwatte", "Thousands fled Maluwatte as the river rose."),
    ("Ferrandosa", "The court in Ferrandosa sentenced both men to eleven years."),
    ("Dhekarpali", "Farmers around Dhekarpali say the canal has been dry since May."),
    ("Wendlecote", "The fire at Wendlecote started in a bakery shortly before dawn."),
    ("Tschernitzau", "Trains between Berlin and Tschernitzau were delayed by a fallen tree."),
    ("Yonhwari", "The governor visited Yonhwari on Friday to inspect the damaged dam."),
    ("Bouzanka", "Aid lorries reached Bouzanka for the first time since the ceasefire."),
    ("Larkspurn", "She was born in Larkspurn and moved to London at the age of nine."),
    ("Azmouriya", "Government troops recaptured Azmouriya on Tuesday, the defence ministry said."),
    ("Pervozhin", "An explosion tore through a market in the town of Pervozhin, killing twelve people."),
    ("Coromonde", "The village of Coromonde has been without power since the weekend."),
    ("Skarrevik", "Skarrevik has 9,000 inhabitants and one secondary school."),
    ("Itumbeira", "Heavy rain is forecast for Itumbeira and the surrounding hills."),
    ("Golvashti", "Residents of Golvashti told reporters that the soldiers had arrived at night."),
    ("Mandeshwal", "Health officials confirmed three cholera cases in Mandeshwal, 80 kilometres north of the border."),
    ("Trevannock", "The search for a missing sailor off Trevannock was called off at noon."),
    ("Kyzylbent", "Kazakh investigators flew to Kyzylbent to examine the wreckage."),
    ("Santorelmo", "A strong earthquake shook Santorelmo and two neighbouring villages early on Monday."),
    ("Bejarwan", "The United Nations said 40,000 people had arrived in Bejarwan since March."),
    ("Hrastopol", "The factory in Hrastopol, which employs 600 people, will close by December."),
    ("Nakuvale", "Peacekeepers patrol the road to Nakuvale every morning."),
    ("Orszbánya", "Hungarian police stopped the lorry near Orszbánya."),
    ("Dunmarrow", "Dunmarrow, a former mining town, elected its first woman mayor in 1998."),
    ("Tepehisar", "The minister will travel to Tepehisar tomorrow for the funeral."),
    ("Lomatungwe", "Elephants destroyed crops in Lomatungwe district last week."),
    ("Vilcahuasi", "Protesters closed the airport of Vilcahuasi for six hours."),
    ("Ostermoor", "Coal barges can again pass through Ostermoor, the port authority said."),
    ("Jabal Rukhan", "Snow fell in Jabal Rukhan for the first time in thirty years."),
];

/// More names, of all kinds.
const MORE: &str = include_str!("invented_names.tsv");

#[test]
fn invented_places_are_places() {
    let resources = Arc::new(Resources::load(&Resources::source_folder()).expect("the shipped resources"));
    let analyzer = Analyzer::new(resources.clone(), Options::default());
    let mut missed = Vec::new();
    for (name, sentence) in CASES {
        assert!(!resources.gazetteer.contains(name), "{name} is a place that the gazetteer knows");
        let kind = entity(&analyzer, name, sentence);
        if kind != Some(EntityKind::Named(Label::Gpe)) {
            missed.push((name, kind.map_or("none", EntityKind::name)));
        }
    }
    println!("{} of {} are GPE; not {missed:?}", CASES.len() - missed.len(), CASES.len());
    assert!(missed.len() <= 2, "{} of {} are no GPE: {missed:?}", missed.len(), CASES.len());
}

#[test]
fn other_invented_names() {
    let resources = Arc::new(Resources::load(&Resources::source_folder()).expect("the shipped resources"));
    let analyzer = Analyzer::new(resources, Options { layers: Layers::Names, ..Options::default() });
    for (label, least) in [("GPE", 215), ("PERSON", 14), ("ORG", 8), ("NORP", 2)] {
        let rows = MORE.lines().skip(2).map(|row| row.split('\t').collect::<Vec<_>>()).filter(|row| row[1] == label);
        let (mut all, mut missed) = (0, Vec::new());
        for row in rows {
            let document = analyzer.analyze(row[2], None);
            let start = u32::try_from(row[2].find(row[0]).expect("its name")).expect("short");
            let found = document.names.iter().find(|name| name.span.start <= start && start < name.span.end);
            let found = found.map_or("none", |name| name.label.name());
            all += 1;
            if found != label {
                missed.push((row[0], found));
            }
        }
        println!("{} of {all} are {label}; not {missed:?}", all - missed.len());
        assert!(all - missed.len() >= least, "{label}: {missed:?}");
    }
}

/// The kind of the entity that the first letter of the name belongs to.
fn entity(analyzer: &Analyzer, name: &str, sentence: &str) -> Option<EntityKind> {
    let document = analyzer.analyze(sentence, None);
    let start = u32::try_from(sentence.find(name).expect("its name")).expect("short");
    let entities = &document.entities;
    let mut names = entities.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
    let found = names.find(|mention| mention.span.start <= start && start < mention.span.end);
    found.map(|mention| entities.entities[mention.entity as usize].kind)
}
