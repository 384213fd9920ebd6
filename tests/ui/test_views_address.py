"""The address holds the state of a view, and nothing else gets in through it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import MODES, clean
from ui.views.address import MAX_ID, MAX_K, NAMES, SORTS, Address, Ignored, parse

WORDS = st.text(max_size=40).map(clean)
ADDRESSES = st.builds(
    Address,
    text=WORDS,
    languages=st.lists(st.sampled_from(["fr", "en", "zh-cn", "unknown"]), unique=True).map(tuple),
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


@given(ADDRESSES)
def test_what_is_written_is_read(address: Address) -> None:
    """This ensures that every state survives its address, and that nothing in it is not understood."""
    assert parse({name: [value] for name, value in address.params().items()}) == (address, ())


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
    assert parse({name: [value] for name, value in address.params().items()}) == (address, ())


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
