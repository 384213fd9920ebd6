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


def test_operators_become_words_to_look_up() -> None:
    """This ensures that phrases keep their function words, and that prefixes and phrases are looked up as such."""
    query = Query('la charte "de la ville" attractiv* des*')
    assert query.words(["fr"]) == [
        QueryWord(("chart",)),
        QueryWord(prefix="attractiv"),
        QueryWord(prefix="des"),
        QueryWord(phrase=("de", "la", "ville")),
    ]
    assert query.without(["fr"]) == []
    assert query.text == 'la charte "de la ville" attractiv* des*'
    assert query.parsed.text == "la charte de la ville attractiv des"


def test_words_are_left_out_by_all_that_would_find_them() -> None:
    """This ensures that `-word` covers its inflections in each language, and the word itself where it is no term."""
    assert Query('charte -signé -de -"la ville" -constr*').without(["fr", "unknown"]) == [
        QueryWord(("sign", "signe")),
        QueryWord(("de",)),
        QueryWord(phrase=("signe",)),
        QueryWord(phrase=("de",)),
        QueryWord(prefix="constr"),
        QueryWord(phrase=("la", "ville")),
    ]


def test_signs_can_be_taken_as_writing() -> None:
    """This ensures that a question from a file is searched as it was written."""
    query = Query('Que veut dire "spezzatura" -sic ?', operators=False)
    assert not query.parsed.restricts
    assert query.parsed.text == query.text


@pytest.mark.parametrize("text", ["-paris", '-"la ville" -co', '-attractiv* ""'])
def test_query_that_only_leaves_out_is_refused(text: str) -> None:
    """This ensures advice where there is nothing to look for."""
    with pytest.raises(QueryError, match=r"only says what to leave out\. Say what to look for, too"):
        Query(text)


@pytest.mark.parametrize("text", ['""', "« »", '"" “”'])
def test_empty_quotes_are_an_empty_query(text: str) -> None:
    """This ensures that quotes around nothing are nothing."""
    with pytest.raises(QueryError, match="The query is empty"):
        Query(text)


@given(st.text(st.one_of(st.sampled_from('"«»“”„-* ab'), st.characters()), max_size=200))
def test_any_query_is_taken_or_refused(text: str) -> None:
    """This ensures that no text raises anything else, up to the words that are looked up."""
    try:
        query = Query(text)
    except QueryError:
        return
    languages = ["fr", "en", "unknown"]
    found = [*query.words(languages), *query.without(languages)]
    assert all(bool(word.stems) + bool(word.prefix) + bool(word.phrase) == 1 for word in found)
    assert query.parsed.text
