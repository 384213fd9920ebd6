"""A batch from a file of queries to a table with its record: written as it is answered, and gone on with if need be."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from corpus.errors import TableError
from search.answer_rows import ANSWER_COLUMNS
from search.batch import BatchOptions, answer_all
from search.columns import HIT_COLUMNS
from search.evaluate import documents_once
from search.journal import Journal, journal_of
from search.lazy import Columns, Row
from search.queries import QueryFile
from search.record import FORMAT, file_digest, home_facts, read_record, record_of, versions
from search.rerank import run_score
from search.searcher import Searcher
from search.tables import trec_lines
from search.writing import WRITERS, refuse_existing, text_writer, whole_file, write_lines, writer_for

FORMATS = (*WRITERS, ".trec")
STREAMED = (".csv", ".tsv", ".jsonl", ".trec")


@dataclass(frozen=True, slots=True)
class BatchJob:
    """What is asked for. `suffix` says what kind of table `output` becomes."""

    queries: Path
    file: QueryFile
    output: Path
    suffix: str
    options: BatchOptions

    def __post_init__(self) -> None:
        if self.suffix not in FORMATS:
            raise TableError(
                f"{self.output}: a table can't be written as {self.suffix or 'a file without a suffix'!r}",
                advice=f"Use {', '.join(FORMATS)}",
            )
        if self.suffix == ".trec" and self.options.ask:
            raise TableError("Answers are no run", advice=f"Use {', '.join(WRITERS)}")
        if self.suffix == ".trec":  # a run ranks documents
            object.__setattr__(self, "options", replace(self.options, by_document=True))

    @property
    def columns(self) -> Columns:
        """Those of the table."""
        return ANSWER_COLUMNS if self.options.ask else HIT_COLUMNS


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a batch went. `searched` queries and the `faults` of others; `resumed` of them were there already.

    `changed_to` is the revision that the home had at the end, where that is not the one it had at the beginning.
    """

    searched: int
    faults: tuple[str, ...]
    rows: int
    resumed: int = 0
    changed_to: int | None = None


def write_batch(
    searcher: Searcher,
    job: BatchJob,
    *,
    force: bool = False,
    resume: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Answer every query and write the table and its record. `advance` is told how many lines are done since.

    Raises `TableError` where the table is there (without `force`), where an interrupted run is there (without `force`
    or `resume`), and where nothing can be written; what was answered until then is kept for `resume`.
    """
    begun, started = datetime.now(UTC), time.perf_counter()
    facts = _facts(searcher, job)
    partial = journal_of(job.output)
    if resume and not partial.exists() and job.output.exists():
        return _complete(job, facts, advance)
    if not (resume and partial.exists()):
        refuse_existing(job.output, force=force)
    if partial.exists() and not (force or resume):
        raise TableError(f"{partial} is of a run that was interrupted", advice="Add --resume, or --force to begin anew")
    journal = (Journal.resume if resume and partial.exists() else Journal.begin)(job.output, facts)
    resumed = journal.done
    advance(resumed)
    try:
        for answered in answer_all(searcher, job.file.lines[resumed:], job.options):
            journal.add(list(answered.rows()))
            advance(1)
        rows = _finish(job, journal)
    finally:
        journal.close()
    faults = tuple(row["error"] for answer in journal.answers() for row in answer if row["error"])
    now = searcher.catalogue.revision
    outcome = Outcome(
        len(job.file.lines) - len(faults),
        tuple(map(str, faults)),
        rows,
        resumed,
        now if now != facts["home"]["revision"] else None,
    )
    write_lines(record_of(job.output), [_record(job, facts, outcome, begun, time.perf_counter() - started)], force=True)
    journal.drop()
    return outcome


def stream_batch(
    searcher: Searcher, job: BatchJob, stream: TextIO, *, advance: Callable[[int], None] = lambda _: None
) -> Outcome:
    """Answer every query and write each as it comes, for a pipe; there is no record."""
    if job.suffix not in STREAMED:
        raise TableError(f"{job.suffix} can't go through a pipe", advice=f"Use {', '.join(STREAMED)} with --format")
    write = None if job.suffix == ".trec" else text_writer(stream, job.suffix, job.columns)
    faults, count = [], 0
    for answered in answer_all(searcher, job.file.lines, job.options):
        rows = list(answered.rows())
        if write is None:
            stream.writelines(run_lines(rows))
        else:
            write(rows)
        stream.flush()
        faults += [answered.error] if answered.error else []
        count += len(rows)
        advance(1)
    return Outcome(len(job.file.lines) - len(faults), tuple(faults), count)


def run_lines(rows: list[Row]) -> Iterator[str]:
    """The lines of a TREC run for the rows of one query; none where it found nothing."""
    found = [row for row in rows if row["rank"] is not None]
    again = bool(found) and found[0]["rerank"] is not None
    scored = (
        (
            str(row["external_id"] or row["doc_id"]),
            run_score(int(row["rank"] or 0), float(row["score"] or 0.0), reranked=again),
        )
        for row in found
    )
    return trec_lines(str(rows[0]["query_id"]), documents_once(scored))


def _facts(searcher: Searcher, job: BatchJob) -> dict[str, Any]:
    """What the table depends on; an interrupted run is gone on with only where it is all the same."""
    facts = {
        "versions": versions(),
        "home": home_facts(searcher.catalogue, searcher.catalogue.revision),
        "queries": {"sha256": job.file.digest, "lines": len(job.file.lines), "used": dict(job.file.used)},
        "options": job.options.as_json() | {"format": job.suffix, "rerank": searcher.reranker_id},
    }
    normal: dict[str, Any] = json.loads(json.dumps(facts))
    return normal


def _complete(job: BatchJob, facts: dict[str, Any], advance: Callable[[int], None]) -> Outcome:
    """The outcome of a run that had come to its end; it is an error where the table is another run's."""
    path = record_of(job.output)
    record = read_record(path) if path.exists() else {}
    if any(record.get(name) != facts[name] for name in ("versions", "home", "options")):
        raise TableError(f"{job.output} is there already, and of another run", advice="Add --force to replace it")
    advance(len(job.file.lines))
    told = record["output"]
    return Outcome(told["searched"], tuple(told["faults"]), told["rows"], len(job.file.lines))


def _finish(job: BatchJob, journal: Journal) -> int:
    """The table, from the journal; how many rows it has."""
    count = 0

    def rows() -> Iterator[Row]:
        nonlocal count
        for answer in journal.answers():
            count += len(answer)
            yield from answer

    def lines() -> Iterator[str]:
        nonlocal count
        for answer in journal.answers():
            for line in run_lines(answer):
                count += 1
                yield line

    if job.suffix == ".trec":
        write_lines(job.output, lines(), force=True)
    else:
        with whole_file(job.output, force=True) as beside:
            writer_for(Path(f"x{job.suffix}"))(beside, job.columns, rows())
    return count


def _record(job: BatchJob, facts: dict[str, Any], outcome: Outcome, begun: datetime, seconds: float) -> str:
    content = {
        "format": FORMAT,
        **facts,
        "queries": {"path": str(job.queries), **facts["queries"]},
        "output": {
            "path": str(job.output),
            "sha256": file_digest(job.output),
            "rows": outcome.rows,
            "searched": outcome.searched,
            "faults": outcome.faults,
        },
        "seeds": {},  # nothing in a search is drawn
        "home_changed_to_revision": outcome.changed_to,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "begun": begun.isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "resumed_after": outcome.resumed,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
