"""The state of a view, as it stands in the page's address: `?q=…&lang=fr&k=20&mode=lexical&ui=en`.

The address is the truth: widgets show what it says, and what a reader does is written to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from corpus.types import UNKNOWN_LANGUAGE
from search.query import MODES, Mode, clean
from ui.texts.spoken import WORDINGS

Sort = Literal["title", "language", "type", "pages", "passages", "added"]
SORTS: tuple[Sort, ...] = get_args(Sort)

# What one screen can show and one reader can read; the command line gives more.
MAX_K = 100
# What a language code looks like, `fr`, `zh-cn`, and our own word for none.
_LANGUAGE = re.compile(rf"[a-z]{{2,3}}(-[a-z0-9]{{2,8}})?|{UNKNOWN_LANGUAGE}")

# SQLite's largest row id.
MAX_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Address:
    """What is asked for. An address without parameters is `Address()`."""

    text: str = ""
    languages: tuple[str, ...] = ()
    k: int = 10
    mode: Mode = "hybrid"
    doc_id: str = ""
    passage_id: int | None = None
    part: int | None = None
    filter: str = ""
    sort: Sort = "title"
    list_page: int = 1
    ui: str | None = None

    def params(self) -> dict[str, str]:
        """The parameters of the address, without those that have their usual value."""
        found = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                found[NAMES[field.name]] = ",".join(value) if isinstance(value, tuple) else str(value)
        return found


@dataclass(frozen=True, slots=True)
class Ignored:
    """A parameter that was not understood."""

    name: str
    value: str


NAMES = {
    "text": "q",
    "languages": "lang",
    "k": "k",
    "mode": "mode",
    "doc_id": "doc",
    "passage_id": "passage",
    "part": "part",
    "filter": "filter",
    "sort": "sort",
    "list_page": "page",
    "ui": "ui",
}
"""The fields of an `Address` → the names of their parameters."""


def parse(params: Mapping[str, Sequence[str]]) -> tuple[Address, tuple[Ignored, ...]]:
    """The state that an address holds, and what in it was not understood. Of a repeated parameter, the first counts.

    A language that no document is in is a filter all the same: nothing passes it.
    """
    read: dict[str, Any] = {}
    ignored = []
    for name, values in params.items():
        field = _FIELDS.get(name)
        if field is None:
            ignored.append(Ignored(clean(name), clean(values[0]) if values else ""))
        elif field == "languages":
            codes = [code.strip().lower() for value in values for code in value.split(",") if code.strip()]
            read[field] = tuple(dict.fromkeys(code for code in codes if _LANGUAGE.fullmatch(code)))
            ignored += [Ignored(name, clean(code)) for code in codes if not _LANGUAGE.fullmatch(code)]
        elif values and values[0].strip():
            try:
                read[field] = _READERS[field](values[0])
            except ValueError:
                ignored.append(Ignored(name, clean(values[0])))
    return Address(**read), tuple(ignored)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        value = value.strip()
        # int() would take “１２”, “1_0” and a million digits.
        if not (value.isascii() and value.isdigit() and len(value) <= len(str(most))):
            raise ValueError(value)
        if not least <= int(value) <= most:
            raise ValueError(value)
        return int(value)

    return read


def _one_of(allowed: Collection[str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.strip() not in allowed:
            raise ValueError(value)
        return value.strip()

    return read


_FIELDS = {name: field for field, name in NAMES.items()}
_READERS: Mapping[str, Callable[[str], object]] = {
    "text": clean,
    "k": _whole(1, MAX_K),
    "mode": _one_of(MODES),
    "doc_id": clean,
    "passage_id": _whole(1, MAX_ID),
    "part": _whole(1, MAX_ID),
    "filter": clean,
    "sort": _one_of(SORTS),
    "list_page": _whole(1, MAX_ID),
    "ui": _one_of(WORDINGS),
}
