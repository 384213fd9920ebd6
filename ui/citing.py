"""Citations of a passage in several styles. Pure: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.instrument import Value
from corpus.vocabulary import folded

MAX_QUOTE_CHARS = 300

# What stands first in a style for lists of works: who made the document, not who is named in it.
_AUTHORS = ("issues", "signs", "awards")
_MAX_AUTHORS = 3
_BIBTEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "&%$#_{}"
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#|~])")


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited. `date` is ISO or empty, `page` as printed or empty, `url` the document's on the web.

    `link` leads to the passage in Repère. The texts are in the reader's language: `shown_date`, `page`, `accessed`.
    """

    title: str
    quote: str
    link: str
    authors: tuple[str, ...] = ()
    date: str = ""
    shown_date: str = ""
    page: str = ""
    url: str = ""
    accessed: str = ""
    accessed_on: str = ""
    undated: str = "n.d."
    quote_form: str = "“{text}”"


def authors_of(values: Sequence[Value]) -> tuple[str, ...]:
    """The organisations that stand as authors: those that issue it, else sign it, else award it; three at most."""
    for role in _AUTHORS:
        names = [value.label for value in values if value.field == "organisation" and value.role == role]
        if names:
            return tuple(dict.fromkeys(names))[:_MAX_AUTHORS]
    return ()


def citations(source: Source) -> dict[str, str]:
    """Style → citation: `plain`, `apa`, `bibtex`, `markdown`."""
    return {"plain": plain(source), "apa": apa(source), "bibtex": bibtex(source), "markdown": markdown(source)}


def plain(source: Source) -> str:
    """“Quotation” — Authors, Title, date, p. 3. Address."""
    facts = ", ".join(part for part in (_together(source), source.title, source.shown_date, source.page) if part)
    address = f" {source.url}" if source.url else ""
    return f"{source.quote_form.format(text=_quote(source))} — {facts}.{address}"


def apa(source: Source) -> str:
    """Authors. (2023). Title (p. 3). Address. As APA has it: the title stands first where there is no author."""
    page = f" ({source.page})" if source.page else ""
    when = f"({source.date[:4] or source.undated})"
    begin = (
        f"{_together(source)}. {when}. {source.title}{page}." if source.authors else f"{source.title}{page}. {when}."
    )
    end = [part for part in (source.accessed, source.url) if part and source.url]
    return f"{begin} {', '.join(end)}".strip()


def bibtex(source: Source) -> str:
    """An entry of kind @misc; its key is made of the first author or word of the title, and the year."""
    first = (folded(source.authors[0] if source.authors else source.title).split() or ["document"])[0]
    key = re.sub(r"[^a-z0-9]", "", first) or "document"
    fields = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in source.authors),
        "title": f"{{{_tex(source.title)}}}",
        "year": source.date[:4],
        "note": _tex(source.page),
        "url": source.url,
        "urldate": source.accessed_on if source.url else "",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key}{source.date[:4]},\n{lines}\n}}"


def markdown(source: Source) -> str:
    """[Title, p. 3](link to the passage)"""
    text = ", ".join(part for part in (source.title, source.page) if part)
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return f"[{escaped}]({source.link})"


def _quote(source: Source) -> str:
    text = " ".join(source.quote.split())
    return text if len(text) <= MAX_QUOTE_CHARS else text[: MAX_QUOTE_CHARS - 1].rsplit(" ", 1)[0].rstrip() + "…"


def _together(source: Source) -> str:
    return ", ".join(source.authors)


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in text)
