"""A manifest beside documents: read and checked whole, applied all or none, and behind what people say by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.edits import apply_edits, edit_of
from corpus.errors import InvalidCorrection, RepereError, TableError
from corpus.home import Home
from corpus.instrument import Value
from corpus.instruments import store_values, values_of
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from ingest.sidecar import apply_sidecar, manifest_rows, read_sidecar, sidecar_in
from ingest.source import uri_of
from ui.values import csv_text

CHARTER, RECORD = "a" * 16, "b" * 16
TABLE = (
    "File,Kind,organisation,territory,until\n"
    "charte.md,charte,Ville d'Angers:signs | UNESCO:awards,87085,2026-05\n"
    "records.jsonl#r-1,label,,Limoges,\n"
)
MAPPING = """
charte.md:
  kind: charte
  organisation: ["Ville d'Angers:signs", UNESCO:awards]
  territory: "87085"
  until: 2026-05
records.jsonl#r-1: {kind: label, territory: Limoges}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "documents"
    found.mkdir()
    for name in ("charte.md", "records.jsonl", "été #2.txt"):
        (found / name).write_text("…", encoding="utf-8")
    return found


@pytest.fixture
def writer(home: Home, folder: Path) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        for doc_id, uri in ((CHARTER, uri_of(folder / "charte.md")), (RECORD, uri_of(folder / "records.jsonl#r-1"))):
            document = Document(doc_id, uri, doc_id * 4, "text/plain", "Titre", "fr", "Charte.")
            catalogue.put(document, [PassageDraft(0, 7, "", "fr")], [doc_id.encode()], recipe="1")
        store_values(catalogue, CHARTER, [Value("date", "2021", "2021", "signed"), Value("kind", "plan", "plan")], "1")
        yield catalogue


def manifest(folder: Path, content: str | bytes, name: str = "manifest.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(writer: CatalogueWriter, doc_id: str) -> list[tuple[str, str, str]]:
    return [(value.field, value.role, value.value) for value in values_of(writer, doc_id)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.csv", TABLE),
        ("manifest.csv", "\ufeff" + TABLE.replace(",", ";").replace("\n", "\r\n") + "\r\n;;;;\r\n"),
        ("manifest.csv", TABLE.replace(",", "\t")),
        ("manifest.yaml", MAPPING),
    ],
)
def test_manifest_says_what_edits_say(writer: CatalogueWriter, folder: Path, name: str, content: str) -> None:
    """This ensures that tables with any usual separator and YAML mean the same, records included."""
    path = manifest(folder, content, name)
    assert sidecar_in(folder) == path
    assert apply_sidecar(writer, read_sidecar(path)) == 2
    assert said(writer, CHARTER) == [
        ("kind", "", "charter"), ("territory", "", "commune:87085"), ("organisation", "signs", "Ville d'Angers"),
        ("organisation", "awards", "UNESCO"), ("date", "until", "2026-05"), ("date", "signed", "2021"),
    ]  # fmt: skip
    assert said(writer, RECORD) == [("kind", "", "label"), ("territory", "", "commune:87085")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("manifest.csv", "file,colour\ncharte.md,blue\n", "unknown columns: 'colour'"),
        ("manifest.csv", "kind\nlabel\n", "no column 'file'"),
        ("manifest.csv", "", "no column 'file'"),
        ("manifest.csv", "file:kind\ncharte.md:label\n", "unknown columns: 'file:kind'.* separated by commas"),
        ("manifest.csv", "file,kind\ncharte.md;label\n", "line 2: 1 cells under 2 columns. Separate cells by commas"),
        ("manifest.csv", "file,kind,kind\n", "the column 'kind' stands there twice"),
        ("manifest.csv", "file,kind\ncharte.md,label\n./charte.md,plan\n", "line 3: ./charte.md stands on line 2 too"),
        ("manifest.csv", "file,kind\nabsent.pdf,label\n", "line 2: there is no file 'absent.pdf'"),
        ("manifest.csv", "file,kind\n,label\n", "line 2: there is no file ''"),
        ("manifest.csv", "file,kind\ncharte.md,chart\n", "line 2: No kind 'chart'"),
        ("manifest.csv", "file,territory\ncharte.md,99999\n", "line 2: territory=99999"),
        ("manifest.csv", "file,from,until\ncharte.md,2024,2023\n", "line 2: until=2023 comes before from=2024"),
        ("manifest.csv", 'file,kind\n"charte.md"x,label\n', "line 2: "),
        ("manifest.csv", b"file,name\ncharte.md,\xe9t\xe9\n", "not UTF-8"),
        ("manifest.yaml", "charte.md: [", "is no YAML"),
        ("manifest.yaml", "- charte.md", "no files with their fields"),
        ("manifest.yaml", "charte.md: label", "line 1: no fields of a file"),
        ("manifest.yaml", "charte.md:\n  colour: blue", "line 2: the field 'colour' is unknown"),
        ("manifest.yaml", "charte.md: {kind: a, kind: b}", "the field 'kind' is there twice"),
        ("manifest.yaml", "charte.md: {theme: [{a: b}]}", "neither a value nor a list"),
        ("manifest.yaml", "charte.md: {kind: label}\ncharte.md: {kind: plan}", "line 2: charte.md stands on line 1"),
    ],
)
def test_fault_is_named_with_its_line(folder: Path, name: str, content: str | bytes, message: str) -> None:
    """This ensures one clear message before anything is ingested."""
    with pytest.raises((TableError, InvalidCorrection), match=message):
        read_sidecar(manifest(folder, content, name))


def test_two_manifests_are_one_too_many(folder: Path) -> None:
    """This ensures that nobody has to guess which one counts."""
    assert sidecar_in(folder) is None
    manifest(folder, TABLE)
    manifest(folder, MAPPING, "manifest.yaml")
    with pytest.raises(TableError, match=r"manifest.csv and manifest.yaml"):
        sidecar_in(folder)


def test_contradiction_with_the_document_applies_nothing(writer: CatalogueWriter, folder: Path) -> None:
    """This ensures that an end before the signature that was read stops the whole manifest."""
    path = manifest(folder, "file,kind,until\nrecords.jsonl#r-1,label,\ncharte.md,label,2020\n")
    with pytest.raises(RepereError, match="line 3: until=2020 comes before signed=2021"):
        apply_sidecar(writer, read_sidecar(path))
    assert said(writer, RECORD) == []


def test_people_go_before_the_manifest_and_the_manifest_before_the_text(writer: CatalogueWriter, folder: Path) -> None:
    """This ensures that a later correction stays, a repeated manifest changes nothing, and a dropped field goes."""
    path = manifest(folder, "file,kind,theme\ncharte.md,label,culture | eau\n")
    apply_sidecar(writer, read_sidecar(path))
    before = [tuple(row) for row in writer.rows("SELECT * FROM corrections")]
    apply_sidecar(writer, read_sidecar(path))
    assert [tuple(row) for row in writer.rows("SELECT * FROM corrections")] == before
    apply_edits(writer, CHARTER, [edit_of("set", "kind=manifesto")], who="Ana")
    manifest(folder, "file,kind,name\ncharte.md,charter,Charte d'été\n")
    apply_sidecar(writer, read_sidecar(path))
    assert said(writer, CHARTER) == [
        ("kind", "", "manifesto"), ("name", "", "Charte d'été"), ("date", "signed", "2021"),
    ]  # fmt: skip


def test_what_is_not_in_is_passed_over(writer: CatalogueWriter, folder: Path) -> None:
    """This ensures that a file that failed does not keep the others from their corrections; odd names are found."""
    path = manifest(folder, "file,kind\nété #2.txt,label\ncharte.md,label\n")
    assert apply_sidecar(writer, read_sidecar(path)) == 1


def test_corrections_can_be_taken_to_another_home(writer: CatalogueWriter, folder: Path, tmp_path: Path) -> None:
    """This ensures that what is exported says the same when it is read again, fields without a value included."""
    edits = [("set", "kind="), ("add", "organisation=A, B | et C:signs"), ("set", "name=L'« été »; bis")]
    with pytest.raises(InvalidCorrection, match="holds"):
        edit_of("add", "theme=a | b")
    edits[1] = ("add", 'organisation=A, "B":signs')
    apply_edits(writer, CHARTER, [edit_of(*edit) for edit in edits], who="Ana")  # type: ignore[arg-type]
    before = said(writer, CHARTER)
    path = manifest(tmp_path, csv_text(manifest_rows(writer)) + "\n")
    writer.rows("DELETE FROM corrections")
    apply_sidecar(writer, read_sidecar(path))
    assert said(writer, CHARTER) == before
    assert ("kind", "", "plan") not in before
