"""What a page says to a crawl: its links, its canonical address, and whether it wants to be indexed and followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from ingest.web.addresses import join

MAX_LINKS = 2000
"""Enough for a plan of the site; what has more is made by a program, and is kept in the catalogue for each page."""

_REFRESH = re.compile(r"\s*\d+(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s][^\"']*)", re.IGNORECASE)
_LINK_HEADER = re.compile(r"<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")
_REL = re.compile(r"\brel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)
_AGENT = re.compile(r"\s*([\w-]+)\s*:\s*(.*)", re.DOTALL)
# Directives that hold a colon themselves.
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Of one page: normalised addresses of its links, each once, in their order, without those that ask not to be
    followed; its canonical address where it names one; whether it may be listed.
    """

    links: tuple[str, ...] = ()
    canonical: str | None = None
    listed: bool = True


def page_facts(data: bytes, address: str, charset: str | None, *, robots_name: str) -> PageFacts:
    """The facts of an HTML page; none of what can't be read, whatever its shape."""
    try:
        root = etree.fromstring(data, etree.HTMLParser(encoding=_known(charset), no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return PageFacts()
    if root is None:
        return PageFacts()
    base = _base(root, address)
    listed, followed = directives(_metas(root, robots_name.lower()))
    links = dict.fromkeys(_links(root, base)) if followed else {}
    links.pop(address, None)
    return PageFacts(tuple(links)[:MAX_LINKS], _canonical(root, base), listed)


def directives(values: Sequence[str]) -> tuple[bool, bool]:
    """Whether a page may be listed, and its links followed, by all that is asked of robots."""
    asked = {word.strip().lower() for value in values for word in value.split(",")}
    return not asked & {"noindex", "none"}, not asked & {"nofollow", "none"}


def header_directives(values: Sequence[str], *, robots_name: str) -> tuple[bool, bool]:
    """The same of X-Robots-Tag, whose values may be for one robot only: `otherbot: noindex`."""
    for_us: list[str] = []
    for value in values:
        named = _AGENT.match(value)
        if named is None or named[1].lower() in _WITH_VALUE:
            for_us.append(value)
        elif named[1].lower() in (robots_name.lower(), "robots", "*"):
            for_us.append(named[2])
    return directives(for_us)


def canonical_of_header(values: Sequence[str], address: str) -> str | None:
    """The canonical address that a Link header names, as PDFs have it."""
    for value in values:
        for found in _LINK_HEADER.finditer(value):
            rel = _REL.search(found[2])
            if rel and "canonical" in (rel[1] or rel[2]).lower().split():
                return join(address, found[1])
    return None


def _known(charset: str | None) -> str | None:
    """A character set that the parser knows, or none: it then finds the page's own."""
    try:
        etree.HTMLParser(encoding=charset)
    except LookupError:
        return None
    return charset


def _base(root: etree._Element, address: str) -> str:
    for element in root.iter("base"):
        if href := element.get("href"):
            return join(address, href) or address
    return address


def _metas(root: etree._Element, robots_name: str) -> list[str]:
    names = ("robots", robots_name)
    return [
        element.get("content") or ""
        for element in root.iter("meta")
        if (element.get("name") or "").strip().lower() in names
    ]


def _canonical(root: etree._Element, base: str) -> str | None:
    for element in root.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and (href := element.get("href")):
            return join(base, href)
    return None


def _links(root: etree._Element, base: str) -> Iterator[str]:
    for element in root.iter("a", "area", "iframe", "frame", "link", "meta"):
        reference = _reference(element)
        address = join(base, reference) if reference else None
        if address:
            yield address


def _reference(element: etree._Element) -> str | None:
    """What an element refers to: a link, a frame, the next page of a list, a page that takes this one's place."""
    href: str | None = element.get("href")
    source: str | None = element.get("src")
    rel = (element.get("rel") or "").lower().split()
    if element.tag == "meta":
        refresh = (element.get("http-equiv") or "").lower() == "refresh"
        found = _REFRESH.match(element.get("content") or "") if refresh else None
        return found[1] if found else None
    if element.tag in ("iframe", "frame"):
        return source
    if element.tag == "link":
        return href if "next" in rel else None
    return None if "nofollow" in rel else href
