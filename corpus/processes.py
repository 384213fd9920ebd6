"""Processes of our own, with a pipe to each and one back: started by name, they live as long as who started them.

Not multiprocessing, nor pebble or loky, which start from it: they import the caller's main module again, which a
notebook, `python -` and a script without a guard don't survive, and they leave alive what a process that is ended has
started itself, as OCR programs.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import signal
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_START = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"
_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True, slots=True)
class Process:
    """What was started, and the pipes to it and from it."""

    popen: subprocess.Popen[bytes]
    there: IO[bytes]
    back: IO[bytes]

    def send(self, value: object) -> None:
        """Raises `OSError` where it is gone."""
        send(self.there, value)

    def receive(self) -> Any:
        """Waits for a value. Raises `EOFError` where it is gone."""
        return receive(self.back)

    def has_answered(self) -> bool:
        """Whether something can be received at once, if only that it is gone."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.back, selectors.EVENT_READ)
            return bool(waiting.select(timeout=0))

    def kill(self) -> None:
        """End it with all that it has started, without waiting until they are gone."""
        with contextlib.suppress(OSError):
            if sys.platform == "win32" or self.popen.returncode is not None:
                self.popen.kill()
            else:
                os.killpg(self.popen.pid, signal.SIGKILL)

    def reap(self) -> None:
        """Wait until it is gone, once killed, and close the pipes."""
        self.popen.wait()
        for stream in (self.there, self.back):
            with contextlib.suppress(OSError):
                stream.close()


def started(module: str, *, quiet: bool, environment: Mapping[str, str]) -> Process:
    """A process that runs `main` of a module of ours and leads a group of processes.

    `quiet` leaves out what it writes to standard error; `environment` is what it has where the caller's has nothing of
    the name. Raises `OSError` where none can be started.
    """
    path = [str(Path(entry or ".").absolute()) for entry in sys.path]
    popen = subprocess.Popen(
        [sys.executable, "-c", _START.format(path=path, module=module)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        start_new_session=True,  # so that Ctrl-C reaches us, not it
        env={**environment, **os.environ},
    )
    if popen.stdin is None or popen.stdout is None:  # both were asked for
        raise OSError("A process without its pipes")
    return Process(popen, popen.stdin, popen.stdout)


def channels() -> tuple[IO[bytes], IO[bytes]]:
    """Inside such a process: what comes in and what goes out.

    These were standard input and output; whoever else writes there meets standard error, or nothing.
    """
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return incoming, outgoing


def packed(value: object) -> bytes:
    """A value as it is sent: its length, and what `pickle` makes of it."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def send(stream: IO[bytes], value: object) -> None:
    """Write a value and have it leave at once."""
    stream.write(packed(value))
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a value. Raises `EOFError` where the other side is gone, in the middle of a value too."""
    header = stream.read(_LENGTH.size)
    data = stream.read(_LENGTH.unpack(header)[0]) if len(header) == _LENGTH.size else b""
    if not data or len(data) < _LENGTH.unpack(header)[0]:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - the other side is this program
