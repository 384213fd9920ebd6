"""What a crawl has still to ask for, and what it leaves out: other sites, what is not wanted, and traps without end."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from ingest.web.addresses import MAX_LENGTH, Site, suffix_of, target
from ingest.web.options import WebOptions

# Not pages and not documents: nothing is lost, and a request is saved.
ASSETS = frozenset(
    {".7z", ".avi", ".bmp", ".css", ".dmg", ".eot", ".exe", ".flac", ".gif", ".gz", ".ico", ".ics", ".iso", ".jpeg"}
    | {".jpg", ".js", ".json", ".m4a", ".m4v", ".map", ".mov", ".mp3", ".mp4", ".mpeg", ".mpg", ".ogg", ".ogv", ".otf"}
    | {".png", ".rar", ".rss", ".svg", ".tar", ".tgz", ".tif", ".tiff", ".ttf", ".vcf", ".wav", ".webm", ".webp"}
    | {".wmv", ".woff", ".woff2"}
)
DOCUMENTS = frozenset(
    {".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".ppt", ".pptx", ".odp", ".xls", ".xlsx", ".ods", ".csv", ".txt"}
    | {".md"}
)
"""Followed to hosts below the site's own too: `docs.ville.fr` for `www.ville.fr`."""

MAX_SEGMENTS = 16
"""Parts of a path: a year, a month, a day, a rubric of five levels and a page are ten."""

MAX_REPEATS = 3
"""How often one part may stand in a path. `/a/b/a/b/a/b/` is made by a relative link on a page that answers to any."""

MAX_KNOWN = 200_000
"""Addresses of one site that are kept in mind: some 60 MB. The sitemaps of a site may name millions."""

EXAMPLES = 5


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """An address to ask for. The nearest to the start come first, links before entries of a sitemap."""

    depth: int
    rank: int
    number: int
    address: str = field(compare=False)


@dataclass(slots=True)
class Frontier:
    """The addresses of one site's crawl, each once. `secure` says that the site is read by https."""

    site: Site
    options: WebOptions
    secure: bool = False
    known: set[str] = field(default_factory=set)
    left_out: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    _steps: list[Step] = field(default_factory=list)
    _queries: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self._steps)

    def offer(self, addresses: Iterable[str], *, depth: int, rank: int = 0) -> None:
        """Take those of these normalised addresses that are new and wanted. Those of a trap are counted in `counts`,
        by reason, with some examples in `left_out`.
        """
        for address in map(self._secured, addresses):
            if address in self.known or not self._is_wanted(address):
                continue
            if len(self.known) >= MAX_KNOWN:
                self.leave(address, f"beyond the first {MAX_KNOWN:,} addresses of the site")
                continue
            self.known.add(address)
            if reason := self._trap(address, depth):
                self.leave(address, reason)
            else:
                heapq.heappush(self._steps, Step(depth, rank, len(self.known), address))

    def leave(self, address: str, reason: str) -> None:
        """Count an address as left out."""
        self.counts[reason] += 1
        if len(self.left_out[reason]) < EXAMPLES:
            self.left_out[reason].append(address)

    def take(self) -> Step | None:
        """The next address; None where there is none."""
        return heapq.heappop(self._steps) if self._steps else None

    def _secured(self, address: str) -> str:
        """An old `http:` link within a site that is read by https: the same page, and one request instead of two."""
        insecure = self.secure and address.startswith("http://") and urlsplit(address).port is None
        return f"https://{address.removeprefix('http://')}" if insecure and self.site.has(address) else address

    def _is_wanted(self, address: str) -> bool:
        suffix = suffix_of(address)
        at_home = self.site.has(address) or (suffix in DOCUMENTS and self.site.lends(address))
        if not at_home or suffix in ASSETS:
            return False
        include, exclude = self.options.include, self.options.exclude
        return (not include or fits(address, include)) and not fits(address, exclude)

    def _trap(self, address: str, depth: int) -> str | None:
        """Why an address is taken for a part of a trap; None where it is not."""
        segments = [part for part in urlsplit(address).path.split("/") if part]
        if depth > self.options.max_depth:
            return f"more than {self.options.max_depth} links from the start"
        if len(address) > MAX_LENGTH:
            return f"longer than {MAX_LENGTH:,} characters"
        if len(segments) > MAX_SEGMENTS or any(count >= MAX_REPEATS for count in Counter(segments).values()):
            return "a path that goes on without end"
        page, _, query = address.partition("?")
        if query:
            self._queries[page] += 1
            if self._queries[page] > self.options.max_queries:
                return f"more than {self.options.max_queries} queries to one page"
        return None


def fits(address: str, patterns: Iterable[str]) -> bool:
    """Whether an address fits one of these globs: held against path and query where they begin with `/`."""
    path = target(address)
    return any(fnmatchcase(path if pattern.startswith("/") else address, pattern) for pattern in patterns)
