"""Recipes: which documents have to be read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.chunk import ChunkOptions
from ingest.extract.base import ReadOptions
from ingest.prepare import Recipe

USUAL = Recipe(ChunkOptions(), "model")
ALWAYS = replace(USUAL, reading=ReadOptions(ocr="always"))
NEVER = replace(USUAL, reading=ReadOptions(ocr="never"))


def test_same_recipe_is_met() -> None:
    """This ensures that only what changes a text or its passages has a document read again; a password does not."""
    assert USUAL.is_met_by(str(replace(USUAL, reading=ReadOptions(passwords=("x",)))))
    assert not USUAL.is_met_by(str(replace(USUAL, model_id="other")))
    assert not USUAL.is_met_by(None)


def test_options_of_its_own_stay() -> None:
    """This ensures that a document that was read by OCR stays so until a run asks for something else."""
    assert USUAL.is_met_by(str(ALWAYS))
    assert not ALWAYS.is_met_by(str(USUAL))
    assert not NEVER.is_met_by(str(ALWAYS))
    assert USUAL.reading_of(str(ALWAYS)).ocr == "always"
    assert NEVER.reading_of(str(ALWAYS)).ocr == "never"


@pytest.mark.parametrize(
    ("lacked", "lacking_now", "met"),
    [
        (("fra", "eng"), ("fra", "eng"), True),
        (("fra", "eng"), ("fra",), False),
        (("fra",), (), False),
        ((), ("fra", "eng"), True),
    ],
)
def test_what_lacked_ocr_is_read_again_once_it_is_there(
    lacked: tuple[str, ...], lacking_now: tuple[str, ...], met: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that pages left out for want of Tesseract, or of a language, are read when that is installed."""
    monkeypatch.setattr(
        "ingest.prepare.lacking", lambda languages: tuple(name for name in languages if name in lacking_now)
    )
    assert USUAL.is_met_by(USUAL.of(USUAL.reading, lacked)) is met
    own = USUAL.of(ALWAYS.reading, lacked)
    assert USUAL.is_met_by(own) is met
    assert USUAL.reading_of(own).ocr == "always"
