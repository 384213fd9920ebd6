"""Starting the web page: Streamlit in a process of its own, telling nobody outside of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from corpus.home import Home
from ui.settings import HOME_VARIABLE

APP = Path(__file__).with_name("app.py")


def serve(home: Home, *, port: int, address: str, browser: bool) -> int:
    """Run the page until it is stopped; gives its exit code."""
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(APP)),
        *("--server.port", str(port), "--server.address", address),
        *("--server.headless", "false" if browser else "true"),
        *("--browser.gatherUsageStats", "false"),
        *("--server.fileWatcherType", "none"),
        *("--client.toolbarMode", "minimal"),
        *("--client.showErrorDetails", "none"),
    ]
    environment = {**os.environ, HOME_VARIABLE: str(home.root)}
    with subprocess.Popen(command, env=environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0
