"""Processes of our own: what goes to them and comes back, and that nothing of them stays."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.processes import Process, packed, receive, send, started

MODULE = """
import os, subprocess, sys
from corpus.processes import channels, receive, send

def main():
    incoming, outgoing = channels()
    print("noise", flush=True)
    while True:
        order = receive(incoming)
        if order == "die":
            os._exit(3)
        if order == "start":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
            order = child.pid
        send(outgoing, (order, os.environ.get("REPERE_TEST"), sys.stdin.read()))
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    (tmp_path / "answering.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = started("answering", quiet=True, environment={"REPERE_TEST": "given"})
    yield found
    found.kill()
    found.reap()


def until(is_so: Callable[[], bool]) -> bool:
    """Whether it is so within ten seconds."""
    end = time.monotonic() + 10
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has waited for yet has, too."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_values_go_and_come_back(process: Process) -> None:
    """This ensures that what a process prints is no answer, and that it has no standard input to wait at."""
    process.send({"a": [1, 2]})
    assert process.receive() == ({"a": [1, 2]}, "given", "")


def test_the_callers_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that what a user has set in the environment holds in the process, too."""
    (tmp_path / "answering.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("REPERE_TEST", "the user's")
    process = started("answering", quiet=True, environment={"REPERE_TEST": "given"})
    process.send(1)
    assert process.receive()[1] == "the user's"
    process.kill()
    process.reap()
    assert process.popen.returncode == -9


def test_nobody_waits_for_an_answer_that_is_not_there(process: Process) -> None:
    """This ensures that it can be asked whether there is an answer without waiting for one."""
    assert not process.has_answered()
    process.send(1)
    assert until(process.has_answered)
    process.receive()
    assert not process.has_answered()


def test_a_process_that_dies_is_told(process: Process) -> None:
    """This ensures that a dead process is an error, not a wait without end."""
    process.send("die")
    with pytest.raises(EOFError):
        process.receive()
    assert process.has_answered()


def test_what_a_process_has_started_ends_with_it(process: Process) -> None:
    """This ensures that no grandchild is left alive."""
    process.send("start")
    child, *_ = process.receive()
    assert not is_gone(child)
    process.kill()
    process.reap()
    assert until(lambda: is_gone(child))


def test_a_process_ends_with_who_started_it(process: Process) -> None:
    """This ensures that a process whose pipe is closed does not stay."""
    process.there.close()
    assert until(lambda: process.popen.poll() is not None)


@pytest.mark.parametrize("left", [0, 3, 8, 12])
def test_half_a_value_is_none(left: int) -> None:
    """This ensures that a value cut off anywhere is never taken for a whole one."""
    with pytest.raises(EOFError):
        receive(io.BytesIO(packed("charte")[:left]))


def test_values_follow_one_another() -> None:
    """This ensures that each value is read to its own end."""
    stream = io.BytesIO()
    for value in ("charte", None, os.getpid()):
        send(stream, value)
    stream.seek(0)
    assert [receive(stream) for _ in range(3)] == ["charte", None, os.getpid()]
