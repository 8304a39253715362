"""Texts that every test may use: the sample articles, and small ones that are hard to count and cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from dateline import _native

EXAMPLES = Path(__file__).parents[2] / "examples"

#: Every kind of character that bytes, UTF-16 and code points count differently, and shapes that break naive code.
TRICKY = [
    "",
    " ",
    "\n\n\n",
    "\x00",
    "é",
    "\ufeffBerlin said yes.",
    "“Naïve” – 日本 said. 𝄞 played in Côte d’Ivoire.",
    "👩‍👩‍👧 met 🇩🇪 on Friday.\r\nA\u0301ngstrom’s office said “no”.",
    "”“”“'\"" * 50,
    "a" * 5000,
    "Said Kerry. " * 200,
    "On Friday,\u2028police\u00a0arrested 12\u202fprotesters in\u3000Kyiv.",
]


@pytest.fixture(scope="session")
def examples() -> list[str]:
    """The sample articles, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]


@pytest.fixture(scope="session")
def texts(examples: list[str]) -> list[str]:
    """The sample articles and the tricky texts."""
    return examples + TRICKY


@pytest.fixture(params=["panic", "late panic"])
def panic(request: pytest.FixtureRequest) -> str:
    """A text on which a build with the feature ``testing`` panics, when it is read or when its results are shown."""
    if not _native.TESTING:
        pytest.skip("needs a build with --features testing")
    return f"dateline-test: {request.param}"


def _check_shape(value: Any, kind: Any, where: str) -> None:
    arguments = get_args(kind)
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        assert set(value) == set(hints), where
        for key, hint in hints.items():
            _check_shape(value[key], hint, f"{where}.{key}")
    elif get_origin(kind) is list:
        assert isinstance(value, list), where
        for item in value:
            _check_shape(item, arguments[0], where)
    elif get_origin(kind) is Literal:
        assert value in arguments, f"{where}: {value!r}"
    elif get_origin(kind) in (Union, UnionType):
        if type(value) not in arguments:
            [other] = [argument for argument in arguments if not isinstance(argument, type) or is_typeddict(argument)]
            _check_shape(value, other, where)
    else:
        assert type(value) is kind, f"{where}: {value!r}"


@pytest.fixture(scope="session")
def check_shape() -> Callable[[Any, Any, str], None]:
    """Checks that a dict has exactly the keys that its type in ``dateline.types`` names, and values of their types."""
    return _check_shape
