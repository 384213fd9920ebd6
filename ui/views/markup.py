"""Text that others wrote, made fit for the page: shown as it was typed, and never obeyed.

Everything of a document or a reader goes through `html_text`, `marked` (into `st.html`) or `label` (into what
Streamlit reads as Markdown: buttons and links).
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator

from corpus.catalogue import DocumentSummary
from corpus.types import UNKNOWN_LANGUAGE, Document

# Controls, the marks that turn the direction of text around (they would reorder the page), lone surrogates (they
# can't be sent). Tab and line feed stay.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_PARAGRAPH = re.compile(r"\S.*?(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)

# What may mean something in Markdown or in Streamlit's own signs (`:red[…]`, `:material/…:`, `$…$`, `->`).
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
# A character of no width, after every such sign: emoji codes, arrows and addresses are looked for in the text that
# is left when the escapes are gone, and can't be escaped.
_JOINER = "\u2060"

# Three lines of a heading. What is longer was no title, but text that a document gave for one.
MAX_TITLE_CHARS = 200

# Between the headings of a passage's section, see `corpus.types.PassageDraft`.
SECTION_SEPARATOR = " › "


def visible(text: str) -> str:
    """The text without controls and marks that reorder what stands around them."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n"))


def html_text(text: str) -> str:
    """The text as HTML, in the direction of its own script and without an effect on its neighbours."""
    return f'<bdi dir="auto">{_escaped(text)}</bdi>'


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text as HTML with the characters of `spans` marked; where spans touch or overlap they are one."""
    parts, last = [], 0
    for start, end in _merged(spans, len(text)):
        parts += [_escaped(text[last:start]), f"<mark>{_escaped(text[start:end])}</mark>"]
        last = end
    return "".join([*parts, _escaped(text[last:])])


def paragraphs(text: str, spans: Collection[tuple[int, int]], answer: tuple[int, int] | None = None) -> str:
    """The text as HTML, a paragraph for each that an empty line ends, with the characters of `spans` marked.

    `answer` is the range of the sentence that is nearest to the question; it is set off where it stands.
    """
    parts = []
    for ranges in _parted(text, answer):
        pieces = [
            marked(text[first:last], [(start - first, stop - first) for start, stop in spans]) for first, last in ranges
        ]
        if pieces[1]:
            pieces[1] = f'<span class="rp-answer">{pieces[1]}</span>'
        parts.append(f"<p>{''.join(pieces)}</p>")
    return "".join(parts)


def answer_parts(text: str, answer: tuple[int, int] | None) -> list[list[tuple[str, bool]]]:
    """For each paragraph of the text its parts, none empty, each with whether it is of the sentence that answers."""
    return [
        [(text[first:last], number == 1) for number, (first, last) in enumerate(ranges) if first < last]
        for ranges in _parted(text, answer)
    ]


def _parted(text: str, answer: tuple[int, int] | None) -> Iterator[tuple[tuple[int, int], ...]]:
    """For each paragraph the ranges before the sentence that answers, of it, and after it; empty ones, too."""
    for paragraph in _PARAGRAPH.finditer(text):
        begin, end = _within(answer, paragraph.start(), paragraph.end())
        yield (paragraph.start(), begin), (begin, end), (end, paragraph.end())


def _within(span: tuple[int, int] | None, first: int, last: int) -> tuple[int, int]:
    """The part of a span that lies in a range; an empty one at its end where there is none."""
    start, end = (max(span[0], first), min(span[1], last)) if span else (last, last)
    return (start, end) if start < end else (last, last)


def label(text: str) -> str:
    """The text for a place that Streamlit reads as Markdown, on one line."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};{_JOINER}", " ".join(visible(text).split()))


def lang_attribute(code: str) -> str:
    """The attribute that tells a screen reader how to pronounce an element; empty for an unknown language."""
    return "" if code == UNKNOWN_LANGUAGE else f' lang="{_escaped(code)}"'


def section_within(section: str, title: str) -> str:
    """The path of headings without the title of the document, where that is the outermost heading too."""
    outermost, _, rest = section.partition(SECTION_SEPARATOR)
    return shortened(rest if outermost.strip() == title.strip() else section, MAX_TITLE_CHARS)


def title_of(document: Document | DocumentSummary) -> str:
    """The title, no longer than a title; the address where there is none."""
    return shortened(visible(document.title).strip() or document.uri, MAX_TITLE_CHARS)


def shortened(text: str, max_chars: int) -> str:
    """The text, cut with an ellipsis where it is longer."""
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip() + "…"


def is_web_address(uri: str) -> bool:
    """Whether a link may lead there: nothing but the web, and nothing that hides where it leads."""
    return re.fullmatch(r"https?://[^\s\x00-\x20<>\"'\\]+", uri, re.IGNORECASE) is not None and uri == visible(uri)


def _escaped(text: str) -> str:
    return html.escape(visible(text), quote=True)


def _merged(spans: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The spans within a text of that length, in order, none empty, none overlapping."""
    begun: tuple[int, int] | None = None
    for first, last in sorted((max(0, start), min(length, end)) for start, end in spans):
        if first >= last:
            continue
        if begun and first <= begun[1]:
            begun = (begun[0], max(begun[1], last))
            continue
        if begun:
            yield begun
        begun = (first, last)
    if begun:
        yield begun
