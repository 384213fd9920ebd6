"""Old Office files are named, encrypted new ones opened with their password."""

from __future__ import annotations

import io

import docx
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from corpus.errors import DamagedSource, EncryptedSource, UnsupportedFormat
from ingest.extract.base import Content, ReadOptions
from ingest.extract.ole import FORMAT, MAGIC
from ingest.extract.registry import extract


def encrypted(password: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("Un texte secret.")
    plain, packed = io.BytesIO(), io.BytesIO()
    document.save(plain)
    OOXMLFile(plain).encrypt(password, packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("stream", "told", "advice"),
    [
        ("WordDocument", r"old Word document \(\.doc\)", "save it as .docx"),
        ("Workbook", r"old Excel workbook", "save it as .xlsx"),
        ("PowerPoint Document", r"old PowerPoint", "save it as .pptx"),
        ("__properties_version1.0", r"Outlook message", "Save it as .eml"),
        ("Other", r"old Microsoft Office file", "PDF"),
    ],
)
def test_old_formats_are_named(stream: str, told: str, advice: str) -> None:
    """This ensures that each old format is told by its stream, with what to save it as."""
    data = MAGIC + b"\0" * 500 + f"{stream}\0\0".encode("utf-16-le") + b"\0" * 500
    with pytest.raises(UnsupportedFormat, match=told) as caught:
        extract(Content("a.doc", data))
    assert advice in caught.value.advice


def test_password_opens() -> None:
    """This ensures that the passwords given are tried, and Excel's own for files without one."""
    data = encrypted("sésame")
    content = Content("a.docx", data, ReadOptions(passwords=("faux", "sésame")))
    extraction = extract(content)
    assert extraction.blocks[0].text == "Un texte secret."
    assert extraction.media_type.endswith("wordprocessingml.document")
    assert extraction.warnings == ()
    assert extract(Content("a.docx", encrypted("VelvetSweatshop"))).blocks


def test_password_is_asked_for() -> None:
    """This ensures that without the right password the file is said to be encrypted, and a broken one broken."""
    data = encrypted("sésame")
    with pytest.raises(EncryptedSource, match="it is encrypted") as caught:
        extract(Content("a.docx", data))
    assert "--password" in caught.value.advice
    with pytest.raises(EncryptedSource, match="none of the passwords"):
        extract(Content("a.docx", data, ReadOptions(passwords=("faux",))))
    with pytest.raises((DamagedSource, EncryptedSource)):
        FORMAT.extract(Content("a.docx", data[: len(data) // 2]))
