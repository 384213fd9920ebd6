"""Whether quotations say what is asked, from numbers that can be worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from search.asking import understood
from search.query import Query
from search.results import Hit, Result
from search.sentence_words import AskedWords
from search.sentences import InContext, Sentence, Signals
from search.verdict import (
    BESIDE_UNKNOWN,
    COUNTED_ENOUGH,
    GAP_UNKNOWN,
    REWORDED_UNKNOWN,
    Evidence,
    doubts_of,
    evidence_of,
    is_answered,
    probability_of,
)

SIGNALS = Signals(
    question=0.5,
    own_passage=0.6,
    passage=0.4,
    words=0.5,
    context=0.3,
    beside=0.2,
    counted=0.1,
    nothing_new=False,
    heading=False,
)
EVIDENCE = Evidence(
    gap=0.05, beyond=0.2, beside=0.3, counted=0.3, reworded=0.2, untold=False, number_missing=False, foreign=False
)


def sentence(text: str, passage_id: int = 1, language: str = "fr", **signals: Any) -> Sentence:
    """The one sentence of a passage, which is a document of its own."""
    doc_id = f"{passage_id:016x}"
    passage = Passage(passage_id, doc_id, 0, 0, len(text), text, "", None, None, language)
    document = DocumentSummary(doc_id, "", None, "Charte", language, "text/plain", 0, 1, len(text), None, "")
    hit = Hit(passage_id, 0.4, 0.4, 0.4, passage, document, ())
    return Sentence(hit, 0, len(text), (), replace(SIGNALS, **signals))


def result(confidence: float | None) -> Result:
    """A search that holds it that likely."""
    return Result(Query("charte"), (), 0.0, confidence=confidence)


def test_the_best_is_compared_with_the_next() -> None:
    """This ensures that the evidence is what it is said to be, in numbers.

    A score changes with the nearness to the question as such: the gap is .9 - .5 = .4 above the next two, which are
    alike. Beyond is .9 - .5 · .6 = .6.
    """
    ranked = [sentence("a", question=0.9), sentence("b", question=0.5), sentence("c", 3)]
    found = evidence_of(understood("Quand la charte est-elle signée ?"), ranked, ranked[:1])
    assert found.gap == pytest.approx(0.4)
    assert found.beyond == pytest.approx(0.6)
    assert not found.number_missing
    assert not found.foreign


def test_lines_that_share_a_vector_are_not_compared() -> None:
    """This ensures that the next item of a list, which is as near, makes the best stand out no less: .9 - .5 still."""
    best, item, other = sentence("a", question=0.9), sentence("b", question=0.9), sentence("c", 2, question=0.5)
    lines = [replace(best, line_of=0), replace(item, line_of=0), other]
    assert evidence_of(understood("charte"), lines, lines[:1]).gap == pytest.approx(0.4)
    lines = [replace(best, line_of=0), replace(item, line_of=9), other]
    assert evidence_of(understood("charte"), lines, lines[:1]).gap == pytest.approx(0.9 - (0.9 + 0.5) / 2)


def test_one_sentence_stands_alone() -> None:
    """This ensures that a sentence with no other beside it is neither taken for the best of many nor refused for it."""
    alone = [sentence("La charte.")]
    found = evidence_of(understood("Quand la charte est-elle signée ?"), alone, alone)
    assert (found.gap, found.untold) == (GAP_UNKNOWN, True)
    dated = [replace(alone[0], spans=((3, 9),))]
    assert not evidence_of(understood("Quand la charte est-elle signée ?"), dated, dated).untold
    assert not evidence_of(understood("Qui signe la charte ?"), alone, alone).untold


def in_context(each: Sentence, near: list[float], head: int | None = None) -> Sentence:
    """The sentence with the nearness of « 130 » and « entreprises », whose weights are .25 and .75, usually .1 near."""
    asked = AskedWords(("130", "entreprises"), np.array([0.25, 0.75]), head)
    return replace(each, context=InContext(asked, np.array(near), np.full(2, 0.1)))


def test_words_that_are_said_otherwise() -> None:
    """This ensures that only the words that no quotation holds count, each by the nearest and above what is usual."""
    asked = understood("Combien d'entreprises en 130 ?")
    one = in_context(sentence("Il y a 130 sociétés.", language="fr"), [0.9, 0.5])
    other = in_context(sentence("b", 2), [0.2, 0.7])
    assert evidence_of(asked, [one], [one]).reworded == pytest.approx(0.5 - 0.1)
    assert evidence_of(asked, [one, other], [one, other]).reworded == pytest.approx(0.7 - 0.1)
    all_held = in_context(sentence("130 entreprises"), [0.9, 0.9])
    assert evidence_of(asked, [all_held], [all_held]).reworded == REWORDED_UNKNOWN


def test_what_stands_beside_counts_where_it_is_asked_for() -> None:
    """This ensures that a number is judged by what it counts, and a question for nothing particular by neither."""
    number, why = understood("Combien d'entreprises ?"), understood("Pourquoi ces entreprises ?")
    with_head = replace(in_context(sentence("a 130"), [0.5, 0.5], head=1), spans=((2, 5),))
    found = evidence_of(number, [with_head], [with_head])
    assert (found.beside, found.counted) == (0.2, 0.1)
    found = evidence_of(why, [with_head], [with_head])
    assert (found.beside, found.counted) == (BESIDE_UNKNOWN, COUNTED_ENOUGH)
    without = sentence("a")  # of a model that gives no words
    found = evidence_of(number, [without], [without])
    assert (found.beside, found.counted, found.reworded) == (BESIDE_UNKNOWN, COUNTED_ENOUGH, REWORDED_UNKNOWN)


@pytest.mark.parametrize(
    ("question", "text", "language", "number_missing", "foreign"),
    [
        ("Quand la charte de 2022 est-elle signée ?", "La charte de 2022.", "fr", False, False),
        ("Quand la charte de 2022 est-elle signée ?", "La charte de 2023.", "fr", True, False),
        ("What does the charter say in 2022?", "La charte de 2022.", "fr", False, True),
        ("charte Tulle", "La charte.", "fr", False, False),
        ("الميثاق", "La charte.", "fr", False, False),
    ],
)
def test_numbers_and_languages(question: str, text: str, language: str, number_missing: bool, foreign: bool) -> None:
    """This ensures that a year counts in any language, and that a phrase in no known one is told by its words."""
    found = [sentence(text, language=language)]
    evidence = evidence_of(understood(question), found, found)
    assert (evidence.number_missing, evidence.foreign) == (number_missing, foreign)


def test_a_question_in_an_unknown_language_without_its_words_is_foreign() -> None:
    """This ensures that a question in a language that nobody told is compared as one in another language."""
    found = [sentence("La charte.", words=0.1)]
    assert evidence_of(understood("الميثاق"), found, found).foreign


@pytest.mark.parametrize(
    ("name", "less", "more"),
    [
        ("gap", 0.0, 0.1),
        ("beyond", 0.1, 0.2),
        ("beside", 0.2, 0.4),
        ("counted", 0.2, 0.4),
        ("reworded", 0.1, 0.3),
        ("untold", True, False),
        ("number_missing", True, False),
    ],
)
def test_each_sign_counts(name: str, less: Any, more: Any) -> None:
    """This ensures that each part of the evidence moves the odds to its side."""
    assert replace(EVIDENCE, **{name: less}).log_odds < replace(EVIDENCE, **{name: more}).log_odds


def test_an_attribute_that_no_passage_tells_is_no_answer() -> None:
    """This ensures that whatever stands out, a budget without an amount is none."""
    asked = understood("Quel est le budget de la charte ?")
    told, untold = (
        [replace(sentence("Le budget : 9 000 euros.", question=0.6), spans=((12, 23),))],
        [sentence("Le budget est public.", question=0.6)],
    )
    by_amount = probability_of(asked, result(0.9), told, told)
    without = probability_of(asked, result(0.9), untold, untold)
    assert by_amount is not None
    assert without is not None
    assert by_amount > without


def test_documents_about_something_else_do_not_answer() -> None:
    """This ensures that an improbable search lowers the odds as much, from .2 on; and none tells nothing."""
    asked = understood("Quand la charte est-elle signée ?")
    found = [sentence("La charte.", question=1.0), sentence("b", question=0.0)]
    sure = probability_of(asked, result(0.9), found, found[:1])
    assert sure is not None
    assert sure > 0.9
    assert probability_of(asked, result(0.2), found, found[:1]) == pytest.approx(sure)
    assert doubts_of(asked, 0.2, found[:1]) == 0
    assert doubts_of(asked, 0.1, found[:1]) == pytest.approx(math.log(0.2 / 0.8) - math.log(0.1 / 0.9))
    assert doubts_of(asked, 0.0, found[:1]) > 10
    assert probability_of(asked, result(0.9), [], []) == 0.0
    assert probability_of(asked, result(None), found, found[:1]) is None


def test_what_cannot_be_told_is_shown() -> None:
    """This ensures that a search by one leg, which has no probability, shows what it found, and nothing is nothing."""
    assert not is_answered(None, ())
    assert not is_answered(0.9, ())
