"""What the command line tells of pages that are gone from the web and whose documents are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.web import WebPage


def gone_at(pages: Iterable[WebPage], uris: Sequence[str]) -> list[WebPage]:
    """Those of the gone pages that documents at `uris` came from: the page, or what lay in an archive there."""
    places = {uri.partition("#")[0] for uri in uris}
    return [page for page in pages if page.address in places]


def gone_json(pages: Iterable[WebPage]) -> list[dict[str, str]]:
    """The same as JSON values; `last_there` is empty where the page never was."""
    return [{"address": page.address, "gone_since": page.gone_since, "last_there": page.last_fetched} for page in pages]


def gone_lines(pages: Iterable[WebPage]) -> list[str]:
    """The same for people, one line a page."""
    return [
        f"{'gone':13} {page.address} (since {page.gone_since[:10]}"
        + (f", last there on {page.last_fetched[:10]})" if page.last_fetched else ")")
        for page in pages
    ]
