"""Scores a teacher on the dev sets: tags and trees over all words with gold tokens, names by exact span and label."""

import argparse
from collections import Counter
from pathlib import Path

from data import dev_documents
from text import Pieces, trimmed


def syntax(documents, analyses):
    """Accuracies in percent over all words, punctuation included, labels with their subtypes."""
    counts = Counter()
    for gold, found in zip((s for d in documents for s in d), analyses):
        for i, (head, label) in enumerate(zip(gold.head, gold.deprel)):
            counts["words"] += 1
            counts["UPOS"] += gold.upos[i] == found.upos[i]
            counts["XPOS"] += gold.xpos[i] == found.xpos[i]
            counts["FEATS"] += gold.feats[i] == found.feats[i]
            counts["UAS"] += head == found.head[i]
            counts["LAS"] += (head, label) == (found.head[i], found.deprel[i])
    words = counts.pop("words")
    return {name: round(100 * count / words, 2) for name, count in counts.items()}


def names(documents, analyses):
    """F1 of exact spans and labels in percent, over all and for frequent labels."""
    right, gold_count, found_count = Counter(), Counter(), Counter()
    for sentence, analysis in zip((s for d in documents for s in d), analyses):
        gold = set(sentence.gold)
        found = {
            (*trimmed(sentence.text, sentence.spans[a][0], sentence.spans[b - 1][1]), label)
            for a, b, label in analysis.names if b <= len(sentence.spans)
        }
        for total, items in ((right, gold & found), (gold_count, gold), (found_count, found)):
            total.update(label for _, _, label in items)
            total["all"] += len(items)
    return {
        label: round(200 * right[label] / max(1, gold_count[label] + found_count[label]), 2)
        for label in ("all", "PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT")
    }


def scores(predictor, dev):
    """All figures by dev set."""
    out = {}
    for name, documents in dev.items():
        analyses = predictor(documents)
        out[name] = (names if name in ("newswire", "wikinews") else syntax)(documents, analyses)
    return out


def main():
    from model import load
    from predict import Predictor
    from train import encoder_folder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--encoder", type=Path, default=None, help="folder of the encoder; default: the installed package")
    parser.add_argument("--tokens", required=True, help="program built from training/examples/tokens.rs")
    options = parser.parse_args()
    pieces = Pieces(options.encoder or encoder_folder())
    dev = dev_documents(options.data, options.tokens)
    for sentence in (s for documents in dev.values() for d in documents for s in d):
        sentence.prepare(pieces)
    model, meta = load(options.model)
    for name, figures in scores(Predictor(model, meta, pieces.start), dev).items():
        print(name, figures)


if __name__ == "__main__":
    main()
