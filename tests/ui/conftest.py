"""Tiny homes for the page, with an encoder whose vectors a reader can work out by hand."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from fpdf import FPDF
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from corpus.home import Home
from corpus.types import Document, Failure, PageSpan, PassageDraft
from corpus.writer import CatalogueWriter
from index.analysis import tokens
from index.caches import synchronise
from index.encoder import Progress, Vectors
from search import Searcher
from ui import assembly
from ui.settings import HOME_VARIABLE, LLM_VARIABLES, MODEL_VARIABLE, Settings
from ui.streamlit_options import APP, OPTIONS


class AxesEncoder:
    """One axis a subject, whatever the language; a text's vector counts its words on each, at unit length.

    “La charte et le jumelage” is (1, 1, 0, 0)/√2. A text about none of the subjects lies on the last axis.
    """

    AXES = ({"charte", "charter", "signee", "signed"}, {"jumelage", "twinning", "jumelee"}, {"label"})
    model_id = "axes"
    dim = 4
    max_tokens = 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(list(tokens(text))) for text in texts]

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            words = [token.folded for token in tokens(text)]
            row[:3] = [sum(word in axis for word in words) for axis in self.AXES]
            row[3] = not row.any()
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Paper:
    """A document of a test: its paragraphs are its passages; `pages` puts each on a page."""

    title: str
    paragraphs: tuple[str, ...]
    language: str = "fr"
    uri: str = ""
    sections: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    media_type: str = "text/plain"

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.title}\n{self.text}".encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def doc_id(self) -> str:
        return self.sha256[:16]

    def starts(self) -> list[int]:
        return [sum(len(text) + 1 for text in self.paragraphs[:number]) for number in range(len(self.paragraphs))]

    def drafts(self) -> list[PassageDraft]:
        sections = self.sections or ("",) * len(self.paragraphs)
        places = zip(self.starts(), self.paragraphs, sections, strict=True)
        return [PassageDraft(start, start + len(text), section, self.language) for start, text, section in places]

    def document(self) -> Document:
        spans = tuple(
            PageSpan(number, start, start + len(text))
            for number, start, text in zip(self.pages, self.starts(), self.paragraphs, strict=False)
        )
        uri = self.uri or f"/papers/{self.doc_id}.txt"
        return Document(
            self.doc_id, uri, self.sha256, self.media_type, self.title, self.language, self.text, spans,
            ingested_at="2026-03-01T09:00:00Z",
        )  # fmt: skip


CHARTER = Paper(
    "Charte de Clairval",
    ("La charte est signée par douze communes du pays.", "Le label distingue les artisans."),
    uri="/papers/charte.pdf",
    sections=("Charte de Clairval › Article 1", "Charte de Clairval › Article 2"),
    pages=(3, 4),
    media_type="application/pdf",
)
TWINNING = Paper(
    "Clairval and Lindau",
    ("The twinning of the two towns was agreed in 1987.",),
    language="en",
    uri="https://example.org/twinning",
    media_type="text/html",
)
PAPERS = (CHARTER, TWINNING)


def build_home(home: Home, papers: Sequence[Paper], *, encoded: bool = True, failures: Sequence[Failure] = ()) -> Home:
    """A home with these documents, and their vectors where `encoded`."""
    home.create()
    encoder = AxesEncoder()
    with home.writing(), CatalogueWriter.create(home) as writer:
        writer.set_fact("model_id", encoder.model_id)
        writer.set_fact("dim", str(encoder.dim))
        for paper in papers:
            hashes = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in paper.paragraphs]
            writer.put(paper.document(), paper.drafts(), hashes, recipe="1")
            if encoded:
                writer.add_embeddings(encoder.model_id, hashes, encoder.encode_passages(paper.paragraphs))
        for failure in failures:
            writer.record_failure(failure)
        synchronise(home, writer)
    return home


MakeHome = Callable[..., Home]
OpenPage = Callable[..., AppTest]


@pytest.fixture
def make_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeHome:
    """Builds the home that the page is then served from: `make_home(papers, encoded=…, failures=…)`."""

    def make(papers: Sequence[Paper] = PAPERS, **options: Any) -> Home:
        monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
        return build_home(Home(tmp_path / "home"), papers, **options)

    return make


@pytest.fixture
def open_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenPage]:
    """Opens the page: `open_page("documents", locale="en-GB", q="charte")`; without a home unless one was made."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    opened: list[Searcher] = []

    def open_with_axes(settings: Settings, *, rerank: str | None = None) -> Searcher:  # as the real one
        opened.append(Searcher.open(settings.home, encoder=AxesEncoder()))
        return opened[-1]

    monkeypatch.setattr(assembly, "open_searcher", open_with_axes)

    def open_at(path: str = "", *, locale: str | None = "fr-FR", **params: str | list[str]) -> AppTest:
        page = AppTest.from_file(APP, default_timeout=20)
        page.context["locale"] = locale
        page.query_params.update(params)
        if path:
            page._page_hash = calc_hash(path)  # AppTest.switch_page knows pages by their file, and ours are functions
        return page.run()

    yield open_at
    st.cache_resource.clear()
    for searcher in opened:
        searcher.close()


@pytest.fixture
def model_by_hand(monkeypatch: pytest.MonkeyPatch, encoder: Any) -> None:
    """Every model is the one that can be worked out by hand; the environment names no home and no language model."""
    monkeypatch.setattr(assembly, "open_model", lambda _: encoder)
    monkeypatch.setattr("search.searcher.open_encoder", lambda _: encoder)
    for name in (HOME_VARIABLE, *LLM_VARIABLES):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def papers() -> tuple[Paper, ...]:
    return PAPERS


@pytest.fixture
def charter_pdf() -> bytes:
    """The original of the charter: its passages stand on the third and fourth of four pages."""
    pdf = FPDF()
    pdf.set_font("helvetica", size=14)
    for text in ("", "", *CHARTER.paragraphs):
        pdf.add_page()
        pdf.text(20, 50, text or "Clairval")
    return bytes(pdf.output())


@pytest.fixture
def paper() -> type[Paper]:
    return Paper


# The page as it is served, and its runs of ingest, but for the encoder, whose vectors can be worked out by hand.
SERVED = """
import runpy, sys
from search import Searcher
from ui import adding, assembly
encoder = runpy.run_path({conftest!r})["AxesEncoder"]()
assembly.open_searcher = lambda settings: Searcher.open(settings.home, encoder=encoder)
adding.COMMAND = (sys.executable, {child!r})
runpy.run_path({app!r}, run_name="__main__")
"""
CHILD = """
import runpy
from ui import assembly
encoder = runpy.run_path({conftest!r})["AxesEncoder"]()
assembly.open_model = lambda name: encoder
from ui.cli import main
main()
"""


@pytest.fixture
def served_script(tmp_path: Path) -> Path:
    """What Streamlit is to run in the place of the page's own script."""
    script, child = tmp_path / "served.py", tmp_path / "child.py"
    child.write_text(CHILD.format(conftest=__file__), encoding="utf-8")
    script.write_text(SERVED.format(conftest=__file__, child=str(child), app=str(APP)), encoding="utf-8")
    return script


@pytest.fixture
def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@pytest.fixture
def serve(tmp_path: Path, free_port: int) -> Iterator[Callable[..., str]]:
    """Starts a process that serves the page at `free_port`, `serve(command, REPERE_HOME=…)`, and gives its address.

    What it says is in `served.log`. It is ended afterwards, and no other.
    """
    with contextlib.ExitStack() as started:

        def start(command: Sequence[str], **environment: str) -> str:
            log = started.enter_context((tmp_path / "served.log").open("wb"))
            known = {**os.environ, "PYTHONPATH": str(APP.parents[1]), **environment}
            process = subprocess.Popen(command, cwd=tmp_path, env=known, stdout=log, stderr=log)
            started.callback(process.wait, timeout=20)
            started.callback(process.terminate)
            return _answering(f"http://127.0.0.1:{free_port}", process, tmp_path / "served.log")

        yield start


def _answering(address: str, process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):  # noqa: S310 # loopback
                return address
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The page was not served:\n{log.read_text(errors='replace')}")


@pytest.fixture
def serve_page(serve: Callable[..., str], served_script: Path, free_port: int) -> Callable[..., str]:
    """Serves the page over a home as Streamlit runs it: `serve_page(home, "--server.maxUploadSize", "5")`."""

    def start(home: Home, *options: str, **environment: str) -> str:
        command = [sys.executable, "-m", "streamlit", "run", str(served_script), *OPTIONS, "--server.headless", "true"]
        command += ["--server.address", "127.0.0.1", "--server.port", str(free_port), *options]
        return serve(command, **{HOME_VARIABLE: str(home.root), **environment})

    return start


@pytest.fixture
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; the test is skipped where one of them is not there."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as engine:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = engine.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
