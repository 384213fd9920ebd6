"""Sentences with what they can't be understood without."""

from __future__ import annotations

from itertools import pairwise

import pytest

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from search.asking import Question, understood
from search.attributes import spans_told
from search.definitions import defined
from search.results import Hit
from search.sentences import Sentence, Signals
from search.statements import statements_of

SIGNALS = Signals(0.5, 0.6, 0.4, 0.5, 0.3, 0.2, 0.1, nothing_new=False, heading=False)


def sentences(question: str, text: str, *beginnings: str, language: str = "fr") -> tuple[Question, list[Sentence]]:
    """The question, and the sentences of a passage, which begin as told; the first at its beginning."""
    asked = understood(question)
    passage = Passage(1, "a" * 16, 0, 0, len(text), text, "", None, None, language)
    document = DocumentSummary("a" * 16, "", None, "Charte", language, "text/plain", 0, 1, len(text), None, "")
    hit = Hit(1, 0.4, 0.4, 0.4, passage, document, ())
    starts = [0, *(text.index(each) for each in beginnings), len(text)]
    found = []
    for start, following in pairwise(starts):
        part = text[start:following].rstrip()
        spans = spans_told(asked, part, set(question.lower().split()))
        found.append(Sentence(hit, start, start + len(part), tuple(spans), SIGNALS))
    return asked, found


def stated(question: str, text: str, *beginnings: str, of: int, language: str = "fr") -> str:
    """The statement made of the sentence at the place `of`."""
    asked, every = sentences(question, text, *beginnings, language=language)
    (statement,) = statements_of(asked, [every[of]], every)
    assert text[statement.start : statement.end] == statement.text
    assert all(0 <= start < end <= len(statement.text) for start, end in statement.spans)
    return statement.text


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("La convention lie la ville. Celle-ci la signe pour trois ans.", "Celle-ci"),
        ("The charter binds the town. This lasts for three years.", "This"),
        ("Die Charta bindet die Stadt. Diese gilt für drei Jahre.", "Diese"),
        ("La carta obliga a la ciudad. Esta dura tres años.", "Esta"),
        ("La carta obbliga la città. Questa dura tre anni.", "Questa"),
    ],
)
def test_what_points_back_comes_with_what_it_points_to(text: str, second: str) -> None:
    """This ensures that a sentence that can't be understood alone is not quoted alone."""
    assert stated("Charte", text, second, of=1) == text


def test_a_pronoun_needs_the_sentence_with_the_words_of_the_question() -> None:
    """This ensures that "it" is told where the question says it, and left where the sentence says so itself."""
    text = "La charte de Tulle engage six communes. Elle dure trois ans."
    assert stated("Quelle est la durée de la charte de Tulle ?", text, "Elle", of=1) == text
    assert stated("Quelle est la durée du prêt ?", text, "Elle", of=1) == "Elle dure trois ans."
    assert stated("Charte", "Un texte. Il faut une charte.", "Il faut", of=1) == "Il faut une charte."


def test_a_follower_that_tells_what_is_asked() -> None:
    """This ensures that a number in the sentence that leans on the one found is quoted with it, and is known."""
    text = "L'aide soutient les musées de la ville. Elle dure trois ans. Le maire la signe."
    question = "Quelle est la durée de l'aide aux musées ?"
    assert (
        stated(question, text, "Elle", "Le maire", of=0)
        == "L'aide soutient les musées de la ville. Elle dure trois ans."
    )
    asked, every = sentences(question, text, "Elle", "Le maire")
    (statement,) = statements_of(asked, every[:1], every)
    assert [statement.text[start:end] for start, end in statement.spans] == ["trois ans"]
    assert stated("Que soutient l'aide ?", text, "Elle", "Le maire", of=0) == "L'aide soutient les musées de la ville."


def test_a_follower_that_lists_what_is_asked() -> None:
    """This ensures that names are quoted with the sentence that only says how many there are."""
    text = "Trois villes portent la charte. Ce sont Tulle, Brive et Ussel. Elle dure."
    counted = "Trois villes portent la charte."
    assert stated("Quelles villes portent la charte ?", text, "Ce sont", "Elle", of=0) == text[: text.index(" Elle")]
    assert stated("Combien de villes portent la charte ?", text, "Ce sont", "Elle", of=0) == counted


def test_an_item_comes_with_the_line_that_announces_it() -> None:
    """This ensures that an item has its subject, without the sentence before that line; a far one stays alone."""
    text = "La ville choisit.\nPeuvent candidater :\n- les associations ;\n- les écoles de la ville."
    expected = text[text.index("Peuvent") :]
    assert stated("Qui peut candidater ?", text, "- les assoc", "- les écoles", of=2) == expected
    long = f"Peuvent candidater :\n- les {'très ' * 90}grands ;\n- les écoles."
    assert stated("Qui ?", long, "- les très", "- les écoles", of=2) == "- les écoles."


def test_a_question_comes_with_its_reply() -> None:
    """This ensures that the reply is quoted beyond a yes, on to what is asked for, and not the words before it."""
    text = "Le service.\nPeut-on payer plus tard ? (loyer)\nOui.\nLe délai est de 30 jours.\nEt ensuite ?\nRien."
    cuts = ("Oui", "Le délai", "Et ensuite", "Rien")
    assert stated("Quel est le délai ?", text, *cuts, of=0) == text[12 : text.index("\nEt ensuite")]
    yes = stated("Peut-on payer plus tard ?", text, *cuts, of=0)
    assert yes == "Peut-on payer plus tard ? (loyer)\nOui.\nLe délai est de 30 jours."
    assert stated("Ensuite ?", text, *cuts, of=3) == "Et ensuite ?\nRien."


def test_a_label_comes_with_its_value() -> None:
    """This ensures that a line without a stop is quoted with what stands under it."""
    text = "Durée de l'aide\nTrois ans. La ville la verse."
    assert stated("Durée", text, "Trois", "La ville", of=0) == "Durée de l'aide\nTrois ans."


def test_a_row_is_whole_and_has_its_header() -> None:
    """This ensures that a cell is not quoted without the others of its row, nor without what heads them."""
    text = "Taux de l'aide.\nAxe | Taux | Plafond\nHabitat | 40 % max. Sinon 20 % | 220 000 €\nCommerce | 30 % | 9 €"
    expected = "Axe | Taux | Plafond\nHabitat | 40 % max. Sinon 20 % | 220 000 €"
    assert stated("Taux", text, "Axe", "Habitat", "Sinon", "Commerce", of=2) == expected
    assert stated("Taux", text, "Axe", "Habitat", "Sinon", "Commerce", of=3) == expected


def test_headings_behind_are_left_out() -> None:
    """This ensures that a heading goes with what follows it, unless it holds what is asked for, or an item."""
    text = "La charte engage la ville.\n\nLes étapes\n\nElles sont trois."
    assert stated("Que fait la charte ?", text, "Elles", of=0) == "La charte engage la ville."
    held = "La charte engage la ville de Tulle.\n\nSignée le 3 mai 2021"
    assert stated("Quand la charte est-elle signée ?", held, of=0) == held
    named = "Anne Roux signe la charte de Tulle.\n\nDie Ergebnisse"
    assert stated("Qui signe la charte ?", named, of=0) == "Anne Roux signe la charte de Tulle."
    signed = "Tulle signe la charte de la ville.\n\nAnne Roux, maire de Tulle"
    assert stated("Qui est le maire de Tulle ?", signed, of=0) == signed
    listed = "La charte engage trois villes :\n\nTulle"
    assert stated("Que fait la charte ?", listed, of=0) == listed


def test_a_heading_that_was_found_comes_with_its_text() -> None:
    """This ensures that where the heading behind a sentence was found, what it heads is quoted in its place."""
    text = "La charte engage la ville.\n\nDurée de l'aide\n\nElle est de trois ans."
    expected = "Durée de l'aide\n\nElle est de trois ans."
    assert stated("Quelle est la durée de l'aide ?", text, "Elle est", of=0) == expected


def test_what_a_thing_is_comes_first() -> None:
    """This ensures that a definition leads where one is asked for, and nothing changes where it is not."""
    text = "Le label Fleuri ouvre en mai. Le label Fleuri est une marque des villes. Elle a dix ans."
    asked, every = sentences("Qu'est-ce que le label Fleuri ?", text, "Le label Fleuri est", "Elle")
    found = defined(asked, every[:1], every)
    assert [each.text for each in found] == [
        "Le label Fleuri est une marque des villes.",
        "Le label Fleuri ouvre en mai.",
    ]
    other, every = sentences("Qui tient le label Fleuri ?", text, "Le label Fleuri est", "Elle")
    assert defined(other, every[:1], every) == every[:1]
    asked, every = sentences("What is the aim of the label?", "It is a label. The label is an aim.", "The")
    assert defined(asked, every[:1], every) == every[:1]


@pytest.mark.parametrize("text", ["?", "🎉", "| |", " | ", "-", ":", "Celle-ci", "\n\n\n?", "a\n\nb"])
def test_odd_texts(text: str) -> None:
    """This ensures that any text is a range of itself."""
    assert stated("Quand la charte ?", text, of=0) in text


def test_a_sentence_of_no_passage_known_stays_as_it_is() -> None:
    """This ensures that where its neighbours are not known a sentence is quoted alone."""
    asked, every = sentences("Charte", "La charte. Celle-ci dure.", "Celle-ci")
    assert statements_of(asked, every[1:], []) == every[1:]
    assert statements_of(asked, [], every) == []
