"""What the page tells its reader beside the results: notes, problems, and what of an address was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import streamlit as st

from corpus.errors import QueryError, RepereError
from ui.texts.faults import translated_fault
from ui.texts.wording import Problem, Wording
from ui.views.address import Ignored
from ui.views.markup import html_text, shortened

Tone = Literal["note", "warning", "error"]

# An address can hold hundreds of parameters; the first few tell what is wrong with it.
MAX_IGNORED = 4
MAX_VALUE_CHARS = 60


def show_note(lines: Sequence[str], *, tone: Tone = "note") -> None:
    """A box with one paragraph a line. The lines are text, not HTML."""
    paragraphs = "".join(f"<p>{html_text(line)}</p>" for line in lines)
    role = "alert" if tone == "error" else "status"
    st.html(f'<div class="rp-note rp-{tone}" role="{role}">{paragraphs}</div>')


def show_problem(problem: Problem, wording: Wording, *, reason: str = "", retry: bool = True) -> None:
    """What went wrong and what to do; the `reason`, in English and with its facts, for who wants to know."""
    details = (
        f"<details><summary>{html_text(wording.details)}</summary><p lang='en'>{html_text(reason)}</p></details>"
        if reason
        else ""
    )
    st.html(
        '<div class="rp-note rp-error" role="alert">'
        f"<h2>{html_text(problem.title)}</h2><p>{html_text(problem.advice)}</p>{details}</div>"
    )
    if retry:
        st.button(wording.retry, key="retry")


def problem_of(error: RepereError, wording: Wording) -> Problem:
    """What to tell a reader about an error: by its class, else the nearest class above it; of a query what is wrong."""
    known = (wording.problems[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in wording.problems)
    problem = next(known, wording.unexpected)
    if isinstance(error, QueryError) and (fault := translated_fault(str(error), wording)) != str(error):
        return replace(problem, advice=fault)
    return problem


def show_ignored(ignored: Sequence[Ignored], wording: Wording) -> None:
    """What of the address was not understood, with what would have been."""
    lines = []
    for parameter in ignored[:MAX_IGNORED]:
        name, value = shortened(parameter.name, MAX_VALUE_CHARS), shortened(parameter.value, MAX_VALUE_CHARS)
        hint = wording.ignored_hints.get(parameter.name, "")
        lines.append(f"{wording.ignored.format(name=name, value=value)} {hint}".strip())
    if len(ignored) > MAX_IGNORED:
        lines.append(wording.count(wording.ignored_more, len(ignored) - MAX_IGNORED))
    if lines:
        show_note(lines, tone="warning")
