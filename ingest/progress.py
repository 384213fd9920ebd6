"""How a long run tells how far it is: a seam, so that the command line draws a bar and a test looks on."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told how far the run is: stages one after another, each of so many steps."""

    def start(self, stage: str, total: int) -> None:
        """A stage begins: `read` counts files, `fetch` pages, `describe` documents, `encode` passages, and `sentences`.

        A `total` of 0 is one that is not known.
        """
        ...

    def advance(self, count: int = 1) -> None:
        """So many steps more are done."""
        ...

    def finish(self) -> None:
        """The stage is over."""
        ...


class Silence:
    """Progress that nobody looks at."""

    def start(self, stage: str, total: int) -> None:
        """Say nothing."""

    def advance(self, count: int = 1) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""
