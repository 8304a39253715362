"""PLOVER records and the flat table: what they hold, and that every row leads back to its text."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any, get_type_hints

import pandas as pd
import pytest

import dateline
from dateline import types

TEXTS = [
    "Gunmen killed at least four policemen in Quetta on Monday, officials said.",
    "German Chancellor Lena Vogt and Polish President Jan Nowak met in Lima on Monday.",
    "The army denied that it had attacked the village.",
    "Four people were killed in a bombing in Baghdad on Sunday.",
    "Teachers unionized the clerks.",
    None,
    "",
]
FRAMES = [{"frame": "A unionize R", "type": "LABOUR_ACT"}]


def coded(**options: Any) -> dateline.Articles:
    extractor = dateline.Extractor(frames=FRAMES, layers=options.pop("layers", None))
    return extractor.extract(TEXTS, published="2016-09-23", **options)


def test_plover_records_have_the_documented_keys(
    examples: list[str], check_shape: Callable[[Any, Any, str], None]
) -> None:
    records = dateline.to_plover([*coded(), *dateline.extract(examples, published="2024-02-08")])
    assert len(records) > 20
    for record in records:
        check_shape(record, types.PloverRecord, "record")
        assert list(record) == list(get_type_hints(types.PloverRecord))
    assert [json.loads(line) for line in map(json.dumps, records)] == records


def test_a_plover_record_says_what_the_event_says() -> None:
    record = dateline.to_plover(coded(ids=[f"n{n}" for n in range(len(TEXTS))]))[0]
    assert (record["id"], record["event"], record["quad_code"]) == ("n0:0", "ASSAULT", 4)
    assert (record["date"], record["enddate"]) == ("2016-09-19", None)
    assert [actor["raw_text"] for actor in record["actor"]] == ["Gunmen"]
    assert [(actor["raw_text"], actor["sector"]) for actor in record["recipient"]] == [("policemen", "COP")]
    assert record["size"] == {"dead": 4, "injured": None, "arrested": None}
    place = record["event_loc"]
    assert place is not None
    assert (place["extracted_place"], place["country_code"], place["resolution"]) == ("Quetta", "PAK", 4)
    assert place["lat"] is not None and place["geonameid"] is not None
    assert record["cite_info"]["citation"] == "n0"
    assert record["coder"] == f"dateline {dateline.__version__}"


def test_what_strict_plover_would_not_code_is_marked() -> None:
    articles = coded()
    comments = {}
    for record in dateline.to_plover(articles):
        [event] = [
            e
            for a in articles
            if a and a["id"] == record["dateline"]["article"]
            for e in a["events"]
            if e["id"] == record["dateline"]["event"]
        ]
        against = [part for part in (record["comment"] or "").split("; ") if part.startswith("not strict PLOVER")]
        assert record["dateline"]["strict"] == event["strict_plover"] == (not against)
        comments[record["dateline"]["article"], record["event"]] = record["comment"] or ""
    assert "not strict PLOVER: no actor" in comments[3, "ASSAULT"]
    assert "the type is not PLOVER's" in comments[4, "LABOUR_ACT"]
    strict = dateline.to_plover(articles, strict=True)
    assert strict and all(record["dateline"]["strict"] for record in strict)
    assert strict == [record for record in dateline.to_plover(articles) if record["dateline"]["strict"]]
    own = next(record for record in dateline.to_plover(articles) if record["event"] == "LABOUR_ACT")
    assert (own["quad_code"], own["event_scale"], own["mode"]) == (None, None, None)


def test_the_date_of_publication_stands_in_and_is_marked() -> None:
    articles = dateline.extract(["Norway will send troops to Mali."], published="2016-09-23")
    for record in dateline.to_plover(articles):
        [event] = [e for a in articles if a for e in a["events"] if e["id"] == record["dateline"]["event"]]
        assert record["date"] == (event["date_start"] or "2016-09-23")
        assert ("date: of publication" in (record["comment"] or "")) == (event["date_start"] is None)
    [record, *_] = dateline.to_plover(dateline.extract(["Police arrested two men."]))
    assert record["date"] is None and "date: not known" in (record["comment"] or "")


def test_scores_cover_every_type_and_mode() -> None:
    from dateline import _exports

    names = set(types.EventType.__args__)  # type: ignore[attr-defined]
    assert set(_exports._SCORES) == names
    assert set(_exports._MODE_SCORES) <= names
    assert all(-10 <= score <= 10 for score in _exports._SCORES.values())
    assert _exports._scale({"type": "CONSULT", "mode": "visit"}) == 4.0
    assert _exports._scale({"type": "PROTEST", "mode": "demo"}) == -5.0


def test_offsets_of_the_flat_table_lead_back_to_the_text(examples: list[str]) -> None:
    texts = [text for text in [*TEXTS, *examples] if text]
    table = dateline.to_flat(dateline.extract(texts, published="2016-09-23"))
    assert len(table) > 20
    for row in table.to_dict("records"):
        text = texts[row["article"]]
        for name in ("trigger", "source", "target", "place"):
            words = row["trigger" if name == "trigger" else f"{name}_text"]
            if not pd.isna(words):
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == words
        assert row["sentence_start"] <= row["trigger_start"] < row["trigger_end"] <= row["sentence_end"]
        assert row["event_id"] == f"{row['article']}:{row['event']}"


def test_one_row_for_each_source_and_target() -> None:
    table = dateline.to_flat(coded())
    meeting = table[table["article"] == 1]
    assert sorted(zip(meeting["source_country"], meeting["target_country"], strict=True)) == [
        ("DEU", "POL"),
        ("POL", "DEU"),
    ]
    assert meeting["event_id"].nunique() == 1
    assert set(meeting["source_code"]) == {"DEUGOV", "POLGOV"}
    attack = table[table["article"] == 0].iloc[0]
    assert (attack["source_text"], attack["target_text"], attack["killed"]) == ("Gunmen", "policemen", 4)
    assert (attack["cameo"][:2], attack["quad_class"], attack["quad"]) == (attack["cameo_root"], 4, "material_conflict")
    assert attack["date"] == attack["date_end"] == pd.Timestamp("2016-09-19")
    bombing = table[table["article"] == 3].iloc[0]
    assert pd.isna(bombing["source_name"]) and not bombing["strict_plover"]
    own = table[table["type"] == "LABOUR_ACT"].iloc[0]
    assert pd.isna(own["quad_class"]) and pd.isna(own["plover_scale"]) and pd.isna(own["cameo"])
    events = sum(len(article["events"]) for article in coded() if article)
    assert table["event_id"].nunique() == events
    assert set(dateline.to_flat(coded(), strict=True)["event_id"]) == set(table[table["strict_plover"]]["event_id"])


def test_parties_of_a_fight_are_no_pairs() -> None:
    from dateline import _exports

    one, two, three = ({"text": text} for text in "abc")
    for kind, actors, recipients, pairs in [
        ("ASSAULT", [one, two], [], [(one, None), (two, None)]),
        ("CONSULT", [one, two], [], [(one, two), (two, one)]),
        ("CONSULT", [one], [], [(one, None)]),
        ("CONSULT", [one, two], [three], [(one, three), (two, three)]),
        ("AID", [], [two], [(None, two)]),
        ("AID", [], [], [(None, None)]),
    ]:
        assert list(_exports._dyads({"type": kind, "actors": actors, "recipients": recipients})) == pairs


def test_exports_are_the_same_from_tables(examples: list[str]) -> None:
    extractor = dateline.Extractor(frames=FRAMES)
    texts = [*TEXTS, *examples]
    for ids in (None, [f"n{n}" for n in range(len(texts))]):
        articles = extractor.extract(texts, published="2016-09-23", ids=ids)
        tables = extractor.tables(texts, published="2016-09-23", ids=ids)
        assert dateline.to_plover(tables) == dateline.to_plover(articles)
        pd.testing.assert_frame_equal(dateline.to_flat(tables), dateline.to_flat(articles))


def test_exports_of_what_was_read_back_from_json(examples: list[str]) -> None:
    articles = dateline.extract(examples)
    again = json.loads(json.dumps(articles))
    assert dateline.to_plover(again) == dateline.to_plover(articles)
    pd.testing.assert_frame_equal(dateline.to_flat(again), dateline.to_flat(articles))


@pytest.mark.parametrize("layers", [["events"], ["events", "entities"], ["events", "sentences"]])
def test_exports_do_with_the_events_alone(layers: list[str]) -> None:
    articles = coded(layers=layers)
    records, table = dateline.to_plover(articles), dateline.to_flat(articles)
    assert [record["event"] for record in records] == [record["event"] for record in dateline.to_plover(coded())]
    assert (table["sentence_start"].isna().all()) == ("sentences" not in layers)
    assert (records[0]["text"] is None) == ("sentences" not in layers)
    assert not table["source_country"].isna().all()


def test_exports_of_nothing() -> None:
    assert dateline.to_plover([]) == dateline.to_plover([None]) == []
    empty, full = dateline.to_flat([]), dateline.to_flat(coded())
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)
    assert [str(kind) for kind in empty.dtypes] == [str(kind) for kind in full.dtypes]
    assert len(dateline.to_flat(dateline.extract(["The sky is blue."], layers=["entities"]))) == 0


def test_every_column_is_documented() -> None:
    document = dateline.to_flat.__doc__ or ""
    for column in dateline.to_flat([]).columns:
        name = column.replace("target_", "source_") if column != "target_text" else column
        name = name.removesuffix("_start").removesuffix("_end") if not name.startswith("sentence") else name
        name = {"source": "source_text", "place": "place_text", "date": "date"}.get(name, name)
        assert f"``{name}``" in document, column


def test_plover_needs_no_pandas() -> None:
    code = (
        "import sys, dateline; dateline.to_plover(dateline.extract(['Police arrested two men in Oslo.'])); "
        "raise SystemExit('pandas' in sys.modules or 'pyarrow' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
