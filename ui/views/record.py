"""What is known of one document: its fields with the words that say so, its family, and how it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from corpus.catalogue import DocumentSummary
from corpus.duplicates import alike_documents, replaced_versions
from corpus.families import Family, family_of
from corpus.instruments import Stated, slot_of, stated_of
from corpus.readings import readings_of, summary_of
from corpus.types import Document, PageReading
from search import Searcher
from ui.texts.wording import Wording
from ui.views.edit import show_edit
from ui.views.markup import html_text, label, shortened, title_of, visible
from ui.views.visit import Visit, link

MAX_QUOTE_CHARS = 240
MAX_VALUE_CHARS = 200
PAGES_NAMED = 8
# Below this the extractors' own values were wrong more often than one time in four.
SURE, LIKELY = 0.85, 0.6
# Tesseract's mean below which a page on paper has to be compared: see issue lists of OCR users, and `ingest.ocr`.
POOR_CONFIDENCE = 70.0


def show_record(visit: Visit, searcher: Searcher, document: Document) -> None:
    """All that is known, and for editors the forms to correct it."""
    wording, catalogue = visit.wording, searcher.catalogue
    values = stated_of(catalogue, document.doc_id)
    with st.expander(wording.record.title, expanded=bool(values)):
        st.html(values_html(values, wording))
        reading = reading_html(readings_of(catalogue, document.doc_id), wording)
        if reading:
            st.html(reading)
    family = family_of(catalogue, document.doc_id)
    _family(visit, searcher, family, document.doc_id)
    _others(visit, searcher, document)
    if visit.may_edit:
        show_edit(visit, document, values, in_family=len(family.members) > 1)


def values_html(values: Sequence[Stated], wording: Wording) -> str:
    """The values that count, each with its evidence, or with who corrected it."""
    if not values:
        return f"<p>{html_text(wording.record.nothing)}</p>"
    rows = []
    for stated in values:
        name = wording.shelf.slots[slot_of(stated.value)]
        rows.append(f"<div><dt>{html_text(name)}</dt><dd>{_value(stated, wording)}</dd></div>")
    return f'<dl class="rp-record">{"".join(rows)}</dl>'


def value_text(stated: Stated, wording: Wording) -> str:
    """A value as its reader says it."""
    value = stated.value
    if value.field == "kind":
        return wording.shelf.kinds.get(value.value, value.label)
    if value.field == "language":
        return wording.language_name(value.value)
    if value.field == "date":
        return wording.day(value.value) if len(value.value) == 10 else value.value
    told = wording.theme(value.value, value.label) if value.field == "theme" else value.label
    told = shortened(visible(told), MAX_VALUE_CHARS)
    return f"{told} ({wording.shelf.roles[value.role]})" if value.field == "organisation" else told


def _value(stated: Stated, wording: Wording) -> str:
    texts, evidence = wording.record, stated.value.evidence
    told = f"<strong>{html_text(value_text(stated, wording))}</strong>"
    if stated.corrected:
        words = texts.corrected_by if stated.who else texts.corrected
        by = words.format(who=shortened(visible(stated.who), 80), day=wording.day(stated.at))
        return f'{told} <span class="rp-badge">{html_text(by)}</span>'
    if evidence is None:
        return told
    confidence = stated.value.confidence
    sure = texts.sure if confidence >= SURE else texts.likely if confidence >= LIKELY else texts.unsure
    quote = shortened(" ".join(visible(evidence.quote).split()), MAX_QUOTE_CHARS)
    words = texts.evidence_page if evidence.page else texts.evidence
    said = words.format(page=wording.number(evidence.page or 0), quote=quote)
    return f'{told} <span class="rp-badge">{html_text(sure)}</span><br><q class="rp-quote">{html_text(said)}</q>'


def reading_html(readings: Sequence[PageReading], wording: Wording) -> str:
    """How the pages were read, where that is worth knowing: from pictures, or with damage. Else nothing."""
    texts, summary = wording.record, summary_of(readings)
    lines = []
    if summary.ocr_pages:
        lines.append(wording.count(texts.read_ocr, summary.ocr_pages))
    if summary.confidence is not None:
        lines.append(texts.read_confidence.format(percent=wording.percent(summary.confidence / 100)))
    poor = [each.page for each in readings if each.page and (each.confidence or 100.0) < POOR_CONFIDENCE]
    if poor:
        named = ", ".join(wording.number(page) for page in poor[:PAGES_NAMED]) + ("…" if poor[PAGES_NAMED:] else "")
        lines.append(texts.read_poor.format(pages=named))
    if summary.damage and summary.damage >= 0.01:
        lines.append(texts.read_damage.format(percent=wording.percent(summary.damage)))
    if summary.repairs:
        lines.append(wording.count(texts.read_repairs, summary.repairs))
    if not lines:
        return ""
    return f"<h3>{html_text(texts.reading)}</h3>" + "".join(f"<p>{html_text(line)}</p>" for line in lines)


def _family(visit: Visit, searcher: Searcher, family: Family, doc_id: str) -> None:
    if len(family.members) < 2:
        return
    wording, texts = visit.wording, visit.wording.record
    summaries = searcher.catalogue.summaries_by_id(family.members)
    with st.expander(f"{texts.family} ({wording.number(len(family.members))})"):
        st.html(f"<p class='rp-lead'>{html_text(texts.family_lead)}</p>")
        for member in family.members:
            if member not in summaries:
                continue
            summary, how = summaries[member], _relation(family, doc_id, member, wording)
            language = wording.language_name(summary.language)
            if member == doc_id:
                st.html(f"<p>{html_text(title_of(summary))} · {html_text(f'{language} · {texts.this_one}')}</p>")
            else:
                _line(visit, summary, f"{language} · {how}" if how else language)


def _relation(family: Family, one: str, other: str, wording: Wording) -> str:
    pair = {one, other}
    decided = [wording.record.decided[made.decision] for made in family.decisions if {made.one, made.other} == pair]
    found = [wording.record.relations[each.relation] for each in family.links if {each.one, each.other} == pair]
    return (decided or found or [""])[0]


def _others(visit: Visit, searcher: Searcher, document: Document) -> None:
    """Documents with much the same text, and versions that were here before."""
    wording, texts, catalogue = visit.wording, visit.wording.record, searcher.catalogue
    alike = alike_documents(catalogue, document.doc_id)
    summaries = catalogue.summaries_by_id(each.doc_id for each in alike)
    if summaries:
        with st.expander(f"{texts.alike} ({wording.number(len(summaries))})"):
            for each in alike:
                if each.doc_id in summaries:
                    told = texts.alike_line.format(percent=wording.percent(each.likeness))
                    _line(visit, summaries[each.doc_id], told)
    before = replaced_versions(catalogue, document.uri)
    if before:
        with st.expander(f"{texts.replaced} ({wording.number(len(before))})"):
            st.html(
                "".join(
                    f"<p>{html_text(shortened(visible(each.title), MAX_VALUE_CHARS))} · "
                    f"{html_text(texts.replaced_line.format(day=wording.day(each.replaced_at)))}</p>"
                    for each in before
                )
            )


def _line(visit: Visit, summary: DocumentSummary, fact: str) -> None:
    there = replace(visit.fresh, doc_id=summary.doc_id)
    with st.container(key=f"rp-line-other-{summary.doc_id}", gap=None):
        key = f"other-{summary.doc_id}"
        link(visit, visit.pages["document"], label(title_of(summary)), there, key=key)
        st.html(f'<p class="rp-where">{html_text(fact)}</p>')
