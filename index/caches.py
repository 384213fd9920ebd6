"""The caches of a home, words and vectors, kept in step with the catalogue.

A new state is built in files of its own beside the old ones and becomes the state when the manifest names it:
readers see one or the other, a crash leaves the old one, and nothing that is open changes under a reader.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.backgrounds import background_of
from corpus.catalogue import Catalogue
from corpus.errors import HomeDamaged, HomeLocked, HomeUnwritable
from corpus.home import Home
from index.analysis import ANALYZER
from index.background import Background
from index.manifest import Manifest, checksums
from index.sentences import SentenceVectors
from index.vectors import VectorIndex
from index.words import WordIndex

log = logging.getLogger(__name__)

# Deleted entries stay in tantivy's files until a merge. Over this share the words are built anew; 1,500
# paragraphs take a second.
REBUILD_SHARE = 0.1
# How long a reader waits for a writer that is just replacing the files that it was about to open.
PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Caches:
    """Words, vectors and sentence vectors as of one revision of the catalogue."""

    words: WordIndex
    vectors: VectorIndex
    sentences: SentenceVectors
    manifest: Manifest
    background: Background


def open_caches(home: Home, catalogue: Catalogue) -> Caches:
    """The caches for reading: as they are where they are current, else brought up to date first.

    While another process writes, the last published state is good enough. Where nothing may be written, they
    are built in memory. Raises `HomeLocked` where there is nothing to open yet.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        caches = load(home, catalogue)
        if caches and caches.manifest.revision == catalogue.revision:
            return caches
        try:
            with home.writing():
                return synchronise(home, catalogue)
        except HomeLocked:
            if caches:
                return caches
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        except HomeUnwritable:
            return caches or _in_memory(catalogue)


def stamp_of(home: Home) -> tuple[int, int]:
    """Changes whenever the caches are published; costs a look at one file."""
    try:
        status = (home.index / "manifest.json").stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_ino)


def load(home: Home, catalogue: Catalogue) -> Caches | None:
    """The published caches, whatever their revision; None where they are missing, damaged or of something else."""
    manifest = Manifest.read(home.index)
    if manifest is None or not _fits(manifest, catalogue) or not manifest.intact(home.index):
        return None
    try:
        vectors = VectorIndex.load(home.index / manifest.vectors)
        sentences = SentenceVectors.load(home.index / manifest.sentences)
        words = WordIndex(home.index / manifest.words)
    except (OSError, ValueError) as error:
        log.info("The caches in %s are built anew: %s", home.index, error)
        return None
    if vectors.dim != manifest.dim:
        return None
    return Caches(words, vectors, sentences, manifest, background_in(catalogue))


def background_in(catalogue: Catalogue) -> Background:
    """The background of the home's model; nothing where it has not been measured yet."""
    return Background.of(background_of(catalogue, catalogue.fact("model_id") or ""), _dim(catalogue))


def _dim(catalogue: Catalogue) -> int:
    return int(catalogue.fact("dim") or 0) or 1


def synchronise(home: Home, catalogue: Catalogue, *, purge: bool = False, rebuild: bool = False) -> Caches:
    """Bring the caches to the catalogue's revision and publish them. The caller holds the home's lock.

    `purge` leaves no trace of removed passages in any file; `rebuild` uses nothing of what is there.
    """
    revision = catalogue.revision
    before = None if rebuild else load(home, catalogue)
    if before and before.manifest.revision == revision and not purge:
        return before
    try:
        manifest = _build(home, catalogue, before, revision, purge=purge)
        manifest.write(home.index)
    except OSError as error:
        raise HomeUnwritable(
            f"The index in {home.index} can't be written: {error.strerror or error}",
            advice="Check the permissions and the free space",
        ) from error
    _sweep(home.index, manifest)
    after = load(home, catalogue)
    if after is None:
        raise HomeDamaged(f"The index in {home.index} can't be read back", advice="Check the disk")
    return after


def _build(home: Home, catalogue: Catalogue, before: Caches | None, revision: int, *, purge: bool) -> Manifest:
    name = _free_name(home.index, revision)
    removed = catalogue.removed_since(before.manifest.revision) if before else []
    renew_words = before is None or purge or len(removed) > REBUILD_SHARE * len(before.words)
    folder = home.index / f"words-{name}"
    if renew_words or before is None:
        folder.mkdir()
    else:
        shutil.copytree(home.index / before.manifest.words, folder, copy_function=_link_or_copy, ignore=_locks)
    words = WordIndex(folder)
    _fill_words(words, catalogue, removed, since=0 if renew_words or before is None else before.manifest.revision)

    dim, background = _dim(catalogue), background_in(catalogue)
    vectors = before.vectors if before else VectorIndex(dim)
    _fill_vectors(vectors, catalogue, removed, background, since=before.manifest.revision if before else 0)
    file = home.index / f"vectors-{name}.faiss"
    vectors.save(file)

    sentences = _with_sentences(before, catalogue, removed, background)
    sentence_folder = home.index / f"sentences-{name}"
    sentences.save(sentence_folder)
    return Manifest(
        catalogue_id=catalogue.catalogue_id,
        revision=revision,
        model_id=catalogue.fact("model_id") or "",
        dim=dim,
        analyzer=ANALYZER,
        words=folder.name,
        vectors=file.name,
        sentences=sentence_folder.name,
        background=background.digest,
        checksums=checksums(home.index, [folder.name, file.name, sentence_folder.name]),
    )


def _fill_words(words: WordIndex, catalogue: Catalogue, removed: list[int], *, since: int) -> None:
    if since:
        words.remove(removed)
    for passages in catalogue.passage_texts(since=since):
        words.add(passages)
    words.commit()


def _fill_vectors(
    vectors: VectorIndex, catalogue: Catalogue, removed: list[int], background: Background, *, since: int
) -> None:
    vectors.remove(np.array(removed, dtype=np.int64))
    for ids, rows in catalogue.vectors(catalogue.fact("model_id") or "", since=since):
        vectors.add(ids, background.off_passages(rows, _languages(catalogue, ids)))


def _with_sentences(
    before: Caches | None, catalogue: Catalogue, removed: list[int], background: Background
) -> SentenceVectors:
    known = before.sentences if before else SentenceVectors.empty(_dim(catalogue))
    since = before.manifest.revision if before else 0
    added = (
        (rows, background.off_passages(halves.astype(np.float32), _languages(catalogue, rows[:, 0])).astype(np.float16))
        for rows, halves in catalogue.sentence_vectors(catalogue.fact("model_id") or "", since=since)
    )
    return known.changed(removed, added)


def _languages(catalogue: Catalogue, passage_ids: npt.NDArray[np.int64]) -> list[str]:
    wanted = passage_ids.tolist()
    known = catalogue.passage_languages(set(wanted))
    return [known[number] for number in wanted]


def _in_memory(catalogue: Catalogue) -> Caches:
    revision, dim, background = catalogue.revision, _dim(catalogue), background_in(catalogue)
    words, vectors = WordIndex(None), VectorIndex(dim)
    _fill_words(words, catalogue, [], since=0)
    _fill_vectors(vectors, catalogue, [], background, since=0)
    model_id = catalogue.fact("model_id") or ""
    sentences = _with_sentences(None, catalogue, [], background)
    manifest = Manifest(catalogue.catalogue_id, revision, model_id, dim, ANALYZER, "", "", "", background.digest)
    return Caches(words, vectors, sentences, manifest, background)


def _fits(manifest: Manifest, catalogue: Catalogue) -> bool:
    return (
        manifest.catalogue_id == catalogue.catalogue_id
        and manifest.model_id == (catalogue.fact("model_id") or "")
        and manifest.analyzer == ANALYZER
        and manifest.background == background_in(catalogue).digest
        and manifest.revision <= catalogue.revision
    )


def _free_name(folder: Path, revision: int) -> str:
    """The revision, and a letter more where a crash or a purge has left files of that name."""
    name = f"{revision:08d}"
    while any(folder.glob(f"*-{name}*")):
        name += "x"
    return name


def _locks(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(".lock")]


def _link_or_copy(source: str, target: str) -> None:
    """Tantivy never changes a file in place, so a second name for it is a copy; not every file system has them."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what the manifest does not name: older states, and what a crash left behind."""
    keep = {"manifest.json", manifest.words, manifest.vectors, manifest.sentences}
    removers: dict[bool, Callable[[Path], object]] = {True: shutil.rmtree, False: Path.unlink}
    for path in folder.iterdir():
        if path.name not in keep:
            with contextlib.suppress(OSError):  # a reader on Windows still has it open; the next sweep takes it
                removers[path.is_dir()](path)
