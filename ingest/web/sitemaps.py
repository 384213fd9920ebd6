"""Sitemaps: the pages that a site says it has, and when each was last changed."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml import etree

from corpus.errors import DamagedSource
from ingest.web.bodies import gunzipped

MAX_ENTRIES = 50_000
"""What the protocol allows in one file (sitemaps.org)."""

_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(urlset|sitemapindex)\b", re.DOTALL
)
_TEXT_LINE = re.compile(rb"\Ahttps?://\S+\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """An address as it stands in a sitemap, and the moment before which its page was last changed, if it says so."""

    address: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of a sitemap, or the sitemaps of an index."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()


def is_sitemap(data: bytes) -> bool:
    """Whether these bytes are a sitemap in XML."""
    return _START.match(data[:4096]) is not None


def read_sitemap(data: bytes, *, name: str, max_bytes: int) -> Sitemap:
    """A sitemap in XML, as a list of addresses, or either of them in gzip; the first 50,000 entries.

    Raises `DamagedSource` where it is none of these, `SourceTooLarge` where it unpacks to more than `max_bytes`.
    """
    data = gunzipped(data, max_bytes=max_bytes)
    if is_sitemap(data):
        return _from_xml(data)
    lines = [line.strip() for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    if lines and all(_TEXT_LINE.match(line) for line in lines):
        return Sitemap(tuple(Entry(line.decode("utf-8", "replace")) for line in lines[:MAX_ENTRIES]))
    raise DamagedSource(f"{name} is no sitemap", advice="Name the pages themselves, or add --crawl")


def _from_xml(data: bytes) -> Sitemap:
    found: dict[str, list[Entry]] = {"url": [], "sitemap": []}
    elements = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        recover=True,  # what can be read of a broken one is of use
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in elements:
            entries = found[etree.QName(element).localname]
            if len(entries) < MAX_ENTRIES and (address := (element.findtext("{*}loc") or "").strip()):
                entries.append(Entry(address, _moment(element.findtext("{*}lastmod") or "")))
            element.clear()
            while element.getprevious() is not None:  # what has been read is let go: a sitemap may have 50 MB
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        if not any(found.values()):
            return Sitemap()
    return Sitemap(tuple(found["url"]), tuple(found["sitemap"]))


def _moment(text: str) -> datetime | None:
    """The end of what `lastmod` names, in UTC: a date is its whole day, wherever on earth. None where it is neither."""
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if "T" not in text and " " not in text:
        return moment.replace(tzinfo=UTC) + timedelta(days=1, hours=12)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC) + timedelta(hours=12)).astimezone(UTC)
