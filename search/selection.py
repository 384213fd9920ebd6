"""From filters to passages: which documents pass, and the ids of their passages, worked out once for many searches."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.filters import (
    AFTER_ALL,
    Condition,
    Filters,
    all_periods,
    conditions,
    ids_with,
    passage_owners,
    values_revision,
)

Ids = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

# The passages of so few documents come from the catalogue in some milliseconds; the table of all passages costs a tenth
# of a second for 100,000 of them, once.
FEW = 200
# Up to so many documents are terms of the query of the words' index, which takes 3 ms for these; above, passages are
# looked up among the best of all (see `index.words`), which takes longer the fewer they are.
NARROW = 2000
REMEMBERED = 32
# A mask has a byte a document. The values of a field that people choose from are some dozens.
REMEMBERED_MASKS = 128


@dataclass(frozen=True, slots=True)
class Selection:
    """The ids of the passages that pass, growing, and of their documents where these are few, else None."""

    passages: Ids
    documents: frozenset[str] | None


class Selector:
    """Selections of one catalogue. Safe to use from several threads; follows what changes in the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._mutex = threading.Lock()
        self._known: OrderedDict[tuple[Filters, int, int], Selection] = OrderedDict()
        self._table: tuple[tuple[int, int], _Table] | None = None

    def select(self, filters: Filters) -> Selection | None:
        """What passes; None where all do, for want of filters. Raises `NotInCatalogue` for an unknown document."""
        if not filters:
            return None
        moment = (self._catalogue.revision, values_revision(self._catalogue))
        key = (filters, *moment)
        with self._mutex:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        selection = self._selected(filters, moment)
        with self._mutex:
            self._known[key] = selection
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return selection

    def _selected(self, filters: Filters, moment: tuple[int, int]) -> Selection:
        fields = conditions(self._catalogue, filters)
        with self._mutex:
            known = self._table[1] if self._table and self._table[0] == moment else None
        if known is None:
            documents = self._few(fields)
            if documents is not None:
                return Selection(self._catalogue.passage_ids(documents), documents)
        with self._mutex:
            if self._table is None or self._table[0] != moment:
                # Masks are of one moment; passages only of one revision, which corrections leave as it is.
                older = self._table if self._table and self._table[0][0] == moment[0] else None
                owners = older[1].owners if older else _Owners.of(self._catalogue)
                self._table = (moment, _Table(self._catalogue, owners))
            return self._table[1].select(fields)

    def _few(self, fields: Sequence[Sequence[Condition]]) -> frozenset[str] | None:
        """The documents that pass, where a field leaves so few that no table of all is worth its making; else None."""
        ids = [{each: ids_with(self._catalogue, each) for each in field} for field in fields]
        if min(sum(map(_size, field.values())) for field in ids) > FEW:
            return None
        passing = [set[str]().union(*(texts.split() for texts in field.values())) for field in ids]
        return frozenset(set[str].intersection(*passing))


@dataclass(frozen=True, slots=True)
class _Owners:
    """Every passage's id, growing, and its document's place among `keys`, the documents' ids as numbers, growing."""

    ids: Ids
    places: Ids
    keys: Keys

    @classmethod
    def of(cls, catalogue: Catalogue) -> _Owners:
        """As the catalogue is now."""
        passage_ids, doc_ids = passage_owners(catalogue)
        ids = np.array(passage_ids.split(), dtype=np.int64)
        keys, places = np.unique(_keys(doc_ids), return_inverse=True)
        order = np.argsort(ids)
        return cls(ids[order], places[order], keys)

    def places_of(self, doc_ids: str) -> Ids:
        """The places of documents, growing, from a text of ids; one without passages has none."""
        keys = np.sort(_keys(doc_ids))  # looked up in order, they are found five times as fast
        if not len(self.keys):
            return np.empty(0, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        found: Ids = places[self.keys[places] == keys]
        return found


class _Table:
    """All documents of one moment, and which of them meet the conditions that were asked for, one mask each."""

    def __init__(self, catalogue: Catalogue, owners: _Owners) -> None:
        self._catalogue = catalogue
        self.owners = owners
        self._masks: OrderedDict[Condition, Mask] = OrderedDict()

    def select(self, fields: Sequence[Sequence[Condition]]) -> Selection:
        """The passages of the documents that meet one condition of every field."""
        passes = np.ones(len(self.owners.keys), dtype=np.bool_)
        for field in fields:
            passes &= np.logical_or.reduce([self._mask(each) for each in field]) if field else False
        documents = None
        if np.count_nonzero(passes) <= NARROW:
            documents = frozenset(f"{key:016x}" for key in self.owners.keys[passes].tolist())
        return Selection(self.owners.ids[passes[self.owners.places]], documents)

    def _mask(self, condition: Condition) -> Mask:
        if condition.field == "period":  # hardly two are the same
            return self._at(self._periods.within(condition))
        if condition not in self._masks:
            self._masks[condition] = self._at(self.owners.places_of(ids_with(self._catalogue, condition)))
            while len(self._masks) > REMEMBERED_MASKS:
                self._masks.popitem(last=False)
        self._masks.move_to_end(condition)
        return self._masks[condition]

    def _at(self, places: Ids) -> Mask:
        mask = np.zeros(len(self.owners.keys), dtype=np.bool_)
        mask[places] = True
        return mask

    @cached_property
    def _periods(self) -> _Periods:
        return _Periods.of(self._catalogue, self.owners)


@dataclass(frozen=True, slots=True)
class _Periods:
    """First and last day of every period of an instrument, as numbers (20230601), and its document's place."""

    first: Ids
    last: Ids
    places: Ids

    @classmethod
    def of(cls, catalogue: Catalogue, owners: _Owners) -> _Periods:
        first, last, doc_ids = all_periods(catalogue)
        keys = _keys(doc_ids)
        places = np.searchsorted(owners.keys, keys)
        places = np.minimum(places, max(0, len(owners.keys) - 1))
        there = owners.keys[places] == keys if len(owners.keys) else np.zeros(len(keys), dtype=np.bool_)
        return cls(_days(first)[there], _days(last)[there], places[there])

    def within(self, condition: Condition) -> Ids:
        """The places of the documents of which a period overlaps the condition's."""
        first = _days(condition.value)[0] if condition.value else 0
        last = _days(condition.last)[0] if condition.last < AFTER_ALL else np.iinfo(np.int64).max
        return self.places[(self.first <= last) & (self.last >= first)]


def _days(text: str) -> Ids:
    return np.array(text.replace("-", "").split(), dtype=np.int64)


def _keys(doc_ids: str) -> Keys:
    """Documents' ids are 16 hexadecimal digits each: read as numbers, they are compared all at once."""
    return np.frombuffer(bytes.fromhex(doc_ids), dtype=">u8").astype(np.uint64)


def _size(doc_ids: str) -> int:
    return (len(doc_ids) + 1) // 17
