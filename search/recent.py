"""The words of passages that were looked at lately, kept in memory: candidates of one query are often another's."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.word_codes import WordCodes, word_codes_of

# 24 MB. To read a passage's from the disk takes 10 µs, and a query looks at a hundred.
HELD = 4000


class RecentWords:
    """What `corpus.word_codes` reads, of one model and one published state. Safe to use from several threads."""

    def __init__(self) -> None:
        self._held: dict[int, WordCodes] = {}

    def of(self, catalogue: Catalogue, model_id: str, passage_ids: Sequence[int]) -> dict[int, WordCodes]:
        """The codes of these passages, by id; those that have none are left out."""
        found = {number: codes for number in passage_ids if (codes := self._held.get(number)) is not None}
        missing = [number for number in passage_ids if number not in found]
        if missing:
            read = word_codes_of(catalogue, model_id, missing)
            found |= read
            self._keep(read)
        return found

    def _keep(self, read: dict[int, WordCodes]) -> None:
        if len(self._held) + len(read) > HELD:
            self._held.clear()
        # What is usual may come later (see `without_usual`), the rest of a text's codes never change.
        self._held.update({number: codes for number, codes in read.items() if codes.usual})
