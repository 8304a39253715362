"""The README's examples are run, and their outputs compared; ``UPDATE_README=1`` writes the new ones into it."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(pycon|console)\n(.*?)^```$", re.M | re.S)


def run_python(block: str, names: dict[str, object]) -> str:
    """A block of ``>>>`` examples with the outputs they have now."""
    lines: list[str] = []
    for example in doctest.DocTestParser().get_examples(block):
        first, *rest = example.source.rstrip("\n").split("\n")
        lines += [f">>> {first}", *(f"... {line}".rstrip() for line in rest)]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(example.source, "README.md", "single"), names)
        lines += printed.getvalue().rstrip("\n").splitlines()
    return "\n".join(lines) + "\n"


def run_shell(block: str, folder: Path) -> str:
    """A block of ``$`` commands with the outputs they have now."""
    lines: list[str] = []
    for command in re.findall(r"^\$ (.*)$", block, re.M):
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        run = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        lines += [f"$ {command}", *run.stdout.rstrip("\n").splitlines()]
    return "\n".join(lines) + "\n"


def test_examples_have_the_outputs_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    text = README.read_text(encoding="utf-8")
    names: dict[str, object] = {}

    def run(match: re.Match[str]) -> str:
        kind, block = match.groups()
        return f"```{kind}\n{run_python(block, names) if kind == 'pycon' else run_shell(block, tmp_path)}```"

    now = BLOCK.sub(run, text)
    assert len(BLOCK.findall(text)) >= 3
    if os.environ.get("UPDATE_README"):
        README.write_text(now, encoding="utf-8")
    assert now == README.read_text(encoding="utf-8")


def test_the_table_of_fields_names_every_key() -> None:
    import dateline
    from dateline import types

    text = README.read_text(encoding="utf-8")
    [article] = dateline.extract(["Officials met."], layers=dateline._native.LAYERS)
    assert article is not None
    table = text[text.index("| key |") :]
    table = table[: table.index("\n\n")]
    for key in article:
        assert f"| `{key}`" in table or f", `{key}`" in table, key
    for record in (types.Entity, types.Time, types.Quote, types.Event, types.Value, types.Word):
        for key in record.__annotations__:
            assert f"`{key}`" in text, f"{record.__name__}: {key}"
