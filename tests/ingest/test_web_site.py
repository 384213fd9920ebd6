"""A site on this machine with all that sites have, good and bad, and what reading it gives."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest
from fpdf import FPDF

from corpus.catalogue import Catalogue
from corpus.errors import (
    AddressRefused,
    LeftOut,
    PageGone,
    PageUnreachable,
    RobotsRefused,
    SourceTimeout,
    SourceTooLarge,
)
from corpus.home import Home
from corpus.types import Document
from corpus.web import gone_pages, retire_moved, web_page
from corpus.writer import CatalogueWriter
from ingest.extract.registry import extract
from ingest.source import Source
from ingest.web import guard
from ingest.web.fetch import Fetcher
from ingest.web.options import WebOptions
from ingest.web.sources import web_sources

HTML = "text/html; charset=utf-8"
OLD = formatdate(1_700_000_000, usegmt=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers. With a tag or a date, it answers 304 to who has it already."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)
    tag: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A line of the server's log. `sent` is the number of bytes of the body."""

    path: str
    status: int
    at: float
    agent: str
    sent: int


Answering = Callable[[BaseHTTPRequestHandler], Reply | None]


@dataclass(slots=True)
class SiteServer:
    """A site of our own: pages by path and query; a function answers as it likes."""

    port: int = 0
    pages: dict[str, Reply | Answering] = field(default_factory=dict)
    log: list[Request] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: str, **values: Any) -> None:
        """A page in HTML with a tag of its content."""
        data = f"<!doctype html><html lang=fr><title>Page</title><body>{body}</body></html>".encode()
        self.pages[path] = Reply(data, tag=values.pop("tag", f'"{hashlib.sha256(data).hexdigest()[:8]}"'), **values)

    def asked(self, *statuses: int) -> list[str]:
        return [request.path for request in self.log if request.status in statuses or not statuses]


@pytest.fixture
def server() -> Iterator[SiteServer]:
    found = SiteServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            at, reply = time.monotonic(), found.pages.get(self.path, Reply(status=404))
            if callable(reply):
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    reply = reply(self)
                if not isinstance(reply, Reply):
                    self.close_connection = True
                    return
            known = (reply.tag and self.headers["If-None-Match"] == reply.tag) or (
                reply.date and self.headers["If-Modified-Since"] == reply.date
            )
            status, body = (304, b"") if known else (reply.status, reply.body)
            found.log.append(Request(self.path, status, at, self.headers["User-Agent"], len(body)))
            self.send_response(status)
            for name, value in reply.headers:
                self.send_header(name, value)
            if reply.tag:
                self.send_header("ETag", reply.tag)
            if reply.date:
                self.send_header("Last-Modified", reply.date)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that has had enough is no error."""

    with Server(("127.0.0.1", 0), Handler) as http:
        found.port = http.server_port
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield found
        http.shutdown()
        thread.join()


@pytest.fixture
def catalogue(home: Home) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as writer:
        yield writer


QUICK = WebOptions(allow_private=True, delay_s=0.0, retry_s=0.02, max_page_bytes=200_000)


def read(catalogue: CatalogueWriter, options: WebOptions, *addresses: str, recipe: str = "1") -> list[Source]:
    """Read addresses as the pipeline does: what comes with content becomes a document."""
    found = []
    for source in web_sources(catalogue, addresses, options, recipe=recipe):
        found.append(source)
        if source.content:
            store(catalogue, source, recipe)
    return found


def store(catalogue: CatalogueWriter, source: Source, recipe: str = "1") -> None:
    document = Document(source.sha256[:16], source.uri, source.sha256, "text/html", "Page", "fr", "Texte")
    if catalogue.recipe_of(document.doc_id) == recipe:
        catalogue.link(source.uri, document.doc_id)
    else:
        catalogue.put(document, [], [], recipe=recipe)


def only(sources: list[Source]) -> Source:
    (source,) = sources
    return source


def errors(sources: list[Source]) -> dict[str, str]:
    return {source.uri: type(source.error).__name__ for source in sources if source.error}


# --- the site of 60 pages

TEXT = "<p>La charte engage la commune pour cinq ans, et tous les signataires avec elle. Numéro {}.</p>"


def endless(step: float, piece: bytes, server: SiteServer) -> Answering:
    """A page that never ends."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        at, sent = time.monotonic(), 0
        handler.send_response(200)
        handler.send_header("Content-Type", HTML)
        handler.end_headers()
        try:
            while sent < 50_000_000:
                handler.wfile.write(piece)
                sent += len(piece)
                time.sleep(step)
        finally:
            server.log.append(Request(handler.path, 200, at, handler.headers["User-Agent"], sent))

    return answer


def pdf() -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    document.cell(text="La charte des bourgs de riviere.")
    return bytes(document.output())


def sixty_pages(server: SiteServer) -> set[str]:
    """Fill the server; gives the paths of the pages that are to be read. `/` leads to all but those of the sitemap."""
    links = [f"/page/{number}?utm_source=lettre#haut" for number in range(1, 40)]
    links += [
        "/doc.pdf",
        "/latin",
        "/hub",
        "/trap/",
        "/agenda",
        "/moved",
        "/loop-a",
        "/absent",
        "/big",
        "/drip",
        "/bomb",
    ]
    links += ["/prive/secret", "/page/5?print=1", "/photo.jpg", server.url("/ailleurs", "localhost"), "mailto:a@b.fr"]
    server.page("/", "".join(f'<a href="{link}">lien</a> ' for link in links) + '<a rel="nofollow" href="/nf">x</a>')
    for number in range(1, 40):
        date = {"date": OLD, "tag": ""} if number % 2 else {}
        server.page(f"/page/{number}", TEXT.format(number) + '<a href="/">Accueil</a>', **date)
    server.page("/page/5?print=1", '<link rel="canonical" href="/page/5">' + TEXT.format(5))
    for number in range(10):
        server.page(f"/plan/{number}", TEXT.format(f"{number} du plan"))
    entries = "".join(
        f"<url><loc>{server.url(f'/plan/{number}')}</loc><lastmod>2024-05-01</lastmod></url>" for number in range(10)
    )
    server.pages["/plan.xml"] = Reply(f'<urlset xmlns="http://x/0.9">{entries}</urlset>'.encode())
    robots = f"User-agent: *\nDisallow: /prive/\nCrawl-delay: 0.015\nSitemap: {server.url('/plan.xml')}\n"
    server.pages["/robots.txt"] = Reply(robots.encode(), headers=(("Content-Type", "text/plain"),))
    server.pages["/doc.pdf"] = Reply(pdf(), headers=(("Content-Type", "application/pdf"),), tag='"pdf"')
    latin = (("Content-Type", "text/html; charset=iso-8859-1"),)
    server.page("/latin", TEXT.format("é"), headers=latin)
    server.page("/hub", '<meta name="robots" content="noindex"><a href="/hub/leaf">feuille</a>')
    server.page("/hub/leaf", TEXT.format("feuille"))
    server.page("/prive/secret", TEXT.format("secret"))
    for depth in range(30):
        server.page("/trap/" + "suite/" * depth, TEXT.format(f"piège {depth}") + '<a href="suite/">suite</a>')
        query = f"?mois={depth}" if depth else ""
        server.page(f"/agenda{query}", TEXT.format(f"mois {depth}") + f'<a href="/agenda?mois={depth + 1}">suite</a>')
    for path, target in (("/moved", "/page/3"), ("/loop-a", "/loop-b"), ("/loop-b", "/loop-a")):
        server.pages[path] = Reply(status=301, headers=(("Location", target),))
    server.pages["/big"] = endless(0.0, b"<p>" + b"x" * 65_536, server)
    server.pages["/drip"] = endless(0.02, b"<p>", server)
    packed = gzip.compress(b"<html>" + b"0" * 20_000_000)
    server.pages["/bomb"] = Reply(packed, headers=(("Content-Type", HTML), ("Content-Encoding", "gzip")))
    wanted = {"/", "/doc.pdf", "/latin", "/hub/leaf", *(f"/page/{number}" for number in range(1, 40))}
    wanted |= {f"/plan/{number}" for number in range(10)}
    wanted |= {"/trap/", "/trap/suite/", "/trap/suite/suite/"}
    return wanted | {"/agenda", "/agenda?mois=1", "/agenda?mois=2", "/agenda?mois=3"}


def test_site_is_crawled_once_politely_and_then_only_what_changed(
    server: SiteServer, catalogue: CatalogueWriter
) -> None:
    """This ensures that every page of a difficult site is read once, at the pace its robots.txt asks for, with nothing
    that it forbids; that what fails is named; and that a second run is sent no page that is in.
    """
    wanted = sixty_pages(server)
    assert len(wanted) == 60
    options = replace(QUICK, crawl=True, max_queries=3, total_s=1.5)

    first = read(catalogue, options, server.url())

    assert {source.uri.removeprefix(server.url("")) for source in first if source.content} == wanted
    counted = Counter(server.asked())
    assert max(counted.values()) == 1
    assert not {"/prive/secret", "/photo.jpg", "/ailleurs", "/nf", "/page/1?utm_source=lettre"} & set(counted)
    times = sorted(request.at for request in server.log)
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.015
    assert {request.agent.partition("/")[0] for request in server.log} == {"Repere"}
    failed = {uri.removeprefix(server.url("")): name for uri, name in errors(first).items()}
    assert failed == {
        "/loop-a": "PageUnreachable",
        "/big": "SourceTooLarge",
        "/drip": "SourceTimeout",
        "/bomb": "SourceTooLarge",
        "/": "LeftOut",
    }
    told = " ".join(str(source.error) for source in first if isinstance(source.error, LeftOut))
    assert "linked there and not found (404)" in told
    assert "robots.txt" in told
    assert "/prive/secret" in told
    assert "a path that goes on without end" in told
    assert "more than 3 queries to one page" in told
    assert next(request.sent for request in server.log if request.path == "/big") < 5_000_000
    latin = next(source.content for source in first if source.uri.endswith("/latin") and source.content)
    assert "Numéro é" in extract(latin).blocks[0].text

    server.log.clear()
    second = read(catalogue, options, server.url())

    assert {source.uri.removeprefix(server.url("")) for source in second if source.unchanged} == wanted
    assert not [source.uri for source in second if source.content]
    assert set(server.asked(200)) == {"/robots.txt", "/plan.xml", "/big", "/drip", "/bomb"}
    assert not [path for path in server.asked() if path.startswith("/plan/")]  # older than the last visit
    assert set(server.asked(304)) >= {"/", "/hub", "/page/5?print=1", "/doc.pdf", "/page/7"}

    server.log.clear()
    server.page("/page/7", TEXT.format("sept, en mieux"))
    server.pages["/page/8"] = Reply(status=410)
    server.page("/", '<a href="/page/7">sept</a>')  # nothing leads to the others any more
    third = read(catalogue, options, server.url())

    assert {source.uri.removeprefix(server.url("")) for source in third if source.content} == {"/", "/page/7"}
    assert max(Counter(server.asked()).values()) == 1
    gone = next(source.error for source in third if source.uri == server.url("/page/8"))
    assert isinstance(gone, PageGone)
    assert catalogue.source(server.url("/page/8")) is not None
    assert [page.address for page in gone_pages(catalogue)] == [server.url("/page/8")]


# --- single addresses


def test_page_comes_with_what_the_server_says(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that a source has its normalised address, its bytes, and the charset the server states."""
    server.pages["/a%20b.html"] = Reply(
        "Привет".encode("koi8-r"), headers=(("Content-Type", "text/html; charset=KOI8-R"),)
    )
    source = only(read(catalogue, QUICK, server.url("/x/../a b.html?utm_medium=x#y")))
    assert source.uri == server.url("/a%20b.html")
    assert source.content is not None
    assert (source.content.name, source.content.charset, source.content.url) == ("a b.html", "koi8-r", source.uri)
    assert source.sha256 == hashlib.sha256("Привет".encode("koi8-r")).hexdigest()


def test_unchanged_page_is_read_again_where_its_document_is_not_in(
    server: SiteServer, catalogue: CatalogueWriter
) -> None:
    """This ensures that a run that broke off before storing, a removed document and another recipe lose nothing."""
    server.page("/", TEXT.format(1))
    for _ in range(2):  # nothing is stored in between
        source = only(list(web_sources(catalogue, [server.url()], QUICK, recipe="1")))
        assert source.content is not None
    assert server.asked(304) == []
    store(catalogue, source)
    assert only(read(catalogue, QUICK, server.url())).unchanged
    assert only(read(catalogue, QUICK, server.url(), recipe="2")).content
    catalogue.remove_source(server.url())
    assert only(read(catalogue, QUICK, server.url())).content


def test_same_bytes_without_validators_are_unchanged(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that a server that knows nothing of conditions does not make a page new each time."""
    server.page("/", TEXT.format(1), tag="")
    assert only(read(catalogue, QUICK, server.url())).content
    again = only(read(catalogue, QUICK, server.url()))
    assert again.unchanged
    assert again.content is None


def test_gone_page_keeps_its_document_and_may_come_back(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that a page that is gone is reported with its last day, kept, and found again when it is back."""
    server.page("/", TEXT.format(1))
    read(catalogue, QUICK, server.url())
    known = web_page(catalogue, server.url())
    back = server.pages.pop("/")
    for _ in range(2):
        source = only(read(catalogue, QUICK, server.url()))
        assert isinstance(source.error, PageGone)
        assert known is not None
        assert known.last_fetched[:10] in source.error.reason
    assert catalogue.source(server.url()) is not None
    marked = web_page(catalogue, server.url())
    assert marked is not None
    assert (marked.status, bool(marked.gone_since)) == (404, True)
    server.pages["/"] = back
    assert only(read(catalogue, QUICK, server.url())).unchanged
    assert gone_pages(catalogue) == []


def test_page_that_never_was_is_named_by_its_reason(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that a wrong address, a refusal and a broken server are told apart."""
    server.pages["/login"] = Reply(status=401)
    server.pages["/broken"] = Reply(status=500)
    server.pages["/empty"] = Reply()
    found = read(catalogue, QUICK, *(server.url(path) for path in ("/none", "/login", "/broken", "/empty")))
    assert [type(source.error).__name__ for source in found] == [
        "PageGone",
        "PageUnreachable",
        "PageUnreachable",
        "SourceEmpty",
    ]
    assert "401" in str(found[1].error)
    assert "login" in str(found[1].error)


def test_moved_page_takes_its_document_along(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that a page that has moved for good is in once, and one that is away for a while stays."""
    for path in ("/old", "/away", "/closed"):
        server.page(path, TEXT.format(path))
        read(catalogue, QUICK, server.url(path))
    server.page("/new", TEXT.format("neuf"))
    server.page("/", TEXT.format("accueil"))
    server.pages["/old"] = Reply(status=301, headers=(("Location", "/new"),))
    server.pages["/away"] = Reply(status=302, headers=(("Location", "/new"),))
    server.pages["/closed"] = Reply(status=301, headers=(("Location", "/"),))
    found = read(catalogue, QUICK, server.url("/old"), server.url("/away"), server.url("/closed"))
    assert [source.uri for source in found] == [server.url("/new"), server.url("/")]
    assert len(retire_moved(catalogue)) == 1
    assert catalogue.source(server.url("/old")) is None
    assert catalogue.source(server.url("/away")) is not None
    assert catalogue.source(server.url("/closed")) is not None


def test_canonical_address_is_believed_where_it_can_be_right(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that a page is filed under the address it names, unless that is the front page, another site, or
    an address that gives nothing.
    """
    server.page("/", TEXT.format("accueil"))
    server.page("/charte", TEXT.format("charte"))
    named = {
        "/charte?tri=1": "/charte",
        "/a": "/",
        "/b": server.url("/charte", "localhost"),
        "/c": "/none",
    }
    for path, target in named.items():
        server.page(path, f'<link rel="canonical" href="{target}">{TEXT.format(path)}')
    expected = {"/charte?tri=1": "/charte", "/a": "/a", "/b": "/b", "/c": "/c"}
    for path, uri in expected.items():
        found = [source for source in read(catalogue, QUICK, server.url(path)) if source.content]
        assert [source.uri for source in found] == [server.url(uri)]
    again = read(catalogue, QUICK, *(server.url(path) for path in named))
    assert {source.uri for source in again if source.unchanged} == {server.url(uri) for uri in expected.values()}
    assert not any(source.content for source in again)


def test_sitemap_is_a_list_of_pages(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that a sitemap, an index of them and a packed one give their pages, and no page beyond."""
    for name in "abc":
        server.page(f"/{name}", TEXT.format(name) + '<a href="/beyond">au-delà</a>')
    server.pages["/index.xml"] = Reply(
        b"<sitemapindex><sitemap><loc>/one.xml</loc></sitemap><sitemap><loc>/two.xml.gz</loc></sitemap></sitemapindex>"
    )
    server.pages["/one.xml"] = Reply(
        b"<urlset><url><loc>/a</loc></url><url><loc>http://else.test/x</loc></url></urlset>"
    )
    server.pages["/two.xml.gz"] = Reply(
        gzip.compress(b"<urlset><url><loc>/b</loc></url><url><loc>/c</loc></url></urlset>")
    )
    found = read(catalogue, QUICK, server.url("/index.xml"))
    assert [source.uri for source in found] == [server.url("/a"), server.url("/b"), server.url("/c")]
    assert [source.unchanged for source in read(catalogue, QUICK, server.url("/two.xml.gz"))] == [True, True]


def test_crawl_keeps_to_what_is_asked_for(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that include, exclude and max-pages bound a crawl, and that what was not asked for is said."""
    paths = ["/chartes/1", "/chartes/2", "/chartes/brouillon", "/labels/1"]
    server.page("/", "".join(f'<a href="{path}">x</a>' for path in paths))
    for path in paths:
        server.page(path, TEXT.format(path))
    options = replace(QUICK, crawl=True, include=("/chartes/*",), exclude=("*brouillon",))
    found = read(catalogue, options, server.url())
    assert [source.uri for source in found] == [server.url(path) for path in ("/", *paths[:2])]
    few = only(
        [source for source in read(catalogue, replace(QUICK, crawl=True, max_pages=2), server.url()) if source.error]
    )
    assert "3 more addresses were not asked for" in str(few.error)
    assert "--max-pages 5" in str(few.error)


# --- robots.txt


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (Reply(b"User-agent: *\nDisallow: /\n\nUser-agent: Repere\nAllow: /\n"), None),
        (Reply(b"User-agent: Repere\nDisallow: /\n"), RobotsRefused),
        (Reply(b"User-agent: *\nCrawl-delay: 86400\n"), RobotsRefused),
        (Reply(status=404), None),
        (Reply(status=403), None),
        (Reply(status=500), PageUnreachable),
        (Reply(status=503), PageUnreachable),
        (Reply(status=302, headers=(("Location", "/elsewhere.txt"),)), RobotsRefused),
        (Reply(b"\xff\xfe\x00 no robots at all"), None),
        (Reply(b"User-agent: *\nDisallow: /\n" + b"#" * 600_000), RobotsRefused),
    ],
)
def test_robots_txt_is_obeyed(
    server: SiteServer, catalogue: CatalogueWriter, robots: Reply, outcome: type[Exception] | None
) -> None:
    """This ensures that rules for us and for all are kept, that none allow all, and a broken server nothing."""
    server.page("/", TEXT.format(1))
    server.pages["/robots.txt"] = robots
    server.pages["/elsewhere.txt"] = Reply(b"User-agent: *\nDisallow: /\n")
    source = only(read(catalogue, QUICK, server.url()))
    assert type(source.error) is (outcome or type(None))
    assert ("/" in server.asked()) is (outcome is None)


def test_page_asks_robots_to_leave(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that noindex and nofollow hold in a crawl, by header too, and not for a page that a person names."""
    none = (("Content-Type", HTML), ("X-Robots-Tag", "noindex, nofollow"))
    other = (("Content-Type", HTML), ("X-Robots-Tag", "otherbot: noindex"))
    server.page("/", '<a href="/none">x</a><a href="/other">y</a>')
    server.page("/none", TEXT.format(1) + '<a href="/hidden">z</a>', headers=none)
    server.page("/other", TEXT.format(2), headers=other)
    server.page("/hidden", TEXT.format(3))
    found = read(catalogue, replace(QUICK, crawl=True), server.url())
    assert [source.uri for source in found if source.content] == [server.url(), server.url("/other")]
    assert "/hidden" not in server.asked()
    assert only(read(catalogue, QUICK, server.url("/none"))).content


# --- a server that is busy, slow, broken or means harm


def test_busy_server_is_asked_again_and_no_more_than_that(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that 429 and 503 are waited for as the server asks, twice at most."""
    replies = [Reply(status=429, headers=(("Retry-After", "0"),)), Reply(status=503), Reply(b"<html>Bonjour")]
    server.pages["/"] = lambda _: replies.pop(0)
    assert only(read(catalogue, QUICK, server.url())).content
    server.pages["/busy"] = Reply(status=503)
    server.pages["/later"] = Reply(status=429, headers=(("Retry-After", "3600"),))
    found = read(catalogue, QUICK, server.url("/busy"), server.url("/later"))
    assert [type(source.error) for source in found] == [PageUnreachable, PageUnreachable]
    assert Counter(server.asked())["/busy"] == 3
    assert Counter(server.asked())["/later"] == 1


def test_headers_that_never_end_are_given_up(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that the time limit holds for the whole answer, headers too, each drop of which comes in time."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.02)

    server.pages["/"] = drip
    begun = time.monotonic()
    assert isinstance(only(read(catalogue, replace(QUICK, total_s=0.5), server.url())).error, SourceTimeout)
    assert time.monotonic() - begun < 10.0


def test_silent_host_is_left_alone_after_some_tries(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that a host that breaks off each time costs five requests and not one a page."""

    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        server.log.append(Request(handler.path, 0, 0.0, "", 0))

    for number in range(8):
        server.pages[f"/{number}"] = hang_up
    found = read(catalogue, QUICK, *(server.url(f"/{number}") for number in range(8)))
    assert [type(source.error) for source in found] == [PageUnreachable] * 8
    assert len(server.asked(0)) == 5


@pytest.mark.parametrize(
    ("encoding", "body", "outcome"),
    [
        ("gzip", gzip.compress(b"<html>Bonjour</html>"), None),
        ("GZIP", gzip.compress(b"<html>Bonjour</html>"), None),
        ("gzip", gzip.compress(b"<html>Bonjour</html>")[:-9], PageUnreachable),
        ("gzip", b"no gzip at all, but text", PageUnreachable),
        ("gzip, gzip", gzip.compress(gzip.compress(b"<html>Bonjour</html>")), PageUnreachable),
        ("br", b"\x0b\x02\x80", PageUnreachable),
        ("gzip", gzip.compress(b"0" * 300_000), SourceTooLarge),
        ("", b"0" * 300_000, SourceTooLarge),
    ],
)
def test_packed_pages_are_unpacked_within_limits(
    server: SiteServer, catalogue: CatalogueWriter, encoding: str, body: bytes, outcome: type[Exception] | None
) -> None:
    """This ensures that what is packed is read, and that damage, bombs and foreign packings are named."""
    server.pages["/"] = Reply(body, headers=(("Content-Type", HTML), ("Content-Encoding", encoding)))
    source = only(read(catalogue, QUICK, server.url()))
    assert type(source.error) is (outcome or type(None))


def test_film_is_left_at_its_headers(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that nothing is received of what no reader takes."""
    server.pages["/"] = Reply(b"0" * 1000, headers=(("Content-Type", "video/mp4"),))
    assert isinstance(only(read(catalogue, QUICK, server.url())).error, LeftOut)


# --- what must never be asked for


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take 127.0.0.1 for an address of the internet, and no other: so the rule can be tried on this machine."""
    is_public = guard.is_public
    monkeypatch.setattr(guard, "is_public", lambda ip: str(ip) == "127.0.0.1" or is_public(ip))


def test_private_addresses_are_refused(server: SiteServer, catalogue: CatalogueWriter) -> None:
    """This ensures that nothing on this machine is read unless that is asked for, and that it says how to."""
    server.page("/", TEXT.format(1))
    options = replace(QUICK, allow_private=False)
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"):
        source = only(read(catalogue, options, server.url("/", host)))
        assert isinstance(source.error, AddressRefused)
        assert "--allow-private" in source.error.advice
    assert server.log == []


@pytest.mark.usefixtures("loopback_is_public")
@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://0.0.0.0/",
        "//2130706433/",
    ],
)
def test_redirect_into_a_private_network_is_refused(
    server: SiteServer, catalogue: CatalogueWriter, target: str
) -> None:
    """This ensures that each step of a redirect is checked as the first one is."""
    server.pages["/"] = Reply(status=302, headers=(("Location", target),))
    source = only(read(catalogue, replace(QUICK, allow_private=False), server.url()))
    assert isinstance(source.error, AddressRefused)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://h/", "http://u:secret@127.0.0.1/", "javascript:x"])
def test_redirect_to_what_is_not_read_is_refused(server: SiteServer, catalogue: CatalogueWriter, target: str) -> None:
    """This ensures that a redirect can't lead to a file or give away a password, which is shown nowhere."""
    server.pages["/"] = Reply(status=302, headers=(("Location", target),))
    source = only(read(catalogue, QUICK, server.url()))
    assert isinstance(source.error, AddressRefused)
    assert "secret" not in str(source.error)


@pytest.mark.usefixtures("loopback_is_public")
def test_connection_goes_to_the_address_that_was_checked(
    server: SiteServer, catalogue: CatalogueWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that a name server that gives another address the second time gains nothing by it."""
    server.page("/", TEXT.format(1))
    answers, lookup = ["127.0.0.1", "10.0.0.1"], socket.getaddrinfo

    def rebinding(host: str, *args: Any, **kwargs: Any) -> Any:
        if host != "rebind.test":
            return lookup(host, *args, **kwargs)
        return lookup(answers.pop(0), *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    source = only(read(catalogue, replace(QUICK, allow_private=False), server.url("/", "rebind.test")))
    assert source.content
    assert answers == ["10.0.0.1"]


@pytest.mark.usefixtures("loopback_is_public")
def test_host_with_one_private_address_is_refused(
    server: SiteServer, catalogue: CatalogueWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that a public address beside a private one does not open the door."""
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80)) for host in ("127.0.0.1", "192.168.1.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: both)
    source = only(read(catalogue, replace(QUICK, allow_private=False), server.url("/", "both.test")))
    assert isinstance(source.error, AddressRefused)
    assert server.log == []


def test_password_is_written_nowhere(server: SiteServer, catalogue: CatalogueWriter, home: Home) -> None:
    """This ensures that an address with a password is refused, and that neither source nor catalogue repeats it."""
    server.page("/", f'<a href="http://u:geheim@127.0.0.1:{server.port}/x">x</a>')
    named = f"http://user:geheim@127.0.0.1:{server.port}/"
    found = read(catalogue, replace(QUICK, crawl=True), named, server.url())
    assert isinstance(found[0].error, AddressRefused)
    assert "geheim" not in repr(found[0]) + str(found[0].error)
    catalogue.compact()
    assert b"geheim" not in home.catalogue.read_bytes()
    assert "/x" not in server.asked()


def test_proxies_of_the_environment_are_not_used(
    server: SiteServer, catalogue: CatalogueWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that a connection ends where it was checked to end, whatever the environment says."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.page("/", TEXT.format(1))
    assert only(read(catalogue, QUICK, server.url())).content


def test_fetcher_takes_the_beginning_where_that_is_enough(server: SiteServer) -> None:
    """This ensures that `cut` gives what there is up to the limit, packed or not."""
    server.pages["/"] = Reply(b"0123456789" * 10)
    with Fetcher(QUICK) as fetcher:
        assert fetcher.get(server.url(), max_bytes=12, cut=True).data == b"012345678901"


def test_documents_of_a_site_are_in_the_catalogue_under_their_addresses(
    server: SiteServer, catalogue: CatalogueWriter, home: Home
) -> None:
    """This ensures that what is known of a page is written down with its dates and links."""
    server.page("/", TEXT.format(1) + '<a href="/b#c">b</a>')
    read(catalogue, QUICK, server.url())
    with Catalogue.open(home) as reader:
        page = web_page(reader, server.url())
        assert page is not None
        assert (page.final, page.canonical, page.status) == (server.url(), server.url(), 200)
        assert page.links == (server.url("/b"),)
        assert page.etag
        assert page.first_seen == page.last_fetched or page.first_seen < page.last_fetched
