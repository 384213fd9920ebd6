"""Starting the web page."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import RepereError
from corpus.home import Home
from ui import serving


def test_taken_port_is_named(tmp_path: Path) -> None:
    """This ensures one clear line where something else answers at the port already, or the address is no address."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RepereError, match=rf"127.0.0.1:{port}: Address already in use. Choose another port"):
            serving.serve(Home(tmp_path), port=port, address="127.0.0.1", browser=False)


def test_page_is_told_its_home_and_nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that the page is started on this home, on loopback, without telemetry or a browser unasked."""
    started: list[Any] = []

    class Process:
        def __init__(self, command: list[str], env: dict[str, str]) -> None:
            started.append((command, env))

        def __enter__(self) -> Process:
            return self

        def __exit__(self, *_: object) -> None: ...

        def wait(self) -> int:
            return 0

        def terminate(self) -> None: ...

    monkeypatch.setattr(serving.subprocess, "Popen", Process)
    assert serving.serve(Home(tmp_path), port=8599, address="127.0.0.1", browser=False) == 0
    ((command, environment),) = started
    options = dict(zip(command[5::2], command[6::2], strict=True))
    assert environment["REPERE_HOME"] == str(tmp_path)
    assert options["--server.address"] == "127.0.0.1"
    assert options["--server.headless"] == "true"
    assert options["--browser.gatherUsageStats"] == "false"


RUN = """
import subprocess, sys
from pathlib import Path
from corpus.home import Home
from ui import serving
serving.OPTIONS = ()
serving.APP = Path(sys.argv[1])
sys.exit(serving.serve(Home(Path(sys.argv[2])), port=int(sys.argv[3]), address="127.0.0.1", browser=False))
"""


def test_page_ends_with_the_command(tmp_path: Path) -> None:
    """This ensures that ending the command, by a service manager say, leaves no server behind."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    page = tmp_path / "page.py"
    page.write_text("import streamlit as st\nst.write('here')\n")
    command = [sys.executable, "-c", RUN, str(page), str(tmp_path), str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: answers(port))
        process.terminate()
        assert process.wait(timeout=30) == 0
    wait_until(lambda: not answers(port))


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until(happened: Callable[[], bool], *, timeout_s: float = 60.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.2)
