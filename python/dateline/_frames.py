"""Articles as tidy pandas tables.

The tables are those that ``Extractor.tables`` makes in Rust (``src/py/tables.rs``), column for column; a test holds the
two together. These are made from dicts: from results that were filtered, changed or read back from JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dateline._errors import InputError
from dateline._extract import data_folder
from dateline._native import TABLES, __version__, fingerprint
from dateline._tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    _Row = tuple[Any, ...]

__all__ = ["Frames", "frames", "from_arrow", "several", "table"]

#: pandas dtype of each letter in the column lists below. Days are ``datetime64[s]``: nanoseconds end in 1677.
_DTYPES = {
    "u": "UInt32",
    "n": "Int64",
    "f": "Float32",
    "d": "Float64",
    "b": "boolean",
    "t": "string",
    "c": "category",
    "D": "datetime64[s]",
    "k": None,  # the article's identifier: Int64 if all are numbers, else string
}

_COLUMNS = {
    "articles": "article:k published:D published_basis:c language:c headline:t standfirst:t byline:t dateline_place:t "
    "dateline_agency:t dateline_date:t n_sentences:u n_entities:u n_times:u n_quotes:u n_events:u",
    "blocks": "article:k kind:c start:u end:u text:t",
    "sentences": "article:k sentence:u start:u end:u text:t kind:c",
    "tokens": "article:k token:u sentence:u start:u end:u text:t lemma:t upos:c xpos:c head:u deprel:c",
    "entities": "article:k entity:u name:t type:c country:c sectors:c titles:t n_mentions:u place:t lat:d lon:d "
    "place_country:c admin1:t feature:c geonames_id:u population:n place_score:f place_ambiguous:b",
    "mentions": "article:k entity:u start:u end:u text:t kind:c sentence:u confidence:f",
    "times": "article:k time:u start:u end:u text:t type:c value:t date_start:D date_end:D mod:c granularity:c basis:c "
    "conflict:b confidence:f",
    "values": "article:k start:u end:u text:t type:c value:d unit:t",
    "quotes": "article:k quote:u start:u end:u text:t kind:c speaker:u speaker_start:u speaker_end:u speaker_text:t "
    "cue_start:u cue_end:u cue_text:t n_parts:u confidence:f",
    "events": "article:k event:u type:c mode:c contexts:c cameo:c quad:c goldstein:f sentence:u start:u end:u text:t "
    "n_triggers:u polarity:c assertion:c tense:c place_entity:u place_start:u place_end:u place_text:t place_basis:c "
    "place:t place_country:c lat:d lon:d time:u date_start:D date_end:D granularity:c basis:c conflict:b quote:u "
    "killed:n killed_comparison:c injured:n injured_comparison:c arrested:n arrested_comparison:c participants:n "
    "participants_comparison:c strict_plover:b salience:f rule:t confidence:f",
    "triggers": "article:k event:u sentence:u start:u end:u text:t assertion:c attributed_to:t place_entity:u place_start:u "
    "place_end:u place_text:t place_basis:c confidence:f",
    "participants": "article:k event:u role:c entity:u name:t start:u end:u text:t country:c sectors:c inherited:b",
}


class Frames:
    """Tidy pandas tables, one attribute each, joined on ``article`` and the numbers of entities and events.

    ``articles`` has one row per text, null rows too. ``blocks`` are headline, paragraphs and boilerplate;
    ``participants`` are the actors, recipients and sources of events; ``tokens`` has rows if tokens were asked for.
    ``metadata`` names the version of dateline and, as ``dateline_models``, a fingerprint of its weights and gazetteer; it
    also stands in each table's ``attrs``.
    """

    articles: pd.DataFrame
    blocks: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    entities: pd.DataFrame
    mentions: pd.DataFrame
    times: pd.DataFrame
    values: pd.DataFrame
    quotes: pd.DataFrame
    events: pd.DataFrame
    triggers: pd.DataFrame
    participants: pd.DataFrame
    metadata: dict[str, str]

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self.metadata = {"dateline_version": __version__, "dateline_models": fingerprint(data_folder())}
        for name in TABLES:
            table = tables[name]
            table.attrs.update(self.metadata)
            setattr(self, name, table)

    def __repr__(self) -> str:
        return f"<Frames {', '.join(f'{name}: {len(getattr(self, name))}' for name in TABLES)}>"


def frames(articles: Iterable[Mapping[str, Any] | None] | Tables) -> Frames:
    """Make tidy pandas tables of extracted articles.

    Parameters
    ----------
    articles
        What :func:`extract` or :meth:`Extractor.iter` gives, or the same read back from JSON. ``None`` gives a row of
        nulls in ``articles``, with its position as identifier. Also the Arrow tables of :meth:`Extractor.tables`.

    Returns
    -------
    Frames
        Tables as attributes. Dtypes are nullable and narrow: ``UInt32`` for offsets and numbers, ``Float32`` for
        scores, ``category`` for closed sets, ``string``, ``boolean``, ``datetime64[s]`` for days. Lists are joined with
        ``;``.

    Examples
    --------
    >>> import dateline
    >>> tables = dateline.frames(dateline.extract(["Officials met. They left.", None]))
    >>> tables.sentences[["article", "sentence", "start", "end", "text"]]
       article  sentence  start  end             text
    0        0         0      0   14   Officials met.
    1        0         1     15   25       They left.
    >>> len(tables.articles)
    2
    """
    if isinstance(articles, Tables):
        return articles.to_pandas()
    rows: dict[str, list[_Row]] = {name: [] for name in TABLES}
    for position, article in enumerate(several(articles, "frames")):
        if article is None:
            rows["articles"].append((position, *[None] * 14))
        else:
            for name, make in _ROWS.items():
                rows[name].extend((article["id"], *row) for row in make(article))
    # Identifiers are text in every table if they are in one article: joins need one dtype.
    numeric = all(isinstance(row[0], int) for row in rows["articles"])
    return Frames({name: table(_COLUMNS[name], rows[name], numeric) for name in TABLES})


def several(articles: Any, caller: str) -> Iterable[Mapping[str, Any] | None]:
    """Articles, or an error where somebody hands in one of them, or the texts."""
    if isinstance(articles, Mapping):
        raise InputError(f"articles: expected several, got one; write {caller}([article])")
    if not isinstance(articles, Iterable) or isinstance(articles, str | bytes):
        raise InputError(f"articles: expected what extract gives, got {type(articles).__name__}")
    for position, article in enumerate(articles):
        if article is not None and not (isinstance(article, Mapping) and "paragraphs" in article):
            kind = type(article).__name__
            raise InputError(f"articles[{position}]: expected an article as extract gives it, or None, got {kind}")
        yield article


def from_arrow(table: Any) -> pd.DataFrame:
    """An Arrow table with the dtypes that :func:`frames` gives; behind ``Table.to_pandas``."""
    import pyarrow as pa

    pd = _pandas()

    dtypes = {
        pa.uint32(): pd.UInt32Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.float32(): pd.Float32Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
        pa.large_string(): pd.StringDtype(),
    }
    rows = pa.table(table)
    # Days would become Python objects.
    fields = [field.with_type(pa.timestamp("s")) if field.type == pa.date32() else field for field in rows.schema]
    return rows.cast(pa.schema(fields)).to_pandas(types_mapper=dtypes.get)


def table(columns: str, rows: list[_Row], numeric: bool) -> pd.DataFrame:
    """A pandas table of rows; ``numeric`` says that all identifiers are numbers."""
    pd = _pandas()
    data = {}
    for index, column in enumerate(columns.split()):
        name, letter = column.split(":")
        dtype: Any = _DTYPES[letter] or ("Int64" if numeric else "string")
        cells = [row[index] for row in rows]
        if letter == "k" and not numeric:
            cells = [str(cell) for cell in cells]
        if letter == "D":
            # A list of texts would be read as nanoseconds first, and 1215 is out of their range.
            data[name] = pd.Series(pd.array([*map(_day, cells)], dtype="datetime64[s]"))
        elif letter == "c":
            data[name] = pd.Series(pd.Categorical(cells, sorted({cell for cell in cells if cell is not None})))
        else:
            data[name] = pd.Series(pd.array(cells, dtype=dtype))
    return pd.DataFrame(data)


def _pandas() -> Any:
    """The module pandas, or a clear error."""
    try:
        import pandas
    except ImportError as error:
        raise ImportError('these tables need pandas: pip install "dateline[pandas]"') from error
    return pandas


def _day(iso: str | None) -> Any:
    import numpy as np

    return np.datetime64(iso or "NaT", "s")


def _text(span: Mapping[str, Any] | None) -> str | None:
    return span["text"] if span else None


def _place(span: Mapping[str, Any] | None) -> _Row:
    return (span["start"], span["end"], span["text"]) if span else (None, None, None)


def _joined(items: Iterable[str]) -> str | None:
    return ";".join(items) or None


def _articles(article: Mapping[str, Any]) -> Iterator[_Row]:
    dateline = article["dateline"] or {}
    yield (
        article["published"],
        article["published_basis"],
        article["language"],
        *(_text(article[key]) for key in ("headline", "standfirst", "byline")),
        *(_text(dateline.get(key)) for key in ("place", "agency", "date")),
        *(
            len(article[key]) if key in article else None
            for key in ("sentences", "entities", "times", "quotes", "events")
        ),
    )


def _blocks(article: Mapping[str, Any]) -> Iterator[_Row]:
    blocks = [(span["start"], kind, span) for kind in ("headline", "standfirst") if (span := article[kind])]
    blocks += [(span["start"], "paragraph", span) for span in article["paragraphs"]]
    blocks += [(span["start"], span["kind"], span) for span in article["boilerplate"]]
    for _, kind, span in sorted(blocks, key=lambda block: block[0]):
        yield kind, *_place(span)


def _sentences(article: Mapping[str, Any]) -> Iterator[_Row]:
    for number, sentence in enumerate(article.get("sentences", ())):
        yield number, *_place(sentence), sentence["kind"]


def _tokens(article: Mapping[str, Any]) -> Iterator[_Row]:
    keys = ("lemma", "upos", "xpos", "head", "deprel")
    for number, token in enumerate(article.get("tokens", ())):
        yield number, token["sentence"], *_place(token), *(token[key] for key in keys)


def _entities(article: Mapping[str, Any]) -> Iterator[_Row]:
    keys = ("name", "lat", "lon", "country", "admin1", "feature", "geonames_id", "population", "score", "ambiguous")
    for entity in article.get("entities", ()):
        place = entity["place"] or {}
        yield (
            *(entity[key] for key in ("id", "name", "type", "country")),
            _joined(entity["sectors"]),
            _joined(title["text"] for title in entity["titles"]),
            len(entity["mentions"]),
            *(place.get(key) for key in keys),
        )


def _mentions(article: Mapping[str, Any]) -> Iterator[_Row]:
    for entity in article.get("entities", ()):
        for mention in entity["mentions"]:
            yield entity["id"], *_place(mention), mention["kind"], mention["sentence"], mention["confidence"]


def _times(article: Mapping[str, Any]) -> Iterator[_Row]:
    keys = ("type", "value", "date_start", "date_end", "mod", "granularity", "basis", "conflict", "confidence")
    for number, time in enumerate(article.get("times", ())):
        yield number, *_place(time), *(time[key] for key in keys)


def _values(article: Mapping[str, Any]) -> Iterator[_Row]:
    for value in article.get("values", ()):
        yield *_place(value), value["type"], value["value"], value["unit"]


def _quotes(article: Mapping[str, Any]) -> Iterator[_Row]:
    for quote in article.get("quotes", ()):
        yield (
            quote["id"],
            *_place(quote),
            quote["kind"],
            quote["speaker"],
            *_place(quote["speaker_span"]),
            *_place(quote["cue"]),
            len(quote["parts"]),
            quote["confidence"],
        )


def _events(article: Mapping[str, Any]) -> Iterator[_Row]:
    for event in article.get("events", ()):
        main: Mapping[str, Any] = next(iter(event["triggers"]), {})
        place: Mapping[str, Any] = event["place"] or {}
        counts = [event[key] or {} for key in ("killed", "injured", "arrested", "participants")]
        yield (
            *(event[key] for key in ("id", "type", "mode")),
            _joined(event["contexts"]),
            *(event[key] for key in ("cameo", "quad", "goldstein")),
            *(main.get(key) for key in ("sentence", "start", "end", "text")),
            len(event["triggers"]),
            *(event[key] for key in ("polarity", "assertion", "tense")),
            *(place.get(key) for key in ("entity", "start", "end", "text", "basis", "name", "country", "lat", "lon")),
            *(event[key] for key in ("time", "date_start", "date_end", "granularity", "basis", "conflict", "quote")),
            *(count.get(key) for count in counts for key in ("value", "comparison")),
            *(event[key] for key in ("strict_plover", "salience", "rule", "confidence")),
        )


def _triggers(article: Mapping[str, Any]) -> Iterator[_Row]:
    for event in article.get("events", ()):
        for trigger in event["triggers"]:
            place: Mapping[str, Any] = trigger["place"] or {}
            yield (
                event["id"],
                trigger["sentence"],
                *_place(trigger),
                trigger["assertion"],
                _joined(source["text"] for source in trigger["attributed_to"]),
                *(place.get(key) for key in ("entity", "start", "end", "text", "basis")),
                trigger["confidence"],
            )


def _participants(article: Mapping[str, Any]) -> Iterator[_Row]:
    names = {entity["id"]: entity["name"] for entity in article.get("entities", ())}
    for event in article.get("events", ()):
        for role, key in (("actor", "actors"), ("recipient", "recipients"), ("source", "attributed_to")):
            for item in event[key]:
                codes = item["country"], _joined(item["sectors"]), item["inherited"]
                yield event["id"], role, item["entity"], names.get(item["entity"]), *_place(item), *codes


_ROWS: dict[str, Callable[[Mapping[str, Any]], Iterator[_Row]]] = {
    "articles": _articles,
    "blocks": _blocks,
    "sentences": _sentences,
    "tokens": _tokens,
    "entities": _entities,
    "mentions": _mentions,
    "times": _times,
    "values": _values,
    "quotes": _quotes,
    "events": _events,
    "triggers": _triggers,
    "participants": _participants,
}
