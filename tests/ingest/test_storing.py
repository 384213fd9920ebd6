"""Storing: order, retries, a full disk, near-duplicates and versions, over real files."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.duplicates import replaced_versions
from corpus.errors import HomeUnwritable
from corpus.home import Home
from index.encoder import Vectors
from ingest.extract.base import ReadOptions
from ingest.pipeline import RunOptions, ingest
from ingest.report import Report
from ingest.source import uri_of
from ingest.upkeep import reindex, remove
from ingest.worker import Limits


def contents(home: Home) -> list[Any]:
    """All that the catalogue holds, but for moments and what is drawn by chance."""
    with Catalogue.open(home) as catalogue:
        tables = (
            "SELECT doc_id, uri, title, language, text, metadata FROM documents ORDER BY rowid",
            'SELECT passage_id, doc_id, ordinal, start, "end", section, language, role FROM passages ORDER BY 1',
            "SELECT uri, doc_id, container FROM sources ORDER BY 1",
            "SELECT uri, error, reason, advice FROM failures ORDER BY 1",
            "SELECT passage_id, representative FROM passage_groups ORDER BY 1",
            "SELECT text_hash, vector FROM embeddings ORDER BY 1",
        )
        return [[tuple(row) for row in catalogue.rows(table)] for table in tables]


def run(home: Home, encoder: Any, *sources: Path | str, workers: int = 0, **options: Any) -> Report:
    """A run that reads in this process unless a test is about workers, which take a second to start."""
    options["workers"] = workers
    return ingest(home, sources, encoder, model="subjects", options=RunOptions(**options))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty documents of several kinds and sizes, copies and broken ones among them."""
    found = tmp_path / "documents"
    found.mkdir()
    for number in range(24):
        (found / f"page-{number:02}.md").write_text(
            f"# Charte {number}\n\n" + f"La charte {number} engage la ville.\n\n" * (24 - number)
        )
    for number in range(8):
        (found / f"texte-{number}.txt").write_text(f"La ville numéro {number % 6} accueille un port et une gare.")
    for number in range(4):
        (found / f"broken-{number}.pdf").write_bytes(b"%PDF-1.7 broken" + bytes([number]))
    (found / "records.jsonl").write_text('{"_id": "a", "text": "Une gare."}\n{"text": "no id"}\n')
    with zipfile.ZipFile(found / "archive.zip", "w") as archive:
        archive.writestr("texte.txt", "La ville numéro 1 accueille un port et une gare.")
        archive.writestr("autre.txt", "Un musée et une bibliothèque.")
    return found


def test_outcome_does_not_depend_on_workers(tmp_path: Path, encoder: Any, folder: Path) -> None:
    """This ensures that the same folder gives the same ids, passages, groups and failures, whoever read it."""
    homes = []
    for number, workers in enumerate((0, 1, 3)):
        home = Home(tmp_path / f"home-{number}")
        report = run(home, type(encoder)(), folder, workers=workers)
        assert (report.added, report.duplicates, len(report.failed)) == (32, 3, 5)
        homes.append(contents(home))
    assert homes[0] == homes[1] == homes[2]


def test_exact_copies_keep_all_their_addresses(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that a document in an archive and beside it is one document with both addresses."""
    run(home, encoder, folder)
    with Catalogue.open(home) as catalogue:
        doc_id = catalogue.find_document("texte-1.txt")
        names = [Path(uri).name for uri in catalogue.sources_of(doc_id)]
    assert names == ["archive.zip#texte.txt", "texte-1.txt", "texte-7.txt"]


def test_member_that_is_gone_goes(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that what an archive does not hold any more is removed, text and original."""
    run(home, encoder, folder / "archive.zip")
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr("autre.txt", "Un musée et une bibliothèque.")
    report = run(home, encoder, folder / "archive.zip")
    assert (report.unchanged, report.removed) == (1, 1)
    assert len([path for path in (home.root / "originals").rglob("*") if path.is_file()]) == 1


def test_hang_costs_one_source(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a source that takes too long is a failure with advice, and the run goes on.

    Six million cells take a worker longer than a second.
    """
    (tmp_path / "long.csv").write_text("a,b\n" + "1,2\n" * 3_000_000)
    (tmp_path / "texte.txt").write_text("La ville accueille un port.")
    report = run(home, encoder, tmp_path / "long.csv", tmp_path / "texte.txt", workers=1, limits=Limits(timeout_s=1.0))
    assert report.added == 1
    (failure,) = report.failed
    assert failure.error == "SourceTimeout"
    assert "--timeout" in failure.advice


def test_too_many_characters_are_refused(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a text without measure is refused with its size."""
    (tmp_path / "long.txt").write_text("La charte engage la ville. " * 100)
    report = run(home, encoder, tmp_path / "long.txt", limits=Limits(characters=1000))
    (failure,) = report.failed
    assert failure.error == "SourceTooLarge"
    assert "at most 1,000" in failure.reason


def test_failed_are_tried_again(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that a retry reads what failed and nothing else, a line's file and what is gone now included."""
    run(home, encoder, folder)
    (folder / "broken-0.pdf").write_text("Une charte retrouvée, enregistrée comme texte.")
    (folder / "broken-1.pdf").unlink()
    (folder / "records.jsonl").write_text('{"_id": "a", "text": "Une gare."}\n{"_id": "b", "text": "Un port."}\n')
    report = run(home, encoder, retry_failed=True)
    assert (report.added, report.unchanged) == (2, 1)  # broken-0 and record b; record a
    assert sorted(failure.error for failure in report.failed) == ["DamagedSource", "DamagedSource", "SourceMissing"]
    with Catalogue.open(home) as catalogue:
        assert [Path(failure.uri).name for failure in catalogue.failures()] == ["broken-2.pdf", "broken-3.pdf"]
    assert run(Home(home.root.with_name("empty")), encoder, retry_failed=True).sources == 0


def test_replaced_version_stays_in_the_history(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a changed file keeps a note of what it was, until it is removed."""
    path = tmp_path / "charte.md"
    path.write_text("# Charte de 2019\n\nElle vaut cinq ans.")
    run(home, encoder, path)
    with Catalogue.open(home) as catalogue:
        before = catalogue.find_document("charte.md")
        assert replaced_versions(catalogue, uri_of(path)) == []
    path.write_text("# Charte de 2024\n\nElle vaut six ans.")
    run(home, encoder, path)
    run(home, encoder, path)
    with Catalogue.open(home) as catalogue:
        (version,) = replaced_versions(catalogue, uri_of(path))
        assert (version.doc_id, version.title) == (before, "Charte de 2019")
        assert version.ingested_at <= version.replaced_at
    remove(home, ["charte.md"])
    with Catalogue.open(home) as catalogue:
        assert replaced_versions(catalogue, uri_of(path)) == []


def test_reading_options_stay_with_a_document(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a document read with options of its own is read anew once, and not put back by a later run."""
    path = tmp_path / "a.txt"
    path.write_text("La charte engage la ville.")
    own = ReadOptions(ocr="never", passwords=("secret",))
    assert run(home, encoder, path).added == 1
    assert run(home, encoder, path, reading=own).updated == 1
    assert run(home, encoder, path, reading=own).unchanged == 1
    assert run(home, encoder, path).unchanged == 1
    with Catalogue.open(home) as catalogue:
        assert (catalogue.recipe_of(catalogue.find_document("a.txt")) or "").endswith("; read never fra+eng")
    assert reindex(home, encoder, model="subjects", options=RunOptions(workers=0)).unchanged == 1
    assert not any(b"secret" in file.read_bytes() for file in home.root.rglob("*") if file.is_file())


def test_full_disk_loses_nothing(home: Home, encoder: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a full disk ends the run with advice, and the next one goes on where it stopped."""
    run(home, encoder, folder / "texte-0.txt")
    replace = Path.replace

    def full(self: Path, target: Any) -> Any:
        if "originals" in self.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(HomeUnwritable, match="No space left on device"):
        run(home, encoder, folder)
    monkeypatch.undo()
    with Catalogue.open(home) as catalogue:
        assert catalogue.counts().documents == 1
    assert run(home, encoder, folder).added == 31


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from conftest import SubjectEncoder
from corpus.errors import HomeUnwritable
from corpus.home import Home
from ingest.pipeline import RunOptions, ingest
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    home, options = Home(Path(sys.argv[1])), RunOptions(workers=1)
    ingest(home, [Path(sys.argv[2])], SubjectEncoder(), model="subjects", options=options)
except HomeUnwritable as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_catalogue_that_can_not_grow(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a write that the system refuses within the catalogue is told so, and what was there stays."""
    records = tmp_path / "records.jsonl"
    lines = [json.dumps({"_id": str(number), "text": f"La charte {number}. " * 50}) for number in range(150)]
    records.write_text("\n".join(lines[:20]))
    run(home, encoder, records)
    records.write_text("\n".join(lines))
    script = FULL.format(tests=str(Path(__file__).resolve().parents[1]))
    found = subprocess.run(
        [sys.executable, "-c", script, str(home.root), str(records)], capture_output=True, text=True, check=False
    )
    assert "free space" in found.stdout, found.stderr
    with Catalogue.open(home) as catalogue:
        assert catalogue.counts().documents >= 20
    run(home, encoder, records)
    with Catalogue.open(home) as catalogue:
        assert catalogue.counts().documents == 150


def test_unreadable_file_is_named(home: Home, encoder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a file that may not be read is a failure, and is read when it may be."""
    path = tmp_path / "a.txt"
    path.write_text("La charte.")
    opened = Path.open

    def refused(self: Path, *arguments: Any, **named: Any) -> Any:
        if self.name == "a.txt":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(self, *arguments, **named)

    monkeypatch.setattr(Path, "open", refused)
    (failure,) = run(home, encoder, path).failed
    assert (failure.error, failure.advice) == ("SourceUnreadable", "Check the permissions")
    monkeypatch.undo()
    assert run(home, encoder, retry_failed=True).added == 1


@pytest.mark.usefixtures("passages_only")
def test_encoding_begins_while_sources_are_read(
    home: Home, encoder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that what is stored is encoded while workers are still reading, once, and counted once."""
    monkeypatch.setattr("ingest.encode.CHARS_AHEAD", 10)
    main, threads = threading.current_thread(), set[threading.Thread]()
    encode = type(encoder).encode_passages

    def noting(self: Any, texts: Any, progress: Any = None) -> Vectors:
        threads.add(threading.current_thread())
        found: Vectors = encode(self, texts)
        return found

    monkeypatch.setattr(type(encoder), "encode_passages", noting)
    (tmp_path / "a.jsonl").write_text('{"_id": "a", "text": "Une charte pour la ville et le port."}\n')
    for number in range(30):
        (tmp_path / f"b{number:02}.md").write_text(f"La ville {number} a un port et une gare.")
    report = run(home, encoder, tmp_path, workers=1)
    assert report.encoded == report.passages == len(encoder.encoded) == len(set(encoder.encoded)) == 31
    assert threads - {main}


INTERRUPTED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from conftest import SubjectEncoder
from corpus.home import Home
from ingest.pipeline import ingest as ingest_run
from ingest import storing
storing.STORE_EVERY_S = 0
class Told:
    def start(self, stage, total): pass
    def finish(self): pass
    def advance(self, count=1): print("one", flush=True)
ingest_run(Home(Path(sys.argv[1])), [Path(sys.argv[2])], SubjectEncoder(), model="subjects", progress=Told())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_interrupted_run_is_gone_on_with(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that Ctrl-C ends run and workers at once, keeps what is stored, and the next run does the rest."""
    (folder / "zz.csv").write_text("a,b\n" + "1,2\n" * 3_000_000)  # takes a worker many seconds
    script = INTERRUPTED.format(tests=str(Path(__file__).resolve().parents[1]))
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home.root), str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for _ in range(30):
            process.stdout.readline()
        time.sleep(1.0)
        workers = _children(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) != 0
    assert workers
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
    (folder / "zz.csv").unlink()
    with Catalogue.open(home) as catalogue:
        kept = catalogue.counts().documents
    report = run(home, encoder, folder)
    assert kept > 0
    assert report.unchanged >= kept
    with Catalogue.open(home) as catalogue:
        assert catalogue.counts().documents == 32


def _children(pid: int) -> list[int]:
    found = []
    for name in os.listdir("/proc"):  # noqa: PTH208 - numbers, not paths
        if name.isdigit():
            try:
                status = Path("/proc", name, "stat").read_text()
            except OSError:
                continue
            if int(status.rpartition(")")[2].split()[1]) == pid:
                found.append(int(name))
    return found
