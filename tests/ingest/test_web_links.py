"""What a page says to a crawl."""

from __future__ import annotations

import pytest

from ingest.web.links import MAX_LINKS, PageFacts, canonical_of_header, header_directives, page_facts

HERE = "https://ville.fr/a/b"


def facts(html: str | bytes, charset: str | None = "utf-8", address: str = HERE) -> PageFacts:
    data = html if isinstance(html, bytes) else html.encode()
    return page_facts(data, address, charset, robots_name="Repere")


def test_links_are_taken_in_order_each_once() -> None:
    """This ensures that every way to another page is seen, and none that asks not to be followed."""
    html = """<head><link rel="next" href="?page=2"><link rel="stylesheet" href="s.css">
    <meta http-equiv="Refresh" content="5; URL='/neuf'"></head><body>
    <a href="c">1</a> <a href="c#x">again</a> <a href="/d?utm_source=x">2</a>
    <a rel="external NoFollow" href="/no">3</a>
    <a href="mailto:a@b.fr">4</a> <a>5</a> <a href="">self</a> <area href="/map"> <iframe src="/frame"></iframe>
    <img src="/i.png"> <script src="/s.js"></script>"""
    paths = [link.removeprefix("https://ville.fr") for link in facts(html).links]
    assert paths == ["/a/b?page=2", "/neuf", "/a/c", "/d", "/map", "/frame"]


def test_base_changes_where_links_lead() -> None:
    """This ensures that links are joined as browsers join them, and that a base that can't be one is none."""
    assert facts('<base href="/x/"><a href="c">c</a>').links == ("https://ville.fr/x/c",)
    assert facts('<base target="_blank"><a href="c">c</a>').links == ("https://ville.fr/a/c",)
    assert facts('<base href="mailto:x"><a href="c">c</a>').links == ("https://ville.fr/a/c",)


@pytest.mark.parametrize(
    ("meta", "listed", "followed"),
    [
        ('<meta name="robots" content="index, follow">', True, True),
        ('<meta name="ROBOTS" content="NoIndex">', False, True),
        ('<meta name="robots" content="nofollow">', True, False),
        ('<meta name="robots" content="none">', False, False),
        ('<meta name="repere" content="noindex,nofollow">', False, False),
        ('<meta name="otherbot" content="none">', True, True),
        ('<meta name="robots">', True, True),
    ],
)
def test_meta_robots_is_obeyed(meta: str, listed: bool, followed: bool) -> None:
    """This ensures that what a page asks of all robots, or of us, is done."""
    found = facts(f'{meta}<a href="/c">c</a>')
    assert (found.listed, bool(found.links)) == (listed, followed)


@pytest.mark.parametrize(
    ("values", "directives"),
    [
        ([], (True, True)),
        (["noindex"], (False, True)),
        (["otherbot: noindex, nofollow"], (True, True)),
        (["repere: nofollow", "otherbot: none"], (True, False)),
        (["unavailable_after: 25 Jun 2040 15:00:00 GMT"], (True, True)),
    ],
)
def test_header_robots_is_obeyed(values: list[str], directives: tuple[bool, bool]) -> None:
    """This ensures that X-Robots-Tag counts where it is for us."""
    assert header_directives(values, robots_name="Repere") == directives


def test_canonical_address_of_page_and_header() -> None:
    """This ensures that both ways to name a canonical address are read, and that other relations are not."""
    assert facts('<link rel="canonical" href="../c?utm_medium=x">').canonical == "https://ville.fr/c"
    assert facts('<link rel="alternate" href="/en">').canonical is None
    header = ['<https://ville.fr/en>; rel=alternate; hreflang="en", <https://ville.fr/d.pdf>; rel="canonical"']
    assert canonical_of_header(header, HERE) == "https://ville.fr/d.pdf"
    assert canonical_of_header(["<x>; rel=next", "nonsense <"], HERE) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"<", b"<p>" * 50_000, b"<a href=" * 1000, b"\xff\xfe<\x00a\x00", b"<!-- never ends"],
)
def test_odd_pages_have_no_facts(data: bytes) -> None:
    """This ensures that no page, however broken, ends a crawl."""
    assert facts(data).canonical is None


def test_charset_decides_what_a_link_says() -> None:
    """This ensures that a link in Latin-1 leads where its letters say, and that an unknown charset does no harm."""
    assert facts("<a href='/é'>x</a>".encode("latin-1"), "iso-8859-1").links == ("https://ville.fr/%C3%A9",)
    assert facts("<meta charset=utf-8><a href='/é'>x</a>", "x-unknown").links == ("https://ville.fr/%C3%A9",)


def test_links_are_bounded() -> None:
    """This ensures that a page of a million links does not fill the catalogue."""
    assert len(facts("".join(f"<a href='/{n}'>x</a>" for n in range(MAX_LINKS + 10))).links) == MAX_LINKS
