"""The network: the base's lower layers over subwords, pooled to tokens, its next layers over tokens, and the heads.

docs/model-format.md defines every tensor; names here follow it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .base import Base
from .corpora import ACTS, NAMES, ROLES


@dataclass
class Config:
    hidden: int = 384
    heads: int = 12
    ffn: int = 1536
    layers: int = 6
    pool_layer: int = 2  # subwords are averaged into tokens before this layer
    positions: int = 512
    norm_eps: float = 1e-12
    arc: int = 256
    rel: int = 64
    role: int = 192
    distance: int = 32

    def as_dict(self) -> dict:
        return asdict(self)


class SharedDropout(nn.Module):
    """Dropout with one mask for all rows of a sentence (Gal and Ghahramani 2016); on a CPU also far cheaper than one per element."""

    def __init__(self, p: float):
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        shape = (x.shape[0], *[1] * (x.dim() - 2), x.shape[-1])
        return x * ((torch.rand(shape) >= self.p).to(x.dtype) / (1 - self.p))


class Layer(nn.Module):
    """One BERT layer, post-norm."""

    def __init__(self, c: Config):
        super().__init__()
        h = c.hidden
        self.heads = c.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(h, h) for _ in range(4))
        self.fi, self.fo = nn.Linear(h, c.ffn), nn.Linear(c.ffn, h)
        self.aln, self.oln = nn.LayerNorm(h, eps=c.norm_eps), nn.LayerNorm(h, eps=c.norm_eps)
        self.drop = SharedDropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, h = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(b, n, self.heads, -1).transpose(1, 2)

        # Written out: for sentence lengths the fused kernel's backward pass takes several times as long on a CPU.
        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        scores = (q @ k.transpose(2, 3)) * (h // self.heads) ** -0.5
        a = torch.softmax(scores.float().masked_fill(~mask[:, None, None, :], -1e4), -1).to(v.dtype) @ v
        x = self.aln(x + self.drop(self.ao(a.transpose(1, 2).reshape(b, n, h))))
        return self.oln(x + self.drop(self.fo(F.gelu(self.fi(x)))))


class Network(nn.Module):
    """`labels` holds the label lists of docs/model-format.md; `vocabulary` is the number of pieces."""

    def __init__(self, config: Config, labels: dict[str, list[str]], vocabulary: int):
        super().__init__()
        c = self.config = config
        h = c.hidden
        self.labels = labels
        self.word = nn.Embedding(vocabulary, h, sparse=True)
        self.pos = nn.Parameter(torch.randn(c.positions, h) * 0.02)
        self.segment = nn.Parameter(torch.zeros(h))
        self.eln = nn.LayerNorm(h, eps=c.norm_eps)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))
        self.drop, self.head_drop = SharedDropout(0.1), SharedDropout(0.2)
        self.mix = nn.ParameterDict({k: nn.Parameter(torch.zeros(c.layers - c.pool_layer + 1)) for k in ("syntax", "meaning")})
        self.upos, self.feats, self.lemma = (nn.Linear(h, len(labels[k])) for k in ("upos", "feats", "lemma"))
        self.arc_dep, self.arc_head = nn.Linear(h, c.arc), nn.Linear(h, c.arc)
        self.rel_dep, self.rel_head = nn.Linear(h, c.rel), nn.Linear(h, c.rel)
        self.arc_u = nn.Parameter(torch.empty(c.arc + 1, c.arc))
        self.rel_w = nn.Parameter(torch.empty(len(labels["deprel"]), c.rel + 1, c.rel + 1))
        nn.init.xavier_uniform_(self.arc_u)
        nn.init.xavier_uniform_(self.rel_w)
        self.names = nn.Linear(h, 1 + 2 * len(NAMES))
        self.cue = nn.Linear(h, 3)
        self.act = nn.Linear(h, len(ACTS))
        self.role_a, self.role_b = nn.Linear(h, c.role), nn.Linear(h, c.role, bias=False)
        self.role_distance = nn.Parameter(torch.zeros(2 * c.distance + 1, c.role))
        self.role_c, self.role_out = nn.Linear(c.role, c.role), nn.Linear(c.role, 1 + 2 * len(ROLES))
        self.vector = nn.Linear(h, h)

    def load_base(self, base: Base, keep: list[int]) -> None:
        """Start from the base: the rows `keep` of its embedding and its first layers."""

        def set_(parameter: nn.Parameter, name: str) -> None:
            parameter.data.copy_(torch.tensor(base[name].copy()).view(parameter.shape))

        words = torch.tensor(base["emb.word"].copy()).view(-1, self.config.hidden)
        self.word.weight.data.copy_(words[keep])
        set_(self.pos, "emb.pos")
        self.segment.data.copy_(torch.tensor(base["emb.type"][: self.config.hidden].copy()))
        set_(self.eln.weight, "emb.ln.w")
        set_(self.eln.bias, "emb.ln.b")
        for i, layer in enumerate(self.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                set_(getattr(layer, name).weight, f"l{i}.{name}.w")
                set_(getattr(layer, name).bias, f"l{i}.{name}.b")

    def start_from(self, trained: dict[str, Tensor]) -> None:
        """Take over the weights of a trained network. A layer it lacks stays as it is, and the mixtures give it little at
        first (a fiftieth of all), so that the heads find what they know; layers it has on top of ours are left out."""
        ours = len(self.layers)
        trained = {k: v for k, v in trained.items() if not k.startswith("layers.") or int(k.split(".")[1]) < ours}
        for name, parameter in self.mix.items():
            known = trained[f"mix.{name}"][: len(parameter)]
            trained[f"mix.{name}"] = torch.cat([known, known.logsumexp(0).sub(4).expand(len(parameter) - len(known))])
        missing, unexpected = self.load_state_dict(trained, strict=False)
        if unexpected or any(not name.startswith("layers.") for name in missing):
            raise ValueError(f"the weights do not fit this network: missing {missing}, unexpected {unexpected}")

    def encode(self, ids: Tensor, token: Tensor, rows: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """`ids` [b, n] subwords with <s> and </s>, padded with −1 in `token` [b, n], which gives each subword's row (0 = <s>).
        Returns H_syntax, H_meaning, last layer [b, rows, h], and the row mask."""
        x = self.drop(self.eln(self.word(ids) + self.pos[: ids.shape[1]] + self.segment))
        real = token >= 0
        for layer in self.layers[: self.config.pool_layer]:
            x = layer(x, real)
        x = x.float()
        index = torch.where(real, token, rows)[..., None].expand_as(x)
        total = torch.zeros(x.shape[0], rows + 1, x.shape[2]).scatter_add(1, index, x)
        count = torch.zeros(x.shape[0], rows + 1).scatter_add(1, index[..., 0], torch.ones_like(x[..., 0]))
        x = (total / count.clamp(min=1)[..., None])[:, :rows]
        mask = count[:, :rows] > 0
        states = [x]
        for layer in self.layers[self.config.pool_layer :]:
            x = layer(x, mask)
            states.append(x)
        mixed = []
        for name in ("syntax", "meaning"):
            weights = torch.softmax(self.mix[name], 0)
            mixed.append(self.head_drop(sum(w * s for w, s in zip(weights, states))))
        return mixed[0], mixed[1], x, mask

    def arcs(self, h: Tensor, mask: Tensor) -> Tensor:
        """Arc scores [b, n, 1 + n] of H_syntax without </s>: row 0 stands for the root."""
        dep = self.head_drop(F.gelu(self.arc_dep(h[:, 1:])))
        head = self.head_drop(F.gelu(self.arc_head(h)))
        dep = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        return (dep @ self.arc_u @ head.transpose(1, 2)).masked_fill(~mask[:, None, :], -1e4)

    def rels(self, h: Tensor, heads: Tensor) -> Tensor:
        """Label scores [b, n, labels] for the given heads (row indices)."""
        dep = self.head_drop(F.gelu(self.rel_dep(h[:, 1:])))
        head = self.head_drop(F.gelu(self.rel_head(h)))
        head = torch.gather(head, 1, heads[..., None].expand(-1, -1, head.shape[-1]))
        dep = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        head = torch.cat([head, torch.ones_like(head[..., :1])], -1)
        return torch.einsum("bni,rij,bnj->bnr", dep, self.rel_w, head)

    def roles(self, h: Tensor, sentence: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Role tags [cues, n, tags] and acts [cues, acts] for cues (sentence index, first and last token) over token rows `h`."""
        n = h.shape[1]
        at = torch.arange(n)[None, :]
        inside = ((at >= first[:, None]) & (at <= last[:, None])).float()
        rows = h[sentence]
        mean = (rows * inside[..., None]).sum(1) / inside.sum(1, keepdim=True)
        before, after = at - first[:, None], at - last[:, None]
        d = torch.where(before < 0, before, torch.where(after > 0, after, torch.zeros_like(after)))
        d = d.clamp(-self.config.distance, self.config.distance) + self.config.distance
        z = F.gelu(self.role_a(h)[sentence] + self.role_b(mean)[:, None] + self.role_distance[d])
        z = self.head_drop(z)
        z = z + F.gelu(self.role_c(z))
        return self.role_out(z), self.act(mean)

    def sentence_vector(self, last: Tensor, mask: Tensor) -> Tensor:
        """L2-normalised vectors from the last layer's token rows (`mask` without <s> and </s>)."""
        mean = (last * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return F.normalize(self.vector(mean), dim=-1)
