"""How an answer looks on the command line. Pure."""

from __future__ import annotations

import click

from search.answer import Answer, Quote
from search.checking import citations
from search.frames import frame
from ui.lines import marked, wrapped

INDENT = "    "
SHOWN_NEAR = 300
"""Characters of a passage that is only near."""


def answer_lines(answer: Answer) -> list[str]:
    """The answer: how it was read, what was written from the passages, the quotations, and what is to be known."""
    language = answer.language
    lines = []
    if answer.question_read != answer.question.strip():
        lines += [frame("read", language, question=answer.question_read), ""]
    if answer.generated:
        lines += [frame("generated", language), *wrapped(answer.generated.text, INDENT), *_sources(answer), ""]
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
        body = [
            *wrapped(lead, INDENT),
            *(line for item in quote.listed for line in wrapped(item, INDENT + "- ", hanging=INDENT + "  ")),
        ]
        body += wrapped(rest, INDENT) if rest else []
    else:
        body = marked(text, quote.marks, INDENT)
    place = ", ".join(part for part in (quote.document.title, _page(quote)) if part)
    return [*body, *wrapped(f"[{quote.number}]{foreign} {place} · {quote.link}", INDENT)]


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
        for line in wrapped(
            f"[{number}] {titles[passage.passage_id]}" + (f", p. {passage.first_page}" if passage.first_page else ""),
            INDENT,
        )
    ]
