"""A conversation with the documents: each question with its answer, quoted word for word, and where it stands.

The questions stand in the address, so that a conversation can be shared; the answers are worked out from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from search import Searcher
from search.answer import Answer, Generated, Quote
from search.query import MAX_CHARS, clean
from ui.texts.notices import translated_notice
from ui.texts.wording import Wording
from ui.views import loaders
from ui.views.address import MAX_QUESTIONS, Address
from ui.views.examples import sample_questions
from ui.views.loaders import list_documents
from ui.views.markup import html_text, label, lang_attribute, marked, shortened, title_of, visible
from ui.views.notes import show_note, show_problem
from ui.views.visit import Visit, link, turn_to

MAX_LINK_CHARS = 90
# Of what stands around a quotation: a line and a half on each side tells what it is about.
MAX_AROUND_CHARS = 140


def show_ask(visit: Visit, searcher: Searcher) -> None:
    """The whole view. Raises what a search raises, once the questions before are drawn."""
    address, wording = visit.address, visit.wording
    st.html(f"<h1>{html_text(wording.ask.title)}</h1>")
    if not address.questions:
        st.html(f'<p class="rp-lead">{html_text(wording.ask.lead)}</p>')
        _examples(visit, searcher)
    turns, box = st.container(), st.container(key="rp-box")
    with box:  # before the answers are worked out: a question can be typed meanwhile
        _box(visit)
    with turns:
        for number in range(1, len(address.questions) + 1):
            _turn(visit, searcher, number)
    if address.questions:
        st.button(
            wording.ask.start_again,
            key="start-again",
            type="tertiary",
            icon=":material/restart_alt:",
            on_click=turn_to,
            args=(visit.fresh,),
        )


def _box(visit: Visit) -> None:
    address, wording = visit.address, visit.wording
    if len(address.questions) >= MAX_QUESTIONS:
        show_problem(wording.ask.full, wording, retry=False)
        return
    st.chat_input(wording.ask.placeholder, key="question", max_chars=MAX_CHARS, on_submit=_submit, args=(address,))


def _submit(address: Address) -> None:
    text = clean(st.session_state["question"] or "")
    if text:
        turn_to(replace(address, questions=(*address.questions, text)))


def _examples(visit: Visit, searcher: Searcher) -> None:
    wording = visit.wording
    questions = sample_questions(list_documents(searcher), wording.language)
    if not questions:
        return
    st.html(f"<h2>{html_text(wording.examples)}</h2>")
    with st.container(horizontal=True, key="rp-examples"):
        for number, text in enumerate(questions):
            asked = replace(visit.address, questions=(clean(text),))
            st.button(label(text), key=f"example-{number}", on_click=turn_to, args=(asked,), wrap=True)


def _turn(visit: Visit, searcher: Searcher, number: int) -> None:
    """One question and its answer; `number` counts from 1."""
    wording = visit.wording
    asked = visit.address.questions[:number]
    with st.container(key=f"rp-turn-{number}"):
        st.html(
            f'<div class="rp-question"><h2><span class="rp-you">{html_text(wording.ask.you)}</span> '
            f"{html_text(asked[-1])}</h2></div>"
        )
        with st.spinner(wording.ask.asking):
            answer = loaders.answer(visit.settings, searcher, asked)
        if clean(answer.question_read) != clean(asked[-1]):
            read = wording.ask.read_as.format(question=visible(answer.question_read))
            st.html(f'<p class="rp-read-as">{html_text(read)}</p>')
        _answer(visit, answer, number)


def _answer(visit: Visit, answer: Answer, number: int) -> None:
    wording = visit.wording
    if answer.answered:
        st.html(f'<p class="rp-frame"{lang_attribute(answer.language)}>{html_text(answer.frame)}</p>')
        if answer.generated:
            st.html(generated_html(answer.generated, wording))
        _quotes(visit, answer.quotes, wording.ask.quoted, f"{number}-quote")
    else:
        show_note([answer.frame], tone="warning")
        if answer.nearest:
            _quotes(visit, answer.nearest, wording.ask.nearest, f"{number}-near")
    for notice in answer.notices:
        show_note([translated_notice(notice, wording)])
    there = replace(visit.fresh, text=answer.question_read)
    link(visit, visit.search_page, wording.ask.search_instead, there, key=f"all-{number}", icon=":material/search:")


def _quotes(visit: Visit, quotes: Sequence[Quote], heading: str, key: str) -> None:
    """Sentences of the documents, each with the link to where it stands."""
    wording = visit.wording
    st.html(f'<h3 class="rp-said">{html_text(heading)}</h3>')
    for quote in quotes:
        with st.container(key=f"rp-{key}-{quote.number}", gap="small"):
            st.html(quote_html(quote))
            page = quote.page if quote.page != quote.passage.first_page else None
            there = replace(visit.address, doc_id=quote.document.doc_id, passage_id=quote.passage.passage_id, page=page)
            title = shortened(title_of(quote.document), MAX_LINK_CHARS)
            text = wording.ask.open_source.format(number=quote.number, title=title)
            place = _place(quote, wording)
            text = f"{text}, {place}" if place else text
            link(
                visit,
                visit.document_page,
                label(text),
                there,
                key=f"{key}-{quote.number}",
                icon=":material/description:",
            )


def _place(quote: Quote, wording: Wording) -> str:
    page = wording.page_numbers(quote.page, quote.page)
    return wording.find.printed_page.format(page=page, label=quote.printed) if page and quote.printed else page


def quote_html(quote: Quote) -> str:
    """What the document says, word for word; what answers is marked, and what stands around it is paler."""
    before = f'<span class="rp-around">{marked(_end_of(quote.before), ())} </span>' if quote.before else ""
    after = f'<span class="rp-around"> {marked(_begin_of(quote.after), ())}</span>' if quote.after else ""
    return (
        f'<blockquote class="rp-quote" dir="auto"{lang_attribute(quote.language)} cite="#{quote.number}">'
        f'<span class="rp-number">[{quote.number}]</span> {before}{marked(quote.text, quote.marks)}{after}</blockquote>'
    )


def _begin_of(text: str) -> str:
    return text if len(text) <= MAX_AROUND_CHARS else text[:MAX_AROUND_CHARS].rpartition(" ")[0] + " …"


def _end_of(text: str) -> str:
    return text if len(text) <= MAX_AROUND_CHARS else "… " + text[-MAX_AROUND_CHARS:].partition(" ")[2]


def generated_html(generated: Generated, wording: Wording) -> str:
    """What a language model wrote, in a frame of its own that says so."""
    texts = wording.ask
    parts = [
        f'<h3 class="rp-said">{html_text(texts.generated.format(model=visible(generated.model)))}</h3>',
        f'<p dir="auto">{html_text(generated.text)}</p>',
        f'<p class="rp-lead">{html_text(texts.generated_note)}</p>',
    ]
    return f'<section class="rp-generated">{"".join(parts)}</section>'
