"""What filters and lists look up of a document, made from the values that count whenever these may have changed.

A correction of the language is the only one that changes a document itself, and with it how its words are looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from corpus.filters import is_day, period_of
from corpus.gazetteer import chain, territory
from corpus.instrument import Value
from corpus.vocabulary import folded
from corpus.writer import CatalogueWriter

# An instrument in force for longer is a slip of reading or of the pen, and would stand under every year.
LONGEST_FORCE_YEARS = 60
SETTLED_AT_ONCE = 500
# The date that stands for a document, where it has several.
LINE_DATES = ("signed", "published", "from", "until")

_TABLES = ("filter_values", "filter_periods", "document_lines")


def mark_changed(writer: CatalogueWriter, doc_ids: Sequence[str]) -> None:
    """What is known of these documents has changed; `settle` makes their filters anew. Within a transaction."""
    writer.write("INSERT OR IGNORE INTO unsettled VALUES (?)", *((doc_id,) for doc_id in doc_ids))


def settle(writer: CatalogueWriter, values_of: Callable[[Sequence[str]], Mapping[str, Sequence[Value]]]) -> int:
    """Make anew what is looked up of the documents that were marked, from the values that count for each.

    Gives how many these were. The catalogue's revision grows where a document has another language now.
    """
    with writer.transaction(revise=False):
        marked = [row["doc_id"] for row in writer.rows("SELECT doc_id FROM unsettled")]
        if not marked:
            return 0
        for first in range(0, len(marked), SETTLED_AT_ONCE):
            part = marked[first : first + SETTLED_AT_ONCE]
            known = {row["doc_id"]: row for row in writer.rows_in(_DOCUMENTS, part)}
            values = values_of(list(known))
            for table in _TABLES:
                writer.write(f"DELETE FROM {table} WHERE doc_id = ?", *((doc_id,) for doc_id in part))
            for doc_id, row in known.items():
                _fill(writer, doc_id, values[doc_id], row["published"])
            _settle_languages(writer, known, values)
        writer.write("DELETE FROM unsettled WHERE ? = ?", (1, 1))
        writer.write("UPDATE facts SET value = value + 1 WHERE name = ?", ("values_revision",))
        return len(marked)


_DOCUMENTS = "SELECT doc_id, published, language, read_language FROM documents WHERE doc_id IN (?*)"


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
    writer.write("INSERT INTO document_lines VALUES (?, ?, ?, ?, ?)", (doc_id, *line_of(values, published)))


def line_of(
    values: Sequence[Value], published: str | None = None
) -> tuple[str | None, str | None, str | None, str | None]:
    """What is shown beside a title: kind, code and name of the main territory, and a date; None for what is unknown.

    The date is the instrument's, or that on which the document was `published`.
    """
    kind = next((value.value for value in values if value.field == "kind"), None)
    place = next((value for value in values if value.field == "territory"), None)
    dates = {value.role: value.value for value in values if value.field == "date" and is_day(value.value)}
    date = next((dates[role] for role in LINE_DATES if role in dates), published)
    return kind, place.value if place else None, place.label if place else None, date


def _settle_languages(
    writer: CatalogueWriter, documents: Mapping[str, Any], values: Mapping[str, Sequence[Value]]
) -> None:
    """Give documents the language that someone said, or the one that was read again where nobody says it any more.

    Passages that were read in another language than their document keep it: they quote.
    """
    for doc_id, row in documents.items():
        said = next((value.value for value in values[doc_id] if value.field == "language"), None)
        before, meant = row["language"], said or row["read_language"] or row["language"]
        if meant == before:
            continue
        writer.write("UPDATE facts SET value = value + 1 WHERE name = ?", ("revision",))
        read = (row["read_language"] or before) if said else None
        writer.write("UPDATE documents SET language = ?, read_language = ? WHERE doc_id = ?", (meant, read, doc_id))
        writer.write(
            "UPDATE passages SET language = ?, revision = ? WHERE doc_id = ? AND language = ?",
            (meant, writer.revision, doc_id, before),
        )


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
