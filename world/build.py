#!/usr/bin/env python3
"""Makes countries.toml: ISO codes and names of countries in French and English, from CLDR.

    python3 -m venv venv && venv/bin/pip install babel==2.18.0
    venv/bin/python world/build.py            # writes world/countries.toml
    venv/bin/python world/build.py --check    # says whether it would change

Babel carries the tables of the Unicode CLDR (Unicode License v3). Everything else under world/ is written by hand:
capitals, demonyms and further names of the same countries are in nations.toml, not here.
"""

import json
import sys
from pathlib import Path

import babel
from babel import Locale, core

LANGUAGES = ("fr", "en")
OUT = Path(__file__).parent / "countries.toml"
# Regions of CLDR that are no country or territory of its own: unions, exclaves, test data, uninhabited rocks.
LEFT_OUT = set("AC BV CP DG EA EU EZ HM IC QO TA UM UN XA XB ZZ".split())
# CLDR's table of aliases keeps withdrawn alpha-3 codes beside the current one, and its own code for Kosovo.
ALPHA_3 = {"CD": "COD", "DE": "DEU", "FR": "FRA", "MM": "MMR", "TL": "TLS", "XK": "XKX", "YE": "YEM"}


def names(text: str) -> list[str]:
    """« Myanmar (Birmanie) » is two names; « Trinidad & Tobago » is also written with "and"."""
    found = [text]
    if text.endswith(")") and " (" in text:
        outer, inner = text[:-1].split(" (", 1)
        if inner[:1].isupper():
            found = [outer, inner]
    if " & " in text:
        found.append(text.replace(" & ", " and "))
    return found


def main() -> None:
    alpha_3 = {}
    for alias, territories in core.get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(territories) == 1:
            alpha_3.setdefault(territories[0], alias)
    alpha_3.update(ALPHA_3)
    tables = {language: Locale(language).territories for language in LANGUAGES}
    lines = [f"# Made by world/build.py from the CLDR tables in Babel {babel.__version__}; do not edit.", ""]
    rows = {}
    for iso2 in tables[LANGUAGES[0]]:
        if len(iso2) == 2 and iso2.isalpha() and iso2 not in LEFT_OUT:
            rows[alpha_3[iso2]] = (iso2, {language: names(table[iso2]) for language, table in tables.items()})
    for iso3, (iso2, by_language) in sorted(rows.items()):
        lists = ", ".join(f"{lang} = {json.dumps(found, ensure_ascii=False)}" for lang, found in by_language.items())
        lines.append(f'{iso3} = {{ iso2 = "{iso2}", in = {{ {lists} }} }}')
    text = "\n".join(lines) + "\n"
    if "--check" in sys.argv[1:]:
        same = OUT.exists() and OUT.read_text(encoding="utf-8") == text
        sys.exit(0 if same else f"{OUT} differs from what build.py makes")
    OUT.write_text(text, encoding="utf-8")
    print(f"{len(rows)} countries and territories in {OUT}")


if __name__ == "__main__":
    main()
