"""A home: the folder that holds a catalogue, the originals and the caches. One writer, any number of readers."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import HomeLocked, HomeMissing, HomeUnwritable


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of a home. Nothing is created before something is written."""

    root: Path

    @property
    def catalogue(self) -> Path:
        return self.root / "catalogue.sqlite"

    @property
    def index(self) -> Path:
        return self.root / "index"

    def original(self, sha256: str) -> Path:
        """Where the bytes of the document with this hash are kept."""
        return self.root / "originals" / sha256[:2] / sha256

    def require(self) -> None:
        """Raise `HomeMissing` unless something has been ingested here."""
        if not self.catalogue.is_file():
            raise HomeMissing(f"There is no catalogue in {self.root}", advice="Run: repere ingest SOURCE")

    def create(self) -> None:
        """Make the folder; raise `HomeUnwritable` where that is not allowed."""
        try:
            self.index.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HomeUnwritable(
                f"The home {self.root} can't be made: {error.strerror or error}",
                advice="Choose another folder with --home or REPERE_HOME",
            ) from error

    @contextlib.contextmanager
    def writing(self, *, timeout_s: float = 0.0) -> Iterator[None]:
        """Hold the home's lock; raise `HomeLocked` where another process has it for longer than `timeout_s`."""
        self.create()
        lock = FileLock(self.root / "lock")
        try:
            lock.acquire(timeout=timeout_s)
        except Timeout as error:
            raise HomeLocked(
                f"Another process is writing to {self.root}", advice="Wait until it has finished, then try again"
            ) from error
        except OSError as error:
            raise HomeUnwritable(
                f"The home {self.root} can't be written to: {error.strerror or error}",
                advice="Check the permissions and the free space, or choose another folder with --home",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def keep_original(self, sha256: str, data: bytes) -> None:
        """Keep the bytes of a document, so that a hit can open its page."""
        path = self.original(sha256)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)

    def drop_original(self, sha256: str) -> None:
        """Remove the bytes of a document; nothing to do where they were not kept."""
        path = self.original(sha256)
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # another original lives in the same folder
            path.parent.rmdir()


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside, flush to the disk, rename: a reader sees the old bytes or the new ones, never a part."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise HomeUnwritable(
            f"{path} can't be written: {error.strerror or error}", advice="Check the permissions and the free space"
        ) from error
