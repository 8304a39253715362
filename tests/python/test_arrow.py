"""Arrow in without a copy, Arrow out, and pandas tables that are the same from dicts and from Arrow."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import dateline
from dateline import _frames, _native
from dateline._extract import data_folder

ALL = _native.LAYERS


def test_frames_and_tables_are_the_same(texts: list[str]) -> None:
    content = [*texts, None]
    extractor = dateline.Extractor(layers=ALL)
    for ids in (None, [f"n{n}" for n in range(len(content))]):
        from_dicts = dateline.frames(extractor.extract(content, published="2016-09-23", ids=ids))
        from_arrow = extractor.tables(content, published="2016-09-23", ids=ids).to_pandas()
        for name in _native.TABLES:
            left, right = getattr(from_dicts, name), getattr(from_arrow, name)
            assert list(left.columns) == list(right.columns), name
            if ids is not None and name == "articles":
                # a null row has no identifier in a list of dicts
                left.loc[left.index[-1], "article"] = ids[-1]
            for column in left:
                if isinstance(left[column].dtype, pd.CategoricalDtype):
                    assert isinstance(right[column].dtype, pd.CategoricalDtype), (name, column)
                    left[column], right[column] = left[column].astype("string"), right[column].astype("string")
            pd.testing.assert_frame_equal(left, right, obj=name)
            assert len(left) > 0, f"the sample articles fill {name}"


@pytest.mark.parametrize("layers", [[], ["sentences"], ["events"], ["entities", "tokens"], None])
def test_layers_not_asked_for_give_empty_tables(examples: list[str], layers: Any) -> None:
    extractor = dateline.Extractor(layers=layers)
    tables = extractor.tables(examples).to_pandas()
    frames = dateline.frames(extractor.extract(examples))
    for name in _native.TABLES:
        assert len(getattr(tables, name)) == len(getattr(frames, name)), name
        assert list(getattr(tables, name).columns) == list(getattr(frames, name).columns), name
    if layers == ["events"]:
        assert tables.participants["name"].isna().all() and frames.participants["name"].isna().all()


def test_frames_of_arrow_tables(examples: list[str]) -> None:
    tables = dateline.Extractor().tables(examples)
    for name in _native.TABLES:
        pd.testing.assert_frame_equal(getattr(dateline.frames(tables), name), getattr(tables.to_pandas(), name))


def test_dtypes_are_nullable_and_narrow() -> None:
    frames = dateline.frames([None])
    for name, columns in _frames._COLUMNS.items():
        table = getattr(frames, name)
        for column in columns.split():
            column_name, letter = column.split(":")
            expected = _frames._DTYPES[letter] or "Int64"
            assert str(table[column_name].dtype) == expected, (name, column)
    assert frames.articles["article"].to_list() == [0]
    assert frames.articles["published"].isna().all()


def test_frames_of_what_was_read_back_from_json(examples: list[str]) -> None:
    articles = dateline.extract(examples)
    twice = dateline.frames(json.loads(json.dumps(articles)))
    once = dateline.frames(articles)
    for name in _native.TABLES:
        pd.testing.assert_frame_equal(getattr(once, name), getattr(twice, name))


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        (dateline.extract(["Officials met."])[0], r"articles: expected several, got one; write frames\(\[article\]\)"),
        (["Officials met."], r"articles\[0\]: expected an article as extract gives it, or None, got str"),
        ([None, {}], r"articles\[1\]: expected an article as extract gives it, or None, got dict"),
        ("Officials met.", "articles: expected what extract gives, got str"),
        (7, "articles: expected what extract gives, got int"),
    ],
    ids=repr,
)
def test_what_is_no_list_of_articles_is_refused(articles: Any, message: str) -> None:
    with pytest.raises(dateline.InputError, match=message):
        dateline.frames(articles)
    for export in (dateline.to_plover, dateline.to_flat):
        with pytest.raises(dateline.InputError, match=message.replace("frames", export.__name__)):
            export(articles)


def test_old_dates_fit() -> None:
    frames = dateline.frames(dateline.extract(["The charter is from this year."], published="1215-06-15"))
    assert str(frames.articles["published"][0]) == "1215-06-15 00:00:00"
    table = dateline.Extractor().tables(["The charter is from this year."], published="1215-06-15").articles
    assert str(table.to_polars()["published"][0]) == "1215-06-15"
    assert str(table.to_pandas()["published"][0]) == "1215-06-15 00:00:00"


def test_metadata_name_the_versions_of_package_and_models(examples: list[str]) -> None:
    models = _native.fingerprint(data_folder())
    assert re.fullmatch("[0-9a-f]{16}", models)
    tables = dateline.Extractor().tables(examples[:1])
    for name, table in tables:
        metadata = table.to_pyarrow().schema.metadata
        assert metadata[b"dateline_version"] == dateline.__version__.encode()
        assert metadata[b"dateline_models"] == models.encode()
        assert metadata[b"dateline_table"] == name.encode()
    frames = dateline.frames(dateline.extract(examples[:1]))
    assert frames.metadata == {"dateline_version": dateline.__version__, "dateline_models": models}
    assert frames.events.attrs == tables.to_pandas().events.attrs == frames.metadata
    with pytest.raises(dateline.ModelError, match="gazetteer.bin"):
        _native.fingerprint("no-such-folder")


def test_tables_are_read_through_the_capsule_interface(examples: list[str]) -> None:
    table = dateline.Extractor().tables(examples).sentences
    expected = [s["text"] for article in dateline.extract(examples) if article for s in article["sentences"]]
    assert pl.DataFrame(table)["text"].to_list() == expected
    assert pa.table(table)["text"].to_pylist() == expected
    assert pa.schema(table).names == table.column_names
    assert len(table) == len(expected)
    assert repr(table) == f"<Table {len(expected)} rows: article, sentence, start, end, text, kind>"
    assert pa.RecordBatchReader.from_stream(table).read_all().num_rows == len(expected)
    # the same table can be read again, and its data outlive it
    kept = pa.table(table)
    del table
    assert kept["text"].to_pylist() == expected


def test_parquet_keeps_everything(examples: list[str], tmp_path: Any) -> None:
    for name, table in dateline.Extractor(layers=ALL).tables(examples):
        rows = table.to_pyarrow()
        pa.parquet.write_table(rows, tmp_path / f"{name}.parquet")
        assert pa.parquet.read_table(tmp_path / f"{name}.parquet").to_pylist() == rows.to_pylist()


def test_tables_of_no_texts() -> None:
    tables = dateline.Extractor().tables([])
    assert len(tables.articles) == len(tables.events) == 0
    assert tables.articles.column_names[:2] == ["article", "published"]
    assert tables.events.to_polars().height == tables.events.to_pandas().shape[0] == 0
    assert repr(tables).startswith("<Tables articles: 0, blocks: 0, ")
    assert repr(dateline.frames([])).startswith("<Frames articles: 0, blocks: 0, ")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
@pytest.mark.parametrize(
    "column",
    [
        "pa.array(texts, pa.string())",
        "pa.array(texts, pa.large_string())",
        "pa.array(texts, pa.string_view())",
        "pa.chunked_array([texts[:500], texts[500:]])",
        "pl.Series(texts)",
        "pd.Series(texts, dtype='str')",
    ],
)
def test_columns_are_read_in_place(column: str) -> None:
    """Reading 200 MB of column takes no memory: a call that fails right after has not grown the process."""
    code = f"""
        import resource, dateline, pandas as pd, polars as pl, pyarrow as pa
        texts = ["Ein Satz – mehr nicht. " * 10_000] * 900
        column = {column}
        dateline.extract(["Warm up."])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            dateline.extract(column, published=[])
        except dateline.InputError as error:
            assert str(error) == "published has 0 items, texts 900", error
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 20_000  # KiB
