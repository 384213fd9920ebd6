"""What `repere show` tells of documents that are much like one, and of what its addresses held before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.catalogue import Catalogue, DocumentSummary
from corpus.duplicates import AlikeDocument, ReplacedVersion, alike_documents, replaced_versions

SAME = 0.95
"""From here on two documents are called nearly the same: a twentieth of their words differs at most."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The documents that are much like one, with their summaries by id, and the versions before it, latest first."""

    alike: Sequence[AlikeDocument]
    summaries: Mapping[str, DocumentSummary]
    versions: Sequence[ReplacedVersion]


def likeness_of(catalogue: Catalogue, doc_id: str) -> Likeness:
    """What is known of a document's likes and of its addresses' past."""
    alike = alike_documents(catalogue, doc_id)
    versions = [each for uri in catalogue.sources_of(doc_id) for each in replaced_versions(catalogue, uri)]
    return Likeness(alike, catalogue.summaries_by_id(each.doc_id for each in alike), versions)


def likeness_json(found: Likeness) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "alike": [
            {"doc_id": each.doc_id, "likeness": round(each.likeness, 2), "title": found.summaries[each.doc_id].title}
            for each in found.alike
        ],
        "versions": [asdict(each) for each in found.versions],
    }


def likeness_lines(found: Likeness) -> list[str]:
    """The same for people: one line a document, one line a version."""
    lines = [
        f"{'nearly same' if each.likeness >= SAME else 'much alike':13} {each.doc_id}"
        f"  {found.summaries[each.doc_id].title} ({each.likeness:.0%})"
        for each in found.alike
    ]
    return [
        *lines,
        *(f"{'replaces':13} {each.doc_id}  {each.title} (until {each.replaced_at[:10]})" for each in found.versions),
    ]
