"""Plain text: what is a heading, a list item, a paragraph, and which line ends are meant."""

from __future__ import annotations

import pytest

from corpus.errors import SourceEmpty
from corpus.types import Block
from ingest.extract import text
from ingest.extract.base import Content
from ingest.extract.text import blocks_of

WRAPPED = """LES RÉSEAUX DE VILLES
Note pour les élus

Pourquoi cette note

Un conseil qui veut travailler avec d'autres est invité à rejoindre
un réseau, puis un autre.

Secrétaire de séance : M. Idriss Belkhir
Présents : 12

- un engagement écrit, signé par la maire et par les membres du conseil de
  la ville ;
- un budget.

2.1 Suivi

Le suivi est annuel.
"""


def kinds(blocks: tuple[Block, ...]) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in blocks]


def test_structure_of_wrapped_text() -> None:
    """This ensures that headings, wraps, lines broken on purpose and bullets are told apart."""
    assert kinds(blocks_of(WRAPPED)) == [
        ("heading", 1, "LES RÉSEAUX DE VILLES"),
        ("heading", 2, "Note pour les élus"),
        ("heading", 2, "Pourquoi cette note"),
        (
            "paragraph",
            0,
            "Un conseil qui veut travailler avec d'autres est invité à rejoindre\nun réseau, puis un autre.",
        ),
        ("paragraph", 0, "Secrétaire de séance : M. Idriss Belkhir"),
        ("paragraph", 0, "Présents : 12"),
        ("list_item", 0, "un engagement écrit, signé par la maire et par les membres du conseil de\nla ville ;"),
        ("list_item", 0, "un budget."),
        ("heading", 3, "2.1 Suivi"),
        ("paragraph", 0, "Le suivi est annuel."),
    ]


def test_unwrapped_lines_are_paragraphs() -> None:
    """This ensures that lines too long to be wrapped are paragraphs, unless the next begins with a small letter."""
    first, second = "À l'échelle européenne, " + "beaucoup " * 20 + "d'euros.", "À l'échelle locale, 130 entreprises."
    third = "Un modèle économique renouvelé —\nest un territoire attractif."
    assert [b.text for b in blocks_of(f"{first}\n{second}\n{third}")] == [first, second, third]


def test_short_lines_without_text_below_are_no_headings() -> None:
    """This ensures that a menu, a signature and a last line are not taken for headings."""
    menu = "\n\n".join(["Accueil", "Mairie", "Culture", "Sport", "Contact", "Une phrase entière vient ensuite."])
    signature = "Elle signe la charte.\n\nMargherita Balzerani\nDirectrice de la Vallée\n\nFin"
    assert not [b for b in blocks_of(menu) if b.kind == "heading"]
    assert [b.kind for b in blocks_of(signature)] == ["paragraph"] * 4


def test_marked_headings() -> None:
    """This ensures that Markdown's headings in a .txt file are headings, underlined ones too."""
    assert kinds(blocks_of("# Un\n\nTexte.\n\nDeux\n----\n\nTexte.")) == [
        ("heading", 1, "Un"),
        ("paragraph", 0, "Texte."),
        ("heading", 2, "Deux"),
        ("paragraph", 0, "Texte."),
    ]


def test_form_feeds_are_pages() -> None:
    """This ensures that the pages of a text printed from a PDF are kept."""
    extraction = text.extract(Content("a.txt", "Première page.\n\fDeuxième page.\n\f".encode()))
    assert [(block.page, block.text) for block in extraction.blocks] == [(1, "Première page."), (2, "Deuxième page.")]
    assert extraction.pages == 2


@pytest.mark.parametrize("line", ["> 500 000 habitants : 5 000 €", "-5 °C le matin", "o"])
def test_what_is_no_bullet(line: str) -> None:
    """This ensures that a comparison, a negative number and a lone letter are not list items."""
    assert [(b.kind, b.text) for b in blocks_of(line)] == [("paragraph", line)]


def test_empty_text() -> None:
    """This ensures that white space gives no blocks, and a file of it a clear error."""
    assert blocks_of(" \n\n ") == ()
    with pytest.raises(SourceEmpty):
        text.extract(Content("a.txt", b" \n"))
