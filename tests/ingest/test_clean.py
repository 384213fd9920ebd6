"""Cleaning as a whole."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Block
from ingest.clean import clean

WORDS = (
    "Saint- Étienne déve- loppement charte de la le label. Page 1 / 2 … 3 https://a.fr/b- secteu r Accueil Menu"
    " remonter , ( ) « » 2023 vice- présidente A: ! • LIMOGES.fr article 5 Kinder- und \ufb01n \u00ad"
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS.split()), max_size=20).map(" ".join),
    st.lists(st.sampled_from(WORDS.split()), max_size=20).map("\n".join),
    st.text(max_size=40),
)
KINDS = st.sampled_from(["heading", "paragraph", "list_item", "table"])
BLOCKS = st.lists(st.builds(Block, TEXTS, KINDS, st.none(), st.integers(1, 4), st.booleans()), max_size=12)


def on_pages(blocks: list[Block], steps: list[int]) -> list[Block]:
    pages = [1 + sum(steps[: index + 1]) for index in range(len(blocks))]
    return [replace(block, page=page) for block, page in zip(blocks, pages, strict=True)]


@settings(deadline=None, max_examples=200)
@given(BLOCKS, st.lists(st.integers(0, 2), min_size=12, max_size=12), st.booleans())
def test_clean_is_idempotent(blocks: list[Block], steps: list[int], with_pages: bool) -> None:
    """This ensures that what is clean stays as it is, that no block is empty and that pages stay in order."""
    cleaned = clean(on_pages(blocks, steps) if with_pages else blocks)
    assert clean(cleaned) == cleaned
    assert all(block.text and block.text == block.text.strip() for block in cleaned)
    assert [block.page for block in cleaned] == sorted((block.page for block in cleaned), key=lambda page: page or 0)


def test_printed_page() -> None:
    """This ensures that the steps work together: the footer goes, then the sentence is joined, then the word."""
    pages = [
        Block("La charte\nde Valmont", "heading", 1, 1, joinable=True),
        Block("Le comité suit le programme de la ville et rend compte de son développe-", page=1, joinable=True),
        Block("Charte – 1/2", page=1, joinable=True),
        Block("ment à l'o\ufb03ce.", page=2, joinable=True),
        Block("Charte – 2/2", page=2, joinable=True),
    ]
    assert [(block.text, block.page, block.joinable) for block in clean(pages)] == [
        ("La charte de Valmont", 1, False),
        ("Le comité suit le programme de la ville et rend compte de son développement", 1, True),
        ("à l'office.", 2, False),
    ]


def test_nothing() -> None:
    """This ensures that nothing, and blocks of white space, give nothing."""
    assert clean([]) == ()
    assert clean([Block(" \n\u200b"), Block("")]) == ()
