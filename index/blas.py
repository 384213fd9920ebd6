"""NumPy's matrix products: on one thread, a setting of the whole process that is changed for a while; their bits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
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


def rows_stand_alone(weights: npt.NDArray[np.float32], *, least: int, most: int) -> bool:
    """Whether a row of `states @ weights.T` has the same bits in every product of `least` to `most` rows, here.

    No library promises it. OpenBLAS keeps to it from about four rows: it adds up a row's terms in the same order
    wherever the row stands. Tried at both ends and between, in some milliseconds.
    """
    states = np.random.default_rng(0).standard_normal((most, weights.shape[1]), dtype=np.float32)
    with one_thread():
        whole = states @ weights.T
        sizes = [*range(least, min(2 * least, most)), *range(2 * least + 1, most, most // 4 + 1)]
        return all(np.array_equal(states[-size:] @ weights.T, whole[-size:]) for size in sizes)
