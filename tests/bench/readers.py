"""`python tests/bench/readers.py`: how fast the page answers twenty readers at once while documents are added.

The home is made up (`made_up.py`): 2,000 passages. Without a browser, by Streamlit's own protocol: one reader alone,
then twenty, each of whom thinks for some seconds after an answer and asks another question, while `repere ingest`
encodes, with a low priority as the page gives it. A fault ends in exit code 1.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from corpus.home import Home
from corpus.samples import questions

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "ui")]
from made_up import build  # noqa: E402
from screenshots import served  # noqa: E402

PASSAGES, READERS, SECONDS, PAUSE_S = 2000, 20, 60.0, 5.0
# Imports, and the first files: encoding has begun by then.
HEAD_START_S = 15.0


async def reader(address: str, until: float, pause_s: float, draw: random.Random, faults: list[str]) -> list[float]:
    """One session: asks, waits for the last word of the answer, thinks, and asks again. Gives the seconds of each."""
    found: list[float] = []
    uri = address.replace("http", "ws") + "/_stcore/stream"
    texts = [question.text for question in questions()]
    async with websockets.connect(uri, subprotocols=["streamlit"], max_size=None, open_timeout=60) as socket:
        await _ask(socket, "", faults)  # the page as it is first opened
        await asyncio.sleep(draw.random() * pause_s)
        while time.monotonic() < until:
            begun = time.perf_counter()
            await _ask(socket, f"{draw.choice(texts)} {draw.randrange(10**6)}", faults)
            found.append(time.perf_counter() - begun)
            await asyncio.sleep(draw.uniform(0.5, 1.5) * pause_s)
    return found


async def _ask(socket: Any, text: str, faults: list[str]) -> None:
    message = BackMsg()
    message.rerun_script.query_string = urlencode({"q": text}) if text else ""
    await socket.send(message.SerializeToString())
    hits = False
    while True:
        told = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(), timeout=60))
        hits = hits or b"rp-hit" in told.SerializeToString()
        if told.WhichOneof("type") == "script_finished":
            if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or (text and not hits):
                faults.append(f"{text!r}: {told.script_finished}, hits: {hits}")
            return


async def readers(address: str, count: int, seconds: float, pause_s: float) -> tuple[list[float], list[str]]:
    """So many sessions at once; the seconds of all their questions, and what went wrong."""
    faults: list[str] = []
    until = time.monotonic() + seconds
    all_found = await asyncio.gather(
        *(reader(address, until, pause_s, random.Random(number), faults) for number in range(count)),
        return_exceptions=True,
    )
    faults += [repr(each) for each in all_found if isinstance(each, BaseException)]
    return [each for found in all_found if isinstance(found, list) for each in found], faults


def told(name: str, seconds: list[float]) -> None:
    """One line of figures."""
    ordered = sorted(seconds) or [float("nan")]
    worst, middle = ordered[int(len(ordered) * 0.95)], statistics.median(ordered)
    print(f"{name:40} {len(seconds):4} questions, median {middle * 1000:5.0f} ms, 95 % under {worst * 1000:5.0f} ms")


def write_documents(folder: Path) -> None:
    """More documents than are encoded within a minute."""
    draw, words = random.Random(1), [word for question in questions() for word in question.text.split()]
    folder.mkdir()
    for number in range(400):
        text = "\n\n".join(" ".join(draw.choices(words, k=90)) + "." for _ in range(5))
        (folder / f"{number}.md").write_text(f"# Ajout {number}\n\n{text}\n", encoding="utf-8")


def main() -> int:
    """Measure; 1 where a session met a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--pause", type=float, default=PAUSE_S, help="seconds that a reader thinks, about")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = build(Home(Path(folder) / "home"), PASSAGES)
        write_documents(Path(folder) / "new")
        with served(home) as address:
            alone, faults = asyncio.run(readers(address, 1, arguments.seconds / 2, 0.5))
            told("one reader", alone)
            nice = ["nice", "-n", "10"] if shutil.which("nice") else []
            command = [*nice, sys.executable, "-m", "ui.cli", "ingest", "--home", str(home.root), f"{folder}/new"]
            environment = {**os.environ, "OMP_NUM_THREADS": "1"}
            with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as ingest:
                time.sleep(HEAD_START_S)
                crowd, more = asyncio.run(readers(address, READERS, arguments.seconds, arguments.pause))
                still = ingest.poll() is None
                ingest.terminate()
            told(f"{READERS} readers, {'while' if still else 'NOT WHILE'} documents are added", crowd)
        faults += more
        if alone and crowd:
            print(f"{statistics.median(crowd) / statistics.median(alone):.1f} times as long as alone")
        print("\n".join([*faults[:10], f"{len(faults)} faults"]))
    return 1 if faults or not alone or not crowd else 0


if __name__ == "__main__":
    sys.exit(main())
