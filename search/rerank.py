"""The second look: a cross-encoder puts the first passages of a ranking in its own order.

The scores that found them stay as they are, beside its own: the two can't be compared, and only the second order.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from corpus.types import Passage
from index.headers import embedding_text
from index.reranker import Reranker
from search.fusion import Floats

# How many passages are looked at again, whatever is asked for: fewer hits are the beginning of more. 50 of 300 tokens
# take 6.4 s in a cross-encoder of 6 layers and 384 dimensions, 12.5 s in one of 12 layers, on two cores that others
# used too (tests/bench/rerank.py).
DEPTH = 50

Ids = npt.NDArray[np.int64]


def second_scores(reranker: Reranker, query: str, ids: Ids, passages: Mapping[int, Passage]) -> Floats:
    """The reranker's scores of the passages `ids` (n,): nan after the first `DEPTH`, and for those not in `passages`.

    A passage is read as it was encoded, after the path of its section.
    """
    scores = np.full(len(ids), np.nan)
    there = [place for place, number in enumerate(ids[:DEPTH].tolist()) if number in passages]
    read = [passages[int(ids[place])] for place in there]
    scores[there] = reranker.scores(query, [embedding_text(passage.section, passage.text) for passage in read])
    return scores


def reordered(scores: Floats) -> Ids:
    """The places (n,) in their new order: by score, those without (nan) behind; among equals as they were."""
    return np.argsort(np.where(np.isnan(scores), np.inf, -scores), kind="stable").astype(np.int64)


def run_score(rank: int, score: float, *, reranked: bool) -> float:
    """What a run says in place of a score, so that programs which sort by it keep the order of the hits.

    Where the first hits were looked at again, no score falls with all ranks: minus the rank does.
    """
    return -float(rank) if reranked else score
