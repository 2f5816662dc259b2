"""Prepared corpora → weights. Batches of every task alternate; the schedule is a number of steps; a stopped run resumes.

    python -m depeche_training.train --work training/work --out training/work/main --steps 9000 [--layers 6] [--pool-layer 2]

Every `--save-every` minutes the whole state goes to OUT/state.pt; the same command resumes from it. OUT/log.csv holds the dev scores.
"""

from __future__ import annotations

import argparse
import pathlib
import pickle
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

from . import score
from .base import open_base
from .corpora import IGNORE, Example
from .data import MAX_SUBWORDS, Batch, Encoder, batches
from .network import Config, Network
from .subwords import Subwords

# Share of the batches that each pool gets; what is absent (--open-only) leaves its share to the others.
SHARES = {
    "sequoia": 12, "gsd": 6.5, "fqb": 1, "rhapsodie": 0.7, "ewt": 20, "gum": 9.5,
    "polnear": 15, "framenet": 8, "invented": 28, "spkatt": 1.5, "dwie": 6, "wikiann": 1, "vectors": 6,
}  # fmt: skip
TREEBANKS = ("sequoia", "gsd", "fqb", "rhapsodie", "ewt", "gum")
BUDGET = 2400  # padded subwords a batch


class Pools:
    """Draws batches: a pool by its share, then that pool's next batch; each pool is reshuffled when it is used up."""

    def __init__(self, train: dict[str, list[Example]], vectors: list, encoder: Encoder, shares: dict[str, float], seed: int):
        self.shares = shares
        self.rng = random.Random(seed)
        self.encoder = encoder
        self.vectors = vectors
        self.pools = {k: v for k, v in train.items() if v}
        self.pools["vectors"] = [Example(words, "en", "vectors") for words, _ in vectors]
        self.lengths = {}
        for name, pool in self.pools.items():
            lengths = encoder.lengths(pool)
            keep = [i for i, n in enumerate(lengths) if n <= MAX_SUBWORDS]
            # Most sentences of the attribution corpora report nothing: half of those stay, so that cues are not swamped.
            if name in ("polnear", "framenet"):
                keep = [i for i in keep if pool[i].cues or self.rng.random() < 0.5]
            self.pools[name] = [pool[i] for i in keep]
            self.lengths[name] = [lengths[i] for i in keep]
            if name == "vectors":
                self.vectors = [vectors[i] for i in keep]
        self.queues: dict[str, list[list[int]]] = {k: [] for k in self.pools}

    def next(self) -> tuple[str, Batch]:
        names = [n for n in self.shares if n in self.pools]
        name = self.rng.choices(names, [self.shares[n] for n in names])[0]
        if not self.queues[name]:
            self.queues[name] = batches(self.lengths[name], BUDGET, self.rng)
        picked = self.queues[name].pop()
        examples = [self.pools[name][i] for i in picked]
        vectors = [self.vectors[i][1] for i in picked] if name == "vectors" else None
        return name, self.encoder.batch(examples, augment=name != "vectors", vectors=vectors)


def loss_of(net: Network, batch: Batch) -> tuple[torch.Tensor, dict[str, float]]:
    """The batch's loss, summed over the tasks it has targets for, and each part's value."""
    with torch.autocast("cpu", torch.bfloat16):
        syntax, meaning, last, mask = net.encode(batch.ids, batch.token, batch.rows)
        parts: dict[str, torch.Tensor] = {}
        words = mask[:, 1:-1]
        # </s> stands right after a sentence's last token: it is no head and no token.
        token_mask = words & (torch.cumsum(mask.flip(1), 1).flip(1)[:, 1:-1] > 1)
        s, m = syntax[:, :-1], meaning[:, 1:-1]
        weight = batch.weight[:, None]
        if (batch.upos != IGNORE).any():
            for name, target in (("upos", batch.upos), ("feats", batch.feats), ("lemma", batch.lemma)):
                scores = getattr(net, name)(s[:, 1:])
                parts[name] = 0.5 * F.cross_entropy(scores.float().flatten(0, 1), target.flatten(), ignore_index=IGNORE)
            arc_mask = torch.cat([torch.ones_like(token_mask[:, :1]), token_mask], 1)
            arcs = net.arcs(s, arc_mask).float()
            parts["arc"] = F.cross_entropy(arcs.flatten(0, 1), batch.head.flatten(), ignore_index=IGNORE)
            rels = net.rels(s, batch.head.clamp(min=0)).float()
            parts["rel"] = F.cross_entropy(rels.flatten(0, 1), batch.rel.flatten(), ignore_index=IGNORE)
        if (batch.names != IGNORE).any():
            each = F.cross_entropy(net.names(m).float().flatten(0, 1), batch.names.flatten(), ignore_index=IGNORE, reduction="none")
            each = each.view(batch.names.shape) * weight
            parts["names"] = each.sum() / (batch.names != IGNORE).sum().clamp(min=1)
        if (batch.cue != IGNORE).any():
            each = F.cross_entropy(net.cue(m).float().flatten(0, 1), batch.cue.flatten(), ignore_index=IGNORE, reduction="none")
            parts["cue"] = 2 * (each * batch.cue_weight.flatten()).sum() / batch.cue_weight.sum().clamp(min=1)
            if len(batch.cue_sentence):
                roles, acts = net.roles(m, batch.cue_sentence, batch.cue_first, batch.cue_last)
                parts["roles"] = F.cross_entropy(roles.float().flatten(0, 1), batch.roles.flatten(), ignore_index=IGNORE)
                if (batch.act != IGNORE).any():
                    parts["act"] = 0.3 * F.cross_entropy(acts.float(), batch.act, ignore_index=IGNORE)
        if batch.vectors is not None:
            vectors = net.sentence_vector(last[:, 1:-1].float(), token_mask.float())
            parts["vector"] = 2 * (1 - (vectors * batch.vectors).sum(-1)).mean()
            # … and a sentence should be as near to each of the batch's as its teacher is.
            wanted = torch.softmax(batch.vectors @ batch.vectors.T / 0.05, -1)
            parts["contrast"] = 0.3 * F.cross_entropy(vectors @ batch.vectors.T / 0.05, wanted)
    return sum(parts.values()), {k: v.item() for k, v in parts.items()}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", required=True, help="folder that `prepare` filled")
    arguments.add_argument("--out", required=True, help="folder for weights, state and log")
    arguments.add_argument("--steps", type=int, default=9000)
    arguments.add_argument("--start", help="weights.pt to start from: a second stage; with more --layers, those on top come from the base, with fewer, they go")
    arguments.add_argument("--rate", type=float, default=1.0, help="factor on the learning rates")
    arguments.add_argument("--syntax", type=float, default=1.0, help="factor on the treebanks' share")
    arguments.add_argument("--vector-only", action="store_true", help="train the sentence vector's head and nothing else")
    arguments.add_argument("--layers", type=int, default=6)
    arguments.add_argument("--pool-layer", type=int, default=2)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--save-every", type=float, default=5, help="minutes")
    arguments.add_argument("--eval-every", type=float, default=12, help="minutes")
    a = arguments.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    work, out = pathlib.Path(a.work), pathlib.Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    with open(work / "prepared.pickle", "rb") as file:
        prepared = pickle.load(file)
    subwords = Subwords.load(work / "subwords.json")
    encoder = Encoder(subwords, prepared["labels"], a.seed)
    config = Config(layers=a.layers, pool_layer=a.pool_layer)
    net = Network(config, prepared["labels"], len(prepared["keep"]))
    net.load_base(open_base(), prepared["keep"])
    if a.start:
        net.start_from(torch.load(a.start, weights_only=False)["net"])
    shares = {k: v * (a.syntax if k in TREEBANKS else 1) for k, v in SHARES.items()}
    if a.vector_only:
        shares = {"vectors": 1}
        for name, parameter in net.named_parameters():
            parameter.requires_grad = name.startswith("vector")
    pools = Pools(prepared["train"], prepared["vectors"], encoder, shares, a.seed)
    deep = [p for n, p in net.named_parameters() if n.startswith(("layers", "eln", "pos", "segment"))]
    known = {id(p) for p in [*deep, net.word.weight]}
    heads = [p for p in net.parameters() if id(p) not in known]
    dense = torch.optim.AdamW([{"params": deep, "lr": 2e-4}, {"params": heads, "lr": 2e-3}], weight_decay=0.01, fused=True)
    sparse = torch.optim.SparseAdam([net.word.weight], lr=2e-4)
    base_rates = [g["lr"] * a.rate for o in (dense, sparse) for g in o.param_groups]
    step, spent = 0, 0.0
    state_path = out / "state.pt"
    if state_path.exists():
        state = torch.load(state_path, weights_only=False)
        net.load_state_dict(state["net"])
        dense.load_state_dict(state["dense"])
        sparse.load_state_dict(state["sparse"])
        step, spent = state["step"], state["spent"]
        pools.rng.setstate(state["rng"])
        encoder.random.setstate(state["typography"])
        # A pool that was read anew (`prepare --reuse`) starts a new round.
        pools.queues = {k: v if all(i < len(pools.pools[k]) for b in v for i in b) else [] for k, v in state["queues"].items()}
        torch.set_rng_state(state["torch"])
        print(f"resumed at step {step}", flush=True)

    def save() -> None:
        temporary = out / "state.tmp"
        torch.save(
            {"net": net.state_dict(), "dense": dense.state_dict(), "sparse": sparse.state_dict(), "step": step, "spent": spent,
             "rng": pools.rng.getstate(), "typography": encoder.random.getstate(), "queues": pools.queues, "torch": torch.get_rng_state(),
             "config": config.as_dict(), "labels": prepared["labels"], "arguments": vars(a)},
            temporary,
        )  # fmt: skip
        temporary.replace(state_path)

    started = time.time()
    saved = scored = reported = started
    sums: dict[str, list[float]] = {}
    subword_count = 0
    net.train()
    while step < a.steps:
        warm = min(1.0, (step + 1) / min(200, a.steps / 10))
        rate = warm * max(1 - step / a.steps, 0.002)
        for group, base in zip([*dense.param_groups, *sparse.param_groups], base_rates):
            group["lr"] = base * rate
        name, batch = pools.next()
        loss, parts = loss_of(net, batch)
        dense.zero_grad()
        sparse.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p is not net.word.weight], 1.0)
        dense.step()
        if net.word.weight.grad is not None:
            sparse.step()
        step += 1
        subword_count += int((batch.token >= 0).sum())
        for k, v in parts.items():
            sums.setdefault(k, []).append(v)
        now = time.time()
        if now - reported > 60:
            mean = " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sorted(sums.items()))
            print(f"step {step} {now - started + spent:.0f}s {subword_count / (now - reported):.0f} subwords/s  {mean}", flush=True)
            sums, subword_count, reported = {}, 0, now
        if now - saved > a.save_every * 60:
            spent, started = spent + now - started, now
            save()
            saved = now
        if now - scored > a.eval_every * 60 or step == a.steps:
            values = score.dev(net, encoder, prepared["dev"])
            print(f"step {step} dev {values}", flush=True)
            with open(out / "log.csv", "a", encoding="utf8") as log:
                log.write("".join(f"{step},{k},{v:.2f}\n" for k, v in values.items()))
            net.train()
            scored = reported = time.time()
    spent += time.time() - started
    save()
    torch.save({"net": net.state_dict(), "config": config.as_dict(), "labels": prepared["labels"], "steps": a.steps, "seconds": spent, "seed": a.seed},
               out / "weights.pt")  # fmt: skip


if __name__ == "__main__":
    main()
