"""Vectors: an exact FAISS index of the passages' embeddings, by inner product of unit vectors, which is the cosine.

Exact on purpose: 100,000 passages take 150 MB and one query 20 to 50 ms, and nothing has to be tuned.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors

Ids = npt.NDArray[np.int64]


class VectorIndex:
    """Passage ids and their unit vectors of dimension `dim`."""

    def __init__(self, dim: int) -> None:
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Read what `save` wrote. Raises `OSError` or `ValueError` where it is not that."""
        try:
            stored = faiss.read_index(str(path))
        except RuntimeError as error:
            raise OSError(f"{path} can't be read: {str(error).splitlines()[-1]}") from error
        if not isinstance(stored, faiss.IndexIDMap2) or stored.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise ValueError(f"{path} is not an index of passages")
        found = cls(stored.d)
        found._index = stored
        return found

    def save(self, path: Path) -> None:
        """Write to a new file; the caller gives it its name at the end."""
        faiss.write_index(self._index, str(path))

    @property
    def dim(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> Ids:
        """The passage ids (n,) in the order of the index."""
        return np.asarray(faiss.vector_to_array(self._index.id_map), dtype=np.int64)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add vectors (n, dim), in place of those with the same ids."""
        if not len(ids):
            return
        if len(self):
            self.remove(ids)
        self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are passed over."""
        if len(ids):
            self._index.remove_ids(faiss.IDSelectorBatch(np.asarray(ids, dtype=np.int64)))

    def search(self, queries: Vectors, k: int, *, within: Ids | None = None) -> tuple[Vectors, Ids]:
        """The `k` nearest passages of each query, of `within` only where these are given.

        Cosines (n, k') and ids (n, k'), best first, where k' is k or as many as there are.
        """
        available = len(self) if within is None else len(within)
        k = min(k, available)
        if k <= 0:
            return np.empty((len(queries), 0), dtype=np.float32), np.empty((len(queries), 0), dtype=np.int64)
        parameters = None
        if within is not None:
            parameters = faiss.SearchParameters()
            parameters.sel = faiss.IDSelectorBatch(np.asarray(within, dtype=np.int64))
        scores, ids = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), k, params=parameters)
        return scores, ids

    def vectors(self, ids: Sequence[int] | Ids) -> Vectors:
        """The vectors (n, dim) of these ids, all of which must be there."""
        if not len(ids):
            return np.empty((0, self.dim), dtype=np.float32)
        found: Vectors = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        return found
