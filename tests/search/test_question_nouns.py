"""What questions ask for by a noun, and whether they are answered by yes or no."""

from __future__ import annotations

import pytest

from search.answer import Wanted
from search.asking import understood
from search.measures import Measure


@pytest.mark.parametrize(
    ("text", "wanted", "measure"),
    [
        ("Quel est le délai pour déposer un dossier ?", "date", "deadline"),
        ("Dans quel délai faut-il répondre ?", "date", "deadline"),
        ("Quelle est la durée maximale de l'aide ?", "number", "duration"),
        ("Quelle part du budget va aux communes ?", "number", "share"),
        ("À quelle fréquence le conseil se réunit-il ?", "number", "frequency"),
        ("Pour les communes rurales, quel est le montant de l'aide ?", "number", "money"),
        ("Quelle est la température de l'eau là où elle est prise ?", "number", "temperature"),
        ("Quelle est l'adresse de la mairie ?", "place", "address"),
        ("Quelle est l'adresse électronique du réseau ?", "", ""),
        ("Quels noms de villes figurent dans la charte ?", "name", ""),
        ("What proportion of members voted?", "number", "share"),
        ("What is the maximum grant amount?", "number", ""),
        ("What is the application deadline?", "date", "deadline"),
        ("At what rate is it taxed?", "number", "share"),
        ("What is the total area of the park?", "number", "area"),
        ("Which area of law is concerned?", "", ""),
        ("Quelle somme la ville verse-t-elle ?", "number", "money"),
        ("How often does the board meet?", "number", "frequency"),
        ("How many years does it last?", "number", "duration"),
        ("Wie hoch ist der Steuersatz für Tabak?", "number", "share"),
        ("Welche Antragsfrist gilt für die Förderung?", "date", "deadline"),
        ("Wie lautet die Adresse des Amtes?", "place", "address"),
        ("Was wiegt der Turm?", "number", "weight"),
        ("Wie oft tagt der Rat?", "number", "frequency"),
        ("¿Cuál es el plazo de presentación?", "date", "deadline"),
        ("¿Qué superficie tiene el parque?", "number", "area"),
        ("¿Cuál es el importe máximo de la ayuda?", "number", "money"),
        ("Qual è la durata della convenzione?", "number", "duration"),
        ("Qual è l'indirizzo dell'ufficio?", "place", "address"),
        ("¿Cuándo termina el plazo que fija la ley?", "date", ""),
        ("Quel est le rôle du maire ?", "", ""),
    ],
)
def test_nouns_tell_what_is_wanted(text: str, wanted: Wanted, measure: Measure) -> None:
    """This ensures that a noun asks as a question word does, and that it tells the kind of quantity."""
    asked = understood(text)
    assert (asked.wanted, asked.measure) == (wanted, measure)


@pytest.mark.parametrize(
    ("text", "wanted", "measure"),
    [
        ("Wat is de oppervlakte van het park?", "number", "area"),
        ("Welk jaar opende de markt?", "date", "year"),
        ("Qual é o prazo para responder?", "date", "deadline"),
        ("Qual é o preço do bilhete?", "number", "money"),
        ("À combien s'élève le taux de chômage ?", "number", "share"),
        ("À combien s'élève la cotisation ?", "number", "money"),
        ("¿A cuánto asciende la multa?", "number", "money"),
        ("A quanto ammonta la multa?", "number", "money"),
        ("How high is the tax rate?", "number", "share"),
        ("How big was the fine?", "number", "money"),
        ("What was the turnover last year?", "number", "money"),
        ("Quel prix a remporté le livre ?", "", ""),
        ("Welchen Preis gewann die Stadt?", "", ""),
        ("Welche Strafe verhängte das Gericht?", "", ""),
        ("Which revenues does the town lose?", "list", ""),
        ("What is the identification number of the network?", "", ""),
        ("Which building rules apply?", "list", ""),
        ("In which building does the council meet?", "place", ""),
        ("In welchem Gebäude tagt der Rat?", "place", ""),
        ("¿En qué edificio se reúne el consejo?", "place", ""),
        ("Dans quelle rue se trouve l'école ?", "place", "street"),
        ("In welcher Straße liegt der Laden?", "place", "street"),
    ],
)
def test_nouns_in_more_frames(text: str, wanted: Wanted, measure: Measure) -> None:
    """This ensures that verbs lead nouns in, in seven languages, and that a prize is no price and a code no number."""
    asked = understood(text)
    assert (asked.wanted, asked.measure) == (wanted, measure)


@pytest.mark.parametrize(
    "text",
    [
        "Les entreprises qui polluent peuvent-elles candidater ?",
        "Est-ce que ceux qui signent paient ?",
        "Can people who live abroad apply?",
        "Is there a fee when I apply?",
        "Ist die Person, die dort wohnt, versichert, wenn sie auszieht?",
        "¿Pueden las personas que viven fuera votar cuando vuelven?",
        "Possono le persone che vivono qui votare quando tornano?",
    ],
)
def test_yes_or_no_asks_for_no_name(text: str) -> None:
    """This ensures that "who" and "when" within a question that is answered by yes or no ask for nothing."""
    asked = understood(text)
    assert (asked.wanted, asked.measure, asked.several) == ("", "", False)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Do you know who signed the charter?", "name"),
        ("Can you tell me when it was signed?", "date"),
        ("Savez-vous qui a signé la charte ?", "name"),
        ("Dans le film, qui joue le rôle ?", "name"),
        ("De qui dépend-elle ?", "name"),
        ("E quando?", "date"),
        ("What must people who move do?", ""),
    ],
)
def test_what_is_asked_all_the_same(text: str, wanted: Wanted) -> None:
    """This ensures that a question within a question asks, and that how and what at the beginning come first."""
    assert understood(text).wanted == wanted
