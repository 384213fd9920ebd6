"""Unpacking within limits, and what a server's headers say of the bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest

from corpus.errors import PageUnreachable, SourceTooLarge
from ingest.web.bodies import charset_of, gunzipped, media_type_of, read, unpacked

TEXT = b"La charte engage la commune. " * 5000


def deflated(data: bytes) -> bytes:
    """Without zlib's header, as some servers send `deflate`."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", deflated(TEXT)),
        ("gzip", gzip.compress(TEXT[:70_000]) + gzip.compress(TEXT[70_000:])),
        ("gzip", gzip.compress(TEXT) + b"\0\0\0 and what some servers leave there"),
    ],
)
@pytest.mark.parametrize("size", [1, 100, 1_000_000])
def test_bodies_are_unpacked_as_they_come(encoding: str, packed: bytes, size: int) -> None:
    """This ensures that the pieces make no difference, and that none is larger than 64 kB once unpacked."""
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    got = list(unpacked(pieces, encoding))
    assert b"".join(got) == TEXT
    assert encoding in ("", "identity") or max(map(len, got)) <= 65_536


def test_bomb_is_left_where_the_limit_is() -> None:
    """This ensures that no more is unpacked than may be: 100 MB of zeros in 100 kB, of which 1 MB is looked at."""
    packed, seen = gzip.compress(bytes(100_000_000), compresslevel=1), 0

    def counted() -> Iterator[bytes]:
        nonlocal seen
        for piece in unpacked([packed], "gzip"):
            seen += len(piece)
            yield piece

    with pytest.raises(SourceTooLarge, match=r"1\.0 MB"):
        read(counted(), max_bytes=1_000_000)
    assert seen < 1_100_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(TEXT)[:-20]),
        ("gzip", b"\x1f\x8b but no gzip"),
        ("deflate", b"text"),
        ("gzip, gzip", gzip.compress(TEXT)),
        ("br", TEXT),
    ],
)
def test_damage_is_said(encoding: str, packed: bytes) -> None:
    """This ensures that a body that lacks its end, is broken or comes packed in another way is not taken for a page."""
    with pytest.raises(PageUnreachable):
        list(unpacked([packed], encoding))


def test_nothing_is_nothing() -> None:
    """This ensures that an empty body is one, whatever it is said to be packed in."""
    assert list(unpacked([], "gzip")) == []
    assert list(unpacked([b""], "gzip")) == []
    assert gunzipped(b"text", max_bytes=1) == b"text"


@pytest.mark.parametrize(
    ("header", "data", "charset"),
    [
        ("text/html; charset=UTF-8", b"\xe9", "utf-8"),
        ('text/html; charset="iso-8859-15"', b"\xe9", "iso-8859-15"),
        ("text/html;CHARSET=koi8-r;x=1", b"abc", "koi8-r"),
        ("text/html; charset=iso-8859-1", "é".encode(), "utf-8"),
        ("text/html", "é".encode(), None),
        ("text/html; charset=", b"a", None),
        ("", b"", None),
        ("text/html; charset=\xff", b"a", "\xff"),
    ],
)
def test_charset_is_the_servers_unless_the_bytes_say_otherwise(header: str, data: bytes, charset: str | None) -> None:
    """This ensures that a server that calls all pages Latin-1 does not break those in UTF-8."""
    assert charset_of(header, data) == charset


def test_media_type_is_without_its_parameters() -> None:
    """This ensures that a type is compared in one spelling."""
    assert media_type_of(" Text/HTML ; charset=x") == "text/html"
