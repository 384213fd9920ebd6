"""The words of a sentence that answer."""

from __future__ import annotations

import pytest

from index.analysis import tokens
from search.answer import Wanted
from search.spans import items_of, mark_of, spans_for


def asked_words(question: str) -> set[str]:
    return {token.folded for token in tokens(question)}


def marked(wanted: Wanted, text: str, question: str = "") -> str | None:
    asked = asked_words(question)
    span = mark_of(wanted, text, spans_for(wanted, text, asked), asked)
    return span and text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Signée le 1er juin 2023 à Limoges.", "1er juin 2023"),
        ("Le jeudi 1^{er} juin 2023", "1^{er} juin 2023"),
        ("It was signed on June 1, 2023.", "June 1, 2023"),
        ("Sie wurde am 30. November 2020 verabschiedet.", "30. November 2020"),
        ("La Carta nació en noviembre de 1990.", "noviembre de 1990"),
        ("Cittaslow nasce nell'ottobre del 1999.", "ottobre del 1999"),
        ("In force since 2012.", "2012"),
        ("Between 12/03/2021 and later", "12/03/2021"),
        ("Au XIXe siècle, la ville grandit.", "XIXe siècle"),
        ("La fête a lieu le premier dimanche de juin.", "premier dimanche de juin"),
        ("2 000 euros par an", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    """This ensures that dates are told in the ways of five languages, and that amounts are none."""
    assert marked("date", text) == date


@pytest.mark.parametrize(
    ("question", "text", "number"),
    [
        ("Combien de villes ?", "Créé en 2004, le réseau a 180 villes et 7 thèmes.", "180"),
        ("Quel montant ?", "L'aide atteint 10 millions d’euros.", "10 millions d’euros"),
        ("Quel taux ?", "Le taux est de 2,3% du PIB.", "2,3%"),
        ("How many charters?", "The town signed five charters between 1982 and 2003.", "five"),
        ("Wie viele?", "Es gibt zwölf Partner.", "zwölf"),
        ("Combien ?", "L'aide est de 1 200 euros.", "1 200 euros"),
        ("Combien ?", "Aucun chiffre ici.", None),
    ],
)
def test_numbers(question: str, text: str, number: str | None) -> None:
    """This ensures that the number beside the question's words is marked, with its unit, and no year in its place."""
    assert marked("number", text, question) == number


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        (
            "Qui dirige Louvre-Lens Vallée ?",
            "Louvre-Lens Vallée est dirigée par Margherita Balzerani.",
            "Margherita Balzerani",
        ),
        ("Qui est la directrice ?", "Margherita Balzerani, directrice de l'outil", "Margherita Balzerani"),
        ("Who founded Cittaslow?", "Cittaslow was founded by Paolo Saturnini.", "Paolo Saturnini"),
        ("Who?", "nobody is named here.", None),
    ],
)
def test_names(question: str, text: str, name: str | None) -> None:
    """This ensures that a name is marked that the question does not have itself."""
    assert marked("name", text, question) == name


def test_of_several_names_far_from_the_question_none_is_marked() -> None:
    """This ensures that no wrong name is marked: a wrong mark is worse than none."""
    text = "Un espace de rencontres, par son Culturathon et son Conseil, avec Lille et Arras en partenaires du projet."
    assert marked("name", text, "Qui préside ?") is None


@pytest.mark.parametrize("text", ["Any organisation may sign it in turn.", "Lors de la signature, chacun vote."])
def test_a_word_that_only_begins_a_sentence_is_no_name(text: str) -> None:
    """This ensures that a capital tells no name where every sentence has one."""
    assert marked("name", text, "Who signs?") is None


def test_places() -> None:
    """This ensures that a name after a preposition of place goes before others."""
    assert marked("place", "Le Forum se tient à Limoges chaque année.", "Où se tient la réunion ?") == "Limoges"


@pytest.mark.parametrize("wanted", ["", "list"])
def test_nothing_particular_is_marked(wanted: Wanted) -> None:
    """This ensures that nothing is marked where nothing particular was asked for."""
    assert spans_for(wanted, "Le 1er juin 2023, 180 villes.", set()) == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Il se compose de : Ville de Limoges, Chambre de commerce et d'industrie 87, Legrand et Le Gérontopôle.",
            ["Ville de Limoges", "Chambre de commerce et d'industrie 87", "Legrand", "Le Gérontopôle"],
        ),
        ("- les communes ;\n- les écoles ;\n- l'État.", ["les communes", "les écoles", "l'État"]),
        ("1. Recruter\n2. Attirer", ["Recruter", "Attirer"]),
        (
            "It was founded by Barcelona, Birmingham, Frankfurt and Lyon in 1986.",
            ["Barcelona", "Birmingham", "Frankfurt", "Lyon"],
        ),
        ("La ville crée et innove.", []),
        ("", []),
    ],
)
def test_items(text: str, items: list[str]) -> None:
    """This ensures that lists are told by their bullets, after a colon, and as names in a row."""
    assert [text[start:end] for start, end in items_of(text)] == items


@pytest.mark.parametrize("text", ["", "\n\n", "🎉🎉", "שלום 2020", "A" * 5000, ",,:::", "1" * 3000, "A b " * 2000])
@pytest.mark.parametrize("wanted", ["date", "number", "name", "place"])
def test_odd_text(wanted: Wanted, text: str) -> None:
    """This ensures that every range lies within its text, whatever that is."""
    for start, end in [*spans_for(wanted, text, set()), *items_of(text)]:
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4.7 Les conditions du label", None),
        ("4.7 Les conditions : 65 % des points", "65 %"),
        ("2. Budget\nDeux villes paient", "Deux"),
        ("Article 3. Le jury a 12 membres, voir page 9.", "12"),
        ("3.5 Millionen Euro sind es.", "3.5 Millionen Euro"),
        ("5 Mitglieder", "5"),
        ("Il fait gagner 2h à la ville.", "2h"),
        ("Voir https://exemple.org/charte-12 ou ecrire à a12@exemple.org", None),
        ("This is due to the rain, and once the sun shines", None),
        ("La rete ha due città.", "due"),
        ("Son once ciudades.", "once"),
    ],
)
def test_numbers_that_count_something(text: str, number: str | None) -> None:
    """This ensures that the numbers of headings, articles, pages and addresses are no amounts, nor words like "due"."""
    assert marked("number", text) == number
