"""Weights → the model file (docs/model-format.md), int8 or float.

    python -m depeche_training.export --work training/work --weights training/work/main/weights.pt --out models/depeche.model
    python -m depeche_training.export --tiny FOLDER     # a small random float model with its outputs, for the runtime's tests
    python -m depeche_training.export --work … --weights … --reference FOLDER [--gold FOLDER]
                                                        # what the float weights decide on a hundred sentences, and subwords of many lines
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import pathlib
import struct

import numpy as np
import torch

from .corpora import ACTS, NAMES, ROLES
from .data import Encoder
from .network import Config, Network
from .subwords import BOS, EOS, UNK, Subwords

MAGIC, VERSION = b"DEPECHEM", 1
FLOAT = {"emb.pos", "emb.type", "arc.u", "rel.w", "role.distance"}


def tensors(net: Network) -> dict[str, np.ndarray]:
    """The network's parameters under the format's names."""
    out: dict[str, torch.Tensor] = {"emb.word": net.word.weight, "emb.pos": net.pos, "emb.type": net.segment, "emb.ln.w": net.eln.weight, "emb.ln.b": net.eln.bias}
    for i, layer in enumerate(net.layers):
        for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            module = getattr(layer, name)
            out[f"l{i}.{name}.w"], out[f"l{i}.{name}.b"] = module.weight, module.bias
    for name, module in (
        ("upos", net.upos), ("feats", net.feats), ("lemma", net.lemma), ("arc.dep", net.arc_dep), ("arc.head", net.arc_head),
        ("rel.dep", net.rel_dep), ("rel.head", net.rel_head), ("names", net.names), ("cue", net.cue), ("act", net.act),
        ("role.a", net.role_a), ("role.b", net.role_b), ("role.c", net.role_c), ("role.out", net.role_out), ("vector", net.vector),
    ):  # fmt: skip
        out[f"{name}.w"] = module.weight
        if module.bias is not None:
            out[f"{name}.b"] = module.bias
    out |= {"arc.u": net.arc_u, "rel.w": net.rel_w, "role.distance": net.role_distance}
    out |= {f"mix.{k}": torch.softmax(v, 0) for k, v in net.mix.items()}
    return {k: v.detach().float().numpy() for k, v in out.items()}


def quantise(w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 per row: |q| ≤ 127, and each row's scale."""
    scale = np.abs(w).max(1) / 127
    scale[scale == 0] = 1.0
    return np.clip(np.rint(w / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


def write(path: pathlib.Path, net: Network, subwords: Subwords, name: str, int8: bool) -> str:
    """Writes the file; returns its content's sha256."""
    data: dict[str, np.ndarray] = {}
    scales: dict[str, str] = {}
    for key, value in tensors(net).items():
        if int8 and value.ndim == 2 and key not in FLOAT and not key.startswith("mix"):
            data[key], data[f"{key}.scale"] = quantise(value)
            scales[key] = f"{key}.scale"
        else:
            data[key] = value
    pieces = [p.encode() for p, _ in subwords.pieces]
    data["vocab.blob"] = np.frombuffer(b"".join(pieces), np.uint8)
    data["vocab.offset"] = np.cumsum([0, *map(len, pieces)]).astype(np.uint32)
    data["vocab.score"] = np.array([s for _, s in subwords.pieces], np.float32)
    data["vocab.normalizer"] = np.frombuffer(subwords.charsmap, np.uint8)
    kinds = {"float32": "f32", "int8": "i8", "uint8": "u8", "uint32": "u32"}
    entries, payload = {}, bytearray()
    for key, value in data.items():
        payload += b"\0" * (-len(payload) % 64)
        entry = {"dtype": kinds[str(value.dtype)], "shape": list(value.shape), "offset": len(payload)}
        if key in scales:
            entry["scale"] = scales[key]
        entries[key] = entry
        payload += np.ascontiguousarray(value).tobytes()
    labels = {k: net.labels[k] for k in ("upos", "feats", "lemma", "deprel")} | {"names": NAMES, "roles": ROLES, "acts": ACTS}
    header = json.dumps(
        {"name": name, "date": datetime.date.today().isoformat(), "config": net.config.as_dict(), "labels": labels,
         "tokenizer": {"bos": BOS, "eos": EOS, "unk": UNK}, "tensors": entries},
        ensure_ascii=False, separators=(",", ":"),
    ).encode()  # fmt: skip
    digest = hashlib.sha256(header + payload)
    front = MAGIC + struct.pack("<IIQ", VERSION, len(header), len(payload)) + digest.digest() + header
    front += b"\0" * (-len(front) % 64)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(front + payload)
    return digest.hexdigest()


def load(weights: pathlib.Path, work: pathlib.Path) -> tuple[Network, Subwords]:
    """A trained network (weights.pt, or state.pt of a run under way) and its subwords."""
    state = torch.load(weights, weights_only=False)
    subwords = Subwords.load(work / "subwords.json")
    net = Network(Config(**state["config"]), state["labels"], len(subwords.pieces))
    net.load_state_dict(state["net"])
    return net.eval(), subwords


@torch.no_grad()
def outputs(net: Network, encoder: Encoder, words: list[str], cues: list[tuple[int, int]]) -> dict:
    """Every head's scores for one sentence, the arcs' labels for the best-scoring heads, roles for the given cues."""
    from .corpora import Example

    batch = encoder.batch([Example(words, "en", "test")], augment=False)
    syntax, meaning, last, mask = net.encode(batch.ids, batch.token, batch.rows)
    s, m = syntax[:, :-1], meaning[:, 1:-1]
    full = torch.ones(1, len(words) + 1, dtype=torch.bool)
    arcs = net.arcs(s, full)
    heads = arcs.argmax(-1)
    first, end = torch.tensor([c[0] for c in cues]), torch.tensor([c[1] - 1 for c in cues])
    roles, acts = net.roles(m, torch.zeros(len(cues), dtype=torch.long), first, end)
    got = {
        "upos": net.upos(s[:, 1:])[0], "feats": net.feats(s[:, 1:])[0], "lemma": net.lemma(s[:, 1:])[0], "arcs": arcs[0],
        "rels": net.rels(s, heads)[0], "names": net.names(m)[0], "cue": net.cue(m)[0], "roles": roles, "acts": acts,
        "vector": net.sentence_vector(last[:, 1:-1], torch.ones(1, len(words)))[0],
    }  # fmt: skip
    return {"words": words, "ids": batch.ids[0].tolist(), "cues": cues, "heads": heads[0].tolist()} | {
        k: [round(x, 6) for x in v.flatten().tolist()] for k, v in got.items()
    }


def tiny(folder: pathlib.Path) -> None:
    """A random float model over a made-up vocabulary, and its outputs on a few invented sentences."""
    from .base import open_vocabulary

    torch.manual_seed(7)
    sentences = [
        ("« Le port rouvrira lundi », a déclaré la maire d' Ostrava .".split(), [(7, 9)]),
        ("The minister denied that any ship had left .".split(), [(2, 3), (5, 7)]),
        ("Non .".split(), [(0, 1)]),
    ]
    _, charsmap = open_vocabulary()
    letters = sorted({c for words, _ in sentences for w in words for c in w})
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -3.0)]
    pieces += [(c, -6.0) for c in letters] + [("▁Le", -5.0), ("▁a", -4.5), ("min", -7.0), ("▁the", -4.0), ("er", -5.5), ("▁déc", -6.5)]
    labels = {
        "upos": ["ADJ", "NOUN", "PUNCT", "VERB"], "feats": ["_", "Number=Sing", "Tense=Past"],
        "lemma": ["k|0|", "l|0|", "k|1|er", "=|le"], "deprel": ["nsubj", "obj", "punct", "root"], "names": NAMES, "roles": ROLES, "acts": ACTS,
    }  # fmt: skip
    config = Config(hidden=32, heads=4, ffn=64, layers=3, pool_layer=1, positions=64, arc=16, rel=8, role=12, distance=3)
    net = Network(config, labels, len(pieces)).eval()
    for name, parameter in net.named_parameters():
        if "ln" not in name:
            parameter.data = torch.randn(parameter.shape) * 0.15
    subwords = Subwords(pieces, charsmap)
    write(folder / "tiny.model", net, subwords, "tiny", int8=False)
    encoder = Encoder(subwords, labels)
    result = [outputs(net, encoder, words, cues) for words, cues in sentences]
    (folder / "tiny.json").write_text(json.dumps(result, ensure_ascii=False))


@torch.no_grad()
def reference(net: Network, subwords: Subwords, folder: pathlib.Path, gold: str | None) -> None:
    """agreement.json: every head's first choice on a hundred invented sentences, which the int8 runtime must share.
    subwords.json (with `gold`): digest of the piece ids of every blank-separated token of NTREX."""
    from .corpora import invented

    here = pathlib.Path(__file__).resolve().parent.parent
    examples = [e for passage in invented(sorted(map(str, here.glob("corpus/*.txt")))) for e in passage if 8 <= len(e.words) <= 60 and e.cues]
    encoder = Encoder(subwords, net.labels)
    out = []
    for e in examples[:: len(examples) // 100][:100]:
        cues = [c.span for c in e.cues]
        got = outputs(net, encoder, e.words, cues)
        n = len(e.words)

        def choice(key: str, rows: int) -> list[int]:
            return np.array(got[key]).reshape(rows, -1).argmax(1).tolist()

        out.append(
            {"words": e.words, "ids": got["ids"], "cues": cues, "heads": got["heads"]}
            | {k: choice(k, n) for k in ("upos", "feats", "lemma", "rels", "names", "cue")}
            | {"roles": choice("roles", n * len(cues)), "acts": choice("acts", len(cues))}
        )
    lines = ",\n".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) for x in out)
    (folder / "agreement.json").write_text(f"[\n{lines}\n]\n")
    if gold:
        digest, count = hashlib.sha256(), 0
        for path in sorted(pathlib.Path(gold).glob("ntrex/newstest*.txt")):
            for line in path.read_text(encoding="utf8").splitlines():
                count += 1
                for token in line.split():
                    digest.update(np.array(subwords.encode(token), "<u4").tobytes())
        (folder / "subwords.json").write_text(json.dumps({"lines": count, "sha256": digest.hexdigest()}) + "\n")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", help="folder that `prepare` filled")
    arguments.add_argument("--weights", help="weights.pt of `train` (or the state.pt of a run under way)")
    arguments.add_argument("--out", help="file to write")
    arguments.add_argument("--float", action="store_true", help="keep 32-bit floats: the reference that int8 is measured against")
    arguments.add_argument("--name", default="depeche-small")
    arguments.add_argument("--tiny", help="write tiny.model and tiny.json into this folder, and nothing else")
    arguments.add_argument("--reference", help="write agreement.json and subwords.json into this folder, and no model")
    arguments.add_argument("--gold", help="with --reference: folder of corpora, for NTREX")
    a = arguments.parse_args()
    if a.tiny:
        tiny(pathlib.Path(a.tiny))
        return
    net, subwords = load(pathlib.Path(a.weights), pathlib.Path(a.work))
    if a.reference:
        reference(net, subwords, pathlib.Path(a.reference), a.gold)
        return
    digest = write(pathlib.Path(a.out), net, subwords, a.name, not a.float)
    print(f"{a.out}: {pathlib.Path(a.out).stat().st_size / 1e6:.1f} MB, sha256 {digest}")


if __name__ == "__main__":
    main()
