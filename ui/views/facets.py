"""Filters of a search: what could be chosen with counts, and what is chosen, each with a button that takes it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from corpus.filters import Facets, FacetValue
from corpus.gazetteer import territory
from ui.texts.wording import Wording
from ui.views.address import MAX_VALUES, Address
from ui.views.markup import label, shortened, visible
from ui.views.visit import Visit, follow, still_at, turn_to

FIELDS: Mapping[str, str] = {
    "kind": "kinds",
    "territory": "territories",
    "organisation": "organisations",
    "year": "years",
    "language": "languages",
    "theme": "themes",
}
"""The fields of the facets, in the order in which they are shown, → the fields of the address."""

# What a list shows before one types in it; a field may have thousands of values.
MAX_SHOWN = 200
MAX_LABEL_CHARS = 60


def name_of(field: str, value: str, labels: Mapping[str, str], wording: Wording) -> str:
    """What a value is called: by the page's own words where it has some, else as the documents call it."""
    if field == "kind":
        return wording.shelf.kinds.get(value, value)
    if field == "language":
        return wording.language_name(value)
    if field == "territory" and value not in labels:
        known = territory(value)
        return known.name if known else value
    told = labels.get(value, value)
    return shortened(visible(wording.theme(value, told) if field == "theme" else told), MAX_LABEL_CHARS)


def choices(field: str, counted: Sequence[FacetValue], chosen: Sequence[str], wording: Wording) -> dict[str, str]:
    """What can be chosen → how it is written, with counts; what is chosen and counts nothing stands last."""
    labels = {each.value: each.label for each in counted}
    ordered = sorted(counted, key=lambda each: each.value, reverse=True) if field == "year" else counted
    found = {
        each.value: wording.find.counted.format(
            label=name_of(field, each.value, labels, wording), n=wording.number(each.documents)
        )
        for each in ordered[:MAX_SHOWN]
    }
    return found | {value: name_of(field, value, labels, wording) for value in chosen if value not in found}


def show_chosen(visit: Visit, facets: Facets | None) -> None:
    """What is chosen, a button each."""
    address, wording = visit.address, visit.wording
    chosen = [(field, value) for field, name in FIELDS.items() for value in getattr(address, name)]
    if not chosen:
        return
    labels = {each.value: each.label for values in (facets or {}).values() for each in values}
    with st.container(horizontal=True, key="rp-chosen", gap="small"):
        for number, (field, value) in enumerate(chosen):
            text = name_of(field, value, labels, wording)
            st.button(
                label(text),
                key=f"drop-{number}",
                icon=":material/close:",
                help=label(wording.find.drop.format(label=text)),
                on_click=turn_to,
                args=(dropped(address, field, value),),
            )
        if len(chosen) > 1:
            st.button(
                wording.find.drop_all, key="drop-all", type="tertiary", on_click=turn_to, args=(unfiltered(address),)
            )


def dropped(address: Address, field: str, value: str) -> Address:
    """The address without one value of a field."""
    name = FIELDS[field]
    return _with(address, {name: [each for each in getattr(address, name) if each != value]})


def unfiltered(address: Address) -> Address:
    """The address without filters."""
    return _with(address, dict.fromkeys(FIELDS.values(), ()))


def _with(address: Address, chosen: Mapping[str, Sequence[str]]) -> Address:
    changes: dict[str, Any] = {name: tuple(values) for name, values in chosen.items()}
    return replace(address, **changes)


def show_filters(visit: Visit, facets: Facets) -> None:
    """A list a field, to choose several of. Fields in which the documents say nothing are left out."""
    address, wording = visit.address, visit.wording
    count = sum(len(getattr(address, name)) for name in FIELDS.values())
    title = wording.count(wording.find.filters_chosen, count) if count else wording.find.filters
    with st.expander(title, key="rp-filters"), st.container(horizontal=True, gap="medium"):
        for field, name in FIELDS.items():
            chosen = getattr(address, name)
            known = choices(field, facets.get(field, ()), chosen, wording)
            if known:
                _list(address, field, name, known, wording)


def _list(address: Address, field: str, name: str, known: Mapping[str, str], wording: Wording) -> None:
    follow(name, list(getattr(address, name)))
    with st.container(width=232):
        st.multiselect(
            wording.find.fields[field],
            list(known),
            list(getattr(address, name)),
            format_func=_named(known),
            key=name,
            placeholder=wording.find.any_value,
            max_selections=MAX_VALUES,  # what an address holds
            select_all=False,  # all of them are no choice
            on_change=_choose,
            args=(address, name),
        )


def _named(known: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: known.get(value, value)


def _choose(address: Address, name: str) -> None:
    if still_at(address):
        turn_to(_with(address, {name: st.session_state[name]}))
