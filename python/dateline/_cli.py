"""The command line: ``dateline extract FILES -o OUT``."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

import dateline
from dateline import _files, _native
from dateline._errors import DatelineError, InputError
from dateline._extract import Extractor, _bar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

#: Articles that are read, analyzed and written at a time when the output is one file.
_BATCH = 256

_EPILOG = """\
output, by -o:
  (none) or -      one JSON object per article on standard output; with --plover one PLOVER record per event
  out.jsonl        the same in a file
  out.csv          the flat table of events, one row per source and target (dateline.to_flat; needs pandas)
  out.parquet      one table (--table, by default events) in one file
  DIR              a Parquet data set with all tables, in parts; started again, it skips finished parts

exit codes:
  0  all articles were read
  1  some rows could not be read; they are listed on standard error and left out (with --strict: the first stops)
  2  wrong usage, or a file that cannot be opened
  130  interrupted
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    reporter = _Stderr(options.strict)
    try:
        _extract(options, reporter)
    except _Strict as error:
        print(f"dateline: {error}", file=sys.stderr)
        return 1
    except (DatelineError, ImportError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            # The reader has had enough, as `head` does. Python would complain once more when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        print(f"dateline: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("dateline: interrupted", file=sys.stderr)
        return 130
    if reporter.bad_rows:
        print(f"dateline: {reporter.bad_rows} rows left out", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dateline", description=dateline.__doc__.splitlines()[0])
    parser.add_argument("--version", action="version", version=f"dateline {dateline.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    extract = commands.add_parser(
        "extract",
        help="read articles and write what they tell",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = extract.add_argument
    add(
        "files",
        nargs="+",
        metavar="FILE",
        help=".txt (one article), .jsonl, .csv or .parquet (one per row); - for stdin",
    )
    add("-o", "--output", default="-", help="where to write; see below")
    add("--published", metavar="DATE", help="day of articles that have none of their own: 2016-09-23")
    add("--format", choices=sorted(set(_files.FORMATS.values())), help="format of stdin (default: txt)")
    add("--text-column", default="text", metavar="NAME", help="column of the texts (default: text)")
    add("--id-column", default="id", metavar="NAME", help="column of the identifiers (default: id)")
    add("--published-column", default="published", metavar="NAME", help="column of the dates (default: published)")
    add("--layers", metavar="NAMES", help=f"what to extract, with commas: {','.join(_native.LAYERS)}")
    add("--table", default="events", choices=_native.TABLES, help="the table for -o out.parquet (default: events)")
    add("--threads", type=int, metavar="N", help="threads (default: DATELINE_NUM_THREADS, else all)")
    add("--threshold", type=float, metavar="P", help="leave out events below this confidence")
    add("--any-language", action="store_true", help="analyze articles that are not English too")
    add(
        "--lexicon",
        action="append",
        default=[],
        metavar="KIND=FILE",
        help="rows for a table, .tsv or .csv: actors=my.tsv",
    )
    add("--frames", metavar="FILE", help="event frames of your own, .tsv or .csv")
    add("--plover", action="store_true", help="write PLOVER records of the events instead of articles")
    add("--part-size", type=int, default=1000, metavar="N", help="articles per part for -o DIR (default: 1000)")
    add("--strict", action="store_true", help="stop at the first row that cannot be read")
    add("--progress", action=argparse.BooleanOptionalAction, help="progress bar (default: on a terminal)")
    return parser


class _Strict(InputError):
    """The row that stops a strict run."""


class _Stderr:
    """Lists rows that cannot be read on standard error."""

    def __init__(self, strict: bool) -> None:
        self.strict, self.bad_rows = strict, 0

    def __call__(self, file: str, line: int, reason: str) -> None:
        self.bad_rows += 1
        if self.strict:
            raise _Strict(f"{file}:{line}: {reason}")
        print(f"{file}:{line}: {reason}", file=sys.stderr)


def _extract(options: argparse.Namespace, report: _Stderr) -> None:
    layers = None if options.layers is None else [name for name in options.layers.split(",") if name]
    common: dict[str, Any] = {
        "layers": layers,
        "n_threads": options.threads,
        "threshold": options.threshold,
        "any_language": options.any_language,
        "lexicons": dict(map(_lexicon, options.lexicon)) or None,
        "frames": options.frames,
    }
    progress = sys.stderr.isatty() if options.progress is None else options.progress
    suffix = os.path.splitext(options.output)[1].lower()
    if options.plover and options.output != "-" and suffix != ".jsonl":
        raise InputError("--plover writes JSON Lines: -o out.jsonl")
    if options.output != "-" and suffix not in (".csv", ".jsonl", ".parquet"):
        if "-" in options.files:
            raise InputError("standard input cannot be read again, so a data set of it could not be taken up again")
        _files.extract_files(
            options.files,
            options.output,
            published=options.published,
            text_column=options.text_column,
            id_column=options.id_column,
            published_column=options.published_column,
            part_size=options.part_size,
            progress=progress,
            on_bad_row=report,
            **common,
        )
        return
    extractor = Extractor(on_error="null", **common)
    with _bar(progress, None) as update, contextlib.ExitStack() as stack:
        if suffix == ".parquet":
            if options.table not in _files.wanted_tables(extractor):
                raise InputError(f"--table {options.table} is not among the layers asked for")
            write = stack.enter_context(_parquet(options.output, options.table, extractor))
        elif suffix == ".csv":
            write = stack.enter_context(_csv(options.output, extractor))
        else:
            write = stack.enter_context(_jsonl(options.output, extractor, options.plover))
        for batch in _files.batches(_rows(options, report), _BATCH):
            for index, reason in write(batch, update):
                report(batch[index].file, batch[index].line, reason)


def _lexicon(argument: str) -> tuple[str, str]:
    kind, equals, file = argument.partition("=")
    if not equals:
        raise InputError(f"--lexicon: expected KIND=FILE, got {argument!r}")
    return kind, file


def _rows(options: argparse.Namespace, report: _Stderr) -> Iterator[_files.Row]:
    day = _native.day(options.published)
    columns = _files.Columns(options.text_column, options.id_column, options.published_column, day)
    for file in options.files:
        if file == "-":
            yield from _files.read("-", columns, report, sys.stdin.buffer, options.format or "txt")
        else:
            yield from _files.read(file, columns, report)


def _arguments(batch: list[_files.Row]) -> tuple[list[str], list[str | None], list[str]]:
    return [row.text for row in batch], [row.published for row in batch], [row.id for row in batch]


@contextlib.contextmanager
def _jsonl(path: str, extractor: Extractor, plover: bool) -> Iterator[Callable[..., list[tuple[int, str]]]]:
    import json

    def write(batch: list[_files.Row], update: Callable[[int], object] | None) -> list[tuple[int, str]]:
        articles, failures = extractor._engine.extract(*_arguments(batch), extractor._call(0, update))
        for record in dateline.to_plover(articles) if plover else articles:
            if record is not None:
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        stream.flush()
        return failures

    with _output(path) as stream:
        yield write


@contextlib.contextmanager
def _csv(path: str, extractor: Extractor) -> Iterator[Callable[..., list[tuple[int, str]]]]:
    def write(batch: list[_files.Row], update: Callable[[int], object] | None) -> list[tuple[int, str]]:
        articles, failures = extractor._engine.extract(*_arguments(batch), extractor._call(0, update))
        dateline.to_flat(articles).to_csv(stream, index=False, header=False, lineterminator="\n")
        return failures

    with _output(path) as stream:
        dateline.to_flat([]).to_csv(stream, index=False, lineterminator="\n")
        yield write


@contextlib.contextmanager
def _output(path: str) -> Iterator[IO[str]]:
    """Standard output in UTF-8, or a file that gets its name when it is complete."""
    if path == "-":
        # The terminal's own encoding may lack what news texts hold.
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    with _temporary(path) as temporary, open(temporary, "w", encoding="utf-8", newline="\n") as stream:
        yield stream


@contextlib.contextmanager
def _temporary(path: str) -> Iterator[str]:
    """The name of a file that gets its own name when it is complete, and is gone if an error comes before."""
    temporary = f"{path}.tmp"
    try:
        yield temporary
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        raise
    os.replace(temporary, path)


@contextlib.contextmanager
def _parquet(path: str, table: str, extractor: Extractor) -> Iterator[Callable[..., list[tuple[int, str]]]]:
    arrow = _files.pyarrow()

    def rows(*arguments: Any) -> tuple[Any, list[tuple[int, str]]]:
        tables, failures = extractor._engine.tables(*arguments)
        return arrow.table(dict(tables)[table]).unify_dictionaries(), failures

    def write(batch: list[_files.Row], update: Callable[[int], object] | None) -> list[tuple[int, str]]:
        found, failures = rows(*_arguments(batch), extractor._call(0, update))
        writer.write_table(found)
        return failures

    # Identifiers from files are text, also where there is no row to tell.
    empty, _ = rows([None], None, [""], extractor._call(0, None))
    with (
        _temporary(path) as temporary,
        arrow.parquet.ParquetWriter(temporary, empty.schema, compression="zstd") as writer,
    ):
        yield write


if __name__ == "__main__":
    sys.exit(main())
