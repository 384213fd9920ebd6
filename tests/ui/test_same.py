"""A small version of `tests/quality/same.py`: command line, Python and page give one ranking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import same

from corpus.home import Home
from search import Searcher
from ui import assembly

QUERIES = ("La charte", "the twinning of towns", '"douze communes"', "label -artisans", "-label", "dahu")
MakeHome = Callable[..., Home]


def told(way: str, asked: int, differ: int) -> None:
    """Nothing: the test tells what differs."""


@pytest.mark.filterwarnings("ignore:.*ScriptRunContext")
def test_one_ranking_everywhere(make_home: MakeHome, open_page: Callable[..., Any]) -> None:  # its encoder
    """This ensures that the same query gives the same passages and scores from batch, search, Python and the page,
    operators, refused queries and those without a hit, too.
    """
    home = make_home().root
    assert same.differences(home, QUERIES, programs=0, told=told) == []
    found = dict(zip(QUERIES, same.by_batch(home, QUERIES), strict=True))
    assert [len(found[query]) for query in QUERIES] == [3, 3, 1, 2, 0, 3]
    assert found['"douze communes"'][0][0] == 1


def test_a_difference_is_found(
    make_home: MakeHome,
    open_page: Callable[..., Any],  # its encoder
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """This ensures that one way that ranks otherwise is named, with its query, and fails the program."""
    home = make_home().root
    open_searcher = assembly.open_searcher

    def reversed_ways(home: Path, queries: list[str]) -> list[same.Ranking]:
        with open_searcher(same.Settings.read(home=str(home))) as searcher:
            assert isinstance(searcher, Searcher)
            return [tuple(reversed(same._ranking(searcher.search(query, k=same.DEPTH)))) for query in queries]

    monkeypatch.setattr(same, "WAYS", {"batch": same.by_batch, "page": reversed_ways})
    monkeypatch.setattr(same, "PROGRAMS", 0)
    file = tmp_path / "queries.txt"
    file.write_text("La charte\nle jumelage\n", encoding="utf-8")
    assert same.main([str(home), str(file), "1"]) == 1
    printed = capsys.readouterr().out
    assert printed.splitlines()[2].split() == ["page", "1", "1"]
    assert "page: La charte" in printed
