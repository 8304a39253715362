//! GAP development: whether a pronoun and a name are one, by the formula of its scorer, in the snippet.

use dateline::entities::MentionKind;
use dateline::{Analyzer, Layers, Options, Resources, Span};

use crate::Settings;
use crate::eval::tally::Tally;

struct Example {
    text: String,
    pronoun: Span,
    female: bool,
    /// Name span and whether the pronoun stands for it.
    names: [(Span, bool); 2],
    id: String,
}

fn read(settings: &Settings) -> Result<Vec<Example>, String> {
    let path = settings.data.join("links/gap-development.tsv");
    let raw = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut out = Vec::new();
    for line in raw.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let text = cells[1].to_owned();
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let span = |form: &str, at: &str| {
            let start = offsets[at.parse::<usize>().unwrap_or(0).min(offsets.len() - 1)];
            Span::of(start, (start + form.len()).min(text.len()))
        };
        let female = matches!(cells[2].to_lowercase().as_str(), "she" | "her" | "hers");
        let names = [(span(cells[4], cells[5]), cells[6] == "TRUE"), (span(cells[7], cells[8]), cells[9] == "TRUE")];
        out.push(Example { pronoun: span(cells[2], cells[3]), female, names, id: cells[0].to_owned(), text });
    }
    Ok(out)
}

/// Prints the candidates of every pronoun with what is known of them: number of the example, gender, which of the two names
/// it is (A, B or -), and its features. For comparing variants of the weights; none is ever fitted on this set.
pub(super) fn print_rows(settings: &Settings, resources: &std::sync::Arc<Resources>) -> Result<(), String> {
    let options = Options { layers: Layers::Names, any_language: true, ..Options::default() };
    let analyzer = Analyzer::new(resources.clone(), options);
    for (number, example) in read(settings)?.iter().enumerate() {
        let document = analyzer.analyze(&example.text, None);
        let choices = dateline::entities::pronoun_choices(&example.text, &document, resources);
        let inside = |token: u32, span: Span| document.tokens.tokens[token as usize].span.overlaps(span);
        let Some(choice) = choices.iter().find(|choice| inside(choice.token, example.pronoun)) else { continue };
        for candidate in &choice.candidates {
            let of = |name: usize| candidate.names.iter().any(|&token| inside(token, example.names[name].0));
            let which = if of(0) {
                "A"
            } else if of(1) {
                "B"
            } else {
                "-"
            };
            let features: Vec<String> = candidate.features.iter().map(|value| format!("{value:.3}")).collect();
            let gold = example.names.map(|(_, gold)| u8::from(gold));
            let gender = if example.female { "F" } else { "M" };
            println!("{number} {gender} {}{} {which} {}", gold[0], gold[1], features.join(" "));
        }
    }
    Ok(())
}

pub(super) fn run(settings: &Settings, resources: &std::sync::Arc<Resources>, errors: bool) -> Result<(), String> {
    let options = Options { layers: Layers::Names, any_language: true, ..Options::default() };
    let analyzer = Analyzer::new(resources.clone(), options);
    let mut tallies = [Tally::default(); 2];
    for example in read(settings)? {
        let document = analyzer.analyze(&example.text, None);
        let entities = &dateline::entities::resolve(&example.text, &document, resources);
        let mention = |span: Span, name: bool| {
            entities.mentions.iter().find(|mention| {
                mention.span.overlaps(span)
                    && (mention.kind == MentionKind::Name) == name
                    && (name || mention.kind == MentionKind::Pronoun)
            })
        };
        let pronoun = mention(example.pronoun, false).map(|mention| mention.entity);
        let tally = &mut tallies[usize::from(example.female)];
        let mut wrong = false;
        for (span, gold) in example.names {
            let name = mention(span, true).map(|mention| mention.entity);
            let said = pronoun.is_some() && name == pronoun;
            tally.add(usize::from(said && gold), usize::from(said), usize::from(gold));
            wrong |= said != gold;
        }
        if errors && wrong {
            let choices = dateline::entities::pronoun_choices(&example.text, &document, resources);
            let inside = |token: u32, span: Span| document.tokens.tokens[token as usize].span.overlaps(span);
            let choice = choices.iter().find(|choice| inside(choice.token, example.pronoun));
            for (span, _) in example.names.into_iter().filter(|(_, gold)| *gold) {
                let name = document.names.iter().find(|name| name.span.overlaps(span));
                let listed = choice.is_some_and(|choice| {
                    choice.candidates.iter().any(|it| it.names.iter().any(|&token| inside(token, span)))
                });
                let name = name.map(|name| (name.span.text(&example.text), name.label.name()));
                println!("{} {name:?}", if listed { "RANKED" } else { "ABSENT" });
            }
            let got = pronoun.map_or("-", |entity| &entities.entities[entity as usize].name);
            let names: Vec<_> = example.names.iter().map(|(span, gold)| (span.text(&example.text), gold)).collect();
            println!("{} {} {names:?} got {got}\n   {}", example.id, example.pronoun.text(&example.text), example.text);
        }
    }
    let [male, female] = tallies;
    let mut all = male;
    all.add(female.right, female.returned, female.gold);
    println!("GAP dev    all {all}");
    println!("GAP dev      M {male}");
    println!("GAP dev      F {female}  F/M {:.3}", female.f1() / male.f1().max(1e-9));
    Ok(())
}
