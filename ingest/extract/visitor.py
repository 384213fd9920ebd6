"""What pypdf calls while it goes through a page: notes what is written, in the order drawn, and what is shown."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ingest.extract.lines import Fragment
from ingest.extract.spacing import is_spaced_out, without_moves

PAGE_SECONDS = 20.0
"""A page of the policy PDFs takes 0.02 s."""

A4_AREA = 595.0 * 842.0


class Readable(Protocol):
    """A page of pypdf's."""

    def extract_text(self, **callbacks: Any) -> str: ...
    def __getitem__(self, key: str) -> Any: ...


def visited(page: Readable) -> Visitor:
    """A visitor that has gone through the page, and seen its fragments without moves within words."""
    visitor = Visitor(page)
    page.extract_text(**visitor.callbacks)
    if is_spaced_out(visitor.fragments):
        second = Visitor(page, ignore_moves=True)
        page.extract_text(**second.callbacks)
        visitor.fragments = without_moves(visitor.fragments, second.fragments)
    return visitor


class TooSlowError(Exception):
    """A page took longer than `PAGE_SECONDS`."""


class Visitor:
    """What pypdf calls while it goes through a page: notes what is written, in the order drawn, and what is shown."""

    def __init__(self, page: Readable, *, ignore_moves: bool = False) -> None:
        self.fragments: list[Fragment] = []
        self.operators = 0
        self.pictures = 0
        self.picture_lines = 0
        self.picture_share = 0.0
        self._area = _page_area(page)
        self._images = _image_names(page)
        self._ignore_moves = ignore_moves
        self._outer: list[Sequence[float]] = [(1, 0, 0, 1, 0, 0)]
        self._deadline = time.monotonic() + PAGE_SECONDS
        self.callbacks: dict[str, Any] = {
            "visitor_text": self._text,
            "visitor_operand_before": self._before,
            "visitor_operand_after": self._after,
        }

    def _text(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if time.monotonic() > self._deadline:
            raise TooSlowError(f"it takes longer than {PAGE_SECONDS:.0f} s")
        if text:
            self.fragments.append(_fragment(text, _product(_product(tm, cm), self._outer[-1]), font, size))

    def _before(self, operator: bytes, operands: Any, cm: Any, _tm: Any) -> None:
        self.operators += 1
        if operator == b"Do":  # a form, whose positions pypdf gives relative to the form, or a picture
            self._outer.append(_product(cm, self._outer[-1]))
            self._note_picture(operands)
        elif operator == b"INLINE IMAGE":
            self.pictures += 1
        elif operator == b"TJ" and self._ignore_moves and operands and isinstance(operands[0], list):
            operands[0][:] = [part for part in operands[0] if not isinstance(part, int | float) or part < -1000]

    def _note_picture(self, operands: Any) -> None:
        if operands and operands[0] in self._images:
            matrix = self._outer[-1]
            width, height = math.hypot(matrix[0], matrix[1]), math.hypot(matrix[2], matrix[3])
            self.pictures += 1
            self.picture_lines += width > 4 * height and 7 < height < 30
            self.picture_share = max(self.picture_share, width * height / self._area)

    def _after(self, operator: bytes, _operands: Any, _cm: Any, _tm: Any) -> None:
        if operator == b"Do":
            self._outer.pop()


def _image_names(page: Readable) -> set[str]:
    try:
        resources: Any = page["/Resources"]
        drawn = resources["/XObject"]
        return {name for name in drawn if drawn[name].get("/Subtype") == "/Image"}
    except (KeyError, TypeError, AttributeError):
        return set()


def _page_area(page: Readable) -> float:
    """Square points; what no page lacks, A4, where it can't be told."""
    try:
        left, bottom, right, top = (float(edge) for edge in page["/MediaBox"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return A4_AREA
    return abs((right - left) * (top - bottom)) or A4_AREA


def _product(a: Sequence[float], b: Sequence[float]) -> tuple[float, ...]:
    """The matrix that applies `a`, then `b`."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _fragment(text: str, matrix: Sequence[float], font: Any, size: float) -> Fragment:
    name = str(font.get("/BaseFont", "")) if isinstance(font, Mapping) else ""
    style = name.lower()
    return Fragment(
        text=text,
        x=matrix[4],
        y=matrix[5],
        size=abs(size) * math.hypot(matrix[2], matrix[3]) or 1.0,
        bold=any(word in style for word in ("bold", "black", "heavy", "demi")),
        italic=any(word in style for word in ("italic", "oblique")),
        turned=round(math.degrees(math.atan2(matrix[1], matrix[0])) / 90) % 4,
        font=name,
    )
