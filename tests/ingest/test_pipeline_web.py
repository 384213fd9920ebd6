"""The run of ingest over addresses, from a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.home import Home
from ingest.pipeline import RunOptions, ingest
from ingest.report import Report
from ingest.web.options import WebOptions

PAGES = {
    "/charte.html": ("text/html", "<html><body><h1>Charte</h1><p>La charte engage la ville entière.</p></body></html>"),
    "/port.txt": ("text/plain; charset=utf-8", "Le port accueille des navires de commerce."),
}


class Pages(BaseHTTPRequestHandler):
    """Answers with `PAGES`, and with a validator."""

    def do_GET(self) -> None:
        media_type, text = PAGES.get(self.path, ("", ""))
        tag = f'"{len(text)}"'
        status = 404 if not text else 304 if self.headers["If-None-Match"] == tag else 200
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", media_type)
        body = text.encode() if status == 200 else b""
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
    options = RunOptions(web=WebOptions(allow_private=True, delay_s=0), retry_failed=retry_failed)
    return ingest(home, sources, encoder, model="subjects", options=options)


def test_files_and_addresses_together(home: Home, encoder: Any, site: str, tmp_path: Path) -> None:
    """This ensures that addresses are ingested beside files, once where both have the same, and not read again."""
    path = tmp_path / "port.txt"
    path.write_text(PAGES["/port.txt"][1], encoding="utf-8")
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
