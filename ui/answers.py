"""How an answer looks on the command line. Pure."""

from __future__ import annotations

import textwrap

import click

from search.answer import Answer, Quote, Span
from search.checking import citations
from search.frames import frame

WIDTH = 100
INDENT = "    "
# Stand for the marks of the words that answer while lines are wrapped: they are as wide as nothing, or nearly.
BEGIN, END = "\ue000", "\ue001"
SHOWN_NEAR = 300
"""Characters of a passage that is only near."""


def answer_lines(answer: Answer) -> list[str]:
    """The answer: how it was read, what was written from the passages, the quotations, and what is to be known."""
    language = answer.language
    lines = []
    if answer.question_read != answer.question.strip():
        lines += [frame("read", language, question=answer.question_read), ""]
    if answer.generated:
        lines += [frame("generated", language), *_wrapped(answer.generated.text), *_sources(answer), ""]
    lines.append(click.style(answer.frame, bold=True))
    for quote in answer.quotes:
        lines += ["", *_quote_lines(quote, answer)]
    if answer.nearest:
        lines += ["", frame("near", language)]
        for quote in answer.nearest:
            lines += ["", *_quote_lines(quote, answer, most=SHOWN_NEAR)]
    return lines


def _quote_lines(quote: Quote, answer: Answer, most: int | None = None) -> list[str]:
    """The quotation, then where it stands; a list with an item a line."""
    foreign = f" ({quote.language})" if quote.language != answer.language else ""
    text = quote.text if most is None or len(quote.text) <= most else f"{quote.text[:most].rstrip()}…"
    if quote.items:
        lead = quote.text[: quote.items[0][0]].rstrip(" \n-–—•·*>▪◦‣")
        rest = quote.text[quote.items[-1][1] :].strip(" .;\n")
        body = [*_wrapped(lead), *(line for item in quote.listed for line in _wrapped(item, INDENT + "- "))]
        body += _wrapped(rest) if rest else []
    else:
        body = [_styled(line) for line in _wrapped(_marked(text, quote.marks))]
    place = ", ".join(part for part in (quote.document.title, _page(quote)) if part)
    return [*body, *_wrapped(f"[{quote.number}]{foreign} {place} · {quote.link}")]


def _page(quote: Quote) -> str:
    if quote.page is None:
        return ""
    return f"p. {quote.page}" + (f" ({quote.printed})" if quote.printed else "")


def _sources(answer: Answer) -> list[str]:
    """What the numbers in a generated text stand for."""
    generated = answer.generated
    if generated is None:
        return []
    cited = citations(generated.text)
    titles = {hit.passage.passage_id: hit.document.title for hit in answer.result.hits}
    return [
        line
        for number, passage in enumerate(generated.sources, start=1)
        if number in cited
        for line in _wrapped(
            f"[{number}] {titles[passage.passage_id]}" + (f", p. {passage.first_page}" if passage.first_page else "")
        )
    ]


def _marked(text: str, spans: tuple[Span, ...]) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], BEGIN, text[start:end], END]
        last = end
    return "".join([*parts, text[last:]])


def _styled(line: str) -> str:
    return line.replace(BEGIN, "\x1b[1;33m").replace(END, "\x1b[0m")


def _wrapped(text: str, indent: str = INDENT) -> list[str]:
    return [
        line
        for paragraph in text.splitlines()
        if paragraph.strip()
        for line in textwrap.wrap(
            paragraph,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=" " * len(indent),
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]
