"""What a run of ingest has done: counted, and every source that is not in named with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corpus.types import Failure
from ingest.extract.remarks import Remark


@dataclass(slots=True)
class Report:
    """The outcome of one run. Every source that was found is counted once.

    `removed` counts records that are gone from their file. `skipped` are files of other formats within folders.
    `alike` counts the new passages that say what one before them says.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    removed: int = 0
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)
    warnings: list[tuple[str, Remark]] = field(default_factory=list)
    alike: int = 0
    passages: int = 0
    encoded: int = 0
    encoded_sentences: int = 0
    seconds: float = 0.0

    @property
    def sources(self) -> int:
        """How many sources were found."""
        return self.added + self.updated + self.unchanged + self.duplicates + len(self.failed) + len(self.skipped)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "sources": self.sources,
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "removed": self.removed,
            "failed": [_failure(failure) for failure in self.failed],
            "skipped": [_failure(failure) for failure in self.skipped],
            "warnings": [
                {"uri": uri, "warning": str(each), "name": each.name, "facts": dict(each.facts)}
                for uri, each in self.warnings
            ],
            "alike": self.alike,
            "passages": self.passages,
            "encoded": self.encoded,
            "encoded_sentences": self.encoded_sentences,
            "seconds": round(self.seconds, 3),
        }


def _failure(failure: Failure) -> dict[str, str]:
    return {"uri": failure.uri, "error": failure.error, "reason": failure.reason, "advice": failure.advice}
