"""Rows of word pieces: several sentences of one document side by side, so that a name sees the sentences around it."""

import random as randomness
from dataclasses import dataclass

import torch

from text import noisy

LAYERS = ("upos", "xpos", "feats", "name", "coarse")


@dataclass
class Batch:
    """Tensors of one batch; `at` are flat positions of first pieces, in the order of `words`."""

    pieces: torch.Tensor
    shapes: torch.Tensor
    positions: torch.Tensor
    mask: torch.Tensor  # which pieces see each other: those of one document
    sentence: torch.Tensor  # number of the sentence at its first pieces and its mark, -1 elsewhere
    places: list  # for each sentence: (sentence, row, position of its mark, positions of its words)

    def __len__(self):
        return self.pieces.numel()


def rows(documents, length, random=None, alone=0.15):
    """Rows of (sentence, part) up to `length` pieces; parts of a row do not see each other.

    With `random`, documents come in random order and some sentences stand alone: real input is sometimes one sentence.
    """
    documents = list(documents)
    if random:
        random.shuffle(documents)
    out, row, used, part = [], [], 0, 0
    for document in documents:
        part += 1
        for sentence in document:
            size = 1 + sum(map(len, sentence.pieces))
            if row and used + size > length:
                out.append(row)
                row, used = [], 0
            if random and random.random() < alone:
                part += 2
                row.append((sentence, part - 1))
            else:
                row.append((sentence, part))
            used += size
    if row:
        out.append(row)
    return out


def batch(rows, start, limit=512, random=None, noise=0.14):
    """Turns rows into tensors; with `random`, some sentences get noise in their capitals."""
    width = min(limit, max(sum(1 + sum(map(len, s.pieces)) for s, _ in row) for row in rows))
    count = len(rows)
    pieces = torch.zeros(count, width, dtype=torch.long)
    shapes, parts, inside = torch.zeros_like(pieces), torch.full_like(pieces, -1), torch.full_like(pieces, -1)
    places, number = [], 0
    for r, row in enumerate(rows):
        ids, marks, groups, sentences = [], [], [], []
        for sentence, part in row:
            written = sentence.shapes
            if random and random.random() < noise:
                written = noisy(written, [len(w) for w in sentence.words], random)
            begin, at = len(ids), []
            ids.append(start)
            marks.append(0)
            sentences.append(number)
            for word, form in zip(sentence.pieces, written):
                at.append(len(ids))
                ids.extend(word)
                marks.extend([form] * len(word))
                sentences.extend([number] + [-1] * (len(word) - 1))
            groups.extend([part] * (len(ids) - begin))
            # Words that do not fit, of a sentence longer than the encoder, are left without a place.
            places.append((sentence, r, begin, [a for a in at if a < width]))
            number += 1
        for tensor, values in ((pieces, ids), (shapes, marks), (parts, groups), (inside, sentences)):
            tensor[r, :len(values)] = torch.tensor(values)[:width]
    mask = torch.zeros(count, 1, width, width).masked_fill_((parts[:, :, None] != parts[:, None, :])[:, None], float("-inf"))
    return Batch(pieces, shapes, torch.arange(width).expand(count, width), mask, inside, places)


def targets(batch, classes):
    """Flat positions and class numbers of each layer's labelled words, and (dependent, head, label) of the trees."""
    width = batch.pieces.shape[1]
    out = {}
    for layer in LAYERS:
        index, at, want = classes[layer], [], []
        for sentence, row, _, places in batch.places:
            labels = getattr(sentence, layer)
            for place, label in zip(places, labels or ()):
                if label in index:
                    at.append(row * width + place)
                    want.append(index[label])
        out[layer] = (torch.tensor(at, dtype=torch.long), torch.tensor(want, dtype=torch.long))
    deps, heads, labels = [], [], []
    for sentence, row, mark, places in batch.places:
        for place, head, label in zip(places, sentence.head or (), sentence.deprel or ()):
            if head <= len(places):
                deps.append(row * width + place)
                heads.append(row * width + (places[head - 1] if head else mark))
                labels.append(classes["deprel"][label])
    return out, tuple(torch.tensor(x, dtype=torch.long) for x in (deps, heads, labels))


def shuffled_batches(documents, length, size, seed, share=1.0):
    """Groups of `size` rows in random order for one epoch; the same for the same seed, so that training can resume.

    Of the documents without trees a share is drawn anew each time.
    """
    random = randomness.Random(seed)
    documents = [d for d in documents if d[0].head or random.random() < share]
    found = rows(documents, length, random)
    random.shuffle(found)
    return [found[i:i + size] for i in range(0, len(found), size)]
