"""Starting the web page: Streamlit in a process of its own, telling nobody outside of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import click

from corpus.errors import RepereError
from corpus.home import Home
from ui.access import Access
from ui.settings import HOME_VARIABLE, access_variables
from ui.streamlit_options import APP, OPTIONS, upload_options


def serve(home: Home, *, port: int, address: str, browser: bool, access: Access | None = None) -> int:
    """Run the page until it is stopped; gives its exit code. Raises `RepereError` where the port is taken.

    Without `access`, everyone reads and nobody edits.
    """
    access = access or Access()
    _require_free(address, port)
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(APP), *OPTIONS, *upload_options(access)),
        *("--server.port", str(port), "--server.address", address),
        *("--server.headless", "false" if browser else "true"),
    ]
    click.echo(f"Repère: http://{address}:{port} (stop it with Ctrl+C)", err=True)
    environment = {**os.environ, HOME_VARIABLE: str(home.root), **access_variables(access)}
    with subprocess.Popen(command, env=environment) as process:
        before = signal.signal(signal.SIGTERM, _stop)  # whoever ends us ends the page, too
        try:
            return process.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            process.terminate()
            signal.signal(signal.SIGTERM, before)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _require_free(address: str, port: int) -> None:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise RepereError(
            f"The page can't be opened at {address}:{port}: {error.strerror or error}",
            advice="Choose another port with --port",
        ) from error
