"""The public functions: options, progress and warnings around the compiled engine."""

from __future__ import annotations

import os
import sys
import warnings
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from dateline import _native
from dateline._article import Article, Articles
from dateline._errors import InputError
from dateline._rows import Rows, lexicon_rows, read_rows, resources_with
from dateline._tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dateline.types import RowSource, Token

    _Published = Any  # one date, or an iterable with one per text
    _Ids = Iterable[str | int] | None

__all__ = ["Extractor", "data_folder", "extract", "tokenize"]


def data_folder() -> str:
    """Where weights and gazetteer are. Found by the package, so that a pickled Extractor works on a machine that has the
    package elsewhere."""
    return os.path.join(os.path.dirname(__file__), "data")


@cache
def _resources() -> _native.Resources:
    """Models and tables, loaded at the first call and shared by all."""
    return _native.Resources(data_folder())


def extract(
    texts: Iterable[str | None],
    *,
    published: _Published = None,
    ids: _Ids = None,
    layers: str | Iterable[str] | None = None,
    n_threads: int | None = None,
    progress: bool = False,
    on_error: Literal["raise", "null"] = "raise",
    threshold: float | None = None,
    any_language: bool = False,
    lexicons: Mapping[str, RowSource] | None = None,
    frames: RowSource | None = None,
) -> Articles:
    """Read articles: who did what to whom, when and where, and who said so.

    Parameters
    ----------
    texts
        Articles as plain text: a list, any iterable, a pandas or polars Series, an Arrow column (the last three are
        read without a copy). ``None``, ``NaN`` and ``pandas.NA`` give ``None`` in their place.
    published
        The day that "yesterday" and "on Friday" are counted from: one for all texts or one per text; ``date``,
        ``datetime``, ISO string, numpy or pandas time stamp, or ``None`` where it is not known. The day on the time
        stamp's own clock counts; nothing is moved to another time zone.
    ids
        One str or int per text; positions by default. Should be unique: tables are joined on them.
    layers
        The names of the keys to fill: any of ``"sentences"``, ``"tokens"``, ``"entities"``, ``"times"`` (with
        ``"values"``), ``"quotes"``, ``"events"``. All but ``"tokens"`` by default. Keys that are not asked for are
        absent, and what they alone need is not computed.
    n_threads
        Threads to use; by default the environment variable ``DATELINE_NUM_THREADS``, or else as many as the machine
        grants this process. Results do not depend on it.
    progress
        Show a progress bar, if tqdm is installed.
    on_error
        What to do about a text that cannot be read (a lone surrogate, or a bug in dateline): ``"raise"``, or
        ``"null"`` for ``None`` in its place and one warning that names all such texts.
    threshold, any_language, lexicons, frames
        As for :class:`Extractor`, which reads rows of your own once for many calls.

    Returns
    -------
    Articles
        A list with one :class:`Article` (a dict) or ``None`` per text, in order. Offsets ``start`` and ``end`` count
        Unicode code points, end exclusive: ``text[start:end] == span["text"]``.

    Raises
    ------
    InputError
        An argument of a wrong type or value; the message names the index.
    InternalError
        An article on which dateline failed, unless ``on_error="null"``.

    Examples
    --------
    >>> import dateline
    >>> articles = dateline.extract(["The talks in Geneva ended on Friday.", None], published="2016-09-23")
    >>> articles[0]["published"]
    '2016-09-23'
    >>> [sentence["text"] for sentence in articles[0]["sentences"]]
    ['The talks in Geneva ended on Friday.']
    >>> articles[1] is None
    True
    """
    extractor = Extractor(
        layers=layers,
        n_threads=n_threads,
        progress=progress,
        on_error=on_error,
        threshold=threshold,
        any_language=any_language,
        lexicons=lexicons,
        frames=frames,
    )
    return extractor.extract(texts, published=published, ids=ids)


def tokenize(texts: Iterable[str | None], *, n_threads: int | None = None) -> list[list[Token] | None]:
    """Split texts into words and punctuation, after Universal Dependencies.

    Returns one list of tokens per text, in order, ``None`` for null rows. A token has ``start`` and ``end`` (code
    points), ``text``, and ``sentence``, the number of its sentence. Texts of any language are split; the rules are for
    English.

    >>> import dateline
    >>> [token["text"] for token in dateline.tokenize(["They can't agree."])[0]]
    ['They', 'ca', "n't", 'agree', '.']
    """
    return Extractor(layers=(), n_threads=n_threads, any_language=True).tokenize(texts)


class Extractor:
    """Reads articles with fixed options.

    The options are those of :func:`extract`. An Extractor holds no state: calls do not influence each
    other, any number of threads may use one at the same time, it works after ``fork``, and it pickles as its options
    (with rows that came from files).

    Parameters
    ----------
    layers, n_threads, progress, on_error
        As for :func:`extract`.
    lexicons
        Rows of your own for the tables that say who actors and where places are, by kind of table. Rows are a ``.tsv`` or ``.csv`` file,
        a pandas, polars or Arrow table, or a list of dicts. A row is preferred to shipped rows of the same name or
        phrase; the names of actors, leaders and places are found wherever they stand in a text. Columns may come in any order;
        all but the first may be left out:

        ``"actors"``
            ``name``, ``aliases`` (with ``|`` between them), ``label`` (OntoNotes: ORG, PERSON, NORP, GPE, ...),
            ``country`` (ISO 3166-1 alpha-3, or PLOVER's IGO, NGO, ...), ``sectors`` (PLOVER: GOV, MIL, ..., with
            ``|``), ``home``.
        ``"roles"``
            ``phrase`` ("harbour master", in small letters), ``role``, ``sector``.
        ``"groups"``
            ``phrase`` ("reservists"), ``sector``, ``number`` (``singular`` or ``plural``).
        ``"leaders"``
            ``name``, ``aliases``, ``country``, ``role``, ``sector``, ``from``, ``to`` (years).
        ``"given_names"``
            ``name``, ``gender`` (``f``, ``m``, ``b``).
        ``"places"``
            ``name``, ``latitude`` and ``longitude`` (degrees north and east, both required), ``aliases``, ``country``,
            ``region`` (GeoNames' first-level code), ``kind`` (``country``, ``region``, ``populated_place``, which is the
            default, ``water``, ``mountain`` or ``area``).
    frames
        Event frames of your own, from the same sources. Columns, all but the first two optional:

        ``frame``
            The pattern, as ``lexicon/events/verbs.tsv`` explains: ``A unionize R`` has an actor before the verb and a
            recipient as its object; ``A vote against R``, ``A hand_over R to X``, ``A impose [ban|curfew] on R``.
        ``type``
            A PLOVER type, or one of your own in capitals, which has neither ``mode`` nor ``quad``.
        ``mode``, ``cameo``, ``contexts``
            PLOVER's mode and contexts (with ``;``), and the CAMEO code as a string: ``"042"``.
        ``class``
            ``verb`` (the default), ``noun`` or ``adjective``: what the trigger is.

        A frame counts wherever all of it fits, and is preferred to shipped ones. No model has been trained with it: its
        events have a ``confidence`` of 0.8, and their ``rule`` is the frame.
    threshold
        Leave out events below this confidence, 0 to 1; 0.2 if not given. Beside the main act of its sentence, an act of another
        type needs six times the odds of it, and more where it stands in a subordinate clause; at 0 none is left out.
    any_language
        Analyze articles that are not English as if they were. By default they are only flagged: ``language`` tells, and
        their lists are empty.

    Examples
    --------
    >>> import dateline
    >>> extractor = dateline.Extractor(layers=["sentences", "entities"])
    >>> sorted(set(extractor.extract(["Officials met in Geneva."])[0]) & {"entities", "events"})
    ['entities']

    An actor and a type of event that dateline does not know:

    >>> extractor = dateline.Extractor(
    ...     lexicons={"actors": [{"name": "Coastal Guard", "label": "ORG", "country": "NOR", "sectors": "MIL"}]},
    ...     frames=[{"frame": "A unionize R", "type": "LABOUR_ACT"}],
    ... )
    >>> article = extractor.extract(["The Coastal Guard unionized its cooks on Friday."])[0]
    >>> event = article["events"][0]
    >>> event["type"], event["quad"], event["actors"][0]["country"], event["actors"][0]["sectors"]
    ('LABOUR_ACT', None, 'NOR', ['MIL'])
    """

    __slots__ = (
        "_any_language", "_engine", "_frames", "_given_threads", "_layers", "_lexicons", "_n_threads", "_on_error", "_progress",
        "_threshold",
    )  # fmt: skip

    def __init__(
        self,
        *,
        layers: str | Iterable[str] | None = None,
        n_threads: int | None = None,
        progress: bool = False,
        on_error: Literal["raise", "null"] = "raise",
        threshold: float | None = None,
        any_language: bool = False,
        lexicons: Mapping[str, RowSource] | None = None,
        frames: RowSource | None = None,
    ) -> None:
        if on_error not in ("raise", "null"):
            raise InputError(f'on_error: expected "raise" or "null", got {on_error!r}')
        if threshold is not None and not _is_share(threshold):
            raise InputError(f"threshold: expected a number from 0 to 1, got {threshold!r}")
        self._layers = None if layers is None else _names(layers)
        self._given_threads = None if n_threads is None else _count("n_threads", n_threads)
        self._n_threads = self._given_threads or _threads_of_environment()
        self._progress = progress
        self._on_error = on_error
        self._threshold = threshold
        self._any_language = bool(any_language)
        names = None if self._layers is None else list(self._layers)
        self._lexicons = {} if lexicons is None else lexicon_rows(lexicons)
        self._frames: Rows | None = None if frames is None else read_rows("frames", frames)
        resources = _resources()
        if tables := self._tables():
            resources = resources_with(resources, tables.values())
        self._engine = _native.Engine(resources, names, self._any_language, threshold)

    def _tables(self) -> dict[str, Rows]:
        """The user's rows, by kind of table."""
        return self._lexicons if self._frames is None else {**self._lexicons, "frames": self._frames}

    def _options(self) -> dict[str, Any]:
        return {
            "layers": self._layers,
            # not what the environment says here, which may be another one where a pickle is read
            "n_threads": self._given_threads,
            "progress": self._progress,
            "on_error": self._on_error,
            "threshold": self._threshold,
            "any_language": self._any_language,
            "lexicons": self._lexicons or None,
            "frames": self._frames,
        }

    def __repr__(self) -> str:
        defaults = {"progress": False, "on_error": "raise", "any_language": False}
        shown = (f"{k}={v!r}" for k, v in self._options().items() if v != defaults.get(k))
        return f"Extractor({', '.join(shown)})"

    def __reduce__(self) -> tuple[Callable[..., Extractor], tuple[dict[str, Any]]]:
        return _rebuild, (self._options(),)

    def extract(self, texts: Iterable[str | None], *, published: _Published = None, ids: _Ids = None) -> Articles:
        """Read articles; see :func:`extract`."""
        with _bar(self._progress, texts) as update:
            return self._extract(texts, published, ids, 0, update)

    def tables(self, texts: Iterable[str | None], *, published: _Published = None, ids: _Ids = None) -> Tables:
        """Read articles and give the results as Arrow tables, made without a detour through dicts.

        The arguments are those of :func:`extract`, the tables and columns those of :func:`frames`.

        >>> import dateline
        >>> tables = dateline.Extractor().tables(["Officials met. They left.", None])
        >>> len(tables.articles), len(tables.sentences)
        (2, 2)
        >>> tables.sentences.column_names
        ['article', 'sentence', 'start', 'end', 'text', 'kind']
        """
        with _bar(self._progress, texts) as update:
            tables, failures = self._engine.tables(texts, published, ids, self._call(0, update))
        _warn(failures)
        return Tables(tables)

    def iter(
        self,
        texts: Iterable[str | None],
        *,
        published: _Published = None,
        ids: _Ids = None,
        batch_size: int = 256,
    ) -> Iterator[Article | None]:
        """Read a stream of articles, of any length, and give them one by one, in order.

        At most ``batch_size`` texts and their results are held at a time. ``published`` and ``ids`` may be streams too.

        >>> import dateline
        >>> stream = (f"Officials met. They read report {n}." for n in range(100))
        >>> sum(len(article["sentences"]) for article in dateline.Extractor().iter(stream))
        200
        """
        return self._iter(_stream(texts), texts, published, ids, _count("batch_size", batch_size))

    def _iter(
        self, stream: Iterator[Any], texts: Any, published: Any, ids: Any, batch_size: int
    ) -> Iterator[Article | None]:
        first = 0
        each_published = iter(published) if _is_many(published) else None
        each_id = None if ids is None else iter(ids)
        with _bar(self._progress, texts) as update:
            while batch := list(islice(stream, batch_size)):
                days = published if each_published is None else list(islice(each_published, len(batch)))
                names = None if each_id is None else list(islice(each_id, len(batch)))
                yield from self._extract(batch, days, names, first, update)
                first += len(batch)

    def tokenize(self, texts: Iterable[str | None]) -> list[list[Token] | None]:
        """Split texts into tokens; see :func:`tokenize`."""
        with _bar(self._progress, texts) as update:
            tokens, failures = self._engine.tokenize(texts, self._call(0, update))
        _warn(failures)
        return tokens

    def _extract(
        self, texts: Any, published: Any, ids: Any, first: int, update: Callable[[int], object] | None
    ) -> Articles:
        articles, failures = self._engine.extract(texts, published, ids, self._call(first, update))
        _warn(failures)
        return Articles(articles)

    def _call(self, first: int, update: Callable[[int], object] | None) -> _native._Call:
        return first, self._n_threads, self._on_error == "null", update


def _rebuild(options: dict[str, Any]) -> Extractor:
    return Extractor(**options)


#: More threads or texts at a time than any machine holds; larger numbers mean the same.
_MOST = 1 << 20


def _count(name: str, value: Any) -> int:
    """A whole number of at least 1."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or int(value) < 1:
        raise InputError(f"{name}: expected a whole number of at least 1, got {value!r}")
    return min(int(value), _MOST)


def _threads_of_environment() -> int:
    """What the environment says of the number of threads, 0 for as many as the machine grants."""
    value = os.environ.get("DATELINE_NUM_THREADS")
    if not value:
        return 0
    return _count("DATELINE_NUM_THREADS", int(value) if value.isascii() and value.isdigit() else value)


def _is_share(value: Any) -> bool:
    try:
        return not isinstance(value, str | bool) and 0 <= float(value) <= 1
    except (TypeError, ValueError):
        return False


def _names(layers: Any) -> tuple[str, ...]:
    names = (layers,) if isinstance(layers, str) or not hasattr(layers, "__iter__") else tuple(layers)
    for name in names:
        if not isinstance(name, str):
            raise InputError(f"layers: expected names of layers, got {type(name).__name__}")
    return names


def _stream(texts: Any) -> Iterator[Any]:
    """The items of ``texts``. Refuses what is iterable but no stream of texts: its letters, keys or columns."""
    kind = type(texts).__name__
    if isinstance(texts, str | bytes):
        raise InputError(f"texts: expected several texts, got one {kind}; write iter([text])")
    if isinstance(texts, dict) or kind in ("DataFrame", "Table", "RecordBatch", "LazyFrame"):
        raise InputError(
            f'texts: expected several texts, got a {kind}; write iter(texts["text"]) or iter(texts.values())'
        )
    if not hasattr(texts, "__iter__"):
        raise InputError(f"texts: expected an iterable of str or None, got {kind}")
    return iter(texts)


def _is_many(published: Any) -> bool:
    """Whether ``published`` is one per text: an iterable that is no single string."""
    return published is not None and not isinstance(published, str) and hasattr(published, "__iter__")


class _bar:
    """A progress bar that counts articles, or ``None`` without one."""

    def __init__(self, progress: bool, texts: Any) -> None:
        self._bar: Any = None
        if progress:
            try:
                from tqdm.auto import tqdm
            except ImportError:
                return
            total = len(texts) if hasattr(texts, "__len__") else None
            self._bar = tqdm(total=total, unit="article", unit_scale=True)

    def __enter__(self) -> Callable[[int], object] | None:
        return None if self._bar is None else self._bar.update

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _free(articles: list[Any]) -> None:
    """Frees articles that nobody will see in the background, so that Ctrl-C returns at once: an article is a thousand
    objects."""
    import threading

    def work() -> None:
        while articles:
            articles.pop()  # one at a time: other threads may go on between two

    threading.Thread(target=work, name="dateline-free", daemon=True).start()


def _warn(failures: list[tuple[int, str]]) -> None:
    """One warning for all rows of a call that became null because of an error."""
    if failures:
        listed = "; ".join(f"texts[{index}]: {reason}" for index, reason in failures[:5])
        more = f"; and {len(failures) - 5} more" if len(failures) > 5 else ""
        # The caller's line is the first one outside this file, which is one or more calls up.
        level, frame = 2, sys._getframe(1)
        while frame.f_back is not None and frame.f_code.co_filename == __file__:
            level, frame = level + 1, frame.f_back
        warnings.warn(f"{len(failures)} texts gave null rows: {listed}{more}", RuntimeWarning, stacklevel=level)
