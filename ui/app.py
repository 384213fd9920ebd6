"""The web page's entry point: `streamlit run ui/app.py`. It reads the address, opens the home and calls a view."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

import streamlit as st

from corpus.errors import HomeMissing, NotInCatalogue, QueryError, RepereError
from search import Searcher
from ui.settings import Settings
from ui.texts.spoken import wording_for
from ui.views.document import show_document
from ui.views.documents import show_documents
from ui.views.frame import set_tab, show_first_steps, show_frame, tab_title
from ui.views.loaders import list_documents, open_searcher
from ui.views.notes import problem_of, show_ignored, show_problem
from ui.views.search import show_search
from ui.views.visit import Visit, here_and_now

log = logging.getLogger(__name__)

View = Callable[[Visit, Searcher], None]


def main() -> None:
    """Draw the page that the address asks for."""
    address, ignored = here_and_now()
    wording = wording_for(address.ui, st.context.locale)

    def draw(place: int, view: View, tab: str) -> None:
        set_tab(tab)
        visit = Visit(address, wording, pages[place], *pages)
        show_frame(visit)
        show_ignored(ignored, wording)
        _show(show_document if address.doc_id else view, visit)

    views: tuple[tuple[str, View, str], ...] = (
        ("search", show_search, address.text),
        ("documents", show_documents, wording.documents_page),
        ("document", show_documents, wording.documents_page),
    )
    pages = [
        st.Page(partial(draw, place, view, tab), title=tab_title(tab), url_path=path, default=place == 0)
        for place, (path, view, tab) in enumerate(views)
    ]
    st.navigation(pages, position="hidden").run()


def _show(view: View, visit: Visit) -> None:
    """Hand the view its data. Whatever goes wrong is told in the reader's language, and never as a traceback."""
    wording = visit.wording
    settings = Settings.read()
    try:
        with st.spinner(wording.opening):
            searcher = open_searcher(settings)
        if list_documents(searcher):
            view(visit, searcher)
        else:
            show_first_steps(settings.home, wording)
    except HomeMissing:
        show_first_steps(settings.home, wording)
    except RepereError as error:
        # The same question and the same document would fail again.
        retry = not isinstance(error, QueryError | NotInCatalogue)
        show_problem(problem_of(error, wording), wording, reason=str(error), retry=retry)
    except Exception:
        log.exception("The page could not be drawn: %s", visit.address)
        show_problem(wording.unexpected, wording)


main()
