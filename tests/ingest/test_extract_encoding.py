"""Bytes to text: UTF-8 first, guesses told, binary files refused."""

from __future__ import annotations

import random

import pytest

from corpus.errors import SourceEmpty, UnsupportedFormat
from ingest.extract.encoding import decode

FRENCH = "L’écosystème à l'été : où ça ? Noël, cœur, 20 € – « oui ». Créée par l’Île."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_needs_no_guess(encoding: str) -> None:
    """This ensures that UTF-8 with or without its mark, and UTF-16 and 32 with theirs, are read without a warning."""
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    decoded = decode((mark + FRENCH).encode(encoding), name="a.txt")
    assert (decoded.text, decoded.warnings) == (FRENCH, ())


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        (FRENCH, "cp1252", "cp1252"),
        (FRENCH, "mac_roman", "mac_roman"),
        ("Größe der Straße über München äußern", "latin-1", "cp1252"),
        ("El año que viene será más fácil. ¿Qué?", "latin-1", "cp1252"),
        ("été", "cp1252", "cp1252"),
        ("Привет, мир. Это документ о политике города.", "cp1251", "cp1251"),
        ("Город обязуется поддерживать своих жителей.", "iso8859_5", "iso8859_5"),
        ("L'œuvre coûte 300 € par école, où l'été s'achève.", "iso8859_15", "iso8859_15"),
        ("Gmina zobowiązuje się wspierać mieszkańców. Każda szkoła otrzyma środki.", "iso8859_2", "iso8859_2"),
        ("Gmina zobowiązuje się wspierać mieszkańców. Każda szkoła otrzyma środki.", "cp1250", "cp1250"),
        ("Každá škola dostane příspěvek na knihy, žáci také obědy.", "iso8859_2", "iso8859_2"),
        ("A város vállalja, hogy támogatja lakóit, erős és főtt ebédet is ad, köszönjük.", "cp1250", "cp1250"),
        (
            "Belediye, sakinlerini desteklemeyi taahhüt eder. Öğrenciler öğle yemeği yiyecek. Işık ve çağ.",
            "iso8859_9",
            "cp1254",
        ),
        ("Ο δήμος στηρίζει τους κατοίκους του. Άρθρο πρώτο.", "iso8859_7", "iso8859_7"),
    ],
)
def test_other_encodings_are_guessed_and_told(text: str, written: str, read: str) -> None:
    """This ensures that old encodings are read right, and that the warning names the one assumed."""
    decoded = decode(text.encode(written), name="a.txt")
    assert decoded.text == text
    assert decoded.encoding == read
    assert read in decoded.warnings[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", [FRENCH, "Город обязуется поддерживать жителей.", "市は住民を支援することを約束します。", "a b"]
)
def test_wide_encodings_without_a_mark(text: str, encoding: str) -> None:
    """This ensures that UTF-16 and UTF-32 are known by the zeros that other texts don't have."""
    assert decode((text + "\n").encode(encoding), name="a.txt").text == text + "\n"


def test_few_broken_bytes_stay_utf8() -> None:
    """This ensures that one broken byte in a UTF-8 file does not turn every accent of it wrong."""
    decoded = decode(("créée à l'été " * 20).encode() + b"\xe9 fin", name="a.txt")
    assert decoded.text.startswith("créée à l'été")
    assert decoded.text.endswith("� fin")
    assert "1 in all" in decoded.warnings[0]


def test_declared_encoding_is_believed_when_it_decodes() -> None:
    """This ensures that a page's own charset is used, Latin-1 read as browsers do, and a wrong one passed over."""
    assert decode(b"l\x92\xe9t\xe9", name="a.html", declared="ISO-8859-1").text == "l’été"
    assert decode("été".encode(), name="a.html", declared="no-such-charset").text == "été"


def test_plain_utf8_is_not_read_as_what_a_server_says() -> None:
    """This ensures that a wrong charset of a server doesn't break a page, and an odd one of Python's isn't used."""
    assert decode("l’été".encode(), name="a.html", declared="iso-8859-1").text == "l’été"
    assert decode(b"Stra\xdfe", name="a.html", declared="unicode_escape").text == "Straße"
    assert decode("日本語の文書です。".encode("euc_jp"), name="a.html", declared="euc-jp").text == "日本語の文書です。"


@pytest.mark.parametrize(
    "data", [random.Random(1).randbytes(4000), b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(300), b"abc\x00def"]
)
def test_binary_is_refused(data: bytes) -> None:
    """This ensures that a binary file is not taken for text."""
    with pytest.raises(UnsupportedFormat, match=r"f\.bin is a binary file"):
        decode(data, name="f.bin")


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", "\u00a0\u200b\n".encode(), b"\xef\xbb\xbf"])
def test_nothing_is_empty(data: bytes) -> None:
    """This ensures that a file of no bytes or white space only is said to be empty."""
    with pytest.raises(SourceEmpty):
        decode(data, name="a.txt")
