"""Subwords: the base's Unigram vocabulary pruned to what the languages we read need, applied token by token.

Pruning changes segmentation, so the pruned tokenizer is the reference, here and in the Rust runtime: normalise by the charsmap,
fold spaces, prefix ▁, Viterbi.
"""

from __future__ import annotations

import json
import pathlib
import unicodedata

from tokenizers import models, normalizers

MAX_PIECES = 16
SPECIAL = 4  # <s> <pad> </s> <unk>, the base's first four ids, kept first
BOS, PAD, EOS, UNK = 0, 1, 2, 3
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW")


def _common_script(piece: str) -> bool:
    for c in piece:
        if c.isalpha() and not unicodedata.name(c, "").startswith(("LATIN", "CYRILLIC")):
            return False
    return True


def prune(vocabulary: list[tuple[str, float]], counts: dict[int, float], size: int) -> list[int]:
    """Base ids to keep, in base order: the specials, every single character of the scripts we may meet, pieces seen in the
    sample (`counts`), then the base's most likely Latin and Cyrillic pieces until there are `size`."""
    keep = set(range(SPECIAL))
    for i, (piece, _) in enumerate(vocabulary):
        bare = piece.removeprefix("▁")
        if len(bare) <= 1 and (not bare or not bare.isalpha() or unicodedata.name(bare, "").startswith(SCRIPTS)):
            keep.add(i)
    for i, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        if len(keep) >= size:
            break
        keep.add(i)
    by_score = sorted(range(SPECIAL, len(vocabulary)), key=lambda i: (-vocabulary[i][1], i))
    for i in by_score:
        if len(keep) >= size:
            break
        if _common_script(vocabulary[i][0]):
            keep.add(i)
    return sorted(keep)


class Subwords:
    """Encodes tokens to ids of the (pruned) vocabulary. Remembers every token it has seen."""

    def __init__(self, pieces: list[tuple[str, float]], charsmap: bytes):
        self.pieces, self.charsmap = pieces, charsmap
        self._model = models.Unigram([(p, s) for p, s in pieces], UNK, False)
        self._normalizer = normalizers.Precompiled(charsmap)
        self._memo: dict[str, list[int]] = {}

    def encode(self, token: str) -> list[int]:
        """Piece ids of one token, never empty, at most MAX_PIECES."""
        ids = self._memo.get(token)
        if ids is None:
            text = "▁" + " ".join(self._normalizer.normalize_str(token).split()).replace(" ", "▁")
            ids = [t.id for t in self._model.tokenize(text)][:MAX_PIECES] if len(text) > 1 else []
            ids = self._memo[token] = ids or [UNK]
        return ids

    def save(self, path: pathlib.Path) -> None:
        path.write_text(json.dumps({"pieces": self.pieces, "charsmap": self.charsmap.hex()}, ensure_ascii=False))

    @classmethod
    def load(cls, path: pathlib.Path) -> "Subwords":
        data = json.loads(path.read_text())
        return cls([(p, s) for p, s in data["pieces"]], bytes.fromhex(data["charsmap"]))
