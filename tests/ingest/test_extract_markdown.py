"""Markdown: tokens to blocks."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import NoText, SourceEmpty
from ingest.extract import markdown
from ingest.extract.base import Content

PAGE = """---
title: "La charte & le label"
lang: fr-FR
date: 2023-06-01
---
# La *charte*

Un [lien](http://a.fr), du `code` et
une suite.
Adresse :\\
1, place du Marché

- accueillir
- parler
  1. en France
  2. ailleurs

| Étape | Date |
|-------|------|
| Bilan | **2025** |

Suivi
-----

> Une citation.

```
git commit
```
"""


def test_structure() -> None:
    """This ensures that every kind of Markdown block becomes what it is, without its marks."""
    extraction = markdown.extract(Content("charte.md", PAGE.encode()))
    assert [(block.kind, block.level, block.text) for block in extraction.blocks] == [
        ("heading", 1, "La charte"),
        ("paragraph", 0, "Un lien, du code et une suite. Adresse :\n1, place du Marché"),
        ("list_item", 0, "accueillir"),
        ("list_item", 0, "parler"),
        ("list_item", 0, "1. en France"),
        ("list_item", 0, "2. ailleurs"),
        ("table", 0, "Étape | Date"),
        ("table", 0, "Bilan | 2025"),
        ("heading", 2, "Suivi"),
        ("paragraph", 0, "Une citation."),
        ("paragraph", 0, "git commit"),
    ]


def test_front_matter() -> None:
    """This ensures that the title, language and date of the front matter are read, and a wrong date passed over."""
    extraction = markdown.extract(Content("charte.md", PAGE.encode()))
    assert (extraction.title, extraction.language, extraction.published) == (
        "La charte & le label",
        "fr",
        date(2023, 6, 1),
    )
    assert markdown.extract(Content("a.md", b"---\ndate: 2023-13-45\n---\nTexte.")).published is None


def test_html_in_markdown_is_read_through() -> None:
    """This ensures that tags in Markdown are no text."""
    blocks = markdown.extract(Content("a.md", b"<div>Un <b>bloc</b></div>\n\nune<br>ligne\n\n<!-- non -->")).blocks
    assert [block.text for block in blocks] == ["Un bloc", "une\nligne"]


@pytest.mark.parametrize(
    ("data", "error"), [(b"", SourceEmpty), (b"---\ntitle: x\n---\n", NoText), (b"<!-- rien -->", NoText)]
)
def test_without_text(data: bytes, error: type[Exception]) -> None:
    """This ensures that a file without text is said to have none."""
    with pytest.raises(error):
        markdown.extract(Content("a.md", data))
