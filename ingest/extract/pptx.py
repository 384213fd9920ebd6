"""PPTX: a slide is a page, its title a heading, its notes follow its text.

Shapes come in the order of the file, which is the one that screen readers use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.errors import NoText
from corpus.types import Block, BlockKind
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.ooxml import CONTENT_TYPES, Package, chosen, package
from ingest.extract.tables import row_of
from ingest.extract.xmltree import attribute, child, descendants, tag_of, value, whole
from ingest.extract.zipped import names_in

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "sldNum", "hdr", "sldImg")
_LISTED = ("body", "obj", "")
"""Placeholders whose paragraphs are points, unless they are one or say that they have no bullet."""


def accepts(content: Content) -> bool:
    names = names_in(content.data)
    return CONTENT_TYPES in names and any(name.startswith("ppt/") for name in names)


def extract(content: Content) -> Extraction:
    with package(content) as parts:
        main = parts.related("", "officeDocument") or "ppt/presentation.xml"
        relations = parts.relations(main)
        listed = child(parts.needed(main), "sldIdLst")
        # A slide has two ids, in either order: a number, and the relation's.
        ids = [each for slide in (() if listed is None else listed) for each in slide.values() if each in relations]
        slides = [relations[each][1] for each in ids]
        blocks = tuple(block for page, slide in enumerate(slides, start=1) for block in _slide(parts, slide, page))
        properties = parts.properties()
    if not blocks:
        raise NoText(
            f"{content.name} holds no text", advice="If it holds pictures only, export it as PDF and ingest that"
        )
    first = next((block.text for block in blocks if block.page == 1 and block.kind == "heading"), None)
    return Extraction(
        blocks,
        title=first or properties.title,
        language=properties.language,
        published=properties.published,
        author=properties.author,
        pages=len(slides),
        media_type=FORMAT.media_type,
    )


FORMAT = Format("application/vnd.openxmlformats-officedocument.presentationml.presentation", accepts, extract)


def _slide(parts: Package, slide: str, page: int) -> Iterator[Block]:
    tree = parts.tree(slide)
    if tree is None:
        return
    reader = _Slide(parts, parts.relations(slide), page)
    found = list(reader.shapes(child(tree, "cSld", "spTree")))
    yield from (block for block in found if block.kind == "heading")
    yield from (block for block in found if block.kind != "heading")
    notes = parts.tree(parts.related(slide, "notesSlide"))
    if notes is not None:
        for shape in descendants(notes, "sp"):
            if _placeholder(shape) == "body":
                yield from reader.shape(shape, listed=False)


def _placeholder(shape: etree._Element) -> str | None:
    """The kind of a shape's placeholder: empty where it does not say, None where the shape is none."""
    for properties in shape:
        if tag_of(properties) == "nvSpPr":
            found = child(properties, "nvPr", "ph")
            return None if found is None else attribute(found, "type") or ""
    return None


@dataclass(frozen=True, slots=True)
class _Slide:
    parts: Package
    relations: dict[str, tuple[str, str]]
    page: int

    def shapes(self, parent: etree._Element | None) -> Iterator[Block]:
        for element in () if parent is None else parent:
            tag = tag_of(element)
            if tag == "sp":
                yield from self.shape(element)
            elif tag == "grpSp":
                yield from self.shapes(element)
            elif tag == "graphicFrame":
                yield from self._frame(element)
            elif tag == "AlternateContent":
                yield from self.shapes(chosen(element))

    def shape(self, shape: etree._Element, *, listed: bool = True) -> Iterator[Block]:
        kind = _placeholder(shape)
        if kind in _FURNITURE:
            return
        paragraphs = list(self._paragraphs(child(shape, "txBody")))
        if kind in _TITLES:
            if text := " ".join(" ".join(block.text for block in paragraphs).split()):
                yield Block(text, "heading", self.page, 1)
            return
        points = listed and kind in _LISTED and len(paragraphs) > 1
        for block in paragraphs:
            if points and block.level == 0 and block.kind == "paragraph":
                yield Block(block.text, "list_item", self.page)
            else:
                yield Block(block.text, block.kind, self.page)

    def _paragraphs(self, body: etree._Element | None) -> Iterator[Block]:
        """The paragraphs of a text; level -1 for one that says that it has no bullet."""
        numbers: dict[int, int] = {}
        for paragraph in () if body is None else descendants(body, "p"):
            text = "".join(_words(paragraph))
            text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
            if not text:
                continue
            properties = child(paragraph, "pPr")
            marked: BlockKind = "list_item" if child(properties, "buChar") is not None else "paragraph"
            if child(properties, "buAutoNum") is not None:
                depth = whole(value(paragraph, "pPr", name="lvl"), 0)
                start = whole(value(properties, "buAutoNum", name="startAt"), 1)
                numbers = {level: number for level, number in numbers.items() if level <= depth}
                numbers[depth] = numbers[depth] + 1 if depth in numbers else start
                text, marked = f"{numbers[depth]}. {text}", "list_item"
            yield Block(text, marked, self.page, -1 if child(properties, "buNone") is not None else 0)

    def _frame(self, frame: etree._Element) -> Iterator[Block]:
        """A table or a drawing of SmartArt, whose words stand in a part of their own."""
        for table in descendants(frame, "tbl"):
            for row in (each for each in table if tag_of(each) == "tr"):
                cells = [list(self._paragraphs(child(cell, "txBody"))) for cell in row if tag_of(cell) == "tc"]
                yield from (Block(block.text, block.kind, self.page) for block in row_of(cells))
        for diagram in descendants(frame, "relIds"):
            part = self.relations.get(attribute(diagram, "dm") or "", ("", ""))[1]
            tree = self.parts.tree(part)
            for point in () if tree is None else descendants(tree, "t"):
                if tag_of(point.getparent()) == "pt":
                    yield from (Block(block.text, "list_item", self.page) for block in self._paragraphs(point))


def _words(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        tag = tag_of(element)
        if tag == "t":
            yield element.text or ""
        elif tag == "br":
            yield "\n"
