"""Teaches the teacher which words name an event of which type, and lets it label raw news for `train events`.

Goes on from the weights of `train.py`: what the encoder knows of tags, trees and names carries over. Writes one JSON line
for each article: its text, its date and the words that may name an event, with the probability of each type.
"""

import argparse
import json
import random as randomness
import re
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from model import Mlp, load
from text import Pieces, shape
from train import encoder_folder

TYPES = ("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
         "COERCE ASSAULT").split()
WORD = re.compile(r"\w+|[^\w\s]")
IGNORE = -100
ROW = 160  # pieces of a row: a few sentences that are context for each other


class Finder(nn.Module):
    """The teacher's encoder with a head for the type of event that a word names.

    Only the upper layers learn: what the lower ones give is computed once for each batch and kept.
    """

    def __init__(self, teacher, width=384, learning=2):
        super().__init__()
        self.lower = teacher.encoder
        self.upper = nn.ModuleList(self.lower.layers[-learning:])
        self.lower.layers = self.lower.layers[:-learning]
        self.lower.requires_grad_(False)
        self.mix = nn.Parameter(torch.zeros(learning + 1))
        self.hidden = Mlp(width, 256)
        self.types = nn.Linear(256, 1 + len(TYPES))

    def base(self, pieces, shapes, lengths):
        """Output of the lower layers and the mask of the batch."""
        positions = torch.arange(pieces.shape[1])[None]
        mask = (positions < lengths[:, None])[:, None, None, :]
        self.lower.eval()
        with torch.no_grad():
            return self.lower(pieces, shapes, positions, mask)[-1], mask

    def forward(self, x, mask):
        outputs = [x]
        for layer in self.upper:
            outputs.append(layer(outputs[-1], mask))
        weights = torch.softmax(self.mix, 0)
        return self.types(self.hidden(sum(w * x for w, x in zip(weights, outputs))))


def lines(path):
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def pages(data):
    """Title and non-empty lines of each Wikinews article, as `coded::layout` has them."""
    out = []
    for page in lines(data / "raw/wikinews.jsonl"):
        parts = [page["title"], *page["text"].split("\n")]
        out.append((page["date"], [part.strip() for part in parts if part.strip()]))
    return out


def loose(text, start, end):
    """Code points of the characters that are not white space: the offsets of training/annotation."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    return places[start], places[end - 1] + 1


def annotated(data, table):
    """Gold units: runs of (text, triggers, complete) that stand side by side."""
    runs, last = [], None
    for row in lines(data / "events/newswire-train.jsonl"):
        if last is None or row["line"] != last + 1 or len(runs[-1]) == 20:
            runs.append([])
        last = row["line"]
        runs[-1].append((row["text"], [(*e["trigger"], e["type"]) for e in row["events"]]))
    articles = pages(data)
    rows = [row.split("\t") for row in Path(table).read_text().splitlines() if not row.startswith("#")][1:]
    found = {}
    for row in rows:
        events = found.setdefault(int(row[0]), {})
        if row[3]:
            start, end = map(int, row[3].split(":"))
            text = articles[int(row[0])][1][int(row[1])]
            events.setdefault(int(row[1]), []).append((*loose(text, start, end), row[4]))
    for number, events in found.items():
        runs.append([(text, events.get(i, [])) for i, text in enumerate(articles[number][1])])
    return runs, found


def own(table):
    """Our own sentences: only the trigger is annotated."""
    out = []
    for line in Path(table).read_text().splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) != 4 or cells[0] == "sentence":
            continue
        start = cells[0].find(cells[1])
        out.append([(cells[0], [(start, start + len(cells[1]), cells[2])], True)])
    return out


def patterns(path):
    """Our own articles and sentences with every event marked: [trigger|TYPE/mode]."""
    out = []
    text = "\n".join(line for line in Path(path).read_text().splitlines() if not line.startswith("#"))
    for block in text.split("\n\n"):
        run = []
        for line in filter(None, block.split("\n")):
            plain, triggers, at = "", [], 0
            for mark in re.finditer(r"\[([^|\]]*)\|([A-Z]+)[^\]]*\]", line):
                plain += line[at:mark.start()]
                triggers.append((len(plain), len(plain) + len(mark[1]), mark[2]))
                plain, at = plain + mark[1], mark.end()
            run.append((plain + line[at:], triggers))
        if run:
            out.append(run)
    return out


def rows_of(run, pieces):
    """Rows of word pieces: (pieces, shapes, [(position, label, unit, start, end)])."""
    out, row = [], None
    for unit, (text, triggers, *partial) in enumerate(run):
        made = ([], [], [])
        for word in WORD.finditer(text):
            start, end = word.span()
            label = IGNORE if partial else 0
            for a, b, kind in triggers:
                if start < b and a < end:
                    label = TYPES.index(kind) + 1 if kind else 0
            ids = pieces(word.group())
            made[2].append((len(made[0]), label, unit, start, end))
            made[0].extend(ids)
            made[1].extend([shape(word.group())] * len(ids))
        for at in range(0, max(len(made[0]), 1), 400):  # a paragraph longer than the encoder reads
            part = made[0][at:at + 400], made[1][at:at + 400]
            words = [(p - at, *rest) for p, *rest in made[2] if at <= p < at + 400]
            if row is None or len(row[0]) + len(part[0]) > ROW:
                row = ([pieces.start], [0], [])
                out.append(row)
            row[2].extend((p + len(row[0]), *rest) for p, *rest in words)
            row[0].extend(part[0])
            row[1].extend(part[1])
    return out


def batches(rows, size=3000):
    """Batches of rows of like length."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    group = []
    for i in order:
        if group and (len(group) + 1) * len(rows[i][0]) > size:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def tensors(rows, group):
    longest = max(len(rows[i][0]) for i in group)
    pad = [[0] * (longest - len(rows[i][0])) for i in group]
    ids = torch.tensor([rows[i][0] + p for i, p in zip(group, pad)])
    shapes = torch.tensor([rows[i][1] + p for i, p in zip(group, pad)])
    lengths = torch.tensor([len(rows[i][0]) for i in group])
    at = torch.tensor([n * longest + word[0] for n, i in enumerate(group) for word in rows[i][2]])
    labels = torch.tensor([word[1] for i in group for word in rows[i][2]])
    return ids, shapes, lengths, at, labels


def train(model, rows, epochs, rate, random):
    learning = {n: p for n, p in model.named_parameters() if p.requires_grad}
    fresh = [p for n, p in learning.items() if not n.startswith("upper")]
    old = [p for n, p in learning.items() if n.startswith("upper")]
    optimizer = torch.optim.AdamW([{"params": old, "lr": rate}, {"params": fresh, "lr": 10 * rate}], weight_decay=0.01)
    start, made = time.time(), []
    for group in batches(rows):
        ids, shapes, lengths, at, labels = tensors(rows, group)
        made.append((*model.base(ids, shapes, lengths), at, labels))
    print(f"{len(made)} batches, {time.time() - start:.0f} s", flush=True)
    total = epochs * len(made)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / 30, max(0.02, 1 - s / total)))
    mean, step = {n: p.detach().clone() for n, p in learning.items()}, 0
    for epoch in range(epochs):
        model.train()
        random.shuffle(made)
        start, loss_sum = time.time(), 0.0
        for x, mask, at, labels in made:
            scores = model(x, mask).flatten(0, 1)[at]
            loss = F.cross_entropy(scores, labels, ignore_index=IGNORE)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learning.values(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            loss_sum += loss.item()
            keep = min(0.98, step / (step + 10))
            for n, p in learning.items():
                mean[n].lerp_(p.detach(), 1 - keep)
        print(f"epoch {epoch + 1}: loss {loss_sum / len(made):.4f}, {time.time() - start:.0f} s", flush=True)
    with torch.no_grad():
        for n, p in learning.items():
            p.copy_(mean[n])


def predict(model, rows):
    """For each row the probabilities of its words."""
    model.eval()
    out = [None] * len(rows)
    with torch.inference_mode():
        for group in batches(rows, 8000):
            ids, shapes, lengths, at, _ = tensors(rows, group)
            shares = torch.softmax(model(*model.base(ids, shapes, lengths)).flatten(0, 1)[at], -1)
            for i, part in zip(group, torch.split(shares, [len(rows[i][2]) for i in group])):
                out[i] = part
    return out


def score(model, runs, pieces, name):
    """Trigger and type F1 at some thresholds."""
    for least in (0.3, 0.4, 0.5):
        right = returned = gold = 0
        for run in runs:
            rows = rows_of(run, pieces)
            got = {}
            for row, shares in zip(rows, predict(model, rows)):
                for (_, _, unit, start, end), share in zip(row[2], shares):
                    if 1 - share[0] >= least:
                        got.setdefault(unit, []).append((start, end, TYPES[share[1:].argmax()]))
            for unit, (_, triggers) in enumerate(run):
                free = got.get(unit, [])
                # Neighbouring words of one type are one trigger.
                merged = []
                for a, b, kind in free:
                    if merged and merged[-1][2] == kind and a - merged[-1][1] <= 1:
                        merged[-1] = (merged[-1][0], b, kind)
                    else:
                        merged.append((a, b, kind))
                gold += len(triggers)
                returned += len(merged)
                for a, b, kind in triggers:
                    hit = next((g for g in merged if g[0] < b and a < g[1] and g[2] == kind), None)
                    if hit:
                        merged.remove(hit)
                        right += 1
        p, r = right / max(returned, 1), right / max(gold, 1)
        print(f"{name} at {least}: P {100 * p:.1f} R {100 * r:.1f} F1 {200 * right / (returned + gold):.1f}", flush=True)


def raw(data, annotated_articles):
    """Articles to label: (text, date, units), without dev and without what is annotated."""
    held = {row["line"] for part in ("events/newswire-dev", "events/newswire-train", "names/newswire-dev")
            for row in lines(data / f"{part}.jsonl")}
    dev = {row["article"] for part in ("events/wikinews-dev", "names/wikinews-dev") for row in lines(data / f"{part}.jsonl")}
    run = []
    for number, text in enumerate((data / "raw/newswire-public-domain.txt").read_text().splitlines()):
        if number in held or len(run) == 20:
            if run:
                yield None, run
            run = []
        if number not in held:
            run.append(text.strip())
    for number, (date, units) in enumerate(pages(data)):
        # Interviews of many thousand words would outweigh the news.
        if number not in dev and number not in annotated_articles and sum(map(len, units)) < 25_000:
            yield date, units


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--annotation", type=Path, default=Path("training/annotation/events-wikinews-train.tsv"))
    parser.add_argument("--examples", type=Path, default=Path("lexicon/events/examples.tsv"))
    parser.add_argument("--patterns", type=Path, default=Path("training/patterns/events.txt"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--share", type=float, default=1.0, help="share of the raw newswire that is labelled")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    random = randomness.Random(arguments.seed)
    pieces = Pieces(encoder_folder())
    teacher, _ = load(arguments.teacher)
    model = Finder(teacher)
    runs, found = annotated(arguments.data, arguments.annotation)
    runs += patterns(arguments.patterns)
    rows = [row for run in runs + own(arguments.examples) for row in rows_of(run, pieces)]
    print(f"{len(rows)} rows, {sum(len(row[0]) for row in rows)} pieces", flush=True)
    train(model, rows, arguments.epochs, arguments.rate, random)
    torch.save(model.state_dict(), arguments.out.with_suffix(".pt"))
    for part in ("newswire", "wikinews"):
        dev, last = [], None
        for row in lines(arguments.data / f"events/{part}-dev.jsonl"):
            place = row.get("line", row.get("article"))
            if last is None or place not in (last, last + 1) or (part == "wikinews" and place != last):
                dev.append([])
            last = place
            dev[-1].append((row["text"], [(*e["trigger"], e["type"]) for e in row["events"]]))
        score(model, dev, pieces, f"{part}-dev")
    with arguments.out.open("w") as out:
        for date, units in raw(arguments.data, found):
            if date is None and random.random() >= arguments.share:
                continue
            rows = rows_of([(unit, []) for unit in units], pieces)
            starts, at = [], 0
            for unit in units:
                starts.append(at)
                at += len(unit) + 2
            words = []
            for row, shares in zip(rows, predict(model, rows)):
                for (_, _, unit, start, end), share in zip(row[2], shares.tolist()):
                    if share[0] < 0.98:
                        classes = [[c, round(p, 3)] for c, p in enumerate(share) if c and p >= 0.01]
                        words.append([starts[unit] + start, starts[unit] + end, classes])
            out.write(json.dumps({"text": "\n\n".join(units), "date": date, "words": words}) + "\n")


if __name__ == "__main__":
    main()
