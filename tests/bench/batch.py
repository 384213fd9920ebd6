"""What a batch gains over one search a question, and where its time goes: figures of one run, as ratios.

python tests/bench/batch.py HOME QUERIES.jsonl [COUNT]     with a home that has been made from the same data

Both ways search the same questions, in turn, a part at a time, so that other work on the machine touches both alike.
A part is several chunks long: a batch reads a chunk ahead.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from search import Query, Searcher
from search.columns import hit_cells
from search.queries import read_query_file
from search.ranking import Ranker
from search.recent import EncodedQuery

PART = 1500


@contextmanager
def timed_encoding() -> Iterator[list[float]]:
    """The seconds that each call waited for encoded queries, here or in another process."""
    seconds: list[float] = []
    encoded = Ranker.encoded

    def timed(self: Ranker, languages: Mapping[str, str], *, by_word: bool) -> dict[str, EncodedQuery]:
        begun = time.perf_counter()
        found = encoded(self, languages, by_word=by_word)
        seconds.append(time.perf_counter() - begun)
        return found

    Ranker.encoded = timed  # type: ignore[method-assign]
    try:
        yield seconds
    finally:
        Ranker.encoded = encoded  # type: ignore[method-assign]


def processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    every = os.times()
    return every.user + every.system + every.children_user + every.children_system


def main(arguments: Sequence[str]) -> None:
    """Print rates, their ratio, the encoder's share, and the most memory that was used."""
    home, queries = Path(arguments[0]), Path(arguments[1])
    texts = [line.text for line in read_query_file(queries).lines][: int(arguments[2]) if arguments[2:] else None]
    asked = [Query(text, operators=False) for text in texts]
    with Searcher.open(home) as searcher, timed_encoding() as waited:
        searcher.run(asked[0])
        one: Callable[[list[Query]], list[Any]] = lambda part: [searcher.run(query) for query in part]  # noqa: E731
        many: Callable[[list[Query]], list[Any]] = lambda part: list(searcher.run_many(part))  # noqa: E731
        seconds: dict[str, list[float]] = defaultdict(list)
        same = True
        for first in range(0, len(asked), PART):
            part = asked[first : first + PART]
            answers = []
            for name, way in (("one", one), ("many", many)):
                begun, worked = time.perf_counter(), processor_seconds()
                waited.clear()
                answers.append([list(map(hit_cells, result)) for result in way(part)])
                seconds[name].append((time.perf_counter() - begun) / len(part))
                seconds[f"{name}, all cores"].append((processor_seconds() - worked) / len(part))
                seconds[f"{name}, encoder"].append(sum(waited) / len(part))
            same = same and answers[0] == answers[1]
    print(f"{len(asked):,} questions, the same answers: {same}")
    for name, values in sorted(seconds.items()):
        print(f"{name:16} {1000 * statistics.mean(values):7.2f} ms a question, {1 / statistics.mean(values):6.1f}/s")
    total = {name: sum(values) for name, values in seconds.items()}
    print(f"ratio of rates                    {total['one'] / total['many']:6.2f}")
    print(f"most memory of this process       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
