"""The kinds of quantity that verbs and adverbs ask for."""

from __future__ import annotations

import pytest

from search.asking import understood
from search.measures import Measure
from search.question_phrases import names_unit


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Combien la ville a-t-elle dépensé pour le pont ?", "money"),
        ("Combien a coûté la rénovation de la halle ?", "money"),
        ("Combien gagne le maire ?", "money"),
        ("How much will the new hall by the river cost?", "money"),
        ("What do members of the library pay per year?", "money"),
        ("What would a second bridge cost?", "money"),
        ("How much is a ticket for the pool?", "money"),
        ("Was kostet ein Kurs?", "money"),
        ("Wie viel hat der Umbau der Halle gekostet?", "money"),
        ("Was verdient die Direktorin?", "money"),
        ("¿Cuánto le costó al ayuntamiento la obra?", "money"),
        ("Quanto è costata la costruzione del ponte?", "money"),
        ("Quanto si paga per l'iscrizione?", "money"),
        ("Hoeveel heeft de brug gekost?", "money"),
        ("Quanto custou a ponte?", "money"),
        ("Mit wie vielen Millionen Euro fördert der Bund das Programm?", "money"),
        ("Combien pèse la cloche ?", "weight"),
        ("How many grams does the bell weigh?", "weight"),
        ("Wie schwer ist die Glocke?", "weight"),
        ("¿Cuánto pesa la campana?", "weight"),
        ("Hoeveel weegt de klok?", "weight"),
        ("Combien dure la visite ?", "time"),
        ("How long does the tour take?", "time"),
        ("Wie lange dauert die Führung?", "time"),
        ("Quanto dura la visita?", "time"),
        ("Hoe lang duurt het bezoek?", "time"),
        ("How long is the bridge?", "extent"),
        ("How long may an answer be?", "extent"),
        ("Quel âge a la maire ?", "age"),
        ("How old is the mayor?", "age"),
        ("Wie alt ist die Direktorin?", "age"),
        ("¿Cuántos años tiene la alcaldesa?", "age"),
        ("¿Cuánto mide la torre?", "size"),
        ("How hot does the oven get?", "temperature"),
        ("Bei wie viel Grad schmilzt Zinn?", "temperature"),
        ("Combien d'électricité consomme la halle ?", "energy"),
        ("Quantas calorias tem o sumo?", "energy"),
        ("Quanti litri perde la rete?", "volume"),
        ("How large is the loss in percent?", "share"),
        ("Um wie viel Prozent sank die Zahl?", "share"),
        ("Quel est le poids du secteur dans le PIB ?", "share"),
        ("Hoeveel procent van de kinderen komt te voet?", "share"),
        ("En quelle année le pont fut-il bâti ?", "year"),
        ("In welchem Jahr wurde die Brücke gebaut?", "year"),
        ("How many years of prison did he get?", "duration"),
    ],
)
def test_verbs_tell_the_kind_of_quantity(text: str, measure: Measure) -> None:
    """This ensures that a verb tells what is asked for as a noun does, in any tense and with words between."""
    assert understood(text).measure == measure


@pytest.mark.parametrize(
    "text",
    [
        "Combien de villes ont payé leur cotisation ?",
        "How many people pay the tax?",
        "By how much did the costs rise?",
        "What do members pay for?",
        "Wie viele Menschen verdienen zu wenig?",
        "¿Cuántas personas pagan la cuota?",
        "Quanti comuni pagano la quota?",
        "Which countries have prices in euros?",
    ],
)
def test_numbers_of_things_are_no_amounts(text: str) -> None:
    """This ensures that those who pay are counted as things, and that a rise and a reason are no amount of money."""
    assert not understood(text).measure


@pytest.mark.parametrize(
    ("words", "measure", "named"),
    [
        ("wie viele tonnen wiegt der turm", "weight", True),
        ("how heavy is the tower", "weight", False),
        ("what is the volume in litres of the tank", "volume", True),
        ("how many tonnes does it weigh", "length", False),
        ("how often does it meet", "frequency", False),
    ],
)
def test_a_unit_that_the_question_names(words: str, measure: Measure, named: bool) -> None:
    """This ensures that "how many tonnes" is told from "how heavy", which may be answered in a unit nobody knows."""
    assert names_unit(words, measure) is named
