"""Reads the annotated sets into documents: lists of sentences with whatever labels each set has."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from text import shape, tokenize

NAMES = ("PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE")
COARSE = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}


@dataclass
class Sentence:
    """Words and their labels; `None` for a layer that the set lacks, for a word that must not count."""

    words: list
    source: str = ""
    text: str = ""
    spans: list | None = None  # of the words in `text`
    gold: list | None = None  # (start, end, label) of names in `text`
    upos: list | None = None
    xpos: list | None = None
    feats: list | None = None
    head: list | None = None
    deprel: list | None = None
    name: list | None = None
    coarse: list | None = None
    pieces: list = field(default_factory=list)
    shapes: list = field(default_factory=list)

    def prepare(self, pieces):
        """Looks up what the encoder reads."""
        self.pieces = [pieces(word) for word in self.words]
        self.shapes = [shape(word) for word in self.words]
        return self


def conllu(path):
    """Documents of a treebank; ranges of contractions and empty nodes are left out."""
    documents, rows = [], []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            documents.append([])
        elif line and line[0] != "#":
            row = line.split("\t")
            if row[0].isdigit():
                rows.append(row)
        elif not line and rows:
            documents[-1].append(Sentence(
                words=[r[1] for r in rows], upos=[r[3] for r in rows], xpos=[r[4] for r in rows],
                feats=[r[5] for r in rows], head=[int(r[6]) for r in rows], deprel=[r[7] for r in rows]))
            rows = []
    return documents


def iob(path):
    """Sentences (words, tags) of a two-column or UNER file."""
    sentences, words, tags = [], [], []
    for line in [*Path(path).read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if words:
                sentences.append((words, tags))
            words, tags = [], []
        elif not line.startswith("#"):
            cells = line.split("\t") if "\t" in line else line.split(" ")
            word, tag = (cells[1], cells[2]) if "\t" in line else (cells[0], cells[-1])
            words.append(word)
            tags.append(tag)
    return sentences


def bilou(marks):
    """BILOU tags from one (start, end, label) per name, in words, and the number of words."""
    spans, length = marks
    tags = ["O"] * length
    for start, end, label in spans:
        if end - start == 1:
            tags[start] = "U-" + label
        else:
            tags[start], tags[end - 1] = "B-" + label, "L-" + label
            tags[start + 1:end - 1] = ["I-" + label] * (end - start - 2)
    return tags


def coarse_tags(tags):
    """BILOU tags of the four coarse classes; words of other classes do not count."""
    spans, unknown, start = [], set(), None
    for i, tag in enumerate([*tags, "O"]):
        kind = COARSE.get(tag[2:])
        if start is not None and not (tag.startswith("I-") and kind == spans[-1][2]):
            spans[-1] = (start, i, spans[-1][2])
            start = None
        if kind and start is None:
            spans.append((i, i, kind))
            start = i
        if tag[2:] == "OTH" or tag == "B-O":
            unknown.add(i)
    out = bilou((spans, len(tags)))
    return [None if i in unknown else tag for i, tag in enumerate(out)]


def add_uner(documents, path):
    """Gives the coarse names of UNER to the sentences of the English Web Treebank, found by their words."""
    tags = {tuple(words): tags for words, tags in iob(path)}
    for document in documents:
        for sentence in document:
            found = tags.get(tuple(sentence.words))
            if found:
                sentence.coarse = coarse_tags(found)


def wikigold(path, size=12):
    """Documents of `size` sentences; the set marks no names apart that stand side by side, which hardly occurs."""
    sentences = [(w, t) for w, t in iob(path) if w[0] != "-DOCSTART-"]
    rows = [Sentence(words=words, coarse=coarse_tags(tags)) for words, tags in sentences]
    return [rows[i:i + size] for i in range(0, len(rows), size)]


def named(records, command):
    """Sentences of each record with `text` and, if known, `names`; one list of sentences a record."""
    out = []
    for record, sentences in zip(records, tokenize([r["text"] for r in records], command)):
        text, group = record["text"], []
        for spans in sentences:
            sentence = Sentence(words=[text[s:e] for s, e in spans], text=text, spans=spans, source=record.get("source", ""))
            if "names" in record:
                inside = [n for n in record["names"] if spans[0][0] <= n[0] < spans[-1][1]]
                sentence.gold = [tuple(n) for n in inside]
                sentence.name = bilou((word_spans(spans, inside), len(spans)))
            group.append(sentence)
        out.append(group)
    return out


def word_spans(spans, names):
    """Names as ranges of words: every word that overlaps."""
    out, done = [], 0
    for start, end, label in names:
        words = [i for i, (s, e) in enumerate(spans) if s < end and e > start and i >= done]
        if words:
            done = words[-1] + 1
            out.append((words[0], done, label))
    return out


def jsonl(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def held_out(data):
    """What no training and no silver text may hold: newswire lines, Wikinews articles, texts of the dev sets."""
    names, events = data / "names", data / "events"
    wire = jsonl(names / "newswire-dev.jsonl") + jsonl(events / "newswire-dev.jsonl")
    wiki = jsonl(names / "wikinews-dev.jsonl") + jsonl(events / "wikinews-dev.jsonl")
    texts = {r["text"].strip() for r in wire + wiki if "text" in r}
    return {r["line"] for r in wire}, {r["article"] for r in wiki}, texts


def newswire(path, command, skip=(set(), set(), set())):
    """Documents: windows of 20 lines."""
    lines, _, texts = skip
    records = [r for r in jsonl(path) if r["line"] not in lines and r["text"].strip() not in texts]
    documents = {}
    for record, sentences in zip(records, named(records, command)):
        documents.setdefault(record["line"] // 20, []).extend(sentences)
    return list(documents.values())


def wikinews(path, command, skip=(set(), set(), set())):
    """Documents: articles."""
    _, articles, _ = skip
    records = [r for r in jsonl(path) if r["article"] not in articles]
    documents = {}
    for record, sentences in zip(records, named(records, command)):
        documents.setdefault(record["article"], []).extend(sentences)
    return list(documents.values())


def training_documents(data, command, with_wikigold=False):
    """All documents to train on."""
    skip = held_out(data)
    ewt = conllu(data / "syntax/ewt-train.conllu")
    add_uner(ewt, data / "names/uner-ewt-train.iob2")
    sets = {
        "ewt": ewt,
        "gum": conllu(data / "syntax/gum-train.conllu"),
        "newswire": newswire(data / "names/newswire-train.jsonl", command, skip),
        "wikinews": wikinews(data / "names/wikinews-train.jsonl", command, skip),
    }
    if with_wikigold:
        sets["wikigold"] = wikigold(data / "names/wikigold.conll")
    for name, documents in sets.items():
        sentences = [s for d in documents for s in d]
        counts = {k: sum(getattr(s, k) is not None for s in sentences) for k in ("upos", "name", "coarse")}
        print(f"{name}: {len(documents)} documents, {len(sentences)} sentences, {sum(len(s.words) for s in sentences)} words, {counts}")
    return [d for documents in sets.values() for d in documents]


def dev_documents(data, command):
    """The dev sets by name."""
    return {
        "ewt": conllu(data / "syntax/ewt-dev.conllu"),
        "gum": conllu(data / "syntax/gum-dev.conllu"),
        "newswire": newswire(data / "names/newswire-dev.jsonl", command),
        "wikinews": wikinews(data / "names/wikinews-dev.jsonl", command),
    }
