"""Paths become sources: every one of them, or the reason why not."""

from __future__ import annotations

import io
import json
import os
import unicodedata
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.extract.base import ReadOptions
from ingest.source import Source, as_on_disk, find_files, name_at, read_sources


def found(*paths: Path) -> list[str]:
    return [each.name if isinstance(each, Path) else type(each.error).__name__ for each in find_files(paths)]


def errors(path: Path) -> list[str]:
    return [f"{type(source.error).__name__}: {source.error}" for source in read_sources(path) if source.error]


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    """This ensures a fixed order, each file once, hidden files left out and other formats named."""
    (tmp_path / "b").mkdir()
    for name in ("b/z.md", "b/a.pdf", "c.txt", ".hidden.txt", "photo.bin", "LISEZMOI"):
        (tmp_path / name).write_text("x")
    assert found(tmp_path) == ["UnsupportedFormat", "c.txt", "UnsupportedFormat", "a.pdf", "z.md"]
    assert found(tmp_path / "c.txt", tmp_path / "b" / ".." / "c.txt") == ["c.txt"]
    assert found(tmp_path / "photo.bin") == ["photo.bin"]  # named on the command line, it is tried


def test_loops_and_missing_paths_end(tmp_path: Path) -> None:
    """This ensures that a loop of links ends, and that what is not there is said."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert found(tmp_path) == ["a.txt", "self.txt"]
    assert "a link that leads to itself" in errors(tmp_path / "self.txt")[0]
    assert found(tmp_path / "none") == ["SourceMissing"]


def test_names_of_any_bytes(tmp_path: Path) -> None:
    """This ensures that accents in either form read the same, and that a name that is no Unicode can be stored."""
    (tmp_path / "e\u0301te\u0301.txt").write_text("x")
    (source,) = read_sources(tmp_path / "e\u0301te\u0301.txt")
    assert source.content is not None
    assert source.content.name == "été.txt"
    raw = os.fsdecode(bytes(tmp_path / "caf") + b"\xe9.txt")
    Path(raw).write_text("x")
    (source,) = read_sources(Path(raw))
    assert source.uri.endswith("caf\\xe9.txt")
    source.uri.encode("utf-8")


def test_a_path_in_the_other_form_of_unicode(tmp_path: Path) -> None:
    """This ensures that a file is found whose accents are composed where they are typed apart, in folders' names too,
    and that neither of two such files is taken for a third.
    """
    composed, apart = "Guyane_—_légumes", unicodedata.normalize("NFD", "Guyane_—_légumes")
    file = tmp_path / apart / f"{composed}.txt"
    file.parent.mkdir()
    file.write_text("x")
    for folder, name in ((composed, apart), (apart, apart), (composed, composed), (apart, composed)):
        assert as_on_disk(tmp_path / folder / f"{name}.txt") == file
    assert as_on_disk(tmp_path / "autre" / "légumes.txt") == tmp_path / "autre" / "légumes.txt"
    assert as_on_disk(file / "x") == file / "x"
    # Two accents on each letter: the typed name has the first apart and the second composed, the files the two forms.
    both = "é-è"
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, both)).write_text("x")
    mixed = unicodedata.normalize("NFD", "é") + "-è"
    assert as_on_disk(tmp_path / mixed) == tmp_path / mixed


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """This ensures that an empty file, a pipe and one that is too large are named and never waited for."""
    (tmp_path / "empty.txt").write_bytes(b" \n\t ")
    assert errors(tmp_path / "empty.txt")[0].startswith("SourceEmpty")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a file" in errors(tmp_path / "pipe.txt")[0]
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)  # a hole: it takes no room
    assert errors(tmp_path / "large.txt")[0].startswith("SourceTooLarge")


def test_records_are_read_line_by_line(tmp_path: Path) -> None:
    """This ensures that both spellings of an id, a title, a language, an address and metadata are taken."""
    path = tmp_path / "records.jsonl"
    lines = [
        {"_id": "a", "title": " Un  titre ", "text": "Texte", "lang": "FR", "url": "https://x/", "metadata": {"n": 1}},
        {"id": 7, "text": "Text"},
    ]
    path.write_text("\ufeff" + "\r\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    first, second = read_sources(path)
    assert first.record is not None
    assert (first.record.title, first.record.language) == ("Un titre", "fr")
    assert dict(first.record.metadata) == {"n": "1", "url": "https://x/"}
    assert second.record is not None
    assert (second.record.external_id, second.record.language) == ("7", None)
    assert first.uri == f"{path}#a"
    assert first.container == str(path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{broken", "line 2: not JSON"),
        (b"[" * 100_000, "line 2: not JSON"),
        (b"[1]", "line 2: not an object"),
        (b'{"text": "x"}', "line 2: no id"),
        (b'{"_id": true, "text": "x"}', "line 2: no id"),
        (b'{"_id": "b"}', '"text" or "title" is missing'),
        (b'{"_id": "b", "text": 3}', '"text" or "title" is missing'),
        (b'{"_id": "b", "text": "  "}', "the record 'b' has no text"),
        (b'{"_id": "a", "text": "y"}', "the id 'a' stands on line 1 too"),
        (b'{"_id": "b", "text": "\xff"}', "line 2: not UTF-8 (byte 23)"),
    ],
)
def test_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: bytes, message: str) -> None:
    """This ensures that one bad line costs that line only, and is named by number and reason."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(b'{"_id": "a", "text": "x"}\n' + line + b'\n{"_id": "z", "text": "z"}')
    sources: list[Source] = list(read_sources(path))
    assert [source.record.external_id for source in sources if source.record] == ["a", "z"]
    (error,) = errors(path)
    assert message in error
    assert "\n" not in error


def packed(*files: tuple[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def told(path: Path) -> list[tuple[str, str]]:
    """What follows the file's own address in each source's, and the kind of its error."""
    return [
        (source.uri.removeprefix(str(path)), type(source.error).__name__ if source.error else "")
        for source in read_sources(path)
    ]


def test_members_are_sources(tmp_path: Path) -> None:
    """This ensures that members, those of archives within, records and attachments have addresses of their own."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Message-ID"] = "Avis", "a@b.example", "<1@b.example>"
    mail.set_content("Voir le fichier.")
    mail.add_attachment(b"Un texte joint.", maintype="text", subtype="plain", filename="avis.txt")
    path = tmp_path / "lot.zip"
    path.write_bytes(
        packed(
            ("dossier/charte été.txt", "Une charte."),
            ("../../etc/b.txt", "Un texte."),
            ("mail.eml", mail.as_bytes()),
            ("dedans.zip", packed(("c.txt", "Au fond."), ("d.bin", "?"))),
            ("table.csv", "id;text\n1;un\n;deux\n"),
            ("lignes.jsonl", '{"id": "x", "text": "y"}'),
            ("vide.txt", ""),
            ("photo.xyz", "?"),
        )
    )
    assert told(path) == [
        ("#dossier/charte été.txt", ""),
        ("#etc/b.txt", ""),
        ("#mail.eml", ""),
        ("#mail.eml/avis.txt", ""),
        ("#dedans.zip/c.txt", ""),
        ("#dedans.zip/d.bin", "UnsupportedFormat"),
        ("#table.csv#1", ""),
        ("#table.csv#line=3", "MalformedRecord"),
        ("#lignes.jsonl#x", ""),
        ("#vide.txt", "SourceEmpty"),
        ("#photo.xyz", "UnsupportedFormat"),
    ]
    assert {source.container for source in read_sources(path)} == {str(path)}


def test_a_message_is_a_source_beside_its_attachments(tmp_path: Path) -> None:
    """This ensures that the message itself has no container, so that it is a document as any file is."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Message-ID"] = "Avis", "a@b.example", "<1@b.example>"
    mail.set_content("Voir le fichier.")
    for text in (b"Un.", b"Deux."):
        mail.add_attachment(text, maintype="text", subtype="plain", filename="avis.txt")
    path = tmp_path / "avis.eml"
    path.write_bytes(mail.as_bytes())
    assert told(path) == [("", ""), ("#avis.txt", ""), ("#avis (2).txt", "")]
    assert [source.container for source in read_sources(path)] == ["", str(path), str(path)]


@pytest.mark.parametrize(
    ("uri", "container", "name"),
    [
        ("/a/charte.pdf", "", "charte.pdf"),
        ("/a/n° #3.pdf", "", "n° #3.pdf"),
        ("/a/lot.zip#charte.md", "/a/lot.zip", "charte.md"),
        ("/a/lot #1.zip#d/in.zip/charte.md", "/a/lot #1.zip", "charte.md"),
    ],
)
def test_name_of_what_is_at_an_address(uri: str, container: str, name: str) -> None:
    """This ensures that a member that is read again from its original has the name that it was first read by."""
    assert name_at(uri, container) == name


def test_archives_in_archives_end(tmp_path: Path) -> None:
    """This ensures that an archive is opened to a depth, and that what is below is named."""
    data = packed(("a.txt", "x"))
    for _ in range(5):
        data = packed(("a.zip", data))
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert told(path) == [("#a.zip/a.zip/a.zip", "SourceTooLarge")]


def test_an_archive_that_cannot_be_read_on_says_so_as_a_whole(tmp_path: Path) -> None:
    """This ensures that where members are missing, nobody takes them for removed: the error has no container."""
    for data, error in ((packed(("a.txt", "x"))[:-10], "DamagedSource"), (packed(), "SourceEmpty")):
        (tmp_path / "a.zip").write_bytes(data)
        assert told(tmp_path / "a.zip") == [("", error)]
        assert [source.container for source in read_sources(tmp_path / "a.zip")] == [""]


def test_content_decides_what_is_an_archive(tmp_path: Path) -> None:
    """This ensures that an archive under another name is opened, and a document named .zip is none."""
    (tmp_path / "a.docx").write_bytes(packed(("b.txt", "x")))
    assert told(tmp_path / "a.docx") == [("#b.txt", "")]
    (tmp_path / "c.zip").write_bytes(packed(("[Content_Types].xml", "x"), ("word/document.xml", "x")))
    assert told(tmp_path / "c.zip") == [("", "")]


def test_tables_with_id_and_text_are_records(tmp_path: Path) -> None:
    """This ensures that a .csv file is a list of documents by its columns, in any encoding, else one document."""
    path = tmp_path / "a.csv"
    path.write_bytes("sep=;\n_id;text\n1;été\n".encode("utf-16"))
    (source,) = read_sources(path)
    assert source.record is not None
    assert (source.uri, source.record.text, source.container) == (f"{path}#1", "été", str(path))
    path.write_text("id;nom\n1;été\n")
    (source,) = read_sources(path)
    assert source.content is not None


def test_options_travel_with_the_content(tmp_path: Path) -> None:
    """This ensures that passwords reach the members of an archive too."""
    options = ReadOptions(passwords=("sésame",))
    path = tmp_path / "a.zip"
    path.write_bytes(packed(("b.txt", "x")))
    (source,) = read_sources(path, options)
    assert source.content is not None
    assert source.content.options is options


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a file that is still being written is not taken in half."""
    path = tmp_path / "a.txt"
    path.write_text("Un texte.")
    real = os.fstat

    def growing(number: int) -> os.stat_result:
        result = real(number)
        with path.open("a") as stream:
            stream.write(" Encore.")
        return result

    monkeypatch.setattr("ingest.source.os.fstat", growing)
    assert "changed while it was read" in errors(path)[0]


def test_old_office_files_are_tried_in_folders(tmp_path: Path) -> None:
    """This ensures that documents that can't be read are reported as such and not passed over as other files are."""
    for name in ("a.doc", "b.xls", "c.docx", "d.EML", "e.zip", "f.png"):
        (tmp_path / name).write_text("x")
    assert found(tmp_path) == ["a.doc", "b.xls", "c.docx", "d.EML", "e.zip", "f.png"]
