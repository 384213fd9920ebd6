"""How answers look on the command line."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from search.answer import Answer, Generated, Quote
from search.query import Query
from search.results import Hit, Result
from ui.answers import answer_lines

TEXT = "Les membres : Ville, Port. Signée en 2023."
PASSAGE = Passage(7, "d", 0, 10, 10 + len(TEXT), TEXT, "", 3, 3, "fr")
DOCUMENT = DocumentSummary(
    doc_id="d",
    uri="/x/c.pdf",
    external_id=None,
    title="Charte",
    language="fr",
    media_type="application/pdf",
    pages=4,
    passages=1,
    characters=99,
    published=None,
    ingested_at="",
)
QUOTE = Quote(1, TEXT, 10, 10 + len(TEXT), PASSAGE, DOCUMENT, 3, "iii", "fr", marks=((37, 41),))
ANSWER = Answer(
    "Quand ?", "Quand ?", "fr", "date", True, 0.9, "Les documents disent :", (QUOTE,), (), (), (),
    Result(Query("Quand ?"), (Hit(1, 0.9, 0.9, 0.9, PASSAGE, DOCUMENT, ()),), 1.0), 1.0,
)  # fmt: skip


def shown(answer: Answer) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(answer_lines(answer)))


def test_a_quotation_with_its_place() -> None:
    """This ensures that a quotation stands whole above its title, page, printed page and link."""
    assert shown(ANSWER) == (f"Les documents disent :\n\n    {TEXT}\n    [1] Charte, p. 3 (iii) · /x/c.pdf#page=3")
    assert "\x1b[1;33m2023\x1b[0m" in "\n".join(answer_lines(ANSWER))


def test_a_quotation_in_another_language_is_marked_with_it() -> None:
    """This ensures that a reader knows why a quotation is not in the language of the question."""
    assert "[1] (fr) Charte" in shown(replace(ANSWER, language="en"))


def test_a_list_has_an_item_a_line() -> None:
    """This ensures that nothing of the quotation is lost in a list."""
    lines = shown(replace(ANSWER, quotes=(replace(QUOTE, marks=(), items=((14, 19), (21, 25))),)))
    assert "    Les membres :\n    - Ville\n    - Port\n    Signée en 2023" in lines


def test_no_answer_shows_what_is_near() -> None:
    """This ensures that what is only near is said to be so, and cut."""
    near = replace(QUOTE, text=TEXT * 20, marks=())
    lines = shown(replace(ANSWER, answered=False, frame="Pas dans ces documents.", quotes=(), nearest=(near,)))
    assert lines.startswith("Pas dans ces documents.\n\nLes passages les plus proches")
    assert "…" in lines


def test_a_generated_text_stands_before_the_quotations() -> None:
    """This ensures that who wrote it is said, and that the quotations stay."""
    written = Generated(("Signée en 2023 [1].",), (PASSAGE,), (), "small", "localhost:1")
    lines = shown(replace(ANSWER, generated=written, question="Et ?"))
    assert lines.index("modèle de langue") < lines.index("Signée en 2023 [1].") < lines.index("Les documents disent")
    assert lines.startswith("Question comprise : Quand ?")
