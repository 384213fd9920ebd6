"""One score from two: how near a passage is in meaning, and how much of the query's words it holds.

    meaning = (1 - SENTENCE) · cosine of the passage + SENTENCE · cosine of its best sentence
    share   = BM25 / (the most that BM25 can give for this query)
    score   = meaning + WORDS · share

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

# Measured on the development sets (nDCG@10; both legs whole; columns are query → passage language), first with the
# passages' vectors alone, then with their sentences':
#
#   SENTENCE  WORDS  piaf  xquad en→en  de→en  es→en  guides fr→fr  en→fr  de→fr  sdg fr→fr  en→fr  tete_label   mean
#   0         0      .756         .969   .920   .939          .609   .571   .383       .617   .571        .554   .689
#   0         .08    .826         .982   .926   .942          .643   .568   .390       .633   .572        .611   .709
#   0         .10    .832         .981   .927   .944          .641   .574   .390       .634   .572        .616   .711
#   0         .15    .837         .982   .929   .945          .634   .561   .389       .634   .569        .619   .710
#   .25       0      .784         .980   .941   .953          .605   .615   .407       .617   .571        .557   .703
#   .35       .06    .839         .987   .950   .959          .630   .597   .403       .632   .569        .603   .717
#   .35       .08    .843         .987   .950   .959          .629   .595   .403       .633   .572        .610   .718
#   .35       .12    .846         .986   .951   .959          .627   .586   .402       .633   .570        .614   .717
#   .50       .08    .848         .987   .954   .960          .619   .589   .377       .633   .572        .603   .714
#
# More words help questions in the passages' own language and harm short queries in another. Facts are asked of a
# sentence, themes of a passage: more weight on the sentence favours the facts.
WORDS = 0.08
SENTENCE = 0.35


def meaning(cosines: Floats, best_sentences: Floats) -> Floats:
    """How near passages are in meaning (n,). A passage without sentence vectors (nan) is as near as its whole."""
    nearness: Floats = np.where(np.isnan(best_sentences), cosines, (1 - SENTENCE) * cosines + SENTENCE * best_sentences)
    return nearness


def word_shares(bm25: Floats, weights: Floats) -> Floats:
    """The share of the highest possible BM25 score (n,), 0 to 1, for a query whose words have these idf weights."""
    ceiling = BM25_CEILING * float(weights.sum())
    shares: Floats = np.minimum(bm25 / ceiling, 1.0) if ceiling > 0 else np.zeros_like(bm25)
    return shares


def fuse(nearness: Floats, shares: Floats) -> Floats:
    """The hybrid scores (n,). A passage without a vector yet (nan) is taken to be as near as the farthest here."""
    known = nearness[~np.isnan(nearness)]
    floor = float(known.min()) if len(known) else 0.0
    scores: Floats = np.where(np.isnan(nearness), floor, nearness) + WORDS * shares
    return scores
