"""EML: a message as a document, and its attachments."""

from __future__ import annotations

import contextlib
from datetime import date
from email.message import EmailMessage

import pytest

from corpus.errors import EncryptedSource, SourceError, SourceTimeout
from corpus.types import Block
from ingest.extract.base import Content
from ingest.extract.eml import FORMAT, attachments


def message(text: str | None = "La réunion a lieu demain à la mairie.\n") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Réunion du conseil", "Léa Maire <lea@ville.example>", "a@ville.example"
    mail["Date"], mail["Message-ID"] = "Fri, 03 May 2019 10:00:00 +0200", "<1@ville.example>"
    if text is not None:
        mail.set_content(text)
    return mail


def test_message_is_a_document() -> None:
    """This ensures that subject, people, date and text are read, encoded headers too."""
    content = Content("mail.txt", message().as_bytes())
    assert FORMAT.accepts(content)
    extraction = FORMAT.extract(content)
    people = "From: Léa Maire <lea@ville.example>\nTo: a@ville.example\nDate: Fri, 03 May 2019 10:00:00 +0200"
    assert extraction.blocks == (
        Block("Réunion du conseil", "heading", level=1),
        Block(people),
        Block("La réunion a lieu demain à la mairie.", joinable=True),
    )
    assert (extraction.title, extraction.published) == ("Réunion du conseil", date(2019, 5, 3))


def test_html_where_the_plain_text_says_nothing() -> None:
    """This ensures that a plain text that only points to the HTML gives way to it."""
    mail = message("Voir en HTML.\n")
    mail.add_alternative(f"<html><body><h2>Ordre</h2><p>{'Budget et écoles. ' * 20}</p></body></html>", subtype="html")
    blocks = FORMAT.extract(Content("a.eml", mail.as_bytes())).blocks
    assert blocks[2] == Block("Ordre", "heading", level=2)


def test_page_saved_by_a_browser() -> None:
    """This ensures that a web page in one file is read as a page, without its frame and its pictures."""
    text = "<p>La charte engage la ville et ses habitants pour dix ans.</p>" * 3
    page = EmailMessage()
    page["From"], page["Subject"], page["MIME-Version"] = "<Saved by Blink>", "La charte", "1.0"
    page["Snapshot-Content-Location"] = "https://ville.example/charte"
    page.set_content(f"<html><body><nav>Menu</nav><main><h1>Charte</h1>{text}</main></body></html>", subtype="html")
    page.add_related(b"\x89PNG", "image", "png", cid="<1>")
    content = Content("charte.mht", page.as_bytes())
    assert FORMAT.accepts(content)
    extraction = FORMAT.extract(content)
    assert extraction.media_type == "text/html"
    assert [block.text for block in extraction.blocks][:1] == ["Charte"]
    assert not list(attachments(content))


def test_attachments_with_their_names() -> None:
    """This ensures that files and messages are given, and pictures within the text are not."""
    mail = message()
    mail.add_alternative("<p>x</p><img src='cid:1'>", subtype="html")
    mail.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<1>")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="charte été.pdf")
    mail.add_attachment(message())
    found = list(attachments(Content("a.eml", mail.as_bytes())))
    assert [name for name, _ in found] == ["charte été.pdf", "Réunion du conseil.eml"]
    assert found[0][1] == b"%PDF-1.7"
    assert FORMAT.accepts(Content(*found[1]))


@pytest.mark.parametrize(
    ("name", "data", "accepted"),
    [
        ("a.eml", b"Subject: x\n\ny", True),
        ("a.txt", b"From x@y Fri\nFrom: a\nTo: b\nMIME-Version: 1.0\n\nx", True),
        ("memo.txt", b"From: a\nTo: b\nSubject: c\nDate: d\n\nUn m\xc3\xa9mo.", False),
        ("a.eml", b"<html>", False),
        ("a.eml", b"Bonjour", False),
    ],
)
def test_what_is_a_message(name: str, data: bytes, accepted: bool) -> None:
    """This ensures that a memo that begins like a message stays a text."""
    assert FORMAT.accepts(Content(name, data)) is accepted


def test_encrypted_message() -> None:
    """This ensures that an encrypted message is not read as its cipher."""
    data = b"From: a\nSubject: b\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nAAAA"
    with pytest.raises(EncryptedSource):
        FORMAT.extract(Content("a.eml", data))


@pytest.mark.parametrize(
    "head",
    [
        b"Date: \xff\xff",
        b"Subject: =?utf-99?b?AAA?=",
        b'From: "a <<<@',
        b"Content-Type: text/plain; charset=nope",
        b"To: " + b"(" * 500,
    ],
)
def test_broken_headers(head: bytes) -> None:
    """This ensures that headers out of order give a document or a `SourceError`."""
    data = b"Subject: x\nMIME-Version: 1.0\n" + head + b"\n\nUn texte."
    with contextlib.suppress(SourceError):
        assert FORMAT.extract(Content("a.eml", data)).blocks


def test_parts_within_parts_have_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a message whose every line is compared with hundreds of boundaries is given up in time."""
    monkeypatch.setattr("ingest.extract.eml.PARSING_SECONDS", 0.2)
    monkeypatch.setattr("ingest.extract.eml.STEP_BYTES", 4096)
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(400))
    data = f"From: a@b.fr\nSubject: x\nMIME-Version: 1.0\n{opened}Content-Type: text/plain\n\n" + "-- \n" * 100_000
    with pytest.raises(SourceTimeout, match="takes too long"):
        list(attachments(Content("a.eml", data.encode())))
