"""What leaves a home: tables of documents and passages, vectors, a set in the BEIR layout, and the home itself."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.errors import HomeUnwritable, TableError
from corpus.home import Home
from index.manifest import Manifest
from search.lazy import Row, Table
from search.reading import documents_table, passages_table
from search.tables import json_line
from search.writing import refuse_existing, translated, whole_file, write_lines, write_table

# Every archive of the same files is the same bytes: the format's own first day stands for all dates.
_DATE = (1980, 1, 1, 0, 0, 0)
_STEP = 1 << 20


def export_documents(catalogue: Catalogue, path: Path, *, force: bool = False) -> int:
    """Every document with its text as a table, by suffix; how many there are."""
    return _export(documents_table(catalogue, texts=True), path, force=force)


def export_passages(catalogue: Catalogue, path: Path, *, force: bool = False) -> int:
    """Every passage as a table, by suffix; how many there are."""
    return _export(passages_table(catalogue), path, force=force)


def export_vectors(catalogue: Catalogue, path: Path, *, force: bool = False) -> int:
    """The passages' vectors, as `.parquet` (a list of float32) or `.jsonl`; how many there are. Raises `TableError`."""
    model_id, dim = catalogue.fact("model_id") or "", int(catalogue.fact("dim") or 0)
    owners = {row["passage_id"]: row["doc_id"] for row in catalogue.rows("SELECT passage_id, doc_id FROM passages")}
    parts = (
        (ids.tolist(), [str(owners[number]) for number in ids.tolist()], vectors)
        for ids, vectors in catalogue.vectors(model_id)
    )
    if path.suffix.lower() == ".parquet":
        from search.arrow import write_vectors  # noqa: PLC0415

        with whole_file(path, force=force) as beside:
            return write_vectors(beside, parts, dim)
    if path.suffix.lower() != ".jsonl":
        raise TableError(f"{path}: vectors can't be written as {path.suffix!r}", advice="Use .parquet or .jsonl")
    count = 0

    def lines() -> Iterator[str]:
        nonlocal count
        for ids, doc_ids, vectors in parts:
            for number, doc_id, vector in zip(ids, doc_ids, vectors.tolist(), strict=True):
                count += 1
                yield json_line({"passage_id": number, "doc_id": doc_id, "vector": vector})

    write_lines(path, lines(), force=force)
    return count


def export_beir(catalogue: Catalogue, folder: Path, *, force: bool = False) -> int:
    """`corpus.jsonl` of the BEIR layout in `folder`: what `repere ingest` reads as the same records again.

    A record is named by its `external_id`, or by its `doc_id` where it was a file.
    """
    with translated(folder):
        folder.mkdir(parents=True, exist_ok=True)
    count = 0

    def lines() -> Iterator[str]:
        nonlocal count
        for summary in catalogue.summaries():
            document = catalogue.document(summary.doc_id)
            metadata = dict(document.metadata)
            url = metadata.pop("url", None) or (document.uri if document.uri.startswith(("http:", "https:")) else None)
            record = {
                "_id": document.external_id or document.doc_id,
                "title": document.title,
                "text": document.text,
                "lang": document.language,
            }
            count += 1
            yield json_line(record | ({"url": url} if url else {}) | ({"metadata": metadata} if metadata else {}))

    write_lines(folder / "corpus.jsonl", lines(), force=force)
    return count


def export_archive(home: Home, catalogue: Catalogue, path: Path, *, force: bool = False) -> int:
    """The whole home as one `.zip`: unpacked anywhere, it is a home that is searched at once. How many files it has.

    No one can write to the home meanwhile. Removed documents are not in it, not even as free pages of the catalogue.
    """
    if path.suffix.lower() != ".zip":
        raise TableError(f"{path}: a home can't be written as {path.suffix!r}", advice="Use .zip")
    refuse_existing(path, force=force)
    with translated(path), _still(home), tempfile.TemporaryDirectory(dir=path.absolute().parent) as folder:
        copy = Path(folder) / "catalogue.sqlite"
        catalogue.rows("VACUUM INTO ?", (str(copy),))
        files = {copy.name: copy, **{name: home.root / name for name in _kept(home)}}
        with whole_file(path, force=force) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                info = zipfile.ZipInfo(name, _DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                with files[name].open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                    while block := source.read(_STEP):
                        target.write(block)
    return len(files)


def _export(table: Table, path: Path, *, force: bool) -> int:
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in table:
            count += 1
            yield row

    write_table(path, table.columns, counted(), force=force)
    return count


@contextmanager
def _still(home: Home) -> Iterator[None]:
    """The home's lock; none where nothing can be written, and so nothing will be."""
    with ExitStack() as stack:
        with suppress(HomeUnwritable):
            stack.enter_context(home.writing(timeout_s=10))
        yield


def _kept(home: Home) -> list[str]:
    """The originals, and the files of the index that its manifest names."""
    originals = [path for path in (home.root / "originals").rglob("*") if path.is_file()]
    manifest = Manifest.read(home.index)
    index = [home.index / name for name in manifest.checksums] + [home.index / "manifest.json"] if manifest else []
    return [path.relative_to(home.root).as_posix() for path in [*originals, *index]]
