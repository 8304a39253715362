//! GAP development: whether a pronoun and a name are one, by the formula of its scorer, in the snippet.

use dateline::entities::{FEATURES, MentionKind};
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

/// One pronoun's candidates: whether each may be right, and its features.
pub(crate) type Rows = Vec<(bool, [f32; FEATURES])>;

/// The candidates of every pronoun of GAP dev; those that are neither right nor known to be wrong count as right where no
/// name is.
pub(crate) fn training_rows(settings: &Settings) -> Result<Vec<Rows>, String> {
    let resources = super::load()?;
    let options = Options { layers: Layers::Names, any_language: true, ..Options::default() };
    let resources = std::sync::Arc::new(resources);
    let analyzer = Analyzer::new(resources.clone(), options);
    let mut out = Vec::new();
    for example in read(settings)? {
        let document = analyzer.analyze(&example.text, None);
        let choices = dateline::entities::pronoun_choices(&example.text, &document, &resources);
        let inside = |token: u32, span: Span| document.tokens.tokens[token as usize].span.overlaps(span);
        let Some(choice) = choices.iter().find(|choice| inside(choice.token, example.pronoun)) else { continue };
        let rows = choice.candidates.iter().map(|candidate| {
            let of = |span: Span| candidate.names.iter().any(|&token| inside(token, span));
            let gold = |(span, gold): (Span, bool)| of(span).then_some(gold);
            let known: Vec<bool> = example.names.into_iter().filter_map(gold).collect();
            let any = example.names.iter().any(|(_, gold)| *gold);
            let right = known.contains(&true) || known.is_empty() && !any;
            (right, candidate.features)
        });
        out.push(rows.collect());
    }
    Ok(out)
}
