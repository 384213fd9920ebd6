"""Streamlit's own words, “Upload” or “No results”, in the reader's language: they are in English on every page."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from ui.texts.wording import Wording

_SCRIPT = Path(__file__).with_name("widgets.js")

STREAMLITS = {
    "upload": "Upload",
    "drop": "{size} per file",
    "drop_types": "{size} per file • {types}",
    "add_files": "Add files",
    "add_icon": "add icon",
    "file_upload": "file upload",
    "remove": "Remove {name}",
    "error": "Error:",
    "wrong_type": "{type} files are not allowed.",
    "refused": "AxiosError: Request failed with status code {code}",
    "cut_off": "AxiosError: Network Error",
    "too_large": "File must be {size} or smaller.",
    "enough": "You can only select up to {n} {options}. Remove an option first.",
    "no_results": "No results",
    "options": "{n} options available.",
    "choose": "Choose an option",
    "skip": "Skip to main content",
    "open": "Open",
    "close": "Close",
    "dismiss": "Dismiss",
    "clear": "Clear all",
    "copy": "Copy to clipboard",
    "copied": "Copied",
    "send": "Send message",
    "more": "Increment",
    "less": "Decrement",
    "fullscreen": "Fullscreen",
    "fullscreen_of": "Fullscreen: {what}",
    "small": "Close fullscreen",
    "small_of": "Close fullscreen: {what}",
    "data": "Show data",
    "data_of": "Show data: {what}",
    "chart": "Show chart",
    "chart_of": "Show chart: {what}",
    "picture": "Download as PNG",
    "picture_of": "Download as PNG: {what}",
}
"""What Streamlit writes, by the names of `Wording.widgets`. What it comes to write otherwise stays in English."""


def widgets_script(wording: Wording) -> str:
    """The script that says them; texts reach it as JSON, in which nothing can end the script."""
    forms = [(form, wording.widgets[name]) for name, form in STREAMLITS.items()]
    said = json.dumps(sorted(forms, key=lambda pair: -len(pair[0])), ensure_ascii=False).replace("<", "\\u003c")
    return f"<script>{_script().replace('FORMS', said, 1)}</script>"


def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def say_widgets(wording: Wording) -> None:
    """Let the browser say them, now and whenever one appears."""
    st.html(widgets_script(wording), unsafe_allow_javascript=True)
