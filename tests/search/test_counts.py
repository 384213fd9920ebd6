"""What may count something, and where a unit is needed."""

from __future__ import annotations

import pytest

from search.counts import counts, measured


@pytest.mark.parametrize(
    ("text", "things", "found"),
    [
        ("Limoges compte 130 000 habitants.", True, ["130 000"]),
        ("Visite du lac d’Annecy (74)", True, []),
        ("3. stufenweise Erhöhung der Tarife", True, []),
        ("The textphone is a Minicom 6000.", True, []),
        ("La phase 2, et l'arrêté 170/20.", True, []),
        ("Il y a 12 communes, 40 % des villes, pour 30 euros.", True, ["12"]),
        ("Il y a 12 communes, 40 % des villes.", False, ["12", "40 %"]),
        ("Le nombre est de 12.", True, ["12"]),
        ("À 500 mètres, depuis 62 Jahren, en 45 mins, 3 élèves.", True, ["3"]),
        ("À 500 mètres du quai.", False, ["500 mètres"]),
        ("Elle jette 30 tonnes de déchets.", True, ["30 tonnes"]),
        ("Tel. 02382 59743, Hafenstraße 29, 20354 Ahlen", True, []),
        ("Sie gewannen mit 3:0 vor 25 Leuten.", True, ["25"]),
        ("Aucune commune n'a signé, mais des centaines de gens.", True, ["centaines"]),
        ("24 milliards de mètres, aucune ville.", True, []),
        ("Es gibt keine Zuschauer mehr.", True, []),
        ("None of the towns has signed.", True, ["None of"]),
    ],
)
def test_what_may_count_something(text: str, things: bool, found: list[str]) -> None:
    """This ensures that codes, ranks, names and references are no counts, and that things are not counted in euros."""
    assert [text[start:end] for start, end in counts(text, things=things)] == found


def test_a_unit_that_was_asked_for_is_needed() -> None:
    """This ensures that a number without a unit is a length where the question names none, and else is not."""
    assert measured("length", "Un coffre de deux coudées.") == [(13, 17)]
    assert measured("length", "Un coffre de deux coudées.", named=True) == []
