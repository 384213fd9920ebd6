"""The leg of words: stems, their pieces, and words that stand nowhere."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.catalogue import PassageText
from index.words import WordIndex
from search.lexical import candidates, lexical, lost_words
from search.query import Query

TEXTS = {
    1: "Texelis fabrique des essieux à Limoges.",
    2: "La porcelaine de Limoges est un label.",
    3: "Le secteu r de la porcelaine.",
}


@pytest.fixture
def index() -> WordIndex:
    words = WordIndex(None)
    words.add(PassageText(number, f"d{number}", "", text, "fr", b"") for number, text in TEXTS.items())
    words.commit()
    return words


def found(index: WordIndex, text: str, languages: tuple[str, ...] = ("fr",)) -> list[int]:
    query = Query(text)
    words = query.words(languages)
    ids = candidates(index, query, words, languages, limit=10, selection=None, without=query.without(languages))
    return [int(number) for number in ids]


def test_a_mistyped_word_finds_its_like(index: WordIndex) -> None:
    """This ensures that a word that stands nowhere is looked for by its letters."""
    assert lost_words(index, Query("Texelys"), ("fr",)) == ["texelys"]
    assert found(index, "Texelys") == [1]
    assert found(index, "secteur") == [3]


def test_a_word_that_is_there_is_looked_for_as_it_is(index: WordIndex) -> None:
    """This ensures that letters come in only where the words themselves fail."""
    assert lost_words(index, Query("porcelaine"), ("fr",)) == []
    assert found(index, "porcelaine") == [2, 3]
    assert found(index, "parapluie") == []


def test_a_query_in_another_language_is_not_mistyped(index: WordIndex) -> None:
    """This ensures that English words are not taken for French ones with errors, nor phrases for anything else."""
    assert lost_words(index, Query("What is the sector of the china?"), ("fr",)) == []
    assert lost_words(index, Query('"la porcelaine" texelys'), ("fr",)) == []


def test_shares_of_words_and_of_letters(index: WordIndex) -> None:
    """This ensures that a damaged word counts by its letters, a whole one by both, and nothing by neither."""
    query = Query("porcelaine secteur")
    shares = lexical(index, query, query.words(("fr",)), np.array([1, 2, 3]))
    assert shares.together == pytest.approx((shares.words + shares.pieces) / 2)
    assert shares.words[0] == shares.pieces[0] == 0
    assert shares.words[1] == pytest.approx(shares.words[2], rel=0.1)
    assert shares.pieces[2] > shares.pieces[1] > 0
    assert (shares.together <= 1).all()


def test_signs_alone_have_no_letters(index: WordIndex) -> None:
    """This ensures that a query that is only a phrase is scored by it."""
    query = Query('"porcelaine de Limoges"')
    shares = lexical(index, query, query.words(("fr",)), np.array([2]))
    assert shares.together == shares.words > 0
