"""Filters: which documents are meant, by their language, their instrument's fields and its dates; and facets.

Several values of one field mean any of them; several fields mean all of them.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from corpus.catalogue import Catalogue
from corpus.gazetteer import chain, territory
from corpus.instrument import Value
from corpus.vocabulary import folded
from corpus.writer import CatalogueWriter

# An instrument in force for longer is a slip of reading or of the pen, and would stand under every year.
LONGEST_FORCE_YEARS = 60
SETTLED_AT_ONCE = 500


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


def documents_with(catalogue: Catalogue, filters: Filters) -> set[str]:
    """The ids of the documents that pass; all of them without filters.

    Raises `NotInCatalogue` where one of `filters.documents` is not there or fits several.
    """
    return in_all(ids_by_field(catalogue, filters)) if filters else catalogue.doc_ids()


def in_all(fields: Iterable[Sequence[str]]) -> set[str]:
    """The ids that stand in every field's texts of ids, of one field or more."""
    parts = sorted((set[str]().union(*(ids.split() for ids in field)) for field in fields), key=len)
    return parts[0].intersection(*parts[1:])


def ids_by_field(catalogue: Catalogue, filters: Filters) -> list[list[str]]:
    """The documents that pass each field that is filtered by: some texts of ids with spaces between them.

    One text a value, and not a row a document: ten times as fast where half of 100,000 documents pass.
    """
    found = []
    if filters.languages:
        found.append(_texts(catalogue, _OF_LANGUAGE, [(language,) for language in filters.languages]))
    if filters.documents:
        found.append([catalogue.find_document(name) for name in filters.documents])
    organisations = _organisations(catalogue, filters.organisations)
    for field, wanted, values in (
        ("kind", filters.kinds, filters.kinds),
        ("territory", filters.territories, filters.territories),
        ("organisation", filters.organisations, organisations),
        ("theme", filters.themes, _themes(catalogue, filters.themes)),
    ):
        if wanted:
            found.append(_texts(catalogue, _OF_VALUE, [(field, value) for value in values]))
    if filters.years:
        found.append(_texts(catalogue, _OF_PERIOD, [(last, first) for first, last in _runs(filters.years)]))
    if filters.since or filters.until:
        first = period_of(filters.since)[0] if filters.since else ""
        last = period_of(filters.until)[1] if filters.until else "~"  # after every digit
        found.append(_texts(catalogue, _OF_PERIOD, [(last, first)]))
    return found


_OF_LANGUAGE = "SELECT group_concat(doc_id, ' ') AS ids FROM documents WHERE language = ?"
_OF_VALUE = "SELECT group_concat(doc_id, ' ') AS ids FROM filter_values WHERE field = ? AND value = ?"
_OF_PERIOD = "SELECT group_concat(doc_id, ' ') AS ids FROM filter_periods WHERE first <= ? AND last >= ?"


def _texts(catalogue: Catalogue, sql: str, parameters: Iterable[tuple[str, ...]]) -> list[str]:
    return [catalogue.rows(sql, each)[0]["ids"] or "" for each in dict.fromkeys(parameters)]


def _organisations(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """The organisations in whose names any of these stands as whole words."""
    sql = """SELECT DISTINCT value FROM filter_labels WHERE field = 'organisation'
        AND instr(' ' || value || ' ', ' ' || ? || ' ') > 0"""
    wanted = [name for name in map(folded, names) if name]
    return [row["value"] for name in wanted for row in catalogue.rows(sql, (name,))]


def _themes(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """The themes that have any of these names, as identifier or as label."""
    wanted = {folded(name) for name in names}
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


def mark_changed(writer: CatalogueWriter, doc_ids: Sequence[str]) -> None:
    """What is known of these documents has changed; `settle` makes their filters anew. Within a transaction."""
    writer.write("INSERT OR IGNORE INTO unsettled VALUES (?)", *((doc_id,) for doc_id in doc_ids))


def settle(writer: CatalogueWriter, values_of: Callable[[Sequence[str]], Mapping[str, Sequence[Value]]]) -> int:
    """Make anew what filters look up for the documents that were marked, from the values that count for each."""
    with writer.transaction(revise=False):
        marked = [row["doc_id"] for row in writer.rows("SELECT doc_id FROM unsettled")]
        if not marked:
            return 0
        for first in range(0, len(marked), SETTLED_AT_ONCE):
            part = marked[first : first + SETTLED_AT_ONCE]
            known = {row["doc_id"]: row for row in writer.rows_in(_PUBLISHED, part)}
            values = values_of(list(known))
            for table in ("filter_values", "filter_periods"):
                writer.write(f"DELETE FROM {table} WHERE doc_id = ?", *((doc_id,) for doc_id in part))
            for doc_id, row in known.items():
                _fill(writer, doc_id, values[doc_id], row["published"])
        writer.write("DELETE FROM unsettled WHERE ? = ?", (1, 1))
        writer.write("UPDATE facts SET value = value + 1 WHERE name = ?", ("values_revision",))
        return len(marked)


_PUBLISHED = "SELECT doc_id, published FROM documents WHERE doc_id IN (?*)"


def _fill(writer: CatalogueWriter, doc_id: str, values: Sequence[Value], published: str | None) -> None:
    entries = dict.fromkeys(entry for value in values for entry in entries_of(value))
    if entries:
        writer.write(
            "INSERT OR IGNORE INTO filter_values VALUES (?, ?, ?)",
            *((field, value, doc_id) for field, value, _ in entries),
        )
        writer.write("INSERT OR IGNORE INTO filter_labels VALUES (?, ?, ?)", *entries)
    periods = periods_of(values) or ([period_of(published)] if published else [])
    if periods:
        writer.write("INSERT OR IGNORE INTO filter_periods VALUES (?, ?, ?)", *((*each, doc_id) for each in periods))


def entries_of(value: Value) -> list[tuple[str, str, str]]:
    """What filters find a value by: field, value, label. A territory is found by all that contain it, too."""
    if value.field == "territory":
        codes = dict.fromkeys((value.value, *chain(value.value)))
        return [("territory", code, value.label if code == value.value else _name_of(code)) for code in codes]
    if value.field in {"organisation", "theme"}:
        return [(value.field, folded(value.value) or value.value, value.label)]
    return [("kind", value.value, value.label)] if value.field == "kind" else []


def periods_of(values: Sequence[Value]) -> list[tuple[str, str]]:
    """The days of each date, and those from the beginning to the end of an instrument's force where both are known."""
    dates = [value for value in values if value.field == "date" and is_day(value.value)]
    found = [period_of(value.value) for value in dates]
    begins = [period_of(value.value)[0] for value in dates if value.role == "from"]
    ends = [period_of(value.value)[1] for value in dates if value.role == "until"]
    if begins and ends and begins[0] <= ends[0] and int(ends[0][:4]) - int(begins[0][:4]) <= LONGEST_FORCE_YEARS:
        found.append((begins[0], ends[0]))
    return list(dict.fromkeys(found))


def _name_of(code: str) -> str:
    found = territory(code)
    return found.name if found else code
