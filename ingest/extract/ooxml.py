"""What DOCX, PPTX and XLSX have in common: a ZIP file of XML parts, relations between them, and core properties."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from corpus.errors import DamagedSource
from corpus.types import Block
from ingest.extract.base import Content
from ingest.extract.encoding import CHECK_COPY
from ingest.extract.xmltree import child, day, language_of, parsed, tag_of, text_of
from ingest.extract.zipped import Budget, opened, unpacked

CONTENT_TYPES = "[Content_Types].xml"

BEGINNING = 8
"""Blocks among which a heading is the title, as in `ingest.compose`."""


@dataclass(frozen=True, slots=True)
class Properties:
    """The core properties: what the program, or its user, wrote down about the file."""

    title: str | None = None
    language: str | None = None
    published: date | None = None
    author: str | None = None


@dataclass(slots=True)
class Package:
    """The parts of an open ZIP file, read when they are asked for and within one budget."""

    archive: ZipFile
    name: str
    budget: Budget = field(default_factory=Budget)

    def data(self, part: str) -> bytes | None:
        """The bytes of a part; None where there is none of that name, in whatever case."""
        names = {each.lower(): each for each in self.archive.namelist()}
        found = names.get(part.lower().lstrip("/"))
        if found is None:
            return None
        return unpacked(self.archive, self.archive.getinfo(found), self.budget, name=self.name)

    def tree(self, part: str) -> etree._Element | None:
        data = self.data(part) if part else None
        return None if data is None else parsed(data, name=self.name)

    def needed(self, part: str) -> etree._Element:
        """As `tree`. Raises `DamagedSource` where the part is not there."""
        if (tree := self.tree(part)) is None:
            raise DamagedSource(f"{self.name} lacks its part {part or 'with the text'}", advice=CHECK_COPY)
        return tree

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to within the file: id -> the last word of the relation's type, and the part's name."""
        folder, base = posixpath.split(part)
        tree = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        if tree is None:
            return {}
        return {
            each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], _target(folder, each.get("Target", "")))
            for each in tree
            if tag_of(each) == "Relationship" and each.get("TargetMode") != "External"
        }

    def related(self, part: str, kind: str) -> str:
        """The first part that `part` refers to by a relation of this kind; empty where there is none."""
        return next((target for found, target in self.relations(part).values() if found == kind), "")

    def properties(self) -> Properties:
        """The title, language and the day of the last change, else of the making."""
        tree = self.tree(self.related("", "core-properties") or "docProps/core.xml")
        days = [day(text_of(child(tree, name))) for name in ("modified", "created")]
        return Properties(
            text_of(child(tree, "title")) or None,
            language_of(text_of(child(tree, "language"))),
            next((each for each in days if each), None),
            text_of(child(tree, "creator")) or None,
        )


def _target(folder: str, target: str) -> str:
    """A part's name; it never leaves the file, whatever `../` it has, since it is only looked up in it."""
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")


@contextmanager
def package(content: Content) -> Iterator[Package]:
    """The parts of a file. Raises `DamagedSource`, also for what walks too deep."""
    try:
        with opened(content.data, name=content.name) as archive:
            yield Package(archive, content.name)
    except RecursionError as error:
        raise DamagedSource(f"{content.name} is nested too deep", advice="Save it again") from error


def stated_title(blocks: tuple[Block, ...], properties: Properties) -> str | None:
    """The title of the properties where no heading says it better: they are often those of the template."""
    return None if any(block.kind == "heading" for block in blocks[:BEGINNING]) else properties.title


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """Of `mc:AlternateContent`, which says one thing twice, the newer way."""
    first = child(alternatives, "Choice")
    return first if first is not None else child(alternatives, "Fallback")
