"""Word's styles and numbering: how deep a paragraph's heading is, whether it is in a list, and the number it wears."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.extract.xmltree import attribute, child, descendants, tag_of, value, whole

MAX_LEVEL = 6
BODY_TEXT = 9
"""The outline level that means none."""

HEADING = re.compile(r"(?:heading|titre|überschrift|título|titolo) (\d)")
"""The names of headings' styles, in small letters."""

_PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What decides what a paragraph is: its style's name in small letters, its outline level from 1 (0 for none), its
    list and the level in it from 0 (an empty list for none)."""

    style: str
    level: int
    list_id: str
    depth: int


class Styles:
    """The styles of a document. What a style does not say, the one it is based on does."""

    def __init__(self, tree: etree._Element | None) -> None:
        found = () if tree is None else descendants(tree, "style")
        self._styles = {attribute(style, "styleId") or "": style for style in found}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true")
            ),
            "",
        )
        self.language = None if tree is None else value(tree, "docDefaults", "rPrDefault", "rPr", "lang")

    def paragraph(self, properties: etree._Element | None) -> Paragraph:
        """What a paragraph with these properties (`w:pPr`) is."""
        style_id = value(properties, "pStyle") or self._default
        chain = self._chain(style_id)
        name = (value(chain[0], "name") or style_id if chain else style_id).lower()
        sources = [properties, *(child(style, "pPr") for style in chain)]
        outline = next((each for source in sources if (each := value(source, "outlineLvl")) is not None), None)
        named = HEADING.match(name)
        level = whole(outline, BODY_TEXT) + 1 if outline is not None else int(named[1]) if named else 0
        if name == "title":
            level = 1
        list_id = next((each for source in sources if (each := value(source, "numPr", "numId")) is not None), "")
        depth = next((each for source in sources if (each := value(source, "numPr", "ilvl")) is not None), "0")
        return Paragraph(
            style=name,
            level=0 if not 1 <= level <= BODY_TEXT else min(level, MAX_LEVEL),
            list_id="" if list_id == "0" else list_id,
            depth=min(8, max(0, whole(depth, 0))),
        )

    def _chain(self, style_id: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while style_id in self._styles and self._styles[style_id] not in chain:
            chain.append(self._styles[style_id])
            style_id = value(chain[-1], "basedOn") or ""
        return chain


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: where it starts, how it counts, and how it is written (`Article %1`)."""

    start: int = 1
    form: str = "bullet"
    text: str = ""


@dataclass(slots=True)
class Numbering:
    """The numbers that Word writes before paragraphs, which stand nowhere in the text."""

    _lists: dict[str, str] = field(default_factory=dict)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, tree: etree._Element | None) -> Numbering:
        numbering = cls()
        for each in () if tree is None else tree:
            if tag_of(each) == "abstractNum":
                levels = {whole(attribute(level, "ilvl"), 0): _level(level) for level in each if tag_of(level) == "lvl"}
                numbering._levels[attribute(each, "abstractNumId") or ""] = levels
            elif tag_of(each) == "num":
                list_id = attribute(each, "numId") or ""
                numbering._lists[list_id] = value(each, "abstractNumId") or ""
                for override in each:
                    if (start := value(override, "startOverride")) is not None:
                        numbering._starts[list_id, whole(attribute(override, "ilvl"), 0)] = whole(start, 1)
        return numbering

    def label(self, paragraph: Paragraph) -> str:
        """The number of the next paragraph of this list and level; empty for a bullet."""
        scheme = self._lists.get(paragraph.list_id, "")
        levels = self._levels.get(scheme, {})
        counts = self._counts[scheme]
        depth = paragraph.depth
        start = self._starts.get((paragraph.list_id, depth))
        if start is not None and (paragraph.list_id, depth) not in self._begun:
            counts[depth] = start
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels.get(depth, _Level()).start
        self._begun.add((paragraph.list_id, depth))
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        level = levels.get(depth, _Level())
        if level.form in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda match: _written(int(match[1]) - 1, counts, levels), level.text).strip()


def _level(level: etree._Element) -> _Level:
    return _Level(whole(value(level, "start"), 1), value(level, "numFmt") or "decimal", value(level, "lvlText") or "")


def _written(depth: int, counts: dict[int, int], levels: dict[int, _Level]) -> str:
    level = levels.get(depth, _Level(form="decimal"))
    return number_as(counts.get(depth, level.start), level.form)


_ROMAN: Sequence[tuple[int, str]] = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def number_as(number: int, form: str) -> str:
    """A number as Word's forms write it: `lowerLetter` gives c and, after z, aa; any unknown form gives digits."""
    if form.endswith("Letter") and 1 <= number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 1 <= number <= 4999:
        written = ""
        for worth, sign in _ROMAN:
            written += sign * (number // worth)
            number %= worth
        return written if form.startswith("upper") else written.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)
