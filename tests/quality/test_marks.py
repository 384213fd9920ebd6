"""How marks are judged: see `spans.py`, which measures them."""

from __future__ import annotations

from pathlib import Path

import answers
import gate
import pytest
import spans
from spans import Place, figures, outcome

TEXT = "The school was built in 1874 by Dora Klein."


def place(words: str, document: str = "one") -> Place:
    start = TEXT.index(words)
    return Place(document, start, start + len(words), words)


def test_what_a_mark_tells() -> None:
    """This ensures that a mark is right where it overlaps the answer, or has its words elsewhere."""
    assert place("in 1874").tells(place("1874 by"))
    assert place("1874").tells(place("in 1874", "two"))
    assert not place("1874").tells(place("Dora Klein"))
    assert not place("built").tells(place("school", "two"))
    assert not Place("one", 0, 0, "").tells(Place("two", 0, 0, ""))


def test_outcomes_over_the_samples() -> None:
    """This ensures that answers are told apart by what they mark, and by whether a quotation holds the answer."""
    with gate.open_searcher(gate.load("samples")) as searcher:
        answer = searcher.ask("Quand Saint-Étienne est-elle devenue ville UNESCO de design ?")
        unanswered = searcher.ask("Quel est mon numéro de téléphone ?")
    (marked, *_) = [quote for quote in answer.quotes if quote.marks]
    start, end = marked.marks[0]
    document = marked.document.external_id
    gold = Place(document, marked.start + start, marked.start + end, marked.text[start:end])
    beside = Place(document, marked.start, marked.start + 1, "§")
    assert outcome(answer, [gold]) == "right"
    assert outcome(answer, [beside]) == ("wrong" if start > 1 else "right")
    assert outcome(answer, [Place("another", 0, 1, "§")]) == "astray"
    assert outcome(unanswered, [gold]) == "unanswered"


def test_figures() -> None:
    """This ensures that shares are of what is marked: one right of two."""
    line = figures(["right", "wrong", "unmarked", "unmarked though held", "unanswered"])
    assert line.startswith("  4 answered of   5: right   1, wrong   1, astray   0, unmarked   1,")
    assert line.endswith("right of those marked 0.50")
    assert figures([]).endswith("0.00")


@pytest.mark.shared
def test_labelled_questions_are_of_the_sets(shared: Path) -> None:
    """This ensures that every labelled question is one of its set, with places in one paragraph that answers it."""
    for name, kinds in spans.GOLD.items():
        asked_in, quoted_in = answers.POOLS[name][0]
        known = {
            each.question_id.split(":")[-1]: each for each in answers.retrieval_questions(name, asked_in, quoted_in)
        }
        for places in kinds.values():
            for number, ranges in places.items():
                assert len(known[number].relevant) == 1
                assert ranges
                assert all(0 <= start < end for start, end in ranges)
