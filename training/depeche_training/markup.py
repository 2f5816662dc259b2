"""Reads the project's own annotated corpus (training/corpus/*.txt): invented news passages with inline markup.

One passage per line; `#` opens a comment line; blank lines separate nothing. Markup nests and never crosses:

    [s1.source Le porte-parole du [org Comité des ports]] [s1.cue:deny a nié] [s1.content tout accord avec [loc Oslo]].

Name labels: per org loc norp event work misc. Statement labels: sN.source sN.cue:ACT sN.content sN.addressee sN.topic
sN.medium; a role may stand in several pieces (the content that a cue interrupts). A literal bracket is `\\[` or `\\]`.

`python -m depeche_training.markup FILE…` checks files and prints counts; errors name file and line.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field

NAMES = {"per", "org", "loc", "norp", "event", "work", "misc"}
ROLES = {"source", "content", "addressee", "topic", "medium"}
ACTS = set("assert deny admit decline demand propose promise threaten warn accuse endorse criticise opine ask".split())
LABEL = re.compile(r"(?:(?P<name>[a-z]+)|s(?P<id>\d+)\.(?P<role>[a-z]+)(?::(?P<act>[a-z]+))?)[  ]")


@dataclass
class Statement:
    """Spans are code points into `Passage.text`, half open."""

    id: int
    act: str = ""
    cue: list[tuple[int, int]] = field(default_factory=list)
    roles: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


@dataclass
class Passage:
    text: str
    names: list[tuple[int, int, str]]
    statements: list[Statement]
    where: str


def parse(line: str, where: str) -> Passage:
    """One marked-up line to plain text and spans. Raises ValueError naming `where` on malformed markup."""
    out: list[str] = []
    n = 0
    open_: list[tuple[int, str, int | None, str | None]] = []
    names: list[tuple[int, int, str]] = []
    statements: dict[int, Statement] = {}
    i = 0
    while i < len(line):
        c = line[i]
        if c == "\\" and line[i + 1 : i + 2] in ("[", "]"):
            out.append(line[i + 1])
            n += 1
            i += 2
        elif c == "[":
            m = LABEL.match(line, i + 1)
            if not m:
                raise ValueError(f"{where}: unknown label at « {line[i:i + 25]} »; a literal bracket is written \\[")
            if m["name"]:
                if m["name"] not in NAMES:
                    raise ValueError(f"{where}: unknown name label {m['name']!r}, expected one of {sorted(NAMES)}")
                open_.append((n, m["name"], None, None))
            else:
                role, act = m["role"], m["act"]
                if role == "cue":
                    if act is not None and act not in ACTS:
                        raise ValueError(f"{where}: unknown act {act!r}, expected one of {sorted(ACTS)}")
                elif role not in ROLES or act:
                    raise ValueError(f"{where}: unknown role {role!r}, expected cue:ACT or one of {sorted(ROLES)}")
                open_.append((n, role, int(m["id"]), act))
            i = m.end()
        elif c == "]":
            if not open_:
                raise ValueError(f"{where}: « ] » without « [ » near « {line[max(0, i - 25):i + 1]} »")
            start, role, sid, act = open_.pop()
            if start == n:
                raise ValueError(f"{where}: empty span before « {line[i:i + 15]} »")
            if sid is None:
                names.append((start, n, role))
            else:
                st = statements.setdefault(sid, Statement(sid))
                if role == "cue":
                    st.cue.append((start, n))
                    st.act = act or st.act
                else:
                    st.roles.setdefault(role, []).append((start, n))
            i += 1
        else:
            out.append(c)
            n += 1
            i += 1
    if open_:
        raise ValueError(f"{where}: « [ » of {open_[-1][1]} is never closed")
    for st in statements.values():
        if not st.cue or not st.act:
            raise ValueError(f"{where}: statement s{st.id} has no cue with an act (write sN.cue:ACT)")
    return Passage("".join(out), sorted(names), sorted(statements.values(), key=lambda s: s.cue), where)


def read(path: str) -> list[Passage]:
    """All passages of one corpus file, in order."""
    passages = []
    with open(path, encoding="utf8") as lines:
        for k, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if line.strip() and not line.startswith("#"):
                passages.append(parse(line, f"{path}:{k}"))
    return passages


if __name__ == "__main__":
    acts, kinds, total, words, bad = Counter(), Counter(), 0, 0, 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf8") as lines:
            for k, line in enumerate(lines, 1):
                line = line.rstrip("\n")
                if not line.strip() or line.startswith("#"):
                    continue
                try:
                    p = parse(line, f"{path}:{k}")
                except ValueError as error:
                    print(error)
                    bad += 1
                    continue
                total += 1
                words += len(p.text.split())
                acts.update(s.act for s in p.statements)
                kinds.update(kind for *_, kind in p.names)
    print(f"{total} passages, {words} words, {sum(acts.values())} statements {dict(acts)}, names {dict(kinds)}, {bad} errors")
    sys.exit(bool(bad))
