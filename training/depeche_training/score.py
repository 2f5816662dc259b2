"""Quick development scores while training. `depeche eval` gives the figures that count."""

from __future__ import annotations

import torch

from .corpora import NAMES, ROLES, Example
from .data import MAX_SUBWORDS, Encoder, batches
from .lemma import apply
from .network import Network

LIMIT = 350  # sentences a set


def spans(tags: list[int]) -> list[tuple[int, int, int]]:
    """BIO tags (0, then B and I of each kind) to (start, end, kind); an I of another kind begins a span."""
    out: list[tuple[int, int, int]] = []
    for i, t in enumerate(tags):
        if t <= 0:
            continue
        kind = (t - 1) // 2
        if t % 2 == 0 and out and out[-1][1] == i and out[-1][2] == kind:
            out[-1] = (out[-1][0], i + 1, kind)
        else:
            out.append((i, i + 1, kind))
    return out


def iou(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def f1(right: float, predicted: float, gold: float) -> float:
    return 200 * right / (predicted + gold) if predicted + gold else 0.0


@torch.no_grad()
def predict(net: Network, encoder: Encoder, examples: list[Example]):
    """Yields per example: heads, rels, upos, lemma scripts, feats, name tags, cue tags, and a function giving role tags for cues."""
    lengths = encoder.lengths(examples)
    for picked in batches(lengths, 4000, None):
        part = [examples[i] for i in picked]
        batch = encoder.batch(part, augment=False)
        with torch.autocast("cpu", torch.bfloat16):
            syntax, meaning, _, mask = net.encode(batch.ids, batch.token, batch.rows)
            token_mask = mask[:, 1:-1] & (torch.cumsum(mask.flip(1), 1).flip(1)[:, 1:-1] > 1)
            s, m = syntax[:, :-1], meaning[:, 1:-1]
            arcs = net.arcs(s, torch.cat([torch.ones_like(token_mask[:, :1]), token_mask], 1))
            heads = arcs.float().argmax(-1)
            rels = net.rels(s, heads).argmax(-1)
            upos, feats, lem = net.upos(s[:, 1:]).argmax(-1), net.feats(s[:, 1:]).argmax(-1), net.lemma(s[:, 1:]).argmax(-1)
            names, cue = net.names(m).argmax(-1), net.cue(m).argmax(-1)
        for k, e in enumerate(part):
            n = len(e.words)

            def roles(cues: list[tuple[int, int]], k: int = k, n: int = n) -> list[list[int]]:
                if not cues:
                    return []
                at = torch.full((len(cues),), k)
                first, last = torch.tensor([c[0] for c in cues]), torch.tensor([c[1] - 1 for c in cues])
                out, _ = net.roles(m.float(), at, first, last)
                rows = out.argmax(-1)[:, :n].tolist()
                for row, (a, b) in zip(rows, cues):
                    row[a:b] = [0] * (b - a)
                return rows

            yield e, {key: t[k, :n].tolist() for key, t in
                      (("head", heads), ("rel", rels), ("upos", upos), ("feats", feats), ("lemma", lem), ("names", names), ("cue", cue))}, roles  # fmt: skip


def dev(net: Network, encoder: Encoder, pools: dict[str, list[Example]]) -> dict[str, float]:
    """Scores by `set.metric`, in per cent."""
    net.eval()
    out: dict[str, float] = {}
    labels = net.labels
    for name, pool in pools.items():
        usable = [e for e in pool if len(e.words) > 1]
        usable = usable[:: max(1, len(usable) // LIMIT)][:LIMIT] if name not in ("sequoia",) else usable
        usable = [e for e, n in zip(usable, encoder.lengths(usable)) if n <= MAX_SUBWORDS]
        count = {k: 0 for k in ("tokens", "upos", "feats", "lemma", "uas", "las")}
        named = [0, 0, 0]
        content = {"end": [0, 0, 0], "given": [0, 0, 0], "source": [0, 0, 0]}
        for e, p, roles in predict(net, encoder, usable):
            if e.rows:
                for i, r in enumerate(e.rows):
                    count["tokens"] += 1
                    count["upos"] += labels["upos"][p["upos"][i]] == r.upos
                    count["feats"] += labels["feats"][p["feats"][i]] == r.feats
                    count["lemma"] += apply(labels["lemma"][p["lemma"][i]], r.form) == r.lemma
                    head = p["head"][i] == r.head
                    count["uas"] += head
                    count["las"] += head and labels["deprel"][p["rel"][i]].split(":")[0] == r.deprel.split(":")[0]
            if e.names is not None:
                gold = {(a, b, k) for a, b, k in e.names if k in NAMES[:3]}
                got = {(a, b, NAMES[k]) for a, b, k in spans(p["names"]) if k < 3}
                named[0] += len(gold & got)
                named[1] += len(got)
                named[2] += len(gold)
            if e.cues is not None:
                gold_content = [({i for a, b in c.roles.get("content", []) for i in range(a, b)}, c) for c in e.cues]
                gold_content = [(s, c) for s, c in gold_content if s]

                def contents(cues: list[tuple[int, int]]) -> list[set[int]]:
                    wanted = ROLES.index("content")
                    found = [{i for a, b, k in spans(row) if k == wanted for i in range(a, b)} for row in roles(cues)]
                    return found

                guessed = [s for s in contents([(a, b) for a, b, _ in spans(p["cue"])]) if s]
                content["end"][1] += len(guessed)
                content["end"][2] += len(gold_content)
                left = list(guessed)
                for s, _ in gold_content:
                    best = max(left, key=lambda g: iou(g, s), default=None)
                    if best is not None and iou(best, s) >= 0.5:
                        left.remove(best)
                        content["end"][0] += 1
                given = contents([c.span for _, c in gold_content])
                for g, (s, _) in zip(given, gold_content):
                    content["given"][0] += iou(g, s) >= 0.5
                    content["given"][1] += bool(g)
                    content["given"][2] += 1
        if count["tokens"]:
            out |= {f"{name}.{k}": 100 * v / count["tokens"] for k, v in count.items() if k != "tokens"}
        if named[2]:
            out[f"{name}.names"] = f1(*named)
        if content["end"][2]:
            out[f"{name}.content"] = f1(*content["end"])
            out[f"{name}.content_given_cue"] = f1(*content["given"])
    return {k: round(v, 2) for k, v in out.items()}
