"""Filters as people write them, on the command line, in Python or the query box, made into `Filters` and told again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypedDict, Unpack

from corpus.errors import QueryError, UnknownTerritory
from corpus.filters import Filters, is_day
from corpus.gazetteer import named as territories_named
from corpus.gazetteer import resolve, territory
from corpus.vocabulary import KIND_NAMES, named

_YEARS = re.compile(r"(\d{4})(?:(?:-|–|\.\.)(\d{4}))?")

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "kinds": ("kind", "type", "genre"),
    "territories": ("territory", "territoire"),
    "organisations": ("organisation", "organization", "organisme"),
    "themes": ("theme", "thème"),
    "years": ("year", "année", "annee"),
    "since": ("since", "depuis"),
    "until": ("until", "jusque"),
    "languages": ("language", "langue", "lang"),
    "documents": ("document", "doc"),
}
"""The fields of `Filters` → what they are called in the query box, in English and French."""


class Written(TypedDict, total=False):
    """Filters as they are written: several values of a field are any of them."""

    kinds: Sequence[str]
    territories: Sequence[str]
    organisations: Sequence[str]
    themes: Sequence[str]
    years: Sequence[str | int]
    since: str
    until: str
    languages: Sequence[str]
    documents: Sequence[str]


def filters_of(**written: Unpack[Written]) -> Filters:
    """Filters from what people write: kinds by identifier or name, territories by name, number or code, dates in ISO.

    A name that several territories have means any of them; a range such as `2021-2023` is all its years. Raises
    `QueryError` for an unknown kind or territory and for what is no year or date.
    """
    return Filters(
        languages=_distinct(written.get("languages", ())),
        documents=_distinct(written.get("documents", ())),
        kinds=_once([_kind(each) for each in _distinct(written.get("kinds", ()))]),
        territories=_once([code for each in _distinct(written.get("territories", ())) for code in _territories(each)]),
        organisations=_distinct(written.get("organisations", ())),
        themes=_distinct(written.get("themes", ())),
        years=tuple(dict.fromkeys(year for each in written.get("years", ()) for year in _years(str(each)))),
        since=_day("since", written.get("since", "")),
        until=_day("until", written.get("until", "")),
    )


def from_words(words: Sequence[tuple[str, Sequence[str]]]) -> Filters:
    """Filters from the words of a query: `("kinds", ("label",))`. Raises as `filters_of`, and for two beginnings."""
    written: dict[str, list[str]] = {}
    for field, values in words:
        written.setdefault(field, []).extend(values)
    days = {}
    for field in ("since", "until"):
        values = list(dict.fromkeys(written.pop(field, ())))
        if len(values) > 1:
            raise QueryError(f"The query has {len(values)} dates {field}", advice="Leave one of them")
        days[field] = values[0] if values else ""
    return filters_of(**written, **days)  # type: ignore[arg-type] # the parser gives no other fields


def told(filters: Filters) -> str:
    """Filters in one line for people: `kind label or charter; territory Limoges; year 2023`."""
    names = [getattr(territory(code), "name", code) for code in filters.territories]
    parts: list[tuple[str, Sequence[str | int]]] = [
        ("kind", [KIND_NAMES[kind][0] if kind in KIND_NAMES else kind for kind in filters.kinds]),  # type: ignore[index]
        ("territory", names),
        ("organisation", filters.organisations),
        ("theme", filters.themes),
        ("year", filters.years),
        ("since", [filters.since] if filters.since else []),
        ("until", [filters.until] if filters.until else []),
        ("language", filters.languages),
        ("document", filters.documents),
    ]
    return "; ".join(f"{name} {' or '.join(dict.fromkeys(map(str, values)))}" for name, values in parts if values)


def _kind(written: str) -> str:
    found = named(written, KIND_NAMES)
    if found is None:
        raise QueryError(f"No kind {written!r}", advice=f"Use one of: {', '.join(KIND_NAMES)}")
    return found


def _territories(written: str) -> list[str]:
    try:
        return [resolve(written).code]
    except UnknownTerritory as error:
        several = [each.code for each in territories_named(written)]
        if not several:
            raise QueryError(f"No territory {written!r} is known", advice=error.advice) from error
        return several


def _years(written: str) -> range:
    match = _YEARS.fullmatch(written.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last or not is_day(f"{last:04}"):
        raise QueryError(f"{written!r} is no year", advice="Write 2023, or 2021-2023")
    return range(first, last + 1)


def _day(name: str, written: str) -> str:
    written = written.strip()
    if written and not (re.fullmatch(r"\d{4}(-\d\d){0,2}", written) and is_day(written)):
        raise QueryError(f"{name} {written!r} is no date", advice="Write 2023-06-01, 2023-06 or 2023")
    return written


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise QueryError(f"{values!r} is one text, and several values are expected", advice=f"Write [{values!r}]")
    return tuple(dict.fromkeys(value.strip() for value in values))


def _once(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
