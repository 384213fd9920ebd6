"""The first half of a run: sources become documents in the catalogue, in their order, whoever is read first.

Several are read at once and ahead; what is stored, with which ids, does not depend on how fast each of them was.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from corpus.acronyms import keep_acronyms
from corpus.duplicates import note_replaced
from corpus.errors import LeftOut, SourceEmpty, SourceError, UnsupportedFormat
from corpus.home import Home
from corpus.readings import keep_readings
from corpus.types import Failure
from corpus.web import keep_whole, web_page
from corpus.writer import CatalogueWriter, now
from index.caches import synchronise
from index.encoder import Encoder
from ingest.acronyms import defined_in
from ingest.chunk import ChunkOptions
from ingest.compose import Written, write
from ingest.encode import PUBLISH_EVERY_S, EncodingAhead
from ingest.extract import eml
from ingest.extract.base import DEFAULT_READING, Content, ReadOptions
from ingest.extract.records import extract_record
from ingest.prepare import Prepared, Recipe, doc_id_of, prepare
from ingest.reading import Reader
from ingest.report import Report
from ingest.source import Record, Source, name_at
from ingest.web.addresses import name_of as web_name

# Documents stored in one transaction: a flush to the disk for each would cost records dearly.
DOCUMENTS_A_TRANSACTION = 50
BYTES_A_TRANSACTION = 64 * 1024 * 1024
# Nor does a document wait longer than this until it is stored, however slow the next one is.
STORE_EVERY_S = 5.0
# Sources ahead of the one that is stored next, and the size of their files: what waits is in memory.
SOURCES_AHEAD = 64
BYTES_AHEAD = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Step:
    """What a run does next: store `source`, or open or close the file or page that the sources between are of.

    What is closed `whole` was read to its end: what it does not hold any more is removed. `sha256` is of the bytes of a
    page that holds several documents, so that it need not be asked for again.
    """

    source: Source | None = None
    opens: str = ""
    closes: str = ""
    whole: bool = False
    sha256: str = ""


@dataclass(slots=True)
class Storing:
    """Takes the steps of a run, and counts what came of them in `report`."""

    home: Home
    catalogue: CatalogueWriter
    encoder: Encoder
    reader: Reader
    options: ChunkOptions = field(default_factory=ChunkOptions)
    reading: ReadOptions = DEFAULT_READING
    report: Report = field(default_factory=Report)
    ahead: EncodingAhead | None = None
    _prepared: dict[str, Prepared] = field(default_factory=dict)
    _reading_now: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    _failed_before: int = 0
    _stored_at: float = field(default_factory=time.monotonic)
    _published_at: float = field(default_factory=time.monotonic)

    @property
    def recipe(self) -> Recipe:
        """What decides which text and passages come out of given bytes."""
        return Recipe(self.options, self.encoder.model_id, self.reading)

    def store_all(self, steps: Iterable[Step]) -> None:
        """Take the steps in their order; contents are read ahead."""
        waiting: deque[tuple[Step, Future[Written] | None]] = deque()
        size = 0
        for step in steps:
            waiting.append((step, self._begin(step)))
            size += _size(step)
            while waiting and (len(waiting) > SOURCES_AHEAD or size > BYTES_AHEAD or _is_ready(waiting[0][1])):
                size -= _size(waiting[0][0])
                self._take(*waiting.popleft())
        while waiting:
            self._take(*waiting.popleft())
        self.flush()

    def flush(self) -> None:
        """Store what is prepared, in one transaction: originals first, so that no document lacks its own."""
        for prepared in self._prepared.values():
            if prepared.data is not None:
                self.home.keep_original(prepared.document.sha256, prepared.data)
        gone: list[str] = []
        if self._prepared:
            with self.catalogue.transaction():
                for prepared in self._prepared.values():
                    gone += self._put(prepared)
        self.drop(gone)
        if self.ahead is not None:
            for prepared in self._prepared.values():
                self.ahead.add(prepared.texts)
        self._prepared.clear()
        self._stored_at = time.monotonic()

    def drop(self, originals: Iterable[str]) -> None:
        """Remove originals that no document has any more, by their hashes."""
        for sha256 in originals:
            self.home.drop_original(sha256)

    def restore(self, doc_id: str) -> None:
        """Read a document again: from its original, or, for a record, from its text."""
        document, reading = self.catalogue.document(doc_id), self.recipe.reading_of(self.catalogue.recipe_of(doc_id))
        path = self.home.original(document.sha256)
        container = self.catalogue.container_of(document.uri)
        if path.is_file():
            content = self._content(document.uri, container, path.read_bytes(), reading)
            source = Source(document.uri, document.sha256, content, container=container)
        else:
            record = Record(
                document.external_id or "", document.title, document.text, document.language, document.metadata
            )
            source = Source(document.uri, document.sha256, record=record, container=container)
        try:
            self._prepared[doc_id] = self._prepare(source, None)
        except SourceError as error:
            self._fail(source, error)
        else:
            self.report.updated += 1
        self._flush_in_time()

    def _content(self, uri: str, container: str, data: bytes, reading: ReadOptions) -> Content:
        """The bytes of a document as they were when they were read: with their name, and what their server said."""
        page = None if container else web_page(self.catalogue, uri)
        if page is None:
            return Content(name_at(uri, container), data, reading)
        return Content(web_name(uri), data, reading, url=page.address, charset=page.charset or None)

    def _begin(self, step: Step) -> Future[Written] | None:
        """Have a source read that will have to be, as far as can be seen before those in front of it are stored."""
        source = step.source
        if source is None or source.content is None or source.error is not None or source.unchanged:
            return None
        doc_id = doc_id_of(source.sha256)
        if doc_id in self._reading_now or self.recipe.is_met_by(self.catalogue.recipe_of(doc_id)):
            return None
        self._reading_now.add(doc_id)
        return self.reader.begin(source.content)

    def _take(self, step: Step, future: Future[Written] | None) -> None:
        if step.opens:
            self.catalogue.forget_failures(step.opens)
            self._seen.clear()
            self._failed_before = len(self.report.failed)
        if step.source is not None:
            self._store(step.source, future)
        if step.closes:
            self._close(step)
        self._flush_in_time()

    def _close(self, step: Step) -> None:
        if not step.whole:
            return
        if gone := set(self.catalogue.sources_in(step.closes)) - self._seen:
            self.flush()
            with self.catalogue.transaction():
                originals = [sha256 for uri in sorted(gone) for sha256 in self.catalogue.remove_source(uri)]
            self.drop(originals)
            self.report.removed += len(gone)
        if step.sha256 and len(self.report.failed) == self._failed_before:
            self.flush()
            keep_whole(self.catalogue, step.closes, step.sha256, str(self.recipe))

    def _store(self, source: Source, future: Future[Written] | None) -> None:
        """Store one source, or note why it can't be."""
        self._seen.add(source.uri)
        if not source.container:
            self.catalogue.forget_failures(source.uri)
        try:
            if source.error is not None:
                raise source.error
            if source.unchanged:
                self.report.unchanged += 1
            else:
                self._store_content(source, future)
        except SourceError as error:
            self._fail(source, error)
        finally:
            self._reading_now.discard(doc_id_of(source.sha256))

    def _store_content(self, source: Source, future: Future[Written] | None) -> None:
        doc_id = doc_id_of(source.sha256)
        if doc_id in self._prepared:
            self.flush()
        state = self.catalogue.source(source.uri)
        current = self.recipe.is_met_by(self.catalogue.recipe_of(doc_id))
        if current and state and state.doc_id == doc_id:
            self.report.unchanged += 1
        elif current:
            with self.catalogue.transaction():
                note_replaced(self.catalogue, source.uri, doc_id)
                gone = self.catalogue.link(source.uri, doc_id, container=source.container)
            self.drop(gone)
            self.report.duplicates += 1
        else:
            self._prepared[doc_id] = self._prepare(source, future)
            if state:
                self.report.updated += 1
            else:
                self.report.added += 1

    def _prepare(self, source: Source, future: Future[Written] | None) -> Prepared:
        """Have one source read, and cut it."""
        if source.record is not None:
            written = write(extract_record(source.record), name=source.record.external_id)
        elif source.content is not None:
            written = self._awaited(future or self.reader.begin(source.content))
        else:
            raise SourceEmpty(f"{source.uri} holds nothing")
        prepared = prepare(source, written, self.encoder, self.recipe)
        self.report.warnings += [(source.uri, warning) for warning in written.extraction.warnings]
        return prepared

    def _awaited(self, future: Future[Written]) -> Written:
        if not future.done() and self.ahead is not None:
            self.flush()
            self.ahead.go_on()
        return future.result()

    def _put(self, prepared: Prepared) -> list[str]:
        """Store a document with all that is known of it, within the transaction."""
        document = prepared.document
        note_replaced(self.catalogue, document.uri, document.doc_id)
        hashes = [each.key for each in prepared.texts]
        gone = self.catalogue.put(
            document, prepared.passages, hashes, recipe=prepared.recipe, container=prepared.container
        )
        keep_readings(self.catalogue, document.doc_id, prepared.readings)
        keep_acronyms(self.catalogue, document.doc_id, defined_in(document.text))
        return gone

    def _flush_in_time(self) -> None:
        moment = time.monotonic()
        size = sum(len(prepared.data or b"") for prepared in self._prepared.values())
        full = len(self._prepared) >= DOCUMENTS_A_TRANSACTION or size > BYTES_A_TRANSACTION
        if full or moment - self._stored_at > STORE_EVERY_S:
            self.flush()
        if moment - self._published_at > PUBLISH_EVERY_S:
            if self.ahead is not None:
                self.ahead.wait()  # nothing may be written while the caches are brought up to date
            synchronise(self.home, self.catalogue)
            self._published_at = moment

    def _fail(self, source: Source, error: SourceError) -> None:
        failure = Failure(source.uri, type(error).__name__, error.reason, error.advice, now())
        if isinstance(error, LeftOut) or (isinstance(error, UnsupportedFormat) and source.content is None):
            self.report.skipped.append(failure)
            return
        self.report.failed.append(failure)
        self.catalogue.record_failure(failure)


def steps_of(container: str, sources: Iterable[Source], *, sha256: str = "") -> Iterator[Step]:
    """The steps of one file or page: its document, or what it holds, one after another. `sha256` is a page's."""
    yield Step(opens=container)
    whole, several = True, False
    for source in sources:
        whole = whole and (source.error is None or bool(source.container))  # else the file itself could not be read
        several = (
            several or bool(source.container) or (source.content is not None and eml.FORMAT.accepts(source.content))
        )
        yield Step(source)
    yield Step(closes=container, whole=whole, sha256=sha256 if several else "")


def _is_ready(future: Future[Written] | None) -> bool:
    return future is None or future.done()


def _size(step: Step) -> int:
    return len(step.source.content.data) if step.source is not None and step.source.content is not None else 0
