"""Why a hit was found: the numbers of its score, the legs and the words, over a home that can be worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from corpus.acronyms import keep_acronyms
from corpus.errors import QueryError
from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from search import Searcher
from search.fusion import LEXICAL
from search.query import MODES

QUERIES = (
    "charte Limoges", "Stadt", "navires -ville", "engag*", '"de port" charte', "signatairse", "de la", "🙂",
)  # fmt: skip


def parts(explanation: Any) -> dict[str, float]:
    return {part.name: part.points for part in explanation.parts}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", QUERIES)
def test_parts_add_up_to_the_score(opened: Searcher, text: str, mode: Any) -> None:
    """This ensures that what is told is what was reckoned, to the last digit, for every hit of every mode."""
    result = opened.search(text, mode=mode)
    explanations = opened.explain(result)
    assert [each.passage_id for each in explanations] == [hit.passage.passage_id for hit in result]
    for explanation, hit in zip(explanations, result, strict=True):
        assert explanation.score == pytest.approx(hit.score, rel=1e-12, abs=1e-15)
        assert explanation.legs
        assert (explanation.words == ()) == (mode == "dense" or text in {"de la", "🙂"})


def test_numbers_worked_by_hand(opened: Searcher) -> None:
    """This ensures the true weights: of five passages, two hold `Limoges` besides the English one, none `absent`.

    idf = ln(1 + (5 - n + .5)/(n + .5)): of Limoges, in three, ln(12/7) = .539; of absent, in none, ln 12 = 2.485.
    """
    result = opened.search("Limoges absent")
    (explanation, *_) = opened.explain(result)
    limoges, absent = math.log(12 / 7), math.log(12)
    assert [(word.text, word.anywhere) for word in explanation.words] == [("absent", False), ("Limoges", True)]
    assert [word.share for word in explanation.words] == pytest.approx(
        [absent / (absent + limoges), limoges / (absent + limoges)]
    )
    assert explanation.words[1].forms == ("Limoges",)
    assert explanation.words[0].forms == ()
    assert result.hits[0].lexical is not None
    assert parts(explanation)["passage"] == pytest.approx(1.0)
    assert parts(explanation)["words"] + parts(explanation)["letters"] == pytest.approx(
        LEXICAL * result.hits[0].lexical
    )


def test_words_are_shown_as_they_stand(opened: Searcher) -> None:
    """This ensures that the query's own spelling and the passage's forms are told, prefixes and phrases too."""
    explanations = opened.explain(opened.search('ENGAGEMENT "la ville" suiv*'))
    words = {word.text: word.forms for word in explanations[0].words}
    assert words == {"ENGAGEMENT": ("engagements",), "“la ville”": ("La", "ville"), "suiv*": ()}


def test_legs_are_told(opened: Searcher) -> None:
    """This ensures that each leg is named where it brought the passage, and only there."""
    by_meaning, *_ = opened.explain(opened.search("Stadt", k=1))
    assert by_meaning.legs == ("meaning",)
    by_words, *_ = opened.explain(opened.search("navires", k=1, mode="lexical"))
    assert by_words.legs == ("words",)
    by_both, *_ = opened.explain(opened.search("navires", k=1))
    assert by_both.legs == ("meaning", "words")
    by_letters, *_ = opened.explain(opened.search("signatairse", k=1, mode="lexical"))
    assert by_letters.legs == ("letters",)
    assert by_letters.words[0].anywhere is False


def test_passage_without_a_vector(
    home: Home, encoder: Any, filled: CatalogueWriter, put: Callable[..., None], opened: Searcher
) -> None:
    """This ensures that a passage not encoded yet is said to be taken for as near as the farthest."""
    put(filled, encoder, "neuf", "fr", ["Un observatoire des loyers."])
    key = b"Un observatoire des loyers."
    with filled.transaction():
        filled.write("DELETE FROM embeddings WHERE text_hash = ?", (key,))
    with home.writing():
        synchronise(home, filled, rebuild=True)
    result = opened.search("observatoire")
    (found,) = [each for each in opened.explain(result) if {part.name for part in each.parts} >= {"farthest"}]
    assert found.legs == ("words",)
    assert parts(found)["farthest"] == min(hit.dense for hit in result if hit.dense is not None)


def test_changed_index_is_an_error(
    home: Home, encoder: Any, filled: CatalogueWriter, put: Callable[..., None], opened: Searcher
) -> None:
    """This ensures that numbers of another index are never told as those of the search."""
    result = opened.search("charte Limoges")
    (first, *_) = result.hits
    with pytest.raises(QueryError, match="have changed since this search"):
        opened.explain(replace(result, hits=(replace(first, score=first.score + 1e-6),)))
    put(filled, encoder, "neuf", "fr", ["Une charte de Limoges.", "La charte encore.", "Une autre charte."])
    with home.writing():
        synchronise(home, filled)
    with pytest.raises(QueryError, match="Search again"):
        opened.explain(result)
    assert opened.explain(opened.search("charte Limoges"))


def test_nothing_to_explain(opened: Searcher) -> None:
    """This ensures that an empty result has no explanations."""
    assert opened.explain(opened.search("quetzal", mode="lexical")) == ()


def test_json_holds_all(opened: Searcher) -> None:
    """This ensures that programs find the same numbers as people."""
    (explanation,) = opened.explain(opened.search("navires", k=1))
    told = explanation.as_json()
    assert sum(part["points"] for part in told["parts"]) == pytest.approx(explanation.score, abs=1e-5)
    assert told["words"] == [{"text": "navires", "share": 1.0, "forms": ["navires"], "anywhere": True}]
    assert told["legs"] == ["meaning", "words"]


def test_best_sentence_is_a_part_of_its_own(
    home: Home, encoder: Any, filled: CatalogueWriter, opened: Searcher
) -> None:
    """This ensures .65 of the passage, which speaks of town and charter, and .35 of the sentence that is the town's.

    The passage lies between two axes, so that its cosine with the town is √½; its second sentence lies on the town's.
    """
    first, second = "La charte est là.", "La ville aussi."
    text = f"{first} {second}"
    key = "abcdef0123456789"
    document = Document(key, "/x/two.txt", key * 4, "text/plain", "two", "fr", text)
    draft = PassageDraft(0, len(text), "", "fr", sentences=((0, len(first)), (len(first) + 1, len(text))))
    filled.put(document, [draft], [b"two"], recipe="1")
    filled.add_embeddings(encoder.model_id, [b"two"], encoder.encode_passages([text]))
    wanted = dict(filled.unencoded_sentences(encoder.model_id, limit=10))
    filled.add_embeddings(encoder.model_id, list(wanted), encoder.encode_passages(list(wanted.values())))
    with home.writing():
        synchronise(home, filled)
    result = opened.search("Stadt", mode="dense", documents=["two.txt"])
    (explanation,) = opened.explain(result)
    half = math.sqrt(0.5)
    assert [(part.name, part.weight) for part in explanation.parts] == [("passage", 0.65), ("sentence", 0.35)]
    assert [part.value for part in explanation.parts] == pytest.approx([half, 1.0], abs=1e-3)
    assert explanation.score == pytest.approx(result.hits[0].score, rel=1e-12)
    assert result.hits[0].sentence == (len(first) + 1, len(text))


def test_acronyms_are_explained_by_the_name_that_counted(home: Home, filled: CatalogueWriter, opened: Searcher) -> None:
    """This ensures that a passage found by what an acronym stands for is explained with the words of that name."""
    keep_acronyms(filled, filled.find_document("port 1"), [("PN", "port des navires")])
    with home.writing():
        synchronise(home, filled, rebuild=True)
    with Searcher(home, filled, opened._encoder) as searcher:
        result = searcher.search("PN")
        explanations = dict(zip([hit.passage.text for hit in result], searcher.explain(result), strict=True))
    words = {word.text: word.forms for word in explanations["Le port accueille les navires."].words}
    assert words == {"PN": (), "port": ("port",), "navires": ("navires",)}
    for explanation, hit in zip(explanations.values(), result, strict=True):
        assert explanation.score == pytest.approx(hit.score, rel=1e-12)
