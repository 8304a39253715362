"""What the teacher of events sees in all texts of `target/event-lessons.jsonl`, for the small models to learn from.

Writes into a folder: `vectors.npy`, for every word the encoder's vector on its principal axes; `shares.npy`, for every
candidate the shares of its types; `event-shares.jsonl`, for each text without annotation the candidates with their likely
types, for `train events --silver`. Words and candidates of all texts in their order.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from events import TYPES, Events, chunks, tensors
from model import Encoder
from text import Pieces

AXES = 128
SAMPLE = 130  # texts that the axes are found in


def seen(model, rows, lessons):
    """What the encoder makes of a batch of rows: vectors of all pieces, width of the rows, shares of types."""
    made = tensors(rows, lessons)
    with torch.no_grad():
        mixed = model.encode(made)
        shares = torch.softmax(model.types(mixed, made), 1) if len(made["first"]) else torch.zeros(0, TYPES)
    return mixed, made["pieces"].shape[1], zip(made["keys"], shares.tolist())


def principal(model, texts, rows, lessons):
    """Mean and principal axes of the vectors of the words of some texts; they lose the scale of the vectors."""
    found = []
    for number in texts:
        for row in rows[number]:
            mixed, _, _ = seen(model, [(number, row)], lessons)
            found.append(mixed[[place for _, place in row["words"]]])
    found = torch.cat(found)
    mean = found.mean(0)
    _, spread, axes = torch.linalg.svd(found - mean, full_matrices=False)
    return mean, axes[:AXES].T / (spread[:AXES].mean() / len(found) ** 0.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("lessons", type=Path, help="target/event-lessons.jsonl")
    parser.add_argument("checkpoint", type=Path, help="events.pt of events.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--length", type=int, default=160, help="pieces in a row")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(options.encoder)
    lessons = [json.loads(line) for line in options.lessons.open(encoding="utf-8")]
    rows = [chunks(lesson, pieces, options.length) for lesson in lessons]
    model = Events(Encoder.pretrained(options.encoder))
    model.load_state_dict(torch.load(options.checkpoint)["model"])
    model.eval()
    known = [number for number, lesson in enumerate(lessons) if not lesson["split"].endswith("-dev")]
    mean, axes = principal(model, np.random.default_rng(options.seed).choice(known, SAMPLE, replace=False), rows, lessons)
    sizes = [sum(map(len, lesson["sentences"])) for lesson in lessons]
    words, candidates = np.cumsum([0, *sizes]), np.cumsum([0, *(len(lesson["candidates"]) for lesson in lessons)])
    stored = np.lib.format.open_memmap(options.out / "vectors.npy", "w+", np.float16, (int(words[-1]), AXES))
    shares = np.zeros((int(candidates[-1]), TYPES), dtype=np.float16)
    shares[:, 0] = 1  # beyond the encoder's reach
    for start in range(0, len(lessons), 40):
        group = [(number, row) for number in range(start, min(start + 40, len(lessons))) for row in rows[number]]
        group.sort(key=lambda it: len(it[1]["ids"]))
        for at in range(0, len(group), 16):
            part = group[at:at + 16]
            mixed, width, said = seen(model, part, lessons)
            projected = ((mixed - mean) @ axes).half().numpy()
            for row, (number, it) in enumerate(part):
                for word, place in it["words"]:
                    stored[words[number] + word] = projected[row * width + place]
            for (number, index), values in said:
                shares[candidates[number] + index] = values
        if start % 400 == 0:
            print(f"{start} of {len(lessons)} texts", flush=True)
    stored.flush()
    np.save(options.out / "shares.npy", shares)
    with (options.out / "event-shares.jsonl").open("w", encoding="utf-8") as file:
        for lesson, first in zip(lessons, candidates):
            if lesson["split"] == "silver":
                own = shares[first:first + len(lesson["candidates"])].astype(float).tolist()
                kept = [[*candidate["span"], [[k, round(share, 3)] for k, share in enumerate(values) if share >= 0.01]]
                        for candidate, values in zip(lesson["candidates"], own)]
                file.write(json.dumps(kept) + "\n")


if __name__ == "__main__":
    main()
