"""The network of event types that ships: a small recurrent network that learns from the teacher of events.

It reads `target/event-lessons.jsonl` (`train events+export`) and what `vectors.py` wrote: for every word the teacher's vector,
for every candidate its shares of types. The network learns to give the shares, half of them replaced by the class where
the candidate is annotated, and, from the same states, the teacher's vectors. Written for `train events --network`; layers
and order of tables as in `src/events/network/mod.rs`. Words of the dev sets are left out of everything.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from events import FORMS, TYPES, score
from model import Encoder, distances
from text import Pieces

VECTOR, UNITS, HIDDEN, NEIGHBOURS = 64, 96, 128, 9
BUCKETS = (2000, 3000, 9, 64, 64, 64)
LEAST = 3  # times that a form with a vector of its own stands in the texts
SHIPPED = 5  # the same where its vector is shipped; the others only teach the rest
LONGEST = 200  # words of a sentence that are read in training
FOLDS = 5  # as in `training/src/train/events/mod.rs`


class Student(nn.Module):
    def __init__(self, forms, axes):
        super().__init__()
        self.words = nn.ModuleList(nn.Embedding(rows, VECTOR) for rows in (forms, *BUCKETS))
        for table in self.words:
            nn.init.normal_(table.weight, std=0.3)
        self.memory = nn.LSTM(VECTOR, UNITS, bidirectional=True, batch_first=True)
        self.hidden = nn.Linear(4 * UNITS + VECTOR, HIDDEN)
        self.neighbours = nn.ModuleList(nn.Linear(2 * UNITS, HIDDEN, bias=False) for _ in range(NEIGHBOURS))
        self.out = nn.Linear(HIDDEN + FORMS, TYPES)
        self.vectors = nn.Linear(2 * UNITS, axes)  # only for training

    def forward(self, made, drop, unknown):
        form, tags, lengths = made["forms"], made["tags"], made["lengths"]
        if self.training:  # so that the vector of unknown forms learns something
            form = form.masked_fill(torch.rand(form.shape) < unknown, 0)
        x = self.words[0](form) + sum(table(tags[:, :, k]) for k, table in enumerate(self.words[1:]))
        dropped = F.dropout(x, drop / 2, self.training)
        run = nn.utils.rnn.pack_padded_sequence(dropped, lengths, batch_first=True, enforce_sorted=False)
        states = nn.utils.rnn.pad_packed_sequence(self.memory(run)[0], batch_first=True)[0]
        flat, words = states.flatten(0, 1), x.flatten(0, 1)
        first, last, top = made["places"].T
        seen = torch.cat([(flat[first] + flat[last]) / 2, flat[top], (words[first] + words[last]) / 2], 1)
        hidden = self.hidden(F.dropout(seen, drop, self.training))
        flat = torch.cat([flat, torch.zeros(1, flat.shape[1])])  # the last one for neighbours that are not there
        for slot, layer in enumerate(self.neighbours):
            hidden = hidden + layer(F.dropout(flat[made["neighbours"][:, slot]], drop, self.training))
        hidden = F.dropout(F.relu(hidden), drop, self.training)
        return self.out(torch.cat([hidden, made["proposed"]], 1)), states

    def tables(self):
        """The weights in the order of the file."""
        memory = dict(self.memory.named_parameters())
        yield from (table.weight for table in self.words)
        for side in ("", "_reverse"):
            yield memory["weight_ih_l0" + side]
            yield memory["weight_hh_l0" + side]
            yield memory["bias_ih_l0" + side] + memory["bias_hh_l0" + side]
        yield from (self.hidden.weight, self.hidden.bias)
        yield from (layer.weight for layer in self.neighbours)
        yield from (self.out.weight, self.out.bias)


def hold_out(lessons, fold):
    """Marks the annotated texts of a fold, as `train events` counts them, so that nothing is learned from them."""
    numbers = Counter()
    for lesson in lessons:
        if lesson["split"] == "gold":
            number = numbers[lesson["source"]]
            numbers[lesson["source"]] += 1
            if number % FOLDS == fold:
                lesson["split"] = "fold-dev"


def counted(lessons):
    """The hashes of frequent forms, the most frequent first, how each is written, and how many are shipped."""
    counts, written = Counter(), {}
    for lesson in lessons:
        if lesson["split"].endswith("-dev"):
            continue
        for spans, words in zip(lesson["sentences"], lesson["words"]):
            for (a, b), (form, _) in zip(spans, words):
                counts[form] += 1
                written.setdefault(form, lesson["text"][a:b])
    frequent = [form for form, count in counts.most_common() if count >= LEAST]
    return frequent, [written[form] for form in frequent], sum(counts[form] >= SHIPPED for form in frequent)


def word_vectors(words, folder):
    """What the pretrained encoder makes of each word alone, on its principal axes: a start for words that are seldom seen."""
    pieces, encoder = Pieces(folder), Encoder.pretrained(folder).eval()
    end = pieces.tokenizer.token_to_id("</s>")
    rows = [[pieces.start, *pieces(word), end] for word in words]
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    found = torch.zeros(len(rows), encoder.shapes.embedding_dim)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), 128):
            group = order[start:start + 128]
            width = max(len(rows[at]) for at in group)
            ids = torch.zeros(len(group), width, dtype=torch.long)
            mask = torch.full((len(group), 1, 1, width), float("-inf"))
            for row, at in enumerate(group):
                ids[row, :len(rows[at])] = torch.tensor(rows[at])
                mask[row, 0, 0, :len(rows[at])] = 0
            x = encoder.norm(encoder.words(ids) + encoder.positions(torch.arange(width).expand(len(group), width)))
            near = encoder.near(distances(width, encoder.near.num_embeddings)).permute(2, 0, 1)
            for layer in encoder.layers:
                x = layer(x, mask + near)
            kept = (mask[:, 0, 0] == 0).float().unsqueeze(2)
            found[group] = (x.float() * kept).sum(1) / kept.sum(1)
    found -= found.mean(0)
    axes = torch.linalg.svd(found[:12000], full_matrices=False)[2][:VECTOR].T
    projected = found @ axes
    return 0.5 * projected / projected.std()


def rows_of(lessons, ids):
    """The sentences with candidates: number of the lesson, forms, tags, place of the first word's vector, candidates."""
    out, word, place = {}, 0, 0
    for number, lesson in enumerate(lessons):
        by_sentence = {}
        for index, candidate in enumerate(lesson["candidates"]):
            by_sentence.setdefault(candidate["sentence"], []).append((index, place + index))
        for sentence, words in enumerate(lesson["words"]):
            found = by_sentence.get(sentence, ())
            found = [it for it in found if max(lesson["candidates"][it[0]]["tokens"]) < LONGEST]
            if found:
                forms = np.array([ids.get(form, 0) for form, _ in words[:LONGEST]])
                tags = np.array([tags for _, tags in words[:LONGEST]])
                out.setdefault(lesson["split"], []).append((number, forms, tags, word, found))
            word += len(words)
        place += len(lesson["candidates"])
    return out


def batch(group, lessons, vectors, shares):
    width = max(len(forms) for _, forms, _, _, _ in group)
    forms = np.zeros((len(group), width), dtype=np.int64)
    tags = np.zeros((len(group), width, len(BUCKETS)), dtype=np.int64)
    taught, real = np.zeros((len(group), width, vectors.shape[1]), dtype=np.float32), np.zeros((len(group), width), dtype=bool)
    places, neighbours, proposed, wanted, classes = [], [], [], [], []
    for row, (number, own, own_tags, word, found) in enumerate(group):
        size = len(own)
        forms[row, :size], tags[row, :size], real[row, :size] = own, own_tags, True
        taught[row, :size] = vectors[word:word + size]
        for index, at in found:
            candidate = lessons[number]["candidates"][index]
            places.append([row * width + token for token in candidate["tokens"]])
            none = len(group) * width
            neighbours.append([none if it is None or it >= size else row * width + it for it in candidate["neighbours"]])
            form = np.zeros(FORMS, dtype=np.float32)
            for rank, kind in enumerate(candidate["proposed"]):
                form[kind + 1 + (0 if rank == 0 else TYPES)] = 1
            proposed.append(form)
            share = shares[at].astype(np.float32)
            share = share / share.sum() if share.sum() > 0 else np.eye(TYPES, dtype=np.float32)[0]
            known = candidate["class"] if lessons[number]["split"] == "gold" else -1
            wanted.append(share if known < 0 else (share + np.eye(TYPES, dtype=np.float32)[known]) / 2)
            classes.append(candidate["class"])
    tensor = torch.from_numpy
    return {
        "forms": tensor(forms), "tags": tensor(tags), "lengths": tensor(real.sum(1)), "real": tensor(real),
        "taught": tensor(taught), "places": torch.tensor(places), "neighbours": torch.tensor(neighbours),
        "proposed": tensor(np.stack(proposed)), "wanted": tensor(np.stack(wanted)), "classes": classes,
    }


def grouped(rows, size, random=None):
    """Batches of sentences of like length, in an order by chance."""
    noise = random.random(len(rows)) * 8 if random else np.zeros(len(rows))
    order = sorted(range(len(rows)), key=lambda at: len(rows[at][1]) + noise[at])
    groups = [[rows[at] for at in order[start:start + size]] for start in range(0, len(rows), size)]
    return [groups[at] for at in random.permutation(len(groups))] if random else groups


def measured(model, rows, lessons, vectors, shares):
    """Best F1 over thresholds, and how far the shares are from the teacher's (Kullback and Leibler)."""
    found, far = {row[0]: [[1.0] + [0.0] * (TYPES - 1)] * len(lessons[row[0]]["candidates"]) for row in rows}, []
    with torch.no_grad():
        for group in grouped(rows, 64):
            made = batch(group, lessons, vectors, shares)
            logs = F.log_softmax(model(made, 0, 0)[0], 1)
            far.append(F.kl_div(logs, made["wanted"], reduction="none").sum(1))
            said = iter(logs.exp().tolist())
            for number, _, _, _, places in group:
                for index, _ in places:
                    found[number][index] = next(said)
    return score(found, lessons), round(torch.cat(far).mean().item(), 4)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("lessons", type=Path, help="target/event-lessons.jsonl")
    parser.add_argument("taught", type=Path, help="folder that vectors.py has written")
    parser.add_argument("--out", type=Path, required=True, help="the network, for `train events --network`")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rows", type=int, default=96, help="sentences in a step")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--drop", type=float, default=0.2)
    parser.add_argument("--unknown", type=float, default=0.05, help="share of forms that are hidden in training")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", type=int, choices=range(FOLDS), help="fold of annotated texts to hold out")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    lessons = [json.loads(line) for line in options.lessons.open(encoding="utf-8")]
    hold_out(lessons, options.without)
    vectors, shares = (np.load(options.taught / f"{name}.npy", mmap_mode="r") for name in ("vectors", "shares"))
    forms, written, shipped = counted(lessons)
    rows = rows_of(lessons, {form: row for row, form in enumerate(forms, 1)})
    learned = rows["gold"] + rows["silver"]
    model = Student(1 + len(forms), vectors.shape[1])
    with torch.no_grad():
        model.words[0].weight[1:] = word_vectors(written, options.encoder)
    optimizer = torch.optim.Adam(model.parameters(), betas=(0.9, 0.98))
    step, total = 0, options.epochs * -(-len(learned) // options.rows)
    print(f"{len(forms)} forms, {len(learned)} sentences", flush=True)
    for epoch in range(1, 1 + options.epochs):
        model.train()
        tick, losses = time.time(), []
        for group in grouped(learned, options.rows, random):
            made = batch(group, lessons, vectors, shares)
            for parameters in optimizer.param_groups:
                parameters["lr"] = options.rate * min(1, (step + 1) / 200) * max(0.01, 1 - step / total)
            logits, states = model(made, options.drop, options.unknown)
            loss = -(made["wanted"] * F.log_softmax(logits, 1)).sum(1).mean()
            losses.append(loss.item())
            near = F.mse_loss(model.vectors(states)[made["real"]], made["taught"][made["real"]])
            loss = loss + (1 - 0.7 * step / total) * near
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
        model.eval()
        dev = {name: measured(model, found, lessons, vectors, shares) for name, found in rows.items() if name.endswith("-dev")}
        print(f"epoch {epoch}: loss {np.mean(losses):.3f}, {dev}, {(time.time() - tick) / 60:.1f} minutes", flush=True)
    with options.out.open("wb") as file:
        file.write(np.array([shipped, *forms[:shipped]], dtype="<u8").tobytes())
        for number, table in enumerate(model.tables()):
            rows = table[:1 + shipped] if number == 0 else table
            file.write(rows.detach().numpy().astype("<f4").tobytes())


if __name__ == "__main__":
    main()
