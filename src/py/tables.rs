//! Results as Arrow tables, one per kind, filled straight from the core's records.
//!
//! `python/dateline/_frames.py` makes the same tables from dicts; a test holds the two together.

mod events;

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema, SchemaRef};
use jiff::civil::Date;

use super::columns::{Category, Column, Day, Flag, Key, OptU32, People, Real, Score, Text, U32, table};
use super::dicts::{self, View};
use super::input::Id;
use super::layers::Wanted;
use crate::Span;
use crate::article::BlockKind;
use crate::entities::Country;

table! {
    /// One row per text, null rows too.
    Articles(ArticleRow) {
        article: Key, published: Day, published_basis: Category, language: Category, headline: Text, standfirst: Text,
        byline: Text, dateline_place: Text, dateline_agency: Text, dateline_date: Text, n_sentences: OptU32,
        n_entities: OptU32, n_times: OptU32, n_quotes: OptU32, n_events: OptU32,
    }
}

table! {
    /// Headline, standfirst, byline, paragraphs and boilerplate, by kind.
    Blocks(BlockRow) { article: Key, kind: Category, start: U32, end: U32, text: Text }
}

table! {
    Sentences(SentenceRow) { article: Key, sentence: U32, start: U32, end: U32, text: Text, kind: Category }
}

table! {
    Tokens(TokenRow) {
        article: Key, token: U32, sentence: U32, start: U32, end: U32, text: Text, lemma: Text, upos: Category,
        xpos: Category, head: OptU32, deprel: Category,
    }
}

table! {
    Entities(EntityRow) {
        article: Key, entity: U32, name: Text, r#type: Category, country: Category, sectors: Category, titles: Text,
        n_mentions: U32, place: Text, lat: Real, lon: Real, place_country: Category, admin1: Text, feature: Category,
        geonames_id: OptU32, population: People, place_score: Score, place_ambiguous: Flag,
    }
}

table! {
    Mentions(MentionRow) {
        article: Key, entity: U32, start: U32, end: U32, text: Text, kind: Category, sentence: U32, confidence: Score,
    }
}

table! {
    Times(TimeRow) {
        article: Key, time: U32, start: U32, end: U32, text: Text, r#type: Category, value: Text, date_start: Day,
        date_end: Day, r#mod: Category, granularity: Category, basis: Category, conflict: Flag, confidence: Score,
    }
}

table! {
    Values(ValueRow) {
        article: Key, start: U32, end: U32, text: Text, r#type: Category, value: Real, unit: Text,
    }
}

table! {
    Quotes(QuoteRow) {
        article: Key, quote: U32, start: U32, end: U32, text: Text, kind: Category, speaker: OptU32,
        speaker_start: OptU32, speaker_end: OptU32, speaker_text: Text, cue_start: OptU32, cue_end: OptU32,
        cue_text: Text, n_parts: U32, confidence: Score,
    }
}

table! {
    /// One row per event, with its main trigger.
    Events(EventRow) {
        article: Key, event: U32, r#type: Category, mode: Category, contexts: Category, cameo: Category,
        quad: Category, goldstein: Score, sentence: OptU32, start: OptU32, end: OptU32, text: Text, n_triggers: U32,
        polarity: Category, assertion: Category, tense: Category, place_entity: OptU32, place_start: OptU32,
        place_end: OptU32, place_text: Text, place_basis: Category, place: Text, place_country: Category, lat: Real,
        lon: Real, time: OptU32, date_start: Day, date_end: Day, granularity: Category, basis: Category,
        conflict: Flag, quote: OptU32, killed: People, killed_comparison: Category, injured: People,
        injured_comparison: Category, arrested: People, arrested_comparison: Category, participants: People,
        participants_comparison: Category, strict_plover: Flag, salience: Score, rule: Text, confidence: Score,
    }
}

table! {
    /// All triggers of all events, with what their own sentences say.
    Triggers(TriggerRow) {
        article: Key, event: U32, sentence: U32, start: U32, end: U32, text: Text, assertion: Category,
        attributed_to: Text, place_entity: OptU32, place_start: OptU32, place_end: OptU32, place_text: Text,
        place_basis: Category, confidence: Score,
    }
}

table! {
    /// Actors, recipients and sources of all events.
    Participants(ParticipantRow) {
        article: Key, event: U32, role: Category, entity: OptU32, name: Text, start: U32, end: U32, text: Text,
        country: Category, sectors: Category, inherited: Flag,
    }
}

/// Names of the tables, in the order of [`Tables::finish`].
pub(super) const NAMES: [&str; 12] = [
    "articles",
    "blocks",
    "sentences",
    "tokens",
    "entities",
    "mentions",
    "times",
    "values",
    "quotes",
    "events",
    "triggers",
    "participants",
];

/// All tables of a stretch of articles.
pub(super) struct Tables {
    articles: Articles,
    blocks: Blocks,
    sentences: Sentences,
    tokens: Tokens,
    entities: Entities,
    mentions: Mentions,
    times: Times,
    values: Values,
    quotes: Quotes,
    events: Events,
    triggers: Triggers,
    participants: Participants,
    wanted: Wanted,
}

impl Tables {
    pub(super) fn new(numeric: bool, wanted: Wanted) -> Self {
        Self {
            articles: Articles::new(numeric),
            blocks: Blocks::new(numeric),
            sentences: Sentences::new(numeric),
            tokens: Tokens::new(numeric),
            entities: Entities::new(numeric),
            mentions: Mentions::new(numeric),
            times: Times::new(numeric),
            values: Values::new(numeric),
            quotes: Quotes::new(numeric),
            events: Events::new(numeric),
            triggers: Triggers::new(numeric),
            participants: Participants::new(numeric),
            wanted,
        }
    }

    /// The batch of each table, in the order of [`NAMES`]. `models` is the fingerprint of weights and gazetteer.
    pub(super) fn finish(&mut self, models: &str) -> Vec<RecordBatch> {
        let columns = [
            self.articles.finish(),
            self.blocks.finish(),
            self.sentences.finish(),
            self.tokens.finish(),
            self.entities.finish(),
            self.mentions.finish(),
            self.times.finish(),
            self.values.finish(),
            self.quotes.finish(),
            self.events.finish(),
            self.triggers.finish(),
            self.participants.finish(),
        ];
        NAMES.into_iter().zip(columns).map(|(table, columns)| batch(table, models, columns)).collect()
    }

    /// The row of a text that is missing or could not be read.
    pub(super) fn push_null(&mut self, id: &Id) {
        self.articles.push(ArticleRow {
            article: id,
            published: None,
            published_basis: None,
            language: None,
            headline: None,
            standfirst: None,
            byline: None,
            dateline_place: None,
            dateline_agency: None,
            dateline_date: None,
            n_sentences: None,
            n_entities: None,
            n_times: None,
            n_quotes: None,
            n_events: None,
        });
    }

    /// The rows of one article.
    pub(super) fn push(&mut self, id: &Id, published: Option<Date>, view: &View<'_>) {
        self.push_article(id, published, view);
        for block in &view.document.layout.blocks {
            let (start, end, text) = view.place(block.span);
            self.blocks.push(BlockRow { article: id, kind: Some(block.kind.name()), start, end, text: Some(text) });
        }
        if self.wanted.sentences {
            for (index, sentence) in view.document.tokens.sentences.iter().enumerate() {
                let (start, end, text) = view.place(sentence.span);
                let kind = Some(sentence.kind.name());
                self.sentences.push(SentenceRow {
                    article: id,
                    sentence: number(index),
                    start,
                    end,
                    text: Some(text),
                    kind,
                });
            }
        }
        if self.wanted.tokens {
            self.push_tokens(id, view);
        }
        if self.wanted.entities {
            self.push_entities(id, view);
        }
        if self.wanted.times {
            self.push_times(id, view);
        }
        if self.wanted.quotes {
            self.push_quotes(id, view);
        }
        if self.wanted.events {
            for (index, event) in view.document.events.iter().enumerate() {
                self.push_event(id, number(index), event, view);
            }
        }
    }

    fn push_article(&mut self, id: &Id, published: Option<Date>, view: &View<'_>) {
        let document = view.document;
        let (published, basis) = dicts::anchor(document, published);
        let text = |kind| document.layout.first(kind).map(|span| view.place(span).2);
        let dateline = document.layout.dateline.as_ref();
        let part = |span: Option<Span>| span.map(|span| view.place(span).2);
        let count = |wanted: bool, count: usize| wanted.then_some(number(count));
        self.articles.push(ArticleRow {
            article: id,
            published,
            published_basis: basis,
            language: document.layout.language.code(),
            headline: text(BlockKind::Headline),
            standfirst: text(BlockKind::Standfirst),
            byline: text(BlockKind::Byline),
            dateline_place: part(dateline.and_then(|dateline| dateline.place)),
            dateline_agency: part(dateline.and_then(|dateline| dateline.agency)),
            dateline_date: part(dateline.and_then(|dateline| dateline.date)),
            n_sentences: count(self.wanted.sentences, document.tokens.sentences.len()),
            n_entities: count(self.wanted.entities, document.entities.entities.len()),
            n_times: count(self.wanted.times, document.times.times.len()),
            n_quotes: count(self.wanted.quotes, document.quotes.len()),
            n_events: count(self.wanted.events, document.events.len()),
        });
    }

    fn push_tokens(&mut self, id: &Id, view: &View<'_>) {
        for (index, sentence) in view.token_sentences() {
            let (start, end, text) = view.place(view.document.tokens.tokens[index].span);
            let word = view.document.syntax.words.get(index);
            self.tokens.push(TokenRow {
                article: id,
                token: number(index),
                sentence: number(sentence),
                start,
                end,
                text: Some(text),
                lemma: word.map(|word| word.lemma.as_str()),
                upos: word.map(|word| word.upos.name()),
                xpos: word.map(|word| word.xpos.name()),
                head: word.map(|word| word.head),
                deprel: word.map(|word| word.deprel.name()),
            });
        }
    }

    fn push_entities(&mut self, id: &Id, view: &View<'_>) {
        let document = view.document;
        for (index, entity) in document.entities.entities.iter().enumerate() {
            let titles: Vec<_> = entity.titles.iter().map(|title| view.place(title.span).2).collect();
            let place = document.places.by_entity.get(index).and_then(Option::as_ref);
            self.entities.push(EntityRow {
                article: id,
                entity: number(index),
                name: Some(&entity.name),
                r#type: Some(entity.kind.name()),
                country: entity.country.as_ref().map(Country::as_str),
                sectors: joined(entity.sectors.iter().map(|sector| sector.code())).as_deref(),
                titles: joined(titles).as_deref(),
                n_mentions: number(entity.mentions.len()),
                place: place.map(|place| place.name.as_str()),
                lat: place.map(|place| place.latitude),
                lon: place.map(|place| place.longitude),
                place_country: place.and_then(|place| place.country.as_ref()).map(Country::as_str),
                admin1: place.and_then(|place| place.region.as_deref()),
                feature: place.map(|place| place.kind.name()),
                geonames_id: place.and_then(|place| place.geonames_id),
                population: place.and_then(|place| place.population),
                place_score: place.map(|place| rounded(place.score)),
                place_ambiguous: place.map(|place| place.ambiguous),
            });
            for &mention in &entity.mentions {
                let mention = &document.entities.mentions[mention as usize];
                let (start, end, text) = view.place(mention.span);
                self.mentions.push(MentionRow {
                    article: id,
                    entity: number(index),
                    start,
                    end,
                    text: Some(text),
                    kind: Some(mention.kind.name()),
                    sentence: number(document.tokens.sentence_of(mention.head)),
                    confidence: Some(rounded(mention.confidence)),
                });
            }
        }
    }

    fn push_times(&mut self, id: &Id, view: &View<'_>) {
        for (index, time) in view.document.times.times.iter().enumerate() {
            let (start, end, text) = view.place(time.span);
            self.times.push(TimeRow {
                article: id,
                time: number(index),
                start,
                end,
                text: Some(text),
                r#type: Some(time.kind.name()),
                value: time.value.as_deref(),
                date_start: time.start,
                date_end: time.end,
                r#mod: time.modifier,
                granularity: time.granularity.map(|unit| unit.name()),
                basis: Some(time.basis.name()),
                conflict: Some(time.conflict),
                confidence: Some(rounded(time.confidence)),
            });
        }
        for value in &view.document.times.values {
            let (start, end, text) = view.place(value.span);
            self.values.push(ValueRow {
                article: id,
                start,
                end,
                text: Some(text),
                r#type: Some(value.kind.name()),
                value: value.value,
                unit: value.unit.as_deref(),
            });
        }
    }

    fn push_quotes(&mut self, id: &Id, view: &View<'_>) {
        for (index, quote) in view.document.quotes.iter().enumerate() {
            let (start, end, text) = view.place(quote.content);
            let speaker = quote.speaker_span.map(|span| view.place(span));
            let cue = quote.cue.map(|span| view.place(span));
            self.quotes.push(QuoteRow {
                article: id,
                quote: number(index),
                start,
                end,
                text: Some(text),
                kind: Some(quote.kind.name()),
                speaker: quote.speaker,
                speaker_start: speaker.map(|place| place.0),
                speaker_end: speaker.map(|place| place.1),
                speaker_text: speaker.map(|place| place.2),
                cue_start: cue.map(|place| place.0),
                cue_end: cue.map(|place| place.1),
                cue_text: cue.map(|place| place.2),
                n_parts: number(quote.parts.len()),
                confidence: Some(rounded(quote.confidence)),
            });
        }
    }
}

/// The table's name and the versions of package and models that made it travel with the data, into Parquet too.
fn batch(table: &str, models: &str, columns: Vec<(&'static str, ArrayRef)>) -> RecordBatch {
    let field = |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let fields: Vec<_> = columns.iter().map(field).collect();
    let metadata =
        [("dateline_version", env!("CARGO_PKG_VERSION")), ("dateline_models", models), ("dateline_table", table)];
    let metadata = metadata.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let schema: SchemaRef = Arc::new(Schema::new_with_metadata(fields, metadata));
    RecordBatch::try_new(schema, columns.into_iter().map(|(_, column)| column).collect())
        .expect("a row fills every column")
}

/// The items with `;` between them, `None` without any: one flat column, as CSV and `groupby` like it.
fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let items: Vec<_> = items.into_iter().collect();
    (!items.is_empty()).then(|| items.join(";"))
}

/// The same four decimals as in the dicts.
#[allow(clippy::cast_possible_truncation)]
fn rounded(score: f32) -> f32 {
    dicts::round(score) as f32
}

/// Indices count tokens or records of one article, which its 32-bit length bounds.
#[allow(clippy::cast_possible_truncation)]
const fn number(index: usize) -> u32 {
    index as u32
}
