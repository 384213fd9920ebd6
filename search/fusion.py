"""One score from two: how near a passage is in meaning, and how much of the query's words it holds.

    score = cosine + WORDS · share,    share = BM25 / (the most that BM25 can give for this query)

The most is (k₁ + 1) · Σ idf over *all* the query's words, those that stand nowhere included. Where query and
passages are in different languages, most words stand nowhere and weigh the most, so that the words' part falls
by itself and no language has to be guessed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# tantivy's k₁ (1.2) plus one: what a term's frequency can multiply its idf by.
BM25_CEILING = 2.2

WORDS = 0.15


def word_shares(bm25: Floats, weights: Floats) -> Floats:
    """The share of the highest possible BM25 score (n,), 0 to 1, for a query whose words have these idf weights."""
    ceiling = BM25_CEILING * float(weights.sum())
    shares: Floats = np.minimum(bm25 / ceiling, 1.0) if ceiling > 0 else np.zeros_like(bm25)
    return shares


def fuse(cosines: Floats, shares: Floats) -> Floats:
    """The hybrid scores (n,). A passage without a vector yet (nan) is taken to be as near as the farthest here."""
    known = cosines[~np.isnan(cosines)]
    floor = float(known.min()) if len(known) else 0.0
    scores: Floats = np.where(np.isnan(cosines), floor, cosines) + WORDS * shares
    return scores
