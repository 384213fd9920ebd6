"""DOCX: what Word shows, in the order in which it is read."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import DamagedSource, NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction
from ingest.extract.docx import FORMAT

NAMES = 'xmlns:w="w" xmlns:mc="mc" xmlns:wps="wps" xmlns:v="v" xmlns:r="r"'


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(body: str, **parts: str) -> bytes:
    """A file of the least parts, with the relations of the main one; a part's name is its relation's kind."""
    relations = "".join(f'<Relationship Id="{kind}" Type="x/{kind}" Target="{kind}.xml"/>' for kind in parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", '<R><Relationship Type="x/officeDocument" Target="word/document2.xml"/></R>')
        archive.writestr("word/_rels/document2.xml.rels", f"<R>{relations}</R>")
        archive.writestr("word/document2.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for kind, text in parts.items():
            archive.writestr(f"word/{kind}.xml", text)
    return buffer.getvalue()


def read(data: bytes) -> Extraction:
    content = Content("charte.docx", data)
    assert FORMAT.accepts(content)
    return FORMAT.extract(content)


def style(key: str, name: str) -> str:
    inner = f'<w:style w:styleId="{key}" w:type="paragraph"><w:name w:val="{name}"/></w:style>'
    return f"<w:styles {NAMES}>{inner}</w:styles>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_structure_of_a_document() -> None:
    """This ensures that headings, lists with their numbers, and tables come in reading order, with the properties."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.language, properties.author = "Propriété", "fr-FR", "Mairie"
    properties.modified = datetime(2021, 3, 4, tzinfo=UTC)
    document.add_heading("La charte", 0)
    document.add_heading("Engagements", 2)
    document.add_paragraph("Un texte.")
    document.add_paragraph("un point", style="List Bullet")
    document.add_paragraph("premier", style="List Number")
    document.add_paragraph("second", style="List Number")
    table = document.add_table(2, 2)
    for index, text in enumerate(("Commune", "Année", "Lyon", "2019")):
        table.cell(index // 2, index % 2).text = text
    document.add_paragraph("Fin.")
    extraction = read(saved(document))
    assert extraction.blocks == (
        Block("La charte", "heading", level=1),
        Block("Engagements", "heading", level=2),
        Block("Un texte."),
        Block("un point", "list_item"),
        Block("1. premier", "list_item"),
        Block("2. second", "list_item"),
        Block("Commune | Année", "table"),
        Block("Lyon | 2019", "table"),
        Block("Fin."),
    )
    assert extraction.title == "La charte"
    assert (extraction.language, extraction.published, extraction.author) == ("fr", date(2021, 3, 4), "Mairie")


def test_title_of_the_properties_only_without_heading() -> None:
    """This ensures that the properties' title, often a template's, gives way to a heading."""
    document = docx.Document()
    document.core_properties.title = "Modèle"
    document.add_paragraph("Un texte.")
    assert read(saved(document)).title == "Modèle"
    document.add_heading("Charte", 1)
    assert read(saved(document)).title is None


def test_outline_level_of_the_paragraph() -> None:
    """This ensures that a heading without a style for it is known by its outline level."""
    document = docx.Document()
    paragraph = document.add_paragraph("Article premier")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
    assert read(saved(document)).blocks == (Block("Article premier", "heading", level=2),)


def test_tracked_changes_and_hidden_text() -> None:
    """This ensures that deleted, moved-away and hidden text is left out, and inserted text kept."""
    body = (
        f"<w:p>{run('Le conseil ')}<w:del><w:r><w:delText>refuse</w:delText></w:r></w:del>"
        f"<w:ins>{run('accepte')}</w:ins><w:moveFrom>{run('ici')}</w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>.</w:t></w:r></w:p>'
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('ligne')}</w:p></w:tc></w:tr></w:tbl>"
    )
    assert read(packed(body)).blocks == (Block("Le conseil accepte."),)


def test_text_box_once_and_after_its_paragraph() -> None:
    """This ensures that a text box, which stands in the file twice, is read once."""
    box = f"<w:txbxContent><w:p>{run('Encadré')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('Avant')}<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>{run(' après')}</w:p>"
    )
    assert read(packed(body)).blocks == (Block("Avant après"), Block("Encadré"))


def test_footnotes_follow_their_paragraph() -> None:
    """This ensures that notes are read where they are referred to, and separators are no notes."""
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:id="0" w:type="separator"><w:p>{run("—")}</w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{run("Loi de 2019.")}</w:p></w:footnote></w:footnotes>'
    )
    body = f'<w:p>{run("La ville")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(" signe.")}</w:p>'
    body += f"<w:p>{run('Suite.')}</w:p>"
    assert read(packed(body, footnotes=notes)).blocks == (
        Block("La ville signe."),
        Block("[1] Loi de 2019."),
        Block("Suite."),
    )


def test_numbers_that_stand_nowhere_in_the_text() -> None:
    """This ensures that `Article 1` is written out, levels start again, and a list may start anew."""
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
        "</w:lvlOverride></w:num></w:numbering>"
    )
    styles = (
        f'<w:styles {NAMES}><w:style w:styleId="T" w:type="paragraph"><w:name w:val="heading 1"/></w:style></w:styles>'
    )

    def item(text: str, depth: int, number: int = 3, styled: str = "") -> str:
        listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{run(text)}</w:p>"

    heading = '<w:pStyle w:val="T"/>'
    body = item("Objet", 0, styled=heading) + item("un", 1) + item("deux", 1)
    body += item("Suivi", 0, styled=heading) + item("trois", 1) + item("Fin", 0, 4, heading)
    texts = [(block.kind, block.text) for block in read(packed(body, numbering=numbering, styles=styles)).blocks]
    assert texts == [
        ("heading", "Article 1 Objet"),
        ("list_item", "a) un"),
        ("list_item", "b) deux"),
        ("heading", "Article 2 Suivi"),
        ("list_item", "a) trois"),
        ("heading", "Article 9 Fin"),
    ]


def test_contents_page_is_left_out() -> None:
    """This ensures that Word's contents, whose entries are the headings again, are no text."""
    styles = (
        f'<w:styles {NAMES}><w:style w:styleId="TM1" w:type="paragraph"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="TM1"/></w:pPr>{run("Objet 3")}</w:p><w:p>{run("Texte.")}</w:p>'
    assert read(packed(body, styles=styles)).blocks == (Block("Texte."),)


def test_layout_table_is_read_through() -> None:
    """This ensures that a table that only holds a column of text is read as text."""
    paragraphs = "".join(f"<w:p>{run(text)}</w:p>" for text in ("Un.", "Deux.", "Trois."))
    body = f"<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>{paragraphs}</w:tc></w:tr></w:tbl>"
    assert [block.kind for block in read(packed(body)).blocks] == ["paragraph"] * 3


def test_nesting_ends() -> None:
    """This ensures that a deep file is read or refused, and never ends the program."""
    assert read(
        packed("<w:sdt><w:sdtContent>" * 110 + f"<w:p>{run('x')}</w:p>" + "</w:sdtContent></w:sdt>" * 110)
    ).blocks
    with pytest.raises(DamagedSource, match="damaged inside"):
        read(packed("<w:sdt>" * 5000 + "</w:sdt>" * 5000))


def test_empty_and_broken_documents() -> None:
    """This ensures that a document without text, or without its main part, says so."""
    with pytest.raises(NoText):
        read(saved(docx.Document()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/other.xml", "<x/>")
    with pytest.raises(DamagedSource, match="lacks its part"):
        read(buffer.getvalue())


def test_entities_are_refused() -> None:
    """This ensures that neither a bomb of entities nor a file from outside comes in by way of XML."""
    for declared in ('<!ENTITY a "lol"><!ENTITY b "&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">'):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            body = '<d xmlns:w="w"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></d>'
            archive.writestr("word/document.xml", f"<!DOCTYPE d [{declared}]>{body}")
        with pytest.raises(DamagedSource, match="declares entities"):
            read(buffer.getvalue())
