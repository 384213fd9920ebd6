"""Adding documents while the page goes on: `repere ingest` in a process of its own, one at a time for a home.

What a reader hands over is kept under `uploads/` of the home until the run is over; the home keeps its own copy of
what was read.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from corpus.catalogue import Catalogue
from corpus.errors import HomeLocked, OptionRefused
from corpus.home import Home
from ui.discretion import discreet

COMMAND: tuple[str, ...] = (sys.executable, "-m", "ui.cli")
"""What `repere` is, for a process that may not have it on its path."""

MAX_SOURCES = 100
"""Of one run: what its report shows on a page. A folder of thousands is for the command line."""
MAX_NAME_BYTES = 160  # file systems take 255, and the name is read by people

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|#\u202a-\u202e\u2066-\u2069]+')

State = Literal["waiting", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a reader handed over."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a run is; `total` is 0 where it is not known."""

    name: str
    done: int
    total: int


@dataclass(slots=True)
class Run:
    """One run. `sources` are what it was given: the paths of uploads, and web addresses, with their names."""

    home: Home
    sources: Mapping[str, str]
    folder: Path
    process: subprocess.Popen[bytes]
    _closed: bool = field(default=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def over(self) -> bool:
        """Whether it has ended; the first who sees it takes the uploads away."""
        if self.process.poll() is None:
            return False
        with self._lock:
            if not self._closed:
                self._closed = True
                for uri in self.sources:  # and no one else's: two pages may serve one home
                    if (path := Path(uri)).is_relative_to(_uploads(self.home)):
                        shutil.rmtree(path.parent, ignore_errors=True)
        return True

    def stage(self) -> Stage | None:
        """What it is doing at this moment; None before its first word."""
        found = None
        for event in _events(self.folder / "stderr"):
            found = Stage(str(event["stage"]), int(event["done"]), int(event["total"]))
        return found

    def report(self) -> dict[str, Any] | None:
        """What `repere ingest --json` says at the end; None where it did not come to one."""
        try:
            report = json.loads((self.folder / "stdout").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return report if isinstance(report, dict) else None

    def complaint(self) -> str:
        """Why there is no report: the last line that is no event, as the command line says it."""
        lines = _text(self.folder / "stderr").splitlines()
        said = [line.strip() for line in lines if line.strip() and not line.startswith("{")]
        return said[-1].removeprefix("repere: ") if said else ""

    def states(self, catalogue: Catalogue) -> dict[str, State]:
        """Each source's state as the catalogue has it: stored, failed, or still to come."""
        failed = {failure.uri for failure in catalogue.failures()}
        sql = "SELECT 1 FROM sources WHERE uri = ?1 OR container = ?1 LIMIT 1"
        return {
            uri: "done" if catalogue.rows(sql, (uri,)) else "failed" if uri in failed else "waiting"
            for uri in self.sources
        }


class Runs:
    """The runs that this page has started, one at a time. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Run | None = None

    @property
    def last(self) -> Run | None:
        """The run that goes on, or the one that ended last."""
        return self._last

    def start(self, home: Home, uploads: Sequence[Upload], addresses: Sequence[str]) -> Run:
        """Begin a run. Raises `HomeLocked` while another goes on, `OptionRefused` for too many sources at once."""
        if len(uploads) + len(addresses) > MAX_SOURCES:
            raise OptionRefused(f"More than {MAX_SOURCES} sources at once", advice="Add them in several runs")
        with self._lock:
            if self._last is not None and not self._last.over:
                raise HomeLocked("Documents are being added already", advice="Wait until they are in")
            with home.writing():  # someone else may be: say so now, and not from a process that ends at once
                paths = [_keep(home, upload) for upload in uploads]
            sources = {str(path): path.name for path in paths} | {each: each for each in addresses}
            if self._last is not None:
                shutil.rmtree(self._last.folder, ignore_errors=True)  # its report has been read
            self._last = _begin(home, sources)
            return self._last


def file_name(name: str) -> str:
    """A name that every file system takes, from one that a browser sent: its last part, without signs or controls."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    fit = " ".join(_UNFIT.sub(" ", last.encode("utf-8", "ignore").decode()).split()).lstrip(".-~ ")
    stem, dot, suffix = fit.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = fit, ""
    room = MAX_NAME_BYTES - len(suffix.encode()) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip() or "document"
    return f"{stem}.{suffix}" if suffix else stem


def _keep(home: Home, upload: Upload) -> Path:
    """Two files of one name are two documents; the same bytes under the same name are the same file again."""
    folder = _uploads(home) / sha256(upload.data).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(upload.name)
    path.write_bytes(upload.data)
    return path


def _begin(home: Home, sources: Mapping[str, str]) -> Run:
    folder = Path(tempfile.mkdtemp(prefix="repere-run-"))
    nice = ["nice", "-n", "10"] if shutil.which("nice") else []  # who searches goes first
    command = [*nice, *COMMAND, "ingest", "--json", "--events", "--home", str(home.root), "--", *sources]
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
    return Run(home, sources, folder, process)


def address_told(uri: str, home: Home) -> str:
    """An address as people are told it: of a file that was added on the page its name, not where it was kept."""
    return discreet(uri) if Path(uri).is_relative_to(_uploads(home)) else uri


def _uploads(home: Home) -> Path:
    return home.root / "uploads"


def _events(path: Path) -> Iterator[dict[str, Any]]:
    for line in _text(path).splitlines():
        if line.startswith("{"):
            try:
                event = json.loads(line)
            except ValueError:  # it is being written
                continue
            if {"stage", "done", "total"} <= event.keys():
                yield event


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
