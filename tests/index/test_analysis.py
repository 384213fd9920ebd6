"""From text to terms: what finds what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import (
    alternatives,
    fold,
    folded_words,
    is_stop_word,
    stem,
    stems,
    stop_word_shares,
    terms,
    tokens,
    without_marks,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Œuvre de l'État", ["oeuvre", "de", "etat"]),
        ("oeuvre", ["oeuvre"]),
        ("déve\u00adloppe\u00adment", ["developpement"]),
        ("ﬁnances", ["finances"]),
        ("créateur·trice·s et habitant·e·s", ["createur", "et", "habitant"]),
        ("un⸱e élu⸱e", ["un", "elu"]),
        ("dell'arte, all’estero", ["arte", "estero"]),
        ("UNESCO's list", ["unesco", "list"]),
        ("Straße", ["strasse"]),
        ("Saint-Étienne", ["saint", "etienne"]),
        ("le 1er juin 2023", ["le", "1er", "juin", "2023"]),
        ("東京都", ["東京", "京都"]),
        ("e\u0301tude", ["etude"]),
        ("مدينة", ["مدينة"]),
        ("🙂 !?", []),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, folded: list[str]) -> None:
    """This ensures that accents, case, ligatures, elisions, points and soft hyphens don't hide a word."""
    assert [token.folded for token in tokens(text)] == folded


@given(st.text(max_size=200))
def test_tokens_stand_in_their_text(text: str) -> None:
    """This ensures that every token is a non-empty range of its text, in order, and folds to what it says."""
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        assert token.folded
        last = token.start + 1


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(word: str) -> None:
    """This ensures that a folded word is found by itself."""
    assert fold(fold(word)) == fold(word)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aelLs ''’·œ日本กา\u200d\u0301_9")), max_size=30))
def test_words_without_their_places(text: str) -> None:
    """This ensures that passages are found by the very words that queries and highlights have."""
    assert folded_words(text) == [token.folded for token in tokens(text)]
    assert stems(folded_words(text), "fr") == terms(text, "fr")


def test_marks_are_removed() -> None:
    """This ensures that accents that stand apart go, all of them, and nothing else."""
    assert without_marks("e\u0301te\u0301 c\u0327a\u0302 ete \u0301") == "ete ca ete "
    assert without_marks("") == ""


def test_terms_are_stems_without_function_words() -> None:
    """This ensures that singular finds plural, and that articles find nothing."""
    assert terms("Les membres fondateurs de la charte", "fr") == terms("membre fondateur, chartes", "fr")
    assert terms("the charters", "en") == ["charter"]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", "signé signée signés signées signer signerent signèrent"),
        ("fr", "premier première premiers premières premierement premièrement"),
        ("fr", "attractif attractivité attractivite"),
        ("fr", "différent differents différente"),
        ("fr", "cohérent coherente cohérents"),
        ("fr", "visite visité visités visiter"),
        ("pt", "administração administrações administracao administrar"),
        ("pt", "responsável responsavel"),
        ("pt", "importância importancia importante"),
    ],
)
def test_forms_meet_without_their_accents(language: str, forms: str) -> None:
    """This ensures that endings that are known by an accent are known without it, as text is folded and often typed."""
    assert len({stem(fold(form), language) for form in forms.split()}) == 1


def test_what_only_ends_alike_keeps_its_stem() -> None:
    """This ensures that an ending that is nearly the whole word is none, nor one of another language."""
    assert stem("caos", "pt") != stem("cas", "pt")
    assert stem("activite", "en") != stem("actif", "en")


def test_language_without_stemmer_keeps_its_words() -> None:
    """This ensures that text of an unknown language is found by its very words."""
    assert terms("Réseaux des villes", "unknown") == ["reseaux", "des", "villes"]
    assert stem("villes", "xx") == "villes"


def test_word_is_looked_up_in_each_language() -> None:
    """This ensures that a query's word meets the stems of every language, and not where it is an article."""
    assert alternatives("fondateurs", ("fr", "unknown")) == ("fondateur", "fondateurs")
    assert alternatives("die", ("de",)) == ()
    assert alternatives("die", ("de", "en")) == ("die",)


def test_function_words_tell_the_language() -> None:
    """This ensures that two of four words are counted as two of four."""
    assert stop_word_shares(["who", "are", "founding", "members"])["en"] == 0.5
    assert is_stop_word("ou", "fr")
    assert stop_word_shares([])["fr"] == 0.0
