"""The one entrance to search, over a home whose vectors can be worked out by hand (see `conftest.SubjectEncoder`)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import HomeMissing, ModelMismatch, NotInCatalogue, QueryError
from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from search import Filters, Query, Searcher
from search.fusion import LEXICAL

DOCUMENTS = {
    "fr-charte": ("fr", ["La charte de Limoges engage ses signataires.", "La ville suit les engagements."]),
    "en-charter": ("en", ["The charter of Limoges binds those who sign."]),
    "fr-port": ("fr", ["Le port accueille les navires.", "Limoges n'a pas de port."]),
}


def put(
    writer: CatalogueWriter, encoder: Any, name: str, language: str, texts: list[str], *, encode: bool = True
) -> None:
    text = "\n\n".join(texts)
    starts = [text.index(each) for each in texts]
    key = f"{sum(map(ord, name)):016d}"
    document = Document(key, f"/x/{name}.txt", key * 4, "text/plain", name, language, text, external_id=name)
    drafts = [PassageDraft(at, at + len(each), "", language) for at, each in zip(starts, texts, strict=True)]
    hashes = [each.encode() for each in texts]
    writer.put(document, drafts, hashes, recipe="1")
    if encode:
        writer.add_embeddings(encoder.model_id, hashes, encoder.encode_passages(texts))


@pytest.fixture
def writer(home: Home, encoder: Any) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        catalogue.set_fact("model_id", encoder.model_id)
        catalogue.set_fact("dim", "3")
        for name, (language, texts) in DOCUMENTS.items():
            put(catalogue, encoder, name, language, texts)
        with home.writing():
            synchronise(home, catalogue)
        yield catalogue


@pytest.fixture
def searcher(home: Home, encoder: Any, writer: CatalogueWriter) -> Iterator[Searcher]:
    with Searcher.open(home, encoder=encoder) as found:
        yield found


def names(result: Any) -> list[str]:
    return [hit.document.title for hit in result]


def test_meaning_finds_across_languages(searcher: Searcher) -> None:
    """This ensures that a German word finds a French passage that does not hold it."""
    (hit,) = searcher.search("Stadt", k=1)
    assert hit.passage.text == "La ville suit les engagements."
    assert (hit.rank, hit.dense, hit.lexical) == (1, pytest.approx(1.0), 0.0)


def test_both_scores_of_every_hit_are_true(searcher: Searcher) -> None:
    """This ensures that a passage found by one leg has its real score of the other, and that they add up."""
    result = searcher.search("Limoges", k=10)
    assert len(result) == 5
    for hit in result:
        assert (hit.lexical > 0) == ("Limoges" in hit.passage.text)
        assert hit.dense == pytest.approx(float(not any(word in hit.passage.text for word in ("chart", "ville"))))
        assert hit.score == pytest.approx(hit.dense + LEXICAL * hit.lexical)
    assert result.hits[0].passage.text == "Limoges n'a pas de port."


def test_modes_use_one_leg(searcher: Searcher) -> None:
    """This ensures that a mode is what it says, and that what it does not compute is None."""
    lexical = searcher.search("navires", mode="lexical")
    assert [hit.passage.text for hit in lexical] == ["Le port accueille les navires."]
    assert [hit.dense for hit in lexical] == [None]
    dense = searcher.search("charte", mode="dense", k=1)
    assert dense.hits[0].lexical is None
    assert dense.hits[0].score == dense.hits[0].dense


def test_filters_restrict_inside_the_search(searcher: Searcher) -> None:
    """This ensures that a filter never lets others in, and still gives as many as it has."""
    for mode in ("hybrid", "dense", "lexical"):
        assert {hit.document.language for hit in searcher.search("Limoges", languages=["en"], mode=mode)} == {"en"}
        assert set(names(searcher.search("Limoges", documents=["fr-port"], mode=mode))) == {"fr-port"}
    assert len(searcher.search("Limoges", languages=["fr", "en"], k=9)) == 5
    assert names(searcher.search("charte", languages=["fr"], documents=["en-charter"])) == []


def test_filter_that_matches_nothing_finds_nothing(searcher: Searcher) -> None:
    """This ensures that there is no silent fall back to everything."""
    assert len(searcher.search("charte", languages=["xx"])) == 0
    with pytest.raises(NotInCatalogue):
        searcher.search("charte", documents=["nothing of that name"])


def test_documents_once(searcher: Searcher) -> None:
    """This ensures that by_document gives each document at its best passage."""
    result = searcher.search("Limoges", by_document=True)
    assert sorted(names(result)) == ["en-charter", "fr-charte", "fr-port"]
    assert result.hits[0].passage.text == "Limoges n'a pas de port."


def test_order_is_the_same_each_time(searcher: Searcher) -> None:
    """This ensures that equal scores have a fixed order, and that more results begin as fewer do."""
    few = [hit.passage.passage_id for hit in searcher.search("charte ville", k=2)]
    many = [hit.passage.passage_id for hit in searcher.search("charte ville", k=10)]
    assert many[:2] == few
    assert [hit.passage.passage_id for hit in searcher.search("charte ville", k=10)] == many


def test_removed_and_added_documents_show_at_once(
    home: Home, encoder: Any, writer: CatalogueWriter, searcher: Searcher
) -> None:
    """This ensures that an open searcher never shows what is gone, and sees what another process published."""
    writer.remove_document(writer.find_document("fr-charte"))
    assert names(searcher.search("charte", k=1)) == ["en-charter"]
    put(writer, encoder, "de-charta", "de", ["Die Charta der Stadt."])
    with home.writing():
        synchronise(home, writer)
    assert "de-charta" in names(searcher.search("charte", k=2))


def test_passages_without_vectors_are_found_by_words(
    home: Home, encoder: Any, writer: CatalogueWriter, searcher: Searcher
) -> None:
    """This ensures that a document can be found before it is encoded, and that the result says so."""
    put(writer, encoder, "neuf", "fr", ["Un observatoire des loyers."], encode=False)
    with home.writing():
        synchronise(home, writer)
    result = searcher.search("observatoire")
    assert "neuf" in names(result)
    assert result.notices == ("1 of 6 passages are not encoded yet and found by words only.",)


def test_query_without_words_says_so(searcher: Searcher) -> None:
    """This ensures that a search by words of function words only finds nothing, and says why."""
    result = searcher.search("de la", mode="lexical")
    assert len(result) == 0
    assert "no words to look up" in result.notices[0]


def test_faults_are_named(searcher: Searcher, home: Home, encoder: Any, tmp_path: Path) -> None:
    """This ensures clear errors for an empty query, a home that is not there and a model that is not the home's."""
    with pytest.raises(QueryError):
        searcher.search(" ")
    with pytest.raises(HomeMissing):
        Searcher.open(tmp_path / "nowhere", encoder=encoder)
    encoder.model_id = "subjects-2"
    with pytest.raises(ModelMismatch, match="built with the model subjects-1"):
        Searcher.open(home, encoder=encoder)


def test_many_queries_give_what_one_gives(searcher: Searcher) -> None:
    """This ensures that a batch ranks as a single search does."""
    queries = [Query("charte", k=3), Query("Limoges", filters=Filters(languages=("fr",)))]
    together = [[hit.as_json() for hit in result] for result in searcher.search_many(queries)]
    assert together == [[hit.as_json() for hit in searcher.run(query)] for query in queries]


def test_several_threads_search_at_once(searcher: Searcher) -> None:
    """This ensures that the page's threads don't disturb each other."""
    expected = [hit.as_json() for hit in searcher.search("charte ville")]
    found: list[object] = []

    def search() -> None:
        found.extend([hit.as_json() for hit in searcher.search("charte ville")] == expected for _ in range(20))

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 160


def test_empty_home_finds_nothing(home: Home, encoder: Any) -> None:
    """This ensures that a home without documents is no error."""
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        catalogue.set_fact("model_id", encoder.model_id)
        catalogue.set_fact("dim", "3")
    with Searcher.open(home, encoder=encoder) as searcher:
        assert len(searcher.search("charte")) == 0


def test_read_only_home_can_be_searched(home: Home, encoder: Any, writer: CatalogueWriter) -> None:
    """This ensures that a home whose index is missing and can't be written is searched in memory."""
    writer.close()
    for path in sorted(home.index.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (home.root / "lock").unlink()
    (home.root / "lock").mkdir()  # so that not even root can lock it
    with Searcher.open(home, encoder=encoder) as searcher:
        assert set(names(searcher.search("charte", k=2))) == {"fr-charte", "en-charter"}


MODES: tuple[Any, ...] = ("hybrid", "dense", "lexical")


def texts(result: Any) -> set[str]:
    return {hit.passage.text for hit in result}


@pytest.mark.parametrize("mode", MODES)
def test_phrase_restricts_every_mode(searcher: Searcher, mode: Any) -> None:
    """This ensures that only passages that hold the exact words are found, however near others are."""
    assert texts(searcher.search('charte "de port"', mode=mode)) == {"Limoges n'a pas de port."}
    assert texts(searcher.search('"La ville" "LES engagements"', mode=mode)) == {"La ville suit les engagements."}
    assert texts(searcher.search('"de"', mode=mode)) == {
        "Limoges n'a pas de port.", "La charte de Limoges engage ses signataires.",
    }  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_words_are_left_out_of_every_mode(searcher: Searcher, mode: Any) -> None:
    """This ensures that no inflection of a word that is left out is found, and the quoted only as it stands."""
    assert texts(searcher.search("port Limoges charte -chartes -binds", mode=mode, k=9)) <= {
        "La ville suit les engagements.", "Le port accueille les navires.", "Limoges n'a pas de port.",
    }  # fmt: skip
    assert "Le port accueille les navires." in texts(searcher.search('port -"ports"', mode=mode, k=9))
    assert "Le port accueille les navires." not in texts(searcher.search("port -navir*", mode=mode, k=9))
    assert len(searcher.search('Limoges -"de"', mode=mode, languages=["fr"], k=9)) == (0 if mode == "lexical" else 2)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("query", "filters", "notice"),
    [
        ('charte "ville de Limoges"', {}, "No passage holds the words in quotes as they stand."),
        ('charte "port"', {"languages": ["en"]},
         "No passage of the documents chosen holds the words in quotes as they stand."),
        ("charte -charter", {"documents": ["en-charter"]},
         "Every passage of the documents chosen holds something that the query leaves out."),
        ('charte "port" -limoges -navires', {},
         "No passage holds the words in quotes as they stand and nothing that the query leaves out."),
    ],
)  # fmt: skip
def test_what_nothing_meets_finds_nothing(
    searcher: Searcher, mode: Any, query: str, filters: dict[str, Any], notice: str
) -> None:
    """This ensures an empty result that says so, never everything."""
    result = searcher.search(query, mode=mode, **filters)
    assert len(result) == 0
    assert result.notices == (notice,)


def test_empty_result_is_not_blamed_on_operators(searcher: Searcher) -> None:
    """This ensures that the notice stands only where it is so."""
    assert searcher.search("absent -port", mode="lexical").notices == ()


def test_restriction_is_applied_inside_the_search(home: Home, encoder: Any, writer: CatalogueWriter) -> None:
    """This ensures that the one passage that holds a phrase is found behind more than a pool of nearer ones."""
    many = [f"La charte {number} engage." for number in range(300)]
    put(writer, encoder, "beaucoup", "fr", [*many, "Le port de la paix."])
    with home.writing():
        synchronise(home, writer)
    with Searcher.open(home, encoder=encoder) as searcher:
        for mode in MODES:
            assert texts(searcher.search('charte "port de la paix"', mode=mode)) == {"Le port de la paix."}
        assert texts(searcher.search("charte -engage", mode="dense")) == {
            "The charter of Limoges binds those who sign.", "Le port accueille les navires.",
            "Limoges n'a pas de port.", "Le port de la paix.",
        }  # fmt: skip


def test_prefix_finds_the_words_that_begin_so(searcher: Searcher) -> None:
    """This ensures that a prefix works in the lexical leg, marks what it found, and restricts nothing."""
    result = searcher.search("engag*", mode="lexical")
    assert texts(result) == {"La charte de Limoges engage ses signataires.", "La ville suit les engagements."}
    assert {hit.passage.text[start:end] for hit in result for start, end in hit.highlights} == {"engage", "engagements"}
    assert len(searcher.search("engag*", k=9)) == 5


def test_what_is_compared_in_meaning_has_no_signs(searcher: Searcher) -> None:
    """This ensures that words left out don't draw the vector, and that the words of a phrase do."""
    assert {hit.dense for hit in searcher.search("navires -ville", mode="dense", k=9)} == {0.0, 1.0}
    (best, *_) = searcher.search("bateaux -charte -charter", mode="dense", k=9)
    assert (best.dense, best.passage.text) == (pytest.approx(1.0), "Le port accueille les navires.")
    (hit,) = searcher.search('"ville"', mode="dense")
    assert hit.dense == pytest.approx(1.0)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "text", ["?!", "🙂", '"?!" …', "de la", '"', "«", "*", "- --", "ميثاق المدينة", "l'", "a " * 4000]
)
def test_odd_queries_are_searched(searcher: Searcher, mode: Any, text: str) -> None:
    """This ensures that signs, emoji, stop words, other directions and whole pages are no error."""
    assert len(searcher.search(text, mode=mode)) == (0 if mode == "lexical" else 5)
