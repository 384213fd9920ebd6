"""The results of a search as a document for a word processor (.docx). The only module that writes one."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor

from corpus.types import UNKNOWN_LANGUAGE
from search import Hit, Result
from ui.citing import Source, apa
from ui.texts.wording import Wording
from ui.views.markup import answer_parts, is_web_address, section_within, shortened, title_of, visible

MAX_PROPERTY_CHARS = 255
"""Of a title among a file's properties: what the format permits."""

# What XML has no way to write, besides what `visible` leaves out.
_REFUSED = re.compile("[\ufffe\uffff]")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})
_LINK_COLOUR = RGBColor(0x1D, 0x5C, 0x87)


def as_docx(result: Result, sources: Sequence[Source], wording: Wording, today: str) -> bytes:
    """A4 pages: the query, the day, and each hit with where it stands, the passage, its citation and its links.

    `sources` are what is cited of the hits, in their order; `today` is an ISO date. The sentence that answers is bold.
    """
    title = _fit(wording.find.exported_title.format(text=result.query.text))
    file = docx.Document()
    _set_up(file, title, wording.language, today)
    file.add_heading(title, 0)
    file.add_paragraph(_fit(wording.find.exported_on.format(day=wording.day(today))))
    for hit, source in zip(result.hits, sources, strict=True):
        _add_hit(file, hit, source, wording)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _set_up(file: Any, title: str, language: str, today: str) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    properties = file.core_properties  # the library's own name and year stand there otherwise
    properties.title, properties.author, properties.comments = shortened(title, MAX_PROPERTY_CHARS), "Repère", ""
    properties.language = language
    properties.created = properties.modified = datetime.fromisoformat(today)


def _add_hit(file: Any, hit: Hit, source: Source, wording: Wording) -> None:
    document, passage = hit.document, hit.passage
    file.add_heading(_fit(f"{hit.rank}. {title_of(document)}"), 1)
    kind = wording.shelf.kinds.get(document.kind or "", "")
    section = section_within(passage.section, document.title)
    where = (kind, document.place, source.shown_date, source.page, section)
    if told := " · ".join(part for part in where if part):
        file.add_paragraph(_fit(told))
    _add_passage(file, hit)
    cited = file.add_paragraph(style="Caption")
    _add_run(cited, apa(source), "")
    for address in (source.url, source.link):
        if is_web_address(address):
            _add_link(file.add_paragraph(), address)


def _add_passage(file: Any, hit: Hit) -> None:
    language = "" if hit.passage.language == UNKNOWN_LANGUAGE else hit.passage.language
    for parts in answer_parts(hit.passage.text, hit.sentence):
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.75)
        if language in _RIGHT_TO_LEFT:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for text, answers in parts:
            _add_run(paragraph, text, language, bold=answers)


def _add_run(paragraph: Any, text: str, language: str, *, bold: bool = False) -> None:
    """A run in its own language, so that a word processor does not correct French as English."""
    run = paragraph.add_run(_fit(text))
    run.bold = bold or None
    if language:
        tag = OxmlElement("w:lang")
        right_to_left = language in _RIGHT_TO_LEFT
        tag.set(qn("w:bidi" if right_to_left else "w:val"), language)
        if right_to_left:
            run.font.rtl = True
        run._r.get_or_add_rPr().append(tag)


def _add_link(paragraph: Any, address: str) -> None:
    """A link, which python-docx can read and not write."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(_fit(address))
    run.font.underline, run.font.color.rgb = True, _LINK_COLOUR
    link.append(run._r)
    paragraph._p.append(link)


def _fit(text: str) -> str:
    return _REFUSED.sub("", visible(text))
