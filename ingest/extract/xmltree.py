"""XML from anybody: no entity is expanded, nothing outside the file is read, nesting ends at 256 (libxml2's own limit).

Names are compared without their namespace: Office has two for each of its own, ECMA's and ISO's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from corpus.errors import DamagedSource

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])", re.IGNORECASE)


def parsed(data: bytes, *, name: str) -> etree._Element:
    """The root of an XML file. Raises `DamagedSource` for what is no XML, nested too deep, or declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedSource(f"{name} is damaged inside: {error}", advice="Save it again and ingest that") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise bomb(name)
    return root


def bomb(name: str) -> DamagedSource:
    """No program that writes documents declares entities of its own in them, and every entity bomb must."""
    return DamagedSource(
        f"{name} declares entities inside, as XML bombs do; it is not read",
        advice="Open it in the program that it is from and save it anew",
    )


def tag_of(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without namespace, the plain one first."""
    if (plain := element.get(name)) is not None:
        return str(plain)
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), None)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of names; None where a step is not there."""
    for step in path:
        if element is None:
            return None
        element = next((each for each in element if tag_of(each) == step), None)
    return element


def value(element: etree._Element | None, *path: str, name: str = "val") -> str | None:
    """The attribute `name` of the first descendant along a path."""
    found = child(element, *path)
    return None if found is None else attribute(found, name)


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in element.iter() if tag_of(each) == name)


def text_of(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def whole(text: str | None, default: int) -> int:
    """A whole number as files write it; `default` for anything else."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def day(text: str | None) -> date | None:
    """The day at the start of an ISO date and time."""
    match = _DATE.match((text or "").strip())
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


def language_of(text: str | None) -> str | None:
    """`fr` for `fr-FR`; None where it is no language of two letters."""
    match = _LANGUAGE.match((text or "").strip())
    return match[0].lower() if match else None
