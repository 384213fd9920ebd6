"""Whether the quotations say what is asked: a probability, fit on questions with and without the document that answers.

The search tells that documents are about what is asked, hardly that they say just this. What tells that is how far one
sentence stands out: above the others, from its own passage's subject, and in the question's words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import UNKNOWN_LANGUAGE
from index.analysis import tokens
from search import answer_weights as weights
from search.answer import Quote
from search.asking import Question
from search.attributes import lacks_attribute
from search.confidence import YES
from search.results import Result
from search.sentences import Sentence

# Names are written alike in many languages, and are less than this of a question.
FEW_WORDS = 0.3
# How many sentences the best is compared with: as many as the best passage has, so that some are of others.
OTHERS = 5
# What a passage shares with the question by being about the same, of a sentence's nearness to it.
SHARED = 0.5
# Beyond this the search's confidence says nothing more.
MOST = 9.2
# An attribute asked for by its name is told wherever the answer is right: none of 1,315 right answers of piaf, xquad
# and the samples lacks it, and of the twelve questions over the seeds that have no answer five do.
ATTRIBUTE_MISSING = 3.4
# Documents that are this unlikely to be about it are not asked what they say: of 285 questions of other collections, 27
# would else be answered, and so 8 are; of right answers, one in thirty is lost.
LEAST_ABOUT = 0.2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells that the quotations answer: see `search.answer_weights`."""

    about: float
    gap: float
    beyond: float
    lead: float
    number_missing: bool
    foreign: bool

    @property
    def log_odds(self) -> float:
        """What it says by the weights."""
        return (
            weights.CONSTANT
            + weights.LENIENT
            + weights.ABOUT * self.about
            + weights.GAP * self.gap
            + weights.BEYOND * self.beyond
            + weights.LEAD * self.lead
            + weights.NUMBER_MISSING * self.number_missing
            + (weights.FOREIGN + weights.LENIENT_FOREIGN) * self.foreign
        )


def is_answered(probability: float | None, quotes: Sequence[Quote]) -> bool:
    """Whether to answer with the quotations; where no probability can be told, what was found is shown."""
    return bool(quotes) and (probability is None or probability >= YES)


def probability_of(
    asked: Question, result: Result, ranked: Sequence[Sentence], quoted: Sequence[Sentence]
) -> float | None:
    """How likely the sentences `quoted`, of all that are `ranked`, answer: 0 to 1; None where the search can't tell."""
    if result.confidence is None:
        return None
    if not quoted:
        return 0.0
    odds = evidence_of(asked, result.confidence, ranked, quoted).log_odds
    odds -= ATTRIBUTE_MISSING * lacks_attribute(asked, texts_of(quoted))
    says = 1 / (1 + math.exp(-max(-MOST, min(MOST, odds))))
    return says if result.confidence >= LEAST_ABOUT else min(says, result.confidence)


def evidence_of(asked: Question, confidence: float, ranked: Sequence[Sentence], quoted: Sequence[Sentence]) -> Evidence:
    """What tells it, of sentences of which there is at least one; `confidence` is the search's."""
    best, others = quoted[0], ranked[1 : 1 + OTHERS]
    elsewhere = [each.signals.words for each in ranked if each.hit.passage.passage_id != best.hit.passage.passage_id]
    confidence = min(max(confidence, 1e-6), 1 - 1e-6)
    return Evidence(
        about=max(-MOST, min(MOST, math.log(confidence / (1 - confidence)))),
        gap=best.score - sum(each.score for each in others) / len(others) if others else 0.0,
        beyond=max(each.signals.question - SHARED * each.signals.own_passage for each in quoted),
        lead=best.signals.words - max(elsewhere, default=0.0),
        number_missing=_misses_number(asked, quoted),
        foreign=_is_foreign(asked, best),
    )


def _misses_number(asked: Question, quoted: Sequence[Sentence]) -> bool:
    """Whether the question has a number, a year say, that no passage quoted has; these are alike in all languages."""
    numbers = {token.folded for token in tokens(asked.text) if token.folded.isdecimal()}
    there = {token.folded for text in texts_of(quoted) for token in tokens(text)}
    return bool(numbers - there)


def _is_foreign(asked: Question, best: Sentence) -> bool:
    """Whether the quotation is in another language; of a question in none that is known, whether it has its words."""
    if asked.language == UNKNOWN_LANGUAGE:
        return best.signals.words < FEW_WORDS
    return best.hit.passage.language != asked.language


def texts_of(quoted: Sequence[Sentence]) -> list[str]:
    """The sentences' passages and the titles above them."""
    hits = [sentence.hit for sentence in quoted]
    return [text for hit in hits for text in (hit.passage.text, hit.passage.section, hit.document.title)]
