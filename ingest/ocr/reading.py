"""Pictures of pages read side by side, one process a page; a page that fails costs that page only."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from PIL import Image

from ingest.ocr.images import is_blank, prepared
from ingest.ocr.layout import OcrPage, page_of
from ingest.ocr.tesseract import OcrFailed, Tesseract

DPI = 300
"""What Tesseract's models were made for; at 400 they gain nothing and take half as long again."""

Picture = Callable[[], Image.Image]
"""Gives the grey picture of a page when its turn comes, so that only as many as are being read are in memory."""


@dataclass(slots=True)
class OcrRead:
    """The pages that were read, and why others were not. Pages that show nothing are in neither."""

    pages: dict[int, OcrPage] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)


def read_pages(pictures: Mapping[int, Picture], engine: Tesseract, *, seconds: float) -> OcrRead:
    """Read pages by OCR; those not begun after `seconds` are left.

    `OcrFailed` from a picture or from Tesseract is noted with its page.
    """
    read = OcrRead()
    drawing = threading.Lock()
    deadline = time.monotonic() + seconds

    def page(number: int) -> OcrPage | str | None:
        if time.monotonic() > deadline:
            return f"OCR of the pages before took longer than {seconds:.0f} s"
        try:
            with drawing:  # neither PDFium nor Pillow can draw two pages of one file at a time
                picture = pictures[number]()
            if is_blank(picture):
                return None
            return page_of(engine.tsv(prepared(picture), dpi=DPI), number)
        except OcrFailed as error:
            return str(error)

    with ThreadPoolExecutor(max_workers=_cores()) as pool:
        for number, result in zip(pictures, pool.map(page, pictures), strict=True):
            if isinstance(result, OcrPage):
                read.pages[number] = result
            elif result is not None:
                read.failed[number] = result
    return read


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
