"""What may be asked of the web, and how politely: every limit in one place, each with its reason."""

from __future__ import annotations

import importlib.metadata
import re
from dataclasses import dataclass

from corpus.errors import OptionRefused

VERSION = importlib.metadata.version("repere")
USER_AGENT = f"Repere/{VERSION} (document search; reads what its user names, obeys robots.txt)"


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How addresses are read. Times in seconds, sizes in bytes. Raises `OptionRefused` where a value can't be meant.

    `crawl` follows links within the site. `include` and `exclude` are globs of a crawl's addresses: a pattern that
    begins with `/` is held against path and query, another against the whole address. `delay_s` is the least time
    between two requests to one host; a longer one that robots.txt asks for is kept. `allow_private` permits addresses
    of private networks.
    """

    crawl: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_private: bool = False

    # A town's server is made for some readers at a time; one request a second is one of them.
    delay_s: float = 1.0
    # A robots.txt that asks for more than this is taken for a request to stay away.
    max_delay_s: float = 60.0

    # Eight minutes at one page a second. Who wants more says so.
    max_pages: int = 500
    # Links from the start. Lists of several pages are the longest ways that people go.
    max_depth: int = 10
    # Addresses that differ in their query only: a calendar or a search form makes them without end.
    max_queries: int = 100

    # HTML is read while crawling and once more in extraction; documents as large as files may be (ingest.source).
    max_page_bytes: int = 10 * 1024 * 1024
    max_document_bytes: int = 200 * 1024 * 1024

    connect_s: float = 15.0
    # Between two pieces of an answer.
    read_s: float = 30.0
    # One answer as a whole, so that a page that never ends does end.
    total_s: float = 180.0
    # After 429 or 503 without Retry-After; doubled with each attempt.
    retry_s: float = 5.0
    retries: int = 2

    user_agent: str = USER_AGENT

    @property
    def robots_name(self) -> str:
        """The name that robots.txt is asked about: the user agent's first word."""
        return re.split(r"[/\s(]", self.user_agent.strip(), maxsplit=1)[0]

    def __post_init__(self) -> None:
        for name in ("max_pages", "max_depth", "max_queries", "max_page_bytes", "max_document_bytes"):
            if getattr(self, name) < 1:
                raise OptionRefused(f"{name.replace('_', '-')} is {getattr(self, name)}; it has to be at least 1")
        for name in ("connect_s", "read_s", "total_s", "max_delay_s"):
            if not 0 < getattr(self, name) < float("inf"):
                raise OptionRefused(f"{name} is {getattr(self, name)}; it has to be a number of seconds above 0")
        for name in ("delay_s", "retry_s", "retries"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise OptionRefused(f"{name} is {getattr(self, name)}; it has to be 0 or more")
        if (self.include or self.exclude) and not self.crawl:
            raise OptionRefused("include and exclude choose among the pages of a crawl", advice="Add --crawl")
        if not self.user_agent.isprintable() or not self.user_agent.isascii() or not self.user_agent.strip():
            raise OptionRefused("The user agent has to be a line of ASCII text")
