"""Results as Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline._frames import Frames
    from dateline._native import Table

__all__ = ["Tables"]


class Tables:
    """Arrow tables, one attribute each, as :meth:`Extractor.tables` gives them.

    Each is read without a copy by whatever knows the Arrow PyCapsule interface (``polars.DataFrame(tables.events)``,
    ``pyarrow.table(tables.events)``, DuckDB), and has ``to_pandas()``, ``to_polars()`` and ``to_pyarrow()``. Names and
    columns are those of :class:`Frames`. The schema's metadata name the version of dateline
    and, as ``dateline_models``, a fingerprint of its weights and gazetteer.
    """

    articles: Table
    blocks: Table
    sentences: Table
    tokens: Table
    entities: Table
    mentions: Table
    times: Table
    values: Table
    quotes: Table
    events: Table
    triggers: Table
    participants: Table

    def __init__(self, tables: list[tuple[str, Table]]) -> None:
        self.__dict__.update(tables)

    def __iter__(self) -> Iterator[tuple[str, Table]]:
        """Name and table, one after the other."""
        return iter(self.__dict__.items())

    def __repr__(self) -> str:
        return f"<Tables {', '.join(f'{name}: {len(table)}' for name, table in self)}>"

    def to_pandas(self) -> Frames:
        """All tables as pandas tables; needs pandas and pyarrow."""
        from dateline._frames import Frames

        return Frames({name: table.to_pandas() for name, table in self})
