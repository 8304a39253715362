"""The teachers' encoders, and the one with heads for tags, dependency trees and names.

The encoder is all-MiniLM-L6-v2 (for tags, trees and names) or all-mpnet-base-v2 (for events), both uncased, written out
here because only the forward pass is needed. Capital letters reach it through an embedding of the written shape of each
word: noise in the capitals is then cheap to make and never changes the word pieces.
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

SHAPES = 9  # see text.shape


class Layer(nn.Module):
    """One transformer block with the norm behind each half, as in BERT."""

    def __init__(self, width, heads, inner, eps=1e-12):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)

    def forward(self, x, mask):
        rows, length, width = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        a = self.out(a.transpose(1, 2).reshape(rows, length, width))
        x = self.norm1(x + a)
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """An encoder with an embedding of word shapes; gives the output of every layer that is trained.

    The word pieces and the lowest layers stay as they are and the shapes join above them: nothing has to flow back
    through them, which saves a third of the time. Dropout stands above them and in the heads only: inside, it costs a
    twentieth of the time, and a few epochs on half a million words do not overfit. `buckets`: how many classes of
    distances between pieces add to what every layer attends to, as in MPNet (Song et al. 2020); none in BERT.
    """

    def __init__(self, width=384, layers=6, frozen=2, heads=12, inner=1536, vocab=30522, positions=512, buckets=0, eps=1e-12,
                 dropout=0.1):
        super().__init__()
        self.dropout, self.frozen = dropout, frozen
        self.words = nn.Embedding(vocab, width)
        self.positions = nn.Embedding(positions, width)
        self.shapes = nn.Embedding(SHAPES, width)
        self.norm = nn.LayerNorm(width, eps=eps)
        self.layers = nn.ModuleList(Layer(width, heads, inner, eps) for _ in range(layers))
        self.near = nn.Embedding(buckets, heads) if buckets else None
        for module in (self.words, self.positions, self.norm, self.near, *self.layers[:frozen]):
            if module is not None:
                module.requires_grad_(False)

    @classmethod
    def pretrained(cls, folder, **options):
        """The encoder with the published weights in `folder`."""
        form = json.loads((Path(folder) / "config.json").read_text(encoding="utf-8"))
        mpnet = form["model_type"] == "mpnet"
        encoder = cls(width=form["hidden_size"], layers=form["num_hidden_layers"], heads=form["num_attention_heads"],
                      inner=form["intermediate_size"], vocab=form["vocab_size"], positions=form["max_position_embeddings"] - 2 * mpnet,
                      buckets=form["relative_attention_num_buckets"] if mpnet else 0, eps=form["layer_norm_eps"], **options)
        encoder.load_pretrained(folder)
        return encoder

    def forward(self, pieces, shapes, positions, mask):
        x = self.norm(self.words(pieces) + self.positions(positions))
        if self.near is not None:
            mask = mask + self.near(distances(pieces.shape[1], self.near.num_embeddings)).permute(2, 0, 1)
        for layer in self.layers[:self.frozen]:
            x = layer(x, mask)
        x = F.dropout(x + self.shapes(shapes), self.dropout, self.training)
        outputs = []
        for layer in self.layers[self.frozen:]:
            x = layer(x, mask)
            outputs.append(x)
        return outputs

    def load_pretrained(self, folder):
        """Copies the published weights, of either encoder."""
        from safetensors.torch import load_file

        w = load_file(Path(folder) / "model.safetensors")
        w = {k.removeprefix("bert.").removeprefix("mpnet."): v for k, v in w.items()}
        mpnet = self.near is not None
        names = ("q", "k", "v") if mpnet else ("query", "key", "value")
        attention = "attention.attn." if mpnet else "attention.self."
        with torch.no_grad():
            self.words.weight.copy_(w["embeddings.word_embeddings.weight"])
            if mpnet:  # its first two positions are never used
                self.near.weight.copy_(w["encoder.relative_attention_bias.weight"])
                self.positions.weight.copy_(w["embeddings.position_embeddings.weight"][2:])
            else:  # there is only one segment: its embedding is a constant
                segment = w["embeddings.token_type_embeddings.weight"][0]
                self.positions.weight.copy_(w["embeddings.position_embeddings.weight"] + segment)
            nn.init.normal_(self.shapes.weight, std=0.01)
            copy_linear(self.norm, w, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    getattr(layer.qkv, part).copy_(torch.cat([w[f"{p}{attention}{n}.{part}"] for n in names]))
                copy_linear(layer.out, w, p + ("attention.attn.o" if mpnet else "attention.output.dense"))
                copy_linear(layer.norm1, w, p + ("attention.LayerNorm" if mpnet else "attention.output.LayerNorm"))
                copy_linear(layer.up, w, p + "intermediate.dense")
                copy_linear(layer.down, w, p + "output.dense")
                copy_linear(layer.norm2, w, p + "output.LayerNorm")


def distances(length, buckets, farthest=128):
    """Classes of the distances between all pieces of a row [from, to]: exact when near, logarithmic when far (as in T5)."""
    at = torch.arange(length)
    ahead = at[:, None] - at[None, :]
    half = buckets // 2
    exact = half // 2
    away = ahead.abs()
    far = exact + (torch.log(away.clamp(min=1) / exact) / math.log(farthest / exact) * (half - exact)).long()
    return half * (ahead < 0) + torch.where(away < exact, away, far.clamp(max=half - 1))


def copy_linear(module, weights, name):
    module.weight.copy_(weights[name + ".weight"])
    module.bias.copy_(weights[name + ".bias"])


class Mlp(nn.Module):
    """Projection of the encoder's output for one role."""

    def __init__(self, width, out, dropout=0.25):
        super().__init__()
        self.linear, self.dropout = nn.Linear(width, out), dropout

    def forward(self, x):
        return F.dropout(F.gelu(self.linear(x)), self.dropout, self.training)


class Teacher(nn.Module):
    """Encoder and heads. `sizes` gives the number of classes of each head."""

    TAGS = ("upos", "xpos", "feats", "name", "coarse")

    def __init__(self, sizes, width=384, arc=320, label=128, **encoder):
        super().__init__()
        self.encoder = Encoder(width=width, **encoder)
        layers = len(self.encoder.layers) - self.encoder.frozen
        # Tags live in lower layers than trees: every head has its own mixture of the layers.
        self.mix = nn.ParameterDict({n: nn.Parameter(torch.zeros(layers)) for n in (*self.TAGS, "tree")})
        with torch.no_grad():
            for weights in self.mix.values():
                weights[-1] = 2.0
        self.hidden = nn.ModuleDict({n: Mlp(width, 256) for n in self.TAGS})
        self.tags = nn.ModuleDict({n: nn.Linear(256, sizes[n]) for n in self.TAGS})
        self.arc_dep, self.arc_head = Mlp(width, arc), Mlp(width, arc)
        self.label_dep, self.label_head = Mlp(width, label), Mlp(width, label)
        self.arc = nn.Parameter(torch.zeros(arc, arc))
        self.arc_bias = nn.Parameter(torch.zeros(arc))
        self.labels = sizes["deprel"]
        self.label = nn.Parameter(torch.zeros(label + 1, self.labels, label + 1))
        nn.init.normal_(self.arc, std=1 / arc)
        nn.init.normal_(self.label, std=0.2 / label)

    def mixed(self, outputs, name):
        weights = torch.softmax(self.mix[name], 0)
        return sum(w * x for w, x in zip(weights, outputs))

    def tag(self, outputs, name, at):
        """Scores of one tag head at the flat positions `at`."""
        x = self.mixed(outputs, name).flatten(0, 1)[at]
        return self.tags[name](self.hidden[name](x))

    def arcs(self, x):
        """Scores [row, dependent, head] between all pieces of each row."""
        dep, head = self.arc_dep(x), self.arc_head(x)
        return (dep @ self.arc + self.arc_bias) @ head.transpose(1, 2) / math.sqrt(dep.shape[-1]) * 4

    def label_scores(self, x, dep, head):
        """Scores of the labels for the pairs of flat positions `dep`, `head`."""
        x = x.flatten(0, 1)
        d = F.pad(self.label_dep(x[dep]), (0, 1), value=1.0)
        h = F.pad(self.label_head(x[head]), (0, 1), value=1.0)
        left = (d @ self.label.flatten(1)).view(len(dep), self.labels, -1)
        return (left @ h.unsqueeze(2)).squeeze(2)


def save(path, model, sizes, meta):
    """Writes weights and class names; through a second name, so that a reader never sees half a file."""
    path = Path(path)
    draft = path.with_suffix(".draft")
    torch.save({"weights": model, "sizes": sizes, "meta": json.dumps(meta)}, draft)
    draft.replace(path)


def load(path):
    """Reads what `save` wrote: the model and the class names."""
    stored = torch.load(path, map_location="cpu")
    model = Teacher(stored["sizes"])
    model.load_state_dict(stored["weights"])
    return model.eval(), json.loads(stored["meta"])
