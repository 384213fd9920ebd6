"""Headers, footers, page numbers and contents pages."""

from __future__ import annotations

from corpus.types import Block
from ingest.furniture import without_furniture


def page(number: int, *texts: str, kind: str = "paragraph") -> list[Block]:
    return [Block(text, "paragraph", number, joinable=True) for text in texts]


def kept(*pages: list[Block]) -> list[str]:
    return [block.text for block in without_furniture([block for blocks in pages for block in blocks])]


def test_equal_headers_and_counted_footers_go() -> None:
    """This ensures that a line equal on every page goes, and so does one with the page's number."""
    pages = [page(n, "Charte de Valmont", f"Texte de la page {'abc'[n - 1]}.", f"Page {n} / 3") for n in (1, 2, 3)]
    assert kept(*pages) == ["Texte de la page a.", "Texte de la page b.", "Texte de la page c."]


def test_bare_page_numbers_go_but_not_other_numbers() -> None:
    """This ensures that numbers that count the pages go, with an offset too, and the year on the cover stays."""
    assert kept(page(1, "Livret", "2026"), page(2, "Un.", "12"), page(3, "Deux.", "13"), page(4, "Trois.", "14")) == [
        "Livret",
        "2026",
        "Un.",
        "Deux.",
        "Trois.",
    ]


def test_slides_left_out_do_not_stop_the_count() -> None:
    """This ensures that page numbers that jump where slides are hidden are still page numbers."""
    numbers = {1: 6, 2: 7, 3: 8, 4: 12, 5: 13, 6: 14}
    assert kept(*(page(n, f"Diapo {chr(96 + n)}.", str(number)) for n, number in numbers.items())) == [
        f"Diapo {chr(96 + n)}." for n in numbers
    ]


def test_several_lines_of_a_footer_go() -> None:
    """This ensures that a footer of several lines goes, whether they are one block or more."""
    pages = [page(n, f"Texte {'abcd'[n]}.", "27/01/2026\nMa cantine, service public", str(n)) for n in (1, 2, 3)]
    assert kept(*pages) == ["Texte b.", "Texte c.", "Texte d."]


def test_what_stands_once_stays() -> None:
    """This ensures that a text on one page only is never removed, on a short document least of all."""
    assert kept(page(1, "Seul en haut", "Texte.", "1")) == ["Seul en haut", "Texte.", "1"]
    assert kept(page(1, "En-tête", "Un."), page(2, "Deux."), page(3, "Trois."), page(4, "En-tête", "Q.")) == [
        "En-tête",
        "Un.",
        "Deux.",
        "Trois.",
        "En-tête",
        "Q.",
    ]


def test_numbered_headings_at_page_tops_stay() -> None:
    """This ensures that Article 1, 2 and 3, each at the top of its page, are not taken for a counting header."""
    pages = [page(n, f"Article {n}", f"Texte {'abcd'[n]}.") for n in (1, 2, 3)]
    assert kept(*pages)[::2] == ["Article 1", "Article 2", "Article 3"]


def test_a_number_on_some_pages_stays() -> None:
    """This ensures that a figure that ends three pages of many is not taken for furniture."""
    pages = [page(n, f"Texte {n * 'x'}.", "100" if n < 4 else f"Fin {n * 'y'}") for n in range(1, 9)]
    assert kept(*pages).count("100") == 3


def test_section_title_stays_where_it_comes_first() -> None:
    """This ensures that a heading repeated at the top of slides is kept once."""
    pages = [[Block("4. Méthode", "heading", n, 1), *page(n, f"Texte {'abcd'[n]}.")] for n in (1, 2, 3)]
    assert kept(*pages) == ["4. Méthode", "Texte b.", "Texte c.", "Texte d."]


def test_header_and_sentence_in_one_block() -> None:
    """This ensures that a header that was joined to the text below it is cut off alone."""
    pages = [page(n, f"Rapport annuel\nLe texte {'abcd'[n]} suit.") for n in (1, 2, 3)]
    assert kept(*pages) == ["Le texte b suit.", "Le texte c suit.", "Le texte d suit."]


def test_contents_entries_go_where_their_heading_follows() -> None:
    """This ensures that a contents page is removed, but for entries that stand nowhere else."""
    contents = page(1, "Table des matières", "Objet … 2", "Suivi … p. 3")
    text = [*page(2, "Objet", "Texte."), *page(3, "Suivi", "Texte aussi.")]
    assert kept(contents, text) == ["Objet", "Texte.", "Suivi", "Texte aussi."]
    assert kept([*contents, *page(1, "Annexes … 9")], text)[:2] == ["Table des matières", "Annexes … 9"]


def test_ellipsis_is_no_contents_entry() -> None:
    """This ensures that a sentence that trails off stays."""
    assert kept(page(1, "Et puis…", "Et puis")) == ["Et puis…", "Et puis"]


def test_empty() -> None:
    """This ensures that no blocks give none."""
    assert without_furniture([]) == []


def test_copies_of_one_page_stay() -> None:
    """This ensures that pages that are copies of each other are not taken for headers and footers alone."""
    assert kept(*(page(n, "Bon de visite.", "Valable le jour même.") for n in (1, 2, 3))) == 3 * [
        "Bon de visite.",
        "Valable le jour même.",
    ]
