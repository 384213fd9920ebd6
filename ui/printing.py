"""What the command line shows of values: text for people, JSON for programs. Pure."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from unicodedata import normalize

import click

from corpus.catalogue import DocumentSummary
from corpus.types import Document, Failure, Passage
from ingest.report import Report
from search.results import Hit, Result

INDENT = "   "
WIDTH = 100
# Stand for the marks of a matched word while lines are wrapped: they are as wide as nothing, or nearly.
BEGIN, END = "\ue000", "\ue001"


def as_json(values: Any) -> str:
    """Readable JSON; letters of every script as they are."""
    return json.dumps(values, ensure_ascii=False, indent=2)


def page_range(passage: Passage) -> str:
    """`p. 3`, `p. 3–4`, or nothing where the format has no pages."""
    if passage.first_page is None:
        return ""
    if passage.first_page == passage.last_page:
        return f"p. {passage.first_page}"
    return f"p. {passage.first_page}–{passage.last_page}"


def hit_lines(hit: Hit) -> list[str]:
    """A hit as a heading, where it stands, and its passage with the matched words in bold."""
    place = " · ".join(part for part in (hit.document.uri, page_range(hit.passage), hit.passage.language) if part)
    lines = [f"{hit.rank:2}. {click.style(hit.document.title, bold=True)}  ({hit.score:.3f})", INDENT + place]
    if hit.passage.section:
        lines.append(INDENT + hit.passage.section)
    marked = _marked(hit.passage.text, hit.highlights)
    for paragraph in marked.splitlines():
        wrapped = textwrap.wrap(
            paragraph,
            WIDTH,
            initial_indent=INDENT,
            subsequent_indent=INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += [_styled(line) for line in wrapped]
    return lines


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], BEGIN, text[start:end], END]
        last = end
    return "".join([*parts, text[last:]])


def _styled(line: str) -> str:
    return line.replace(BEGIN, "\x1b[1;33m").replace(END, "\x1b[0m")


def result_lines(result: Result) -> list[str]:
    """The hits with a line between them, or that there are none."""
    if not result.hits:
        return ["No passage found."]
    return [line for hit in result.hits for line in [*hit_lines(hit), ""]][:-1]


def document_lines(documents: Sequence[DocumentSummary]) -> list[str]:
    """One line a document: id, language, pages, passages, title, address."""
    return [
        f"{document.doc_id}  {document.language:7}  {f'{document.pages} p.' if document.pages else '':>7}"
        f"  {document.passages:4} passages  {document.title}  ({document.uri})"
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
    return [*lines, f"{told}. {report.passages:,} passages in all, {encoded}, {report.seconds:.1f} s."]


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


def document_text(document: Document, passages: Sequence[Passage] | None, sources: Sequence[str]) -> str:
    """A document's fields and its text, or its passages where these are given."""
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
    if passages is None:
        return "\n".join([*lines, "", document.text])
    for passage in passages:
        place = " · ".join(part for part in (page_range(passage), passage.section) if part)
        lines += ["", click.style(f"[{passage.passage_id}] {place}", bold=True), passage.text]
    return "\n".join(lines)
