"""ODT: headings, numbered lists, tables, notes and boxes, without what changes have deleted."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from corpus.errors import DamagedSource, EncryptedSource, NoText
from corpus.types import Block
from ingest.extract.base import Content, Extraction
from ingest.extract.odt import FORMAT

STYLES = """<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/>
<style:style style:name="H"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"
style:num-suffix="."/></text:list-style></office:automatic-styles>"""

META = """<o:document-meta xmlns:o="o" xmlns:dc="d" xmlns:m="m"><o:meta><dc:title>Méta</dc:title>
<m:initial-creator>Mairie</m:initial-creator><dc:language>fr-FR</dc:language><m:creation-date>2018-01-01</m:creation-date>
<dc:date>2020-02-03T10:00:00</dc:date></o:meta></o:document-meta>"""


def packed(text: str, *, manifest: str = "<m/>", mimetype: bool = True) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("meta.xml", META)
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:table="tb" xmlns:draw="d">'
            f"{STYLES}<office:body><office:text>{text}</office:text></office:body></office:document-content>",
        )
    return buffer.getvalue()


def read(text: str, **options: str) -> Extraction:
    content = Content("charte.odt", packed(text, **options))
    assert FORMAT.accepts(content)
    return FORMAT.extract(content)


def test_structure_and_properties() -> None:
    """This ensures that everything comes in reading order, and the properties with it."""
    extraction = read("""
<text:tracked-changes><text:changed-region><text:deletion><text:p>parti</text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:table-of-content><text:index-body><text:p>Engagements 3</text:p></text:index-body>
</text:table-of-content><text:p text:style-name="P1">La charte</text:p>
<text:h text:outline-level="2">Engagements</text:h>
<text:p>Un<text:s text:c="2"/>texte<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Une
note.</text:p></text:note-body></text:note> qui <text:span>suit</text:span>.<draw:frame><draw:text-box>
<text:p>Boîte</text:p>
</draw:text-box></draw:frame></text:p><text:p text:style-name="H">caché</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>un</text:p></text:list-item><text:list-item>
<text:p>deux</text:p>
<text:p>encore</text:p><text:list><text:list-item><text:p>point</text:p></text:list-item></text:list>
</text:list-item>
</text:list><table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>
<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row
table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000"/></table:table-row>
</table:table>""")
    assert extraction.blocks == (
        Block("La charte", "heading", level=1),
        Block("Engagements", "heading", level=2),
        Block("Un texte qui suit."),
        Block("[1] Une note."),
        Block("Boîte"),
        Block("1. un", "list_item"),
        Block("2. deux", "list_item"),
        Block("encore"),
        Block("point", "list_item"),
        Block("a | b", "table"),
    )
    assert (extraction.title, extraction.language, extraction.author) == ("La charte", "fr", "Mairie")
    assert extraction.published == date(2020, 2, 3)


def test_packed_anew_without_its_mark() -> None:
    """This ensures that a file without the member that says what it is is known by the others' words."""
    manifest = '<m><f full-path="/" media-type="application/vnd.oasis.opendocument.text"/></m>'
    data = packed("<text:p>Texte.</text:p>", manifest=manifest, mimetype=False)
    assert FORMAT.accepts(Content("a.odt", data))


def test_refusals() -> None:
    """This ensures that an encrypted file, an empty one and a broken one are told apart."""
    with pytest.raises(EncryptedSource):
        read("<text:p>x</text:p>", manifest="<m><f><encryption-data/></f></m>")
    with pytest.raises(NoText):
        read("<text:p/>")
    with pytest.raises(DamagedSource, match="damaged inside"):
        read("<text:p>")
