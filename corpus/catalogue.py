"""The catalogue: documents, passages, embeddings, sources and failures in one SQLite file. It is the truth.

Everything else in a home can be made again from it. `Catalogue` reads, `corpus.writer.CatalogueWriter` writes.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from corpus.errors import HomeDamaged, HomeLocked, HomeTooNew, HomeUnwritable, NotInCatalogue
from corpus.home import Home
from corpus.migrations import LATEST, migrate, version_of
from corpus.rows import DOCUMENT_COLUMNS, PASSAGE_COLUMNS, document_of, passage_of
from corpus.types import Document, Failure, Passage

# SQLite's default limit on the parameters of one statement is 32,766; a smaller step costs nothing.
PARAMETERS = 500


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the catalogue knows of an address: the document found there, and the recipe that read it."""

    doc_id: str
    sha256: str
    recipe: str


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A line of the list of documents: everything but the text. `pages` is 0 where the format has none.

    `kind`, `territory` (the main one's code), `place` (its name) and `date` (ISO, of the instrument) are what counts of
    its instrument: people's corrections before what was read. None where nothing is known.
    """

    doc_id: str
    uri: str
    external_id: str | None
    title: str
    language: str
    media_type: str
    pages: int
    passages: int
    characters: int
    published: str | None
    ingested_at: str
    labels: Mapping[int, str] = field(default_factory=dict, hash=False)
    kind: str | None = None
    territory: str | None = None
    place: str | None = None
    date: str | None = None

    def label_of(self, page: int | None) -> str | None:
        """What is printed on a page, where that is not its number."""
        return None if page is None else self.labels.get(page)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a catalogue holds. `encoded` counts the passages that have a vector of the model asked for,
    `encoded_sentences` the sentences.
    """

    documents: int
    passages: int
    encoded: int
    sentences: int
    encoded_sentences: int
    failures: int
    languages: dict[str, int]


@dataclass(frozen=True, slots=True)
class PassageText:
    """What an encoder or an index of words needs of a passage. `text_hash` names its embedding."""

    passage_id: int
    doc_id: str
    section: str
    text: str
    language: str
    text_hash: bytes


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise HomeLocked(f"Another process is writing to {path}", advice="Wait, then try again") from error
        if "readonly" in text or "full" in text or "disk I/O" in text:
            raise HomeUnwritable(f"{path}: {text}", advice="Check the permissions and the free space") from error
        raise HomeDamaged(
            f"The catalogue {path} can't be read: {text}",
            advice="Restore it from a copy, or move it away and ingest the documents again",
        ) from error


class Catalogue:
    """One SQLite file. Safe to use from several threads; writing needs the home's lock."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        connection.row_factory = sqlite3.Row
        self._connection = connection
        self._path = path
        self._mutex = threading.RLock()

    @classmethod
    def open(cls, home: Home) -> Self:
        """Open for reading. Raises `HomeMissing`, `HomeTooNew` or `HomeDamaged`."""
        home.require()
        path = home.catalogue
        with translated(path):
            connection = _connect_for_reading(path)
            refuse_newer(connection, path)
            if version_of(connection) < LATEST:
                connection.close()
                _bring_up_to_date(home)
                connection = _connect_for_reading(path)
        return cls(connection, path)

    def close(self) -> None:
        """Give the file back. The catalogue can't be used any more."""
        with self._mutex:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[sqlite3.Row]:
        """The rows of a query: for the modules of this package that keep a topic of the catalogue each."""
        with self._mutex, translated(self._path):
            return self._connection.execute(sql, parameters).fetchall()

    def rows_in(self, sql: str, values: Sequence[object]) -> Iterator[sqlite3.Row]:
        """The rows of a query in which `(?*)` stands for all of `values`, asked some at a time."""
        for first in range(0, len(values), PARAMETERS):
            part = values[first : first + PARAMETERS]
            yield from self.rows(sql.replace("(?*)", f"({','.join('?' * len(part))})"), part)

    def fact(self, name: str) -> str | None:
        """A fact about the home: `catalogue_id`, `revision`, `model`, `model_id`."""
        rows = self.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0]["value"]) if rows else None

    @property
    def catalogue_id(self) -> str:
        """Drawn when the catalogue was made: a cache of another catalogue is never taken for its own."""
        return self.fact("catalogue_id") or ""

    @property
    def revision(self) -> int:
        """Grows by one with every write."""
        return int(self.fact("revision") or 0)

    def counts(self, model_id: str | None = None) -> Counts:
        """How much there is; `encoded` is 0 without a `model_id`."""
        languages = self.rows("SELECT language, COUNT(*) AS n FROM documents GROUP BY language ORDER BY n DESC, 1")
        (row,) = self.rows(
            """SELECT (SELECT COUNT(*) FROM documents) AS documents, (SELECT COUNT(*) FROM passages) AS passages,
            (SELECT COUNT(*) FROM failures) AS failures, (SELECT COUNT(*) FROM passages p JOIN embeddings e
             ON e.text_hash = p.text_hash AND e.model_id = :model) AS encoded,
            (SELECT COUNT(*) FROM sentences) AS sentences, (SELECT COUNT(*) FROM sentences s JOIN embeddings e
             ON e.text_hash = s.text_hash AND e.model_id = :model) AS encoded_sentences""",
            {"model": model_id or ""},
        )
        return Counts(
            documents=row["documents"],
            passages=row["passages"],
            encoded=row["encoded"],
            sentences=row["sentences"],
            encoded_sentences=row["encoded_sentences"],
            failures=row["failures"],
            languages={entry["language"]: entry["n"] for entry in languages},
        )

    def source(self, uri: str) -> SourceState | None:
        """What is known of an address; None where nothing was ingested from it."""
        rows = self.rows(
            "SELECT d.doc_id, d.sha256, d.recipe FROM sources s JOIN documents d USING (doc_id) WHERE s.uri = ?", (uri,)
        )
        return SourceState(**rows[0]) if rows else None

    def sources_of(self, doc_id: str) -> list[str]:
        """Every address that a document was found at, in alphabetical order."""
        return [row["uri"] for row in self.rows("SELECT uri FROM sources WHERE doc_id = ? ORDER BY uri", (doc_id,))]

    def sources_in(self, container: str) -> list[str]:
        """The addresses of the records that were ingested from one file."""
        return [row["uri"] for row in self.rows("SELECT uri FROM sources WHERE container = ?", (container,))]

    def container_of(self, uri: str) -> str:
        """The file or page that an address lies in; empty for one that is a file or page itself, or not there."""
        rows = self.rows("SELECT container FROM sources WHERE uri = ?", (uri,))
        return str(rows[0]["container"]) if rows else ""

    def document(self, doc_id: str) -> Document:
        """Raises `NotInCatalogue`."""
        rows = self.rows(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE doc_id = ?", (doc_id,))
        if not rows:
            raise unknown_document(doc_id)
        return document_of(rows[0])

    def find_document(self, name: str) -> str:
        """The id of the one document with this id, id prefix (4 or more), address, file name or external id.

        Accents may be composed or apart, whatever the disk has. Raises `NotInCatalogue` where there is none or more
        than one.
        """
        forms = dict.fromkeys((name, normalize("NFC", name), normalize("NFD", name)))
        found = sorted({doc_id for form in forms for doc_id in self._named(form)} or self._spelt(name))
        if not found:
            raise unknown_document(name)
        if len(found) > 1:
            ids = ", ".join(found[:5])
            raise NotInCatalogue(f"{name!r} fits {len(found)} documents ({ids})", advice="Give the whole doc_id")
        return found[0]

    def _named(self, name: str) -> list[str]:
        rows = self.rows(
            """SELECT DISTINCT doc_id FROM documents JOIN sources USING (doc_id)
            WHERE doc_id = :name OR external_id = :name OR sources.uri = :name
            OR (length(:name) >= 4 AND substr(doc_id, 1, length(:name)) = :name)
            OR substr(sources.uri, -length(:name) - 1) IN ('/' || :name, '#' || :name)""",
            {"name": name},
        )
        return [row["doc_id"] for row in rows]

    def _spelt(self, name: str) -> set[str]:
        """The documents at an address that ends in this name, where accents are written in both ways in one address."""
        asked = normalize("NFC", name)
        places = ((row["doc_id"], normalize("NFC", row["uri"])) for row in self.rows("SELECT doc_id, uri FROM sources"))
        return {doc_id for doc_id, uri in places if uri == asked or uri.endswith((f"/{asked}", f"#{asked}"))}

    def summaries(self, *, language: str | None = None) -> list[DocumentSummary]:
        """The list of documents in the order of their titles."""
        where = " WHERE ? IS NULL OR language = ? ORDER BY title COLLATE NOCASE, doc_id"
        return [_summary(row) for row in self.rows(_SUMMARY + where, (language, language))]

    def summaries_by_id(self, doc_ids: Iterable[str]) -> dict[str, DocumentSummary]:
        """The summaries of the documents that are still there, by id."""
        rows = self.rows_in(_SUMMARY + " WHERE doc_id IN (?*)", list(dict.fromkeys(doc_ids)))
        return {row["doc_id"]: _summary(row) for row in rows}

    def languages(self) -> list[str]:
        """The languages of the passages, most frequent first."""
        rows = self.rows("SELECT language FROM passages GROUP BY language ORDER BY COUNT(*) DESC, language")
        return [row["language"] for row in rows]

    def recipe_of(self, doc_id: str) -> str | None:
        """The way in which a document was read and cut; None where it is not there."""
        rows = self.rows("SELECT recipe FROM documents WHERE doc_id = ?", (doc_id,))
        return str(rows[0]["recipe"]) if rows else None

    def doc_ids(self, *, languages: Sequence[str] = (), names: Sequence[str] = ()) -> set[str]:
        """The documents in any of `languages` and among `names` (both where both are given, all where none is)."""
        found = {row["doc_id"] for row in self.rows("SELECT doc_id FROM documents")} if not languages else set[str]()
        if languages:
            found = {
                row["doc_id"]
                for row in self.rows_in("SELECT doc_id FROM documents WHERE language IN (?*)", list(languages))
            }
        if names:
            found &= {self.find_document(name) for name in names}
        return found

    def passages_by_id(self, passage_ids: Iterable[int]) -> dict[int, Passage]:
        """The passages that are still there, by id."""
        sql = f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE passage_id IN (?*)"
        return {row["passage_id"]: passage_of(row) for row in self.rows_in(sql, list(passage_ids))}

    def passages_of(self, doc_id: str) -> list[Passage]:
        """A document's passages in their order."""
        sql = f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE doc_id = ? ORDER BY ordinal"
        return [passage_of(row) for row in self.rows(sql, (doc_id,))]

    def passage_ids(self, doc_ids: Iterable[str]) -> npt.NDArray[np.int64]:
        """The ids of all passages of these documents, growing."""
        rows = self.rows_in("SELECT passage_id FROM passages WHERE doc_id IN (?*)", list(doc_ids))
        return np.sort(np.fromiter((row["passage_id"] for row in rows), dtype=np.int64))

    def passage_texts(self, *, since: int = 0, step: int = 1000) -> Iterator[list[PassageText]]:
        """The passages that came after revision `since`, in the order of their ids, `step` at a time."""
        last = 0
        while True:
            rows = self.rows(
                _PASSAGE_TEXT + " WHERE p.revision > ? AND p.passage_id > ? ORDER BY p.passage_id LIMIT ?",
                (since, last, step),
            )
            if not rows:
                return
            last = rows[-1]["passage_id"]
            yield [PassageText(**row) for row in rows]

    def passage_languages(self, passage_ids: Iterable[int]) -> dict[int, str]:
        """The language of each of these passages."""
        rows = self.rows_in("SELECT passage_id, language FROM passages WHERE passage_id IN (?*)", list(passage_ids))
        return {row["passage_id"]: row["language"] for row in rows}

    def removed_since(self, revision: int) -> list[int]:
        """The ids of the passages that went after `revision`."""
        rows = self.rows("SELECT passage_id FROM removed_passages WHERE revision > ?", (revision,))
        return [row["passage_id"] for row in rows]

    def unencoded(self, model_id: str, *, limit: int, words: bool = False) -> list[PassageText]:
        """Passages without a vector of this model, at most one a text; the first `limit` by id.

        With `words`, those whose words are wanting too.
        """
        table = _encoded(words=words)
        rows = self.rows(
            _PASSAGE_TEXT
            + f""" WHERE p.passage_id IN (SELECT MIN(q.passage_id) FROM passages q
            WHERE NOT EXISTS (SELECT 1 FROM {table} e WHERE e.text_hash = q.text_hash AND e.model_id = ?)
            GROUP BY q.text_hash) ORDER BY p.passage_id LIMIT ?""",
            (model_id, limit),
        )
        return [PassageText(**row) for row in rows]

    def wanting(self, model_id: str, text_hashes: Sequence[bytes], *, words: bool = False) -> list[bytes]:
        """Those of these texts of passages that are there and have no vector of this model, in the order given."""
        there = {
            row["text_hash"]
            for row in self.rows_in("SELECT text_hash FROM passages WHERE text_hash IN (?*)", text_hashes)
        }
        table = _encoded(words=words)
        encoded = self.rows_in(f"SELECT text_hash, model_id FROM {table} WHERE text_hash IN (?*)", text_hashes)
        there -= {row["text_hash"] for row in encoded if row["model_id"] == model_id}
        return [key for key in text_hashes if key in there]

    def unencoded_sentences(self, model_id: str, *, limit: int) -> list[tuple[bytes, str]]:
        """Sentences without a vector of this model, each once, by hash and text; the first `limit` by passage."""
        rows = self.rows(
            """SELECT s.text_hash, substr(p.text, s.start + 1, s."end" - s.start) AS text, MIN(p.passage_id) AS first
            FROM sentences s JOIN passages p USING (passage_id) WHERE NOT EXISTS
            (SELECT 1 FROM embeddings e WHERE e.text_hash = s.text_hash AND e.model_id = ?)
            GROUP BY s.text_hash ORDER BY first, s.ordinal LIMIT ?""",
            (model_id, limit),
        )
        return [(row["text_hash"], row["text"]) for row in rows]

    def count_unencoded(self, model_id: str, *, sentences: bool = False, words: bool = False) -> int:
        """How many texts of passages, or of sentences, have no vector of this model yet; with `words`, or no words."""
        table = "sentences" if sentences else "passages"
        (row,) = self.rows(
            f"""SELECT COUNT(DISTINCT text_hash) AS n FROM {table} t WHERE NOT EXISTS
            (SELECT 1 FROM {_encoded(words=words)} e WHERE e.text_hash = t.text_hash AND e.model_id = ?)""",
            (model_id,),
        )
        return int(row["n"])

    def vectors(
        self, model_id: str, *, since: int = 0, step: int = 5000
    ) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]]:
        """Passage ids (n,) and their vectors (n, dim) that came after revision `since`, `step` at a time."""
        last = 0
        while True:
            rows = self.rows(
                """SELECT p.passage_id, e.vector FROM passages p JOIN embeddings e
                ON e.text_hash = p.text_hash AND e.model_id = ?
                WHERE MAX(p.revision, e.revision) > ? AND p.passage_id > ? ORDER BY p.passage_id LIMIT ?""",
                (model_id, since, last, step),
            )
            if not rows:
                return
            last = rows[-1]["passage_id"]
            yield np.array([row["passage_id"] for row in rows], dtype=np.int64), _halves(rows).astype(np.float32)

    def sentence_vectors(
        self, model_id: str, *, since: int = 0, step: int = 5000
    ) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]]:
        """Passage id and ordinal (n, 2) and vector (n, dim) of sentences that came after revision `since`."""
        last = (0, -1)
        while True:
            rows = self.rows(
                """SELECT s.passage_id, s.ordinal, e.vector FROM sentences s JOIN passages p USING (passage_id)
                JOIN embeddings e ON e.text_hash = s.text_hash AND e.model_id = ?
                WHERE MAX(p.revision, e.revision) > ? AND (s.passage_id, s.ordinal) > (?, ?)
                ORDER BY s.passage_id, s.ordinal LIMIT ?""",
                (model_id, since, *last, step),
            )
            if not rows:
                return
            last = (rows[-1]["passage_id"], rows[-1]["ordinal"])
            yield np.array([(row["passage_id"], row["ordinal"]) for row in rows], dtype=np.int64), _halves(rows)

    def sentences_of(self, passage_ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
        """The ranges of the sentences of these passages, in order; a passage of one sentence has none."""
        found: dict[int, list[tuple[int, int]]] = {}
        sql = """SELECT passage_id, start, "end" FROM sentences WHERE passage_id IN (?*) ORDER BY passage_id, ordinal"""
        for row in self.rows_in(sql, list(passage_ids)):
            found.setdefault(row["passage_id"], []).append((row["start"], row["end"]))
        return found

    def failures(self) -> list[Failure]:
        """The sources that could not be ingested, latest attempt first."""
        rows = self.rows("SELECT uri, error, reason, advice, failed_at FROM failures ORDER BY failed_at DESC, uri")
        return [Failure(**row) for row in rows]


_SUMMARY = """SELECT doc_id, uri, external_id, title, language, media_type, json_array_length(pages) AS pages,
(SELECT json_group_object(json_extract(value, '$[0]'), json_extract(value, '$[3]')) FROM json_each(pages)
    WHERE json_array_length(value) > 3) AS labels,
    (SELECT COUNT(*) FROM passages p WHERE p.doc_id = d.doc_id) AS passages, length(text) AS characters,
    published, ingested_at, kind, territory, place, date FROM documents d LEFT JOIN document_lines USING (doc_id)"""


def _encoded(*, words: bool) -> str:
    """The table of what is encoded: a text with its words has a vector too."""
    return "word_codes" if words else "embeddings"


_PASSAGE_TEXT = """SELECT p.passage_id, p.doc_id, p.section, p.text, p.language, p.text_hash FROM passages p"""


def _summary(row: sqlite3.Row) -> DocumentSummary:
    labels = {int(page): str(label) for page, label in json.loads(row["labels"]).items()}
    return DocumentSummary(**{**dict(row), "labels": labels})


def unknown_document(name: str) -> NotInCatalogue:
    return NotInCatalogue(f"No document {name!r} in this home", advice="List them with: repere documents")


def refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    version = version_of(connection)
    if version > LATEST:
        raise HomeTooNew(
            f"{path} was written by a newer version (format {version}; this version reads up to {LATEST})",
            advice="Install the newer version: pip install -U repere",
        )


def _connect_for_reading(path: Path) -> sqlite3.Connection:
    """Read-only; on a medium that can't be written, without the shared-memory file that a log needs."""
    uri = path.resolve().as_uri()
    for query in ("?mode=ro", "?immutable=1"):
        connection = sqlite3.connect(uri + query, uri=True, check_same_thread=False, isolation_level=None, timeout=30)
        try:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            if query == "?immutable=1":
                raise
        else:
            return connection
    raise AssertionError  # the loop returns or raises


def _halves(rows: Sequence[sqlite3.Row]) -> npt.NDArray[np.float16]:
    halves: npt.NDArray[np.float16] = np.frombuffer(b"".join(row["vector"] for row in rows), dtype="<f2")
    return halves.reshape(len(rows), -1)


def connect_for_writing(path: Path) -> sqlite3.Connection:
    """Open the file for writing, made or brought up to date where needed; the caller holds the home's lock."""
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten, not only unlinked
    refuse_newer(connection, path)
    migrate(connection)
    return connection


def _bring_up_to_date(home: Home) -> None:
    with home.writing(timeout_s=30):
        connect_for_writing(home.catalogue).close()
