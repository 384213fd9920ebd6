"""A passage is marked where it is printed, and nothing is marked where that isn't certain."""

from __future__ import annotations

import pytest

from ingest.extract.pdfium import Placed
from ui.marking import Box, boxes_of


def printed(*lines: str) -> list[Placed]:
    """A page of these lines, each letter .01 wide and each line .04 high, .05 apart."""
    return [
        Placed(sign, 0.1 + 0.01 * column, 0.05 * row, 0.11 + 0.01 * column, 0.05 * row + 0.04)
        for row, line in enumerate(lines)
        for column, sign in enumerate(line)
        if not sign.isspace()
    ]


def lines_of(boxes: list[Box]) -> list[tuple[int, int, int]]:
    """The row of each box, and the columns from its first to its last letter."""
    return [(round(box.top / 0.05), round((box.left - 0.1) / 0.01), round((box.right - 0.1) / 0.01)) for box in boxes]


PAGE = printed("Charte de Clairval", "La charte est signée par", "douze communes du pays.", "Le label distingue.")


def test_a_passage_over_two_lines() -> None:
    """This ensures that each line of the passage is one box, and that what stands around it is not marked."""
    # The full stop, column 22, is no letter.
    assert lines_of(boxes_of("La charte est signée par douze communes du pays.", PAGE)) == [(1, 0, 24), (2, 0, 22)]


def test_broken_words_ligatures_and_case() -> None:
    """This ensures that a hyphen at a line's end, a ligature and capitals are no difference."""
    page = printed("LES AGENTS QUALIﬁÉS DU SEC-", "TEUR PUBLIC")
    assert lines_of(boxes_of("Les agents qualifiés du secteur public", page)) == [(0, 0, 26), (1, 0, 11)]


def test_what_is_not_there_is_not_marked() -> None:
    """This ensures that a passage of another page, a short word and nothing at all give no mark."""
    for text in ("Une tout autre phrase qui n’est pas ici", "le", "", "… — !"):
        assert boxes_of(text, PAGE) == []
    assert boxes_of("La charte est signée par douze communes", []) == []


def test_a_running_header_is_no_passage() -> None:
    """This ensures that the title's words, repeated in a long passage that stands elsewhere, are not marked."""
    passage = "Charte de Clairval : les membres s’engagent à accueillir les habitants et à les former chaque année."
    assert boxes_of(passage, PAGE) == []


def test_twice_on_the_page() -> None:
    """This ensures that of two places the one that goes on from what is certain is marked, else none."""
    page = printed(
        "Le label distingue les artisans", "Article second, unique en son genre", "Le label distingue les artisans"
    )
    assert boxes_of("Le label distingue les artisans", page) == []
    assert lines_of(boxes_of("Article second, unique en son genre Le label distingue les artisans", page)) == [
        (1, 0, 35), (2, 0, 31),
    ]  # fmt: skip


def test_a_letter_that_was_put_right_is_no_gap() -> None:
    """This ensures that where the text was repaired, the line is one box all the same."""
    page = printed("La convention entre I'Etat", "et la commune de Clairval")
    assert lines_of(boxes_of("La convention entre l'État et la commune de Clairval", page)) == [(0, 0, 26), (1, 0, 25)]


def test_ligatures_without_a_name() -> None:
    """This ensures that letters which the file names otherwise leave no holes in a line, and a whole sentence does."""
    page = printed("La commune doit dé\u019fnir les ac\u019fons et les besoins", "avec les habitants du quartier")
    passage = "La commune doit définir les actions et les besoins avec les habitants du quartier"
    assert lines_of(boxes_of(passage, page)) == [(0, 0, 48), (1, 0, 30)]
    between = printed(
        "La charte est signée par", "Une tout autre phrase est imprimée ici entre", "douze communes du pays"
    )
    assert lines_of(boxes_of("La charte est signée par douze communes du pays", between)) == [(0, 0, 24), (2, 0, 22)]


def test_a_longer_run_elsewhere_is_not_meant() -> None:
    """This ensures that words which stand again below are marked beside their neighbours, though ligatures make the
    runs there shorter, and that the last word is marked to its end, where a ligature is in it.
    """
    page = printed(
        "Les communes du deuxième cercle réunissent", "les condi\u019fons requises pour la labellisa\u019fon",
        "Au troisième cercle, tout autres sont", "les conditions requises pour la labellisation",
    )  # fmt: skip
    passage = "Les communes du deuxième cercle réunissent les conditions requises pour la labellisation"
    # Below, 42 letters stand in one run; above, 10 + 26 of them in two, after 37 that are printed nowhere else, and a
    # jump costs 12.
    assert lines_of(boxes_of(passage, page)) == [(0, 0, 42), (1, 0, 43)]


@pytest.mark.parametrize(
    "text",
    [
        "Η χάρτα υπογράφηκε από δώδεκα δήμους",
        "憲章は十二の自治体によって署名されました",
        "وقعت الميثاق اثنتا عشرة بلدية",
    ],
)
def test_any_script(text: str) -> None:
    """This ensures that letters of any script are letters."""
    assert boxes_of(text, printed(text))
