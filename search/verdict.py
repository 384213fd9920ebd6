"""Whether the quotations say what is asked: a probability, fit on questions with and without the document that answers.

The search tells that documents are about what is asked, hardly that they say just this. What tells that is how far one
sentence stands out: above the others, from its own passage's subject, and in the question's words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.types import UNKNOWN_LANGUAGE
from index.analysis import stem, tokens
from search import answer_weights as weights
from search.answer import Quote
from search.asking import Question
from search.attributes import SPANNED, lacks_attribute, lacks_measure, lacks_names
from search.confidence import YES
from search.results import Result
from search.sentences import Sentence

# Names are written alike in many languages, and are less than this of a question.
FEW_WORDS = 0.3
# How many sentences the best is compared with: as many as the best passage has, so that some are of others.
OTHERS = 5
# What a passage shares with the question by being about the same, of a sentence's nearness to it.
SHARED = 0.5
# What right and wrong answers have alike, where it does not apply or words in context are not kept.
GAP_UNKNOWN, BESIDE_UNKNOWN, REWORDED_UNKNOWN = 0.12, 0.4, 0.4
# Nearer says nothing more: of 327 right answers 3 are below .3 with a number there, and of the others 52.
COUNTED_ENOUGH = 0.4
# Beyond this odds say nothing more.
MOST = 9.2
# An attribute asked for by its name is told wherever the answer is right: none of 1,315 right answers of piaf, xquad
# and the samples lacks it, and of the twelve questions over the seeds that have no answer five do. So much outweighs
# almost anything.
ATTRIBUTE_MISSING = 8.0
# Below this the odds fall with the search's: documents that are not about it do not say it. Of 480 questions of other
# collections, 142 would else be answered, and so 41 are; of 1,179 right answers 11 are lost, 22 if it were always no.
LEAST_ABOUT = 0.2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells that the quotations answer: see `search.answer_weights`."""

    gap: float
    beyond: float
    beside: float
    counted: float
    reworded: float
    untold: bool
    number_missing: bool
    foreign: bool
    joint: float | None = None

    @property
    def log_odds(self) -> float:
        """What it says by the weights."""
        if self.joint is None:
            return self._apart + weights.LENIENT
        return weights.APART * self._apart + weights.JOINT_BEST * self.joint + weights.CONSTANT_JOINT

    @property
    def _apart(self) -> float:
        """What it says of question and sentences that were read apart."""
        return (
            weights.CONSTANT
            + weights.GAP * self.gap
            + weights.BEYOND * self.beyond
            + weights.BESIDE_BEST * self.beside
            + weights.COUNTED_BEST * self.counted
            + weights.REWORDED * self.reworded
            + weights.UNTOLD * self.untold
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
    odds = min(MOST, evidence_of(asked, ranked, quoted).log_odds) - doubts_of(asked, result.confidence, quoted)
    return 1 / (1 + math.exp(-max(-MOST, odds)))


def doubts_of(asked: Question, confidence: float, quoted: Sequence[Sentence]) -> float:
    """How much lower the log-odds are for what the quotations lack, and where the documents are hardly about it."""
    hardly = max(0.0, _log_odds(LEAST_ABOUT) - _log_odds(confidence))
    lacks = (
        lacks_attribute(asked, texts_of(quoted))
        or lacks_measure(asked, [each.spans for each in quoted])
        or lacks_names(asked, [each.text for each in quoted])
    )
    return ATTRIBUTE_MISSING * lacks + hardly


def _log_odds(probability: float) -> float:
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(probability / (1 - probability))


def evidence_of(asked: Question, ranked: Sequence[Sentence], quoted: Sequence[Sentence]) -> Evidence:
    """What tells it, of sentences of which there is at least one."""
    best, others = quoted[0], _others(ranked)
    return Evidence(
        gap=best.score - sum(each.score for each in others) / len(others) if others else GAP_UNKNOWN,
        beyond=max(each.signals.question - SHARED * each.signals.own_passage for each in quoted),
        beside=_beside(asked, quoted),
        counted=_counted(asked, quoted),
        reworded=_reworded(quoted),
        untold=asked.wanted in {"date", "number"} and not any(each.spans for each in quoted),
        number_missing=_misses_number(asked, quoted),
        foreign=_is_foreign(asked, best),
        joint=max((each.joint for each in quoted if each.joint is not None), default=None),
    )


def _others(ranked: Sequence[Sentence]) -> list[Sentence]:
    """What the best is compared with: not other lines of its range, which are as near since they share its vector."""
    best, *rest = ranked
    if best.line_of is None:
        return rest[:OTHERS]
    own = best.hit.passage.passage_id, best.line_of
    return [each for each in rest if (each.hit.passage.passage_id, each.line_of) != own][:OTHERS]


def _misses_number(asked: Question, quoted: Sequence[Sentence]) -> bool:
    """Whether the question has a number, a year say, that no passage quoted has; these are alike in all languages."""
    numbers = {token.folded for token in tokens(asked.text) if token.folded.isdecimal()}
    there = {token.folded for text in texts_of(quoted) for token in tokens(text)}
    return bool(numbers - there)


def _beside(asked: Question, quoted: Sequence[Sentence]) -> float:
    """How near the question's words are to those around what may be asked for."""
    known = [each.signals.beside for each in quoted if each.spans and each.context is not None]
    return max(known) if known and asked.wanted in SPANNED else BESIDE_UNKNOWN


def _counted(asked: Question, quoted: Sequence[Sentence]) -> float:
    """How near the noun that is asked for is to what a number of the quotations counts."""
    known = [
        each.signals.counted
        for each in quoted
        if each.spans and each.context is not None and each.context.asked.head is not None
    ]
    counted = asked.wanted == "number" and not asked.measure  # a share or a duration is not what a number counts
    return min(max(known), COUNTED_ENOUGH) if known and counted else COUNTED_ENOUGH


def _reworded(quoted: Sequence[Sentence]) -> float:
    """How much nearer than usual the quotations come to those words of the question that they don't hold themselves."""
    contexts = [each.context for each in quoted if each.context is not None]
    if not contexts:
        return REWORDED_UNKNOWN
    asked, usual = contexts[0].asked, contexts[0].usual
    above = np.maximum.reduce([each.near for each in contexts]) - usual
    held = [_stems(f"{each.text} {each.hit.passage.section}", each.hit.passage.language) for each in quoted]
    languages = [each.hit.passage.language for each in quoted]
    missing = np.array(
        [
            not any(_stems(word, language) & there for language, there in zip(languages, held, strict=True))
            for word in asked.texts
        ]
    )
    weights_of = asked.weights[missing]
    return float(above[missing] @ weights_of / weights_of.sum()) if weights_of.sum() else REWORDED_UNKNOWN


def _stems(text: str, language: str) -> set[str]:
    return {stem(token.folded, language) for token in tokens(text)}


def _is_foreign(asked: Question, best: Sentence) -> bool:
    """Whether the quotation is in another language; of a question in none that is known, whether it has its words."""
    if asked.language == UNKNOWN_LANGUAGE:
        return best.signals.words < FEW_WORDS
    return best.hit.passage.language != asked.language


def texts_of(quoted: Sequence[Sentence]) -> list[str]:
    """The sentences' passages and the titles above them."""
    hits = [sentence.hit for sentence in quoted]
    return [text for hit in hits for text in (hit.passage.text, hit.passage.section, hit.document.title)]
