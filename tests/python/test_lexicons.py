"""Rows that users add: actors, roles, groups, and event frames with types of their own."""

from __future__ import annotations

import concurrent.futures
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import dateline
from dateline import InputError

TEXT = "The Coastal Guard attacked a village near Bergen on Friday, officials said."
ROW = {"name": "Coastal Guard", "aliases": "CG", "label": "ORG", "country": "NOR", "sectors": "MIL"}


def actor(text: str, name: str, **options: Any) -> dict[str, Any]:
    [article] = dateline.extract([text], **options)
    assert article is not None
    return next(entity for entity in article["entities"] if entity["name"] == name)  # type: ignore[return-value]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def sources(folder: Path) -> dict[str, Any]:
    """The same row from everything that holds rows."""
    tsv = "# Forces of our own.\n\n" + "\t".join(ROW) + "\n" + "\t".join(ROW.values()) + "\n"
    return {
        "dicts": [ROW],
        "generator": (row for row in [ROW]),
        "any order": [dict(reversed(ROW.items()))],
        "list in a cell": [{**ROW, "aliases": ["CG"], "sectors": ("MIL",)}],
        "pandas": pd.DataFrame([ROW], index=[7]),
        "pandas with missing values": pd.DataFrame([{**ROW, "home": None}, {"name": "Other Guard", "aliases": np.nan}]),
        "pandas string": pd.DataFrame([ROW, {"name": "Other Guard"}]).convert_dtypes(),
        "polars": pl.DataFrame([ROW]),
        "pyarrow": pa.Table.from_pylist([ROW]),
        "tsv": write(folder / "actors.tsv", tsv),
        "tsv as str": str(write(folder / "windows.tsv", "\ufeff" + tsv.replace("\n", "\r\n"))),
        "csv": write(
            folder / "actors.csv", ",".join(ROW) + "\n" + ",".join(f'"{cell}"' for cell in ROW.values()) + "\n"
        ),
    }


def test_rows_come_from_files_frames_and_dicts(tmp_path: Path) -> None:
    assert actor(TEXT, "Coastal Guard")["country"] is None
    for name, source in sources(tmp_path).items():
        found = actor(TEXT, "Coastal Guard", lexicons={"actors": source})
        assert (found["type"], found["country"], found["sectors"]) == ("ORG", "NOR", ["MIL"]), name


def test_a_row_is_preferred_to_a_shipped_one() -> None:
    text = "Russia and Germany signed a treaty. The Kremlin said nothing."
    before = actor(text, "Germany")
    row = {"name": "Germany", "label": "GPE", "country": "XYZ", "sectors": "OPP|GOV"}
    after = actor(text, "Germany", lexicons={"actors": [row]})
    assert (before["country"], after["country"], after["sectors"]) == ("DEU", "XYZ", ["OPP", "GOV"])
    assert actor(text, "Russia", lexicons={"actors": [row]}) == actor(text, "Russia"), "other rows stay as they are"
    assert actor(text, "Germany") == before, "an Extractor changes no other"


@pytest.mark.parametrize(
    "name",
    ["Coastal Guard", "Sons of the Desert", "the Bakers", "Brigade 47", "MLK-F", "iPeace", "Die Wache", "al-Nur Brigade",
     "people's council of Ost", "Party of Order & Bread", "Çelik Ordusu", "U.F.O. Watch", "Zorvia"],
)  # fmt: skip
def test_names_of_ones_own_are_found_wherever_they_stand(name: str) -> None:
    extractor = dateline.Extractor(lexicons={"actors": [{"name": name, "country": "NOR", "sectors": "REB"}]})
    for text in (
        f"Officials said on Monday that {name} killed three soldiers in the north.",
        f"Police arrested two members of {name} in Oslo.",
        f"In Bergen, {name} attacked a village.",
    ):
        [article] = extractor.extract([text])
        assert article is not None
        codes = [(entity["country"], entity["sectors"]) for entity in article["entities"]]
        assert ("NOR", ["REB"]) in codes, (text, article["entities"])


def test_every_kind_of_table_takes_rows() -> None:
    lexicons = {
        "actors": [ROW],
        "roles": [{"phrase": "harbour master", "role": "harbour master", "sector": "GOV"}],
        "groups": [{"phrase": "sandbaggers", "sector": "CVL", "number": "plural"}],
        "leaders": [{"name": "Ansa Merikoski", "country": "FIN", "role": "president", "sector": "GOV", "from": 2031}],
        "given_names": [{"name": "Ansa", "gender": "f"}],
        "places": [{"name": "Camp Osprey", "latitude": 60.25, "longitude": 22, "country": "FIN"}],
    }
    assert set(lexicons) == set(dateline._native.LEXICONS)
    [article] = dateline.extract(
        [
            "Harbour Master Olli Virtanen praised the Coastal Guard. Three sandbaggers marched in Turku and at Camp Osprey. "
            "Ansa Merikoski left."
        ],
        lexicons=lexicons,
        published="2032-05-01",
    )
    assert article is not None
    found = {entity["name"]: (entity["country"], entity["sectors"]) for entity in article["entities"]}
    assert found["Coastal Guard"] == ("NOR", ["MIL"])
    assert found["Ansa Merikoski"] == ("FIN", ["GOV"])
    assert ["CVL"] in [sectors for _, sectors in found.values()]
    [place] = [entity["place"] for entity in article["entities"] if entity["name"] == "Camp Osprey"]
    assert place is not None
    assert (place["lat"], place["lon"], place["country"], place["ambiguous"]) == (60.25, 22.0, "FIN", False)
    titles = [title["role"] for entity in article["entities"] for title in entity["titles"]]
    assert "harbour master" in titles


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([ROW, {"name": "X", "country": "Norway"}], "actors, row 2, column country: expected three capital letters"),
        ([{"name": ""}], "actors, row 1, column name: the cell is empty"),
        ([{"country": "NOR"}], "actors, row 1, column name: the cell is empty"),
        (
            [ROW, ROW, {**ROW, "sectors": "MIL|ARMY"}],
            'actors, row 3, column sectors: expected PLOVER sectors .* got "ARMY"',
        ),
        ([{**ROW, "label": "ARMY"}], "actors, row 1, column label: expected an OntoNotes label"),
        ([{**ROW, "colour": "red"}], "actors, row 1, column colour: unknown column; there are name, aliases, label"),
        ([{**ROW, "country": 47}], 'actors, row 1, column country: expected three capital letters .* got "47"'),
        ([{**ROW, "country": 4.7}], "actors, row 1, column country: expected str, got float"),
        ([{**ROW, "name": b"x"}], "actors, row 1, column name: expected str, got bytes"),
        ([{**ROW, "name": True}], "actors, row 1, column name: expected str, got bool"),
        ([{**ROW, "name": ["a", 1]}], "actors, row 1, column name: expected str, got list"),
        ([{**ROW, "name": "\ud800"}], "actors, row 1, column name: lone surrogate"),
        ([{1: "x"}], "actors: expected str as names of columns, got int"),
        (["Coastal Guard"], "actors, row 1: expected a dict from columns to cells, got str"),
        (ROW, r"actors: expected rows, got one dict; write \[row\]"),
        (7, "actors: expected a file, a data frame or a list of dicts, got int"),
        (pd.DataFrame([["a", "b"]], columns=["name", "name"]), "actors: the column 'name' is there twice"),
        ("rows.txt", "actors: rows.txt: expected a name that ends in .tsv or .csv"),
        ("no/such.tsv", "actors: no/such.tsv: No such file or directory"),
    ],
    ids=repr,
)
def test_bad_rows_are_told_with_table_row_and_column(rows: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.Extractor(lexicons={"actors": rows})


def test_a_place_of_ones_own_is_the_place_meant() -> None:
    text = "Soldiers searched Paris on Monday."
    rows = [{"name": "Paris", "latitude": "-1.5", "longitude": "30.25", "country": "RWA", "kind": "area"}]

    def place(**arguments: Any) -> Any:
        [article] = dateline.Extractor(**arguments).extract([text])
        assert article is not None
        [found] = [entity["place"] for entity in article["entities"] if entity["name"] == "Paris"]
        return found

    assert place()["country"] == "FRA"
    own = place(lexicons={"places": rows})
    assert (own["country"], own["lat"], own["lon"], own["geonames_id"]) == ("RWA", -1.5, 30.25, None)
    assert place(lexicons={"places": pd.DataFrame(rows)}) == own


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"latitude": 91.5}, 'places, row 1, column latitude: expected degrees from -90 to 90, got "91.5"'),
        ({"longitude": None}, 'places, row 1, column longitude: expected degrees from -180 to 180, got ""'),
        ({"longitude": float("nan")}, 'places, row 1, column longitude: expected degrees from -180 to 180, got ""'),
        ({"latitude": "north"}, 'places, row 1, column latitude: expected degrees .* got "north"'),
        ({"kind": "hamlet"}, "places, row 1, column kind: expected one of country, region, populated_place"),
        ({"country": "Norway"}, "places, row 1, column country: expected three capital letters"),
        ({"name": ""}, "places, row 1, column name: the cell is empty"),
    ],
    ids=repr,
)
def test_bad_places_are_told(row: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.Extractor(lexicons={"places": [{"name": "X", "latitude": 1.5, "longitude": 2.5, **row}]})


def test_bad_rows_of_files_are_told_with_their_line(tmp_path: Path) -> None:
    for name, text, message in [
        (
            "a.tsv",
            "# x\nname\tcountry\n\nA\tNOR\nB\tNorway\n",
            r"actors, row 2, column country: .*\(.*a\.tsv, line 5\)",
        ),
        ("b.csv", 'name,country\n"A\nA",NOR\nB,Norway\n', r"actors, row 2, column country: .*\(.*b\.csv, line 4\)"),
        ("c.tsv", "name\tcountry\nA\n", r"actors: .*c\.tsv, line 2: expected 2 cells, got 1"),
        ("d.csv", 'name,country\nA,"NOR\n', r"actors: .*d\.csv, line 2: not CSV"),
        ("e.tsv", "# nothing\n", r"actors: .*e\.tsv: expected a first line with the names of the columns"),
    ]:
        with pytest.raises(InputError, match=message):
            dateline.Extractor(lexicons={"actors": write(tmp_path / name, text)})
    (tmp_path / "f.tsv").write_bytes(b"name\n\xff\n")
    with pytest.raises(InputError, match=r"actors: .*f\.tsv: not UTF-8: invalid start byte at byte 5"):
        dateline.Extractor(lexicons={"actors": tmp_path / "f.tsv"})


@pytest.mark.parametrize(
    ("lexicons", "message"),
    [
        ({"actor": [ROW]}, "lexicons: no table 'actor'; there are actors, roles, groups, leaders, given_names, places"),
        ({"frames": []}, r"lexicons: event frames have an argument of their own: Extractor\(frames=...\)"),
        ([ROW], "lexicons: expected a dict from kinds of tables to rows, got list"),
    ],
    ids=repr,
)
def test_wrong_lexicons(lexicons: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.Extractor(lexicons=lexicons)


FRAMES: list[dict[str, Any]] = [
    {"frame": "A unionize R", "type": "LABOUR_ACT"},
    {"frame": "A congratulate R", "type": "SUPPORT", "cameo": "051", "contexts": ["diplomatic", "executive"]},
    {"frame": "A regatta in P", "type": "FESTIVITY", "class": "noun"},
]


def test_events_of_types_of_ones_own() -> None:
    extractor = dateline.Extractor(frames=FRAMES)
    [article] = extractor.extract(
        ["Teachers unionized the clerks on Monday. They were not unionized by nurses."], published="2016-09-23"
    )
    assert article is not None
    events = [event for event in article["events"] if event["type"] == "LABOUR_ACT"]
    first, second = events
    assert [actor["text"] for actor in first["actors"]] == ["Teachers"]
    assert [recipient["text"] for recipient in first["recipients"]] == ["clerks"]
    assert (first["triggers"][0]["text"], first["date_start"], first["polarity"]) == (
        "unionized",
        "2016-09-19",
        "positive",
    )
    assert (second["polarity"], [actor["text"] for actor in second["actors"]]) == ("negative", ["nurses"])
    for key in ("mode", "quad", "cameo", "goldstein"):
        assert first[key] is None, key  # type: ignore[literal-required]
    assert (first["contexts"], first["strict_plover"], first["confidence"], first["rule"]) == (
        [],
        False,
        0.8,
        "A unionize R",
    )
    tables = extractor.tables(["Teachers unionized the clerks on Monday."])
    assert tables.events.to_polars()["type"].to_list() == ["LABOUR_ACT"]
    assert tables.events.to_polars()["quad"].to_list() == [None]


def test_frames_of_plover_types_come_with_everything_of_plover() -> None:
    text = "The ambassador congratulated the queen of Denmark on Friday."
    [article] = dateline.extract([text], frames=FRAMES)
    assert article is not None
    [event] = [event for event in article["events"] if event["rule"] == "A congratulate R"]
    assert (event["type"], event["quad"], event["cameo"]) == ("SUPPORT", "verbal_cooperation", "051")
    assert event["contexts"] == ["diplomatic", "executive"]
    assert event["strict_plover"] is True


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"frame": "A hug R"}, "frames, row 2, column type: the cell is empty: a PLOVER type or one of your own"),
        (
            {"frame": "A hug R", "type": "Consult"},
            'frames, row 2, column type: "Consult" is no PLOVER type and too near to CONSULT',
        ),
        ({"frame": "A hug R", "type": "a hug"}, "frames, row 2, column type: .* written in capitals"),
        (
            {"frame": "A hug R", "type": "HUG", "mode": "visit"},
            'frames, row 2, column mode: HUG has no modes, got "visit"',
        ),
        (
            {"frame": "A hug R", "type": "CONSULT", "mode": "hug"},
            'frames, row 2, column mode: CONSULT has no mode "hug"',
        ),
        (
            {"frame": "A hug R", "type": "HUG", "cameo": 42},
            'frames, row 2, column cameo: expected str, for "042" is not 42, got int',
        ),
        ({"frame": "A hug R", "type": "HUG", "cameo": "4"}, 'frames, row 2, column cameo: "4" is no CAMEO code'),
        ({"frame": "A hug R", "type": "HUG", "contexts": "hugs"}, 'frames, row 2, column contexts: no context "hugs"'),
        (
            {"frame": "A hug R", "type": "HUG", "class": "pronoun"},
            "frames, row 2, column class: expected verb, noun or adjective",
        ),
        ({"frame": "A R", "type": "HUG"}, 'frames, row 2, column frame: the pattern "A R" has no trigger'),
        ({"frame": "", "type": "HUG"}, 'frames, row 2, column frame: the pattern "" has no trigger'),
        ({"frame": "A Hug R", "type": "HUG"}, 'frames, row 2, column frame: "Hug": words stand in small letters'),
        (
            {"trigger": "hug"},
            "frames, row 1, column trigger: unknown column; there are frame, type, mode, cameo, contexts, class",
        ),
    ],
    ids=repr,
)
def test_bad_frames_are_told_with_row_and_column(row: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        dateline.Extractor(frames=[FRAMES[0], row])


def test_extractors_with_rows_pickle_without_their_files(tmp_path: Path) -> None:
    path = write(tmp_path / "actors.tsv", "name\tcountry\nCoastal Guard\tNOR\n")
    extractor = dateline.Extractor(lexicons={"actors": path}, frames=FRAMES, n_threads=2)
    expected = extractor.extract([TEXT])
    assert repr(extractor) == "Extractor(n_threads=2, lexicons={'actors': <1 rows>}, frames=<3 rows>)"
    path.unlink()
    data = pickle.dumps(extractor)
    assert str(tmp_path).encode() not in data
    twin = pickle.loads(data)
    assert repr(twin) == repr(extractor)
    assert twin.extract([TEXT]) == expected
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).extract([sys.argv[1]]) is not None)"
    run = subprocess.run([sys.executable, "-c", code, TEXT], input=data, capture_output=True, check=True)
    assert run.stdout.strip() == b"True"


def test_extractors_with_rows_serve_many_threads() -> None:
    plain, own = dateline.Extractor(), dateline.Extractor(lexicons={"actors": [ROW]}, frames=FRAMES)
    texts = [TEXT, "Teachers unionized the clerks on Monday."] * 20
    expected = {extractor: extractor.extract(texts) for extractor in (plain, own)}
    assert expected[plain] != expected[own]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        futures = [(extractor, pool.submit(extractor.extract, texts)) for _ in range(8) for extractor in (plain, own)]
        for extractor, future in futures:
            assert future.result() == expected[extractor]


def test_data_sets_know_their_rows(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", "Teachers unionized the clerks on Monday.")
    summary = dateline.extract_files(source, tmp_path / "out", frames=FRAMES, lexicons={"actors": [ROW]})
    assert summary.articles == 1
    assert pl.read_parquet(tmp_path / "out/events")["type"].to_list() == ["LABOUR_ACT"]
    again = dateline.extract_files(source, tmp_path / "out", frames=FRAMES, lexicons={"actors": [ROW]})
    assert again.parts_skipped == 1
    with pytest.raises(InputError, match="holds results of other options"):
        dateline.extract_files(source, tmp_path / "out", frames=FRAMES[:1], lexicons={"actors": [ROW]})


def test_the_command_line_takes_rows(tmp_path: Path) -> None:
    frames = write(tmp_path / "frames.csv", "frame,type\nA unionize R,LABOUR_ACT\n")
    actors = write(tmp_path / "actors.tsv", "name\tcountry\nCoastal Guard\tNOR\n")
    article = write(tmp_path / "a.txt", "The Coastal Guard unionized its cooks on Monday.")
    command = [sys.executable, "-m", "dateline", "extract", str(article), "--frames", str(frames)]
    run = subprocess.run([*command, "--lexicon", f"actors={actors}"], capture_output=True, text=True, check=True)
    assert '"type": "LABOUR_ACT"' in run.stdout and '"country": "NOR"' in run.stdout
    for wrong, message in [("actors", "--lexicon: expected KIND=FILE"), ("gods=x.tsv", "lexicons: no table 'gods'")]:
        run = subprocess.run([*command, "--lexicon", wrong], capture_output=True, text=True, check=False)
        assert run.returncode == 2 and message in run.stderr
