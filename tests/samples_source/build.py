"""Makes the PDFs of the demonstration corpus from the marked-up texts that lie beside this file.

    python tests/samples_source/build.py

rewrites `corpus/samples/documents/*.pdf`. The same sources give the same bytes: the dates come from the sources,
the streams are not compressed, and only the PDF core fonts are used, so that no font file has to be installed.

A source is UTF-8 text. First come `name: value` lines, all of `NAMES`; then an empty line; then blocks
separated by empty lines:

    # Title            ## Heading          ### Smaller heading
    - an item of a list (items may follow each other without an empty line)
    | a row | of a table |      (the first row is its head)
    ! a note in small italics
    Anything else is a paragraph, which may be written on several lines.

`~` stands for a non-breaking space and `\\-` for a place where a word may be hyphenated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from fpdf import FPDF, FontFace
from fpdf.enums import Align, XPos, YPos

SOURCES = Path(__file__).resolve().parent
DOCUMENTS = SOURCES.parents[1] / "corpus" / "samples" / "documents"

NAMES = ("title", "author", "subject", "lang", "date", "font", "header", "footer")
"""`header` is `left | right`; `footer` may hold {page} and {pages}; `font` is times or helvetica."""

MARGIN = 31.0  # millimetres, all round; with a line of 7.2 a text of 700 words fills about three pages
LINE = 7.2
BODY_PT = 12.5

Kind = Literal["title", "heading", "subheading", "item", "row", "note", "paragraph"]
MARKS: dict[str, Kind] = {
    "# ": "title",
    "## ": "heading",
    "### ": "subheading",
    "- ": "item",
    "| ": "row",
    "! ": "note",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a source, its marks taken off."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """One text source: its `name: value` lines and its blocks in order."""

    names: dict[str, str]
    parts: tuple[Part, ...]


def parse(text: str) -> Source:
    """Read a source; raises ValueError where one of `NAMES` is missing."""
    head, _, body = text.partition("\n\n")
    names = dict(line.split(": ", 1) for line in head.splitlines())
    if missing := [name for name in NAMES if name not in names]:
        raise ValueError(f"the source has no {', '.join(missing)}")
    parts = [part for block in re.split(r"\n{2,}", body.strip()) for part in _parts(block)]
    return Source(names, tuple(parts))


def _parts(block: str) -> list[Part]:
    """The parts of one block: a line with a mark starts a part, a line without goes on with the one before."""
    parts: list[Part] = []
    for line in block.splitlines():
        mark = next((mark for mark in MARKS if line.startswith(mark)), "")
        text = line.removeprefix(mark).strip()
        if mark or not parts:
            parts.append(Part(MARKS.get(mark, "paragraph"), text))
        else:
            parts[-1] = Part(parts[-1].kind, f"{parts[-1].text} {text}")
    return [Part(part.kind, part.text.replace("~", "\u00a0").replace("\\-", "\u00ad")) for part in parts]


def cells(row: Part) -> list[str]:
    """The cells of a table row."""
    return [cell.strip() for cell in row.text.strip("|").split("|")]


class Sheet(FPDF):
    """An A4 document with a running header and a numbered footer on every page."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(format="A4")
        self.names = names
        self.core_fonts_encoding = "cp1252"
        self.set_compression(False)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN)
        self.set_title(names["title"])
        self.set_author(names["author"])
        self.set_subject(names["subject"])
        self.set_lang(names["lang"])
        self.set_creator("Repère")
        self.set_producer("fpdf2")
        self.set_creation_date(datetime.fromisoformat(names["date"]).replace(hour=9, tzinfo=UTC))

    def write_font(self, style: Literal["", "B", "I"] = "", size_pt: float = BODY_PT) -> None:
        """Choose the document's font in a style and size."""
        self.set_font(self.names["font"], style=style, size=size_pt)

    def header(self) -> None:
        """The running header: two texts over a rule."""
        left, right = self.names["header"].split(" | ")
        self.write_font("", 9)
        self.set_y(13)
        self.cell(self.epw / 2, 5, left)
        self.cell(self.epw / 2, 5, right, align=Align.R)
        self.line(MARGIN, 19, self.w - MARGIN, 19)
        self.set_y(MARGIN)

    def footer(self) -> None:
        """The page's number, as the source words it."""
        self.write_font("", 9)
        self.set_y(-18)
        text = self.names["footer"].replace("{page}", str(self.page_no())).replace("{pages}", "{nb}")
        self.cell(0, 5, text, align=Align.C)

    def put(self, text: str, height: float, align: Align = Align.J) -> None:
        """Write a text of any length over the full width."""
        self.multi_cell(0, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def put_heading(self, text: str, size_pt: float, *, before_mm: float) -> None:
        """Write a heading in bold, on the next page where its first lines of text would not fit below it."""
        self.ln(before_mm)
        if self.will_page_break(4 * LINE):
            self.add_page()
        self.write_font("B", size_pt)
        self.put(text, size_pt * 0.5, Align.L)
        self.ln(1.5)

    def put_item(self, text: str) -> None:
        """Write an item of a list, its text hanging beside the bullet."""
        self.write_font()
        self.cell(6, LINE, "•")
        self.set_left_margin(MARGIN + 6)
        self.multi_cell(0, LINE, text, align=Align.J, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_left_margin(MARGIN)
        self.ln(0.8)

    def put_table(self, rows: list[list[str]]) -> None:
        """Write a table; the first row is its head, in bold."""
        self.ln(1)
        self.write_font("", 10)
        # A column is as wide as its longest cell asks, within bounds that keep one long text from starving the rest.
        widths = tuple(min(max(*map(len, column), 11), 30) for column in zip(*rows, strict=True))
        bold = FontFace(emphasis="B")
        with self.table(col_widths=widths, line_height=5.4, headings_style=bold, text_align="L", padding=0.8) as table:
            for row in rows:
                table.row(row)
        self.ln(3)

    def put_part(self, part: Part) -> None:
        """Write one part that is not a table's row."""
        match part.kind:
            case "title":
                self.put_heading(part.text, 18, before_mm=2)
            case "heading":
                self.put_heading(part.text, 13.5, before_mm=3)
            case "subheading":
                self.put_heading(part.text, 12, before_mm=1)
            case "item":
                self.put_item(part.text)
            case "note":
                self.ln(3)
                self.write_font("I", 9)
                self.put(part.text, 4.6, Align.L)
            case _:
                self.write_font()
                self.put(part.text, LINE)
                self.ln(2)


def render(source: Source) -> bytes:
    """The PDF of a source."""
    sheet = Sheet(source.names)
    sheet.add_page()
    rows: list[list[str]] = []
    for part in source.parts:
        if part.kind == "row":
            rows.append(cells(part))
            continue
        if rows:
            sheet.put_table(rows)
            rows = []
        sheet.put_part(part)
    if rows:
        sheet.put_table(rows)
    return bytes(sheet.output())


def main() -> None:
    """Write the PDF of every source."""
    for path in sorted(SOURCES.glob("*.txt")):
        source = parse(path.read_text(encoding="utf-8"))
        (DOCUMENTS / f"{path.stem}.pdf").write_bytes(render(source))


if __name__ == "__main__":
    main()
