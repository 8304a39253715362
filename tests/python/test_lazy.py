"""What an import costs: nothing but the package itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = [
    "argparse", "asyncio", "concurrent.futures", "csv", "dataclasses", "html", "inspect", "json", "logging",
    "multiprocessing", "numpy", "pandas", "polars", "pyarrow", "tqdm",
]  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "import dateline",
        "import dateline; dateline.extract(['Officials met.'], published='2016-09-23')",
        "import dateline; dateline.Extractor().tables(['Officials met.']); dateline.tokenize(['Officials met.'])",
    ],
)
def test_nothing_heavy_is_imported(code: str) -> None:
    # -I -S: what site-packages bring in at start-up (.pth files of editable installs) is not ours
    source = (
        f"import sys; sys.path = {sys.path!r}; before = set(sys.modules); {code}; "
        f"print([name for name in {HEAVY!r} if name in sys.modules and name not in before])"
    )
    run = subprocess.run([sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
