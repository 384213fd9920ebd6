"""What a collection answers: of a list of queries, which, and by what kind of document, of which territory and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from search.batch import Answered
from search.columns import instrument_cells
from search.confidence import YES
from search.results import Hit

FIELDS = ("kind", "territory", "year", "language")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the queries that could be searched are answered, by the confidence of the search.

    `by` has for each field the value of the document of the best hit and how many answers it gives, the most first;
    None is a document without one. `unanswered` are the ids and texts of the others, with their confidence.
    """

    queries: int
    answered: int
    failed: int
    by: dict[str, list[tuple[str | None, int]]]
    unanswered: tuple[tuple[str, str, float], ...]

    @property
    def share(self) -> float:
        """Of the queries searched, how many are answered: 0 to 1."""
        return self.answered / self.queries if self.queries else 0.0

    def as_json(self) -> dict[str, Any]:
        """The coverage as JSON values."""
        return {
            "queries": self.queries,
            "answered": self.answered,
            "share": round(self.share, 4),
            "failed": self.failed,
            "by": {
                name: [{"value": value, "answers": count} for value, count in rows] for name, rows in self.by.items()
            },
            "unanswered": [
                {"query_id": number, "query": text, "confidence": round(confidence, 4)}
                for number, text, confidence in self.unanswered
            ],
        }


def coverage(answers: Iterable[Answered]) -> Coverage:
    """Count the answers of a batch that was searched by meaning and words."""
    queries = failed = 0
    unanswered: list[tuple[str, str, float]] = []
    counted: dict[str, Counter[str | None]] = {name: Counter() for name in FIELDS}
    for answer in answers:
        if answer.result is None:
            failed += 1
            continue
        queries += 1
        confidence = answer.result.confidence or 0.0
        if confidence < YES:
            unanswered.append((answer.line.query_id, answer.line.text, confidence))
            continue
        for name, value in _values(answer.result.hits[0]).items():
            counted[name][value] += 1
    by = {
        name: sorted(counts.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
        for name, counts in counted.items()
    }
    return Coverage(queries, queries - len(unanswered), failed, by, tuple(unanswered))


def _values(hit: Hit) -> dict[str, str | None]:
    cells = {name: None if value is None else str(value) for name, value in instrument_cells(hit.document).items()}
    year = (cells["date"] or "")[:4] or None
    return {"kind": cells["kind"], "territory": cells["territory"], "year": year, "language": hit.document.language}
