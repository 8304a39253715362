//! `train events`: the models of type, mode, roles, place, assertion and tense from annotated newswire, whole Wikinews articles
//! and sentences of our own.
//!
//! Confidence is made honest on held-out folds: a model for each of five folds of articles is trained on the other four.
//! They are kept, so that `eval events+folds` can score everything end to end on the articles that they have not seen.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dateline::events::{learn, model};
use dateline::model::{Dictionary, hash};
use dateline::{Analyzer, Layers, Options, Resources};

use self::fit::{Fitted, fit, fit_types, floors, tune};
use self::samples::{Origin, Samples, learn_article, learn_own, learn_silver};
use crate::Settings;
use crate::coded::{self, Article};
use crate::data::events as annotated;

mod fit;
mod lessons;
mod network;
mod samples;
mod surroundings;

/// Parts of the articles that are held out in turn.
pub(crate) const FOLDS: usize = 5;

/// Where samples come from, in the order of their numbers.
const SOURCES: [&str; 6] = ["newswire", "wikinews", "own sentences", "more newswire", "own articles", "other wikinews"];
const WIKINEWS: usize = 1;
const OWN: usize = 2;
const MORE: usize = 3;
const OWN_ARTICLES: usize = 4;
const OTHER: usize = 5;

pub(crate) fn run(settings: &Settings, command: &str) -> Result<(), String> {
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let resources = Arc::new(resources);
    let options = Options { layers: Layers::Quotes, any_language: true, ..Options::default() };
    // What was shipped before may be kept: `train events+arguments` leaves the types alone, `train events+network` all but
    // the network.
    let known = || resources.events.as_ref().ok_or("there are no event models yet");
    let network = match &settings.network {
        Some(path) => Some(network::read(path)?),
        None => resources.events.as_ref().and_then(|known| known.network.clone()),
    };
    if command.contains("+network") {
        let model = model::EventModel { network, ..model::EventModel::clone(known()?) };
        return write(&model, &Resources::source_folder());
    }
    let analyzer = Analyzer::new(resources.clone(), options);
    let classes = word_classes(settings)?;
    let networks = settings.fold_networks.iter().map(|path| network::read(path)).collect::<Result<Vec<_>, _>>()?;
    if !matches!(networks.len(), 0 | FOLDS) {
        return Err(format!("--fold-network: {} networks, not one for each of {FOLDS} folds", networks.len()));
    }
    let mut samples = Samples::default();
    let again = command.contains("+again");
    if command.contains("+export") {
        return lessons::export(settings, again, &analyzer, &resources, &classes);
    }
    for (source, articles) in sets(settings, again)?.iter().enumerate() {
        for (number, article) in articles.iter().enumerate() {
            let document = analyzer.analyze(&article.text, article.published);
            let origin = Origin { fold: number % FOLDS, source };
            learn::with_lesson(&article.text, &document, &resources.lexicon, &classes, |lesson| {
                learn_article(lesson, article, origin, networks.get(origin.fold), command, &mut samples);
            });
        }
    }
    let own = learn::own_examples().map_err(|it| it.to_string())?;
    for (number, row) in own.iter().enumerate() {
        let document = analyzer.analyze(row[0], None);
        let origin = Origin { fold: number % FOLDS, source: OWN };
        learn::with_lesson(row[0], &document, &resources.lexicon, &classes, |lesson| {
            learn_own(lesson, row, origin, &mut samples);
        });
    }
    for path in &settings.silver {
        learn_silver(settings, path, &analyzer, &resources, &classes, &mut samples)?;
    }
    for (source, name) in SOURCES.iter().enumerate() {
        let (covered, gold) = (samples.covered[source], samples.gold[source]);
        println!("train events: {name}: {covered} of {gold} gold triggers are triggers of a frame");
    }
    let seed = settings.seed;
    if command.contains("+tune") {
        return tune(&samples, seed);
    }
    if command.contains("+floors") {
        return floors(&samples, seed);
    }
    let (types, surroundings) = match command.contains("+arguments") {
        true => known().map(|it| (Fitted { whole: it.types.clone(), folds: Vec::new() }, it.surroundings))?,
        false => fit_types(&samples, seed),
    };
    let modes = fit::<80>("mode", &samples.modes, model::MODE_CLASSES, seed);
    let roles = fit::<16>("role", &samples.roles, model::ROLES, seed);
    let places = fit::<16>("place", &samples.places, model::PLACES, seed);
    let assertions = fit::<16>("assertion", &samples.assertions, model::ASSERTIONS, seed);
    let tenses = fit::<16>("tense", &samples.tenses, model::TENSES, seed);
    for (fold, types) in types.folds.into_iter().enumerate() {
        let model = model::EventModel {
            classes: classes.clone(),
            types,
            network: networks.get(fold).cloned(),
            surroundings,
            modes: modes.folds[fold].clone(),
            roles: roles.folds[fold].clone(),
            places: places.folds[fold].clone(),
            assertions: assertions.folds[fold].clone(),
            tenses: tenses.folds[fold].clone(),
        };
        write(&model, &fold_folder(fold))?;
    }
    let model = model::EventModel {
        classes,
        types: types.whole,
        network,
        surroundings,
        modes: modes.whole,
        roles: roles.whole,
        places: places.whole,
        assertions: assertions.whole,
        tenses: tenses.whole,
    };
    write(&model, &Resources::source_folder())
}

/// Writes a weight file.
fn write(model: &model::EventModel, folder: &Path) -> Result<(), String> {
    let (path, bytes) = (folder.join(model::FILE), model.to_bytes());
    println!(
        "train events: {} of {} bytes; features of types {}, modes {}, roles {}, places {}, assertions {}, tenses {}",
        path.display(),
        bytes.len(),
        model.types.table.len(),
        model.modes.table.len(),
        model.roles.table.len(),
        model.places.table.len(),
        model.assertions.table.len(),
        model.tenses.table.len()
    );
    let write = || std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, bytes));
    write().map_err(|error| format!("{}: {error}", path.display()))
}

/// Where the models of a fold are kept.
pub(crate) fn fold_folder(fold: usize) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../target/events-fold-{fold}"))
}

/// The annotated articles, in the order of [`SOURCES`]; as later readings have them as well, if `again`.
fn sets(settings: &Settings, again: bool) -> Result<[Vec<Article>; SOURCES.len()], String> {
    Ok([
        coded::newswire(settings, "train")?,
        annotated::wikinews(settings, again)?,
        annotated::patterns()?,
        annotated::newswire(settings, again)?,
        annotated::own_articles(again)?,
        annotated::other_wikinews(settings, again)?,
    ])
}

/// Coarse and fine cluster of each word of the raw text, in the lower and upper half of a number.
fn word_classes(settings: &Settings) -> Result<Dictionary, String> {
    let clusters = super::clusters::compute(settings)?;
    let entries = clusters.words.iter().filter(|word| word.form.chars().all(|c| c.is_alphabetic() || c == '-'));
    let entries: Vec<(u64, u32)> = entries
        .map(|word| (hash::text(&word.form), u32::from(word.clusters[1]) | u32::from(word.clusters[2]) << 16))
        .collect();
    Ok(Dictionary::build(&entries))
}
