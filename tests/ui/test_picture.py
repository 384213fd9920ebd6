"""Pages become pictures, passages become boxes, and what can't be drawn says so."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from ui.picture import MAX_WIDTH, WIDTH, NoPicture, count, draw, marks


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages of A4; the second one is turned by a quarter."""
    document = FPDF()
    document.set_font("helvetica", size=14)
    document.add_page()
    document.text(20, 50, "The charter is signed by twelve towns.")
    document.add_page(orientation="landscape")
    document.text(20, 50, "The label honours the craftsmen of the valley.")
    path = tmp_path / "abcd"
    document.output(str(path))
    return path


def test_a_page_is_drawn(pdf: Path) -> None:
    """This ensures that a picture has the page's shape and grows with the zoom, up to a limit."""
    page = draw(pdf, 1)
    assert (page.pages, page.width) == (2, pytest.approx(WIDTH, abs=2))
    assert page.height / page.width == pytest.approx(297 / 210, rel=0.01)
    assert Image.open(io.BytesIO(page.data)).format == "WEBP"
    assert draw(pdf, 2).width > draw(pdf, 2).height
    assert draw(pdf, 1, zoom=300).width == pytest.approx(MAX_WIDTH, abs=2)
    assert count(pdf) == 2


def test_a_passage_is_marked(pdf: Path) -> None:
    """This ensures that the box is where the words are printed: 20 mm from the left, 50 mm from the top."""
    (box,) = marks(pdf, 1, "The charter is signed by twelve towns.")
    assert box.left == pytest.approx(20 / 210, abs=0.01)
    assert box.top < 50 / 297 < box.bottom
    assert marks(pdf, 1, "The label honours the craftsmen of the valley.") == []
    (box,) = marks(pdf, 2, "The label honours the craftsmen of the valley.")
    assert box.top < 50 / 210 < box.bottom


def test_what_cannot_be_drawn(pdf: Path, tmp_path: Path) -> None:
    """This ensures that no page, no file and no PDF are told by one error, and give no mark."""
    for number in (0, 3, 10**9):
        with pytest.raises(NoPicture):
            draw(pdf, number)
    (tmp_path / "text").write_bytes(b"%PDF-1.7 and then nothing")
    for path in (tmp_path / "missing", tmp_path / "text", tmp_path):
        with pytest.raises(NoPicture):
            draw(path, 1)
        with pytest.raises(NoPicture):
            count(path)
        assert marks(path, 1, "The charter is signed") == []
