"""What is wrong with a query in the reader's language. Search writes it in English, for every caller."""

from __future__ import annotations

import re

from ui.texts.wording import Wording

_LINE = re.compile(r"line [\d,]+: ")
_FAULTS = {
    "empty": r"The query is empty",
    "only_filters": r"The query only says which documents",
    "only_left_out": r"The query only says what to leave out",
    "too_long": r"The query has (?P<n>[\d,]+) characters; at most (?P<limit>[\d,]+)",
    "kind": r"No kind ['\"](?P<value>.*?)['\"]\.",
    "territory": r"No territory ['\"](?P<value>.*?)['\"] is known",
    "year": r"['\"](?P<value>.*?)['\"] is no year",
    "date": r"\w+ ['\"](?P<value>.*?)['\"] is no date",
    "same_id": r"the id ['\"](?P<value>.*?)['\"] stands on line (?P<line>[\d,]+) too",
    "not_json": r"not JSON|not an object|\"filters\" is no object",
    "no_text": r"no \"text\"",
    "no_filter": r"no filter ['\"](?P<value>.*?)['\"]",
    "too_many_cells": r"(?P<n>[\d,]+) cells under (?P<names>[\d,]+) names",
    "too_few_cells": r"[\d,]+ cells, and the query's is number (?P<place>[\d,]+)",
    "quote_open": r"a quote that opens here is never closed",
    "quote_within": r"a quote stands within a quoted cell",
}
_FORMS = {name: re.compile(form) for name, form in _FAULTS.items()}


def translated_fault(fault: str, wording: Wording) -> str:
    """The fault in the reader's language, without its line; as it is where it is not known."""
    told = _LINE.sub("", fault, count=1) if _LINE.match(fault) else fault
    for name, form in _FORMS.items():
        if match := form.match(told):
            facts = {fact: _said(fact, written, wording) for fact, written in match.groupdict().items()}
            return wording.find.faults[name].format(**facts)
    return told


def _said(fact: str, written: str, wording: Wording) -> str:
    """A value as it stands, a number as the language writes it."""
    return written if fact == "value" else wording.number(int(written.replace(",", "")))
