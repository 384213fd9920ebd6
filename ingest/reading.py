"""Contents into texts: the slow and dangerous part of a run, in workers unless the caller wants it here."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Self

from corpus.errors import SourceError, SourceTooLarge
from ingest.compose import Written, write
from ingest.extract.base import Content
from ingest.worker import Limits, Task
from ingest.workers import Workers

MODULES = ("ingest.extract.registry",)
"""What a worker has ready before its first source: half a second of imports, while this process opens the model."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a worker is asked: a content, and what may come of it."""

    content: Content
    limits: Limits


def read(request: Request) -> Written:
    """The text of a content. Raises `SourceError`, `SourceTooLarge` where there is more of it than may be."""
    from ingest.extract.registry import extract  # noqa: PLC0415 - in a worker: not needed where they do the work

    content, limits = request.content, request.limits
    extraction = extract(content)
    if (extraction.pages or 0) > limits.pages:
        raise SourceTooLarge(
            f"{content.name} has {extraction.pages:,} pages; at most {limits.pages:,} are read", advice="Split it"
        )
    characters = sum(len(block.text) for block in extraction.blocks)
    if characters > limits.characters:
        raise SourceTooLarge(
            f"{content.name} holds {characters:,} characters of text; at most {limits.characters:,} are read",
            advice="Split it, or ingest data as .jsonl records",
        )
    return write(extraction, name=content.name)


class Reader:
    """Reads contents in `workers` processes, one a core unless told otherwise; in this one where that is 0."""

    def __init__(self, *, workers: int | None = None, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._workers = Workers(workers, limits=self._limits, modules=MODULES) if workers != 0 else None

    def begin(self, content: Content) -> Future[Written]:
        """The text to come; the future raises `SourceError`."""
        request = Request(content, self._limits)
        if self._workers is not None:
            return self._workers.submit(Task("ingest.reading", "read", request, content.name))
        future: Future[Written] = Future()
        try:
            future.set_result(read(request))
        except SourceError as error:
            future.set_exception(error)
        return future

    def close(self) -> None:
        """End the workers, with what they are reading."""
        if self._workers is not None:
            self._workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
