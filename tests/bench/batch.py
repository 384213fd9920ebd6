"""What a batch gains over one search a question, and where its time goes: figures of one run, as ratios.

python tests/bench/batch.py HOME QUERIES.jsonl [COUNT]     with a home that has been made from the same data

Both ways search the same questions, in turn, a part at a time, so that other work on the machine touches both alike.
A part is several chunks long: a batch reads a chunk ahead.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.encoder import Vectors, WordStates
from search import Query, Searcher
from search.columns import hit_cells
from search.queries import read_query_file

PART = 1500


class Timed:
    """An encoder that adds up the time that queries take."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self.model_id, self.dim, self.max_tokens = encoder.model_id, encoder.dim, encoder.max_tokens
        self.count_tokens, self.encode_passages = encoder.count_tokens, encoder.encode_passages
        self.seconds = 0.0

        self.encode_queries, self.encode_passages_by_word = encoder.encode_queries, encoder.encode_passages_by_word

    def encode_queries_by_word(self, texts: Sequence[str]) -> tuple[Vectors, list[WordStates]]:
        begun = time.perf_counter()
        encoded: tuple[Vectors, list[WordStates]] = self._encoder.encode_queries_by_word(texts)
        self.seconds += time.perf_counter() - begun
        return encoded


def main(arguments: Sequence[str]) -> None:
    """Print rates, their ratio, the encoder's share, and the most memory that was used."""
    home, queries = Path(arguments[0]), Path(arguments[1])
    texts = [line.text for line in read_query_file(queries).lines][: int(arguments[2]) if arguments[2:] else None]
    asked = [Query(text, operators=False) for text in texts]
    with Searcher.open(home) as searcher:
        encoder = searcher._encoder = Timed(searcher._encoder)
        searcher.run(asked[0])
        one: Callable[[list[Query]], list[Any]] = lambda part: [searcher.run(query) for query in part]  # noqa: E731
        many: Callable[[list[Query]], list[Any]] = lambda part: list(searcher.run_many(part))  # noqa: E731
        seconds: dict[str, list[float]] = defaultdict(list)
        same = True
        for first in range(0, len(asked), PART):
            part = asked[first : first + PART]
            answers = []
            for name, way in (("one", one), ("many", many)):
                encoder.seconds, begun, worked = 0.0, time.perf_counter(), time.process_time()
                answers.append([list(map(hit_cells, result)) for result in way(part)])
                seconds[name].append((time.perf_counter() - begun) / len(part))
                seconds[f"{name}, all cores"].append((time.process_time() - worked) / len(part))
                seconds[f"{name}, encoder"].append(encoder.seconds / len(part))
            same = same and answers[0] == answers[1]
    print(f"{len(asked):,} questions, the same answers: {same}")
    for name, values in sorted(seconds.items()):
        print(f"{name:16} {1000 * statistics.mean(values):7.2f} ms a question, {1 / statistics.mean(values):6.1f}/s")
    total = {name: sum(values) for name, values in seconds.items()}
    print(f"ratio of rates                    {total['one'] / total['many']:6.2f}")
    print(f"most memory                       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
