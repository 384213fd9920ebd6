"""The state of a view, as it stands in the page's address: `?q=…&kind=label&doc=…&page=3&ui=en`.

The address is the truth: widgets show what it says, and what a reader does is written to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from corpus.filters import Filters
from corpus.instrument import KINDS
from corpus.types import UNKNOWN_LANGUAGE
from search.query import MAX_CHARS, MODES, Mode, clean
from ui.texts.spoken import WORDINGS

Sort = Literal["title", "language", "type", "pages", "passages", "added"]
SORTS: tuple[Sort, ...] = get_args(Sort)
Order = Literal["relevance", "newest", "oldest"]
ORDERS: tuple[Order, ...] = get_args(Order)
Form = Literal["page", "text"]

# What one screen can show and one reader can read; the command line gives more.
MAX_K = 100
ZOOMS = (100, 150, 200, 300)
# Of one field's values, and of a conversation's questions: more are no choice any more, and browsers cut addresses.
MAX_VALUES = 20
MAX_QUESTIONS = 12
MAX_VALUE_CHARS = 300
# What a language code looks like, `fr`, `zh-cn`, and our own word for none.
_LANGUAGE = re.compile(rf"[a-z]{{2,3}}(-[a-z0-9]{{2,8}})?|{UNKNOWN_LANGUAGE}")
_TERRITORY = re.compile(r"[a-z_]{2,20}:[0-9A-Za-z_-]{1,20}")
_YEAR = re.compile(r"[12][0-9]{3}")

# SQLite's largest row id.
MAX_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Address:
    """What is asked for. An address without parameters is `Address()`.

    `questions` are those of a conversation, the last one latest. `form` is how a document is shown: its pages as they
    are printed, or its text.
    """

    text: str = ""
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    k: int = 10
    mode: Mode = "hybrid"
    order: Order = "relevance"
    grouped: bool = False
    similar: int | None = None
    questions: tuple[str, ...] = ()
    doc_id: str = ""
    passage_id: int | None = None
    page: int | None = None
    zoom: int = 100
    form: Form = "page"
    part: int | None = None
    filter: str = ""
    sort: Sort = "title"
    list_page: int = 1
    ui: str | None = None

    def params(self) -> dict[str, str | list[str]]:
        """The parameters of the address, without those that have their usual value."""
        found: dict[str, str | list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                found[NAMES[field.name]] = _written(field.name, value)
        return found

    @property
    def filters(self) -> Filters:
        """Which documents are searched."""
        return Filters(
            languages=self.languages,
            kinds=self.kinds,
            territories=self.territories,
            organisations=self.organisations,
            themes=self.themes,
            years=tuple(map(int, self.years)),
        )


@dataclass(frozen=True, slots=True)
class Ignored:
    """A parameter that was not understood."""

    name: str
    value: str


NAMES = {
    "text": "q",
    "languages": "lang",
    "kinds": "kind",
    "territories": "territory",
    "organisations": "organisation",
    "themes": "theme",
    "years": "year",
    "k": "k",
    "mode": "mode",
    "order": "order",
    "grouped": "by",
    "similar": "like",
    "questions": "ask",
    "doc_id": "doc",
    "passage_id": "passage",
    "page": "page",
    "zoom": "zoom",
    "form": "view",
    "part": "part",
    "filter": "filter",
    "sort": "sort",
    "list_page": "list",
    "ui": "ui",
}
"""The fields of an `Address` → the names of their parameters."""

_BY_DOCUMENT = "document"
_CODES: Mapping[str, Callable[[str], bool]] = {
    "languages": lambda code: _LANGUAGE.fullmatch(code) is not None,
    "kinds": lambda code: code in KINDS,
    "territories": lambda code: _TERRITORY.fullmatch(code) is not None,
    "years": lambda code: _YEAR.fullmatch(code) is not None,
}
"""Fields of several codes, with commas between them in the address, → what such a code looks like."""
_TEXTS: Mapping[str, tuple[int, int]] = {
    "organisations": (MAX_VALUES, MAX_VALUE_CHARS),
    "themes": (MAX_VALUES, MAX_VALUE_CHARS),
    "questions": (MAX_QUESTIONS, MAX_CHARS),
}
"""Fields of several texts, a parameter each, → how many, and how long each may be."""


def parse(params: Mapping[str, Sequence[str]]) -> tuple[Address, tuple[Ignored, ...]]:
    """The state that an address holds, and what in it was not understood. Of a repeated parameter, the first counts.

    A language or a theme that no document has is a filter all the same: nothing passes it.
    """
    read: dict[str, Any] = {}
    ignored = []
    for name, values in params.items():
        field = _FIELDS.get(name)
        if field is None:
            ignored.append(Ignored(clean(name), clean(values[0]) if values else ""))
        elif field in _CODES or field in _TEXTS:
            read[field], refused = _several(field, values)
            ignored += [Ignored(name, value) for value in refused]
        elif values and values[0].strip():
            try:
                read[field] = _READERS[field](values[0])
            except ValueError:
                ignored.append(Ignored(name, clean(values[0])))
    return Address(**read), tuple(ignored)


def _written(field: str, value: Any) -> str | list[str]:
    if field == "grouped":
        return _BY_DOCUMENT
    if isinstance(value, tuple):
        return list(value) if field in _TEXTS else ",".join(value)
    return str(value)


def _several(field: str, values: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The values of a field that has several, and those that were not understood."""
    if field in _TEXTS:
        most, chars = _TEXTS[field]
        cleaned = [text for text in map(clean, values) if text]
        # A conversation may ask the same thing twice.
        found = cleaned if field == "questions" else list(dict.fromkeys(cleaned))
        kept = [text for text in found if len(text) <= chars]
        return tuple(kept[:most]), [*(text for text in found if len(text) > chars), *kept[most:]]
    codes = [code.strip() for value in values for code in value.split(",") if code.strip()]
    codes = list(dict.fromkeys(code.lower() if field in {"languages", "kinds"} else code for code in codes))
    understood = [code for code in codes if _CODES[field](code)]
    refused = [clean(code) for code in codes if not _CODES[field](code)]
    return tuple(understood[:MAX_VALUES]), [*refused, *understood[MAX_VALUES:]]


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


def _zoom(value: str) -> int:
    return int(_one_of([str(zoom) for zoom in ZOOMS])(value))


def _grouped(value: str) -> bool:
    return bool(_one_of([_BY_DOCUMENT])(value))


_FIELDS = {name: field for field, name in NAMES.items()}
_READERS: Mapping[str, Callable[[str], object]] = {
    "text": clean,
    "k": _whole(1, MAX_K),
    "mode": _one_of(MODES),
    "order": _one_of(ORDERS),
    "grouped": _grouped,
    "similar": _whole(1, MAX_ID),
    "doc_id": clean,
    "passage_id": _whole(1, MAX_ID),
    "page": _whole(1, MAX_ID),
    "zoom": _zoom,
    "form": _one_of(get_args(Form)),
    "part": _whole(1, MAX_ID),
    "filter": clean,
    "sort": _one_of(SORTS),
    "list_page": _whole(1, MAX_ID),
    "ui": _one_of(WORDINGS),
}
