"""Progress bars on a terminal; a line a stage elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn, TextIO, TypeVar

from tqdm import tqdm

Value = TypeVar("Value")

# What the stages of ingest are called, and what they count.
STAGES = {"read": ("Reading", "file"), "encode": ("Encoding", "passage"), "sentences": ("Encoding", "sentence")}


class Bars:
    """The progress of ingest as bars, one a stage."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[NoReturn] | None = None

    def start(self, stage: str, total: int) -> None:
        """Draw the bar of a stage."""
        name, unit = STAGES.get(stage, (stage, "it"))
        self._bar = tqdm(total=total, desc=name, unit=f" {unit}", file=self._stream, dynamic_ncols=True, leave=False)

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
        print(f"{name} {total:,} {unit}{'' if total == 1 else 's'} …", file=self._stream, flush=True)

    def advance(self, count: int = 1) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""


def progress_for(stream: TextIO) -> Bars | Lines:
    """Bars on a terminal, lines in a log."""
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
