"""How long a run over HTML pages takes, without encoding, beside trafilatura alone in one process, in turn.

    python tests/bench/extraction.py [PAGES] [FOLDER]      default: 1,000 pages made from ../shared/data/html

trafilatura is asked for what the run asks it for, text and metadata. Each page is a copy with a paragraph of its own,
so that none is another's duplicate; near-duplicates are looked for, and many are found. Processor time is that of all
processes together: on a machine that does other things, only it can be compared. Of the run it is said besides how long
its stages took: reading and storing, which workers and this process do side by side, describing, and the rest (what is
alike, the index of words, families).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import trafilatura

from corpus.home import Home
from index.encoder import Encoder, Progress, Vectors
from index.models import open_encoder
from ingest.pipeline import RunOptions, ingest
from ingest.progress import Silence

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "html"
RUNS = 3


class NoVectors:
    """Counts tokens as the bundled model does, since passages are cut by them, and encodes nothing."""

    def __init__(self, encoder: Encoder) -> None:
        self.model_id, self.dim, self.max_tokens = encoder.model_id, encoder.dim, encoder.max_tokens
        self.count_tokens = encoder.count_tokens

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Zeros."""
        return np.zeros((len(texts), self.dim), dtype=np.float32)

    encode_queries = encode_passages


class Stages(Silence):
    """A run's progress, of which the moments are kept that its stages begin and end at."""

    def __init__(self) -> None:
        self._begun = self._stored = self._described = time.perf_counter()

    def start(self, stage: str, total: int) -> None:
        """Describing begins when all is stored."""
        if stage == "describe":
            self._stored = time.perf_counter()

    def finish(self) -> None:
        """Describing is the last stage that is told of, where nothing is encoded."""
        if self._stored > self._begun and self._described == self._begun:
            self._described = time.perf_counter()

    def told(self) -> str:
        """The seconds of each stage, one after another."""
        return (
            f"read and stored in {self._stored - self._begun:.1f} s, described in "
            f"{self._described - self._stored:.1f} s, the rest in {time.perf_counter() - self._described:.1f} s"
        )


def pages_in(folder: Path, count: int, target: Path) -> list[Path]:
    """So many pages in `target`, made from those in `folder` again and again."""
    originals = sorted(folder.glob("*.html"))
    pages = []
    for number in range(count):
        data = originals[number % len(originals)].read_bytes()
        own = f"<p>This is page {number} of {count}, which says so.</p>".encode()
        before, mark, after = data.rpartition(b"</body>")
        path = target / f"page-{number:04d}.html"
        path.write_bytes(before + own + mark + after if mark else data + own)
        pages.append(path)
    return pages


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that passed, and of the processor in this process and those that it waited for."""
    begun, before = time.perf_counter(), os.times()
    work()
    after = os.times()
    return time.perf_counter() - begun, sum(after[:4]) - sum(before[:4])


def main(arguments: Sequence[str]) -> None:
    """Print both times of each run, and their ratios."""
    count = int(arguments[0]) if arguments else 1000
    folder = Path(arguments[1]) if len(arguments) > 1 else FOLDER
    encoder = NoVectors(open_encoder())
    encoder.count_tokens(["the tokenizer is built once"])
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "pages")
        source.mkdir()
        pages = pages_in(folder, count, source)

        def alone() -> None:
            for page in pages:
                trafilatura.bare_extraction(page.read_bytes(), include_comments=False, with_metadata=True)

        def whole() -> None:
            home = Home(Path(place, "home"))
            stages, options = Stages(), RunOptions(sentences=False)
            report = ingest(home, [source], encoder, model="bench", options=options, progress=stages)
            print(f"  {report.added} added, {len(report.failed)} failed, {report.passages:,} passages: {stages.told()}")
            shutil.rmtree(home.root)

        for _ in range(RUNS):
            theirs, ours = timed(alone), timed(whole)
            print(f"trafilatura alone  {theirs[0]:6.1f} s, of the processor {theirs[1]:6.1f} s")
            print(f"the run            {ours[0]:6.1f} s, of the processor {ours[1]:6.1f} s")
            print(
                f"ratio              {ours[0] / theirs[0]:6.2f}   of the processor {ours[1] / theirs[1]:6.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
