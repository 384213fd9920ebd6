"""What a quantity of each kind looks like."""

from __future__ import annotations

import pytest

from search.counts import measured
from search.measures import Measure


@pytest.mark.parametrize(
    ("measure", "text", "found"),
    [
        ("money", "Le fonds est doté de 900 000 euros en 2021.", ["900 000 euros"]),
        ("money", "Soit 14,5 millions d’euros, et € 300 de plus.", ["14,5 millions d’euros", "€ 300"]),
        ("money", "L'entrée est gratuite.", ["gratuite"]),
        ("money", "Die Wohnung hat 90 m² und 12 Zimmer.", []),
        (
            "money",
            "• Un budget de 301 millions\n• 2,8 Mrd. im Jahr, 3 millions.",
            ["301 millions", "2,8 Mrd", "3 millions"],
        ),
        ("money", "Soit 3 millions de visiteurs et 2 Millionen Besucher.", []),
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
        (
            "money",
            "Es kostet 20.– und bringt 2,8 mld euro, dazu 8,6 Mio. Reichsmark.",
            ["20.–", "2,8 mld euro", "8,6 Mio. Reichsmark"],
        ),
        ("money", "La entrada vale $17,000, o 15 ct.", ["$17,000", "15 ct"]),
        ("duration", "Il plaide pour la semaine de 15-Stunden-Woche.", ["15-Stunden-"]),
        ("duration", "Voraussetzung ist die Volljährigkeit.", []),
        ("time", "It runs until 3 May 2021, five to ten years before the next.", ["3 May 2021", "five to ten years"]),
        ("year", "Il naquit un mercredi d'avril, le 3 mai 1921, il y a cent ans.", ["3 mai 1921", "il y a cent ans"]),
        ("year", "Boric viajará este miércoles de abril.", []),
        ("age", "Der 19-jährige Fahrer und eine Frau von 62 Jahren.", ["19-jährige", "62 Jahren"]),
        ("age", "Gegründet wurde der Verein 1926.", []),
        ("size", "Elle mesure 12 m, sur 3 ha et 40 euros.", ["12 m", "3 ha"]),
        ("extent", "Two hours for 5 km.", ["Two hours", "5 km"]),
        ("volume", "Er fasst 30.000 Liter, oder 200 ml je Glas.", ["30.000 Liter", "200 ml"]),
        ("energy", "Gut 100 kcal, und 12,5 Megawatt.", ["100 kcal", "12,5 Megawatt"]),
        ("temperature", "Gewaschen bei 60 Grad, gelagert bei minus 5.", ["60 Grad", "minus 5"]),
        ("data", "A file of 2 GB with 12 pages.", ["2 GB"]),
        ("speed", "Turbines turn at 3600 revolutions per minute.", ["3600 revolutions per minute"]),
        ("frequency", "That is rare: in 10 % of cases.", ["10 %"]),
        ("street", "Le bureau est rue de la Paix, der Laden in der Marktstraße.", ["rue de la Paix", "Marktstraße"]),
        ("street", "Le bureau est à Tulle.", []),
    ],
)
def test_what_is_of_a_kind(measure: Measure, text: str, found: list[str]) -> None:
    """This ensures that numbers are told apart by what they measure, in five languages, word for word."""
    assert [text[start:end] for start, end in measured(measure, text)] == found


@pytest.mark.parametrize("measure", ["money", "share", "duration", "year", "age", "frequency", "area", "street"])
@pytest.mark.parametrize("text", ["", "🎉", "ﬁn œuvre ß", "٣٠ يوما", "1", "(((", "1.1.1 " * 50])
def test_odd_texts(measure: Measure, text: str) -> None:
    """This ensures that ranges are of the text itself, where folding makes it longer or shorter, too."""
    assert all(0 <= start < end <= len(text) for start, end in measured(measure, text))


def test_letters_that_open_keep_their_places() -> None:
    """This ensures that a ligature before a number, which folds to two letters, does not move what is found."""
    text = "L’œuvre, à Weißenfels, ﬁnit après 12 mois."
    assert [text[start:end] for start, end in measured("duration", text)] == ["12 mois"]
