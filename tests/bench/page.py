"""`python tests/bench/page.py [PASSAGES]`: from the Enter key to the results, in Chromium, against a served page.

The home is made up (see `made_up.py`). Only warm searches count, each with a question that was not asked before.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from made_up import build
from playwright.sync_api import Page, sync_playwright

from corpus import samples
from corpus.home import Home
from ui.settings import HOME_VARIABLE
from ui.streamlit_options import APP, OPTIONS

QUERIES = 20
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def main() -> None:
    """Print the median and the slowest of `QUERIES` searches."""
    passages = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        home = build(Home(Path(folder) / "home"), passages)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", str(APP), *OPTIONS, "--server.headless", "true"]
        command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
        environment = {**os.environ, HOME_VARIABLE: str(home.root), "PYTHONPATH": str(APP.parents[1])}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                times = measured(f"http://127.0.0.1:{port}")
            finally:
                process.terminate()
    middle, most = statistics.median(times), max(times)
    print(f"{passages} passages, {len(times)} searches: median {middle:.0f} ms, slowest {most:.0f} ms")


def measured(address: str) -> list[float]:
    """Milliseconds from the Enter key until a new question's hits and filters are drawn and nothing runs any more."""
    questions = [each.text for each in samples.questions() if each.language == "fr"][: QUERIES + 2]
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()  # noqa: S310 # loopback
            break
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(locale="fr-FR").new_page()
        page.goto(f"{address}/?q=charte")
        page.locator(".rp-hit").first.wait_for(timeout=60_000)
        times = [search(page, question) for question in questions]
        browser.close()
    return [took for took in times[2:] if took > 0]  # two questions may take the same time: nothing changes then


def search(page: Page, question: str) -> float:
    """One search, timed in the browser; then until all is drawn, untimed."""
    page.get_by_label("Votre question").fill(question)
    page.evaluate(
        """() => {
            const count = () => document.querySelector(".rp-count")?.textContent;
            const idle = () => document.querySelector("[data-test-script-state=notRunning]");
            const before = count();
            window.took = new Promise(done => {
                addEventListener("keydown", () => {
                    const begun = performance.now();
                    const look = () => {
                        if (idle() && count() && count() !== before) done(performance.now() - begun);
                        else if (performance.now() - begun > 20000) done(-1);
                        else requestAnimationFrame(look);
                    };
                    look();
                }, {once: true, capture: true});
            });
        }"""
    )
    page.keyboard.press("Enter")
    took: float = page.evaluate("window.took")
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.wait_for_timeout(300)
    return took


if __name__ == "__main__":
    main()
