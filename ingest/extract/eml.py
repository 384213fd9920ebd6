"""EML: a message's subject, people, date and text; its attachments are sources of their own (`attachments`).

A web page that a browser saved as one file (MHTML) is a message too, and is read as the page that it holds.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesFeedParser
from email.utils import parsedate_to_datetime
from pathlib import PurePath

from corpus.errors import DamagedSource, EncryptedSource, NoText, SourceEmpty, SourceError, SourceTimeout
from corpus.types import Block
from ingest.extract import html
from ingest.extract.base import Content, Extraction, Format
from ingest.extract.encoding import CHECK_COPY, decode
from ingest.extract.remarks import Remark
from ingest.extract.text import blocks_of

SHOWN = ("From", "To", "Cc", "Date")
MAX_PEOPLE_CHARS = 500
"""Of one header line: a message to a whole administration has thousands of addresses."""

PLAIN_SHARE = 0.3
"""A plain text shorter than this share of the HTML's only says that the message is in HTML."""

_SNIFFED_BYTES = 16_384
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t\r\n]")
_CARRIER = {
    b"received",
    b"message-id",
    b"mime-version",
    b"return-path",
    b"delivered-to",
    b"x-mailer",
    b"dkim-signature",
}
PARSING_SECONDS = 60.0
"""Of one message: 200 MB in a hundred parts take 4."""

STEP_BYTES = 256 * 1024

_WRITER = {b"from", b"subject", b"date", b"to"}
_FROM_LINE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s*\n)?(?:From [^\n]*\n)?")


def accepts(content: Content) -> bool:
    """Header lines at the start, of which one only a mail program writes; for a .eml file, those that people know."""
    start = content.data[:_SNIFFED_BYTES].replace(b"\r\n", b"\n")
    head = _headed(start).partition(b"\n\n")[0]
    lines = head.split(b"\n")
    if not _FIELD.match(lines[0] + b"\n"):
        return False
    fields = {match[1].lower() for line in lines if (match := _FIELD.match(line + b"\n"))}
    named = PurePath(content.name).suffix.lower() in (".eml", ".mht", ".mhtml")
    return bool(fields & _WRITER) and (named or (bool(fields & _CARRIER) and len(fields & _WRITER) > 1))


def extract(content: Content) -> Extraction:
    message = _parsed(content)
    try:
        return _read(message, content)
    except SourceError:
        raise
    except Exception as error:  # the wrapping boundary: `email` raises many kinds on broken headers and encodings
        raise DamagedSource(f"{content.name} can't be read as a message: {error}", advice=CHECK_COPY) from error


def _read(message: MIMEPart, content: Content) -> Extraction:
    if message.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"):
        raise EncryptedSource(f"{content.name} is an encrypted message", advice="Save it decrypted and ingest that")
    if (page := _saved_page(message, content)) is not None:
        return html.extract(page)
    subject = _header(message, "Subject")
    people = [f"{name}: {text}" for name in SHOWN if (text := _header(message, name)[:MAX_PEOPLE_CHARS])]
    body, warnings = _body(message, content.name)
    if not (body or subject):
        raise NoText(f"{content.name} holds no text", advice="Its attachments are read by themselves")
    blocks = [Block(subject, "heading", level=1)] if subject else []
    blocks += [Block("\n".join(people))] if people else []
    return Extraction(
        (*blocks, *body),
        title=subject or None,
        published=_sent(message),
        author=_header(message, "From")[:MAX_PEOPLE_CHARS] or None,
        warnings=warnings,
        media_type=FORMAT.media_type,
    )


FORMAT = Format("message/rfc822", accepts, extract)


def _saved_page(message: MIMEPart, content: Content) -> Content | None:
    """The page in a file of a browser's, which says where it was saved from, or by what."""
    if "Snapshot-Content-Location" not in message and not _header(message, "From").lower().startswith("<saved by"):
        return None
    part = message.get_body(preferencelist=("html",))
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes):
        return None
    return replace(content, data=payload, charset=part.get_content_charset())


def attachments(content: Content) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each attachment, messages included. Raises `DamagedSource`."""
    message = _parsed(content)
    try:
        body = _body_parts(message)
        for number, part in enumerate(_leaves(message), start=1):
            if part in body or not _is_attached(part):
                continue
            if part.get_content_type() == "message/rfc822":
                inner = part.get_payload(0)
                name = part.get_filename() or f"{_header(inner, 'Subject') or f'message {number}'}.eml"  # type: ignore[arg-type]
                yield name, inner.as_bytes()  # type: ignore[union-attr]
            else:
                payload = part.get_payload(decode=True)
                yield part.get_filename() or f"part {number}", payload if isinstance(payload, bytes) else b""
    except SourceError:
        raise
    except Exception as error:  # the wrapping boundary, as above
        raise DamagedSource(f"{content.name} has attachments that can't be read: {error}", advice=CHECK_COPY) from error


def _parsed(content: Content) -> EmailMessage:
    parser = BytesFeedParser(EmailMessage, policy=policy.default)
    data = _headed(content.data).replace(b"\r\n", b"\n")
    try:
        for first in _steps_in_time(len(data), content.name):
            parser.feed(data[first : first + STEP_BYTES])
        return parser.close()
    except SourceError:
        raise
    except Exception as error:  # the wrapping boundary: `email` has no error of its own
        raise DamagedSource(f"{content.name} can't be read as a message: {error}", advice=CHECK_COPY) from error


def _steps_in_time(size: int, name: str) -> Iterator[int]:
    """Where each step begins. Raises `SourceTimeout`: a line is compared with every boundary that is open around it."""
    deadline = time.monotonic() + PARSING_SECONDS
    for first in range(0, size, STEP_BYTES):
        if time.monotonic() > deadline:
            raise SourceTimeout(f"{name} takes too long to take apart", advice=CHECK_COPY)
        yield first


def _headed(data: bytes) -> bytes:
    """Without the line `From …` that a mailbox has above each message, and what stands before it."""
    match = _FROM_LINE.match(data)
    return data[match.end() :] if match else data


def _header(message: MIMEPart, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _sent(message: MIMEPart) -> date | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date()
    except (TypeError, ValueError, IndexError):
        return None


def _leaves(message: MIMEPart) -> Iterator[MIMEPart]:
    """The parts that are no containers; a message that is attached is one part."""
    if message.get_content_maintype() == "multipart":
        for part in message.iter_parts():
            yield from _leaves(part)
    else:
        yield message


def _is_attached(part: MIMEPart) -> bool:
    """Pictures within the text, which have no disposition or are inline, are part of it."""
    if part.get_content_disposition() == "attachment" or part.get_content_type() == "message/rfc822":
        return True
    return part.get_filename() is not None and part.get_content_maintype() != "image"


def _body_parts(message: MIMEPart) -> list[MIMEPart]:
    found = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    return [part for part in found if part is not None]


def _body(message: MIMEPart, name: str) -> tuple[tuple[Block, ...], tuple[Remark, ...]]:
    """The text of a message: the plain one, unless the HTML has much more."""
    readings: dict[str, tuple[Block, ...]] = {}
    warnings: tuple[Remark, ...] = ()
    for part in _body_parts(message):
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset()
        if not isinstance(payload, bytes):
            continue
        try:
            if part.get_content_subtype() == "html":
                readings["html"] = html.blocks_of_page(payload, name=name, charset=charset)
            else:
                decoded = decode(payload, name=name, declared=charset)
                readings["plain"], warnings = blocks_of(decoded.text), decoded.warnings
        except SourceEmpty:
            continue
    plain, rich = readings.get("plain", ()), readings.get("html", ())
    if _characters(plain) >= PLAIN_SHARE * _characters(rich):
        return plain, warnings
    return rich, ()


def _characters(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)
