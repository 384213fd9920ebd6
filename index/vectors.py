"""Vectors: an exact FAISS index of the passages' embeddings, by inner product of unit vectors, which is the cosine.

Exact on purpose: 100,000 passages take 150 MB and one query 20 to 50 ms, and nothing has to be tuned.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors
from index.products import cosines

# FAISS multiplies one query and many in different ways, which differ in the last bits: twenty times what float32 rounds
# off in 384 products. So a few more than asked for are taken, and cut by a product that is always the same.
ROUNDING = 1e-5
MARGIN = 16
# From so many queries on, one product of matrices is faster than FAISS: of 64 queries over 100,000 vectors, 2 ms of one
# processor a query in place of 15, which FAISS takes for one and for sixty-four alike.
MANY = 8

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
            parameters.sel = _selector(within)
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        wide = min(k + MARGIN, available)
        if within is None and len(queries) >= MANY:
            scores, ids = self._nearest_by_product(queries, wide)
        else:
            scores, ids = self._index.search(queries, wide, params=parameters)
        best = [
            self._cut(query, scores[number], ids[number], k, available, parameters)
            for number, query in enumerate(queries)
        ]
        return np.stack([exact for exact, _ in best]), np.stack([chosen for _, chosen in best])

    def _nearest_by_product(self, queries: Vectors, k: int) -> tuple[Vectors, Ids]:
        """About the `k` nearest of each query, best first, by one matrix product over the vectors where they lie."""
        flat: Any = faiss.downcast_index(self._index.index)  # its own methods are in no stubs
        stored = faiss.rev_swig_ptr(flat.get_xb(), len(self) * self.dim).reshape(len(self), self.dim)
        products = queries @ stored.T
        places = np.argpartition(products, len(self) - k, axis=1)[:, len(self) - k :]
        scores = np.take_along_axis(products, places, axis=1)
        order = np.argsort(-scores, axis=1)
        return np.take_along_axis(scores, order, axis=1), self.ids[np.take_along_axis(places, order, axis=1)]

    def _cut(
        self,
        query: Vectors,
        scores: Vectors,
        ids: Ids,
        k: int,
        available: int,
        parameters: faiss.SearchParameters | None,
    ) -> tuple[Vectors, Ids]:
        """The `k` nearest of the candidates by exact cosine and id; more candidates where others may be as near."""
        while True:
            exact = np.full(len(ids), -np.inf, dtype=np.float32)  # -1 stands for those of `within` without a vector
            exact[ids >= 0] = cosines(self.vectors(ids[ids >= 0]), query)
            order = np.lexsort((ids, -exact))[:k]
            if len(ids) == available or scores[-1] < exact[order[-1]] - ROUNDING:
                return exact[order], ids[order]
            (scores,), (ids,) = self._index.search(query[None], min(2 * len(ids), available), params=parameters)

    def vectors(self, ids: Sequence[int] | Ids) -> Vectors:
        """The vectors (n, dim) of these ids, all of which must be there."""
        if not len(ids):
            return np.empty((0, self.dim), dtype=np.float32)
        found: Vectors = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        return found


def _selector(ids: Ids) -> faiss.IDSelector:
    """A bit an id: asked of every vector, where a set of 50,000 ids would cost as much as their products."""
    bits = np.zeros(int(ids.max()) + 1, dtype=np.uint8)
    bits[ids] = 1
    return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type] # by its wrapper
