"""EPUB: its chapters in the order of the spine, each read as HTML; the contents page's titles where one has none."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from corpus.errors import ArchiveTooLarge, EncryptedSource, NoText, SourceError
from corpus.types import Block
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.html import blocks_of_page
from ingest.extract.odt import mimetype_of
from ingest.extract.ooxml import Package, package
from ingest.extract.remarks import Remark
from ingest.extract.xmltree import attribute, child, day, descendants, language_of, tag_of, text_of
from ingest.extract.zipped import names_in

MIMETYPE = "application/epub+zip"
CONTAINER = "META-INF/container.xml"

_OBFUSCATED_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def accepts(content: Content) -> bool:
    return mimetype_of(content.data).startswith(MIMETYPE) or CONTAINER in names_in(content.data)


def extract(content: Content) -> Extraction:
    with package(content) as parts:
        _refuse_encrypted(parts)
        root = next((attribute(each, "full-path") for each in descendants(parts.needed(CONTAINER), "rootfile")), None)
        book = parts.needed(root or "")
        folder = posixpath.dirname(root or "")
        items = {item.get("id"): item for item in descendants(book, "item")}
        titles = _titles(parts, folder, items)
        warnings: list[Remark] = []
        blocks: list[Block] = []
        for reference in descendants(book, "itemref"):
            item = items.get(reference.get("idref"))
            if item is None or "nav" in (item.get("properties") or "").split():
                continue
            path = _path(folder, item.get("href", ""))
            try:
                blocks += _chapter(parts, path, titles.get(path, ""))
            except ArchiveTooLarge:
                raise
            except SourceError as error:
                warnings.append(Remark("chapter_left_out", chapter=path, file=content.name, reason=error.reason))
    if not blocks:
        raise NoText(f"{content.name} holds no text", advice="If its pages are pictures, ingest it as PDF")
    metadata = child(book, "metadata")
    return Extraction(
        tuple(blocks),
        title=text_of(child(metadata, "title")) or None,
        language=language_of(text_of(child(metadata, "language"))),
        author=text_of(child(metadata, "creator")) or None,
        published=day(text_of(child(metadata, "date"))),
        warnings=tuple(warnings),
        media_type=FORMAT.media_type,
    )


FORMAT = Format(MIMETYPE, accepts, extract)


def _refuse_encrypted(parts: Package) -> None:
    """A book with rights management; fonts alone are often made unreadable, and nobody reads these."""
    tree = parts.tree("META-INF/encryption.xml")
    methods = [] if tree is None else [attribute(each, "Algorithm") for each in descendants(tree, "EncryptionMethod")]
    if any(method not in _OBFUSCATED_FONTS for method in methods):
        raise EncryptedSource(
            f"{parts.name} is protected by rights management and can't be read",
            advice="Ask its publisher for a copy without",
        )


def _chapter(parts: Package, path: str, title: str) -> Iterator[Block]:
    data = parts.data(path)
    if data is None or not path.lower().endswith((".xhtml", ".html", ".htm", ".xml")):
        return
    blocks = blocks_of_page(data, name=path)
    if title and blocks and not any(block.kind == "heading" for block in blocks):
        yield Block(title, "heading", level=1)
    yield from blocks


def _titles(parts: Package, folder: str, items: dict[str | None, etree._Element]) -> dict[str, str]:
    """What the contents page calls each file, by the first entry that leads to it."""
    titles: dict[str, str] = {}
    for item in items.values():
        is_nav = "nav" in (item.get("properties") or "").split()
        if not is_nav and item.get("media-type") != "application/x-dtbncx+xml":
            continue
        path = _path(folder, item.get("href", ""))
        tree = parts.tree(path)
        for entry in () if tree is None else tree.iter():
            if is_nav and tag_of(entry) == "a":
                target, title = entry.get("href", ""), text_of(entry)
            elif tag_of(entry) == "navPoint":
                target = attribute(found, "src") or "" if (found := child(entry, "content")) is not None else ""
                title = text_of(child(entry, "navLabel"))
            else:
                continue
            titles.setdefault(_path(posixpath.dirname(path), target), title)
    return titles


def _path(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(target.partition("#")[0]))).lstrip("/")
