"""What opens over the results on a click: a passage's citations and link, and why it was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode, urlsplit

import streamlit as st

from corpus.catalogue import DocumentSummary
from corpus.errors import QueryError
from corpus.instrument import Value
from corpus.instruments import values_of
from corpus.types import Passage
from search import Hit, Result, Searcher
from search.explain import AskedWord, Explanation
from ui.citing import Source, authors_of, citations
from ui.texts.wording import Wording
from ui.views.address import Address
from ui.views.hits import page_text
from ui.views.markup import html_text, is_web_address, title_of
from ui.views.visit import Visit


def base_address(visit: Visit, url: str | None) -> str:
    """The address of the application, with a sign at its end: `https://example.org/repere/`."""
    parts = urlsplit(url or "")
    path = parts.path.rstrip("/")
    name = path.rpartition("/")[2]
    path = path.removesuffix(name) if name in visit.pages else f"{path}/"
    return f"{parts.scheme}://{parts.netloc}{path}" if parts.netloc else "/"


def link_to(visit: Visit, address: Address, *, page: str) -> str:
    """A link to a view that opens the same for anyone: not in the sender's language but in the reader's."""
    params = urlencode(replace(address, ui=None).params(), doseq=True)
    return f"{base_address(visit, st.context.url)}{page}?{params}"


def passage_link(visit: Visit, doc_id: str, passage_id: int | None) -> str:
    """A link to a passage."""
    return link_to(visit, Address(doc_id=doc_id, passage_id=passage_id), page="document")


def source_of(
    visit: Visit,
    document: DocumentSummary,
    passage: Passage,
    values: Sequence[Value],
    *,
    quote: str = "",
    link: str = "",
) -> Source:
    """What is cited of a passage. Addresses of files of this machine are nothing to cite.

    `link` leads to the passage; without it, it is made, which only a view can do.
    """
    wording, today = visit.wording, date.today().isoformat()  # noqa: DTZ011 # the reader's day is not known; ours will do
    return Source(
        title=title_of(document),
        quote=quote or passage.text,
        link=link or passage_link(visit, document.doc_id, passage.passage_id),
        authors=authors_of(values),
        date=document.date or "",
        shown_date=wording.date(document.date) if document.date else "",
        page=page_text(passage, document, wording),
        url=document.uri if is_web_address(document.uri) else "",
        accessed=wording.cite.accessed.format(day=wording.day(today)),
        accessed_on=today,
        undated=wording.cite.undated,
        quote_form=wording.cite.quote_form,
    )


def show_citations(visit: Visit, source: Source) -> None:
    """A dialog with a citation a style, each with a button that copies it."""
    wording = visit.wording

    def show() -> None:
        for style, text in citations(source).items():
            st.html(f"<h3>{html_text(wording.cite.styles[style])}</h3>")
            st.code(text, language=None, wrap_lines=True)
        st.html(f"<h3>{html_text(wording.cite.link)}</h3>")
        st.code(source.link, language=None, wrap_lines=True)

    st.dialog(wording.cite.title, width="medium")(show)()


def citing(visit: Visit, searcher: Searcher) -> Callable[[Hit], None]:
    """What “cite” does for a hit."""

    def show(hit: Hit) -> None:
        quote = hit.passage.text[slice(*hit.sentence)] if hit.sentence else ""
        values = values_of(searcher.catalogue, hit.document.doc_id)
        show_citations(visit, source_of(visit, hit.document, hit.passage, values, quote=quote))

    return show


def explaining(visit: Visit, searcher: Searcher, result: Result) -> Callable[[Hit], None]:
    """What “why?” does for a hit of a result."""
    wording = visit.wording

    def explanation_of(hit: Hit) -> Explanation | None:
        try:
            found = searcher.explain(result)
        except QueryError:  # the documents have changed since
            return None
        return next((each for each in found if each.passage_id == hit.passage.passage_id), None)

    def show(hit: Hit) -> None:
        def inside() -> None:
            explanation = explanation_of(hit)
            st.html(explanation_html(explanation, wording) if explanation else html_text(wording.cite.changed))

        st.dialog(wording.cite.why_title, width="medium")(inside)()

    return show


def explanation_html(explanation: Explanation, wording: Wording) -> str:
    """The legs in words, the score as a sum, and the words of the question."""
    texts = wording.cite
    legs = "".join(f"<li>{html_text(texts.legs[leg])}</li>" for leg in explanation.legs)
    rows = "".join(
        f"<tr><td>{html_text(texts.parts[part.name])}</td><td>{_decimal(part.value, wording)}</td>"
        f"<td>{_decimal(part.weight, wording)}</td><td>{_decimal(part.points, wording)}</td></tr>"
        for part in explanation.parts
    )
    heads = "".join(
        f'<th scope="col">{html_text(name)}</th>' for name in (texts.part, texts.value, texts.weight, texts.points)
    )
    words = "".join(_word_html(word, wording) for word in explanation.words)
    table = (
        f'<table class="rp-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody><tfoot><tr>'
        f'<th scope="row" colspan="3">{html_text(texts.total)}</th><td>{_decimal(explanation.score, wording)}</td>'
        f"</tr></tfoot></table>"
    )
    if not words:
        return f"<ul>{legs}</ul>{table}"
    heads = "".join(f'<th scope="col">{html_text(name)}</th>' for name in (texts.word, texts.stands, texts.weight))
    return (
        f'<ul>{legs}</ul>{table}<table class="rp-table"><thead><tr>{heads}</tr></thead><tbody>{words}</tbody></table>'
    )


def _word_html(word: AskedWord, wording: Wording) -> str:
    absent = wording.cite.absent if word.anywhere else wording.cite.nowhere
    stands = ", ".join(word.forms) or absent
    return (
        f"<tr><td>{html_text(word.text)}</td><td>{html_text(stands)}</td>"
        f"<td>{html_text(wording.percent(word.share))}</td></tr>"
    )


def _decimal(value: float, wording: Wording) -> str:
    return wording.number(round(value, 3))
