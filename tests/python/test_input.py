"""What `texts`, `published` and `ids` take, and how wrong values are told."""

from __future__ import annotations

import datetime as dt
from collections import UserString
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import dateline
from dateline import InputError

DAY = dt.date(2016, 9, 23)
TEXTS = ["Officials met.", "“Nein”, said 日本.", "", "Police arrested 12."]


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS,
        tuple(TEXTS),
        iter(TEXTS),
        dict.fromkeys(TEXTS).keys(),
        (text for text in TEXTS),
        np.array(TEXTS),
        np.array(TEXTS, dtype=object),
        [Text(text) for text in TEXTS],
        pd.Series(TEXTS, index=[9, 8, 7, 6]),
        pd.Series(TEXTS, dtype=object),
        pd.Series(TEXTS, dtype="string"),
        pd.Series(TEXTS, dtype="category"),
        pd.Index(TEXTS),
        pl.Series(TEXTS),
        pl.Series(TEXTS, dtype=pl.Categorical),
        pl.Series(TEXTS, dtype=pl.Enum(TEXTS)),
        pl.DataFrame({"text": TEXTS})["text"],
        pd.Series(TEXTS, dtype="string[python]"),
        pd.Series(TEXTS, dtype="string[pyarrow]"),
        pd.Series(TEXTS, dtype=pd.ArrowDtype(pa.large_string())),
        pd.Series(pd.array(TEXTS, dtype=pd.ArrowDtype(pa.dictionary(pa.int8(), pa.string())))),
        pd.DataFrame({"text": TEXTS, "n": range(4)})["text"],
        np.array(TEXTS, dtype=np.dtypes.StringDType()),
        pa.array(TEXTS),
        pa.array(TEXTS, pa.large_string()),
        pa.array(TEXTS, pa.string_view()),
        pa.array(TEXTS).dictionary_encode(),
        pa.array(TEXTS, pa.large_string()).dictionary_encode(),
        pa.DictionaryArray.from_arrays(pa.array([3, 2, 1, 0], pa.uint16()), pa.array(TEXTS[::-1], pa.string_view())),
        pa.table({"text": TEXTS})["text"],
        pa.chunked_array([TEXTS[:1], [], TEXTS[1:]]),
        pa.chunked_array([TEXTS[:1], TEXTS[1:]], pa.string_view()),
        pa.chunked_array([TEXTS[:2], TEXTS[2:]]).dictionary_encode(),
        pa.chunked_array([pa.array(TEXTS).slice(0, 3), pa.array(TEXTS).slice(3)]),
    ],
    ids=lambda texts: f"{type(texts).__module__}.{type(texts).__name__}",
)
def test_all_containers_of_texts_give_the_same(texts: Any) -> None:
    articles = dateline.extract(texts)
    assert articles == dateline.extract(TEXTS)
    assert [article.text for article in articles if article] == TEXTS


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, np.float32("nan"), np.ma.masked, pd.NA, pd.NaT])
@pytest.mark.parametrize("position", range(3))
def test_missing_texts_give_null_rows(missing: Any, position: int) -> None:
    texts: list[Any] = ["One.", "Two."]
    texts.insert(position, missing)
    assert [article is None for article in dateline.extract(texts)] == [i == position for i in range(3)]


@pytest.mark.parametrize(
    "texts",
    [
        pd.Series(["One.", None]),
        pd.Series(["One.", None], dtype=object),
        pd.Series(["One.", np.nan], dtype=object),
        pd.Series(["One.", pd.NA], dtype="string"),
        pl.Series(["One.", None]),
        pa.array(["One.", None]),
        pa.array(["One.", None], pa.string_view()),
        pa.array(["One.", None]).dictionary_encode(),
        pa.chunked_array([["One."], [None]]),
    ],
    ids=repr,
)
def test_missing_values_of_columns_give_null_rows(texts: Any) -> None:
    assert [article is None for article in dateline.extract(texts)] == [False, True]


def test_columns_without_values() -> None:
    for empty in ([], pd.Series([], dtype="str"), pl.Series([], dtype=pl.String), pa.array([], pa.string())):
        assert dateline.extract(empty) == []
    for nulls in (pa.nulls(3), pl.Series([None] * 3), pd.Series([None] * 3), pd.Series([np.nan] * 3)):
        assert dateline.extract(nulls) == [None] * 3


def test_offsets_index_the_sliced_column() -> None:
    column = pa.array(["Skip é.", "“Nein”, said 日本.", None, "Police met."]).slice(1, 3)
    articles = dateline.extract(column)
    assert [article and article.text for article in articles] == ["“Nein”, said 日本.", None, "Police met."]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("One text.", r"texts: expected several texts, got one str; write extract\(\[text\]\)"),
        (Text("One text."), r"texts: expected several texts, got one str"),
        (None, "texts: expected an iterable of str or None, got NoneType"),
        (7, "texts: expected an iterable of str or None, got int"),
        ({"a": "One text."}, r"texts: expected several texts, got a dict; write extract\(texts.values\(\)\)"),
        (["a"] * 17 + [b"One text."], r"texts\[17\]: expected str or None, got bytes"),
        (["a", 1.5], r"texts\[1\]: expected str or None, got float"),
        ([["a"]], r"texts\[0\]: expected str or None, got list"),
        ([UserString("a")], r"texts\[0\]: expected str or None, got UserString"),
        (b"One text.", r"texts: expected several texts, got bytes; write extract\(\[data.decode\(\)\]\)"),
        (np.array("One text."), "texts: expected an iterable of str or None, got ndarray"),
        (np.array([["a", "b"]]), r"texts\[0\]: expected str or None, got ndarray"),
        (pd.Series(["a", b"b"]), r"texts\[1\]: expected str or None, got bytes"),
        (pd.Series([1, 2]), r"texts\[0\]: expected str or None, got int"),
        (pl.Series([1, 2]), r"texts\[0\]: expected str or None, got int"),
        (pa.array([b"a"]), r"texts\[0\]: expected str or None, got bytes"),
        (
            pd.DataFrame({"text": ["a"]}),
            r'texts: expected one column of texts, got a table; write extract\(table\["text"\]\)',
        ),
        (pl.DataFrame({"text": ["a"]}), "got a table"),
        (pl.LazyFrame({"text": ["a"]}), "got a table"),
        (pa.table({"text": ["a"]}), "got a table"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value[:20],
)
def test_wrong_texts_are_told_with_their_index(texts: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.extract(texts)


def test_a_frame_without_pyarrow_is_no_list_of_its_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pd.DataFrame, "__arrow_c_stream__", None)
    with pytest.raises(InputError, match="got a table"):
        dateline.extract(pd.DataFrame({"text": ["a"]}))


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("One text.", r"texts: expected several texts, got one str; write iter\(\[text\]\)"),
        (b"One text.", "texts: expected several texts, got one bytes"),
        ({"a": "One text."}, "texts: expected several texts, got a dict"),
        (pd.DataFrame({"text": ["a"]}), "texts: expected several texts, got a DataFrame"),
        (pa.table({"text": ["a"]}), "texts: expected several texts, got a Table"),
        (7, "texts: expected an iterable of str or None, got int"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value[:20],
)
def test_wrong_streams_are_told_at_once(texts: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.Extractor().iter(texts)


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        (["a"] * 4 + [5], {}, r"texts\[4\]: expected str or None, got int"),
        (["a"] * 5, {"published": [DAY] * 4 + ["x"]}, r"published\[4\]: expected a date like"),
        (["a"] * 5, {"ids": [1, 2, 3, 4, 5.5]}, r"ids\[4\]: expected str or int, got float"),
    ],
    ids=repr,
)
def test_positions_in_streams_count_from_their_start(texts: Any, options: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(dateline.Extractor().iter(texts, batch_size=2, **options))


def test_exceptions_of_iterables_pass() -> None:
    def stream() -> Any:
        yield "One text."
        raise LookupError("the source is gone")

    with pytest.raises(LookupError, match="the source is gone"):
        dateline.extract(stream())


def test_lone_surrogates_are_told_or_give_null_rows() -> None:
    texts = ["One.", "Two \ud83d.", "Three."]
    with pytest.raises(InputError, match=r"texts\[1\]: lone surrogate at character 4"):
        dateline.extract(texts)
    with pytest.warns(RuntimeWarning, match=r"1 texts gave null rows: texts\[1\]: lone surrogate"):
        assert [article is None for article in dateline.extract(texts, on_error="null")] == [False, True, False]
    with pytest.warns(RuntimeWarning, match="lone surrogate"):
        tables = dateline.Extractor(on_error="null").tables(texts)
    assert tables.articles.to_polars()["language"].to_list() == ["en", None, "en"]
    mended = texts[1].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert dateline.extract([mended])[0] is not None


@pytest.mark.parametrize(
    "published",
    [
        DAY,
        dt.datetime(2016, 9, 23, 23, 59),
        dt.datetime(2016, 9, 23, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-9))),
        "2016-09-23",
        "20160923",
        "2016-09-23T23:59:59Z",
        "2016-09-23 08:00:00+09:00",
        pd.Timestamp("2016-09-23 12:00", tz="Asia/Tokyo"),
        np.datetime64("2016-09-23"),
        np.datetime64("2016-09-23T23:00:00.123456789"),
    ],
    ids=repr,
)
def test_dates_of_all_kinds(published: Any) -> None:
    assert [article and article["published"] for article in dateline.extract(["A.", "B."], published=published)] == [
        "2016-09-23",
        "2016-09-23",
    ]
    [first, second] = dateline.extract(["A.", "B."], published=[None, published])
    assert first is not None and first["published"] is None
    assert second is not None and second["published"] == "2016-09-23"


@pytest.mark.parametrize(
    "published",
    [
        ["2016-09-23", None],
        (DAY, None),
        iter([DAY, None]),
        [DAY, float("nan")],
        [DAY, pd.NaT],
        [np.datetime64("2016-09-23"), np.datetime64("NaT")],
        np.array(["2016-09-23", "NaT"], dtype="datetime64[D]"),
        pd.Series([pd.Timestamp(DAY), None]),
        pd.Series(["2016-09-23", None]),
        pd.Series([DAY, None]),
        pd.to_datetime(["2016-09-23", None]),
        pl.Series([DAY, None]),
        pl.Series([dt.datetime(2016, 9, 23, 1), None]),
        pa.array([DAY, None]),
        pa.array([dt.datetime(2016, 9, 23, 1), None]),
        pa.array(["2016-09-23", None]),
        pd.Series([pd.Timestamp("2016-09-23 23:30", tz="America/Lima"), pd.NaT]),
        pd.Series([pd.Timestamp("2016-09-23 23:30", tz="America/Lima"), pd.NaT]).astype(
            "timestamp[us, America/Lima][pyarrow]"
        ),
        pd.PeriodIndex(["2016-09-23", None], freq="D"),
        pl.Series([dt.datetime(2016, 9, 23, 23, 30), None]).dt.replace_time_zone("America/Lima"),
        pa.array([dt.datetime(2016, 9, 24, 4, 30), None], pa.timestamp("s", "America/Lima")),
        pa.chunked_array([[DAY], [None]], pa.date64()),
        np.array(["2016-09-23T12", "NaT"], dtype="datetime64[ns]"),
    ],
    ids=lambda value: f"{type(value).__module__}.{type(value).__name__}",
)
def test_one_date_per_text(published: Any) -> None:
    articles = dateline.extract(["A.", "B."], published=published)
    assert [article and article["published"] for article in articles] == ["2016-09-23", None]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NaT, pd.NA, np.datetime64("NaT")])
def test_no_date_for_all(missing: Any) -> None:
    [article] = dateline.extract(["A."], published=missing)
    assert article is not None and article["published"] is None


@pytest.mark.parametrize(
    ("published", "message"),
    [
        ("yesterday", 'published: expected a date like "2016-09-23", got "yesterday"'),
        ("2016-02-30", 'published: there is no day "2016-02-30"'),
        (["2016-09-23", "23/09/2016"], r'published\[1\]: expected a date like "2016-09-23", got "23/09/2016"'),
        (["2016-09-23", 20160923], r"published\[1\]: expected a date, an ISO string or None, got int"),
        ([DAY], "published has 1 items, texts 2"),
        ([DAY] * 3, "published has 3 items, texts 2"),
        (2016, "published: expected a date, an ISO string or one per text, got int"),
        (b"2016-09-23", "published: expected a date, an ISO string or one per text, got bytes"),
        ({"a": DAY, "b": DAY}, "published: expected a date, an ISO string or one per text, got dict"),
        ({DAY, dt.date(2016, 9, 24)}, "published: expected a date, an ISO string or one per text, got set"),
        (dt.time(12), "published: expected a date, an ISO string or one per text, got time"),
        ("\ud83d", "published: expected an ISO date"),
    ],
    ids=repr,
)
def test_wrong_dates_are_told_with_their_index(published: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.extract(["A.", "B."], published=published)


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (None, [0, 1]),
        (["a", "b"], ["a", "b"]),
        ([7, -1], [7, -1]),
        (["a", 2], ["a", 2]),
        (np.array([5, 6]), [5, 6]),
        (pd.Series(["x", "y"]), ["x", "y"]),
        (pa.array([3, 4]), [3, 4]),
        (iter("xy"), ["x", "y"]),
    ],
    ids=repr,
)
def test_ids(ids: Any, expected: list[Any]) -> None:
    articles = dateline.extract(["A.", "B."], ids=ids)
    assert [article and article["id"] for article in articles] == expected
    assert [type(article["id"]) for article in articles if article] == [type(value) for value in expected]


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ("ab", "ids: expected one per text, got one str"),
        (["a"], "ids has 1 items, texts 2"),
        (["a", None], r"ids\[1\]: expected str or int, got NoneType"),
        ([1.0, 2.0], r"ids\[0\]: expected str or int, got float"),
        (7, "ids: expected one per text, got int"),
        ([True, False], r"ids\[0\]: expected str or int, got bool"),
        ([1 << 63, 1], r"ids\[0\]: expected str or int, got one of more than 64 bits; write str\(id\)"),
        (["a", "\ud800"], r"ids\[1\]: expected str or int, got a lone surrogate"),
        ([1, b"b"], r"ids\[1\]: expected str or int, got bytes"),
    ],
    ids=repr,
)
def test_wrong_ids(ids: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.extract(["A.", "B."], ids=ids)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"on_error": "ignore"}, 'on_error: expected "raise" or "null", got \'ignore\''),
        ({"n_threads": 0}, "n_threads: expected a whole number of at least 1, got 0"),
        ({"n_threads": -1}, "n_threads: expected a whole number"),
        ({"n_threads": 1.5}, "n_threads: expected a whole number"),
        ({"n_threads": True}, "n_threads: expected a whole number"),
        ({"n_threads": "2"}, "n_threads: expected a whole number"),
        ({"layers": 7}, "layers: expected names of layers, got int"),
        ({"layers": ["events", None]}, "layers: expected names of layers, got NoneType"),
    ],
    ids=repr,
)
def test_wrong_options(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.extract(["A."], **options)


def test_exceptions_are_also_the_built_in_ones() -> None:
    for ours, theirs in (
        (dateline.InputError, ValueError),
        (dateline.ModelError, OSError),
        (dateline.InternalError, RuntimeError),
    ):
        assert issubclass(ours, dateline.DatelineError)
        assert issubclass(ours, theirs)


def test_a_package_without_its_data_says_so(tmp_path: Any) -> None:
    with pytest.raises(dateline.ModelError, match=str(tmp_path)):
        dateline._native.Resources(tmp_path)
