"""DOCX: the text in reading order with its headings, numbered paragraphs, lists, tables, notes and text boxes.

What Word shows counts: automatic numbers are written out, deleted and hidden text is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.docx_styles import Numbering, Paragraph, Styles
from ingest.extract.ooxml import CONTENT_TYPES, Package, chosen, package, stated_title
from ingest.extract.remarks import Remark
from ingest.extract.tables import row_of
from ingest.extract.text import NUMBER
from ingest.extract.xmltree import attribute, child, language_of, tag_of, value
from ingest.extract.zipped import names_in

MAX_BLOCKS_BEFORE_TITLE = 12
"""A paragraph in the style Title stands among the first of them, below a letterhead at most."""

# Not shown: deleted and moved text, field codes, what is drawn and not written.
_UNSEEN = {
    *("del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr", "sdtPr", "tblPr", "trPr", "tcPr"),
    *("sectPr", "docPr", "rt", "textpath", "posOffset", "align", "pctWidth", "pctHeight"),
}
_WORDS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_OFF = ("0", "false", "off")


def accepts(content: Content) -> bool:
    names = names_in(content.data)
    return CONTENT_TYPES in names and any(name.startswith("word/") for name in names)


def extract(content: Content) -> Extraction:
    with package(content) as parts:
        main = parts.related("", "officeDocument") or "word/document.xml"
        reader = _Reader.of(parts, main)
        body = child(parts.needed(main), "body")
        blocks = tuple(reader.blocks(body)) if body is not None else ()
        properties = parts.properties()
    if not blocks:
        raise NoText(f"{content.name} holds no text", advice="If it holds scans, export it as PDF and ingest that")
    return Extraction(
        blocks,
        title=reader.title or stated_title(blocks, properties),
        language=properties.language or language_of(reader.styles.language),
        published=properties.published,
        author=properties.author,
        warnings=tuple(Remark(name, file=content.name) for name in sorted(reader.warnings)),
        media_type=FORMAT.media_type,
    )


FORMAT = Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", accepts, extract)


@dataclass(slots=True)
class _Reader:
    """Walks the tree once. `aside` gathers the notes and text boxes of the paragraph that is being read."""

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], etree._Element]
    title: str | None = None
    warnings: set[str] = field(default_factory=set)
    aside: list[Block] = field(default_factory=list)
    _written: int = 0
    _noted: int = 0

    @classmethod
    def of(cls, parts: Package, main: str) -> _Reader:
        notes = {
            (kind, attribute(note, "id") or ""): note
            for kind in ("footnote", "endnote")
            if (tree := parts.tree(parts.related(main, f"{kind}s"))) is not None
            for note in tree
            if attribute(note, "type") in (None, "normal")
        }
        styles = Styles(parts.tree(parts.related(main, "styles")))
        return cls(styles, Numbering.of(parts.tree(parts.related(main, "numbering"))), notes)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            tag = tag_of(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag == "altChunk":
                self.warnings.add("embedded_left_out")
            elif tag == "AlternateContent":
                if (choice := chosen(element)) is not None:
                    yield from self.blocks(choice)
            elif tag not in _UNSEEN and not _is_contents(element):
                yield from self.blocks(element)

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = child(element, "pPr")
        paragraph = self.styles.paragraph(properties)
        if paragraph.style.startswith("toc ") or paragraph.style == "table of figures":
            return  # the entries' headings follow
        outer, self.aside = self.aside, []
        parts: list[str] = []
        self._gather(element, parts)
        aside, self.aside = self.aside, outer
        text = "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()
        gone = child(properties, "rPr", "del") is not None
        label = self.numbering.label(paragraph) if paragraph.list_id and not gone else ""
        if text:
            self._written += 1
            if paragraph.style == "title" and self.title is None and self._written <= MAX_BLOCKS_BEFORE_TITLE:
                self.title = " ".join(text.split())
            yield _block(text, label, paragraph)
        yield from aside

    def _gather(self, element: etree._Element, parts: list[str]) -> None:
        """Add the text of a paragraph or run to `parts`, and what stands beside it to `aside`."""
        for each in element:
            tag = tag_of(each)
            if tag in _UNSEEN or (tag == "r" and _is_hidden(each)):
                continue
            if tag == "t":
                parts.append(each.text or "")
            elif tag == "br":
                parts.append("\n" if attribute(each, "type") in (None, "textWrapping") else " ")
            elif tag in _WORDS:
                parts.append(_WORDS[tag])
            elif tag in ("footnoteReference", "endnoteReference"):
                self._note(tag.removesuffix("Reference"), attribute(each, "id") or "")
            elif tag == "txbxContent":
                self.aside += self.blocks(each)
            elif tag == "AlternateContent":
                if (choice := chosen(each)) is not None:
                    self._gather(choice, parts)
            else:
                self._gather(each, parts)

    def _note(self, kind: str, note_id: str) -> None:
        note = self.notes.pop((kind, note_id), None)  # once: a note that refers to itself ends
        if note is None:
            return
        self._noted += 1
        number = self._noted
        text = " ".join(block.text for block in self.blocks(note))
        if text:
            self.aside.append(Block(f"[{number}] {text}"))

    def _table(self, table: etree._Element) -> Iterator[Block]:
        for row in _parts(table, "tr"):
            if child(row, "trPr", "del") is None:
                yield from row_of([self._cell(cell) for cell in _parts(row, "tc")])

    def _cell(self, cell: etree._Element) -> list[Block]:
        return list(self.blocks(cell))


def _block(text: str, label: str, paragraph: Paragraph) -> Block:
    if paragraph.level:
        return Block(f"{label} {text}" if label else text, "heading", level=paragraph.level)
    # `List Paragraph` alone is any paragraph that once stood in a list.
    listed = bool(paragraph.list_id) or (paragraph.style.startswith("list ") and paragraph.style != "list paragraph")
    if not label:
        return Block(text, "list_item" if listed else "paragraph")
    text = f"{label} {text}"
    return Block(text, "list_item" if NUMBER.match(text) else "paragraph")


def _parts(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, also those within controls and marks of changes, not within a cell."""
    for each in parent:
        tag = tag_of(each)
        if tag == name:
            yield each
        elif tag not in _UNSEEN and tag not in ("tc", "p"):
            yield from _parts(each, name)


def _is_hidden(run: etree._Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and attribute(hidden, "val") not in _OFF


def _is_contents(element: etree._Element) -> bool:
    """Whether this is the control that Word builds its contents page in."""
    gallery = value(child(element, "sdtPr"), "docPartObj", "docPartGallery")
    return tag_of(element) == "sdt" and gallery == "Table of Contents"
