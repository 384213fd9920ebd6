"""RTF: letters in any code page, structure, and what is not shown."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import DamagedSource, NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction
from ingest.extract.rtf import FORMAT

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Mincho;}}"
)


def read(text: bytes, *, end: bytes = b"}") -> Extraction:
    content = Content("charte.rtf", HEAD + text + end)
    assert FORMAT.accepts(content)
    return FORMAT.extract(content)


def texts(text: bytes) -> list[str]:
    return [block.text for block in read(text).blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rb"Caf\'e9 de l\'92\'e9t\'e9\par", "Café de l’été"),
        (b"Caf\xe9", "Café"),
        (rb"300 \u8364? et \u-10179?\u-8704?", "300 € et 😀"),
        (rb"\uc2 \u233\'c3\'a9t\uc0\u233 ", "été"),
        (rb"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}, toi", "Привет, toi"),
        (rb"{\f2 \'93\'fa\'96\'7b}", "日本"),
        (rb"a\~b\_c\-d \{x\} \\ \emdash  \lquote y\rquote", "a b\u2011cd {x} \\ — ‘y’"),
        (rb"un\line deux\tab trois", "un\ndeux trois"),
        (rb"a\bin3 }}}b", "ab"),
    ],
)
def test_letters(text: bytes, expected: str) -> None:
    """This ensures that bytes of code pages, escapes of Unicode and named signs become the letters they stand for."""
    assert texts(text) == [expected]


def test_structure_and_properties() -> None:
    """This ensures that headings, notes, lists and tables are told apart, and the properties read."""
    extraction = read(
        rb"{\info{\title Propri\'e9t\'e9}{\author Moi}{\creatim\yr2019\mo5\dy3}{\revtim\yr2020\mo1\dy2}}"
        rb"\pard\outlinelevel0 Titre\par\pard La ville.{\footnote Une {\b note}.} Suite.\par"
        rb"{\listtext\'b7\tab}Point\par{\listtext 1.\tab}Premier\par"
        rb"\trowd\pard\intbl a\cell b\cell\row\pard Fin.\par"
    )
    assert extraction.blocks == (
        Block("Titre", "heading", level=1),
        Block("La ville. Suite."),
        Block("[1] Une note."),
        Block("Point", "list_item"),
        Block("1. Premier", "list_item"),
        Block("a | b", "table"),
        Block("Fin."),
    )
    assert (extraction.title, extraction.published, extraction.author) == (None, date(2020, 1, 2), "Moi")
    assert read(rb"{\info{\title Seul}}Texte").title == "Seul"


def test_headings_by_their_style() -> None:
    """This ensures that the outline level of a paragraph's style counts, until the paragraph's end, as its own does."""
    styles = rb"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\*\cs5 Strong;}{\s2\b Heading 2;}}"
    blocks = read(
        styles + rb"\pard\s1 Titre\par\pard\s0 Texte.\par\pard\s2 Sous-titre\par\pard\bullet\tab Point"
    ).blocks
    assert blocks == (
        Block("Titre", "heading", level=1),
        Block("Texte."),
        Block("Sous-titre", "heading", level=2),
        Block("Point", "list_item"),
    )


def test_what_is_not_shown_is_left_out() -> None:
    """This ensures that deleted and hidden text, headers, pictures and unknown groups are no text; a box is."""
    assert texts(
        rb"{\header En-t\'eate\cell\row}{\pict 00ff}{\*\secret x}"
        rb"{\stylesheet{\s1 heading 1;}}{\field{\*\fldinst PAGE}{\fldrslt 4}}"
        rb" a{\deleted b}{\v c}\v d\v0 e\par{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt Encadr\'e9\par}}"
    ) == ["4 ae", "Encadré"]


def test_cut_off_file_is_read_and_told() -> None:
    """This ensures that what there is of a truncated file is read, with a warning."""
    extraction = read(rb"\b Un texte", end=b"")
    assert extraction.blocks == (Block("Un texte"),)
    assert "ends in the middle" in extraction.warnings[0]


def test_refusals() -> None:
    """This ensures that a file without text says so, and that nesting ends."""
    with pytest.raises(NoText):
        read(b"")
    with pytest.raises(DamagedSource, match="nested too deep"):
        read(b"{" * 100_000)
