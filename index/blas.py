"""One thread for NumPy's matrix products: a setting of the whole process, changed for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from threadpoolctl import ThreadpoolController


class _Threads:
    """The first that comes in sets one thread, the last that goes puts back what there was.

    One thread does both: threadpoolctl lets nobody put back what another thread has set.
    """

    def __init__(self) -> None:
        self._blas = _of_numpy(ThreadpoolController())
        self._setter = ThreadPoolExecutor(1)
        self._lock = threading.Lock()
        self._inside = 0
        self._limit = ExitStack()

    @contextmanager
    def one(self) -> Iterator[None]:
        with self._lock:
            if self._inside == 0:
                self._setter.submit(self._set).result()
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0:
                    self._setter.submit(self._limit.close).result()

    def _set(self) -> None:
        self._limit.enter_context(self._blas.limit(limits=1))


def _of_numpy(every: ThreadpoolController) -> ThreadpoolController:
    """NumPy's own library: that of FAISS takes long to change its threads, and is not used here."""
    paths = [library["filepath"] for library in every.info() if "numpy" in Path(library["filepath"]).parent.name]
    return every.select(filepath=paths) if paths else every.select(user_api="blas")


_threads = cache(_Threads)


@contextmanager
def one_thread() -> Iterator[None]:
    """Products of any number of threads inside are worked out on one thread each, which here is faster, too.

    Two threads of BLAS wait for each other in a busy loop: on two cores with other work on them a query of 24 tokens
    took 6 times as long as on one thread.
    """
    with _threads().one():
        yield
