"""A hit as it is read: what is known of its document, where it stands, the passage, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import median

import streamlit as st

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from search import Hit
from ui.texts.wording import Wording
from ui.views.address import Order
from ui.views.markup import html_text, lang_attribute, paragraphs, section_within, shortened, title_of, visible
from ui.views.visit import Visit, link, turn_to

MAX_ALSO = 5
# A passage that takes more than half a screen though it says little: the months' vegetables, a page's menu.
MANY_LINES, SHORT_LINE = 8, 28
LONG_LINE = 3 * SHORT_LINE  # a sentence among them: set in columns, it is hard to read
SAYS_LITTLE = frozenset({"other", "unknown"})
"""Kinds that tell a reader nothing: they are no badge of a hit, and stand last where kinds are counted."""
MAX_FACT_CHARS = 80


def page_text(passage: Passage, document: DocumentSummary, wording: Wording) -> str:
    """`p. 3`, with what is printed there where that is something else; empty without pages."""
    pages = wording.page_numbers(passage.first_page, passage.last_page)
    printed = document.label_of(passage.first_page)
    return wording.find.printed_page.format(page=pages, label=printed) if pages and printed else pages


def hit_html(hit: Hit, wording: Wording) -> str:
    """A hit: its title, what is known of it and where it stands, the passage with its words marked."""
    passage, document = hit.passage, hit.document
    section = section_within(passage.section, document.title)
    page = page_text(passage, document, wording)
    kind = "" if document.kind in SAYS_LITTLE else wording.shelf.kinds.get(document.kind or "", "")
    where = [
        f'<span class="rp-badge rp-kind">{html_text(kind)}</span>' if kind else "",
        f'<span class="rp-badge">{html_text(wording.language_name(passage.language))}</span>',
        html_text(shortened(document.place, MAX_FACT_CHARS)) if document.place else "",
        html_text(wording.date(document.date)) if document.date else "",
        html_text(page) if page else "",
        f'<span class="rp-section">{html_text(section)}</span>' if section else "",
    ]
    rank = f'<span class="rp-rank">{hit.rank}</span>'
    return (
        f'<article class="rp-hit"><h3>{rank} {html_text(title_of(document))}</h3>'
        f'<p class="rp-where">{"".join(part for part in where if part)}</p>'
        f'<blockquote dir="auto"{_shape(passage.text)}{lang_attribute(passage.language)}>'
        f"{paragraphs(passage.text, hit.highlights, hit.sentence)}</blockquote>"
        f"{_also_html(hit, wording)}</article>"
    )


def _shape(text: str) -> str:
    """The attribute of a passage that is a list of words or names: it is set in columns, where there is room."""
    lines = [len(line) for line in text.splitlines() if line.strip()]
    is_list = len(lines) >= MANY_LINES and median(lines) <= SHORT_LINE and max(lines) <= LONG_LINE
    return ' class="rp-short-lines"' if is_list else ""


def _also_html(hit: Hit, wording: Wording) -> str:
    titles = list(dict.fromkeys(shortened(visible(copy.title), MAX_FACT_CHARS) for copy in hit.copies))
    if not titles:
        return ""
    named = " · ".join(html_text(title) for title in titles[:MAX_ALSO]) + (" …" if len(titles) > MAX_ALSO else "")
    return f'<p class="rp-also">{html_text(wording.find.also_in)} {named}</p>'


def opened(visit: Visit, passage: Passage) -> str:
    """What a link to the passage says."""
    wording = visit.wording
    if passage.first_page is None:
        return wording.find.open_text
    return wording.find.open_page.format(page=wording.number(passage.first_page))


Dialog = Callable[[Hit], None]


def show_hit(visit: Visit, hit: Hit, dialogs: Mapping[str, Dialog]) -> None:
    """A hit with its links. `dialogs` open on a click: what they are called → what they show."""
    wording = visit.wording
    with st.container(border=True, key=f"rp-hit-{hit.rank}"):
        st.html(hit_html(hit, wording))
        with st.container(horizontal=True, vertical_alignment="center", key=f"rp-acts-{hit.rank}", gap="medium"):
            there = replace(visit.address, doc_id=hit.document.doc_id, passage_id=hit.passage.passage_id)
            text = opened(visit, hit.passage)
            link(visit, visit.document_page, text, there, key=f"open-{hit.rank}", icon=":material/description:")
            alike = replace(visit.fresh, similar=hit.passage.passage_id)
            st.button(wording.find.alike, key=f"alike-{hit.rank}", type="tertiary", on_click=turn_to, args=(alike,))
            for name, show in dialogs.items():
                if st.button(name, key=f"{name}-{hit.rank}", type="tertiary"):
                    show(hit)


def in_order(hits: Sequence[Hit], order: Order) -> list[Hit]:
    """The hits by their documents' dates, those without one last; as they are for `relevance`."""
    if order == "relevance":
        return list(hits)
    dated = [hit for hit in hits if hit.document.date]
    undated = [hit for hit in hits if not hit.document.date]
    return [*sorted(dated, key=lambda hit: hit.document.date or "", reverse=order == "newest"), *undated]
