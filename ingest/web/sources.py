"""Addresses become sources: one page each, the pages of a sitemap, or, with a crawl, the pages of a site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from corpus.errors import AddressRefused, LeftOut, PageGone, PageUnreachable, RobotsRefused, SourceError
from corpus.web import held_addresses
from corpus.writer import CatalogueWriter
from ingest.extract.base import DEFAULT_READING, ReadOptions
from ingest.source import Source
from ingest.web.addresses import Site, join, normalise, origin, shown
from ingest.web.fetch import Fetcher
from ingest.web.frontier import Frontier, Step
from ingest.web.options import WebOptions
from ingest.web.redirects import next_address
from ingest.web.robots import Robots
from ingest.web.sitemaps import Entry, Sitemap, read_sitemap
from ingest.web.visit import GONE, REFUSED, Visit, Visitor

MAX_SITEMAPS = 100
"""Files of one site; each may name 50,000 pages."""

MAX_SITEMAP_BYTES = 50 * 1024 * 1024
"""What the protocol allows (sitemaps.org)."""


def web_sources(
    catalogue: CatalogueWriter,
    addresses: Sequence[str],
    options: WebOptions | None = None,
    *,
    reading: ReadOptions = DEFAULT_READING,
    recipe: str | None = None,
) -> Iterator[Source]:
    """The sources at these addresses, asked for as they are taken.

    A page that is new or has changed comes with its content; its `uri` is its canonical address. One that is as the
    catalogue has it comes as `unchanged`, read by `recipe` where that is given. What failed comes with its error, what
    a crawl passed over with `LeftOut`. What the web says is written down in the catalogue meanwhile.
    """
    options = options or WebOptions()
    with Fetcher(options) as fetcher:
        visitor = Visitor(catalogue, fetcher, Robots(fetcher, options), options, reading, recipe)
        for text in addresses:
            try:
                address = normalise(text)
            except AddressRefused as error:
                yield Source(shown(text), error=error)
            else:
                yield from _read(visitor, address)


def _read(visitor: Visitor, address: str) -> Iterator[Source]:
    first = visitor.visit(address)
    yield from first.sources
    if not first.final or not (visitor.options.crawl or first.sitemap):
        return
    yield from _Walk(visitor, first.final, first).run()


@dataclass(slots=True)
class _Walk:
    """The way through one site. `changed` is when the pages of its sitemaps say that they were last changed."""

    visitor: Visitor
    start: str
    first: Visit
    changed: dict[str, datetime] = field(default_factory=dict)
    frontier: Frontier = field(init=False)

    def __post_init__(self) -> None:
        self.frontier = Frontier(Site.of(self.start), self.visitor.options, self.start.startswith("https://"))
        self.frontier.known |= self.visitor.done

    def run(self) -> Iterator[Source]:
        """Nearest pages first; then those that are in and that nothing leads to any more."""
        crawl = self.visitor.options.crawl
        self.frontier.offer(self.first.links, depth=1)
        yield from self._sitemaps()
        yield from self._steps(follow=crawl)
        if crawl:
            self.frontier.offer(held_addresses(self.visitor.catalogue), depth=self.visitor.options.max_depth)
            yield from self._steps(follow=False)
        yield from self._left_out()

    def _steps(self, *, follow: bool) -> Iterator[Source]:
        while self.visitor.asked < self.visitor.options.max_pages and (step := self.frontier.take()):
            visit = self._visit(step)
            if visit.left_out:
                self.frontier.leave(step.address, visit.left_out)
            if follow:
                self.frontier.offer(visit.links, depth=step.depth + 1)
            yield from visit.sources

    def _visit(self, step: Step) -> Visit:
        visitor = self.visitor
        if step.address in visitor.done:
            return Visit()
        changed, held = self.changed.get(step.address), visitor.held(step.address)
        itself = held is not None and held.listed and held.canonical == held.address and not held.gone_since
        if changed and held and itself and changed < datetime.fromisoformat(held.last_fetched):
            return visitor.unchanged(step.address, held)
        try:
            visitor.robots.check(step.address)
        except RobotsRefused:
            return Visit(left_out=REFUSED)
        except SourceError:
            pass  # the visit meets it again and reports it
        return visitor.visit(step.address, site=self.frontier.site)

    def _sitemaps(self) -> Iterator[Source]:
        """Take the entries of the site's sitemaps; those that can't be read are sources with their errors."""
        if self.first.sitemap:
            waiting = self._take(self.first.sitemap, self.start)
            guessed = False
        else:
            named = self.visitor.robots.sitemaps(self.start)
            guessed = not named
            waiting = [Entry(address) for address in named] or [Entry("/sitemap.xml")]
        seen = {self.start}
        while waiting and len(seen) <= MAX_SITEMAPS:
            address = join(origin(self.start) + "/", waiting.pop(0).address)
            if address is None or address in seen:
                continue
            seen.add(address)
            try:
                waiting += self._take(self._sitemap(address), address)
            except SourceError as error:
                if not guessed:
                    yield Source(address, error=error)

    def _sitemap(self, address: str) -> Sitemap:
        visitor, chain = self.visitor, [address]
        while True:
            visitor.robots.check(chain[-1])
            answer = visitor.fetcher.get(chain[-1], max_bytes=MAX_SITEMAP_BYTES, unread=())
            there = next_address(answer, chain)
            if there is None:
                break
            chain.append(there)
        if answer.status in GONE:
            raise PageGone(f"The sitemap {address} is not there ({answer.status})")
        if not answer.data:
            raise PageUnreachable(f"The sitemap {address} can't be read: the server answers {answer.status}")
        return read_sitemap(answer.data, name=address, max_bytes=MAX_SITEMAP_BYTES)

    def _take(self, sitemap: Sitemap, place: str) -> list[Entry]:
        """Offer the pages of a sitemap; gives the sitemaps of an index."""
        for entry in sitemap.pages:
            address = join(place, entry.address)
            if address is not None:
                self.frontier.offer([address], depth=1, rank=1)
                if entry.changed and address in self.frontier.known:
                    self.changed[address] = entry.changed
        return list(sitemap.sitemaps)

    def _left_out(self) -> Iterator[Source]:
        frontier, options = self.frontier, self.visitor.options
        for reason, count in sorted(frontier.counts.items()):
            examples = ", ".join(frontier.left_out[reason])
            more = ", …" if count > len(frontier.left_out[reason]) else ""
            yield Source(self.start, error=LeftOut(f"{count:,} left out of {self.start} ({reason}): {examples}{more}"))
        if len(frontier):
            yield Source(
                self.start,
                error=LeftOut(
                    f"{self.start}: {len(frontier):,} more addresses were not asked for, since {options.max_pages:,}"
                    " pages were",
                    advice=f"Ask for more with --max-pages {options.max_pages + len(frontier)}",
                ),
            )
