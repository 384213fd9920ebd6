"""From a question to an answer: the best sentences of the best passages, or that the documents do not say."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

from corpus.catalogue import Catalogue
from corpus.filters import Filters
from search.answer import Answer, Quote
from search.asking import Question, separate, understood
from search.definitions import defined
from search.followup import rewrite
from search.frames import frame, missing_line
from search.joint import read_jointly
from search.query import Query
from search.quoting import chosen, missing_words, quotes_of
from search.ranking import Ranker
from search.results import Result
from search.sentences import Sentence, sentences_of
from search.statements import statements_of
from search.verdict import is_answered, probability_of

PASSAGES = 8
"""Passages whose sentences are looked at: the right one is among the first eight for 96 of 100 questions of piaf."""
NEAREST = 3


class Asked(Protocol):
    """What answers questions: a `Searcher`."""

    catalogue: Catalogue

    def run(self, query: Query) -> Result: ...

    def ranker(self) -> Ranker: ...


def ask(searcher: Asked, question: str, *, k: int, history: Sequence[str], filters: Filters) -> Answer:
    """The answer to `question`, which may leave to `history`, the questions before it, what it is about.

    Raises `QueryError` for a question that is empty or too long, and `NotInCatalogue` for a document that is not there.
    """
    begun = time.perf_counter()
    parts = separate(question)
    read = rewrite(parts[0], history)
    query = Query(read, filters=filters, k=k, operators=False)
    asked = understood(read)
    result = searcher.run(query)
    notices = list(result.notices)
    if len(parts) > 1:
        notices.append(frame("several", asked.language, count=len(parts)))
    ranker = searcher.ranker()
    ranked = read_jointly(asked, sentences_of(asked, result.hits, searcher.catalogue, ranker), ranker)
    best = chosen(ranked)
    quoted = statements_of(asked, best, ranked)
    quotes = quotes_of(asked, defined(asked, quoted, ranked), searcher.catalogue)
    unanswerable = asked.personal or asked.vague
    confidence = 0.0 if unanswerable else probability_of(asked, result, ranked, quoted)
    if not is_answered(confidence, quotes):
        quotes = ()
    missing = missing_words(asked, quotes)
    if missing:
        notices.append(missing_line(missing, asked.language))
    return Answer(
        question=question,
        question_read=read,
        language=asked.language,
        wanted=asked.wanted,
        answered=bool(quotes),
        confidence=confidence,
        frame=_frame(asked, quotes),
        quotes=quotes,
        nearest=() if quotes or unanswerable else _nearest(asked, ranked, searcher.catalogue),
        missing=missing,
        notices=tuple(notices),
        result=result,
        took_ms=(time.perf_counter() - begun) * 1000,
    )


def _frame(asked: Question, quotes: Sequence[Quote]) -> str:
    name = "found" if quotes else "personal" if asked.personal else "vague" if asked.vague else "nothing"
    return frame(name, asked.language)


def _nearest(asked: Question, ranked: Sequence[Sentence], catalogue: Catalogue) -> tuple[Quote, ...]:
    """The best sentence of each of the first passages, without marks: they answer nothing."""
    first: dict[int, Sentence] = {}
    for sentence in ranked:
        first.setdefault(sentence.hit.passage.passage_id, sentence)
    nearest = statements_of(asked, list(first.values())[:NEAREST], ranked)
    return quotes_of(asked, nearest, catalogue, marked=False)
