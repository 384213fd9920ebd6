"""The container of old Office files, of Outlook's messages, and of newer Office files with a password.

Only the last can be read; the others are named, each with what to do.
"""

from __future__ import annotations

import io
from dataclasses import replace

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from corpus.errors import DamagedSource, EncryptedSource, UnsupportedFormat
from ingest.extract import docx, pptx, xlsx
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.encoding import CHECK_COPY

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

NO_PASSWORD = "VelvetSweatshop"  # noqa: S105 - what Excel itself encrypts with where nobody gave a password
ENCRYPTED = "EncryptedPackage"

# The stream that tells what a file is, what people call it, and what to do.
_KINDS = (
    ("WordDocument", "an old Word document (.doc)", "Open it in Word or LibreOffice, save it as .docx and ingest that"),
    ("Workbook", "an old Excel workbook (.xls)", "Open it in Excel or LibreOffice, save it as .xlsx and ingest that"),
    ("Book", "an old Excel workbook (.xls)", "Open it in Excel or LibreOffice, save it as .xlsx and ingest that"),
    (
        "PowerPoint Document",
        "an old PowerPoint presentation (.ppt)",
        "Open it in PowerPoint or LibreOffice, save it as .pptx and ingest that",
    ),
    ("__properties_version1.0", "an Outlook message (.msg)", "Save it as .eml and ingest that"),
)


def accepts(content: Content) -> bool:
    return content.data.startswith(MAGIC)


def extract(content: Content) -> Extraction:
    if not _has(content.data, ENCRYPTED):
        for stream, name, advice in _KINDS:
            if _has(content.data, stream):
                raise UnsupportedFormat(f"{content.name} is {name}, which is not ingested", advice=advice)
        raise UnsupportedFormat(
            f"{content.name} is an old Microsoft Office file, which is not ingested",
            advice="Export it as PDF and ingest that",
        )
    inner = replace(content, data=_decrypted(content))
    for known in (docx.FORMAT, xlsx.FORMAT, pptx.FORMAT):
        if known.accepts(inner):
            return known.extract(inner)
    raise UnsupportedFormat(
        f"{content.name} is an encrypted Office file of a kind that is not ingested", advice="Export it as PDF"
    )


FORMAT = Format("application/x-ole-storage", accepts, extract)


def _has(data: bytes, stream: str) -> bool:
    """Whether the directory has an entry of this name: names stand in it as UTF-16, ended by zeros."""
    return f"{stream}\0\0".encode("utf-16-le") in data


def _decrypted(content: Content) -> bytes:
    for password in (*content.options.passwords, NO_PASSWORD):
        out = io.BytesIO()
        try:
            file = msoffcrypto.OfficeFile(io.BytesIO(content.data))
            file.load_key(password=password, verify_password=True)
            file.decrypt(out)
        except (InvalidKeyError, DecryptionError):
            continue
        except (FileFormatError, ParseError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedSource(f"{content.name} is encrypted and damaged: {error}", advice=CHECK_COPY) from error
        if out.getvalue().startswith(b"PK"):
            return out.getvalue()
    told = "none of the passwords opens it" if content.options.passwords else "it is encrypted and needs a password"
    raise EncryptedSource(f"{content.name}: {told}", advice="Give its password by --password")
