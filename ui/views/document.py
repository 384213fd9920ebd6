"""One document: what is known of it and its text, passage by passage, with the passage that was asked for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import streamlit as st

from corpus.instruments import values_of
from corpus.readings import readings_of, summary_of
from corpus.types import Document, PageReading, Passage
from search import Query, Searcher
from search.highlights import highlights
from search.query import MAX_CHARS
from ui.adding import address_told
from ui.fragments import source_link
from ui.texts.wording import Wording
from ui.views.address import Address, Form
from ui.views.cite import show_citations, source_of
from ui.views.frame import set_tab
from ui.views.markup import (
    SECTION_SEPARATOR,
    html_text,
    is_web_address,
    lang_attribute,
    paragraphs,
    section_within,
    title_of,
)
from ui.views.notes import show_note
from ui.views.page import show_page
from ui.views.record import show_record
from ui.views.turning import pages_for, show_turning
from ui.views.visit import Visit, follow, link, still_at, turn_to

# About 50 pages of a document: a browser lays them out at once in a few tenths of a second.
PER_PART = 150
PDF = "application/pdf"
SUFFIXES = {PDF: ".pdf", "text/html": ".html", "text/markdown": ".md", "text/plain": ".txt"}
MAX_NAME_CHARS = 120
# Of the words, as on the command line (see `ui.printing`).
WORTH_A_WARNING = 0.03

Spans = tuple[tuple[int, int], ...]


def show_document(visit: Visit, searcher: Searcher) -> None:
    """The whole view. Raises `NotInCatalogue`."""
    address, wording = visit.address, visit.wording
    _way_back(visit)
    document = searcher.catalogue.document(address.doc_id)
    passages = searcher.catalogue.passages_of(document.doc_id)
    set_tab(title_of(document))
    st.html(f"<h1>{html_text(title_of(document))}</h1>")
    sources = searcher.catalogue.sources_of(document.doc_id)
    addresses = [address_told(uri, visit.settings.home) for uri in sources]
    st.html(facts_html(document, addresses, len(passages), wording))
    asked = next((passage for passage in passages if passage.passage_id == address.passage_id), None)
    if address.passage_id is not None and asked is None:
        show_note([wording.passage_gone], tone="warning")
    warnings = reading_lines(readings_of(searcher.catalogue, document.doc_id), wording)
    if warnings:
        show_note(warnings, tone="warning")
    original = visit.settings.home.original(document.sha256)
    # A file that was read from the disk, too, may be at an address on the web.
    on_web = next((uri for uri in [document.uri, *sources] if is_web_address(uri)), "")
    _acts(visit, searcher, document, original, asked, on_web=on_web)
    if asked is None:
        show_record(visit, searcher, document)
    if not _show_pages(visit, document, original, asked):
        _show_text(visit, searcher, document, passages, asked)
    if asked is not None:  # who follows a hit wants to see the passage first
        show_record(visit, searcher, document)


def _show_pages(visit: Visit, document: Document, original: Path, asked: Passage | None) -> bool:
    """The document as it is printed, where it is, and is asked for so."""
    if document.media_type != PDF:
        return False
    if not original.is_file():
        show_note([visit.wording.page_view.no_original])
        return False
    _forms(visit)
    return visit.address.form == "page" and show_page(visit, document, original, asked)


def _show_text(
    visit: Visit, searcher: Searcher, document: Document, passages: Sequence[Passage], asked: Passage | None
) -> None:
    address, wording = visit.address, visit.wording
    st.html(f"<h2>{html_text(wording.passages_title)}</h2>{_jump(asked, wording)}")
    parts = pages_for(len(passages), PER_PART)
    part = _part(address, parts, asked)
    spans = _spans(searcher, address.text, asked)
    shown = passages[(part - 1) * PER_PART : part * PER_PART]
    st.html(passages_html(document.title, shown, asked, spans, wording))
    show_turning("parts", part, parts, lambda there: replace(address, part=there), wording)
    if asked and asked in shown:
        _scroll_to(asked)


def _acts(
    visit: Visit, searcher: Searcher, document: Document, original: Path, asked: Passage | None, *, on_web: str
) -> None:
    """What can be done with the document: go to its source, take its original, cite the passage."""
    wording = visit.wording
    with st.container(horizontal=True, vertical_alignment="center", key="rp-acts", gap="medium"):
        if on_web:
            source = source_link(replace(document, uri=on_web), asked)
            st.html(
                f'<a href="{escape(source)}" target="_blank" rel="noopener noreferrer">'
                f"{html_text(wording.page_view.source)}</a>",
                width="content",
            )
        if original.is_file():
            st.download_button(
                wording.page_view.download,
                original.read_bytes,
                original_name(document),
                "application/octet-stream",  # a page of others must not open as one of ours
                key="original",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
            )
        if asked is not None:
            alike = replace(visit.fresh, similar=asked.passage_id)
            link(visit, visit.search_page, wording.find.alike, alike, key="alike", icon=":material/join_inner:")
            if st.button(wording.find.cite, key="cite", type="tertiary", icon=":material/format_quote:"):
                summary = searcher.catalogue.summaries_by_id([document.doc_id])[document.doc_id]
                values = values_of(searcher.catalogue, document.doc_id)
                show_citations(visit, source_of(visit, summary, asked, values))


def original_name(document: Document) -> str:
    """The name under which an original is saved: that of its file, without what a file's name can't hold."""
    name = unquote(urlsplit(document.uri).path if is_web_address(document.uri) else document.uri.partition("#")[0])
    name = re.sub(r"[^\w .()+-]", "_", re.split(r"[/\\]", name.rstrip("/"))[-1]).strip(" .")
    suffix = SUFFIXES.get(document.media_type, "")
    if suffix and not name.lower().endswith(suffix):
        name = f"{name or document.doc_id}{suffix}"
    return name[-MAX_NAME_CHARS:] or document.doc_id


def _forms(visit: Visit) -> None:
    """Pages or text."""
    address, texts = visit.address, visit.wording.page_view
    names: dict[Form, str] = {"page": texts.as_pages, "text": texts.as_text}
    follow("form", address.form)
    st.segmented_control(
        texts.shown_as,
        list(names),
        default=address.form,
        format_func=lambda form: names[form],
        key="form",
        required=True,
        on_change=_choose_form,
        args=(address,),
    )


def _choose_form(address: Address) -> None:
    if still_at(address):
        turn_to(replace(address, form=st.session_state["form"]))


def reading_lines(readings: Sequence[PageReading], wording: Wording) -> list[str]:
    """What a reader should know of how the document was read; nothing where there is nothing to warn of."""
    summary, texts = summary_of(readings), wording.page_view
    lines = []
    if summary.confidence is not None:
        noun = texts.scanned
        confidence = wording.percent(summary.confidence / 100)
        lines.append(wording.count(noun, summary.ocr_pages, confidence=confidence))
    if summary.damage is not None and summary.damage >= WORTH_A_WARNING:
        lines.append(texts.damaged.format(share=wording.percent(summary.damage)))
    if lines and summary.repairs:
        lines.append(wording.count(texts.repaired, summary.repairs))
    return lines


def facts_html(document: Document, uris: Sequence[str], passages: int, wording: Wording) -> str:
    """What is known of a document, as a list of terms."""
    length = [wording.count(wording.pages, len(document.pages))] if document.pages else []
    length.append(wording.count(wording.passages, passages))
    rows = [
        (wording.fact_language, html_text(wording.language_name(document.language))),
        (wording.fact_type, html_text(wording.media_type(document.media_type))),
        (wording.fact_length, html_text(" · ".join(length))),
    ]
    if document.published:
        rows.append((wording.fact_published, html_text(wording.day(document.published.isoformat()))))
    if document.ingested_at:
        rows.append((wording.fact_added, html_text(wording.day(document.ingested_at))))
    addresses = "<br>".join(address_html(uri) for uri in uris)
    noun = wording.fact_address.one if len(uris) == 1 else wording.fact_address.many
    rows.append((noun, f'<span class="rp-address">{addresses}</span>'))
    terms = "".join(f"<div><dt>{html_text(term)}</dt><dd>{value}</dd></div>" for term, value in rows)
    return f'<dl class="rp-facts">{terms}</dl>'


def address_html(uri: str) -> str:
    """An address; a link where it leads to the web and nowhere else."""
    text = html_text(uri)
    return f'<a href="{escape(uri)}" rel="noopener noreferrer">{text}</a>' if is_web_address(uri) else text


def passages_html(
    title: str, passages: Sequence[Passage], asked: Passage | None, spans: Spans, wording: Wording
) -> str:
    """Passages of the document with that title, under their sections; the one asked for is marked, and its words."""
    parts, section = [], ""
    for passage in passages:
        if section_within(passage.section, title) != section:
            section = section_within(passage.section, title)
            heading = section.rpartition(SECTION_SEPARATOR)[2]
            if section and not passage.text.startswith(heading):  # else it says so itself
                parts.append(f'<h3 class="rp-section">{html_text(section)}</h3>')
        parts.append(_passage_html(passage, spans if passage == asked else None, wording))
    return f'<div class="rp-text">{"".join(parts)}</div>'


def _passage_html(passage: Passage, spans: Spans | None, wording: Wording) -> str:
    """`spans` is None but for the passage that was asked for."""
    page = wording.page_numbers(passage.first_page, passage.last_page)
    kind, heading = "rp-passage", ""
    if spans is not None:
        kind, heading = "rp-passage rp-asked", f'<p class="rp-asked-label">{html_text(wording.asked_passage)}</p>'
    return (
        f'<section id="passage-{passage.passage_id}" class="{kind}" tabindex="-1">{heading}'
        + (f'<p class="rp-page">{html_text(page)}</p>' if page else "")
        + f'<div class="rp-words" dir="auto"{lang_attribute(passage.language)}>'
        + f"{paragraphs(passage.text, spans or ())}</div></section>"
    )


def _way_back(visit: Visit) -> None:
    wording = visit.wording
    page, text = visit.documents_page, wording.back_to_documents
    if visit.address.text:
        page, text = visit.search_page, wording.back_to_results
    elif visit.address.questions:
        page, text = visit.ask_page, wording.ask.back
    with st.container(key="rp-back"):
        link(visit, page, text, visit.without_document, key="back", icon=":material/arrow_back:")


def _jump(asked: Passage | None, wording: Wording) -> str:
    if asked is None:
        return ""
    return f'<p><a href="#passage-{asked.passage_id}">{html_text(wording.go_to_passage)}</a></p>'


def _part(address: Address, parts: int, asked: Passage | None) -> int:
    """Which part is shown: the one in the address, else the one that holds the passage asked for, else the first."""
    if address.part is not None:
        return min(address.part, parts)
    return asked.ordinal // PER_PART + 1 if asked else 1


def _spans(searcher: Searcher, text: str, asked: Passage | None) -> Spans:
    """The words of the passage that the search it was opened from has marked."""
    if asked is None or not text or len(text) > MAX_CHARS:
        return ()
    words = Query(text).words(searcher.catalogue.languages())
    return highlights(asked.text, asked.language, words)


def _scroll_to(passage: Passage) -> None:
    """Bring the passage into view and the keyboard to it. Its id is a number of ours: nothing else is in the script."""
    st.html(
        f"""<script>{{
            const passage = document.getElementById("passage-{int(passage.passage_id)}");
            passage?.scrollIntoView({{block: "center"}});
            passage?.focus({{preventScroll: true}});
        }}</script>""",
        unsafe_allow_javascript=True,
    )
