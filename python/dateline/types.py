"""The shape of results, for type checkers and for reading: what stands under each key of an article.

All of these are plain dicts at run time. Offsets ``start`` and ``end`` count Unicode code points of the article's text,
end exclusive; ``text`` is ``article.text[start:end]``. Numbers such as ``speaker`` or ``sentence`` are positions in the
article's lists. Scores run from 0 to 1.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol, TypeAlias, TypedDict

#: OntoNotes labels; ``GROUP`` is for actors without a name ("protesters").
EntityType: TypeAlias = Literal[
    "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "GROUP"
]
#: Page furniture, which is marked and gives no events.
BoilerplateKind: TypeAlias = Literal[
    "byline", "crawl_header", "share_bar", "photo_credit", "related_headlines", "site_navigation", "tag_list"
]
#: PLOVER event types.
EventType: TypeAlias = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Granularity: TypeAlias = Literal[
    "second", "minute", "hour", "day_part", "day", "weekend", "week", "month", "quarter", "season", "half_year", "year",
    "decade", "century", "millennium",
]  # fmt: skip
#: What a calendar reading rests on: the expression alone, another one of the text, the publication date.
TimeBasis: TypeAlias = Literal["explicit", "relative", "publication"]


class ArrowTable(Protocol):
    """A pandas, polars or pyarrow table, or any other that knows the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


#: Where rows of ``Extractor(lexicons=..., frames=...)`` come from: a .tsv or .csv file, a table, a list of dicts.
RowSource: TypeAlias = str | os.PathLike[str] | ArrowTable | Iterable[Mapping[str, Any]]


class Span(TypedDict):
    """A stretch of the article's text."""

    start: int
    end: int
    text: str


class Boilerplate(Span):
    """Page furniture."""

    kind: BoilerplateKind


class Sentence(Span):
    """A sentence, and the kind of block it stands in ("headline", "paragraph", or a kind of boilerplate)."""

    kind: str


class Dateline(Span):
    """The opening of a report: "MOSCOW (Sputnik) -". ``day`` is an ISO date where the text gives a year."""

    place: Span | None
    agency: Span | None
    date: Span | None
    day: str | None


class Token(Span):
    """A word or punctuation mark of ``dateline.tokenize``."""

    sentence: int


class Word(Token):
    """A token with its syntax (Universal Dependencies v2, Penn Treebank tags); a root is its own ``head``."""

    lemma: str | None
    upos: str | None
    xpos: str | None
    head: int | None
    deprel: str | None


class Mention(Span):
    """Where an entity is mentioned."""

    kind: Literal["name", "nominal", "pronoun", "title"]
    sentence: int
    confidence: float


class Title(Span):
    """A title or role: "Russian Foreign Minister". ``body`` is the entity it belongs to."""

    role: str | None
    country: str | None
    body: int | None
    sector: str | None


class Place(TypedDict):
    """A gazetteer entry. ``ambiguous`` says that another reading is too near in score to be sure."""

    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    admin1_code: str | None
    feature: Literal["country", "region", "populated_place", "water", "mountain", "area"]
    geonames_id: int | None
    population: int | None
    score: float
    ambiguous: bool


class Entity(TypedDict):
    """A person, organisation, place or group. Countries are ISO 3166-1 alpha-3, sectors PLOVER's."""

    id: int
    name: str
    type: EntityType
    country: str | None
    sectors: list[str]
    titles: list[Title]
    place: Place | None
    mentions: list[Mention]
    rule: str


class Time(Span):
    """A temporal expression, with its TIMEX3 value and its first and last day (ISO, inclusive)."""

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    date_start: str | None
    date_end: str | None
    mod: str | None
    granularity: Granularity | None
    basis: TimeBasis
    conflict: bool
    rule: str
    confidence: float


class Value(Span):
    """A numeric expression."""

    type: Literal["MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"]
    value: float | None
    unit: str | None


class Quote(Span):
    """A quotation; the span is its content. ``parts`` are its pieces where the attribution breaks it."""

    id: int
    kind: Literal["direct", "indirect", "mixed"]
    speaker: int | None
    speaker_span: Span | None
    cue: Span | None
    parts: list[Span]
    rule: str
    confidence: float


class Participant(Span):
    """An actor, recipient or source. ``inherited``: named in another sentence than the trigger's."""

    entity: int | None
    country: str | None
    sectors: list[str]
    inherited: bool


class EventPlace(Span):
    """Where an act happened, what ties the place to it, and the gazetteer's reading."""

    entity: int
    basis: Literal["own phrase", "sentence", "dateline", "inherited"]
    name: str | None
    country: str | None
    lat: float | None
    lon: float | None


class TriggerSpan(Span):
    """A word that names an act."""

    sentence: int


class Trigger(TriggerSpan):
    """A word that names an act, with what its own sentence says of it; the event sums up what all its triggers say."""

    assertion: Literal["asserted", "reported", "denied", "hypothetical", "requested"]
    attributed_to: list[Participant]
    place: EventPlace | None
    confidence: float


class Count(Span):
    """A number of people."""

    value: int
    comparison: str | None


class Event(TypedDict):
    """An act, coded by PLOVER with CAMEO beside it; ``type`` is PLOVER's or, from a frame of your own, yours."""

    id: int
    triggers: list[Trigger]
    type: EventType | str
    mode: str | None
    contexts: list[str]
    cameo: str | None
    quad: Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"] | None
    goldstein: float | None
    actors: list[Participant]
    recipients: list[Participant]
    place: EventPlace | None
    time: int | None
    date_start: str | None
    date_end: str | None
    granularity: Granularity | None
    basis: TimeBasis | None
    conflict: bool
    polarity: Literal["positive", "negative"]
    assertion: Literal["asserted", "reported", "denied", "hypothetical", "requested"]
    tense: Literal["past", "present", "future"]
    attributed_to: list[Participant]
    quote: int | None
    killed: Count | None
    injured: Count | None
    arrested: Count | None
    participants: Count | None
    strict_plover: bool
    salience: float
    rule: str
    confidence: float


class PloverActor(TypedDict):
    """An actor, recipient or source in a PLOVER record.

    ``code`` is the country or PLOVER's code of an international actor, ``sector`` the main one; ``entity_text`` is the
    entity's name, ``raw_text`` the words in the text at ``start`` and ``end``, ``office`` a title or role that it has
    there.
    """

    code: str | None
    sector: str | None
    other_sectors: list[str]
    entity_text: str
    raw_text: str
    office: str | None
    inherited: bool
    start: int
    end: int


class PloverLocation(TypedDict):
    """Where an act happened. ``resolution``: 4 city, 2 province, 1 country, ``None`` for seas, mountains and areas."""

    extracted_place: str
    resolved_place: str | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    city: str | None
    province: str | None
    country_code: str | None
    resolution: int | None
    basis: Literal["own phrase", "sentence", "dateline", "inherited"]
    start: int
    end: int


class PloverSize(TypedDict):
    """Numbers of people."""

    dead: int | None
    injured: int | None
    arrested: int | None


class PloverText(TypedDict):
    """The sentence of a record: its number in the article and its offsets."""

    sequence: int
    start: int | None
    end: int | None


class PloverCitation(TypedDict):
    """The article of a record; ``citation`` is its identifier."""

    citation: str | int
    title: str | None
    language: str | None


class PloverEvidence(TypedDict):
    """What a PLOVER record has beyond the manual's keys; ``strict``: whether strict PLOVER would code it."""

    article: str | int
    event: int
    strict: bool
    cameo: str | None
    goldstein: float | None
    polarity: Literal["positive", "negative"]
    assertion: Literal["asserted", "reported", "denied", "hypothetical", "requested"]
    tense: Literal["past", "present", "future"]
    confidence: float
    salience: float
    rule: str
    attributed_to: list[PloverActor]
    triggers: list[TriggerSpan]


class PloverRecord(TypedDict):
    """An event as ``dateline.to_plover`` gives it, under the keys of PLOVER's manual (draft 2.0).

    Dates are ISO days; ``enddate`` is the last day where it is another one. ``quad_code`` runs from 1 (verbal
    cooperation) to 4 (material conflict), ``event_scale`` from -10 to 10. Both are ``None`` for a type that is not
    PLOVER's.
    """

    id: str
    has_event: bool
    date: str | None
    enddate: str | None
    actor: list[PloverActor]
    recipient: list[PloverActor]
    event: EventType | str
    mode: str | None
    context: list[str]
    quad_code: int | None
    event_scale: float | None
    event_text: str
    event_loc: PloverLocation | None
    size: PloverSize
    text: str | None
    text_info: PloverText
    cite_info: PloverCitation
    coder: str
    comment: str | None
    dateline: PloverEvidence
