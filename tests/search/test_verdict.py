"""Whether quotations say what is asked, from numbers that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from search.asking import understood
from search.query import Query
from search.results import Hit, Result
from search.sentences import Sentence, Signals
from search.verdict import Evidence, evidence_of, is_answered, probability_of

SIGNALS = Signals(question=0.5, own_passage=0.6, passage=0.4, words=0.5, typed=False, nothing_new=False, heading=False)
EVIDENCE = Evidence(about=0.0, gap=0.05, beyond=0.2, lead=0.0, number_missing=False, foreign=False)


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


def test_the_best_is_compared_with_the_next_and_with_other_passages() -> None:
    """This ensures that the evidence is what it is said to be, in numbers.

    A score is 0.5 + .7 · .4 + .14 · .5 - .28 · .6 = .682, and changes with the nearness to the question as such: the
    gap is .9 - .5 = .4 above the next two, which are alike. Beyond is .9 - .5 · .6 = .6. Of the words .5 stand in the
    best passage and .3 in the third.
    """
    ranked = [sentence("a", question=0.9), sentence("b", question=0.5), sentence("c", 3, words=0.3)]
    ranked[2] = replace(ranked[2], signals=replace(ranked[2].signals, passage=0.44))  # makes up for the words: .14 · .2
    found = evidence_of(understood("Quand la charte est-elle signée ?"), 0.5, ranked, ranked[:1])
    assert found.about == pytest.approx(0)
    assert found.gap == pytest.approx(0.4)
    assert found.beyond == pytest.approx(0.6)
    assert found.lead == pytest.approx(0.2)
    assert not found.number_missing
    assert not found.foreign


def test_one_sentence_stands_alone() -> None:
    """This ensures that a home of one sentence has evidence, too, and a certain search no infinite one."""
    alone = [sentence("La charte.")]
    assert evidence_of(understood("Quand la charte est-elle signée ?"), 1.0, alone, alone).about == pytest.approx(9.2)
    assert evidence_of(understood("Quand la charte est-elle signée ?"), 0.0, alone, alone).gap == 0.0
    assert evidence_of(understood("Quand la charte est-elle signée ?"), 0.0, alone, alone).lead == 0.5


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
    evidence = evidence_of(understood(question), 0.5, found, found)
    assert (evidence.number_missing, evidence.foreign) == (number_missing, foreign)


def test_a_question_in_an_unknown_language_without_its_words_is_foreign() -> None:
    """This ensures that a question in a language that nobody told is compared as one in another language."""
    found = [sentence("La charte.", words=0.1)]
    assert evidence_of(understood("الميثاق"), 0.5, found, found).foreign


@pytest.mark.parametrize(
    ("name", "less", "more"),
    [
        ("about", -1.0, 1.0),
        ("gap", 0.0, 0.1),
        ("beyond", 0.1, 0.2),
        ("lead", -0.2, 0.2),
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
        [sentence("Le budget : 9 000 euros.", question=0.6)],
        [sentence("Le budget est public.", question=0.6)],
    )
    by_amount = probability_of(asked, result(0.9), told, told)
    without = probability_of(asked, result(0.9), untold, untold)
    assert by_amount is not None
    assert without is not None
    assert by_amount > without


def test_documents_about_something_else_do_not_answer() -> None:
    """This ensures that an improbable search stays so, however a sentence stands out; and none tells nothing."""
    asked = understood("Quand la charte est-elle signée ?")
    found = [sentence("La charte.", question=1.0), sentence("b", question=0.0)]
    sure = probability_of(asked, result(0.9), found, found[:1])
    assert sure is not None
    assert sure > 0.9
    assert probability_of(asked, result(0.19), found, found[:1]) == pytest.approx(0.19)
    assert probability_of(asked, result(0.9), [], []) == 0.0
    assert probability_of(asked, result(None), found, found[:1]) is None


def test_what_cannot_be_told_is_shown() -> None:
    """This ensures that a search by one leg, which has no probability, shows what it found, and nothing is nothing."""
    assert not is_answered(None, ())
    assert not is_answered(0.9, ())
