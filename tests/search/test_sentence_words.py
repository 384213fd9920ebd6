"""Words in context, sentence by sentence, with nearness that is worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.home import Home
from index.encoder import WordStates
from ingest.pipeline import RunOptions, ingest
from search import Searcher
from search.asking import understood
from search.query import Query
from search.sentence_words import AskedWords, PassageWords, encoded, passage_words, places
from search.sentences import sentences_of

TEXT = "130 entreprises et 150 partenaires"


@pytest.fixture
def words() -> PassageWords:
    """Of TEXT under the heading « Bilan »: how near « Unternehmen » (weight .75, asked for) and « Lens » are."""
    asked = AskedWords(("Unternehmen", "Lens"), np.array([0.75, 0.25]), 0)
    starts = np.array([-6, 0, 4, 19, 23])  # Bilan, 130, entreprises, 150, partenaires
    near = np.array([[0.1, 0.8], [0.2, 0.0], [0.6, 0.1], [0.2, 0.0], [0.3, 0.2]])
    return PassageWords(asked, starts, near)


def test_a_sentence_has_its_words_and_its_headings(words: PassageWords) -> None:
    """This ensures that each word of the question is as near as the nearest of the sentence and of the headings."""
    assert words.within((0, len(TEXT))).tolist() == [0.6, 0.8]
    assert words.within((19, len(TEXT))).tolist() == [0.3, 0.8]


def test_what_stands_beside_a_number(words: PassageWords) -> None:
    """This ensures that words around a number count, but not itself, and none of another sentence."""
    whole = (0, len(TEXT))
    assert words.beside(whole, (0, 3)) == pytest.approx(0.75 * 0.6 + 0.25 * 0.2)
    assert words.beside((19, len(TEXT)), (19, 22)) == pytest.approx(0.75 * 0.3 + 0.25 * 0.2)
    assert words.beside((0, 3), (0, 3)) == 0.0


def test_what_a_number_counts(words: PassageWords) -> None:
    """This ensures that the noun that is asked for is looked for close by, mostly behind, and 0 where there is none."""
    whole = (0, len(TEXT))
    assert words.counted(whole, (0, 3)) == 0.6
    assert words.counted((19, len(TEXT)), (19, 22)) == 0.3
    nothing = PassageWords(AskedWords(("Lens",), np.array([1.0]), None), words.starts, words.nearness[:, 1:])
    assert nothing.counted(whole, (0, 3)) == 0.0


@pytest.mark.parametrize(
    ("text", "language", "count", "expected"),
    [
        ("La ville de Tulle l'engage", "fr", 3, [3, 12, 19]),  # « l'engage » is one word, with its sign
        ("La ville de Tulle", "fr", 4, [3, 3, 12, 12]),  # the model has more words: spread evenly
        ("La ville de Tulle", "fr", 1, [3]),
        ("La ville", "fr", 0, []),
        ("de la", "fr", 2, [0, 0]),  # only function words, which are kept where nothing else is
        ("", "fr", 1, [0]),
    ],
)
def test_places(text: str, language: str, count: int, expected: list[int]) -> None:
    """This ensures that every word that is kept has a place in the text, however many the text seems to have."""
    assert places(text, language, count).tolist() == expected


def test_without_words_nothing_is_said(opened: Searcher) -> None:
    """This ensures that a model without words in context leaves all sentences to the rest of what tells them apart."""
    hits, asked = opened.search("charte").hits, understood("Quelle charte ?")
    assert encoded(asked.text, opened.ranker())[1] is None
    assert passage_words(asked, None, hits, opened.ranker()) == {}
    assert passage_words(asked, WordStates((), np.empty((0, 3), np.float32)), hits, opened.ranker()) == {}
    assert all(each.context is None for each in sentences_of(asked, hits, opened.catalogue, opened.ranker()))


class _Words:
    """A model that draws a word's state from its letters; all texts have one vector."""

    model_id, dim, max_tokens = "letters-1", 64, 60

    def count_tokens(self, texts: Any) -> list[int]:
        return [len(text.split()) + 3 for text in texts]

    def encode_passages(self, texts: Any, progress: Any = None) -> Any:
        return np.full((len(texts), self.dim), self.dim**-0.5, dtype=np.float32)

    encode_queries = encode_passages

    def encode_passages_by_word(self, texts: Any, progress: Any = None) -> Any:
        return self.encode_passages(texts), [self._states(text) for text in texts]

    def encode_queries_by_word(self, texts: Any) -> Any:
        return self.encode_passages_by_word(texts)

    def _states(self, text: str) -> WordStates:
        found = [word.strip(".,?").casefold() for word in text.split()]
        seeds = [sum(ord(letter) * 31**place for place, letter in enumerate(word)) for word in found]
        rows = [np.random.default_rng(seed).standard_normal(self.dim, dtype=np.float32) for seed in seeds]
        return WordStates(tuple(found), np.stack(rows) if rows else np.empty((0, self.dim), np.float32))


def test_from_the_catalogue(home: Home, tmp_path: Path) -> None:
    """This ensures that the words kept at the ingest are found in their sentences: « navires » in the second alone."""
    source = tmp_path / "port.txt"
    source.write_text("Le port accueille 12 voyageurs matinaux. La gare salue 30 navires rouges.\n", "utf-8")
    encoder: Any = _Words()
    ingest(home, [source], encoder, model="letters", options=RunOptions(workers=0))
    with Searcher.open(home, encoder=encoder) as searcher:
        asked = understood("Combien de navires ?")
        hits = searcher.run(Query("Combien de navires ?", operators=False)).hits
        vector, states = encoded(asked.text, searcher.ranker())
        assert vector.shape == (64,)
        found = passage_words(asked, states, hits, searcher.ranker())
        (words,) = found.values()
        at = hits[0].passage.text.index("La gare")
        place = list(words.asked.texts).index("navires")
        end = len(hits[0].passage.text)
        assert words.within((at, end))[place] > 0.6 > words.within((0, at))[place]
        assert words.counted((at, end), (at + 14, at + 16)) > 0.6 > words.counted((0, at), (18, 20))
