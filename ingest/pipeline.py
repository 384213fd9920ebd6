"""The run of ingest: read → extract → clean and cut → store → publish words → encode passages → encode sentences.

Whatever is stored is stored for good: a run that is ended at any moment is gone on with by the next one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import NoText, SourceEmpty, SourceError, UnsupportedFormat
from corpus.home import Home
from corpus.types import Document, Failure, PassageDraft
from corpus.writer import CatalogueWriter, now, text_hash
from index.caches import synchronise
from index.encoder import Encoder
from ingest.chunk import ChunkOptions, embedding_text
from ingest.compose import compose
from ingest.encode import adopt_model, encode_pending, encode_pending_sentences
from ingest.extract.base import Content
from ingest.extract.records import extract_record
from ingest.extract.registry import extract
from ingest.progress import Progress, Silence
from ingest.report import Report
from ingest.sentences import spans_to_encode
from ingest.source import Record, Source, find_files, name_of, read_sources, uri_of

# Raise it when extraction, cleaning or cutting changes what comes out: documents are then read anew.
RECIPE = "1"
# Documents stored in one transaction: a flush to the disk for each would cost records dearly.
DOCUMENTS_A_TRANSACTION = 50


def ingest(
    home: Home,
    paths: Sequence[Path],
    encoder: Encoder,
    *,
    model: str,
    options: ChunkOptions | None = None,
    progress: Progress | None = None,
    sentences: bool = True,
) -> Report:
    """Ingest files and folders into a home, made where it is not there, and report on every source.

    `model` is the name that `encoder` was opened by. Without `sentences`, these are left to a later run. A source
    that fails is reported and kept in the catalogue's list of failures; the run goes on. Raises `HomeError` where
    the home can't be written and `ModelMismatch` where it was built with another model.
    """
    progress = progress or Silence()
    begun = time.monotonic()
    with home.writing(), CatalogueWriter.create(home) as catalogue:
        adopt_model(catalogue, encoder, model)
        storing = Storing(home, catalogue, encoder, options or ChunkOptions())
        files = list(find_files(paths))
        progress.start("read", len(files))
        for file in files:
            if isinstance(file, Source):
                storing.store(file)
            else:
                storing.store_file(file)
            progress.advance()
        storing.flush()
        progress.finish()
        synchronise(home, catalogue)
        report = storing.report
        report.encoded = encode_pending(home, catalogue, encoder, progress)
        if sentences:
            report.encoded_sentences = encode_pending_sentences(home, catalogue, encoder, progress)
        report.passages = catalogue.counts().passages
        catalogue.compact()
    report.seconds = time.monotonic() - begun
    return report


@dataclass(frozen=True, slots=True)
class _Prepared:
    document: Document
    passages: list[PassageDraft]
    text_hashes: list[bytes]
    container: str
    data: bytes | None


@dataclass(slots=True)
class Storing:
    """The first half of a run: sources become documents in the catalogue, some at a time."""

    home: Home
    catalogue: CatalogueWriter
    encoder: Encoder
    options: ChunkOptions
    report: Report = field(default_factory=Report)
    _prepared: dict[str, _Prepared] = field(default_factory=dict)

    @property
    def recipe(self) -> str:
        """Names everything that decides what text and passages come out of given bytes."""
        return f"{RECIPE}; {self.options}; {self.encoder.model_id}"

    def store_file(self, path: Path) -> None:
        """Store a file's document or its records; records that are gone from the file are removed."""
        container = uri_of(path)
        self.catalogue.forget_failures(container)
        before = set(self.catalogue.sources_in(container))
        for source in read_sources(path):
            before.discard(source.uri)
            self.store(source)
            if source.error and not source.container:
                return  # the file itself could not be read: what it held is kept
        self.flush()
        with self.catalogue.transaction(revise=bool(before)):
            for uri in before:
                self.catalogue.remove_source(uri)
        self.report.removed += len(before)

    def store(self, source: Source) -> None:
        """Store one source, or note why it can't be."""
        try:
            if source.error is not None:
                raise source.error
            if source.unchanged:
                self.report.unchanged += 1
            else:
                self._store(source)
        except SourceError as error:
            self._fail(source, error)

    def flush(self) -> None:
        """Store what is prepared, in one transaction: originals first, so that no document lacks its own."""
        for prepared in self._prepared.values():
            if prepared.data is not None:
                self.home.keep_original(prepared.document.sha256, prepared.data)
        gone: list[str] = []
        if self._prepared:
            with self.catalogue.transaction():
                for prepared in self._prepared.values():
                    gone += self.catalogue.put(
                        prepared.document,
                        prepared.passages,
                        prepared.text_hashes,
                        recipe=self.recipe,
                        container=prepared.container,
                    )
        for sha256 in gone:
            self.home.drop_original(sha256)
        self._prepared.clear()

    def restore(self, doc_id: str) -> None:
        """Read a document again: from its original, or, for a record, from its text."""
        document = self.catalogue.document(doc_id)
        path = self.home.original(document.sha256)
        if path.is_file():
            source = Source(document.uri, document.sha256, Content(name_of(Path(document.uri)), path.read_bytes()))
        else:
            record = Record(
                document.external_id or "", document.title, document.text, document.language, document.metadata
            )
            container = document.uri.rpartition("#")[0]
            source = Source(document.uri, document.sha256, record=record, container=container)
        try:
            self._prepared[doc_id] = self._prepare(source)
        except SourceError as error:
            self._fail(source, error)
        else:
            self.report.updated += 1
        if len(self._prepared) >= DOCUMENTS_A_TRANSACTION:
            self.flush()

    def _store(self, source: Source) -> None:
        doc_id = doc_id_of(source.sha256)
        if doc_id in self._prepared:
            self.flush()
        state = self.catalogue.source(source.uri)
        current = self.catalogue.recipe_of(doc_id) == self.recipe
        if current and state and state.doc_id == doc_id:
            self.report.unchanged += 1
        elif current:
            for sha256 in self.catalogue.link(source.uri, doc_id, container=source.container):
                self.home.drop_original(sha256)
            self.report.duplicates += 1
        else:
            self._prepared[doc_id] = self._prepare(source)
            if state:
                self.report.updated += 1
            else:
                self.report.added += 1
        if len(self._prepared) >= DOCUMENTS_A_TRANSACTION:
            self.flush()

    def _prepare(self, source: Source) -> _Prepared:
        """Extract, clean and cut one source."""
        record, content = source.record, source.content
        if record is not None:
            extraction, name = extract_record(record), record.external_id
        elif content is not None:
            extraction, name = extract(content), content.name
        else:
            raise SourceEmpty(f"{source.uri} holds nothing")
        stated = record.language if record else None  # who writes records knows their language
        composed = compose(extraction, name=name, count_tokens=self.encoder.count_tokens, options=self.options)
        if not composed.passages:
            raise NoText(f"{source.uri} holds no text")
        self.report.warnings += [(source.uri, warning) for warning in extraction.warnings]
        document = Document(
            doc_id=doc_id_of(source.sha256),
            uri=source.uri,
            sha256=source.sha256,
            media_type=extraction.media_type,
            title=composed.title,
            language=stated or composed.language,
            text=composed.text,
            pages=composed.pages,
            external_id=record.external_id if record else None,
            published=extraction.published,
            ingested_at=now(),
            metadata=record.metadata if record else {},
        )
        passages = [
            replace(
                draft,
                language=stated or draft.language,
                sentences=spans_to_encode(document.text[draft.start : draft.end]),
            )
            for draft in composed.passages
        ]
        hashes = [
            text_hash(embedding_text(draft.section, document.text[draft.start : draft.end])) for draft in passages
        ]
        return _Prepared(document, passages, hashes, source.container, content.data if content else None)

    def _fail(self, source: Source, error: SourceError) -> None:
        failure = Failure(source.uri, type(error).__name__, error.reason, error.advice, now())
        if isinstance(error, UnsupportedFormat) and source.content is None:
            self.report.skipped.append(failure)
            return
        self.report.failed.append(failure)
        self.catalogue.record_failure(failure)


def doc_id_of(sha256: str) -> str:
    """A document's id: 16 hexadecimal digits of the hash of its bytes."""
    return sha256[:16]
