"""`python tests/quality/same.py HOME QUERIES [COUNT]`: one ranking everywhere, or exit code 1.

The first ten passages of the first COUNT queries of a file (200), with their scores, as `repere batch`, `repere search
--json`, the Python API and the page's results give them, side by side. Some are asked of `repere search` as a program.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

from click.testing import CliRunner
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from corpus.errors import QueryError
from search import Query, Result
from search.queries import read_query_file
from ui import assembly
from ui.cli import main as repere
from ui.resultfiles import as_json
from ui.settings import HOME_VARIABLE, Settings
from ui.streamlit_options import APP
from ui.views import search as results_view

DEPTH = 10
COUNT = 200
PROGRAMS = 5
# Searches on a machine that does other things, too.
PAGE_TIMEOUT_S = 60

Ranking = tuple[tuple[int, str], ...]
"""Passage ids in order, each with its score as it is written; empty where nothing is found or the query is refused."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A query that one way answers otherwise than the first way."""

    way: str
    query: str
    expected: Ranking
    found: Ranking


def by_batch(home: Path, queries: Sequence[str]) -> list[Ranking]:
    """What `repere batch` writes."""
    with tempfile.TemporaryDirectory() as folder:
        file, output = Path(folder) / "queries.csv", Path(folder) / "results.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("id", "query"), *enumerate(queries)])
        # In a file signs are only writing unless it is said; in the search box they are operators.
        command = ["batch", str(file), "-o", str(output), "-k", str(DEPTH), "--operators", "--home", str(home)]
        outcome = CliRunner().invoke(repere, command, catch_exceptions=False)
        if not output.is_file():
            raise SystemExit(f"repere batch wrote nothing: {outcome.output}")
        with output.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if row["passage_id"]]
    found: list[list[tuple[int, str]]] = [[] for _ in queries]
    for row in rows:
        found[int(row["query_id"])].append((int(row["passage_id"]), _score(float(row["score"]))))
    return [tuple(each) for each in found]


def by_command(home: Path, queries: Sequence[str]) -> list[Ranking]:
    """What `repere search --json` prints, in this process."""
    return [_printed(CliRunner().invoke(repere, _command(home, query)).stdout) for query in queries]


def by_program(home: Path, queries: Sequence[str]) -> list[Ranking]:
    """What it prints as a program."""
    runs = (
        subprocess.run(  # our own program
            [sys.executable, "-m", "ui.cli", *_command(home, query)], capture_output=True, check=False, text=True
        )
        for query in queries
    )
    return [_printed(run.stdout) for run in runs]


def by_search(home: Path, queries: Sequence[str]) -> list[Ranking]:
    """What `Searcher.search` returns."""
    with assembly.open_searcher(Settings.read(home=str(home))) as searcher:

        def ranking(query: str) -> Ranking:
            try:
                return _ranking(searcher.search(query, k=DEPTH))
            except QueryError:
                return ()

        return [ranking(query) for query in queries]


def by_search_many(home: Path, queries: Sequence[str]) -> list[Ranking]:
    """What `Searcher.search_many` returns for all that can be searched."""
    asked: dict[int, Query] = {}
    for place, query in enumerate(queries):
        try:
            asked[place] = Query(query, k=DEPTH)
        except QueryError:
            continue
    with assembly.open_searcher(Settings.read(home=str(home))) as searcher:
        found = dict(zip(asked, map(_ranking, searcher.search_many(asked.values())), strict=True))
    return [found.get(place, ()) for place in range(len(queries))]


def by_page(home: Path, queries: Sequence[str]) -> list[Ranking]:
    """What the page's results view draws: the passages that its links open, with the scores that it lets one take."""
    with _environment(HOME_VARIABLE, str(home)), _taken() as taken:
        return [_drawn(query, taken) for query in queries]


WAYS: Mapping[str, Callable[[Path, Sequence[str]], list[Ranking]]] = {
    "batch": by_batch,
    "search --json": by_command,
    "Searcher.search": by_search,
    "Searcher.search_many": by_search_many,
    "page": by_page,
}
"""Every way to ask; all must answer as the first one."""


def differences(
    home: Path, queries: Sequence[str], *, programs: int, told: Callable[[str, int, int], None]
) -> list[Difference]:
    """Where the ways differ. `told` is handed each way, how many queries it was asked, and how many differ."""
    first, *others = WAYS
    expected = WAYS[first](home, queries)
    told(first, len(queries), 0)
    found = []
    for way in others:
        found += _compared(way, queries, expected, WAYS[way](home, queries), told)
    if programs:
        some = queries[:: max(1, len(queries) // programs)][:programs]
        known = dict(zip(queries, expected, strict=True))
        found += _compared("repere search", some, [known[query] for query in some], by_program(home, some), told)
    return found


def _compared(
    way: str,
    queries: Sequence[str],
    expected: Sequence[Ranking],
    found: Sequence[Ranking],
    told: Callable[[str, int, int], None],
) -> list[Difference]:
    unlike = [
        Difference(way, query, *pair)
        for query, *pair in zip(queries, expected, found, strict=True)
        if pair[0] != pair[1]
    ]
    told(way, len(queries), len(unlike))
    return unlike


def _command(home: Path, query: str) -> list[str]:
    return ["search", "--json", "-k", str(DEPTH), "--home", str(home), "--", query]


def _printed(text: str) -> Ranking:
    return _read(json.loads(text)) if text.strip() else ()


def _read(printed: Mapping[str, Any]) -> Ranking:
    return tuple((hit["passage_id"], _score(hit["score"])) for hit in printed["hits"])


def _ranking(result: Result) -> Ranking:
    return tuple((hit.passage.passage_id, _score(hit.score)) for hit in result.hits)


def _score(score: float) -> str:
    """As tables and JSON write it."""
    return f"{score:.6f}"


def _drawn(query: str, taken: list[Result]) -> Ranking:
    """What a reader sees who opens the address of a search."""
    taken.clear()
    page = AppTest.from_file(APP, default_timeout=PAGE_TIMEOUT_S)
    page.query_params.update({"q": query, "k": str(DEPTH)})
    page.run()
    if page.exception:
        raise SystemExit(f"The page failed: {page.exception[0].value}")
    links = [parse_qs(link.proto.query_string) for link in page.get("page_link")]  # type: ignore[attr-defined] # untyped
    opened = [int(link["passage"][0]) for link in links if "passage" in link]
    found = _read(json.loads(as_json(taken[0]))) if taken else ()
    # What is drawn and what can be taken along are the same passages, or no ranking is like this one.
    return found if opened == [passage_id for passage_id, _ in found] else tuple((each, "") for each in opened)


@contextmanager
def _taken() -> Iterator[list[Result]]:
    """The results that the page offers to take along, as they are drawn."""
    taken: list[Result] = []
    offer = results_view._export

    def kept(visit: Any, searcher: Any, result: Result) -> None:
        taken.append(result)
        offer(visit, searcher, result)

    with patch.object(results_view, "_export", kept):
        yield taken


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    with patch.dict(os.environ, {name: value}):
        yield


def main(arguments: Sequence[str]) -> int:
    """Print a line a way, then the first queries that differ."""
    if len(arguments) not in {2, 3}:
        raise SystemExit(__doc__)
    set_log_level("error")  # that nobody serves the page
    home, file = Path(arguments[0]).resolve(), Path(arguments[1])
    count = int(arguments[2]) if len(arguments) > 2 else COUNT
    texts = dict.fromkeys(" ".join(line.text.split()) for line in read_query_file(file).lines if line.text.strip())
    queries = list(texts)[:count]
    print(f"{'way':22}{'queries':>8}{'differ':>8}")
    unlike = differences(
        home,
        queries,
        programs=PROGRAMS,
        told=lambda way, asked, differ: print(f"{way:22}{asked:8}{differ:8}", flush=True),
    )
    for each in unlike[:DEPTH]:
        print(f"\n{each.way}: {each.query}\n  expected {each.expected}\n  found    {each.found}")
    return 1 if unlike else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
