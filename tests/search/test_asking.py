"""What a question asks for."""

from __future__ import annotations

import pytest

from search.answer import Wanted
from search.asking import question_end, separate, understood


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Quand la charte a-t-elle été signée ?", "fr", "date"),
        ("Où est née la charte ?", "fr", "place"),
        ("La charte ou le label ?", "fr", ""),
        ("Combien de villes sont dans le réseau ?", "fr", "number"),
        ("Qui a fondé le conseil ?", "fr", "name"),
        ("Qui sont les membres du conseil ?", "fr", "list"),
        ("When was the network founded?", "en", "date"),
        ("Which towns founded the network?", "en", "list"),
        ("How many people live in the town?", "en", "number"),
        ("Wann wurde die Charta verabschiedet?", "de", "date"),
        ("Wer ist die Direktorin von dem Haus?", "de", "name"),
        ("¿Dónde nació la Carta?", "es", "place"),
        ("Quanti abitanti ha la città?", "it", "number"),
        ("Wann?", "de", "date"),
        ("In what period was it built?", "en", "date"),
        ("In welchem Zeitraum gilt die Charta?", "de", "date"),
        ("¿En qué años se firmaron las cartas?", "es", "date"),
        ("Which Spanish town signed it?", "en", "place"),
        ("Welche spanische Stadt hat sie unterschrieben?", "de", "place"),
        ("label villes créatives", "unknown", ""),
        ("Як часто міста звітують?", "unknown", ""),
        ("", "unknown", ""),
    ],
)
def test_what_is_wanted(text: str, language: str, wanted: Wanted) -> None:
    """This ensures that question words are read in five languages, and that other texts want nothing particular."""
    found = understood(text)
    assert (found.language, found.wanted) == (language, wanted)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Quel est le budget de la ville ?", "budget"),
        ("What is the annual membership fee of Eurocities?", "fee"),
        ("How many visitors came?", "visitors"),
        ("Which ship does the town sponsor?", ""),
        ("Wer ist der Präsident der Region?", "prasident"),
    ],
)
def test_the_head_noun(text: str, head: str) -> None:
    """This ensures that what is asked for by name is known by name."""
    assert understood(text).head == head


@pytest.mark.parametrize(
    "text",
    [
        "Comment je m'appelle ?",
        "Où est-ce que j'habite ?",
        "Quelle est mon adresse ?",
        "Que sais-tu de moi ?",
        "Who am I?",
        "What is my name?",
        "What do you know about me?",
        "Wer bin ich?",
        "Wie ist meine Adresse?",
        "¿Cuál es mi dirección?",
        "Chi sono?",
        "Qual è il mio indirizzo?",
    ],
)
def test_questions_about_the_person(text: str) -> None:
    """This ensures that the documents are not asked who is asking."""
    assert understood(text).personal


@pytest.mark.parametrize(
    "text",
    [
        "Où puis-je m'inscrire ?",
        "Quels sont mes droits ?",
        "Où déclarer ma nouvelle adresse ?",
        "How do I change my address?",
        "Who are the members?",
        "Wo kann ich mich anmelden?",
        "Chi sono i membri?",
    ],
)
def test_questions_of_a_person_are_not_about_the_person(text: str) -> None:
    """This ensures that a newcomer who says I is answered."""
    assert not understood(text).personal


@pytest.mark.parametrize("text", ["?", "Et quand ?", "Wann?", "¿Quién?", "Quando?", "What is it?"])
def test_what_names_nothing_is_vague(text: str) -> None:
    """This ensures that a question word alone is known to ask for nothing that could be found."""
    assert understood(text).vague


@pytest.mark.parametrize("text", ["charte", "Quand la charte ?", "Z jakim miastem?", "والميثاق؟"])
def test_what_names_something_is_not_vague(text: str) -> None:
    """This ensures that a phrase, and a question in a language without a list of function words, are looked for."""
    assert not understood(text).vague


def test_several_questions() -> None:
    """This ensures that questions are told apart by their marks, and that one question stays whole."""
    assert separate("Qui ? Quand ? Et où ?") == ["Qui ?", "Quand ?", "Et où ?"]
    assert separate("Je viens d'arriver. Où aller ?") == ["Je viens d'arriver. Où aller ?"]
    assert separate("phrase") == ["phrase"]


def test_the_end_of_the_question_word() -> None:
    """This ensures that the topic of a question begins behind its question word."""
    text = "Où est née la charte ?"
    assert text[question_end(text) or 0 :] == " est née la charte ?"
    assert question_end("la charte") is None


def test_a_word_of_another_language_asks_for_nothing() -> None:
    """This ensures that a question in a language without question words here is not taken for French by a word."""
    asked = understood("Kiedy zagłębie górnicze wpisano na listę światowego dziedzictwa?")
    assert (asked.language, asked.wanted) == ("unknown", "")
