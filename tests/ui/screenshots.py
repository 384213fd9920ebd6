"""`python tests/ui/screenshots.py`: a picture of each view in both languages, wide and on a telephone, in docs/screens.

It serves the sample corpus from a home of its own and looks at it with Debian's Chromium. Pictures have few colours
and are small.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from corpus.catalogue import Catalogue
from corpus.home import Home
from corpus.samples import documents_folder

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "docs" / "screens"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = {"wide": 1200, "narrow": 360}
TALLEST = {"wide": 2800, "narrow": 2200}
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
COLOURS = 96
ASKED = {"fr": "Qui a signé la charte ?", "en": "Who signed the charter?"}


def views(home: Home, language: str) -> dict[str, str]:
    """The name of each view → its address after the host."""
    with Catalogue.open(home) as catalogue:
        charter = next(each for each in catalogue.summaries() if "charte-attractivite" in each.uri)
        passage = catalogue.passages_of(charter.doc_id)[0]
    question = urllib.request.quote(ASKED[language])
    return {
        "search": f"/?q={question}",
        "first": "/",
        "ask": f"/ask?ask={question}",
        "document": f"/document?doc={charter.doc_id}&passage={passage.passage_id}",
        "documents": "/documents",
        "overview": "/overview",
        "themes": "/themes",
        "batch": "/batch",
        "add": "/add",
    }


@contextlib.contextmanager
def served(home: Home, *options: str) -> Iterator[str]:
    """The address of the page over a home; its process is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "serve", "--no-browser", "--port", str(port), "--home", str(home.root)]
    with subprocess.Popen([*command, *options], cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_until_still(page: Any) -> None:
    """Until Streamlit has drawn all: nothing runs, nothing spins, the pictures are there."""
    page.locator("[data-testid=stMain] h1").first.wait_for()
    page.wait_for_function(
        """() => !document.querySelector('[data-testid=stSpinner], [data-testid=stSkeleton]')
            && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'""",
        timeout=60_000,
    )
    page.wait_for_timeout(700)  # charts are drawn a moment after their data have come


def small(picture: bytes) -> bytes:
    """The picture as a PNG of few colours."""
    with Image.open(io.BytesIO(picture)) as image:
        stream = io.BytesIO()
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def ingest_samples(home: Home) -> None:
    """The sample corpus in a home, from a folder whose name says nothing of this machine."""
    source = Path(tempfile.gettempdir()) / "politiques"
    shutil.copytree(documents_folder(), source)
    try:
        command = [sys.executable, "-m", "ui.cli", "ingest", "--home", str(home.root), str(source)]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    finally:
        shutil.rmtree(source)


def main() -> None:
    """Make the pictures; `--only overview` makes some of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="a view; may be repeated")
    parser.add_argument("--home", type=Path, help="a home with the sample corpus [default: one is made]")
    parser.add_argument("--to", type=Path, default=SCREENS)
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(arguments.home or Path(folder) / "home")
        if arguments.home is None:
            ingest_samples(home)
        with served(home, "--editors") as address, sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for language, locale in LANGUAGES.items():
                for size, width in WIDTHS.items():
                    context = browser.new_context(locale=locale, viewport={"width": width, "height": 800})
                    page = context.new_page()
                    for name, path in views(home, language).items():
                        if arguments.only and name not in arguments.only:
                            continue
                        page.set_viewport_size({"width": width, "height": 800})
                        page.goto(f"{address}{path}")
                        wait_until_still(page)
                        tall = page.locator("[data-testid=stMainBlockContainer]").evaluate("box => box.scrollHeight")
                        page.set_viewport_size({"width": width, "height": min(int(tall) + 20, TALLEST[size])})
                        page.locator("[data-testid=stMain]").evaluate("box => box.scrollTo(0, 0)")
                        page.wait_for_timeout(400)
                        data = small(page.screenshot())
                        file = arguments.to / f"{name}-{language}-{size}.png"
                        file.write_bytes(data)
                        print(f"{file.name:32} {len(data) / 1024:6.0f} KB")
                    context.close()
            browser.close()


if __name__ == "__main__":
    main()
