"""How well `similar` finds the versions of a passage in other languages.

    python tests/quality/similar.py [SET…]      default: xquad sdg_indicator2target, in the homes of the gate

Asked about each document that stands in several languages, at its first passage: the share of those whose other
versions all come first, the share of those whose versions are all among the first ten, and where the last one stands.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import gate

from search import Searcher

SETS = ("xquad", "sdg_indicator2target")
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """Of `asked` passages: shares whose versions all come first and are all in the first ten; the last one's rank."""

    asked: int
    first: float
    in_ten: float
    mean_last: float


def versions_of(languages: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The documents that are versions of one: their ids are the same but for the language, `de:012` and `fr:012`."""
    groups: dict[str, list[str]] = defaultdict(list)
    for doc in languages:
        groups[doc.partition(":")[2]].append(doc)
    return [tuple(sorted(docs)) for docs in groups.values() if len(docs) > 1]


def measure(searcher: Searcher, groups: Sequence[tuple[str, ...]]) -> Figures:
    """The figures over every version of every group."""
    ranks = [each for group in groups for each in _ranks(searcher, group)]
    asked = len(ranks)
    return Figures(
        asked,
        sum(last <= size for size, last in ranks) / asked,
        sum(last <= max(10, size) for size, last in ranks) / asked,
        sum(last for _, last in ranks) / asked,
    )


def _ranks(searcher: Searcher, group: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """For each version, how many others there are and the rank of the last of them that is found."""
    for name in group:
        passage = searcher.catalogue.passages_of(searcher.catalogue.find_document(name))[0]
        found = searcher.similar(passage.passage_id, k=LOOKED_AT, by_document=True)
        places = {hit.document.external_id: hit.rank for hit in found}
        others = [places.get(other, LOOKED_AT) for other in group if other != name]
        yield len(others), max(others)


def main(arguments: Sequence[str]) -> None:
    """Measure each set that is there."""
    for name in arguments or SETS:
        try:
            data = gate.load(name)
        except FileNotFoundError:
            print(f"{name}: not there")
            continue
        with gate.open_searcher(data) as searcher:
            figures = measure(searcher, versions_of(data.languages))
        print(
            f"{name:24} {figures.asked:5,} passages  all first {figures.first:.3f}  "
            f"all in the first ten {figures.in_ten:.3f}  mean rank of the last {figures.mean_last:.2f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
