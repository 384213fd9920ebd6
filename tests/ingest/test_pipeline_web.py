"""The run of ingest over addresses, from a server on this machine."""

from __future__ import annotations

import io
import sqlite3
import threading
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.home import Home
from ingest.pipeline import RunOptions, ingest
from ingest.report import Report
from ingest.upkeep import reindex, remove
from ingest.web.options import WebOptions

PAGES: dict[str, tuple[str, str | bytes]] = {
    "/charte.html": ("text/html", "<html><body><h1>Charte</h1><p>La charte engage la ville entière.</p></body></html>"),
    "/port.txt": ("text/plain; charset=utf-8", "Le port accueille des navires de commerce."),
}


LOG: list[tuple[str, int]] = []


class Pages(BaseHTTPRequestHandler):
    """Answers with `PAGES`, and with a validator."""

    def do_GET(self) -> None:
        media_type, text = PAGES.get(self.path, ("", ""))
        tag = f'"{zlib.crc32(text if isinstance(text, bytes) else text.encode())}"'
        status = 404 if not text else 304 if self.headers["If-None-Match"] == tag else 200
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", media_type)
        body = b"" if status != 200 else text if isinstance(text, bytes) else text.encode()
        LOG.append((self.path, status))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def run(home: Home, encoder: Any, *sources: str | Path, retry_failed: bool = False) -> Report:
    options = RunOptions(web=WebOptions(allow_private=True, delay_s=0), retry_failed=retry_failed, workers=0)
    return ingest(home, sources, encoder, model="subjects", options=options)


def test_files_and_addresses_together(home: Home, encoder: Any, site: str, tmp_path: Path) -> None:
    """This ensures that addresses are ingested beside files, once where both have the same, and not read again."""
    path = tmp_path / "port.txt"
    path.write_text(str(PAGES["/port.txt"][1]), encoding="utf-8")
    addresses = [f"{site}/charte.html", f"{site}/port.txt", f"{site}/none.html"]
    report = run(home, encoder, *addresses, path)
    assert (report.added, report.duplicates) == (2, 1)
    assert [failure.error for failure in report.failed] == ["PageGone"]
    with Catalogue.open(home) as catalogue:
        assert catalogue.sources_of(catalogue.find_document(str(path))) == [str(path), f"{site}/port.txt"]
    report = run(home, encoder, *addresses, path)
    assert (report.added, report.unchanged, len(report.failed), report.encoded) == (0, 3, 1, 0)


def test_failed_address_is_tried_again(home: Home, encoder: Any, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a page that was not there is asked for again by a retry, and then is no failure any more."""
    assert len(run(home, encoder, f"{site}/late.html").failed) == 1
    monkeypatch.setitem(PAGES, "/late.html", PAGES["/charte.html"])
    assert run(home, encoder, retry_failed=True).added == 1
    with Catalogue.open(home) as catalogue:
        assert catalogue.failures() == []


def packed(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.txt"), text)
    return buffer.getvalue()


def addresses_in(home: Home, site: str) -> list[str]:
    with Catalogue.open(home) as catalogue:
        return sorted(row["uri"].removeprefix(site) for row in catalogue.rows("SELECT uri FROM sources"))


def test_archive_on_the_web(home: Home, encoder: Any, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that the members of an archive on the web come, stay without being sent again, and go with it."""
    address = f"{site}/lot.zip"
    monkeypatch.setitem(PAGES, "/lot.zip", ("application/zip", packed(a="Une charte.", b="Une ville.", vide="")))
    report = run(home, encoder, address)
    assert (report.added, [failure.uri for failure in report.failed]) == (2, [f"{address}#vide.txt"])
    LOG.clear()
    assert run(home, encoder, address).unchanged == 2  # one has failed: the archive is asked for in whole again
    assert LOG[-1] == ("/lot.zip", 200)
    monkeypatch.setitem(PAGES, "/lot.zip", ("application/zip", packed(a="Une charte.", c="Un port.")))
    report = run(home, encoder, address)
    assert (report.added, report.unchanged, report.removed, report.failed) == (1, 1, 1, [])
    assert addresses_in(home, site) == ["/lot.zip#a.txt", "/lot.zip#c.txt"]
    assert run(home, encoder, address).unchanged == 1  # the archive, unread
    assert LOG[-1] == ("/lot.zip", 304)
    remove(home, ["c.txt"])
    assert run(home, encoder, address).added == 1  # what a person has removed comes back, as from a folder
    monkeypatch.setitem(PAGES, "/lot.zip", PAGES["/charte.html"])
    assert run(home, encoder, address).removed == 2
    assert addresses_in(home, site) == ["/lot.zip"]


def test_message_and_records_on_the_web(home: Home, encoder: Any, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that attachments and records are documents of their own, and reading them anew leaves them so."""
    message = EmailMessage()
    message["Subject"] = "La charte"
    message.set_content("Voici la charte de la ville.")
    message.add_attachment("Le port accueille des navires.", filename="port.txt")
    monkeypatch.setitem(PAGES, "/lettre.eml", ("message/rfc822", message.as_bytes()))
    monkeypatch.setitem(PAGES, "/gares.csv", ("text/csv", "id;text\n7;La gare du nord.\n"))
    sources = [f"{site}/lettre.eml", f"{site}/gares.csv"]
    assert run(home, encoder, *sources).added == 3
    found = addresses_in(home, site)
    assert found == ["/gares.csv#7", "/lettre.eml", "/lettre.eml#port.txt"]
    LOG.clear()
    assert run(home, encoder, *sources).unchanged == 2
    assert {status for path, status in LOG if path != "/robots.txt"} == {304}
    with sqlite3.connect(home.catalogue) as connection:
        connection.execute("UPDATE documents SET recipe = 'old'")
    connection.close()
    assert reindex(home, encoder, model="subjects", options=RunOptions(workers=0)).updated == 3
    assert addresses_in(home, site) == found
    with Catalogue.open(home) as catalogue:
        assert catalogue.container_of(f"{site}/lettre.eml#port.txt") == f"{site}/lettre.eml"


def test_page_is_read_again_in_its_charset(
    home: Home, encoder: Any, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that a page whose charset only its server told is the same when it is read again."""
    text = "<html><body><p>Łódź chroni swoje lasy i łąki.</p></body></html>".encode("cp1250")
    monkeypatch.setitem(PAGES, "/cite.html", ("text/html; charset=windows-1250", text))
    run(home, encoder, f"{site}/cite.html")
    with sqlite3.connect(home.catalogue) as connection:
        connection.execute("UPDATE documents SET recipe = 'old', text = ''")
    connection.close()
    assert reindex(home, encoder, model="subjects", options=RunOptions(workers=0)).updated == 1
    with Catalogue.open(home) as catalogue:
        assert catalogue.document(catalogue.find_document("cite.html")).text == "Łódź chroni swoje lasy i łąki."
