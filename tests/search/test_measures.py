"""What a quantity of each kind looks like."""

from __future__ import annotations

import pytest

from search.measures import Measure, counts, measured


@pytest.mark.parametrize(
    ("measure", "text", "found"),
    [
        ("money", "Le fonds est doté de 900 000 euros en 2021.", ["900 000 euros"]),
        ("money", "Soit 14,5 millions d’euros, et € 300 de plus.", ["14,5 millions d’euros", "€ 300"]),
        ("money", "L'entrée est gratuite.", ["gratuite"]),
        ("money", "Die Wohnung hat 90 m² und 12 Zimmer.", []),
        ("share", "Elle couvre 95% des besoins, la moitié, 36 percent.", ["95%", "moitié", "36 percent"]),
        ("share", "Three of them; three out of ten, 2 sur 5.", ["three out of ten", "2 sur 5"]),
        ("share", "En 2021, 12 communes et 30 euros pour quatre.", []),
        ("duration", "Elle vaut trois (3) ans, puis un an.", ["trois (3) ans", "un an"]),
        ("duration", "Das Programm läuft 2 bis 3 Jahre.", ["2 bis 3 Jahre"]),
        ("duration", "Una prórroga de 30 días.", ["30 días"]),
        ("duration", "A distance of 5 light-years in 2021.", []),
        ("deadline", "Avant le 3 mai 2021, ou dans 15 jours.", ["3 mai 2021", "15 jours"]),
        ("deadline", "Told 30 hours before the deadline.", []),
        ("frequency", "Il siège deux fois par an.", ["deux fois par an"]),
        ("frequency", "Man lüftet fünfmal.", ["fünfmal"]),
        ("frequency", "Il siège à Tulle en 2021.", []),
        ("area", "With 49.7 million square kilometers, or 12 ha.", ["49.7 million square kilometers", "12 ha"]),
        ("length", "L'eau est prise à 20m de profondeur, sur 23 km².", ["20m"]),
        ("length", "Un coffre de deux coudées de long.", ["deux"]),
        ("length", "Le quai coûte 300 euros et date de 1950 (74).", []),
        ("length", "The ground dragon, a six-inch lizard.", ["six-inch"]),
        ("area", "Rats were killed on a dozen islands in the area.", []),
        ("weight", "Soit 2600 tonnes de CO2.", ["2600 tonnes"]),
        ("speed", "Raffiche che superano i 150km/h.", ["150km/h"]),
        ("address", "12 rue de la Paix, à Tulle", ["12 rue"]),
        ("address", "Hauptstraße 5, Ahlen", ["Hauptstraße 5"]),
        ("address", "L'accueil de Tulle ouvre le lundi.", []),
    ],
)
def test_what_is_of_a_kind(measure: Measure, text: str, found: list[str]) -> None:
    """This ensures that numbers are told apart by what they measure, in five languages, word for word."""
    assert [text[start:end] for start, end in measured(measure, text)] == found


@pytest.mark.parametrize("measure", ["money", "share", "duration", "deadline", "frequency", "area", "address"])
@pytest.mark.parametrize("text", ["", "🎉", "ﬁn œuvre ß", "٣٠ يوما", "1", "(((", "1.1.1 " * 50])
def test_odd_texts(measure: Measure, text: str) -> None:
    """This ensures that ranges are of the text itself, where folding makes it longer or shorter, too."""
    assert all(0 <= start < end <= len(text) for start, end in measured(measure, text))


def test_letters_that_open_keep_their_places() -> None:
    """This ensures that a ligature before a number, which folds to two letters, does not move what is found."""
    text = "L’œuvre, à Weißenfels, ﬁnit après 12 mois."
    assert [text[start:end] for start, end in measured("duration", text)] == ["12 mois"]


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
    ],
)
def test_what_may_count_something(text: str, things: bool, found: list[str]) -> None:
    """This ensures that codes, ranks, names and references are no counts, and that things are not counted in euros."""
    assert [text[start:end] for start, end in counts(text, things=things)] == found
