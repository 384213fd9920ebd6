"""What a home gives to questions that have nothing to do with it: the ground from which its scores are read.

A score means something else in a home of ten pages than in one of ten thousand, and to a question in another language.
So the same unrelated questions are asked of every home, once a state and a language, and the answer is kept beside it.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

from corpus.home import Home, write_atomically
from index.manifest import Manifest
from search.fusion import CONTEXT, LEXICAL, SENTENCE

FORMULA = f"{SENTENCE} {LEXICAL} {CONTEXT}"
"""What scores are made by: another makes other baselines."""


class Baselines:
    """The best score of unrelated questions by language, for one state of a home."""

    def __init__(self, path: Path | None, key: str, known: dict[str, float]) -> None:
        self._path = path
        self._key = key
        self._known = known
        self._mutex = threading.Lock()

    @classmethod
    def open(cls, home: Home, manifest: Manifest) -> Baselines:
        """Those that were kept for this state; none where it is another, or nothing can be read."""
        key = f"{manifest.catalogue_id} {manifest.revision} {manifest.background} {manifest.analyzer} {FORMULA}"
        path, known = home.root / "baselines.json", dict[str, float]()
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["key"] == key:
                known = {str(name): float(value) for name, value in content["scores"].items()}
        return cls(path, key, known)

    def get(self, language: str, measure: Callable[[], float]) -> float:
        """The score for a language, measured where it is not known yet, and kept where the home can be written."""
        with self._mutex:
            if language not in self._known:
                self._known[language] = measure()
                content = {"key": self._key, "scores": self._known}
                with contextlib.suppress(OSError):  # a home that is only read is measured anew by each process
                    if self._path is not None:
                        write_atomically(self._path, json.dumps(content, sort_keys=True).encode())
            return self._known[language]
