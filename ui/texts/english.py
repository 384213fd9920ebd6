"""The page in English: the texts that catalogues translate.

After a change here: `python -m ui.texts.update`, then say it in French in `locales/fr/LC_MESSAGES/repere.po`.
"""

from __future__ import annotations

from ui.texts.shelf_english import ADD, BATCH, EDIT, FAILURE_ADVICE, OVERVIEW, RECORD, SHELF, THEMES
from ui.texts.widgets_english import WIDGETS
from ui.texts.wording import Plural, Problem, Wording

ENGLISH = Wording(
    language="en",
    locale="en_GB",
    name="English",
    tagline="Search in charters, programmes and labels",
    search_page="Search",
    documents_page="Documents",
    details="Details",
    retry="Try again",
    opening="Opening the documents…",
    search_title="What do the documents say?",
    search_lead="Ask in your own words and language. Repère finds the passage, whatever language it is written in.",
    query_label="Your question or some keywords",
    query_placeholder="For example: who signed the charter?",
    submit="Search",
    examples="Try one of these",
    options="Search options",
    option_k="Passages to show",
    option_mode="Look for",
    modes={"hybrid": "meaning and words", "dense": "meaning only", "lexical": "words only"},
    mode_captions={
        "hybrid": "best in most cases",
        "dense": "for a question asked in another language",
        "lexical": "for a name, a number, an exact term",
    },
    searching="Searching…",
    passages=Plural("{n} passage", "{n} passages"),
    best_passages=Plural("The best passage", "The {n} best passages"),
    found_in="in {time}",
    page="p. {first}",
    pages_range="p. {first}–{last}",
    more="Show more passages",
    nothing_found="No passage found",
    nothing_found_advice="Try other words, or a whole question.",
    query_too_long=(
        "Your question has {n} characters; at most {limit} can be searched. Shorten it: a sentence or two will do."
    ),
    not_encoded=(
        "{missing} of {all} passages are still being prepared: for now, they are found by words, not by meaning."
    ),
    no_words="Your question only has function words or signs: there is nothing to look up. Add a word that matters.",
    documents_title="Documents",
    documents=Plural("{n} document", "{n} documents"),
    languages=Plural("{n} language", "{n} languages"),
    pages=Plural("{n} page", "{n} pages"),
    filter_label="Filter by title or address",
    filter_placeholder="charter, pdf, 2024…",
    sort_label="Sort by",
    sorts={
        "title": "title",
        "language": "language",
        "type": "type",
        "pages": "pages, most first",
        "passages": "passages, most first",
        "added": "date added, latest first",
    },
    shown="{shown} of {all}",
    none_match="No document matches this filter.",
    previous="Back",
    following="Next",
    page_of="page {number} of {all}",
    failures=Plural("{n} file could not be read", "{n} files could not be read"),
    failures_lead="These files are not searched. The details are in English.",
    failure_kinds={
        "SourceMissing": "not found",
        "SourceUnreadable": "cannot be opened",
        "SourceEmpty": "empty",
        "UnsupportedFormat": "format not supported",
        "DamagedSource": "damaged",
        "EncryptedSource": "protected by a password",
        "NoText": "no text in it, perhaps a scan",
        "SourceTooLarge": "too large",
        "WebError": "no document at this web address",
        "MalformedRecord": "line that is not a record",
        "SourceTimeout": "took too long to read",
        "SourceCrashed": "reading it broke off",
        "ArchiveTooLarge": "archive too large",
        "AddressRefused": "address refused",
        "RobotsRefused": "the site asks programs to keep out",
        "PageGone": "page gone",
        "PageUnreachable": "page out of reach",
        "LeftOut": "left out on purpose",
        "SourceError": "not read",
    },
    failure_advice=FAILURE_ADVICE,
    media_types={
        "application/pdf": "PDF",
        "text/html": "web page",
        "text/markdown": "Markdown",
        "text/plain": "text",
        "application/x-ndjson": "record",
    },
    other_media_type="file",
    back_to_results="Back to the results",
    back_to_documents="All documents",
    fact_language="Language",
    fact_type="Type",
    fact_length="Length",
    fact_published="Published",
    fact_added="Added",
    fact_address=Plural("Address", "Addresses"),
    passages_title="The text, passage by passage",
    asked_passage="The passage you asked for",
    go_to_passage="Go to the passage you asked for",
    passage_gone="The passage in this address is not in this document any more. The document may have been updated.",
    first_title="Welcome. There are no documents yet.",
    first_lead="Repère searches the documents that you give it, on this computer, without sending them anywhere.",
    first_demo="To look around, open the demonstration in a terminal:",
    first_ingest="To search your own documents, name a folder or some files (PDF, web pages, text):",
    first_folder="FOLDER",
    first_then="Then come back here.",
    first_home="The catalogue will be kept in:",
    ignored="The address holds “{name}={value}”, which was not understood and is ignored.",
    ignored_hints={
        "k": "The number of passages goes from 1 to 100.",
        "lang": "Languages are written fr, en, de…",
        "mode": "The mode is hybrid, dense or lexical.",
        "ui": "The page speaks fr and en.",
        "kind": "Kinds are written charter, programme, label…",
        "territory": "Territories are written by the code that the filters give.",
        "year": "Years are written 2023.",
        "zoom": "The zoom is 100, 150, 200 or 300.",
        "ask": "A conversation has up to 12 questions.",
    },
    ignored_more=Plural("And {n} more.", "And {n} more."),
    problems={
        "HomeMissing": Problem(
            "The documents cannot be found", "Check the folder that Repère was started with, then try again."
        ),
        "HomeLocked": Problem(
            "Documents are being added at this moment", "Wait a little, then try again. Nothing is lost."
        ),
        "HomeTooNew": Problem(
            "These documents were prepared by a newer version of Repère",
            "Install the newer version, with: pip install -U repere",
        ),
        "HomeDamaged": Problem(
            "The catalogue of documents cannot be read",
            "Restore it from a copy, or move it away and ingest the documents again.",
        ),
        "HomeUnwritable": Problem(
            "The folder of the documents cannot be written to", "Check its permissions and the free space on the disk."
        ),
        "HomeError": Problem("The documents cannot be opened", "The details say why."),
        "ModelMissing": Problem(
            "The language model cannot be loaded",
            "The person who installed Repère will find the reason in the details.",
        ),
        "ModelMismatch": Problem(
            "These documents were prepared with another language model",
            "Start Repère with the same model, or prepare them again with: repere reindex",
        ),
        "ModelError": Problem("The language model does not work", "The details say why."),
        "QueryError": Problem("This question cannot be searched as it stands", "Change it, then try again."),
        "NotInCatalogue": Problem(
            "This document is not here, or not any more",
            "It may have been removed, or replaced by a newer version. Look for it in the list of documents.",
        ),
        "TooManyRequests": Problem(
            "That is a lot in a short time", "This page is shared by many readers. Wait a minute, then try again."
        ),
        "InvalidCorrection": Problem("This correction can’t be taken", "The details say why. Change it, then save."),
        "OptionRefused": Problem("This can’t be done as it was asked", "The details say why."),
        "UnknownTerritory": Problem("No territory has this name or code", "Choose one from the filters."),
        "LanguageModelFailed": Problem(
            "The language model that writes answers gives none",
            "The quotations from the documents are there all the same.",
        ),
        "TableError": Problem("A table could not be read", "The details say why."),
        "SourceError": Problem("A file could not be read", "The details say why."),
        "RepereError": Problem("That did not work", "The details say why."),
    },
    unexpected=Problem(
        "Something went wrong on our side", "Try again. If it happens again, tell the person who runs this page."
    ),
    unknown_language="undetermined",
    widgets=WIDGETS,
    shelf=SHELF,
    overview=OVERVIEW,
    themes=THEMES,
    record=RECORD,
    edit=EDIT,
    add=ADD,
    batch=BATCH,
)
