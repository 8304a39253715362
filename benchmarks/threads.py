"""What a second core brings: dateline with one thread and with several, in turns.

    python benchmarks/threads.py [--texts FILE.jsonl] [--words N] [--rounds N] [--threads N]

Reads the texts (the field ``text`` of a JSON Lines file, without one the sample articles, over and over, up to so many
words) into Arrow tables with one thread and with several, every layer on, and prints words (between blanks) per second
of wall-clock time, medians of the rounds, and the ratio. Only an idle machine gives a fair ratio. First a stream of ten
times as many texts through ``Extractor.iter`` shows the highest memory. Needs dateline in the Python that runs this.
``cargo bench --bench pipeline`` measures the layers one by one.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import sys
import time
from pathlib import Path

import dateline

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="JSON Lines with the field text")
    parser.add_argument("--words", type=int, default=200_000, help="how many words to read (default: 200000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds; the median counts (default: 5)")
    parser.add_argument("--threads", type=int, default=2, help="the higher number of threads (default: 2)")
    options = parser.parse_args()
    texts = take(options.texts, options.words)
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} texts, {words} words", flush=True)
    stream = dateline.Extractor(n_threads=options.threads).iter(
        itertools.chain.from_iterable(itertools.repeat(texts, 10)), batch_size=256
    )
    count = sum(1 for _ in stream)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"a stream of {count} texts: peak memory {memory:.0f} MB", flush=True)
    readers = [dateline.Extractor(n_threads=threads) for threads in (1, options.threads)]
    speeds: list[list[float]] = [[], []]
    for _ in range(options.rounds):
        for reader, found in zip(readers, speeds, strict=True):
            start = time.perf_counter()
            reader.tables(texts)
            found.append(words / (time.perf_counter() - start))
    one, several = (statistics.median(found) for found in speeds)
    print(f"{one:,.0f} words/s with one thread, {several:,.0f} with {options.threads}: {several / one:.2f} times")


def take(file: Path | None, words: int) -> list[str]:
    """Texts of so many words or a little more."""
    if file is None:
        texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    else:
        with file.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
    taken = []
    for text in itertools.cycle(texts):
        if words <= 0:
            break
        taken.append(text)
        words -= len(text.split())
    return taken


if __name__ == "__main__":
    main()
