"""Archives: members with their right names, and nothing that leaves the archive or fills the memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
import pyzipper

from corpus.errors import ArchiveTooLarge, DamagedSource, SourceTooLarge
from ingest.extract import zipped
from ingest.extract.archive import cleaned, is_archive, members, name_of_member
from ingest.extract.base import Content, ReadOptions
from ingest.extract.zipped import Budget


def packed(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def found(data: bytes, **options: tuple[str, ...]) -> dict[str, str]:
    content = Content("a.zip", data, ReadOptions(**options))
    return {
        each.name: each.content.data.decode() if each.content else type(each.error).__name__
        for each in members(content, Budget())
    }


def test_names_never_leave_the_archive() -> None:
    """This ensures that `..`, a drive or a leading `/` is dropped, and two files of one name so made are kept apart."""
    data = packed(
        ("../../a.txt", b"1"), ("/etc/a.txt", b"2"), ("a.txt", b"3"), ("C:\\x\\b.txt", b"4"), ("d/../e.txt", b"5")
    )
    assert found(data) == {"a.txt": "1", "etc/a.txt": "2", "a (2).txt": "3", "x/b.txt": "4", "d/e.txt": "5"}
    assert cleaned("../..") == cleaned("/") == ""
    assert cleaned("a\nb.txt") == "a b.txt"


def test_what_is_no_document_is_passed_over() -> None:
    """This ensures that folders, hidden files and what macOS adds are no members."""
    data = packed(
        ("d/", b""), ("d/a.txt", b"x"), (".git/b.txt", b"x"), ("d/.c.txt", b"x"), ("__MACOSX/d/._a.txt", b"x")
    )
    assert found(data) == {"d/a.txt": "x"}


def test_links_and_empty_members() -> None:
    """This ensures that a link is not followed, and an empty member is said to be empty."""
    link = zipfile.ZipInfo("lien.txt")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/hostname")
        archive.writestr("vide.txt", b"")
    assert found(buffer.getvalue()) == {"lien.txt": "SourceUnreadable", "vide.txt": "SourceEmpty"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_last_member_of_a_name_counts() -> None:
    """This ensures that a member that was replaced by appending is read in its last state, as unpacking leaves it."""
    assert found(packed(("a.txt", b"old"), ("a.txt", b"new"))) == {"a.txt": "new"}


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("été.txt".encode("cp437"), "été.txt"),
        ("École À.txt".encode("cp850"), "École À.txt"),
        ("École Àœ.txt".encode(), "École Àœ.txt"),
        (b"plain.txt", "plain.txt"),
    ],
)
def test_letters_of_names(raw: bytes, name: str) -> None:
    """This ensures that names written by DOS, Windows and macOS without saying how are read right."""
    placeholder = "x" * len(raw)
    data = packed((placeholder, b"1")).replace(placeholder.encode(), raw)
    assert list(found(data)) == [name]


def test_name_in_the_field_for_unicode() -> None:
    """This ensures that Info-ZIP's field for names in UTF-8 counts while it fits the name."""
    info = zipfile.ZipInfo("_t_.txt")
    value = b"\x01" + struct.pack("<L", zlib.crc32(b"_t_.txt")) + "été.txt".encode()
    info.extra = struct.pack("<HH", 0x7075, len(value)) + value
    assert name_of_member(info) == "été.txt"
    info.orig_filename = info.filename = "autre.txt"
    assert name_of_member(info) == "autre.txt"


def test_one_damaged_member_costs_itself() -> None:
    """This ensures that a member with a wrong checksum is named and the others are read."""
    data = packed(("a.txt", b"intact"), ("b.txt", b"damaged"), compression=zipfile.ZIP_STORED)
    assert found(data.replace(b"damaged", b"dumaged", 1)) == {"a.txt": "intact", "b.txt": "DamagedSource"}


@pytest.mark.parametrize("encryption", [{}, {"encryption": pyzipper.WZ_AES}])
def test_passwords_are_tried(encryption: dict[str, int]) -> None:
    """This ensures that an encrypted member opens with a password that was given, and is named without."""
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", **encryption) as archive:
        if encryption:
            archive.setpassword("sésame".encode())
        archive.writestr("a.txt", b"secret")
    data = buffer.getvalue() if encryption else ZIPCRYPTO
    assert found(data) == {"a.txt": "EncryptedSource"}
    assert found(data, passwords=("faux",)) == {"a.txt": "EncryptedSource"}
    assert found(data, passwords=("faux", "sésame")) == {"a.txt": "secret"}


def zipcrypto(data: bytes, password: bytes, name: bytes) -> bytes:
    """A ZIP file of one stored member with the old encryption, which no library writes any more (APPNOTE 6.1)."""
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)  # noqa: PLW2901 - the polynomial's remainder
        table.append(value)
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = table[(keys[0] ^ byte) & 255] ^ keys[0] >> 8
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table[(keys[2] ^ keys[1] >> 24) & 255] ^ keys[2] >> 8

    for byte in password:
        update(byte)
    crc = zlib.crc32(data)
    cipher = bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + data:
        mask = keys[2] & 0xFFFF | 2
        cipher.append(byte ^ (mask * (mask ^ 1) >> 8 & 255))
        update(byte)
    head = struct.pack("<HHHHHLLLHH", 20, 1, 0, 0, 0, crc, len(cipher), len(data), len(name), 0)
    local = b"PK\x03\x04" + head + name + bytes(cipher)
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(entry), len(local), 0)


ZIPCRYPTO = zipcrypto(b"secret", "sésame".encode(), b"a.txt")


def test_bombs_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that bytes are counted while they are unpacked: of a member, by its ratio, and of all together."""
    bomb = packed(("a.txt", bytes(12 * 1024 * 1024)), ("b.txt", b"ok"))
    assert found(bomb) == {"a.txt": "SourceTooLarge", "b.txt": "ok"}
    monkeypatch.setattr(zipped, "MAX_MEMBER_BYTES", 5)
    assert found(packed(("a.txt", b"123456"), ("b.txt", b"ok"))) == {"a.txt": "SourceTooLarge", "b.txt": "ok"}
    monkeypatch.undo()
    with pytest.raises(ArchiveTooLarge, match="unpacks to more"):
        list(members(Content("a.zip", packed(("a.txt", b"123"), ("b.txt", b"456"))), Budget(bytes_left=5)))
    with pytest.raises(ArchiveTooLarge, match="more than 10,000 members"):
        list(members(Content("a.zip", packed(("a.txt", b"1"), ("b.txt", b"2"))), Budget(members_left=1)))
    monkeypatch.setattr(zipped, "MAX_HEADERS", 1)
    with pytest.raises(SourceTooLarge, match="lists more than"):
        found(packed(("a.txt", b"1"), ("b.txt", b"2")))


def test_sizes_in_headers_are_not_believed() -> None:
    """This ensures that a member that says it is small and is not costs no more than it may."""
    data = bytearray(packed(("a.txt", bytes(12 * 1024 * 1024))))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<L", 10)
    assert found(bytes(data))["a.txt"] in ("DamagedSource", "SourceTooLarge")


def test_what_is_an_archive() -> None:
    """This ensures that documents that are packed as ZIP files are no archives, nor are packages of other kinds."""
    assert is_archive(Content("a.docx", packed(("a.txt", b"x"))))
    assert not is_archive(Content("a.zip", packed(("[Content_Types].xml", b"x"), ("word/document.xml", b"x"))))
    assert not is_archive(Content("a.zip", packed(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"))))
    assert not is_archive(Content("a.zip", b"text"))


def test_cut_off_archive() -> None:
    """This ensures that a truncated archive is said to be one."""
    with pytest.raises(DamagedSource, match="damaged or cut off"):
        found(packed(("a.txt", b"x" * 100))[:-30])


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that reading an archive leaves no file behind."""
    monkeypatch.chdir(tmp_path)
    found(packed(("a.txt", b"x"), ("../b.txt", b"x")))
    assert not list(tmp_path.parent.glob("b.txt"))
    assert not list(tmp_path.iterdir())
