"""Collections of articles in files: readers, and the writer of Parquet data sets."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline import _native
from dateline._errors import DatelineError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import IO

    #: Takes file, line and reason of a row that cannot be read.
    _Report = Callable[[str, int, str], None]

    from dateline._extract import Extractor
    from dateline.types import RowSource

__all__ = ["Columns", "Row", "Summary", "batches", "extract_files", "pyarrow", "read", "wanted_tables"]

#: Formats by the end of a file's name.
FORMATS = {".txt": "txt", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}


class Row(NamedTuple):
    """One article of a file."""

    text: str
    id: str
    published: str | None
    file: str
    line: int


class Columns(NamedTuple):
    """Where a row's parts stand in .jsonl, .csv and .parquet files, and the date of rows that have none."""

    text: str = "text"
    id: str = "id"
    published: str = "published"
    default_published: str | None = None


class Summary(NamedTuple):
    """What :func:`extract_files` did: rows read, rows left out, parts written now and parts found finished."""

    articles: int
    bad_rows: int
    parts_written: int
    parts_skipped: int


def extract_files(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out_dir: str | os.PathLike[str],
    *,
    published: Any = None,
    text_column: str = "text",
    id_column: str = "id",
    published_column: str = "published",
    layers: str | Iterable[str] | None = None,
    n_threads: int | None = None,
    progress: bool = False,
    threshold: float | None = None,
    any_language: bool = False,
    lexicons: Mapping[str, RowSource] | None = None,
    frames: RowSource | None = None,
    strict: bool = False,
    part_size: int = 1000,
    on_bad_row: _Report | None = None,
) -> Summary:
    """Read files of articles and write the results as a Parquet data set; needs pyarrow.

    The folder gets one folder per table (``articles``, ``events``, ...; the names and columns of :class:`Frames`) with
    files ``part-00000.parquet``, ``part-00001.parquet``, ... of ``part_size`` articles each. Only one part is held in
    memory. A file appears under its name when it is complete; whatever ends the run, all files there can be read.
    Called again with the same arguments, finished parts are skipped.

    Parameters
    ----------
    paths
        Files, by the end of their names: ``.txt`` (one article), ``.jsonl``, ``.csv``, ``.parquet`` (one article per
        row).
    out_dir
        The folder to write, made if it is not there.
    published
        The day of articles that have none of their own.
    text_column, id_column, published_column
        Names of the columns. The last two may be absent; an article without ``id`` is called by its file and line.
    layers, n_threads, progress, threshold, any_language, lexicons, frames
        As for :class:`Extractor`.
    strict
        Raise :class:`InputError` at the first row that cannot be read instead of leaving it out.
    part_size
        Articles per part.
    on_bad_row
        Called with file, line and reason for every row that is left out.

    Raises
    ------
    InputError
        A file that cannot be read, or a folder that holds results of other files or options.
    """
    from dateline._extract import Extractor, _bar

    arrow = pyarrow()
    files = [os.fspath(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    if part_size < 1:
        raise InputError(f"part_size: expected at least 1, got {part_size}")
    extractor = Extractor(
        layers=layers,
        n_threads=n_threads,
        threshold=threshold,
        any_language=any_language,
        lexicons=lexicons,
        frames=frames,
        on_error="null",
    )
    columns = Columns(text_column, id_column, published_column, _native.day(published))
    folder = os.fspath(out_dir)
    left_out = ("n_threads", "progress", "lexicons", "frames")  # threads change nothing, rows have a digest
    options = {key: value for key, value in extractor._options().items() if key not in left_out}
    options |= {**columns._asdict(), "part_size": part_size}
    options["rows"] = {kind: rows.digest() for kind, rows in extractor._tables().items()}
    _claim(folder, files, options)
    counter = _Reporter(strict, on_bad_row)
    read_rows = written = skipped = 0
    rows = (row for file in files for row in read(file, columns, counter))
    with _bar(progress, None) as update:
        for number, batch in enumerate(batches(rows, part_size)):
            read_rows += len(batch)
            name = f"part-{number:05}"
            marker = os.path.join(folder, "_parts", f"{name}.json")
            if os.path.exists(marker):
                skipped += 1
                if update is not None:
                    update(len(batch))
                continue
            _write_part(arrow, extractor, batch, folder, name, counter, update)
            _write_json(marker, {"articles": len(batch), "first": batch[0].id, "last": batch[-1].id})
            written += 1
    return Summary(read_rows, counter.bad_rows, written, skipped)


class _Reporter:
    """Counts rows that cannot be read, and passes them on or raises."""

    def __init__(self, strict: bool, tell: _Report | None) -> None:
        self.strict, self.tell, self.bad_rows = strict, tell, 0

    def __call__(self, file: str, line: int, reason: str) -> None:
        self.bad_rows += 1
        if self.strict:
            raise InputError(f"{file}:{line}: {reason}")
        if self.tell is not None:
            self.tell(file, line, reason)


def batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """Lists of ``size`` rows, the last one shorter."""
    while batch := list(islice(rows, size)):
        yield batch


def wanted_tables(extractor: Extractor) -> list[str]:
    """The tables that the layers of ``extractor`` fill."""
    fills = {
        "sentences": ["sentences"],
        "tokens": ["tokens"],
        "entities": ["entities", "mentions"],
        "times": ["times", "values"],
        "quotes": ["quotes"],
        "events": ["events", "triggers", "participants"],
    }
    layers = extractor._options()["layers"]
    if layers is None:
        layers = [layer for layer in fills if layer != "tokens"]
    filled = {"articles", "blocks"}.union(*(fills[layer] for layer in layers))
    return [name for name in _native.TABLES if name in filled]


def pyarrow() -> Any:
    """The module pyarrow with its Parquet half, or a clear error."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ImportError('Parquet files need pyarrow: pip install "dateline[parquet]"') from error
    return pyarrow


def _write_part(
    arrow: Any,
    extractor: Extractor,
    batch: list[Row],
    folder: str,
    name: str,
    report: _Report,
    update: Callable[[int], object] | None,
) -> None:
    texts, ids, days = [row.text for row in batch], [row.id for row in batch], [row.published for row in batch]
    tables, failures = extractor._engine.tables(texts, days, ids, extractor._call(0, update))
    for index, reason in failures:
        report(batch[index].file, batch[index].line, reason)
    finished = []
    for table in wanted_tables(extractor):
        target = os.path.join(folder, table, f"{name}.parquet")
        # A leading dot keeps readers of the data set away from it.
        temporary = os.path.join(folder, table, f".{name}.parquet.tmp")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        rows = arrow.table(dict(tables)[table]).unify_dictionaries()
        arrow.parquet.write_table(rows, temporary, compression="zstd")
        finished.append((temporary, target))
    for temporary, target in finished:
        os.replace(temporary, target)


def _claim(folder: str, files: list[str], options: dict[str, Any]) -> None:
    """Notes in the folder what its parts are made of, or checks that they are made of the same."""
    import json

    from dateline._extract import data_folder

    try:
        inputs = [[file, os.path.getsize(file)] for file in files]
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}") from error
    models = _native.fingerprint(data_folder())
    claim = {"dateline_version": _native.__version__, "models": models, "inputs": inputs, "options": options}
    claim = json.loads(json.dumps(claim))  # tuples as lists, as they come back
    path = os.path.join(folder, "_dateline.json")
    try:
        with open(path, encoding="utf-8") as stream:
            there = json.load(stream)
    except FileNotFoundError:
        os.makedirs(os.path.join(folder, "_parts"), exist_ok=True)
        _write_json(path, claim)
        return
    for key, value in claim.items():
        if there.get(key) != value:
            raise InputError(
                f"{folder}: holds results of other {key.replace('_', ' ')}; choose another folder or remove it"
            )


def _write_json(path: str, value: Any) -> None:
    import json

    temporary = f"{path}.tmp"
    with open(temporary, "w", encoding="utf-8") as stream:
        json.dump(value, stream)
    os.replace(temporary, path)


def read(
    file: str, columns: Columns, report: _Report, stream: IO[bytes] | None = None, format: str = ""
) -> Iterator[Row]:
    """The rows of a file, or of an open stream of a given format. Bad rows go to ``report``."""
    format = format or FORMATS.get(os.path.splitext(file)[1].lower(), "")
    if not format:
        raise InputError(f"{file}: expected a name that ends in {', '.join(FORMATS)}")
    try:
        if stream is not None:
            yield from _READERS[format](file, stream, columns, report)
            return
        with open(file, "rb") as opened:
            yield from _READERS[format](file, opened, columns, report)
    except OSError as error:
        if isinstance(error, DatelineError):
            raise
        raise InputError(f"{file}: {error.strerror or error}") from error


def _read_txt(file: str, stream: IO[bytes], columns: Columns, report: _Report) -> Iterator[Row]:
    try:
        text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report(file, 1, f"not UTF-8: {error.reason} at byte {error.start}")
        return
    yield Row(text, file, columns.default_published, file, 1)


def _read_jsonl(file: str, stream: IO[bytes], columns: Columns, report: _Report) -> Iterator[Row]:
    import json

    for line, data in enumerate(stream, 1):
        try:
            record = json.loads(data.decode("utf-8-sig" if line == 1 else "utf-8"))
        except ValueError as error:  # JSON and UTF-8
            if data.strip():
                report(file, line, f"not JSON: {error}")
            continue
        if isinstance(record, dict):
            yield from _row(record, file, line, columns, report)
        else:
            report(file, line, f"expected a JSON object, got {type(record).__name__}")


def _read_csv(file: str, stream: IO[bytes], columns: Columns, report: _Report) -> Iterator[Row]:
    import csv
    import io

    csv.field_size_limit(2**31 - 1)  # articles are longer than the default of 128 KiB
    # A byte that is no UTF-8 becomes a lone surrogate, which makes its row a bad one and no other.
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    reader = csv.DictReader(text, strict=True)
    try:
        if columns.text not in (reader.fieldnames or ()):
            raise InputError(f"{file}: no column {columns.text!r}; there are {', '.join(reader.fieldnames or ())}")
        while True:
            line = reader.line_num + 1  # where the record starts; a text may hold line breaks
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                report(file, line, f"not CSV: {error}")
                continue
            yield from _row(record, file, line, columns, report)
    finally:
        text.detach()  # the stream is the caller's to close


def _read_parquet(file: str, stream: IO[bytes], columns: Columns, report: _Report) -> Iterator[Row]:
    arrow = pyarrow()
    try:
        opened = arrow.parquet.ParquetFile(stream)
    except arrow.ArrowInvalid as error:
        raise InputError(f"{file}: {error}") from error
    names = opened.schema_arrow.names
    if columns.text not in names:
        raise InputError(f"{file}: no column {columns.text!r}; there are {', '.join(names)}")
    there = [name for name in columns[:3] if name in names]
    line = 0
    for batch in opened.iter_batches(batch_size=256, columns=there):
        for record in batch.to_pylist():
            line += 1
            yield from _row(record, file, line, columns, report)


def _row(record: dict[str, Any], file: str, line: int, columns: Columns, report: _Report) -> Iterator[Row]:
    text = record.get(columns.text)
    if not isinstance(text, str):
        column = repr(columns.text)
        report(file, line, f"no {column}" if text is None else f"{column}: expected str, got {type(text).__name__}")
        return
    try:
        day = _native.day(record.get(columns.published) or None)
    except InputError as error:
        report(file, line, str(error))
        return
    name = record.get(columns.id)
    identifier = f"{file}:{line}" if name is None or name == "" else str(name)
    try:
        (text + identifier).encode()
    except UnicodeEncodeError:
        report(file, line, "not UTF-8, or a lone surrogate")
        return
    yield Row(text, identifier, day or columns.default_published, file, line)


_READERS = {"txt": _read_txt, "jsonl": _read_jsonl, "csv": _read_csv, "parquet": _read_parquet}
