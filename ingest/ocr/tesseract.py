"""Tesseract as a program: found, asked for its languages, and given one picture at a time."""

from __future__ import annotations

import functools
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

PAGE_SECONDS = 120.0
"""A page of 300 dpi takes 3 to 10 s on one core; a newspaper page 40."""

LIST_SECONDS = 20.0

_WITH_ORIENTATION = "1"  # the page segmentation mode that finds pages turned by quarters; it needs `osd`
_WITHOUT_ORIENTATION = "3"
_INSTALL = "On Debian or Ubuntu: apt install tesseract-ocr {packages}"


class OcrFailed(Exception):
    """Tesseract did not read a picture: why, in a few words."""


@dataclass(frozen=True, slots=True)
class OcrMissing:
    """Why there is no OCR on this machine, and what to do about it."""

    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, and the languages asked for that it has data of. `absent` are those that it has not."""

    program: str
    languages: tuple[str, ...]
    absent: tuple[str, ...] = ()
    finds_orientation: bool = True

    def tsv(self, picture: Image.Image, *, dpi: int) -> str:
        """What stands in a picture, as Tesseract's table of blocks, paragraphs, lines and words.

        Raises `OcrFailed`.
        """
        data = io.BytesIO()
        picture.save(data, format="PPM")  # grey pictures become PGM: no time is lost on compression
        command = [
            *(self.program, "stdin", "stdout", "-l", "+".join(self.languages), "--dpi", str(dpi)),
            *("--psm", _WITH_ORIENTATION if self.finds_orientation else _WITHOUT_ORIENTATION),
            *("-c", "tessedit_create_tsv=1"),
        ]
        try:
            done = subprocess.run(
                command,
                input=data.getvalue(),
                capture_output=True,
                timeout=PAGE_SECONDS,
                env=_environment(),
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise OcrFailed(f"OCR takes longer than {PAGE_SECONDS:.0f} s") from error
        except subprocess.CalledProcessError as error:
            told = error.stderr.decode("utf-8", "replace").strip().splitlines()
            raise OcrFailed(f"Tesseract failed: {told[-1][:200] if told else error.returncode}") from error
        except OSError as error:
            raise OcrFailed(f"Tesseract can't be run: {error.strerror}") from error
        return done.stdout.decode("utf-8", "replace")


def find_tesseract(languages: Sequence[str]) -> Tesseract | OcrMissing:
    """Tesseract for those of `languages` (its own names) that it has data of, or what is missing."""
    program = shutil.which("tesseract")
    packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in languages)
    if program is None:
        return OcrMissing("Tesseract, which reads scans, is not installed", _INSTALL.format(packages=packages))
    known = _languages_of(program, os.environ.get("TESSDATA_PREFIX", ""))
    present = tuple(name for name in languages if name in known)
    if not present:
        names = " or ".join(languages) or "no language"
        return OcrMissing(f"Tesseract has no data to read {names}", _INSTALL.format(packages=packages))
    absent = tuple(name for name in languages if name not in known)
    return Tesseract(program, present, absent, finds_orientation="osd" in known)


def lacking(languages: Sequence[str]) -> tuple[str, ...]:
    """Those of `languages` (Tesseract's own names) that can't be read here, all where there is no Tesseract."""
    engine = find_tesseract(languages)
    return tuple(languages) if isinstance(engine, OcrMissing) else engine.absent


@functools.lru_cache(maxsize=8)
def _languages_of(program: str, _data_folder: str) -> frozenset[str]:
    """The languages that a Tesseract has data of. Where it looks for them is part of what is kept."""
    try:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=LIST_SECONDS, env=_environment(), check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(line.strip() for line in lines[1:])


def _environment() -> dict[str, str]:
    # One thread a process: pages are read side by side, and Tesseract's own threads only slow each other down.
    return {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
