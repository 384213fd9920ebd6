"""From filters to passages, in a searcher: inside both legs, exact, and following every change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from corpus.edits import apply_edits, edit_of
from corpus.home import Home
from corpus.instrument import Value
from corpus.instruments import store_values
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from search import Query, Searcher
from search.filtering import filters_of
from search.query import MODES

KINDS = ("charter", "label", "plan")
COUNT = 1500


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """1,500 documents of one passage, of three kinds in turn; every second is at Limoges, the others at Brive."""
    found = Home(tmp_path_factory.mktemp("selection") / "home")
    found.create()
    with found.writing(), CatalogueWriter.create(found) as writer:
        writer.set_fact("model_id", "subjects-1")
        writer.set_fact("dim", "3")
        with writer.transaction():
            for number in range(COUNT):
                _put(writer, number)
        synchronise(found, writer)
    return found


def _put(writer: CatalogueWriter, number: int) -> None:
    doc_id, text = f"{number:016x}", f"La charte {number} de la ville {'eau ' * (number % 7)}."
    document = Document(doc_id, f"/x/{number}.txt", doc_id * 4, "text/plain", f"{number}", "fr", text)
    writer.put(document, [PassageDraft(0, len(text), "", "fr")], [doc_id.encode()], recipe="1")
    place = ("commune:87085", "Limoges") if number % 2 else ("commune:19031", "Brive")
    values = [Value("kind", KINDS[number % 3], "k"), Value("territory", *place)]
    store_values(writer, doc_id, values, "1")


@pytest.fixture
def searcher(home: Home, encoder: Any) -> Iterator[Searcher]:
    with CatalogueWriter.create(home) as writer:
        if not writer.rows("SELECT 1 FROM embeddings LIMIT 1"):
            with home.writing():
                texts = list(writer.passage_texts())
                for passages in texts:
                    vectors = encoder.encode_passages([each.text for each in passages])
                    writer.add_embeddings("subjects-1", [each.text_hash for each in passages], vectors)
                synchronise(home, writer)
    with Searcher.open(home, encoder=encoder) as found:
        yield found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"kinds": ["charter"]}, lambda number: number % 3 == 0),
        ({"kinds": ["charter", "label"]}, lambda number: number % 3 < 2),
        ({"kinds": ["label"], "territories": ["Limoges"]}, lambda number: number % 3 == 1 and number % 2),
        ({"territories": ["region:75"]}, lambda number: True),
    ],
)
def test_filtered_search_is_the_whole_search_without_the_others(
    searcher: Searcher, mode: Any, filters: Any, kept: Any
) -> None:
    """This ensures that a filter changes neither scores nor order, few documents or many, in each leg."""
    whole = searcher.search("charte eau ville", mode=mode, k=COUNT)
    found = searcher.search("charte eau ville", mode=mode, k=40, **filters)
    expected = [(hit.document.doc_id, hit.score) for hit in whole if kept(int(hit.document.title))][:40]
    assert [(hit.document.doc_id, hit.score) for hit in found] == expected
    assert len(expected) == 40


def test_operators_hold_within_filters(searcher: Searcher) -> None:
    """This ensures that a phrase and a word left out restrict what the filters leave."""
    for mode in MODES:
        found = searcher.search('"charte 7" kind:label', mode=mode, k=9)
        assert [hit.document.title for hit in found] == ["7"]
        assert not searcher.search('"charte 7" kind:plan', mode=mode)
        assert {hit.document.title for hit in searcher.search('"charte" -eau kind:plan', mode=mode, k=COUNT)} == {
            str(number) for number in range(COUNT) if number % 7 == 0 and number % 3 == 2
        }


def test_filter_that_nothing_passes_says_so(searcher: Searcher) -> None:
    """This ensures nothing, with the reason, and never everything."""
    for mode in MODES:
        result = searcher.search("charte", organisations=["UNESCO"], kinds=["label"], mode=mode)
        assert len(result) == 0
        assert result.notices == ("No document passes the filters: kind label; organisation UNESCO.",)


def test_facets_of_the_whole_home(searcher: Searcher) -> None:
    """This ensures that without a query every document counts."""
    assert sum(each.documents for each in searcher.facets()["language"]) == searcher.catalogue.counts().documents


def test_facets_follow_the_query_and_leave_their_own_field_open(searcher: Searcher) -> None:
    """This ensures that counts are of what can be found, and that another kind could still be chosen."""
    query = Query('"charte 7" charte')
    assert [(each.value, each.documents) for each in searcher.facets(query)["kind"]] == [("label", 1)]
    query = Query('"charte 7"', filters=filters_of(kinds=["plan"]))
    found = searcher.facets(query)
    assert [(each.value, each.documents) for each in found["kind"]] == [("label", 1)]
    assert found["territory"] == []
    assert [each.value for each in searcher.facets(Query('"charte 7" kind:label'))["territory"]][:1] != []


def test_correction_is_seen_by_an_open_searcher(searcher: Searcher, home: Home) -> None:
    """This ensures that a filter that was asked before is worked out anew after a correction."""
    assert not searcher.search('"charte 7"', kinds=["manifesto"])
    with home.writing(), CatalogueWriter.create(home) as writer:
        apply_edits(writer, f"{7:016x}", [edit_of("set", "kind=manifesto")], who="Ana")
    assert len(searcher.search('"charte 7"', kinds=["manifesto"])) == 1
    with home.writing(), CatalogueWriter.create(home) as writer:
        apply_edits(writer, f"{7:016x}", [edit_of("unset", "kind")], who="Ana")
    assert not searcher.search('"charte 7"', kinds=["manifesto"])


def test_dates_are_the_same_few_or_many(searcher: Searcher, home: Home) -> None:
    """This ensures that a table of all documents finds what the catalogue finds: years, ranges, open ends."""
    with home.writing(), CatalogueWriter.create(home) as writer:
        for number, year in ((3, "2019"), (4, "2021"), (5, "2023")):
            apply_edits(writer, f"{number:016x}", [edit_of("set", f"signed={year}")], who="Ana")
    asked = [{"years": [2019, 2023]}, {"since": "2021-06"}, {"until": "2021-01-01"}, {"since": "2020", "until": "2022"}]
    wanted = [{"3", "5"}, {"4", "5"}, {"3", "4"}, {"4"}]  # all of 2021 is since its June
    few = [{hit.document.title for hit in searcher.search("charte", k=9, **filters)} for filters in asked]
    searcher.search("charte", territories=["region:75"])  # from now on there is a table
    many = [{hit.document.title for hit in searcher.search("charte", k=8, **filters)} for filters in asked]
    assert few == many == wanted
    with home.writing(), CatalogueWriter.create(home) as writer:
        for number in (3, 4, 5):
            apply_edits(writer, f"{number:016x}", [edit_of("unset", "signed")], who="Ana")
    assert not searcher.search("charte", k=7, since="2021-06")
