"""A plain segmenter for the raw-text corpora of training: sentences and surface tokens with code-point offsets.

The engine has its own, far more careful one; this one only has to cut clean corpus text the same way in the common cases.
"""

from __future__ import annotations

import re

_ELISION = r"(?:[LlDdJjMmTtSsCcNn]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu|[Pp]resqu)['’]"
_COMMON = r"""
    https?://\S+[\w/] | www\.\S+\w | [\w.+-]+@[\w-]+\.[\w.]+\w
  | [#@]\w+
  | \d+(?:[.,:/]\d+)*(?=\D|$)
  | (?:\w\.){2,}
  | \.\.\.+ | … | -- | [!?]+
"""
_FRENCH = re.compile(
    _COMMON
    + rf"""
  | [Aa]ujourd['’]hui | [Pp]rud['’]hom\w+
  | {_ELISION}(?=\w|\s*[«"“])
  | -(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce|le|la|les|lui|leur|moi|toi|y|en|là|ci)(?!\w|-)
  | (?:M|MM|Mme|Mlle|Dr|Pr|Me|St|Ste|art|cf|etc|vol|av|no|p|[A-Z])\.(?=\s)
  | \w+(?:['’]\w+)*(?:-(?!(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce|le|la|les|lui|leur|moi|toi|y|en|là|ci)(?!\w|-))\w+)*
  | \S
""",
    re.X,
)
_ENGLISH = re.compile(
    _COMMON
    + r"""
  | (?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|St|Jr|Sr|Inc|Corp|Co|Ltd|vs|No|[A-Z])\.(?=\s)
  | \w+(?:['’](?:\w+)?)?(?<!['’]) | \w+['’](?=\s[a-z])
  | \S
""",
    re.X,
)
_ABBREVIATION = re.compile(
    r"(?:^|\s|\()(?:M|MM|Mme|Mlle|Dr|Pr|Me|Mr|Mrs|Ms|Gen|Sen|Rep|Gov|Lt|Col|St|Jr|Sr|vs|No|art|cf|av|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z]|(?:\w\.)+\w)\.$"
)
_END = re.compile(r"(?:[.!?…]+|\.\.\.)[\"”’')\]]*(?:\s?»)?(?=\s+[«“\"‘'(\[—–-]*\s?[A-ZÀ-ÖØ-ÞŒ0-9])")


def tokens(text: str, lang: str, start: int = 0) -> list[tuple[int, int]]:
    """Token spans of `text`, shifted by `start`."""
    pattern = _FRENCH if lang == "fr" else _ENGLISH
    return [(start + m.start(), start + m.end()) for m in pattern.finditer(text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Sentence spans of `text`; a line break always ends one."""
    out = []
    for line in re.finditer(r"[^\n]+", text):
        at = line.start()
        for m in _END.finditer(line.group()):
            end = line.start() + m.end()
            stop = m.group()[0]
            if stop == "." and _ABBREVIATION.search(text[at : line.start() + m.start() + 1]):
                continue
            out.append((at, end))
            at = end
        out.append((at, line.end()))
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in out if text[a:b].strip()]
