"""What says the same: groups of passages, pairs of documents, and the versions that an address had before.

A group has a representative, its first passage; every other is like that one. What is alike is decided elsewhere
(`ingest.alike`); here it is kept, and goes when a passage or document goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.types import Role
from corpus.writer import CatalogueWriter, now


@dataclass(frozen=True, slots=True)
class AlikeDocument:
    """Another document, and the share of the two documents' word sequences that they have in common, about."""

    doc_id: str
    likeness: float


@dataclass(frozen=True, slots=True)
class ReplacedVersion:
    """What was at an address until `replaced_at`; both moments in UTC, ISO 8601."""

    uri: str
    doc_id: str
    title: str
    ingested_at: str
    replaced_at: str


def group_of(catalogue: Catalogue, passage_ids: Iterable[int]) -> dict[int, int]:
    """The representative of each passage's group; a passage that is alone, or not compared yet, has itself."""
    asked = list(passage_ids)
    sql = "SELECT passage_id, representative FROM passage_groups WHERE passage_id IN (?*)"
    known = {row["passage_id"]: row["representative"] for row in catalogue.rows_in(sql, asked)}
    return {passage_id: known.get(passage_id, passage_id) for passage_id in asked}


def members_of(catalogue: Catalogue, representative: int) -> list[int]:
    """The passages of a group, its representative among them, growing; none where there is no such group."""
    sql = "SELECT passage_id FROM passage_groups WHERE representative = ? ORDER BY passage_id"
    return [row["passage_id"] for row in catalogue.rows(sql, (representative,))]


def members_of_all(catalogue: Catalogue, representatives: Iterable[int]) -> dict[int, list[int]]:
    """The passages of each of these groups, growing; groups of one passage are left out."""
    sql = "SELECT passage_id, representative FROM passage_groups WHERE representative IN (?*) ORDER BY passage_id"
    found: dict[int, list[int]] = {}
    for row in catalogue.rows_in(sql, list(representatives)):
        found.setdefault(row["representative"], []).append(row["passage_id"])
    return {representative: members for representative, members in found.items() if len(members) > 1}


def roles_of(catalogue: Catalogue, passage_ids: Iterable[int]) -> dict[int, Role]:
    """The roles of those of these passages that are not plain text."""
    sql = "SELECT passage_id, role FROM passages WHERE passage_id IN (?*) AND role <> 'text'"
    return {row["passage_id"]: row["role"] for row in catalogue.rows_in(sql, list(passage_ids))}


def all_roles(catalogue: Catalogue) -> dict[int, Role]:
    """The roles of all passages that are not plain text, from an index that holds only those."""
    rows = catalogue.rows("SELECT passage_id, role FROM passages WHERE role <> 'text'")
    return {row["passage_id"]: row["role"] for row in rows}


def alike_documents(catalogue: Catalogue, doc_id: str) -> list[AlikeDocument]:
    """The documents that have much of their text in common with this one, most alike first."""
    rows = catalogue.rows(
        """SELECT other AS doc_id, likeness FROM alike_documents WHERE one = ?1
        UNION SELECT one, likeness FROM alike_documents WHERE other = ?1 ORDER BY likeness DESC, doc_id""",
        (doc_id,),
    )
    return [AlikeDocument(**row) for row in rows]


def replaced_versions(catalogue: Catalogue, uri: str) -> list[ReplacedVersion]:
    """What was at an address before, latest first."""
    rows = catalogue.rows(
        "SELECT * FROM replaced_versions WHERE uri = ? ORDER BY replaced_at DESC, ingested_at DESC", (uri,)
    )
    return [ReplacedVersion(**row) for row in rows]


# --- What a run finds out


def passages_to_compare(catalogue: Catalogue, *, after: int, limit: int) -> list[tuple[int, str]]:
    """Passages that are in no group yet, by id and text, the first `limit` with an id above `after`."""
    rows = catalogue.rows(
        """SELECT passage_id, text FROM passages p WHERE passage_id > ?
        AND NOT EXISTS (SELECT 1 FROM passage_groups g WHERE g.passage_id = p.passage_id)
        ORDER BY passage_id LIMIT ?""",
        (after, limit),
    )
    return [(row["passage_id"], row["text"]) for row in rows]


def representatives_at(catalogue: Catalogue, bands: Sequence[int], *, limit: int) -> list[tuple[int, str]]:
    """The representatives that share a band, by id and text: the `limit` that share most, older ones first."""
    marks = ",".join("?" * len(bands))
    rows = catalogue.rows(
        f"""SELECT passage_id, text FROM passages JOIN (SELECT passage_id, COUNT(*) AS shared FROM passage_bands
        WHERE band IN ({marks}) GROUP BY passage_id ORDER BY shared DESC, passage_id LIMIT ?) USING (passage_id)
        ORDER BY shared DESC, passage_id""",
        (*bands, limit),
    )
    return [(row["passage_id"], row["text"]) for row in rows]


def join_group(writer: CatalogueWriter, passage_id: int, representative: int) -> None:
    """This passage says what that one says."""
    writer.write("INSERT INTO passage_groups VALUES (?, ?)", (passage_id, representative))


def open_group(writer: CatalogueWriter, passage_id: int, bands: Sequence[int]) -> None:
    """This passage says what none before it says."""
    join_group(writer, passage_id, passage_id)
    writer.write("INSERT OR IGNORE INTO passage_bands VALUES (?, ?)", *((band, passage_id) for band in bands))


def documents_to_compare(catalogue: Catalogue, *, limit: int) -> list[tuple[str, str]]:
    """Documents without a signature, by id and text, in the order of their passages."""
    rows = catalogue.rows(
        """SELECT doc_id, text FROM documents d
        WHERE NOT EXISTS (SELECT 1 FROM document_signatures s WHERE s.doc_id = d.doc_id) ORDER BY rowid LIMIT ?""",
        (limit,),
    )
    return [(row["doc_id"], row["text"]) for row in rows]


def documents_at(catalogue: Catalogue, bands: Sequence[int], *, limit: int) -> dict[str, bytes]:
    """The signatures of documents that share a band, by id: the `limit` that share most."""
    marks = ",".join("?" * len(bands))
    rows = catalogue.rows(
        f"""SELECT doc_id, signature FROM document_signatures JOIN (SELECT doc_id, COUNT(*) AS shared
        FROM document_bands WHERE band IN ({marks}) GROUP BY doc_id ORDER BY shared DESC, doc_id LIMIT ?)
        USING (doc_id)""",
        (*bands, limit),
    )
    return {row["doc_id"]: row["signature"] for row in rows}


def keep_signature(writer: CatalogueWriter, doc_id: str, signature: bytes, bands: Sequence[int]) -> None:
    """Keep what a document is compared by."""
    writer.write("INSERT INTO document_signatures VALUES (?, ?)", (doc_id, signature))
    writer.write("INSERT OR IGNORE INTO document_bands VALUES (?, ?)", *((band, doc_id) for band in bands))


def link_alike(writer: CatalogueWriter, doc_id: str, other: str, likeness: float) -> None:
    """These two have much of their text in common."""
    writer.write("INSERT OR REPLACE INTO alike_documents VALUES (?, ?, ?)", (*sorted((doc_id, other)), likeness))


def note_replaced(writer: CatalogueWriter, uri: str, doc_id: str) -> None:
    """Another document than `doc_id` is at this address: keep what it was, before it is replaced."""
    rows = writer.rows(
        "SELECT d.doc_id, d.title, d.ingested_at FROM sources s JOIN documents d USING (doc_id) WHERE s.uri = ?", (uri,)
    )
    if rows and rows[0]["doc_id"] != doc_id:
        with writer.transaction(revise=False):
            writer.write("INSERT OR REPLACE INTO replaced_versions VALUES (?, ?, ?, ?, ?)", (uri, *rows[0], now()))


def forget_replaced(writer: CatalogueWriter) -> None:
    """Forget what was at addresses where nothing is any more."""
    with writer.transaction(revise=False):
        writer.write("DELETE FROM replaced_versions WHERE uri NOT IN (SELECT uri FROM sources)", ())
