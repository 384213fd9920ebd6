"""Fragments of a page to lines, on made-up pages: 10 pt letters, 5 pt wide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.extract.lines import Fragment, lines_of, upright


def at(x: float, y: float, text: str, size: float = 10.0) -> Fragment:
    return Fragment(text, x, y, size)


def texts(*fragments: Fragment) -> list[str]:
    return [line.text for line in lines_of(fragments)]


def test_fragments_of_a_baseline_are_a_line() -> None:
    """This ensures that fragments that go on to the right are one line, and that lower ones begin another."""
    assert texts(at(50, 700, "La "), at(65, 700, "charte"), at(50, 688, "engage.")) == ["La charte", "engage."]


def test_spaces_between_fragments() -> None:
    """This ensures that a fragment of white space is a space, and that none is made up."""
    assert texts(at(50, 700, "dé"), at(60, 700, "veloppe"), at(95, 700, " "), at(98, 700, "ici")) == ["développe ici"]


def test_cells_stand_wide_apart() -> None:
    """This ensures that texts with a gap of several letters between them are cells."""
    (line,) = lines_of([at(50, 700, "Lisieux"), at(200, 700, "ZUP"), at(400, 700, "1402C")])
    assert line.cells == ((50, "Lisieux"), (200, "ZUP"), (400, "1402C"))


def test_cell_begins_where_its_neighbour_does() -> None:
    """This ensures that a long cell is parted from the next by the column of the row above."""
    rows = [at(50, 700, "Axe"), at(200, 700, "Taux"), at(50, 688, "Commerce" * 4), at(200, 688, "40 %")]
    assert [len(line.cells) for line in lines_of(rows)] == [2, 2]


def test_bullet_is_no_cell() -> None:
    """This ensures that a bullet or a number stands with its text, however far."""
    assert texts(at(50, 700, "•"), at(80, 700, "un point")) == ["• un point"]
    assert texts(at(50, 700, "2.1"), at(90, 700, "Les auditeurs")) == ["2.1 Les auditeurs"]


@pytest.mark.parametrize(
    ("before", "raised", "after", "expected"),
    [
        ("le 1", "er", " janvier", "le 1er janvier"),
        ("le 1 ", "er ", "janvier", "le 1er janvier"),
        ("8500 m", "2", " de réserves", "8500 m² de réserves"),
        ("en 2030", "2", ", fixe", "en 2030 ², fixe"),
        ("Climat", "1", "(SNANC)", "Climat ¹ (SNANC)"),
    ],
)
def test_raised_letters(before: str, raised: str, after: str, expected: str) -> None:
    """This ensures that ordinals and units are written together, and the mark of a footnote apart."""
    x = 50 + 5.0 * len(before)
    assert texts(at(50, 700, before), at(x, 704, raised, 6), at(x + 6, 700, after)) == [expected]


def test_lowered_digit() -> None:
    """This ensures that CO2 is one word."""
    assert texts(at(50, 700, "CO"), at(64, 697, "2", 6), at(68, 700, " en moins")) == ["CO2 en moins"]


def test_text_drawn_twice() -> None:
    """This ensures that letters drawn twice to look bold are read once."""
    assert texts(at(50, 700, "LABEL"), at(50.3, 700, "LABEL")) == ["LABEL"]


def test_leaders_are_shortened() -> None:
    """This ensures that the dots of a contents page are one mark."""
    assert texts(at(50, 700, "Introduction"), at(120, 700, "." * 60), at(500, 700, "3")) == ["Introduction … 3"]


def test_turned_page() -> None:
    """This ensures that a page printed sideways is read like any other, its stray upright text last."""
    sideways = [replace(at(100 + 12 * row, 50, f"ligne {row} du tableau"), turned=1) for row in range(3)]
    lines = lines_of(upright([at(10, 10, "p. 1"), *sideways]))
    assert [line.text for line in lines] == ["ligne 0 du tableau", "ligne 1 du tableau", "ligne 2 du tableau", "p. 1"]
    assert lines[0].y > lines[1].y


def test_no_fragments() -> None:
    """This ensures that an empty page has no lines."""
    assert lines_of(upright([])) == []
    assert lines_of([at(0, 0, " "), at(0, 0, "\n")]) == []
