"""Sentence vectors: read from the disk as they are needed, to score candidates by their best sentence.

They are several times as many as passages, and only those of a few hundred candidates are looked at, so that they
stay in a file that is mapped into memory, as float16, beside a table of whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoder import Vectors
from index.products import Halves, Ids, cosines_of_halves


@dataclass(frozen=True, slots=True)
class Best:
    """The best sentence of each passage: cosines (n,), nan without vectors, and ordinals (n,), -1 without."""

    cosines: npt.NDArray[np.float64]
    ordinals: Ids


class SentenceVectors:
    """Rows of passage id and ordinal (m, 2), in order, and their vectors (m, dim)."""

    def __init__(self, rows: Ids, vectors: Halves) -> None:
        self._rows = rows
        self._vectors = vectors

    @classmethod
    def empty(cls, dim: int) -> SentenceVectors:
        """No sentences of `dim` dimensions."""
        return cls(np.empty((0, 2), dtype=np.int64), np.empty((0, dim), dtype=np.float16))

    @classmethod
    def load(cls, folder: Path) -> SentenceVectors:
        """Read what `save` wrote. Raises `OSError` or `ValueError` where it is not that."""
        try:
            rows = np.load(folder / "rows.npy", allow_pickle=False)
            vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
        except EOFError as error:
            raise ValueError(f"{folder} holds an empty file") from error
        if rows.ndim != 2 or rows.shape != (len(vectors), 2) or vectors.dtype != np.float16:
            raise ValueError(f"{folder} holds no sentence vectors")
        return cls(rows, vectors)

    def save(self, folder: Path) -> None:
        """Write to a new folder; the caller gives it its name at the end."""
        folder.mkdir()
        np.save(folder / "rows.npy", self._rows)
        np.save(folder / "vectors.npy", self._vectors)

    def __len__(self) -> int:
        return len(self._rows)

    def changed(self, removed: Iterable[int], added: Iterable[tuple[Ids, Halves]]) -> SentenceVectors:
        """Without the sentences of the passages `removed`, and with those `added`, in place of older ones."""
        parts = list(added)
        new_rows = np.concatenate([rows for rows, _ in parts]) if parts else self._rows[:0]
        kept = ~np.isin(self._rows[:, 0], np.fromiter(removed, dtype=np.int64)) & ~_among(self._rows, new_rows)
        rows = np.concatenate([self._rows[kept], new_rows])
        vectors = np.concatenate([self._vectors[kept], *(each for _, each in parts)])
        order = np.lexsort((rows[:, 1], rows[:, 0]))
        return SentenceVectors(rows[order], vectors[order])

    def best(self, query: Vectors, passage_ids: Ids) -> Best:
        """The sentence of each passage that is nearest to `query` (dim,)."""
        first = np.searchsorted(self._rows[:, 0], passage_ids, side="left")
        last = np.searchsorted(self._rows[:, 0], passage_ids, side="right")
        found = Best(np.full(len(passage_ids), np.nan), np.full(len(passage_ids), -1, dtype=np.int64))
        wanted = np.flatnonzero(last > first)
        if not len(wanted):
            return found
        sizes = (last - first)[wanted]
        begins = np.cumsum(sizes) - sizes
        places = np.arange(sizes.sum()) + np.repeat(first[wanted] - begins, sizes)
        nearness = cosines_of_halves(self._vectors, places, query)
        most = np.maximum.reduceat(nearness, begins)
        # The first of the sentences that are as near: places of the others are put beyond all of them.
        at = np.minimum.reduceat(np.where(nearness == np.repeat(most, sizes), places, len(self._rows)), begins)
        found.cosines[wanted] = most
        found.ordinals[wanted] = self._rows[at, 1]
        return found

    def each(self, query: Vectors, passage_ids: Iterable[int]) -> dict[int, npt.NDArray[np.float64]]:
        """How near every sentence of each passage is to `query` (dim,), in order; without those that have no vectors.

        A passage of which only some sentences have a vector is left out too: nobody could say which they are.
        """
        found = {}
        for passage_id in passage_ids:
            first, last = np.searchsorted(self._rows[:, 0], [passage_id, passage_id + 1])
            if last > first and self._rows[last - 1, 1] == last - first - 1:
                nearness = cosines_of_halves(self._vectors, np.arange(first, last), query)
                found[passage_id] = nearness.astype(np.float64)
        return found


def _among(rows: Ids, others: Ids) -> npt.NDArray[np.bool_]:
    """Which of `rows` (m, 2) stand in `others` (n, 2) too."""
    return np.isin(_keys(rows), _keys(others))


def _keys(rows: Ids) -> Ids:
    # A passage has some hundred tokens and so never a million sentences.
    return rows[:, 0] * 1_000_000 + rows[:, 1]
