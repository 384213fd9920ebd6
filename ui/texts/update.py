"""`python -m ui.texts.update [LANGUAGE…]`: bring catalogues up to date with the English texts, or begin new ones.

A translation whose English has changed is kept and marked fuzzy: it is not used until someone has looked at it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from ui.texts.catalogues import Text, fits, languages, path_of, read, texts
from ui.texts.english import ENGLISH
from ui.texts.wording import Plural


def updated(before: Catalog, english: Sequence[tuple[str, Text]], language: str) -> Catalog:
    """A catalogue of these texts, in their order, with the translations that there were."""
    known = {message.context: message for message in before if message.id}
    after = Catalog(locale=language, project="Repère", fuzzy=False, charset="utf-8")
    after.mime_headers  # noqa: B018 # fills in Plural-Forms from the locale
    for path, text in english:
        old = known.get(path)
        written = (text.one, text.many) if isinstance(text, Plural) else text
        same_shape = old is not None and isinstance(old.id, tuple) == isinstance(written, tuple)
        string = old.string if old is not None and same_shape else None
        stale = old is not None and same_shape and bool(old.string) and not fits(old, text)
        after.add(written, string, context=path, flags=["fuzzy"] if stale or (old and old.fuzzy) else [])
    return after


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file: no dates, so that nothing changes but texts."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, omit_header=True, sort_output=False)
    header = (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + stream.getvalue()


def main(arguments: Sequence[str]) -> None:
    """Update the named catalogues; all of them where none is named."""
    for language in arguments or languages():
        path = path_of(language)
        before = read(language) if path.is_file() else Catalog(locale=language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(updated(before, list(texts(ENGLISH)), language)))


if __name__ == "__main__":
    main(sys.argv[1:])
