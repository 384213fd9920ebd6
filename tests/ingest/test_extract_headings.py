"""Headings of a PDF and their levels."""

from __future__ import annotations

from ingest.extract.headings import heading_key, heading_levels
from ingest.extract.layout import Paragraph
from ingest.extract.lines import Line, Style

BODY = Style(11.0, bold=False, italic=False)


def paragraph(text: str, size: float = 11.0, *, bold: bool = False) -> Paragraph:
    style = Style(size, bold=bold, italic=False)
    return Paragraph(tuple(Line(((50, part),), style, 50, 500, 700) for part in text.split("\n")))


BODY_TEXT = paragraph("Le comité de pilotage suit le programme et rend compte chaque année au conseil. " * 6)


def levels(*paragraphs: Paragraph, outline: dict[str, int] | None = None) -> list[int]:
    return heading_levels([[*paragraphs, BODY_TEXT]], outline or {})[0][:-1]


def test_larger_letters_are_higher_headings() -> None:
    """This ensures that size gives the level, and the body none."""
    assert levels(
        paragraph("La charte", 24), paragraph("Objet", 14), paragraph("Suivi", 18), paragraph("Un texte")
    ) == [
        1,
        3,
        2,
        0,
    ]


def test_bold_lines_are_headings_where_the_body_is_not_bold() -> None:
    """This ensures that a short bold line is a heading, a bold sentence and a bold label are not."""
    assert levels(
        paragraph("Objet", bold=True),
        paragraph("Les membres s'engagent à le respecter.", bold=True),
        paragraph("Exemple :", bold=True),
    ) == [1, 0, 0]


def test_what_large_letters_do_not_make_a_heading() -> None:
    """This ensures that bullets, contents entries, small beginnings and long texts are none."""
    assert levels(
        paragraph("• Un point", 16),
        paragraph("Introduction … 3", 16),
        paragraph("suite d'une phrase", 16),
        paragraph("2023", 16),
        paragraph("Une phrase d'introduction, écrite en grand. " * 5, 16),
    ) == [0, 0, 0, 0, 0]


def test_outline_entries_are_headings() -> None:
    """This ensures that a line in the body's letters is a heading if the outline says so."""
    assert levels(paragraph("Principe de subsidiarité"), outline={heading_key("Principe de subsidiarité "): 2}) == [1]


def test_numbers_keep_their_level() -> None:
    """This ensures that numbered headings of one depth have one level, though their letters differ."""
    assert levels(
        paragraph("Règlement", 24),
        paragraph("Article 1. Objet", 15),
        paragraph("Article 2. Acteurs", 18),
        paragraph("2.1 Le conseiller", 15),
        paragraph("2.2 Les auditeurs", 14),
        paragraph("Article 3. Suivi", 15),
        paragraph("3.1. Bilan"),
    ) == [1, 3, 3, 4, 4, 3, 4]


def test_slides_in_large_letters() -> None:
    """This ensures that where most text is large, size alone makes no heading."""
    slides = [paragraph(f"Une ligne de diapositive numéro {i} en grand", 20) for i in range(30)]
    small = paragraph("Une note assez longue en petites lettres qui forme le corps le plus fréquent. " * 16, 8)
    found = heading_levels([[paragraph("Titre", 32), *slides, small]], {})[0]
    assert found[0] == 1
    assert set(found[1:]) == {0}


def test_no_pages() -> None:
    """This ensures that a document without pages has no headings."""
    assert heading_levels([], {}) == []
    assert heading_levels([[]], {}) == [[]]
