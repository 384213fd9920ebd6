"""PPTX: slides are pages, titles headings, and notes follow."""

from __future__ import annotations

import io

import pptx
import pytest
from pptx.util import Inches

from corpus.errors import NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction
from ingest.extract.pptx import FORMAT


def read(presentation: pptx.presentation.Presentation) -> Extraction:
    buffer = io.BytesIO()
    presentation.save(buffer)
    content = Content("bilan.pptx", buffer.getvalue())
    assert FORMAT.accepts(content)
    return FORMAT.extract(content)


def test_slides_are_pages() -> None:
    """This ensures that titles, points, tables, boxes and notes come with their slide's number."""
    presentation = pptx.Presentation()
    cover = presentation.slides.add_slide(presentation.slide_layouts[0])
    cover.shapes.title.text, cover.placeholders[1].text = "Bilan 2020", "Ville de Nantes"
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.placeholders[1].text = "Un\nDeux"
    slide.shapes.title.text = "Axes"
    slide.notes_slide.notes_text_frame.text = "À dire."
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(1), Inches(1)).table
    for index, text in enumerate(("Axe", "Coût", "Eau", "3")):
        table.cell(index // 2, index % 2).text = text
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "Groupe"
    extraction = read(presentation)
    assert extraction.blocks == (
        Block("Bilan 2020", "heading", 1, 1),
        Block("Ville de Nantes", "paragraph", 1),
        Block("Axes", "heading", 2, 1),
        Block("Un", "list_item", 2),
        Block("Deux", "list_item", 2),
        Block("Axe | Coût", "table", 2),
        Block("Eau | 3", "table", 2),
        Block("Groupe", "paragraph", 2),
        Block("À dire.", "paragraph", 2),
    )
    assert (extraction.title, extraction.pages) == ("Bilan 2020", 2)


def test_order_of_the_presentation_counts() -> None:
    """This ensures that slides come in the order shown, not in that of their files."""
    presentation = pptx.Presentation()
    for title in ("Premier", "Second"):
        presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = title
    listed = presentation.slides._sldIdLst
    listed.insert(0, listed[1])
    assert [block.text for block in read(presentation).blocks] == ["Second", "Premier"]


def test_no_text() -> None:
    """This ensures that slides without text say so."""
    presentation = pptx.Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[6])
    with pytest.raises(NoText):
        read(presentation)
