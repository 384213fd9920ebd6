"""Writing the catalogue. Every write is one transaction and one revision, under the home's lock.

Caches ask what has changed since the revision that they were built from.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue, connect_for_writing, translated, unknown_document
from corpus.home import Home
from corpus.rows import DOCUMENT_COLUMNS, document_row
from corpus.types import Document, Failure, PassageDraft


def now() -> str:
    """The present moment as the catalogue writes it: ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def text_hash(text: str) -> bytes:
    """Names the embedding of a text: 16 bytes of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).digest()[:16]


class CatalogueWriter(Catalogue):
    """A catalogue that can be written to. Where hashes are given back, their originals can be deleted."""

    @classmethod
    def create(cls, home: Home) -> Self:
        """Open for writing, made or brought up to date where needed. The caller holds the home's lock."""
        with translated(home.catalogue):
            return cls(connect_for_writing(home.catalogue), home.catalogue)

    @contextlib.contextmanager
    def transaction(self, *, revise: bool = True) -> Iterator[int]:
        """All or nothing; gives the new revision. A transaction within a transaction is part of it.

        `revise=False` is for what no cache is built from: it leaves the revision as it is.
        """
        with self._mutex, translated(self._path):
            if self._connection.in_transaction:
                yield self.revision
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                if revise:
                    self._connection.execute("UPDATE facts SET value = value + 1 WHERE name = 'revision'")
                yield self.revision
                self._connection.execute("COMMIT")
            except BaseException:
                if self._is_open():  # a disk that is full has ended it already
                    self._connection.execute("ROLLBACK")
                raise

    def _is_open(self) -> bool:
        return self._connection.in_transaction

    def write(self, sql: str, *rows: Sequence[object]) -> None:
        """Execute a statement for each of `rows`, within a transaction: for the modules that keep a topic each."""
        with translated(self._path):
            self._connection.executemany(sql, rows)

    def set_fact(self, name: str, value: str) -> None:
        """Write down a fact about the home."""
        with self.transaction(revise=False):
            self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def put(
        self,
        document: Document,
        passages: Sequence[PassageDraft],
        text_hashes: Sequence[bytes],
        *,
        recipe: str,
        container: str = "",
    ) -> list[str]:
        """Store a document with its passages, in place of what was at its address.

        `text_hashes` name the texts that are encoded for the passages; vectors of texts that are still there are
        kept. `recipe` names the way in which the text was extracted and cut.
        """
        with self.transaction() as revision:
            elsewhere = self.rows(
                "SELECT uri, container FROM sources WHERE doc_id = ? AND uri <> ?", (document.doc_id, document.uri)
            )
            before = self._texts_at(document.uri) | self._texts_of(document.doc_id)
            gone = self._unlink(document.uri, revision) + self._drop(document.doc_id, revision)
            self._insert(document, passages, text_hashes, recipe, revision)
            self._link(document.uri, document.doc_id, container)
            for row in elsewhere:
                self._link(row["uri"], document.doc_id, row["container"])
            self._sweep(before)
        return [sha256 for sha256 in gone if sha256 != document.sha256]

    def link(self, uri: str, doc_id: str, *, container: str = "") -> list[str]:
        """Note that a document that is known was found at this address too, in place of what was there."""
        state = self.source(uri)
        if state and state.doc_id == doc_id:
            return []
        with self.transaction() as revision:
            before = self._texts_at(uri)
            gone = self._unlink(uri, revision)
            self._link(uri, doc_id, container)
            self._sweep(before)
            return gone

    def remove_document(self, doc_id: str) -> list[str]:
        """Remove a document with everything of it. Raises `NotInCatalogue`."""
        with self.transaction() as revision:
            before = self._texts_of(doc_id)
            gone = self._drop(doc_id, revision)
            if not gone:
                raise unknown_document(doc_id)
            self._sweep(before)
            return gone

    def remove_source(self, uri: str) -> list[str]:
        """Remove an address, and its document where no other address has it."""
        with self.transaction() as revision:
            before = self._texts_at(uri)
            gone = self._unlink(uri, revision)
            self._sweep(before)
            return gone

    def add_embeddings(self, model_id: str, text_hashes: Sequence[bytes], vectors: npt.NDArray[np.float32]) -> None:
        """Keep one vector a text, as float16; `vectors` has shape (len(text_hashes), dim)."""
        halves = vectors.astype("<f2")
        with self.transaction() as revision:
            self._connection.executemany(
                "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?)",
                [(key, model_id, row.tobytes(), revision) for key, row in zip(text_hashes, halves, strict=True)],
            )

    def drop_other_embeddings(self, model_id: str) -> None:
        """Remove the vectors of every model but this one."""
        with self.transaction():
            self._connection.execute("DELETE FROM embeddings WHERE model_id <> ?", (model_id,))

    def record_failure(self, failure: Failure) -> None:
        """Keep the reason why a source is not in, until it is."""
        with self.transaction(revise=False):
            self._connection.execute(
                "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)",
                (failure.uri, failure.error, failure.reason, failure.advice, failure.failed_at or now()),
            )

    def forget_failures(self, uri: str) -> None:
        """The source is in now, or is tried again: its failure and those of its records and members are forgotten."""
        where = "WHERE uri = ?1 OR substr(uri, 1, length(?1) + 1) = ?1 || '#'"
        if self.rows(f"SELECT 1 FROM failures {where}", (uri,)):
            with self.transaction(revise=False):
                self._connection.execute(f"DELETE FROM failures {where}", (uri,))

    def compact(self) -> None:
        """Write the log into the file and empty it, so that nothing that was removed is left in it."""
        with self._mutex, translated(self._path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _insert(
        self,
        document: Document,
        passages: Sequence[PassageDraft],
        text_hashes: Sequence[bytes],
        recipe: str,
        revision: int,
    ) -> None:
        self._connection.execute(
            f"INSERT INTO documents ({DOCUMENT_COLUMNS}, recipe) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*document_row(document), recipe),
        )
        for ordinal, (draft, key) in enumerate(zip(passages, text_hashes, strict=True)):
            text = document.text[draft.start : draft.end]
            pages = document.pages_of(draft.start, draft.end)
            place = (document.doc_id, ordinal, draft.start, draft.end)
            cursor = self._connection.execute(
                """INSERT INTO passages (doc_id, ordinal, start, "end", text, section, first_page, last_page, language,
                role, text_hash, revision) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)""",
                (*place, text, draft.section, *pages, draft.language, draft.role, key, revision),
            )
            self._connection.executemany(
                "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
                [
                    (cursor.lastrowid, number, start, end, text_hash(text[start:end]))
                    for number, (start, end) in enumerate(draft.sentences)
                ],
            )

    def _link(self, uri: str, doc_id: str, container: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (uri, doc_id, container))

    def _unlink(self, uri: str, revision: int) -> list[str]:
        state = self.source(uri)
        if state is None:
            return []
        self._connection.execute("DELETE FROM sources WHERE uri = ?", (uri,))
        others = self.sources_of(state.doc_id)
        if not others:
            return self._drop(state.doc_id, revision)
        self._connection.execute(
            "UPDATE documents SET uri = ? WHERE doc_id = ? AND uri = ?", (others[0], state.doc_id, uri)
        )
        return []

    def _drop(self, doc_id: str, revision: int) -> list[str]:
        gone = [row["sha256"] for row in self.rows("SELECT sha256 FROM documents WHERE doc_id = ?", (doc_id,))]
        self._connection.execute(
            "INSERT INTO removed_passages SELECT passage_id, ? FROM passages WHERE doc_id = ?", (revision, doc_id)
        )
        self._connection.execute("DELETE FROM documents WHERE doc_id = ?", (doc_id,))
        return gone

    def _texts_of(self, doc_id: str) -> set[bytes]:
        rows = self.rows(
            """SELECT text_hash FROM passages WHERE doc_id = ?1 UNION SELECT s.text_hash
            FROM sentences s JOIN passages USING (passage_id) WHERE doc_id = ?1""",
            (doc_id,),
        )
        return {row["text_hash"] for row in rows}

    def _texts_at(self, uri: str) -> set[bytes]:
        state = self.source(uri)
        return self._texts_of(state.doc_id) if state else set()

    def _sweep(self, text_hashes: Iterable[bytes]) -> None:
        """Remove the vectors of those texts that no passage or sentence has any more."""
        self._connection.executemany(
            """DELETE FROM embeddings WHERE text_hash = ?1
            AND NOT EXISTS (SELECT 1 FROM passages WHERE text_hash = ?1)
            AND NOT EXISTS (SELECT 1 FROM sentences WHERE text_hash = ?1)""",
            [(text_hash,) for text_hash in text_hashes],
        )
