"""How long a warm answer takes, beside the search in it, in turn on the same machine.

python tests/bench/answers.py HOME QUERIES.jsonl      HOME has been ingested; a hundred of the queries are asked

A question that was just searched for is not encoded again: each is asked of one searcher and searched for in another.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from search import Searcher

COUNT = 100


def main(arguments: Sequence[str]) -> None:
    """Print medians and the 95th of a hundred, and their ratio."""
    home, queries = arguments
    texts = [json.loads(line)["text"] for line in Path(queries).read_text("utf-8").splitlines()[: COUNT + 3]]
    with Searcher.open(home) as searcher, Searcher.open(home) as other:
        for text in texts[-3:]:  # files, models and what unrelated questions get are read once
            searcher.ask(text)
            other.search(text)
        passages = searcher.catalogue.counts().passages
        times: dict[str, list[float]] = {"search": [], "ask": []}
        for text in texts[:COUNT]:
            times["search"].append(_seconds(other.search, text))
            times["ask"].append(_seconds(searcher.ask, text))
    print(f"{passages:,} passages, {len(times['ask'])} questions")
    for name, seconds in times.items():
        ordered = sorted(seconds)
        print(f"{name:8} median {statistics.median(ordered):.3f} s, 95th {ordered[int(0.95 * len(ordered))]:.3f} s")
    ratios = [mine / theirs for mine, theirs in zip(times["ask"], times["search"], strict=True)]
    print(f"ratio    {statistics.median(ratios):.2f}")


def _seconds(ask: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    ask(text)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1:])
