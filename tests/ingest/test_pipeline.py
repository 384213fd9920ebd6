"""The run of ingest, over real files, with an encoder that can be worked out by hand."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.errors import HomeLocked, ModelMismatch, NotInCatalogue
from corpus.home import Home
from index.caches import load
from ingest.pipeline import RunOptions, ingest
from ingest.report import Report
from ingest.upkeep import reindex, remove
from search import Searcher

CHARTER = "# Charte de Limoges\n\nLa charte engage les signataires.\n\n## Durée\n\nElle vaut pour cinq ans.\n"

IN_PROCESS = RunOptions(workers=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "documents"
    found.mkdir()
    (found / "charte.md").write_text(CHARTER, encoding="utf-8")
    (found / "ville.txt").write_text("La ville accueille un port et une gare.", encoding="utf-8")
    return found


def run(home: Home, encoder: Any, *paths: Path) -> Report:
    """A run that reads in this process: starting workers takes a second; test_storing.py has what needs them."""
    return ingest(home, paths, encoder, model="subjects", options=IN_PROCESS)


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.duplicates, len(report.failed)


def everything(home: Home) -> list[Any]:
    """All that a search can see of a home: documents, passages and vectors."""
    with Catalogue.open(home) as catalogue:
        documents = [catalogue.document(summary.doc_id) for summary in catalogue.summaries()]
        passages = [passage for document in documents for passage in catalogue.passages_of(document.doc_id)]
        vectors = [(ids.tolist(), rows.tolist()) for ids, rows in catalogue.vectors(catalogue.fact("model_id") or "")]
    return [
        [(d.doc_id, d.title, d.text) for d in documents],
        [(p.doc_id, p.text, p.section) for p in passages],
        vectors,
    ]


@pytest.mark.usefixtures("passages_only")
def test_documents_are_stored_encoded_and_found(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that a run leaves a home that can be searched, with originals, titles and languages."""
    report = run(home, encoder, folder)
    assert counts(report) == (2, 0, 0, 0, 0)
    assert report.passages == report.encoded == len(encoder.encoded)
    with Searcher.open(home, encoder=encoder) as searcher:
        (hit,) = searcher.search("charter", k=1)
        assert hit.document.title == "Charte de Limoges"
        document = searcher.catalogue.document(hit.document.doc_id)
        assert document.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert home.original(document.sha256).read_text(encoding="utf-8") == CHARTER


def test_sentences_follow_the_passages(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that sentences are encoded after the passages, or by a later run, and choose what is shown."""
    path = tmp_path / "a.txt"
    path.write_text(
        "Le port accueille chaque jour des navires de commerce. La charte engage tous les signataires de la vallée.\n"
    )
    report = ingest(home, [path], encoder, model="subjects", options=RunOptions(sentences=False, workers=0))
    assert (report.encoded, report.encoded_sentences) == (1, 0)
    with Searcher.open(home, encoder=encoder) as searcher:
        assert searcher.search("charter").hits[0].sentence is None
    report = ingest(home, [path], encoder, model="subjects", options=RunOptions(sentences=True, workers=0))
    assert (report.encoded, report.encoded_sentences, report.unchanged) == (0, 2, 1)
    with Searcher.open(home, encoder=encoder) as searcher:
        (hit,) = searcher.search("charter")
        assert hit.sentence is not None
        start, end = hit.sentence
        assert hit.passage.text[start:end] == "La charte engage tous les signataires de la vallée."
        assert searcher.catalogue.counts(encoder.model_id).encoded_sentences == 2
    remove(home, ["a.txt"])
    with Catalogue.open(home) as catalogue:
        assert catalogue.counts(encoder.model_id).sentences == 0
        assert list(catalogue.sentence_vectors(encoder.model_id)) == []


def test_a_path_typed_otherwise_is_the_same_source(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a file is ingested, with its folder's manifest, though its accents are typed in another form,
    and that it is one source however it is typed.
    """
    folder = tmp_path / unicodedata.normalize("NFD", "Légumes")
    folder.mkdir()
    (folder / "manifest.csv").write_text("file,kind\né.txt,charter\n", encoding="utf-8")
    (folder / "é.txt").write_text("La charte engage la ville.", encoding="utf-8")
    assert counts(run(home, encoder, tmp_path / "Légumes")) == (1, 0, 0, 0, 0)
    assert counts(run(home, encoder, tmp_path / "Légumes" / unicodedata.normalize("NFD", "é.txt"))) == (0, 0, 1, 0, 0)
    with Catalogue.open(home) as catalogue:
        (summary,) = catalogue.summaries()
        assert (summary.uri, summary.kind) == (str(folder / "é.txt"), "charter")


def test_a_home_keeps_its_choice_of_sentences(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a home that was told to leave sentences out is left so by later runs, until it is told."""
    for name in ("Arles", "Brest"):
        text = f"Le port de {name} accueille chaque jour des navires. La charte de {name} engage tous ses signataires."
        (tmp_path / name).write_text(text)
    told = RunOptions(sentences=False, workers=0)
    assert ingest(home, [tmp_path / "Arles"], encoder, model="subjects", options=told).encoded_sentences == 0
    later = run(home, encoder, tmp_path / "Brest")  # as an upload through the page, which says nothing of sentences
    assert (later.encoded, later.encoded_sentences) == (1, 0)
    assert reindex(home, encoder, model="subjects", options=RunOptions(workers=0)).encoded_sentences == 0
    told = RunOptions(sentences=True, workers=0)
    assert ingest(home, [], encoder, model="subjects", options=told).encoded_sentences == 4
    assert run(home, encoder, tmp_path / "Arles").encoded_sentences == 0


def test_second_run_changes_and_encodes_nothing(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that what has not changed is neither read again nor encoded again, nor the index rewritten."""
    run(home, encoder, folder)
    before, encoded = everything(home), len(encoder.encoded)
    manifest = (home.index / "manifest.json").stat().st_mtime_ns
    report = run(home, encoder, folder)
    assert counts(report) == (0, 0, 2, 0, 0)
    assert report.encoded == 0
    assert len(encoder.encoded) == encoded
    assert everything(home) == before
    assert (home.index / "manifest.json").stat().st_mtime_ns == manifest


@pytest.mark.usefixtures("passages_only")
def test_changed_file_replaces_its_old_version(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that of a changed file only the new text is found, and only it is encoded."""
    run(home, encoder, folder)
    encoded = len(encoder.encoded)
    with Catalogue.open(home) as catalogue:
        (old,) = [d for d in catalogue.summaries() if d.title == "Charte de Limoges"]
        original = home.original(catalogue.document(old.doc_id).sha256)
    (folder / "charte.md").write_text(CHARTER.replace("cinq", "douze"), encoding="utf-8")
    report = run(home, encoder, folder)
    assert counts(report) == (0, 1, 1, 0, 0)
    assert len(encoder.encoded) - encoded == report.encoded
    with Searcher.open(home, encoder=encoder) as searcher:
        assert [d.passages for d in searcher.catalogue.summaries()] == [1, 1]
        assert "douze" in searcher.search("douze ans").hits[0].passage.text
        assert not any("cinq" in hit.passage.text for hit in searcher.search("cinq ans"))
    assert not original.exists()


def test_same_bytes_are_one_document(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that a copy adds an address and no document, and that one can go without the other."""
    (folder / "copie.md").write_text(CHARTER, encoding="utf-8")
    assert counts(run(home, encoder, folder)) == (2, 0, 0, 1, 0)
    with Catalogue.open(home) as catalogue:
        (doc_id,) = {catalogue.find_document("charte.md"), catalogue.find_document("copie.md")}
        assert len(catalogue.sources_of(doc_id)) == 2


def test_one_bad_file_costs_that_file(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that every source is in or named with its reason, now and in the list of failures, until mended."""
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of a PDF after this")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "film.mp4").write_bytes(b"film")
    report = run(home, encoder, folder, folder / "none.pdf")
    assert counts(report) == (2, 0, 0, 0, 4)
    assert [failure.error for failure in report.skipped] == ["UnsupportedFormat"]
    assert report.sources == 7
    assert all(failure.reason and "\n" not in failure.reason for failure in report.failed)
    with Catalogue.open(home) as catalogue:
        assert {Path(failure.uri).name for failure in catalogue.failures()} == {
            "broken.pdf", "empty.txt", "binary.txt", "none.pdf",
        }  # fmt: skip
    (folder / "empty.txt").write_text("La ville n'est plus vide.", encoding="utf-8")
    assert counts(run(home, encoder, folder)) == (1, 0, 2, 0, 2)
    with Catalogue.open(home) as catalogue:
        assert "empty.txt" not in {Path(failure.uri).name for failure in catalogue.failures()}


def test_records_follow_their_file(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that records are added, replaced and removed as their lines are."""
    path = tmp_path / "records.jsonl"

    def write(**texts: str) -> None:
        path.write_text("".join(json.dumps({"_id": key, "text": text}) + "\n" for key, text in texts.items()))

    write(a="La charte de la ville.", b="Un port de pêche.", c="Une gare et un train.")
    assert counts(run(home, encoder, path)) == (3, 0, 0, 0, 0)
    write(a="La charte de la ville.", b="Un port de plaisance.")
    report = run(home, encoder, path)
    assert counts(report) == (0, 1, 1, 0, 0)
    assert report.removed == 1
    with Searcher.open(home, encoder=encoder) as searcher:
        texts = {hit.document.external_id: hit.passage.text for hit in searcher.search("ville", k=9)}
    assert texts == {"a": "La charte de la ville.", "b": "Un port de plaisance."}


def test_language_of_a_record_is_believed(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that what a record says of its language is not overruled by a guess."""
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps({"_id": "a", "lang": "de", "text": "La charte engage tous les signataires."}) + "\n")
    run(home, encoder, path)
    with Catalogue.open(home) as catalogue:
        (document,) = catalogue.summaries()
        assert (document.language, catalogue.passages_of(document.doc_id)[0].language) == ("de", "de")


def test_container_that_fails_loses_nothing(home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures that a file that can't be read this time does not empty the home."""
    path = tmp_path / "records.jsonl"
    path.write_text('{"_id": "a", "text": "La charte."}\n')
    run(home, encoder, path)
    path.write_text("")
    assert counts(run(home, encoder, path)) == (0, 0, 0, 0, 1)
    with Catalogue.open(home) as catalogue:
        assert catalogue.counts().documents == 1


def test_removed_document_is_gone_everywhere(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that text, vectors, words and original are gone, all or none."""
    run(home, encoder, folder)
    with pytest.raises(NotInCatalogue):
        remove(home, ["charte.md", "no such document"])
    assert len(everything(home)[0]) == 2
    remove(home, ["charte.md"])
    with Catalogue.open(home) as catalogue:
        assert [document.title for document in catalogue.summaries()] != ["Charte de Limoges"]
        caches = load(home, catalogue)
        assert caches is not None
        assert len(caches.vectors) == len(caches.words) == catalogue.counts().passages == 1
    assert len([path for path in (home.root / "originals").rglob("*") if path.is_file()]) == 1
    assert not any(b"signataires" in path.read_bytes() for path in home.root.rglob("*") if path.is_file())


@pytest.mark.usefixtures("passages_only")
def test_model_is_not_mixed_with_another(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that another model of the same dimension is refused, and taken by reindex, encoding all again."""
    run(home, encoder, folder)
    other = type(encoder)()
    other.model_id = "subjects-2"
    with pytest.raises(ModelMismatch, match="repere reindex --model other"):
        ingest(home, [folder], other, model="other")
    report = reindex(home, other, model="other", options=IN_PROCESS)
    assert report.encoded == report.passages == len(other.encoded)
    with Catalogue.open(home) as catalogue:
        assert (catalogue.fact("model"), catalogue.fact("model_id")) == ("other", "subjects-2")
        assert catalogue.counts("subjects-1").encoded == 0
    with Searcher.open(home, encoder=other) as searcher:
        assert searcher.search("charte").hits


def test_reindex_encodes_nothing_that_it_has(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that making the index again costs no encoding."""
    run(home, encoder, folder)
    before = everything(home)
    report = reindex(home, encoder, model="subjects", options=IN_PROCESS)
    assert (report.encoded, report.unchanged) == (0, 2)
    assert everything(home) == before


def test_reindex_reads_again_what_was_read_otherwise(home: Home, encoder: Any, folder: Path, tmp_path: Path) -> None:
    """This ensures that documents of an older recipe are read anew, files from their originals, records as they are."""
    path = tmp_path / "records.jsonl"
    path.write_text('{"_id": "a", "text": "La charte du port."}\n')
    run(home, encoder, folder, path)
    before = everything(home)
    with sqlite3.connect(home.catalogue) as connection:
        connection.execute("UPDATE documents SET recipe = 'old', text = 'x' WHERE media_type <> 'application/x-ndjson'")
        connection.execute("UPDATE documents SET recipe = 'old'")
    connection.close()
    for file in folder.iterdir():
        file.unlink()  # the originals are in the home
    report = reindex(home, encoder, model="subjects", options=IN_PROCESS)
    assert (report.updated, len(report.failed), report.encoded) == (3, 0, 0)
    assert everything(home)[:2] == before[:2]


def test_one_writer_at_a_time(home: Home, encoder: Any, folder: Path) -> None:
    """This ensures that a second run beside the first is refused in one line."""
    with home.writing(), pytest.raises(HomeLocked, match="Another process is writing"):
        run(home, encoder, folder)


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from conftest import SubjectEncoder
import ingest.encode
from corpus.home import Home
from ingest.pipeline import ingest as run

class Slow(SubjectEncoder):
    def encode_passages(self, texts, progress=None):
        time.sleep(0.05)
        print(len(texts), flush=True)
        return super().encode_passages(texts)

ingest.encode.CHARS_A_STEP = 120
run(Home(Path(sys.argv[1])), [Path(sys.argv[2])], Slow(), model="subjects")
"""


@pytest.mark.usefixtures("passages_only")
@pytest.mark.parametrize("wait_s", [0.0, 0.15, 0.4])
def test_killed_run_is_gone_on_with(tmp_path: Path, encoder: Any, wait_s: float) -> None:
    """This ensures that after SIGKILL nothing is lost or encoded twice, and the result is that of one whole run."""
    records = tmp_path / "records.jsonl"
    records.write_text(
        "".join(json.dumps({"_id": str(n), "text": f"La charte numéro {n} de la ville."}) + "\n" for n in range(90))
    )
    home, whole = Home(tmp_path / "home"), Home(tmp_path / "whole")
    script = KILLED.format(tests=str(Path(__file__).resolve().parents[1]))
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home.root), str(records)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the first step is being encoded
        time.sleep(wait_s)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with Catalogue.open(home) as catalogue:
        kept = catalogue.counts(encoder.model_id)
    assert kept.documents == 90
    assert kept.encoded < 90
    report = run(home, encoder, records)
    assert report.unchanged == 90
    assert report.encoded == len(encoder.encoded) == 90 - kept.encoded
    fresh = type(encoder)()
    run(whole, fresh, records)
    assert everything(home) == everything(whole)
