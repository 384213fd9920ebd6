"""From filters to passages: which documents pass, and the ids of their passages, worked out once for many searches."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.filters import Filters, ids_by_field, in_all, passage_owners, values_revision

Ids = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

# The passages of so few documents come from the catalogue in some milliseconds; the table of all passages costs a tenth
# of a second for 100,000 of them, once.
FEW = 200
# Up to so many documents are terms of the query of the words' index, which takes 3 ms for these; above, passages are
# looked up among the best of all (see `index.words`), which takes longer the fewer they are.
NARROW = 2000
REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Selection:
    """The ids of the passages that pass, growing, and of their documents where these are few, else None."""

    passages: Ids
    documents: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Table:
    """Every passage's id, growing, and its document's place among `keys`, the documents' ids as numbers, growing."""

    ids: Ids
    owners: Ids
    keys: Keys


class Selector:
    """Selections of one catalogue. Safe to use from several threads; follows what changes in the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._mutex = threading.Lock()
        self._known: OrderedDict[tuple[Filters, int, int], Selection] = OrderedDict()
        self._table: tuple[int, _Table] | None = None

    def select(self, filters: Filters) -> Selection | None:
        """What passes; None where all do, for want of filters. Raises `NotInCatalogue` for an unknown document."""
        if not filters:
            return None
        key = (filters, self._catalogue.revision, values_revision(self._catalogue))
        with self._mutex:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        selection = self._selected(filters, revision=key[1])
        with self._mutex:
            self._known[key] = selection
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return selection

    def _selected(self, filters: Filters, *, revision: int) -> Selection:
        fields = ids_by_field(self._catalogue, filters)
        documents = frozenset(in_all(fields)) if min(_size(texts) for texts in fields) <= NARROW else None
        if documents is not None and len(documents) <= FEW:
            return Selection(self._catalogue.passage_ids(documents), documents)
        table = self._table_of(revision)
        passes = np.ones(len(table.keys), dtype=np.bool_)
        for texts in fields:
            passes &= _places(table, texts)
        return Selection(table.ids[passes[table.owners]], documents)

    def _table_of(self, revision: int) -> _Table:
        with self._mutex:
            if self._table is None or self._table[0] != revision:
                self._table = (revision, _table(*passage_owners(self._catalogue)))
            return self._table[1]


def _table(passage_ids: str, doc_ids: str) -> _Table:
    ids = np.array(passage_ids.split(), dtype=np.int64)
    keys, owners = np.unique(_keys([doc_ids]), return_inverse=True)
    order = np.argsort(ids)
    return _Table(ids[order], owners[order], keys)


def _places(table: _Table, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which of the table's documents (n,) stand in texts of ids; a document without passages is not in the table."""
    found = np.zeros(len(table.keys), dtype=np.bool_)
    if len(found):
        keys = np.sort(_keys(texts))  # looked up in order, they are found five times as fast
        places = np.minimum(np.searchsorted(table.keys, keys), len(found) - 1)
        found[places[table.keys[places] == keys]] = True
    return found


def _keys(texts: Iterable[str]) -> Keys:
    """Documents' ids are 16 hexadecimal digits each: read as numbers, they are compared all at once."""
    return np.frombuffer(bytes.fromhex(" ".join(texts)), dtype=">u8").astype(np.uint64)


def _size(texts: Iterable[str]) -> int:
    return sum((len(text) + 1) // 17 for text in texts)
