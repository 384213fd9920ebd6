"""The index of words: who is found, in what order, with what score."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from corpus.catalogue import PassageText
from index.analysis import alternatives, tokens
from index.words import QueryWord, WordIndex

TEXTS = {
    1: ("fr", "La charte de la ville de Limoges"),
    2: ("fr", "Le label des villes créatives"),
    3: ("en", "The charter of the city of Limoges"),
    4: ("fr", "Un programme d'industrie"),
}


def passage(passage_id: int, language: str, text: str) -> PassageText:
    return PassageText(passage_id, f"doc{passage_id}", "", "", text, language, b"")


def query(text: str) -> list[QueryWord]:
    stems = [alternatives(token.folded, ("fr", "en")) for token in tokens(text)]
    return [QueryWord(each) for each in stems if each]


@pytest.fixture
def words() -> WordIndex:
    index = WordIndex(None)
    index.add(passage(number, *rest) for number, rest in TEXTS.items())
    index.commit()
    return index


def test_passages_are_found_by_stems(words: WordIndex) -> None:
    """This ensures that a word finds its inflected forms, and nothing else."""
    ids, scores = words.search(query("ville"), limit=10)
    assert sorted(ids.tolist()) == [1, 2]
    assert (scores > 0).all()
    assert words.search(query("absent"), limit=10)[0].tolist() == []
    assert words.search([], limit=10)[0].tolist() == []


def test_weight_is_the_inverse_document_frequency(words: WordIndex) -> None:
    """This ensures ln(1 + (N - n + ½) / (n + ½)): here 2 of 4 passages, and none."""
    limoges, absent = words.weights(query("Limoges absent"))
    assert limoges == pytest.approx(math.log(1 + 2.5 / 2.5))
    assert absent == pytest.approx(math.log(1 + 4.5 / 0.5))


def test_coverage_is_the_best_share_of_the_words(words: WordIndex) -> None:
    """This ensures that coverage weighs the words by rarity: 1 for all, their share of the weight for some."""
    found = query("charte Limoges absent")
    weights = words.weights(found)
    assert words.coverage(found[:2], weights[:2]) == pytest.approx(1.0)
    assert words.coverage(found, weights) == pytest.approx((weights[0] + weights[1]) / weights.sum())
    assert words.coverage(found, weights, documents=["doc4"]) == 0.0
    assert words.coverage([], weights[:0]) == 0.0


def test_filter_is_applied_inside(words: WordIndex) -> None:
    """This ensures that only the documents asked for are found, at the scores that they have without the filter."""
    everywhere = dict(zip(*(array.tolist() for array in words.search(query("Limoges"), limit=10)), strict=True))
    ids, scores = words.search(query("Limoges"), limit=10, documents=["doc3", "doc4"])
    assert ids.tolist() == [3]
    assert scores.tolist() == pytest.approx([everywhere[3]])
    assert words.search(query("Limoges"), limit=10, documents=[])[0].tolist() == []


def test_scores_of_given_passages(words: WordIndex) -> None:
    """This ensures that a passage has the score that the search would give it."""
    ids, scores = words.search(query("charte ville"), limit=10)
    assert words.scores(query("charte ville"), [2, 4]) == {
        number: pytest.approx(score) for number, score in zip(ids.tolist(), scores.tolist(), strict=True) if number == 2
    }


def test_passages_are_replaced_and_removed(tmp_path: Path) -> None:
    """This ensures that a change shows after the commit, and again after opening the folder anew."""
    index = WordIndex(tmp_path)
    index.add(passage(number, *rest) for number, rest in TEXTS.items())
    index.commit()
    index.add([passage(1, "fr", "Tout autre chose")])
    index.remove([2, 99])
    index.commit()
    for opened in (index, WordIndex(tmp_path)):
        assert len(opened) == 3
        assert opened.search(query("ville"), limit=10)[0].tolist() == []
        assert opened.search(query("chose"), limit=10)[0].tolist() == [1]
