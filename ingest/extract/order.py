"""The paragraphs of a PDF page in reading order: programs draw titles, boxes and footers when it suits them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.layout import Paragraph
from ingest.extract.lines import WIDTH_ERROR

MARGIN = 0.06
"""Share of the height of a page's text that headers and footers stand in; they are often drawn first or last."""

MAX_ORDERED = 600
"""Paragraphs of a page that are put in order by place; a page with more is a drawing, and its order is left alone."""


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    right: float
    top: float
    bottom: float


def in_reading_order(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """From top to bottom within a column; otherwise in the order drawn, which is the author's for columns and cells.

    A paragraph waits for those that stand above it and overlap it from left to right. So a title drawn last comes
    first, and the right-hand column stays after the left-hand one.
    """
    if not 1 < len(paragraphs) <= MAX_ORDERED:
        return list(paragraphs)
    boxes = [_box(paragraph) for paragraph in paragraphs]
    zones = _zones(boxes)
    waits = [
        {i for i, above in enumerate(boxes) if zones[i] < zone or (zones[i] == zone and _stands_above(above, box))}
        for zone, box in zip(zones, boxes, strict=True)
    ]
    remaining = list(range(len(boxes)))
    ordered: list[Paragraph] = []
    while remaining:
        following = next((i for i in remaining if not waits[i]), remaining[0])
        remaining.remove(following)
        ordered.append(paragraphs[following])
        for waiting in waits:
            waiting.discard(following)
    return ordered


def _zones(boxes: Sequence[_Box]) -> list[int]:
    """0 for what stands in the page's upper margin, 2 for the lower one, 1 for the rest."""
    top, bottom = max(box.top for box in boxes), min(box.bottom for box in boxes)
    margin = MARGIN * (top - bottom)
    return [0 if box.bottom > top - margin else 2 if box.top < bottom + margin else 1 for box in boxes]


def _box(paragraph: Paragraph) -> _Box:
    lines = paragraph.lines
    return _Box(
        left=min(line.x for line in lines),
        right=max(line.right for line in lines),
        top=max(line.y + 0.8 * line.size for line in lines),
        bottom=min(line.y for line in lines),
    )


def _stands_above(above: _Box, below: _Box) -> bool:
    overlap = min(above.right, below.right) - max(above.left, below.left)
    narrower = min(above.right - above.left, below.right - below.left)
    return above.bottom >= below.top - 1 and overlap > WIDTH_ERROR * narrower
