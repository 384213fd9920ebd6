"""What the size of passages, the merging of short ones and the headings before them are worth, each way by itself.

    python tests/quality/passages.py [--whole] [SET…]     default: guides_parallel piaf samples

Of a set, the first 400 documents in French and in English, cut anew for every row and encoded without their sentences:
some minutes a set. `--whole` takes all documents with their sentences, as in the quality gate: an hour.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import gate

from corpus.home import Home
from index.headers import embedding_text
from index.models import DEFAULT_MODEL
from ingest.chunk import ChunkOptions
from ingest.pipeline import RunOptions, ingest
from search import Searcher

NAMES = ("guides_parallel", "piaf", "samples")
LIMIT = 400
TOKENS = (100, 200, 300, 400, 500)
DEFAULT = ChunkOptions()
WAYS: dict[str, tuple[ChunkOptions, bool]] = {
    **{f"{most} tokens": (ChunkOptions(most * 3 // 4, most, min(60, most // 4)), True) for most in TOKENS},
    "no merging": (replace(DEFAULT, min_tokens=1), True),
    "no headings": (DEFAULT, False),
}
"""The most tokens of a passage, of which three quarters are aimed at, and whether headings are put before it."""


def plain(_: str, text: str) -> str:
    """In place of `embedding_text`: the passage alone."""
    return text


def limited(name: str, folder: Path) -> gate.Data:
    """The set with its first documents in French and English, and the queries that they answer."""
    data = gate.load(name)
    if not data.languages:
        return data
    kept: dict[str, str] = {}
    counted: dict[str, int] = {}
    lines = data.sources[0].read_text("utf-8").splitlines()
    for line in lines:
        record = json.loads(line)
        counted[record["lang"]] = counted.get(record["lang"], 0) + 1
        if record["lang"] in {"fr", "en"} and counted[record["lang"]] <= LIMIT:
            kept[record["_id"]] = line
    source = folder / f"{name}.jsonl"
    source.write_text("".join(line + "\n" for line in kept.values()), "utf-8")
    qrels = {
        query: found
        for query, docs in data.qrels.items()
        if (found := {doc: value for doc, value in docs.items() if doc in kept})
    }
    queries = tuple(query for query in data.queries if query[0] in qrels)
    languages = {doc: language for doc, language in data.languages.items() if doc in kept}
    return replace(data, sources=(source,), qrels=qrels, queries=queries, languages=languages)


def main(arguments: Sequence[str]) -> None:
    """Measure every way over every set."""
    encoder, whole = gate.bundled(), "--whole" in arguments
    for name in [each for each in arguments if each != "--whole"] or NAMES:
        for way, (options, headings) in WAYS.items():
            with tempfile.TemporaryDirectory() as place:
                data = gate.load(name) if whole else limited(name, Path(place))
                home = Home(Path(place) / "home")
                written = embedding_text if headings else plain
                with patch("ingest.encode.embedding_text", written), patch("ingest.prepare.embedding_text", written):
                    run = RunOptions(options, sentences=whole)
                    report = ingest(home, data.sources, encoder, model=DEFAULT_MODEL, options=run)
                with Searcher.open(home, encoder=encoder) as searcher:
                    rows = [case for case in [*gate.QUICK, *gate.WHOLE] if case.data == name and case.mode == "hybrid"]
                    told = {case.name.split()[1]: gate.measure(searcher, data, case)["nDCG@10"] for case in rows}
            figures = "  ".join(f"{row} {value:.4f}" for row, value in told.items())
            print(f"{name:16} {way:12} {report.passages:5,} passages  {figures}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
