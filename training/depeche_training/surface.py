"""Universal Dependencies treebanks as surface tokens: « du » stays one token, whatever its words.

A multi-word token takes the form and MISC of its range line, and the analysis of its leader: the first of its words whose head lies
outside the range. What hung on any of its words hangs on it. Empty nodes go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass
class Row:
    form: str
    lemma: str
    upos: str
    feats: str
    head: int  # 0 = root, else 1-based
    deprel: str
    misc: str


@dataclass
class Tree:
    comments: dict[str, str]
    rows: list[Row]


def read(path: str) -> Iterator[Tree]:
    """Trees of a CoNLL-U file over surface tokens."""
    comments: dict[str, str] = {}
    lines: list[list[str]] = []
    with open(path, encoding="utf8") as file:
        for line in file:
            line = line.rstrip("\n")
            if not line:
                if lines:
                    yield Tree(comments, _merge(lines))
                comments, lines = {}, []
            elif line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            else:
                lines.append(line.split("\t"))
    if lines:
        yield Tree(comments, _merge(lines))


def _merge(lines: list[list[str]]) -> list[Row]:
    words = {int(c[0]): c for c in lines if c[0].isdigit()}
    leader = {i: i for i in words}
    shape: dict[int, tuple[str, str]] = {}
    for c in lines:
        if "-" in c[0]:
            first, last = map(int, c[0].split("-"))
            inside = range(first, last + 1)
            lead = next((i for i in inside if not first <= int(words[i][6]) <= last), first)
            for i in inside:
                leader[i] = lead
            shape[lead] = (c[1], c[9])
    order: list[int] = []
    for i in sorted(words):
        if leader[i] not in order[-8:]:
            order.append(leader[i])
    place = {i: k for k, i in enumerate(order, 1)}
    rows = []
    for i in order:
        c = words[i]
        form, misc = shape.get(i, (c[1], c[9]))
        head = int(c[6])
        rows.append(Row(form, c[2], c[3], c[5], place[leader[head]] if head else 0, c[7], misc))
    return rows
