"""What all tests share: no network but loopback, a home of one's own, and an encoder that can be worked out by hand."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.home import Home
from index.background import texts as background_texts
from index.encoder import Progress, Vectors


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not ipaddress.ip_address(address[0]).is_loopback:
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


class SubjectEncoder:
    """Three axes, one a subject; a text points along the subjects whose words it holds, in whatever language.

    `charter` and `charte` are the first axis, `town` and `ville` the second, everything else the third.
    """

    AXES = (("charte", "charter", "charta"), ("ville", "town", "stadt"))
    model_id = "subjects-1"
    dim = 3
    max_tokens = 60

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 3 for text in texts]

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        background = {text for versions in background_texts().values() for text in versions}
        self.encoded += [text for text in texts if text not in background]
        return self._encode(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for axis, words in enumerate(self.AXES):
                row[axis] = any(word in text.lower() for word in words)
            row[2] = 0 if row.any() else 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def encoder() -> SubjectEncoder:
    """An encoder whose vectors a reader can work out by hand."""
    return SubjectEncoder()


@pytest.fixture
def passages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what encodes other texts than passages and sentences: families, which compare titles, and describing.

    For tests that count what is encoded.
    """
    for module in ("ingest.pipeline", "ingest.upkeep"):
        for step in ("update_families", "describe_pending"):
            monkeypatch.setattr(f"{module}.{step}", lambda *_: 0, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The home of one test; nothing is there yet."""
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data beside the project; the test is skipped where it is not there."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the development data is not there: ../shared")
    return folder
