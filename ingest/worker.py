"""The other side of `ingest.workers`: a process that reads one source after another, within limits.

It is started by name and not forked, so that it shares nothing with the program that wants the texts, needs no
importable main module, and may die.
"""

from __future__ import annotations

import contextlib
import copyreg
import importlib
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus.errors import DamagedSource, SourceCrashed, SourceError, SourceTooLarge
from corpus.processes import channels, packed, receive, send

GRACE_S = 10
"""After its time a source is ended from outside; this much later the process ends itself, should nobody be there."""


def unchangeable(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Values that can't be changed. The type itself has no name that pickle finds."""
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda mapping: (unchangeable, (dict(mapping),)))


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one source may cost before it is given up: seconds, megabytes, pages, characters of text.

    Ten minutes are about 400 scanned pages on two cores. 2,048 MB is ten times what the largest of 1,000 real files
    took. The longest laws have 2,000 pages and 5 million characters. A process is used for `sources` sources.
    """

    timeout_s: float = 600.0
    memory_mb: int = 2048
    pages: int = 10_000
    characters: int = 20_000_000
    sources: int = 200

    def __post_init__(self) -> None:
        if min(self.timeout_s, self.memory_mb, self.pages, self.characters, self.sources) <= 0:
            raise ValueError(f"limits must be above 0: {self}")


@dataclass(frozen=True, slots=True)
class Task:
    """A function by module and name, its argument, and what the argument is called in messages."""

    module: str
    function: str
    argument: Any
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A `SourceError` on its way between processes."""

    kind: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a task. `retire` says that the process should not be given another."""

    value: Any
    fault: Fault | None
    retire: bool


def main() -> None:
    """Answer tasks until nobody gives any more. First come the limits, and the modules to have ready."""
    tasks, answers = channels()
    limits, modules = receive(tasks)
    _limit_memory(limits)
    for module in modules:
        importlib.import_module(module)
    send(answers, None)  # ready: the time of the first source begins
    done = 0
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            task: Task = receive(tasks)
            done += 1
            _end_after(limits.timeout_s + GRACE_S)
            answer = _answer(task, retire=done >= limits.sources)
            _end_after(0)
            answers.write(answer)
            answers.flush()
            del task, answer  # the next one may need the memory


def _answer(task: Task, *, retire: bool) -> bytes:
    try:
        function: Callable[[Any], Any] = getattr(importlib.import_module(task.module), task.function)
        return packed(Answer(function(task.argument), None, retire or _is_fat()))
    except SourceError as error:
        fault: SourceError = error
    except MemoryError:
        retire = True
        fault = SourceTooLarge(f"{task.name} needs more memory than a source may have", advice="Split it")
    except RecursionError:
        fault = DamagedSource(f"{task.name} is nested too deeply", advice="Check where it comes from")
    except Exception as error:  # noqa: BLE001 - whatever a parser raises costs this source, and is reported with it
        told = f"{task.name} could not be read: {type(error).__name__}: {error}"[:500]
        fault = SourceCrashed(told, advice="Save it anew with another program, or report it")
    return packed(Answer(None, Fault(type(fault).__name__, fault.reason, fault.advice), retire))


def _limit_memory(limits: Limits) -> None:
    """Where the system can: an allocation beyond the limit fails, here and in programs started from here."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        with contextlib.suppress(ValueError, OSError):  # a stricter limit is set already
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mb << 20, limits.memory_mb << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_after(seconds: float) -> None:
    """Have the system end this process after so long, whatever it is doing then; 0 takes that back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _is_fat() -> bool:
    """Whether this process has ever held half of what it may: it seldom gives that back."""
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return limit != resource.RLIM_INFINITY and _peak_bytes() > limit / 2


def _peak_bytes() -> int:
    """What this process has held at most.

    Not what Linux gives as `ru_maxrss`: that begins with the peak of the program that started this one, which has a
    model in memory, so that every process would be taken for a fat one after its first source.
    """
    import resource  # noqa: PLC0415

    with contextlib.suppress(OSError, StopIteration):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
