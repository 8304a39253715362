//! `eval events`: triggers with types, and everything about the events that are found, on the newswire, the whole
//! Wikinews articles, the PLOVER gold records and the acceptance articles.

use std::sync::Arc;

use dateline::events::EventModel;
use dateline::events::{Assertion, Event, Participant, PlaceBasis, Trigger, spans};
use dateline::lexicon::Lexicon;
use dateline::{Analyzer, Document, Options, Resources, Span};

use super::tally::{Share, Tally, head_word};
use crate::Settings;
use crate::coded::{self, Article, GoldEvent};
use crate::eval::events_other;
use crate::train::events::{FOLDS, fold_folder};

/// Thresholds of the precision-recall table.
pub(super) const THRESHOLDS: [f32; 12] = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9];

/// Prints all figures; `events+errors` also what is missed, wrong and too much, `events+train` the training part,
/// `events+folds` the training part with models that have not seen it (`train events` before),
/// `events+firings` a sample of the events in raw newswire, `events+speed` how fast it goes,
/// `events+stdin` what is found in the lines of the standard input.
pub(crate) fn run(settings: &Settings, command: &str) -> Result<(), String> {
    let errors = command.contains("+errors");
    let resources = Resources::load(&Resources::source_folder()).map_err(|error| error.to_string())?;
    let threshold = Options::default().event_threshold;
    let options = Options { any_language: true, ..Options::default() };
    if command.contains("+folds") {
        return score_folds(settings, &resources, &options, errors);
    }
    let analyzers = Analyzers::new(resources.into(), &options);
    let analyzer = &analyzers.shipped;
    if command.contains("+speed") {
        return events_other::speed(settings);
    }
    if command.contains("+stdin") {
        return events_other::lines(analyzer, threshold);
    }
    if command.contains("+firings") {
        return events_other::firings(settings, analyzer, threshold);
    }
    let mut sets =
        vec![("newswire-dev", coded::newswire(settings, "dev")?), ("wikinews-dev", coded::wikinews(settings)?)];
    if command.contains("+train") {
        let wikinews = crate::data::events::wikinews(settings, false)?;
        sets = vec![("newswire-train", coded::newswire(settings, "train")?), ("wikinews-train", wikinews)];
    }
    for (name, articles) in sets {
        let mut scores = Scores::default();
        score_articles(&mut scores, &articles, &analyzers, errors);
        scores.print(name);
    }
    events_other::score_records(settings, analyzer, &analyzers.at, errors)?;
    events_other::score_seeds(settings, analyzer, threshold, errors)
}

/// What is shipped, one for each of [`THRESHOLDS`], and one that returns every event.
struct Analyzers {
    shipped: Analyzer,
    at: [Analyzer; THRESHOLDS.len()],
    all: Analyzer,
}

impl Analyzers {
    fn new(resources: Arc<Resources>, options: &Options) -> Self {
        let at = |event_threshold| Analyzer::new(resources.clone(), Options { event_threshold, ..options.clone() });
        Self { shipped: Analyzer::new(resources.clone(), options.clone()), at: THRESHOLDS.map(at), all: at(0.0) }
    }
}

#[derive(Default)]
struct Scores {
    found: Tally,
    trigger_only: Tally,
    actors: Tally,
    recipients: Tally,
    by: Tally,
    place: Tally,
    reported: Tally,
    mode: Share,
    /// Also where the gold has none.
    modes: Tally,
    assertion: Share,
    polarity: Share,
    tense: Share,
    first_day: Share,
    killed: Share,
    injured: Share,
    arrested: Share,
    /// By threshold.
    curve: [Tally; THRESHOLDS.len()],
    /// By tenth of confidence.
    reliability: [Share; 10],
    confidence_sum: [f32; 10],
}

/// The training part, each article with the models of the fold that it was held out of.
fn score_folds(settings: &Settings, resources: &Resources, options: &Options, errors: bool) -> Result<(), String> {
    let sets = [
        ("newswire-train", coded::newswire(settings, "train")?),
        ("wikinews-train", crate::data::events::wikinews(settings, false)?),
    ];
    let mut all = [Scores::default(), Scores::default()];
    for fold in 0..FOLDS {
        let mut resources = resources.with_lexicon(Lexicon::built_in().map_err(|error| error.to_string())?);
        resources.events = EventModel::load(&fold_folder(fold)).map_err(|error| error.to_string())?.map(Into::into);
        let analyzers = Analyzers::new(resources.into(), options);
        for (scores, (_, articles)) in all.iter_mut().zip(&sets) {
            let held_out: Vec<&Article> = articles.iter().skip(fold).step_by(FOLDS).collect();
            score_articles(scores, held_out, &analyzers, errors);
        }
    }
    for (scores, (name, _)) in all.iter().zip(&sets) {
        scores.print(name);
    }
    for (at, least) in THRESHOLDS.iter().enumerate() {
        let mean = all.iter().map(|scores| scores.curve[at].f1()).sum::<f64>() / 2.0;
        println!("events folds: at threshold {least:.2} the mean F1 of both sets is {mean:.2}");
    }
    Ok(())
}

fn score_articles<'a>(
    scores: &mut Scores,
    articles: impl IntoIterator<Item = &'a Article>,
    analyzers: &Analyzers,
    errors: bool,
) {
    for article in articles {
        let document = analyzers.shipped.analyze(&article.text, article.published);
        let every = analyzers.all.analyze(&article.text, article.published);
        let at = analyzers.at.each_ref().map(|analyzer| analyzer.analyze(&article.text, article.published));
        for part in &article.parts {
            let items = triggers(&every, part);
            for (slot, document) in scores.curve.iter_mut().zip(&at) {
                let kept = triggers(document, part);
                slot.add(align(&part.events, &kept, true).len(), kept.len(), part.events.len());
            }
            let all_pairs = align(&part.events, &items, true);
            for (index, (event, _)) in items.iter().enumerate() {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let tenth = ((event.confidence * 10.0) as usize).min(9);
                scores.reliability[tenth].add(all_pairs.iter().any(|pair| pair.1 == index));
                scores.confidence_sum[tenth] += event.confidence;
            }
            let kept = triggers(&document, part);
            let pairs = align(&part.events, &kept, true);
            let trigger_pairs = align(&part.events, &kept, false);
            scores.found.add(pairs.len(), kept.len(), part.events.len());
            scores.trigger_only.add(trigger_pairs.len(), kept.len(), part.events.len());
            for &(wanted, got) in &pairs {
                score_pair(scores, &part.events[wanted], kept[got], &document, &article.text, errors);
            }
            if errors {
                show_errors(article, part, &kept, &pairs, &trigger_pairs);
            }
        }
    }
}

impl Scores {
    #[allow(clippy::cast_precision_loss)]
    fn print(&self, name: &str) {
        println!("events {name}: trigger and type {}", self.found);
        println!("events {name}: trigger only {}", self.trigger_only);
        println!("events {name}: actors {}", self.actors);
        println!("events {name}: recipients {}", self.recipients);
        println!("events {name}: reported {}", self.reported);
        println!("events {name}: by {}", self.by);
        println!("events {name}: place {}", self.place);
        println!("events {name}: mode right {}", self.mode);
        println!("events {name}: modes {}", self.modes);
        println!("events {name}: assertion right {}, polarity {}, tense {}", self.assertion, self.polarity, self.tense);
        println!("events {name}: first day right {}", self.first_day);
        println!("events {name}: killed right {}, injured {}, arrested {}", self.killed, self.injured, self.arrested);
        for (least, tally) in THRESHOLDS.iter().zip(&self.curve) {
            println!("events {name}: at threshold {least:.2} {tally}");
        }
        for (tenth, share) in self.reliability.iter().enumerate().filter(|(_, share)| share.all > 0) {
            let mean = 100.0 * self.confidence_sum[tenth] / share.all as f32;
            println!("events {name}: confidence {mean:5.1} % on average, right {share}");
        }
    }
}

/// The triggers of a document's events in a part of it.
fn triggers<'d>(document: &'d Document, part: &coded::Part) -> Vec<(&'d Event, &'d Trigger)> {
    let all = document.events.iter().flat_map(|event| event.triggers.iter().map(move |trigger| (event, trigger)));
    all.filter(|(_, trigger)| trigger.span.overlaps(part.span)).collect()
}

/// Pairs gold and returned triggers that overlap, one to one, equal types first.
fn align(gold: &[GoldEvent], items: &[(&Event, &Trigger)], same_type: bool) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for pass in [true, false] {
        if !pass && same_type {
            break;
        }
        for (wanted, event) in gold.iter().enumerate() {
            let free = |pairs: &[(usize, usize)], got: usize| pairs.iter().all(|pair| pair.1 != got);
            let taken = pairs.iter().any(|pair| pair.0 == wanted);
            let hit = items.iter().enumerate().position(|(got, (other, trigger))| {
                trigger.span.overlaps(event.trigger) && (!pass || other.kind.name() == event.kind) && free(&pairs, got)
            });
            if let Some(got) = hit.filter(|_| !taken) {
                pairs.push((wanted, got));
            }
        }
    }
    pairs
}

fn score_pair(
    scores: &mut Scores,
    wanted: &GoldEvent,
    (event, trigger): (&Event, &Trigger),
    document: &Document,
    text: &str,
    errors: bool,
) {
    let sentence = document.tokens.sentences[trigger.sentence as usize].span;
    let gold_heads = |spans: &[Span]| -> Vec<String> {
        let inside = spans.iter().filter(|span| sentence.overlaps(**span));
        inside.map(|span| head_word(span.text(text))).collect()
    };
    // Whom the gold names in another sentence of the paragraph ("Osama" here, "Osama bin Laden" there) is not scored on either
    // side: his mention here is no false alarm.
    let elsewhere = |gold: &[Span], it: &Participant, shown: Span| {
        let named = |span: Span| {
            let mentions = it.entity.map(|id| &document.entities.entities[id as usize].mentions);
            let known =
                mentions.into_iter().flatten().any(|&at| document.entities.mentions[at as usize].span.overlaps(span));
            known || head_word(span.text(text)) == head_word(shown.text(text))
        };
        let inside = gold.iter().any(|span| sentence.overlaps(*span) && named(*span));
        !inside && gold.iter().any(|span| !sentence.overlaps(*span) && named(*span))
    };
    let heads = |list: &[Participant], gold: &[Span]| -> Vec<String> {
        let inside = list.iter().filter_map(|it| {
            let span = spans(it).find(|span| sentence.overlaps(*span))?;
            (!elsewhere(gold, it, span)).then_some(span)
        });
        inside.map(|span| head_word(span.text(text))).collect()
    };
    let compare = |tally: &mut Tally, role: &str, gold: Vec<String>, got: Vec<String>| {
        let right = common(&gold, &got);
        tally.add(right, got.len(), gold.len());
        if errors && (right < gold.len() || right < got.len()) {
            println!(
                "ROLE {role} of {:?} {}: gold {gold:?} got {got:?}\n   IN {}",
                trigger.span.text(text),
                event.rule,
                sentence.text(text)
            );
        }
    };
    compare(&mut scores.actors, "actors", gold_heads(&wanted.actors), heads(&event.actors, &wanted.actors));
    compare(
        &mut scores.recipients,
        "recipients",
        gold_heads(&wanted.recipients),
        heads(&event.recipients, &wanted.recipients),
    );
    compare(&mut scores.by, "by", gold_heads(&wanted.by), heads(&trigger.attributed_to, &wanted.by));
    let place: Vec<String> = trigger
        .place
        .iter()
        .filter(|place| matches!(place.basis, PlaceBasis::OwnPhrase | PlaceBasis::Sentence))
        .map(|place| head_word(place.span.text(text)))
        .collect();
    let gold_place = wanted.place.iter().map(|span| head_word(span.text(text))).collect();
    compare(&mut scores.place, "place", gold_place, place);
    let (gold, got) = (wanted.assertion == "reported", trigger.assertion == Assertion::Reported);
    scores.reported.add(usize::from(gold && got), usize::from(got), usize::from(gold));
    let check = |share: &mut Share, what: &str, gold: &str, got: &str| {
        share.add(gold == got);
        if errors && gold != got {
            println!(
                "{what} of {:?} {}: gold {gold} got {got}\n   IN {}",
                trigger.span.text(text),
                event.rule,
                sentence.text(text)
            );
        }
    };
    let same = wanted.mode.is_some() && wanted.mode.as_deref() == event.mode;
    scores.modes.add(usize::from(same), usize::from(event.mode.is_some()), usize::from(wanted.mode.is_some()));
    if let Some(mode) = &wanted.mode {
        check(&mut scores.mode, "MODE", mode, event.mode.unwrap_or("none"));
    }
    check(&mut scores.assertion, "ASSERTION", &wanted.assertion, trigger.assertion.name());
    check(&mut scores.polarity, "POLARITY", &wanted.polarity, event.polarity.name());
    check(&mut scores.tense, "TENSE", &wanted.tense, event.tense.name());
    if let Some(day) = wanted.first_day {
        let got = event.time.and_then(|time| time.start).map(|day| day.to_string()).unwrap_or_default();
        check(&mut scores.first_day, "DAY", &day.to_string(), &got);
    }
    for (share, gold, got, what) in [
        (&mut scores.killed, wanted.killed, &event.killed, "KILLED"),
        (&mut scores.injured, wanted.injured, &event.injured, "INJURED"),
        (&mut scores.arrested, wanted.arrested, &event.arrested, "ARRESTED"),
    ] {
        if let Some(number) = gold {
            let got = got.as_ref().map(|count| count.value.to_string()).unwrap_or_default();
            check(share, what, &number.to_string(), &got);
        }
    }
}

/// Number of words that both lists hold, one to one.
pub(crate) fn common(gold: &[String], got: &[String]) -> usize {
    let mut rest: Vec<&String> = got.iter().collect();
    gold.iter().filter(|word| rest.iter().position(|other| other == word).map(|at| rest.remove(at)).is_some()).count()
}

fn show_errors(
    article: &Article,
    part: &coded::Part,
    kept: &[(&Event, &Trigger)],
    pairs: &[(usize, usize)],
    trigger_pairs: &[(usize, usize)],
) {
    let text = &article.text;
    for (index, event) in part.events.iter().enumerate() {
        if pairs.iter().all(|pair| pair.0 != index) {
            let other = trigger_pairs.iter().find(|pair| pair.0 == index);
            let other = other.map_or("", |pair| kept[pair.1].0.kind.name());
            println!("MISSED {} {:?} {other}\n   IN {}", event.kind, event.trigger.text(text), part.span.text(text));
        }
    }
    for (index, (event, trigger)) in kept.iter().enumerate() {
        if pairs.iter().all(|pair| pair.1 != index) {
            let (kind, word) = (event.kind.name(), trigger.span.text(text));
            let (rule, confidence) = (&event.rule, event.confidence);
            println!("EXTRA {kind} {word:?} {rule} {confidence:.2}\n   IN {}", part.span.text(text));
        }
    }
}
