"""What was read and encoded lately, kept in memory.

Candidates of one query are often another's; and one query is asked several times: for its hits, for what else could be
chosen, for its explanation, and for the sentences that answer it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.catalogue import Catalogue
from corpus.word_codes import WordCodes, word_codes_of
from index.encoder import Vectors, WordStates

# 24 MB. To read a passage's from the disk takes 10 µs, and a query looks at a hundred.
HELD = 4000
# 40 kB each, and a thirtieth of a second to encode.
QUERIES_HELD = 64

EncodedQuery = tuple[Vectors, WordStates | None]


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


class RecentQueries:
    """Texts as vectors and words in context, by text, language and whether words were asked for; of one state."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str, bool], EncodedQuery] = {}

    def of(self, languages: Mapping[str, str], *, by_word: bool) -> dict[str, EncodedQuery]:
        """Those of these texts, with their languages, that are held."""
        held = {text: self._held.get((text, language, by_word)) for text, language in languages.items()}
        return {text: encoded for text, encoded in held.items() if encoded is not None}

    def keep(self, languages: Mapping[str, str], encoded: Mapping[str, EncodedQuery], *, by_word: bool) -> None:
        """Hold these from now on; of many, as a batch has them, none."""
        if len(encoded) > QUERIES_HELD:
            return
        if len(self._held) + len(encoded) > QUERIES_HELD:
            self._held.clear()
        self._held.update({(text, languages[text], by_word): each for text, each in encoded.items()})
