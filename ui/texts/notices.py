"""The notices of a search result in the reader's language. Search writes them in English, for every caller."""

from __future__ import annotations

import re

from ui.texts.wording import Wording

_NOT_ENCODED = re.compile(r"([\d,]+) of ([\d,]+) passages are not encoded yet and found by words only\.")
_NO_WORDS = "The query has no words to look up, only function words or signs."
_UNMET = (
    ("filtered", re.compile(r"No document passes the filters: .*")),
    ("phrase", re.compile(r"No passage(?: of the documents chosen)? holds the words in quotes as they stand\.")),
    ("left_out", re.compile(r"Every passage(?: of the documents chosen)? holds something that the query leaves out\.")),
    ("both", re.compile(r"No passage(?: of the documents chosen)? holds the words in quotes .* leaves out\.")),
)


def translated_notice(notice: str, wording: Wording) -> str:
    """The notice in the reader's language; as it is where it is not known."""
    if match := _NOT_ENCODED.fullmatch(notice):
        missing, all_passages = (wording.number(int(number.replace(",", ""))) for number in match.groups())
        return wording.not_encoded.format(missing=missing, all=all_passages)
    for name, form in _UNMET:
        if form.fullmatch(notice):
            return wording.find.notices[name]
    return wording.no_words if notice == _NO_WORDS else notice
