"""Families: documents that are one instrument, in several languages or versions, and what people say of that.

Links are found by `ingest.families`. People's decisions belong to addresses, as corrections do: documents that were
split stay apart whatever is found later, and documents that were joined stay together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.errors import InvalidCorrection
from corpus.writer import CatalogueWriter, now

Relation = Literal["translation", "version"]
Decision = Literal["together", "apart"]


@dataclass(frozen=True, slots=True)
class FamilyLink:
    """Two documents that were found to be one instrument: how sure (0 to 1), and why, in whole phrases."""

    one: str
    other: str
    relation: Relation
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyDecision:
    """What a person said of two documents, by their ids."""

    one: str
    other: str
    decision: Decision
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Family:
    """Two or more documents that are one instrument, with what links them; `members` are ids, in order."""

    members: tuple[str, ...]
    links: tuple[FamilyLink, ...] = ()
    decisions: tuple[FamilyDecision, ...] = ()


def add_links(writer: CatalogueWriter, links: Iterable[FamilyLink]) -> None:
    """Keep links that were found, in place of older ones between the same documents; people's decisions stay."""
    rows = [
        (min(link.one, link.other), max(link.one, link.other), link.relation, link.score,
         json.dumps(link.reasons, ensure_ascii=False))
        for link in links
    ]  # fmt: skip
    if rows:
        with writer.transaction(revise=False):
            writer.write("INSERT OR REPLACE INTO family_links VALUES (?,?,?,?,?)", *rows)


def found_links(catalogue: Catalogue) -> list[FamilyLink]:
    """The links that were found, surest first."""
    rows = catalogue.rows("SELECT * FROM family_links ORDER BY score DESC, one, other")
    return [
        FamilyLink(row["one"], row["other"], row["relation"], row["score"], tuple(json.loads(row["reasons"])))
        for row in rows
    ]


def decisions_of(catalogue: Catalogue) -> list[FamilyDecision]:
    """What people said of the documents that are there, latest first; the latest of two that disagree."""
    rows = catalogue.rows(
        """SELECT a.doc_id AS one, b.doc_id AS other, d.decision, d.who, d.at FROM family_decisions d
        JOIN sources a ON a.uri = d.one JOIN sources b ON b.uri = d.other WHERE a.doc_id <> b.doc_id
        ORDER BY d.at DESC, d.one, d.other"""
    )
    found: dict[frozenset[str], FamilyDecision] = {}
    for row in rows:
        pair = sorted((row["one"], row["other"]))
        found.setdefault(frozenset(pair), FamilyDecision(pair[0], pair[1], row["decision"], row["who"], row["at"]))
    return list(found.values())


def families(catalogue: Catalogue) -> list[Family]:
    """Every family, in the order of its first member's id."""
    return grouped(found_links(catalogue), decisions_of(catalogue))


def family_of(catalogue: Catalogue, doc_id: str) -> Family:
    """The family of a document; it alone where it has none."""
    for family in families(catalogue):
        if doc_id in family.members:
            return family
    return Family((doc_id,))


def grouped(links: Sequence[FamilyLink], decisions: Sequence[FamilyDecision]) -> list[Family]:
    """Families from links, surest first. Two groups grow together unless someone said that two of them are apart."""
    apart = {frozenset((each.one, each.other)) for each in decisions if each.decision == "apart"}
    together = [(each.one, each.other) for each in decisions if each.decision == "together"]
    groups: dict[str, set[str]] = {}
    for one, other in [*together, *((link.one, link.other) for link in links)]:
        first, second = groups.setdefault(one, {one}), groups.setdefault(other, {other})
        if first is not second and not any(frozenset((a, b)) in apart for a in first for b in second):
            first |= second
            groups |= dict.fromkeys(second, first)
    members = sorted({tuple(sorted(group)) for group in groups.values() if len(group) > 1})
    return [
        Family(
            each,
            tuple(link for link in links if {link.one, link.other} <= set(each)),
            tuple(made for made in decisions if {made.one, made.other} <= set(each)),
        )
        for each in members
    ]


def split(writer: CatalogueWriter, doc_id: str, *, who: str) -> list[str]:
    """Take a document out of its family for good; the ids of those that it was with.

    Raises `InvalidCorrection` where it is in none.
    """
    others = [each for each in family_of(writer, doc_id).members if each != doc_id]
    if not others:
        raise InvalidCorrection(f"The document {doc_id} is in no family", advice="List them with: repere families")
    with writer.transaction(revise=False):
        for other in others:
            _decide(writer, doc_id, other, "apart", who)
    return others


def join(writer: CatalogueWriter, doc_ids: Sequence[str], *, who: str) -> list[str]:
    """Put documents into one family, with the families that they are in; the ids of all its members.

    What was split before among them is together again. Raises `InvalidCorrection` for fewer than two documents.
    """
    chosen = list(dict.fromkeys(doc_ids))
    if len(chosen) < 2:
        raise InvalidCorrection("A family has two documents or more", advice="Name two different documents")
    groups = [family_of(writer, doc_id).members for doc_id in chosen]
    members = sorted({member for group in groups for member in group})
    with writer.transaction(revise=False):
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                _decide(writer, one, other, "together", who)
    return members


def _decide(writer: CatalogueWriter, one: str, other: str, decision: Decision, who: str) -> None:
    pairs = [
        (min(a, b), max(a, b), decision, who, now()) for a in writer.sources_of(one) for b in writer.sources_of(other)
    ]
    writer.write("INSERT OR REPLACE INTO family_decisions VALUES (?,?,?,?,?)", *pairs)


def not_compared(catalogue: Catalogue, model_id: str) -> list[str]:
    """The documents that were not compared with the others yet and can be: all of their passages are encoded."""
    rows = catalogue.rows(
        """SELECT doc_id FROM documents d WHERE NOT EXISTS
        (SELECT 1 FROM title_vectors t WHERE t.doc_id = d.doc_id AND t.model_id = :model)
        AND EXISTS (SELECT 1 FROM passages p WHERE p.doc_id = d.doc_id)
        AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.doc_id = d.doc_id AND NOT EXISTS
        (SELECT 1 FROM embeddings e WHERE e.text_hash = p.text_hash AND e.model_id = :model)) ORDER BY doc_id""",
        {"model": model_id},
    )
    return [row["doc_id"] for row in rows]


def passage_vectors(catalogue: Catalogue, model_id: str, doc_ids: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
    """The vectors of these documents' passages (n, dim), in order; a document without vectors is left out."""
    sql = """SELECT p.doc_id, e.vector FROM passages p JOIN embeddings e ON e.text_hash = p.text_hash
        JOIN facts f ON f.name = 'model_id' AND f.value = e.model_id
        WHERE p.doc_id IN (?*) ORDER BY p.doc_id, p.ordinal"""
    if catalogue.fact("model_id") != model_id:
        return {}
    found: dict[str, list[bytes]] = {}
    for row in catalogue.rows_in(sql, doc_ids):
        found.setdefault(row["doc_id"], []).append(row["vector"])
    return {
        doc_id: np.frombuffer(b"".join(vectors), dtype="<f2").reshape(len(vectors), -1).astype(np.float32)
        for doc_id, vectors in found.items()
    }


def mean_vectors(catalogue: Catalogue, model_id: str) -> tuple[list[str], list[str], npt.NDArray[np.float32]]:
    """The ids of all documents that have vectors, their languages, and the direction of all their passages (n, dim)."""
    places: dict[str, int] = {}
    owners = {row["passage_id"]: row["doc_id"] for row in catalogue.rows("SELECT passage_id, doc_id FROM passages")}
    parts = []
    for ids, vectors in catalogue.vectors(model_id):
        rows = np.array([places.setdefault(owners[number], len(places)) for number in ids.tolist()])
        total = np.zeros((int(rows.max()) + 1, vectors.shape[1]), dtype=np.float32)
        np.add.at(total, rows, vectors)
        parts.append(total)
    sums = np.zeros((len(places), parts[0].shape[1] if parts else 1), dtype=np.float32)
    for part in parts:
        sums[: len(part)] += part
    languages = {row["doc_id"]: row["language"] for row in catalogue.rows("SELECT doc_id, language FROM documents")}
    means = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return list(places), [languages[doc_id] for doc_id in places], means


def title_vectors(catalogue: Catalogue, model_id: str) -> dict[str, npt.NDArray[np.float32]]:
    """The vectors (dim,) of the titles that were encoded with this model."""
    rows = catalogue.rows("SELECT doc_id, vector FROM title_vectors WHERE model_id = ?", (model_id,))
    return {row["doc_id"]: np.frombuffer(row["vector"], dtype="<f2").astype(np.float32) for row in rows}


def store_compared(
    writer: CatalogueWriter, model_id: str, vectors: Mapping[str, npt.NDArray[np.float32]], links: Iterable[FamilyLink]
) -> None:
    """Note that documents were compared: their titles' vectors, and the links that were found for them."""
    rows = [(doc_id, model_id, vector.astype("<f2").tobytes()) for doc_id, vector in vectors.items()]
    with writer.transaction(revise=False):
        if rows:
            writer.write("INSERT OR REPLACE INTO title_vectors VALUES (?,?,?)", *rows)
        add_links(writer, links)


def forget_compared(writer: CatalogueWriter) -> None:
    """Forget all links that were found, so that every document is compared anew; people's decisions stay."""
    with writer.transaction(revise=False):
        for table in ("title_vectors", "family_links"):
            writer.write(f"DELETE FROM {table} WHERE ? = ?", (1, 1))
