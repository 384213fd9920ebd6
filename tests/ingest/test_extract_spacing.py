"""Words whose letters were set apart."""

from __future__ import annotations

from ingest.extract.lines import Fragment
from ingest.extract.spacing import is_spaced_out, without_moves


def run(text: str, font: str = "A") -> Fragment:
    return Fragment(text, 0, 0, 10, font=font)


def test_is_spaced_out() -> None:
    """This ensures that a page of torn words is told from one with a few letters as words."""
    assert is_spaced_out([run("Les r est aur ant s sat el l i t es déj à r at t achés")])
    assert not is_spaced_out(
        [run("La charte a été signée à Limoges par vingt membres fondateurs, avec un bilan chaque année")]
    )
    assert not is_spaced_out([])


def test_fonts_with_spaces_of_their_own_are_read_again() -> None:
    """This ensures that the reading without moves is taken where it still has spaces, and the other one elsewhere."""
    first = [run("des pr odui t s bi o"), run(" "), run("une ligne entière écrite sans espaces propres", "B")]
    second = [run("des produits bio"), run("uneligneentièreécritesansespacespropres", "B"), run(" ")]
    assert [fragment.text for fragment in without_moves(first, second)] == [
        "des produits bio",
        "une ligne entière écrite sans espaces propres",
        " ",
    ]


def test_readings_that_differ_otherwise() -> None:
    """This ensures that the first reading is kept if the second has other letters."""
    first = [run("d es")]
    assert without_moves(first, [run("les")]) == first
