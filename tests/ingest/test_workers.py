"""Workers: what a bad source costs, and that nothing is left behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import DamagedSource, EncryptedSource, SourceCrashed, SourceTimeout, SourceTooLarge
from ingest.worker import Limits, Task
from ingest.workers import Workers

BAD = """
import ctypes, os, subprocess, sys, time
from types import MappingProxyType
from corpus.errors import EncryptedSource

def echo(value): return value
def process(value): return os.getpid()
def crash(value): ctypes.string_at(0)
def leave(value): os._exit(3)
def sleep(value): time.sleep(1000)
def spin(value):
    while True: pass
def eat(value): return len(bytearray(value))
def nest(value): return nest(value)
def fail(value): raise EncryptedSource("a.pdf is encrypted", advice="Give the password")
def bug(value): return value["none"]
def chat(value):
    print("noise", flush=True)
    os.system("echo noise")
    return sys.stdin.read()
def secret(value): return lambda: value
def mapping(value): return MappingProxyType({"a": 1})
def child(value):
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    open(value, "w").write(str(started.pid))
    time.sleep(1000)
"""


@pytest.fixture
def workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    (tmp_path / "bad_extractor.py").write_text(BAD, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with Workers(2, limits=Limits(timeout_s=2, memory_mb=512)) as found:
        yield found


def task(function: str, argument: object = None) -> Task:
    return Task("bad_extractor", function, argument, "a.pdf")


def test_values_come_back(workers: Workers) -> None:
    """This ensures that arguments and results of some size, and mappings that can't be changed, get across."""
    assert workers.submit(task("echo", b"x" * 5_000_000)).result() == b"x" * 5_000_000
    assert workers.submit(task("mapping")).result() == {"a": 1}


@pytest.mark.parametrize(
    ("function", "argument", "error", "told"),
    [
        ("crash", None, SourceCrashed, "a.pdf broke the program that read it (SIGSEGV)"),
        ("leave", None, SourceCrashed, "a.pdf broke the program that read it (exit code 3)"),
        ("sleep", None, SourceTimeout, "a.pdf was not read within 2 s"),
        ("spin", None, SourceTimeout, "a.pdf was not read within 2 s"),
        ("eat", 1 << 30, SourceTooLarge, "a.pdf needs more memory than a source may have"),
        ("nest", None, DamagedSource, "a.pdf is nested too deeply"),
        ("fail", None, EncryptedSource, "a.pdf is encrypted"),
        ("secret", None, SourceCrashed, "a.pdf could not be read: AttributeError: "),
        ("bug", {}, SourceCrashed, "a.pdf could not be read: KeyError: 'none'"),
    ],
)
def test_bad_source_costs_itself(
    workers: Workers, function: str, argument: object, error: type[Exception], told: str
) -> None:
    """This ensures that a crash, a hang and a bomb are errors of their own with advice, and the next source is read."""
    bad, good = workers.submit(task(function, argument)), workers.submit(task("echo", 1))
    with pytest.raises(error) as caught:
        bad.result()
    assert caught.value.reason.startswith(told)  # type: ignore[attr-defined] # all of ours have one
    assert caught.value.advice  # type: ignore[attr-defined]
    assert good.result() == 1
    assert workers.submit(task("echo", 2)).result() == 2


def test_noise_is_not_an_answer(workers: Workers) -> None:
    """This ensures that what a library prints, or reads, does not disturb the two sides."""
    assert workers.submit(task("chat")).result() == ""
    assert workers.submit(task("echo", 1)).result() == 1


def test_processes_are_used_again_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a process is kept from source to source, and replaced after so many."""
    (tmp_path / "bad_extractor.py").write_text(BAD, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with Workers(1, limits=Limits(sources=3)) as workers:
        ids = [workers.submit(task("process")).result() for _ in range(7)]
    assert len(set(ids[:3])) == len(set(ids[3:6])) == 1
    assert len({ids[0], ids[3], ids[6]}) == 3


def test_large_program_has_lasting_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a process is not taken for a fat one because the program that started it is: it has a model."""
    (tmp_path / "bad_extractor.py").write_text(BAD, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    model = b"x" * (260 << 20)
    with Workers(1, limits=Limits(memory_mb=512)) as workers:
        ids = {workers.submit(task("process")).result() for _ in range(3)}
    assert len(ids) == 1
    del model


def test_no_work_no_process() -> None:
    """This ensures that a run without anything to read starts no process, and that one worker is the least."""
    with Workers(2) as workers:
        assert not workers._all
    with pytest.raises(ValueError, match="at least one worker"):
        Workers(0)
    with pytest.raises(ValueError, match="above 0"):
        Limits(timeout_s=0)


def gone(pid: int, *, within_s: float = 5.0) -> bool:
    """Whether a process ends: a zombie that nobody waits for has ended."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@linux_only
def test_what_a_worker_started_ends_with_it(workers: Workers, tmp_path: Path) -> None:
    """This ensures that an OCR program that a worker waits for does not outlive the time limit."""
    note = tmp_path / "pid"
    with pytest.raises(SourceTimeout):
        workers.submit(task("child", str(note))).result()
    assert gone(int(note.read_text()))


RUN = """
import sys
from ingest.worker import Limits, Task
from ingest.workers import Workers
with Workers(1, limits=Limits(timeout_s=60)) as workers:
    print(workers.submit(Task("bad_extractor", "process", None, "a")).result(), flush=True)
    workers.submit(Task("bad_extractor", "sleep", None, "a")).result()
"""


@linux_only
@pytest.mark.parametrize("way", ["-c", "-", "script"])
def test_interrupted_run_leaves_no_process(tmp_path: Path, way: str) -> None:
    """This ensures that Ctrl-C ends the workers, from a command, from standard input and from a script."""
    (tmp_path / "bad_extractor.py").write_text(BAD, encoding="utf-8")
    (tmp_path / "script.py").write_text(RUN, encoding="utf-8")
    arguments = {"-c": ["-c", RUN], "-": ["-"], "script": [str(tmp_path / "script.py")]}[way]
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, str(tmp_path)])}
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(RUN if way == "-" else "")
        process.stdin.close()
        worker = int(process.stdout.readline())
        time.sleep(0.2)  # the second source is being read
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) != 0
    assert gone(worker)


@linux_only
def test_killed_run_leaves_no_process(tmp_path: Path) -> None:
    """This ensures that a worker whose run was killed ends when it wants the next source."""
    (tmp_path / "bad_extractor.py").write_text(BAD, encoding="utf-8")
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, str(tmp_path)])}
    script = RUN.replace('"sleep"', '"echo"') + "    import time; time.sleep(60)\n"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.kill()
    assert gone(worker)


def test_segmentation_fault_is_real() -> None:
    """This ensures that the crash that is tested above is one: it ends a process that has no worker around it."""
    code = subprocess.run([sys.executable, "-c", f"import {ctypes.__name__}; ctypes.string_at(0)"], check=False)
    assert code.returncode == -signal.SIGSEGV
