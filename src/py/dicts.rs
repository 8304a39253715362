//! One article's results as Python dicts. The structs are the output contract: a field is a key, in this order.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};

use jiff::civil::Date;

use super::input::Id;
use super::layers::Wanted;
use super::offsets::CodePoints;
use crate::article::BlockKind;
use crate::entities::{self, Country, Sector};
use crate::events::{self, EventTime};
use crate::places::Place;
use crate::{Document, Span};

/// A word from a closed list ("PERSON", "day", "USA"). Interned, so that a million of them share one Python object.
pub(super) struct Label<'t>(pub(super) &'t str);

impl<'py> IntoPyObject<'py> for Label<'_> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = std::convert::Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::intern(py, self.0))
    }
}

#[derive(IntoPyObject)]
struct SpanRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
}

#[derive(IntoPyObject)]
struct KindRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    kind: Label<'static>,
}

#[derive(IntoPyObject)]
struct DatelineRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    place: Option<SpanRecord<'t>>,
    agency: Option<SpanRecord<'t>>,
    date: Option<SpanRecord<'t>>,
    day: Option<String>,
}

#[derive(IntoPyObject)]
struct TokenRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    lemma: Option<&'t str>,
    upos: Option<Label<'static>>,
    xpos: Option<Label<'static>>,
    head: Option<u32>,
    deprel: Option<Label<'static>>,
    sentence: usize,
}

#[derive(IntoPyObject)]
struct PlainTokenRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    sentence: usize,
}

#[derive(IntoPyObject)]
struct EntityRecord<'t> {
    id: usize,
    name: &'t str,
    r#type: Label<'static>,
    country: Option<Label<'t>>,
    sectors: Vec<Label<'static>>,
    titles: Vec<TitleRecord<'t>>,
    place: Option<PlaceRecord<'t>>,
    mentions: Vec<MentionRecord<'t>>,
    rule: Label<'static>,
}

#[derive(IntoPyObject)]
struct TitleRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    role: Option<&'t str>,
    country: Option<Label<'t>>,
    body: Option<u32>,
    sector: Option<Label<'static>>,
}

#[derive(IntoPyObject)]
struct PlaceRecord<'t> {
    name: &'t str,
    lat: f64,
    lon: f64,
    country: Option<Label<'t>>,
    admin1: Option<&'t str>,
    admin1_code: Option<&'t str>,
    feature: Label<'static>,
    geonames_id: Option<u32>,
    population: Option<u64>,
    score: f64,
    ambiguous: bool,
}

#[derive(IntoPyObject)]
struct MentionRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    kind: Label<'static>,
    sentence: usize,
    confidence: f64,
}

#[derive(IntoPyObject)]
struct TimeRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    r#type: Label<'static>,
    value: Option<&'t str>,
    date_start: Option<String>,
    date_end: Option<String>,
    r#mod: Option<Label<'static>>,
    granularity: Option<Label<'static>>,
    basis: Label<'static>,
    conflict: bool,
    rule: Label<'static>,
    confidence: f64,
}

#[derive(IntoPyObject)]
struct ValueRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    r#type: Label<'static>,
    value: Option<f64>,
    unit: Option<&'t str>,
}

#[derive(IntoPyObject)]
struct QuoteRecord<'t> {
    id: usize,
    start: u32,
    end: u32,
    text: &'t str,
    kind: Label<'static>,
    speaker: Option<u32>,
    speaker_span: Option<SpanRecord<'t>>,
    cue: Option<SpanRecord<'t>>,
    parts: Vec<SpanRecord<'t>>,
    rule: Label<'static>,
    confidence: f64,
}

#[derive(IntoPyObject)]
struct EventRecord<'t> {
    id: usize,
    triggers: Vec<TriggerRecord<'t>>,
    r#type: Label<'static>,
    mode: Option<Label<'static>>,
    contexts: Vec<Label<'static>>,
    cameo: Option<Label<'t>>,
    quad: Label<'static>,
    goldstein: Option<f64>,
    actors: Vec<ParticipantRecord<'t>>,
    recipients: Vec<ParticipantRecord<'t>>,
    place: Option<EventPlaceRecord<'t>>,
    time: Option<u32>,
    date_start: Option<String>,
    date_end: Option<String>,
    granularity: Option<Label<'static>>,
    basis: Option<Label<'static>>,
    conflict: bool,
    polarity: Label<'static>,
    assertion: Label<'static>,
    tense: Label<'static>,
    attributed_to: Vec<ParticipantRecord<'t>>,
    quote: Option<u32>,
    killed: Option<CountRecord<'t>>,
    injured: Option<CountRecord<'t>>,
    arrested: Option<CountRecord<'t>>,
    participants: Option<CountRecord<'t>>,
    salience: f64,
    rule: &'t str,
    confidence: f64,
}

#[derive(IntoPyObject)]
struct TriggerRecord<'t> {
    start: u32,
    end: u32,
    text: &'t str,
    sentence: u32,
}

#[derive(IntoPyObject)]
struct ParticipantRecord<'t> {
    entity: Option<u32>,
    start: u32,
    end: u32,
    text: &'t str,
    country: Option<Label<'t>>,
    sectors: Vec<Label<'static>>,
    inherited: bool,
}

#[derive(IntoPyObject)]
struct EventPlaceRecord<'t> {
    entity: u32,
    start: u32,
    end: u32,
    text: &'t str,
    basis: Label<'static>,
    name: Option<&'t str>,
    country: Option<Label<'t>>,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(IntoPyObject)]
struct CountRecord<'t> {
    value: u64,
    start: u32,
    end: u32,
    text: &'t str,
    comparison: Option<Label<'static>>,
}

/// One article with what is needed to show it: its text and the offsets' translation.
pub(super) struct View<'t> {
    text: &'t str,
    pub(super) document: &'t Document,
    points: &'t CodePoints<'t>,
}

impl<'t> View<'t> {
    pub(super) const fn new(text: &'t str, document: &'t Document, points: &'t CodePoints<'t>) -> Self {
        Self { text, document, points }
    }

    /// Start, end (code points) and text of a span.
    pub(super) fn place(&self, span: Span) -> (u32, u32, &'t str) {
        (self.points.at(span.start), self.points.at(span.end), span.text(self.text))
    }

    fn span(&self, span: Span) -> SpanRecord<'t> {
        let (start, end, text) = self.place(span);
        SpanRecord { start, end, text }
    }

    fn kind(&self, span: Span, kind: BlockKind) -> KindRecord<'t> {
        let (start, end, text) = self.place(span);
        KindRecord { start, end, text, kind: Label(kind.name()) }
    }

    fn first(&self, kind: BlockKind) -> Option<SpanRecord<'t>> {
        self.document.layout.first(kind).map(|span| self.span(span))
    }

    fn dateline(&self) -> Option<DatelineRecord<'t>> {
        let dateline = self.document.layout.dateline?;
        let (start, end, text) = self.place(dateline.span);
        let part = |span: Option<Span>| span.map(|span| self.span(span));
        Some(DatelineRecord {
            start,
            end,
            text,
            place: part(dateline.place),
            agency: part(dateline.agency),
            date: part(dateline.date),
            day: dateline.day.map(iso),
        })
    }

    fn paragraphs(&self) -> Vec<SpanRecord<'t>> {
        let blocks = self.document.layout.blocks.iter();
        blocks.filter(|block| block.kind == BlockKind::Paragraph).map(|block| self.span(block.span)).collect()
    }

    fn boilerplate(&self) -> Vec<KindRecord<'t>> {
        let blocks = self.document.layout.blocks.iter();
        blocks.filter(|block| !block.kind.is_prose()).map(|block| self.kind(block.span, block.kind)).collect()
    }

    fn sentences(&self) -> Vec<KindRecord<'t>> {
        self.document.tokens.sentences.iter().map(|sentence| self.kind(sentence.span, sentence.kind)).collect()
    }

    /// Tokens with their syntax; head and label are `None` where no syntax was asked for.
    fn tokens(&self) -> Vec<TokenRecord<'t>> {
        let record = |(index, sentence): (usize, usize)| {
            let (start, end, text) = self.place(self.document.tokens.tokens[index].span);
            let word = self.document.syntax.words.get(index);
            TokenRecord {
                start,
                end,
                text,
                lemma: word.map(|word| word.lemma.as_str()),
                upos: word.map(|word| Label(word.upos.name())),
                xpos: word.map(|word| Label(word.xpos.name())),
                head: word.map(|word| word.head),
                deprel: word.map(|word| Label(word.deprel.name())),
                sentence,
            }
        };
        self.token_sentences().map(record).collect()
    }

    fn plain_tokens(&self) -> Vec<PlainTokenRecord<'t>> {
        let record = |(index, sentence): (usize, usize)| {
            let (start, end, text) = self.place(self.document.tokens.tokens[index].span);
            PlainTokenRecord { start, end, text, sentence }
        };
        self.token_sentences().map(record).collect()
    }

    /// Every token's index with its sentence's.
    pub(super) fn token_sentences(&self) -> impl Iterator<Item = (usize, usize)> {
        let sentences = self.document.tokens.sentences.iter().enumerate();
        sentences.flat_map(|(number, sentence)| sentence.range().map(move |index| (index, number)))
    }

    fn entities(&self) -> Vec<EntityRecord<'t>> {
        let record = |(id, entity): (usize, &'t entities::Entity)| EntityRecord {
            id,
            name: &entity.name,
            r#type: Label(entity.kind.name()),
            country: country(entity.country.as_ref()),
            sectors: sectors(&entity.sectors),
            titles: entity.titles.iter().map(|title| self.title(title)).collect(),
            place: self.document.places.by_entity.get(id).and_then(Option::as_ref).map(place_record),
            mentions: entity.mentions.iter().map(|&index| self.mention(index)).collect(),
            rule: Label(entity.rule),
        };
        self.document.entities.entities.iter().enumerate().map(record).collect()
    }

    fn title(&self, title: &'t entities::Title) -> TitleRecord<'t> {
        let (start, end, text) = self.place(title.span);
        TitleRecord {
            start,
            end,
            text,
            role: title.role.as_deref(),
            country: country(title.country.as_ref()),
            body: title.body,
            sector: title.sector.map(|sector| Label(sector.code())),
        }
    }

    fn mention(&self, index: u32) -> MentionRecord<'t> {
        let mention = &self.document.entities.mentions[index as usize];
        let (start, end, text) = self.place(mention.span);
        MentionRecord {
            start,
            end,
            text,
            kind: Label(mention.kind.name()),
            sentence: self.document.tokens.sentence_of(mention.head),
            confidence: round(mention.confidence),
        }
    }

    fn times(&self) -> Vec<TimeRecord<'t>> {
        let times = self.document.times.times.iter();
        let record = |time: &'t crate::times::Time| {
            let (start, end, text) = self.place(time.span);
            TimeRecord {
                start,
                end,
                text,
                r#type: Label(time.kind.name()),
                value: time.value.as_deref(),
                date_start: time.start.map(iso),
                date_end: time.end.map(iso),
                r#mod: time.modifier.map(Label),
                granularity: time.granularity.map(|unit| Label(unit.name())),
                basis: Label(time.basis.name()),
                conflict: time.conflict,
                rule: Label(time.rule),
                confidence: round(time.confidence),
            }
        };
        times.map(record).collect()
    }

    fn values(&self) -> Vec<ValueRecord<'t>> {
        let values = self.document.times.values.iter();
        let record = |value: &'t crate::times::Value| {
            let (start, end, text) = self.place(value.span);
            let kind = Label(value.kind.name());
            ValueRecord { start, end, text, r#type: kind, value: value.value, unit: value.unit.as_deref() }
        };
        values.map(record).collect()
    }

    fn quotes(&self) -> Vec<QuoteRecord<'t>> {
        let record = |(id, quote): (usize, &'t crate::quotes::Quote)| {
            let (start, end, text) = self.place(quote.content);
            QuoteRecord {
                id,
                start,
                end,
                text,
                kind: Label(quote.kind.name()),
                speaker: quote.speaker,
                speaker_span: quote.speaker_span.map(|span| self.span(span)),
                cue: quote.cue.map(|span| self.span(span)),
                parts: quote.parts.iter().map(|&span| self.span(span)).collect(),
                rule: Label(quote.rule),
                confidence: round(quote.confidence),
            }
        };
        self.document.quotes.iter().enumerate().map(record).collect()
    }

    fn events(&self) -> Vec<EventRecord<'t>> {
        self.document.events.iter().enumerate().map(|(id, event)| self.event(id, event)).collect()
    }

    fn event(&self, id: usize, event: &'t events::Event) -> EventRecord<'t> {
        let time = event.time.as_ref();
        EventRecord {
            id,
            triggers: event.triggers.iter().map(|trigger| self.trigger(*trigger)).collect(),
            r#type: Label(event.kind.name()),
            mode: event.mode.map(Label),
            contexts: event.contexts.iter().copied().map(Label).collect(),
            cameo: event.cameo.as_deref().map(Label),
            quad: Label(event.kind.quad().name()),
            goldstein: event.goldstein.map(round),
            actors: self.participants(&event.actors),
            recipients: self.participants(&event.recipients),
            place: event.place.as_ref().map(|place| self.event_place(place)),
            time: time.and_then(|time| time.time),
            date_start: time.and_then(|time| time.start).map(iso),
            date_end: time.and_then(|time| time.end).map(iso),
            granularity: time.and_then(granularity),
            basis: time.map(|time| Label(time.basis.name())),
            conflict: time.is_some_and(|time| time.conflict),
            polarity: Label(event.polarity.name()),
            assertion: Label(event.assertion.name()),
            tense: Label(event.tense.name()),
            attributed_to: self.participants(&event.attributed_to),
            quote: event.quote,
            killed: self.count(event.killed.as_ref()),
            injured: self.count(event.injured.as_ref()),
            arrested: self.count(event.arrested.as_ref()),
            participants: self.count(event.participants.as_ref()),
            salience: round(event.salience),
            rule: &event.rule,
            confidence: round(event.confidence),
        }
    }

    fn trigger(&self, trigger: events::Trigger) -> TriggerRecord<'t> {
        let (start, end, text) = self.place(trigger.span);
        TriggerRecord { start, end, text, sentence: trigger.sentence }
    }

    fn participants(&self, participants: &'t [events::Participant]) -> Vec<ParticipantRecord<'t>> {
        let record = |participant: &'t events::Participant| {
            let (start, end, text) = self.place(participant.span);
            ParticipantRecord {
                entity: participant.entity,
                start,
                end,
                text,
                country: country(participant.country.as_ref()),
                sectors: sectors(&participant.sectors),
                inherited: participant.inherited,
            }
        };
        participants.iter().map(record).collect()
    }

    fn event_place(&self, event_place: &events::EventPlace) -> EventPlaceRecord<'t> {
        let (start, end, text) = self.place(event_place.span);
        let place = self.document.places.of(event_place.entity);
        EventPlaceRecord {
            entity: event_place.entity,
            start,
            end,
            text,
            basis: Label(event_place.basis.name()),
            name: place.map(|place| place.name.as_str()),
            country: country(place.and_then(|place| place.country.as_ref())),
            lat: place.map(|place| place.latitude),
            lon: place.map(|place| place.longitude),
        }
    }

    fn count(&self, count: Option<&events::Count>) -> Option<CountRecord<'t>> {
        let count = count?;
        let (start, end, text) = self.place(count.span);
        Some(CountRecord { value: count.value, start, end, text, comparison: count.comparison.map(Label) })
    }
}

/// The whole article, an instance of `dateline.Article`.
pub(super) fn article<'py>(
    py: Python<'py>,
    id: Id,
    source: &Bound<'py, PyString>,
    published: Option<Date>,
    view: &View<'_>,
    wanted: Wanted,
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let article = CLASS.import(py, "dateline._article", "Article")?.call0()?;
    article.setattr(intern!(py, "text"), source)?;
    let dict = article.cast::<PyDict>()?;
    macro_rules! put {
        ($key:literal, $value:expr) => {
            dict.set_item(intern!(py, $key), $value)?
        };
    }
    let layout = &view.document.layout;
    let (published, basis) = anchor(view.document, published);
    put!("id", id);
    put!("published", published.map(iso));
    put!("published_basis", basis.map(Label));
    put!("language", layout.language.code().map(Label));
    put!("headline", view.first(BlockKind::Headline));
    put!("standfirst", view.first(BlockKind::Standfirst));
    put!("dateline", view.dateline());
    put!("byline", view.first(BlockKind::Byline));
    put!("paragraphs", view.paragraphs());
    put!("boilerplate", view.boilerplate());
    if wanted.sentences {
        put!("sentences", view.sentences());
    }
    if wanted.entities {
        put!("entities", view.entities());
    }
    if wanted.times {
        put!("times", view.times());
        put!("values", view.values());
    }
    if wanted.quotes {
        put!("quotes", view.quotes());
    }
    if wanted.events {
        put!("events", view.events());
    }
    if wanted.tokens {
        put!("tokens", view.tokens());
    }
    Ok(article)
}

/// The tokens of `dateline.tokenize`: no syntax.
pub(super) fn plain_tokens<'py>(py: Python<'py>, view: &View<'_>) -> PyResult<Bound<'py, PyAny>> {
    view.plain_tokens().into_pyobject(py)
}

/// The date that relative times count from and who gave it.
pub(super) fn anchor(document: &Document, published: Option<Date>) -> (Option<Date>, Option<&'static str>) {
    match (published, document.times.anchor) {
        (Some(day), _) => (Some(day), Some("given")),
        (None, Some(anchor)) => (Some(anchor.day), Some(if anchor.given { "given" } else { "text" })),
        (None, None) => (None, None),
    }
}

fn place_record(place: &Place) -> PlaceRecord<'_> {
    PlaceRecord {
        name: &place.name,
        lat: place.latitude,
        lon: place.longitude,
        country: country(place.country.as_ref()),
        admin1: place.region.as_deref(),
        admin1_code: place.region_code.as_deref(),
        feature: Label(place.kind.name()),
        geonames_id: place.geonames_id,
        population: place.population,
        score: round(place.score),
        ambiguous: place.ambiguous,
    }
}

fn country(country: Option<&Country>) -> Option<Label<'_>> {
    country.map(|country| Label(country.as_str()))
}

fn sectors(sectors: &[Sector]) -> Vec<Label<'static>> {
    sectors.iter().map(|sector| Label(sector.code())).collect()
}

fn granularity(time: &EventTime) -> Option<Label<'static>> {
    time.granularity.map(|unit| Label(unit.name()))
}

pub(super) fn iso(day: Date) -> String {
    day.to_string()
}

/// Four decimals, which is more than a calibrated score can tell; as the nearest `f64`, so that 0.9 prints as 0.9.
pub(super) fn round(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}
