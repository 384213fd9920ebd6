"""Filters: which documents are meant, by their language, their instrument's fields and its dates; and facets.

Several values of one field mean any of them; several fields mean all of them. What is looked up here is made by
`corpus.settling`.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from corpus.catalogue import Catalogue
from corpus.vocabulary import THEME_NAMES, folded, named

AFTER_ALL = "~"
"""Stands after every ISO date, as text."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are meant; an empty field means all.

    `kinds` are identifiers of `Kind`, `territories` codes of the gazetteer (with all that lies within them),
    `organisations` and `themes` names, compared without case and accents; a part of an organisation's name will do.
    `years` and the dates `since` and `until` (ISO, either may be empty) hold where a date of the instrument falls
    there, or its time in force overlaps.
    """

    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def without(self, names: Iterable[str]) -> Filters:
        """The same with these fields empty."""
        return replace(self, **{name: getattr(NO_FILTERS, name) for name in names})

    def joined(self, other: Filters) -> Filters:
        """Both: values of one field are either's, and of two ranges of dates the narrower."""
        mine, theirs = (
            {field.name: getattr(each, field.name) for field in fields(self) if field.name not in {"since", "until"}}
            for each in (self, other)
        )
        both = {name: tuple(dict.fromkeys(values + theirs[name])) for name, values in mine.items()}
        return Filters(
            **both,
            since=max(self.since, other.since),
            until=min(filter(None, (self.until, other.until)), default=""),
        )


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a field with how many documents have it. A territory counts those of all that lies within it."""

    value: str
    label: str
    documents: int


@dataclass(frozen=True, slots=True)
class FacetField:
    """A field of the facets with the fields of `Filters` that filter by it."""

    facet: str
    filters: tuple[str, ...]


FACETS = (
    FacetField("kind", ("kinds",)),
    FacetField("territory", ("territories",)),
    FacetField("organisation", ("organisations",)),
    FacetField("theme", ("themes",)),
    FacetField("year", ("years", "since", "until")),
    FacetField("language", ("languages",)),
)

Facets = Mapping[str, Sequence[FacetValue]]
"""Field → its values, most frequent first."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a document may meet: to have `value` in `field`, or an instrument dated from `value` to `last`.

    `field` is `language`, `document`, `period` or one of `filter_values`.
    """

    field: str
    value: str
    last: str = ""


def conditions(catalogue: Catalogue, filters: Filters) -> list[list[Condition]]:
    """For each field that is filtered by, the conditions of which a document has to meet one.

    Raises `NotInCatalogue` where one of `filters.documents` is not there or fits several.
    """
    periods = [Condition("period", first, last) for first, last in _runs(filters.years)]
    first = period_of(filters.since)[0] if filters.since else ""
    last = period_of(filters.until)[1] if filters.until else AFTER_ALL
    asked: list[tuple[object, list[Condition]]] = [
        (filters.languages, _all("language", filters.languages)),
        (filters.documents, _all("document", map(catalogue.find_document, filters.documents))),
        (filters.kinds, _all("kind", filters.kinds)),
        (filters.territories, _all("territory", filters.territories)),
        (filters.organisations, _all("organisation", _organisations(catalogue, filters.organisations))),
        (filters.themes, _all("theme", _themes(catalogue, filters.themes))),
        (filters.years, periods),
        (filters.since or filters.until, [Condition("period", first, last)]),
    ]
    return [found for written, found in asked if written]


def _all(field: str, values: Iterable[str]) -> list[Condition]:
    return [Condition(field, value) for value in dict.fromkeys(values)]


def ids_with(catalogue: Catalogue, condition: Condition) -> str:
    """The ids of the documents that meet a condition, with spaces between them.

    One text, and not a row a document: ten times as fast where half of 100,000 documents do.
    """
    if condition.field == "document":
        return condition.value
    sql, parameters = {
        "language": (_OF_LANGUAGE, (condition.value,)),
        "period": (_OF_PERIOD, (condition.last, condition.value)),
    }.get(condition.field, (_OF_VALUE, (condition.field, condition.value)))
    return catalogue.rows(sql, parameters)[0]["ids"] or ""


def documents_with(catalogue: Catalogue, filters: Filters) -> set[str]:
    """The ids of the documents that pass; all of them without filters. Raises as `conditions`."""
    if not filters:
        return catalogue.doc_ids()
    fields = conditions(catalogue, filters)
    parts = [set[str]().union(*(ids_with(catalogue, each).split() for each in field)) for field in fields]
    return set[str].intersection(*parts)


_OF_LANGUAGE = "SELECT group_concat(doc_id, ' ') AS ids FROM documents WHERE language = ?"
_OF_VALUE = "SELECT group_concat(doc_id, ' ') AS ids FROM filter_values WHERE field = ? AND value = ?"
_OF_PERIOD = "SELECT group_concat(doc_id, ' ') AS ids FROM filter_periods WHERE first <= ? AND last >= ?"


def _organisations(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """The organisations in whose names any of these stands as whole words."""
    sql = """SELECT DISTINCT value FROM filter_labels WHERE field = 'organisation'
        AND instr(' ' || value || ' ', ' ' || ? || ' ') > 0"""
    wanted = [name for name in map(folded, names) if name]
    return [row["value"] for name in wanted for row in catalogue.rows(sql, (name,))]


def _themes(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """The themes that have any of these names: as identifier, as label, or, for those that are known, in French."""
    wanted = {folded(known) for name in names for known in (name, named(name, THEME_NAMES)) if known}
    rows = catalogue.rows("SELECT value, label FROM filter_labels WHERE field = 'theme'")
    return [row["value"] for row in rows if {row["value"], folded(row["label"])} & wanted]


def _runs(years: Iterable[int]) -> list[tuple[str, str]]:
    """The first and last days of the years, neighbours as one: what overlaps the whole overlaps one of them."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return [(f"{first:04}-01-01", f"{last:04}-12-31") for first, last in runs]


def filtered_fields(filters: Filters) -> list[FacetField]:
    """The fields of the facets that these filters filter by."""
    return [each for each in FACETS if any(getattr(filters, name) for name in each.filters)]


def passage_owners(catalogue: Catalogue) -> tuple[str, str]:
    """The ids of all passages and, in the same order, of their documents, which grow: texts with spaces between."""
    # The subquery is answered by an index alone.
    (row,) = catalogue.rows(
        """SELECT group_concat(passage_id, ' ') AS ids, group_concat(doc_id, ' ') AS owners
        FROM (SELECT passage_id, doc_id FROM passages ORDER BY doc_id, ordinal)"""
    )
    return row["ids"] or "", row["owners"] or ""


def all_periods(catalogue: Catalogue) -> tuple[str, str, str]:
    """First days, last days and documents of all periods, in one order: texts with spaces between."""
    (row,) = catalogue.rows(
        """SELECT group_concat(first, ' ') AS first, group_concat(last, ' ') AS last, group_concat(doc_id, ' ') AS ids
        FROM filter_periods"""
    )
    return row["first"] or "", row["last"] or "", row["ids"] or ""


def facets(catalogue: Catalogue, doc_ids: Iterable[str] | None = None) -> Facets:
    """How many of these documents (of all, where None) have each value of each of `FACETS`."""
    chosen = None if doc_ids is None else list(dict.fromkeys(doc_ids))
    counted: dict[tuple[str, str], int] = {}
    for sql in (_VALUES, _LANGUAGES):
        for row in _rows_of(catalogue, sql, chosen):
            key = (row["field"], row["value"])
            counted[key] = counted.get(key, 0) + row["n"]
    years: dict[tuple[str, str], set[str]] = {}
    for row in _rows_of(catalogue, _PERIODS, chosen):
        for year in range(int(row["first"][:4]), int(row["last"][:4]) + 1):
            years.setdefault(("year", f"{year:04}"), set()).add(row["doc_id"])
    counted |= {key: len(documents) for key, documents in years.items()}
    labels = {
        (row["field"], row["value"]): row["label"]
        for row in catalogue.rows("SELECT field, value, label FROM filter_labels")
    }
    found: dict[str, list[FacetValue]] = {each.facet: [] for each in FACETS}
    for (field, value), count in counted.items():
        found[field].append(FacetValue(value, labels.get((field, value), value), count))
    return {field: sorted(values, key=lambda each: (-each.documents, each.label)) for field, values in found.items()}


_VALUES = "SELECT field, value, COUNT(*) AS n FROM filter_values WHERE {} GROUP BY field, value"
_LANGUAGES = "SELECT 'language' AS field, language AS value, COUNT(*) AS n FROM documents WHERE {} GROUP BY language"
_PERIODS = "SELECT doc_id, first, last FROM filter_periods WHERE {}"


def _rows_of(catalogue: Catalogue, sql: str, doc_ids: Sequence[str] | None) -> Iterable[Any]:
    if doc_ids is None:
        return catalogue.rows(sql.format("1"))
    return catalogue.rows_in(sql.format("doc_id IN (?*)"), doc_ids)


def period_of(value: str) -> tuple[str, str]:
    """The first and last day of an ISO date, month or year. Raises ValueError where there is no such day."""
    year, month, day = (int(part) for part in (*value.split("-"), "0", "0")[:3])
    first = date(year, month or 1, day or 1)
    month = month or 12
    last = first if day else date(year, month, calendar.monthrange(year, month)[1])
    return first.isoformat(), last.isoformat()


def is_day(value: str) -> bool:
    """Whether there is such a date, month or year: 2023-02-30 is none."""
    try:
        period_of(value)
    except ValueError:
        return False
    return True


def values_revision(catalogue: Catalogue) -> int:
    """Grows whenever what filters look up may have changed without a new revision of the catalogue."""
    return int(catalogue.fact("values_revision") or 0)
