"""The command line and data sets of Parquet files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import dateline
from dateline import _cli, _files, _native

ROWS = [
    {"text": f"Report {n}. Police arrested {n} protesters in Kyiv – “on Friday”,\nofficials said.", "id": f"r{n}",
     "published": "2016-09-23"}
    for n in range(7)
]  # fmt: skip


def run(*arguments: str | os.PathLike[str]) -> int:
    return _cli.main(["extract", *map(os.fspath, arguments)])


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A file of rows in the format of its name."""
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    elif path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    else:
        pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def expected(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    columns = {key: [row[key] for row in rows] for key in ("text", "published", "id")}
    articles = dateline.extract(columns["text"], published=columns["published"], ids=columns["id"])
    return [dict(article) for article in articles if article]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_every_format_gives_what_extract_gives(suffix: str, tmp_path: Path) -> None:
    file = write(tmp_path / f"news{suffix}", ROWS)
    assert run(file, "-o", tmp_path / "out.jsonl") == 0
    assert lines(tmp_path / "out.jsonl") == expected(ROWS)
    renamed = write(
        tmp_path / f"renamed{suffix}",
        [{"body": r["text"], "key": r["id"], "day": r["published"], "more": 1} for r in ROWS],
    )
    columns = ["--text-column", "body", "--id-column", "key", "--published-column", "day"]
    assert run(renamed, "-o", tmp_path / "two.jsonl", *columns) == 0
    assert lines(tmp_path / "two.jsonl") == expected(ROWS)
    assert not list(tmp_path.glob("*.tmp"))


def test_text_files_and_several_files(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.TXT"
    one.write_bytes("\ufeffOfficials met – “briefly”.".encode())
    two.write_text("They left.")
    more = write(tmp_path / "more.jsonl", ROWS[:2])
    assert run(one, more, two, "-o", tmp_path / "out.jsonl", "--published", "2016-09-24") == 0
    articles = lines(tmp_path / "out.jsonl")
    assert [article["id"] for article in articles] == [str(one), "r0", "r1", str(two)]
    assert [article["published"] for article in articles] == ["2016-09-24", "2016-09-23", "2016-09-23", "2016-09-24"]
    assert articles[0]["sentences"][0]["text"] == "Officials met – “briefly”."


def test_rows_without_id_are_called_by_file_and_line(tmp_path: Path) -> None:
    file = write(tmp_path / "news.csv", [{"text": "One\nis long."}, {"text": "Two."}])
    assert run(file, "-o", tmp_path / "out.jsonl") == 0
    assert [article["id"] for article in lines(tmp_path / "out.jsonl")] == [f"{file}:2", f"{file}:4"]


BAD = {
    "news.jsonl": (
        b'{"text": "One."}\n'
        b"{text: 2}\n"
        b'{"text": 3}\n'
        b'{"id": "four"}\n'
        b"\n"
        b'["six"]\n'
        b'{"text": "\xff"}\n'
        b'{"text": "Eight.", "published": "soon"}\n'
        b'{"text": "Nine \\ud83d."}\n'
        b'{"text": "Ten."}',
        {2: "not JSON", 3: "'text': expected str, got int", 4: "no 'text'", 6: "expected a JSON object, got list", 7: "not JSON",
         8: 'expected a date like "2016-09-23", got "soon"', 9: "lone surrogate"},
        ["One.", "Ten."],
    ),
    "news.csv": (
        b'text,published\nOne.,\n"Two\nis long.",soon\nThree \xff.,\n"Four.",2016-09-23\n',
        {3: 'expected a date like "2016-09-23", got "soon"', 5: "not UTF-8"},
        ["One.", "Four."],
    ),
    "news.txt": (b"caf\xe9", {1: "not UTF-8"}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_rows_are_listed_and_left_out(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, reasons, good = BAD[name]
    file = tmp_path / name
    file.write_bytes(content)
    assert run(file, "-o", tmp_path / "out.jsonl") == 1
    *listed, total = capsys.readouterr().err.splitlines()
    assert total == f"dateline: {len(reasons)} rows left out"
    assert len(listed) == len(reasons)
    for line, (number, reason) in zip(listed, reasons.items(), strict=True):
        assert line.startswith(f"{file}:{number}: ") and reason in line
    assert [article["paragraphs"][0]["text"] for article in lines(tmp_path / "out.jsonl")] == good
    # a data set lists them too, and leaves out the same
    assert run(file, "-o", tmp_path / "set") == 1
    assert capsys.readouterr().err.splitlines()[-1] == total


@pytest.mark.parametrize("out", ["out.jsonl", "set"])
def test_strict_stops_at_the_first_bad_row(out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(BAD["news.jsonl"][0])
    assert run(file, "-o", tmp_path / out, "--strict") == 1
    assert capsys.readouterr().err.startswith(f"dateline: {file}:2: not JSON")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_panic_is_a_bad_row(panic: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "news.jsonl", [{"text": "One."}, {"text": panic}, {"text": "Three."}])
    for out in ("out.jsonl", "set"):
        assert run(file, "-o", tmp_path / out) == 1
        assert capsys.readouterr().err.startswith(f"{file}:2: internal error")
    assert [article["id"] for article in lines(tmp_path / "out.jsonl")] == [f"{file}:1", f"{file}:3"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.txt"], "missing.txt: No such file or directory"),
        (["missing.txt", "-o", "set"], "missing.txt: No such file or directory"),
        (["news.docx"], "news.docx: expected a name that ends in .txt, .jsonl, .ndjson, .csv, .parquet"),
        (["news.jsonl", "--published", "soon"], 'published: expected a date like "2016-09-23", got "soon"'),
        (["news.jsonl", "--layers", "event"], 'layers: no layer "event"'),
        (["news.jsonl", "--threads", "0"], "n_threads: expected a whole number"),
        (["news.jsonl", "--threshold", "2"], "threshold: expected a number from 0 to 1"),
        (["news.csv"], "news.csv: no column 'text'; there are body"),
        (["broken.parquet"], "broken.parquet: "),
        (["news.jsonl", "-o", "out.parquet", "--table", "tokens"], "--table tokens is not among the layers"),
        (["news.jsonl", "-o", "no/such/folder/out.jsonl"], "No such file or directory"),
        (["-", "-o", "set"], "standard input cannot be read again"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "news.jsonl", ROWS)
    write(tmp_path / "news.csv", [{"body": "One."}])
    (tmp_path / "broken.parquet").write_bytes(b"no")
    (tmp_path / "news.docx").write_bytes(b"no")
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err


def test_a_single_parquet_file_holds_one_table(tmp_path: Path) -> None:
    # more rows than one batch, so that several are joined
    rows = [{**row, "id": f"{row['id']}-{n}"} for n in range(50) for row in ROWS]
    file = write(tmp_path / "news.jsonl", rows)
    assert run(file, "-o", tmp_path / "out.parquet", "--table", "sentences") == 0
    table = pl.read_parquet(tmp_path / "out.parquet")
    assert table["text"].to_list() == [s["text"] for article in expected(rows) for s in article["sentences"]]
    assert table["article"].unique().len() == 350
    assert run(file, "-o", tmp_path / "events.parquet") == 0
    assert "cameo" in pl.read_parquet_schema(tmp_path / "events.parquet")
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert run(empty, "-o", tmp_path / "none.parquet") == 0
    assert pl.read_parquet(tmp_path / "none.parquet").schema == pl.read_parquet(tmp_path / "events.parquet").schema


def test_plover_records_and_the_flat_table(tmp_path: Path) -> None:
    file = write(tmp_path / "news.jsonl", ROWS)
    articles = expected(ROWS)
    assert run(file, "-o", tmp_path / "out.jsonl", "--plover") == 0
    records = lines(tmp_path / "out.jsonl")
    assert records == dateline.to_plover(articles) and records
    assert run(file, "-o", tmp_path / "out.csv") == 0
    flat = dateline.to_flat(articles)
    table = pl.read_csv(tmp_path / "out.csv", infer_schema=False)
    assert table.columns == list(flat.columns)
    for column in ("event_id", "cameo", "source_code", "trigger"):
        wanted = [value if isinstance(value, str) else None for value in flat[column]]
        assert table[column].to_list() == wanted
    for out in ("out.csv", "out.parquet", "folder", "folder.d"):
        assert run(file, "-o", tmp_path / out, "--plover") == 2


def test_tables_without_pandas_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = dateline.extract(["Officials met."])
    monkeypatch.setitem(sys.modules, "pandas", None)
    for make in (dateline.frames, dateline.to_flat):
        with pytest.raises(ImportError, match=r'pip install "dateline\[pandas\]"'):
            make(articles)


def test_standard_input_and_output() -> None:
    def call(arguments: list[str], data: str) -> list[dict[str, Any]]:
        command = [sys.executable, "-m", "dateline", "extract", "-", *arguments]
        # an encoding that lacks the characters of the text
        environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
        result = subprocess.run(command, input=data.encode(), capture_output=True, check=True, env=environment)
        return [json.loads(line) for line in result.stdout.decode().splitlines()]

    [article] = call([], "Officials met – “briefly”.\nThey left.")
    assert article["id"] == "-" and article["paragraphs"][0]["text"].startswith("Officials met – “briefly”.")
    articles = call(["--format", "jsonl", "--layers", "sentences"], "".join(json.dumps(row) + "\n" for row in ROWS))
    assert [article["id"] for article in articles] == [row["id"] for row in ROWS]
    assert "events" not in articles[0]


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    file = write(tmp_path / "news.jsonl", ROWS * 500)
    command = [sys.executable, "-m", "dateline", "extract", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, text in ((["--version"], dateline.__version__), (["extract", "--help"], "exit codes")):
        with pytest.raises(SystemExit) as stop:
            _cli.main(arguments)
        assert stop.value.code == 0
        assert text in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        _cli.main([])
    assert stop.value.code == 2


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "news.jsonl", ROWS)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for out in ("out.parquet", "set"):
        assert run(file, "-o", tmp_path / out) == 2
        assert 'pip install "dateline[parquet]"' in capsys.readouterr().err
    assert run(file, "-o", tmp_path / "out.jsonl") == 0


def table_of(folder: Path, name: str) -> list[dict[str, Any]]:
    return pl.read_parquet(folder / name / "*.parquet").to_dicts()


def test_a_data_set_holds_all_tables_in_parts(tmp_path: Path) -> None:
    file = write(tmp_path / "news.jsonl", ROWS)
    summary = dateline.extract_files(file, tmp_path / "set", part_size=3)
    assert summary == (7, 0, 3, 0)
    columns = {key: [row[key] for row in ROWS] for key in ("text", "published", "id")}
    tables = dateline.Extractor().tables(columns["text"], published=columns["published"], ids=columns["id"])
    for name, table in tables:
        if name == "tokens":
            assert not (tmp_path / "set" / name).exists(), "not asked for"
            continue
        names = sorted(path.name for path in (tmp_path / "set" / name).iterdir())
        assert names == ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]
        assert table_of(tmp_path / "set", name) == table.to_polars().to_dicts()
    assert dateline.extract_files([file], tmp_path / "set", part_size=3) == (7, 0, 0, 3)


def test_a_data_set_is_not_mixed_with_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "news.jsonl", ROWS)
    dateline.extract_files(file, tmp_path / "set")
    for change in ({"layers": ["sentences"]}, {"threshold": 0.9}, {"part_size": 5}, {"text_column": "body"}):
        with pytest.raises(dateline.InputError, match="holds results of other options"):
            dateline.extract_files(file, tmp_path / "set", **change)
    dateline.extract_files(file, tmp_path / "set", n_threads=1)
    with monkeypatch.context() as patch:
        patch.setattr(_native, "fingerprint", lambda _: "0" * 16)
        with pytest.raises(dateline.InputError, match="holds results of other models"):
            dateline.extract_files(file, tmp_path / "set")
    write(file, ROWS[:5])
    with pytest.raises(dateline.InputError, match="holds results of other inputs"):
        dateline.extract_files(file, tmp_path / "set")
    with pytest.raises(dateline.InputError, match="part_size"):
        dateline.extract_files(file, tmp_path / "new", part_size=0)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_run_leaves_readable_files_and_is_taken_up_again(tmp_path: Path) -> None:
    rows = [{**row, "id": f"{row['id']}-{n}"} for n in range(40) for row in ROWS]
    file = write(tmp_path / "news.jsonl", rows)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert dateline.extract_files(file, whole, part_size=10).parts_written == 28
    arguments = f"{str(file)!r}, {str(broken)!r}, part_size=10"
    runs = 0
    while True:
        process = subprocess.Popen([sys.executable, "-c", f"import dateline; dateline.extract_files({arguments})"])
        before = len(list((broken / "_parts").glob("part-*.json"))) if broken.exists() else 0
        # kill it once it has finished another part or more, wherever it then is
        while process.poll() is None:
            done = len(list((broken / "_parts").glob("part-*.json"))) if broken.exists() else 0
            if done > before + 5:
                time.sleep(0.003 * runs)
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.001)
        code = process.wait(120)
        runs += 1
        for path in broken.glob("*/part-*.parquet"):
            pq.read_table(path)
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert runs > 2
    for name in _native.TABLES:
        if name != "tokens":
            assert table_of(broken, name) == table_of(whole, name), name
            assert not list((broken / name).glob(".*"))
    assert dateline.extract_files(file, broken, part_size=10).parts_skipped == 28


def test_files_are_read_row_by_row(tmp_path: Path) -> None:
    """Reading holds one row, not the file."""
    for suffix in (".jsonl", ".csv"):
        stream = io.BytesIO(write(tmp_path / f"news{suffix}", ROWS * 2000).read_bytes())
        rows = _files.read("news", _files.Columns(), lambda *_: None, stream, suffix[1:])
        next(rows)
        assert stream.tell() < 100_000


def test_parquet_is_read_batch_by_batch(tmp_path: Path) -> None:
    """Reading holds a few thousand rows, not the column, also where all rows are one group as pandas writes them."""
    file = write(tmp_path / "news.parquet", [{"text": f"{n} " * 200} for n in range(60_000)])
    before = pa.total_allocated_bytes()
    rows = _files.read(str(file), _files.Columns(), lambda *_: None)
    assert next(rows).text.startswith("0 0 ")
    held = [pa.total_allocated_bytes() - before for _ in rows]
    assert len(held) == 59_999
    assert max(held) < 15_000_000, max(held)  # of 70 MB


@pytest.mark.parametrize("out", ["out.jsonl", "out.csv", "out.parquet", "set"])
def test_the_command_shows_a_bar_that_counts_articles(
    out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "news.jsonl", ROWS)
    assert run(file, "-o", tmp_path / out, "--no-progress") == 0
    assert capsys.readouterr().err == ""
    target = tmp_path / "again" / out
    target.parent.mkdir()
    assert run(file, "-o", target, "--progress") == 0
    assert re.search(r"\b7(\.00)? ?article", capsys.readouterr().err)


def test_extract_files_lists_bad_rows_to_a_function(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(BAD["news.jsonl"][0])
    listed: list[tuple[str, int]] = []
    summary = dateline.extract_files(
        file, tmp_path / "set", on_bad_row=lambda name, line, _: listed.append((name, line))
    )
    assert summary.bad_rows == 7 and summary.articles == 2
    assert listed == [(str(file), line) for line in BAD["news.jsonl"][1]]
    with pytest.raises(dateline.InputError, match=r":2: not JSON"):
        dateline.extract_files(file, tmp_path / "strict", strict=True)


def test_ctrl_c_ends_the_command(tmp_path: Path) -> None:
    file = write(tmp_path / "news.jsonl", [{"text": "Officials met in Geneva on Friday. " * 1000}] * 3000)
    code = f"""
        import os, signal, threading, dateline._cli
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which background jobs ignore
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        raise SystemExit(dateline._cli.main(["extract", {str(file)!r}, "-o", {str(tmp_path / "out.jsonl")!r}]))
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120, check=False
    )
    assert (run.returncode, run.stderr) == (130, "dateline: interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == ["news.jsonl"], "no half file is left"
