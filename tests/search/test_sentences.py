"""The sentences of passages and what tells them apart, over a home that a reader can work out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from corpus.types import Document, PassageDraft
from index.caches import synchronise
from search import Searcher
from search.asking import understood
from search.sentences import BESIDE_UNKNOWN, Sentence, sentences_of

TEXT = "La charte\n\nLa charte de Tulle est signée par la ville. Elle vaut pour six ans jusqu'au 31 mars 2028"
SECOND = TEXT.index("Elle vaut")


@pytest.fixture
def searcher(home: Any, encoder: Any, filled: Any) -> Iterator[Searcher]:
    """The home of `filled`, with a passage of two sentences, the first with its heading, the second with a date."""
    document = Document("d" * 16, "/x/tulle.txt", "d" * 64, "text/plain", "La charte", "fr", TEXT)
    draft = PassageDraft(0, len(TEXT), "", "fr", ((0, SECOND - 1), (SECOND, len(TEXT))))
    filled.put(document, [draft], [b"tulle"], recipe="1")
    filled.add_embeddings(encoder.model_id, [b"tulle"], encoder.encode_passages([TEXT]))
    with home.writing():
        synchronise(home, filled)
    with Searcher.open(home, encoder=encoder) as opened:
        yield opened


def sentences(searcher: Searcher, question: str, **options: Any) -> list[Sentence]:
    hits = searcher.search(question, documents=["tulle.txt"], **options).hits
    return sentences_of(understood(question), hits, searcher.catalogue, searcher.ranker())


def test_sentences_are_ranges_without_their_headings(searcher: Searcher) -> None:
    """This ensures that every sentence is there once, as it stands, without the heading that goes before it."""
    found = {each.text for each in sentences(searcher, "Jusqu'à quand vaut la charte de Tulle ?")}
    assert found == {"La charte de Tulle est signée par la ville.", TEXT[SECOND:]}


def test_a_date_that_is_asked_for_puts_its_sentence_first(searcher: Searcher) -> None:
    """This ensures that the signals tell a date, an end without a stop, and a sentence that says nothing new."""
    first, second = sentences(searcher, "Quand la charte de Tulle est-elle signée par la ville ?")
    assert first.text == TEXT[SECOND:]
    assert (first.signals.beside, first.signals.nothing_new, first.signals.heading) == (BESIDE_UNKNOWN, False, True)
    assert (second.signals.beside, second.signals.nothing_new, second.signals.heading) == (0.0, True, False)


def test_words_are_counted_in_the_passage_and_its_titles(searcher: Searcher) -> None:
    """This ensures that both sentences share what their passage holds: all of the words, some, or none."""
    assert [each.signals.words for each in sentences(searcher, "Quand Tulle ?")] == [1.0, 1.0]
    (some, _) = sentences(searcher, "Tulle pétanque ?")
    assert 0 < some.signals.words < 1
    assert [each.signals.words for each in sentences(searcher, "Et quand ?")] == [0.0, 0.0]


def test_without_vectors_only_words_count(searcher: Searcher) -> None:
    """This ensures that a search by words alone, whose hits have no nearness, has sentences in some order, too."""
    found = sentences(searcher, "Tulle", mode="lexical")
    assert len(found) == 2
    assert all(each.score == each.score for each in found)  # no nan


def test_no_hits_have_no_sentences(searcher: Searcher) -> None:
    """This ensures that nothing found is nothing to quote."""
    assert sentences_of(understood("Quand ?"), (), searcher.catalogue, searcher.ranker()) == []


def test_what_is_asked_for_by_name_goes_before_the_line_above(home: Any, encoder: Any, filled: Any) -> None:
    """This ensures that a name under a letter is read apart from it, with its nearness, and goes before it."""
    letter = "Rejoignez toutes et tous la grande famille de la charte !"
    text = f"{letter}\nAnne Roux\nDirectrice de la charte\nUne autre phrase qui ne dit rien de la famille."
    end = text.index("\nUne")
    document = Document("e" * 16, "/x/lettre.txt", "e" * 64, "text/plain", "Lettre", "fr", text)
    filled.put(
        document, [PassageDraft(0, len(text), "", "fr", ((0, end), (end + 1, len(text))))], [b"lettre"], recipe="1"
    )
    filled.add_embeddings(encoder.model_id, [b"lettre"], encoder.encode_passages([text]))
    with home.writing():
        synchronise(home, filled)
    with Searcher.open(home, encoder=encoder) as searcher:
        asked = "Qui dirige la charte ?"
        hits = searcher.search(asked, documents=["lettre.txt"]).hits
        found = sentences_of(understood(asked), hits, searcher.catalogue, searcher.ranker())
    name, other = (next(each for each in found if start in each.text) for start in ("Anne", "Rejoignez"))
    assert name.text == "Anne Roux\nDirectrice de la charte"
    assert found[0] == name
    assert (name.told, other.told) == (True, False)
    assert (name.line_of, other.line_of) == (0, 0)
    assert name.signals.question == other.signals.question
    assert [each.line_of for each in found if each.text.startswith("Une autre")] == [None]
