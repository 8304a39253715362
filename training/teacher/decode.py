"""From scores to labels: projective trees, tags that go together, names that begin and end."""

import numpy as np
from numba import njit


@njit(cache=True)
def eisner(scores):
    """Heads of the best projective tree with a single root.

    `scores[d, h]`: dependent d on head h, 0 is the root, words count from 1. The chart spans the words only; the root is
    then added above the best word, which keeps it single.
    """
    n = scores.shape[0] - 1
    low = -1e30
    # Complete and incomplete spans [i, j]; side 0: head at the right end, side 1: at the left.
    full = np.full((n + 1, n + 1, 2), low)
    half = np.full((n + 1, n + 1, 2), low)
    full_cut = np.zeros((n + 1, n + 1, 2), np.int64)
    half_cut = np.zeros((n + 1, n + 1), np.int64)
    for i in range(1, n + 1):
        full[i, i, 0] = full[i, i, 1] = 0.0
    for size in range(1, n):
        for i in range(1, n + 1 - size):
            j = i + size
            best, cut = low, i
            for k in range(i, j):
                value = full[i, k, 1] + full[k + 1, j, 0]
                if value > best:
                    best, cut = value, k
            half[i, j, 0] = best + scores[i, j]
            half[i, j, 1] = best + scores[j, i]
            half_cut[i, j] = cut
            best, cut = low, i
            for k in range(i, j):
                value = full[i, k, 0] + half[k, j, 0]
                if value > best:
                    best, cut = value, k
            full[i, j, 0], full_cut[i, j, 0] = best, cut
            best, cut = low, j
            for k in range(i + 1, j + 1):
                value = half[i, k, 1] + full[k, j, 1]
                if value > best:
                    best, cut = value, k
            full[i, j, 1], full_cut[i, j, 1] = best, cut
    heads = np.zeros(n, np.int64)
    best, root = low, 1
    for r in range(1, n + 1):
        value = full[1, r, 0] + full[r, n, 1] + scores[r, 0]
        if value > best:
            best, root = value, r
    # Spans still to be taken apart: i, j, side, complete.
    stack = [(1, root, 0, True), (root, n, 1, True)]
    while len(stack):
        i, j, side, complete = stack.pop()
        if i == j:
            continue
        if not complete:
            if side == 0:
                heads[i - 1] = j
            else:
                heads[j - 1] = i
            k = half_cut[i, j]
            stack.append((i, k, 1, True))
            stack.append((k + 1, j, 0, True))
        elif side == 0:
            k = full_cut[i, j, 0]
            stack.append((i, k, 0, True))
            stack.append((k, j, 0, False))
        else:
            k = full_cut[i, j, 1]
            stack.append((i, k, 1, False))
            stack.append((k, j, 1, True))
    return heads


def log_softmax(x, axis=-1):
    x = x - x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


def joint_tags(scores, triples, upos, xpos, feats):
    """Index of the best triple of (UPOS, XPOS, FEATS) seen in training for each word; one head alone may contradict another."""
    u, x, f = (log_softmax(scores[n]) for n in ("upos", "xpos", "feats"))
    return (u[:, upos] + x[:, xpos] + f[:, feats]).argmax(1) if len(triples) else None


def transitions(names):
    """Which BILOU tag may follow which, as 0 and minus infinity; row and column of the border of a sentence come last."""
    count = len(names)
    table = np.full((count + 1, count + 1), -np.inf)
    for i, a in enumerate([*names, "O"]):
        for j, b in enumerate([*names, "O"]):
            open_a, inner_b = a[0] in "BI", b[0] in "IL"
            if open_a == inner_b and (not open_a or a[1:] == b[1:]):
                table[i, j] = 0.0
    return table


def viterbi(scores, table):
    """The best allowed sequence of tags."""
    n, count = scores.shape
    best, back = scores[0] + table[count, :count], np.zeros((n, count), np.int64)
    for t in range(1, n):
        paths = best[:, None] + table[:count, :count]
        back[t] = paths.argmax(0)
        best = paths[back[t], np.arange(count)] + scores[t]
    best = best + table[:count, count]
    tags = [int(best.argmax())]
    for t in range(n - 1, 0, -1):
        tags.append(int(back[t, tags[-1]]))
    return tags[::-1]


def name_spans(tags):
    """(start, end, label) in words of BILOU tags."""
    spans, start = [], 0
    for i, tag in enumerate(tags):
        if tag[0] in "BU":
            start = i
        if tag[0] in "LU":
            spans.append((start, i + 1, tag[2:]))
    return spans
