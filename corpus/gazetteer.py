"""Territories by code and by name: French communes, EPCI, départements and regions, countries, European cities.

A code says its level: `commune:87085` (INSEE), `epci:248719312` (SIREN), `departement:87`, `region:75`, `country:FR`
(ISO 3166), `city:2856883` (GeoNames: European cities outside France, from 20,000 inhabitants). The table is read on
first use. Where it comes from is told in `corpus/territories/README.md`.
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from corpus.errors import UnknownTerritory
from corpus.vocabulary import folded

Level = Literal["country", "region", "departement", "epci", "commune", "city"]

_TABLE = Path(__file__).resolve().parent / "territories" / "territories.tsv.xz"
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory as the table holds it.

    `parents` are the codes right above it: a commune's EPCI and département, an EPCI's départements (several where it
    crosses their border). `latitude` and `longitude` are in degrees, None where they are not known; where a commune's
    own are not known, those of its EPCI's middle. `population` is 0 where it is not known.
    """

    code: str
    name: str
    level: Level
    parents: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    population: int
    postal_codes: tuple[str, ...]

    @property
    def number(self) -> str:
        """The code without its level: `87085`."""
        return self.code.partition(":")[2]


def territory(code: str) -> Territory | None:
    """The territory that has this code (`commune:87085`); None where none has."""
    line = _table().lines.get(code)
    return _parsed(line) if line else None


def named(name: str) -> list[Territory]:
    """Every territory of this name, whatever its case, accents and hyphens, the most populous first; [] for none.

    A territory's own name comes before other names for it: `Fribourg` is the Swiss one, `Freiburg` the German one.
    """
    found = [each for code in _table().names.get(folded(name), ()) if (each := territory(code))]
    own = [each for each in found if folded(each.name) == folded(name)]
    return sorted(own or found, key=lambda each: (-each.population, each.code))


def longest_name(first_word: str) -> int:
    """The most words that a name beginning with this word has, folded as `folded` does; 0 where none begins so."""
    return _table().longest.get(first_word, 0)


def chain(code: str) -> list[str]:
    """The codes of all that contains it, nearest first, up to the country; [] for a country or an unknown code."""
    found: list[str] = []
    above = list(_parents(code))
    while above:
        upper = above.pop(0)
        if upper not in found:
            found.append(upper)
            above += _parents(upper)
    levels = ("epci", "departement", "region", "country")
    return sorted(found, key=lambda each: levels.index(each.partition(":")[0]))


def within(code: str) -> list[str]:
    """The codes of all that lies in it, at any depth, itself not among them; [] for a commune or an unknown code."""
    found: dict[str, None] = {}
    below = list(_inside().get(code, ()))
    while below:
        lower = below.pop()
        if lower not in found:
            found[lower] = None
            below += _inside().get(lower, ())
    return sorted(found)


def resolve(written: str) -> Territory:
    """The one territory meant by a code (`region:75`), a number (`87085`, `248719312`) or a name (`Limoges`).

    A bare number of five signs is a commune's, one of nine an EPCI's. Raises `UnknownTerritory` for no territory and
    for several, which its advice names.
    """
    written = " ".join(written.split())
    levels = {5: "commune", 9: "epci"}
    guess = f"{levels.get(len(written), '')}:{written.upper()}"
    found = [each] if (each := territory(written) or territory(guess)) else named(written)
    if not found:
        raise UnknownTerritory(
            f"no territory is known as {written!r}",
            advice="Give a name (Limoges), an INSEE or SIREN number (87085) or a code (region:75)",
        )
    if len(found) > 1:
        told = ", ".join(f"{each.code} ({each.name})" for each in found[:_TOLD])
        raise UnknownTerritory(f"{written!r} is the name of {len(found)} territories", advice=f"Give a code: {told}")
    return found[0]


@dataclass(frozen=True, slots=True)
class _Table:
    lines: dict[str, str]
    names: dict[str, list[str]]
    longest: dict[str, int]


@lru_cache(maxsize=1)
def _table() -> _Table:
    lines: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    longest: dict[str, int] = {}
    for line in lzma.decompress(_TABLE.read_bytes()).decode().splitlines():
        code = line[: line.index("\t")]
        lines[code] = line
        for name in line[line.rindex("\t") + 1 :].split("|"):
            names.setdefault(name, []).append(code)
            first, words = name.partition(" ")[0], name.count(" ") + 1
            if longest.get(first, 0) < words:
                longest[first] = words
    return _Table(lines, names, longest)


@lru_cache(maxsize=1)
def _inside() -> dict[str, list[str]]:
    inside: dict[str, list[str]] = defaultdict(list)
    for code in _table().lines:
        for parent in _parents(code):
            inside[parent].append(code)
    return dict(inside)


def _parents(code: str) -> Sequence[str]:
    line = _table().lines.get(code)
    return _split(line.split("\t", 3)[2]) if line else ()


@lru_cache(maxsize=4096)
def _parsed(line: str) -> Territory:
    code, name, parents, latitude, longitude, population, postal, _ = line.split("\t")
    level: Level = code.partition(":")[0]  # type: ignore[assignment]  # the build script writes no other
    return Territory(
        code,
        name,
        level,
        tuple(_split(parents)),
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        int(population),
        tuple(_split(postal)),
    )


def _split(joined: str) -> list[str]:
    return joined.split("|") if joined else []
