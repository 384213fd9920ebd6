"""The index of words: who is found, in what order, with what score."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
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
    return PassageText(passage_id, f"doc{passage_id}", "", text, language, b"")


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
    known = dict(zip(ids.tolist(), scores.tolist(), strict=True))
    assert words.scores(query("charte ville"), np.array([4, 2])).tolist() == [0, pytest.approx(known[2])]
    assert words.scores([], np.array([4, 2])).tolist() == [0, 0]
    assert words.scores(query("charte"), np.array([], dtype=np.int64)).shape == (0,)


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


def test_phrase_is_held_word_by_word(words: WordIndex) -> None:
    """This ensures that a phrase finds its words side by side in their form and order, function words too."""
    for phrase, found in {
        ("de", "la", "ville"): [1],
        ("la", "ville"): [1],
        ("ville", "la"): [],
        ("charte", "ville"): [],
        ("villes",): [2],
        ("de",): [1],
        ("programme", "industrie"): [4],
        ("absent",): [],
        ("absent", "charte"): [],
    }.items():
        wanted = [QueryWord(phrase=phrase)]
        assert words.matching(wanted).tolist() == found
        assert words.search(wanted, limit=10)[0].tolist() == found
        assert words.search([*query("Limoges industrie"), *wanted], limit=10)[0].tolist() == found


def test_several_phrases_are_all_held(words: WordIndex) -> None:
    """This ensures that every phrase restricts, at the scores that the words have without."""
    phrases = [QueryWord(phrase=("limoges",)), QueryWord(phrase=("la", "charte"))]
    assert words.matching(phrases).tolist() == [1]
    assert words.matching(phrases[:1]).tolist() == [1, 3]
    assert (words.scores(phrases, np.array([1, 2, 3])) > 0).tolist() == [True, False, False]


def test_phrase_weighs_as_its_words(words: WordIndex) -> None:
    """This ensures that a phrase's weight is the sum of its words': `la` stands in 1 of 4 passages, `label` too."""
    (weight,) = words.weights([QueryWord(phrase=("la", "label"))])
    assert weight == pytest.approx(2 * math.log(1 + 3.5 / 1.5))


def test_prefix_is_one_word_with_many_forms(words: WordIndex) -> None:
    """This ensures that all words that begin so are found, at the idf of them together: here 2 of 4 passages."""
    wanted = [QueryWord(prefix="vill")]
    ids, scores = words.search(wanted, limit=10)
    idf = math.log(1 + 2.5 / 2.5)
    assert sorted(ids.tolist()) == [1, 2]
    assert scores.tolist() == pytest.approx([idf, idf])
    assert words.weights(wanted) == pytest.approx([idf])
    assert words.search([QueryWord(prefix="zzz")], limit=10)[0].tolist() == []
    assert words.matching(wanted).tolist() == [1, 2, 3, 4]


def test_left_out_inside_the_search(words: WordIndex) -> None:
    """This ensures that what is left out is never found, and makes no room for others."""
    for without, left in {
        QueryWord(("vill",)): [3, 4],
        QueryWord(phrase=("ville",)): [2, 3, 4],
        QueryWord(phrase=("des", "villes")): [1, 3, 4],
        QueryWord(prefix="char"): [2, 4],
        QueryWord(phrase=("absent",)): [1, 2, 3, 4],
    }.items():
        assert words.matching([], [without]).tolist() == left
        found = words.search(query("charte label charter programme"), limit=10, without=[without])[0]
        assert sorted(found.tolist()) == left
    assert words.matching([], [QueryWord(("vill",))], documents=["doc1", "doc3"]).tolist() == [3]
    assert words.search(query("Limoges"), limit=1, without=[QueryWord(phrase=("la",))])[0].tolist() == [3]


def test_empty_index_has_no_match() -> None:
    """This ensures that an index without passages is no error."""
    assert WordIndex(None).matching([QueryWord(phrase=("a", "b"))]).tolist() == []
    assert WordIndex(None).matching([], [QueryWord(phrase=("a",))]).tolist() == []
