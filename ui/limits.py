"""How much a public reading room answers: so that one reader can't take the whole machine. Pure but for its lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.errors import TooManyRequests


@dataclass(slots=True)
class Bucket:
    """Holds `size` requests and fills again by `a_second`. Safe to use from several threads."""

    size: float
    a_second: float
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _at: float = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._left, self._at = self.size, self.clock()

    def take(self) -> float:
        """Take one request: 0 where it was there, else the seconds until it will be."""
        with self._lock:
            now = self.clock()
            self._left = min(self.size, self._left + (now - self._at) * self.a_second)
            self._at = now
            if self._left >= 1:
                self._left -= 1
                return 0.0
            return (1 - self._left) / self.a_second


# A reader who looks around draws a view every few seconds; back and forth in haste, two a second for a while.
SESSION_SIZE, SESSION_A_SECOND = 40, 0.5
# A search takes a processor some 50 ms: this leaves half of a small machine to other readers and to itself.
OVERALL_SIZE, OVERALL_A_SECOND = 200, 10.0


def session_bucket() -> Bucket:
    """What one reader may ask for."""
    return Bucket(SESSION_SIZE, SESSION_A_SECOND)


def overall_bucket() -> Bucket:
    """What all readers together may ask for."""
    return Bucket(OVERALL_SIZE, OVERALL_A_SECOND)


def require(*buckets: Bucket) -> None:
    """Take a request of each bucket. Raises `TooManyRequests` with the seconds to wait where one is empty."""
    for bucket in buckets:
        if wait := bucket.take():
            raise TooManyRequests("Too many requests in a short time", advice=f"Try again in {int(wait) + 1} seconds")
