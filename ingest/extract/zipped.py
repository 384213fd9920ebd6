"""Reading ZIP files from anybody: every byte is counted as it is unpacked, whatever the headers say.

Nothing is ever written to the disk; a member's name is only a name.
"""

from __future__ import annotations

import io
import lzma
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, cast
from zipfile import ZipFile, ZipInfo

from corpus.errors import ArchiveTooLarge, DamagedSource, EncryptedSource, SourceTooLarge
from ingest.extract.encoding import CHECK_COPY

MAX_MEMBERS = 10_000
"""Of one archive, those of the archives in it included."""

MAX_MEMBER_BYTES = 200 * 1024 * 1024
"""As for a file of its own."""

MAX_TOTAL_BYTES = 1024 * 1024 * 1024
"""Of all members that are read, together."""

MAX_SECONDS = 600.0
"""Of unpacking, unless a run says otherwise: as for reading one source."""

MAX_RATIO = 200
RATIO_FROM_BYTES = 10 * 1024 * 1024
"""A member that has grown by more than this factor is a bomb, once it has so many bytes. Office's XML and tables of
numbers shrink to a tenth, a fiftieth at best; deflate itself ends at 1,032."""

MAX_HEADERS = 20 * MAX_MEMBERS
"""Entries of the directory that are parsed at all: Python makes an object of each before it can be asked."""

STEP_BYTES = 1024 * 1024

WINZIP_AES = 99

_START = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(ValueError, KeyError, struct.error, NotImplementedError, OverflowError, IndexError),
)


def is_zip(data: bytes) -> bool:
    return data.startswith((_START, EMPTY_ZIP))


@dataclass(slots=True)
class Budget:
    """What may still be unpacked, shared by an archive and the archives in it, and for how long.

    Only the time spent on unpacking counts: who unpacks one member after another does other things between.
    """

    bytes_left: int = MAX_TOTAL_BYTES
    members_left: int = MAX_MEMBERS
    seconds_left: float = MAX_SECONDS

    def take_bytes(self, count: int, name: str) -> None:
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise ArchiveTooLarge(
                f"{name} unpacks to more than {MAX_TOTAL_BYTES / 1e6:,.0f} MB; the rest of it is not read",
                advice="Split it, or unpack it and ingest the folder",
            )

    def take_seconds(self, seconds: float, name: str) -> None:
        self.seconds_left -= seconds
        if self.seconds_left < 0:
            raise ArchiveTooLarge(
                f"{name} takes too long to unpack; the rest of it is not read",
                advice="Unpack it and ingest the folder, or allow more: --timeout SECONDS",
            )

    def take_member(self, name: str) -> None:
        self.members_left -= 1
        if self.members_left < 0:
            raise ArchiveTooLarge(
                f"{name} has more than {MAX_MEMBERS:,} members; the rest of them are not read",
                advice="Split it, or unpack it and ingest the folder",
            )


@contextmanager
def opened(data: bytes, *, name: str) -> Iterator[ZipFile]:
    """A ZIP file for reading. Raises `DamagedSource` and `SourceTooLarge`."""
    if data.count(_ENTRY) > MAX_HEADERS:
        raise SourceTooLarge(f"{name} lists more than {MAX_HEADERS:,} members", advice="Split it")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        told = f"{name} begins as a ZIP file, as .docx, .xlsx, .odt and .epub do, and is damaged or cut off: {error}"
        raise DamagedSource(told, advice=CHECK_COPY) from error
    with archive:
        yield archive


def names_in(data: bytes) -> frozenset[str]:
    """The names of a ZIP file's members, to tell what it is; none where it is no ZIP file, or a broken one."""
    if not is_zip(data):
        return frozenset()
    try:
        with opened(data, name="") as archive:
            return frozenset(archive.namelist())
    except (DamagedSource, SourceTooLarge):
        return frozenset()


def unpacked(archive: ZipFile, member: ZipInfo, budget: Budget, *, name: str, passwords: Sequence[str] = ()) -> bytes:
    """The bytes of a member, which is called `name` in errors.

    Raises `EncryptedSource` where no password opens it, `SourceTooLarge` at a limit, else `DamagedSource`.
    """
    try:
        if not member.flag_bits & 1:
            with archive.open(member) as stream:
                return _counted(stream, member, budget, name)
        return _decrypted(archive, member, budget, name, passwords)
    except NotImplementedError as error:
        raise DamagedSource(
            f"{name} is packed in a way that can't be read: {error}", advice="Unpack the archive and ingest the folder"
        ) from error
    except (*_DAMAGE, RuntimeError) as error:
        raise DamagedSource(f"{name} is damaged inside its archive: {error}", advice=CHECK_COPY) from error


def _counted(stream: IO[bytes], member: ZipInfo, budget: Budget, name: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := _read_step(stream, budget, name):
        size += len(part)
        budget.take_bytes(len(part), name)
        if size > MAX_MEMBER_BYTES:
            raise SourceTooLarge(f"{name} unpacks to more than {MAX_MEMBER_BYTES / 1e6:,.0f} MB", advice="Split it")
        if size > RATIO_FROM_BYTES and size > MAX_RATIO * max(1, member.compress_size):
            raise SourceTooLarge(
                f"{name} unpacks to more than {MAX_RATIO} times its packed size, as ZIP bombs do",
                advice="If it is meant so, unpack the archive and ingest the folder",
            )
        parts.append(part)
    return b"".join(parts)


def _read_step(stream: IO[bytes], budget: Budget, name: str) -> bytes:
    begun = time.monotonic()
    part = stream.read(STEP_BYTES)
    budget.take_seconds(time.monotonic() - begun, name)
    return part


def _decrypted(archive: ZipFile, member: ZipInfo, budget: Budget, name: str, passwords: Sequence[str]) -> bytes:
    """A wrong password passes ZIP's own check once in 256 times: then the checksum or the packing tells it."""
    import pyzipper  # noqa: PLC0415 - it loads a library of ciphers, which few archives need

    for password in passwords:
        source = cast("IO[bytes]", archive.fp)
        reader = pyzipper.AESZipFile if member.compress_type == WINZIP_AES else zipfile.ZipFile
        for secret in dict.fromkeys((password.encode("utf-8"), password.encode("cp850", "replace"))):
            try:
                with reader(source) as again, again.open(member.filename, pwd=secret) as stream:
                    return _counted(stream, member, budget, name)
            except (*_DAMAGE, pyzipper.zipfile.BadZipFile, RuntimeError):
                continue
    told = "none of the passwords opens it" if passwords else "it is encrypted"
    raise EncryptedSource(f"{name}: {told}", advice="Give its password by --password")
