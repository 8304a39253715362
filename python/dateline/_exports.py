"""Events in the forms that the field's tools read: PLOVER records and a flat table of dyads.

Both are made of the same records as everything else, so every row leads back to its article and to the characters that
it rests on. Where PLOVER's manual (draft 2.0) contradicts itself, the quad class follows the section of each type
(SANCTION is material conflict), and the score of ACCUSE, printed as 3 above modes that are all negative, is read as -3.
``vandalize`` has no score in print and takes that of its type.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from dateline._native import __version__
from dateline._tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from dateline.types import PloverActor, PloverLocation, PloverRecord

    _Dict = Mapping[str, Any]

__all__ = ["to_flat", "to_plover"]

_QUADS = {"verbal_cooperation": 1, "material_cooperation": 2, "verbal_conflict": 3, "material_conflict": 4}

#: PLOVER's scores of types, and of modes where they differ from their type's.
_SCORES = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5.0, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10.0, "RETREAT": 6.5,
    "REQUEST": 0.0, "ACCUSE": -3.0, "REJECT": -2.0, "THREATEN": -3.5, "PROTEST": -5.0, "SANCTION": -6.0,
    "MOBILIZE": -5.5, "COERCE": -7.0, "ASSAULT": -9.0,
}  # fmt: skip
_MODE_SCORES = {
    "CONSULT": {"visit": 4.0, "third-party": 1.0, "multilateral": 4.0, "phone": 1.5},
    "RETREAT": {"withdraw": 8.0, "disarm": 10.0, "ceasefire": 7.5, "resign": 4.5},
    "REQUEST": {"assist": 0.5, "change": -1.0, "yield": -1.0},
    "ACCUSE": {"disapprove": -2.0, "investigate": -3.5, "allege": -3.5},
    "REJECT": {"assist": -1.5},
    "THREATEN": {"restrict": -3.0, "territory": -4.0},
    "PROTEST": {"riot": -7.0, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5},
    "SANCTION": {"expel": -5.5},
    "MOBILIZE": {"troops": -6.5, "weapons": -6.5, "militia": -6.0},
    "COERCE": {"censor": -6.5, "curfew": -6.5, "martial-law": -7.5, "misinformation": -6.5},
    "ASSAULT": {
        "abduct": -8.5, "beat": -7.5, "torture": -8.5, "sexual": -8.5, "targeted": -9.5, "destroy": -8.5,
        "primitive": -8.0, "suicide-attack": -9.5, "aerial": -9.5, "drone": -9.5, "heavy-weapons": -9.5,
        "crowd-control": -7.5, "unconventional": -10.0,
    },
}  # fmt: skip

#: Types whose parties are all actors, each towards the others.
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})

#: Columns of :func:`to_flat` with the letters of ``dateline._frames``.
_COLUMNS = (
    "event_id:t date:D date_end:D published:D "
    "source_name:t source_code:t source_country:c source_sectors:c source_inherited:b "
    "target_name:t target_code:t target_country:c target_sectors:c target_inherited:b "
    "type:c mode:c contexts:c cameo:c cameo_base:c cameo_root:c quad_class:u quad:c goldstein:f plover_scale:f "
    "place:t place_country:c lat:d lon:d place_basis:c killed:n injured:n arrested:n "
    "polarity:c assertion:c tense:c attributed_to:t strict_plover:b confidence:f salience:f "
    "article:k event:u sentence:u sentence_start:u sentence_end:u trigger:t trigger_start:u trigger_end:u "
    "source_text:t source_start:u source_end:u target_text:t target_start:u target_end:u place_text:t place_start:u "
    "place_end:u n_triggers:u rule:t"
)


def to_plover(articles: Iterable[_Dict | None] | Tables, *, strict: bool = False) -> list[PloverRecord]:
    """Make PLOVER records of the events, one dict each, ready to be written as JSON Lines.

    Parameters
    ----------
    articles
        What :func:`extract` or :meth:`Extractor.iter` gives, the same read back from JSON, or the Arrow tables of
        :meth:`Extractor.tables` (these need pyarrow).
    strict
        Leave out events that strict PLOVER would not code. By default they are all there and ``comment`` says what is
        against it: no actor, no recipient where the type requires one, an act that did not happen or is not asserted, a
        type that is not PLOVER's.

    Returns
    -------
    list of dict
        Keys are the manual's; :class:`dateline.types.PloverRecord` describes them. ``date`` is the first day of the
        act, or the day of publication where the text has none, or ``None`` (``comment`` says so). ``event_scale`` is
        PLOVER's own score, not Goldstein's. Beyond the manual there is ``dateline``, with the offsets of everything
        that the record rests on.

    Examples
    --------
    >>> import dateline, json
    >>> text = "Gunmen killed at least four policemen in Quetta on Monday."
    >>> articles = dateline.extract([text], published="2016-09-23")
    >>> [record] = dateline.to_plover(articles)
    >>> record["event"], record["quad_code"], record["date"], record["size"]["dead"]
    ('ASSAULT', 4, '2016-09-19', 4)
    >>> [actor["raw_text"] for actor in record["recipient"]], record["event_loc"]["country_code"]
    (['policemen'], 'PAK')
    >>> line = json.dumps(record)
    """
    return [
        _record(article, event)
        for article in _articles(articles, "to_plover")
        for event in article.get("events", ())
        if event["strict_plover"] or not strict
    ]


def to_flat(articles: Iterable[_Dict | None] | Tables, *, strict: bool = False) -> pd.DataFrame:
    """Make one flat table of the events, as users of GDELT and ICEWS know it: one row per source and target.

    Parameters
    ----------
    articles, strict
        As for :func:`to_plover`.

    Returns
    -------
    pandas.DataFrame
        Several actors or recipients give one row for each pair, a missing one a row with nulls. The parties of a
        meeting, an agreement or a joint act (CONSULT, AGREE, COOPERATE), who are all actors, give a row for each
        ordered pair, as in GDELT. ``drop_duplicates("event_id")`` counts acts instead of dyads. Columns:

        ``event_id``
            Article and number of the event: ``"17:3"``.
        ``date``, ``date_end``, ``published``
            First and last day of the act, null where the article gives none, and the day of the article.
        ``source_name``, ``source_code``, ``source_country``, ``source_sectors``, ``source_inherited``
            The actor: its name, country and main sector in one (``"USAGOV"``), each by itself, and whether it comes
            from another sentence. The same with ``target_`` for the recipient.
        ``type``, ``mode``, ``contexts``
            PLOVER's. Lists are joined with ``;``.
        ``cameo``, ``cameo_base``, ``cameo_root``, ``goldstein``
            The CAMEO code as a string ("0871"), its first three and two digits, and the code's Goldstein score.
        ``quad_class``, ``quad``, ``plover_scale``
            PLOVER's class from 1 (verbal cooperation) to 4 (material conflict), its name, and PLOVER's score. GDELT
            counts CAMEO's roots otherwise: 01 and 02 as 1, 14 as 3, 16 as 4.
        ``place``, ``place_country``, ``lat``, ``lon``, ``place_basis``
            Where, from the gazetteer, and what ties the place to the act.
        ``killed``, ``injured``, ``arrested``
            Numbers of people.
        ``polarity``, ``assertion``, ``tense``, ``attributed_to``, ``strict_plover``, ``confidence``, ``salience``
            How the act stands in the article. Who counts what happened takes ``strict_plover``.
        ``article``, ``event``, ``sentence``, ``sentence_start``, ``sentence_end``
            Where the row comes from: article, number of the event, and the sentence with its offsets (null if sentences
            were not asked for).
        ``trigger``, ``source_text``, ``target_text``, ``place_text``
            The words in the text, each with its ``_start`` and ``_end``.
        ``n_triggers``, ``rule``
            How often the act is mentioned, and what found it.

    Examples
    --------
    >>> import dateline
    >>> text = "Chile and Peru held talks in Lima on Monday."
    >>> articles = dateline.extract([text], published="2016-09-23")
    >>> dateline.to_flat(articles)[["date", "source_country", "target_country", "cameo_root", "quad_class", "place"]]
            date source_country target_country cameo_root  quad_class place
    0 2016-09-19            CHL            PER         04           1  Lima
    1 2016-09-19            PER            CHL         04           1  Lima
    """
    from dateline._frames import table

    rows = [
        row
        for article in _articles(articles, "to_flat")
        for event in article.get("events", ())
        if event["strict_plover"] or not strict
        for row in _rows(article, event)
    ]
    key = _COLUMNS.split().index("article:k")
    return table(_COLUMNS, rows, numeric=all(isinstance(row[key], int) for row in rows))


def _rows(article: _Dict, event: _Dict) -> Iterator[tuple[Any, ...]]:
    trigger = event["triggers"][0]
    place: _Dict = event["place"] or {}
    sentence = _sentence(article, trigger)
    cameo: str | None = event["cameo"]
    before = (f"{article['id']}:{event['id']}", event["date_start"], event["date_end"], article["published"])
    meaning = (
        *(event["type"], event["mode"], ";".join(event["contexts"]) or None),
        *(cameo, cameo and cameo[:3], cameo and cameo[:2]),
        *(_QUADS.get(event["quad"]), event["quad"], event["goldstein"], _scale(event)),
        *(place.get(key) for key in ("name", "country", "lat", "lon", "basis")),
        *(event[key] and event[key]["value"] for key in ("killed", "injured", "arrested")),
        *(event[key] for key in ("polarity", "assertion", "tense")),
        ";".join(_name(article, source) for source in event["attributed_to"]) or None,
        *(event[key] for key in ("strict_plover", "confidence", "salience")),
    )
    evidence = (
        article["id"],
        event["id"],
        trigger["sentence"],
        sentence.get("start"),
        sentence.get("end"),
        *_place(trigger),
    )
    after = (*_place(place), len(event["triggers"]), event["rule"])
    for source, target in _dyads(event):
        yield (
            *(*before, *_party(article, source), *_party(article, target), *meaning, *evidence),
            *(*_place(source or {}), *_place(target or {}), *after),
        )


def _dyads(event: _Dict) -> Iterator[tuple[_Dict | None, _Dict | None]]:
    actors, recipients = event["actors"], event["recipients"]
    if len(actors) > 1 and not recipients and event["type"] in _MUTUAL:
        yield from ((one, other) for one in actors for other in actors if one is not other)
    else:
        yield from ((actor, recipient) for actor in actors or [None] for recipient in recipients or [None])


def _party(article: _Dict, party: _Dict | None) -> tuple[Any, ...]:
    if party is None:
        return (None,) * 5
    sectors = party["sectors"]
    code = (party["country"] or "") + (sectors[0] if sectors else "")
    return _name(article, party), code or None, party["country"], ";".join(sectors) or None, party["inherited"]


def _place(span: _Dict) -> tuple[Any, ...]:
    return span.get("text"), span.get("start"), span.get("end")


def _record(article: _Dict, event: _Dict) -> PloverRecord:
    trigger = event["triggers"][0]
    sentence = _sentence(article, trigger)
    first, last = event["date_start"], event["date_end"]
    headline: _Dict = article["headline"] or {}
    comments = [f"not strict PLOVER: {reason}" for reason in _against(event)]
    if first is None:
        comments.append("date: not known" if article["published"] is None else "date: of publication")
    number = {key: event[key] and event[key]["value"] for key in ("killed", "injured", "arrested")}
    return {
        "id": f"{article['id']}:{event['id']}",
        "has_event": True,
        "date": first or article["published"],
        "enddate": last if last != first else None,
        "actor": [_actor(article, actor) for actor in event["actors"]],
        "recipient": [_actor(article, actor) for actor in event["recipients"]],
        "event": event["type"],
        "mode": event["mode"],
        "context": list(event["contexts"]),
        "quad_code": _QUADS.get(event["quad"]),
        "event_scale": _scale(event),
        "event_text": trigger["text"],
        "event_loc": _location(article, event["place"]),
        "size": {"dead": number["killed"], "injured": number["injured"], "arrested": number["arrested"]},
        "text": sentence.get("text"),
        "text_info": {"sequence": trigger["sentence"], "start": sentence.get("start"), "end": sentence.get("end")},
        "cite_info": {"citation": article["id"], "title": headline.get("text"), "language": article["language"]},
        "coder": f"dateline {__version__}",
        "comment": "; ".join(comments) or None,
        "dateline": {
            "article": article["id"],
            "event": event["id"],
            "strict": event["strict_plover"],
            "cameo": event["cameo"],
            "goldstein": event["goldstein"],
            "polarity": event["polarity"],
            "assertion": event["assertion"],
            "tense": event["tense"],
            "confidence": event["confidence"],
            "salience": event["salience"],
            "rule": event["rule"],
            "attributed_to": [_actor(article, source) for source in event["attributed_to"]],
            "triggers": [
                {"start": it["start"], "end": it["end"], "text": it["text"], "sentence": it["sentence"]}
                for it in event["triggers"]
            ],
        },
    }


def _against(event: _Dict) -> Iterator[str]:
    """Why strict PLOVER would not code an event; nothing where it would, as the core decides (``strict_plover``)."""
    if event["type"] not in _SCORES:
        yield "the type is not PLOVER's"
    if not event["actors"]:
        yield "no actor"
    if not event["recipients"] and event["type"] in ("COOPERATE", "AID", "SANCTION"):
        yield "no recipient"
    if event["assertion"] in ("denied", "hypothetical", "requested"):
        yield str(event["assertion"])
    if event["polarity"] == "negative":
        yield "did not happen"


def _scale(event: _Dict) -> float | None:
    kind = event["type"]
    return _MODE_SCORES.get(kind, {}).get(event["mode"], _SCORES.get(kind))


def _sentence(article: _Dict, trigger: _Dict) -> _Dict:
    sentences = article.get("sentences")
    return sentences[trigger["sentence"]] if sentences else {}


def _entity(article: _Dict, number: int | None) -> _Dict:
    """An entity, or nothing if entities were not asked for."""
    entities = article.get("entities")
    return entities[number] if entities and number is not None else {}


def _name(article: _Dict, participant: _Dict) -> str:
    return str(_entity(article, participant["entity"]).get("name") or participant["text"])


def _actor(article: _Dict, participant: _Dict) -> PloverActor:
    sectors = participant["sectors"]
    titles = _entity(article, participant["entity"]).get("titles")
    return {
        "code": participant["country"],
        "sector": sectors[0] if sectors else None,
        "other_sectors": list(sectors[1:]),
        "entity_text": _name(article, participant),
        "raw_text": participant["text"],
        "office": titles[0]["text"] if titles else None,
        "inherited": participant["inherited"],
        "start": participant["start"],
        "end": participant["end"],
    }


#: PLOVER's (Mordecai's) levels of resolution by kind of place.
_RESOLUTIONS = {"populated_place": 4, "region": 2, "country": 1}


def _location(article: _Dict, place: _Dict | None) -> PloverLocation | None:
    if place is None:
        return None
    entry: _Dict = _entity(article, place["entity"]).get("place") or {}
    kind = entry.get("feature")
    return {
        "extracted_place": place["text"],
        "resolved_place": place["name"],
        "geonameid": entry.get("geonames_id"),
        "lat": place["lat"],
        "lon": place["lon"],
        "city": place["name"] if kind == "populated_place" else None,
        "province": entry.get("admin1"),
        "country_code": place["country"],
        "resolution": _RESOLUTIONS.get(kind or ""),
        "basis": place["basis"],
        "start": place["start"],
        "end": place["end"],
    }


def _articles(articles: Iterable[_Dict | None] | Tables, caller: str) -> Iterable[_Dict]:
    from dateline._frames import several

    if isinstance(articles, Tables):
        return _from_tables(articles)
    return (article for article in several(articles, caller) if article is not None)


def _from_tables(tables: Tables) -> Iterator[_Dict]:
    """What the exports need of articles, from Arrow tables."""
    records: dict[str, defaultdict[Any, list[_Dict]]] = {}
    for name in ("sentences", "entities", "events", "triggers", "participants"):
        records[name] = defaultdict(list)
        for row in getattr(tables, name).to_pyarrow().to_pylist():
            records[name][row["article"]].append(row)
    for row in tables.articles.to_pyarrow().to_pylist():
        article = row["article"]
        found = {name: rows.get(article, []) for name, rows in records.items()}
        yield {
            "id": article,
            "published": _iso(row["published"]),
            "language": row["language"],
            "headline": row["headline"] and {"text": row["headline"]},
            "sentences": found["sentences"],
            "entities": [_entity_of(entity) for entity in found["entities"]],
            "events": list(_events_of(found)),
        }


def _entity_of(row: _Dict) -> _Dict:
    place = {key: row[key] for key in ("admin1", "geonames_id", "feature")} if row["place"] else None
    titles = [{"text": title} for title in (row["titles"] or "").split(";") if title]
    return {"name": row["name"], "titles": titles, "place": place}


def _events_of(found: Mapping[str, list[_Dict]]) -> Iterator[_Dict]:
    triggers, parties = defaultdict(list), defaultdict(list)
    for row in found["triggers"]:
        triggers[row["event"]].append(row)
    for row in found["participants"]:
        parties[row["event"], row["role"]].append({**row, "sectors": _split(row["sectors"])})
    for row in found["events"]:
        number = row["event"]
        place = {"entity": row["place_entity"], "name": row["place"], "country": row["place_country"]}
        place |= {key: row[f"place_{key}"] for key in ("start", "end", "text", "basis")}
        place |= {key: row[key] for key in ("lat", "lon")}
        yield {
            **row,
            "id": number,
            "triggers": triggers[number],
            "contexts": _split(row["contexts"]),
            "place": None if row["place_start"] is None else place,
            **{key: _iso(row[key]) for key in ("date_start", "date_end")},
            # 32 bits on the way; four decimals are what was stored
            **{
                key: row[key] if row[key] is None else round(row[key], 4)
                for key in ("goldstein", "confidence", "salience")
            },
            **{key: row[key] if row[key] is None else {"value": row[key]} for key in ("killed", "injured", "arrested")},
            "actors": parties[number, "actor"],
            "recipients": parties[number, "recipient"],
            "attributed_to": parties[number, "source"],
        }


def _split(joined: str | None) -> list[str]:
    return joined.split(";") if joined else []


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
