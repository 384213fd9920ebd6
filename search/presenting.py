"""From a ranking to what is shown: passages that are still there, each document or each text once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from corpus.catalogue import Catalogue
from corpus.duplicates import group_of, members_of_all
from corpus.types import Passage
from index.membership import among
from search.query import Query
from search.ranking import Ranking
from search.results import Copy
from search.selection import Selection

# Some of the first candidates may be copies of others: so many more are read than are shown.
SPARE = 10
# A passage of every page's footer has as many copies as there are pages.
MAX_COPIES = 20


@dataclass(frozen=True, slots=True)
class Presented:
    """A candidate that is shown: its place in the ranking, and the group of passages that say the same."""

    place: int
    passage: Passage
    group: int


def present(catalogue: Catalogue, query: Query, ranking: Ranking) -> list[Presented]:
    """The first k candidates that are in the catalogue: each text once, or, by document, each document once.

    Who asks for documents wants each of them, those with the same text too.
    """
    return list(islice(_shown(catalogue, query, ranking), query.k))


def _shown(catalogue: Catalogue, query: Query, ranking: Ranking) -> Iterator[Presented]:
    ids, documents, groups = ranking.ids.tolist(), set[str](), set[int]()
    for first in range(0, len(ids), step := query.k + SPARE):
        some = ids[first : first + step]
        passages, group = catalogue.passages_by_id(some), group_of(catalogue, some)
        for place, number in enumerate(some, start=first):
            passage = passages.get(number)
            if passage is None or (query.by_document and passage.doc_id in documents):
                continue
            if not query.by_document and group[number] in groups:
                continue
            documents.add(passage.doc_id)
            groups.add(group[number])
            yield Presented(place, passage, group[number])


def copies_of(
    catalogue: Catalogue, presented: Sequence[Presented], selection: Selection | None
) -> dict[int, tuple[Copy, ...]]:
    """The copies of each passage shown, by its id: of the documents that the filters leave, and not of its own."""
    members = members_of_all(catalogue, [each.group for each in presented])
    allowed = None if selection is None else selection.passages
    wanted: dict[int, list[int]] = defaultdict(list)
    for each in presented:
        others = [number for number in members.get(each.group, []) if number != each.passage.passage_id]
        if allowed is not None:
            numbers = np.array(others, dtype=np.int64)
            others = numbers[among(numbers, allowed)].tolist()
        wanted[each.passage.passage_id] = others[:MAX_COPIES]
    passages = catalogue.passages_by_id(number for numbers in wanted.values() for number in numbers)
    titles = catalogue.summaries_by_id(passage.doc_id for passage in passages.values())
    own = {each.passage.passage_id: each.passage.doc_id for each in presented}
    return {
        shown: tuple(
            Copy(number, passages[number].doc_id, titles[passages[number].doc_id].title)
            for number in numbers
            if number in passages and passages[number].doc_id != own[shown]
        )
        for shown, numbers in wanted.items()
    }
