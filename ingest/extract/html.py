"""HTML by trafilatura: the main text as blocks, without menus, banners, comments and footers."""

from __future__ import annotations

import codecs
import contextlib
import functools
import html
import logging
import re
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

import htmldate.extractors
import trafilatura
from lxml import etree
from trafilatura import metadata as trafilatura_metadata
from trafilatura.settings import Document, set_date_params, use_config

from corpus.errors import DamagedSource, NoText
from corpus.types import Block, BlockKind
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.encoding import Decoded, decode
from ingest.extract.tables import row_of

SUFFIXES = (".html", ".htm", ".xhtml")

ENOUGH_CHARS = (400, 100)
"""What trafilatura must find before it falls back on all the text in one paragraph, without structure; where it does
that with the first, the second is tried, since pages of small towns are short. F1 on the gold pages, white space
normalised: 250 (its own) .921, 400 .924, 800 .915, 400 then 100 .925."""

FRAMELESS = 1.2
"""A page with less than this many times the text of its main part has no frame to speak of: all of it is taken, with
its structure, rather than one paragraph without. With 2, menus come in: F1 on the gold pages .920 instead of .925.
"""

DATE_LANGUAGES = (
    "af", "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "he", "hi",
    "hr", "hu", "id", "it", "ja", "kn", "ko", "lt", "lv", "mk", "ml", "mr", "nb", "ne", "nl", "pa", "pl", "pt", "ro",
    "ru", "sk", "sl", "so", "sq", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
"""Those that `ingest.language` tells. A line that may be a date is tried in each, and the rules of all 205 that the
library knows take 1.4 s to be built, in every worker, for dates that it finds in none of 200 pages; these take .6 s."""

MAX_AUTHOR_CHARS = 200
"""A longer list of names is cut off."""

_AUTHOR_NAMES = frozenset({"author", "article:author", "dc.creator", "dcterms.creator", "citation_author"})
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(rb"<(?:p|div|h[1-6]|ul|table|body|article|section)\b[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_NAMED_ENTITY = re.compile(r"&([A-Za-z]{2,10}\d{0,2});")
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])", re.IGNORECASE)
_TITLE_MARK = re.compile(r"\s+[|»«–—·-]\s+")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_SNIFFED_BYTES = 4096

# Both report every page that they find odd; what a reader needs to know stands in the Extraction's warnings.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


def accepts(content: Content) -> bool:
    start = content.data[:_SNIFFED_BYTES]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # as Word saves web pages
        start = start.replace(b"\0", b"")
    if _START.match(start) or b"<html" in start.lower():
        return True
    return PurePath(content.name).suffix.lower() in SUFFIXES and _ANY_TAG.search(content.data) is not None


def extract(content: Content) -> Extraction:
    decoded = _decoded(content.data, content.name, content.charset)
    try:
        page = _page(decoded.text)
    except Exception as error:  # the wrapping boundary: lxml, dates and odd trees raise many kinds
        raise DamagedSource(f"{content.name} can't be read as HTML: {error}", advice="Save the page again") from error
    if not page.blocks:
        raise NoText(
            f"{content.name} holds no text outside its menus and scripts",
            advice="If a script fills the page, save it from the browser as PDF",
        )
    return Extraction(
        page.blocks,
        page.title,
        page.language,
        page.published,
        page.author,
        warnings=decoded.warnings,
        media_type=FORMAT.media_type,
    )


FORMAT = Format("text/html", accepts, extract)


def blocks_of_page(data: bytes, *, name: str, charset: str | None = None) -> tuple[Block, ...]:
    """Every block of a page that has no frame: a chapter of a book, a message. Raises as `extract` does, but `NoText`.

    What is XML is read as such: `<title/>`, closed at once, swallows the rest of the page when it is read as HTML.
    """
    text = _NAMED_ENTITY.sub(_character, _decoded(data, name, charset).text)
    try:
        tree = _xml(text)
        if tree is None:
            tree = etree.fromstring(_XML_DECLARATION.sub("", text), etree.HTMLParser())
        if tree is None:
            return ()
        etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_NOT_TEXT, "nav", with_tail=False)
        _drop_note_marks(tree)
        return tuple(_blocks(tree))
    except (etree.ParserError, etree.XMLSyntaxError, RecursionError, ValueError) as error:
        raise DamagedSource(f"{name} can't be read as HTML: {error}", advice="Save the page again") from error


def _drop_note_marks(tree: etree._Element) -> None:
    """Books' links to notes and back, which would be glued to words: `ville1`."""
    for link in list(tree.iter("a")):
        marks = {*(link.get("role") or "").split(), *(link.get(_EPUB_TYPE) or link.get("epub:type") or "").split()}
        if marks & {"doc-noteref", "doc-backlink", "noteref", "backlink"}:
            tail = link.tail
            link.clear()
            link.tail = tail


def _xml(text: str) -> etree._Element | None:
    """The tree of XHTML, without namespaces and expanding nothing; None for what is no well-formed XML."""
    if "<!ENTITY" in text:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(_XML_DECLARATION.sub("", text), parser)
    except etree.XMLSyntaxError:
        return None
    for element in tree.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2].lower()
    return tree


def _character(match: re.Match[str]) -> str:
    """HTML's names of characters, which XML does not know, and none of XML's own."""
    return match[0] if match[1] in ("amp", "lt", "gt", "quot", "apos") else html.unescape(match[0])


def _decoded(data: bytes, name: str, charset: str | None) -> Decoded:
    """By the byte order mark, by what the server said, by what the page says; the first that can be true."""
    found = _CHARSET.search(data[:_SNIFFED_BYTES])
    return decode(data, name=name, declared=charset or (found[1].decode("ascii", "replace") if found else None))


@dataclass(frozen=True, slots=True)
class _Page:
    blocks: tuple[Block, ...]
    title: str | None
    language: str | None
    published: date | None
    author: str | None


def _page(text: str) -> _Page:
    tree = trafilatura.load_html(text)
    if tree is None:  # trafilatura refuses a fragment without <html>
        tree = etree.fromstring(f"<html><body>{text}</body></html>", etree.HTMLParser())
    language = _LANGUAGE.match(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    title = _spaced("".join(tree.xpath("(//head/title)[1]//text()")))
    author = _author(tree)
    body = _main_part(tree)
    main = tuple(_blocks(body)) if body is not None else ()
    heading, published = "", None
    if body is not None:
        with contextlib.suppress(TypeError, ValueError):  # an address or date that is none costs only itself
            heading, published = _heading_and_date(tree)
    if not main or body is None or _is_unstructured(body):
        visible = tuple(_visible(tree))
        if not main or _characters(visible) < FRAMELESS * _characters(main):
            main = visible
    return _Page(
        blocks=main,
        title=_title(heading, title) or None,
        language=language[0].lower() if language else None,
        published=published,
        author=author,
    )


def _heading_and_date(tree: etree._Element) -> tuple[str, date | None]:
    """What trafilatura takes for the page's title, and its date.

    Not all that it finds of a page: authors, site, categories, tags and licence take a fifth of its time, and are not
    kept.
    """
    found = trafilatura_metadata.examine_meta(tree)
    with contextlib.suppress(Exception):  # as trafilatura itself does: odd JSON says nothing
        found = trafilatura_metadata.extract_meta_json(tree, found)
    heading = Document()
    heading.title = found.title or trafilatura_metadata.extract_title(tree)
    heading.clean_and_trim()
    address = found.url or trafilatura_metadata.extract_url(tree, None)
    _know_date_languages()
    return heading.title or "", _iso_date(htmldate.find_date(tree, **set_date_params(), url=address))


@functools.cache
def _know_date_languages() -> None:
    """Set the languages of the parser that htmldate asks last."""
    htmldate.extractors.get_external_parser().languages = list(DATE_LANGUAGES)


def _title(heading: str, page_title: str) -> str:
    """trafilatura's title, a heading mostly; the longest part of `<title>` where that is the name of a rubric."""
    if " " in heading or not page_title or heading.casefold() in page_title.casefold().split():
        return heading or page_title
    return max(_TITLE_MARK.split(page_title), key=len)


def _author(tree: etree._Element) -> str | None:
    """Who the page says that it is by, in its head. Not trafilatura's, which looks for names in the text as well."""
    stated = [
        _spaced(meta.get("content") or "")
        for meta in tree.iterfind(".//meta")
        if (meta.get("name") or meta.get("property") or "").lower() in _AUTHOR_NAMES
    ]
    names = dict.fromkeys(name for name in stated if name and "://" not in name)
    return "; ".join(names)[:MAX_AUTHOR_CHARS] or None


def _main_part(tree: etree._Element) -> etree._Element | None:
    body = None
    for enough in ENOUGH_CHARS:
        found = trafilatura.bare_extraction(tree, include_comments=False, config=_config(enough))
        if isinstance(found, Document) and found.body is not None:
            body = found.body
            if not _is_unstructured(body):
                break
    return body


@functools.cache
def _config(enough: int) -> ConfigParser:
    """Read from its file once, and not for each page."""
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(enough))
    return config


def _is_unstructured(body: etree._Element) -> bool:
    """Whether this is trafilatura's last resort: every line of the page in one paragraph."""
    return len(body) == 0 or (len(body) == 1 and body[0].tag == "p")


def _characters(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _iso_date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


# --- trafilatura's tree: head, p, list/item, table/row/cell, quote, code, lb; and plain HTML's for short pages

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARAGRAPHS = {"p", "quote", "code", "div", "ab", "section", "article", "main", "blockquote", "pre", "dt", "dd", "body"}
_PARAGRAPHS |= {"html", "address", "figcaption", "caption", "figure", "list", "ul", "ol", "dl", "tbody", "thead"}
_ITEMS = {"item", "li"}
_NOT_TEXT = ("script", "style", "noscript", "template", "svg", "iframe", "object", "select", "button", "head")
_FRAME = ("nav", "header", "footer", "aside", "form", "menu", "dialog")


def _visible(tree: etree._Element) -> Iterator[Block]:
    """Every block outside the page's frame: for pages too short for trafilatura to tell text from menus."""
    body = tree.find("body")
    source = etree.tostring(tree if body is None else body, encoding="unicode", with_tail=False)
    content = etree.fromstring(source, etree.HTMLParser())
    etree.strip_elements(content, etree.Comment, etree.ProcessingInstruction, *_NOT_TEXT, *_FRAME, with_tail=False)
    yield from _blocks(content)


@dataclass(slots=True)
class _Writer:
    """Collects the text of one block until the next begins."""

    kind: BlockKind = "paragraph"
    level: int = 0
    text: str = ""
    marker: str = ""

    @property
    def is_new_item(self) -> bool:
        """A list item nothing has been written into: the paragraph that opens in it is its text."""
        return self.kind == "list_item" and self.text.strip() == self.marker.strip()

    def close(self) -> Iterator[Block]:
        """The block so far; two line breaks in a row part paragraphs, one is kept."""
        for part in re.split(r"\v\s*\v", self.text):
            lines = (_spaced(line) for line in part.split("\v"))
            if text := "\n".join(line for line in lines if line):
                yield Block(text, self.kind, level=self.level)
                self.kind, self.level = "paragraph", 0
        self.text = self.marker = ""


def _blocks(element: etree._Element) -> Iterator[Block]:
    writer = _Writer()
    yield from _walked(element, writer, "")
    yield from writer.close()


def _walked(element: etree._Element, writer: _Writer, marker: str) -> Iterator[Block]:
    """The blocks in `element`, inline text gathered in `writer`. `marker` stands before a list item's text."""
    tag = element.tag if isinstance(element.tag, str) else ""
    level = _HEADINGS.get(element.get("rend", "h2") if tag == "head" else tag, 2 if tag == "head" else 0)
    opens_block = bool(level) or tag in _PARAGRAPHS or tag in _ITEMS
    if tag in ("lb", "br"):
        writer.text += "\v"
        return
    if tag in ("row", "tr"):
        yield from writer.close()
        yield from row_of([list(_blocks(cell)) for cell in element])
        return
    if opens_block and not (tag in _PARAGRAPHS and writer.is_new_item):
        yield from writer.close()
        writer.level = level
        writer.kind = "heading" if level else "list_item" if tag in _ITEMS else "paragraph"
        writer.text = writer.marker = marker
    writer.text += _kept(element.text, tag)
    number = 0
    for child in element:
        number += child.tag in _ITEMS
        ordered = tag == "ol" or element.get("rend") == "ol"
        yield from _walked(child, writer, f"{number}. " if ordered and child.tag in _ITEMS else "")
        writer.text += _kept(child.tail, tag)
    if opens_block:
        yield from writer.close()
        writer.kind, writer.level = "paragraph", 0


def _kept(text: str | None, tag: str) -> str:
    """White space is one space, except in code, whose lines are meant."""
    if not text:
        return ""
    return text.strip("\n").replace("\n", "\v") if tag in ("code", "pre") else _SPACES.sub(" ", text)
