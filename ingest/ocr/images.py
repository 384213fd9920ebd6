"""Pictures made ready for OCR: upright, grey, of a size that Tesseract reads well. Bombs are refused unopened."""

from __future__ import annotations

import io
import math
import warnings

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from corpus.errors import DamagedSource, SourceTooLarge

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP")

MAX_PIXELS = 90_000_000
"""A3 at 600 dpi has 70 million. A picture with more is refused before its pixels are unpacked."""

MAX_READ_PIXELS = 40_000_000
"""What is given to Tesseract at most; larger pictures are made smaller. A2 at 300 dpi has 35 million."""

MAX_FRAMES = 2000

SMALL = 2400
"""Pixels. A4 at 150 dpi is 1754 high and has letters of 10 pixels; Tesseract wants 20 and more, so it is doubled."""

MAX_SKEW = 5.0
SKEW_STEP = 0.25
MIN_SKEW = 0.3
"""Degrees. Below the least, turning a page costs more sharpness than it gains."""

SKEW_WIDTH = 1000
"""Pixels of the copy that the skew is measured on: a quarter of a degree moves a line's end by 4 of them."""

CERTAIN_SKEW = 1.15
"""How much sharper the lines must stand out than as they are: on pages without lines all angles are within .05."""

BLANK_CONTRAST = 24
"""Of 255: paper and the shine-through of its back differ by up to 20."""

_SMALLER = "Save it with fewer pixels; 300 an inch are enough for OCR"
_DAMAGED = "Open it in an image viewer and save it again"


class Pictures:
    """The pages of an image file, from 1.

    Raises `SourceTooLarge` for more pixels or pages than are read, and `DamagedSource` for what can't be opened.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            with warnings.catch_warnings(action="ignore"):  # Pillow warns at about our own limit, which comes next
                self._image = Image.open(io.BytesIO(data), formats=FORMATS)
                self.count = int(getattr(self._image, "n_frames", 1))
        except Exception as error:
            raise self._translated(error) from error
        self._refuse_bomb()
        if self.count > MAX_FRAMES:
            raise SourceTooLarge(f"{name} has {self.count} pages; at most {MAX_FRAMES} are read", advice="Split it")

    def picture(self, number: int) -> Image.Image:
        """A page in grey, upright as its camera says, on white where it was clear."""
        try:
            with warnings.catch_warnings(action="ignore"):
                self._image.seek(number - 1)
                self._refuse_bomb()
                return _grey(ImageOps.exif_transpose(self._image))
        except SourceTooLarge:
            raise
        except Exception as error:
            raise self._translated(error) from error

    def _refuse_bomb(self) -> None:
        width, height = self._image.size
        if width * height > MAX_PIXELS:
            raise SourceTooLarge(
                f"{self._name} has {width} × {height} pixels; at most {MAX_PIXELS // 1_000_000} million are read",
                advice=_SMALLER,
            )

    def _translated(self, error: Exception) -> SourceTooLarge | DamagedSource:
        if isinstance(error, Image.DecompressionBombError | MemoryError):
            return SourceTooLarge(f"{self._name} has more pixels than are read", advice=_SMALLER)
        told = str(error) or type(error).__name__
        return DamagedSource(f"{self._name} is a damaged image: {told[:200]}", advice=_DAMAGED)


def _grey(image: Image.Image) -> Image.Image:
    if image.mode[0] in "IF":  # 16 or 32 bits a pixel, which Pillow would cut off at 255
        values = np.asarray(image, dtype=np.float32)
        return Image.fromarray((values * (255.0 / max(1.0, float(values.max())))).astype(np.uint8))
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    return image.convert("L")


def is_blank(picture: Image.Image) -> bool:
    """Whether a grey picture shows nothing: all of one tone, but for a few specks."""
    darkest, lightest = np.percentile(np.asarray(picture.reduce(2)), (0.02, 99.98))
    return bool(lightest - darkest < BLANK_CONTRAST)


def prepared(picture: Image.Image) -> Image.Image:
    """A grey picture as Tesseract reads it best: its lines level, neither too small nor too large."""
    longest, pixels = max(picture.size), picture.width * picture.height
    if longest < SMALL:
        picture = picture.resize((2 * picture.width, 2 * picture.height), Image.Resampling.LANCZOS)
    elif pixels > MAX_READ_PIXELS:
        share = math.sqrt(MAX_READ_PIXELS / pixels)
        picture = picture.resize((int(share * picture.width), int(share * picture.height)), Image.Resampling.LANCZOS)
    angle = skew_of(picture)
    if abs(angle) < MIN_SKEW:
        return picture
    return picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def skew_of(picture: Image.Image) -> float:
    """The angle in degrees, to the left, by which a page must be turned for its lines to be level; 0 if in doubt.

    By the projection profile: where the lines are level, rows of ink and rows of white differ most.
    """
    factor = max(1, picture.width // SKEW_WIDTH)
    ink = 255.0 - np.asarray(picture.reduce(factor), dtype=np.float32)
    ink[ink < ink.mean() + ink.std()] = 0.0
    if ink.shape[0] < 2 or ink.shape[1] < 2 or not ink.any():
        return 0.0
    angles = np.arange(-MAX_SKEW, MAX_SKEW + SKEW_STEP / 2, SKEW_STEP)
    # Pages turned by a quarter have their lines along the columns.
    scores = [max(_sharpness(ink, angle), _sharpness(ink.T, -angle)) for angle in angles]
    best = int(np.argmax(scores))
    level = scores[len(scores) // 2]
    return -float(angles[best]) if scores[best] > CERTAIN_SKEW * level else 0.0


def _sharpness(ink: npt.NDArray[np.float32], angle: float) -> float:
    """How much the rows differ once each column is moved as turning by a small angle would move it."""
    height, width = ink.shape
    columns = np.arange(width)
    moves = np.round((columns - width / 2) * math.tan(math.radians(angle))).astype(int)
    profile = np.zeros(height + 2 * int(abs(moves).max()) + 1)
    offset = int(abs(moves).max())
    for move in np.unique(moves):
        profile[offset + move : offset + move + height] += ink[:, moves == move].sum(axis=1)
    return float(np.square(np.diff(profile)).sum())
