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

# Measured on the development sets (nDCG@10; every leg exact; columns are query → passage language):
#
#   WORDS    piaf  xquad en→en  de→en  es→en  guides fr→fr  en→fr  de→fr  sdg fr→fr  en→fr  tete_label   mean
#   0        .756         .969   .920   .939          .609   .571   .383       .617   .571        .554   .629
#   .08      .826         .982   .926   .942          .643   .568   .390       .633   .572        .611   .649
#   .10      .832         .981   .927   .944          .641   .574   .390       .634   .572        .616   .651
#   .12      .834         .981   .928   .945          .640   .567   .389       .633   .570        .618   .651
#   .15      .837         .982   .929   .945          .634   .561   .389       .634   .569        .619   .650
#
# More helps questions in the passages' own language and harms short queries in another.
WORDS = 0.10


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
