"""Streamlit's own words in the reader's language."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit

from ui.texts.spoken import WORDINGS
from ui.texts.wording import Wording
from ui.views.widgets import STREAMLITS, widgets_script


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=list(WORDINGS))
def test_every_word_is_said(wording: Wording) -> None:
    """This ensures that each text has a translation, which names no more than what Streamlit's own text gives."""
    assert set(wording.widgets) == set(STREAMLITS)
    for name, form in STREAMLITS.items():
        assert len(re.findall(r"\{\w+\}", wording.widgets[name])) <= len(re.findall(r"\{\w+\}", form))


def test_streamlit_still_says_so() -> None:
    """This ensures that a text that Streamlit words anew is noticed: its pieces stand in the scripts that it serves."""
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    scripts = "".join(path.read_text(encoding="utf-8", errors="ignore") for path in folder.glob("*.js"))
    pieces = {
        piece.strip(" :•")
        for form in STREAMLITS.values()
        for piece in re.split(r"\{\w+\}", form)
        if piece.strip(" :•.")
    }
    # From an icon's name, from a count, and from an error's name and text.
    put_together = {"add icon", "options available.", "AxiosError: Request failed with status code"}
    put_together |= {"AxiosError: Network Error"}
    assert all(piece in scripts for piece in ("AxiosError", "Request failed with status code ", "Network Error"))
    assert {piece for piece in pieces if piece not in scripts} <= put_together


def test_no_text_ends_the_script() -> None:
    """This ensures that texts reach the script as data."""
    wording = replace(WORDINGS["en"], widgets={**WORDINGS["en"].widgets, "upload": "</script><b>"})
    script = widgets_script(wording)
    assert script.count("</script>") == 1
    said = json.loads(re.search(r"page\.forms = (\[.*?\])\.map", script)[1])  # type: ignore[index]
    assert ["Upload", "</script><b>"] in said
