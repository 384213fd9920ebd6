"""Many queries are encoded by a process of its own, beside the one that ranks them.

In one process both take turns: a quarter of two cores' time goes to waiting for the interpreter's lock. The process has
a model of its own, 250 MB, and runs the same code, so that the numbers are the same to the last bit. Where it
can't be started, or dies, queries are encoded here.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.processes import Process, channels, receive, send, started
from index.bundled import BundledEncoder
from index.encoder import Encoder, Progress, Vectors, WordStates

log = logging.getLogger(__name__)

ENOUGH = 500
"""Queries from which it pays: to start the process takes as long as it saves on some 300."""


@contextmanager
def apart(encoder: Encoder, queries: int) -> Iterator[Encoder]:
    """The encoder for so many queries: the bundled one in a process of its own for many, which ends with the block."""
    if queries < ENOUGH or not isinstance(encoder, BundledEncoder):
        yield encoder
        return
    other = _Apart(encoder)
    try:
        yield other
    finally:
        other.close()


class _Apart:
    """The bundled encoder, its queries encoded elsewhere once the process is ready. Threads may share one."""

    def __init__(self, encoder: BundledEncoder) -> None:
        self._here = encoder
        self.model_id, self.dim, self.max_tokens = encoder.model_id, encoder.dim, encoder.max_tokens
        self._mutex = threading.Lock()
        self._ready = False
        self._process = _begun(encoder.weights_file)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._here.count_tokens(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._here.encode_passages(texts, progress)

    def encode_passages_by_word(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[WordStates]]:
        return self._here.encode_passages_by_word(texts, progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._encoded("encode_queries", texts)
        return vectors

    def encode_queries_by_word(self, texts: Sequence[str]) -> tuple[Vectors, list[WordStates]]:
        encoded: tuple[Vectors, list[WordStates]] = self._encoded("encode_queries_by_word", texts)
        return encoded

    def close(self) -> None:
        """End the process, once it has answered what it was asked."""
        with self._mutex:
            self._end()

    def _encoded(self, method: str, texts: Sequence[str]) -> Any:
        with self._mutex:
            try:
                if self._process is not None and self._is_ready(self._process):
                    self._process.send((method, list(texts)))
                    return self._process.receive()
            except (EOFError, OSError):
                log.warning("The process that encodes queries is gone: they are encoded in this one")
                self._end()
        return getattr(self._here, method)(texts)

    def _is_ready(self, process: Process) -> bool:
        """Whether it has its model open; until then nobody waits for it."""
        if not self._ready and process.has_answered():
            process.receive()
            self._ready = True
        return self._ready

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.reap()
            self._process = None


def _begun(weights: Path) -> Process | None:
    try:
        process = started("index.apart", quiet=not log.isEnabledFor(logging.DEBUG), environment={})
    except OSError as error:
        log.warning("Queries are encoded in this process, since no other could be started: %s", error)
        return None
    with contextlib.suppress(OSError):  # one that is gone already is found out when it is asked
        process.send(weights)
    return process


def main() -> None:
    """Inside the process: open the model whose file comes first, and encode what comes until nothing does."""
    incoming, outgoing = channels()
    encoder = BundledEncoder(receive(incoming))
    encoder.encode_queries(["query"])  # opens its weights
    send(outgoing, None)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            method, texts = receive(incoming)
            send(outgoing, getattr(encoder, method)(texts))
