"""ODT: headings, lists with their numbers, tables, notes and text boxes, without what tracked changes have deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import EncryptedSource, NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.docx_styles import MAX_LEVEL, number_as
from ingest.extract.ooxml import Package, Properties, package, stated_title
from ingest.extract.tables import row_of
from ingest.extract.xmltree import attribute, child, day, descendants, language_of, tag_of, text_of, whole
from ingest.extract.zipped import names_in

MIMETYPES = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")

MAX_SPACES = 8
"""Written for `text:s`, which may count any number of them."""

_UNSEEN = {
    *(
        "tracked-changes",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "forms",
        "annotation",
        "desc",
        "title",
    ),
    *("table-of-content", "illustration-index", "table-index", "object-index", "alphabetical-index", "ruby-text"),
    *("binary-data", "object", "automatic-styles"),
}
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def mimetype_of(data: bytes) -> str:
    """What the first member of an OpenDocument or EPUB file says that it is, which is always stored unpacked."""
    return data[38:120].decode("ascii", "replace") if data[30:38] == b"mimetype" else ""


def accepts(content: Content) -> bool:
    found = mimetype_of(content.data)
    if any(found.startswith(f"{each}PK") for each in MIMETYPES):
        return True
    # Zipped anew by hand, the mimetype may be anywhere.
    names = names_in(content.data)
    return not found and {"content.xml", "META-INF/manifest.xml"} <= names and b"opendocument.text" in content.data


def extract(content: Content) -> Extraction:
    with package(content) as parts:
        manifest = parts.tree("META-INF/manifest.xml")
        if manifest is not None and any(True for _ in descendants(manifest, "encryption-data")):
            raise EncryptedSource(
                f"{content.name} is encrypted and can't be read", advice="Save a copy without password and ingest that"
            )
        tree = parts.needed("content.xml")
        reader = _Reader()
        for styles in (parts.tree("styles.xml"), tree):
            reader.learn(styles)
        text = child(tree, "body", "text")
        blocks = tuple(reader.blocks(text)) if text is not None else ()
        properties = _properties(parts)
    if not blocks:
        raise NoText(f"{content.name} holds no text", advice="If it holds scans, export it as PDF and ingest that")
    return Extraction(
        blocks,
        title=reader.title or stated_title(blocks, properties),
        language=properties.language,
        published=properties.published,
        author=properties.author,
        media_type=FORMAT.media_type,
    )


FORMAT = Format(MIMETYPES[0], accepts, extract)


def _properties(parts: Package) -> Properties:
    meta = child(parts.tree("meta.xml"), "meta")
    days = [day(text_of(child(meta, name))) for name in ("date", "creation-date")]
    return Properties(
        title=text_of(child(meta, "title")) or None,
        language=language_of(text_of(child(meta, "language"))),
        published=next((each for each in days if each), None),
        author=text_of(child(meta, "initial-creator")) or text_of(child(meta, "creator")) or None,
    )


@dataclass(slots=True)
class _Reader:
    """Walks the tree once. `_aside` gathers the notes and text boxes of the paragraph that is being read."""

    title: str | None = None
    _parents: dict[str, str] = field(default_factory=dict)
    _hidden: set[str] = field(default_factory=set)
    _numbered: dict[tuple[str, int], tuple[str, str, str]] = field(default_factory=dict)
    _aside: list[Block] = field(default_factory=list)

    def learn(self, tree: etree._Element | None) -> None:
        """Take in the styles of a file: what they are based on, what they hide, how their lists count."""
        for style in () if tree is None else tree.iter():
            name = attribute(style, "name") or ""
            if tag_of(style) == "style":
                self._parents[name] = attribute(style, "parent-style-name") or ""
                looks = child(style, "text-properties")
                if looks is not None and attribute(looks, "display") == "none":
                    self._hidden.add(name)
            elif tag_of(style) == "list-style":
                for level in style:
                    if tag_of(level) == "list-level-style-number" and (form := _own(level, "num-format")):
                        affixes = (_own(level, "num-prefix"), _own(level, "num-suffix"))
                        self._numbered[name, whole(attribute(level, "level"), 1)] = (form, *affixes)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            tag = tag_of(element)
            if tag in ("p", "h"):
                yield from self._paragraph(element)
            elif tag == "list":
                yield from self._list(element, 1, "")
            elif tag == "table":
                yield from self._table(element)
            elif tag not in _UNSEEN:
                yield from self.blocks(element)

    def _paragraph(self, element: etree._Element, mark: str | None = None) -> Iterator[Block]:
        """A paragraph or heading; in a list, `mark` is its number, empty for a bullet."""
        outer, self._aside = self._aside, []
        style = attribute(element, "style-name") or ""
        parts: list[str] = []
        if style not in self._hidden:
            self._gather(element, parts)
        aside, self._aside = self._aside, outer
        if text := "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip():
            is_title = "Title" in self._chain(style)
            if is_title and self.title is None:
                self.title = " ".join(text.split())
            level = whole(attribute(element, "outline-level"), 1) if tag_of(element) == "h" else int(is_title)
            text = f"{mark} {text}" if mark else text
            if level:
                yield Block(text, "heading", level=min(max(1, level), MAX_LEVEL))
            else:
                yield Block(text, "paragraph" if mark is None else "list_item")
        yield from aside

    def _chain(self, style: str) -> list[str]:
        chain: list[str] = []
        while style and style not in chain:
            chain.append(style)
            style = self._parents.get(style, "")
        return chain

    def _gather(self, element: etree._Element, parts: list[str]) -> None:
        parts.append(_spaced(element.text))
        for each in element:
            tag = tag_of(each)
            if tag == "s":
                parts.append(" " * min(MAX_SPACES, whole(attribute(each, "c"), 1)))
            elif tag in ("tab", "line-break"):
                parts.append(" " if tag == "tab" else "\n")
            elif tag == "note":
                self._note(each)
            elif tag in ("frame", "custom-shape", "text-box"):
                self._aside += self.blocks(each)
            elif tag not in _UNSEEN and attribute(each, "style-name") not in self._hidden:
                self._gather(each, parts)
            parts.append(_spaced(each.tail))

    def _note(self, note: etree._Element) -> None:
        body = child(note, "note-body")
        text = " ".join(block.text for block in self.blocks(body)) if body is not None else ""
        if text:
            self._aside.append(Block(f"[{text_of(child(note, 'note-citation'))}] {text}"))

    def _list(self, element: etree._Element, depth: int, style: str) -> Iterator[Block]:
        style = attribute(element, "style-name") or style
        form, before, after = self._numbered.get((style, depth), ("", "", ""))
        number = 0
        mark: str | None
        for item in element:
            if tag_of(item) not in ("list-item", "list-header"):
                continue
            number = whole(attribute(item, "start-value"), number + 1)
            mark = f"{before}{number_as(number, _FORMS.get(form, 'decimal'))}{after}" if form else ""
            for each in item:
                if tag_of(each) == "list":
                    yield from self._list(each, depth + 1, style)
                elif tag_of(each) in ("p", "h"):
                    yield from self._paragraph(each, mark)
                    mark = None  # the item's further paragraphs

    def _table(self, table: etree._Element) -> Iterator[Block]:
        """Rows in header and other groups too. Repeated rows and cells, which are empty mostly, are read once."""
        for each in table:
            if tag_of(each) == "table-row":
                yield from row_of([list(self.blocks(cell)) for cell in each if tag_of(cell) == "table-cell"])
            elif tag_of(each) not in _UNSEEN:
                yield from self._table(each)


def _own(element: etree._Element, name: str) -> str:
    return attribute(element, name) or ""


def _spaced(text: str | None) -> str:
    """White space within the XML is one space; line ends are elements."""
    return (
        ""
        if not text
        else f"{' ' if text[0].isspace() else ''}{' '.join(text.split())}{' ' if text[-1].isspace() else ''}"
    )
