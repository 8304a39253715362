"""The compiled half of dateline. Not public but for ``Table``: use the functions of the package."""

import os
from collections.abc import Callable
from typing import Any, Final, TypeAlias, final

import pandas as pd
import polars as pl
import pyarrow as pa
from typing_extensions import CapsuleType

from dateline import Article
from dateline.types import Token

__all__ = [
    "LAYERS",
    "LEXICONS",
    "TABLES",
    "TESTING",
    "Engine",
    "Resources",
    "Table",
    "__version__",
    "day",
    "fingerprint",
]

__version__: Final[str]
#: Whether this build panics on a certain text, for the test suite.
TESTING: Final[bool]
#: The names that ``layers`` takes.
LAYERS: Final[list[str]]
#: The kinds of tables that users may add rows to.
LEXICONS: Final[list[str]]
#: The names of the tables, in order.
TABLES: Final[list[str]]

#: Position of the first text, threads (0: all), whether failing texts give null rows, progress.
_Call: TypeAlias = tuple[int, int, bool, Callable[[int], object] | None]
#: Kind, columns and rows of a user's table.
_Rows: TypeAlias = tuple[str, list[str], list[list[str]]]
#: Index and reason of a row that became null.
_Failure: TypeAlias = tuple[int, str]

@final
class Resources:
    """Tables, weights and gazetteer, loaded once and shared by all engines."""

    def __new__(cls, folder: str | os.PathLike[str]) -> Resources: ...
    def with_tables(self, tables: list[_Rows]) -> Resources:
        """The same weights and gazetteer, with a user's rows over the shipped tables."""

@final
class Engine:
    """Reads articles with fixed options."""

    def __new__(
        cls, resources: Resources, layers: list[str] | None, any_language: bool, threshold: float | None
    ) -> Engine: ...
    def extract(
        self, texts: Any, published: Any, ids: Any, call: _Call
    ) -> tuple[list[Article | None], list[_Failure]]: ...
    def tables(
        self, texts: Any, published: Any, ids: Any, call: _Call
    ) -> tuple[list[tuple[str, Table]], list[_Failure]]: ...
    def tokenize(self, texts: Any, call: _Call) -> tuple[list[list[Token] | None], list[_Failure]]: ...

@final
class Table:
    """An Arrow table, read without a copy by what knows the PyCapsule interface: pandas, polars, pyarrow, DuckDB."""

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> CapsuleType: ...
    def __arrow_c_stream__(self, requested_schema: CapsuleType | None = None) -> CapsuleType: ...
    def to_pyarrow(self) -> pa.Table:
        """A ``pyarrow.Table``; needs pyarrow."""

    def to_polars(self) -> pl.DataFrame:
        """A ``polars.DataFrame``; needs polars."""

    def to_pandas(self) -> pd.DataFrame:
        """A ``pandas.DataFrame`` with the dtypes of ``dateline.frames``; needs pandas and pyarrow."""

def day(value: Any) -> str | None:
    """A date as an ISO day: reads what ``published`` takes for one text."""

def fingerprint(folder: str | os.PathLike[str]) -> str:
    """Which weights and gazetteer are in a folder: 16 hexadecimal digits."""
