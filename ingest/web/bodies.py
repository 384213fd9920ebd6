"""The bytes of an answer, unpacked as they come, and never more than may be: a small answer can hold gigabytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from email.message import Message

from corpus.errors import PageUnreachable, SourceTooLarge

ENCODINGS = "gzip, deflate"
"""What is asked for. Others would need libraries that can't be told how much to unpack."""

_STEP = 64 * 1024
_GZIP = b"\x1f\x8b"
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


def unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """A body in pieces of at most 64 kB. Raises `PageUnreachable` for damage and for an encoding not asked for."""
    names = [name for name in re.split(r"[\s,]+", encoding.lower()) if name not in ("", "identity")]
    if not names:
        yield from pieces
    elif len(names) == 1 and names[0] in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(pieces)
    else:
        raise PageUnreachable(f"it comes packed as {' '.join(names)[:40]!r}, which was not asked for")


def read(pieces: Iterable[bytes], *, max_bytes: int, cut: bool = False) -> bytes:
    """All pieces together. Over `max_bytes` they are cut there or, without `cut`, raise `SourceTooLarge`."""
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > max_bytes:
            if cut:
                return bytes(data[:max_bytes])
            raise too_large(max_bytes)
    return bytes(data)


def gunzipped(data: bytes, *, max_bytes: int) -> bytes:
    """A gzip file unpacked; anything else as it is. Raises as `unpacked` and `read` do."""
    if not data.startswith(_GZIP):
        return data
    return read(_inflated([data]), max_bytes=max_bytes)


def too_large(max_bytes: int) -> SourceTooLarge:
    return SourceTooLarge(
        f"it has more than the {max_bytes / 1e6:,.1f} MB that are read", advice="Save it and ingest the file"
    )


def charset_of(content_type: str, data: bytes) -> str | None:
    """The character set that a server states, unless the bytes are UTF-8 beyond doubt: servers are set up once and
    say the same of every page. None where it says nothing that can be used.
    """
    stated = _parameter(content_type, "charset").lower()
    if stated in ("utf-8", "utf8"):
        return "utf-8"
    if not stated or data.isascii():
        return stated or None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return stated
    return "utf-8"


def media_type_of(content_type: str) -> str:
    """`text/html` of `Text/HTML; charset=…`."""
    return content_type.partition(";")[0].strip().lower()


def _parameter(header: str, name: str) -> str:
    message = Message()
    message["Content-Type"] = " ".join(header.split())
    value = message.get_param(name)
    return value.strip() if isinstance(value, str) else ""


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker, parts = None, 0
    for piece in pieces:
        rest = piece
        while rest:
            if unpacker is None and parts and rest[:1] != _GZIP[:1]:
                return  # gzip files may stand one behind the other; anything else there is of no use
            unpacker = unpacker or _unpacker_for(rest)
            try:
                out = unpacker.decompress(rest, _STEP)
            except zlib.error as error:
                raise PageUnreachable("it is packed and damaged", advice="Try again later") from error
            if out:
                yield out
            rest = unpacker.unconsumed_tail
            if unpacker.eof:
                rest, unpacker, parts = unpacker.unused_data, None, parts + 1
    if unpacker is None:
        return
    while out := unpacker.decompress(b"", _STEP):
        yield out
    if not unpacker.eof:
        raise PageUnreachable("it is packed and its end is missing", advice="Try again later")


def _unpacker_for(start: bytes) -> zlib._Decompress:
    """For gzip and zlib; some servers send `deflate` without zlib's header, whose first byte says 8 in four bits."""
    headed = start.startswith(_GZIP[: len(start)]) or start[0] & 0x0F == 8
    return zlib.decompressobj(_GZIP_OR_ZLIB if headed else -zlib.MAX_WBITS)
