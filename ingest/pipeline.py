"""The run of ingest: read → extract → clean and cut → store → describe → publish words → encode passages, sentences.

Whatever is stored is stored for good: a run that is ended at any moment is gone on with by the next one.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.choices import choose_sentences, wants_sentences
from corpus.errors import InvalidCorrection, SourceMissing
from corpus.home import Home
from corpus.instruments import settle_filters
from corpus.types import Failure
from corpus.web import retire_moved
from corpus.writer import CatalogueWriter, now
from index.caches import synchronise
from index.encoder import Encoder
from ingest.alike import compare_new
from ingest.chunk import ChunkOptions
from ingest.describing import describe_pending
from ingest.encode import (
    EncodingAhead,
    adopt_model,
    encode_pending,
    encode_pending_sentences,
    measure_background,
)
from ingest.extract.archive import Opening
from ingest.extract.base import DEFAULT_READING, ReadOptions
from ingest.extract.zipped import Budget
from ingest.families import update_families
from ingest.progress import Progress, Silence
from ingest.reading import Reader
from ingest.report import Report
from ingest.sidecar import NAMES, Sidecar, apply_sidecar, read_sidecar, sidecar_in
from ingest.source import Source, as_on_disk, find_files, read_sources, sources_of, uri_of
from ingest.storing import Step, Storing, steps_of
from ingest.web.addresses import is_web_address
from ingest.web.options import WebOptions
from ingest.web.sources import web_sources
from ingest.worker import Limits


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run goes about it.

    Sources are read in `workers` processes within `limits`, one process a core unless told otherwise; with 0 in this
    process, where a source that crashes or never ends takes the run with it. `sentences` says whether these are
    encoded, now and by later runs that don't say it; None is as the home was told last. `retry_failed` adds the
    sources that failed before.
    """

    chunks: ChunkOptions = field(default_factory=ChunkOptions)
    reading: ReadOptions = DEFAULT_READING
    limits: Limits = field(default_factory=Limits)
    workers: int | None = None
    sentences: bool | None = None
    retry_failed: bool = False
    web: WebOptions | None = None


def ingest(
    home: Home,
    sources: Sequence[Path | str],
    encoder: Encoder,
    *,
    model: str,
    options: RunOptions | None = None,
    progress: Progress | None = None,
) -> Report:
    """Ingest files, folders and web addresses into a home, made where it is not there, and report on every source.

    `model` is the name that `encoder` was opened by. A source that fails is reported and kept in the catalogue's list
    of failures; the run goes on. Raises `HomeError` where the home can't be written, `ModelMismatch` where it was built
    with another model, and, before anything is written, `TableError` or `InvalidCorrection` for a folder's manifest.
    """
    options = options or RunOptions()
    progress = progress or Silence()
    begun = time.monotonic()
    sources = [each if is_address(each) else as_on_disk(Path(each)) for each in sources]
    sidecars = read_sidecars(sources)
    with contextlib.ExitStack() as stack:
        stack.enter_context(home.writing())
        catalogue = stack.enter_context(CatalogueWriter.create(home))
        adopt_model(catalogue, encoder, model)
        if options.sentences is not None:
            choose_sentences(catalogue, wanted=options.sentences)
        ahead = stack.enter_context(EncodingAhead(catalogue, encoder))
        reader = stack.enter_context(Reader(workers=options.workers, limits=options.limits))
        storing = Storing(home, catalogue, encoder, reader, options.chunks, options.reading, ahead=ahead)
        retried = failed_before(catalogue) if options.retry_failed else []
        storing.store_all(_steps(storing, [*sources, *retried], options, progress))
        storing.drop(retire_moved(catalogue))
        reader.close()
        report = storing.report
        _forget_missing(catalogue, report, retried)
        report.encoded = ahead.finish()  # nothing may be written while the caches are brought up to date
        describe_pending(catalogue, encoder, progress)
        _apply(sidecars, catalogue, report)
        measure_background(home, catalogue, encoder)  # before: all that is published is published for a background
        synchronise(home, catalogue)
        report.alike = compare_new(catalogue)
        report.encoded += encode_pending(home, catalogue, encoder, progress)
        if wants_sentences(catalogue):
            report.encoded_sentences = encode_pending_sentences(home, catalogue, encoder, progress)
        update_families(catalogue, encoder)
        report.passages = catalogue.counts().passages
        catalogue.compact()
    report.seconds = time.monotonic() - begun
    return report


def read_sidecars(sources: Sequence[Path | str]) -> list[Sidecar]:
    """The manifests of the folders among the sources. Raises `TableError` and `InvalidCorrection`."""
    folders = dict.fromkeys(Path(source) for source in sources if not is_address(source))
    return [read_sidecar(path) for folder in folders if (path := sidecar_in(folder))]


def _apply(sidecars: Sequence[Sidecar], catalogue: CatalogueWriter, report: Report) -> None:
    """Write what the manifests say, now that the documents are in. One that contradicts a document is reported."""
    for sidecar in sidecars:
        try:
            apply_sidecar(catalogue, sidecar)
        except InvalidCorrection as error:
            name = uri_of(sidecar.path)
            report.failed.append(Failure(name, type(error).__name__, error.reason, error.advice, now()))
    settle_filters(catalogue)


def failed_before(catalogue: CatalogueWriter) -> list[str | Path]:
    """The files and addresses that are in the list of failures, each once."""
    found = dict.fromkeys(_whole(failure.uri) for failure in catalogue.failures())
    return [name if is_address(name) else Path(name) for name in sorted(found)]


def is_address(source: Path | str) -> bool:
    """Whether a source is on the web and not on the disk."""
    return isinstance(source, str) and is_web_address(source)


def _whole(uri: str) -> str:
    """The file that a line of a .jsonl file or a member of an archive is in; other addresses as they are."""
    if is_address(uri):
        return uri.partition("#")[0]
    if Path(uri).exists():
        return uri
    file = uri.rpartition("#")[0]
    while file and not Path(file).exists():
        file = file.rpartition("#")[0]
    return file or uri


def _steps(storing: Storing, sources: Sequence[Path | str], options: RunOptions, progress: Progress) -> Iterator[Step]:
    """Files first, then what is on the web, as it comes in."""

    def opening() -> Opening:
        return Opening(Budget(seconds_left=options.limits.timeout_s))

    addresses = [str(source) for source in sources if is_address(source)]
    paths = [Path(source) for source in sources if not is_address(source)]
    files = list(find_files(paths, leave=[path / name for path in paths for name in NAMES]))
    progress.start("read", len(files))
    for file in files:
        if isinstance(file, Source):
            yield Step(file)
        else:
            yield from steps_of(uri_of(file), read_sources(file, storing.reading, opening=opening()))
        progress.advance()
    progress.finish()
    if addresses:
        progress.start("fetch", 0)
        for source in web_sources(
            storing.catalogue, addresses, options.web, reading=storing.reading, recipe=str(storing.recipe)
        ):
            if source.content is None:
                yield Step(source)
            else:
                inside = sources_of(source.uri, source.content, opening=opening())
                yield from steps_of(source.uri, inside, sha256=source.sha256)
            progress.advance()
        progress.finish()


def _forget_missing(catalogue: CatalogueWriter, report: Report, retried: Sequence[str | Path]) -> None:
    """A file that failed once and is gone now is reported this once, and not for ever."""
    names = {uri_of(source) for source in retried if isinstance(source, Path)}
    for failure in report.failed:
        if failure.error == SourceMissing.__name__ and failure.uri in names:
            catalogue.forget_failures(failure.uri)
