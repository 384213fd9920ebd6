"""The demonstration corpus: its documents, the questions asked of them and the relevance judgements (qrels).

It is package data, so that `repere demo` and the quality gate find it wherever Repère is installed. What the
documents are is told in `README.md` beside this file.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked of the corpus.

    `document` is the file name of one document that answers it, `evidence` a short quote from that document, which
    is found there once white space is normalised and hyphenated lines are joined. Both are None where no document
    answers; `qrels` names every document that does.
    """

    question_id: str
    text: str
    language: str
    answerable: bool
    document: str | None
    evidence: str | None


def documents_folder() -> Path:
    """The folder that holds the documents and nothing else: what to ingest."""
    return _FOLDER / "documents"


def questions() -> list[Question]:
    """All questions, in the order of the file."""
    lines = (_FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [_question(line) for line in lines]


def qrels() -> dict[str, dict[str, int]]:
    """Question id → document's file name → relevance (1). A question that no document answers is not in it."""
    judgements: dict[str, dict[str, int]] = {}
    with (_FOLDER / "qrels.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            judgements.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return judgements


def _question(line: str) -> Question:
    record = json.loads(line)
    return Question(
        question_id=record["_id"],
        text=record["text"],
        language=record["lang"],
        answerable=record["answerable"],
        document=record["document"],
        evidence=record["evidence"],
    )
