"""Labels raw news with a trained teacher: CoNLL-U with tags, trees and names for the small models to learn from.

Each set is written through a second name: a reader sees the old file or the whole new one. Lines and articles of the dev
sets are left out.
"""

import argparse
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from data import held_out, jsonl, named
from text import Pieces
from train import encoder_folder

CHUNK = 40  # documents that a process takes at a time


def newswire_records(data):
    """Documents of records: windows of 20 lines, as the names were annotated."""
    lines, _, texts = held_out(data)
    gold = {r["line"]: r["names"] for r in jsonl(data / "names/newswire-train.jsonl")}
    documents = {}
    for number, text in enumerate((data / "raw/newswire-public-domain.txt").read_text(encoding="utf-8").splitlines()):
        if text.strip() and number not in lines and text.strip() not in texts:
            record = {"text": text, "source": f"newswire:{number}"}
            if number in gold:
                record["names"] = gold[number]
            documents.setdefault(number // 20, []).append(record)
    return list(documents.values())


def wikinews_records(data):
    """Documents of records: articles, paragraph 0 is the title."""
    _, articles, texts = held_out(data)
    gold = {(r["article"], r["paragraph"]): r for r in jsonl(data / "names/wikinews-train.jsonl")}
    documents = []
    for number, article in enumerate(jsonl(data / "raw/wikinews.jsonl")):
        if number in articles:
            continue
        paragraphs = [article["title"], *(line.strip() for line in article["text"].split("\n") if line.strip())]
        document = []
        for i, text in enumerate(paragraphs):
            record = {"text": text, "source": f"wikinews:{number}:{i}"}
            known = gold.get((number, i))
            if known and known["text"] == text:
                record["names"] = known["names"]
            # Short lines (dates, "Sources") recur in dev articles and give nothing away.
            if len(text) < 60 or text not in texts:
                document.append(record)
        documents.append(document)
    return documents


def conllu(sentence, analysis):
    """One sentence as text. `Conf` is the probability of the word's arc, `conf` the lowest of the sentence."""
    names = ["O"] * len(sentence.words)
    gold = sentence.name is not None
    if gold:
        # Written by the annotator: better than the teacher's.
        names = ["I" + tag[1:] if tag[0] in "IL" else "B" + tag[1:] if tag[0] in "BU" else "O" for tag in sentence.name]
    else:
        for start, end, label in analysis.names:
            names[start:end] = ["B-" + label, *["I-" + label] * (end - start - 1)]
    start, end = sentence.spans[0][0], sentence.spans[-1][1]
    lines = [
        f"# source = {sentence.source}",
        f"# text = {sentence.text[start:end]}",
        f"# conf = {min(analysis.arc_prob):.3f}",
        f"# names = {'gold' if gold else f'{min(analysis.name_prob):.3f}'}",
    ]
    for i, word in enumerate(sentence.words):
        misc = [f"Conf={analysis.arc_prob[i]:.2f}"]
        if names[i] != "O":
            misc.append("Name=" + names[i])
        if i + 1 < len(sentence.words) and sentence.spans[i][1] == sentence.spans[i + 1][0]:
            misc.append("SpaceAfter=No")
        lines.append("\t".join((
            str(i + 1), word, "_", analysis.upos[i], analysis.xpos[i], analysis.feats[i], str(analysis.head[i]),
            analysis.deprel[i], "_", "|".join(misc))))
    return "\n".join(lines) + "\n\n"


STATE = {}


def begin(model, folder):
    """Prepares one process."""
    import torch

    from model import load
    from predict import Predictor

    torch.set_num_threads(1)
    pieces = Pieces(folder)
    STATE.update(pieces=pieces, predictor=Predictor(*load(model), pieces.start))


def work(documents):
    """CoNLL-U of a chunk of documents, with counts."""
    documents = [[s.prepare(STATE["pieces"]) for s in d] for d in documents]
    sentences = [s for d in documents for s in d]
    # A sentence longer than the encoder has words without a place: such lists are no prose.
    whole = [(s, a) for s, a in zip(sentences, STATE["predictor"](documents)) if len(a.head) == len(s.words)]
    return "".join(conllu(s, a) for s, a in whole), len(whole), sum(len(s.words) for s, _ in whole)


def label(path, records, pool, command, newest):
    """Writes one set and returns its counts. Chunks are kept in a folder until all are there: a stopped run goes on."""
    begun, sentences, words = time.time(), 0, 0
    flat = named([r for d in records for r in d], command)
    documents, at = [], 0
    for document in records:
        documents.append([s for group in flat[at:at + len(document)] for s in group])
        at += len(document)
    parts = path.with_suffix(".parts")
    parts.mkdir(exist_ok=True)
    chunks = {parts / f"{i:06}.conllu": documents[i:i + CHUNK] for i in range(0, len(documents), CHUNK)}
    todo = {part: chunk for part, chunk in chunks.items() if not part.exists() or part.stat().st_mtime < newest}
    for done, (part, (text, count, size)) in enumerate(zip(todo, pool.map(work, todo.values())), 1):
        draft = part.with_suffix(".draft")
        draft.write_text(text, encoding="utf-8")
        draft.replace(part)
        sentences, words = sentences + count, words + size
        print(f"{path.name}: {done} of {len(todo)} chunks, {words / (time.time() - begun):.0f} words a second", flush=True)
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as out:
        for part in chunks:
            out.write(part.read_text(encoding="utf-8"))
    draft.replace(path)
    shutil.rmtree(parts)
    return f"{path.name}: {sentences} sentences, {words} words labelled, {len(chunks) - len(todo)} chunks from an earlier run"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--encoder", type=Path, default=None, help="folder of the encoder; default: the installed package")
    parser.add_argument("--tokens", required=True, help="program built from training/examples/tokens.rs")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--limit", type=int, default=None, help="documents of each set, to try it")
    parser.add_argument("--sets", nargs="+", default=["newswire", "wikinews"], choices=["newswire", "wikinews"])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    read = {"newswire": newswire_records, "wikinews": wikinews_records}
    folder = options.encoder or encoder_folder()
    with ProcessPoolExecutor(options.processes, initializer=begin, initargs=(options.model, folder)) as pool:
        for name in options.sets:
            records = read[name](options.data)[:options.limit]
            newest = options.model.stat().st_mtime
            print(label(options.out / f"{name}.conllu", records, pool, options.tokens, newest), flush=True)


if __name__ == "__main__":
    main()
