"""What the command line shows of values: text for people, JSON for programs. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from unicodedata import normalize

import click

from corpus.catalogue import DocumentSummary
from corpus.readings import summary_of
from corpus.types import Document, Failure, PageReading, Passage
from corpus.vocabulary import KIND_NAMES
from ingest.report import Report
from search.explain import Explanation
from search.results import Hit, Result
from search.similar import Similar
from ui.explaining import explanation_lines
from ui.lines import marked, wrapped

INDENT = "   "
WORTH_A_WARNING = 0.03  # texts that nothing is wrong with have up to .026 of words in no list: names of dishes
# Beside a title; that something is a web page, or no instrument, is not worth a word.
_KINDS: Mapping[str, str] = {kind: names[0] for kind, names in KIND_NAMES.items() if kind not in {"web_page", "other"}}


def as_json(values: Any) -> str:
    """Readable JSON; letters of every script as they are."""
    return json.dumps(values, ensure_ascii=False, indent=2)


def page_range(passage: Passage, document: Document | DocumentSummary) -> str:
    """`p. 3`, `p. 3–4`, `p. 3 (printed iii)`, or nothing where the format has no pages."""
    if passage.first_page is None:
        return ""
    first, last = (document.label_of(page) for page in (passage.first_page, passage.last_page))
    if passage.first_page == passage.last_page:
        return f"p. {passage.first_page}" + (f" (printed {first})" if first else "")
    printed = f"{first or passage.first_page}–{last or passage.last_page}"
    return f"p. {passage.first_page}–{passage.last_page}" + (f" (printed {printed})" if first or last else "")


def reading_line(readings: Sequence[PageReading]) -> str:
    """How a document was read, where that is worth a warning: by OCR, with many broken words; or nothing."""
    summary = summary_of(readings)
    parts = []
    if summary.confidence is not None:
        pages = f"{summary.ocr_pages} page{'s' if summary.ocr_pages > 1 else ''}"
        parts.append(f"scan, {pages} read with {summary.confidence:.0f} % confidence")
    if summary.second_pages:
        pages = f"{summary.second_pages} page{'s' if summary.second_pages > 1 else ''}"
        parts.append(f"{pages} read by the second extractor")
    if summary.damage is not None and summary.damage >= WORTH_A_WARNING:
        parts.append(f"{100 * summary.damage:.0f} % of words look broken")
    if summary.repairs:
        parts.append(f"{summary.repairs} repaired")
    return ", ".join(parts)


def reading_json(readings: Sequence[PageReading]) -> list[dict[str, Any]]:
    """How each page was read, with its repairs, as JSON values."""
    return [asdict(reading) for reading in readings]


def hit_lines(hit: Hit, explanation: Explanation | None = None) -> list[str]:
    """A hit as a heading, where it stands, its passage with the matched words in bold, and why it was found."""
    pages = page_range(hit.passage, hit.document)
    place = " · ".join(part for part in (hit.document.uri, pages, hit.passage.language) if part)
    known = "".join(f" · {part}" for part in (_KINDS.get(hit.document.kind or ""), hit.document.place) if part)
    lines = [f"{hit.rank:2}. {click.style(hit.document.title, bold=True)}{known}  ({_scores(hit)})", INDENT + place]
    if hit.passage.section:
        lines.append(INDENT + hit.passage.section)
    lines += marked(hit.passage.text, hit.highlights, INDENT)
    for told in explanation_lines(explanation) if explanation else ():
        lines += wrapped(told, INDENT + "| ")
    return lines


def _scores(hit: Hit) -> str:
    return f"{hit.score:.3f}" + ("" if hit.rerank is None else f", second look {hit.rerank:.3f}")


def result_json(result: Result, explanations: Sequence[Explanation] = ()) -> dict[str, Any]:
    """A result as JSON values; each hit with its explanation where these are given."""
    told = result.as_json()
    for hit, explanation in zip(told["hits"] if explanations else (), explanations, strict=True):
        hit["explanation"] = explanation.as_json()
    return told


def result_lines(result: Result | Similar, explanations: Sequence[Explanation] = ()) -> list[str]:
    """The hits with a line between them, each with its explanation where these are given, or that there are none."""
    if not result.hits:
        return ["No passage found."]
    why: Sequence[Explanation | None] = explanations or [None] * len(result.hits)
    return [line for hit, each in zip(result.hits, why, strict=True) for line in [*hit_lines(hit, each), ""]][:-1]


def document_lines(documents: Sequence[DocumentSummary], gone: Collection[str] = ()) -> list[str]:
    """One line a document: id, language, pages, passages, title, address, with a mark where that is `gone`."""
    return [
        f"{document.doc_id}  {document.language:7}  {f'{document.pages} p.' if document.pages else '':>7}"
        f"  {document.passages:4} passages  {document.title}  ({document.uri})"
        + ("  [gone from the web]" if document.uri.partition("#")[0] in gone else "")
        for document in documents
    ]


def report_lines(report: Report) -> list[str]:
    """The outcome of a run: counts, warnings, and every failure with its reason and advice."""
    counts = [
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.duplicates, "at a second address"),
        (report.removed, "removed"),
        (len(report.failed), "failed"),
        (len(report.skipped), "skipped"),
    ]
    lines = [f"{uri}: {warning}" for uri, warning in report.warnings]
    lines += [failure_line(failure) for failure in (*report.skipped, *report.failed)]
    told = ", ".join(f"{count:,} {name}" for count, name in counts if count) or "nothing found"
    encoded = f"{report.encoded:,} encoded now" + (
        f" with {report.encoded_sentences:,} sentences" if report.encoded_sentences else ""
    )
    alike = f", {report.alike:,} new ones say what another says" if report.alike else ""
    return [*lines, f"{told}. {report.passages:,} passages in all{alike}, {encoded}, {report.seconds:.1f} s."]


def failure_line(failure: Failure) -> str:
    """What failed, where, why, and what to do."""
    file = normalize("NFC", failure.uri.partition("#")[0])  # a reason names it so; a disk may have accents apart
    folder, _, name = file.rpartition("/")
    reason = failure.reason
    if file not in normalize("NFC", reason):
        reason = f"{folder}/{reason}" if reason.startswith(name) else f"{failure.uri}: {reason}"
    return f"{failure.error}: {reason}" + (f". {failure.advice}" if failure.advice else "")


def document_json(document: Document, passages: Sequence[Passage], sources: Sequence[str]) -> dict[str, Any]:
    """A document with its passages as JSON values."""
    return {
        "doc_id": document.doc_id,
        "external_id": document.external_id,
        "title": document.title,
        "uri": document.uri,
        "sources": list(sources),
        "media_type": document.media_type,
        "language": document.language,
        "published": document.published.isoformat() if document.published else None,
        "ingested_at": document.ingested_at,
        "sha256": document.sha256,
        "metadata": dict(document.metadata),
        "pages": [asdict(span) for span in document.pages],
        "text": document.text,
        "passages": [asdict(passage) for passage in passages],
    }


def document_text(
    document: Document, passages: Sequence[Passage] | None, sources: Sequence[str], known: Sequence[str] = ()
) -> str:
    """A document's fields, what is `known` of its instrument, and its text, or its passages where these are given."""
    fields = [
        ("Title", document.title),
        ("Id", document.doc_id + (f" ({document.external_id})" if document.external_id else "")),
        *(("Address", uri) for uri in sources),
        ("Type", document.media_type),
        ("Language", document.language),
        ("Pages", str(len(document.pages)) if document.pages else ""),
        ("Published", document.published.isoformat() if document.published else ""),
        ("Ingested", document.ingested_at),
        *document.metadata.items(),
    ]
    lines = [f"{name:10} {value}" for name, value in fields if value]
    lines += ["", *known] if known else []
    if passages is None:
        return "\n".join([*lines, "", document.text])
    for passage in passages:
        place = " · ".join(part for part in (page_range(passage, document), passage.section) if part)
        lines += ["", click.style(f"[{passage.passage_id}] {place}", bold=True), passage.text]
    return "\n".join(lines)
