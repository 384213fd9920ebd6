"""Archives and messages through a whole run: what they hold comes and goes with their versions."""

from __future__ import annotations

import sqlite3
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.home import Home
from index.encoder import Encoder
from ingest.pipeline import RunOptions, ingest
from ingest.report import Report
from ingest.upkeep import reindex
from ingest.worker import Limits


def run(home: Home, path: Path, encoder: Encoder, **members: str) -> Report:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)
    return ingest(home, [path], encoder, model="subjects", options=RunOptions(workers=0))


def members_in(home: Home, path: Path) -> list[str]:
    with Catalogue.open(home) as catalogue:
        return sorted(uri.removeprefix(str(path)) for uri in catalogue.sources_in(str(path)))


def test_members_come_and_go_with_the_archive(home: Home, tmp_path: Path, encoder: Encoder) -> None:
    """This ensures that only what changed is read again, and that what a new version lacks is removed."""
    path = tmp_path / "lot.zip"
    report = run(home, path, encoder, a="Une charte.", b="Une ville.", c="")
    assert (report.added, [failure.error for failure in report.failed]) == (2, ["SourceEmpty"])
    report = run(home, path, encoder, a="Une charte.", d="Un autre texte.")
    assert (report.added, report.unchanged, report.removed) == (1, 1, 1)
    assert members_in(home, path) == ["#a.txt", "#d.txt"]


def test_a_broken_version_removes_nothing(home: Home, tmp_path: Path, encoder: Encoder) -> None:
    """This ensures that an archive that was cut off is reported, and what is known of it is kept."""
    path = tmp_path / "lot.zip"
    run(home, path, encoder, a="Une charte.", b="Une ville.")
    path.write_bytes(path.read_bytes()[:-10])
    report = ingest(home, [path], encoder, model="subjects", options=RunOptions(workers=0))
    assert ([failure.error for failure in report.failed], report.removed) == (["DamagedSource"], 0)
    assert members_in(home, path) == ["#a.txt", "#b.txt"]


def test_failures_of_members_are_forgotten_when_they_are_in(home: Home, tmp_path: Path, encoder: Encoder) -> None:
    """This ensures that a member that failed, or a record in one, is in no list of failures once it is mended."""
    path = tmp_path / "lot.zip"
    for empty, row in (("", "3,\n"), ("Une charte.", "3,Un port.\n")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("e.txt", empty)
            archive.writestr("r.csv", "id,text\n1,Une gare.\n" + row)
        ingest(home, [path], encoder, model="subjects", options=RunOptions(workers=0))
        with Catalogue.open(home) as catalogue:
            failed = sorted(failure.uri.removeprefix(str(path)) for failure in catalogue.failures())
        assert failed == ([] if empty else ["#e.txt", "#r.csv#line=3"])


def test_members_are_read_again_where_they_are(home: Home, tmp_path: Path, encoder: Encoder) -> None:
    """This ensures that reindex reads a member, a record in one and an attachment anew, each still in its file."""
    archive, letter = tmp_path / "lot.zip", tmp_path / "lettre.eml"
    run(home, archive, encoder, a="Une charte.", b="Une ville.")
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr("r.csv", "id,text\n1,Une gare#centrale.\n")
    message = EmailMessage()
    message["Subject"], message["From"] = "La charte", "mairie@exemple.fr"
    message.set_content("Voici la charte de la ville.")
    message.add_attachment("Le port accueille des navires.", filename="port.txt")
    letter.write_bytes(message.as_bytes())
    ingest(home, [archive, letter], encoder, model="subjects", options=RunOptions(workers=0))

    def state() -> list[tuple[str, ...]]:
        with Catalogue.open(home) as catalogue:
            rows = catalogue.rows(
                "SELECT s.uri, s.container, d.title, d.text FROM sources s JOIN documents d USING (doc_id)"
            )
            return sorted(tuple(row) for row in rows)

    before = state()
    assert [(uri.rpartition("/")[2], bool(container)) for uri, container, *_ in before] == [
        ("lettre.eml", False),
        ("lettre.eml#port.txt", True),
        ("lot.zip#a.txt", True),
        ("lot.zip#b.txt", True),
        ("lot.zip#r.csv#1", True),
    ]
    with sqlite3.connect(home.catalogue) as connection:
        connection.execute("UPDATE documents SET recipe = 'old'")
    connection.close()
    report = reindex(home, encoder, model="subjects", options=RunOptions(workers=0))
    assert (report.updated, report.failed) == (5, [])
    assert state() == before


def test_unpacking_has_its_time(home: Home, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that an archive that is slow to unpack is given up with advice, and the run goes on.

    The clock goes on by a second whenever it is looked at: two members take two seconds, of one that they may.
    """
    clock = iter(range(1_000_000))
    monkeypatch.setattr("ingest.extract.zipped.time.monotonic", lambda: float(next(clock)))
    (tmp_path / "z.txt").write_text("Le port accueille des navires.")
    with zipfile.ZipFile(tmp_path / "lot.zip", "w") as archive:
        archive.writestr("a.txt", "Une charte.")
        archive.writestr("b.txt", "Une ville.")
    options = RunOptions(workers=0, limits=Limits(timeout_s=2.5))
    report = ingest(home, [tmp_path], encoder, model="subjects", options=options)
    assert report.added == 2  # a.txt: a step and the end of it, two seconds; and z.txt
    (failure,) = report.failed
    assert (failure.error, "--timeout" in failure.advice) == ("ArchiveTooLarge", True)
