"""Why a hit was found: by which leg, with which words, and the numbers that its score is the sum of.

Worked out after the fact, from the same index by the same functions; the sum is checked against the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from corpus.errors import QueryError
from index.analysis import alternatives, tokens
from index.caches import Caches
from index.encoder import Vectors
from index.products import cosines
from index.words import QueryWord, WordIndex
from search.fusion import CONTEXT, LEXICAL, POOR, SENTENCE, filled
from search.highlights import highlights
from search.lexical import Lexical, candidates, lexical
from search.query import Mode, Query
from search.results import Hit, Result
from search.selection import Selection

Leg = Literal["meaning", "words", "letters"]
"""What brought a passage among the candidates; `letters` are those of a word that stands nowhere in the documents."""

PartName = Literal["passage", "sentence", "farthest", "words", "letters", "context", "role"]
"""What a score is the sum of. `farthest` stands for the nearness of a passage that has no vector yet, `context` is how
near the query's words are to the passage's where they stand, beyond what is usual, and `role` what a contents page, a
list of references or a lone heading loses."""

# The same functions over the same numbers give the same score but for the order of a sum.
EXACT = 1e-9

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """A number that counts in a score, and how much it counts: nearness -1 to 1, shares 0 to 1."""

    name: PartName
    weight: float
    value: float

    @property
    def points(self) -> float:
        """What it adds to the score."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word, prefix or phrase of the query, and how it stands in the passage.

    `share` is its part of the weight of all words, 0 to 1: the rarer in the documents, the more. `forms` are the words
    of the passage that it was found by, as they are written, each once; empty where it does not stand there.
    `anywhere` is False where it stands in no passage of the home.
    """

    text: str
    share: float
    forms: tuple[str, ...]
    anywhere: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage is a hit. The points of `parts` are its score; `rerank` is what the second look gave it."""

    passage_id: int
    mode: Mode
    legs: tuple[Leg, ...]
    parts: tuple[Part, ...]
    words: tuple[AskedWord, ...]
    rerank: float | None = None

    @property
    def score(self) -> float:
        """The sum of the parts' points."""
        return sum(part.points for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """The explanation as JSON values, numbers to six digits."""
        return {
            "legs": list(self.legs),
            "parts": [
                {
                    "name": part.name,
                    "weight": part.weight,
                    "value": round(part.value, 6),
                    "points": round(part.points, 6),
                }
                for part in self.parts
            ],
            "words": [
                {"text": word.text, "share": round(word.share, 6), "forms": list(word.forms), "anywhere": word.anywhere}
                for word in self.words
            ],
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a search had before it when it ranked.

    `readings` are the query and what it was taken to mean; `vector` (dim,) is None where meaning was not asked for.
    `candidates` are the ids of all that were ranked, `dense` their nearness in meaning (n,), nan without a vector, and
    `context` the nearness of their words (n,), nan where these were not looked at;
    `poor` are the ids of passages of a poor role; `by` has the ids that each leg brought.
    """

    caches: Caches
    languages: Sequence[str]
    readings: Sequence[Query]
    vector: Vectors | None
    candidates: Ids
    dense: npt.NDArray[np.float64]
    context: npt.NDArray[np.float64]
    poor: Ids
    by: Mapping[Leg, Ids]


def word_legs(
    index: WordIndex,
    query: Query,
    words: Sequence[QueryWord],
    languages: Sequence[str],
    *,
    limit: int,
    selection: Selection | None,
    without: Sequence[QueryWord],
) -> tuple[Ids, Ids]:
    """What `search.lexical.candidates` brings by the words, and what by the letters of words that stand nowhere."""
    by_words = by_letters = np.empty(0, dtype=np.int64)
    if query.mode != "dense":
        documents, passages = (selection.documents, selection.passages) if selection else (None, None)
        if words:
            by_words, _ = index.search(words, limit=limit, documents=documents, passages=passages, without=without)
        by_letters = candidates(index, query, [], languages, limit=limit, selection=selection, without=without)
    return by_words, by_letters


def explain(result: Result, evidence: Evidence) -> tuple[Explanation, ...]:
    """One explanation a hit, in order. Raises `QueryError` where the index is no longer the one that was searched."""
    order = np.argsort(evidence.candidates)
    ids, dense, context = evidence.candidates[order], evidence.dense[order], filled(evidence.context[order])
    places = {number: place for place, number in enumerate(ids.tolist())}
    shares = [lexical(evidence.caches.words, q, q.words(evidence.languages), ids) for q in evidence.readings]
    known = dense[~np.isnan(dense)]
    farthest = float(known.min()) if len(known) else 0.0
    poor, found = set(evidence.poor.tolist()), []
    for hit in result.hits:
        place = places.get(hit.passage.passage_id)
        if place is None:
            raise _changed()
        reading = int(np.argmax([each.together[place] for each in shares]))  # whichever name of an acronym gives more
        query = evidence.readings[reading]
        value = farthest if np.isnan(dense[place]) else None
        near = _near(evidence, ids[place], farthest=value) if result.query.mode != "lexical" else ()
        words = _by_words(query, shares[reading], place) if result.query.mode != "dense" else ()
        explanation = Explanation(
            passage_id=hit.passage.passage_id,
            mode=result.query.mode,
            legs=tuple(leg for leg, brought in evidence.by.items() if np.isin(hit.passage.passage_id, brought)),
            parts=(
                *_weighted(near, words, result.query.mode),
                *([Part("context", CONTEXT, float(context[place]))] if context.any() else []),
                *([Part("role", -POOR, 1.0)] if hit.passage.passage_id in poor else []),
            ),
            words=_asked_words(query, evidence, hit),
            rerank=hit.rerank,
        )
        if abs(explanation.score - hit.score) > EXACT:
            raise _changed()
        found.append(explanation)
    return tuple(found)


def _changed() -> QueryError:
    return QueryError("The documents or their index have changed since this search", advice="Search again")


def _near(evidence: Evidence, passage_id: int, *, farthest: float | None) -> tuple[Part, ...]:
    """How near the passage is, and its best sentence; or as near as the `farthest`, for want of a vector."""
    if evidence.vector is None or farthest is not None:
        return (Part("farthest", 1.0, farthest or 0.0),)
    number = np.array([passage_id])
    (whole,) = cosines(evidence.caches.vectors.vectors(number), evidence.vector).astype(np.float64)
    (sentence,) = evidence.caches.sentences.best(evidence.vector, number).cosines
    if np.isnan(sentence):
        return (Part("passage", 1.0, float(whole)),)
    return Part("passage", 1 - SENTENCE, float(whole)), Part("sentence", SENTENCE, float(sentence))


def _by_words(query: Query, shares: Lexical, place: int) -> tuple[Part, ...]:
    """The shares of the words and of their pieces, as `search.fusion.lexical_part` weighs them."""
    if not query.grams():
        return (Part("words", 1.0, float(shares.words[place])),)
    return Part("words", 0.5, float(shares.words[place])), Part("letters", 0.5, float(shares.pieces[place]))


def _weighted(near: Sequence[Part], words: Sequence[Part], mode: Mode) -> tuple[Part, ...]:
    factor = LEXICAL if mode == "hybrid" else 1.0
    return (*near, *(Part(part.name, factor * part.weight, part.value) for part in words))


def _asked_words(query: Query, evidence: Evidence, hit: Hit) -> tuple[AskedWord, ...]:
    """The query's words, heaviest first; none where words were not asked for."""
    words = query.words(evidence.languages) if query.mode != "dense" else []
    weights = evidence.caches.words.weights(words)
    total = float(weights.sum()) or 1.0
    written = _written(query, evidence.languages)
    asked = [
        AskedWord(
            text=written[word],
            share=float(weight) / total,
            forms=_forms(word, hit),
            anywhere=not word.stems or evidence.caches.words.holds(word),
        )
        for word, weight in zip(words, weights, strict=True)
    ]
    return tuple(sorted(asked, key=lambda word: -word.share))


def _forms(word: QueryWord, hit: Hit) -> tuple[str, ...]:
    text = hit.passage.text
    return tuple(dict.fromkeys(text[start:end] for start, end in highlights(text, hit.passage.language, [word])))


def _written(query: Query, languages: Sequence[str]) -> dict[QueryWord, str]:
    """What to look up → how the query has it: `Chartes`, `engag*`, `“de la paix”`."""
    text = query.parsed.text
    shown: dict[str, str] = {}
    for token in tokens(text):
        shown.setdefault(token.folded, text[token.start : token.end])
    found: dict[QueryWord, str] = {}
    for word in query.content_words:
        found.setdefault(QueryWord(alternatives(word, languages)), shown.get(word, word))
    found |= {QueryWord(prefix=prefix): f"{prefix}*" for prefix in query.parsed.prefixes}
    return found | {QueryWord(phrase=phrase): f"“{' '.join(phrase)}”" for phrase in query.parsed.phrases}
