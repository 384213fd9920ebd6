"""What the views that look up and read say: search, a document's pages, questions, citations. In English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ui.texts.forms import Plural, Problem


def _texts(**texts: str) -> Mapping[str, str]:
    return field(default_factory=lambda: texts)


@dataclass(frozen=True, slots=True)
class FindTexts:
    """Search: filters, orders, what a hit says of its document, and what can be done with it."""

    filters: str = "Filters"
    filters_chosen: Plural = Plural("Filters ({n} chosen)", "Filters ({n} chosen)")
    fields: Mapping[str, str] = _texts(
        kind="Kind",
        territory="Territory",
        organisation="Organisation",
        theme="Theme",
        year="Year",
        language="Language",
    )
    any_value: str = "any"
    counted: str = "{label} ({n})"
    drop: str = "Remove the filter {label}"
    drop_all: str = "Remove all filters"
    nothing_filtered: str = "No passage found in the documents that you have chosen"
    nothing_filtered_advice: str = "Remove a filter below the question to search in more documents."
    notices: Mapping[str, str] = _texts(
        filtered="No document passes the filters.",
        phrase="No passage holds the words in quotes as they stand.",
        left_out="Every passage holds something that the question leaves out.",
        both="No passage holds the words in quotes as they stand and nothing that the question leaves out.",
    )
    faults: Mapping[str, str] = _texts(
        empty="There is no query.",
        only_filters="It only says which documents to search: say what to look for in them, too.",
        only_left_out="It only says what to leave out: say what to look for, too.",
        too_long="It has {n} characters; at most {limit} are searched.",
        kind="“{value}” is no kind: write charter, programme, label…",
        territory="No territory is known as “{value}”.",
        year="“{value}” is no year: write 2023, or 2021-2023.",
        date="“{value}” is no date: write 2023-06-01, 2023-06 or 2023.",
        same_id="The id “{value}” stands on line {line} too.",
        not_json="It is not JSON.",
        no_text="It has no “text”, or one that is no text.",
        no_filter="There is no filter “{value}”.",
        too_many_cells="It has {n} cells under {names} names: is a cell without its quotes?",
        too_few_cells="It has too few cells: the query’s is number {place}.",
        quote_open="A quote that opens here is never closed; what follows can’t be read.",
        quote_within="A quote stands within a quoted cell; write it twice.",
    )
    order: str = "Sort by"
    orders: Mapping[str, str] = _texts(relevance="relevance", newest="date, newest first", oldest="date, oldest first")
    group: str = "Each document once"
    best_documents: Plural = Plural("The best document", "The {n} best documents")
    printed_page: str = "{page} (printed {label})"
    also_in: str = "Also in:"
    little: str = "Little in these documents answers this. What is nearest stands below."
    unsure: str = "It is not sure that these documents answer this."
    expanded: str = "“{short}” was also looked for as “{full}”."
    history: str = "Asked before in this session"
    open_page: str = "Open page {page}"
    open_text: str = "Open at this passage"
    cite: str = "Cite"
    alike: str = "Similar passages"
    why: str = "Why?"
    alike_title: str = "Similar passages"
    alike_to: str = "Like this passage of {title}:"
    alike_none: str = "No other document has a passage like this one."
    alike_waits: str = "This passage is still being prepared. Try again in a while."
    alike_in: Plural = Plural("{n} similar passage in other documents", "{n} similar passages in other documents")
    export: str = "Take these results along"
    export_names: Mapping[str, str] = _texts(
        docx="Document (Word)", html="Document (HTML)", csv="Table (CSV)", json="Data (JSON)"
    )
    exported_title: str = "Passages found for: {text}"
    exported_on: str = "Searched on {day} with Repère"
    file_name: str = "results"


@dataclass(frozen=True, slots=True)
class CiteTexts:
    """Citations and links, and why a passage was found."""

    title: str = "Cite this passage"
    styles: Mapping[str, str] = _texts(
        plain="With the quotation", apa="Bibliography (author–date)", bibtex="BibTeX", markdown="Markdown link"
    )
    link: str = "Link to this passage"
    accessed: str = "Retrieved {day}"
    undated: str = "n.d."
    quote_form: str = "“{text}”"
    why_title: str = "Why this passage was found"
    legs: Mapping[str, str] = _texts(
        meaning="It is among the nearest in meaning.",
        words="It is among those with most of the words.",
        letters="It has words that are written nearly like yours.",
    )
    parts: Mapping[str, str] = _texts(
        passage="Nearness of the passage",
        sentence="Nearness of its best sentence",
        farthest="No meaning known yet; as the farthest",
        words="Words in common",
        letters="Letters in common",
        context="Nearness of the words where they stand",
        role="Contents, references or a lone heading",
    )
    part: str = "What counts"
    value: str = "Value"
    weight: str = "Weight"
    points: str = "Points"
    total: str = "Score"
    word: str = "Word of the question"
    stands: str = "In the passage"
    absent: str = "not there"
    nowhere: str = "nowhere in the documents"
    changed: str = "The documents have changed since this search. Search again to see why."


@dataclass(frozen=True, slots=True)
class PageTexts:
    """A document as it is printed, or as text."""

    as_pages: str = "Pages"
    as_text: str = "Text"
    shown_as: str = "Show the document as"
    previous: str = "Previous page"
    following: str = "Next page"
    where: str = "page {number} of {all}"
    go_to: str = "Go to page"
    zoom: str = "Zoom"
    picture: str = "Page {number} of {title}, as it is printed. Its text stands below the picture."
    picture_marked: str = "The passage is marked on it."
    unmarked: str = "The passage is on this page. Where exactly can’t be told, so that nothing is marked."
    back_to_passage: str = "Back to the passage, {page}"
    text_of_page: str = "Text of this page"
    no_text: str = "No text was found on this page."
    download: str = "Download the original"
    source: str = "See the passage at its source"
    no_original: str = "The original is not kept any more, so that only its text can be shown."
    no_picture: str = "This page can’t be drawn. Its text can be read."
    no_such_page: str = "This document has no page {page}: it ends with page {last}."
    scanned: Plural = Plural(
        "{n} page is a scan, read with {confidence} confidence: check the words against the picture.",
        "{n} pages are scans, read with {confidence} confidence: check the words against the picture.",
    )
    damaged: str = "About {share} of the words look broken: check them against the original."
    repaired: Plural = Plural("{n} word was repaired.", "{n} words were repaired.")


@dataclass(frozen=True, slots=True)
class AskTexts:
    """A conversation with the documents."""

    menu: str = "Ask"
    title: str = "Ask the documents"
    lead: str = (
        "Ask a question, then others that follow from it. The answer is made of sentences of the documents, word for "
        "word, each with its source."
    )
    placeholder: str = "Ask a question…"
    asking: str = "Reading the documents…"
    read_as: str = "Read as: {question}"
    quoted: str = "Quoted from the documents, word for word"
    generated: str = "Written by a language model ({model}) from the passages below"
    generated_note: str = "It may be wrong: check it against the quotations."
    nearest: str = "What is nearest, without answering"
    open_source: str = "Open [{number}] {title}"
    you: str = "You"
    start_again: str = "Begin a new conversation"
    full: Problem = Problem(
        "This conversation has as many questions as one address can hold", "Begin a new one to go on."
    )
    back: str = "Back to the conversation"
    search_instead: str = "See all passages on this"
