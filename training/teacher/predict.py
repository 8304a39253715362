"""Applies a trained teacher to sentences."""

from dataclasses import dataclass

import numpy as np
import torch

from decode import eisner, joint_tags, log_softmax, name_spans, transitions, viterbi
from pack import batch, rows


@dataclass
class Analysis:
    """What the teacher says about one sentence."""

    upos: list
    xpos: list
    feats: list
    head: list
    deprel: list
    names: list  # (start, end, label) in words
    arc_prob: list
    name_prob: list


class Predictor:
    """A model with its class names, ready to analyse."""

    def __init__(self, model, meta, start, length=192, size=6):
        self.model, self.start, self.length, self.size = model.eval(), start, length, size
        self.classes = meta["classes"]
        self.triples = meta["triples"]
        numbers = [{c: i for i, c in enumerate(self.classes[n])} for n in ("upos", "xpos", "feats")]
        self.columns = [np.array([numbers[k][t[k]] for t in self.triples]) for k in range(3)]
        self.table = transitions(self.classes["name"])
        # A second root is no tree: only the root's dependent has this label.
        self.root = self.classes["deprel"].index("root")

    @torch.inference_mode()
    def __call__(self, documents):
        """Analyses of all sentences of the documents (lists of prepared sentences), in order."""
        packed = rows(documents, self.length)
        # Rows of like length side by side waste little; the order is restored at the end.
        order = sorted(range(len(packed)), key=lambda i: sum(1 + sum(map(len, s.pieces)) for s, _ in packed[i]))
        found = {}
        for i in range(0, len(order), self.size):
            chosen = order[i:i + self.size]
            made = batch([packed[k] for k in chosen], self.start)
            for (sentence, row, *_), analysis in zip(made.places, self.analyse(made)):
                found.setdefault(chosen[row], []).append(analysis)
        return [a for k in range(len(packed)) for a in found[k]]

    def analyse(self, made):
        """Analyses of the sentences of one batch."""
        model, width = self.model, made.pieces.shape[1]
        outputs = model.encoder(made.pieces, made.shapes, made.positions, made.mask)
        at = torch.tensor([r * width + p for _, r, _, places in made.places for p in places])
        scores = {n: model.tag(outputs, n, at).numpy() for n in ("upos", "xpos", "feats", "name")}
        tree = model.mixed(outputs, "tree")
        arcs = model.arcs(tree).numpy()
        best = joint_tags(scores, self.triples, *self.columns)
        names = log_softmax(scores["name"])
        heads, probabilities, pairs = [], [], []
        for _, row, mark, places in made.places:
            nodes = np.array([mark, *places])
            local = log_softmax(arcs[row][nodes][:, nodes].astype(np.float64))
            head = eisner(local)
            heads.append(head)
            probabilities.append(np.exp(local[np.arange(1, len(nodes)), head]))
            pairs.extend(row * width + nodes[h] for h in head)
        labels = model.label_scores(tree, at, torch.tensor(pairs)).numpy()
        labels[:, self.root] = -np.inf
        chosen = labels.argmax(1)
        done, out = 0, []
        for head, probability in zip(heads, probabilities):
            span = slice(done, done + len(head))
            done += len(head)
            triples = [self.triples[k] for k in best[span]]
            path = viterbi(names[span], self.table)
            out.append(Analysis(
                upos=[t[0] for t in triples], xpos=[t[1] for t in triples], feats=[t[2] for t in triples],
                head=[int(h) for h in head],
                deprel=[self.classes["deprel"][k if h else self.root] for h, k in zip(head, chosen[span])],
                names=name_spans([self.classes["name"][k] for k in path]),
                arc_prob=probability.tolist(), name_prob=np.exp(names[span][np.arange(len(path)), path]).tolist()))
        return out
