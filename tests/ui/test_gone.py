"""What the command line says of pages that are gone, and of how documents were read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.home import Home
from corpus.readings import keep_readings
from corpus.types import Document, PageReading, PassageDraft, Repair
from corpus.web import WebPage, keep_gone, keep_page
from corpus.writer import CatalogueWriter, text_hash
from ui.cli import main

ADDRESS = "https://vaubrune.example/charte.pdf"
ARCHIVE = "https://vaubrune.example/lot.zip"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A page that is gone with a scan, one in an archive that is gone, and one that is there."""
    home = Home(tmp_path / "home")
    with home.writing(), CatalogueWriter.create(home) as catalogue:
        for number, (uri, container) in enumerate(
            ((ADDRESS, ""), (f"{ARCHIVE}#port.txt", ARCHIVE), ("https://vaubrune.example/gare.html", ""))
        ):
            text = f"Un texte, le numéro {number}."
            document = Document(f"{number}" * 16, uri, f"{number}" * 64, "text/plain", f"Titre {number}", "fr", text)
            draft = PassageDraft(0, len(text), "", "fr")
            catalogue.put(document, [draft], [text_hash(text)], recipe="1", container=container)
            keep_page(catalogue, WebPage(container or uri, container or uri, container or uri, 200, sha256="x"))
        keep_readings(catalogue, "0" * 16, (PageReading(1, "ocr", 81.0, 0.0, (Repair("secteu r", "secteur"),)),))
        keep_gone(catalogue, ADDRESS, 410)
        keep_gone(catalogue, ARCHIVE, 404)
    return home.root


def repere(home: Path, command: str, *arguments: str) -> str:
    result = CliRunner().invoke(main, [command, "--home", str(home), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_gone_pages_are_marked_in_the_list(home: Path) -> None:
    """This ensures that documents whose page is gone, or was in an archive that is, are marked, and others not."""
    lines = repere(home, "documents").splitlines()
    assert [line.endswith("[gone from the web]") for line in lines] == [True, True, False]
    told = json.loads(repere(home, "documents", "--json"))
    assert [len(each["gone"]) for each in told] == [1, 1, 0]


def test_document_says_since_when_it_is_gone_and_how_it_was_read(home: Path) -> None:
    """This ensures that a document tells the page's last date, and of a scan, the confidence and the repairs."""
    text = repere(home, "show", "0000")
    assert f"{ADDRESS} (since 20" in text
    assert "last there on 20" in text
    assert "scan, 1 page read with 81 % confidence, 1 repaired" in text
    told = json.loads(repere(home, "show", "0000", "--json"))
    assert told["readings"][0]["repairs"] == [{"original": "secteu r", "repaired": "secteur", "count": 1}]
    assert told["gone"][0]["address"] == ADDRESS
    assert "gone" not in repere(home, "show", "2222")


def test_status_counts_gone_pages(home: Path) -> None:
    """This ensures that what is gone is counted, and listed with the failures."""
    assert "2 from the web; their documents are kept" in repere(home, "status")
    assert f"  {ARCHIVE} (since 20" in repere(home, "status", "--failures")
    assert json.loads(repere(home, "status", "--json"))["gone"] == 2
