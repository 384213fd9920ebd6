"""Runs of ingest that the page starts: one at a time, told as they go, their uploads gone at the end."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.errors import HomeLocked, OptionRefused
from corpus.home import Home
from ui import adding
from ui.adding import MAX_SOURCES, Run, Runs, Stage, Upload, address_told, file_name

# `repere` as the tests of the page run it: with an encoder of four axes, in place of the model.
CHILD = """
import runpy, sys
from ui import assembly
encoder = runpy.run_path({conftest!r})["AxesEncoder"]()
assembly.open_model = lambda name: encoder
from ui.cli import main
main()
"""


@pytest.fixture
def repere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "child.py"
    script.write_text(CHILD.format(conftest=str(Path(__file__).with_name("conftest.py"))), encoding="utf-8")
    monkeypatch.setattr(adding, "COMMAND", (sys.executable, str(script)))


def wait(run: Run) -> None:
    for _ in range(600):
        if run.over:
            return
        time.sleep(0.1)
    pytest.fail(f"the run did not end: {run.complaint()}")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("charte.pdf", "charte.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\Charte d'Angers.pdf", "Charte d'Angers.pdf"),
        (".bashrc", "bashrc"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\x00b\n.txt", "a b.txt"),
        ("e\u0301te\u0301.md", "été.md"),
        ("a#b?.pdf", "a b.pdf"),
        ("", "document"),
    ],
)
def test_names_of_uploads(sent: str, kept: str) -> None:
    """This ensures that a browser's name leads out of no folder, hides nothing and is no address of a member."""
    assert file_name(sent) == kept


def test_long_names_are_cut_with_their_suffix() -> None:
    """This ensures that ten thousand characters become a name that a file system takes, in whole letters."""
    name = file_name("é" * 10_000 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 160


def test_a_run_from_upload_to_report(home: Home, repere: None) -> None:
    """This ensures that files are added while others fail with a reason, and that nothing is left of the uploads."""
    runs = Runs()
    good = Upload("charte.txt", "La charte est signée par douze communes du pays de Clairval.".encode())
    lying = Upload("photo.pdf", b"%PDF-1.7 but nothing of a PDF follows")
    run = runs.start(home, [good, lying], [])
    assert runs.last is run
    with pytest.raises(HomeLocked):
        runs.start(home, [good], [])
    wait(run)
    report = run.report()
    assert report is not None, run.complaint()
    assert (report["added"], len(report["failed"])) == (1, 1)
    assert report["failed"][0]["error"] == "DamagedSource"
    with Catalogue.open(home) as catalogue:
        assert sorted(run.states(catalogue).values()) == ["done", "failed"]
        assert [each.title for each in catalogue.summaries()]
    stage = run.stage()
    assert stage is not None
    assert stage.done == stage.total
    assert not list((home.root / "uploads").iterdir())

    # The same file again is nothing new; another of the same name is another document.
    other = Upload("charte.txt", b"Another charter, signed by nobody at all in the town of Lindau.")
    again = runs.start(home, [good, other], [])
    wait(again)
    report = again.report()
    assert report is not None, again.complaint()
    assert (report["added"], report["unchanged"] + report["duplicates"]) == (1, 1)


def test_a_home_that_is_written_to(home: Home, repere: None) -> None:
    """This ensures that a run of the command line is waited for, and that no upload is left behind."""
    with home.writing(), pytest.raises(HomeLocked):
        Runs().start(home, [Upload("a.txt", b"text")], [])
    assert not (home.root / "uploads").exists()


def test_too_many_at_once(home: Home) -> None:
    """This ensures that a page is not the place for a folder of thousands."""
    with pytest.raises(OptionRefused):
        Runs().start(home, [Upload("a.txt", b"x")] * (MAX_SOURCES + 1), [])


def test_a_run_that_breaks_off(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a process that ends without a report is told by its last words."""
    event = '{"stage": "read", "done": 1, "total": 2}'
    words = f"import sys; print({event!r}, file=sys.stderr); sys.exit('repere: no model')"
    monkeypatch.setattr(adding, "COMMAND", (sys.executable, "-c", words))
    run = Runs().start(home, [], ["https://example.org/"])
    wait(run)
    assert run.report() is None
    assert run.complaint() == "no model"
    assert run.stage() == Stage("read", 1, 2)


def test_uploads_are_told_by_name(tmp_path: Path) -> None:
    """This ensures that a reader sees what a file was called, and not where it was kept while it was read."""
    home = Home(tmp_path)
    assert address_told(f"{tmp_path}/uploads/0123456789ab/charte.pdf", home) == "charte.pdf"
    assert address_told(f"{tmp_path}/uploads/0123456789ab/set.jsonl#12", home) == "set.jsonl#12"
    assert address_told("/papers/uploads/charte.pdf", home) == "/papers/uploads/charte.pdf"
    assert address_told("https://example.org/charte.pdf", home) == "https://example.org/charte.pdf"
