"""What is asked: cleaned, checked, and taken apart into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QueryError
from index.words import QueryWord
from search.query import Query, clean


@pytest.mark.parametrize("text", ["", "   ", "\n\t\x00", "\ud800"])
def test_empty_query_is_refused(text: str) -> None:
    """This ensures one clear line for a query that holds nothing."""
    with pytest.raises(QueryError, match="The query is empty"):
        Query(text)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"k": 0}, "k is 0. Ask for 1 to 10,000"),
        ({"k": 10_001}, "k is 10001"),
        ({"mode": "magic"}, "No mode 'magic'. Use one of: hybrid"),
    ],
)
def test_wrong_options_are_named(options: dict[str, object], message: str) -> None:
    """This ensures that what can't be done is said with what can."""
    with pytest.raises(QueryError, match=message):
        Query("charte", **options)  # type: ignore[arg-type] # wrong on purpose


def test_long_query_is_refused_with_its_length() -> None:
    """This ensures that a document pasted into the box is not cut silently, and that a page is fine."""
    assert len(Query("mot " * 1000).text) == 3999
    with pytest.raises(QueryError, match="The query has 99,999 characters; at most 10,000"):
        Query("a " * 50_000)


@given(st.text(max_size=300))
def test_cleaning_takes_control_characters_only(text: str) -> None:
    """This ensures that every other character stays, in order, with single spaces between words."""
    kept = [character for character in text if ord(character) >= 32 and not character.isspace()]
    assert [character for character in clean(text) if not character.isspace()] == kept
    assert clean(clean(text)) == clean(text)
    assert clean("a\ud800b\x00c") == "a b c"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Qui sont les membres fondateurs du conseil ?", "fr"),
        ("Who are the founding members of the attractiveness council?", "en"),
        ("Wann wurde das Bergbaubecken Welterbe?", "de"),
        ("¿Cuándo fue declarada la cuenca minera patrimonio de la humanidad?", "es"),
        ("Quali città fanno parte della rete?", "it"),
        ("label Limoges", "unknown"),
        ("🙂", "unknown"),
    ],
)
def test_language_is_told_by_function_words(text: str, language: str) -> None:
    """This ensures that a question's language is known, and that of keywords not guessed."""
    assert Query(text).language == language


def test_words_are_looked_up_without_function_words() -> None:
    """This ensures that a question is searched by what it is about, each word once, in each language there is."""
    words = Query("Qui a signé la charte et les chartes ?").words(["fr", "unknown"])
    assert words == [QueryWord(("sign", "signe")), QueryWord(("chart", "charte")), QueryWord(("chart", "chartes"))]
    assert Query("Qui est-ce ?").words(["fr"]) == []
    assert Query("!!! ???").words(["fr"]) == []
