"""Examples to tensors: subwords, targets, batches by length."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from . import lemma
from .corpora import IGNORE, NAMES, ROLES, Example
from .subwords import BOS, EOS, PAD, Subwords

MAX_SUBWORDS = 250
APOSTROPHES = str.maketrans("'’", "’'")
QUOTES = [("«", "»"), ("“", "”"), ('"', '"')]


@dataclass
class Batch:
    """`rows` counts <s>, tokens and </s>. Targets are [b, rows − 2], IGNORE where there is nothing to learn."""

    ids: Tensor
    token: Tensor
    rows: int
    upos: Tensor
    feats: Tensor
    lemma: Tensor
    head: Tensor
    rel: Tensor
    names: Tensor
    cue: Tensor
    cue_weight: Tensor
    cue_sentence: Tensor
    cue_first: Tensor
    cue_last: Tensor
    roles: Tensor
    act: Tensor
    vectors: Tensor | None
    weight: Tensor


class Encoder:
    """Holds the label indices and the subwords; `augment` varies typography at random."""

    def __init__(self, subwords: Subwords, labels: dict[str, list[str]], seed: int = 0):
        self.subwords = subwords
        self.index = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
        self.random = random.Random(seed)
        self._scripts: dict[tuple[str, str], int] = {}

    def ids(self, words: list[str], augment: bool) -> tuple[list[int], list[int]]:
        """Subword ids with <s> and </s>, and each one's row."""
        if augment:
            words = self._vary(words)
        ids, rows = [BOS], [0]
        for k, word in enumerate(words, 1):
            pieces = self.subwords.encode(word)
            ids += pieces
            rows += [k] * len(pieces)
        return [*ids, EOS], [*rows, len(words) + 1]

    def _vary(self, words: list[str]) -> list[str]:
        """Other apostrophes, other quotation marks: newspapers use them all, treebanks one."""
        r = self.random.random()
        if r < 0.4:
            words = [w.translate(APOSTROPHES) for w in words]
        if self.random.random() < 0.15 and any(w in "«»“”\"" for w in words):
            opening, closing = self.random.choice(QUOTES)
            open_now, out = False, []
            for w in words:
                if w in ("«", "“"):
                    w, open_now = opening, True
                elif w in ("»", "”"):
                    w, open_now = closing, False
                elif w == '"':
                    w, open_now = (closing, False) if open_now else (opening, True)
                out.append(w)
            words = out
        return words

    def _script(self, form: str, target: str) -> int:
        key = (form, target)
        if key not in self._scripts:
            self._scripts[key] = self.index["lemma"].get(lemma.script(form, target), IGNORE)
        return self._scripts[key]

    def batch(self, examples: list[Example], augment: bool, vectors: list | None = None) -> Batch:
        encoded = [self.ids(e.words, augment) for e in examples]
        b, n = len(examples), max(len(i) for i, _ in encoded)
        w = max(len(e.words) for e in examples)
        ids, token = torch.full((b, n), PAD), torch.full((b, n), -1)
        for k, (i, t) in enumerate(encoded):
            ids[k, : len(i)] = torch.tensor(i)
            token[k, : len(t)] = torch.tensor(t)

        def blank() -> Tensor:
            return torch.full((b, w), IGNORE)

        upos, feats, lem, head, rel, names, cue = (blank() for _ in range(7))
        cue_weight = torch.zeros(b, w)
        cue_sentence, first, last, acts, role_rows = [], [], [], [], []
        index = self.index
        for k, e in enumerate(examples):
            size = len(e.words)
            if e.rows:
                upos[k, :size] = torch.tensor([index["upos"].get(r.upos, IGNORE) for r in e.rows])
                feats[k, :size] = torch.tensor([index["feats"].get(r.feats, IGNORE) for r in e.rows])
                lem[k, :size] = torch.tensor([self._script(r.form, r.lemma) for r in e.rows])
                head[k, :size] = torch.tensor([r.head for r in e.rows])
                rel[k, :size] = torch.tensor([index["deprel"].get(r.deprel, IGNORE) for r in e.rows])
            if e.names is not None:
                names[k, :size] = 0
                for s, t, kind in e.names:
                    tag = 1 + 2 * NAMES.index(kind)
                    names[k, s] = tag
                    names[k, s + 1 : t] = tag + 1
            if e.cues is not None:
                cue[k, :size] = 0
                cue_weight[k, :size] = torch.tensor(e.cue_weight)
                for c in e.cues:
                    s, t = c.tagged or c.span
                    cue[k, s] = 1
                    cue[k, s + 1 : t] = 2
                    s, t = c.span
                    row = torch.zeros(w, dtype=torch.long)
                    row[size:] = IGNORE
                    for role in sorted(c.roles, key=lambda r: r == "source"):
                        tag = 1 + 2 * ROLES.index(role)
                        for x, y in c.roles[role]:
                            row[x] = tag
                            row[x + 1 : y] = tag + 1
                    row[s:t] = IGNORE
                    cue_sentence.append(k)
                    first.append(s)
                    last.append(t - 1)
                    role_rows.append(row)
                    acts.append(index["acts"].get(c.act, IGNORE))
        return Batch(
            ids, token, w + 2, upos, feats, lem, head, rel, names, cue, cue_weight,
            torch.tensor(cue_sentence, dtype=torch.long), torch.tensor(first, dtype=torch.long), torch.tensor(last, dtype=torch.long),
            torch.stack(role_rows) if role_rows else torch.zeros(0, w, dtype=torch.long), torch.tensor(acts, dtype=torch.long),
            None if vectors is None else torch.tensor(np.stack(vectors)), torch.tensor([e.weight for e in examples]),
        )  # fmt: skip

    def lengths(self, examples: list[Example]) -> list[int]:
        return [len(self.ids(e.words, False)[0]) for e in examples]


def batches(lengths: list[int], budget: int, rng: random.Random | None) -> list[list[int]]:
    """Indices in batches of at most `budget` padded subwords, alike in length; shuffled when `rng` is given."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + (rng.random() * 6 if rng else 0))
    out: list[list[int]] = []
    width = 0
    for i in order:
        width = max(width, lengths[i])
        if out and width * (len(out[-1]) + 1) <= budget:
            out[-1].append(i)
        else:
            out.append([i])
            width = lengths[i]
    if rng:
        rng.shuffle(out)
    return out
