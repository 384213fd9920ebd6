"""Questions that leave something to the conversation."""

from __future__ import annotations

import pytest

from search.followup import rewrite


@pytest.mark.parametrize(
    ("history", "question", "full"),
    [
        (["Qui a signé la charte ?"], "Et depuis quand ?", "Depuis quand (a signé la charte) ?"),
        (
            ["How many associations does Tulle support?"],
            "and in Limoges?",
            "How many associations does Limoges support?",
        ),
        (
            ["Combien d'associations sont aidées à Tulle ?"],
            "Et à Limoges ?",
            "Combien d'associations sont aidées à Limoges ?",
        ),
        (["When was the charter signed?"], "Who signed it?", "Who signed it (was the charter signed) ?"),
        (["Wann wurde die Charta verabschiedet?"], "Und von wem?", "Von wem (wurde die Charta verabschiedet) ?"),
        (["¿Dónde nació la Carta?"], "¿Y cuándo?", "Cuándo (nació la Carta) ?"),
        (["Qui a signé la charte ?", "Et depuis quand ?"], "Et où ?", "Où (a signé la charte) ?"),
        (["Quel est le budget ?"], "et pour les associations ?", "Quel est le budget, pour les associations ?"),
    ],
)
def test_what_is_left_out_is_put_in(history: list[str], question: str, full: str) -> None:
    """This ensures that ellipses and pronouns are made whole from the question before."""
    assert rewrite(question, history) == full


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ([], "Et depuis quand ?"),
        (["Qui a fondé Eurocities ?"], "Quand le label Atelier vivant a-t-il été créé ?"),
        (["Who founded Eurocities?"], "When did Galway become a City of Film?"),
        (["Who founded Eurocities?"], "Et si la commune quitte le réseau, perd-elle son label et ses subventions ?"),
        ([""], "Combien ?"),
    ],
)
def test_what_is_whole_stays(history: list[str], question: str) -> None:
    """This ensures that a question that says what it is about is not changed."""
    assert rewrite(question, history) == question


@pytest.mark.parametrize("question", ["", "?", "et", "Et ?", "🎉", "et " * 500])
def test_odd_questions(question: str) -> None:
    """This ensures that anything can be typed after anything."""
    rewrite(question, ["?", "et", "Où ?", "x" * 9000])
