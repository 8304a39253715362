"""Peak memory of ``dateline extract ... -o DIR`` over a large collection.

    python benchmarks/memory.py [--texts FILE.jsonl] [--articles 100000]

Writes so many articles (the field ``text`` of a JSON Lines file, without one the sample articles, over and over) into a
temporary file, runs the command on the first tenth and on all of it, and prints the peak memory of both: it must not
grow with the collection. Needs dateline and pyarrow in the Python that runs this.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="JSON Lines with the field text")
    parser.add_argument("--articles", type=int, default=100_000, help="how many articles (default: 100000)")
    options = parser.parse_args()
    if options.texts is None:
        texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    else:
        with options.texts.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
    for count in (options.articles // 10, options.articles):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "news.jsonl"
            with file.open("w", encoding="utf-8") as stream:
                for text in itertools.islice(itertools.cycle(texts), count):
                    stream.write(json.dumps({"text": text, "published": "2016-09-23"}) + "\n")
            size = file.stat().st_size / 1e6
            start = time.perf_counter()
            memory = peak([sys.executable, "-m", "dateline", "extract", str(file), "-o", str(Path(folder) / "out")])
            seconds = time.perf_counter() - start
            print(f"{count} articles, {size:.0f} MB: peak memory {memory:.0f} MB, {seconds:.0f} s", flush=True)


def peak(command: list[str]) -> float:
    """The peak memory of a command, in MB."""
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: status {status}")
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    main()
