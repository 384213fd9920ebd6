"""What the web said of each address when it was last asked: validators, where it led, when it was there.

It says nothing of whether the document is in: a page counts as held only where the catalogue has its very bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from corpus.catalogue import Catalogue
from corpus.writer import CatalogueWriter, now


@dataclass(frozen=True, slots=True)
class WebPage:
    """What is known of one address. Addresses are normalised; times as the catalogue writes them, or empty.

    `final` is where redirects ended and `canonical` the address that the document is filed under. `listed` is False
    where the page asks not to be indexed, so that it was read for its links only. `links` are the addresses on it that
    a crawl may follow, in their order. `last_fetched` is the last time that the page was there, `gone_since` the first
    time that it was not. `etag`, `last_modified` and `charset` are what its server said, empty where it said nothing.
    """

    address: str
    final: str
    canonical: str
    status: int
    sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    charset: str = ""
    listed: bool = True
    links: tuple[str, ...] = ()
    first_seen: str = ""
    last_fetched: str = ""
    gone_since: str = ""


_COLUMNS = (
    "address, final, canonical, status, sha256, etag, last_modified, charset, listed, links, "
    "first_seen, last_fetched, gone_since"
)


def web_page(catalogue: Catalogue, address: str) -> WebPage | None:
    """What is known of an address; None where it was never asked for."""
    rows = catalogue.rows(f"SELECT {_COLUMNS} FROM web_pages WHERE address = ?", (address,))
    return _page_of(rows[0]) if rows else None


# An archive has no document of its own: what it held is at addresses within it.
_IS_IN = "EXISTS (SELECT 1 FROM sources WHERE uri = address OR container = address)"


def held_addresses(catalogue: Catalogue) -> list[str]:
    """The addresses that are there, as far as is known, and whose documents are in, in alphabetical order."""
    rows = catalogue.rows(
        f"""SELECT address FROM web_pages
        WHERE canonical = address AND final = address AND gone_since = '' AND {_IS_IN} ORDER BY address"""
    )
    return [row["address"] for row in rows]


def gone_pages(catalogue: Catalogue) -> list[WebPage]:
    """The pages that are gone and whose documents are kept, in alphabetical order."""
    rows = catalogue.rows(f"SELECT {_COLUMNS} FROM web_pages WHERE gone_since <> '' AND {_IS_IN} ORDER BY address")
    return [_page_of(row) for row in rows]


def is_held(catalogue: Catalogue, page: WebPage, *, recipe: str | None = None) -> bool:
    """Whether nothing is lost if this page is found unchanged and not read again.

    The catalogue has the very bytes at the page's address, or all that was in them, read by `recipe` where one is
    given; or the page stands for another one whose document is in; or it asks not to be indexed.
    """
    if not page.sha256:
        return False
    if not page.listed or _is_whole(catalogue, page, recipe):
        return True
    state = catalogue.source(page.canonical)
    if state is None or _is_message(catalogue, state.doc_id):  # a message is stored before what is attached to it
        return False
    return page.canonical != page.address or (
        state.sha256 == page.sha256 and (recipe is None or state.recipe == recipe)
    )


def _is_whole(catalogue: Catalogue, page: WebPage, recipe: str | None) -> bool:
    rows = catalogue.rows("SELECT sha256, recipe FROM whole_containers WHERE uri = ?", (page.canonical,))
    return any(row["sha256"] == page.sha256 and recipe in (None, row["recipe"]) for row in rows)


def _is_message(catalogue: Catalogue, doc_id: str) -> bool:
    sql = "SELECT 1 FROM documents WHERE doc_id = ? AND media_type = 'message/rfc822'"
    return bool(catalogue.rows(sql, (doc_id,)))


def keep_whole(catalogue: CatalogueWriter, uri: str, sha256: str, recipe: str) -> None:
    """Write down that all that these bytes hold, an archive's members or a message's attachments, is in.

    It counts until one of them goes.
    """
    with catalogue.transaction(revise=False):
        catalogue.write("INSERT OR REPLACE INTO whole_containers VALUES (?, ?, ?)", (uri, sha256, recipe))


def keep_page(catalogue: CatalogueWriter, page: WebPage) -> None:
    """Write down what an address gave just now, in place of what was known; `first_seen` stays."""
    known, moment = web_page(catalogue, page.address), now()
    with catalogue.transaction(revise=False):
        catalogue.write(
            f"INSERT OR REPLACE INTO web_pages ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                page.address,
                page.final,
                page.canonical,
                page.status,
                page.sha256,
                page.etag,
                page.last_modified,
                page.charset,
                page.listed,
                json.dumps(page.links),
                known.first_seen if known else moment,
                moment,
                "",
            ),
        )


def keep_gone(catalogue: CatalogueWriter, address: str, status: int) -> WebPage:
    """Write down that an address gives nothing any more (404, 410); gives what is known of it now."""
    moment = now()
    with catalogue.transaction(revise=False):
        catalogue.write(
            f"""INSERT INTO web_pages ({_COLUMNS}) VALUES (?1,?1,?1,?2,'','','','',1,'[]',?3,'',?3)
            ON CONFLICT (address) DO UPDATE SET status = ?2, etag = '', last_modified = '',
            gone_since = CASE gone_since WHEN '' THEN ?3 ELSE gone_since END""",
            (address, status, moment),
        )
    found = web_page(catalogue, address)
    if found is None:
        raise AssertionError  # it was written above
    return found


def retire_moved(catalogue: CatalogueWriter) -> list[str]:
    """Remove the documents of addresses that lead to another one now, where that one's document is in: they are earlier
    versions of it, and go into its history.

    Gives the hashes of the originals that can be deleted.
    """
    rows = catalogue.rows(
        """SELECT address, canonical FROM web_pages
        JOIN sources old ON old.uri = address JOIN sources new ON new.uri = canonical
        WHERE canonical <> address ORDER BY address"""
    )
    gone: list[str] = []
    with catalogue.transaction(revise=bool(rows)):
        for row in rows:
            catalogue.write(_INTO_HISTORY, (row["canonical"], now(), row["address"]))
            catalogue.write(
                "UPDATE OR REPLACE replaced_versions SET uri = ? WHERE uri = ?", (row["canonical"], row["address"])
            )
            gone += catalogue.remove_source(row["address"])
    return gone


# The document of an address becomes an earlier version of another address, unless that one has the very same.
_INTO_HISTORY = """INSERT OR REPLACE INTO replaced_versions (uri, doc_id, title, ingested_at, replaced_at)
    SELECT ?1, d.doc_id, d.title, d.ingested_at, ?2 FROM sources s JOIN documents d USING (doc_id)
    WHERE s.uri = ?3 AND d.doc_id NOT IN (SELECT doc_id FROM sources WHERE uri = ?1)"""


def _page_of(row: Any) -> WebPage:  # a row of SQLite, which is not imported here
    return WebPage(**{**dict(row), "listed": bool(row["listed"]), "links": tuple(json.loads(row["links"]))})
