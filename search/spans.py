"""The words of a sentence that answer: the date, number, name or place that a question asks for. Pure.

Patterns, not a model: they know the months, units and particles of French, English, German, Spanish and Italian, and
capital letters. Where nothing fits, nothing is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from itertools import pairwise

from index.analysis import tokens
from search.amounts import numbers
from search.answer import Span, Wanted
from search.dates import dates
from search.marking import nearness
from search.names import names, places


def spans_for(wanted: Wanted, text: str, asked: Set[str]) -> list[Span]:
    """The ranges of `text` that may be what is `wanted`, the likeliest first; `asked` are the question's folded words.

    What the question itself says is no answer to it. Empty where nothing fits, and where nothing particular is wanted.
    """
    return likeliest_first(_found(wanted, text, asked), text, asked)


def likeliest_first(spans: Iterable[Span], text: str, asked: Set[str]) -> list[Span]:
    """The ranges that the question does not say itself, those nearest to its words first."""
    found = [span for span in spans if not _said(text[slice(*span)], asked)]
    near = dict(zip(found, nearness(text, found, asked), strict=True))
    return sorted(found, key=lambda span: (-near[span], span))


def _found(wanted: Wanted, text: str, asked: Set[str]) -> list[Span]:
    match wanted:
        case "date":
            return dates(text, asked)
        case "number":
            return numbers(text)
        case "name":
            return names(text)
        case "place":
            return places(text)
        case _:
            return []


def _said(words: str, asked: Set[str]) -> bool:
    """Whether the question has all these words itself."""
    folded = [token.folded for token in tokens(words)]
    return bool(folded) and all(word in asked for word in folded)


_LEAD = re.compile(r"[:：]\s")
_COMMA = re.compile(r"\s*[,;、]\s+(?:(?:et|and|und|y|e)\s)?")
_LAST_AND = re.compile(r"\s+(?:et|and|und|y|e)\s+")
ITEM = re.compile(r"(?m)^[ \t]*(?:[-–—•·*>▪◦‣]|\(?\d{1,2}[.)]|[a-z]\))[ \t]+(?P<item>\S[^\n]*?)[ \t]*(?:[;.,])?[ \t]*$")
_BETWEEN_NAMES = re.compile(
    r"\s*(?:,|;|,?\s(?:et|and|und|y|e)\s)\s*(?:(?:l['’]|d['’])|(?:la|le|les|the|die|der|el|i|de|du)\s)?\s*"
)
FEWEST = 3
LONGEST = 160


def items_of(text: str) -> list[Span]:
    """The items of the list that `text` holds: lines with bullets, or what commas part, most often after a colon."""
    bullets = [match.span("item") for match in ITEM.finditer(text)]
    if len(bullets) > 1:
        return bullets
    for lead in _LEAD.finditer(text):
        rest = _parted(text, lead.end(), _end_of_sentence(text, lead.end()))
        if len(rest) > 1 and all(end - start <= LONGEST for start, end in rest):
            return rest
    return _names_in_a_row(text)


def _parted(text: str, start: int, end: int) -> list[Span]:
    """What commas part, and in the last of these parts an "and": « commerce et industrie » before it stays whole."""
    commas = list(_COMMA.finditer(text, start, end))
    edges = [(start, start), *(comma.span() for comma in commas), (end, end)]
    parts = [(before[1], after[0]) for before, after in pairwise(edges)]
    ands = list(_LAST_AND.finditer(text, *parts[-1]))
    if ands:
        parts[-1:] = [(parts[-1][0], ands[-1].start()), (ands[-1].end(), parts[-1][1])]
    return [trimmed for span in parts if (trimmed := _trimmed(text, *span))]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while end > start and text[end - 1] in " .;,\n":
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if start < end else None


def _end_of_sentence(text: str, start: int) -> int:
    found = re.search(r"[.!?](?=\s+[A-ZÀ-Þ]|\s*$)|\n", text[start:])
    return start + found.start() if found else len(text)


_BETWEEN_ENTRIES = re.compile(r"[\s()\[\]-]*[,;/|\n•·][\s,;/|•·()\[\]-]*")


def names_beside(text: str, asked: Set[str]) -> bool:
    """Whether two names that the question does not say itself stand beside each other, or items below each other."""
    if len(ITEM.findall(text)) > 1:
        return True
    every = [part for name in names(text) for part in _split_name(text, name)]
    unsaid = [span for span in every if not _said(text[slice(*span)], asked)]
    return any(
        _BETWEEN_NAMES.fullmatch(text[before[1] : after[0]]) or _BETWEEN_ENTRIES.fullmatch(text[before[1] : after[0]])
        for before, after in pairwise(unsaid)
    )


def _names_in_a_row(text: str) -> list[Span]:
    """The longest run of names with only commas or an "and" between them; of three or more."""
    every = [part for name in names(text) for part in _split_name(text, name)]
    runs: list[list[Span]] = [every[:1]]
    for before, after in pairwise(every):
        if _BETWEEN_NAMES.fullmatch(text[before[1] : after[0]]):
            runs[-1].append(after)
        else:
            runs.append([after])
    longest = max(runs, key=len)
    return longest if len(longest) >= FEWEST else []


def _split_name(text: str, name: Span) -> list[Span]:
    """« Milan and Rotterdam » is two names; « Villes et Pays d'art et d'histoire » would be one, and is no row."""
    return _parted(text, *name)
