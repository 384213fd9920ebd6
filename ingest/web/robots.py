"""robots.txt, as RFC 9309 has it: asked once a host; none means that all is allowed, a broken one that nothing is."""

from __future__ import annotations

from dataclasses import dataclass, field

from protego import Protego

from corpus.errors import PageUnreachable, RobotsRefused, SourceError
from ingest.web.addresses import origin
from ingest.web.fetch import TRY_AGAIN, Answer, Fetcher
from ingest.web.options import WebOptions
from ingest.web.redirects import next_address

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least so much has to be read
MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2


@dataclass(slots=True)
class Robots:
    """What the hosts that were asked in this run allow."""

    fetcher: Fetcher
    options: WebOptions
    _rules: dict[str, Protego | SourceError] = field(default_factory=dict)

    def check(self, address: str) -> None:
        """Raise `RobotsRefused` where this address is not allowed, or what kept its robots.txt from being read."""
        if not self._rules_of(origin(address)).can_fetch(address, self.options.robots_name):
            raise RobotsRefused(
                f"{origin(address)}/robots.txt asks programs to leave {address} alone",
                advice="Save the page from the browser and ingest the file",
            )

    def sitemaps(self, address: str) -> list[str]:
        """The sitemaps that the host of an address names, as it wrote them."""
        return list(self._rules_of(origin(address)).sitemaps)

    def _rules_of(self, place: str) -> Protego:
        if place not in self._rules:
            try:
                self._rules[place] = self._read(place)
            except SourceError as error:
                self._rules[place] = error
        rules = self._rules[place]
        if isinstance(rules, SourceError):
            raise type(rules)(rules.reason, advice=rules.advice) from rules
        return rules

    def _read(self, place: str) -> Protego:
        answer = self._answer(f"{place}/robots.txt")
        if answer.status in TRY_AGAIN or answer.status >= 500:
            raise PageUnreachable(
                f"{place}/robots.txt can't be read now ({answer.status}), so that nothing of it is asked for",
                advice="Try again later",
            )
        rules = Protego.parse(answer.data.decode("utf-8-sig", errors="replace"))
        delay_s = float(rules.crawl_delay(self.options.robots_name) or 0.0)
        if delay_s > max(self.options.max_delay_s, self.options.delay_s):
            raise RobotsRefused(
                f"{place}/robots.txt asks for {delay_s:,.0f} s between two requests, which is longer than is waited",
                advice=f"If there is time, add --delay {delay_s:.0f}",
            )
        self.fetcher.slow_down(place, delay_s)
        return rules

    def _answer(self, address: str) -> Answer:
        chain = [address]
        while True:
            answer = self.fetcher.get(chain[-1], max_bytes=MAX_BYTES, cut=True, unread=())
            if len(chain) > MAX_REDIRECTS:
                return Answer(address, 404)  # RFC 9309: it may be taken for none
            there = next_address(answer, chain)
            if there is None:
                return answer
            chain.append(there)
