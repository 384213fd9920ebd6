"""What the command line shows of instruments, their values with evidence, families and facets. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from corpus.catalogue import DocumentSummary
from corpus.families import Family
from corpus.filters import Facets
from corpus.instrument import Value
from corpus.instruments import Stated, slot_of
from corpus.vocabulary import KIND_NAMES, ROLE_NAMES
from search.instruments import UNKNOWN_KIND, Instrument
from search.writing import defused

FACETS_SHOWN = 8
_KINDS: Mapping[str, str] = {kind: names[0] for kind, names in KIND_NAMES.items()} | {UNKNOWN_KIND: "–"}
_ROLES: Mapping[str, str] = {role: names[0] for role, names in ROLE_NAMES.items()}

CSV_COLUMNS = (
    "instrument_id", "kind", "name", "territory_code", "territory", "organisations", "published", "signed", "from",
    "until", "themes", "languages", "members", "titles", "files", "corrected",
)  # fmt: skip


def value_lines(values: Sequence[Stated]) -> list[str]:
    """One line a value: its field, what is said, and the page and words that say so, or who did."""
    return [f"{slot_of(stated.value):13} {_said(stated.value)}  {_source(stated)}".rstrip() for stated in values]


def _said(value: Value) -> str:
    if value.field == "kind":
        return _KINDS.get(value.value, value.label)
    if value.field == "territory":
        return f"{value.label} ({value.value})"
    return f"{value.label} ({_ROLES[value.role]})" if value.field == "organisation" else value.label


def _source(stated: Stated) -> str:
    if stated.corrected:
        return click.style(f"[corrected{f' by {stated.who}' if stated.who else ''}, {stated.at[:10]}]", bold=True)
    evidence = stated.value.evidence
    if evidence is None:
        return ""
    page = f"p. {evidence.page}, " if evidence.page else ""
    return f"[{page}« {' '.join(evidence.quote.split())} », {stated.value.confidence:.2f}]"


def value_json(stated: Stated) -> dict[str, Any]:
    """A value that counts, as JSON values."""
    value, evidence = stated.value, stated.value.evidence
    return {
        "field": value.field,
        "value": value.value,
        "label": value.label,
        "role": value.role or None,
        "confidence": value.confidence,
        "evidence": evidence and {
            "start": evidence.start, "end": evidence.end, "page": evidence.page, "quote": evidence.quote,
        },
        "corrected": stated.corrected,
        "corrected_by": stated.who or None,
        "corrected_at": stated.at or None,
    }  # fmt: skip


def instrument_lines(found: Sequence[Instrument]) -> list[str]:
    """One line an instrument: kind, name, territory, dates, organisations, how many documents."""
    if not found:
        return ["No instruments."]
    rows = [("kind", "name", "territory", "dates", "organisations", "documents")]
    for each in found:
        places = ", ".join(value.label for value in each.territories[:2])
        people = _shortened([value.label for value in each.organisations], 2)
        dates = ", ".join(f"{role} {value}" for role, value in each.dates.items())
        members = str(len(each.members)) + (f" ({', '.join(each.languages)})" if len(each.members) > 1 else "")
        rows.append((_KINDS.get(each.kind, each.kind), _cut(each.name, 48), _cut(places, 24), dates, people, members))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def instrument_csv(found: Sequence[Instrument]) -> str:
    """A table with a line an instrument; several values in one cell have ` | ` between them."""
    rows = [
        (
            each.instrument_id, each.kind, each.name,
            _joined(value.value for value in each.territories), _joined(value.label for value in each.territories),
            _joined(f"{value.label}:{value.role}" for value in each.organisations),
            *(each.dates.get(role, "") for role in ("published", "signed", "from", "until")),
            _joined(value.label for value in each.themes), _joined(each.languages),
            str(len(each.members)), _joined(member.title for member in each.members),
            _joined(member.uri for member in each.members),
            "yes" if any(stated.corrected for stated in each.values) else "",
        )
        for each in found
    ]  # fmt: skip
    return csv_text([CSV_COLUMNS, *rows])


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Lines of comma-separated values that no spreadsheet runs as formulas, without the line end of the last."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerows([cell if cell == "-" else defused(cell) for cell in row] for row in rows)  # a sign alone is none
    return stream.getvalue().removesuffix("\n")


def family_lines(families: Sequence[Family], summaries: Mapping[str, DocumentSummary]) -> list[str]:
    """Each family with its documents, and what links them."""
    lines = []
    for number, family in enumerate(families, start=1):
        lines.append(click.style(f"Family {number}", bold=True))
        lines += [f"  {each}  {summaries[each].language:7}  {summaries[each].title}" for each in family.members]
        lines += [f"    {link.relation}, {link.score:.2f}: {'; '.join(link.reasons)}" for link in family.links]
        lines += [
            f"    {'joined' if made.decision == 'together' else 'split'} by {made.who or 'someone'}, {made.at[:10]}"
            for made in family.decisions
        ]
    return lines or ["No families."]


def family_json(family: Family, summaries: Mapping[str, DocumentSummary]) -> dict[str, Any]:
    """A family as JSON values."""
    return {
        "members": [
            {"doc_id": each, "title": summaries[each].title, "language": summaries[each].language,
             "uri": summaries[each].uri}
            for each in family.members
        ],
        "links": [
            {"one": link.one, "other": link.other, "relation": link.relation, "score": round(link.score, 3),
             "reasons": list(link.reasons)}
            for link in family.links
        ],
        "decisions": [
            {"one": made.one, "other": made.other, "decision": made.decision, "by": made.who or None, "at": made.at}
            for made in family.decisions
        ],
    }  # fmt: skip


def facet_lines(facets: Facets) -> list[str]:
    """A line a field: its most frequent values with their numbers of documents."""
    return [
        f"{field:13} " + ", ".join(f"{each.label} ({each.documents})" for each in values[:FACETS_SHOWN])
        + (f", {len(values) - FACETS_SHOWN:,} more" if len(values) > FACETS_SHOWN else "")
        for field, values in facets.items()
        if values
    ]  # fmt: skip


def facet_json(facets: Facets) -> dict[str, Any]:
    """Facets as JSON values."""
    return {
        field: [{"value": each.value, "label": each.label, "documents": each.documents} for each in values]
        for field, values in facets.items()
    }


def _joined(values: Iterable[str]) -> str:
    return " | ".join(values)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _shortened(names: Sequence[str], shown: int) -> str:
    distinct = list(dict.fromkeys(names))
    more = f" and {len(distinct) - shown} more" if len(distinct) > shown else ""
    return ", ".join(_cut(name, 30) for name in distinct[:shown]) + more
