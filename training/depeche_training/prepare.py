"""Corpora → one prepared file: examples encoded, label sets, pruned vocabulary, teacher vectors.

    python -m depeche_training.prepare --gold FOLDER --work training/work [--open-only] [--vocabulary 45000]
"""

from __future__ import annotations

import argparse
import glob
import pathlib
import pickle
import random
from collections import Counter

import numpy as np
import torch
import torch.nn.functional as F

from . import corpora, lemma, segment
from .base import Base, open_base, open_vocabulary
from .corpora import ACTS, NAMES, ROLES, Example
from .network import Config, Layer
from .subwords import BOS, EOS, Subwords, prune

HERE = pathlib.Path(__file__).resolve().parent.parent


def gather(gold: str, open_only: bool) -> tuple[dict[str, list[Example]], dict[str, list[Example]]]:
    """Training and development pools by name."""
    ud = f"{gold}/ud"
    train, dev = {}, {}
    train["sequoia"] = corpora.treebank(f"{ud}/fr_sequoia-ud-train.conllu", "fr", "sequoia")
    dev["sequoia"] = corpora.treebank(f"{ud}/fr_sequoia-ud-dev.conllu", "fr", "sequoia")
    train["gsd"], dev["gsd"] = corpora.gsd_split(f"{ud}/fr_gsd-ud-dev.conllu")
    train["fqb"] = corpora.treebank(f"{ud}/fr_fqb-ud-test.conllu", "fr", "fqb")
    train["rhapsodie"] = corpora.treebank(f"{ud}/fr_rhapsodie-ud-train.conllu", "fr", "rhapsodie")
    train["ewt"] = corpora.treebank(f"{ud}/en_ewt-ud-train.conllu", "en", "ewt")
    dev["ewt"] = corpora.treebank(f"{ud}/en_ewt-ud-dev.conllu", "en", "ewt", keep=lambda k: k % 3 == 0)
    train["gum"] = corpora.treebank(f"{ud}/en_gum-ud-train.conllu", "en", "gum", gum=True)
    dev["gum"] = corpora.treebank(f"{ud}/en_gum-ud-dev.conllu", "en", "gum", keep=lambda k: k % 3 == 0)
    train["wikiann"] = corpora.wikiann(f"{gold}/wikiann-fr/WikiANN/fr")
    train["invented"], dev["invented"] = corpora.split(corpora.invented(sorted(glob.glob(str(HERE / "corpus/*.txt")))))
    train["dwie"], dev["dwie"] = corpora.split(corpora.dwie(f"{gold}/dwie/train.jsonl"))
    train["polnear"] = [e for article in corpora.polnear(f"{gold}/polnear/train") for e in article]
    dev["polnear"] = [e for article in corpora.polnear(f"{gold}/polnear/dev") for e in article]
    train["framenet"] = corpora.framenet(f"{gold}/fr-framenet/train.jsonl")
    dev["framenet"] = corpora.framenet(f"{gold}/fr-framenet/train.jsonl", dev=True)
    train["spkatt"], dev["spkatt"] = corpora.split(corpora.spkatt(f"{gold}/spkatt-de/train/task1"), 20)
    if open_only:
        train = {k: v for k, v in train.items() if k not in corpora.RESTRICTED}
    return train, dev


def label_sets(train: dict[str, list[Example]]) -> dict[str, list[str]]:
    """Label lists in a fixed order. Feature bundles and lemma scripts seen once are left out."""
    upos, feats, scripts, deprels = Counter(), Counter(), Counter(), Counter()
    for pool in train.values():
        for e in pool:
            for r in e.rows or []:
                upos[r.upos] += 1
                feats[r.feats] += 1
                deprels[r.deprel] += 1
                scripts[lemma.script(r.form, r.lemma)] += 1
    return {
        "upos": sorted(u for u in upos if u != "_"),
        "feats": sorted(f for f, n in feats.items() if n >= 2),
        "lemma": sorted(s for s, n in scripts.items() if n >= (3 if s.startswith("=") else 2)),
        "deprel": sorted(d for d, n in deprels.items() if n >= 2 and d != "_"),
        "names": NAMES,
        "roles": ROLES,
        "acts": ACTS,
    }


@torch.no_grad()
def teacher_vectors(base: Base, subwords: Subwords, texts: list[str], batch: int = 32) -> np.ndarray:
    """The base model's own embedding of each text: all its layers, prefix « passage: », mean pooling, normalised."""
    config = Config(layers=base.layers)
    layers = []
    for i in range(base.layers):
        layer = Layer(config).eval()
        for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            module = getattr(layer, name)
            module.weight.data = torch.tensor(base[f"l{i}.{name}.w"].copy()).view(module.weight.shape)
            module.bias.data = torch.tensor(base[f"l{i}.{name}.b"].copy())
        layers.append(layer)
    h = config.hidden
    word = torch.tensor(base["emb.word"].copy()).view(-1, h)
    pos = torch.tensor(base["emb.pos"].copy()).view(-1, h)
    typ = torch.tensor(base["emb.type"][:h].copy())
    norm = (torch.tensor(base["emb.ln.w"].copy()), torch.tensor(base["emb.ln.b"].copy()))
    ids = [[BOS, *(i for w in ("passage:", *t.split()) for i in subwords.encode(w))][:200] + [EOS] for t in texts]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = np.zeros((len(ids), h), np.float32)
    for at in range(0, len(order), batch):
        part = order[at : at + batch]
        width = max(len(ids[i]) for i in part)
        x = torch.full((len(part), width), 1)
        mask = torch.zeros(len(part), width, dtype=torch.bool)
        for k, i in enumerate(part):
            x[k, : len(ids[i])] = torch.tensor(ids[i])
            mask[k, : len(ids[i])] = True
        with torch.autocast("cpu", torch.bfloat16):
            s = F.layer_norm(word[x] + pos[:width] + typ, (h,), *norm, config.norm_eps)
            for layer in layers:
                s = layer(s, mask)
        mean = (s.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        out[part] = F.normalize(mean, dim=-1).numpy()
    return out


def vector_pool(train: dict[str, list[Example]], parallel: list[tuple[str, str, int]], subwords: Subwords, limit: int) -> list[tuple[list[str], np.ndarray]]:
    """Tokens and target vector of parallel lines and of `limit` corpus sentences. The base's vectors all lie close to one direction, which
    also tells the language: what tells texts apart is what is left without their language's mean. A parallel line's target is the mean
    over its languages, so that translations meet (Reimers and Gurevych 2020)."""
    texts = [(" ".join(e.words), e.lang, None) for name in ("sequoia", "gsd", "framenet", "polnear", "dwie", "spkatt", "ewt") for e in train.get(name, []) if len(e.words) > 5]
    random.Random(1).shuffle(texts)
    all_texts = [*parallel, *texts[:limit]]
    vectors = teacher_vectors(open_base(), subwords, [t for t, _, _ in all_texts])
    short = {"fra": "fr", "eng": "en", "deu": "de"}
    langs = np.array([short.get(lang, lang) for _, lang, _ in all_texts])
    for lang in set(langs):
        vectors[langs == lang] -= vectors[langs == lang].mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    lines = np.array([-1 if k is None else k for _, _, k in all_texts])
    for k in set(lines.tolist()) - {-1}:
        vectors[lines == k] = vectors[lines == k].mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [([t[s:e] for s, e in segment.tokens(t, lang)][: corpora.MAX_TOKENS], v) for (t, _, _), lang, v in zip(all_texts, langs, vectors)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", required=True, help="folder of corpora")
    arguments.add_argument("--work", required=True, help="folder for prepared files")
    arguments.add_argument("--open-only", action="store_true", help="leave out corpora without an open licence")
    arguments.add_argument("--vocabulary", type=int, default=45000, help="pieces to keep")
    arguments.add_argument("--reuse", action="store_true", help="keep the vocabulary and labels already in WORK; read the corpora again")
    arguments.add_argument("--vectors", type=int, default=3000, help="corpus sentences to distil the sentence vector from, beside parallel ones; with --reuse, 0 keeps the vectors")
    a = arguments.parse_args()
    work = pathlib.Path(a.work)
    work.mkdir(parents=True, exist_ok=True)
    train, dev = gather(a.gold, a.open_only)
    if a.reuse:
        with open(work / "prepared.pickle", "rb") as file:
            prepared = pickle.load(file)
        if a.vectors:
            pieces, charsmap = open_vocabulary()
            prepared["vectors"] = vector_pool(train, corpora.parallel_sentences(a.gold), Subwords(pieces, charsmap), a.vectors)
        with open(work / "prepared.pickle", "wb") as out:
            pickle.dump(prepared | {"train": train, "dev": dev}, out)
        return
    pieces, charsmap = open_vocabulary()
    full = Subwords(pieces, charsmap)
    counts: Counter[int] = Counter()
    for pool in train.values():
        for e in pool:
            for w in e.words:
                counts.update(full.encode(w))
    parallel = corpora.parallel_sentences(a.gold)
    for text, _, _ in parallel:
        for s, e in segment.tokens(text, "en"):
            counts.update(dict.fromkeys(full.encode(text[s:e]), 1))
    keep = prune(pieces, counts, a.vocabulary)
    subwords = Subwords([pieces[i] for i in keep], charsmap)
    subwords.save(work / "subwords.json")
    kept = set(keep)
    whole = sum(n for i, n in counts.items() if i in kept) / sum(counts.values())
    pool = vector_pool(train, parallel, full, a.vectors)
    with open(work / "prepared.pickle", "wb") as out:
        pickle.dump({"train": train, "dev": dev, "labels": label_sets(train), "keep": keep, "vectors": pool}, out)
    print({k: (len(v), sum(len(e.words) for e in v)) for k, v in train.items()})
    print({k: len(v) for k, v in label_sets(train).items()}, f"pieces {len(keep)}, {whole:.4%} of the sample's pieces kept")


if __name__ == "__main__":
    main()
