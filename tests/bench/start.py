"""How long a search from the shell takes, beside a bare Python that imports NumPy, in turn on the same machine.

python tests/bench/start.py [HOME]      HOME is made from the sample corpus where it is not given
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".cache" / "bench" / "samples"
RUNS = 7
HEAVY = ("torch", "transformers", "sentence_transformers", "streamlit")


def main(arguments: Sequence[str]) -> None:
    """Print medians, and their ratio."""
    home = Path(arguments[0]) if arguments else HOME
    repere = [sys.executable, "-m", "ui.cli"]
    if not arguments:
        _run([*repere, "ingest", "--home", str(home), str(ROOT / "corpus" / "samples" / "documents")])
    search = [*repere, "search", "--home", str(home), "Qui sont les membres fondateurs ?"]
    bare = [sys.executable, "-c", "import numpy"]
    times: dict[str, list[float]] = {"repere search": [], "import numpy": []}
    _run(search)
    for _ in range(RUNS):
        times["repere search"].append(_run(search))
        times["import numpy"].append(_run(bare))
    for name, seconds in times.items():
        print(f"{name:15} {statistics.median(seconds):6.3f} s  ({min(seconds):.3f}–{max(seconds):.3f})")
    ratios = [mine / theirs for mine, theirs in zip(*times.values(), strict=True)]
    print(f"{'ratio':15} {statistics.median(ratios):6.2f}")
    print("imported:", ", ".join(_heavy_imports(search)) or f"none of {', '.join(HEAVY)}")


def _run(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - begun


def _heavy_imports(command: Sequence[str]) -> list[str]:
    """Which of the slow libraries a command imports, by Python's own account."""
    python, *rest = command
    told = subprocess.run([python, "-X", "importtime", *rest], check=True, capture_output=True, text=True, cwd=ROOT)
    imported = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines() if "|" in line}
    return [name for name in HEAVY if name in imported]


if __name__ == "__main__":
    main(sys.argv[1:])
