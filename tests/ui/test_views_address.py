"""The address holds the state of a view, and nothing else gets in through it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import MODES, clean
from ui.views.address import (
    MAX_ID,
    MAX_K,
    MAX_QUESTIONS,
    MAX_VALUES,
    NAMES,
    ORDERS,
    SORTS,
    ZOOMS,
    Address,
    Ignored,
    parse,
)

WORDS = st.text(max_size=40).map(clean)
ADDRESSES = st.builds(
    Address,
    text=WORDS,
    languages=st.lists(st.sampled_from(["fr", "en", "zh-cn", "unknown"]), unique=True).map(tuple),
    kinds=st.lists(st.sampled_from(["label", "web_page"]), unique=True).map(tuple),
    territories=st.lists(st.sampled_from(["commune:87085", "country:FR"]), unique=True).map(tuple),
    organisations=st.lists(WORDS.filter(bool), unique=True, max_size=3).map(tuple),
    themes=st.lists(WORDS.filter(bool), unique=True, max_size=3).map(tuple),
    years=st.lists(st.sampled_from(["1987", "2023"]), unique=True).map(tuple),
    order=st.sampled_from(ORDERS),
    grouped=st.booleans(),
    similar=st.none() | st.integers(1, MAX_ID),
    questions=st.lists(WORDS.filter(bool), max_size=MAX_QUESTIONS).map(tuple),
    page=st.none() | st.integers(1, MAX_ID),
    zoom=st.sampled_from(ZOOMS),
    form=st.sampled_from(["page", "text"]),
    k=st.integers(1, MAX_K),
    mode=st.sampled_from(MODES),
    doc_id=WORDS,
    passage_id=st.none() | st.integers(1, MAX_ID),
    part=st.none() | st.integers(1, MAX_ID),
    filter=WORDS,
    sort=st.sampled_from(SORTS),
    list_page=st.integers(1, MAX_ID),
    ui=st.sampled_from([None, "fr", "en"]),
)


def listed(address: Address) -> dict[str, list[str]]:
    """The parameters as a browser gives them back: a list of values each."""
    return {name: [value] if isinstance(value, str) else value for name, value in address.params().items()}


@given(ADDRESSES)
def test_what_is_written_is_read(address: Address) -> None:
    """This ensures that every state survives its address, and that nothing in it is not understood."""
    assert parse(listed(address)) == (address, ())


@given(
    st.dictionaries(
        st.sampled_from(sorted(NAMES.values())) | st.text(max_size=8), st.lists(st.text(max_size=12), max_size=3)
    )
)
def test_whatever_comes_is_an_address(params: dict[str, list[str]]) -> None:
    """This ensures that no parameter raises, and that what was read can be written and read again."""
    address, _ = parse(params)
    assert 1 <= address.k <= MAX_K
    assert address.mode in MODES
    assert parse(listed(address)) == (address, ())


def test_usual_state_has_no_parameters() -> None:
    """This ensures that addresses are short."""
    assert Address().params() == {}
    assert Address(text="charte", languages=("fr", "de"), k=20).params() == {"q": "charte", "lang": "fr,de", "k": "20"}


def test_languages_one_by_one() -> None:
    """This ensures that one bad language does not cost the others, however they are given."""
    address, ignored = parse({"lang": ["FR, de", "fr", "x!", "en"]})
    assert address.languages == ("fr", "de", "en")
    assert ignored == (Ignored("lang", "x!"),)


@pytest.mark.parametrize("value", ["0", "101", "-1", "+5", "1_0", "１０", "1.5", "ten", "9" * 10_000, "0x10", "1e1"])
def test_numbers_are_plain(value: str) -> None:
    """This ensures that a number is digits within its range, and is otherwise named as ignored."""
    address, ignored = parse({"k": [value]})
    assert address.k == 10
    assert ignored == (Ignored("k", value),)


def test_empty_values_are_nothing() -> None:
    """This ensures that `?q=&k=` is the page as it begins, without a word about it."""
    assert parse({"q": [""], "k": [" "], "lang": [""], "mode": []}) == (Address(), ())


def test_several_values() -> None:
    """This ensures that codes stand between commas, names with commas in parameters of their own, and strangers out."""
    address, ignored = parse({
        "kind": ["label,Charter,castle"], "territory": ["commune:87085,Limoges"], "year": ["2023,23,99999"],
        "organisation": ["Ville de Clairval, service culture", "Région", "Région"], "theme": ["x" * 301],
    })  # fmt: skip
    assert (address.kinds, address.territories, address.years) == (("label", "charter"), ("commune:87085",), ("2023",))
    assert address.organisations == ("Ville de Clairval, service culture", "Région")
    assert [each.value for each in ignored] == ["castle", "Limoges", "23", "99999", "x" * 301]
    assert address.params()["organisation"] == ["Ville de Clairval, service culture", "Région"]
    assert address.filters.years == (2023,)


def test_too_many_values_are_named() -> None:
    """This ensures that an address with a thousand values is cut and says so."""
    address, ignored = parse({"year": [",".join(str(year) for year in range(1900, 1900 + MAX_VALUES + 2))]})
    assert len(address.years) == MAX_VALUES
    assert [each.value for each in ignored] == ["1920", "1921"]


def test_the_same_question_twice_is_a_conversation() -> None:
    """This ensures that questions keep their order and their repetitions."""
    assert parse({"ask": ["Qui ?", "Quand ?", "Qui ?", " "]})[0].questions == ("Qui ?", "Quand ?", "Qui ?")
