"""Rows that users add to the tables of ``lexicon/``: from files, data frames and lists of dicts to cells of text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dateline import _native
from dateline._errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.types import RowSource

__all__ = ["Rows", "lexicon_rows", "read_rows", "resources_with"]

#: What separates the items of a cell that holds several.
_SEPARATORS = {"frames": ";"}

#: Columns of decimal numbers.
_DEGREES = ("latitude", "longitude")


class Rows:
    """Rows of one table as text, wherever they came from. Pickles as what it holds: another machine needs no file."""

    __slots__ = ("columns", "kind", "places", "rows")

    def __init__(self, kind: str, columns: list[str], rows: list[list[str]], places: list[str]) -> None:
        self.kind, self.columns, self.rows = kind, columns, rows
        #: Where each row stands in a file; empty for rows that come from none.
        self.places = places

    def __repr__(self) -> str:
        return f"<{len(self.rows)} rows>"

    def __reduce__(self) -> tuple[type[Rows], tuple[str, list[str], list[list[str]], list[str]]]:
        return Rows, (self.kind, self.columns, self.rows, [])

    def digest(self) -> str:
        """A name for the content, the same in every process."""
        import hashlib

        return hashlib.sha256(repr((self.kind, self.columns, self.rows)).encode()).hexdigest()[:16]


def lexicon_rows(lexicons: Mapping[str, RowSource]) -> dict[str, Rows]:
    """The argument ``lexicons`` of an Extractor: rows by kind of table."""
    if not isinstance(lexicons, Mapping):
        raise InputError(f"lexicons: expected a dict from kinds of tables to rows, got {type(lexicons).__name__}")
    for kind in lexicons:
        if kind == "frames":
            raise InputError("lexicons: event frames have an argument of their own: Extractor(frames=...)")
        if kind not in _native.LEXICONS:
            raise InputError(f"lexicons: no table {kind!r}; there are {', '.join(_native.LEXICONS)}")
    return {kind: read_rows(kind, source) for kind, source in lexicons.items()}


def resources_with(resources: _native.Resources, tables: Iterable[Rows]) -> _native.Resources:
    """Resources with the rows over the shipped tables."""
    tables = list(tables)
    try:
        return resources.with_tables([(rows.kind, rows.columns, rows.rows) for rows in tables])
    except InputError as error:
        import re

        # Rust counts rows; whoever keeps them in a file wants to know the line.
        found = re.match(r"(\w+), row (\d+), ", str(error))
        places = next((rows.places for rows in tables if found and rows.kind == found[1]), [])
        if found is None or not places:
            raise
        raise InputError(f"{error} ({places[int(found[2]) - 1]})") from None


def read_rows(kind: str, source: RowSource) -> Rows:
    """Rows from whatever holds them."""
    if isinstance(source, Rows):
        return source
    if isinstance(source, str | os.PathLike):
        return _read_file(kind, os.fspath(source))
    if isinstance(source, Mapping):
        raise InputError(f"{kind}: expected rows, got one dict; write [row]")
    columns: dict[str, None] = {}
    records = []
    for number, record in enumerate(_records(kind, source), 1):
        if not isinstance(record, Mapping):
            raise InputError(
                f"{kind}, row {number}: expected a dict from columns to cells, got {type(record).__name__}"
            )
        columns.update(dict.fromkeys(record))
        records.append(record)
    for column in columns:
        if not isinstance(column, str):
            raise InputError(f"{kind}: expected str as names of columns, got {type(column).__name__}")
    rows = [
        [_cell(kind, number, column, record.get(column)) for column in columns]
        for number, record in enumerate(records, 1)
    ]
    return Rows(kind, list(columns), rows, [])


def _records(kind: str, source: Any) -> Iterable[Any]:
    """One dict per row of a pandas, polars or Arrow table, or what is given."""
    if hasattr(source, "to_dicts"):  # polars
        return source.to_dicts()  # type: ignore[no-any-return]
    if hasattr(source, "to_pylist"):  # pyarrow
        return source.to_pylist()  # type: ignore[no-any-return]
    if hasattr(source, "itertuples"):  # pandas
        names = list(source.columns)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise InputError(f"{kind}: the column {twice!r} is there twice")
        return (dict(zip(names, row, strict=True)) for row in source.itertuples(index=False, name=None))
    if hasattr(source, "__arrow_c_stream__"):
        import pyarrow

        return pyarrow.table(source).to_pylist()  # type: ignore[no-any-return]
    if isinstance(source, Iterable):
        return source
    expected = "a file, a data frame or a list of dicts"
    raise InputError(f"{kind}: expected {expected}, got {type(source).__name__}")


def _cell(kind: str, row: int, column: str, value: Any) -> str:
    """A cell as text. Numbers are taken where they can only be meant as such: years, not codes with leading zeros."""

    def wrong(expected: str) -> InputError:
        return InputError(f"{kind}, row {row}, column {column}: expected {expected}, got {type(value).__name__}")

    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InputError(f"{kind}, row {row}, column {column}: lone surrogate, so no Unicode text") from None
        return str(value)
    if value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
        return ""
    if column == "cameo":
        raise wrong('str, for "042" is not 42')
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return _SEPARATORS.get(kind, "|").join(value)
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        raise wrong("str")
    if hasattr(value, "__index__"):
        return str(int(value))
    if column in _DEGREES and hasattr(value, "__float__"):
        return repr(float(value))
    if isinstance(value, float) and value.is_integer():  # a column of years with gaps
        return str(int(value))
    raise wrong("str")


def _read_file(kind: str, path: str) -> Rows:
    """A .tsv file in the form of the shipped tables (``#`` starts a comment), or a .csv file."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in (".tsv", ".csv"):
        raise InputError(f"{kind}: {path}: expected a name that ends in .tsv or .csv")
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            lines = list((_tsv if suffix == ".tsv" else _csv)(kind, path, stream))
    except UnicodeDecodeError as error:
        raise InputError(f"{kind}: {path}: not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise InputError(f"{kind}: {path}: {error.strerror or error}") from error
    if not lines:
        raise InputError(f"{kind}: {path}: expected a first line with the names of the columns")
    (_, columns), *body = lines
    for line, cells in body:
        if len(cells) != len(columns):
            raise InputError(f"{kind}: {path}, line {line}: expected {len(columns)} cells, got {len(cells)}")
    places = [f"{path}, line {line}" for line, _ in body]
    return Rows(kind, columns, [cells for _, cells in body], places)


def _tsv(kind: str, path: str, stream: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(stream, 1):
        line = line.rstrip("\r\n")
        if line.strip() and not line.startswith("#"):
            yield number, [cell.strip() for cell in line.split("\t")]


def _csv(kind: str, path: str, stream: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    import csv

    reader = csv.reader(stream, strict=True)
    while True:
        line = reader.line_num + 1  # where the record starts; a cell may hold line breaks
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(f"{kind}: {path}, line {line}: not CSV: {error}") from error
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]
