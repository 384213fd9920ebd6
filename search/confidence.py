"""How likely it is that the documents answer a query: a probability, fit on questions with and without an answer.

Two things tell it: how far the best score lies above what unrelated questions get from the same home, and which share
of the query's words (by weight) stands nowhere in it. It tells that the documents are about what is asked, hardly that
they say just this: of a charter, when it was signed where it does not say so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from index.background import unrelated
from index.words import QueryWord, WordIndex
from search.acronyms import Reading, read
from search.query import Query
from search.ranking import Ranker, Ranking

YES = 0.5
"""From here on the documents are said to answer."""

# Above most of what unrelated questions get, and not above the luckiest of twenty.
QUANTILE = 0.75

# Logistic regression of `python tests/quality/confidence.py --fit`, which prints what they are worth.
PER_SCORE = 38.6
PER_LOST = -4.10
AT_BASELINE = 0.19
# Nothing is more certain than one in ten thousand.
MOST = 9.2


@dataclass(frozen=True, slots=True)
class Signals:
    """How far the best score lies `above` the baseline, and the share of the query's words that are `lost`, 0 to 1."""

    above: float
    lost: float

    @property
    def probability(self) -> float:
        """What they say."""
        logit = PER_SCORE * self.above + PER_LOST * self.lost + AT_BASELINE
        return 1 / (1 + math.exp(-max(-MOST, min(MOST, logit))))


def confidence(ranker: Ranker, reading: Reading, ranking: Ranking) -> float | None:
    """The probability that the home answers; None where it can't be told: by one leg alone, or without a background."""
    if reading.query.mode != "hybrid" or not ranker.state.caches.background.languages:
        return None
    return signals(ranker, reading, ranking).probability if len(ranking.ids) else 0.0


def signals(ranker: Ranker, reading: Reading, ranking: Ranking) -> Signals:
    """What tells the confidence of a ranking that is not empty."""
    query = reading.query
    language = query.language if query.language in unrelated() else ""
    baseline = ranker.state.baselines.get(language, lambda: _baseline(ranker, language))
    lost = lost_share(ranker.state.caches.words, query.words(ranker.state.languages))
    return Signals(float(ranking.scores.max()) - baseline, lost)


def lost_share(index: WordIndex, words: list[QueryWord]) -> float:
    """The share of the weight of the query's words that stand in no passage; 0 where it has none."""
    stems = [word for word in words if word.stems]
    weights = index.weights(stems)
    lost = sum(weight for word, weight in zip(stems, weights, strict=True) if not index.holds(word))
    return float(lost / weights.sum()) if stems else 0.0


def _baseline(ranker: Ranker, language: str) -> float:
    """What unrelated questions in a language get; some in each of those known where it is none of them."""
    bank = unrelated()
    texts = bank[language] if language else [text for some in bank.values() for text in some[:: len(bank)]]
    readings = [read(Query(text, operators=False), ranker.state.acronyms) for text in texts]
    legs = ranker.legs([reading.meant for reading in readings])
    rankings = [ranker.rank(reading, leg) for reading, leg in zip(readings, legs, strict=True)]
    best = [float(ranking.scores.max()) if len(ranking.ids) else 0.0 for ranking in rankings]
    return float(np.quantile(best, QUANTILE))
