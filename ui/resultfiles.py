"""The results of a search as files to take along: a table, data, a document to look at. Pure.

The document for a word processor is in `ui.wordfile`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from html import escape

from search import Hit, Result
from search.columns import HIT_COLUMNS, result_rows
from search.writing import text_writer
from ui.texts.wording import Wording
from ui.views.hits import page_text
from ui.views.markup import is_web_address, lang_attribute, marked, title_of, visible


def as_csv(result: Result) -> bytes:
    """The columns of `repere batch`; with a mark that tells spreadsheets that it is UTF-8."""
    stream = io.StringIO()
    text_writer(stream, ".csv", HIT_COLUMNS)(result_rows("", result.query.text, result))
    return stream.getvalue().encode("utf-8-sig", "replace")


def as_json(result: Result) -> bytes:
    """What `repere search --json` prints."""
    return json.dumps(result.as_json(), ensure_ascii=False, indent=2).encode("utf-8", "replace")


def as_html(result: Result, links: Sequence[str], wording: Wording, today: str) -> bytes:
    """A document by itself: no script, nothing from elsewhere. `links` lead to the hits, in order."""
    title = wording.find.exported_title.format(text=visible(result.query.text))
    parts = [_hit(hit, link, wording) for hit, link in zip(result.hits, links, strict=True)]
    day = wording.find.exported_on.format(day=wording.day(today))
    return (
        f'<!doctype html>\n<html lang="{wording.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1><p>{escape(day)}</p>{''.join(parts)}</body></html>"
    ).encode("utf-8", "replace")


_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}"
    "h2{font-size:1.1rem;margin:2rem 0 0}blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #999;"
    "white-space:pre-line}mark{background:#ffe58a}p{margin:.2rem 0}"
)


def _hit(hit: Hit, link: str, wording: Wording) -> str:
    document, uri = hit.document, hit.document.uri
    kind = wording.shelf.kinds.get(document.kind or "", "")
    date = wording.date(document.date) if document.date else ""
    where = [kind, document.place, date, page_text(hit.passage, document, wording)]
    address = f'<a href="{escape(uri)}">{escape(uri)}</a>' if is_web_address(uri) else ""
    opened = f'<a href="{escape(link)}">{escape(link)}</a>' if is_web_address(link) else ""
    return (
        f'<h2>{hit.rank}. <bdi dir="auto">{escape(title_of(hit.document))}</bdi></h2>'
        f"<p>{escape(visible(' · '.join(part for part in (*where, hit.passage.section) if part)))}</p>"
        f'<blockquote dir="auto"{lang_attribute(hit.passage.language)}>{marked(hit.passage.text, hit.highlights)}'
        f"</blockquote>" + "".join(f"<p>{line}</p>" for line in (address, opened) if line)
    )
