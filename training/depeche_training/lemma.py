"""Lemmas as edit scripts: `case|cut|add` or `=|lemma` (see docs/model-format.md)."""

from __future__ import annotations


def script(form: str, lemma: str) -> str:
    """The script that turns `form` into `lemma`."""
    best = f"=|{lemma}"
    for case, base in (("k", form), ("l", form.lower())):
        n = 0
        while n < min(len(base), len(lemma)) and base[n] == lemma[n]:
            n += 1
        cut, add = len(base) - n, lemma[n:]
        if n > 0 and (n >= 2 or cut + len(add) <= 2):
            candidate = f"{case}|{cut}|{add}"
            if best.startswith("=") or len(candidate) < len(best):
                best = candidate
    return best


def apply(rule: str, form: str) -> str:
    """The lemma that `rule` makes of `form`; the lowercased form where it cannot apply."""
    if rule.startswith("=|"):
        return rule[2:]
    case, cut, add = rule.split("|", 2)
    base = form if case == "k" else form.lower()
    n = int(cut)
    return base[: len(base) - n] + add if n < len(base) or (n == len(base) and add) else base
