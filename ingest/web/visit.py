"""One address of the web, from the first request to a source: its redirects, what is known of it, what it says.

A page is asked for conditionally only where the catalogue holds what it gave last time, so that a run that broke off
between reading and storing loses nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from corpus.errors import LeftOut, PageGone, PageUnreachable, RobotsRefused, SourceEmpty, SourceError
from corpus.web import WebPage, is_held, keep_gone, keep_page, web_page
from corpus.writer import CatalogueWriter
from ingest.extract.base import DEFAULT_READING, Content, ReadOptions
from ingest.source import Source
from ingest.web.addresses import Site, name_of, suffix_of
from ingest.web.fetch import PAGES, UNREAD, Answer, Fetcher, Validators
from ingest.web.frontier import DOCUMENTS
from ingest.web.links import PageFacts, canonical_of_header, header_directives, page_facts
from ingest.web.options import WebOptions
from ingest.web.redirects import next_address
from ingest.web.robots import Robots
from ingest.web.sitemaps import Sitemap, is_sitemap, read_sitemap

NOT_MODIFIED = 304
GONE = frozenset({404, 410})
PERMANENT = frozenset({301, 308})

ALIAS = "another address of a page that is read"
REFUSED = "robots.txt asks programs to leave them alone"
NOT_LISTED = "the page asks not to be indexed"
ABSENT = "linked there and not found"
ELSEWHERE = "it leads to another site"

_ADVICE = {
    401: "It needs a login: save it from the browser and ingest the file",
    403: "The site refuses programs, or needs a login: save it from the browser and ingest the file",
    429: "The site is asked too often: try again later, with a longer --delay",
    451: "It is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of one address: its sources, its links, and where it was in the end (empty where that failed or was
    known). `left_out` is the reason why a page was passed over. `sitemap` is what was there instead of a page.
    """

    sources: tuple[Source, ...] = ()
    links: tuple[str, ...] = ()
    final: str = ""
    left_out: str = ""
    sitemap: Sitemap | None = None


@dataclass(slots=True)
class Visitor:
    """Visits addresses, each at most once. `asked` counts the visits that made a request; `done` are the addresses that
    were asked for, `found` those whose documents were given out.
    """

    catalogue: CatalogueWriter
    fetcher: Fetcher
    robots: Robots
    options: WebOptions
    reading: ReadOptions = DEFAULT_READING
    recipe: str | None = None
    asked: int = 0
    done: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    _naming: bool = False

    def visit(self, address: str, *, site: Site | None = None) -> Visit:
        """Visit a normalised address: one that a person has named or, with `site`, one that was found in its crawl.

        A page that a person has named is read even where it asks not to be indexed. Failures are sources too.
        """
        if address in self.done:
            return Visit()
        self.asked += 1
        chain, statuses = [address], list[int]()
        try:
            answer = self._answer(chain, statuses, site)
            if answer is None:
                left = ELSEWHERE if site and chain[-1] not in self.done else ""
                return Visit(left_out=left)
            return self._arrived(chain, statuses, answer, site)
        except RobotsRefused as error:
            refused = error if site is None else LeftOut(error.reason)
            return Visit((Source(address, error=refused),))
        except SourceError as error:
            return Visit((Source(address, error=error),))

    def unchanged(self, address: str, page: WebPage) -> Visit:
        """The visit of a page that is known to be as it was, without a request."""
        self.done.add(address)
        self.found.add(page.canonical)
        return Visit((Source(page.canonical, page.sha256, unchanged=True),), page.links, address)

    def held(self, address: str) -> WebPage | None:
        """What is known of an address, where its document is in just as it was read last time."""
        page = web_page(self.catalogue, address)
        return page if page and is_held(self.catalogue, page, recipe=self.recipe) else None

    def _answer(self, chain: list[str], statuses: list[int], site: Site | None) -> Answer | None:
        """The answer at the end of the redirects, which are added to `chain`; None where they lead to a page that was
        visited, or out of the site.
        """
        unread = UNREAD if site is None else (*UNREAD, "image/")
        while True:
            here = chain[-1]
            self.done.add(here)
            self.robots.check(here)
            known = self.held(here)
            wanted = known is not None and (known.listed or site is not None)
            validators = Validators(known.etag, known.last_modified) if known and wanted else None
            answer = self.fetcher.get(here, validators, unread=unread)
            there = next_address(answer, chain)
            if there is None:
                return answer
            chain.append(there)
            statuses.append(answer.status)
            if there in self.done:
                seen = web_page(self.catalogue, there)
                self._keep_hops(chain, statuses, seen.canonical if seen else there)
                return None
            if site and not (site.has(there) or (suffix_of(there) in DOCUMENTS and site.lends(there))):
                return None

    def _arrived(self, chain: list[str], statuses: list[int], answer: Answer, site: Site | None) -> Visit:
        final = chain[-1]
        if answer.status in GONE:
            kept = self._keep_gone(chain, answer.status)
            if site is not None and not kept:
                return Visit(left_out=f"{ABSENT} ({answer.status})")
            raise _gone(chain[0], answer.status, kept)
        if answer.status == NOT_MODIFIED and (known := self.held(final)):
            return self._page(chain, statuses, answer, replace(known, status=NOT_MODIFIED), site)
        if not 200 <= answer.status < 300:
            raise PageUnreachable(
                f"{final} can't be read: the server answers {answer.status}",
                advice=_ADVICE.get(answer.status, "Try again later"),
            )
        if not answer.data.strip():
            raise SourceEmpty(f"{final} is empty", advice="Look at it in a browser")
        if site is None and (sitemap := self._sitemap(answer)):
            return Visit(final=final, sitemap=sitemap)
        facts = self._facts(answer)
        page = WebPage(
            address=final,
            final=final,
            canonical=_believed(facts.canonical, final),
            status=answer.status,
            sha256=hashlib.sha256(answer.data).hexdigest(),
            etag=answer.validators.etag,
            last_modified=answer.validators.last_modified,
            charset=answer.charset or "",
            listed=facts.listed or site is None,
            links=facts.links,
        )
        return self._page(chain, statuses, answer, page, site)

    def _page(self, chain: list[str], statuses: list[int], answer: Answer, page: WebPage, site: Site | None) -> Visit:
        """A page that was found, new or as it was: kept in mind, and given out as a source."""
        if page.canonical != page.address:
            other = self._canonical(page)
            if page.canonical in self.found:
                self._keep(chain, statuses, page)
                return Visit(other.sources, (*page.links, *other.links), page.address, ALIAS)
            if not answer.data:  # it was not sent, since the other address was to have it
                keep_page(self.catalogue, replace(page, sha256=""))
                self.done.discard(page.address)
                return self.visit(page.address, site=site)
            page = replace(page, canonical=page.address)
        before = self.held(page.address)
        self._keep(chain, statuses, page)
        if not page.listed:
            return Visit((), page.links, page.address, NOT_LISTED)
        self.found.add(page.canonical)
        same = before and before.listed and (before.sha256, before.canonical) == (page.sha256, page.canonical)
        if same or not answer.data:
            return self.unchanged(page.address, page)
        content = Content(name_of(page.address), answer.data, self.reading, page.address, answer.charset)
        return Visit((Source(page.canonical, page.sha256, content),), page.links, page.address)

    def _canonical(self, page: WebPage) -> Visit:
        """The visit of the address that a page names as its own; what that one names in turn is not asked for."""
        if page.canonical in self.done or self._naming:
            return Visit()
        self._naming = True
        try:
            return self.visit(page.canonical, site=Site.of(page.address))
        finally:
            self._naming = False

    def _keep(self, chain: list[str], statuses: list[int], page: WebPage) -> None:
        keep_page(self.catalogue, page)
        self._keep_hops(chain, statuses, page.canonical)
        for address in {*chain, page.canonical}:
            self.catalogue.forget_failures(address)

    def _keep_hops(self, chain: list[str], statuses: list[int], canonical: str) -> None:
        """Note where each address before the last has led. It has moved there where every step says that it is for
        good, and not to the front page, which is where sites send the readers of what they have taken away.
        """
        final = chain[-1]
        for number, address in enumerate(chain[:-1]):
            for_good = PERMANENT.issuperset(statuses[number:]) and (not _is_front(final) or _is_front(address))
            keep_page(
                self.catalogue,
                WebPage(address, final, canonical if for_good else address, statuses[number]),
            )

    def _keep_gone(self, chain: list[str], status: int) -> str:
        """Note that the last address is gone, and those that led to it and have a document. Gives the time when the
        document that is kept was last there, empty where there is none.
        """
        kept = ""
        for address in chain:
            has_document = self.catalogue.source(address) is not None or bool(self.catalogue.sources_in(address))
            if has_document or address == chain[-1]:
                page = keep_gone(self.catalogue, address, status)
                kept = kept or (page.last_fetched or page.first_seen if has_document else "")
        return kept

    def _facts(self, answer: Answer) -> PageFacts:
        facts = PageFacts()
        name = self.options.robots_name
        if answer.media_type in PAGES:
            facts = page_facts(answer.data, answer.address, answer.charset, robots_name=name)
        listed, followed = header_directives(answer.robots, robots_name=name)
        return PageFacts(
            facts.links if followed else (),
            facts.canonical or canonical_of_header(answer.links, answer.address),
            facts.listed and listed,
        )

    def _sitemap(self, answer: Answer) -> Sitemap | None:
        if not (is_sitemap(answer.data) or answer.address.endswith(".xml.gz")):
            return None
        return read_sitemap(answer.data, name=answer.address, max_bytes=self.options.max_document_bytes)


def _gone(address: str, status: int, kept: str) -> PageGone:
    if not kept:
        return PageGone(f"{address} is not there ({status})", advice="Check the address in a browser")
    return PageGone(
        f"{address} is gone ({status}). It was last there on {kept[:10]}; its document is kept as it was",
        advice=f"To remove it: repere remove {address}",
    )


def _believed(canonical: str | None, address: str) -> str:
    """The canonical address that a page names, where it can be right: within the site, and not the front page for all
    of them, as a template gives it that was never filled in.
    """
    if canonical is None or not Site.of(address).has(canonical) or (_is_front(canonical) and not _is_front(address)):
        return address
    return canonical


def _is_front(address: str) -> bool:
    return urlsplit(address).path in ("", "/")
