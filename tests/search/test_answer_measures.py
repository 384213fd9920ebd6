"""The measures of answers, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import TableError
from search import Searcher
from search.answer_measures import GoldQuestion, answers_to, marks_of, normalised, read_gold, summary, token_f1
from search.query import NO_FILTERS


@pytest.mark.parametrize(
    ("answer", "gold", "f1"),
    [
        ("le 1er juin 2023", "1er juin 2023", 1.0),
        ("juin 2023", "1er juin 2023", 0.8),  # 2 shared of 2 and 3: 2 · 2 / 5
        ("The Vaubrune Textile Institute", "vaubrune textile institute.", 1.0),
        ("L'Été", "ete", 1.0),
        ("Limoges", "Tulle", 0.0),
        ("", "", 1.0),
        ("", "Tulle", 0.0),
    ],
)
def test_token_f1(answer: str, gold: str, f1: float) -> None:
    """This ensures that case, accents, punctuation and articles do not count."""
    assert token_f1(answer, gold) == pytest.approx(f1)


def test_normalised() -> None:
    """This ensures that elided articles go as the others do."""
    assert normalised("L'accord, der Stadt!") == ("accord", "stadt")


def test_figures_over_a_home(opened: Searcher) -> None:
    """This ensures that answered and left, rightly and wrongly, are each counted once."""
    questions = [
        GoldQuestion("1", "Que dit la charte de Limoges ?", ("engage ses signataires",), ("charte 1",)),
        GoldQuestion("2", "Que dit la charte de Limoges ?", ("autre chose",)),
        GoldQuestion("3", "Comment je m'appelle ?", ()),
        GoldQuestion("4", "Que dit la charte de Limoges ?", ()),
        GoldQuestion("5", "", ("rien",)),
    ]
    marks = [marks_of(gold, answer) for gold, answer in answers_to(opened, questions, NO_FILTERS)]
    assert [each.held for each in marks] == [1.0, 0.0, 1.0, 0.0, 0.0]
    assert [each.answered for each in marks] == [True, True, False, True, False]
    assert marks[0].cited is not None
    assert 0 < marks[0].cited <= 1
    found = summary(marks)
    assert (found["questions"], found["answerable"], found["answered"], found["answered_wrongly"]) == (5, 3, 2, 1)
    assert found["answer_in_quotations"] == pytest.approx(2 / 5)


def test_reading_questions(tmp_path: Path) -> None:
    """This ensures that questions are read with their answers and documents."""
    file = tmp_path / "gold.jsonl"
    file.write_text('{"_id": "a", "text": "Quand ?", "answers": ["2023"], "documents": ["x.pdf"]}\n\n')
    assert read_gold(file) == [GoldQuestion("a", "Quand ?", ("2023",), ("x.pdf",))]


@pytest.mark.parametrize(
    "line", ["", "[]", "{", '{"text": "x"}', '{"text": 1, "answers": []}', '{"text": "x", "answers": "y"}', "[" * 9999]
)
def test_faulty_files(tmp_path: Path, line: str) -> None:
    """This ensures that a fault is told with its line."""
    file = tmp_path / "gold.jsonl"
    file.write_text(line)
    with pytest.raises(TableError):
        read_gold(file)
