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

# Measured on the development sets (nDCG@10; every leg exact; columns are query → passage language):
#
#   WORDS    piaf  xquad en→en  de→en  es→en  guides fr→fr  en→fr  de→fr  sdg fr→fr  en→fr  tete_label   mean
#   0        .756         .969   .920   .939          .609   .571   .383       .617   .571        .554   .689
#   .08      .826         .982   .926   .942          .643   .568   .390       .633   .572        .611   .709
#   .10      .832         .981   .927   .944          .641   .574   .390       .634   .572        .616   .711
#   .12      .834         .981   .928   .945          .640   .567   .389       .633   .570        .618   .711
#   .15      .837         .982   .929   .945          .634   .561   .389       .634   .569        .619   .710
#
# More helps questions in the passages' own language and harms short queries in another.
WORDS = 0.10

# How much the best sentence counts beside the whole passage. nDCG@10 with WORDS at .10, as above:
#
#   SENTENCE  piaf  xquad en→en  de→en  es→en  guides fr→fr  en→fr  de→fr  sdg fr→fr  en→fr  tete_label   mean
#   0         .832         .981   .927   .944          .641   .574   .390       .634   .572        .616   .711
#   .35       .845         .987   .951   .959          .630   .590   .403       .634   .572        .614   .718
#   .50       .850         .987   .954   .959          .625   .584   .376       .634   .572        .607   .715
#
# Facts are asked of a sentence, themes of a passage: less favours the themes, more the facts.
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
