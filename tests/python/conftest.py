"""Texts that every test may use: the sample articles, and small ones that are hard to count and cut."""

from __future__ import annotations

from pathlib import Path

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


@pytest.fixture
def panic() -> str:
    """A text on which a build with the feature ``testing`` panics."""
    text = "dateline-test: panic"
    if not _native.TESTING:
        pytest.skip("needs a build with --features testing")
    return text
