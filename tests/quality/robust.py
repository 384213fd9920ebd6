"""What becomes of damaged, encrypted and odd PDFs: every one is in or named with its reason, and nothing crashes.

    python tests/quality/robust.py [FOLDER]      default: ../shared/data/pdf/robust, with its manifest.jsonl

Each file is read in a worker, within the limits that a run has by default. `chars_in_pdfium` in the manifest is what
PDFium finds; of the files with 200 or more of them, at least 97 % must give 90 %. Exit code 1 where that is not so.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import SourceCrashed, SourceError, SourceTimeout
from ingest.extract.base import Content
from ingest.reading import Reader

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "pdf" / "robust"
ENOUGH_CHARACTERS, ENOUGH_SHARE, ENOUGH_FILES = 200, 0.9, 0.97


def main(arguments: Sequence[str]) -> int:
    """Print the outcomes by kind, the slowest files, and those that give too little."""
    folder = Path(arguments[0]) if arguments else FOLDER
    lines = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    expected = {line["file"]: line["chars_in_pdfium"] or 0 for line in lines if (folder / line["file"]).is_file()}
    outcomes: Counter[str] = Counter()
    poor: list[str] = []
    enough = 0
    begun = time.monotonic()
    with Reader() as reader:
        futures = {
            name: reader.begin(Content(Path(name).name, (folder / name).read_bytes())) for name in sorted(expected)
        }
        for name, future in futures.items():
            try:
                text = future.result().text
            except SourceError as error:
                outcomes[type(error).__name__] += 1
                text, told = "", str(error)
            else:
                outcomes["read"] += 1
                told = f"{letters(text):,} of {expected[name]:,} characters"
            if expected[name] >= ENOUGH_CHARACTERS:
                enough += 1
                if letters(text) < ENOUGH_SHARE * expected[name]:
                    poor.append(f"  {name}: {told}")
    share = 1 - len(poor) / enough
    print(f"{sum(outcomes.values())} outcomes in {time.monotonic() - begun:.0f} s: {dict(outcomes)}")
    print(f"{share:.1%} of {enough} files with {ENOUGH_CHARACTERS} characters or more give {ENOUGH_SHARE:.0%} of them")
    print("\n".join(poor))
    bad = outcomes[SourceCrashed.__name__] + outcomes[SourceTimeout.__name__]
    return int(bad > 0 or share < ENOUGH_FILES or sum(outcomes.values()) != len(expected))


def letters(text: str) -> int:
    """Characters with single spaces between words: PDFium's count has a space or a line end there too."""
    return len(" ".join(text.split()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
