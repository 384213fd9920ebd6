"""Progress bars on a terminal; a line a stage elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from typing import NoReturn, Self, TextIO, TypeVar

from tqdm import tqdm

Value = TypeVar("Value")

# What the stages of ingest are called, and what they count.
STAGES = {
    "read": ("Reading", "file"),
    "fetch": ("Fetching", "page"),
    "describe": ("Describing", "document"),
    "encode": ("Encoding", "passage"),
    "sentences": ("Encoding", "sentence"),
}


class Bars:
    """The progress of ingest as bars, one a stage."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[NoReturn] | None = None

    def start(self, stage: str, total: int) -> None:
        """Draw the bar of a stage."""
        name, unit = STAGES.get(stage, (stage, "it"))
        self._bar = tqdm(
            total=total or None, desc=name, unit=f" {unit}", file=self._stream, dynamic_ncols=True, leave=False
        )

    def advance(self, count: int = 1) -> None:
        """Move it on."""
        if self._bar is not None:
            self._bar.update(count)

    def finish(self) -> None:
        """Take it away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class Lines:
    """The progress of ingest where nobody looks on: one line when a stage begins."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def start(self, stage: str, total: int) -> None:
        """Say what begins."""
        name, unit = STAGES.get(stage, (stage, "step"))
        count = f"{total:,} " if total else ""
        print(f"{name} {count}{unit}{'' if total == 1 else 's'} …", file=self._stream, flush=True)

    def advance(self, count: int = 1) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""


class Events:
    """The progress of ingest for another program: a JSON object a line, `{"stage", "done", "total"}`.

    `total` is 0 where it is not known. At most some lines a second, and always the first and the last of a stage.
    """

    EVERY_S = 0.25

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage, self._done, self._total, self._told = "", 0, 0, 0.0

    def start(self, stage: str, total: int) -> None:
        """Say what begins."""
        self._stage, self._done, self._total = stage, 0, total
        self._tell()

    def advance(self, count: int = 1) -> None:
        """Say how far it is, now and then."""
        self._done += count
        if time.monotonic() - self._told >= self.EVERY_S:
            self._tell()

    def finish(self) -> None:
        """Say how far it came."""
        self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        event = {"stage": self._stage, "done": self._done, "total": self._total}
        print(json.dumps(event), file=self._stream, flush=True)


def progress_for(stream: TextIO, *, events: bool = False) -> Bars | Lines | Events:
    """Bars on a terminal, lines in a log, or events for another program."""
    if events:
        return Events(stream)
    return Bars(stream) if stream.isatty() else Lines(stream)


def progress_over(values: Iterable[Value], total: int, stream: TextIO) -> Iterator[Value]:
    """The same values, with a bar of how many have come, on a terminal."""
    return iter(
        tqdm(
            values,
            total=total,
            unit=" query",
            file=stream,
            dynamic_ncols=True,
            leave=False,
            disable=not stream.isatty(),
        )
    )


class Pace:
    """How many queries are done, at what rate, and the time left: a bar on a terminal, a line a minute elsewhere."""

    EVERY_S = 60.0

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total, self._stream = total, stream
        self._bar: tqdm[NoReturn] | None = None
        self._done = self._before = 0
        self._begun = self._told = time.monotonic()

    def __enter__(self) -> Self:
        if self._stream.isatty():
            self._bar = tqdm(total=self._total, unit=" query", file=self._stream, dynamic_ncols=True, leave=False)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self, count: int) -> None:
        """So many more are done. What comes before the first of them (a run that is gone on with) has taken no time."""
        if count > 1 and not self._done:
            self._before = count
            if self._bar is not None:
                self._bar.initial = count
        self._done += count
        if self._bar is not None:
            self._bar.update(count)
        elif time.monotonic() - self._told > self.EVERY_S:
            self._told = time.monotonic()
            print(self._line(), file=self._stream, flush=True)

    def _line(self) -> str:
        rate = (self._done - self._before) / max(time.monotonic() - self._begun, 1e-9)
        left = (self._total - self._done) / rate if rate else 0
        return f"{self._done:,} of {self._total:,} queries, {rate:.1f} a second, {left / 60:.0f} min left"
