"""Links to a source lead to the passage."""

from __future__ import annotations

from dataclasses import replace

from corpus.types import Document, Passage
from ui.fragments import source_link, text_fragment

PASSAGE = Passage(
    1,
    "ab",
    0,
    0,
    9,
    "Titre\nLa charte est signée, à Clairval, par douze communes du pays - et le label",
    "",
    3,
    3,
    "fr",
)
PAGE = Document("ab", "https://example.org/a", "ab", "text/html", "T", "fr", "")


def test_first_line_with_words() -> None:
    """This ensures that a heading of one word is passed over, and that signs with a meaning are written as codes."""
    assert text_fragment(PASSAGE.text) == (
        "text=La%20charte%20est%20sign%C3%A9e%2C%20%C3%A0%20Clairval%2C,communes%20du%20pays%20%2D%20et%20le%20label"
    ).replace("communes%20du%20pays%20%2D%20et%20le%20label", "du%20pays%20%2D%20et%20le%20label")
    assert text_fragment("Un label de ville") == "text=Un%20label%20de%20ville"
    assert text_fragment("Titre") == text_fragment("") == ""


def test_links() -> None:
    """This ensures that pages get a text fragment, PDFs a page, and a fragment that is there stays."""
    assert source_link(PAGE, None) == "https://example.org/a"
    assert source_link(PAGE, PASSAGE).startswith("https://example.org/a#:~:text=La%20charte")
    assert source_link(replace(PAGE, uri="https://example.org/a#x"), PASSAGE).startswith(
        "https://example.org/a#x:~:text="
    )
    pdf = replace(PAGE, media_type="application/pdf")
    assert source_link(pdf, PASSAGE) == "https://example.org/a#page=3"
    assert source_link(pdf, replace(PASSAGE, first_page=None)) == "https://example.org/a"
    assert source_link(PAGE, replace(PASSAGE, text="x")) == "https://example.org/a"
