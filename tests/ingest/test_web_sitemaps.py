"""Sitemaps in all their forms."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from corpus.errors import DamagedSource, SourceTooLarge
from ingest.web.sitemaps import Entry, Sitemap, is_sitemap, read_sitemap

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(data: bytes | str, max_bytes: int = 1_000_000) -> Sitemap:
    return read_sitemap(data if isinstance(data, bytes) else data.encode(), name="plan.xml", max_bytes=max_bytes)


def test_pages_come_with_their_dates() -> None:
    """This ensures that an address is read with the last moment that its date can mean, in UTC."""
    found = read(
        f"""<?xml version="1.0" encoding="UTF-8"?><!-- made by a program --><urlset {SPACE}>
        <url><loc> https://ville.fr/a?x=1&amp;y=2 </loc><lastmod>2024-05-01T10:00:00+02:00</lastmod></url>
        <url><loc>https://ville.fr/b</loc><lastmod>2024-05-01</lastmod><priority>0.5</priority></url>
        <url><loc>https://ville.fr/c</loc><lastmod>hier</lastmod></url>
        <url><lastmod>2024-05-01</lastmod></url></urlset>"""
    )
    assert found.sitemaps == ()
    assert found.pages == (
        Entry("https://ville.fr/a?x=1&y=2", datetime(2024, 5, 1, 8, tzinfo=UTC)),
        Entry("https://ville.fr/b", datetime(2024, 5, 2, 12, tzinfo=UTC)),
        Entry("https://ville.fr/c", None),
    )


def test_index_names_sitemaps() -> None:
    """This ensures that an index gives sitemaps and no pages, packed and without a namespace too."""
    data = gzip.compress(b"<sitemapindex><sitemap><loc>/one.xml</loc></sitemap></sitemapindex>")
    assert read(data) == Sitemap(sitemaps=(Entry("/one.xml"),))


def test_list_of_addresses_is_a_sitemap() -> None:
    """This ensures that the plain form of the protocol is read, and a text that is none is not."""
    assert read("\ufeffhttps://ville.fr/a\r\nhttps://ville.fr/b\n").pages == (
        Entry("https://ville.fr/a"),
        Entry("https://ville.fr/b"),
    )
    for other in ("", "<html>Not found", "https://ville.fr/a et b", '<rss version="2.0"></rss>'):
        with pytest.raises(DamagedSource):
            read(other)


def test_broken_sitemap_gives_what_it_has() -> None:
    """This ensures that what stands before the damage is of use."""
    assert read("<urlset><url><loc>/a</loc></url><url><loc>/b").pages[0] == Entry("/a")


def test_bombs_stay_small() -> None:
    """This ensures that neither a packed sitemap nor its entities grow beyond the limit."""
    with pytest.raises(SourceTooLarge):
        read(gzip.compress(b"<urlset>" + bytes(2_000_000)))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    bomb = f"<!DOCTYPE u [{entities}]><urlset><url><loc>/&e8;</loc></url><url><loc>/a</loc></url></urlset>"
    assert not is_sitemap(bomb.encode())
    foreign = '<?xml version="1.0"?><urlset><url><loc>/&x;</loc></url></urlset>'
    assert all(len(entry.address) < 100 for entry in read(foreign).pages)


@pytest.mark.parametrize(
    "start", ["<urlset>", f"<?xml version='1.0'?>\n<urlset {SPACE}>", "<!-- x -->\n<sitemapindex>"]
)
def test_sitemaps_are_known_by_their_start(start: str) -> None:
    """This ensures that a sitemap is told from a page, whatever its address."""
    assert is_sitemap(start.encode())
    assert not is_sitemap(b"<html><urlset>")
