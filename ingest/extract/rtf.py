"""RTF: the text with its code pages, headings by outline level, lists, tables and notes, without deleted text.

A small reader of its own: the libraries for RTF give one string without structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from corpus.errors import DamagedSource, NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.docx_styles import BODY_TEXT, HEADING, MAX_LEVEL
from ingest.extract.encoding import CHECK_COPY
from ingest.extract.remarks import Remark
from ingest.extract.rtf_words import CHARSETS, CODE_PAGES, KNOWN_STARRED, PROPERTIES, TARGETS, UNSEEN, WORDS
from ingest.extract.tables import row_of
from ingest.extract.text import BULLET, NUMBER

MAX_DEPTH = 1000
"""Of groups in groups; Word's own files stay below 30."""

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)


def accepts(content: Content) -> bool:
    return content.data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"{\\rtf")


def extract(content: Content) -> Extraction:
    reader = _Reader(content.name)
    reader.read(content.data)
    if not reader.blocks:
        raise NoText(
            f"{content.name} holds no text", advice="If it holds pictures only, export it as PDF and ingest that"
        )
    warnings = () if reader.is_whole else (Remark("ends_in_the_middle", file=content.name),)
    headed = any(block.kind == "heading" for block in reader.blocks[:8])
    return Extraction(
        tuple(reader.blocks),
        title=None if headed else " ".join(reader.title.split()) or None,
        author=" ".join(reader.author.split()) or None,
        published=reader.changed or reader.made,
        warnings=warnings,
        media_type=FORMAT.media_type,
    )


FORMAT = Format("application/rtf", accepts, extract)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and gives back: where text goes, in which code page, and what the paragraph is."""

    target: str = "text"
    code_page: str = ""
    skip: int = 1
    hidden: bool = False
    deleted: bool = False
    level: int = 0
    in_table: bool = False
    starred: bool = False


@dataclass(slots=True)
class _Reader:
    name: str
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    author: str = ""
    made: date | None = None
    changed: date | None = None
    is_whole: bool = False
    _state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _code_page: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _levels: dict[int, int] = field(default_factory=dict)
    _style: int = 0
    _text: list[str] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _marker: list[str] = field(default_factory=list)
    _note: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _cell: list[Block] = field(default_factory=list)
    _row: list[list[Block]] = field(default_factory=list)
    _date: dict[str, int] = field(default_factory=dict)
    _skipping: int = 0
    _noted: int = 0

    def read(self, data: bytes) -> None:
        position = 0
        while match := _TOKEN.match(data, position) if position < len(data) else None:
            position = match.end()
            word, number, code, sign, brace, text = match.groups()
            if word == b"bin":
                position += max(0, int(number or 0))
            elif word:
                self._word(word.decode(), None if number is None else int(number))
            elif code:
                self._raw(bytes([int(code, 16)]))
            elif sign:
                self._sign(sign.decode("latin-1"))
            elif brace:
                self._brace(brace)
                if not self._stack and brace == b"}":
                    self.is_whole = True
                    break
            elif text:
                self._raw(text)
        self._end_paragraph()
        self._end_row()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skipping = 0
        if brace == b"{":
            if len(self._stack) >= MAX_DEPTH:
                raise DamagedSource(f"{self.name} is nested too deep", advice=CHECK_COPY)
            self._stack.append(self._state)
            return
        ended = self._state.target
        self._state = self._stack.pop() if self._stack else _State()
        if ended == self._state.target:
            return
        if ended == "note" and (note := " ".join("".join(self._note).split())):
            self._noted += 1
            self._notes.append(f"[{self._noted}] {note}")
            self._note.clear()
        elif ended in ("creatim", "revtim"):
            self._end_date(ended)

    def _end_date(self, kind: str) -> None:
        try:
            found = date(self._date.get("yr", 0), self._date.get("mo", 0), self._date.get("dy", 0))
        except ValueError:
            return
        if kind == "revtim":
            self.changed = found
        else:
            self.made = found

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._flush()
            self._put(chr(number % 0x10000))
            self._skipping = self._state.skip
            return
        self._flush()
        self._skipping = 0
        if self._starts_group(word):
            return
        if word in WORDS:
            self._put(WORDS[word])
        elif (act := _ACTS.get(word)) is not None:
            act(self, number)
        elif word in CODE_PAGES:
            self._code_page = CODE_PAGES[word]
        elif word in ("yr", "mo", "dy") and number is not None:
            self._date[word] = number

    def _starts_group(self, word: str) -> bool:
        """Whether a word makes its group something else than text, and takes note of it."""
        starred, within = self._state.starred, self._state.target
        if starred:
            self._state = replace(self._state, starred=False)
        if within == "unseen":
            return True
        target = word if within == "info" and word in PROPERTIES else TARGETS.get(word)
        if target is None and (word in UNSEEN or (starred and word not in KNOWN_STARRED)):
            target = "unseen"
        if target is None:
            return False
        if target == "marker":
            self._marker.clear()
        self._state = replace(self._state, target=target)
        return True

    def _sign(self, sign: str) -> None:
        self._flush()
        if sign == "*":
            self._state = replace(self._state, starred=True)
        elif sign in ("\n", "\r"):
            self._end_paragraph()
        elif self._skipping:
            self._skipping -= 1
        elif sign in WORDS:
            self._put(WORDS[sign])

    def _raw(self, data: bytes) -> None:
        """Bytes of the current code page, gathered: some of their characters have two."""
        if self._skipping:
            skipped = min(self._skipping, len(data))
            self._skipping -= skipped
            data = data[skipped:]
        self._bytes += data

    def _flush(self) -> None:
        if self._bytes:
            code_page = self._state.code_page or self._code_page
            text = bytes(self._bytes).decode(code_page, "replace")
            self._bytes.clear()
            self._put(text)

    def _put(self, text: str) -> None:
        state = self._state
        if state.hidden or state.deleted:
            return
        if state.target == "text":
            self._text.append(text)
        elif state.target == "note":
            self._note.append(text)
        elif state.target == "marker":
            self._marker.append(text)
        elif state.target == "title":
            self.title += text
        elif state.target == "styles" and self._style not in self._levels:
            name = text.strip().rstrip(";").lower()
            if named := HEADING.match(name):
                self._levels[self._style] = _level(int(named[1]) - 1)
            elif name == "title":
                self._levels[self._style] = 1
        elif state.target == "author":
            self.author += text

    def set_state(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]

    def choose_font(self, number: int) -> None:
        if self._state.target == "fonts":
            self._font = number
        else:
            self.set_state(code_page=self._fonts.get(number, ""))

    def choose_style(self, number: int) -> None:
        """A paragraph's style; in the style sheet, the one that is described."""
        if self._state.target == "styles":
            self._style = number
        else:
            self.set_state(level=self._levels.get(number, 0))

    def set_level(self, level: int) -> None:
        if self._state.target == "styles":
            self._levels[self._style] = level
        else:
            self.set_state(level=level)

    def font_charset(self, number: int) -> None:
        if self._state.target == "fonts" and number in CHARSETS:
            self._fonts[self._font] = CHARSETS[number]

    def set_code_page(self, number: int) -> None:
        try:
            b"".decode(name := f"cp{number}")
        except LookupError:
            return
        self._code_page = name if number != 65001 else "utf-8"

    def end_paragraph(self) -> None:
        """At `\\par`; within a note it is a space."""
        if self._state.target == "text":
            self._end_paragraph()
        else:
            self._put(" ")

    def _end_paragraph(self) -> None:
        self._flush()
        whole = "".join(self._text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = "\n".join(" ".join(line.split()) for line in whole.split("\n")).strip()
        marker = " ".join("".join(self._marker).split())
        found = [Block(text, "paragraph")] if text else []
        if text and self._state.level:
            found = [Block(f"{marker} {text}" if marker[:1].isalnum() else text, "heading", level=self._state.level)]
        elif text and marker:
            numbered = f"{marker} {text}"
            found = [Block(numbered if NUMBER.match(numbered) and marker not in "*-o" else text, "list_item")]
        elif text and (bullet := BULLET.match(text)):
            found = [Block(text[bullet.end() :], "list_item")]
        elif text and NUMBER.match(text):
            found = [Block(text, "list_item")]
        found += [Block(note) for note in self._notes]
        for gathered in (self._text, self._marker, self._notes):
            gathered.clear()
        if self._state.in_table:
            self._cell += found
        else:
            self._end_row()
            self.blocks += found

    def end_cell(self) -> None:
        if self._state.target != "text":
            return
        self.set_state(in_table=True)
        self._end_paragraph()
        self._row.append(self._cell)
        self._cell = []

    def _end_row(self) -> None:
        if self._cell:
            self._row.append(self._cell)
            self._cell = []
        if self._row:
            self.blocks += row_of(self._row)
            self._row = []

    def end_row(self) -> None:
        if self._state.target == "text":
            self._end_row()


def _level(number: int) -> int:
    return min(number + 1, MAX_LEVEL) if 0 <= number < BODY_TEXT else 0


_ACTS: dict[str, Callable[[_Reader, int | None], None]] = {
    "par": lambda reader, _: reader.end_paragraph(),
    "sect": lambda reader, _: reader.end_paragraph(),
    "cell": lambda reader, _: reader.end_cell(),
    "row": lambda reader, _: reader.end_row(),
    "pard": lambda reader, _: reader.set_state(level=0, in_table=False),
    "intbl": lambda reader, _: reader.set_state(in_table=True),
    "s": lambda reader, number: reader.choose_style(number or 0),
    "outlinelevel": lambda reader, number: reader.set_level(_level(BODY_TEXT if number is None else number)),
    "plain": lambda reader, _: reader.set_state(hidden=False, deleted=False),
    "v": lambda reader, number: reader.set_state(hidden=number != 0),
    "deleted": lambda reader, number: reader.set_state(deleted=number != 0),
    "uc": lambda reader, number: reader.set_state(skip=max(0, min(number or 0, 10))),
    "f": lambda reader, number: reader.choose_font(number or 0),
    "fcharset": lambda reader, number: reader.font_charset(number or 0),
    "ansicpg": lambda reader, number: reader.set_code_page(number or 1252),
}
