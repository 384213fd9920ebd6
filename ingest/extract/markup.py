"""What text dumped from web pages and converters still wears: emphasis, autolinks, entities, raised letters.

Only what cannot be meant as text is taken off.
"""

from __future__ import annotations

import html
import re

URL = re.compile(r"(?:https?://|www\.)[^\s<>«»]*[^\s<>«».,;:!?)\]]", re.IGNORECASE)

_AUTOLINK = re.compile(r"<((?:https?://|mailto:|www\.)[^<>\s]+)>", re.IGNORECASE)
_LINK_AFTER_TEXT = re.compile(
    r"(?<=\S)[ \t]*(\*\*|__)?<(?:https?://|www\.)[^<>\s]+>\1(?=[ \t]*$)", re.IGNORECASE | re.MULTILINE
)
_INLINE_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:https?://|www\.|/|#|mailto:)[^()\s]*\)")
_STRONG = re.compile(r"(\*\*\*?|__)(?=\S)((?:(?!\1)[^\n]|\n(?!\s*\n)){0,1000}?\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{0,200}?[^\s*])\*(?![\w*])")
_RAISED = re.compile(r"\^\{(\w{1,4})\}|_\{(\d{1,2})\}")
_ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|laquo|raquo|rsquo|lsquo|hellip|ndash|mdash|euro|oelig|szlig"
    r"|[a-zA-Z](?:acute|grave|circ|cedil|uml|tilde|ring)|#\d{2,5}|#x[\da-fA-F]{2,4});"
)


def without_markup(text: str) -> str:
    """`text` without Markdown's emphasis and links, HTML's entities and TeX's raised letters."""
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = _INLINE_LINK.sub(r"\1", text)
    text = _LINK_AFTER_TEXT.sub("", text)
    text = _AUTOLINK.sub(r"\1", text)
    for pattern in (_STRONG, _STRONG, _EMPHASIS):  # emphasis may stand within emphasis, once
        text = pattern.sub(lambda match: match[match.lastindex or 0], text)
    return _RAISED.sub(lambda match: match[1] or match[2], text)
