"""Lines to paragraphs and reading order: 10 pt letters, 12 pt apart, a column from 50 to 550."""

from __future__ import annotations

from ingest.extract.layout import Paragraph, paragraphs_of
from ingest.extract.lines import Line, Style
from ingest.extract.order import in_reading_order

PLAIN = Style(10.0, bold=False, italic=False)
BOLD = Style(10.0, bold=True, italic=False)


def line(y: float, text: str, x: float = 50, right: float = 550, style: Style = PLAIN) -> Line:
    return Line(((x, text),), style, x, right, y)


def page(*lines: Line) -> list[str]:
    filler = [line(400 - 12 * i, "Ligne pleine qui donne la distance usuelle") for i in range(8)]
    paragraphs = paragraphs_of([list(lines), filler])[0]
    return [paragraph.text for paragraph in paragraphs]


def test_lines_at_the_usual_distance_are_a_paragraph() -> None:
    """This ensures that wraps make a paragraph and a larger gap ends it."""
    assert page(line(700, "Un"), line(688, "deux"), line(668, "Trois")) == ["Un\ndeux", "Trois"]


def test_a_short_line_ends_a_paragraph() -> None:
    """This ensures that paragraphs without a gap are parted where the next word would have fitted."""
    assert page(line(700, "Plein"), line(688, "court.", right=200), line(676, "Elle suit")) == [
        "Plein\ncourt.",
        "Elle suit",
    ]


def test_small_letter_goes_on() -> None:
    """This ensures that a line that begins with a small letter goes on the sentence, over a larger gap too."""
    assert page(line(700, "Le titre de la partie", right=300), line(682, "sur deux lignes")) == [
        "Le titre de la partie\nsur deux lignes"
    ]


def test_list_items() -> None:
    """This ensures that bullets and semicolons part items, and that hanging lines stay with theirs."""
    assert page(
        line(700, "• un engagement", x=60),
        line(688, "signé", x=72),
        line(676, "• un budget", x=60),
        line(664, "Adhérer ;", right=540),
        line(652, "Signer"),
    ) == ["• un engagement\nsigné", "• un budget", "Adhérer ;", "Signer"]


def test_marks_at_line_starts_by_chance() -> None:
    """This ensures that a number or a dash that a sentence happens to break before is no list item."""
    assert page(line(700, "as they say (2004, p."), line(688, "1) they consider")) == [
        "as they say (2004, p.\n1) they consider"
    ]
    assert page(line(700, "la valeur des résultats"), line(688, "– et la suite")) == [
        "la valeur des résultats\n– et la suite"
    ]


def test_bold_heading_above_its_text() -> None:
    """This ensures that a short bold line is not joined to the text below it."""
    assert page(line(700, "Objet", right=80, style=BOLD), line(688, "La charte")) == ["Objet", "La charte"]


def test_indented_first_lines() -> None:
    """This ensures that paragraphs marked by an indent only are parted."""
    assert page(line(700, "Un", x=70), line(688, "deux"), line(676, "Trois", x=70), line(664, "fin")) == [
        "Un\ndeux",
        "Trois\nfin",
    ]


def test_table_rows() -> None:
    """This ensures that lines with cells under each other are rows, each a paragraph."""
    rows = [Line(((50, f"Ville {i}"), (300, f"Réseau {i}")), PLAIN, 50, 400, 700 - 12 * i) for i in range(3)]
    (paragraphs,) = paragraphs_of([rows])
    assert [(paragraph.is_row, paragraph.text) for paragraph in paragraphs] == [
        (True, f"Ville {i} | Réseau {i}") for i in range(3)
    ]


def paragraph(name: str, x: float, right: float, y: float) -> Paragraph:
    return Paragraph((line(y, name, x, right),))


def order(*paragraphs: Paragraph) -> list[str]:
    return [found.text for found in in_reading_order(paragraphs)]


def test_title_drawn_last_comes_first() -> None:
    """This ensures that place decides within a column, whatever the order drawn."""
    assert order(
        paragraph("corps", 50, 550, 600), paragraph("titre", 50, 550, 700), paragraph("fin", 50, 550, 100)
    ) == [
        "titre",
        "corps",
        "fin",
    ]


def test_columns_are_read_one_after_the_other() -> None:
    """This ensures that the right-hand column stays after the left-hand one, below a title over both."""
    drawn = [
        paragraph("gauche 1", 50, 280, 600),
        paragraph("gauche 2", 50, 280, 300),
        paragraph("droite 1", 320, 550, 600),
        paragraph("droite 2", 320, 550, 300),
        paragraph("titre", 50, 550, 750),
        paragraph("pied", 50, 550, 50),
    ]
    assert order(*drawn) == ["titre", "gauche 1", "gauche 2", "droite 1", "droite 2", "pied"]


def test_page_number_drawn_first_comes_last() -> None:
    """This ensures that what stands in the lower margin comes last though nothing stands above it."""
    drawn = [paragraph("3", 520, 525, 50), paragraph("haut", 50, 400, 750), paragraph("bas", 50, 400, 120)]
    assert order(*drawn) == ["haut", "bas", "3"]


def test_nothing_is_lost() -> None:
    """This ensures that overlapping boxes, which have no order, all stay."""
    assert sorted(order(*(paragraph(str(i), 50, 550, 300) for i in range(4)))) == ["0", "1", "2", "3"]
    assert order() == []
