"""Translations: gettext catalogues, `locales/fr/LC_MESSAGES/repere.po`, each text under its path (`msgctxt`).

English stands in the code, typed; a catalogue gives the same texts in another language. What one has not, or had of
another English, is said in English. `python -m ui.texts.update` brings the catalogues up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from ui.texts.typography import typeset
from ui.texts.wording import NOT_TEXTS, Plural, Wording

FOLDER = Path(__file__).with_name("locales")

Text = str | Plural


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/repere.po"))


def path_of(language: str) -> Path:
    """Where a language's catalogue is."""
    return FOLDER / language / "LC_MESSAGES" / "repere.po"


def read(language: str) -> Catalog:
    """A language's catalogue."""
    with path_of(language).open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def texts(wording: Wording) -> Iterator[tuple[str, Text]]:
    """Every text with the path to it: `sorts.title`, `page_view.next`."""
    return _texts(wording, "")


def _texts(value: Any, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, str | Plural):
        yield path, value
    else:
        for name, entry in _entries(value):
            yield from _texts(entry, f"{path}.{name}" if path else name)


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in NOT_TEXTS:
                yield field.name, getattr(value, field.name)


def translated(english: Wording, language: str, catalogue: Catalog) -> Wording:
    """The wording in the catalogue's language."""
    known = {message.context: message for message in catalogue if message.id and not message.fuzzy}
    said = _mapped(english, "", lambda path, text: typeset(_translation(known.get(path), text), language))
    wording: Wording = replace(said, language=language, locale=language)
    return wording


def _mapped(value: Any, path: str, change: Callable[[str, Text], Text]) -> Any:
    if isinstance(value, str | Plural):
        return change(path, value)
    changed = {name: _mapped(entry, f"{path}.{name}" if path else name, change) for name, entry in _entries(value)}
    return changed if isinstance(value, Mapping) else replace(value, **changed)


def _translation(message: Message | None, text: Text) -> Text:
    if message is None or not fits(message, text):
        return text
    if isinstance(text, Plural):
        forms = tuple(message.string or ())
        return Plural(forms[0], forms[-1])
    return str(message.string)


def fits(message: Message, text: Text) -> bool:
    """Whether a message translates this very text, and wholly."""
    if isinstance(text, Plural):
        return message.id == (text.one, text.many) and len(message.string or ()) > 1 and all(message.string or ())
    return message.id == text and bool(message.string)
