"""Markdown by the tokens of markdown-it: headings, paragraphs, list items and table rows, without the marks.

Front matter (YAML between two `---` lines) gives the title, language and date, and is no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import NoText
from corpus.types import Block, BlockKind
from ingest.extract.base import CELL_SEPARATOR, Content, Extraction, Format
from ingest.extract.encoding import decode

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|lang|language|locale|date)\s*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)


def accepts(content: Content) -> bool:
    """By its name alone: nothing in a Markdown file says that it is one."""
    return PurePath(content.name).suffix.lower() in SUFFIXES


def extract(content: Content) -> Extraction:
    decoded = decode(content.data, name=content.name, declared=content.charset)
    fields, body = _front_matter(decoded.text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    blocks = tuple(_blocks(parser.parse(body)))
    if not any(block.text for block in blocks):
        raise NoText(f"{content.name} holds no text", advice="It has front matter or markup only.")
    language = _LANGUAGE.match(fields.get("lang", "") or fields.get("language", "") or fields.get("locale", ""))
    return Extraction(
        blocks=blocks,
        title=fields.get("title") or None,
        language=language[0].lower() if language else None,
        published=_iso_date(fields.get("date", "")),
        warnings=decoded.warnings,
        media_type=FORMAT.media_type,
    )


FORMAT = Format("text/markdown", accepts, extract)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    fields = {key.lower(): value.strip("\"'").strip() for key, value in _FIELD.findall(match[1])}
    return fields, text[match.end() :]


def _iso_date(value: str) -> date | None:
    match = _ISO_DATE.match(value)
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


@dataclass(slots=True)
class _List:
    """An open list: its marker for ordered items, and whether its item has been written yet."""

    number: int | None
    item_open: bool = False


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    lists: list[_List] = []
    row: list[str] | None = None
    level = 0
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(_List(int(token.attrGet("start") or 1) if token.type[0] == "o" else None))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1].item_open = True
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Block(CELL_SEPARATOR.join(row), "table")
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_inline(token))
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            yield from _written(token, lists, level)
            level = 0


def _written(token: Token, lists: list[_List], level: int) -> Iterator[Block]:
    if token.type == "inline":
        text = _inline(token)
    elif token.type == "html_block":
        text = " ".join(_TAG.sub(" ", token.content).split())
    else:
        text = token.content.strip("\n")
    if not text.strip():
        return
    kind: BlockKind = "heading" if level else "paragraph"
    if lists and not level:
        kind = "list_item" if lists[-1].item_open else "paragraph"
        if lists[-1].item_open and lists[-1].number is not None:
            text = f"{lists[-1].number}. {text}"
            lists[-1].number += 1
        lists[-1].item_open = False
    yield Block(text, kind, level=level)


def _inline(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or ():
        if child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append("\n" if child.content.lower().startswith("<br") else "")
        elif child.type == "image":
            parts.append(child.content)
        else:
            parts.append(child.content)
    return "".join(parts).strip()
