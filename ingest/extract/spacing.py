"""Puts `r est aur ant` right: some programs set letters apart by moving the pen, which reads as spaces.

Such a page is read a second time without those moves; a font whose runs still have spaces is then taken from the
second reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.extract.lines import Fragment

MAX_SINGLE_CONSONANTS = 0.05
"""Share of words that are one consonant. Pages in French and English have up to .043, pages set apart .066–.26."""

_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")

MAX_MEAN_WORD = 8.0
"""Letters. French words have 4.8 in the mean; without its spaces, a line is one word of 60."""


def is_spaced_out(fragments: Sequence[Fragment]) -> bool:
    """Whether a page has more consonants as words than any of our languages."""
    words = [word for fragment in fragments for word in fragment.text.split() if word.isalpha()]
    return sum(word.lower() in _CONSONANTS for word in words) > MAX_SINGLE_CONSONANTS * len(words)


def without_moves(first: Sequence[Fragment], second: Sequence[Fragment]) -> list[Fragment]:
    """The second reading, the runs of fonts without spaces of their own from the first.

    The first is kept whole where the two differ in more than spaces.
    """
    written = [fragment for fragment in first if fragment.text.strip()]
    reread = [fragment for fragment in second if fragment.text.strip()]
    if [_letters(fragment) for fragment in written] != [_letters(fragment) for fragment in reread]:
        return list(first)
    fonts = _fonts_with_spaces(reread)
    originals = iter(written)
    chosen: list[Fragment] = []
    for fragment in second:
        original = next(originals) if fragment.text.strip() else fragment
        chosen.append(fragment if fragment.font in fonts else original)
    return chosen


def _letters(fragment: Fragment) -> str:
    return "".join(fragment.text.split())


def _fonts_with_spaces(fragments: Sequence[Fragment]) -> set[str]:
    letters, words = Counter[str](), Counter[str]()
    for fragment in fragments:
        letters[fragment.font] += len(_letters(fragment))
        words[fragment.font] += len(fragment.text.split())
    return {font for font in letters if letters[font] <= MAX_MEAN_WORD * words[font]}
