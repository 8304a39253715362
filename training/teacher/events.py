"""A teacher of events: fine-tunes a pretrained encoder on annotated triggers.

`train events+export` writes the candidates of all texts; this reads them and learns from the annotated ones. `vectors.py`
then writes what the teacher sees in all texts. Run again to go on from the last checkpoint.
"""

import argparse
import json
import math
import random as randomness
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from model import Encoder, Mlp
from text import Pieces, shape
from train import optimizer_of

TYPES = 17  # no event, then PLOVER's types
FORMS = 2 * TYPES  # the best proposal of the frames, and the others
STEPS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24)  # distances in words between a trigger and a phrase, on either side

FINISH = 0.5  # of the rates, at the beginning of the last epoch


class Events(nn.Module):
    """The encoder with one head that reads a trigger and what the frames propose for it."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        width = encoder.shapes.embedding_dim
        self.mix = nn.Parameter(torch.tensor([0.0] * (len(self.encoder.layers) - self.encoder.frozen - 1) + [2.0]))
        self.hidden = Mlp(width, 256, dropout=0.3)
        self.out = nn.Linear(256 + FORMS, TYPES)
        self.trigger, self.phrase = Mlp(width, 128), Mlp(width, 128)
        self.pair = Mlp(3 * 128 + 2 * len(STEPS) + TYPES, 128, dropout=0.3)
        self.roles = nn.Linear(128, 5)  # none, actor, recipient; no place, place

    def encode(self, made):
        with torch.autocast("cpu", dtype=torch.bfloat16):  # four times as quick where the processor knows such numbers
            outputs = self.encoder(made["pieces"], made["shapes"], made["positions"], made["mask"])
        weights = torch.softmax(self.mix, 0)
        return sum(w * x.float() for w, x in zip(weights, outputs)).flatten(0, 1)

    def types(self, mixed, made):
        x = (mixed[made["first"]] + mixed[made["last"]]) / 2
        return self.out(torch.cat([self.hidden(x), made["proposed"]], 1))

    def takes_part(self, mixed, pairs):
        """Scores of roles and places of (place of the trigger, place of the phrase, step, type)."""
        trigger, phrase, step, kind = torch.tensor(pairs, dtype=torch.long).T
        t, p = self.trigger(mixed[trigger]), self.phrase(mixed[phrase])
        near = F.one_hot(step, 2 * len(STEPS)).float()
        out = self.roles(self.pair(torch.cat([t, p, t * p, near, F.one_hot(kind, TYPES).float()], 1)))
        return out[:, :3], out[:, 3:]


def chunks(lesson, pieces, length):
    """Runs of sentences of a text up to `length` pieces, each after the text's first sentence; with its candidates
    and the place of the first piece of every word of the text."""
    text = lesson["text"]
    sentences = []
    for spans in lesson["sentences"]:
        words = [text[a:b] for a, b in spans]
        sentences.append((spans, [pieces(w) for w in words], [shape(w) for w in words]))
    starts = {}
    for number, (spans, _, _) in enumerate(sentences):
        for at, (a, b) in enumerate(spans):
            starts[a] = (number, at, b)
    where = {}  # sentence -> [(candidate, first word, last word)]
    for index, candidate in enumerate(lesson["candidates"]):
        number, at, _ = starts[candidate["span"][0]]
        spans, last = sentences[number][0], at
        while last + 1 < len(spans) and spans[last + 1][0] < candidate["span"][1]:
            last += 1
        where.setdefault(number, []).append((index, at, last))
    heads = {}  # sentence -> [(start, word)]
    for spans in lesson["heads"]:
        for a, _ in spans:
            if a in starts:
                heads.setdefault(starts[a][0], []).append((a, starts[a][1]))
    out, row, word = [], None, 0
    for number, (spans, words, shapes) in enumerate(sentences):
        size = 1 + sum(map(len, words))
        if row is None or row["used"] + size > length:
            row = {"used": 0, "ids": [], "marks": [], "found": [], "words": []}
            out.append(row)
            if number and len(lesson["sentences"]) > 1:
                append(row, sentences[0], pieces.start, 40)
        at = append(row, (spans, words, shapes), pieces.start, 480)
        row["words"].extend((word + count, place) for count, place in enumerate(at))
        word += len(spans)
        for index, first, last in where.get(number, ()):
            if first < len(at):
                near = [(a, at[w], step(w - first)) for a, w in heads.get(number, ()) if w < len(at) and not first <= w <= last]
                row["found"].append((index, at[first], at[min(last, len(at) - 1)], near))
    return out


def step(words):
    """Class of a distance in words, with its side."""
    return max(i for i, least in enumerate(STEPS) if abs(words) >= least) + (len(STEPS) if words > 0 else 0)


def append(row, sentence, start, limit):
    """Adds a sentence to a row; the places of its words' first pieces."""
    _, words, shapes = sentence
    at = []
    row["ids"].append(start)
    row["marks"].append(0)
    room = limit
    for word, form in zip(words, shapes):
        room -= len(word)
        if room < 0:
            break
        at.append(len(row["ids"]))
        row["ids"].extend(word)
        row["marks"].extend([form] * len(word))
    row["used"] = len(row["ids"])
    return at


def tensors(rows, lessons):
    """A batch of (number of the lesson, row)."""
    width = max(len(row["ids"]) for _, row in rows)
    pieces = torch.zeros(len(rows), width, dtype=torch.long)
    shapes = torch.zeros_like(pieces)
    mask = torch.zeros(len(rows), 1, 1, width)
    first, last, proposed, classes, keys, near = [], [], [], [], [], []
    for r, (number, row) in enumerate(rows):
        size = len(row["ids"])
        pieces[r, :size] = torch.tensor(row["ids"])
        shapes[r, :size] = torch.tensor(row["marks"])
        mask[r, 0, 0, size:] = float("-inf")
        for index, a, b, phrases in row["found"]:
            near.append([(start, r * width + at, steps) for start, at, steps in phrases])
            candidate = lessons[number]["candidates"][index]
            form = torch.zeros(FORMS)
            for rank, kind in enumerate(candidate["proposed"]):
                form[kind + 1 + (0 if rank == 0 else TYPES)] = 1
            first.append(r * width + a)
            last.append(r * width + b)
            proposed.append(form)
            classes.append(candidate["class"])
            keys.append((number, index))
    return {
        "pieces": pieces, "shapes": shapes, "positions": torch.arange(width).expand(len(rows), width), "mask": mask,
        "first": torch.tensor(first, dtype=torch.long), "last": torch.tensor(last, dtype=torch.long),
        "proposed": torch.stack(proposed) if proposed else torch.zeros(0, FORMS),
        "classes": torch.tensor(classes, dtype=torch.long), "keys": keys, "near": near,
    }


def packed(numbers, rows, size):
    """Batches of rows of like length."""
    found = sorted(((n, row) for n in numbers for row in rows[n] if row["found"]), key=lambda it: len(it[1]["ids"]))
    return [found[i:i + size] for i in range(0, len(found), size)]


def role_loss(model, mixed, made, lessons):
    """Loss of the roles and places of the annotated triggers."""
    pairs, roles, places = [], [], []
    for (number, index), trigger, phrases in zip(made["keys"], made["first"].tolist(), made["near"]):
        candidate = lessons[number]["candidates"][index]
        if candidate["roles"] is None:
            continue
        known = dict(candidate["roles"])
        for start, at, steps in phrases:
            pairs.append((trigger, at, steps, candidate["class"]))
            roles.append(known.get(start, 0) % 4)
            places.append(known.get(start, 0) // 4)
    if not pairs:
        return 0.0
    role, place = model.takes_part(mixed, pairs)
    return F.cross_entropy(role, torch.tensor(roles)) + 0.5 * F.cross_entropy(place, torch.tensor(places))


def shares(model, numbers, lessons, rows):
    """For each lesson the shares of the types of its candidates, and of the roles of phrases beside annotated triggers."""
    model.eval()
    out = {n: [None] * len(lessons[n]["candidates"]) for n in numbers}
    roles = {n: [] for n in numbers}
    with torch.no_grad():
        for group in packed(numbers, rows, 16):
            made = tensors(group, lessons)
            mixed = model.encode(made)
            pairs, places = [], []
            found = torch.softmax(model.types(mixed, made), 1).tolist()
            for (number, index), values, trigger, phrases in zip(made["keys"], found, made["first"].tolist(), made["near"]):
                out[number][index] = values
                gold = lessons[number]["candidates"][index]
                if gold["roles"] is None:
                    continue
                kind = gold["class"]  # scored where the type is known
                if phrases:
                    roles[number].append((index, kind, []))
                for start, at, steps in phrases:
                    pairs.append((trigger, at, steps, kind))
                    places.append((roles[number][-1][2], start))
            if pairs:
                role, place = model.takes_part(mixed, pairs)
                role, place = torch.softmax(role, 1).tolist(), torch.softmax(place, 1).tolist()
                for (list_, start), r, p in zip(places, role, place):
                    list_.append((start, round(r[1], 3), round(r[2], 3), round(p[1], 3)))
    for values in out.values():  # beyond the encoder's reach
        values[:] = [v or [1.0] + [0.0] * (TYPES - 1) for v in values]
    return out, roles


def role_scores(roles, lessons):
    """F1 of actors, recipients and places where the type is known."""
    out = []
    for name, column, wanted in (("actors", 1, lambda v: v % 4 == 1), ("recipients", 2, lambda v: v % 4 == 2), ("places", 3, lambda v: v >= 4)):
        hits = returned = gold = 0
        for number, found in roles.items():
            for index, _, phrases in found:
                known = dict(lessons[number]["candidates"][index]["roles"] or ())
                gold += sum(map(wanted, known.values()))
                kept = [p[0] for p in phrases if p[column] >= 0.42]
                returned += len(kept)
                hits += sum(wanted(known.get(start, 0)) for start in kept)
        out.append((name, round(200 * hits / max(1, returned + gold), 1)))
    return out


def score(found, lessons):
    """Best F1 of triggers with types over thresholds; events that no frame proposes are not counted."""
    best = (0, 0)
    for threshold in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        hits = returned = gold = 0
        for number, values in found.items():
            for candidate, v in zip(lessons[number]["candidates"], values):
                kind = max(range(1, TYPES), key=v.__getitem__)
                kept = v[kind] >= threshold
                returned += kept
                gold += candidate["class"] > 0
                hits += kept and kind == candidate["class"]
        best = max(best, (round(200 * hits / max(1, returned + gold), 1), threshold))
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("lessons", type=Path, help="target/event-lessons.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--finish", nargs="*", default=[], help="sources that one more epoch is restricted to")
    parser.add_argument("--stop-after", type=int, default=99, help="end this run after so many epochs, to go on later")
    parser.add_argument("--length", type=int, default=160, help="pieces in a row")
    parser.add_argument("--rows", type=int, default=8, help="rows in a step")
    parser.add_argument("--encoder-rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    pieces = Pieces(options.encoder)
    lessons = [json.loads(line) for line in options.lessons.open(encoding="utf-8")]
    rows = [chunks(lesson, pieces, options.length) for lesson in lessons]
    split = {}
    for number, lesson in enumerate(lessons):
        split.setdefault(lesson["split"], []).append(number)
    model = Events(Encoder.pretrained(options.encoder))
    optimizer = optimizer_of(model, options.encoder_rate, options.head_rate, new_embeddings=False)
    options.out.mkdir(parents=True, exist_ok=True)
    checkpoint = options.out / "events.pt"
    epoch, step = 0, 0
    if checkpoint.exists():
        stored = torch.load(checkpoint)
        model.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        epoch, step = stored["epoch"], stored["step"]
    finish = [n for n in split["gold"] if lessons[n]["source"] in options.finish]
    courses = [split["gold"]] * options.epochs + [finish] * bool(finish)
    per_epoch = len(packed(split["gold"], rows, options.rows))
    total, last = options.epochs * per_epoch, min(len(courses), epoch + options.stop_after)
    while epoch < last:
        model.train()
        batches = packed(courses[epoch], rows, options.rows)
        randomness.Random(options.seed * 100 + epoch).shuffle(batches)
        losses, tick = [], time.time()
        for at, group in enumerate(batches):
            rate = min(1, (step + 1) / 60) * (1 - step / total) if epoch < options.epochs else FINISH * (1 - at / len(batches))
            for parameters in optimizer.param_groups:
                parameters["lr"] = parameters["rate"] * rate
            made = tensors(group, lessons)
            mixed = model.encode(made)
            loss = F.cross_entropy(model.types(mixed, made), made["classes"], ignore_index=-1, label_smoothing=0.02)
            loss = loss + role_loss(model, mixed, made, lessons)
            if not math.isfinite(loss.item()):
                continue
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(loss.item())
            step += 1
            if step % 50 == 0:
                print(f"step {step}, loss {sum(losses[-50:]) / len(losses[-50:]):.3f}, "
                      f"{(time.time() - tick) / 60:.1f} minutes", flush=True)
        epoch += 1
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "step": step}, checkpoint)
        for name in split:
            if name.endswith("-dev"):
                found, roles = shares(model, split[name], lessons, rows)
                print(f"epoch {epoch}: {name}: F1 {score(found, lessons)}; {role_scores(roles, lessons)}", flush=True)


if __name__ == "__main__":
    main()
