"""What is known of each document's instrument: the values read from it, and people's corrections, kept apart.

A correction belongs to the document's address, not to its content: it outlives a new version of the file, a new way
of reading it, and a move to another address that is ingested. `corpus.edits` says what a correction may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corpus.catalogue import Catalogue, unknown_document
from corpus.instrument import FIELDS, Evidence, FieldName, Value
from corpus.settling import mark_changed, settle
from corpus.vocabulary import folded
from corpus.writer import CatalogueWriter

Action = Literal["replace", "add", "remove"]

SINGLE = frozenset({"kind", "name", "published", "signed", "from", "until", "language"})
"""The slots that hold one value."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of one slot of a document; `value` is None where `replace` hides all that was read.

    `replace` hides what was read for the slot, `add` adds a value, `remove` hides one that was read.
    """

    slot: str
    action: Action
    value: Value | None
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that counts, with who gave it and when (UTC); both empty for one that was read from the document."""

    value: Value
    who: str = ""
    at: str = ""

    @property
    def corrected(self) -> bool:
        return bool(self.at)


def slot_of(value: Value) -> str:
    """What a correction is about: the field, or the role of a date (`signed`, `until`)."""
    return value.role if value.field == "date" else value.field


def store_values(writer: CatalogueWriter, doc_id: str, values: Sequence[Value], recipe: str) -> None:
    """Keep what was read from a document, in place of what was read before; corrections stay.

    `recipe` names the way of reading. Caches need not be made anew: the catalogue's revision stays.
    Raises `NotInCatalogue`.
    """
    store_all_values(writer, {doc_id: values}, recipe)


def store_all_values(writer: CatalogueWriter, described: Mapping[str, Sequence[Value]], recipe: str) -> None:
    """The same for many documents, in one transaction; what filters look up is made anew once."""
    with writer.transaction(revise=False):
        for doc_id, values in described.items():
            if writer.recipe_of(doc_id) is None:
                raise unknown_document(doc_id)
            writer.write("DELETE FROM extracted_values WHERE doc_id = ?", (doc_id,))
            writer.write("INSERT OR REPLACE INTO described VALUES (?, ?)", (doc_id, recipe))
            rows = [(doc_id, number, *_row(value)) for number, value in enumerate(values)]
            if rows:
                writer.write("INSERT INTO extracted_values VALUES (?,?,?,?,?,?,?,?,?,?,?)", *rows)
        mark_changed(writer, list(described))
        settle_filters(writer)


def not_described(catalogue: Catalogue, recipe: str) -> list[str]:
    """The documents whose values were read in another way than `recipe`, or not at all, in the order of their ids."""
    sql = """SELECT doc_id FROM documents LEFT JOIN described USING (doc_id)
        WHERE described.recipe IS NOT ? ORDER BY doc_id"""
    return [row["doc_id"] for row in catalogue.rows(sql, (recipe,))]


def values_of(catalogue: Catalogue, doc_id: str) -> list[Value]:
    """The values that count for a document: people's over those that were read. Field by field."""
    return [stated.value for stated in stated_of(catalogue, doc_id)]


def stated_of(catalogue: Catalogue, doc_id: str) -> list[Stated]:
    """The same, with who gave each value."""
    return stated_by_document(catalogue, [doc_id])[doc_id]


def stated_by_document(catalogue: Catalogue, doc_ids: Iterable[str]) -> dict[str, list[Stated]]:
    """The values that count for each of these documents, an empty list for one without."""
    wanted = list(dict.fromkeys(doc_ids))
    extracted, corrections = extracted_values(catalogue, wanted), corrections_by_document(catalogue, wanted)
    return {doc_id: effective(extracted.get(doc_id, ()), corrections.get(doc_id, ())) for doc_id in wanted}


def extracted_values(catalogue: Catalogue, doc_ids: Sequence[str]) -> dict[str, list[Value]]:
    """What was read from these documents, in the order in which it was stored; none for a document without."""
    found: dict[str, list[Value]] = {}
    sql = "SELECT * FROM extracted_values WHERE doc_id IN (?*) ORDER BY doc_id, number"
    for row in catalogue.rows_in(sql, doc_ids):
        found.setdefault(row["doc_id"], []).append(_value_of(row))
    return found


def corrections_by_document(catalogue: Catalogue, doc_ids: Sequence[str]) -> dict[str, list[Correction]]:
    """What people said of these documents, in the order in which they did; said at two addresses, it counts once."""
    found: dict[str, dict[tuple[str, ...], Correction]] = {}
    sql = """SELECT s.doc_id, c.* FROM sources s JOIN corrections c USING (uri)
        WHERE s.doc_id IN (?*) ORDER BY c.correction_id"""
    for row in catalogue.rows_in(sql, doc_ids):
        key = (row["slot"], row["action"], row["value"], row["role"])
        found.setdefault(row["doc_id"], {}).setdefault(key, _correction_of(row))
    return {doc_id: list(corrections.values()) for doc_id, corrections in found.items()}


def corrected_documents(catalogue: Catalogue) -> list[str]:
    """The documents that people have corrected, by their addresses' order."""
    sql = "SELECT DISTINCT doc_id FROM sources JOIN corrections USING (uri) ORDER BY uri"
    return list(dict.fromkeys(row["doc_id"] for row in catalogue.rows(sql)))


def effective(extracted: Sequence[Value], corrections: Sequence[Correction]) -> list[Stated]:
    """People's values over those that were read, in the order of the fields. Pure."""
    replaced = {each.slot for each in corrections if each.action == "replace"}
    hidden = {_key(each.value) for each in corrections if each.action == "remove" and each.value}
    added = [Stated(each.value, each.who, each.at) for each in corrections if each.action == "add" and each.value]
    given = {_key(stated.value) for stated in added}
    read = [
        Stated(value) for value in extracted if slot_of(value) not in replaced and _key(value) not in hidden | given
    ]
    return sorted([*added, *read], key=lambda stated: FIELDS.index(stated.value.field))


def same_value(one: Value, other: Value) -> bool:
    """Whether two values say the same: names are compared without case and accents."""
    return _key(one) == _key(other)


def settle_filters(writer: CatalogueWriter) -> int:
    """Make what filters look up anew for every document that has changed since; how many these were.

    The end of an ingest must call it: documents that went to another address have changed without `store_values`.
    """
    return settle(writer, lambda doc_ids: _values(writer, doc_ids))


def forget_corrections(writer: CatalogueWriter, uris: Sequence[str]) -> None:
    """Remove what people said of the documents at these addresses: for a document that is removed for good."""
    with writer.transaction(revise=False):
        for uri in uris:
            writer.write("DELETE FROM corrections WHERE uri = ?", (uri,))
            writer.write("DELETE FROM family_decisions WHERE one = ?1 OR other = ?1", (uri,))


def write_correction(writer: CatalogueWriter, doc_id: str, correction: Correction) -> None:
    """Write down a correction at every address of a document, within a transaction."""
    value = correction.value
    text = (value.value, value.label, value.role) if value else ("", "", "")
    rows = [
        (uri, correction.slot, correction.action, *text, correction.who, correction.at)
        for uri in writer.sources_of(doc_id)
    ]
    writer.write(
        """INSERT OR REPLACE INTO corrections (uri, slot, action, value, label, role, who, at)
        VALUES (?,?,?,?,?,?,?,?)""",
        *rows,
    )


def drop_corrections(writer: CatalogueWriter, doc_id: str, slot: str, *, value: Value | None = None) -> None:
    """Take back what was said of a slot, or only the addition of one value, within a transaction."""
    sql = "DELETE FROM corrections WHERE uri = ? AND slot = ?"
    chosen: tuple[str, ...] = (slot,)
    if value:
        sql, chosen = sql + " AND action = 'add' AND value = ? AND role = ?", (slot, value.value, value.role)
    writer.write(sql, *((uri, *chosen) for uri in writer.sources_of(doc_id)))


def _values(catalogue: Catalogue, doc_ids: Sequence[str]) -> Mapping[str, list[Value]]:
    found = stated_by_document(catalogue, doc_ids)
    return {doc_id: [each.value for each in stated] for doc_id, stated in found.items()}


def _key(value: Value) -> tuple[str, ...]:
    name = folded(value.value) if value.field in {"organisation", "name"} else value.value
    return (value.field, value.role, name or value.value)


def _row(value: Value) -> tuple[object, ...]:
    stated = (value.field, value.value, value.label, value.role, value.confidence)
    evidence = value.evidence
    place = (evidence.start, evidence.end, evidence.page, evidence.quote) if evidence else (None,) * 4
    return (*stated, *place)


def _value_of(row: Any) -> Value:
    evidence = None if row["start"] is None else Evidence(row["start"], row["end"], row["page"], row["quote"])
    return Value(row["field"], row["value"], row["label"], row["role"], row["confidence"], evidence)


def _correction_of(row: Any) -> Correction:
    slot = row["slot"]
    field: FieldName = slot if slot in FIELDS else "date"
    value = Value(field, row["value"], row["label"], row["role"]) if row["value"] else None
    return Correction(slot, row["action"], value, row["who"], row["at"])
