"""Sources are read in processes of their own: a crash, a hang or a bomb costs one source; several are read at once."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self

from corpus import errors
from corpus.errors import SourceCrashed, SourceError, SourceTimeout, SourceTooLarge
from corpus.processes import started
from ingest.worker import Answer, Limits, Task

log = logging.getLogger(__name__)

# Imports take half a second; a machine that swaps takes its time.
START_S = 120.0
LAST_MOMENT_S = 2.0
_MEMORY_SIGNALS = frozenset({"SIGKILL"})  # the system itself ends what takes the last of its memory
LONGER = "If it is only long, try again with: repere ingest --retry-failed --timeout SECONDS"


def usable_cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Up to `count` processes, each started when there is work for it. `modules` are imported before the first task."""

    def __init__(self, count: int | None = None, *, limits: Limits | None = None, modules: Sequence[str] = ()) -> None:
        self.count = usable_cores() if count is None else count
        if self.count < 1:
            raise ValueError(f"at least one worker is needed, not {self.count}")
        self._limits = limits or Limits()
        self._modules = tuple(modules)
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="repere-worker")
        self._mutex = threading.Lock()
        self._idle: list[_Process] = []
        self._all: set[_Process] = set()
        self._closed = False

    def submit(self, task: Task) -> Future[Any]:
        """What the task's function gives. The future raises the `SourceError` that it was given up with."""
        return self._threads.submit(self._run, task)

    def close(self) -> None:
        """End every process at once, with what is being read."""
        with self._mutex:
            self._closed = True
            processes = list(self._all)
        for process in processes:
            process.end()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, task: Task) -> Any:
        process = self._process()
        try:
            answer = process.answer(task)
        except BaseException:
            self._give_up(process)
            raise
        if answer.retire:
            self._give_up(process)
        else:
            with self._mutex:
                self._idle.append(process)
        if answer.fault is not None:
            kind: type[SourceError] = getattr(errors, answer.fault.kind)
            raise kind(answer.fault.reason, advice=answer.fault.advice)
        return answer.value

    def _process(self) -> _Process:
        with self._mutex:
            if self._idle:
                return self._idle.pop()
            if self._closed:
                raise SourceCrashed("The run was ended")
            process = _Process(self._limits, self._modules)
            self._all.add(process)
            return process

    def _give_up(self, process: _Process) -> None:
        process.end()
        with self._mutex:
            self._all.discard(process)


class _Process:
    """One worker. It leads a group of processes, which is ended as a whole."""

    def __init__(self, limits: Limits, modules: tuple[str, ...]) -> None:
        self._limits = limits
        self._greeting: tuple[Limits, tuple[str, ...]] | None = (limits, modules)
        self._process = started(
            "ingest.worker",
            quiet=not log.isEnabledFor(logging.DEBUG),
            # Several pages are read at once: one thread each. Malloc's arenas, one a thread, are 64 MB of addresses.
            environment={"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
        )
        self._ending = threading.Lock()

    def answer(self, task: Task) -> Answer:
        """Have a task done. Raises `SourceTimeout` or `SourceCrashed`; the process is of no use then."""
        if self._greeting is not None:
            self._exchange(self._greeting, task.name, START_S)
            self._greeting = None
        answer: Answer = self._exchange(task, task.name, self._limits.timeout_s)
        return answer

    def _exchange(self, value: object, name: str, timeout_s: float) -> Any:
        timed_out = threading.Event()

        def time_out() -> None:
            timed_out.set()
            self._process.kill()

        timer = threading.Timer(timeout_s, time_out)
        timer.daemon = True
        timer.start()
        try:
            self._process.send(value)
            return self._process.receive()
        except (EOFError, OSError) as error:
            with contextlib.suppress(subprocess.TimeoutExpired):  # its pipes are closed a moment before it is gone
                self._process.popen.wait(LAST_MOMENT_S)
            self.end()
            if timed_out.is_set():
                raise SourceTimeout(f"{name} was not read within {timeout_s:,g} s", advice=LONGER) from error
            raise self._death(name) from error
        finally:
            timer.cancel()

    def end(self) -> None:
        """End the process and what it has started, and wait until it is gone."""
        self._process.kill()
        with self._ending:
            self._process.reap()

    def _death(self, name: str) -> SourceError:
        code = self._process.popen.returncode
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        if how in _MEMORY_SIGNALS:
            return SourceTooLarge(
                f"{name} was given up: the system ended the process that read it ({how}), as it does when memory runs "
                "out",
                advice="Split it, or use a machine with more memory",
            )
        return SourceCrashed(
            f"{name} broke the program that read it ({how})",
            advice="Save it anew with another program (print it to PDF), or report it",
        )
