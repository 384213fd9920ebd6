"""An extraction to a document's text, pages, title, language and passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Block, PageSpan
from ingest.chunk import ChunkOptions, embedding_text
from ingest.compose import Composed, compose
from ingest.extract.base import Extraction

FRENCH = "Le comité de pilotage suit le programme et rend compte chaque année au conseil municipal de la ville."
ENGLISH = "The steering committee follows the programme and reports to the town council every year in the spring."


def characters(texts: Sequence[str]) -> list[int]:
    return [len(text) // 3 + 3 for text in texts]


def composed(*blocks: Block, name: str = "charte_2023.pdf", **about: str) -> Composed:
    return compose(Extraction(blocks, **about), name=name, count_tokens=characters)  # type: ignore[arg-type] # fields of Extraction by name


def test_text_and_units() -> None:
    """This ensures that paragraphs are parted by an empty line, items and rows by a line end, with their bullets."""
    found = composed(
        Block("La charte", "heading", level=1),
        Block("Elle prévoit :"),
        Block("un budget", "list_item"),
        Block("2) un bilan", "list_item"),
        Block("Axe | Taux", "table"),
        Block("Eau | 40 %", "table"),
        Block("Fin."),
    )
    assert found.text == "La charte\n\nElle prévoit :\n• un budget\n2) un bilan\n\nAxe | Taux\nEau | 40 %\n\nFin."


def test_pages_to_the_character() -> None:
    """This ensures that a sentence over two pages is one paragraph, and that each page spans its own characters."""
    first = "Elle donne son avis pour le label et elle est responsable de l'assurance"
    found = composed(
        Block("Un.", page=1, joinable=True),
        Block(first, page=2, joinable=True),
        Block("qualité du label.", page=3, joinable=True),
        Block("Fin.", page=5, joinable=True),
    )
    assert found.text == f"Un.\n\n{first} qualité du label.\n\nFin."
    # "Un." ends at 3; 2 for the empty line, then the 73 characters of `first`, a space, and so on.
    end = 5 + len(first)
    assert found.pages == (
        PageSpan(1, 0, 3),
        PageSpan(2, 5, end),
        PageSpan(3, end + 1, end + 18),
        PageSpan(5, end + 20, end + 24),
    )
    assert [found.text[span.start : span.end] for span in found.pages] == ["Un.", first, "qualité du label.", "Fin."]


@pytest.mark.parametrize(
    ("blocks", "about", "title"),
    [
        ([Block("La charte", "heading", 1, 1)], {"title": "Brouillon 3", "media_type": "application/pdf"}, "La charte"),
        ([Block("La charte", "heading", level=1)], {"title": "Titre de la page"}, "Titre de la page"),
        ([Block(FRENCH * 2, page=1)], {"title": "Règlement", "media_type": "application/pdf"}, "Règlement"),
        ([Block(FRENCH * 2)], {"title": "Microsoft Word - charte.doc"}, "charte 2023"),
        ([Block(FRENCH * 2)], {"title": "untitled"}, "charte 2023"),
        ([Block(FRENCH * 2)], {"title": "Présentation PowerPoint"}, "charte 2023"),
        ([Block(FRENCH * 2)], {"title": "charte_finale_v2"}, "charte finale v2"),
        ([Block("Note aux élus"), Block(FRENCH)], {}, "Note aux élus"),
        ([Block("VILLE", "heading", level=1), Block("LA VILLE CRÉATIVE", "heading", level=1)], {}, "LA VILLE CRÉATIVE"),
        (
            [Block("Sous-titre", "heading", 1, 3), Block("LE LABEL", "heading", 1, 2), Block(FRENCH, page=1)],
            {},
            "LE LABEL",
        ),
        ([Block("27 janvier 2026", "heading", 1, 1), Block("Bilan", page=1)], {}, "charte 2023"),
    ],
)
def test_title(blocks: list[Block], about: dict[str, str], title: str) -> None:
    """This ensures that the content names the document before its metadata, its first line and its file."""
    assert composed(*blocks, **about).title == title


def test_title_is_not_the_running_header() -> None:
    """This ensures that a heading that comes on every page gives way to the one that comes once."""
    header = "Collection des services publics"
    blocks = [
        Block(header, "heading", 1, 1, joinable=True),
        Block("Mesurer son impact", "heading", 1, 2, joinable=True),
        Block(FRENCH, page=1, joinable=True),
        Block(header, "heading", 2, 1, joinable=True),
        Block(FRENCH, page=2, joinable=True),
    ]
    assert composed(*blocks).title == "Mesurer son impact"


def test_name_with_decomposed_accents() -> None:
    """This ensures that a file name from a Mac gives a title like any other."""
    assert composed(Block(FRENCH * 2), name="re\u0301seau_froid.pdf").title == "réseau froid"


def test_languages() -> None:
    """This ensures that the text tells its language, a template's claim notwithstanding, and each passage its own."""
    found = composed(
        Block("Partie française", "heading", level=1),
        *[Block(FRENCH)] * 8,
        Block("English part", "heading", level=1),
        *[Block(ENGLISH)] * 3,
        language="it",
    )
    assert found.language == "fr"
    assert {passage.language for passage in found.passages if "English" in passage.section} == {"en"}
    assert {passage.language for passage in found.passages if "Partie" in passage.section} == {"fr"}
    assert composed(Block("Trop court"), language="it").language == "it"
    assert composed(Block("Trop court")).language == "unknown"


def test_no_blocks() -> None:
    """This ensures that an extraction without text composes to nothing but a title."""
    assert composed() == Composed("charte 2023", "unknown", "", (), ())


WORDS = (
    "Saint- Étienne déve- loppement charte de la label. Page 1 … 3 https://a.fr/b « : ! • article 5 \n 👪 مرحبا 日本。"
)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.one_of(st.lists(st.sampled_from(WORDS.split(" ")), max_size=30).map(" ".join), st.text(max_size=50)),
        st.sampled_from(["heading", "paragraph", "list_item", "table"]),
        st.none(),
        st.integers(1, 4),
        st.booleans(),
    ),
    max_size=12,
)
COUNTERS = (
    characters,
    lambda texts: [2 * len(text.split()) + 4 for text in texts],
    lambda texts: [len(t) + 2 for t in texts],
)
SIZES = (ChunkOptions(30, 40, 10), ChunkOptions(), ChunkOptions(12, 16, 5), ChunkOptions(80, 80, 80))


@settings(deadline=None, max_examples=150)
@given(BLOCKS, st.booleans(), st.sampled_from(COUNTERS), st.sampled_from(SIZES))
def test_invariants(blocks: list[Block], paged: bool, count_tokens: object, options: ChunkOptions) -> None:
    """This ensures that passages cover the text once, within the limit, and that pages are in order."""
    assert callable(count_tokens)
    if paged:
        blocks = [replace(block, page=1 + index // 3) for index, block in enumerate(blocks)]
    found = compose(Extraction(tuple(blocks)), name="a.pdf", count_tokens=count_tokens, options=options)
    last = 0
    for passage in found.passages:
        text = found.text[passage.start : passage.end]
        assert last <= passage.start < passage.end
        assert not found.text[last : passage.start].strip()
        assert text == text.strip()
        assert count_tokens([embedding_text(passage.section, text)])[0] <= options.max_tokens or len(text) == 1
        last = passage.end
    assert not found.text[last:].strip()
    ends = [0, *(span.end for span in found.pages)]
    assert all(end <= span.start < span.end for end, span in zip(ends, found.pages, strict=False))
    assert found.title
