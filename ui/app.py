"""The web page's entry point: `streamlit run ui/app.py`. It reads the address, opens the home and calls a view."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from corpus.errors import HomeMissing, InvalidCorrection, NotInCatalogue, QueryError, RepereError
from search import Searcher
from ui.settings import Settings
from ui.texts.spoken import wording_for
from ui.texts.wording import Wording
from ui.views.add import show_add
from ui.views.ask import show_ask
from ui.views.batch import show_batch
from ui.views.document import show_document
from ui.views.documents import show_documents
from ui.views.frame import set_tab, show_first_steps, show_frame, tab_title
from ui.views.loaders import has_gone, list_documents, open_searcher
from ui.views.notes import problem_of, show_ignored, show_problem
from ui.views.overview import show_overview
from ui.views.roles import reader, take_turn
from ui.views.search import show_search
from ui.views.themes import show_themes
from ui.views.visit import Visit, here_and_now

log = logging.getLogger(__name__)

View = Callable[[Visit, Searcher], None]


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the application: its name in the address (`/documents`), what draws it, and what it is called.

    `alone` draws it where there are no documents yet; without it, the page says how to begin. `for_editors` keeps it
    out of others' menu: the view itself must refuse them.
    """

    name: str
    view: View
    label: Callable[[Wording], str]
    in_menu: bool = True
    for_editors: bool = False
    alone: Callable[[Visit], None] | None = None


PLACES = (
    Place("search", show_search, lambda wording: wording.search_page),
    Place("ask", show_ask, lambda wording: wording.ask.menu),
    Place("documents", show_documents, lambda wording: wording.documents_page),
    Place("document", show_documents, lambda wording: wording.documents_page, in_menu=False),  # where it names none
    Place("overview", show_overview, lambda wording: wording.overview.title, in_menu=False),
    Place("themes", show_themes, lambda wording: wording.themes.title, in_menu=False),
    Place("batch", show_batch, lambda wording: wording.shelf.batch_page),
    Place("add", show_add, lambda wording: wording.shelf.add_page, for_editors=True, alone=show_add),
)
"""Every page, the first one where the address names none."""


def main() -> None:
    """Draw the page that the address asks for."""
    address, ignored = here_and_now()
    wording = wording_for(address.ui, st.context.locale)
    settings = Settings.read()
    signed_in, account = reader(settings)

    def draw(place: Place) -> None:
        set_tab(address.text or tabs[place.name])
        visit = Visit(address, wording, place.name, pages, settings, account, signed_in)
        show_frame(visit, [(each.name, each.label(wording)) for each in PLACES if _in_menu(each, visit)])
        show_ignored(ignored, wording)
        _show(place, visit)

    tabs = {place.name: "" if place is PLACES[0] else place.label(wording) for place in PLACES}
    pages = {
        place.name: st.Page(
            partial(draw, place), title=tab_title(tabs[place.name]), url_path=place.name, default=place is PLACES[0]
        )
        for place in PLACES
    }
    st.navigation(list(pages.values()), position="hidden").run()


def _in_menu(place: Place, visit: Visit) -> bool:
    return place.in_menu and (visit.may_edit or not place.for_editors)


def _show(place: Place, visit: Visit) -> None:
    """Hand the view its data. Whatever goes wrong is told in the reader's language, and never as a traceback."""
    wording, settings = visit.wording, visit.settings
    view = show_document if visit.address.doc_id else place.view
    try:
        take_turn(visit)
        with st.spinner(wording.opening):
            searcher = open_searcher(settings)
        if list_documents(searcher):
            view(visit, searcher)
        else:
            _show_empty(place, visit)
    except HomeMissing as error:
        if has_gone(settings):  # a first step would begin another home in its place
            show_problem(problem_of(error, wording), wording)
        else:
            _show_empty(place, visit)
    except RepereError as error:
        # The same question and the same document would fail again.
        retry = not isinstance(error, QueryError | NotInCatalogue | InvalidCorrection)
        reason = "" if settings.access.public else str(error)  # it may name files of this machine
        show_problem(problem_of(error, wording), wording, reason=reason, retry=retry)
    except Exception:
        log.exception("The page could not be drawn: %s", visit.address)
        show_problem(wording.unexpected, wording)


def _show_empty(place: Place, visit: Visit) -> None:
    if place.alone:
        place.alone(visit)
    else:
        show_first_steps(visit)


main()
