"""Filters as people write them: in Python, on the command line and in the query box."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.errors import QueryError
from corpus.filters import Filters
from search.filtering import filters_of, from_words, told
from search.query import Query
from search.syntax import parse


@pytest.mark.parametrize(
    ("written", "filters"),
    [
        ({}, Filters()),
        ({"kinds": ["Réseau", "network", "chartes"]}, Filters(kinds=("network", "charter"))),
        ({"territories": ["87085"]}, Filters(territories=("commune:87085",))),
        ({"territories": ["departement:87"]}, Filters(territories=("departement:87",))),
        ({"years": [2021, "2022-2024"]}, Filters(years=(2021, 2022, 2023, 2024))),
        ({"since": "2021-06", "until": "2022"}, Filters(since="2021-06", until="2022")),
        ({"languages": ["fr", "fr"], "organisations": [" UNESCO "]},
         Filters(languages=("fr",), organisations=("UNESCO",))),
    ],
)  # fmt: skip
def test_what_people_write_becomes_filters(written: Any, filters: Filters) -> None:
    """This ensures that names in French and English, numbers and ranges mean what they say, each once."""
    assert filters_of(**written) == filters


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"kinds": ["charta magna"]}, "No kind 'charta magna'. Use one of: charter"),
        ({"territories": ["Trifouillis-sur-Néant"]}, "No territory 'Trifouillis-sur-Néant' is known"),
        ({"years": ["last"]}, "'last' is no year"),
        ({"years": ["2024-2021"]}, "'2024-2021' is no year"),
        ({"years": ["0000"]}, "'0000' is no year"),
        ({"since": "2021-02-30"}, "since '2021-02-30' is no date"),
        ({"kinds": "label"}, "'label' is one text"),
    ],
)
def test_what_cannot_be_meant_is_refused(written: Any, message: str) -> None:
    """This ensures a clear message, and never a filter that is silently dropped."""
    with pytest.raises(QueryError, match=message):
        filters_of(**written)


@pytest.mark.parametrize(
    ("text", "kept", "filters"),
    [
        ("attractivité kind:label", "attractivité", Filters(kinds=("label",))),
        ("TYPE:charte,label ville", "ville", Filters(kinds=("charter", "label"))),
        ('territoire:"Limoges" attractivité', "attractivité", Filters(territories=("commune:87085",))),
        ("territoire:« Limoges » eau", "eau", Filters(territories=("commune:87085",))),
        ("eau année:2023, annee:2024.", "eau ,", Filters(years=(2023, 2024))),
        ("eau anne\u0301e:2023", "eau", Filters(years=(2023,))),
        ("eau year:2021-2022", "eau", Filters(years=(2021, 2022))),
        ('eau organisme:"Ville d\'Angers"', "eau", Filters(organisations=("Ville d'Angers",))),
        ("eau depuis:2020 jusque:2022-06", "eau", Filters(since="2020", until="2022-06")),
        ("eau langue:fr doc:charte.pdf thème:culture", "eau",
         Filters(languages=("fr",), documents=("charte.pdf",), themes=("culture",))),
    ],
)  # fmt: skip
def test_words_of_the_query_filter(text: str, kept: str, filters: Filters) -> None:
    """This ensures that field names in both languages filter, and leave what is compared in meaning."""
    query = Query(text)
    assert (query.parsed.text, query.filters) == (kept, filters)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/kind:label",
        "kind: label",
        "kind :label",
        "sorte:label",
        "l'année:2023",
        "à 10:30",
        "kind:",
        "kind:,",
        '"le kind:label du territoire:Limoges"',
        "kind:label kind:",
    ],
)
def test_other_colons_are_only_writing(text: str) -> None:
    """This ensures that what is not surely a filter stays in the text."""
    assert parse(text).filters in ((), (("kinds", ("label",)),))
    assert (text != "kind:label kind:") == (parse(text).filters == ())


def test_filters_of_text_and_options_join() -> None:
    """This ensures any within a field, all across fields, and the narrower of two ranges."""
    query = Query("eau kind:label since:2021", filters=Filters(kinds=("plan",), since="2020", until="2024"))
    assert query.filters == Filters(kinds=("plan", "label"), since="2021", until="2024")
    assert Query("eau kind:label", operators=False).filters == Filters()


def test_filters_alone_are_no_query() -> None:
    """This ensures one clear line where the box holds filters only."""
    with pytest.raises(QueryError, match="only says which documents to search"):
        Query("kind:label")
    with pytest.raises(QueryError, match="No kind 'pdf'"):
        Query("eau type:pdf")
    with pytest.raises(QueryError, match="2 dates since"):
        from_words([("since", ("2020",)), ("since", ("2021",))])


def test_other_filters_take_the_place_of_those_in_the_text() -> None:
    """This ensures that a query can be asked of other documents, its other signs kept."""
    query = Query('eau "de la ville" kind:label', k=3).with_filters(Filters(kinds=("plan",)))
    assert (query.text, query.filters, query.k) == ('eau "de la ville"', Filters(kinds=("plan",)), 3)


def test_filters_are_told_to_people() -> None:
    """This ensures that a notice says what was filtered by, in names."""
    filters = Filters(("fr",), ("a.pdf",), ("web_page", "label"), ("commune:87085",), ("UNESCO",), (), (2023,), "2021")
    assert told(filters) == (
        "kind web page or label; territory Limoges; organisation UNESCO; year 2023; since 2021; language fr; "
        "document a.pdf"
    )
