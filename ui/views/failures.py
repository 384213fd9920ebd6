"""What could not be read: what it is, what to do, both in the reader's language, and the reason as it was found."""

from __future__ import annotations

from corpus.types import Failure
from ui.texts.wording import Wording
from ui.views.markup import html_text


def failure_html(failure: Failure, wording: Wording, *, name: str = "") -> str:
    """A line of a list. Reasons are written in English, for every caller: they stand in a fold, open for who reads it.

    `name` is what the reader calls the source, where that is not its address.
    """
    known = failure.error if failure.error in wording.failure_kinds else "SourceError"
    reason = f"{failure.reason.rstrip('.')}. {failure.advice}".strip()
    opened = " open" if wording.language == "en" else ""
    return (
        f'<li><span class="rp-address">{html_text(name or failure.uri)}</span> '
        f"<strong>{html_text(wording.failure_kinds[known])}</strong> "
        f"<p>{html_text(wording.failure_advice[known])}</p>"
        f"<details{opened}><summary>{html_text(wording.details)}</summary>"
        f'<p lang="en">{html_text(reason)}</p></details></li>'
    )


def failures_html(lines: list[str]) -> str:
    """The list."""
    return f"<ul class='rp-failures'>{''.join(lines)}</ul>"
